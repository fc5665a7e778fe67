"""Violations in words that give nothing away: the shape of a value in its place."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from rowtype.diagnostics import Language
from rowtype.runtime.alternatives import NAMING
from rowtype.runtime.violations import Violation
from rowtype.runtime.wording import NOUNS, shown
from rowtype.schema.documents import Json, pointer_join

Say = Callable[[str], str]
"""Puts a reason into the user's language."""
_STAND_IN = "␀"
"""Stands for a value while a message is made."""
_TELLING = frozenset((*NAMING, "contains", "minContains", "maxContains", "uniqueItems", "pattern"))
"""Keywords whose messages are about something in the schema, or about numbers."""
LONG = 4
"""Characters from which on the first one of a text gives nothing away."""
HIDDEN = "(hidden)"


@cache
def words(lang: Language) -> Mapping[str, str]:
    """Phrases of reports by their keys; those in braces are filled in."""
    table: Mapping[str, Mapping[str, str]] = tomllib.loads(
        (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
    )
    return table[lang]


def shape(value: Json, lang: Language = "en") -> str:
    """What a value looks like, and how long it is: `"a…" (37)`."""
    if isinstance(value, str):
        first = shown(value[:1])[1:-1] if len(value) >= LONG else ""
        return f'"{first}…" ({len(value):,})' if value else '""'
    if value is None or isinstance(value, bool | list | dict):
        return shown(value)
    return words(lang)["number"]


def message(violation: Violation, lang: Language) -> str:
    """The message with the shape of the value in its place."""
    seen = shape(violation.value, lang)
    value, detail = violation.value, violation.detail
    keyword = violation.keyword
    if keyword[3:] not in NOUNS and not (value is None or isinstance(value, bool | list | dict)):
        value = _STAND_IN
    if keyword == "oneOf" and violation.causes:
        detail = None
    elif isinstance(detail, str) and keyword not in _TELLING:
        detail = _STAND_IN
        seen = shape(violation.detail, lang)
    said = Violation(violation._at, value, violation._check, detail).describe(lang)
    return said.replace(f"'{_STAND_IN}'", seen).replace(_STAND_IN, seen)


def pointer(path: tuple[str | int, ...], known: frozenset[str], *, places: bool) -> str:
    """A JSON Pointer in which `*` stands for names that the schema does not know, and for indexes unless `places`."""
    return pointer_join(
        "",
        *(
            token if (places if isinstance(token, int) else token in known) else "*"
            for token in (path if len(path) <= DEEP else (*path[:DEEP], "…"))
        ),
    )


DEEP = 20
"""Steps of a pointer that are told apart."""
