"""One field to JSON Schema: its type, what its columns and its description say, its values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import unquote

from rowtype.reading.dialect.cells import plain
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.dialect.rules import RuleSet
from rowtype.reading.facts import headers, requiredness
from rowtype.reading.facts.cells import part
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.lowering import (
    columns,
    described_types,
    enumerations,
    item_remarks,
    leftovers,
    openings,
    other_subjects,
    settings,
    untyped,
)
from rowtype.reading.lowering.nullability import list_null, make_nullable
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced, default, places
from rowtype.reading.lowering.types import lower_cell, map_of_entries
from rowtype.reading.lowering.values import as_value, list_table, list_values, set_default, set_empty_default
from rowtype.reading.markup.blocks import Cell, Inline
from rowtype.reading.markup.characters import QUOTES
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import sentences
from rowtype.reading.prose.sentences import Stated, Understood
from rowtype.reading.prose.statements import Setting
from rowtype.reading.prose.templates import literal
from rowtype.reading.prose.value_lists import Item
from rowtype.reading.types.expressions import Name
from rowtype.schema.documents import SUFFIX, type_uri
from rowtype.unchanging import unchanging


@unchanging(frozen=True, slots=True, kw_only=True)
class LoweredField:
    """What a row says of its field, and what of several fields."""

    traced: Traced
    stated: tuple[Stated, ...] = ()


def lower_field(row: FieldFacts, scope: Scope, settled: Sequence[Text] = ()) -> LoweredField:
    """The schema of one field, without the fields below it; `settled` are sentences that speak of several fields."""
    noticed = len(scope.findings)
    if row.listed is not None and row.type is not None and columns.lists_types(row.listed, row.type, scope):
        row = replace(row, type=row.listed, listed=None)
    typed = row.type if row.type and (row.type.content.value or not row.children) else None
    field = lower_cell(typed, scope) if typed is not None else Traced()
    if row.borrowed is not None and not field.schema:
        for keyword, value in row.borrowed[1].items():
            field.set(keyword, value, default(row.borrowed[0]))
    if row.many is not None:
        field = map_of_entries(field, scope) or columns.many(row.many, field, scope)
    notes = [*row.notes, *row.unread]
    for _, content in row.unread:
        scope.report("unread-cell", content.text, found=content.value)
    unread = columns.lower_columns(row, field, scope)
    notes += columns.limit(row, field, scope)
    doubts: list[tuple[str, Text]] = []
    stated = _lower_prose(row, unread, field, scope, doubts, settled)
    if row.default is not None and not _holds_default(field, row.default, scope.dialect):
        notes.append(("default", row.default.content))
    list_table([Item(v, d) for v, d in row.values], field, scope)
    described_types.refine(row, field, scope)
    if row.description is not None and not row.children and field.schema.get("type") in ("object", "array"):
        for line in _fields_in(row.description, scope.dialect):
            scope.report("list-skipped", line, found=line.value[:60])
    if _may_be_anything(field):
        said = enumerations.announced(row, scope.dialect)
        slugs = {slug for slug, _ in doubts}
        if said and "list-open" not in slugs and enumerations.enumerate_codes(row, field, scope):
            doubts = []
        elif said and "list-missing" not in slugs:
            doubts.append(("list-missing", said))
        for slug, text in doubts:
            scope.report(slug, text, found=text.value[:60])
        either = None if doubts else enumerations.alternatives(row, field, scope)
        if either is not None and not scope.has_reported("numeric-words", either):
            scope.report("list-missing", either, found=either.value[:60])
        if not doubts and (code := enumerations.set_constant(row, field, scope)):
            scope.report("unread-sentence", code, found=code.value)
    if row.default is not None and _is_unlisted(field):
        scope.report("unread-cell", row.default.content.text, found=row.default.content.value)
    if len(scope.findings) == noticed:
        for sentence in sentences.outside([*leftovers.untold(row, field, scope)], [*settled]):
            scope.report("unread-sentence", sentence, found=sentence.value[:60])
    if notes:
        note = {header: content.value for header, content in notes}
        field.set("x-notes", note, places(row.source, [c.text for _, c in notes], "note-column"))
    return LoweredField(traced=field, stated=tuple(stated))


# ------------------------------------------------------------------------------------------------ prose


def _states_limit(content: Inline, understood: Understood, dialect: Dialect) -> bool:
    """Whether a cell of limits says something of which no finding tells that it is not understood."""
    said = plain(content.value)
    return bool(said) and not understood.unread and said not in (*dialect.required, *dialect.cells.no_default)


def _is_of_column(said: Inline, row: FieldFacts) -> bool:
    """Whether a text is a cell of its row."""
    return any(cell.content is said for cell in row.row.cells)


def _is_beside_type(said: Inline, row: FieldFacts) -> bool:
    """Whether a remark stands in the type cell."""
    raw = row.type.raw if row.type else None
    return bool(raw) and raw is not None and raw.start <= said.text.start < raw.end


def _may_be_anything(field: Traced) -> bool:
    """Whether nothing says which strings or numbers a field, or an item of it, may be."""
    schema = field.schema
    if schema.get("type") == "array":
        items = schema.get("items", {})
        schema = items if isinstance(items, dict) else {}
    kind = schema.get("type", "string")
    simple = isinstance(kind, list) or kind in ("string", "integer", "number")
    return simple and not {"enum", "const", "$ref", "anyOf", "oneOf", "allOf", "pattern"} & schema.keys()


def _lower_prose(
    row: FieldFacts,
    unread: Sequence[Inline],
    field: Traced,
    scope: Scope,
    doubts: list[tuple[str, Text]],
    settled: Sequence[Text],
) -> list[Stated]:
    """Set what sentences say, the description, the default and examples; what is said of several fields.

    `doubts` get lists of values that are announced and not there, or not complete.
    """
    texts = [c for c in (row.description, *row.limits, *unread, *row.remarks) if c is not None and c.text]
    if (condition := _condition(row, scope.dialect)) is not None:
        texts.append(condition)
    description: list[Text] = []
    said: list[Setting] = []
    stated: list[Stated] = []
    open_ = untyped.is_untyped(row, field)
    limits, unclear, remarks = (set(map(_place, some)) for some in (row.limits, unread, row.remarks))
    for content in texts:
        place = _place(content)
        if place in limits and item_remarks.apply(content, field, scope):
            continue
        begin, end = 0, len(content.text)
        if content is row.description:
            begin, end = openings.without(content, row, scope.dialect)
        further = content if end - begin == len(content.text) else part(content, begin, end)
        if open_:
            understood = untyped.understand(further, scope.dialect, about=row.name.value)
        else:
            understood = sentences.understand(
                further,
                _rules(field, scope.dialect),
                alone=place in limits and not field.guessed,
                about=_called(row, field),
            )
        if further is not content:
            rest = openings.restored(understood.rest, content.text, begin, end)
            understood = replace(understood, rest=rest)
        stated += understood.conditions
        if place in limits and not understood.says_something:
            if _is_beside_type(content, row):
                scope.report("unread-remark", content.text, found=content.value)
            elif _is_of_column(content, row) and _states_limit(content, understood, scope.dialect):
                scope.report("unread-cell", content.text, found=content.value)
        if (
            content is condition
            and not understood.says_something
            and _answers_with_remark(row, scope.dialect)
        ):
            scope.report("unread-cell", content.text, found=content.value)
        if place in unclear and not understood.says_something:
            scope.report("unread-cell", content.text, found=content.value)
        unused = [
            listing
            for listing in understood.listings
            if (understood.open and listing.rule.into == "enum")
            or (
                not other_subjects.has_listed(listing, row, scope, settled)
                and not list_values(listing, field, scope)
            )
        ]
        said += understood.settings
        for text in sentences.outside([*understood.unread], [*settled]):
            if other_subjects.are_fields(text.value, scope):
                continue
            scope.report("unread-sentence", text, found=text.value[:60])
        doubts += [("list-missing", line) for line in understood.missing]
        doubts += [("list-open", line) for line in understood.open]
        doubts += [("list-missing", line) for line in _pointing(content, row, scope.dialect)]
        if not understood.listings:
            doubts += [("list-missing", line) for line in _glossed(content, scope.dialect)]
        for line in understood.odd:
            scope.report("list-incomplete", line, found=line.value[:60])
        if content is not condition and place not in remarks:
            description += [*understood.rest, *(line for listing in unused for line in listing.lines)]
    settings.apply(said, field, scope)
    if row.default is not None:
        _default(row.default, field, scope)
    if row.examples is not None and "examples" not in field.schema:
        _example(row.examples, field, scope)
    if any(
        isinstance(said, str) and settings.is_unlike(said, field) for said in field.schema.get("examples", ())
    ):
        field.forget("format")
    if row.nullable is not None:
        make_nullable(field, row.nullable, "nullable-column", scope)
    kind = field.schema.get("type")
    if isinstance(kind, list) and "null" in kind:
        list_null(field, field.sources.get("/type", ()))
    settings.separate_lengths(said, field, scope)
    _led_to_values(row, field, scope)
    _describe(row, description, field)
    return stated


_REMARK = re.compile(r"[(（]\s*(?!\d{1,2}\s*[)）])\w")
"""In parentheses more than the number of a footnote.  Finds 'Yes (create only)', not 'Yes (1)', 'Yes'."""


def _answers_with_remark(row: FieldFacts, dialect: Dialect) -> bool:
    """Whether a cell says yes and more in parentheses, by which it may not always be so: `Yes (create only)`."""
    said = row.required.content.value if row.required else ""
    return (
        _REMARK.search(said) is not None and bool(requiredness.requiredness(said, dialect)) and not row.choice
    )


def _place(content: Inline) -> tuple[int, str]:
    """By what a text is known among those of a row."""
    return content.text.start if content.text else -1, content.value


def _pointing(content: Inline, row: FieldFacts, dialect: Dialect) -> list[Text]:
    """The lines that send their reader to a list of values; what such a list is given to has its values."""
    words, found = dialect.pointing, []
    for line in content.text.lines():
        listed = row.listed is not None and content is row.listed.content
        named = words.label.search(line.value) or words.below.search(line.value)
        led = named or (listed and words.to.pattern.match(line.value))
        if led and (listed or words.among.search(line.value)) and not words.also.search(line.value):
            found.append(line)
    return found


def _glossed(content: Inline, dialect: Dialect) -> list[Text]:
    """The first of several lines that may be values with what they mean: `female: woman`, `male: man`."""
    if (
        "/" in content.value
        and (m := _EITHER.search(content.value))
        and not {m["one"], m["other"]}
        & {
            *dialect.words.either,
            *dialect.bounds.measures,
        }
    ):
        return [content.text.match(m)]
    if (m := _JOINED.search(content.value)) and m["word"] in dialect.joining.words:
        return [content.text.match(m).strip()]
    if ("(" in content.value or "（" in content.value) and (m := _CODES.search(content.value)):
        return [content.text.match(m).strip()]
    if (
        (m := _FOREIGN.search(content.value))
        and m["word"] in dialect.words.either
        and not content.value.isascii()
    ):
        return [content.text.match(m).strip()]
    if '`"' in content.value and len({m["value"] for m in _QUOTED.finditer(content.value)}) > 1:
        first = _QUOTED.search(content.value)
        return [content.text.match(first)] if first else []
    whole = list(content.text.lines())
    for line, below in pairwise(whole):
        alone = line.value[-1:].isalpha() and below.value.startswith("- ")  # a heading in a cell
        if alone and headers.role(line.value, dialect) == "values":
            return [line]
    lines = [(line, m) for line in whole if (m := _GLOSSED.match(line.value))]
    announced = any(line.value.endswith((":", "：")) for line in whole)  # then something else, such as fields
    if len(lines) < 2 or announced or all(headers.role(m["word"], dialect) is not None for _, m in lines):
        return []
    return [lines[0][0]]


def _fields_in(content: Inline, dialect: Dialect) -> list[Text]:
    """The first of several lines that name fields with their types, `- street (string): The street`."""
    lines = [(line, m["type"]) for line in content.text.lines() if (m := _FIELD.match(line.value))]
    known = [line for line, kind in lines if dialect.primitive(kind.split(",")[0].strip("` "))]
    return known[:1] if len(known) > 1 else []


_FIELD = re.compile(r"(?:[-*•]\s+)?`?[A-Za-z_$@][\w$.@-]{0,60}`?\s*[(（](?P<type>[^()（）]{1,60})[)）]")
"""A field and its type.  Starts '- `id` (string): Its key', not 'a name (string)', '(string)'."""
_CODES = re.compile(
    r"(?<=\w)\s?[(（](?:[A-Z][A-Z0-9_]{1,11}\s?[,/|、，]\s?){1,20}[A-Z][A-Z0-9_]{1,11}[)）]\s*[.。]?$"
    r"|(?<=[^\W_])\s?[(（](?:[`\"][\w.-]{1,40}[`\"](?:\s?[,/|、，]\s?|\s[a-z]{1,4}\s)){1,20}[`\"][\w.-]{1,40}[`\"](?:[;,][^()\n]{1,40})?[)）]"
)
"""Codes in parentheses, or words in quotes.

Finds 'Currency (EUR, USD)', 'form ("a" or "b")', not '(ISO 4217)', '(`a`)'.
"""
_FOREIGN = re.compile(
    r"(?<=\w)\s?[(（](?:[a-z][a-z0-9_-]{1,20},\s){0,9}[a-z][a-z0-9_-]{1,20}\s(?P<word>[^\W\d_a-z]{1,6})"
    r"\s[a-z][a-z0-9_-]{1,20}[)）]"
)
"""Words of programs with a word of another script between.  Finds 'язык (ru, en или ua)', not '(ru, en or ua)'."""
_QUOTED = re.compile(r"`\"(?P<value>[\w.-]{1,40})\"`")
_EITHER = re.compile(
    r"(?:(?<=\s)\(|[:：]\s*)(?P<one>[a-z]{2,20})/(?:[a-z]{2,20}/)*(?P<other>[a-z]{2,20})\)?\s*[.。]?$"
)
"""Two values, perhaps.  Finds 'The side (left/right)', 'Env: a1, x: ab/cd', not '(km/h)', '(and/or) more'."""
_JOINED = re.compile(
    r"[:：]\s*(?:[A-Z][A-Z0-9_]+, )*[A-Z][A-Z0-9_]+ (?P<word>[^\W\d_]{1,7}) [A-Z][A-Z0-9_]+\s*[.;]?$"
)
"""Codes with a word between.  Finds 'Format: PDF ou ZPL', not 'a: AB', 'PDF or ZPL'."""
_GLOSSED = re.compile(r"(?:[-*•]\s+)?(?P<word>[a-z0-9][a-z0-9_-]{0,30})\s*(?:[:：=]|\s[-–—]\s)\s*\S")
"""A value and what it means, perhaps.  Starts 'male: man', '- on = lit', not 'Note: this', 'a man: he'."""


def _describe(row: FieldFacts, lines: Sequence[Text], field: Traced) -> None:
    if lines:
        text = "\n".join(line.value for line in lines)
        field.set("description", text, places(row.source, lines, "description"))


MARK = 12
"""Characters of a word of requiredness beyond which it is no mark but says when."""


_PARTED = re.compile(r"[\s,，;；(（]")


def _condition(row: FieldFacts, dialect: Dialect) -> Inline | None:
    """The content of a cell of requiredness that is a sentence."""
    if row.required is None or not dialect.conditional:
        return None
    said = row.required.content.value
    return row.required.content if len(said) > MARK or _PARTED.search(said) else None


def _called(row: FieldFacts, field: Traced) -> str:
    """The words by which sentences call what a field holds: its name, and that of its items' type."""
    items = field.schema.get("items")
    of = items.get("$ref", "") if field.kind == "array" and isinstance(items, dict) else ""
    return f"{unquote(of).removesuffix(SUFFIX)} {row.name.value}" if of else row.name.value


def _rules(field: Traced, dialect: Dialect) -> RuleSet:
    """The rules that may hold of a field, by the kind of its values."""
    return dialect.rules_for(field.kind, _item_kind(field) if field.kind == "array" else None)


def _item_kind(field: Traced) -> str | None:
    items = field.schema.get("items")
    if items is None or field.is_guess("/items"):
        return "string"
    return items.get("type") if isinstance(items, dict) and isinstance(items.get("type"), str) else None


# ------------------------------------------------------------------------------------------------ cells


_NO_SIGN = re.compile(r"[-–—/]?")
_EXPLAINED = re.compile(r"[`\"“”\n]|(?<!\S)(?:\S++\s++){5}")
"""Words about a default, and no value."""


_LED = re.compile(r"\s*(?P<value>`[^`\n]{1,80}`)\s+[-–—]\s")
"""A default in code, and a remark.  Starts '`false` - If so', not '`a` or `b`', '5 - five'."""


def _plain(cell: Cell) -> str:
    text = cell.content.value.strip(QUOTES)
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" else text


def _default(cell: Cell, field: Traced, scope: Scope) -> None:
    """Set the default that a column states, unless it says that there is none, or is an explanation."""
    if m := _LED.match(cell.content.value):  # what is behind it, describes it or the field
        content = Inline(cell.content.text.match(m, "value"))
        cell = replace(cell, content=content)
    text = _plain(cell)
    value = literal(cell.content.value.strip("` "))
    computed = scope.dialect.defaults.is_computed(text) and not _is_listed(cell, field)
    if isinstance(value, dict | list):
        set_default(value, cell.raw, "default-column", field, scope)
    elif scope.dialect.defaults.is_empty(text) and not _is_listed(cell, field):
        set_empty_default(cell.raw, "default-column", field, scope)
    elif computed or _states_none(cell, field, scope.dialect):
        return
    elif _EXPLAINED.search(text) or (field.kind == "string" and _may_say_none(cell, field)):
        scope.report("unread-cell", cell.content.text, found=cell.content.value)
    else:
        set_default(text, cell.raw, "default-column", field, scope)


def _states_none(cell: Cell, field: Traced, dialect: Dialect) -> bool:
    return _says_none(cell.content.value, dialect) and not _is_listed(cell, field)


def _may_say_none(cell: Cell, field: Traced) -> bool:
    """Whether a word of another alphabet than programs use, without marks, perhaps says that there is no default."""
    said = cell.content.value.strip()
    return not said.isascii() and said.replace(" ", "").isalpha() and not _is_listed(cell, field)


def _is_listed(cell: Cell, field: Traced) -> bool:
    return _plain(cell) in field.schema.get("enum", ())


def _is_unlisted(field: Traced) -> bool:
    """Whether the default is none of the values: perhaps it says in other words that there is none."""
    default, values = field.schema.get("default"), field.schema.get("enum")
    return isinstance(values, list) and default is not None and default not in values


def _holds_default(field: Traced, cell: Cell, dialect: Dialect) -> bool:
    """Whether nothing is lost of what a column of defaults says."""
    if _LED.match(cell.content.value):
        return False
    return "default" in field.schema or _states_none(cell, field, dialect)


def _says_none(text: str, dialect: Dialect) -> bool:
    """Whether a cell of defaults says that there is none; null is none for all that must not be null."""
    word = text.strip().strip(" ()[]<>").casefold()
    said = {word, word.removesuffix(".")}  # `n.a.`, `None.`
    return any(_NO_SIGN.fullmatch(one) for one in said) or not said.isdisjoint(dialect.cells.no_default)


def _example(cell: Cell, field: Traced, scope: Scope) -> None:
    """Set the example that a column gives of a simple value."""
    if field.schema.get("type") not in ("string", "integer", "number", "boolean"):
        return
    text = cell.content.text.strip(QUOTES)
    value = as_value(text.value, field)
    if value is not None:
        field.set("examples", [value], places(scope.source, [text], "example-column"))
        field.note("/examples/0", places(scope.source, [text], "example-column"))


# ------------------------------------------------------------------------------------------------ links


NEAR = 2
"""Words before a link that still say what the field is, and not what is good to know besides."""


def _led_to_values(row: FieldFacts, field: Traced, scope: Scope) -> None:
    """`integer`, "the [kind of order](#order-kinds)": the values that are listed there are the field's."""
    kind = field.schema.get("type")
    if kind not in ("string", "integer") or not row.description:
        return
    if not field.schema.keys() <= _NEUTRAL or len(row.description.links) != 1:
        return
    (link,) = row.description.links
    before = row.description.value[: link.start]
    if len(before.split()) > NEAR or _SENTENCE_END.search(before):
        return
    text = row.description.text[link.start : link.end]
    target = scope.known.documented(Name(text, link.target), scope.facts, by_word=False)
    listed = scope.known.values_of(target) if target is not None else ()
    if not listed or target is None:
        return
    numbers = all(re.fullmatch(r"-?\d+", value.strip("` ")) for value in listed)
    if numbers == (kind == "integer"):
        field.forget("type")
        field.set("$ref", type_uri(target), places(row.source, [text], "linked-values"))


_NEUTRAL = frozenset(
    {"type", "default", "examples", "description", "deprecated", "readOnly", "writeOnly", "x-notes"}
)
_SENTENCE_END = re.compile(r"[.;\n]")
