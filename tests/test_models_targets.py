"""The models of other libraries agree with ours, but for what README says that they do not carry."""

from __future__ import annotations

import ast
import dataclasses
import importlib.util
import inspect
import sys
import types
from keyword import iskeyword
from typing import Any

import pytest

from conftest import ROOT
from generated_package import texts
from rowtype.emitters import emit
from rowtype.emitters.package import Package, wanted
from rowtype.names import decide, load_lock, member_key
from rowtype.schema.documents import Document, document, load_files
from rowtype.schema.shapes.datetimes import DATE_TIME
from rowtype.schema.shapes.shapes import Enumeration, Record
from rowtype.schema.shapes.shaping import derive

pydantic = pytest.importorskip("pydantic")
pytest.importorskip("datamodel_code_generator")

ORDER = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "class": {"type": "string", "maxLength": 3, "description": "The class."},
        "имя": {"type": ["string", "null"]},
        "order-state": {"enum": ["new", "sent"], "x-enum-descriptions": ["Fresh.", "Gone."]},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}, "maxItems": 2},
    },
    "required": ["id", "lines"],
    "$defs": {"Line": {"type": "object", "properties": {"sku": {"type": "string"}}, "required": ["sku"]}},
}
FILES = {"pydantic": "pydantic_models.py", "msgspec": "msgspec_models.py", "typeddict": "typeddicts.py"}


def imported(text: str, name: str) -> Any:
    spec = importlib.util.spec_from_loader(name, loader=None)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    exec(compile(text, name, "exec"), module.__dict__)
    return module


def documents(case: str) -> list[Any]:
    if case == "order":
        return [document("Order", ORDER)]
    return list(load_files(sorted((ROOT / "schema" / "canonical").glob("*.schema.json"))))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Seen:
    """What a target says about a field."""

    wire: str
    required: bool
    description: str
    bounds: dict[str, Any]


BOUNDS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "minItems": "min_length",
    "maxItems": "max_length",
}


def ours(found: list[Document]) -> tuple[dict[str, dict[str, Seen]], dict[str, dict[str, Any]]]:
    """Class -> attribute -> field, and class -> member -> value, as our own models have them."""
    shapes = derive(found)
    names = decide(tuple(wanted(shapes)), load_lock(""))
    records: dict[str, dict[str, Seen]] = {}
    enumerations = {}
    for key, definition in shapes.definitions.items():
        body = definition.body
        if isinstance(body, Enumeration):
            members = names.members[key]
            enumerations[names.types[key]] = {members[member_key(v)]: v for v in body.values}
        elif isinstance(body, Record):
            records[names.types[key]] = {
                names.attributes[key][f.wire]: Seen(
                    wire=f.wire,
                    required=f.required,
                    description=f.about.description,
                    bounds={BOUNDS[k]: v for k, v in f.about.notes if k in BOUNDS and v != DATE_TIME},
                )
                for f in body.fields
            }
    return records, enumerations


def theirs(text: str) -> tuple[dict[str, dict[str, Seen]], dict[str, dict[str, Any]]]:
    """The same, from the text of a module of another library."""
    records: dict[str, dict[str, Seen]] = {}
    enumerations: dict[str, dict[str, Any]] = {}
    for node in ast.parse(text).body:
        match node:
            case ast.ClassDef(name=name, bases=[ast.Name(id="StrEnum" | "IntEnum")], body=body):
                members = [line for line in body if isinstance(line, ast.Assign)]
                enumerations[name] = {ast.unparse(m.targets[0]): ast.literal_eval(m.value) for m in members}
            case ast.ClassDef(name=name, body=body):
                records[name] = {}
                for line, after in zip(body, [*body[1:], None], strict=True):
                    if isinstance(line, ast.AnnAssign):
                        attribute = ast.unparse(line.target)
                        records[name][attribute] = _seen(attribute, line.annotation, line.value, after)
            case ast.Assign(
                value=ast.Call(args=[ast.Constant(value=name), ast.Dict(keys=keys, values=values)])
            ):
                wires = [ast.literal_eval(key) for key in keys if key]
                records[name] = {w: _seen(w, v, None, None) for w, v in zip(wires, values, strict=True)}
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Subscript(slice=ast.Tuple() as listed)):
                enumerations[name] = dict.fromkeys(ast.literal_eval(listed))
            case _:
                pass
    return records, enumerations


def _seen(attribute: str, annotation: ast.expr, value: ast.expr | None, after: ast.stmt | None) -> Seen:
    calls = [c for part in (annotation, value) if part for c in ast.walk(part) if isinstance(c, ast.Call)]
    keywords = [k for c in calls for k in c.keywords if isinstance(k.value, ast.Constant)]
    facts = {k.arg: ast.literal_eval(k.value) for k in keywords}
    optional = value is not None and not ast.unparse(value).startswith("Field(...")
    match after:
        case ast.Expr(value=ast.Constant(value=str(said))):
            facts["description"] = inspect.cleandoc(said)
    return Seen(
        wire=facts.get("alias") or facts.get("name") or attribute,
        required=not optional and not ast.unparse(annotation).startswith("NotRequired"),
        description=facts.get("description", ""),
        bounds={k: v for k, v in facts.items() if k in BOUNDS.values()},
    )


def without_names(records: dict[str, dict[str, Seen]]) -> dict[str, dict[str, Seen]]:
    """What a TypedDict carries of our records."""
    found = {}
    for name, fields in records.items():
        told = all(f.wire.isidentifier() and not iskeyword(f.wire) for f in fields.values())
        found[name] = {
            f.wire: dataclasses.replace(f, bounds={}, description=f.description if told else "")
            for f in fields.values()
        }
    return found


@pytest.mark.parametrize("case", ["order", "canonical"])
@pytest.mark.parametrize("target", list(FILES))
def test_targets_agree_field_by_field(target: str, case: str) -> None:
    found = documents(case)
    files, _ = emit(Package(documents=found, name="shop", targets=[target]))
    records, enumerations = ours(found)
    if target == "typeddict":
        records = without_names(records)
        enumerations = {n: dict.fromkeys(members.values()) for n, members in enumerations.items()}
    their_records, their_enumerations = theirs(next(f.text for f in files if f.path.name == FILES[target]))
    their_records.pop("Payload", None)  # the schema as a whole
    assert their_records == records
    assert their_enumerations == enumerations


def test_pydantic_carries_wire_names_bounds_and_descriptions() -> None:
    module = imported(texts(ORDER, targets=["pydantic"])["pydantic_models.py"], "_pydantic_bounds")
    fields = module.Order.model_fields
    assert {k: f.alias or k for k, f in fields.items()} == {
        "id": "id",
        "class_": "class",
        "imya": "имя",
        "order_state": "order-state",
        "lines": "lines",
    }
    payload = {"id": 1, "class": "abc", "order-state": "new", "lines": [{"sku": "x"}]}
    made = module.Order.model_validate(payload)
    assert made.class_ == "abc"
    assert made.order_state is module.OrderState.NEW
    assert made.model_dump(mode="json", by_alias=True, exclude_unset=True) == payload
    for wrong in ({"id": 0, "lines": []}, {"id": 1, "class": "abcd", "lines": []}, {"id": 1, "lines": [{}]}):
        with pytest.raises(pydantic.ValidationError):
            module.Order.model_validate(wrong)


@pytest.mark.parametrize(
    ("target", "file"), [("msgspec", "msgspec_models.py"), ("typeddict", "typeddicts.py")]
)
def test_other_targets_are_python(target: str, file: str) -> None:
    text = texts(ORDER, targets=[target])[file]
    compile(text, file, "exec")
    assert text.startswith("# @generated by rowtype")
    assert ("class_" in text) == (target == "msgspec")


def test_same_input_same_bytes() -> None:
    assert texts(ORDER, targets=["pydantic"]) == texts(ORDER, targets=["pydantic"])


UNIONS = {
    "type": "object",
    "properties": {
        "n": {"type": "number", "minimum": 0},
        "u": {"anyOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]},
        "t": {"oneOf": [{"$ref": "#/$defs/X"}, {"$ref": "#/$defs/Y"}]},
        "deep": {"$ref": "#/$defs/Deep"},
        "either": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Deep"}]},
        "state": {"enum": ["new", "paid"]},
    },
    "$defs": {
        "A": {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        "B": {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]},
        "X": {"type": "object", "properties": {"k": {"const": "x"}}, "required": ["k"]},
        "Y": {"type": "object", "properties": {"k": {"const": "y"}}, "required": ["k"]},
        "Deep": {"anyOf": [{"type": "number"}, {"type": "array", "items": {"$ref": "#/$defs/Deep"}}]},
    },
}


@pytest.mark.parametrize("open_enums", [False, True])
@pytest.mark.parametrize(
    ("target", "file"), [("msgspec", "msgspec_models.py"), ("pydantic", "pydantic_models.py")]
)
def test_unions_are_read_and_whole_numbers_stay_whole(target: str, file: str, open_enums: bool) -> None:
    pytest.importorskip("datamodel_code_generator")
    text = texts(UNIONS, targets=(target,), open_enums=open_enums)[file]
    module = types.ModuleType(f"made_{target}_{open_enums}")
    sys.modules[module.__name__] = module
    exec(compile(text, file, "exec"), module.__dict__)
    payload = '{"n":1,"u":{"b":"x"},"t":{"k":"y"},"deep":[1,[2.5]],"either":"s","state":"new"}'
    if target == "msgspec":
        json = pytest.importorskip("msgspec").json
        assert json.encode(json.decode(payload, type=module.Order)).decode() == payload
    else:
        assert module.Order.model_validate_json(payload).model_dump_json(exclude_unset=True) == payload


def test_letters_of_all_scripts_are_read() -> None:
    msgspec = pytest.importorskip("msgspec")
    schema = {"type": "object", "properties": {"town": {"type": "string", "pattern": "^\\p{L}+$"}}}
    module = imported(texts(schema, targets=("msgspec",))["msgspec_models.py"], "made_of_letters")
    assert msgspec.json.decode('{"town":"Псков"}', type=module.Order).town == "Псков"
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode('{"town":"1"}', type=module.Order)
