"""Type expressions: a grammar, not a list of shapes.

    union  := item (("|" | or | ",") item)*            and `and` after array of: "array of A, B and C"
    item   := "?" item | nullable item
            | base ("[]" | "?" | "!" | size | "(" union ")" | "(" remark ")" | "<" union ">")*
    size   := "(" number ")" | "[" number "]" | "[" number ".." number "]", with other brackets and dashes too
    base   := array ["."] ("<" | "(" | "[") union close | array "<" item "," item ">" | "[" number "]" item
            | wrapper ("<" | "[") union close | array [of] union | "[]" item
            | map ("<" | "[" | "(") union ["," union] close [item] | map of [union to] union | words to words map
            | "{" "[" words "]" ":" union "}" | "{" words ":" union "}" | "{" (word ["?"] ":" union [";" | ","])+ "}"
            | "<" union ">" array | maybe ("<" | "[") union close | oneof ("<" | "[") union close
            | "[" union "]" | "(" union ")" | "{" union "}" | "(" anything ")" "=>" union | words | "literal" | number

Which words mean array, of, or, map, maybe, nullable is the dialect's to say; a link is one word, whatever it reads.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from rowtype.reading.dialect.words import Words
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text
from rowtype.reading.types.expressions import (
    Always,
    AnyOf,
    ArrayOf,
    Detailed,
    Literal,
    MapOf,
    Member,
    Name,
    Nullable,
    RecordOf,
    Sized,
    TypeExpression,
)
from rowtype.reading.types.tokens import Token, tokens


class NotAType(Exception):
    """The text is no type expression; `at` is the part that does not fit."""

    def __init__(self, at: Text) -> None:
        self.at = at


_RANGE = re.compile(r"[\[({]\s*(?P<low>[0-9]+)\s*(?:\.\.+|…|[-–—,:~])\s*(?P<high>[0-9]+)?")
"""A size between two bounds.  Starts '[1..64]', '(0-', not '[]', '[a..b]'."""
_CLOSE = {"<": ">", "[": "]", "(": ")", "{": "}"}
_FOOTNOTE = "*"
"""A mark after a type, as in `string *`; alone it is a type, any."""
MAX_DEPTH = 50
"""Nesting of brackets beyond which text is no type expression."""


MAX_ARTICLES = 2
"""Words before that of an array or map that may say nothing: `an ordered list`."""


def parse(
    cell: Inline, words: Words, unmatched: list[Text] | None = None, skipped: list[Text] | None = None
) -> TypeExpression:
    """Parse what a type cell says.

    Where `skipped` is given, remarks in parentheses that are no type are added to it.
    Where `unmatched` is given, brackets that are not closed at the end, or never opened, are added to it and put up
    with.

    Raises:
        NotAType: it is empty or does not follow the grammar.
    """
    word = cell.value
    if word.isascii() and word.isidentifier() and not cell.links and word.lower() not in words.array:
        return Name(cell.text)  # nearly always
    end = Token("end", cell.text[len(cell.text) :])
    parser = _Parser([*tokens(cell, words), end], words, cell.text, unmatched)
    found = parser.union(0)
    if skipped is not None:
        skipped += parser.skipped
    while unmatched is not None and parser.here.kind in _CLOSE.values():
        unmatched.append(parser.take(parser.here.kind).text)
    if parser.here.kind != "end" or (isinstance(found, Literal) and not found.quoted):
        raise NotAType(parser.here.text)
    return found


class _Parser:
    def __init__(
        self, tokens: list[Token], words: Words, text: Text, unmatched: list[Text] | None = None
    ) -> None:
        self.tokens, self.words, self.text, self.at = tokens, words, text, 0
        self.unmatched = unmatched
        self.skipped: list[Text] = []

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    @property
    def following(self) -> Token:
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def word(self, among: frozenset[str]) -> bool:
        return self.here.kind == "word" and self.here.text.value.lower().rstrip(".:") in among

    def take(self, kind: str) -> Token:
        if self.here.kind != kind:
            raise NotAType(self.here.text if self.here.text else self.text)
        self.at += 1
        return self.tokens[self.at - 1]

    def close(self, opened: Token) -> None:
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
            if self.here.kind in _CLOSE.values():  # `(str,)`
                break
            options.append(self.item(depth))
        if len(options) == 2:
            options = self.said_of_first(*options)
        return options[0] if len(options) == 1 else AnyOf(tuple(options), self.text)

    def said_of_first(self, first: TypeExpression, second: TypeExpression) -> list[TypeExpression]:
        """The two options; what stands behind null is said of the other: `string or null <date-time>`."""
        if not isinstance(second, Detailed | Sized) or not isinstance(second.inner, Name):
            return [first, second]
        null = second.inner.text.value.lower() in self.words.null
        return [replace(second, inner=first), second.inner] if null else [first, second]

    def item(self, depth: int) -> TypeExpression:
        if depth > MAX_DEPTH:
            raise NotAType(self.here.text)
        if self.here.kind == "?":
            mark = self.take("?")
            return Nullable(self.item(depth + 1), mark.text)
        if self.word(self.words.nullable) and self.following.kind in ("word", "link"):
            mark = self.take("word")
            return Nullable(self.item(depth + 1), mark.text)
        if self.here.kind == "[]":
            mark = self.take("[]")
            linked = self.here.kind == "[" and not self.is_number()  # `[][Order]`, a link that leads nowhere
            return ArrayOf(self.closed(depth) if linked else self.item(depth + 1), mark.text)
        found = self.base(depth)
        while True:
            match self.here.kind:
                case "[]":
                    found = ArrayOf(found, self.take("[]").text)
                case "?":
                    found = Nullable(found, self.take("?").text)
                case "!":
                    found = Always(found, self.take("!").text)
                case "range":
                    found = self.sized(found, self.take("range").text)
                case "(" | "[" if self.is_number():
                    self.at += 3
                    found = self.sized(found, self.between(self.tokens[self.at - 3 : self.at]))
                case "(" if self.unmatched is not None and ")" not in [
                    t.kind for t in self.tokens[self.at :]
                ]:
                    self.unmatched.append(self.here.text)
                    self.at = len(self.tokens) - 1
                case "(" | "<" if (detail := self.detail(depth)) is not None:
                    found = Detailed(found, detail, self.text)
                case "(":
                    self.remark()
                case "{" if isinstance(found, Name) and self.is_keyed():
                    found = Detailed(found, self.indexed(depth), self.text)
                case "word" if self.word(self.words.array):
                    found = ArrayOf(found, self.take("word").text)
                case _:
                    return found

    def is_number(self) -> bool:
        """Whether a number alone stands in the brackets that begin here."""
        return (
            self.tokens[self.at + 1].kind == "number"
            and self.tokens[self.at + 2].kind == _CLOSE[self.here.kind]
        )

    def sized(self, inner: TypeExpression, text: Text) -> Sized:
        unit = self.take("word").text.value.lower() if self.word(self.words.unit) else ""
        if m := _RANGE.match(text.value):
            return Sized(inner, int(m["low"]), int(m["high"]) if m["high"] else None, text, unit)
        return Sized(inner, None, int(text.value.strip("[]()（） ")[:9]), text, unit)

    def detail(self, depth: int) -> TypeExpression | None:
        """What stands in the brackets that begin here, where it is a type expression; else nothing is taken."""
        start, put_up_with = self.at, len(self.unmatched or ())
        try:
            return self.closed(depth)
        except NotAType:
            self.at = start
            if self.unmatched is not None:
                del self.unmatched[put_up_with:]
            if self.here.kind == "<":
                raise
            return None

    def remark(self) -> None:
        """Skip what stands in parentheses after a type: `string (identifier)`."""
        depth, start = 0, self.at
        while self.here.kind != "end":
            depth += (self.here.kind == "(") - (self.here.kind == ")")
            self.at += 1
            if not depth:
                self.skipped.append(self.between(self.tokens[start : self.at]))
                return
        raise NotAType(self.text)

    def base(self, depth: int) -> TypeExpression:
        token = self.here
        if depth > MAX_DEPTH:
            raise NotAType(token.text)
        if token.kind in ("literal", "number"):
            return Literal(self.take(token.kind).text, quoted=token.kind == "literal")
        if token.kind == "<":  # `< string > array`
            inner = self.closed(depth)
            if not self.word(self.words.array):
                raise NotAType(token.text)
            return ArrayOf(inner, self.take("word").text)
        if token.kind in ("[", "("):
            if token.kind == "[" and self.is_number() and self.tokens[self.at + 3].kind in ("word", "link"):
                self.at += 3  # Go: `[4]float64`
                return self.counted(self.tokens[self.at - 2].text, token.text, depth)
            if token.kind == "[" and self.following.text.value.endswith(":"):  # Swift: `[String: Int]`
                self.at += 2
                value = self.union(depth + 1)
                self.close(token)
                return MapOf(value, token.text)
            if token.kind == "(" and (ended := self.function()):
                return self.called(ended, depth)
            inner = self.closed(depth)
            return ArrayOf(inner, token.text) if token.kind == "[" else inner
        if token.kind == "{":
            return self.indexed(depth) if self.is_keyed() else self.closed(depth)
        if token.kind == "link" and self.following.kind == "<":  # `[List](List.html)<...>`
            self.tokens[self.at] = token = Token("word", token.text)
        if (
            token.kind == "word" and "." in token.text.value[:-1].rstrip(".") and self.following.kind == "<"
        ):  # `java.util.List<X>`
            whole = token.text.value.rstrip(".")  # `e.g. <`
            self.tokens[self.at] = token = Token("word", token.text[whole.rindex(".") + 1 : len(whole)])
        self.at += self.articles()
        token = self.here
        if self.word(self.words.array):
            return self.array(depth)
        if self.word(self.words.map) and (
            self.following.kind in ("<", "[", "(") or self.following.text.value.lower() in self.words.of
        ):
            return self.map(depth)
        if (
            self.following.kind == "<" and self.here.text.value.lower() == "object"
        ):  # `Object<string, number>`
            return self.map(depth)
        if self.following.kind in ("<", "["):
            if self.word(self.words.wrapper):
                self.at += 1
                return self.closed(depth)
            if self.word(self.words.maybe):
                self.at += 1
                return Nullable(self.closed(depth), token.text)
            if self.word(self.words.oneof):
                self.at += 1
                return self.closed(depth)
        return self.name()

    def closed(self, depth: int) -> TypeExpression:
        """The union in the brackets that begin here."""
        opened = self.take(self.here.kind)
        inner = self.union(depth + 1)
        self.close(opened)
        return inner

    def articles(self) -> int:
        """`an ordered array of X`: how many words that say nothing stand before the word of an array or map."""
        for count, token in enumerate(self.tokens[self.at : self.at + MAX_ARTICLES + 1]):
            if token.kind != "word" or token.text.value.lower() not in self.words.article:
                return count if token.kind == "word" and token.text.value.lower() in self.words.holders else 0
        return 0

    def array(self, depth: int) -> TypeExpression:
        token = self.take("word")
        if self.here.kind in ("<", "[", "("):
            at = self.at
            try:
                return self.keyed(depth, token) or ArrayOf(self.closed(depth), token.text)
            except NotAType:
                if self.tokens[at].kind != "(":
                    raise
                self.at = at  # `array (at most ten)`
                return ArrayOf(None, token.text)
        ends = ("end", *_CLOSE.values())
        if self.word(self.words.of) and self.following.kind not in ends:
            while self.word(self.words.of) and self.following.kind not in ends:
                self.at += 1
            if self.here.kind == "number" and self.following.kind in ("word", "link"):
                return self.counted(self.take("number").text, token.text, depth)
            bracketed = self.here.kind == "("
            inner = self.union(depth + 1, both=True)
            return ArrayOf(inner, token.text) if bracketed else self.array_or_null(inner, token.text)
        if self.here.kind in ("word", "link") and not self.word(self.words.either | self.words.array):
            return ArrayOf(self.item(depth + 1), token.text)
        return ArrayOf(None, token.text)

    def array_or_null(self, inner: TypeExpression, text: Text) -> TypeExpression:
        """`array of strings or null`: it is the array that may be null."""
        match inner:
            case AnyOf((*options, Name() as last)) if last.text.value.lower() in self.words.null:
                of = options[0] if len(options) == 1 else AnyOf(tuple(options), inner.text)
                return Nullable(ArrayOf(of, text), last.text)
        return ArrayOf(inner, text)

    def counted(self, count: Text, text: Text, depth: int) -> TypeExpression:
        """`array of 2 numbers`: an array of as many items."""
        size = int(count.value[:9])
        return Sized(ArrayOf(self.item(depth + 1), text), size, size, count)

    def keyed(self, depth: int, token: Token) -> TypeExpression | None:
        """PHP: `array<string, int>`, the value of a map; nothing is taken where there is no key."""
        start = self.at
        if self.here.kind != "<":
            return None
        self.at += 1
        key = self.item(depth + 1)
        if isinstance(key, Name) and self.here.kind == ",":
            self.at += 1
            value = self.item(depth + 1)
            if self.here.kind == ">":
                self.at += 1
                return MapOf(value, token.text)
        self.at = start
        return None

    def map(self, depth: int) -> TypeExpression:
        token = self.take("word")
        if self.word(self.words.of):  # "map of string to X"
            self.at += 1
            if self.following.text.value.lower() in self.words.to:
                self.at += 2
            return MapOf(self.item(depth + 1), token.text)
        opened = self.take(self.here.kind)
        value = self.labelled(depth, comma=False)
        if self.here.kind == ",":
            self.at += 1
            value = self.labelled(depth)
        self.close(opened)
        if self.here.kind in ("word", "link", "[]") and not self.word(self.words.either):  # map[string]X
            value = self.item(depth + 1)
        return MapOf(value, token.text)

    def labelled(self, depth: int, *, comma: bool = True) -> TypeExpression:
        """`key: string`: a type after a label."""
        if self.here.kind == "word" and self.here.text.value.endswith(":"):
            self.at += 1
        return self.union(depth + 1, comma=comma)

    def key(self) -> int:
        """Behind the words or the link in the brackets that begin here that stand for any key: `{ User ID: int }`.

        0 where one word stands there, which names a member, or none.
        """
        at = self.at + 1
        while self.tokens[at].kind in ("word", "link") and not self.tokens[at].text.value.endswith(":"):
            at += 1
        words = at - self.at - (self.tokens[at].text.value == ":")
        named = words > 1 or (words and self.following.kind == "link")
        return at + 1 if named and self.tokens[at].kind == "word" else 0

    def is_keyed(self) -> bool:
        """Whether the brackets that begin here hold keys with their types."""
        after = self.tokens[min(self.at + 2, len(self.tokens) - 1)]
        return (
            self.following.kind == "["
            or self.key() > 0
            or self.following.text.value.endswith(":")
            or (self.following.kind == "word" and after.kind == "?")
        )

    def indexed(self, depth: int) -> TypeExpression:
        """`{ [key: string]: number }`, `{ name: string; size?: number }`."""
        end = self.key()
        mark = self.take("{")
        if end:
            self.at = end
        elif self.here.kind != "[":
            return self.record(mark.text, depth)
        else:
            self.at += 1
            self.labelled(depth)
            self.take("]")
            if not self.take("word").text.value.endswith(":"):
                raise NotAType(mark.text)
        value = self.union(depth + 1)
        if self.here.kind == ";":
            self.at += 1
        self.take("}")
        return MapOf(value, mark.text)

    def record(self, mark: Text, depth: int) -> TypeExpression:
        """The members up to the bracket that closes."""
        members: list[Member] = []
        while self.here.kind != "}":
            name = self.take("word").text
            if optional := self.here.kind == "?":
                self.at += 1
            if not name.value.endswith(":") and self.take("word").text.value != ":":
                raise NotAType(mark)
            name = name[:-1] if name.value.endswith(":") else name
            if not name:
                raise NotAType(mark)
            members.append(Member(name, self.union(depth + 1, comma=False), optional))
            if self.here.kind in (";", ","):
                self.at += 1
        self.take("}")
        return RecordOf(tuple(members), mark)

    def function(self) -> int:
        """Where the result begins of the function that stands here, `(x: number) => void`; 0 where there is none."""
        depth = 0
        for at in range(self.at, len(self.tokens) - 3):
            depth += {"(": 1, ")": -1}.get(self.tokens[at].kind, 0)
            if not depth:
                arrow = self.tokens[at + 1].text.value == "=" and self.tokens[at + 2].kind == ">"
                return at + 3 if arrow else 0
        return 0

    def called(self, at: int, depth: int) -> Name:
        """A function up to the end of its result: a name that no type has."""
        start, self.at = self.at, at
        self.union(depth + 1, comma=False)
        return Name(self.between(self.tokens[start : self.at]))

    def name(self) -> TypeExpression:
        """One word or several: `Non-negative integer` is one name; a trailing array word makes it an array."""
        first = self.here
        if first.kind not in ("word", "link"):
            raise NotAType(first.text if first.text else self.text)
        stop = self.words.between
        taken: list[Token] = []
        to = None
        while self.here.kind in ("word", "link") and not (taken and self.word(stop)):
            if self.word(self.words.to):
                to = len(taken)
            elif to and to + 1 < len(taken) and self.word(self.words.map):  # "string to Tag map"
                self.at += 1
                return MapOf(self.named(taken[to + 1 :]), first.text)
            taken.append(self.here)
            self.at += 1
        if len(taken) > 1 and taken[-1].text.value == _FOOTNOTE:
            taken.pop()
        return self.named(taken)

    def named(self, taken: list[Token]) -> Name:
        linked = next((t for t in taken if t.target), None)
        if linked:
            first = taken[0]  # `IDs of [X](#x)`
            identified = first.target is None and first.text.value.lower() in self.words.identifier
            kind = taken[-1].text if taken[-1].target is None else first.text if identified else None
            part = next((t.text for t in taken if t.text.value.lower() in self.words.partial), None)
            text = linked.text if linked.kind == "link" else self.between(taken)
            return Name(text, linked.target, kind, part)
        return Name(self.between(taken))

    def between(self, taken: list[Token]) -> Text:
        """The text from the first of the tokens to the last."""
        first, last = taken[0].text, taken[-1].text
        start = bisect_left(self.text.starts, first.start)
        return self.text[start : bisect_left(self.text.starts, last.starts[len(last) - 1]) + 1]
