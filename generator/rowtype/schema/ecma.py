"""ECMA-262 regular expressions (flag `u`) -> Python's `re`, or a refusal.

The expression is parsed completely: nothing is passed on in the hope that both languages mean the same.  Three
liberties of Annex B that are common in published schemas and can mean one thing only are taken: an escaped
punctuation mark is that mark, a brace that begins no quantifier is a brace, and the dash of `[\\w-.]` is a dash.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Sets of code points: sorted, disjoint, both ends inclusive."""

LAST = sys.maxunicode
MOST = 2**31
"""Repetitions above this are refused; `re` cannot count much further."""


class RegexError(ValueError):
    """Not an ECMA-262 regular expression, or one that Python cannot express."""


@dataclass(frozen=True, slots=True)
class Set:
    """One code point out of a set."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Sequence:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    node: Node
    least: int
    most: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A capturing group, counted from 1."""

    number: int
    node: Node


@dataclass(frozen=True, slots=True)
class Look:
    ahead: bool
    wanted: bool
    node: Node


@dataclass(frozen=True, slots=True)
class Assertion:
    """One of `^`, `$`, `b`, `B`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Back:
    """What a group has matched."""

    number: int


Node: TypeAlias = Set | Sequence | Choice | Repeat | Group | Look | Assertion | Back

DIGIT: Ranges = ((48, 57),)
WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
SPACE: Ranges = (
    *((9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)),
    *((0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)
NEWLINE: Ranges = ((10, 10), (13, 13), (0x2028, 0x2029))
ANY: Ranges = ((0, LAST),)
CONTROL = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}


@lru_cache(maxsize=4096)
def parse(regex: str) -> Node:
    """The syntax tree of an expression.

    Raises:
        RegexError: it is not valid.
    """
    try:
        return _Parser(regex).parse()
    except RecursionError:
        raise RegexError("the regular expression is nested too deeply") from None


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
            f"the regular expression {_short(regex)} cannot be expressed in Python: {error}"
        ) from None
    return text


def starts(regex: str) -> str | None:
    """The literal that an expression demands at the start of a string, if it demands nothing else."""
    match parse(regex):
        case Sequence((Assertion("^"), *rest)) if all(_single(n) is not None for n in rest):
            return "".join(chr(c) for n in rest if (c := _single(n)) is not None)
        case Assertion("^"):
            return ""
    return None


def listed(regex: str) -> tuple[str, ...]:
    """The strings that an expression matches, if it does nothing but list them: `^a$`, `^(?:a|b)$`; else none."""
    match parse(regex):
        case Sequence((Assertion("^"), *inner, Assertion("$"))):
            if len(inner) == 1 and isinstance(inner[0], Group):
                inner = [inner[0].node]
            choices = (
                inner[0].nodes
                if len(inner) == 1 and isinstance(inner[0], Choice)
                else [Sequence(tuple(inner))]
            )
            found = [_literal(node) for node in choices]
            return tuple(text for text in found if text is not None) if None not in found else ()
    return ()


def _literal(node: Node) -> str | None:
    """The only string that a node matches."""
    nodes = node.nodes if isinstance(node, Sequence) else (node,)
    codes = [_single(n) for n in nodes]
    return "".join(chr(c) for c in codes if c is not None) if None not in codes else None


def anything(regex: str) -> bool:
    """Whether an expression matches every string: `.*`, `^.*`, the empty one."""
    match parse(regex):
        case Sequence(()) | Repeat(_, 0):
            return True
        case Sequence((Assertion("^"), Repeat(_, 0))):
            return True
    return False


def _single(node: Node) -> int | None:
    if isinstance(node, Set) and len(node.ranges) == 1 and node.ranges[0][0] == node.ranges[0][1]:
        return node.ranges[0][0]
    return None


def _short(regex: str) -> str:
    return repr(regex if len(regex) <= 80 else regex[:77] + "...")


class _Parser:
    """Recursive descent over the grammar of ECMA-262, section 22.2.1."""

    def __init__(self, regex: str) -> None:
        self.text = regex
        self.at = 0
        self.groups = 0
        self.names: dict[str, int] = {}
        self.references: list[tuple[int, str | int]] = []

    def parse(self) -> Node:
        self.names = self._collect_names()
        node = self.choice()
        if self.at < len(self.text):
            raise self.error(f"unmatched {self.text[self.at]!r}")
        for _, number in self.references:
            if isinstance(number, int) and number > self.groups:
                raise self.error(f"there is no group {number}")
        return node

    def error(self, message: str) -> RegexError:
        return RegexError(
            f"{_short(self.text)} is not an ECMA-262 regular expression: {message} at {self.at + 1}"
        )

    def peek(self, length: int = 1) -> str:
        return self.text[self.at : self.at + length]

    def take(self, expected: str) -> bool:
        if self.text.startswith(expected, self.at):
            self.at += len(expected)
            return True
        return False

    def choice(self) -> Node:
        nodes = [self.sequence()]
        while self.take("|"):
            nodes.append(self.sequence())
        return nodes[0] if len(nodes) == 1 else Choice(tuple(nodes))

    def sequence(self) -> Node:
        nodes: list[Node] = []
        while self.at < len(self.text) and self.peek() not in "|)":
            nodes.append(self.term())
        return nodes[0] if len(nodes) == 1 else Sequence(tuple(nodes))

    def term(self) -> Node:
        if self.peek() in "*+?" or self._quantifier_ahead():
            raise self.error("nothing to repeat")
        node, repeatable = self.atom()
        quantifier = self.quantifier()
        if quantifier is None:
            return node
        if not repeatable:
            raise self.error("an assertion cannot be repeated")
        return Repeat(node, *quantifier)

    def _quantifier_ahead(self) -> bool:
        return (
            self.peek() == "{" and re.compile(r"\{[0-9]+(?:,[0-9]*)?\}").match(self.text, self.at) is not None
        )

    def quantifier(self) -> tuple[int, int | None, bool] | None:
        least, most = 1, None
        if self.take("*"):
            least = 0
        elif self.take("+"):
            pass
        elif self.take("?"):
            least, most = 0, 1
        elif found := re.compile(r"\{([0-9]+)(,([0-9]*))?\}").match(self.text, self.at):
            if len(found[0]) > 25:
                raise self.error("too many repetitions")
            least = int(found[1])
            most = least if found[2] is None else int(found[3]) if found[3] else None
            if most is not None and most < least:
                raise self.error("numbers out of order in a quantifier")
            if max(least, most or 0) > MOST:
                raise self.error("too many repetitions")
            self.at = found.end()
        else:
            return None
        return least, most, self.take("?")

    def atom(self) -> tuple[Node, bool]:
        """A term without its quantifier, and whether it may have one."""
        character = self.peek()
        self.at += 1
        match character:
            case "^" | "$":
                return Assertion(character), False
            case ".":
                return Set(complement(NEWLINE)), True
            case "(":
                return self.group()
            case "[":
                return Set(self.character_class()), True
            case "\\":
                return self.escape()
        return Set(((ord(character), ord(character)),)), True

    def group(self) -> tuple[Node, bool]:
        for opening, ahead, wanted in (
            ("?=", True, True),
            ("?!", True, False),
            ("?<=", False, True),
            ("?<!", False, False),
        ):
            if self.take(opening):
                return Look(ahead, wanted, self.close()), False
        if self.take("?:"):
            return self.close(), True
        if self.take("?<"):
            self.name()
        elif self.peek() == "?":
            raise self.error("unknown kind of group")
        self.groups += 1
        number = self.groups
        return Group(number, self.close()), True

    def close(self) -> Node:
        node = self.choice()
        if not self.take(")"):
            raise self.error("missing )")
        return node

    def name(self) -> str:
        found = re.compile(r"([\w$\u200c\u200d]+)>").match(self.text, self.at)
        if not found or found[1][0].isdigit():
            raise self.error("bad name of a group")
        self.at = found.end()
        return found[1]

    def _collect_names(self) -> dict[str, int]:
        """Names may be referred to before they stand: find all of them first."""
        names: dict[str, int] = {}
        number, inside, i = 0, False, 0
        while i < len(self.text):
            c = self.text[i]
            if c == "\\":
                i += 1
            elif c == "[":
                inside = True
            elif c == "]":
                inside = False
            elif c == "(" and not inside:
                named = re.compile(r"\(\?<([\w$]+)>").match(self.text, i)
                if named or not self.text.startswith("(?", i):
                    number += 1
                if named:
                    if named[1] in names:
                        raise RegexError(f"{_short(self.text)} uses the group name {named[1]!r} twice")
                    names[named[1]] = number
            i += 1
        return names

    def escape(self) -> tuple[Node, bool]:
        c = self.peek()
        if c in ("b", "B"):
            self.at += 1
            return Assertion(c), False
        if c == "k":
            self.at += 1
            if not self.take("<"):
                raise self.error("\\k needs a name")
            name = self.name()
            if name not in self.names:
                raise self.error(f"there is no group {name!r}")
            return Back(self.names[name]), True
        if c and c in "123456789":
            digits = re.compile("[0-9]+").match(self.text, self.at)
            assert digits is not None
            self.at = digits.end()
            number = int(digits[0][:9])
            self.references.append((self.at, number))
            return Back(number), True
        return Set(self.class_escape(inside=False)), True

    def class_escape(self, *, inside: bool) -> Ranges:
        """The set that an escape stands for, after the backslash."""
        c = self.peek()
        self.at += 1
        match c:
            case "d":
                return DIGIT
            case "D":
                return complement(DIGIT)
            case "w":
                return WORD
            case "W":
                return complement(WORD)
            case "s":
                return SPACE
            case "S":
                return complement(SPACE)
            case "p" | "P":
                found = re.compile(r"\{([A-Za-z0-9_]+)(?:=([A-Za-z0-9_]+))?\}").match(self.text, self.at)
                if not found:
                    raise self.error("a property needs a name in braces")
                self.at = found.end()
                ranges = unicode_property(found[1], found[2])
                return ranges if c == "p" else complement(ranges)
        code = self.code_point(c, inside=inside)
        return ((code, code),)

    def code_point(self, c: str, *, inside: bool) -> int:
        if c in CONTROL and c:
            return CONTROL[c]
        if c == "b" and inside:
            return 8
        if c == "0" and not self.peek().isdigit():
            return 0
        if c == "c":
            letter = self.peek()
            if letter and letter.isascii() and letter.isalpha():
                self.at += 1
                return ord(letter) % 32
        elif c == "x":
            if found := re.compile("[0-9A-Fa-f]{2}").match(self.text, self.at):
                self.at = found.end()
                return int(found[0], 16)
        elif c == "u":
            return self.unicode_escape()
        elif c and not c.isalnum() and c != "_":
            return ord(c)
        elif c == "_":
            return 95
        raise self.error(f"unknown escape \\{c}")

    def unicode_escape(self) -> int:
        if found := re.compile(r"\{([0-9A-Fa-f]+)\}").match(self.text, self.at):
            self.at = found.end()
            if len(found[1].lstrip("0")) <= 6 and (code := int(found[1], 16)) <= LAST:
                return code
        elif found := re.compile(r"([Dd][89ABab][0-9A-Fa-f]{2})\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})").match(
            self.text, self.at
        ):
            self.at = found.end()
            return 0x10000 + (int(found[1], 16) - 0xD800 << 10) + int(found[2], 16) - 0xDC00
        elif found := re.compile("[0-9A-Fa-f]{4}").match(self.text, self.at):
            self.at = found.end()
            return int(found[0], 16)
        raise self.error("bad \\u escape")

    def character_class(self) -> Ranges:
        negated = self.take("^")
        found: set[tuple[int, int]] = set()
        whole: set[Ranges] = set()
        while not self.take("]"):
            if self.at >= len(self.text):
                raise self.error("missing ]")
            first = self.class_atom()
            if self.peek() == "-" and self.peek(2) not in ("-]", "-"):
                self.at += 1
                second = self.class_atom()
                low, high = _only(first), _only(second)
                if low is None or high is None:
                    whole |= {first, ((45, 45),), second}
                    continue
                if high < low:
                    raise self.error("range out of order")
                found.add((low, high))
            elif len(first) == 1:
                found.add(first[0])
            else:
                whole.add(first)
        ranges = next(iter(whole)) if len(whole) == 1 and not found else union(found.union(*whole))
        return complement(ranges) if negated else ranges

    def class_atom(self) -> Ranges:
        if self.take("\\"):
            return self.class_escape(inside=True)
        c = ord(self.text[self.at])
        self.at += 1
        return ((c, c),)


def _only(ranges: Ranges) -> int | None:
    return ranges[0][0] if len(ranges) == 1 and ranges[0][0] == ranges[0][1] else None


def union(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Sort and merge."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


@lru_cache(maxsize=256)
def complement(ranges: Ranges) -> Ranges:
    """Every other code point."""
    found, start = [], 0
    for low, high in ranges:
        if start < low:
            found.append((start, low - 1))
        start = high + 1
    if start <= LAST:
        found.append((start, LAST))
    return tuple(found)


CATEGORIES = dict(
    re.findall(
        r"(\w+)=(\w+)",
        """
    Letter=L Cased_Letter=LC Uppercase_Letter=Lu Lowercase_Letter=Ll Titlecase_Letter=Lt Modifier_Letter=Lm
    Other_Letter=Lo Mark=M Combining_Mark=M Nonspacing_Mark=Mn Spacing_Mark=Mc Enclosing_Mark=Me Number=N
    Decimal_Number=Nd digit=Nd Letter_Number=Nl Other_Number=No Punctuation=P punct=P Connector_Punctuation=Pc
    Dash_Punctuation=Pd Open_Punctuation=Ps Close_Punctuation=Pe Initial_Punctuation=Pi Final_Punctuation=Pf
    Other_Punctuation=Po Symbol=S Math_Symbol=Sm Currency_Symbol=Sc Modifier_Symbol=Sk Other_Symbol=So
    Separator=Z Space_Separator=Zs Line_Separator=Zl Paragraph_Separator=Zp Other=C Control=Cc cntrl=Cc
    Format=Cf Surrogate=Cs Private_Use=Co Unassigned=Cn""",
    )
)
"""Long names and aliases of general categories (ECMA-262, table 68)."""


@lru_cache
def unicode_property(name: str, value: str | None) -> Ranges:
    """The code points with a Unicode property, as this Python's Unicode data know it.

    Raises:
        RegexError: the property is not known, or the standard library has no data about it.
    """
    if value is None and name in ("Any", "ASCII", "ASCII_Hex_Digit", "AHex", "White_Space", "space"):
        if name == "Any":
            return ANY
        if name == "ASCII":
            return ((0, 127),)
        if name in ("White_Space", "space"):
            # ECMA's \s with NEL and without the byte-order mark.
            return union([*(r for r in SPACE if r != (0xFEFF, 0xFEFF)), (0x85, 0x85)])
        return ((48, 57), (65, 70), (97, 102))
    if value is not None and name not in ("General_Category", "gc"):
        raise RegexError(f"the Unicode property {name}={value} is not supported: only general categories are")
    category = value or name
    short = CATEGORIES.get(category, category)
    table = _by_category()
    if short == "LC":
        return union(r for key in ("Lu", "Ll", "Lt") for r in table[key])
    found = union(r for key, ranges in table.items() if key.startswith(short) for r in ranges)
    if not found or (short not in table and len(short) != 1):
        raise RegexError(f"the Unicode property {category} is not known, or not supported")
    return found


@lru_cache
def _by_category() -> dict[str, list[tuple[int, int]]]:
    table: dict[str, list[tuple[int, int]]] = {}
    start, current = 0, unicodedata.category("\0")
    for code in range(1, LAST + 2):
        category = unicodedata.category(chr(code)) if code <= LAST else ""
        if category != current:
            table.setdefault(current, []).append((start, code - 1))
            start, current = code, category
    return table


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
