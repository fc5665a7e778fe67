"""What a paragraph is, by its lines and by where it stands."""

from __future__ import annotations

import re
from typing import Any

from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.facts import (
    arguments,
    attaching,
    declarations,
    headers,
    headings,
    properties,
    term_lines,
    terms,
    value_tables,
)
from rowtype.reading.facts.drafts import Sentence, TypeDraft
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.here import Here
from rowtype.reading.facts.layouts import Rule
from rowtype.reading.facts.requiredness import Listed
from rowtype.reading.markup.blocks import Bullets, Code, Paragraph, Row, Table
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Text

_RULED = re.compile(r"(?m)^[ \t]*={2,}(?:[ \t]+={2,})+[ \t]*$")
"""A line of a simple table of reStructuredText, whose columns no signs tell: `=====  =====`, not `===`."""


def _ruled(block: Paragraph, here: Here) -> Text | None:
    """A simple table of reStructuredText without an end, or rows between pipes, which are not read.

    Reads `unclosed_rst.md`, but not:

        # Order

        It is true that ===== is a line.
    """
    value = block.content.value
    read = _RULED.search(value) or _is_piped(value) or _is_header(value, here.dialect)
    return block.content.text if read else None


def _is_header(value: str, dialect: Dialect) -> bool:
    """Whether the first line is nothing but headers of fields: of a table whose columns no signs tell any more."""
    words = value[:LONGEST_HEADER].split("\n")[0].split()
    said: set[Role] = set()
    for word in words if len(words) > 2 else ():
        if (role := headers.role(word, dialect)) is None:  # nearly always the first
            return False
        said.add(role)
    return {"name", "type"} <= said


LONGEST_HEADER = 100
"""Characters of a line that may be nothing but headers."""


def _is_piped(value: str) -> bool:
    """Whether a line ends as a row between pipes does, and has more of them than a formula."""
    if value.count("|") <= PIPES:
        return False
    return any(line.count("|") > PIPES and line.rstrip().endswith("|") for line in value.split("\n"))


PIPES = 4
"""As many a formula may have."""


def _pass_over(text: Text, block: Paragraph, here: Here) -> None:
    here.report("table-skipped", text, found=" ".join(text.value.split())[:80], expected="name, type")
    here.above = []


def _arguments(block: Paragraph, here: Here) -> Listed | None:
    """Arguments of the type's constructor: a field whose argument has no default has to be given.

    Reads `dataclasses.html`, but not:

        # Order

        (optional)
    """
    return arguments.given(block.content.text) if here.type else None


def _take_arguments(given: Listed, block: Paragraph, here: Here) -> None:
    if given.names:
        here.list_required(given)


def _name(block: Paragraph, here: Here) -> Text | None:
    """The name of the type in code and nothing else, as programs write what the heading says: `LineItem`.

    Reads `names_of_structures.md`, but not:

        # Line item

        `Order`
    """
    m = _IN_CODE.fullmatch(block.content.value)
    owner = here.type
    if m is None or owner is None or owner.heading is None or owner.header or owner.values:
        return None
    alike = fold_punctuation(headings.bare(owner.heading.value)) == fold_punctuation(m["name"])
    return block.content.text.match(m, "name") if alike else None


_IN_CODE = re.compile(r"`(?P<name>[A-Za-z_]\w{1,80})`")


def _take_name(name: Text, block: Paragraph, here: Here) -> None:
    if here.type:
        here.type.rename(name)


def _labels(block: Paragraph, here: Here) -> properties.Property | None:
    """Labels below a heading, `Type: String`: the heading names a field of the type above.

    Reads `headings_fields.md`, but not:

        # Order

        Type: string
        Required: yes
    """
    lines = term_lines.lines_of(block.content)
    return properties.read([(False, line) for line in lines], here) or properties.of_line(lines, here)


def _declaration(block: Paragraph, here: Here) -> properties.Property | None:
    """The declaration of the field that the heading above names.

    Reads `declared_fields.md`, but not:

        # Order

        ## note

        note that it is short
    """
    return declarations.read(block.content, here)


def _field(block: Paragraph, here: Here) -> tuple[TypeDraft, FieldDraft] | None:
    """A name on a line of its own, and labels below it: a field.

    Reads `linked_paragraphs.md`, but not:

        # Order

        id
        The key of the order.
    """
    owner = here.described
    if "\n" not in block.content.value or owner is None or here.dialect.type_level:
        return None
    among = bool(here.taken) and here.taken[-1][0] == "field"
    field = terms.from_paragraph(block.content, here.dialect, here.source, among=among)
    return (owner, field) if field else None


def _take_field(read: tuple[TypeDraft, FieldDraft], block: Paragraph, here: Here) -> None:
    owner, field = read
    here.add(owner, [field], field.facts.row, here.above)
    said = block.content.value.rstrip()
    inside = isinstance(here.following, Bullets | Table) and said.endswith((":", "："))
    here.above = [field.facts.name] if inside else []


def _sentence(block: Paragraph, here: Here) -> tuple[TypeDraft, str, Text] | None:
    """A sentence below the fields that begins with a name: it speaks of that field, perhaps.

    Reads `captioned_lists.md`, but not:

        # Order

        `note` must be at most 8 characters long.
    """
    owner = here.described
    if owner is None or not owner.header:
        return None
    spoken = attaching.field_spoken_of(block.content.text, here.dialect)
    return (owner, *spoken) if spoken else None


def _set_apart(read: tuple[TypeDraft, str, Text], block: Paragraph, here: Here) -> None:
    owner, name, said = read
    described = here.describe(owner, block.content.text) if here.dialect.type_level else ()
    here.set_apart(Sentence(name, said, described), None)


def _member(block: Paragraph, here: Here) -> TypeDraft | None:
    """A member of an enumeration or what is sent for it, below a heading over all of them; and what is said of it.

    Reads `generated_enumerations.md`, but not:

        # Enum Level

        NONE
    """
    return here.members


def _take_member(owner: TypeDraft, block: Paragraph, here: Here) -> None:
    text = block.content.text
    if m := value_tables.ASSIGNED.fullmatch(text.value):
        owner.values = [one for one in owner.values if one[0].value != m["name"]]
        here.add_value(owner, text, None)
    elif _CODED.fullmatch(text.value):
        here.add_value(owner, text.strip("`"), None)
    elif owner.values and owner.values[-1][1] is None and not _DECLARED.search(text.value):
        owner.values[-1] = (owner.values[-1][0], text)


_CODED = re.compile(r"`[A-Za-z_]\w{0,80}`")
_DECLARED = re.compile(r"[`{};]")
"""Code, such as a declaration."""


def _result(block: Paragraph, here: Here) -> TypeDraft | None:
    """What a method returns.

    Reads `resource.md`, but not:

        # Order

        An order.
    """
    if here.type is None or not here.type.method or here.section != "result":
        return None
    return None if _is_title(block, here) else here.type


def _is_title(block: Paragraph, here: Here) -> bool:
    """Whether a text only announces what stands below it: it is emphasised, or ends with a colon."""
    text = block.content.value.strip()
    stressed = any(mark.end - mark.start >= len(text) for mark in block.content.marks)
    return isinstance(here.following, Bullets | Code | Table) and (stressed or text.endswith((":", "：")))


def _take_result(method: TypeDraft, block: Paragraph, here: Here) -> None:
    method.result = method.result or block.content


def _no_fields(block: Paragraph, here: Here) -> TypeDraft | None:
    """A sentence that says that a method has no parameters.

    Reads `methods_without_parameters.md`, but not:

        # How to begin

        Beginning requires no parameters.
    """
    owner, pattern = here.type, here.dialect.no_fields
    if owner is None or owner.header or here.section not in ("description", "fields") or pattern is None:
        return None
    said = block.content.value
    if not _ONE_WORD.fullmatch(owner.name.value):
        return None
    nothing = here.section == "fields" and said.strip("*_. ").lower() in here.dialect.cells.no_result
    return owner if nothing or pattern.search(said) or _labels_nothing(said, here.dialect) else None


def _labels_nothing(said: str, dialect: Dialect) -> bool:
    """Whether a text begins with a label of fields and a word that says that there are none: `Parameters: none.`"""
    nothing = {*dialect.cells.no_result, *dialect.cells.no_default}
    return any(
        dialect.sections.get(headers.normal(m["label"])) == "fields" and m["nothing"].lower() in nothing
        for m in _LABELLED.finditer(said)
    )


_LABELLED = re.compile(
    r"(?:^|(?<=[.。]\s))[\s*_]*(?P<label>[^\W\d_][^:：.\n*_]{2,30})[\s*_]*[:：][\s*_]*"
    r"(?P<nothing>[^\W\d_]{1,20})[\s*_]*(?:[.;。；]|$)"
)
"""A label, and one word.  Finds '**Parameters:** none.', 'It stops. Parameters: none', not 'Parameters: a, b'."""


_ONE_WORD = re.compile(r"[\w$][\w$./:{}-]*")


def _take_no_fields(owner: TypeDraft, block: Paragraph, here: Here) -> None:
    here.describe(owner, block.content.text)
    owner.header, owner.loose = Row((), block.content.text), False


def _caption(block: Paragraph, here: Here) -> Text | None:
    """The name of a file, or a title, over a code block.

    Reads `headings_of_options.md`, but not:

        # Order

        An order.
    """
    content = block.content
    whole = any(mark.end - mark.start >= len(content.value) for mark in content.marks)
    return content.text if whole and isinstance(here.following, Code) else None


def _leave(text: Text, block: Paragraph, here: Here) -> None:
    """It says nothing of the type."""


def _description(block: Paragraph, here: Here) -> TypeDraft | None:
    """Anything else that may describe the type.

    Reads `admonitions.md`, but not:

        # Order

        | Field | Type |
        |---|---|
        | id | string |

        Every order has a buyer.
    """
    if here.type is None or here.section not in ("description", "fields", "method"):
        return None
    return here.type if here.dialect.type_level or not here.type.header else None


def _take_description(owner: TypeDraft, block: Paragraph, here: Here) -> None:
    here.describe(owner, block.content.text)


RULES: tuple[Rule[Paragraph, Any], ...] = (
    Rule("ruled table", _ruled, _pass_over),
    Rule("arguments of a constructor", _arguments, _take_arguments),
    # Before "description", which takes any text.
    Rule("name of the type", _name, _take_name),
    # Before "field", which would take the first label for a name.
    Rule("labels of a field", _labels, properties.take),
    Rule("declaration of a field", _declaration, properties.take),
    Rule("field", _field, _take_field),
    Rule("sentence on a field, perhaps", _sentence, _set_apart),
    Rule("member of an enumeration", _member, _take_member),
    Rule("result", _result, _take_result),
    Rule("no fields", _no_fields, _take_no_fields),
    Rule("caption of code", _caption, _leave),
    Rule("description", _description, _take_description),
)
"""The first that accepts a paragraph takes it; what none accepts says nothing of fields."""
