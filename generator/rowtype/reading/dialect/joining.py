"""What stands between, beside and after the values of a list, in the words of the languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from rowtype.reading.dialect.patterns import Pattern
from rowtype.reading.dialect.phrases import whole
from rowtype.reading.dialect.phrases import words as words_of
from rowtype.reading.markup.characters import CJK


@dataclass(frozen=True, slots=True)
class Joining:
    """How the values of a list are joined, explained and marked."""

    words: tuple[str, ...]
    """`or`, `and` in all languages."""
    between: Pattern
    """What stands between two values.  Matches ', ', ' or ' before a space or a quote, not 'order'."""
    bare: Pattern
    """A value without quotation marks, up to what may follow it.  Matches 'new' in 'new, old' and 'new or old'."""
    goes_on: Pattern | None
    """After a value: those listed are examples, and there are more."""
    going_on: Pattern | None
    """The same anywhere in a text: begins where no sign stands before, which keeps the search linear."""
    described: Pattern
    """What a value means, after a sign.  Matches ' - one' of '`a` - one; `b`'."""
    explained: Pattern
    """What a value is for, after a word.  Matches ' for one' of '`a` for one, `b`'."""
    default: Pattern
    """In what a value means: it is the default.  Finds 'default. ' at the beginning, '(default)' at the end."""
    includes: Pattern
    """At the end of what announces values: there may be more.  Finds 'Values include: '."""
    including: Pattern
    """The same word anywhere."""
    excluding: Pattern
    """Behind a list: its items are fields, of which one may be given.  Matches ', but not both'."""
    grows: Pattern
    """There will be more values.  Finds 'may be added in the future'."""
    alone: Pattern
    """A bare value and nothing else, but that it is the default.  Matches 'name:a - default'."""
    here: tuple[Pattern, Joining] | None = None
    """Words of a language in which words of others mean something else, and how values are joined in it."""

    def for_text(self, text: str) -> Joining:
        """How values are joined in a text: `of` joins them in Dutch, and in English only where they are marked."""
        return self.here[1] if self.here is not None and self.here[0].search(text) else self

    @staticmethod
    def in_languages(
        words: Iterable[str], elsewhere: Iterable[str], spoken: Iterable[str], **more: Any
    ) -> Joining:
        """Words that join in all languages, those that do `elsewhere`, and words `spoken` in the language where not."""
        every = (*words, *elsewhere)
        here = Joining.by(words, marked=elsewhere, **more)
        return replace(Joining.by(every, **more), here=(Pattern(rf"\b(?i:{words_of(spoken)})\b"), here))

    @staticmethod
    def by(
        words: Iterable[str] = (),
        *,
        marked: Iterable[str] = (),
        goes_on: Pattern | None = None,
        explaining: Iterable[str] = (),
        empty: Iterable[str] = (),
        default: Iterable[str] = (),
        default_last: Iterable[str] = (),
        includes: Iterable[str] = (),
        excluding: Iterable[str] = (),
        grows: Iterable[str] = (),
    ) -> Joining:
        """The patterns of words.

        `words` join, `marked` do before what stands in marks, `explaining` begin an explanation, `empty` say that
        nothing may stand there instead, `default` mark the value that is the default, `default_last` only where
        nothing follows; values that `includes` announce are not all of them, and those before `excluding` are names of
        fields.
        """
        words, marked = tuple(words), tuple(marked)
        parted = [w for w in words if not CJK.search(w)]
        letters = words_of(w for w in parted if len(w) == 1)  # `y`, and no `Y`, which is a value
        spaced = f"(?:(?i:{words_of(w for w in parted if len(w) > 1)})|{letters})"
        unspaced = words_of(w for w in words if CJK.search(w))
        mark = f"(?i:{words_of(default)})"
        last = f"(?i:{words_of((*default, *default_last))})"
        return Joining(
            (*words, *marked),
            Pattern(
                r"(?:\s|[,;|/•·、，،；／｜・]|(?:(?<=\n)|^)(?:[-*]|\d{1,2}[.)](?=\s+[`\"“«]))\s"
                rf"|\b{spaced}(?=[\s/`\"“«:「]|,(?!\s?[\w`\"“«]))|\b(?i:{words_of(marked)})(?=\s*[`\"“«'\d])|{unspaced})*"
            ),
            Pattern(
                rf"(?!\d+\s?[-–]\s?\d)(?P<bare>[A-Za-z0-9_\u00c0-\u024f](?:(?:(?!{CJK.pattern})[\w.:+-])*(?!{CJK.pattern})\w)?)"
                rf"(?=\s*(?:[,;.|/、，،；。／｜・（\])}}]|$|\n|\s{spaced}[^\S\n]+\S|\(|{unspaced}))"
            ),
            goes_on,
            goes_on and Pattern(rf"(?<![\s,;、，])(?:{goes_on.text})"),
            Pattern(
                rf"(?:\s+{words_of(empty)}(?=\s))?[^\S\n]*(?:[–—=:：→]|-(?=\s|{CJK.pattern})|[-=]>)[^\S\n]*(?P<gloss>[^\n]*?)"
                r"(?=\s*[;,]?\s*(?:\n|$)|[;,.，،；、。][^\S\n]*(?:\w{1,4}\s)?[`\"“«「])"
            ),
            Pattern(
                rf"[^\S\n]+(?P<gloss>{words_of(explaining)}\s(?:[^\n,;.“\"`]|\.(?!\s|$)){{0,120}})"
                rf"(?=[,;]|\s+{spaced}\s+[`\"“«]|\.?\s*(?:\n|$))"
            ),
            Pattern(
                rf"^[(（]{mark}[)）]\s?(?:[:：]|[-–—]\s)|^[(（]?{mark}[)）]?[.,;]\s|[(（]?{last}[)）]?[\s;.,。；]*$"
            ),
            Pattern(rf"(?i:{words_of(includes)})\W{{0,5}}$"),
            Pattern(rf"\b(?i:{words_of(includes)})\b(?:\s*[:：])?"),
            Pattern(rf"\s*[,，،、;(（]?\s*(?i:{whole(excluding)})"),
            Pattern(rf"(?<!\w)(?i:{whole(grows)})(?!\w)"),
            Pattern(rf"[^\s,]+(?:\s+[–—-]\s+\(?{mark}\)?)?[;.,]?"),
        )
