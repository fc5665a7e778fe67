"""The tables of a dialect, and of its languages -> attributes of `Dialect`, a function a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache, partial
from typing import TypeVar, cast

from rowtype.reading.dialect import cell_patterns, stated_rules
from rowtype.reading.dialect.beside_types import BesideTypes
from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.dialect.cells import CellWords, Occurs
from rowtype.reading.dialect.defaults import DefaultWords
from rowtype.reading.dialect.deprecations import deprecations
from rowtype.reading.dialect.entries import EntryWords
from rowtype.reading.dialect.joining import Joining
from rowtype.reading.dialect.lookup import ALIKE, Worded, worded
from rowtype.reading.dialect.numerals import Numerals
from rowtype.reading.dialect.patterns import Pattern
from rowtype.reading.dialect.phrases import START, either, literal, phrases, whole
from rowtype.reading.dialect.pointing import Pointing
from rowtype.reading.dialect.section_words import SectionWords
from rowtype.reading.dialect.tables import (
    Parts,
    Table,
    alternatives,
    check_keys,
    either_of,
    ignoring_case,
    joined,
    listed,
    meanings,
    pattern,
    patterns,
    tables_of,
)
from rowtype.reading.dialect.title_words import TitleWords
from rowtype.reading.dialect.tongues import Phrases, Tongues, together
from rowtype.reading.dialect.words import Words


def _page(parts: Parts) -> Table:
    pages = tables_of(parts, "page")
    own = pages[0]
    title_words = _title_words(pages)
    deprecated = listed(tables_of(parts, "cells"), "deprecated")
    said = deprecations(
        deprecated,
        title_words.warnings,
        (*title_words.kinds, *listed(tables_of(parts, "types"), "record")),
        title_words.instead,
        listed(tables_of(parts, "bounds"), "negation"),
    )
    return {
        "type_level": own.get("type_level"),
        "name_pattern": either_of([own], "name"),
        "ignored": either_of([own], "ignored"),
        "caption": either_of([own], "caption"),
        "ragged": own.get("ragged", False),
        "sections": meanings(p.get("sections", {}) for p in pages),
        "section_words": _section_words(pages),
        "title_words": title_words,
        "noise": (*patterns(pages, "noise"), said.beside),
        "deprecations": said,
        "values_of": patterns(pages, "values_of"),
        "union": either_of(pages, "union"),
        "field_heading": either_of(pages, "field_heading"),
        "notice": either_of([*pages, {"notice": title_words.warns(deprecated)}], "notice"),
        "example_heading": either_of(pages, "example_heading"),
        "other_heading": either_of(pages, "other_heading"),
        "members": either_of(pages, "members"),
        "enumeration": either_of([*pages, {"enumeration": title_words.enumerates()}], "enumeration"),
        "is_a": either_of(pages, "is_a"),
        "fields_follow": either_of(pages, "fields_follow"),
        "speaks_of": either_of(pages, "speaks_of"),
        "signed_names": either_of(pages, "signed_names"),
        "unnamed": frozenset(word.lower() for word in listed(pages, "unnamed")),
        "owners": frozenset(word.lower() for word in listed(pages, "owners")),
        "parents": frozenset(word.lower() for word in listed(pages, "parents")),
        "compositions": {
            word.lower(): kind for kind, key in _COMPOSITIONS.items() for word in listed(pages, key)
        },
        "only_if": either_of(pages, "only_if"),
    }


def _section_words(pages: list[Table]) -> SectionWords:
    tables = [page.get("section_words", {}) for page in pages]
    keys = [
        one.name for one in fields(SectionWords) if one.default == () and one.name not in ("kinds", "behind")
    ]
    for table in tables:
        check_keys(table, keys, "page.section_words")
    titles = [page.get("title_words", {}) for page in pages]
    stated = [
        {**_lowered([own], keys), **_lowered([title], ("kinds", "behind"))}
        for own, title in zip(tables, titles, strict=True)
    ]
    make = cast("Callable[..., SectionWords]", SectionWords)
    return make(**together(stated), tongues=Tongues(stated, make, whole=False))


def _title_words(pages: list[Table]) -> TitleWords:
    tables = [page.get("title_words", {}) for page in pages]
    keys = [
        one.name for one in fields(TitleWords) if one.default == () and one.name not in ("parts", "beside")
    ]
    for table in tables:
        check_keys(table, keys, "page.title_words")
    stated: list[Phrases] = []
    for page, own in zip(pages, tables, strict=True):
        around = _lowered([page.get("section_words", {})], ("fields", "beside"))
        stated.append({**_lowered([own], keys), "parts": around["fields"], "beside": around["beside"]})
    make = cast("Callable[..., TitleWords]", TitleWords)
    return make(**together(stated), tongues=Tongues(stated, make))


def _lowered(tables: list[Table], keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(word.lower() for word in listed(tables, key)) for key in keys}


_POINTING = ("to", "among", "also", "below", "table", "appendix", "section", "bits", "open")


def _pointing(parts: Parts) -> Table:
    tables = tables_of(parts, "pointing")
    for table in tables:
        check_keys(table, _POINTING, "pointing")
    return {"pointing": Pointing.by(**{key: listed(tables, key) for key in _POINTING})}


_COMPOSITIONS: Mapping[str, str] = {"all": "all_of", "any": "any_of", "one": "one_of", "rest": "goes_on"}


def _columns(parts: Parts) -> Table:
    tables = tables_of(parts, "columns")
    return {"columns": meanings(tables), "own_columns": frozenset(meanings(tables[:1]))}


def _required(parts: Parts) -> Table:
    tables = tables_of(parts, "required")
    stated = [{k: t[k] for k in ("yes", "no") if k in t} for t in tables]
    return {
        "required": {word: truth == "yes" for word, truth in meanings(stated).items()},
        "required_words": tuple(
            dict.fromkeys(w for t in tables for k in ("yes", "no") for w in t.get(k, ()))
        ),
        "pairs": tuple((yes, no) for t in tables for yes, no in t.get("pairs", ())),
        "truths": either_of(tables, "truths"),
        "conditional": either_of(tables, "conditional"),
        "markers": _truths(tables, "marker"),
        "sentences": _truths(tables, "sentence"),
        "all_required": _truths(tables, "all"),
        "of_all": _of_all(parts, tables),
        "negated": ignoring_case(START + whole(listed(tables_of(parts, "bounds"), "negation"))),
        "all_nullable": either_of(tables, "all_nullable"),
        "spoken": _spoken(tables),
        "in_case": ignoring_case(whole(listed(tables, "in_case"))),
        "but_for": ignoring_case(START + whole(listed(tables, "but_for"))),
        "unless_said": ignoring_case(whole(listed(tables, "unless_said"))),
        "around_names": ignoring_case(whole(listed(tables, "around_names"))),
        "choice": _choice(tables),
        "clashing": _spoken_phrases(listed(tables, "clashing")),
        "no_fields": either_of(tables, "none"),
        "groups": _truths(tables, "group"),
        "bold": either_of(tables, "bold"),
        "present": either_of(tables, "present"),
    }


def _spoken(tables: list[Table]) -> Worded:
    no, yes = (listed(tables, f"spoken_{key}") for key in ("no", "yes"))
    pattern = Pattern(lambda: rf"{START}(?:(?P<no>{whole(no)})|(?P<yes>{whole(yes)}))", re.IGNORECASE)
    return worded(pattern, [word for text in (*no, *yes) for word in literal(text)])


def _of_all(parts: Parts, tables: list[Table]) -> Worded:
    nouns = [*_page(parts)["section_words"].fields, *listed(tables_of(parts, "columns"), "name")]
    nouns += listed(tables, "nouns")  # `полей`, of which none is one
    every, none = listed(tables, "all"), listed(tables, "none_of")
    pattern = Pattern(
        lambda: (
            rf"{START}(?:{whole(every)}|(?P<none>{whole(none)}))(?:\s+[^\W\d_]+){{0,3}}?\s*{whole(nouns)}"
        ),
        re.IGNORECASE,
    )
    return worded(pattern, [word for text in (*every, *none) for word in literal(text)])


def _spoken_phrases(stated: Iterable[str]) -> Worded:
    pattern = Pattern(lambda: START + whole(stated), re.IGNORECASE)
    return worded(pattern, [word for text in stated for word in literal(text)])


_CHOICES = {"end": "choice_ends", "just": "just_one", "any": "any_one", "most": "most_one"}


def _choice(tables: list[Table]) -> Worded:
    stated = {kind: listed(tables, key) for kind, key in _CHOICES.items()}
    pattern = Pattern(
        lambda: "|".join(rf"(?P<{kind}>{whole(texts)})" for kind, texts in stated.items()), re.IGNORECASE
    )
    return worded(pattern, [word for texts in stated.values() for text in texts for word in literal(text)])


def _truths(tables: Iterable[Table], key: str) -> tuple[tuple[Pattern, bool], ...]:
    stated = [
        (i, t.get(f"{key}_{said}"), said == "yes") for i, t in enumerate(tables) for said in ("no", "yes")
    ]
    return tuple((pattern(text, own=i == 0), truth) for i, text, truth in stated if text)


def _types(parts: Parts) -> Table:
    tables = tables_of(parts, "types")
    words = _type_words(tables)
    beside = BesideTypes.by(
        array=words.array,
        of=words.of,
        article=words.article,
        **{key: listed(tables, key) for key in _BESIDE_TYPES},
    )
    return {"words": words, "beside_types": beside, "remark": either_of(tables, "remark")}


_BESIDE_TYPES = ("record", "through", "section")


def _type_words(tables: Iterable[Table]) -> Words:
    kinds = tuple(field.name for field in fields(Words))
    for table in tables:
        check_keys(table, (*kinds, *_BESIDE_TYPES, "remark"), "types")
    return Words(**{k: frozenset(w for t in tables for w in t.get(k, ())) for k in kinds})


def _primitives(parts: Parts) -> Table:
    primitives = joined(tables_of(parts, "primitives"))
    synonyms = meanings(tables_of(parts, "synonyms"))
    primitives = joined([primitives, {word: primitives[meant] for word, meant in synonyms.items()}])
    return {
        "primitives": primitives,
        "folded": {name.translate(ALIKE).casefold(): name for name in reversed(primitives)},
        "modifiers": joined(tables_of(parts, "modifiers")),
        "forms": _settings(parts, "form"),
        "definitions": _settings(parts, "definition"),
        "vocabularies": tuple(
            (v["slug"], pattern(v["pattern"], own=i == 0), v["fields"])
            for i, p in enumerate(parts)
            for v in p.get("vocabulary", ())
        ),
    }


def _settings(parts: Parts, table: str) -> tuple[tuple[Pattern, Table], ...]:
    return tuple(
        (pattern(t["pattern"], own=i == 0), t["sets"]) for i, p in enumerate(parts) for t in p.get(table, ())
    )


def _values(parts: Parts) -> Table:
    columns = meanings(tables_of(parts, "columns"))
    tables = tables_of(parts, "values")
    return {
        "same_values": either_of(tables, "same"),
        "limiting": ignoring_case(START + whole(listed(tables, "limiting"))),
        "tags": frozenset(listed(tables, "tags")),
        "joining": Joining.in_languages(
            listed(tables, "joins"),
            listed(tables, "joins_elsewhere"),
            listed(tables, "spoken_here"),
            goes_on=either_of(tables, "goes_on"),
            explaining=listed(tables, "explaining"),
            empty=listed(tables, "or_empty"),
            default=listed(tables, "default"),
            default_last=listed(tables, "default_last"),
            includes=listed(tables, "includes"),
            excluding=listed(tables, "excluding"),
            grows=listed(tables, "grows"),
        ),
        "entries": _shared(
            EntryWords(
                labels=frozenset(map(str.casefold, columns)),
                examples=frozenset(word.casefold() for word, role in columns.items() if role == "example"),
                **{key: listed(tables, key) for key in _ENTRIES},
            )
        ),
        "characters": meanings(tables_of(parts, "characters")),
    }


_ENTRIES = ("means", "counts", "explaining", "before", "or_empty", "joins", "unlike")
_WORDS = (
    "read_only",
    "write_only",
    "nullable",
    "anything",
    "any_item",
    "any_key",
    "no_default",
    "no_result",
    "unbounded",
    "true",
    "false",
)
_PHRASES = ("deprecated", "before_type", "length_from", "length_to", "length_up_to")
_SIGNS: Mapping[str, Occurs] = {"?": (0, 1), "*": (0, None), "+": (1, None)}


def _cells(parts: Parts) -> Table:
    tables = tables_of(parts, "cells")
    for table in tables:
        check_keys(table, (*_WORDS, *_PHRASES, "occurs"), "cells")
    occurs = {
        word: cell_patterns.occurs(often)
        for word, often in meanings(t.get("occurs", {}) for t in tables).items()
    }
    sets: Table = {key: frozenset(word.casefold() for word in listed(tables, key)) for key in _WORDS}
    cells = CellWords(
        **sets,
        occurs={**occurs, **_SIGNS},
        occurrence=cell_patterns.occurrence(tables, occurs),
        length=cell_patterns.length(tables),
        beside_name=cell_patterns.beside_name(tables_of(parts, "required")),
        set_apart=cell_patterns.set_apart(tables_of(parts, "required")),
        deprecated=ignoring_case(either([phrases(listed(tables, "deprecated"))])),
        before_type=cell_patterns.before_type(listed(tables, "before_type")),
        **cell_patterns.type_patterns(
            _type_words(tables_of(parts, "types")), _primitives(parts)["primitives"]
        ),
    )
    return {"cells": cells}


def _numbers(parts: Parts) -> Table:
    stated = meanings(tables_of(parts, "numbers"))
    if odd := [number for number in stated.values() if not number.isdecimal()]:
        raise ValueError(f"{odd[0]!r} in [numbers] is no number")
    return {"numbers": {word: int(number) for word, number in stated.items()}}


def _bounds(parts: Parts) -> Table:
    numerals = Numerals(tuple(_numbers(parts)["numbers"].items()))
    unless = [listed([some], "unless_said") for some in tables_of(parts, "required")]

    stated = _phrases(parts, "bounds", BoundWords)
    stated = [{**one, "given": one["given"] + some} for one, some in zip(stated, unless, strict=True)]
    make = cast("Callable[..., BoundWords]", partial(BoundWords, numerals=numerals))
    return {"bounds": _shared(make(**together(stated), tongues=Tongues(stated, make, always=_PARTS)))}


_PARTS = frozenset({"to", "both", "negation_after"})
"""Kinds of phrases that need not be whole words: those between numbers, `1a5`, and one that is cut short."""


def _defaults(parts: Parts) -> Table:
    cells = tables_of(parts, "cells")
    truths = [tuple(word for key in ("true", "false") for word in listed([some], key)) for some in cells]

    stated = _phrases(parts, "defaults", DefaultWords)
    none = [tuple(word.strip("`") for word in listed([some], "no_default")) for some in cells]
    stated = [
        {**one, "truths": some, "vague": one["vague"] + said}
        for one, some, said in zip(stated, truths, none, strict=True)
    ]
    make = cast("Callable[..., DefaultWords]", DefaultWords)
    return {"defaults": _shared(make(**together(stated), tongues=Tongues(stated, make)))}


def _phrases(parts: Parts, name: str, of: type[BoundWords] | type[DefaultWords]) -> list[Phrases]:
    """Tables whose keys each list phrases."""
    tables = tables_of(parts, name)
    kinds = [field.name for field in fields(of) if field.default == ()]
    for table in tables:
        check_keys(table, kinds, name)
    return [{kind: listed([table], kind) for kind in kinds} for table in tables]


W = TypeVar("W", BoundWords, DefaultWords, EntryWords)


@cache
def _shared(words: W) -> W:
    """The same object for the same words: dialects share their patterns."""
    return words


def _lint(parts: Parts) -> Table:
    tables = tables_of(parts, "lint")
    stated = {k: alternatives(tables, k) for k in ("absent", "count", "also", "rule")}
    return {"doubts": {k: pattern for k, pattern in stated.items() if pattern}}


TABLES: tuple[Callable[[Parts], Table], ...] = (
    _page,
    _columns,
    _required,
    _types,
    _primitives,
    _values,
    _pointing,
    _cells,
    _bounds,
    _defaults,
    _numbers,
    _lint,
    stated_rules.prose_rules,
)
