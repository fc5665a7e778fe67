"""Single checks as JavaScript conditions: expressions that hold where a value fails, or where it passes."""

from __future__ import annotations

from collections.abc import Sequence

from rowtype.emitters.javascript.module import Module
from rowtype.emitters.javascript.printing import SAFE, js
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import ALL
from rowtype.schema.checks.coverage import Coverage
from rowtype.schema.documents import Json

FEW = 4
"""Texts up to which each is compared with; above, they are looked up in a set."""
FORMATS = {
    "date": "isDate",
    "time": "isTime",
    "date-time": "isDateTime",
    "duration": "isDuration",
    "ipv4": "isIpv4",
    "ipv6": "isIpv6",
    "uuid": "isUuid",
    "json-pointer": "isJsonPointer",
    "relative-json-pointer": "isRelativeJsonPointer",
    "regex": "isRegex",
    "uri": "isUri",
    "uri-reference": "isUriReference",
    "iri": "isIri",
    "iri-reference": "isIriReference",
    "uri-template": "isUriTemplate",
    "hostname": "isHostname",
    "idn-hostname": "isIdnHostname",
    "email": "isEmail",
    "idn-email": "isIdnEmail",
}
"""Format -> the runtime function that knows it."""


def fails_types(check: p.Types, v: str) -> str:
    """The condition under which a value has none of the types; empty where there is no such value."""
    types = set(check.types)
    if "number" in types:
        types.discard("integer")
    if types == ALL:
        return ""
    tests = []
    if "null" in types and not {"object", "array"} <= types:
        tests.append(f"{v} !== null")
    tests += [f'typeof {v} !== "{name}"' for name in ("boolean", "string") if name in types]
    if "number" in types:
        tests += [f'typeof {v} !== "number"', f'typeof {v} !== "bigint"']
    elif "integer" in types:
        tests += [f"!Number.isInteger({v})", f'typeof {v} !== "bigint"']
    if {"object", "array"} <= types:
        tests.append(
            f'typeof {v} !== "object"' if "null" in types else f'({v} === null || typeof {v} !== "object")'
        )
    elif "object" in types:
        tests.append(f'({v} === null || typeof {v} !== "object" || Array.isArray({v}))')
    elif "array" in types:
        tests.append(f"!Array.isArray({v})")
    return tests[0] if len(tests) == 1 else f"({' && '.join(tests)})"


def is_types(types: frozenset[str], v: str) -> str:
    """The condition under which a value has one of the (base) types; safe to combine."""
    tests = []
    if "null" in types and not {"object", "array"} <= types:
        tests.append(f"{v} === null")
    tests += [f'typeof {v} === "{name}"' for name in ("boolean", "string") if name in types]
    if "number" in types:
        tests += [f'typeof {v} === "number"', f'typeof {v} === "bigint"']
    if {"object", "array"} <= types:
        tests.append(
            f'typeof {v} === "object"' if "null" in types else f'({v} !== null && typeof {v} === "object")'
        )
    elif "object" in types:
        tests.append(f'({v} !== null && typeof {v} === "object" && !Array.isArray({v}))')
    elif "array" in types:
        tests.append(f"Array.isArray({v})")
    return tests[0] if len(tests) == 1 else f"({' || '.join(tests) or 'false'})"


def among(values: Sequence[str], v: str, module: Module) -> str:
    """Whether a value is one of some texts."""
    if len(values) > FEW:
        return f"{module.names(values)}.has({v})"
    tests = [f"{v} === {module.literal(value)}" for value in values]
    return tests[0] if len(tests) == 1 else f"({' || '.join(tests) or 'false'})"


def undeclared(names: Sequence[str], patterns: Sequence[str], key: str, module: Module) -> str:
    """The condition under which a property has none of the names and matches none of the patterns; empty if all do."""
    tests = [not_(among(names, key, module))] if names else []
    tests += [not_(matches(regex, key, module)) for regex in patterns]
    return tests[0] if len(tests) == 1 else f"({' && '.join(tests)})" if tests else ""


def not_(test: str) -> str:
    """The opposite of a test that is safe to combine, or a single comparison with a text."""
    return f"!{test}" if test.startswith("(") or " === " not in test else f"!({test})"


def without(covered: Coverage, source: str, key: str, module: Module) -> str:
    """The list of the names in `source` that are not covered."""
    test = undeclared(covered.names, covered.patterns, key, module)
    return f"{source}.filter(({key}) => {test})" if test else source


def matches(regex: str, v: str, module: Module) -> str:
    """Whether a text matches."""
    if ecma.anything(regex):
        return "true"
    if listed := ecma.listed(regex):
        return among(listed, v, module)
    prefix = ecma.starts(regex)
    if prefix is not None and prefix.isascii():
        return f"{v}.startsWith({module.literal(prefix)})"
    return f"{module.search(regex)}.test({v})"


def size_fails(check: p.Size, v: str, module: Module) -> str:
    """Whether a text, an array or an object has too few or too many parts; empty where none can have."""
    limit = min(check.limit, SAFE)
    if check.lower and not limit:
        return ""
    match check.of:
        case "string" if limit == 0:
            return f"{v}.length !== 0"
        case "string" if limit == 1 and check.lower:
            return f"{v}.length === 0"
        case "string" if check.lower:
            return f"{module.part('isShorter')}({v}, {limit})"
        case "string":
            return f"({v}.length > {limit} && {module.part('isLonger')}({v}, {limit}))"
        case "array":
            return f"{v}.length {'<' if check.lower else '>'} {limit}"
    return f"{module.part('size')}({v}) {'<' if check.lower else '>'} {limit}"


def bound_fails(check: p.Bound, v: str, module: Module) -> str:
    return f"{v} {p.FAILS[check.keyword]} {module.literal(check.limit)}"


def multiple_fails(check: p.MultipleOf, v: str, module: Module) -> str:
    """The condition under which a number is no multiple."""
    numerator, denominator = module.divisor(check.divisor)
    big = [module.constant("C", f"{number}n") for number in (numerator, denominator)]
    slow = f"!{module.part('isMultiple')}({v}, {big[0]}, {big[1]})"
    if denominator == 1 and numerator <= SAFE:
        return f'((typeof {v} === "bigint" || {v} % {numerator} !== 0) && {slow})'
    return slow


def enum_fails(values: Sequence[Json], v: str, module: Module) -> str:
    """The condition under which a value is none of `values`; "true" where there are none."""
    if any(isinstance(value, list | dict) or _uneasy(value) for value in values):
        return f"!{module.part('isAmong')}({v}, {module.literal(tuple(values))})"
    texts = [value for value in values if isinstance(value, str)]
    others = [value for value in values if not isinstance(value, str)]
    tests = (
        [f"!{module.names(texts)}.has({v})"]
        if len(texts) > FEW
        else [f"{v} !== {module.literal(t)}" for t in texts]
    )
    for value in others:
        if isinstance(value, int | float) and not isinstance(value, bool):
            tests.append(f'({v} !== {js(value)} && (typeof {v} !== "bigint" || {v} != {js(value)}))')
        else:
            tests.append(f"{v} !== {js(value)}")
    return tests[0] if len(tests) == 1 else f"({' && '.join(tests)})" if tests else "true"


def _uneasy(value: Json) -> bool:
    """Whether a number is a big integer, or could be one's equal."""
    return isinstance(value, int | float) and abs(value) > SAFE


def format_part(check: p.Format) -> str:
    if check.name == "hostname" and check.ascii_hosts:
        return "isLdhHostname"
    return FORMATS[check.name]


def content_part(check: p.Content) -> str:
    return ("isBase64Json" if check.base64 else "isJson") if check.json else "isBase64"
