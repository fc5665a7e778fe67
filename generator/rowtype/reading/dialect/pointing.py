"""How a text points to a list of values that stands elsewhere, in the words of the languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rowtype.reading.dialect.lookup import Worded, worded
from rowtype.reading.dialect.patterns import NOTHING, Pattern
from rowtype.reading.dialect.phrases import by_letter, literal, phrase
from rowtype.reading.markup.characters import CJK

NEVER = worded(NOTHING, ["never"])


@dataclass(frozen=True, slots=True)
class Pointing:
    """Words by which a field sends its reader to a list of values."""

    to: Worded = NEVER
    """More is said where the words near by lead.  Finds 'see', 'siehe', '参照'."""
    among: Worded = NEVER
    """The field has one of the values that are named near by.  Finds 'one of', 'values'."""
    also: Worded = NEVER
    """What is named near by is good to know besides.  Finds 'see also', 'for example'."""
    below: Worded = NEVER
    """The list follows.  Finds 'see below', 'the following table', '下表'."""
    label: Worded = NEVER
    """A numbered table, appendix or section, one group each.  Finds 'Table 3', 'Anhang B', '表5'."""
    unnumbered: Worded = NEVER
    """An appendix that need have no number.  Finds 'appendix', '附录'."""
    called: Worded = NEVER
    """Before a title in quotes: it is that of a table or an appendix.  Finds 'table "', 'справочника «'."""
    bits: Worded = NEVER
    """Values may be added up.  Finds 'bit mask', 'flags', 'ビットマスク'."""
    open: Worded = NEVER
    """Over a list: it is not complete.  Finds 'for example', 'not exhaustive'."""

    @staticmethod
    def by(
        *,
        to: Iterable[str] = (),
        among: Iterable[str] = (),
        also: Iterable[str] = (),
        below: Iterable[str] = (),
        table: Iterable[str] = (),
        appendix: Iterable[str] = (),
        section: Iterable[str] = (),
        bits: Iterable[str] = (),
        open: Iterable[str] = (),
    ) -> Pointing:
        """The patterns of phrases."""
        kinds = {"table": table, "appendix": appendix, "section": section}
        return Pointing(
            to=_any(to),
            among=_any(among),
            also=_any(also),
            below=_any(below),
            label=worded(
                Pattern(lambda: "|".join(_label(kind, words) for kind, words in kinds.items())),
                [word for words in kinds.values() for text in words for word in literal(text)],
            ),
            unnumbered=_any(appendix),
            called=_called([*table, *appendix]),
            bits=_any(bits),
            open=_any(open),
        )


def _any(stated: Iterable[str]) -> Worded:
    """One of several phrases, where words begin and end."""
    stated = tuple(stated)
    return worded(
        Pattern(lambda: "(?i)" + _words(stated)), [word for text in stated for word in literal(text)]
    )


def _called(stated: list[str]) -> Worded:
    """One of several phrases and a quote behind it, at the end of what is searched."""
    return worded(
        Pattern(lambda: rf"(?i:{_words(stated)})\.?\s*[:：]?\s*[«\"“„‘'`「『《]\s?$"),
        [word for text in stated for word in literal(text)],
    )


def _words(stated: Iterable[str]) -> str:
    """The same as text; words are looked for where words begin alone, whichever they are."""
    longest = sorted(stated, key=len, reverse=True)
    spaced = by_letter([text for text in longest if not CJK.match(text)], _ended)
    others = by_letter([text for text in longest if CJK.match(text)], _ended)
    return rf"(?:\b{spaced}|{others})"


def _ended(text: str) -> str:
    return phrase(text) + ("" if CJK.match(text[-1]) else r"(?![^\W_])")


_NUMBER = r"\d+(?:[.-]\d+)*|[A-Z\u0410-\u042f](?:[.-]?\d+)*"


def _label(kind: str, stated: Iterable[str]) -> str:
    """A word and a number or letter after it, which is the group `kind`."""
    return rf"(?i:{_words(stated)})\.?\s*[№#(（]?\s*(?P<{kind}>{_NUMBER})(?![0-9A-Za-z\u0400-\u04ff])"
