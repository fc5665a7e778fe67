"""Single checks as Python conditions: expressions that hold where a value fails, or where it passes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rowtype.emitters.printing.python import py
from rowtype.emitters.validators.module import Module
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import ALL
from rowtype.schema.checks.coverage import Coverage
from rowtype.schema.documents import Json

_EXACT = {
    "null": "{v} is not None",
    "boolean": "type({v}) is not bool",
    "string": "type({v}) is not str",
    "object": "type({v}) is not dict",
    "array": "type({v}) is not list",
}
CLASSES = {"string": "str", "object": "dict", "array": "list"}


def fails_types(check: p.Types, v: str, module: Module) -> list[str]:
    """The conditions that all hold where a value has none of the types; none where there is no such value."""
    tests, parts = _fails_types(check.types, check.exact_integers)
    for part in parts:
        module.part(part)
    return [test.replace("{v}", v) for test in tests]


@cache
def _fails_types(names: tuple[str, ...], exact_integers: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The conditions with `{v}` for the value, and the runtime functions in them."""
    types = set(names)
    if "number" in types:
        types.discard("integer")
    if types == ALL:
        return (), ()
    quick, slow, parts = [], [], []
    if "integer" in types:
        parts.append("is_exact_integer" if exact_integers else "is_integer")
        quick.append("type({v}) is not int")
    quick += [test for name, test in _EXACT.items() if name in types]
    if "number" in types:
        parts.append("is_number")
        quick += ["type({v}) is not float", "type({v}) is not int"]
    slow = [f"not {part}({{v}})" for part in parts]
    classes = [c for name, c in CLASSES.items() if name in types]
    if classes:
        one = classes[0] if len(classes) == 1 else f"({', '.join(classes)})"
        slow.append(f"not isinstance({{v}}, {one})")
    return (*quick, *slow), tuple(parts)


def is_types(types: frozenset[str], v: str) -> str:
    """The condition under which a value has one of the (base) types; safe to combine with `and`."""
    tests = []
    if "null" in types:
        tests.append(f"{v} is None")
    if "boolean" in types:
        tests.append(f"type({v}) is bool")
    classes = [c for name, c in CLASSES.items() if name in types]
    if classes:
        tests.append(
            f"isinstance({v}, {classes[0] if len(classes) == 1 else '(' + ', '.join(classes) + ')'})"
        )
    if "number" in types:
        number = f"isinstance({v}, (int, float)) and type({v}) is not bool"
        tests.append(f"({number})")
    return tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"


def undeclared(names: Sequence[str], patterns: Sequence[str], key: str, module: Module) -> list[str]:
    """The conditions that all hold where a property has none of the names and matches none of the patterns."""
    tests = [f"{key} not in {module.names(names)}"] if names else []
    return tests + [f"not {key_matches(regex, key, module)}" for regex in patterns]


def without(covered: Coverage, source: str, key: str, module: Module) -> str:
    """The list of the names in `source` that are not covered."""
    tests = undeclared(covered.names, covered.patterns, key, module)
    if not tests:
        return source
    plain = source.removeprefix("list(").removesuffix(")") if source.startswith("list(") else source
    return f"[{key} for {key} in {plain} if {' and '.join(tests)}]"


def key_matches(regex: str, key: str, module: Module) -> str:
    """Whether a property name matches; one that is no string (JSON has none such) only matches what anything does."""
    if ecma.anything(regex):
        return "True"
    if ecma.listed(regex):
        return matches(regex, key, module)
    prefix = ecma.starts(regex)
    test = matches(regex, key, module) if prefix is not None else f"{module.search(regex)}({key})"
    return f"(isinstance({key}, str) and {test})"


def matches(regex: str, v: str, module: Module) -> str:
    """Whether a string matches."""
    listed = ecma.listed(regex)
    if listed:
        return (
            f"{v} == {module.literal(listed[0])}" if len(listed) == 1 else f"{v} in {module.values(listed)}"
        )
    prefix = ecma.starts(regex)
    if prefix is not None:
        return f"{v}.startswith({module.literal(prefix)})"
    return f"{module.search(regex)}({v}) is not None"


def no_match(regex: str, v: str, module: Module) -> str:
    """Whether a string does not match."""
    listed = ecma.listed(regex)
    if listed:
        among = f"!= {module.literal(listed[0])}" if len(listed) == 1 else f"not in {module.values(listed)}"
        return f"{v} {among}"
    prefix = ecma.starts(regex)
    if prefix is not None:
        return f"not {v}.startswith({module.literal(prefix)})"
    return f"{module.search(regex)}({v}) is None"


def bound_fails(check: p.Bound, v: str, module: Module) -> str:
    return f"{v} {p.FAILS[check.keyword]} {module.literal(check.limit)}"


def multiple_fails(check: p.MultipleOf, v: str, module: Module) -> list[str]:
    """The conditions that all hold where a number is no multiple."""
    divisor = check.divisor
    numerator, denominator = module.divisor(divisor)
    slow = f"not {module.part('is_multiple')}({v}, {numerator}, {denominator})"
    if denominator == "1" and abs(divisor) < 2**53:
        # A float above 2**53 has a remainder of its own: in decimal arithmetic 1e308 is a multiple of 1000.
        return [f"{v} % {numerator} != 0", slow]
    return [slow]


def enum_fails(values: Sequence[Json], v: str, known: frozenset[str], module: Module) -> tuple[str, bool]:
    """The condition under which a value is none of `values`, and whether it hashes a value that may not be hashable."""
    if not values:
        return "True", False
    if len(values) == 1:
        return _const_fails(values[0], v, known, module), False
    if any(isinstance(value, list | dict) for value in values):
        return f"not {module.part('among')}({v}, {module.tuple_of(values)})", False
    booleans = list(dict.fromkeys(value for value in values if isinstance(value, bool)))
    others = [value for value in values if not isinstance(value, bool)]
    clash = any(value in (0, 1) for value in others)
    if not others and len(booleans) == 2:
        return f"type({v}) is not bool", False
    if not others:
        return f"{v} is not {booleans[0]}", False
    hashes = not known <= {"null", "boolean", "number", "string"}
    test = f"{v} not in {module.values(others)}"
    if booleans:
        wanted = " and ".join(f"{v} is not {value}" for value in booleans)
        if clash and "boolean" in known:
            return f"{wanted} and (type({v}) is bool or {test})", hashes
        return f"{wanted} and {test}", hashes
    if clash and "boolean" in known:
        return f"type({v}) is bool or {test}", hashes
    return test, hashes


def _const_fails(value: Json, v: str, known: frozenset[str], module: Module) -> str:
    if value is None or isinstance(value, bool):
        return f"{v} is not {value}"
    if isinstance(value, list | dict):
        return f"not {module.part('equal')}({v}, {module.literal(value)})"
    if isinstance(value, int | float) and value in (0, 1) and "boolean" in known:
        return f"type({v}) is bool or {v} != {py(value)}"
    return f"{v} != {module.literal(value)}"


def format_part(check: p.Format) -> str:
    if check.name == "hostname" and check.ascii_hosts:
        return "is_ldh_hostname"
    return "is_" + check.name.replace("-", "_")


FAST_FORMATS = {
    "date-time": ("common_date_time", False),
    "date": ("full_date", True),
    "uuid": ("uuid", True),
    "ipv4": ("dotted_quad", True),
    "duration": ("duration", True),
    "json-pointer": ("json_pointer", True),
}
"""Format -> the `fullmatch` that its function begins with, and whether that is all there is to it."""


def format_fails(check: p.Format, v: str, module: Module) -> list[str]:
    """The conditions that all hold where a string does not have a format."""
    part = module.part(format_part(check))
    if check.name not in FAST_FORMATS:
        return [f"not {part}({v})"]
    quick, complete = FAST_FORMATS[check.name]
    test = f"{module.part(quick)}({v}) is None"
    return [test] if complete else [test, f"not {part}({v})"]


def content_part(check: p.Content) -> str:
    return ("is_base64_json" if check.base64 else "is_json") if check.json else "is_base64"


def bare(test: str) -> str:
    """A test without parentheses round all of it."""
    if not (test.startswith("(") and test.endswith(")")):
        return test
    level = 0
    for i, c in enumerate(test):
        level += (c == "(") - (c == ")")
        if level == 0 and i < len(test) - 1:
            return test
    return test[1:-1]
