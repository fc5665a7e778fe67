"""What a site is called, and in which language it speaks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from rowtype.schema.documents import Json

Language = Literal["en", "ru"]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The product that a site documents."""

    name: str = ""
    version: str = ""
    home: str = ""
    """Its own site; empty, or a URL of the web."""
    language: Language = "en"
    """That of the interface."""


class Words:
    """What the site says, in one language: the phrase of a key, filled in."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.table: Mapping[str, str] = _all()[language]

    def keys(self, start: str) -> list[str]:
        """The keys that begin with a word."""
        return [key for key in self.table if key.startswith(start)]

    def __call__(self, key: str, **facts: object) -> str:
        phrase = self.table[key]
        return phrase.format_map(facts) if facts else phrase


@cache
def _all() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def stems() -> dict[str, list[list[tuple[str, str]]]]:
    """Language -> steps that take the ends of words away: ends, and what stands instead of each."""
    return {
        k: [[(end, new) for end, new in step.items()] for step in steps]
        for k, steps in _all()["stems"].items()
    }


CYRILLIC = re.compile("[\u0400-\u045f]")
_LATIN = re.compile("[A-Za-z]")


def descriptions(schema: Json) -> Iterator[str]:
    """What a schema says for people, at any depth."""
    if isinstance(schema, list):
        for one in schema:
            yield from descriptions(one)
    elif isinstance(schema, dict):
        for keyword, held in schema.items():
            if keyword == "description" and isinstance(held, str):
                yield held
            elif keyword == "x-enum-descriptions" and isinstance(held, list):
                yield from (text for text in held if isinstance(text, str))
            else:
                yield from descriptions(held)


def language_of(texts: Iterable[str]) -> Language:
    """The language of the interface that suits what descriptions are written in."""
    cyrillic = latin = 0
    for text in texts:
        cyrillic += len(CYRILLIC.findall(text))
        latin += len(_LATIN.findall(text))
    return "ru" if cyrillic > latin else "en"
