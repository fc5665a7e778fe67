"""What is wrong with a payload, in words for the person who sent it.

A `Check` is the constant half of a violation: one for each assertion of the schema.  A `Violation` adds where and
what; its pointer and its message are made when they are asked for.
"""

from __future__ import annotations

from rowtype.runtime.alternatives import NAMING, compared
from rowtype.runtime.spelling import suggestion
from rowtype.runtime.wording import cut, english, placed, russian

TYPE_CHECKING = False  # `typing` takes longer to import than everything that is here
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeAlias

    Path: TypeAlias = tuple[Any, Any] | None
    """A place in a payload: (the place of the container, name or index in it); None is the payload."""
    Report: TypeAlias = Callable[[Any, Path, list["Violation"]], None]
    """Adds everything that is wrong with a value."""
    Settled: TypeAlias = dict[tuple["Check", Path], tuple[Any, tuple["Violation", ...]]]
    """What is wrong with the nearest alternatives of one check in one place: `detail` and `causes`."""

KEPT = 100
"""Wrong words of which a check remembers what was meant."""


class Check:
    """One assertion of the schema."""

    __slots__ = ("_meant", "documented_at", "expected", "keyword", "location", "names")

    def __init__(
        self,
        location: str,
        keyword: str,
        expected: Any = None,
        documented_at: tuple[str, ...] = (),
        names: tuple[str, ...] | None = None,
    ) -> None:
        self.location = location
        """URI of the schema document, `#`, JSON Pointer of the keyword."""
        self._meant: dict[object, str | None] = {}
        self.keyword = keyword
        self.expected = expected
        self.documented_at = documented_at
        self.names = names
        """Of `anyOf` and `oneOf` the properties whose values tell alternatives apart; of `required` those declared."""

    def meant(self, word: object) -> str | None:
        """The expected word that is near `word`.  The same wrong word tends to come many times: the last are kept."""
        if not isinstance(word, str):
            return None
        try:
            return self._meant[word]
        except KeyError:
            if len(self._meant) >= KEPT:
                self._meant = {}
            known = (self.expected,) if self.keyword == "const" else self.expected or ()
            found = self._meant[word] = suggestion(word, known)
            return found


class Violation:
    """One assertion that one value does not meet."""

    __slots__ = ("_at", "_causes", "_check", "_detail", "_reports", "value")

    def __init__(
        self,
        at: Path,
        value: Any,
        check: Check,
        detail: Any = None,
        causes: tuple[Violation, ...] = (),
        reports: tuple[Report, ...] = (),
    ) -> None:
        self._at = at
        self._check = check
        self.value = value
        """What was found, as it is."""
        self._detail = detail
        self._causes = causes
        self._reports = reports

    @property
    def detail(self) -> Any:
        """The property name, the index or the count that the message is about, where there is one."""
        if self._reports:
            self._settle()
        return self._detail

    @property
    def causes(self) -> tuple[Violation, ...]:
        """For `anyOf` and `oneOf`: what is wrong with the alternative that comes nearest, or with those that do."""
        if self._reports:
            self._settle()
        return self._causes

    def _settle(self, known: Settled | None = None) -> None:
        """Compare the alternatives, where that has not been done; `known`: what was found elsewhere."""
        if self._reports:
            reports, self._reports = self._reports, ()
            known = {} if known is None else known
            place = (self._check, self._at)
            try:
                if place not in known:
                    known[place] = compared(reports, self, known)
                self._detail, self._causes = known[place]
            except RecursionError:  # asked for from deeper inside a program than the verdict was
                return

    def __reduce__(self) -> tuple[type[Violation], tuple[Any, ...]]:
        self._settle()
        return type(self), (self._at, self.value, self._check, self._detail, self._causes)

    @property
    def path(self) -> tuple[str | int, ...]:
        """Property names and 0-based indexes from the payload to the value."""
        found = []
        at = self._at
        while at is not None:
            found.append(at[1])
            at = at[0]
        return tuple(reversed(found))

    @property
    def pointer(self) -> str:
        """JSON Pointer (RFC 6901) to the value; "" is the payload."""
        at = self._at
        found = ""
        while at is not None:
            found = "/" + str(at[1]).replace("~", "~0").replace("/", "~1") + found
            at = at[0]
        return found

    @property
    def schema_pointer(self) -> str:
        """JSON Pointer to the keyword, from the root of the schema document that holds it."""
        return self._check.location.partition("#")[2]

    @property
    def schema_uri(self) -> str:
        """The schema document that holds the keyword: its URI as it calls itself, perhaps empty."""
        return self._check.location.partition("#")[0]

    @property
    def keyword(self) -> str:
        """The keyword that is not met; "false" for a schema that nothing meets."""
        return self._check.keyword

    @property
    def expected(self) -> Any:
        """What the keyword demands: its value, or the name of the property that is missing."""
        return self.detail if self._check.keyword in NAMING else self._check.expected

    @property
    def documented_at(self) -> tuple[str, ...]:
        """Lines of the documentation that say so: `file:line`."""
        return self._check.documented_at

    @property
    def message(self) -> str:
        """One sentence in English."""
        return english(self)

    def describe(self, lang: str = "en") -> str:
        """One sentence in English ("en") or Russian ("ru")."""
        return russian(self) if lang == "ru" else english(self)

    def __str__(self) -> str:
        return f"{placed(self)}: {self.message}"

    def __repr__(self) -> str:
        return f"<Violation {cut(self.pointer, 300)!r} {self.keyword}: {self.message}>"


TOLD = 100
"""Violations that the text of an error tells; it holds all."""


class ValidationError(ValueError):
    """A payload is not valid; `violations` holds everything that is wrong with it."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(violations)
        said = [*map(str, self.violations[:TOLD])]
        if (more := len(self.violations) - TOLD) > 0:
            said.append(f"… and {more:,} more")
        super().__init__("\n".join(said))

    def __reduce__(self) -> tuple[type[ValidationError], tuple[tuple[Violation, ...]]]:
        return type(self), (self.violations,)


NOTHING: Iterator[Violation] = iter(())
"""What is wrong with a valid payload.  It is exhausted, and so can be everybody's."""


def too_deep(value: Any) -> ValidationError:
    """The error for a payload that is nested more deeply than Python can follow."""
    return ValidationError([Violation(None, value, Check("#", "depth"))])


def nearest(check: Check, reports: tuple[Report, ...], value: Any, at: Path, out: list[Violation]) -> None:
    """Report that no alternative is met; what is wrong with the nearest is found when it is asked for."""
    out.append(Violation(at, value, check, None, (), reports))
