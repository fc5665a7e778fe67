"""The syntax tree of a regular expression -> the same for Python's `re`, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rowtype.schema.ecma.nodes import Assertion, Back, Choice, Group, Look, Node, Repeat, Sequence, Set
from rowtype.schema.ecma.parsing import parse
from rowtype.schema.ecma.sets import ANY, LAST, Ranges, RegexError, complement, short


def finds(regex: str, text: str) -> bool:
    """Whether a text matches an expression.

    Raises:
        RegexError: it is not valid, or Python has no equivalent.
    """
    return re.search(python(regex), text) is not None


@lru_cache(maxsize=4096)
def python(regex: str) -> str:
    """The same expression for `re.compile(...).search`, to be compiled without flags.

    Raises:
        RegexError: it is not valid, or Python has no equivalent.
    """
    node = parse(regex)
    used = frozenset(_backs(node))
    if used:
        _check_backs(node, used)
    text = _print(node, used, set())
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError, MemoryError) as error:
        raise RegexError(
            f"the regular expression {short(regex)} cannot be expressed in Python: {error}"
        ) from None
    return text


def _backs(node: Node) -> Iterable[int]:
    match node:
        case Back(number):
            yield number
        case Sequence(nodes) | Choice(nodes):
            for child in nodes:
                yield from _backs(child)
        case Repeat() | Group() | Look():
            yield from _backs(node.node)


def _check_backs(node: Node, used: frozenset[int]) -> None:
    """ECMA forgets a group at each turn of a loop, and Python doesn't."""
    match node:
        case Repeat(child, _, most) if most != 1:
            groups = {n for n in used if _has_group(child, n)}
            if groups & set(_backs(child)):
                raise RegexError("a reference to a group of the same loop cannot be expressed in Python")
            _check_backs(child, used)
        case Sequence(nodes) | Choice(nodes):
            for child in nodes:
                _check_backs(child, used)
        case Repeat() | Group():
            _check_backs(node.node, used)
        case Look(ahead, wanted, child):
            if not (ahead and wanted) and any(_has_group(child, n) for n in used):
                raise RegexError("a reference to a group in such an assertion cannot be expressed in Python")
            _check_backs(child, used)


def _has_group(node: Node, number: int) -> bool:
    match node:
        case Group(n, child):
            return n == number or _has_group(child, number)
        case Sequence(nodes) | Choice(nodes):
            return any(_has_group(child, number) for child in nodes)
        case Repeat() | Look():
            return _has_group(node.node, number)
    return False


def _print(node: Node, used: frozenset[int], closed: set[int]) -> str:
    """`used`: the groups that are referred to; `closed`: those of them that end before this node."""
    match node:
        case Set(ranges):
            return _print_set(ranges)
        case Assertion(kind):
            # \\Z is the very end; Python's $ also matches before a last newline.
            return {"^": "^", "$": r"\Z", "b": r"(?a:\b)", "B": r"(?a:\B)"}[kind]
        case Sequence(nodes):
            return "".join(
                f"(?:{_print(n, used, closed)})" if isinstance(n, Choice) else _print(n, used, closed)
                for n in nodes
            )
        case Choice(nodes):
            return "|".join(_print(n, used, closed) for n in nodes)
        case Group(number, child):
            inner = _print(child, used, closed)
            if number not in used:
                return f"(?:{inner})"
            closed.add(number)
            return f"(?P<P{number}>{inner})"
        case Look(ahead, wanted, child):
            return f"(?{'' if ahead else '<'}{'=' if wanted else '!'}{_print(child, used, closed)})"
        case Back(number):
            # A group that has not taken part matches nothing, successfully; one that is still open likewise.
            return f"(?(P{number})(?P=P{number})|)" if number in closed else "(?:)"
        case Repeat(child, least, most, lazy):
            inner = _print(child, used, closed)
            if not isinstance(child, Set) and not (isinstance(child, Group) and child.number not in used):
                inner = f"(?:{inner})"
            if (least, most) == (0, None):
                count = "*"
            elif (least, most) == (1, None):
                count = "+"
            elif (least, most) == (0, 1):
                count = "?"
            else:
                count = f"{{{least}}}" if least == most else f"{{{least},{'' if most is None else most}}}"
            return inner + count + ("?" if lazy else "")


@lru_cache(maxsize=1024)
def _print_set(ranges: Ranges) -> str:
    if not ranges:
        return "(?!)"
    if ranges == ANY:
        return r"[\s\S]"
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _character(ranges[0][0])
    other = complement(ranges)
    negated = len(other) < len(ranges) or (ranges[-1][1] == LAST and ranges[0][0] == 0)
    return f"[{'^' if negated else ''}{''.join(_range(*r) for r in (other if negated else ranges))}]"


def _range(low: int, high: int) -> str:
    if low == high:
        return _character(low, inside=True)
    dash = "-" if high > low + 1 else ""
    return _character(low, inside=True) + dash + _character(high, inside=True)


def _character(code: int, *, inside: bool = False) -> str:
    c = chr(code)
    if code < 128:
        if c.isalnum() or c in "_ !\"%',/:;<=>@`":
            return c
        special = r"\]^-[&~|" if inside else r"\.^$*+?{}[]|()-&~#"
        return "\\" + c if c in special else c if c.isprintable() else f"\\x{code:02x}"
    if c.isprintable():
        return c
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
