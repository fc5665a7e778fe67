"""docs/models.md: its examples run, and what it says of others is tried where they are installed."""

from __future__ import annotations

import json
import re
import sys
import weakref
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import rowtype
from conftest import ROOT

PAGE = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
MOMENT = "2024-05-01T10:00:00.120Z"
DECLARED: dict[str, str] = {
    "pydantic": """
import datetime as dt
import pydantic
class Order(pydantic.BaseModel):
    model_config = pydantic.ConfigDict({option})
    id: int = pydantic.Field(ge=1)
    note: str | None = None
    placed: dt.datetime | None = None
def read(payload): return Order.model_validate(payload)
def parse(text): return Order.model_validate_json(text)
def write(order): return order.model_dump(mode="json", exclude_unset={sparse})
def schema(): return Order.model_json_schema()
""",
    "msgspec": """
import datetime as dt
from typing import Annotated
import msgspec
class Order(msgspec.Struct, kw_only=True, omit_defaults=True{option}):
    id: Annotated[int, msgspec.Meta(ge=1)]
    note: {unset}str | None = {absent}
    placed: dt.datetime | None = None
def read(payload): return msgspec.convert(payload, Order)
def parse(text): return msgspec.json.decode(text, type=Order)
def write(order): return msgspec.to_builtins(order)
def schema(): return msgspec.json.schema(Order)
""",
    "attrs + cattrs": """
import datetime as dt
import attrs, cattrs.preconf.json
converter = cattrs.preconf.json.make_converter(omit_if_default=True)
@attrs.define({option})
class Order:
    id: int = attrs.field(validator=attrs.validators.ge(1))
    note: str | None = None
    placed: dt.datetime | None = None
def read(payload): return converter.structure(payload, Order)
def parse(text): return converter.loads(text, Order)
def write(order): return converter.unstructure(order)
""",
    "mashumaro": """
import dataclasses, datetime as dt
from mashumaro.mixins.json import DataClassJSONMixin
from mashumaro.jsonschema import build_json_schema
@dataclasses.dataclass({option})
class Order(DataClassJSONMixin):
    id: int
    note: str | None = None
    placed: dt.datetime | None = None
def read(payload): return Order.from_dict(payload)
def parse(text): return Order.from_json(text)
def write(order): return order.to_dict()
def schema(): return build_json_schema(Order).to_dict()
""",
}
USUAL = {"option": "", "sparse": False, "unset": "", "absent": "None"}
OPTIONS: dict[str, dict[str, dict[str, Any]]] = {
    "undescribed fields come back": {"pydantic": {"option": "extra='allow'", "sparse": True}},
    "absent and null stay apart": {
        "pydantic": {"sparse": True},
        "msgspec": {"unset": "msgspec.UnsetType | ", "absent": "msgspec.UNSET"},
    },
    "a hash, and no assignment": {
        "pydantic": {"option": "frozen=True"},
        "msgspec": {"option": ", frozen=True"},
        "attrs + cattrs": {"option": "frozen=True"},
        "mashumaro": {"option": "frozen=True"},
    },
    "assignments are checked": {"pydantic": {"option": "validate_assignment=True"}},
    "weak references": {"msgspec": {"option": ", weakref=True"}},
    "its `repr` leaves out what is absent": {"msgspec": {"option": ", repr_omit_defaults=True"}},
}


def comes_back(peer: Any, payload: dict[str, Any]) -> bool:
    written = {k: v for k, v in peer.write(peer.read(payload)).items() if k in payload or v is not None}
    return json.dumps(written) == json.dumps(payload)


def refuses(peer: Any, payload: dict[str, Any]) -> bool:
    try:
        peer.read(payload)
    except Exception:
        return True
    return False


def said(error: BaseException) -> str:
    """Everything that an error says, those inside it too."""
    inside = map(said, getattr(error, "exceptions", ()))
    return "\n".join((str(error), *map(str, getattr(error, "__notes__", ())), *inside))


def tells_all(peer: Any) -> bool:
    try:
        peer.read({"id": "x", "placed": "y"})
    except Exception as error:
        return all(re.search(rf"\b{name}\b", said(error)) for name in ("id", "placed"))
    return False


def works(act: Callable[[], object]) -> bool:
    try:
        act()
    except Exception:
        return False
    return True


def frozen(peer: Any) -> bool:
    order = peer.read({"id": 1})
    try:
        hash(order)
    except TypeError:
        return False
    try:
        order.id = 2
    except (AttributeError, ValueError):
        return True
    return False


def assigns(peer: Any) -> bool:
    order = peer.read({"id": 1})
    try:
        order.id = 0
    except Exception:
        return True
    return False


TRIED: dict[str, Callable[[Any], bool]] = {
    "undescribed fields come back": lambda peer: comes_back(peer, {"id": 1, "more": [1]}),
    "absent and null stay apart": lambda peer: (
        "note" not in peer.write(peer.read({"id": 1})) and comes_back(peer, {"id": 1, "note": None})
    ),
    "the text of a moment comes back": lambda peer: comes_back(peer, {"id": 1, "placed": MOMENT}),
    "`1.0` stays `1.0` in a whole number": lambda peer: (
        not refuses(peer, {"id": 1.0}) and comes_back(peer, {"id": 1.0})
    ),
    "bounds are checked": lambda peer: refuses(peer, {"id": 0}),
    '`"1"` is no number': lambda peer: refuses(peer, {"id": "1"}),
    "everything that is wrong is told at once": tells_all,
    "its JSON Schema": lambda peer: hasattr(peer, "schema") and "properties" in json.dumps(peer.schema()),
    "a hash, and no assignment": frozen,
    "constructors are checked": lambda peer: not works(lambda: peer.Order(id=0)),
    "assignments are checked": assigns,
    "a name said twice in a text is refused": lambda peer: (
        not works(lambda: peer.parse('{"id": 1, "id": 2}'))
    ),
    "its `repr` leaves out what is absent": lambda peer: "note" not in repr(peer.read({"id": 1})),
    "weak references": lambda peer: works(lambda: weakref.ref(peer.read({"id": 1}))),
}


class Space:
    """The names that some code defines."""

    def __init__(self, text: str) -> None:
        name = f"_peer_{len(sys.modules)}"
        module = type(sys)(name)
        sys.modules[name] = module
        exec(text, module.__dict__)
        self.__dict__.update(module.__dict__)


def ours(folder: Path, **options: Any) -> Any:
    schema = {
        "type": "object",
        "properties": {
            "id": {"type": "integer", "minimum": 1},
            "note": {"type": ["string", "null"]},
            "placed": {"type": "string", "format": "date-time"},
        },
        "required": ["id"],
    }
    name = f"compared_{len(sys.modules)}"
    files = rowtype.emit(schema, package=name, name="Order", formats=True, **options)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder / "python"))
    try:
        order = import_module(name).Order
    finally:
        sys.path.remove(str(folder / "python"))
    space = Space("")
    space.__dict__.update(
        Order=order,
        parse=order.from_json,
        read=order.from_dict,
        write=order.__json__.write,
        schema=order.json_schema,
    )
    return space


def table() -> Iterator[tuple[str, str, str]]:
    """(what, who, answer) of the comparison."""
    lines = (line.strip("|") for line in PAGE.splitlines() if line.startswith("| "))
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    start = next(i for i, row in enumerate(rows) if row[1:2] == ["Rowtype"])
    for row in rows[start + 1 :]:
        if row[0] in TRIED:
            yield from ((row[0], who, answer) for who, answer in zip(rows[start][1:], row[1:], strict=True))


def test_everything_that_is_tried_is_said() -> None:
    assert {what for what, _, _ in table()} == {*TRIED}


@pytest.mark.parametrize("who", ["Rowtype", *DECLARED])
def test_what_is_said_is_so(who: str, tmp_path: Path) -> None:
    for module in {"Rowtype": [], "attrs + cattrs": ["attrs", "cattrs"]}.get(who, [who]):
        if find_spec(module) is None:
            pytest.skip(f"needs {module}")
    found, said = {}, {}
    for what, named, answer in table():
        if named != who:
            continue
        said[what] = answer
        if who == "Rowtype":
            usual = ours(tmp_path)
            asked = ours(tmp_path, frozen=True) if what == "a hash, and no assignment" else None
        else:
            usual = Space(DECLARED[who].format(**USUAL))
            option = OPTIONS.get(what, {}).get(who)
            asked = Space(DECLARED[who].format(**{**USUAL, **option})) if option else None
        test = TRIED[what]
        found[what] = "yes" if test(usual) else "option" if asked is not None and test(asked) else "no"
    assert found == said


def test_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```(json|python)\n(.*?)```", PAGE, re.DOTALL)
    schema = json.loads(next(text for kind, text in blocks if kind == "json"))
    for path, text in rowtype.emit(schema, package="handbook_shop", name="Order", formats=True).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "python"))
    names: dict[str, Any] = {}
    for kind, text in blocks:
        if kind == "python":
            exec(text, names)
