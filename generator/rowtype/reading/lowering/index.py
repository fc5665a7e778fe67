"""Which type a name or a link stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.cells import plain
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import headers
from rowtype.reading.facts.facts import Definition, FieldFacts, PageFacts, TypeFacts, walk_fields
from rowtype.reading.facts.requiredness import marked
from rowtype.reading.lowering.naming import NamedType, name_types, stamp
from rowtype.reading.markup.blocks import Inline, Row
from rowtype.reading.markup.characters import without_footnote
from rowtype.reading.markup.folding import fold_punctuation, unaccented
from rowtype.reading.markup.targets import Target, target_of
from rowtype.reading.markup.text import Text, join
from rowtype.reading.prose import sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The types that the pages document, and those that they only refer to."""

    types: dict[str, TypeFacts]
    headings: Mapping[str, TypeFacts]
    """Headings over text: types only if something refers to them."""
    by_file: Mapping[str, str]
    """Stem of a page's file, in lower case -> the first type that it documents; none where another page, such as that
    of a primitive, has just this name."""
    by_stem: Mapping[str, str]
    """Stem of a page's file -> the type that it documents, if it is the only one."""
    by_anchor: Mapping[tuple[str, str], str]
    """File and folded heading -> type."""
    by_anchor_of: Mapping[tuple[str, str], str]
    """Stem of a page's file and heading, both folded -> the first such type."""
    stems: frozenset[str]
    """The stems of all pages' files, folded: a link that names another may lead to the page that has it."""
    by_folded: Mapping[str, str]
    """Folded name -> type; two of one name are left out."""
    shared: Mapping[str, tuple[NamedType, ...]]
    """Name -> the types that pages document under it, where there are several."""
    definitions: Mapping[str, tuple[Mapping[str, Any], Definition]]
    """Words of type columns that the pages explain, folded -> keywords."""
    unmarked_is_required: Mapping[tuple[str, str], bool]
    """File -> whether a field that says nothing of it is required, as its neighbours' marks tell."""
    mentions: Mapping[str, int]
    """Names of types in type columns -> how many rows have them; one with a link counts for several."""
    of_kinds: frozenset[str]
    """Stems of pages to which words for primitives lead, `[string](data-types.md)`: they document no one type."""
    identifying: str | None
    """The JSON type of all fields whose names say that they identify something, where there are several."""
    base_uri: str

    def documented(
        self, word: str, target: str | None, file: str, by_word: bool, near: str | None = None
    ) -> str | None:
        """The documented type that a word or its link stands for on a page; primitives' own pages are none.

        A fragment means what it says, else the text does: never the first type of its page.  Of several of that name
        it is the one that is `near`.
        """
        leads = target_of(target)
        stem, fragment = leads.stem, leads.fragment
        by_text = [near, word, self.by_folded.get(fold_punctuation(word))] if by_word else []
        anchored = self._by_fragment(file, leads, fragment) if fragment else None
        on_page = [word] if stem and word not in self.shared and self._stands_on(word, stem) else []
        by_stem = [*on_page, self.by_stem.get(stem), stem] if stem else []
        if fragment and anchored is None:
            candidates = [*by_text, *by_stem]
        else:
            by_file = [self.by_file.get(stem.casefold())] if stem else []
            candidates = [anchored, *by_stem, *by_file, *by_text]
        for candidate in candidates:
            if not candidate:
                continue
            if candidate in self.types:
                return candidate
            if candidate in self.headings and (target or _is_name(candidate)):
                return candidate
        return None

    def _stands_on(self, name: str, stem: str) -> bool:
        """Whether the page of that stem has a type, or a heading over text, of that name."""
        facts = self.types.get(name) or self.headings.get(name)
        return facts is not None and PurePosixPath(facts.source.file).stem == stem

    def _by_fragment(self, file: str, leads: Target, fragment: str) -> str | None:
        key = fold_punctuation(fragment)
        if leads.stem is not None:
            stem = fold_punctuation(leads.stem)
            there = self.by_anchor_of.get((stem, key))
            return there if there or stem in self.stems else self.by_anchor.get((file, key))
        routed = (self.by_anchor_of.get((page, key)) for page in leads.routed())
        return next(filter(None, routed), None) or self.by_anchor.get((file, key))

    def is_documented(self, word: str) -> bool:
        """Whether a page documents a type of that name."""
        return word in self.types

    def is_heading(self, word: str) -> bool:
        """Whether a heading over text has that name."""
        return word in self.headings

    def is_shared(self, word: str) -> bool:
        """Whether pages document several types under that name."""
        return word in self.shared

    def is_referred_to(self, word: str) -> bool:
        """Whether the rows say that a word is the name of a type: several have it, or one with a link."""
        return self.mentions.get(word, 0) > 1

    def is_of_kinds(self, stem: str) -> bool:
        """Whether links to the page of that stem are those of words for primitives too."""
        return stem in self.of_kinds

    def has_fields(self, word: str) -> bool:
        """Whether a page describes the fields of a type of that name."""
        facts = self.types.get(word)
        return facts is not None and facts.header is not None

    def namesake(self, word: str, file: str) -> str | None:
        """The type with fields on a page that is called as a field is, but for case, signs and number."""
        folded = fold_punctuation(word)
        stems = dict.fromkeys((folded, folded.removesuffix("s"), folded.removesuffix("es")))
        spelt = (*stems, f"{folded}s", f"{folded.removesuffix('ies')}y")
        named = (self.by_anchor.get((file, one)) for one in spelt)
        return next((name for name in named if name and self.has_fields(name)), None)

    def explained(self, word: str) -> Mapping[str, Any] | None:
        """The keywords of a type word that the pages explain."""
        return self.defined(fold_punctuation(word))

    def defined(self, key: str) -> Mapping[str, Any] | None:
        """The same of a word that is folded."""
        found = self.definitions.get(key)
        return found[0] if found else None

    def type_of_page(self, stem: str) -> str | None:
        """The type that the page of that name documents, if it is the only one."""
        return self.by_stem.get(stem)

    def is_unmarked_required(self, file: str, style: str) -> bool:
        """Whether a field that says nothing of it is required."""
        return self.unmarked_is_required.get((file, style), False)

    def identifier(self) -> str | None:
        """The JSON type of what identifies something."""
        return self.identifying

    def stamp(self, name: str) -> str | None:
        """What changes with anything that a page says of an entry of a map of that name; None where there is none."""
        return stamp(self.types[name]) if name in self.types else None

    def identifying_fields(self, name: str) -> tuple[Text, ...]:
        """The types of a type's fields that identify a value of it, in the words of its page."""
        facts = self.types.get(name)
        cells = (field.type for field in facts.fields if _identifies(field, facts.dialect)) if facts else ()
        return tuple(cell.content.text.strip("` ") for cell in cells if cell is not None)

    def values_of(self, name: str) -> tuple[str, ...]:
        """The values of a type that is nothing but a list of them."""
        facts = self.types.get(name)
        return tuple(value.value for value, _ in facts.values) if facts and not facts.fields else ()

    def forget(self, name: str) -> None:
        """Keep of a type whose meaning is known what others may ask: it is most of what reading holds."""
        facts = self.types[name]
        if not is_entry(name):
            fields = tuple(field for field in facts.fields if _identifies(field, facts.dialect))
            values = () if facts.fields else facts.values
            header = Row((), facts.header.line) if facts.header else None
            self.types[name] = replace(
                facts, header=header, fields=fields, values=values, description=(), members=()
            )

    def names_on(self, file: str) -> tuple[str, ...]:
        """The types of a page."""
        return tuple(name for name, facts in self.types.items() if facts.source.file == file)


def _identifies(field: FieldFacts, dialect: Dialect) -> bool:
    return field.name.value.lower() in dialect.words.identifier


def is_entry(name: str) -> bool:
    """Whether a name is that of the entries of a map."""
    return name.endswith("Entry")


_TYPE_NAME = re.compile(r"\b[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*\b")


def nearby(shared: Iterable[NamedType], facts: TypeFacts) -> str | None:
    """Of types with one name that of the same section, else that of the same page, if it has one such."""
    here = [one for one in shared if one.documented.source is facts.source]
    for near in (
        [one for one in here if one.documented.above is facts.name],
        [one for one in here if _section_of(one.documented) == _section_of(facts)],
        here,
    ):
        if len(near) == 1:
            return near[0].facts.known_as
    return None


def _section_of(facts: TypeFacts) -> int | None:
    return facts.above.start if facts.above else None


_CAPITALISED = re.compile(r"[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")


def _is_name(word: str) -> bool:
    return _CAPITALISED.fullmatch(word) is not None


def index(pages: Sequence[PageFacts], base_uri: str, diagnostics: list[Diagnostic]) -> Index:
    """Name every type.

    Which page comes first its file's name says, and not the order of `pages`, in which the types stand.
    """
    ordered = sorted(pages, key=lambda p: p.source.file)
    documented = [facts for page in ordered for facts in page.types if not explains_primitive(facts)]
    named = name_types([facts for facts in documented if not facts.loose], (), diagnostics)
    types = {one.facts.known_as: one.facts for one in named}
    loose = name_types([f for f in documented if f.loose and f.known_as not in types], types, diagnostics)
    headings = {one.facts.known_as: one.facts for one in loose}
    by_folded = _grouped((fold_punctuation(name), name) for name in (*types, *headings))
    files = _types_of_files(ordered, named)
    rank = {page.source: i for i, page in enumerate(pages)}
    anchors = _anchors([*named, *loose])
    order = sorted((*named, *loose), key=lambda one: rank[one.facts.source])
    return Index(
        types={one.facts.known_as: one.facts for one in order if not one.facts.loose},
        headings={one.facts.known_as: one.facts for one in order if one.facts.loose},
        by_file=_by_file(files),
        by_stem={stem: names[0] for stem, names in files.items() if len(names) == 1},
        by_anchor=anchors,
        by_anchor_of={
            (fold_punctuation(PurePosixPath(file).stem), key): name
            for (file, key), name in reversed(anchors.items())
        },
        stems=frozenset(fold_punctuation(PurePosixPath(page.source.file).stem) for page in pages),
        by_folded={key: names[0] for key, names in by_folded.items() if len(names) == 1},
        shared=_shared(named),
        definitions=_definitions(ordered),
        unmarked_is_required=_evidence(pages),
        mentions=_mentions(pages),
        of_kinds=frozenset(_of_kinds(pages)),
        identifying=_of_one_kind(list(_identifiers(pages))),
        base_uri=base_uri,
    )


def _mentions(pages: Iterable[PageFacts]) -> Counter[str]:
    """How many rows have each word for their type; none where a row shows that its values are no objects."""
    found: Counter[str] = Counter()
    scalar: set[str] = set()
    for page in pages:
        for row in walk_fields(f for facts in page.types for f in facts.fields):
            if row.type is None:
                continue
            content = row.type.content
            weight: dict[str, int] = {}
            if _has_scalars(row):
                scalar.add(content.value.strip("` "))
            for m in _TYPE_NAME.finditer(content.value):
                linked = any(link.start <= m.start() < link.end for link in content.links)
                weight[m[0]] = max(weight.get(m[0], 1), 2 if linked else 1)
            found.update(weight)
    return Counter({word: count for word, count in found.items() if word not in scalar})


def _of_kinds(pages: Iterable[PageFacts]) -> Iterator[str]:
    """The stems of pages to which words for primitives lead."""
    for page in pages:
        for row in walk_fields(f for facts in page.types for f in facts.fields):
            for link in row.type.content.links if row.type else ():
                stem = target_of(link.target).stem
                if (
                    stem
                    and row.type
                    and page.dialect.primitive(row.type.content.value[link.start : link.end].strip("`* "))
                ):
                    yield stem


_MEASURED = re.compile(r"\d")
_WRITTEN_VALUE = re.compile(r"[^\s{\[`–—-]")
"""How an example begins that is neither an object nor an array, nor a mark for none."""


def _has_scalars(row: FieldFacts) -> bool:
    """Whether cells beside the type speak of something that no object has: a length, a number, a text as an example."""
    measured = any(_MEASURED.search(cell.content.value) for _, cell in row.bounds)
    example = row.examples.content.value.strip("` ") if row.examples else ""
    return not row.children and (measured or _WRITTEN_VALUE.match(example) is not None)


_IDENTIFIER = re.compile(r"(?:.*_|.*[a-z](?=I))?[iI][dD]")
"""The name of a field that identifies.  Is 'id', 'order_id', 'orderId', not 'paid', 'ids'."""


SEVERAL = 3
"""Fields of one type that tell the type of further ones."""


def _of_one_kind(kinds: list[str]) -> str | None:
    return kinds[0] if len(kinds) >= SEVERAL and len(set(kinds)) == 1 else None


def _identifiers(pages: Iterable[PageFacts]) -> Iterator[str]:
    """The JSON type of each field whose name says that it identifies something."""
    for page in pages:
        for row in walk_fields(f for facts in page.types for f in facts.fields):
            if row.type is None or not _IDENTIFIER.fullmatch(row.name.value):
                continue
            known = page.dialect.primitive(row.type.content.value.strip("` "))
            if known is not None and isinstance(kind := known[1].get("type"), str):
                yield kind


def _shared(named: Iterable[NamedType]) -> dict[str, tuple[NamedType, ...]]:
    groups: dict[str, list[NamedType]] = {}
    for one in named:
        groups.setdefault(one.documented.known_as, []).append(one)
    return {name: tuple(some) for name, some in groups.items() if len(some) > 1}


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _types_of_files(pages: Iterable[PageFacts], named: Iterable[NamedType]) -> dict[str, list[str]]:
    """Stem of a page's file -> the types that it documents; none for a page that explains a primitive type."""
    names = {id(one.documented): one.facts.known_as for one in named}
    found: dict[str, list[str]] = {}
    for page in pages:
        stem = PurePosixPath(page.source.file).stem
        for facts in page.types:
            if explains_primitive(facts):
                found.setdefault(stem, [])
            elif id(facts) in names:
                found.setdefault(stem, []).append(names[id(facts)])
    return found


def _by_file(files: dict[str, list[str]]) -> dict[str, str]:
    return {
        stem.casefold(): names[0]
        for stem, names in reversed(files.items())
        if names and (stem == stem.casefold() or stem.casefold() not in files)
    }


def _anchors(named: Iterable[NamedType]) -> dict[tuple[str, str], str]:
    """File and folded anchor, heading or name -> type, anchors before the others.

    Of like headings the second has `-1` at its end, and so on.
    """
    found: dict[tuple[str, str], str] = {}
    again: Counter[tuple[str, str]] = Counter()
    named = list(named)
    for one in named:
        for anchor in one.documented.anchors:
            found.setdefault((one.facts.source.file, fold_punctuation(anchor)), one.facts.known_as)
    for one in named:
        facts, file = one.documented, one.facts.source.file
        heading = fold_punctuation(facts.heading.value) if facts.heading else ""
        for key in dict.fromkeys((fold_punctuation(facts.known_as), heading)):
            if (number := again[file, key]) > 0:
                found.setdefault((file, f"{key}{number}"), one.facts.known_as)
            again[file, key] += 1
            found.setdefault((file, key), one.facts.known_as)
    for (file, key), name in [*found.items()]:
        for spelt in unaccented(key):
            found.setdefault((file, spelt), name)
    return found


def _definitions(pages: Iterable[PageFacts]) -> dict[str, tuple[Mapping[str, Any], Definition]]:
    found: dict[str, tuple[Mapping[str, Any], Definition]] = {}
    for page in pages:
        for word in page.definitions:
            found.setdefault(fold_punctuation(word.name.value), (define(word, page.dialect), word))
        for facts in page.types:
            if explains_primitive(facts):
                name = facts.known_as
                word = Definition(name=facts.name, text=_joined(facts), source=facts.source)
                key = fold_punctuation(name) if name != name.lower() else name
                found.setdefault(key, (define(word, facts.dialect), word))
    return found


def explains_primitive(facts: TypeFacts) -> bool:
    """Whether a page without fields explains a word of the type column, in a dialect with a page a type."""
    if facts.header is not None or facts.values or facts.members or facts.method:
        return False
    if not facts.dialect.type_level or facts.loose:
        return False
    text = " ".join(t.value for t in facts.description)
    return facts.dialect.primitive(facts.name.value) is not None or any(
        p.search(text) for p, _ in facts.dialect.definitions
    )


def _joined(facts: TypeFacts) -> Text:
    return join(facts.description) if facts.description else facts.name[len(facts.name) :]


_OF_FIELDS = frozenset({"default", "nullable", "readOnly", "lengths", "identifiers"})
"""What sentences set of one field, and not of all that have a type."""


def define(word: Definition, dialect: Dialect) -> Mapping[str, Any]:
    """The keywords that the explanation of a type word states."""
    text = word.text.value
    primitive = dialect.primitive(word.name.value)
    said = next((sets for pattern, sets in dialect.definitions if pattern.search(text[:500])), None)
    found: dict[str, Any] = dict(said if said is not None else {"type": "string"})
    if primitive and (said is None or primitive[1].get("type") == found.get("type") or not primitive[1]):
        found = dict(primitive[1])
    if found.get("x-format"):
        return found
    kind = found.get("type")
    rules = dialect.rules_for(kind if isinstance(kind, str) else None).of_words
    for setting in sentences.understand(Inline(word.text), rules).settings:
        if setting.keyword not in _OF_FIELDS:
            found.setdefault(setting.keyword, setting.value)
    return found


def _evidence(pages: Sequence[PageFacts]) -> dict[tuple[str, str], bool]:
    """Where a style marks what is optional and nothing else, the rest is required; told page by page, else by all.

    A mark at the name or the beginning is a style if every twentieth row has one; a sentence may be a remark on its
    own field, and is one only if every other row has it.  What is said of all fields of a table says nothing of others.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    total: dict[tuple[str, str], Counter[str]] = {}
    for page in pages:
        for facts in page.types:
            found = counts.setdefault((page.source.file, style_of(facts)), Counter())
            if not facts.required_column:
                found.update(_marks(facts, page.dialect))
    for page in pages:
        for word in {style_of(facts): None for facts in page.types}:
            total.setdefault((page.dialect.name, word), Counter()).update(counts[page.source.file, word])
    required: dict[tuple[str, str], bool] = {}
    for page in pages:
        words = {style_of(facts): None for facts in page.types}
        told = {w: _marks_optional(counts[page.source.file, w], total[page.dialect.name, w]) for w in words}
        if "" in told and not _says_any(total[page.dialect.name, ""]):  # lists, without headers and marks
            tables = [told[w] for w in words if w and _says_any(counts[page.source.file, w])]
            told[""] = bool(tables) and all(tables)
        required.update({(page.source.file, w): truth for w, truth in told.items()})
    return required


def _says_any(found: Counter[str]) -> bool:
    """Whether any row is marked."""
    return found["yes"] + found["no"] > 0


def style_of(facts: TypeFacts) -> str:
    """The header of the names of a type's fields: a table of parameters may be marked where one of fields is not."""
    words = [cell.content.value for cell in facts.header.cells] if facts.header else []
    named = (word for word in words if headers.role(word, facts.dialect) == "name")
    return plain(without_footnote(next(named, words[0]))) if words else ""


def _marks(facts: TypeFacts, dialect: Dialect) -> Counter[str]:
    """How many rows are marked, and in which way; how many are left unmarked beside them."""
    found: Counter[str] = Counter()
    for row in facts.fields:
        mark = marked(row, dialect)
        if mark is not None and row.row.cells and row.row.line and not _is_inside(mark[1], row.row.line):
            continue
        found["rows"] += 1
        if mark is not None:
            found["yes" if mark[0] else "no"] += 1
            found["marks"] += marked(row, dialect, anywhere=False) is not None and not mark[0]
    if stated := found["yes"] + found["no"]:
        found["left"] = found["rows"] - stated
    return found


def _is_inside(part: Text, whole: Text) -> bool:
    return bool(part) and whole.start <= part.start < whole.end


def _marks_optional(own: Counter[str], total: Counter[str]) -> bool:
    counted = own if _says_any(own) else total
    style = 20 * counted["marks"] >= counted["rows"] or 2 * counted["no"] >= counted["rows"]
    all_say = counted["yes"] > 0 and not counted["left"]  # so that none is left out because it is required
    return counted["no"] > 3 * counted["yes"] and style and not all_say
