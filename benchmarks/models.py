"""Models: reading and writing, side by side with other libraries; import and generation of a large package.

    python benchmarks/models.py [--rounds 7] [--only TEXT]...

Every peer reads the same valid payloads into objects and must refuse the same faulty ones: a peer that does not is
marked, because it does less work.  "Read by hand" is as fast as Python without a compiler can make the same objects.
Rounds are interleaved and the best one counts; compare within one run only.
`msgspec`, `pydantic`, `mashumaro`, `cattrs`, `adaptix` and `dacite` take part where they are installed.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "generator"), str(ROOT / "generated" / "python")]

import shapes  # noqa: E402 - stands beside this file

from rowtype.emitters import emit  # noqa: E402 - its folder was only just put on the path
from rowtype.emitters.native import NativeError, build_records  # noqa: E402
from rowtype.emitters.package import Package  # noqa: E402
from rowtype.schema.documents import document, load_files  # noqa: E402

STRINGS = ["first_name", "last_name", "email", "title", "department", "team", "office", "manager", "currency"]
LINE = {
    "type": "object",
    "properties": {"sku": {"type": "string"}, "count": {"type": "integer"}, "price": {"type": "number"}},
    "required": ["sku", "count", "price"],
}
NESTED = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        **{name: {"type": "string"} for name in STRINGS},
        **{f"flag_{i}": {"type": "boolean"} for i in range(6)},
        **{f"number_{i}": {"type": "number"} for i in range(6)},
        **{f"lines_{i}": {"type": "array", "items": {"$ref": "#/$defs/Line"}} for i in range(3)},
    },
    "required": ["id", "email"],
    "$defs": {"Line": LINE},
}
NESTED_PAYLOAD = {
    "id": "e-1",
    **{name: f"value of {name}" for name in STRINGS},
    **{f"flag_{i}": i % 2 == 0 for i in range(6)},
    **{f"number_{i}": i + 0.5 for i in range(6)},
    **{f"lines_{i}": [{"sku": f"s{n}", "count": n, "price": n / 4} for n in range(4)] for i in range(3)},
}
EVENT_PAYLOAD = {
    "event_text": "event number 5",
    "created_at": "2014-12-17T15:35:48",
    "event_type": "visitor-chat-open",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A shape of payload: its types as ours and as plain dataclasses, valid payloads and faulty ones."""

    name: str
    ours: Any
    native: Any
    """The same, compiled; None where there is no compiler."""
    plain: Any
    valid: Any
    faulty: tuple[Any, ...]
    floor: Callable[[Any], Any] | None = None
    """The barest Python that makes the same of payloads in which every field is there, with the same checks."""


def cases(folder: Path) -> Iterator[Case]:
    """The documented event, a record of 25 fields with arrays of references, and two large public shapes."""
    import conversation_events

    source = next(d for d in load_files(sorted((ROOT / "schema/canonical").glob("C*.schema.json"))))
    properties = {**source.schema["properties"], "employee": {"type": "object"}}
    every = list(load_files(sorted((ROOT / "schema/canonical").glob("*.schema.json"))))
    yield Case(
        name="event",
        ours=conversation_events.ConversationEvent,
        native=getattr(compiled(folder, "event", every), "ConversationEvent", None),
        plain=Plain({}).of("ConversationEvent", {**source.schema, "properties": properties}),
        valid=EVENT_PAYLOAD,
        faulty=(
            {**EVENT_PAYLOAD, "event_type": "page.burned"},
            {**EVENT_PAYLOAD, "created_at": "2014-12-17"},
            {"event_text": "x"},
            {**EVENT_PAYLOAD, "page": 1},
        ),
    )
    nested_faults = (
        shapes.changed(NESTED_PAYLOAD, "id", to=1),
        shapes.without(NESTED_PAYLOAD, "lines_0", 3, "price"),
    )
    for name, title, schema, payload, faults in (
        ("nested", "Employee", NESTED, NESTED_PAYLOAD, nested_faults),
        ("issue", "Issues", shapes.ISSUE, shapes.ISSUE_PAYLOAD, shapes.ISSUE_FAULTS),
        ("catalog", "Catalog", shapes.CATALOG, shapes.CATALOG_PAYLOAD, shapes.CATALOG_FAULTS),
    ):
        package = write_package(folder, f"{name}_shop", [document(title, schema)], formats=True)
        plain = Plain(schema["$defs"]).of(title, schema)
        yield Case(
            name=name,
            ours=getattr(package, title),
            native=getattr(compiled(folder, name, [document(title, schema)], formats=True), title, None),
            plain=plain,
            valid=payload,
            faulty=faults,
            floor=by_hand(package.models, schema) if name == "nested" else None,
        )


TESTS = {
    "string": "v.__class__ is not str",
    "boolean": "v is not True and v is not False",
    "integer": "v.__class__ is not int",
    "number": "v.__class__ is not float and v.__class__ is not int",
}


def by_hand(models: Any, schema: dict[str, Any]) -> Callable[[Any], Any]:
    """A reader of records of scalars and of arrays of such records: no frame but one, and nothing may be absent."""
    lines = ["def read(p0):", *filling(schema, schema["$defs"], "Employee", 0), " return m0"]
    found = {**vars(models), "new": object.__new__}
    exec("\n".join(lines), found)
    read: Callable[[Any], Any] = found["read"]
    return read


def filling(schema: dict[str, Any], definitions: dict[str, Any], name: str, level: int) -> Iterator[str]:
    pad, made, payload = " " * (level + 1), f"m{level}", f"p{level}"
    yield f"{pad}if {payload}.__class__ is not dict: raise ValueError"
    yield f"{pad}{made} = new({name})"
    for field, inner in schema["properties"].items():
        yield f"{pad}{made}.{field} = v = {payload}[{field!r}]"
        yield f"{pad}if {TESTS.get(inner['type'], 'v.__class__ is not list')}: raise ValueError"
        if inner["type"] == "array":
            item = inner["items"]["$ref"].rpartition("/")[2]
            yield f"{pad}{made}.{field} = out = []"
            yield f"{pad}for p{level + 1} in v:"
            yield from filling(definitions[item], definitions, item, level + 1)
            yield f"{pad} out.append(m{level + 1})"
    yield f"{pad}if len({payload}) != {len(schema['properties'])}: raise ValueError"
    yield f"{pad}{made}.__extra__ = None"


class Plain:
    """Types that the peers understand, made from a schema: dataclasses, enumerations, unions with None."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self.definitions = definitions
        self.made: dict[str, Any] = {}

    def of(self, name: str, schema: dict[str, Any]) -> Any:
        match schema:
            case {"$ref": reference}:
                name = reference.rpartition("/")[2]
                if name not in self.made:
                    self.made[name] = self.of(name, self.definitions[name])
                return self.made[name]
            case {"anyOf": [inner, {"type": "null"}]}:
                return self.of(name, inner) | None
            case {"type": [inner, "null"]}:
                return self.of(name, {**schema, "type": inner}) | None
            case {"enum": values}:
                kind = StrEnum(f"{name}Kind", {f"V{i}": v for i, v in enumerate(values)})  # type: ignore[misc]
                return at_home(kind)
            case {"type": "object", "properties": properties, "required": required}:
                fields = [(n, self.of(f"{name}_{n}", properties[n])) for n in required]
                fields += [
                    (n, self.of(f"{name}_{n}", p) | None, dataclasses.field(default=None))
                    for n, p in properties.items()
                    if n not in required
                ]
                return at_home(dataclasses.make_dataclass(f"Plain{name}", fields, slots=True))
            case {"type": "object"}:
                return dict[str, self.of(name, schema.get("additionalProperties", {}))]
            case {"type": "array", "items": items}:
                return list[self.of(name, items)]
            case {"format": "date-time"} | {"x-format": "date-time"}:
                return dt.datetime
        return {"string": str, "integer": int, "number": float, "boolean": bool}.get(schema.get("type"), Any)


def at_home(cls: Any) -> Any:
    """Let libraries that look names up in modules find a class that was made on the fly."""
    cls.__module__ = __name__
    setattr(sys.modules[__name__], cls.__name__, cls)
    return cls


def compiled(folder: Path, name: str, documents: list[Any], **options: Any) -> Any:
    """The package whose models are compiled; None where they cannot be."""
    try:
        (folder / "python" / f"native_{name}").mkdir(parents=True)
        build_records(folder / "python" / f"native_{name}")
    except NativeError:
        return None
    return write_package(folder, f"native_{name}", documents, native=True, **options)


def write_package(folder: Path, name: str, documents: list[Any], **options: Any) -> Any:
    """Generate a package and import it."""
    files, _ = emit(Package(documents=documents, name=name, **options))
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    sys.path.insert(0, str(folder / "python"))
    return importlib.import_module(name)


def peers(case: Case) -> Iterator[tuple[str, Callable[[Any], Any], Callable[[Any], Any]]]:
    """Name, reader (payload to object, raises on a faulty one), writer (object to payload)."""
    yield "rowtype", case.ours.from_dict, case.ours.to_dict
    if case.floor:
        yield "rowtype, read by hand", case.floor, case.ours.to_dict
    if case.native:
        yield "rowtype --native", case.native.from_dict, case.native.to_dict
    if msgspec := _optional("msgspec"):
        yield "msgspec.convert", lambda p: msgspec.convert(p, case.plain), msgspec.to_builtins
    if pydantic := _optional("pydantic"):
        adapter = pydantic.TypeAdapter(case.plain)
        yield "pydantic", adapter.validate_python, lambda o: adapter.dump_python(o, mode="json")
    if mashumaro := _optional("mashumaro.codecs.basic"):
        yield (
            "mashumaro",
            mashumaro.BasicDecoder(case.plain).decode,
            mashumaro.BasicEncoder(case.plain).encode,
        )
    if cattrs := _optional("cattrs.preconf.json"):
        converter = cattrs.make_converter(detailed_validation=False)
        yield "cattrs", lambda p: converter.structure(p, case.plain), converter.unstructure
    if adaptix := _optional("adaptix"):
        retort = adaptix.Retort(debug_trail=adaptix.DebugTrail.DISABLE)
        yield "adaptix", retort.get_loader(case.plain), retort.get_dumper(case.plain)
    if dacite := _optional("dacite"):
        hooks = {dt.datetime: dt.datetime.fromisoformat}
        config = dacite.Config(cast=[StrEnum], type_hooks=hooks)
        yield "dacite", lambda p: dacite.from_dict(case.plain, p, config), dataclasses.asdict


def _optional(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


def refuses(read: Callable[[Any], Any], payload: Any) -> bool:
    try:
        read(payload)
    except Exception:
        return True
    return False


def best(calls: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Seconds a call, the best of interleaved rounds."""
    found = dict.fromkeys(calls, float("inf"))
    for _ in range(rounds):
        for name, call in calls.items():
            count, spent = 1, 0.0
            while spent < 0.02:
                start = time.thread_time()  # another process on the same core would count otherwise
                for _ in range(count):
                    call()
                spent = time.thread_time() - start
                found[name] = min(found[name], spent / count)
                count *= 2
    return found


def table(case: Case, rounds: int, only: list[str]) -> None:
    chosen = [(n, r, w) for n, r, w in peers(case) if not only or any(t in n for t in only)]
    parse = msgspec.json.decode if (msgspec := _optional("msgspec")) else json.loads
    data = json.dumps(case.valid).encode()
    reads: dict[str, Callable[[], Any]] = {n: lambda r=r: r(case.valid) for n, r, _ in chosen}
    made = {n: r(case.valid) for n, r, _ in chosen}
    writes: dict[str, Callable[[], Any]] = {n: lambda w=w, n=n: w(made[n]) for n, _, w in chosen}
    bytes_: dict[str, Callable[[], Any]] = {n: lambda r=r: r(parse(data)) for n, r, _ in chosen}
    seconds = [best(calls, rounds) for calls in (reads, writes, bytes_)]
    doors: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        name: (lambda cls=cls: cls.from_json(data), cls.from_dict(case.valid).to_json)
        for name, cls in (("rowtype", case.ours), ("rowtype --native", case.native))
        if cls
    }
    if msgspec:
        one = msgspec.convert(case.valid, case.plain)
        doors["msgspec"] = (
            lambda: msgspec.convert(msgspec.json.decode(data), case.plain),
            lambda: msgspec.json.encode(one),
        )
        decoder = msgspec.json.Decoder(case.plain)
        doors["msgspec, one pass"] = (lambda: decoder.decode(data), lambda: msgspec.json.encode(one))
    print(f"\n{case.name}, {len(data)} bytes of JSON; ns, and the ratio to rowtype")
    print("| | read | write | parse and read | refuses the faulty ones |\n|---|---|---|---|---|")
    for name, read, _ in chosen:
        cells = [f"{s[name] * 1e9:,.0f} ({s[name] / s['rowtype']:.2f})" for s in seconds]
        right = sum(refuses(read, p) for p in case.faulty)
        print(f"| {name} | {' | '.join(cells)} | {right} of {len(case.faulty)} |")
    texts = [best({n: d[i] for n, d in doors.items()}, rounds) for i in (0, 1)]
    print("\n| | from a JSON text | to one |\n|---|---|---|")
    for name in doors:
        ours = [(s[name] * 1e9, s[name] / s["rowtype"]) for s in texts]
        print(f"| {name} | {' | '.join(f'{ns:,.0f} ({ratio:.2f})' for ns, ratio in ours)} |")


def large(folder: Path) -> None:
    """A package of 100 types: the canonical event under 100 names."""
    source = next(d for d in load_files(sorted((ROOT / "schema/canonical").glob("C*.schema.json"))))
    documents = []
    for i in range(100):
        schema = {**source.schema, "$id": f"Event{i}.schema.json"}
        schema["properties"] = {k: v for k, v in schema["properties"].items() if k != "employee"}
        documents.append(document(f"Event{i}", schema))
    start = time.perf_counter()
    files, _ = emit(Package(documents=documents, name="hundred"))
    print(f"\ngenerating 100 types: {time.perf_counter() - start:.2f} s")
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    code = "import sys, time; t = time.perf_counter(); import hundred; print(time.perf_counter() - t)"
    environment = {"PYTHONPATH": str(folder / "python"), "PYTHONPYCACHEPREFIX": str(folder / "cache")}
    runs = [
        float(
            subprocess.run(
                [sys.executable, "-c", code],
                env=environment,
                capture_output=True,
                text=True,
                encoding="utf-8",
            ).stdout
        )
        for _ in range(6)
    ]
    print(
        f"importing it: {min(runs[1:]) * 1000:.0f} ms (from source, the first time: {runs[0] * 1000:.0f} ms)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", action="append", default=[])
    options = parser.parse_args()
    print(f"python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as name:
        for case in cases(Path(name)):
            table(case, options.rounds, [*options.only, "rowtype"] if options.only else [])
        large(Path(name))


if __name__ == "__main__":
    main()
