"""Dialects: what the headers, words and sentences of a vendor's documentation mean.  Data, in TOML.

A dialect file says in which columns the facts stand, which words mean required, what the primitive types are, under
which headings the description and the fields stand, and which sentences carry rules (`prose`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from rowtype.diagnostics import Diagnostic, SourceError
from rowtype.reading.types import Words

Role = Literal["name", "type", "required", "description", "constraint", "value", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRule:
    """A list of values in a description: a header, then one item a line.

    What the items say becomes `into`: "enum" (with their descriptions) or "examples".
    """

    slug: str
    into: Literal["enum", "examples"]
    header: re.Pattern[str]
    """Found in a line; what stands before it stays in the description."""
    item: re.Pattern[str]
    """Matches a whole line; groups `value` and, perhaps, `description`."""
    at_least: int = 1
    types: frozenset[str] = frozenset({"string", "integer", "number"})
    """JSON types of the fields that it speaks of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRule:
    """A sentence that sets keywords; it stays in the description.

    `sets` maps a keyword to a JSON value, or to "{group}" for what a group of the pattern matched.
    """

    slug: str
    pattern: re.Pattern[str]
    sets: Mapping[str, Any]
    types: frozenset[str] = frozenset()
    """JSON types of the fields it speaks of; all where empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """Everything that reading needs to know about one style of documentation."""

    name: str
    columns: Mapping[str, Role]
    """Header words in lower case -> what the column holds."""
    sections: Mapping[str, Literal["description", "fields", "example"]] = field(default_factory=dict)
    """Headings in lower case -> what stands under them; any other heading names a type."""
    type_level: int | None = None
    """The level of the headings that name types; None for any."""
    name_pattern: re.Pattern[str] | None = None
    """Finds the type's name in its heading, group 1; None where the heading is the name."""
    member_pattern: re.Pattern[str] | None = None
    """A heading that names a field, group 1: the tables below it speak of that field."""
    caption: re.Pattern[str] | None = None
    """Matches a line of the description that is a table's caption."""
    required: Mapping[str, bool] = field(default_factory=dict)
    """Words of the required column in lower case."""
    words: Words = field(default_factory=Words)
    primitives: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Names of primitive types -> keywords."""
    rules: tuple[ListRule | SentenceRule, ...] = ()
    record: Mapping[str, Any] = field(default_factory=lambda: {"type": "object"})
    """Keywords of every type that has a field table."""
    verbatim: bool = False
    """Descriptions are taken to the letter; names and values that begin with `"` are JSON strings."""

    def primitive(self, name: str) -> tuple[str, Mapping[str, Any]] | None:
        """The primitive type of that name, whatever its capitals, with its documented spelling."""
        if name in self.primitives:
            return name, self.primitives[name]
        folded = name.casefold()
        return next(((n, facts) for n, facts in self.primitives.items() if n.casefold() == folded), None)


_BUILT_IN = ("livetex", "rowtype")
_KEYS = {"name", "page", "columns", "required", "types", "primitives", "prose"}


@cache
def built_in() -> tuple[Dialect, ...]:
    """The dialects that come with Rowtype, in the order in which they are tried."""
    folder = resources.files("rowtype.reading").joinpath("dialects")
    return tuple(
        _dialect(tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")), f"{name}.toml")
        for name in _BUILT_IN
    )


def load(name_or_path: str) -> Dialect:
    """A built-in dialect by name, or one from a TOML file.

    Raises:
        SourceError: no such dialect, or the file is not a dialect.
    """
    for dialect in built_in():
        if dialect.name == name_or_path:
            return dialect
    path = Path(name_or_path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        known = ", ".join(d.name for d in built_in())
        raise SourceError(
            [Diagnostic("unknown-dialect", None, {"found": name_or_path, "known": known})]
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError([Diagnostic("bad-dialect", None, {"why": error}, file=name_or_path)]) from None
    return _dialect(data, name_or_path)


def _dialect(data: dict[str, Any], file: str) -> Dialect:
    try:
        if unknown := sorted(data.keys() - _KEYS):
            raise ValueError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
        page = data.get("page", {})
        columns = data["columns"]
        return Dialect(
            name=data["name"],
            columns={word.lower(): role for role, words in columns.items() for word in words},
            sections={w.lower(): part for part, words in page.get("sections", {}).items() for w in words},
            type_level=page.get("type_level"),
            name_pattern=_pattern(page.get("name")),
            member_pattern=_pattern(page.get("member")),
            caption=_pattern(page.get("caption")),
            verbatim=page.get("verbatim", False),
            required={
                w.lower(): truth == "yes" for truth, words in data.get("required", {}).items() for w in words
            },
            words=Words(**{k: frozenset(v) for k, v in data.get("types", {}).items()}),
            primitives=data.get("primitives", {}),
            rules=tuple(_rule(rule) for rule in data.get("prose", ())),
        )
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as error:
        why = f"the key {error} is missing" if isinstance(error, KeyError) else error
        raise SourceError([Diagnostic("bad-dialect", None, {"why": why}, file=file)]) from None


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text is not None else None


def _rule(data: dict[str, Any]) -> ListRule | SentenceRule:
    match data:
        case {"slug": slug, "into": ("enum" | "examples") as into, "header": header, "item": item}:
            return ListRule(
                slug=slug,
                into=into,
                header=re.compile(header),
                item=re.compile(item),
                at_least=data.get("at_least", 1),
                types=frozenset(data.get("types", ("string", "integer", "number"))),
            )
        case {"slug": slug, "pattern": pattern, "sets": dict(sets)}:
            return SentenceRule(
                slug=slug, pattern=re.compile(pattern), sets=sets, types=frozenset(data.get("types", ()))
            )
    raise ValueError(
        f"a prose rule has 'slug' and either 'into', 'header', 'item' or 'pattern', 'sets': {data}"
    )
