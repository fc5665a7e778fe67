"""Type expressions: a grammar, not a list of shapes.

    union  := item (("|" | or | ",") item)*            and `and` after array of: "array of A, B and C"
    item   := "?" item | base ("[]" | "?" | "(" number ")" | "(" remark ")")*
    base   := array ["."] ("<" | "(" | "[") union close | array [of] union | "[]" item
            | map ("<" | "[") union ["," union] close [item] | "[" union "]" | "(" union ")" | words | "literal"

Which words mean array, of, or, map is the dialect's to say; a link is one word, whatever it reads.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from rowtype.reading.page import Inline
from rowtype.reading.text import Text


@dataclass(frozen=True, slots=True)
class Name:
    """A type by its name; `target` is where its link leads."""

    text: Text
    target: str | None = None


@dataclass(frozen=True, slots=True)
class ArrayOf:
    item: TypeExpression | None
    text: Text


@dataclass(frozen=True, slots=True)
class MapOf:
    value: TypeExpression
    text: Text


@dataclass(frozen=True, slots=True)
class AnyOf:
    options: tuple[TypeExpression, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Nullable:
    inner: TypeExpression
    text: Text


@dataclass(frozen=True, slots=True)
class Sized:
    """`String(255)`: at most so many characters."""

    inner: TypeExpression
    size: int
    text: Text


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands for itself: `"asc" | "desc"`."""

    text: Text


TypeExpression = Literal | Name | ArrayOf | MapOf | AnyOf | Nullable | Sized


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of type expressions, in lower case."""

    array: frozenset[str] = frozenset({"array", "list"})
    of: frozenset[str] = frozenset({"of"})
    either: frozenset[str] = frozenset({"or"})
    map: frozenset[str] = frozenset({"map"})
    both: frozenset[str] = frozenset({"and"})
    noise: frozenset[str] = frozenset()
    """Words beside a name that do not belong to it."""


class NotAType(Exception):
    """The text is no type expression; `at` is the part that does not fit."""

    def __init__(self, at: Text) -> None:
        self.at = at


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """"word", "link", "number", "end" or the mark itself."""
    text: Text
    target: str | None = None


_TOKEN = re.compile(
    r"""\s*(?:(?P<brackets>\[\s*\])|(?P<number>[0-9]+)(?![\w.-])|["'“](?P<literal>[^"'”\s]{1,80})["'”]
    |(?P<word>\*|[^\s\[\]<>(),|?`*"]+)|(?P<mark>.))""",
    re.VERBOSE | re.DOTALL,
)
_COMPOUND = re.compile(r"[\s\[\]<>|]")
_CLOSE = {"<": ">", "[": "]", "(": ")"}
MAX_DEPTH = 50
"""Nesting of brackets beyond which text is no type expression."""


def parse(cell: Inline, words: Words, unmatched: list[Text] | None = None) -> TypeExpression:
    """Parse what a type cell says.

    Where `unmatched` is given, brackets that are not closed at the end, or never opened, are added to it and put up
    with.

    Raises:
        NotAType: it is empty or does not follow the grammar.
    """
    tokens = [*_tokens(cell), _Token("end", cell.text[len(cell.text) :])]
    parser = _Parser(tokens, words, cell.text, unmatched)
    found = parser.union(0)
    while unmatched is not None and parser.here.kind in _CLOSE.values():
        unmatched.append(parser.take(parser.here.kind).text)
    if parser.here.kind != "end":
        raise NotAType(parser.here.text)
    return found


def _tokens(cell: Inline) -> Iterator[_Token]:
    value, at = cell.value, 0
    links = {link.start: link for link in cell.links if link.end > link.start}
    starts = sorted(links)
    while at < len(value):
        while at < len(value) and value[at].isspace():
            at += 1
        if link := links.get(at):
            inner = cell.text[link.start : link.end].strip(" `")
            # A link round a whole expression, `[Array of X](#x)`, is read as that expression.
            if _COMPOUND.search(inner.value):
                inside = Inline(inner)
                yield from (
                    _Token(t.kind, t.text, link.target if t.kind == "word" else None) for t in _tokens(inside)
                )
            else:
                yield _Token("link", inner, link.target)
            at = link.end
            continue
        following = bisect_right(starts, at)
        stop = starts[following] if following < len(starts) else len(value)
        m = _TOKEN.match(value, at, stop)
        if m is None:
            break
        at = m.end()
        if m["mark"] is not None and (m["mark"] in "`" or m["mark"].isspace()):
            continue
        group = m.lastgroup or "mark"
        text = cell.text.match(m, group)
        yield _Token("[]" if group == "brackets" else text.value if group == "mark" else group, text)


class _Parser:
    def __init__(
        self, tokens: list[_Token], words: Words, text: Text, unmatched: list[Text] | None = None
    ) -> None:
        self.tokens, self.words, self.text, self.at = tokens, words, text, 0
        self.unmatched = unmatched

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def word(self, among: frozenset[str]) -> bool:
        return self.here.kind == "word" and self.here.text.value.lower().rstrip(".:") in among

    def take(self, kind: str) -> _Token:
        if self.here.kind != kind:
            raise NotAType(self.here.text if self.here.text else self.text)
        self.at += 1
        return self.tokens[self.at - 1]

    def close(self, opened: _Token) -> None:
        """Take the bracket that closes `opened`."""
        if self.unmatched is not None and self.here.kind == "end":
            self.unmatched.append(opened.text)
        else:
            self.take(_CLOSE[opened.kind])

    def union(self, depth: int, *, comma: bool = True, both: bool = False) -> TypeExpression:
        if depth > MAX_DEPTH:
            raise NotAType(self.here.text)
        options = [self.item(depth)]
        joins = self.words.either | (self.words.both if both else frozenset())
        while self.here.kind == "|" or self.word(joins) or (comma and self.here.kind == ","):
            self.at += 1
            if self.word(joins):  # "A, B, or C"
                self.at += 1
            options.append(self.item(depth))
        return options[0] if len(options) == 1 else AnyOf(tuple(options), self.text)

    def item(self, depth: int) -> TypeExpression:
        if depth > MAX_DEPTH:
            raise NotAType(self.here.text)
        if self.here.kind == "?":
            mark = self.take("?")
            return Nullable(self.item(depth + 1), mark.text)
        if self.here.kind == "[]":
            mark = self.take("[]")
            return ArrayOf(self.item(depth + 1), mark.text)
        found = self.base(depth)
        while True:
            match self.here.kind:
                case "[]":
                    found = ArrayOf(found, self.take("[]").text)
                case "?":
                    found = Nullable(found, self.take("?").text)
                case "(" if (
                    self.tokens[self.at + 1].kind == "number" and self.tokens[self.at + 2].kind == ")"
                ):
                    size = self.tokens[self.at + 1].text
                    self.at += 3
                    found = Sized(found, int(size.value[:9]), size)
                case "(" if self.unmatched is not None and ")" not in [
                    t.kind for t in self.tokens[self.at :]
                ]:
                    self.unmatched.append(self.here.text)
                    self.at = len(self.tokens) - 1
                case "(":
                    self.remark()
                case "word" if self.word(self.words.array):
                    found = ArrayOf(found, self.take("word").text)
                case _:
                    return found

    def remark(self) -> None:
        """Skip what stands in parentheses after a type: `string (identifier)`."""
        depth = 0
        while self.here.kind != "end":
            depth += (self.here.kind == "(") - (self.here.kind == ")")
            self.at += 1
            if not depth:
                return
        raise NotAType(self.text)

    def base(self, depth: int) -> TypeExpression:
        token = self.here
        if depth > MAX_DEPTH:
            raise NotAType(token.text)
        if token.kind == "literal":
            return Literal(self.take("literal").text)
        if token.kind in ("[", "("):
            self.at += 1
            inner = self.union(depth + 1)
            self.close(token)
            return ArrayOf(inner, token.text) if token.kind == "[" else inner
        if self.word(self.words.array):
            self.at += 1
            if self.here.kind in _CLOSE:
                opened = self.take(self.here.kind)
                inner = self.union(depth + 1)
                self.close(opened)
                return ArrayOf(inner, token.text)
            if self.word(self.words.of):
                while self.word(self.words.of):
                    self.at += 1
                return ArrayOf(self.union(depth + 1, both=True), token.text)
            if self.here.kind in ("word", "link") and not self.word(self.words.either | self.words.array):
                return ArrayOf(self.item(depth + 1), token.text)
            return ArrayOf(None, token.text)
        if self.word(self.words.map) and self.tokens[self.at + 1].kind in ("<", "["):
            self.at += 1
            opened = self.take(self.here.kind)
            first = self.union(depth + 1, comma=False)
            if self.here.kind == ",":
                self.at += 1
                first = self.union(depth + 1)
            self.close(opened)
            if self.here.kind in ("word", "link") and not self.word(self.words.either):  # map[string]X
                first = self.item(depth + 1)
            return MapOf(first, token.text)
        return self.name()

    def name(self) -> TypeExpression:
        """One word or several: `Non-negative integer` is one name; a trailing array word makes it an array."""
        first = self.here
        if first.kind not in ("word", "link"):
            raise NotAType(first.text if first.text else self.text)
        stop = self.words.either | self.words.array | self.words.both
        taken: list[_Token] = []
        while self.here.kind in ("word", "link") and not (taken and self.word(stop)):
            taken.append(self.here)
            self.at += 1
        linked = next((t for t in taken if t.target), None)
        if linked:
            return Name(linked.text if linked.kind == "link" else self.between(taken), linked.target)
        return Name(self.between(taken))

    def between(self, taken: list[_Token]) -> Text:
        """The text from the first of the tokens to the last."""
        first, last = taken[0].text, taken[-1].text
        start = bisect_left(self.text.starts, first.start)
        return self.text[start : bisect_left(self.text.starts, last.starts[len(last) - 1]) + 1]
