"""TOML -> dialects: one function a table, the languages joined to what a dialect says itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from rowtype import files
from rowtype.diagnostics import Diagnostic, SourceError
from rowtype.reading.dialect.beside_types import BesideTypes
from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.dialect.cells import CellWords, Occurs
from rowtype.reading.dialect.conditions import Conditions
from rowtype.reading.dialect.defaults import DefaultWords
from rowtype.reading.dialect.dialect import OURS, Dialect
from rowtype.reading.dialect.entries import EntryWords
from rowtype.reading.dialect.joining import Joining
from rowtype.reading.dialect.lookup import ALIKE, Worded, worded
from rowtype.reading.dialect.numerals import Numerals
from rowtype.reading.dialect.phrases import START, either, literal, phrases, whole, words
from rowtype.reading.dialect.pointing import Pointing
from rowtype.reading.dialect.rules import ConditionRule, ListRule, Rule, SentenceRule
from rowtype.reading.dialect.section_words import SectionWords
from rowtype.reading.dialect.tables import (
    Parts,
    Table,
    alternatives,
    check_keys,
    compiled,
    either_of,
    ignoring_case,
    joined,
    listed,
    meanings,
    patterns,
    tables_of,
)
from rowtype.reading.dialect.words import Words
from rowtype.reading.markup.characters import CJK
from rowtype.schema.checks.backtracking import EXPONENTIAL, trouble_in_python

_BUILT_IN = ("livetex", "plain")
_FIRST, _LAST = ("en", "ru"), ("more", "code", "signs")
"""Languages before and after those that are only a file in `languages/`: what comes first counts."""
KEYS = {
    "name", "base", "extends", "page", "columns", "required", "types", "primitives", "synonyms", "form", "modifiers",
    "definition", "vocabulary", "values", "pointing", "characters", "conditions", "cells", "bounds", "defaults",
    "numbers", "lint", "prose",
}  # fmt: skip
"""What a dialect's file may hold."""


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
        text = files.setting(path)
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
        data = files.toml(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError([Diagnostic("bad-dialect", None, {"why": error}, file=file)]) from None
    return _dialect(data, file)


def _dialect(own: dict[str, Any], file: str) -> Dialect:
    try:
        own = _over_base(own)
        if not isinstance(own["name"], str):
            raise ValueError("'name' is a text")
        parts = [own, *(_data(f"languages/{name}.toml") for name in _extended(own))]
        return Dialect(name=own["name"], **{k: v for read in _TABLES for k, v in read(parts).items()})
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as error:
        why: object = error
        if isinstance(error, KeyError):
            why = f"the key {error} is missing"
        elif isinstance(error, TypeError | AttributeError):
            why = f"a value is of another kind than it should be: {error}"
        raise SourceError([Diagnostic("bad-dialect", None, {"why": why}, file=file)]) from None


def _over_base(own: dict[str, Any]) -> dict[str, Any]:
    """What a dialect says, and below it what the built-in one says that it is based on."""
    base = own.get("base")
    if base is None:
        return own
    if base not in _BUILT_IN:
        raise ValueError(f"the base {base!r} is no built-in dialect; known are {', '.join(_BUILT_IN)}")
    joined: dict[str, Any] = _over(own, _data(f"dialects/{base}.toml"))
    return joined


def _over(own: Any, base: Any) -> Any:
    """Tables joined key by key, lists end to end; else what is the dialect's own."""
    if isinstance(own, dict) and isinstance(base, dict):
        return {
            k: _over(own[k], base[k]) if k in own and k in base else own.get(k, base.get(k))
            for k in base | own
        }
    return [*own, *base] if isinstance(own, list) and isinstance(base, list) else own


def _extended(own: Table) -> Sequence[str]:
    """The languages that a dialect extends."""
    check_keys(own, sorted(KEYS))
    extends: Sequence[str] = own.get("extends", languages())
    if unknown := [e for e in extends if e not in languages()]:
        raise ValueError(f"{unknown[0]!r} is no language; known are {', '.join(languages())}")
    return extends


@cache
def languages() -> tuple[str, ...]:
    """The languages that a dialect extends, if it does not name them."""
    folder = resources.files("rowtype.reading.dialect").joinpath("languages")
    names = {file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")}
    return (*_FIRST, *sorted(names.difference(_FIRST, _LAST)), *_LAST)


# ------------------------------------------------------------------------------------------------ a function a table
# Each gets the parts of a dialect, its own first, and returns attributes of `Dialect`.


def _page(parts: Parts) -> Table:
    pages = tables_of(parts, "page")
    own = pages[0]
    return {
        "type_level": own.get("type_level"),
        "name_pattern": compiled(own.get("name")),
        "ignored": compiled(own.get("ignored")),
        "caption": compiled(own.get("caption")),
        "ragged": own.get("ragged", False),
        "sections": meanings(p.get("sections", {}) for p in pages),
        "section_words": _section_words(pages),
        "noise": patterns(pages, "noise"),
        "values_of": patterns(pages, "values_of"),
        "union": either_of(pages, "union"),
        "field_heading": either_of(pages, "field_heading"),
        "notice": either_of(pages, "notice"),
        "example_heading": either_of(pages, "example_heading"),
        "other_heading": either_of(pages, "other_heading"),
        "members": either_of(pages, "members"),
        "enumeration": either_of(pages, "enumeration"),
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
    keys = [one.name for one in fields(SectionWords)]
    for table in tables:
        check_keys(table, keys, "page.section_words")
    return SectionWords(**{key: tuple(w.lower() for w in listed(tables, key)) for key in keys})


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
        "around_names": ignoring_case(whole(listed(tables, "around_names"))),
        "choice": _choice(tables),
        "no_fields": either_of(tables, "none"),
        "groups": _truths(tables, "group"),
        "bold": either_of(tables, "bold"),
        "present": either_of(tables, "present"),
    }


def _spoken(tables: list[Table]) -> Worded:
    no, yes = (listed(tables, f"spoken_{key}") for key in ("no", "yes"))
    pattern = ignoring_case(rf"{START}(?:(?P<no>{whole(no)})|(?P<yes>{whole(yes)}))")
    return worded(pattern, [word for text in (*no, *yes) for word in literal(text)])


def _of_all(parts: Parts, tables: list[Table]) -> re.Pattern[str]:
    nouns = [*_page(parts)["section_words"].fields, *listed(tables_of(parts, "columns"), "name")]
    return ignoring_case(rf"{START}{whole(listed(tables, 'all'))}(?:\s+[^\W\d_]+){{0,3}}?\s*{whole(nouns)}")


_CHOICES = {"end": "choice_ends", "just": "just_one", "any": "any_one", "most": "most_one"}


def _choice(tables: list[Table]) -> Worded:
    stated = {kind: listed(tables, key) for kind, key in _CHOICES.items()}
    pattern = ignoring_case("|".join(rf"(?P<{kind}>{whole(texts)})" for kind, texts in stated.items()))
    return worded(pattern, [word for texts in stated.values() for text in texts for word in literal(text)])


def _truths(tables: Iterable[Table], key: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    stated = [(t.get(f"{key}_{truth}"), truth == "yes") for t in tables for truth in ("no", "yes")]
    return tuple((re.compile(text), truth) for text, truth in stated if text)


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
            (v["slug"], re.compile(v["pattern"]), v["fields"]) for p in parts for v in p.get("vocabulary", ())
        ),
    }


def _settings(parts: Parts, table: str) -> tuple[tuple[re.Pattern[str], Table], ...]:
    return tuple((re.compile(t["pattern"]), t["sets"]) for p in parts for t in p.get(table, ()))


def _values(parts: Parts) -> Table:
    columns = meanings(tables_of(parts, "columns"))
    tables = tables_of(parts, "values")
    return {
        "same_values": either_of(tables, "same"),
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
    occurs = {word: _occurs(often) for word, often in meanings(t.get("occurs", {}) for t in tables).items()}
    sets: Table = {key: frozenset(word.casefold() for word in listed(tables, key)) for key in _WORDS}
    cells = CellWords(
        **sets,
        occurs={**occurs, **_SIGNS},
        occurrence=_occurrence(tables, occurs),
        length=_length(tables),
        beside_name=_beside_name(tables_of(parts, "required")),
        set_apart=_set_apart(tables_of(parts, "required")),
        deprecated=ignoring_case(either([phrases(listed(tables, "deprecated"))])),
        before_type=_before_type(listed(tables, "before_type")),
        **_type_patterns(parts),
    )
    return {"cells": cells}


def _numbers(parts: Parts) -> Table:
    stated = meanings(tables_of(parts, "numbers"))
    if odd := [number for number in stated.values() if not number.isdecimal()]:
        raise ValueError(f"{odd[0]!r} in [numbers] is no number")
    return {"numbers": {word: int(number) for word, number in stated.items()}}


def _bounds(parts: Parts) -> Table:
    numerals = Numerals(tuple(_numbers(parts)["numbers"].items()))
    return {"bounds": _shared(BoundWords(**_phrases(parts, "bounds", BoundWords), numerals=numerals))}


def _defaults(parts: Parts) -> Table:
    return {"defaults": _shared(DefaultWords(**_phrases(parts, "defaults", DefaultWords)))}


def _phrases(
    parts: Parts, name: str, of: type[BoundWords] | type[DefaultWords]
) -> dict[str, tuple[str, ...]]:
    """A table whose keys each list phrases."""
    tables = tables_of(parts, name)
    kinds = [field.name for field in fields(of) if field.default == ()]
    for table in tables:
        check_keys(table, kinds, name)
    return {kind: listed(tables, kind) for kind in kinds}


W = TypeVar("W", BoundWords, DefaultWords, EntryWords)


@cache
def _shared(words: W) -> W:
    """The same object for the same words: dialects share their patterns."""
    return words


def _before_type(stated: Iterable[str]) -> re.Pattern[str]:
    said = words(stated)
    return ignoring_case(rf"(?:(?P<word>{said})|[(\[【（](?P<apart>{said})[)\]】）])[:.]?\s+(?=\S)")


def _occurs(often: str) -> Occurs:
    """What `0..1` or `0..*` says."""
    if not (m := _OFTEN.fullmatch(often)):
        raise ValueError(f"{often!r} in [cells.occurs] is not of the form 0..1 or 1..*")
    return int(m["low"]), None if m["high"] == "*" else int(m["high"])


_OFTEN = re.compile(r"(?P<low>\d{1,6})\.\.(?P<high>\d{1,6}|\*)")


def _occurrence(tables: list[Table], occurs: Mapping[str, Occurs]) -> re.Pattern[str]:
    to = words(listed(tables, "length_to"))
    many = [word for word, (_, most) in occurs.items() if most is None]
    most = words([*many, *listed(tables, "unbounded")])
    return ignoring_case(
        rf"[\[({{]?\s*(?P<low>\d+|[?*+]|{words(occurs)})"
        rf"\s*(?:(?:\.\.+|-|–|—|:|,|{to})\s*(?P<high>\d+|[*n∞]|{most}))?\s*[\])}}]?"
    )


def _length(tables: list[Table]) -> re.Pattern[str]:
    since, to, up_to = (words(listed(tables, f"length_{key}")) for key in ("from", "to", "up_to"))
    return ignoring_case(
        rf"(?:(?:{since}\s+)?(?P<low>\d{{1,9}})\s*(?:\.\.+|-|–|—|~|,|{to})\s*)?"
        rf"(?:≤|<=|{up_to}|)\s*(?P<high>\d{{1,9}})(?:\s*[^\W\d]+\.?)?"
    )


def _beside_name(tables: list[Table]) -> re.Pattern[str]:
    no, yes = (either([phrases(listed(tables, key))]) for key in ("beside_no", "beside_yes"))
    return ignoring_case(rf"\b(?:(?P<no>{no})|(?P<yes>{yes}))\b")


def _set_apart(tables: list[Table]) -> re.Pattern[str]:
    no, yes = (whole(listed(tables, key)) for key in ("beside_no", "beside_yes"))
    return ignoring_case(
        rf"[(（\[【]\s*[*_`]*(?:(?P<no>{no})|(?P<yes>{yes}))[*_`]*\s*[)）\]】]"
        rf"|[,，;、]\s*(?:(?P<no_>{no})|(?P<yes_>{yes}))\s*[.。]?\s*$"
    )


def _type_patterns(parts: Parts) -> Table:
    types = _type_words(tables_of(parts, "types"))
    of = f"(?:{words(types.of)}\\s+)?"
    return {
        "joined": ignoring_case(rf"\||{_whole(types.either | types.both)}"),
        "enum": ignoring_case(
            rf"(?P<type>{words(types.enum)})\s*{of}[:(\[{{]\s*(?P<values>[^\n<>]*[,|/][^\n<>]*?)\s*[)\]}}]?"
        ),
        "declared": re.compile(rf"`*(?:{words(types.declared)}\s+)+(?=\S)"),
        "constraint": ignoring_case(rf"(?<!\s)\s++(?P<said>{words(types.constraint)})(?!\w)"),
        "keyword": ignoring_case(rf"(?<!\s)[,;]?\s++(?=`*{words(types.keyword)}`*\s*[:=])"),
        "container": ignoring_case(rf"\[|<|\]|^$|{words(_containers(parts, types))}"),
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
    tables = tables_of(parts, "lint")
    stated = {k: alternatives(tables, k) for k in ("absent", "count", "also", "rule")}
    return {"doubts": {k: pattern for k, pattern in stated.items() if pattern}}


def _prose(parts: Parts) -> Table:
    known = [_conditions(part.get("conditions", {})) for part in parts]
    rules = [
        _rule(rule, tuple(dict.fromkeys([own, *known])))
        for part, own in zip(parts, known, strict=True)
        for rule in part.get("prose", ())
    ]
    for rule in rules[: len(parts[0].get("prose", ()))]:  # those of the languages are known to be right
        _check_patterns(rule)
    return {"rules": tuple(rules)}


def _check_patterns(rule: Rule) -> None:
    for key, text in rule.written.items():
        try:
            groups = re.compile(text).groupindex
        except re.error as error:
            raise ValueError(f"{key!r} of the rule {rule.slug!r}: {error}") from None
        if (why := trouble_in_python(text)) == EXPONENTIAL:
            raise ValueError(f"{key!r} of the rule {rule.slug!r} can take {why}")
        for group in _groups_named(rule, key):
            if group not in groups:
                raise ValueError(f"{key!r} of the rule {rule.slug!r} has no group {group!r}")
    if isinstance(rule, SentenceRule) and not _LENGTHS.fullmatch(str(rule.sets.get("lengths", "1,2"))):
        raise ValueError(f"'lengths' of the rule {rule.slug!r} is not of the form \"{{low}},{{high}}\"")


_NAMED = re.compile(r"[{|](\w+)(?=[|}])")
_LENGTHS = re.compile(r"\s*(?:\d+|\{\w+(?:\|\w+)*\})\s*,\s*(?:\d+|\{\w+(?:\|\w+)*\})\s*")
"""Two lengths.  Is '13,15', '{low},{high|most}', not '13', '{low}-{high}'."""


def _groups_named(rule: Rule, key: str) -> list[str]:
    """The groups that a pattern of a rule must have."""
    if isinstance(rule, SentenceRule) and key == "pattern":
        templates = (template for template in rule.sets.values() if isinstance(template, str))
        return [group for template in templates for group in _NAMED.findall(template)]
    return ["value"] if isinstance(rule, ListRule) and key == "item" else []


def _conditions(table: Table) -> Conditions:
    kinds = [field.name for field in fields(Conditions)]
    check_keys(table, kinds, "conditions")
    return Conditions(**{kind: listed([table], kind) for kind in kinds})


def _rule(data: Table, languages: tuple[Conditions, ...]) -> Rule:
    needs = tuple(data.get("needs", ()))
    written = {key: data[key] for key in ("header", "item", "pattern", "unless") if key in data}
    match data:
        case {"slug": slug, "into": ("enum" | "const" | "examples") as into, "header": str()}:
            return ListRule(
                slug=slug,
                into=into,
                written=written,
                at_least=data.get("at_least", 1),
                bare=data.get("bare", False),
                chained=data.get("chained", False),
                alone=data.get("alone", False),
                types=frozenset(data.get("types", ("string", "integer", "number"))),
                needs=needs,
            )
        case {"slug": slug, "pattern": str(), "sets": dict(sets)}:
            types = frozenset(data.get("types", ()))
            return SentenceRule(slug=slug, written=written, sets=sets, types=types, needs=needs)
        case {
            "slug": slug,
            "pattern": str(),
            "kind": ("required-if" | "one-of" | "exclusive" | "range-if") as kind,
        }:
            return ConditionRule(slug=slug, kind=kind, written=written, languages=languages, needs=needs)
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
    _pointing,
    _cells,
    _bounds,
    _defaults,
    _numbers,
    _lint,
    _prose,
)
