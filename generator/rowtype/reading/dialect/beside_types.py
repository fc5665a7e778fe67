"""What stands beside the name of a type in a description, by which it is that of the field: "array of `X` objects"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rowtype.reading.dialect.patterns import Pattern
from rowtype.reading.dialect.phrases import whole

_OPEN = r"[`\"“«\[]*$"
_CLOSED = r"^[`\"”»\]]*[\s-]*"


@dataclass(frozen=True, slots=True)
class BesideTypes:
    """Patterns, of what ends before the name or begins after it."""

    several: Pattern
    """Before: the field is an array.  Finds 'A list of the ', not 'List and '."""
    one: Pattern
    """Before: the name stands at the beginning of a clause.  Finds 'An object `', 'Where it is, a ', not 'of the '."""
    through: Pattern
    """Before, where `record` follows: the name says how it is given.  Finds 'Details via a ', not 'for a '."""
    record: Pattern
    """After.  Finds ' objects', '-Objekt'."""
    array: Pattern
    """After.  Finds ' array', 'の配列'."""
    kind: Pattern
    """Before.  Finds 'object ', not 'the '."""
    titled: Pattern
    """Words for what types are, and nothing else.  Is 'The object', 'items', not 'Get'."""
    section: Pattern
    """A part of the documentation by its number.  Finds 'see 3.2', 'Section 4.1.1', not 'version 3.2'."""

    @staticmethod
    def by(
        *,
        array: Iterable[str],
        of: Iterable[str],
        article: Iterable[str],
        record: Iterable[str],
        through: Iterable[str],
        section: Iterable[str],
    ) -> BesideTypes:
        """The patterns of words and phrases."""
        arrays = whole(word for word in array if word[0].isalpha())
        ofs, articles, records = whole(of), whole(article), whole(record)
        lead = rf"(?:(?:{articles})\s*)?(?:(?:{records})\s*)*{_OPEN}"
        sections = whole(section)
        found = (
            rf"(?:{arrays})\s*(?:(?:{ofs})\s*)?{lead}",
            rf"(?:^|[.;:,(–—]\s*|\s-\s+){lead}",
            rf"(?:{whole(through)})\s*{lead}",
            rf"{_CLOSED}(?:{records})",
            rf"{_CLOSED}(?:(?:{records})\s*)?(?:(?:{ofs})\s*)?(?:{arrays})",
            rf"(?:{records})\s*{_OPEN}",
            rf"\s*(?:(?:{articles})\s*)?(?:(?:{records})\s*)+[:：]?\s*",
            rf"(?:{sections})\s*(?:(?:{sections})\s*)?(?P<number>\d{{1,3}}(?:\.\d{{1,3}}){{1,5}})(?![\d.]*\d)",
        )
        return BesideTypes(*(Pattern(text, re.IGNORECASE) for text in found))
