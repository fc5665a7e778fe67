"""The words of lists of values with what they mean, `0 means off, 1 means on`; and the patterns that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rowtype.reading.dialect.phrases import START, spaced, whole
from rowtype.reading.markup.characters import CJK

MARKED = ("coded", "quoted", "angled", "cornered", "single")
"""Groups of values that stand in marks."""
_VALUE = (
    r"(?:`{1,3}\\?[\"']?(?P<coded>[^`\n]{0,58}[^`\s\"'\\])\\?[\"']?`{1,3}|[\"“„](?P<quoted>[^\"“”\n]{1,60})[\"”“]"
    r"|«(?P<angled>[^«»\n]{1,60})»|[「『](?P<cornered>[^「」『』\n]{1,60})[」』]|'(?P<single>[^'\n]{1,60})'(?![A-Za-z0-9_])"
    r"|(?<![\d.,])(?P<number>-?\d{1,9})(?![.,]?\d|[A-Za-z_])"
    r"|(?<![A-Za-z0-9_])(?P<word>[+-]?[A-Za-z][A-Za-z0-9_]{0,60}(?:[.+/-][A-Za-z0-9_]{1,60}){0,8}\+?)(?!(?!"
    + CJK.pattern
    + r")[\w`]))"
)
_BULLET = (
    r"(?:(?P<bullet>[-*•·▪◦●○–—]\s+|・\s*|[\u2460-\u2473]\s*|\d{1,2}(?:[.)]\s+|、\s*)"
    r"(?=[^\W\d]|[`\"“„«「『']))\s*)?"
)
_REMARK = r"(?:\s*(?P<{}>[(（](?:[^()（）\n]|[(（][^()（）\n]{{0,60}}[)）]){{1,200}}[)）]))"
_SAID = r"(?!-?\d+(?:[.,]\d+)?\s*(?:$|\n|[,;.)]))\S"


@dataclass(frozen=True, kw_only=True)
class EntryWords:
    """Words and phrases of a dialect."""

    means: tuple[str, ...] = ()
    """Between a value and its meaning: "means"."""
    counts: tuple[str, ...] = ()
    """The same, behind a number alone: "1为"."""
    explaining: tuple[str, ...] = ()
    """Before the meaning of a value in marks: "for"."""
    before: tuple[str, ...] = ()
    """Before a value: "值为"."""
    or_empty: tuple[str, ...] = ()
    """Behind a value: nothing means the same."""
    joins: tuple[str, ...] = ()
    """Between two entries: "or"."""
    labels: frozenset[str] = frozenset()
    """Headers of columns, in lower case: a line may begin with one as with a label."""
    examples: frozenset[str] = frozenset()
    """Those of them over examples."""
    unlike: tuple[str, ...] = ()
    """In what stands before entries that are no values: "parameters", "for example", "not"."""

    @property
    def _sign(self) -> str:
        return (
            r"(?:\s*(?:[=＝→⇒]|[-=]>|[–—―]{1,2}|--|：)\s*|\s*:(?=[\s\"“„«「『'(（]|[^\x00-\x7f])\s*|(?<=\d):(?=[^\W\d])|\s+-\s*|-\s+"
            rf"|-(?=[^\x00-\x7f\d])|\s*(?:…|⋯|\.{{3}}){{1,2}}\s*|\s*{whole(self.means)}\s*|(?<=\d)\s*{whole(self.counts)}\s*"
            rf"|(?<=[`\"”»」』'])\s+(?={whole(self.explaining)}\s))"
        )

    @property
    def _value(self) -> str:
        return rf"{_VALUE}(?:\s+{spaced(self.or_empty)})?"

    @property
    def _lead(self) -> str:
        return rf"(?:(?i:{whole(self.before)})\s*)?"

    @cached_property
    def line(self) -> re.Pattern[str]:
        """A line of a list.

        Is '`ab` - one', '• "ab" (one)', '1 = «ab»', 'AB：一', '`ab` gives one', not 'ab', '12:30', '1 - 5'.
        """
        return re.compile(
            rf"{_BULLET}{self._lead}{self._value}(?:{_REMARK.format('remark')}?(?:(?P<sign>{self._sign})(?P<said>{_SAID}[^\n]*)"
            rf"|(?P<mild>\s*[.,]\s+)(?P<said_>\S[^\n]*))"
            rf"|{_REMARK.format('alone')}[;,.，；。]?|(?P<spaced>\s+)(?P<words>[^\W\d][^\n]*))"
        )

    @cached_property
    def led(self) -> re.Pattern[str]:
        """What stands before the first value: "where 0 = off, 1 = on"."""
        return re.compile(START + whole(self.before), re.IGNORECASE)

    @cached_property
    def begun(self) -> re.Pattern[str]:
        """A value, and its meaning in brackets or what parts it from its meaning: '`ab` (one)', '`ab` - '."""
        return re.compile(
            rf"{self._lead}{self._value}(?:{_REMARK.format('alone')}(?!{self._sign}\S)"
            rf"|{_REMARK.format('remark')}?(?P<sign>{self._sign})(?={_SAID}))"
        )

    @cached_property
    def joint(self) -> re.Pattern[str]:
        """Between two entries."""
        return re.compile(
            rf"(?:\s*[,，،、;；/|·。.\n]\s*(?P<word>(?:{spaced(self.joins)})(?=\s|{CJK.pattern}|[`\"“«「])\s*)?"
            rf"|\s*(?P<only>{spaced(self.joins)})(?=[\s`\"“«「])\s*"
            rf"|\s*(?:{spaced(w for w in self.joins if CJK.search(w))})\s*|\s+|(?<=[)）]))"
        )

    @cached_property
    def joined(self) -> re.Pattern[str]:
        """A word between two entries, at the end of what stands before one."""
        return re.compile(rf"\s*[,，،;；、]?\s*(?:{whole(self.joins)})\s*$", re.IGNORECASE)

    @cached_property
    def joining(self) -> frozenset[str]:
        """The last letters of words between two entries: what ends otherwise is none, as a quick look tells."""
        return frozenset(word[-1] for join in self.joins for word in (join.lower(), join.upper()))

    @cached_property
    def other(self) -> re.Pattern[str]:
        """In what stands before entries: they are no values.  Finds "parameters", "for example"."""
        return re.compile(START + whole(self.unlike), re.IGNORECASE)
