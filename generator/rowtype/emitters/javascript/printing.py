"""JavaScript text of JSON values and regular expressions.

Text from a schema reaches a script through exactly one of these: `js` (a literal) or `js_comment`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from rowtype.schema import ecma

SAFE = 2**53 - 1
"""Whole numbers up to this are exact as JavaScript's numbers; those beyond are its big integers."""
INHERITED = frozenset(
    (
        *(
            "constructor",
            "hasOwnProperty",
            "isPrototypeOf",
            "propertyIsEnumerable",
            "toLocaleString",
            "toString",
        ),
        *(
            "valueOf",
            "__proto__",
            "__defineGetter__",
            "__defineSetter__",
            "__lookupGetter__",
            "__lookupSetter__",
        ),
    )
)
"""Names that every object has from its prototype."""
_NAME = re.compile("[A-Za-z_$][A-Za-z0-9_$]*")


def js(value: object) -> str:
    """A literal for a JSON value, or a tuple of them.

    Raises:
        TypeError: `value` is not JSON.
    """
    match value:
        case str():
            return text(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value) if -SAFE <= value <= SAFE else _big(value)
        case float():
            return _float(value)
        case tuple() | list():
            return f"[{', '.join(map(js, value))}]"
        case Mapping():
            # In brackets a name is nothing but a name: `__proto__` too.
            return f"{{{', '.join(f'[{js(k)}]: {js(v)}' for k, v in value.items())}}}"
    raise TypeError(f"not a JSON value: {type(value).__name__}")


def _big(value: int) -> str:
    return f"{value}n" if value.bit_length() < 12_000 else f"{'-' * (value < 0)}0x{abs(value):x}n"


def _float(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return {"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN")
    if value.is_integer() and abs(value) <= SAFE:
        return str(int(value))
    return repr(value).replace("e+", "e")


def text(value: str) -> str:
    """A string literal: what cannot be seen, or could end a script or a line, is an escape."""
    quoted = json.dumps(value, ensure_ascii=False)
    if quoted.isprintable() and "<" not in quoted:
        return quoted
    return "".join(c if c.isprintable() and c != "<" else _escape(c) for c in quoted)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{{{code:x}}}"


def js_comment(value: str) -> str:
    """Text fit to stand after `//`: one line, nothing invisible."""
    return "".join(c if c.isprintable() and c != "<" else _escape(c) for c in value)


def member(of: str, name: str) -> str:
    """A property of an object."""
    return f"{of}.{name}" if _NAME.fullmatch(name) else f"{of}[{text(name)}]"


def has(of: str, name: str) -> str:
    """Whether an object has a property."""
    return f"Object.hasOwn({of}, {text(name)})" if name in INHERITED else f"{member(of, name)} !== undefined"


def lacks(of: str, name: str) -> str:
    """Whether an object has no such property."""
    return f"!Object.hasOwn({of}, {text(name)})" if name in INHERITED else f"{member(of, name)} === undefined"


# ------------------------------------------------------------------------------------------------ expressions


_CLASSES = {
    ecma.DIGIT: r"\d",
    ecma.WORD: r"\w",
    ecma.SPACE: r"\s",
    ecma.complement(ecma.DIGIT): r"\D",
    ecma.complement(ecma.WORD): r"\W",
    ecma.complement(ecma.SPACE): r"\S",
    ecma.complement(ecma.NEWLINE): ".",
    ecma.ANY: "[^]",
    (): "[]",
}


def regex(source: str) -> str:
    """A regular expression as a literal with the flag `u`: the same as `ecma.python` means.

    Raises:
        RegexError: it is not valid.
    """
    node = ecma.parse(source)
    return f"/{_print(node, _referred(node)) or '(?:)'}/u"


def _referred(node: ecma.Node) -> frozenset[int]:
    match node:
        case ecma.Back(number):
            return frozenset((number,))
        case ecma.Sequence(nodes) | ecma.Choice(nodes):
            return frozenset().union(*map(_referred, nodes))
        case ecma.Repeat() | ecma.Group() | ecma.Look():
            return _referred(node.node)
    return frozenset()


def _print(node: ecma.Node, used: frozenset[int]) -> str:
    match node:
        case ecma.Set(ranges):
            return _set(ranges)
        case ecma.Assertion(kind):
            return kind if kind in "^$" else f"\\{kind}"
        case ecma.Sequence(nodes):
            return "".join(
                f"(?:{_print(n, used)})" if isinstance(n, ecma.Choice) else _print(n, used) for n in nodes
            )
        case ecma.Choice(nodes):
            return "|".join(_print(n, used) for n in nodes)
        case ecma.Group(number, child):
            return f"(?{f'<g{number}>' if number in used else ':'}{_print(child, used)})"
        case ecma.Look(ahead, wanted, child):
            return f"(?{'' if ahead else '<'}{'=' if wanted else '!'}{_print(child, used)})"
        case ecma.Back(number):
            return f"\\k<g{number}>"
        case ecma.Repeat(child, least, most, lazy):
            inner = _print(child, used)
            if not isinstance(child, ecma.Set | ecma.Group | ecma.Back):
                inner = f"(?:{inner})"
            return inner + _count(least, most) + ("?" if lazy else "")


def _count(least: int, most: int | None) -> str:
    short = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((least, most))
    return (
        short or f"{{{least}}}" if least == most else short or f"{{{least},{'' if most is None else most}}}"
    )


def _set(ranges: ecma.Ranges) -> str:
    if (known := _CLASSES.get(ranges)) is not None:
        return known
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _character(ranges[0][0], r"\.^$*+?{}[]|()/")
    other = ecma.complement(ranges)
    negated = len(other) < len(ranges) or (ranges[-1][1] == ecma.LAST and ranges[0][0] == 0)
    return f"[{'^' * negated}{''.join(_range(*r) for r in (other if negated else ranges))}]"


def _range(low: int, high: int) -> str:
    first, last = (_character(code, r"\]^[-/") for code in (low, high))
    return first if low == high else f"{first}{'-' * (high > low + 1)}{last}"


def _character(code: int, special: str) -> str:
    c = chr(code)
    if c in special:
        return "\\" + c
    return c if c.isprintable() and c != "<" else f"\\x{code:02x}" if code < 256 else _escape(c)
