"""A regular expression of ECMA-262 (flag `u`) -> its syntax tree: recursive descent over section 22.2.1."""

from __future__ import annotations

import re
from functools import lru_cache

from rowtype.schema.ecma.nodes import Assertion, Back, Choice, Group, Look, Node, Repeat, Sequence, Set
from rowtype.schema.ecma.sets import (
    DIGIT,
    LAST,
    NEWLINE,
    SPACE,
    WORD,
    Ranges,
    RegexError,
    complement,
    short,
    unicode_property,
    union,
)

MOST = 2**31
"""Repetitions above this are refused; `re` cannot count much further."""
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
            f"{short(self.text)} is not an ECMA-262 regular expression: {message} at {self.at + 1}"
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
                        raise RegexError(f"{short(self.text)} uses the group name {named[1]!r} twice")
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
