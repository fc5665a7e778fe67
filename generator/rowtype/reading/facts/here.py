"""Where a walk over a page stands: what is open there, and what was found so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import PurePosixPath

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.cells import plain
from rowtype.reading.dialect.dialect import Dialect, Section
from rowtype.reading.facts import contents, headers, headings, name_cells, nesting, requiredness, value_tables
from rowtype.reading.facts.drafts import Apart, Items, Sentence, TypeDraft
from rowtype.reading.facts.facts import Definition, FieldFacts, ValueList, walk_fields
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.listings import Listing
from rowtype.reading.facts.requiredness import Listed
from rowtype.reading.markup.blocks import Block, Bullets, Cell, Paragraph, Row, Table
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.targets import target_of
from rowtype.reading.markup.text import Source, Text, replaced, rewrite

_WORD = re.compile(r"[\w.-]+")
_CODE_MARKS = re.compile("`")
_TITLE = re.compile(r"[^\W\d_]{1,20}(?:[ -][^\W\d_]{1,20})?")
"""A title over some of a type's fields: `Required fields`, not `Required: id`."""
SHORT = 3
"""Words of a title over some of a type's fields."""
FAR = 5
"""Paragraphs above a table that may still speak of all its fields."""
LEAST_HEADS, MOST_HEADS, LONGEST_HEAD = 3, 12, 40
"""Paragraphs that are the header of columns which no table is made of, and the characters of one."""


_Said = tuple[list[str], tuple[object, ...]]


def _all_said(one: FieldFacts) -> _Said:
    """What a row says, in its cells and below them."""
    return _cells_of(one.row), _said_below(one)


def _cells_of(row: Row) -> list[str]:
    return [c.content.value.replace("`", "") for c in row.cells] or [row.line.value]


def _said_below(field: FieldFacts) -> tuple[object, ...]:
    texts = (field.description, *field.limits)
    tables = [id(table) for cell in field.row.cells if cell.tables for table in cell.tables]
    return tables, [t.value for t in texts if t], [value.value for value, _ in field.values]


@dataclass(slots=True, kw_only=True)
class Here:
    """What rules see of the page around a block, and where they put what they find."""

    source: Source
    dialect: Dialect
    type: TypeDraft | None = None
    """The type that is open."""
    section: Section | None = None
    """What stands under the last heading that names a section; None below headings that name nothing."""
    section_level: int = 0
    title: Text | None = None
    """The last heading."""
    above: list[Text] = field(default_factory=list)
    """Paragraphs since the last heading, table or list of fields."""
    open: list[TypeDraft] = field(default_factory=list)
    """The types whose headings are above, outermost first."""
    members: TypeDraft | None = None
    """The enumeration whose members have headings or paragraphs of their own here."""
    titles: list[tuple[int, Text]] = field(default_factory=list)
    """Headings above that name no type, with their levels."""
    deprecated: Text | None = None
    """A remark that the next type is deprecated."""

    _long: dict[tuple[int, int], bool] = field(default_factory=dict)
    """Places of long texts, and whether they say something of all fields below."""
    _headers: set[int] = field(default_factory=set)
    """Places of headers of columns that no table is made of."""
    _repeated: dict[int, tuple[FieldFacts, _Said]] = field(default_factory=dict)
    """Fields that others repeat, by their identity, and what they say."""

    types: list[TypeDraft] = field(default_factory=list)
    named: list[TypeDraft] = field(default_factory=list)
    """Headings that turned out to name fields, whose types are none."""
    members_by_anchor: list[FieldDraft] = field(default_factory=list)
    """Fields whose headings' anchors say that they are."""
    definitions: list[Definition] = field(default_factory=list)
    listed: list[tuple[tuple[TypeDraft, ...], Listed]] = field(default_factory=list)
    """What lists names of fields which are required, or are not; and the types that it may speak of."""
    following: Block | None = None
    """The next block."""
    listing: Listing = field(default_factory=dict)
    """What a listing since the last heading declares."""
    headings: int = 0
    """How many headings the page has."""
    apart: list[Apart] = field(default_factory=list)
    lists: list[ValueList] = field(default_factory=list)
    """Tables of values that have no field on this page."""
    read: dict[int, tuple[Bullets, list[FieldDraft]]] = field(default_factory=dict)
    """Lists that paragraphs were made into, by their identity, and their fields, until a rule takes them."""
    mentioned: set[str] = field(default_factory=set)
    """Words and links in the types of the fields so far, folded."""
    linked: set[str] = field(default_factory=set)
    """Folded places of pages to which type columns so far lead."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    taken: list[tuple[str, object]] = field(default_factory=list)
    """Each block, and the rule that took it."""

    @property
    def described(self) -> TypeDraft | None:
        """The type that is open, where what stands here may describe it or its fields."""
        return self.type if self.section in ("description", "fields") else None

    @property
    def owner(self) -> TypeDraft | None:
        """The type whose fields or values may stand here."""
        return self.type if self.section not in (None, "example", "other", "result") else None

    @property
    def caption(self) -> Text | None:
        """The paragraph above."""
        return self.above[-1] if self.above else None

    @property
    def is_enumeration(self) -> bool:
        """Whether the heading of the type that is open, one below or one above says that it is one of few values."""
        if self.type and self.type.enumerates:
            return True
        heading, pattern = self.type.heading if self.type else None, self.dialect.enumeration
        if self.type is None or heading is None or pattern is None:
            return False
        over = (one.heading for one in self.open if one.level < self.type.level)
        words = (headings.bare(text.value) for text in over if text)
        return bool(pattern.search(headings.bare(heading.value))) or any(map(pattern.fullmatch, words))

    @property
    def lists_members(self) -> bool:
        """Whether the last heading stands over the members of an enumeration."""
        pattern = self.dialect.members
        return bool(pattern and self.title and pattern.search(headers.normal(self.title.value)))

    def add_value(self, owner: TypeDraft, name: Text, said: Text | None) -> None:
        """Let a type have a value; `NAME = "value"` is what stands in quotes."""
        m = value_tables.ASSIGNED.fullmatch(name.value)
        value = name.match(m, "value") if m else name
        if all(value.value != known.value for known, _ in owner.values):
            owner.values.append((value, said))
            owner.quoted = owner.quoted or value_tables.is_in_quotes(value, self.source)
            owner.loose = False

    def around(self) -> tuple[TypeDraft, ...]:
        """The types with fields that the next block may speak of: this one and those around it."""
        around = [t for t in reversed(self.open) if t.header]
        return (self.type, *around) if self.type and self.type.header else tuple(around)

    def list_required(self, said: Listed) -> None:
        """Keep what lists names of required fields, until all fields are known."""
        if self.type:
            self.listed.append((tuple({self.type: None, self.open[-1]: None}), said))

    def report(self, slug: str, at: Text, **facts: object) -> Diagnostic:
        found = Diagnostic(slug, self.source.span(at.start, at.end), facts)
        self.diagnostics.append(found)
        return found

    def start(self, heading: Text, level: int, name: Text | None = None) -> TypeDraft:
        """Open the type that a heading names."""
        if name is None:
            name = headings.type_name(heading, self.dialect, None if self.types else self.source.file)
            if "`" in name.value:
                name = rewrite(name, _CODE_MARKS, lambda _: "")
        above = next((t for t in reversed(self.open) if t.level < level), None)
        enumerates = self._announces_values(heading) or (above is not None and self._are_members_of(above))
        again = above is not None and (
            headings.is_called(above.name.value, name, heading, self.dialect) or enumerates
        )
        if above and not self.dialect.type_level and not above.header and again:
            above.enumerates = above.enumerates or enumerates
            while self.open[-1] is not above:  # `### Guild Object`, and below it `###### Guild Structure`
                self.open.pop()
            self.type, self.section = above, "fields"
            return above
        returned = self.section == "result" and level > self.section_level
        only_if, caption = self.dialect.only_if, self.caption
        conditional = bool(only_if and caption and only_if.search(caption.value))
        while self.open and self.open[-1].level >= level:
            beside = self.open.pop()
            returned = returned or (beside.returned and beside.level == level)
            conditional = conditional or (beside.conditional and beside.level == level)
        opened = TypeDraft(
            name=name,
            heading=heading,
            level=level,
            parent=self.open[-1] if self.open else None,
            loose=not self.dialect.type_level,
            deprecated=self.deprecated,
            returned=returned,
            conditional=conditional,
        )
        self.open.append(opened)
        self.types.append(opened)
        self.type, self.section, self.deprecated = opened, "description", None
        return opened

    def _announces_values(self, heading: Text) -> bool:
        """Whether a heading is a mere word for an enumeration, over what is no table of fields: `## Enum`."""
        word, pattern, below = headings.bare(heading.value), self.dialect.enumeration, self.following
        if not pattern or not pattern.fullmatch(word):
            return False
        if isinstance(below, Table):
            return headers.kind(headers.columns(below, self.dialect)) != "fields"
        return isinstance(below, Bullets | Paragraph)

    def _are_members_of(self, above: TypeDraft) -> bool:
        """Whether a table with members of an enumeration follows, and the heading above is that of one without any."""
        pattern, below = self.dialect.enumeration, self.following
        if (
            not pattern
            or not isinstance(below, Table)
            or above.values
            or above.header
            or above.heading is None
            or len(above.heading) > requiredness.LONGEST
        ):
            return False
        return bool(pattern.search(headings.bare(above.heading.value))) and contents.are_members(below)

    def result_of(self, method: TypeDraft) -> TypeDraft:
        """The type of what a method returns."""
        name = replaced(method.name, method.name.value + "Result")
        below = takewhile(lambda one: one is not method, reversed(self.types))
        if (known := next((one for one in below if one.name.value == name.value), None)) is not None:
            return known
        self.types.append(TypeDraft(name=name, level=method.level, qualifier=method.qualifier))
        return self.types[-1]

    def start_by_file(self, at: Text) -> None:
        """Open the type that no heading names: the file does; `at` is where it begins."""
        path = PurePosixPath(self.source.file)
        folder = path.parent.name if path.stem.casefold() in ("index", "readme") else ""
        self.type = TypeDraft(name=replaced(at, folder or path.stem))
        self.open.append(self.type)
        self.types.append(self.type)
        self.section = "fields"

    def describe(self, owner: TypeDraft, text: Text) -> tuple[Text, ...]:
        """Let a text describe a type.  Returns the lines that do; its name again and a caption do not."""
        if owner.field:
            owner.field.describe(text)
            return ()
        lines = []
        for line in text.lines():
            if self.dialect.caption and self.dialect.caption.fullmatch(line.value) and owner.caption is None:
                owner.caption = line
            elif line.value not in (owner.name.value, owner.known_as):
                lines.append(line)
        owner.description += lines
        return tuple(lines)

    def add(
        self,
        owner: TypeDraft,
        fields: Sequence[FieldDraft],
        header: Row,
        above: Sequence[Text],
        *,
        going_on: bool = False,
    ) -> None:
        """Add the fields of a table or list to a type; `above` is what is said before of all of them.

        `going_on`: the rows may stand below those of the table before.
        """
        owner.header, owner.loose = owner.header or header, False
        self._say_of_all(owner, fields, above)
        kept = []
        first: dict[str, FieldDraft] = {}
        for one in fields:
            if not one.indent and one.name in owner.names and not one.facts.part:
                if not first:
                    first = {field.name: field for field in reversed(fields)}
                self._report_duplicate(one, owner.fields.first(one.name) or first[one.name])
                continue
            if not one.indent and not one.facts.part:
                owner.names.add(one.name)
            kept.append(one)
        flat = self._has_signed_names(kept, (*owner.description, *above))
        nested = nesting.unfolded(nesting.nest(kept, owner.fields, flat=flat, going_on=going_on))
        owner.fields += nested
        for one, earlier in owner.tree.drop_second():
            self._report_duplicate(one, earlier)
        owner.tree.take_in()
        for one in walk_fields(nested):
            if one.implied:
                self.report("implied-field", one.facts.name, found=one.name)
            self._mention(one.facts.type)
        rows = {id(one) for one in kept}
        inner = [c for one in kept for c in one.children if id(c) not in rows and not c.implied]  # in cells
        for one in (*kept, *walk_fields(inner)):
            self._report_name(one, flat=flat)

    def _mention(self, kind: Cell | None) -> None:
        if kind is not None:
            said = kind.content.value
            words = {*_WORD.findall(said), *(said[link.start : link.end] for link in kind.content.links)}
            self.mentioned |= {*map(fold_punctuation, words)}
            places = (target_of(link.target).fragment for link in kind.content.links)
            self.linked |= {fold_punctuation(place) for place in places if place}

    def _has_signed_names(self, fields: Sequence[FieldDraft], said: Iterable[Text]) -> bool:
        """Whether texts say that names hold signs such as dots, where any name does: they are no paths then."""
        signed = self.dialect.signed_names
        if signed is None or all(one.name.isidentifier() for one in fields):
            return False
        return any(signed.search(text.value) for text in said)

    def _report_name(self, one: FieldDraft, *, flat: bool) -> None:
        """Report what may be wrong with a name."""
        if one.facts.pattern or (" " in one.name and plain(one.name) in self.dialect.cells.any_key):
            return
        if name_cells.ODD.search(one.name):
            self.report("odd-name", one.facts.name, found=one.name)
        elif not flat and nesting.is_path(one.name):
            self.report("lone-path", one.facts.name, found=one.name)

    def _say_of_all(self, owner: TypeDraft, fields: Iterable[FieldDraft], above: Sequence[Text]) -> None:
        """Let fields have what the text above a table, and the heading, say of all of them.

        A heading above without fields of its own says it of the tables below the headings in it.
        """
        above = self._without_header(above)
        last = above[-1] if above and self._may_say_of_all(above[-1]) else None
        above = [text for text in above[-FAR:] if self._may_say_of_all(text)]
        around = owner.parent.description if owner.parent and not owner.parent.header else []
        for text in [
            *reversed(above),
            *([self.title] if self.title else []),
            *reversed(around[-FAR:]),
        ]:
            if self._may_say_of_all(text) and (truth := self.says_of_all(text)) is not None:
                others = requiredness.of_all(text.value, self.dialect).others
                for one in fields:
                    own = requiredness.marked(one.facts, self.dialect)
                    said = (truth is not (one.name in others), text)
                    one.facts = replace(one.facts, marker=one.facts.marker or own or said)
        for text in {text.start: text for text in above}.values():
            told = self.dialect.all_nullable and self.dialect.all_nullable.search(text.value)
            stated = requiredness.of_all(text.value, self.dialect)
            if stated.unclear and not owner.required_column and not owner.fields:
                self._report_unclear(text)
            if told or stated.nullable:
                for one in fields:
                    one.facts = replace(one.facts, nullable=one.facts.nullable or text)
        if last is not None and self.dialect.only_if and self.dialect.only_if.search(last.value):
            for one in fields:
                one.facts = replace(one.facts, conditional=True)

    def _without_header(self, above: Sequence[Text]) -> Sequence[Text]:
        """The texts above fields; what heads columns that no table is made of says nothing of all of them."""
        short = [text for text in above[-MOST_HEADS:] if len(text) <= LONGEST_HEAD]
        heads = {text.start: headers.role(text.value, self.dialect) for text in short}
        if "required" not in heads.values() or len({*heads.values(), None}) <= LEAST_HEADS:
            return above
        header = [text for text in above if heads.get(text.start)]
        if header[0].start not in self._headers:
            self._headers.add(header[0].start)
            self.report("unknown-column", header[0], found=", ".join(repr(text.value) for text in header))
        return [text for text in above if not heads.get(text.start)]

    def _may_say_of_all(self, text: Text) -> bool:
        """Whether a text above fields is short, or says something of all; it is asked once, for many tables."""
        if len(text) <= requiredness.LONGEST:
            return True
        place, known = (text.start, text.end), self._long
        if place not in known:
            said = requiredness.of_all(text.value, self.dialect)
            patterns = (self.dialect.all_nullable, self.dialect.only_if)
            known[place] = (
                self.says_of_all(text) is not None
                or said.nullable
                or said.unclear
                or any(pattern is not None and pattern.search(text.value) for pattern in patterns)
            )
        return known[place]

    def _report_unclear(self, text: Text) -> None:
        """Report a sentence by which all fields are required in some cases."""
        if not self._explains_marks(text) and self.says_of_all(text) is None:
            self.report("unclear-list", text, found=text.value[:60])

    def _explains_marks(self, text: Text) -> bool:
        """Whether a sentence speaks of those fields that are in bold or have a star."""
        bold = self.dialect.bold and self.dialect.bold.search(text.value)
        return bool(bold) or requiredness.explains_star(text.value, self.dialect) is not None

    def says_of_all(self, text: Text) -> bool | None:
        """Whether a heading or paragraph says that all fields below it are required, or that none is."""
        if self._explains_marks(text):
            return None
        said = text.value.strip(" \t\n:：")
        patterns = self.dialect.all_required
        if _TITLE.fullmatch(said) and not self._names_type(text):
            patterns = (*patterns, *self.dialect.groups)
        found = (
            truth
            for pattern, truth in patterns
            if (m := pattern.search(said)) and not requiredness.in_some_cases(said[m.end() :], self.dialect)
        )
        own = next(found, None)
        return own if own is not None else requiredness.of_all(text.value, self.dialect).required

    def parts(self, title: Text) -> bool:
        """Whether a title stands over those of a type's fields that are required, or over the others."""
        return len(title.value.split()) <= SHORT and self.says_of_all(title) is not None

    def _names_type(self, title: Text) -> bool:
        return title is self.title and self.type is not None and self.type.heading is title

    def _report_duplicate(self, field: FieldDraft, first: FieldDraft) -> None:
        name, other = field.again or field.facts.name, first.facts
        line, _, _ = self.source.place(other.name.start, other.name.end)
        if id(other) not in self._repeated:  # once, however long it is and however many repeat it
            self._repeated[id(other)] = other, _all_said(other)
        same = other is field.facts or self._repeated[id(other)][1] == _all_said(field.facts)
        slug = "repeated-row" if same else "duplicate-field"
        self.report(slug, name, field=name.value, line=line)

    def report_unread(self, table: Table, *, missing: bool) -> Diagnostic:
        """Report a table that no rule reads; `missing`: where fields should stand."""
        words = ", ".join(repr(cell.content.value) for cell in table.header.cells)
        columns = self.dialect.columns
        needed = (role for role in ("name", "type") if role in columns.values())
        expected = ", ".join(next(word for word, r in columns.items() if r == role) for role in needed)
        slug = "unknown-header" if missing else "table-skipped"
        return self.report(slug, table.header.line, found=words, expected=expected)

    def set_apart(self, said: HeadedTable | Items | Sentence, caption: Text | None) -> None:
        """Leave what stands here to be decided on when all rows are known."""
        self.apart.append(self.standing_apart(said, caption))

    def standing_apart(self, said: HeadedTable | Items | Sentence, caption: Text | None) -> Apart:
        """What stands here, with what is around it."""
        return Apart(
            said=said,
            type=self.type,
            around=self.around(),
            section=self.section,
            title=self.title,
            caption=caption,
        )
