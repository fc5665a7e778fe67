"""Schemas that mean harm: is each compiled, asked and emitted within bounds, or refused with its place?

    python tests/conformance/hostile.py [--every N] [--only TEXT]

Every keyword with every kind of value (of a wrong kind, huge, deep, wide, cyclic, no JSON at all), at the root and in a
property, in several drafts; and shapes that are wide, deep, or double.  Each runs in a process with 1 GB and 20 s of
CPU time.  Prints what did not hold: another exception than `SchemaError`, a place that is none, too much of either.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import multiprocessing
import re
import resource
import signal
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

SECONDS = 20
LONGEST = 3 * SECONDS
"""CPU seconds after which a process is ended."""
MEMORY = 1 << 30
"""Bytes that a schema may take, besides what the process has before."""
KEYWORDS = (
    "$schema", "$id", "id", "$ref", "$dynamicRef", "$recursiveRef", "$anchor", "$dynamicAnchor", "$recursiveAnchor",
    "$defs", "definitions", "$vocabulary", "$comment", "title", "description", "default", "examples", "deprecated",
    "readOnly", "writeOnly", "type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum",
    "exclusiveMinimum", "maxLength", "minLength", "pattern", "format", "contentEncoding", "contentMediaType",
    "contentSchema", "items", "additionalItems", "prefixItems", "contains", "minContains", "maxContains", "maxItems",
    "minItems", "uniqueItems", "unevaluatedItems", "properties", "patternProperties", "additionalProperties",
    "propertyNames", "unevaluatedProperties", "required", "dependentRequired", "dependentSchemas", "dependencies",
    "maxProperties", "minProperties", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "x-open-enum",
    "x-enum-descriptions", "x-format", "x-type", "x-notes", "x-caption", "nullable", "discriminator",
)  # fmt: skip
DRAFTS = ("4", "2019-09", "2020-12")
TARGETS = ("models", "validators", "docs", "javascript")


def _selfish_object() -> Any:
    value: dict[str, Any] = {}
    value["a"] = value
    return value


def _selfish_array() -> Any:
    value: list[Any] = []
    value.append(value)
    return value


def _deep(depth: int, wrap: Callable[[Any], Any], last: Any = True) -> Any:
    for _ in range(depth):
        last = wrap(last)
    return last


PLAIN: dict[str, Any] = {
    "null": None,
    "true": True,
    "false": False,
    "0": 0,
    "-1": -1,
    "1.5": 1.5,
    "-0.0": -0.0,
    "1e308": 1e308,
    "5e-324": 5e-324,
    "nan": math.nan,
    "infinity": math.inf,
    "2**63": 2**63,
    "10**400": 10**400,
    "4,300 digits": 10**4299,
    "4,301 digits": 10**4300,
    "empty text": "",
    "text": "a",
    "blank": " \n\t",
    "hash": "#",
    "self reference": "#/properties/a",
    "bad pointer": "#/%zz/~9",
    "bad URI": "http://[::1/ \\",
    "bad regex": "(?<a",
    "unicode": "\u202e\u0000\u200b\U0001f600",
    "surrogate": "\ud800",
    "name of a surrogate": {"\ud800": {}},
    "list of a surrogate": ["\udfff"],
    "quotes": "\"\"\"'''\\\n${{}}{%%}",
    "list": [],
    "object": {},
    "list of null": [None],
    "list of 0": [0],
    "list of text": ["a"],
    "list of lists": [["a"]],
    "list of objects": [{}],
    "list of mixed": [1, "a", None, [], {}, True],
    "object of null": {"a": None},
    "object of 0": {"a": 0},
    "object of text": {"a": "b"},
    "object of lists": {"a": ["b"]},
    "object of objects": {"": {}, "a": {"type": "string"}},
    "bad type below": {"a": {"type": "nothing"}},
    "bad type in a list": [{"type": 5}],
    "names of Python": {"class": {}, "__init__": {}, "self": {}, "None": {}, "1": {}, "a-b": {}, "a_b": {}},
    "tuple": (1, 2),
    "set": {1, 2},
    "bytes": b"a",
    "an object": object(),
    "complex": 1j,
    "names that are no text": {1: {}, None: {}},
    "class": dict,
}
"""Values that are at hand; what is huge or contains itself is made when it is needed."""
MADE: dict[str, Callable[[], Any]] = {
    "self object": _selfish_object,
    "self list": _selfish_array,
    "long text": lambda: "x" * 300_000,
    "long text of words": lambda: "a b\n" * 100_000,
    "long list of numbers": lambda: [*range(60_000)],
    "long list of texts": lambda: [f"v{i}" for i in range(40_000)],
    "long list of objects": lambda: [{} for _ in range(40_000)],
    "long list of constants": lambda: [{"const": f"v{i}"} for i in range(15_000)],
    "long object": lambda: {f"v{i}": {} for i in range(30_000)},
    "long object of types": lambda: {f"v{i}": {"type": "string"} for i in range(15_000)},
    "long object of lists": lambda: {f"v{i}": ["a"] for i in range(20_000)},
    "deep list, 90": lambda: _deep(90, lambda x: [x]),
    "deep object, 90": lambda: _deep(90, lambda x: {"a": x}),
    "deep list, 900": lambda: _deep(900, lambda x: [x]),
    "deep object, 900": lambda: _deep(900, lambda x: {"a": x}),
    "deep list, 100,000": lambda: _deep(100_000, lambda x: [x]),
    "deep object, 100,000": lambda: _deep(100_000, lambda x: {"a": x}),
}


class Case(NamedTuple):
    name: str
    make: Callable[[], Any]
    draft: str


def cases() -> Iterator[Case]:
    """Every schema that is tried, made when it is asked for."""
    for keyword in KEYWORDS:
        for what, value in (*PLAIN.items(), *MADE.items()):
            get = value if what in MADE else (lambda value=value: value)
            for draft in DRAFTS if what in PLAIN else DRAFTS[-1:]:
                yield Case(f"{keyword}: {what}", lambda keyword=keyword, get=get: {keyword: get()}, draft)
            yield Case(
                f"{keyword}: {what}, in a property",
                lambda keyword=keyword, get=get: {"type": "object", "properties": {"a": {keyword: get()}}},
                DRAFTS[-1],
            )
        for depth in (300, 1_000, 20_000):
            yield Case(f"{keyword}, {depth} deep", lambda k=keyword, d=depth: nested(k, d), DRAFTS[-1])
        yield Case(f"{keyword}: doubling", lambda k=keyword: doubling(k, 20, {}), DRAFTS[-1])
        for word in ("unevaluatedProperties", "unevaluatedItems"):
            yield Case(
                f"{keyword}: doubling, {word}",
                lambda k=keyword, w=word: doubling(k, 20, {w: False}),
                DRAFTS[-1],
            )
        yield Case(f"{keyword}: in a circle", lambda k=keyword: circle(k), DRAFTS[-1])
        yield Case(f"{keyword}: a chain", lambda k=keyword: chain(k, 8_000), DRAFTS[-1])
    for name, make in SHAPES.items():
        yield Case(name, make, DRAFTS[-1])
    for one, other in itertools.combinations_with_replacement(WIDE, 2):
        yield Case(f"wide: {one}, {other}", lambda one=one, other=other: both(one, other, 1_000), DRAFTS[-1])


def around(keyword: str, schema: Any) -> Any:
    """A schema in the form in which a keyword holds one."""
    if keyword in (
        "properties",
        "patternProperties",
        "$defs",
        "definitions",
        "dependentSchemas",
        "dependencies",
    ):
        return {keyword: {"a": schema}}
    if keyword in ("allOf", "anyOf", "oneOf", "prefixItems", "enum", "examples"):
        return {keyword: [schema]}
    if keyword in ("then", "else"):
        return {"if": {"type": "object"}, keyword: schema}
    return {keyword: schema}


def nested(keyword: str, depth: int) -> Any:
    return _deep(depth, lambda schema: around(keyword, schema), {"type": "string"})


def doubling(keyword: str, levels: int, more: dict[str, Any]) -> Any:
    """Each definition holds the next one twice."""
    definitions: dict[str, Any] = {f"d{levels}": {"type": "object", "required": ["z"]}}
    for i in range(levels):
        below = {"$ref": f"#/$defs/d{i + 1}"}
        held = around(keyword, below)[keyword]
        if isinstance(held, list):
            definitions[f"d{i}"] = {keyword: [below, below]}
        elif keyword in around(keyword, 0) and isinstance(around(keyword, 0)[keyword], dict):
            definitions[f"d{i}"] = {keyword: {"a": below, "b": below}, "properties": {f"p{i}": {}}}
        else:
            definitions[f"d{i}"] = {keyword: below, "if": below, "allOf": [below]}
    return {"$ref": "#/$defs/d0", "$defs": definitions, **more}


def circle(keyword: str) -> Any:
    definitions = {f"d{i}": around(keyword, {"$ref": f"#/$defs/d{(i + 1) % 3}"}) for i in range(3)}
    return {"$ref": "#/$defs/d0", "$defs": definitions}


def chain(keyword: str, length: int) -> Any:
    definitions = {f"d{i}": around(keyword, {"$ref": f"#/$defs/d{i + 1}"}) for i in range(length)}
    return {"$ref": "#/$defs/d0", "$defs": {**definitions, f"d{length}": {"type": "string"}}}


def contexts(levels: int) -> Any:
    """A `$dynamicRef` that is reached in 2^levels scopes."""
    held: dict[str, Any] = {}
    for i in range(levels):
        for side in "ab":
            anchor = {"$dynamicAnchor": f"t{i}", "properties": {f"{side}{i}": {}}}
            held[f"{side}{i}"] = {"$id": f"{side}{i}", "$ref": f"l{i + 1}", "$defs": {"x": anchor}}
        held[f"l{i}"] = {"$id": f"l{i}", "anyOf": [{"$ref": f"a{i}"}, {"$ref": f"b{i}"}]}
    last = {f"x{i}": {"$dynamicAnchor": f"t{i}"} for i in range(levels)}
    held[f"l{levels}"] = {
        "$id": f"l{levels}",
        "allOf": [{"$dynamicRef": f"#t{i}"} for i in range(levels)],
        "$defs": last,
    }
    return {"$id": "http://x.example/", "$ref": "l0", "$defs": held}


def every_to_every(number: int, hold: Callable[[list[Any]], Any]) -> Any:
    references = [{"$ref": f"#/$defs/d{i}"} for i in range(number)]
    return {"$ref": "#/$defs/d0", "$defs": {f"d{i}": hold(references) for i in range(number)}}


def tagged(number: int) -> Any:
    def one(i: int) -> Any:
        return {"type": "object", "properties": {"a": {"const": f"v{i}"}}, "required": ["a"]}

    return {"anyOf": [one(i) for i in range(number)]}


def _wide(number: int, each: Callable[[int], Any]) -> Any:
    return [each(i) for i in range(number)]


def _named(number: int, each: Callable[[int], Any]) -> Any:
    return {f"v{i}": each(i) for i in range(number)}


WIDE: dict[str, Callable[[int], dict[str, Any]]] = {
    "properties": lambda n: {"properties": _named(8 * n, lambda i: {"type": "string"})},
    "objects in properties": lambda n: {"properties": _named(3 * n, lambda i: {"properties": {f"w{i}": {}}})},
    "required": lambda n: {"type": "object", "required": [*_named(20 * n, lambda i: i)]},
    "patterns": lambda n: {"patternProperties": {f"^v{i}": {"minLength": i} for i in range(4 * n)}},
    "dependent names": lambda n: {"dependentRequired": _named(6 * n, lambda i: [f"v{i + 1}"])},
    "dependent schemas": lambda n: {"dependentSchemas": _named(3 * n, lambda i: {"minProperties": i})},
    "nothing else": lambda n: {"additionalProperties": False},
    "nothing else that was seen": lambda n: {"unevaluatedProperties": False},
    "no other items": lambda n: {"unevaluatedItems": False},
    "items by place": lambda n: {"prefixItems": _wide(5 * n, lambda i: {"minimum": i})},
    "constants": lambda n: {"enum": [*_named(20 * n, lambda i: i), None, 1]},
    "names": lambda n: {"propertyNames": {"anyOf": _wide(6 * n, lambda i: {"const": f"v{i}"})}},
    "parts with properties": lambda n: {
        "allOf": _wide(6 * n, lambda i: {"properties": {f"v{i}": {"type": "string"}}})
    },
    "parts with a name": lambda n: {"allOf": _wide(10 * n, lambda i: {"required": [f"v{i}"]})},
    "parts that refer": lambda n: {
        "allOf": _wide(5 * n, lambda i: {"$ref": f"#/$defs/d{i}"}),
        "$defs": {f"d{i}": {"properties": {f"v{i}": {}}} for i in range(5 * n)},
    },
    "conditions": lambda n: {
        "allOf": _wide(3 * n, lambda i: {"if": {"required": [f"v{i}"]}, "then": {"required": [f"w{i}"]}})
    },
    "choices": lambda n: {
        "anyOf": _wide(4 * n, lambda i: {"required": [f"v{i}"], "properties": {f"v{i}": {}}})
    },
    "tagged choices": lambda n: {
        "oneOf": _wide(3 * n, lambda i: {"properties": {"k": {"const": i}, f"v{i}": {}}, "required": ["k"]})
    },
    "forbidden": lambda n: {"not": {"anyOf": _wide(6 * n, lambda i: {"required": [f"v{i}"]})}},
    "one property in many parts": lambda n: {
        "allOf": _wide(6 * n, lambda i: {"properties": {"v0": {"maxLength": i}}})
    },
    "examples": lambda n: {
        "examples": _wide(5 * n, lambda i: {"v": i}),
        "default": _named(5 * n, lambda i: i),
    },
}
"""Keywords of an object that many things stand in."""


def both(one: str, other: str, n: int) -> Any:
    """An object with two of those, each in a part of its own where they share a keyword; one alone in five objects."""
    first, second = WIDE[one](n), WIDE[other](n)
    if one == other:
        return {
            "properties": {f"o{i}": first | {"$defs": {}} for i in range(5)},
            "$defs": first.get("$defs", {}),
        }
    if first.keys() & second.keys():
        definitions = first.pop("$defs", {}) | second.pop("$defs", {})
        return {"allOf": [first, second], "$defs": definitions}
    return {**first, **second}


SHAPES: dict[str, Callable[[], Any]] = {
    "enum of 100,000": lambda: {"enum": [f"v{i}" for i in range(100_000)]},
    "enum of numbers": lambda: {"enum": [*range(100_000)]},
    "enum of pairs": lambda: {"enum": [[i, {"a": i}] for i in range(30_000)]},
    "enum of values nested 100 deep": lambda: {"enum": [_deep(99, lambda x: [x], i) for i in range(2_000)]},
    "required of 90,000": lambda: {"required": [f"v{i}" for i in range(90_000)]},
    "50,000 properties": lambda: {"properties": {f"v{i}": {} for i in range(50_000)}},
    "20,000 required properties": lambda: {
        "type": "object",
        "properties": {f"v{i}": {"type": "string"} for i in range(20_000)},
        "required": [f"v{i}" for i in range(20_000)],
        "additionalProperties": False,
    },
    "20,000 patterns of properties": lambda: {
        "patternProperties": {f"^v{i}": {"type": "string"} for i in range(20_000)},
        "additionalProperties": False,
    },
    "20,000 pairs of const": lambda: {"oneOf": [{"const": [i]} for i in range(20_000)]},
    "tagged alternatives": lambda: tagged(8_000),
    "untagged alternatives": lambda: {"anyOf": [{"required": [f"a{i}"]} for i in range(20_000)]},
    "alternatives of patterns": lambda: {"anyOf": [{"pattern": f"^a{i}"} for i in range(20_000)]},
    "alternatives of alternatives": lambda: {
        "anyOf": [{"anyOf": [{"const": f"{i}-{j}"} for j in range(150)]} for i in range(150)]
    },
    "all to all, properties": lambda: every_to_every(
        140, lambda refs: {"properties": {f"n{i}": ref for i, ref in enumerate(refs)}}
    ),
    "all to all, alternatives": lambda: every_to_every(
        120, lambda refs: {"type": "object", "properties": {"a": {"anyOf": refs}}}
    ),
    "all to all, parts": lambda: every_to_every(60, lambda refs: {"properties": {"a": {"allOf": refs}}}),
    "\\P{L} in a class of 3,000": lambda: {"pattern": "[" + "\\P{L}" * 3_000 + "]"},
    "\\p{L} 3,000 times": lambda: {"pattern": "\\p{L}" * 3_000},
    "\\p{L} in 5,000 patterns": lambda: {
        "properties": {f"a{i}": {"pattern": f"^\\p{{L}}+{i}$"} for i in range(5_000)}
    },
    "all properties of characters": lambda: {
        "allOf": [{"pattern": f"\\p{{{c}}}"} for c in ("L", "Lu", "N", "P", "S", "Z", "C", "M")]
    },
    "pattern of optional letters": lambda: {"pattern": "a?" * 300_000},
    "pattern of alternatives": lambda: {"pattern": "|".join(f"a{i}" for i in range(100_000))},
    "pattern of groups": lambda: {"pattern": "(" * 5_000 + "a" + ")" * 5_000},
    "pattern of 90 groups": lambda: {"pattern": "(?:" * 90 + "a" + "){1,9}" * 90},
    "pattern of counts": lambda: {"pattern": "(?:a{1000}){1000}"},
    "pattern of loops": lambda: {"pattern": "(?:a*b*c*)*" * 500},
    "pattern of classes": lambda: {"pattern": "[" + "".join(chr(300 + 2 * i) for i in range(50_000)) + "]"},
    "pattern of back references": lambda: {"pattern": "(a)" * 90 + "\\1" * 3_000},
    "pattern of assertions": lambda: {"pattern": "(?=a)" * 30_000},
    "$dynamicRef in 2^8 scopes": lambda: contexts(8),
    "$dynamicRef in 2^10 scopes": lambda: contexts(10),
    "$dynamicRef in 2^16 scopes": lambda: contexts(16),
    "10,000 anchors": lambda: {"$defs": {f"d{i}": {"$anchor": f"a{i}"} for i in range(10_000)}, "$ref": "#a1"},
    "5,000 resources": lambda: {
        "$defs": {f"d{i}": {"$id": f"http://x.example/{i}", "type": "string"} for i in range(5_000)},
        "anyOf": [{"$ref": f"http://x.example/{i}"} for i in range(5_000)],
    },
    "one name in 2,000 places": lambda: {
        "properties": {f"p{i}": {"title": "A", "properties": {"a": {}}} for i in range(2_000)}
    },
    "names that are alike": lambda: {"properties": {"a" + "-" * i: {} for i in range(1_200)}},
    "names of blanks": lambda: {"properties": {" " * i: {"enum": ["a", " " * i]} for i in range(500)}},
    "a title of 900,000 letters": lambda: {"title": "x" * 900_000, "properties": {"a": {}}},
    "a description of 900,000": lambda: {"description": "`a` | <b> \n" * 80_000, "properties": {"a": {}}},
    "a name of 400,000": lambda: {"properties": {"x" * 400_000: {"properties": {"a": {}}}}},
    "20,000 examples": lambda: {"properties": {"a": {"examples": [*range(20_000)]}}},
    "200 levels of objects": lambda: _deep(200, lambda x: {"properties": {"a": x, "b": {}}}),
    "20,000 links": lambda: {
        "anyOf": [{"$ref": "#/$defs/a"} for _ in range(20_000)], "$defs": {"a": {"type": "string"}}
    },
}  # fmt: skip

VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    1.5,
    10**30,
    "",
    "a",
    "v5",
    [],
    ["a", 1],
    {},
    {"a": {"a": 1}},
    {"z": "v5"},
)


def attempt(case: Case) -> str:
    """What happens to a case: "held", "refused", or what is wrong."""
    import rowtype

    started = time.process_time()
    try:
        schema = case.make()
        outcome = "held"
        try:
            made = rowtype.compile(schema, draft=case.draft)  # type: ignore[arg-type]
        except rowtype.SchemaError as error:
            if why := misplaced(error):
                return why
            outcome = "refused"
        else:
            for value in VALUES:
                try:
                    valid = made.is_valid(value)
                    found = [*made.iter_errors(value)]
                    if valid is not (not found):
                        return f"the functions differ about {value!r}"
                    if any(len(str(one)) > 2_000 for one in found[:50]):
                        return f"a message of {max(len(str(one)) for one in found[:50])} characters"
                except rowtype.ValidationError as error:
                    if "nested too deeply" not in str(error):
                        return f"{type(error).__name__}: {str(error)[:80]}"
        try:
            rowtype.emit(schema, draft=case.draft, targets=TARGETS)  # type: ignore[arg-type]
        except rowtype.SchemaError as error:
            if why := misplaced(error):
                return why
            outcome = "refused"
    except BaseException as error:  # whatever else it is, it is a fault
        return f"{type(error).__name__}: {str(error)[:80]!r} {_where(error)}"
    if (took := time.process_time() - started) > SECONDS:
        return f"took {took:.0f} s"
    return outcome


def misplaced(error: Any) -> str:
    """What is wrong with a refusal."""
    if not isinstance(error.pointer, str) or (error.pointer and not error.pointer.startswith("/")):
        return f"refused at {error.pointer!r}"
    if len(str(error)) > 1_000:
        return f"refused in {len(str(error))} characters"
    if "cannot be made of this" in error.message:
        return f"refused late: {error.message[:200]}"
    if error.message == "nested too deeply":
        return "refused without the bound"
    return ""


def _where(error: BaseException) -> str:
    at = error.__traceback__
    inner = []
    while at is not None:
        name = at.tb_frame.f_code.co_filename
        if "rowtype" in name:
            inner.append(f"{re.sub('.*/', '', name)}:{at.tb_lineno}")
        at = at.tb_next
    return " ".join(inner[-2:])


def _work(pipe: Connection, tries: Sequence[Callable[[], str]], numbers: list[int]) -> None:
    """Try some one after the other and tell of each."""
    warnings.simplefilter("ignore")
    before = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (before + MEMORY, before + MEMORY))
    for number in numbers:
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
        pipe.send((number, tries[number]()))


def in_bounds(tries: Sequence[Callable[[], str]]) -> Iterator[tuple[int, str]]:
    """What comes of each, told as soon as it is known, in processes of their own; what has no end is ended."""
    context = multiprocessing.get_context("fork")
    numbers = [*range(len(tries))]
    while numbers:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, tries, numbers))
        process.start()
        theirs.close()
        try:
            while numbers:
                number, outcome = ours.recv()
                numbers.remove(number)
                yield number, outcome
        except EOFError:
            process.join()
            late = process.exitcode == -signal.SIGVTALRM
            yield numbers.pop(0), f"no end within {LONGEST} s" if late else "the process died"
        process.join()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1, help="try each Nth")
    parser.add_argument("--only", default="", help="try those with this in their name")
    options = parser.parse_args()
    chosen = [case for case in cases() if options.only in case.name][:: options.every]
    outcomes: Counter[str] = Counter()
    import rowtype.emitters  # once, before the processes
    import rowtype.emitting  # noqa: F401

    for number, outcome in in_bounds([partial(attempt, case) for case in chosen]):
        outcomes[outcome if outcome in ("held", "refused") else "failed"] += 1
        if outcome not in ("held", "refused"):
            print(f"{chosen[number].name} (draft {chosen[number].draft}): {outcome}", flush=True)
    print(f"{outcomes.total()} schemas: {json.dumps(outcomes)}")
    return 1 if outcomes["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
