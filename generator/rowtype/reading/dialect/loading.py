"""TOML -> dialects: one function a table, the languages joined to what a dialect says itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from rowtype.diagnostics import Diagnostic, SourceError
from rowtype.reading.dialect.cells import CellWords, Occurs
from rowtype.reading.dialect.conditions import Conditions
from rowtype.reading.dialect.dialect import OURS, Dialect
from rowtype.reading.dialect.joining import Joining
from rowtype.reading.dialect.phrases import either, phrases, words
from rowtype.reading.dialect.rules import ConditionRule, ListRule, Rule, SentenceRule
from rowtype.reading.dialect.words import Words
from rowtype.reading.markup.characters import CJK

Table = Mapping[str, Any]
"""A table of TOML."""

_BUILT_IN = ("livetex", "plain")
_LANGUAGES = ("en", "ru", "de", "fr", "es", "pt", "it", "pl", "more", "code", "signs")
_KEYS = {
    "name", "extends", "page", "columns", "required", "types", "primitives", "synonyms", "form", "modifiers",
    "definition", "vocabulary", "values", "characters", "conditions", "cells", "numbers", "lint",
    "prose",
}  # fmt: skip


@cache
def built_in() -> tuple[Dialect, ...]:
    """The dialects that come with Rowtype, in the order in which they are tried."""
    return (*(_dialect(_data(f"dialects/{name}.toml"), f"{name}.toml") for name in _BUILT_IN), OURS)


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("rowtype.reading.dialect").joinpath(name).read_text("utf-8"))


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
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        known = ", ".join(d.name for d in built_in())
        raise SourceError(
            [Diagnostic("unknown-dialect", None, {"found": name_or_path, "known": known})]
        ) from None
    return parse(text, name_or_path)


def parse(text: str, file: str) -> Dialect:
    """A dialect from its TOML; `file` is for messages.

    Raises:
        SourceError: it is not TOML, or not a dialect.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError([Diagnostic("bad-dialect", None, {"why": error}, file=file)]) from None
    return _dialect(data, file)


def _dialect(own: dict[str, Any], file: str) -> Dialect:
    try:
        parts = [own, *(_data(f"languages/{name}.toml") for name in _extended(own))]
        return Dialect(name=own["name"], **{k: v for read in _TABLES for k, v in read(parts).items()})
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as error:
        why = f"the key {error} is missing" if isinstance(error, KeyError) else error
        raise SourceError([Diagnostic("bad-dialect", None, {"why": why}, file=file)]) from None


def _extended(own: Table) -> Sequence[str]:
    """The languages that a dialect extends."""
    if unknown := sorted(own.keys() - _KEYS):
        raise ValueError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    extends: list[str] = own.get("extends", list(_LANGUAGES))
    if unknown := [e for e in extends if e not in _LANGUAGES]:
        raise ValueError(f"{unknown[0]!r} is no language; known are {', '.join(_LANGUAGES)}")
    return extends


# ------------------------------------------------------------------------------------------------ a function a table
# Each gets the parts of a dialect, its own first, and returns attributes of `Dialect`.

Parts = Sequence[Table]


def _all(parts: Parts, table: str) -> list[Table]:
    return [part.get(table, {}) for part in parts]


def _page(parts: Parts) -> Table:
    pages = _all(parts, "page")
    own = pages[0]
    return {
        "type_level": own.get("type_level"),
        "name_pattern": _pattern(own.get("name")),
        "ignored": _pattern(own.get("ignored")),
        "member_pattern": _pattern(own.get("member")),
        "caption": _pattern(own.get("caption")),
        "verbatim": own.get("verbatim", False),
        "ragged": own.get("ragged", False),
        "sections": _words(p.get("sections", {}) for p in pages),
        "noise": _patterns(pages, "noise"),
        "values_of": _patterns(pages, "values_of"),
        "union": _either(pages, "union"),
        "field_heading": _either(pages, "field_heading"),
        "is_a": _either(pages, "is_a"),
        "fields_follow": _either(pages, "fields_follow"),
        "speaks_of": _either(pages, "speaks_of"),
        "only_if": _either(pages, "only_if"),
    }


def _columns(parts: Parts) -> Table:
    tables = _all(parts, "columns")
    return {"columns": _words(tables), "own_columns": frozenset(_words(tables[:1]))}


def _required(parts: Parts) -> Table:
    tables = _all(parts, "required")
    stated = [{k: t[k] for k in ("yes", "no") if k in t} for t in tables]
    return {
        "required": {word: truth == "yes" for word, truth in _words(stated).items()},
        "required_words": tuple(
            dict.fromkeys(w for t in tables for k in ("yes", "no") for w in t.get(k, ()))
        ),
        "pairs": tuple((yes, no) for t in tables for yes, no in t.get("pairs", ())),
        "conditional": _either(tables, "conditional"),
        "markers": _truths(tables, "marker"),
        "sentences": _truths(tables, "sentence"),
        "all_required": _truths(tables, "all"),
        "groups": _truths(tables, "group"),
        "bold": _either(tables, "bold"),
        "present": _either(tables, "present"),
    }


def _truths(tables: Iterable[Table], key: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    stated = [(t.get(f"{key}_{truth}"), truth == "yes") for t in tables for truth in ("no", "yes")]
    return tuple((re.compile(text), truth) for text, truth in stated if text)


def _types(parts: Parts) -> Table:
    tables = _all(parts, "types")
    return {"words": _type_words(tables), "remark": _either(tables, "remark")}


def _type_words(tables: Iterable[Table]) -> Words:
    kinds = tuple(field.name for field in fields(Words))
    if unknown := sorted({k for t in tables for k in t} - {*kinds, "remark"}):
        raise ValueError(f"unknown key {unknown[0]!r} in [types]; known are {', '.join(kinds)}, remark")
    return Words(**{k: frozenset(w for t in tables for w in t.get(k, ())) for k in kinds})


def _primitives(parts: Parts) -> Table:
    primitives = _joined(_all(parts, "primitives"))
    synonyms = _words(_all(parts, "synonyms"))
    primitives = _joined([primitives, {word: primitives[meant] for word, meant in synonyms.items()}])
    return {
        "primitives": primitives,
        "folded": {name.casefold(): name for name in reversed(primitives)},
        "modifiers": _joined(_all(parts, "modifiers")),
        "forms": _settings(parts, "form"),
        "definitions": _settings(parts, "definition"),
        "vocabularies": tuple(
            (v["slug"], re.compile(v["pattern"]), v["fields"]) for p in parts for v in p.get("vocabulary", ())
        ),
    }


def _settings(parts: Parts, table: str) -> tuple[tuple[re.Pattern[str], Table], ...]:
    return tuple((re.compile(t["pattern"]), t["sets"]) for p in parts for t in p.get(table, ()))


def _values(parts: Parts) -> Table:
    tables = _all(parts, "values")
    return {
        "same_values": _either(tables, "same"),
        "joining": Joining.by(
            _listed(tables, "joins"),
            goes_on=_either(tables, "goes_on"),
            explaining=_listed(tables, "explaining"),
            empty=_listed(tables, "or_empty"),
            default=_listed(tables, "default"),
            default_last=_listed(tables, "default_last"),
        ),
        "characters": _words(_all(parts, "characters")),
    }


_WORDS = ("read_only", "write_only", "nullable", "anything", "no_default", "no_result")
_PHRASES = ("deprecated", "before_type", "length_from", "length_to", "length_up_to", "unbounded")
_SIGNS: Mapping[str, Occurs] = {"?": (0, 1), "*": (0, None), "+": (1, None)}


def _cells(parts: Parts) -> Table:
    tables = _all(parts, "cells")
    known = (*_WORDS, *_PHRASES, "occurs")
    if unknown := sorted({k for t in tables for k in t} - {*known}):
        raise ValueError(f"unknown key {unknown[0]!r} in [cells]; known are {', '.join(known)}")
    occurs = {word: _occurs(often) for word, often in _words(t.get("occurs", {}) for t in tables).items()}
    sets: Table = {key: frozenset(word.casefold() for word in _listed(tables, key)) for key in _WORDS}
    cells = CellWords(
        **sets,
        occurs={**occurs, **_SIGNS},
        occurrence=_occurrence(tables, occurs),
        length=_length(tables),
        beside_name=_beside_name(_all(parts, "required")),
        deprecated=_ignoring_case(either([phrases(_listed(tables, "deprecated"))])),
        before_type=_ignoring_case(rf"(?P<word>{words(_listed(tables, 'before_type'))})\s+(?=\S)"),
        **_type_patterns(parts),
    )
    numbers = _words(_all(parts, "numbers"))
    return {"cells": cells, "numbers": {word: int(number) for word, number in numbers.items()}}


def _occurs(often: str) -> Occurs:
    """What `0..1` or `0..*` says."""
    low, _, high = often.partition("..")
    return int(low), None if high == "*" else int(high)


def _occurrence(tables: list[Table], occurs: Mapping[str, Occurs]) -> re.Pattern[str]:
    to = words(_listed(tables, "length_to"))
    many = [word for word, (_, most) in occurs.items() if most is None]
    most = words([*many, *_listed(tables, "unbounded")])
    return _ignoring_case(
        rf"[\[({{]?\s*(?P<low>\d+|[?*+]|{words(occurs)})"
        rf"\s*(?:(?:\.\.+|-|–|—|:|,|{to})\s*(?P<high>\d+|[*n∞]|{most}))?\s*[\])}}]?"
    )


def _length(tables: list[Table]) -> re.Pattern[str]:
    since, to, up_to = (words(_listed(tables, f"length_{key}")) for key in ("from", "to", "up_to"))
    return _ignoring_case(
        rf"(?:(?:{since}\s+)?(?P<low>\d{{1,9}})\s*(?:\.\.+|-|–|—|~|,|{to})\s*)?"
        rf"(?:≤|<=|{up_to}|)\s*(?P<high>\d{{1,9}})(?:\s*[^\W\d]+\.?)?"
    )


def _beside_name(tables: list[Table]) -> re.Pattern[str]:
    no, yes = (either([phrases(_listed(tables, key))]) for key in ("beside_no", "beside_yes"))
    return _ignoring_case(rf"\b(?:(?P<no>{no})|(?P<yes>{yes}))\b")


def _type_patterns(parts: Parts) -> Table:
    types = _type_words(_all(parts, "types"))
    of = f"(?:{words(types.of)}\\s+)?"
    return {
        "joined": _ignoring_case(rf"\||{_whole(types.either | types.both)}"),
        "enum": _ignoring_case(
            rf"(?P<type>{words(types.enum)})\s*{of}[:(\[{{]\s*(?P<values>[^\n<>]*[,|/][^\n<>]*?)\s*[)\]}}]?"
        ),
        "declared": re.compile(rf"`*(?:{words(types.declared)}\s+)+(?=\S)"),
        "container": _ignoring_case(rf"\[|<|\]|^$|{words(_containers(parts, types))}"),
    }


def _whole(stated: Iterable[str]) -> str:
    """One of some words that ends there; scripts without spaces have no such end."""
    stated = list(stated)
    return either(
        [words(w for w in stated if CJK.search(w)), rf"{words(w for w in stated if not CJK.search(w))}\b"]
    )


SHORTEST = 3
"""Letters of a word that is looked for inside others: `map` in "hashmap"."""


def _containers(parts: Parts, types: Words) -> Iterator[str]:
    """Words of types whose values may have fields inside."""
    names = {*types.array, *types.map}
    for name, keywords in _primitives(parts)["primitives"].items():
        if keywords.get("type", "object") in ("object", "array"):
            names.add(name)
    return (name for name in names if len(name) >= SHORTEST or CJK.search(name))


def _lint(parts: Parts) -> Table:
    tables = _all(parts, "lint")
    stated = {k: _alternatives(tables, k) for k in ("absent", "count", "also", "rule")}
    return {"doubts": {k: pattern for k, pattern in stated.items() if pattern}}


def _prose(parts: Parts) -> Table:
    languages = [_conditions(part.get("conditions", {})) for part in parts]
    return {
        "rules": tuple(
            _rule(rule, tuple(dict.fromkeys([own, *languages])))
            for part, own in zip(parts, languages, strict=True)
            for rule in part.get("prose", ())
        )
    }


def _conditions(table: Table) -> Conditions:
    kinds = [field.name for field in fields(Conditions)]
    if unknown := sorted(table.keys() - set(kinds)):
        raise ValueError(f"unknown key {unknown[0]!r} in [conditions]; known are {', '.join(kinds)}")
    for kind, said in table.items():
        if not isinstance(said, list) or not all(isinstance(p, str) and p.strip() for p in said):
            raise ValueError(f"{kind!r} in [conditions] is a list of phrases, none of them empty")
    return Conditions(**{kind: tuple(phrases) for kind, phrases in table.items()})


def _rule(data: Table, languages: tuple[Conditions, ...]) -> Rule:
    needs = tuple(data.get("needs", ()))
    match data:
        case {"slug": slug, "into": ("enum" | "const" | "examples") as into, "header": header}:
            return ListRule(
                slug=slug,
                into=into,
                header=re.compile(header),
                item=_pattern(data.get("item")),
                at_least=data.get("at_least", 1),
                bare=data.get("bare", False),
                chained=data.get("chained", False),
                alone=data.get("alone", False),
                unless=_pattern(data.get("unless")),
                types=frozenset(data.get("types", ("string", "integer", "number"))),
                needs=needs,
            )
        case {"slug": slug, "pattern": pattern, "sets": dict(sets)}:
            return SentenceRule(
                slug=slug,
                pattern=re.compile(pattern),
                sets=sets,
                types=frozenset(data.get("types", ())),
                unless=_pattern(data.get("unless")),
                needs=needs,
            )
        case {
            "slug": slug,
            "pattern": pattern,
            "kind": ("required-if" | "one-of" | "exclusive" | "range-if") as kind,
        }:
            return ConditionRule(
                slug=slug, kind=kind, pattern=re.compile(pattern), languages=languages, needs=needs
            )
    raise ValueError(
        "a prose rule has 'slug' and either 'into', 'header' or 'pattern', 'sets' or 'pattern', 'kind': "
        f"{data}"
    )


_TABLES: tuple[Callable[[Parts], Table], ...] = (
    _page,
    _columns,
    _required,
    _types,
    _primitives,
    _values,
    _cells,
    _lint,
    _prose,
)

# ------------------------------------------------------------------------------------------------ joining the parts


def _joined(tables: Iterable[Table]) -> dict[str, Any]:
    """Several tables as one; what comes first counts."""
    found: dict[str, Any] = {}
    for table in tables:
        found.update((k, v) for k, v in table.items() if k not in found)
    return found


def _words(tables: Iterable[Table]) -> dict[str, Any]:
    """`{meaning: [word]}` tables as one `{word in lower case: meaning}`."""
    return _joined({w.lower(): meaning for meaning, words in t.items() for w in words} for t in tables)


def _listed(tables: Iterable[Table], key: str) -> tuple[str, ...]:
    """The words that tables list under a key, each once."""
    return tuple(dict.fromkeys(word for t in tables for word in t.get(key, ())))


def _ignoring_case(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text is not None else None


def _patterns(tables: Iterable[Table], key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text) for t in tables for text in t.get(key, ()))


def _either(tables: Iterable[Table], key: str) -> re.Pattern[str] | None:
    """One pattern of what each table states."""
    return _union(text for t in tables if (text := t.get(key)))


def _union(texts: Iterable[str]) -> re.Pattern[str] | None:
    stated = [f"(?i:{t.removeprefix('(?i)')})" if t.startswith("(?i)") else f"(?:{t})" for t in texts]
    return re.compile("|".join(stated)) if stated else None


_NAMED_GROUP = re.compile(r"\(\?P<(\w+)>")


def _alternatives(tables: Iterable[Table], key: str) -> re.Pattern[str] | None:
    """One pattern of what each table states, though they name groups alike: only one alternative can match."""
    stated = [text for t in tables if (text := t.get(key))]
    seen: set[str] = set()
    for i, text in enumerate(stated):
        names = set(_NAMED_GROUP.findall(text))
        if names & seen:  # Python has no branch reset: the second group of a name gets an underscore
            stated[i] = _NAMED_GROUP.sub(lambda m: f"(?P<{m[1]}_>", text)
        seen |= names
    return _union(stated)
