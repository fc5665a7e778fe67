"""The words of bounds: `at most 20 characters`, `от 1 до 5`, `1〜99`; and the patterns that they make."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rowtype.reading.dialect.lookup import Lookup, folded, lookup
from rowtype.reading.dialect.phrases import START, literal, spaced, whole

LETTER = r"0-9A-Za-z_\u00c0-\u052f"
"""Letters and digits of scripts with spaces between words."""
NUMBER = r"[-−]?\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?![\d,.]*\d)|[-−]?\d{1,9}(?:[.,]\d{1,9})?"
"""A number, in groups of three or with a decimal sign.  Starts '1,000', '1 000', '-0.5', '2,5', not 'x', '.'."""


@dataclass(frozen=True, kw_only=True)
class BoundWords:
    """Words and phrases of a dialect."""

    least: tuple[str, ...] = ()
    """Before the least value, it included: "at least"."""
    most: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    """Before a bound that is not included; negated, one that is: "not more than"."""
    under: tuple[str, ...] = ()
    exactly: tuple[str, ...] = ()
    least_after: tuple[str, ...] = ()
    """After the least value, it included: "or more"."""
    most_after: tuple[str, ...] = ()
    over_after: tuple[str, ...] = ()
    under_after: tuple[str, ...] = ()
    negation: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    """Before two bounds, as in "from 1 to 5"."""
    between_after: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """Between two bounds."""
    both: tuple[str, ...] = ()
    """Between two bounds after a word of `between`, or between two statements."""
    length: tuple[str, ...] = ()
    """What is bounded: how many characters."""
    count: tuple[str, ...] = ()
    """How many items."""
    value: tuple[str, ...] = ()
    """The value itself."""
    states: tuple[str, ...] = ()
    """Between what is bounded and its bound: "is", "of"."""
    leading: tuple[str, ...] = ()
    """Before a bound of the value itself: "must be"."""
    characters: tuple[str, ...] = ()
    """What is counted."""
    items: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    """What a number measures: seconds."""
    inclusive: tuple[str, ...] = ()
    """After bounds that are values too."""
    only_if: tuple[str, ...] = ()
    """Words of a sentence whose bounds hold in some cases alone, or are examples."""
    places: tuple[str, ...] = ()
    """Before numbers that bound nothing: "section"."""

    def among(self, text: str) -> frozenset[str]:
        """Which of the patterns below can find their words in a text: most find none in most texts."""
        return self._lookup.among(folded(text))

    @cached_property
    def find(self) -> Callable[[str, str], re.Match[str] | None]:
        """What a pattern, by its name, finds in a text; kept, as many rows say the same before their numbers."""
        return lru_cache(maxsize=2048)(lambda name, text: getattr(self, name).search(text))

    @cached_property
    def _lookup(self) -> Lookup[str]:
        words = {
            "before": (*self.least, *self.most, *self.over, *self.under, *self.exactly),
            "opening": self.between,
            "noun": (*self.length, *self.count, *self.value),
            "led": (*self.leading, *self.value, *self.both),
            "doubt": self.only_if,
            "place": self.places,
        }
        return lookup((name, [w for p in some for w in literal(p)]) for name, some in words.items() if some)

    @cached_property
    def range(self) -> re.Pattern[str]:
        """A number, or two with what stands between them; groups `low`, `high`, and `both` where "and" does."""
        return re.compile(
            rf"(?<![{LETTER}$€£¥₽#/\\.%^])(?<!\d:)(?<![{LETTER}][-−])(?P<low>{NUMBER})[`*]*"
            rf"(?:\s*(?:\.\.+|…|[-–—−~〜～]|(?P<both>[,;]|{spaced(self.both)})|{spaced(self.to)})\s*[`*]*"
            rf"(?P<high>{NUMBER}))?(?![{LETTER}.:/^]*\d|[{LETTER}]*[/\\])",
            re.IGNORECASE,
        )

    @cached_property
    def before(self) -> re.Pattern[str]:
        """At the end of what stands before a number: groups `not`, `least`, `most` …, of what is bounded."""
        nouns = "|".join(f"(?P<{n}>{whole(getattr(self, n))})" for n in ("length", "count", "value"))
        nouns_after = re.sub(r"(?<=\(\?P<)(\w+)>", r"\1_>", nouns)
        kinds = "|".join(
            rf"(?P<{kind}>{whole(getattr(self, kind))})"
            for kind in ("least", "most", "over", "under", "exactly")
        )
        states = rf"(?:\s*(?:[:：=–—-]|{whole(self.states)}))*"
        words = rf"(?:\s+(?!{whole(self.negation)})[^\W\d]+){{0,3}}?"
        return re.compile(
            rf"{START}(?:(?:{nouns}){words}{states}\s*)?"
            rf"(?:(?P<not>{whole(self.negation)})\s*(?:[^\W\d]+\s+){{0,2}}?)?"
            rf"(?:{kinds})(?:\s*(?:{nouns_after})(?:(?:\s+[^\W\d]+){{0,8}}?\s*(?:[:：=]|{whole(self.states)}))?)?"
            rf"{states}\s*[`*(\[]*\s*$",
            re.IGNORECASE,
        )

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """At the end of what stands before two numbers: `between`, `Length from`; groups of what is bounded."""
        nouns = "|".join(f"(?P<{n}>{whole(getattr(self, n))})" for n in ("length", "count", "value"))
        return re.compile(
            rf"{START}(?:(?:{nouns})(?:\s+[^\W\d]+){{0,3}}?"
            rf"(?:\s*(?:[:：=–—-]|{whole((*self.states, *self.leading))}))*\s*)?"
            rf"(?:{whole(self.between)})(?:\s*{whole(self.states)})?\s*[:：]?\s*[`*(\[]*\s*$",
            re.IGNORECASE,
        )

    @cached_property
    def noun(self) -> re.Pattern[str]:
        """At the end of what stands before two numbers: `Length: `."""
        return re.compile(
            rf"{START}(?:(?P<length>{whole(self.length)})|(?P<count>{whole(self.count)})|(?P<value>{whole(self.value)}))"
            rf"(?:\s*(?:[:：=–—-]|{whole(self.states)}))*\s*[`*]*\s*$",
            re.IGNORECASE,
        )

    @cached_property
    def after(self) -> re.Pattern[str]:
        """At the beginning of what follows numbers: groups of units, `least_after` …, and `end`."""
        units = "|".join(
            rf"(?P<{unit}>{whole(getattr(self, unit))})" for unit in ("characters", "items", "measures")
        )
        kinds = "|".join(
            rf"(?P<{kind}_after>{whole(getattr(self, kind + '_after'))})"
            for kind in ("least", "most", "over", "under", "between")
        )
        return re.compile(
            rf"[`*]*(?:[\])]?\s*[-‐]?\s*(?:{units}))?(?:\s*\(?(?:{whole(self.inclusive)})\)?)?(?:\s*(?:{kinds})(?!(?<=[{LETTER}.])\s*[:：=]?\s*\d))?"
            rf"(?P<end>\s*(?:$|[.;,)\]。，；、）】|\n(](?!\d)|{whole(self.both)}(?=\s)))?",
            re.IGNORECASE,
        )

    def is_unit(self, word: str, kind: str) -> bool:
        """Whether a word is what a bound of a JSON type counts, or what it measures."""
        counted = {"string": ("characters",), "array": ("items",)}.get(kind, ("measures",))
        m = self.after.match(word)
        return m is not None and m.end() == len(word) and any(m[unit] for unit in counted)

    @cached_property
    def led(self) -> re.Pattern[str]:
        """At the end of what stands before a phrase: it speaks of the value, or goes on."""
        return re.compile(rf"{START}(?:{whole((*self.leading, *self.value, *self.both))})\s*$", re.IGNORECASE)

    @cached_property
    def doubt(self) -> re.Pattern[str]:
        """In a sentence whose bounds do not hold always."""
        return re.compile(START + whole(self.only_if), re.IGNORECASE)

    @cached_property
    def place(self) -> re.Pattern[str]:
        """At the end of what stands before numbers in brackets: they are no bounds."""
        return re.compile(rf"{START}(?:{whole(self.places)})\s*(?:[^\W\d]+\s*)?$", re.IGNORECASE)
