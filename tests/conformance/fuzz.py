"""Draw schemas and payloads, and list where jsonschema-rs answers otherwise: `fuzz.py [--schemas 2000] [--seed 1]`.

Each disagreement is reduced to the keywords that it hangs on; those explained in `docs/validators.md` are counted under
their name, and any other ends the run with exit code 1.  Where Node is there, the JavaScript of each schema is asked
the same, and must answer as Python does; so must machine code, where there is a C compiler.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs

sys.path.insert(0, str(Path(__file__).parent.parent))

import generated_javascript
import native_verdicts
import rowtype

NAMES = ("a", "b", "kind", "x-y", "__class__", 'q"', "é", "")
TYPES = ("null", "boolean", "object", "array", "number", "string", "integer")
PATTERNS = (
    *(
        "^a",
        "b$",
        "^x-",
        "[^a]",
        "^.*$",
        "^(?:a|b)+$",
        r"\d",
        r"^\w$",
        r"\s",
        r"^\S+$",
        r"\bkind\b",
        "^(a|b|kind)$",
    ),
    *(
        r"^\p{L}+$",
        r"\p{Lu}",
        r"[\d-]",
        r"^.$",
        "é",
        r"(?<=a)b",
        r"(?=a)",
        r"(?!a)",
        r"^(.)\1$",
        r"\u0061",
        r"\cJ",
    ),
)
FORMATS = (
    *(
        "date-time",
        "date",
        "time",
        "duration",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "iri",
    ),
    *("uuid", "uri-template", "json-pointer", "relative-json-pointer", "regex", "idn-email", "idn-hostname"),
)
TEXTS = (
    *("", "a", "ab", "aa", "kind", "x-y", "é", "\U0001f600", "a\n", "b", "A", "1", "-", "a b", "٣", "\u2028"),
    *(
        "2026-11-22",
        "2026-11-22T10:15:30Z",
        "2026-11-22t10:15:30.5+01:00",
        "1998-12-31T23:59:60Z",
        "10:15:30Z",
    ),
    *(
        "P1D",
        "P1Y2M",
        "PT0.5S",
        "P1W",
        "a@b.c",
        '"a b"@c',
        "a@[127.0.0.1]",
        "example.com",
        "-a.b",
        "a.b.",
        "xn--ls8h",
    ),
    *(
        "127.0.0.1",
        "127.0.0.01",
        "::1",
        "::ffff:1.2.3.4",
        "12345::",
        "http://a.b/c?d#e",
        "//a/b",
        "a:b",
        "a b:c",
        "#",
    ),
    *(
        "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
        "/a/~0",
        "/a~",
        "1/a",
        "0#",
        "{a}",
        "{a",
        "^(a",
        "\\d",
        "faß.de",
    ),
)
CHARACTERS = "aZ09.-_:/@%[]{}#?+ ~!é日\u0301xn\t"
NUMBERS = (
    0,
    1,
    -1,
    2,
    3,
    0.5,
    1.0,
    -2.0,
    4.02,
    0.01,
    0.1,
    1e3,
    1e308,
    1e-7,
    10**20,
    2**53 + 1,
    2**53,
    float(2**53),
    1e23,
    10**23,
    10**30 + 1,
    1e30,
    -(10**400),
    1.7976931348623157e308,
    5e-324,
    -(10**18),
    12.5,
)


class Draw:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def one(self, items: Any) -> Any:
        return self.random.choice(items)

    def value(self, depth: int = 0) -> Any:
        kind = self.random.random()
        if depth < 3 and kind < 0.2:
            return [self.value(depth + 1) for _ in range(self.random.randrange(4))]
        if depth < 3 and kind < 0.45:
            return {self.one(NAMES): self.value(depth + 1) for _ in range(self.random.randrange(4))}
        return self.one((None, True, False, self.one(NUMBERS), self.one(NUMBERS), self.text(), self.text()))

    def text(self) -> str:
        """One of the texts, often with a character more, less or other."""
        text: str = self.one(TEXTS)
        if self.random.random() < 0.4:
            at = self.random.randrange(len(text) + 1)
            text = text[:at] + self.one((*CHARACTERS, "")) + text[at + self.random.randrange(2) :]
        return text

    def schema(self, depth: int = 0) -> Any:
        if self.random.random() < 0.07:
            return self.one((True, False))
        makers = [m for m in KEYWORDS if depth < 3 or m not in APPLICATORS]
        chosen = self.random.sample(makers, self.random.choice((1, 1, 2, 3)))
        return {keyword: KEYWORDS[keyword](self, depth + 1) for keyword in chosen}

    def many(self, depth: int) -> list[Any]:
        return [self.schema(depth) for _ in range(self.random.randint(1, 3))]

    def named(self, depth: int) -> dict[str, Any]:
        return {self.one(NAMES): self.schema(depth) for _ in range(self.random.randint(1, 3))}

    def names(self) -> list[str]:
        return self.random.sample(NAMES, self.random.randrange(3))


KEYWORDS: dict[str, Any] = {
    "type": lambda d, n: d.one((d.one(TYPES), d.random.sample(TYPES, 2))),
    "enum": lambda d, n: [d.value(1) for _ in range(d.random.randint(1, 4))],
    "const": lambda d, n: d.value(1),
    "minimum": lambda d, n: d.one(NUMBERS),
    "exclusiveMaximum": lambda d, n: d.one(NUMBERS),
    "multipleOf": lambda d, n: abs(d.one(NUMBERS)) or 1,
    "minLength": lambda d, n: d.random.randrange(4),
    "maxLength": lambda d, n: d.random.randrange(4),
    "pattern": lambda d, n: d.one(PATTERNS),
    "format": lambda d, n: d.one(FORMATS),
    "required": lambda d, n: d.names(),
    "minProperties": lambda d, n: d.random.randrange(3),
    "maxItems": lambda d, n: d.random.randrange(3),
    "uniqueItems": lambda d, n: True,
    "properties": lambda d, n: d.named(n),
    "patternProperties": lambda d, n: {d.one(PATTERNS): d.schema(n)},
    "additionalProperties": lambda d, n: d.schema(n),
    "propertyNames": lambda d, n: d.schema(n),
    "dependentRequired": lambda d, n: {d.one(NAMES): d.names()},
    "dependentSchemas": lambda d, n: d.named(n),
    "items": lambda d, n: d.schema(n),
    "prefixItems": lambda d, n: d.many(n),
    "contains": lambda d, n: d.schema(n),
    "allOf": lambda d, n: d.many(n),
    "anyOf": lambda d, n: d.many(n),
    "oneOf": lambda d, n: d.many(n),
    "not": lambda d, n: d.schema(n),
    "if": lambda d, n: d.schema(n),
    "then": lambda d, n: d.schema(n),
    "else": lambda d, n: d.schema(n),
    "unevaluatedProperties": lambda d, n: d.schema(n),
    "unevaluatedItems": lambda d, n: d.schema(n),
    "dependencies": lambda d, n: {
        name: d.one((d.names(), d.schema(n))) for name in d.random.sample(NAMES, d.random.randint(1, 2))
    },
    "minContains": lambda d, n: d.random.randrange(3),
    "maxContains": lambda d, n: d.random.randrange(3),
    "$ref": lambda d, n: d.one(("#", "#/$defs/a", "#/$defs/b", "#b")),
    "$dynamicRef": lambda d, n: d.one(("#node", "#/$defs/a", "tree#node")),
}
"""What draws the value of a keyword, as 2020-12 has it."""
APPLICATORS = frozenset(
    {
        *("properties", "patternProperties", "additionalProperties", "propertyNames", "dependentSchemas"),
        *("items", "prefixItems", "contains", "unevaluatedProperties", "unevaluatedItems"),
        *("allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
    }
)
"""Keywords that hold schemas."""


DRAFTS: dict[str, Any] = {
    "4": jsonschema_rs.Draft4Validator,
    "6": jsonschema_rs.Draft6Validator,
    "7": jsonschema_rs.Draft7Validator,
    "2019-09": jsonschema_rs.Draft201909Validator,
    "2020-12": jsonschema_rs.Draft202012Validator,
}


def drawn(draw: Draw) -> tuple[str, Any]:
    """A draft, half of the time the latest, and a schema that is put as that draft has it."""
    draft = draw.one((*DRAFTS, *["2020-12"] * 4))
    return draft, respelled(with_definitions(draw, draw.schema(), draft), draft)


def with_definitions(draw: Draw, schema: Any, draft: str) -> Any:
    """The schema with what its references lead to, in two resources that have the same dynamic anchor."""
    text = json.dumps(schema)
    if not isinstance(schema, dict) or not ("$ref" in text or "$dynamicRef" in text):
        return schema
    node = {"$dynamicAnchor": "node", "$anchor": "b"} if draft == "2020-12" else {"$anchor": "b"}
    inner = {"$id": "tree", "$defs": {"n": {"$dynamicAnchor": "node", **_named(draw.schema(3))}}}
    definitions = {"a": draw.schema(2), "b": {**_named(draw.schema(2)), **node}, "tree": inner}
    return {**schema, "$id": "http://fuzz.example/root", "$defs": definitions}


def _named(schema: Any) -> dict[str, Any]:
    return schema if isinstance(schema, dict) else {} if schema else {"not": {}}


def respelled(schema: Any, draft: str) -> Any:
    """What is put otherwise in an earlier draft, or is not there."""
    if isinstance(schema, list):
        return [respelled(one, draft) for one in schema]
    if not isinstance(schema, dict):
        return ({} if schema else {"not": {}}) if draft == "4" and isinstance(schema, bool) else schema
    found: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword in ("enum", "const", "required", "type", "dependentRequired"):
            found[keyword] = value
        elif keyword in ("properties", "patternProperties", "dependentSchemas", "$defs"):
            found[keyword] = {name: respelled(inner, draft) for name, inner in value.items()}
        elif keyword == "dependencies":
            found[keyword] = {
                name: inner or ["a"] if isinstance(inner, list) else respelled(inner, draft)
                for name, inner in value.items()
            }
        elif keyword == "prefixItems" and draft != "2020-12":
            found["items"] = respelled(value, draft)
        elif keyword == "items" and "prefixItems" in schema and draft != "2020-12":
            found["additionalItems"] = respelled(value, draft)
        elif keyword == "exclusiveMaximum" and draft == "4":
            found |= {"maximum": value, "exclusiveMaximum": True}
        elif keyword == "required" and draft == "4" and not value:
            continue
        else:
            found[keyword] = respelled(value, draft)
    if draft in ("4", "6", "7"):
        found.pop("$id", None)
        if draft == "4" and not found.get("required", True):
            del found["required"]
    return found


def verdicts(schema: Any, value: Any, draft: str) -> tuple[bool, bool] | None:
    """Ours and theirs; None where one of them refuses the schema."""
    try:
        ours = rowtype.compile(schema, formats=True, draft=draft)  # type: ignore[arg-type]
        theirs = DRAFTS[draft](schema, validate_formats=True)
    except (rowtype.SchemaError, jsonschema_rs.ValidationError, ValueError):
        return None
    return ours.is_valid(value), theirs.is_valid(value)


def smaller(node: Any) -> Iterator[Any]:
    """The same with one thing less, or a part of it alone."""
    if isinstance(node, dict):
        yield from node.values()
        for key, inner in node.items():
            yield {k: v for k, v in node.items() if k != key}
            yield from ({**node, key: other} for other in smaller(inner))
    elif isinstance(node, list):
        yield from node
        for i, inner in enumerate(node):
            yield node[:i] + node[i + 1 :]
            yield from ([*node[:i], other, *node[i + 1 :]] for other in smaller(inner))


def reduced(schema: Any, value: Any, draft: str) -> tuple[Any, Any]:
    """As little of both as they still disagree on."""
    changed = True
    while changed:
        changed = False
        for s, v in [*((s, value) for s in smaller(schema)), *((schema, v) for v in smaller(value))]:
            try:
                found = verdicts(s, v, draft)
            except Exception:
                continue
            if found is not None and found[0] != found[1]:
                schema, value, changed = s, v, True
                break
    return schema, value


def explanation(schema: Any, value: Any, draft: str) -> str | None:
    """The name under which a disagreement is explained in `docs/validators.md`."""
    text, given = json.dumps(schema), json.dumps(value)
    if "pattern" in text and "." in text and any(end in given for end in ("\\u2028", "\\u2029")):
        return "`.` and the line ends U+2028 and U+2029"
    if any(f'"format": "{name}"' in text for name in LATER[draft]):
        return "formats of later drafts"
    if draft == "2019-09" and '"unevaluatedItems"' in text and '"contains"' in text:
        return "`contains` evaluates no elements in 2019-09"
    if draft == "2019-09" and '"$dynamicRef"' in text and '"unevaluated' in text:
        return "`$dynamicRef` is no keyword before 2020-12"
    if draft in ("2019-09", "2020-12") and '"dependencies"' in text and '"unevaluated' in text:
        return "what `dependencies` evaluates in 2019-09 and later"
    if '"format": "idn-hostname"' in text and any(one.lower() != one for one in _texts(value)):
        return "capital letters in an internationalized label"
    numbers = [*_numbers(schema), *_numbers(value)]
    if any(_almost(a, b) for a in numbers if type(a) is int for b in numbers if type(b) is float):
        return "whole numbers that are equal only as doubles"
    return None


LATER = {"2020-12": (), "2019-09": (), "7": ("duration", "uuid")}
LATER["6"] = (
    *LATER["7"],
    *("date", "time", "idn-email", "idn-hostname", "iri", "iri-reference", "relative-json-pointer", "regex"),
)
LATER["4"] = (*LATER["6"], "json-pointer", "uri-reference", "uri-template")
"""Draft -> the formats that it does not define."""


def _numbers(value: Any) -> Iterator[int | float]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _numbers(inner)
    elif isinstance(value, int | float):
        yield value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for inner in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def _almost(whole: int, other: float) -> bool:
    """Whether two numbers are different, and one as doubles."""
    try:
        return whole != other and float(whole) == other
    except OverflowError:
        return False


class Scripts:
    """Schemas that JavaScript is asked about, many at once."""

    AT_ONCE = 500

    def __init__(self) -> None:
        self.asked: list[tuple[Any, str, list[tuple[Any, bool]]]] = []
        self.compared = 0
        self.different: list[str] = []

    def ask(self, schema: Any, draft: str, answers: list[tuple[Any, bool]]) -> None:
        """Have a schema's script asked; `answers` are values, and whether Python takes them for valid."""
        answers = [
            (value, valid) for value, valid in answers if not _told_apart_by_python(schema, value, draft)
        ]
        if generated_javascript.NODE and answers:
            self.asked.append((schema, draft, answers))
            if len(self.asked) == self.AT_ONCE:
                self.compare()

    def compare(self) -> None:
        """Ask Node what was collected."""
        cases = [
            (generated_javascript.script(schema, draft=draft, formats=True), [value for value, _ in answers])
            for schema, draft, answers in self.asked
        ]
        told = generated_javascript.run(cases) if cases else []
        for (schema, draft, answers), found in zip(self.asked, told, strict=True):
            for i, (value, valid) in enumerate(answers):
                said = found if isinstance(found, str) else found[i]
                self.compared += 1
                if isinstance(said, str) or said[0] is not valid or bool(said[1]) is valid:
                    what = f"{json.dumps(schema)} of {json.dumps(value)} in draft {draft}"
                    told_now = said[:200] if isinstance(said, str) else said[0]
                    self.different.append(f"{what}: JavaScript {told_now}, Python {valid}")
        self.asked = []


def _told_apart_by_python(schema: Any, value: Any, draft: str) -> bool:
    """Whether a verdict hangs on what JavaScript's numbers cannot say: in draft 4, that 1.0 is no integer."""
    return draft == "4" and any(type(n) is float and n.is_integer() for n in _numbers([schema, value]))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--schemas", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    seen: Counter[str] = Counter()
    example: dict[str, str] = {}
    unexplained: dict[str, tuple[Any, Any, Any, str]] = {}
    compared = refused = 0
    scripts = Scripts()
    for number in range(options.schemas):
        draw = Draw(options.seed * 1_000_003 + number)
        draft, schema = drawn(draw)
        answers: list[tuple[Any, bool]] = []
        for _ in range(8):
            value = draw.value()
            found = verdicts(schema, value, draft)
            if found is None:
                refused += 1
                break
            compared += 1
            answers.append((value, found[0]))
            if found[0] == found[1]:
                continue
            least = reduced(schema, value, draft)
            name = explanation(*least, draft)
            if name is not None:
                seen[name] += 1
                example.setdefault(
                    name,
                    f"{json.dumps(least[0])} of {json.dumps(least[1])}: rowtype {verdicts(*least, draft)} ({draft})",
                )
            else:
                unexplained.setdefault(json.dumps(least[0]), (*least, verdicts(*least, draft), draft))
        scripts.ask(schema, draft, answers)
        if native_verdicts.COMPILER and answers:
            text = rowtype.compile(schema, draft=draft, formats=True)  # type: ignore[arg-type]
            compiled = native_verdicts.verdict(text.plan, text.is_valid)
            for value, valid in answers:
                if compiled(value) is not valid:
                    scripts.different.append(
                        f"{json.dumps(schema)} of {json.dumps(value)}: machine code {not valid}"
                    )
    scripts.compare()
    print(f"{compared} verdicts compared, {refused} schemas refused by either")
    for name, count in seen.most_common():
        print(f"{count:6} {name}: {example[name]}")
    for schema, value, both, draft in unexplained.values():
        print(
            f"unexplained in draft {draft}: {json.dumps(schema)} of {json.dumps(value)}: "
            f"rowtype {both[0]}, jsonschema-rs {both[1]}"
        )
    print(
        f"{scripts.compared} verdicts of JavaScript compared, {len(scripts.different)} others than Python's, "
        "those of machine code included"
    )
    print(*scripts.different[:20], sep="\n")
    return 1 if unexplained or scripts.different else 0


if __name__ == "__main__":
    sys.exit(main())
