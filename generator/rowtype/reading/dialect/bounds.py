"""The words of bounds: `at most 20 characters`, `от 1 до 5`, `1〜99`; and the patterns that they make."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from rowtype.reading.dialect.lookup import Lookup, folded, lookup
from rowtype.reading.dialect.numerals import NO_NUMERALS, Numerals
from rowtype.reading.dialect.phrases import START, either, literal, spaced, whole
from rowtype.reading.dialect.tongues import Spoken, Tongues
from rowtype.reading.markup.characters import CJK

LETTER = r"0-9A-Za-z_\u00c0-\u052f"
"""Letters and digits of scripts with spaces between words."""
NUMBER = r"[-−+]?\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?![\d,.]*\d)|[-−+]?\d{1,9}(?:[.,]\d{1,9})?"
"""A number, in groups of three or with a decimal sign.  Starts '1,000', '1 000', '-0.5', '2,5', not 'x', '.'."""

_GLOSS = r"\s*[(（][^()（）\n\d]{1,40}[)）]"
"""What a number means.  Starts ' (low)', not ' (1)'."""

_COUNTED = {"string": ("characters", "digits"), "array": ("items", "pairs"), "object": ("pairs",)}
"""JSON types -> what is counted of their values."""


@dataclass(frozen=True, kw_only=True)
class BoundWords(Spoken):
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
    negation_after: tuple[str, ...] = ()
    """Behind a bound: what is so is refused."""
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
    digits: tuple[str, ...] = ()
    """What is counted, and all of it is there: a code of six digits has no other length."""
    fraction: tuple[str, ...] = ()
    """Behind digits that are a part of a number: "after the decimal point"."""
    pairs: tuple[str, ...] = ()
    """What is counted in an object."""
    items: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    """What a number measures: seconds."""
    inclusive: tuple[str, ...] = ()
    """After bounds that are values too."""
    exclusive: tuple[str, ...] = ()
    """After bounds that are no values themselves."""
    only_if: tuple[str, ...] = ()
    """Words of a sentence whose bounds hold in some cases alone, or are examples."""
    places: tuple[str, ...] = ()
    """Before numbers that bound nothing: "section"."""
    otherwise: tuple[str, ...] = ()
    """Between a bound and another that may hold in its place: "or"."""
    given: tuple[str, ...] = ()
    """Such words that say no case of their own: "if specified"."""
    then: tuple[str, ...] = ()
    """Behind words of a case that stand after it, and before what holds then: `の場合は`."""
    cases: tuple[str, ...] = ()
    """Behind a bound that holds in some cases alone: "for"."""
    each: tuple[str, ...] = ()
    """In a sentence that speaks of each item of an array."""
    multiple: tuple[str, ...] = ()
    """Before a number of which all values are multiples: "in steps of"."""
    step: tuple[str, ...] = ()
    """What such a number is called: "step"."""
    together: tuple[str, ...] = ()
    """In one that speaks of all of them: "a total length of"."""
    numerals: Numerals = NO_NUMERALS
    tongues: Tongues[BoundWords] | None = field(default=None, compare=False, repr=False)

    def for_text(self, text: str) -> BoundWords:
        """Those of them that a text can have, and perhaps others: of few words patterns are made soon."""
        return self.tongues.for_text(text) if self.tongues else self

    @cached_property
    def among(self) -> Callable[[str], frozenset[str]]:
        """Which of the patterns below can find their words in a text: most find none in most texts."""
        return lru_cache(maxsize=64)(lambda text: self._lookup.among(folded(text)))

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
            "after": (*self.least_after, *self.most_after, *self.over_after, *self.under_after),
            "numeral": tuple(name for name, _ in self.numerals.names),
        }
        return lookup((name, [w for p in some for w in literal(p)]) for name, some in words.items() if some)

    @cached_property
    def range(self) -> re.Pattern[str]:
        """A number, or two with what stands between them; groups `low`, `high`, and `both` where "and" does."""
        return self.pattern(
            rf"(?<![{LETTER}$€£¥₽#/\\.%^])(?<!\d:)(?<![{LETTER}][-−])(?P<low>{NUMBER})[`*]*"
            rf"(?:(?:{_GLOSS}(?!\s*[,;]))?"
            rf"\s*(?:\.\.+|…|[-–—−~〜～]|{spaced(self.to)}|(?P<both>[,;](?!\s*\d[\d.]{{0,9}}\s+{spaced(self.to)}\s*\d)|{spaced(self.both)}))\s*[`*]*"
            rf"(?P<high>{NUMBER}))?(?![{LETTER}.:/^]*\d|[{LETTER}]*[/\\])"
        )

    @cached_property
    def parted(self) -> re.Pattern[str]:
        """Between the two numbers of a range."""
        return self.pattern(rf"\s*(?:[-–—]|{spaced(self.to)})\s*")

    @cached_property
    def before(self) -> re.Pattern[str]:
        """At the end of what stands before a number: groups `not`, `least`, `most` …, of what is bounded."""
        nouns = "|".join(f"(?P<{n}>{whole(getattr(self, n))})" for n in ("length", "count", "value"))
        bounding = (*self.least, *self.most, *self.over, *self.under, *self.exactly)
        own = [phrase for phrase in bounding if phrase.split()[0] in self.negation]  # `no máximo`
        nouns_after = re.sub(r"(?<=\(\?P<)(\w+)>", r"\1_>", nouns)
        kinds = "|".join(
            rf"(?P<{kind}>{whole(getattr(self, kind))})"
            for kind in ("least", "most", "over", "under", "exactly")
        )
        states = rf"(?:\s*(?:[:：=–—-]|{whole(self.states)}))*"
        words = rf"(?:\s+(?!{whole(self.negation)})[^\W\d]+){{0,3}}?"
        return self.pattern(
            rf"{START}(?P<bounded>(?:{nouns}){words}{states}\s*)?"
            rf"(?:(?!{whole(own)})(?P<not>{whole(self.negation)})\s*(?:[^\W\d]+\s+){{0,2}}?)?"
            rf"(?:{kinds})(?:(?(bounded)|\s*(?:{nouns_after}))(?:(?:\s+[^\W\d]+){{0,8}}?\s*(?:[:：=]|{whole(self.states)}))?)?"
            rf"{states}\s*[`*(\[]*\s*$"
        )

    @cached_property
    def bounding(self) -> re.Pattern[str]:
        """A word of a bound, anywhere."""
        return self.pattern(
            rf"{START}{whole((*self.least, *self.most, *self.over, *self.under, *self.exactly))}"
        )

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """At the end of what stands before two numbers: `between`, `Length from`; groups of what is bounded."""
        nouns = "|".join(f"(?P<{n}>{whole(getattr(self, n))})" for n in ("length", "count", "value"))
        return self.pattern(
            rf"{START}(?:(?:{nouns})(?:\s+[^\W\d]+){{0,3}}?"
            rf"(?:\s*(?:[:：=–—-]|{whole((*self.states, *self.leading))}))*\s*)?"
            rf"(?:{whole(self.between)})(?:\s*{whole(self.states)})?\s*[:：]?\s*[`*(\[]*\s*$"
        )

    @cached_property
    def noun(self) -> re.Pattern[str]:
        """At the end of what stands before two numbers: `Length: `."""
        return self.pattern(
            rf"{START}(?:(?P<length>{whole(self.length)})|(?P<count>{whole(self.count)})|(?P<value>{whole(self.value)}))"
            rf"(?:\s*(?:[:：=–—-]|{whole(self.states)}))*\s*[`*]*\s*$"
        )

    @cached_property
    def after(self) -> re.Pattern[str]:
        """At the beginning of what follows numbers: groups of units, `least_after` …, and `end`."""
        units = "|".join(
            rf"(?P<{unit}>{whole(getattr(self, unit))})"
            for unit in ("characters", "pairs", "items", "measures")
        )
        digits = rf"(?P<digits>{whole(self.digits)})(?!\s*{whole(self.characters)})"
        units = rf"(?:{digits}|{units})(?!\w{{0,12}}\s*(?:{whole(self.fraction)}))"
        kinds = "|".join(
            rf"(?P<{kind}_after>{whole(getattr(self, kind + '_after'))})"
            for kind in ("least", "most", "over", "under", "between")
        )
        kinds += rf"|(?P<exactly_after>{whole(self.exactly)})"
        going_on = whole((*self.both, *self.multiple))
        given = rf"(?:{whole(self.given)})(?=\s*(?:[.,;:)。，；：）\n]|$))"
        further = rf"\s(?={whole((*self.least, *self.most))}(?:\s[^\W\d_]{{1,12}})?\s?[:：=]\s?[`*]*-?\d)"
        ends = either(whole(getattr(self, f"{kind}_after")) for kind in ("least", "most", "over", "under"))
        return self.pattern(
            rf"[`*]*(?:[\])]?\s*[-‐]?\s*(?:{units}))?(?:\s*\(?(?:{whole(self.inclusive)})\)?)?(?:\s*[(（]\d[\d.,]{{0,9}}\s?[^\W\d]{{1,12}}[)）])?"
            rf"(?:\s*(?:{kinds})(?!(?<=[{LETTER}.])\s*[:：=]?\s*\d)|(?P<unknown>(?:{CJK.pattern}){{1,6}}?){ends})?"
            rf"(?:\s*(?P<refused>{whole(self.negation_after)}))?"
            rf"(?P<end>\s*(?:$|[.;,)\]。，،；、）】|\n(](?!\d)|{going_on}(?=\s|{CJK.pattern})|{given}|{further}))?"
        )

    def is_unit(self, word: str, kind: str) -> bool:
        """Whether a word is what a bound of a JSON type counts, or what it measures."""
        counted = {"string": ("characters",), "array": ("items", "pairs"), "object": ("pairs",)}.get(
            kind, ("measures",)
        )
        m = self.for_text(word).after.match(word)
        return m is not None and m.end() == len(word) and any(m[unit] for unit in counted)

    @cached_property
    def led(self) -> re.Pattern[str]:
        """At the end of what stands before a phrase: it speaks of the value, or goes on."""
        return self.pattern(rf"{START}(?:{whole((*self.leading, *self.value, *self.both))})\s*$")

    @cached_property
    def excluded(self) -> re.Pattern[str]:
        """Right behind a bound: it is no value.  Starts ' (exclusive)', ' exclu'."""
        return self.pattern(rf"[`*]*\s*,?\s*[(（]?\s*(?:{whole(self.exclusive)})\s*[)）]?")

    @cached_property
    def characters_or_digits(self) -> re.Pattern[str]:
        """What is counted of a string, and of nothing else."""
        return self.pattern(START + whole((*self.characters, *self.digits)))

    @cached_property
    def of_value(self) -> re.Pattern[str]:
        """What is bounded is a value itself."""
        return self.pattern(START + whole(self.value))

    @cached_property
    def each_one(self) -> re.Pattern[str]:
        """In a sentence that speaks of each item."""
        return self.pattern(START + whole(self.each))

    @cached_property
    def of_all(self) -> re.Pattern[str]:
        """In a sentence that speaks of all items at once."""
        return self.pattern(START + whole(self.together))

    @cached_property
    def stating(self) -> re.Pattern[str]:
        """At the end of what stands before a number of what something has: `a code of`, `с`."""
        return self.pattern(rf"[^\W\d_]\s+{whole(self.states)}\s*$")

    def doubted(self, text: str) -> re.Match[str] | None:
        """What a text says by which its bounds do not hold always."""
        return self.for_text(text).doubt.search(text)

    @cached_property
    def doubt(self) -> re.Pattern[str]:
        """In a sentence whose bounds do not hold always."""
        return self.pattern(START + whole(self.only_if))

    @cached_property
    def refused(self) -> re.Pattern[str]:
        """After a bound, somewhere: what is so is refused."""
        return self.pattern(f"(?:{whole(self.negation_after)})")

    @cached_property
    def thus(self) -> re.Pattern[str]:
        """Behind words of a case: it is over.  Starts 'は最大', not '超'."""
        return self.pattern(f"(?:{whole(self.then)})")

    @cached_property
    def always(self) -> re.Pattern[str]:
        """What begins as words of a case do and says none.  Starts 'if specified.', not 'if specified twice'."""
        return self.pattern(rf"(?:{whole(self.given)})(?=\s*(?:[.,;:)。，；：）\n]|$))")

    @cached_property
    def instead(self) -> re.Pattern[str]:
        """At the end of what stands before a bound: a number that is none of its values.  Finds '0 or '."""
        return self.pattern(
            rf"(?:{NUMBER})[`*]*\s*,?\s*(?:{whole(self.otherwise)})\s*(?:[^\W\d]+\s+){{0,4}}$"
        )

    @cached_property
    def other(self) -> re.Pattern[str]:
        """After a bound: it is not the only one.  Matches ', or 30', ' for gifts', not ', or more', ' for the name'."""
        return self.pattern(
            rf"\s*[,;(，（]?\s*(?:{whole(self.otherwise)})\s*[`*]*(?:{NUMBER})"
            rf"|(?:\s+|(?={CJK.pattern}))(?:{whole(self.cases)})(?=\W|$|{CJK.pattern})(?!\s+{whole(self.leading)})"
        )

    @cached_property
    def place(self) -> re.Pattern[str]:
        """At the end of what stands before numbers in brackets: they are no bounds."""
        signs = whole(word for word in self.places if len(word) == 1)  # `第` may be a part of any word
        named = whole(word for word in self.places if len(word) > 1)
        return self.pattern(rf"{START}(?:{named}\s*(?:[^\W\d]+\s*)?|{signs}\s*)$")
