"""Real schemas with faults: metaschemas, and those of a folder or a wheel, changed in a few places at random.

    python tests/conformance/mutated.py [--number N] [--seed N] [--only N] [PATH ...]

Values are replaced by those of `hostile.py`, keywords renamed, parts moved, doubled, nested, made to refer to others.
Each is compiled, asked and emitted for every target within the bounds of `hostile.py`, or refused with its place.  What
is emitted is imported: its validators give the verdicts of what was compiled, its models take and return what is valid.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import json
import random
import sys
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import rowtype
from conformance import hostile
from generated_package import load, unload
from rowtype.emitters import TARGETS
from rowtype.files import OutputFile

OWN = ("models", "validators", "docs", "javascript", "hypothesis")
OTHERS = ("pydantic", "msgspec", "typeddict")
LARGEST = 60_000
"""Bytes of a schema that is changed: what is larger takes a minute for every attempt."""
TEXTS = (
    "#", "#/", "#/properties", "#/$defs/a", "#a", "http://json-schema.org/draft-07/schema#", "%", "^(a+)+$", "[",
    "\\p{L}+", "(?<n>a)\\k<n>", "a{99999}", "(?=a)", "date-time", "uuid", "regex", "object", "array", "null",
    "__proto__", "constructor", "__class__", "self", "None", "True", "class", "é", "e\u0301", "\u2028", "*/", "'''",
    "{{", "%>",
)  # fmt: skip
NUMBERS = (0, -0.0, 1, -1, 0.1, 1e-300, 1e300, 2**53, 2**53 + 1, 2**64, 10**25, 1.0, 100.0, -(2**63), 1e23)


def originals(paths: list[Path]) -> list[Any]:
    """The schemas to change."""
    folder = resources.files("jsonschema_specifications").joinpath("schemas")
    texts = [p.read_text("utf-8") for p in sorted(Path(str(folder)).rglob("*")) if p.is_file()]
    for path in paths:
        if path.is_dir():
            texts += [p.read_text("utf-8", errors="replace") for p in sorted(path.rglob("*.json"))]
        else:
            with zipfile.ZipFile(path) as opened:
                texts += [opened.read(n).decode() for n in sorted(opened.namelist()) if n.endswith(".json")]
    texts += [json.dumps(schema) for schema in SEEDS]
    found = []
    for text in texts:
        with contextlib.suppress(ValueError):
            schema = json.loads(text)
            if isinstance(schema, dict) and len(text) < LARGEST:
                found.append(schema)
    return found


def _person(more: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}, **more}


def _text(form: str) -> dict[str, Any]:
    return {"type": "string", "format": form}


SEEDS: tuple[Any, ...] = (
    {"$defs": {"p": _person({"required": ["name"]})}, "type": "array", "items": {"$ref": "#/$defs/p"}, "minItems": 1},
    {"oneOf": [_person({"required": ["name"]}), {"type": "string", "format": "date"}, {"const": None}]},
    _person({"if": {"required": ["age"]}, "then": {"required": ["name"]}, "unevaluatedProperties": False}),
    {"enum": [1, 1.5, "a", None, [1], {"a": 1}], "title": "Kind", "x-enum-descriptions": ["", "", "", "", "", ""]},
    _person({"additionalProperties": {"$ref": "#"}, "patternProperties": {"^x-": {"type": ["string", "null"]}}}),
    {"$id": "http://x.test/a", "$dynamicAnchor": "n", "properties": {"to": {"$dynamicRef": "#n"}, "v": {"default": 1}}},
    {"prefixItems": [{"type": "integer"}, {"pattern": "^a"}], "items": False, "contains": {"const": 1}},
    {"anyOf": [{"properties": {"k": {"const": c}, c: {"type": "string"}}, "required": ["k"]} for c in "abc"]},
    _person({"dependentRequired": {"age": ["name"]}, "dependentSchemas": {"name": {"minProperties": 2}}}),
    {"type": "object", "properties": {"when": _text("date-time"), "id": _text("uuid"), "on": _text("date")}},
)  # fmt: skip


def nodes(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all values below this one."""
    named = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in named:
        yield (*at, name)
        if len(at) < 60:
            yield from nodes(child, (*at, name))


def held(value: Any, at: tuple[Any, ...]) -> Any:
    for token in at:
        value = value[token]
    return value


def pointer(at: tuple[Any, ...]) -> str:
    return "#" + "".join("/" + str(t).replace("~", "~0").replace("/", "~1") for t in at)


def mutant(drawn: random.Random, schemas: list[Any]) -> Any:
    """One of the schemas with one to six faults."""
    schema = copy.deepcopy(drawn.choice(schemas))
    for _ in range(drawn.choice((1, 1, 2, 3, 6))):
        places = [*nodes(schema)]
        if not places:
            break
        at = drawn.choice(places)
        holder, last = held(schema, at[:-1]), at[-1]
        value = holder[last]
        match drawn.randrange(16):
            case 0:
                del holder[last]
            case 1:
                holder[last] = copy.deepcopy(drawn.choice(PLAIN))
            case 2:
                holder[last] = drawn.choice(TEXTS)
            case 3:
                holder[last] = drawn.choice(NUMBERS)
            case 4:
                holder[last] = copy.deepcopy(held(schema, drawn.choice(places)))
            case 5:
                other = drawn.choice(schemas)
                below = [*nodes(other)]
                holder[last] = copy.deepcopy(held(other, drawn.choice(below))) if below else {}
            case 6:
                holder[last] = {"$ref": pointer(drawn.choice(places))}
            case 7 if isinstance(holder, dict):
                holder[drawn.choice(hostile.KEYWORDS)] = holder.pop(last)
            case 8 if isinstance(holder, dict):
                holder[drawn.choice(hostile.KEYWORDS)] = copy.deepcopy(value)
            case 9 if isinstance(holder, dict):
                holder[drawn.choice(TEXTS)] = copy.deepcopy(value)
            case 10 if isinstance(holder, list):
                holder += [copy.deepcopy(value)] * drawn.choice((1, 2, 50))
            case 11:
                keyword = drawn.choice(
                    ("items", "not", "anyOf", "allOf", "oneOf", "properties", "if", "contains")
                )
                for _ in range(drawn.choice((1, 2, 30))):
                    value = hostile.around(keyword, value)
                holder[last] = value
            case 12 if isinstance(value, str):
                holder[last] = value * drawn.choice((2, 300))
            case 13 if isinstance(value, dict):
                value[drawn.choice(("$ref", "$dynamicRef"))] = pointer(drawn.choice(places))
            case 14 if isinstance(value, dict):
                value[drawn.choice(("unevaluatedProperties", "unevaluatedItems", "additionalProperties"))] = (
                    False
                )
            case _:
                holder[last] = [copy.deepcopy(value), drawn.choice(NUMBERS)]
    return schema


PLAIN = [v for v in hostile.PLAIN.values() if isinstance(v, str | int | float | list | dict | None)]


def attempt(schema: Any, draft: str | None, targets: tuple[str, ...]) -> str:
    """What happens to a schema: "held", "refused", or what is wrong."""
    started = time.process_time()
    outcome = "held"
    try:
        try:
            made = rowtype.compile(schema, draft=draft)  # type: ignore[arg-type]
        except rowtype.SchemaError as error:
            made = None
            outcome = hostile.misplaced(error) or "refused"
        verdicts = [] if made is None else [(v, made.is_valid(v)) for v in (*hostile.VALUES, *PAYLOADS)]
        for value, valid in verdicts:
            assert made is not None
            found = [*made.iter_errors(value)]
            if valid is not (not found):
                return f"the functions differ about {value!r}"
            if any(len(str(one)) > 2_000 for one in found[:50]):
                return f"a message of {max(len(str(one)) for one in found[:50])} characters"
        try:
            files = rowtype.emit(schema, draft=draft, targets=targets, name="Order")  # type: ignore[arg-type]
        except rowtype.SchemaError as error:
            if outcome not in ("held", "refused"):
                return outcome
            return hostile.misplaced(error) or "refused"
        if outcome != "held":
            return f"emitted, though it is not compiled: {outcome}"
        if why := _imported(files, verdicts):
            return why
    except BaseException as error:  # whatever else it is, it is a fault
        return f"{type(error).__name__}: {str(error)[:120]!r} {hostile._where(error)}"
    if (took := time.process_time() - started) > hostile.SECONDS:
        return f"took {took:.0f} s"
    return outcome


def _imported(files: dict[str, str], verdicts: list[tuple[Any, bool]]) -> str:
    """What is wrong with a package when it is used."""
    inner = [OutputFile(path=PurePosixPath(path), text=text) for path, text in files.items()]
    own = [f for f in inner if f.path.parts[:2] == ("python", "models") and f.path.stem not in FOREIGN]
    package = load(own, "models")
    try:
        for value, valid in verdicts:
            if package.validators.is_valid_order(value) is not valid:
                return f"what is emitted differs about {value!r}"
            try:
                back = package.models.dump_order(package.models.load_order(value))
            except package.ValidationError:
                if valid:
                    return f"the model refuses {value!r}"
                continue
            if not valid:
                return f"the model takes {value!r}"
            if json.dumps(back, sort_keys=True) != json.dumps(value, sort_keys=True):
                return f"the model returns {str(back)[:100]} for {value!r}"
    finally:
        unload(package)
    return ""


FOREIGN = ("pydantic_models", "msgspec_models", "typeddicts")
PAYLOADS: tuple[Any, ...] = (
    {"name": "a", "age": 5},
    [{"name": "a"}, {"age": None}],
    {"k": "a", "a": "x", "x-y": None},
    {"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"], "enum": [1]},
    {"$id": "http://x.test/", "items": [True], "minLength": -1, "pattern": "["},
    "2024-01-02",
    [1, "a", 1.0],
    {"to": {"to": {"v": 1}}, "when": "2024-01-02T03:04:05Z", "id": "x"},
)


@cache
def _originals(paths: tuple[Path, ...]) -> list[Any]:
    return originals([*paths])


def case(number: int, seed: int, paths: tuple[Path, ...]) -> tuple[Any, str | None, tuple[str, ...]]:
    """The schema of a number, its draft, and what is emitted of it."""
    drawn = random.Random(f"{seed} {number}")
    schema = mutant(drawn, _originals(paths))
    draft = drawn.choice((None, None, "4", "7", "2019-09", "2020-12"))
    return schema, draft, (*OWN, *OTHERS) if drawn.random() < 0.2 else OWN


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=300, metavar="N", help="how many are drawn (300)")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--only", type=int, metavar="N", help="that one alone, printed")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="folders and wheels with more schemas"
    )
    options = parser.parse_args()
    paths = tuple(options.paths)
    assert {*OWN, *OTHERS} == {*TARGETS}
    if options.only is not None:
        schema, draft, targets = case(options.only, options.seed, paths)
        print(json.dumps(schema, indent=1, default=repr)[:5_000], draft, targets)
        warnings.simplefilter("ignore")
        print(attempt(schema, draft, targets))
        return 0
    outcomes: Counter[str] = Counter()
    tries = [(lambda n=n: attempt(*case(n, options.seed, paths))) for n in range(options.number)]
    for number, outcome in hostile.in_bounds(tries):
        outcomes[outcome if outcome in ("held", "refused") else "failed"] += 1
        if outcome not in ("held", "refused"):
            print(f"{number}: {outcome}", flush=True)
    print(f"{outcomes.total()} schemas: {json.dumps(outcomes)}")
    return 1 if outcomes["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
