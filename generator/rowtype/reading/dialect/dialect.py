"""Dialects: what the headers, words and sentences of documentation mean.  Data, in TOML.

`languages/*.toml` hold what a language says whoever writes it: words of headers and cells, names of primitive types,
sentences that carry rules.  A dialect extends them with what one vendor does differently, mostly a few lines.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from rowtype.diagnostics import Diagnostic, SourceError
from rowtype.reading.dialect.joining import Joining
from rowtype.reading.dialect.words import Words

Role = Literal[
    "name", "type", "required", "optional", "description", "constraint", "value", "note",
    "default", "limits", "values", "access", "applies", "format", "example", "nullable", "pattern", "cardinality",
    "length", "usage",
    "minimum", "maximum", "number", "readonly",
]  # fmt: skip
"""What a column holds.  `limits` are sentences like those of a description, `values` the values that a field may have,
`applies` in which case a row counts, `pattern` names that vary, `cardinality` how often a field may occur,
`length` its characters, `usage` what is required or what a field is for, as its cells tell, `number` the
numbers of named values, `note` nothing that is kept."""

Section = Literal["description", "fields", "example", "result", "method", "types", "other"]
"""What stands under a heading that names no type: `method` and `result` make the type above a method, `types`
describes words of the type column, `other` is something else than fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRule:
    """A list of values in a description: a header, then values.

    What the items say becomes `into`: "enum" (with their descriptions), "const" (for one value) or "examples".
    """

    slug: str
    into: Literal["enum", "const", "examples"]
    header: re.Pattern[str]
    """Found in a line; what stands before it stays in the description."""
    item: re.Pattern[str] | None
    """Matches a whole line after the header; groups `value` and, perhaps, `description`.  None for lists of values
    that are quoted, in code or emphasised, on the same line or in bullets; the sentence then stays as it is."""
    at_least: int = 1
    bare: bool = False
    """Values on the same line need no quotation marks."""
    chained: bool = False
    """`item` matches not a line but a value with its description; the next follows on the same line or below."""
    alone: bool = False
    """Nothing may follow the list."""
    unless: re.Pattern[str] | None = None
    """Found in the sentence before the header: then it is no list of the field's values."""
    types: frozenset[str] = frozenset({"string", "integer", "number"})
    """JSON types of the fields that it speaks of."""
    needs: tuple[str, ...] = ()
    """Without one of these texts, in lower case, there is nothing to find: a quick look before the pattern."""


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
    unless: re.Pattern[str] | None = None
    """Found in the same line: then the rule does not hold."""
    needs: tuple[str, ...] = ()
    """As those of a list rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRule:
    """A sentence about several fields: `required-if`, `one-of` (at least one of them must be there), `range-if`."""

    slug: str
    kind: Literal["required-if", "one-of", "range-if"]
    pattern: re.Pattern[str]
    """Groups `condition` and, for `one-of`, `fields`, for `range-if`, `low` and `high`."""
    needs: tuple[str, ...] = ()
    """As those of a list rule."""


_NO_WORDS = Joining.by(("or", "and"))
GRAM = 3
_Needs = tuple[frozenset[int], dict[str, set[int]], dict[str, list[str]], tuple[str, ...]]
"""Numbers of the rules that need nothing; word -> those that need it; first letters -> words; shorter words."""

Rule = ListRule | SentenceRule | ConditionRule


@dataclass(frozen=True)
class Applicable:
    """The rules that speak of one kind of field."""

    lists: tuple[ListRule, ...]
    sentences: tuple[SentenceRule, ...]
    conditions: tuple[ConditionRule, ...]
    joining: Joining = _NO_WORDS
    characters: Mapping[str, str] = field(default_factory=dict)

    def worth(self, text: str) -> Applicable:
        """Those rules that can find anything in a text, which is in lower case: the words that they need are there."""
        always, needing, beginnings, short = self._needs
        grams = {text[i : i + GRAM] for i in range(len(text) - GRAM + 1)}
        candidates = [*short, *(word for gram in beginnings.keys() & grams for word in beginnings[gram])]
        chosen = sorted(always.union(*(needing[word] for word in candidates if word in text)))
        first, second = len(self.lists), len(self.lists) + len(self.sentences)
        return Applicable(
            tuple(self.lists[i] for i in chosen if i < first),
            tuple(self.sentences[i - first] for i in chosen if first <= i < second),
            tuple(self.conditions[i - second] for i in chosen if i >= second),
            self.joining,
            self.characters,
        )

    @cached_property
    def _needs(self) -> _Needs:
        """Which rules need which words; a look at the beginnings of words spares one for each."""
        rules: tuple[Rule, ...] = (*self.lists, *self.sentences, *self.conditions)
        needing: dict[str, set[int]] = {}
        for i, rule in enumerate(rules):
            for word in rule.needs:
                needing.setdefault(word, set()).add(i)
        beginnings: dict[str, list[str]] = {}
        for word in needing:
            if len(word) >= GRAM:
                beginnings.setdefault(word[:GRAM], []).append(word)
        short = tuple(word for word in needing if len(word) < GRAM)
        return frozenset(i for i, rule in enumerate(rules) if not rule.needs), needing, beginnings, short


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """Everything that reading needs to know about one style of documentation."""

    name: str
    columns: Mapping[str, Role]
    """Header words in lower case -> what the column holds."""
    own_columns: frozenset[str] = frozenset()
    """Those of `columns` that the dialect states itself, not by its languages: what tells it from others."""
    sections: Mapping[str, Section] = field(default_factory=dict)
    """Headings in lower case -> what stands under them; any other heading names a type."""
    mark: str | None = None
    """Text at the beginning of every page of this dialect; no other page is recognised as one."""
    type_level: int | None = None
    """The level of the headings that name types; None for any, and then only what has a table or is referred to is
    a type."""
    name_pattern: re.Pattern[str] | None = None
    """Finds the type's name in its heading, group 1; None where the heading is the name."""
    noise: tuple[re.Pattern[str], ...] = ()
    """Parts of a heading that do not belong to the name."""
    ignored: re.Pattern[str] | None = None
    """A heading that is a remark and names nothing; `(?P<deprecated>` in it says so of the next type."""
    member_pattern: re.Pattern[str] | None = None
    """A heading that names a field, group 1: the tables below it speak of that field."""
    caption: re.Pattern[str] | None = None
    """Matches a line of the description that is a table's caption."""
    required: Mapping[str, bool] = field(default_factory=dict)
    """Words of the required column in lower case."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Words of the required column that mean yes and no where a column holds these two alone."""
    required_words: tuple[str, ...] = ()
    """The same words as they are written, for messages."""
    conditional: re.Pattern[str] | None = None
    """Matches a required cell that states a condition: not required, and its text goes to the prose rules."""
    markers: tuple[tuple[re.Pattern[str], bool], ...] = ()
    """Beginnings of descriptions that say whether the field is required."""
    sentences: tuple[tuple[re.Pattern[str], bool], ...] = ()
    """Sentences anywhere in a description that say so."""
    all_required: tuple[tuple[re.Pattern[str], bool], ...] = ()
    """Sentences and headings above a table that say so of all its fields."""
    groups: tuple[tuple[re.Pattern[str], bool], ...] = ()
    """Rows of one cell that say so of the rows below them."""
    bold: re.Pattern[str] | None = None
    """A sentence that says that names in bold are those of required fields."""
    present: re.Pattern[str] | None = None
    """A condition that asks for nothing but that a field is there; each alternative has one group, its name."""
    union: re.Pattern[str] | None = None
    """Text above a list of links: the type is one of those listed.  A colon at its end says so too."""
    field_heading: re.Pattern[str] | None = None
    """A heading that announces fields of the type above it."""
    fields_follow: re.Pattern[str] | None = None
    """Text above a list whose items are fields."""
    values_of: tuple[re.Pattern[str], ...] = ()
    """Headings and captions that announce the values of a field, group `field`."""
    speaks_of: re.Pattern[str] | None = None
    """The beginning of a sentence below a table that speaks of a field; each alternative has one group, its name."""
    only_if: re.Pattern[str] | None = None
    """A sentence above a table: its fields count in one case only."""
    remark: re.Pattern[str] | None = None
    """Matches a part of a type cell that is no type: `max. 20`, `default 0`."""
    words: Words = field(default_factory=Words)
    primitives: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Names of primitive types -> keywords."""
    folded: Mapping[str, str] = field(default_factory=dict)
    """The same names in lower case -> as they are spelt."""
    modifiers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Words before a primitive type -> keywords that they add: `non-negative`."""
    forms: tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...] = ()
    """Whole type cells that follow a pattern -> keywords, as those of a sentence rule; `type` is a type expression."""
    definitions: tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...] = ()
    """What the explanation of a type word says -> keywords; the first that fits."""
    vocabularies: tuple[tuple[str, re.Pattern[str], Mapping[str, Mapping[str, Any]]], ...] = ()
    """Standards whose fields a text takes over without types: slug, the sentence that says so, field -> keywords."""
    doubts: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    """Sentences that lint looks for: `absent`, `count`, `also` and `rule`, what looks like a rule."""
    rules: tuple[Rule, ...] = ()
    same_values: re.Pattern[str] | None = None
    """A sentence that gives a field the values of another; each alternative has one group, a name."""
    joining: Joining = _NO_WORDS
    """How the values of a list are joined."""
    characters: Mapping[str, str] = field(default_factory=dict)
    """What characters are called, in lower case -> the inside of a character class."""
    record: Mapping[str, Any] = field(default_factory=lambda: {"type": "object"})
    """Keywords of every type that has a field table."""
    ragged: bool = False
    """A row of another width than its header is an error; else it is mended and reported."""
    applicable: dict[tuple[str | None, str | None], Applicable] = field(default_factory=dict, repr=False)
    """What `rules_for` has found before."""
    verbatim: bool = False
    """Descriptions are taken to the letter; names and values that begin with `"` are JSON strings."""

    def rules_for(self, kind: str | None, item: str | None = None) -> Applicable:
        """The rules for fields of a JSON type; `item` is the type of an array's items."""
        found = self.applicable.get((kind, item))
        if found is None:
            lists = (r for r in self.rules if isinstance(r, ListRule) and {kind, item} & r.types)
            sentences = (
                r for r in self.rules if isinstance(r, SentenceRule) and (not r.types or kind in r.types)
            )
            conditions = (r for r in self.rules if isinstance(r, ConditionRule))
            found = Applicable(
                tuple(lists), tuple(sentences), tuple(conditions), self.joining, self.characters
            )
            self.applicable[kind, item] = found
        return found

    def primitive(self, name: str) -> tuple[str, Mapping[str, Any]] | None:
        """The primitive type of that name, whatever its capitals, with its documented spelling."""
        if name in self.primitives:
            return name, self.primitives[name]
        spelt = self.folded.get(name.casefold()) or (
            self.folded.get(re.split(r"[.:]", name.casefold())[-1]) if not self.verbatim else None
        )
        return (spelt, self.primitives[spelt]) if spelt is not None else None


_BUILT_IN = ("livetex", "rowtype", "plain")
_LANGUAGES = ("en", "ru", "more", "code", "signs")
_KEYS = {
    "name", "extends", "page", "columns", "required", "types", "primitives", "synonyms", "form", "modifiers",
    "definition", "vocabulary", "values", "characters", "lint", "prose",
}  # fmt: skip


@cache
def built_in() -> tuple[Dialect, ...]:
    """The dialects that come with Rowtype, in the order in which they are tried."""
    return tuple(_dialect(_data(f"dialects/{name}.toml"), f"{name}.toml") for name in _BUILT_IN)


@cache
def _text(name: str) -> str:
    return resources.files("rowtype.reading.dialect").joinpath(name).read_text(encoding="utf-8")


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


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
        if unknown := sorted(own.keys() - _KEYS):
            raise ValueError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
        extends = own.get("extends", list(_LANGUAGES))
        if unknown := [e for e in extends if e not in _LANGUAGES]:
            raise ValueError(f"{unknown[0]!r} is no language; known are {', '.join(_LANGUAGES)}")
        parts = [own, *(_data(f"languages/{name}.toml") for name in extends)]
        pages = [part.get("page", {}) for part in parts]
        page = own.get("page", {})
        primitives = _joined(p.get("primitives", {}) for p in parts)
        synonyms = _words(p.get("synonyms", {}) for p in parts)
        primitives = _joined([primitives, {word: primitives[meant] for word, meant in synonyms.items()}])
        return Dialect(
            name=own["name"],
            columns=_words(p.get("columns", {}) for p in parts),
            own_columns=frozenset(w.lower() for words in own.get("columns", {}).values() for w in words),
            sections=_words(p.get("sections", {}) for p in pages),
            mark=page.get("mark"),
            type_level=page.get("type_level"),
            name_pattern=_pattern(page.get("name")),
            noise=tuple(re.compile(n) for p in pages for n in p.get("noise", ())),
            ignored=_pattern(page.get("ignored")),
            member_pattern=_pattern(page.get("member")),
            caption=_pattern(page.get("caption")),
            verbatim=page.get("verbatim", False),
            ragged=page.get("ragged", False),
            required={w: truth == "yes" for w, truth in _words(_plain(p) for p in parts).items()},
            pairs=tuple((yes, no) for p in parts for yes, no in p.get("required", {}).get("pairs", ())),
            required_words=tuple(
                dict.fromkeys(
                    w for p in parts for k in ("yes", "no") for w in p.get("required", {}).get(k, ())
                )
            ),
            conditional=_either(p.get("required", {}).get("conditional") for p in parts),
            markers=_truths(parts, "marker"),
            sentences=_truths(parts, "sentence"),
            all_required=_truths(parts, "all"),
            groups=_truths(parts, "group"),
            bold=_either(p.get("required", {}).get("bold") for p in parts),
            present=_either(p.get("required", {}).get("present") for p in parts),
            union=_either(p.get("union") for p in pages),
            field_heading=_either(p.get("field_heading") for p in pages),
            fields_follow=_either(p.get("fields_follow") for p in pages),
            values_of=tuple(re.compile(v) for p in pages for v in p.get("values_of", ())),
            speaks_of=_either(p.get("speaks_of") for p in pages),
            only_if=_either(p.get("only_if") for p in pages),
            remark=_either(p.get("types", {}).get("remark") for p in parts),
            words=_type_words([p.get("types", {}) for p in parts]),
            primitives=primitives,
            folded={name.casefold(): name for name in reversed(primitives)},
            modifiers=_joined(p.get("modifiers", {}) for p in parts),
            forms=tuple((re.compile(f["pattern"]), f["sets"]) for p in parts for f in p.get("form", ())),
            definitions=tuple(
                (re.compile(d["pattern"]), d["sets"]) for p in parts for d in p.get("definition", ())
            ),
            vocabularies=tuple(
                (v["slug"], re.compile(v["pattern"]), v["fields"])
                for p in parts
                for v in p.get("vocabulary", ())
            ),
            doubts={
                key: pattern
                for key in ("absent", "count", "also", "rule")
                if (pattern := _alternatives([p.get("lint", {}).get(key) for p in parts]))
            },
            same_values=_either(p.get("values", {}).get("same") for p in parts),
            joining=Joining.by(
                dict.fromkeys(w for p in parts for w in p.get("values", {}).get("joins", ())),
                _either(p.get("values", {}).get("goes_on") for p in parts),
            ),
            characters=_words(p.get("characters", {}) for p in parts),
            rules=tuple(_rule(rule) for p in parts for rule in p.get("prose", ())),
        )
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as error:
        why = f"the key {error} is missing" if isinstance(error, KeyError) else error
        raise SourceError([Diagnostic("bad-dialect", None, {"why": why}, file=file)]) from None


def _joined(tables: Any) -> dict[str, Any]:
    """Several tables as one; what comes first counts."""
    found: dict[str, Any] = {}
    for table in tables:
        found.update((k, v) for k, v in table.items() if k not in found)
    return found


def _words(tables: Any) -> dict[str, Any]:
    """`{meaning: [word]}` tables as one `{word in lower case: meaning}`."""
    return _joined({w.lower(): meaning for meaning, words in t.items() for w in words} for t in tables)


def _plain(part: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in part.get("required", {}).items() if k in ("yes", "no")}


def _truths(parts: list[dict[str, Any]], key: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    stated = [
        (p.get("required", {}).get(f"{key}_{truth}"), truth == "yes")
        for p in parts
        for truth in ("no", "yes")
    ]
    return tuple((re.compile(text), truth) for text, truth in stated if text)


def _type_words(tables: list[dict[str, Any]]) -> Words:
    known = Words()
    kinds = tuple(field.name for field in fields(Words))
    if unknown := sorted({k for t in tables for k in t} - {*kinds, "remark"}):
        raise ValueError(f"unknown key {unknown[0]!r} in [types]; known are {', '.join(kinds)}, remark")
    found = {k: frozenset(w for t in tables for w in t.get(k, ())) for k in kinds}
    return Words(**{k: v or getattr(known, k) for k, v in found.items()})


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text is not None else None


def _either(texts: Any) -> re.Pattern[str] | None:
    stated = [f"(?i:{t.removeprefix('(?i)')})" if t.startswith("(?i)") else f"(?:{t})" for t in texts if t]
    return re.compile("|".join(stated)) if stated else None


def _alternatives(texts: list[str | None]) -> re.Pattern[str] | None:
    """One pattern of several; groups of one name keep it, as only one alternative can match."""
    stated = [t for t in texts if t]
    if len(stated) < 2:
        return _either(stated)
    seen: set[str] = set()
    kept = []
    for text in stated:
        names = set(re.findall(r"\(\?P<(\w+)>", text))
        if (
            names & seen
        ):  # Python has no branch reset: what repeats a group is joined in the languages' own files
            text = re.sub(r"\(\?P<(\w+)>", lambda m: f"(?P<{m[1]}_>", text)
        seen |= names
        kept.append(text)
    return _either(kept)


def _rule(data: dict[str, Any]) -> Rule:
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
                needs=tuple(data.get("needs", ())),
            )
        case {"slug": slug, "pattern": pattern, "sets": dict(sets)}:
            return SentenceRule(
                slug=slug,
                pattern=re.compile(pattern),
                sets=sets,
                types=frozenset(data.get("types", ())),
                unless=_pattern(data.get("unless")),
                needs=tuple(data.get("needs", ())),
            )
        case {"slug": slug, "pattern": pattern, "kind": ("required-if" | "one-of" | "range-if") as kind}:
            return ConditionRule(
                slug=slug, kind=kind, pattern=re.compile(pattern), needs=tuple(data.get("needs", ()))
            )
    raise ValueError(
        "a prose rule has 'slug' and either 'into', 'header' or 'pattern', 'sets' or 'pattern', 'kind': "
        f"{data}"
    )
