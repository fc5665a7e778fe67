"""What a heading opens, by the first rule that accepts it: a type, a field, a section, or nothing."""

from __future__ import annotations

import re
from typing import Any

from rowtype.reading.dialect.dialect import Section
from rowtype.reading.facts import (
    anchored,
    headers,
    headings,
    headings_of_fields,
    labelled,
    listings,
    properties,
)
from rowtype.reading.facts.drafts import TypeDraft
from rowtype.reading.facts.facts import Definition
from rowtype.reading.facts.here import Here
from rowtype.reading.facts.layouts import Rule
from rowtype.reading.markup.blocks import Bullets, Heading, Paragraph, Table
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Text


def _field(block: Heading, here: Here) -> Text | None:
    """The name of a field, with labels below it, whatever the name means elsewhere.

    Reads `headings_of_options.md`, but not:

        # Order

        ## Fields

        - `id` (string)
    """
    if here.type is None or not labelled.states_type(here.following, here.dialect):
        return None
    title = title_of(block)
    return title if headings.property_name(title, "", here.dialect) else None


def _inside_field(block: Heading, here: Here) -> Text | None:
    """What is inside a field of the type above, which the heading names among other words.

    Reads `headings_of_what_is_inside.md`, but not:

        # Order

        | Field | Type |
        |---|---|
        | buyer | object |

        ## Orders of a buyer
    """
    if not isinstance(here.following, Table | Bullets | Paragraph):
        return None
    above = [one for one in here.around() if one.level < block.level]
    title = headings.without_number(title_of(block))
    return headings_of_fields.named(title, block.anchors, above, here.dialect)


def _take_inside(name: Text, block: Heading, here: Here) -> None:
    here.title, here.above, here.members = title_of(block), [], None
    here.start(title_of(block), block.level, name).anchors += block.anchors


def _anchored(block: Heading, here: Here) -> anchored.Member | None:
    """A field, whose anchor is that of the type above and its name.

    Reads `anchored_members.md`, but not:

        <a id="shop.Order"></a>

        # Order

        <a id="id"></a>

        ## id
    """
    return anchored.named(title_of(block), block.anchors, here) if block.anchors else None


def _take_anchored(member: anchored.Member, block: Heading, here: Here) -> None:
    here.title, here.above, here.members = title_of(block), [], None
    heading = here.start(title_of(block), block.level, member.name)
    properties.take(properties.Property(member.field, heading, member.owner), block, here)
    if heading.field is not None:
        here.members_by_anchor.append(heading.field)
        listings.fill([heading.field], member.owner.declared, here.dialect)


def _remark(block: Heading, here: Here) -> re.Match[str] | None:
    """A remark that names nothing.

    Reads `deprecated_type.md`, but not:

        ## WARNING: Read this first

        ### Поля

        | Имя поля | Необходимость | Тип данных | Комментарий |
        |---|---|---|---|
        | id | True | numeric | Номер. |
    """
    title, dialect = headings.unnumbered(title_of(block).value), here.dialect
    patterns = (dialect.ignored, None if dialect.type_level else dialect.notice)
    return next((m for p in patterns if p and (m := p.search(title))), None)


def _take_remark(m: re.Match[str], block: Heading, here: Here) -> None:
    here.title, here.above = title_of(block), []
    if m.groupdict().get("deprecated"):
        here.deprecated = here.title
    elif (
        (notice := here.dialect.notice)
        and m.re is notice.compiled
        and here.dialect.cells.deprecated.search(m.string)
    ):
        if (
            here.type
            and not _is_before_type(block, here)
            and (not here.type.header or block.level > here.type.level)
        ):
            here.type.deprecated = here.title
        else:
            here.deprecated = here.title


def _is_before_type(block: Heading, here: Here) -> bool:
    """Whether the heading of a type follows on one, with nothing between."""
    below = here.following
    if not isinstance(below, Heading) or below.level != block.level:
        return False
    return headings.section_of(title_of(below).value, here.dialect, inside=True) is None


def _section(block: Heading, here: Here) -> Section | None:
    """What the type above has: its description, its fields, an example.

    Reads `arguments_examples.md`, but not:

        # Order

        ## Field of an order
    """
    if _is_linked(block, here):
        return None
    section = headings.section_of(title_of(block).value, here.dialect, inside=bool(here.open))
    if section is None and (_is_bare(block, here) or _is_over_names(block, here)):
        return "fields"
    return section


def _is_bare(block: Heading, here: Here) -> bool:
    """Whether a heading below that of a type without fields says that they follow: `Cuerpo`."""
    above = next((one for one in reversed(here.open) if one.level < block.level), None)
    if above is None or above.header or here.dialect.type_level:
        return False
    word = headings.bare(title_of(block).value)
    called = fold_punctuation(word) in here.linked | here.mentioned
    return not called and here.dialect.section_words.is_bare(word.casefold())


def _is_over_names(block: Heading, here: Here) -> bool:
    """Whether a heading below that of a type without fields says what the names in the table below it are.

    Of a language without a word for it: `Vlastnosti` over `| Název vlastnosti | Typ |`.
    """
    if not isinstance(here.following, Table) or here.dialect.type_level:  # nearly always
        return False
    above = next((one for one in reversed(here.open) if one.level < block.level), None)
    if above is None or above.header:
        return False
    cells, roles = here.following.header.cells, headers.columns(here.following, here.dialect)
    if len(cells) < 2 or roles.get("name", 0):
        return False
    return headings.is_plural_of(title_of(block).value, cells[0].content.value)


def _is_linked(block: Heading, here: Here) -> bool:
    """Whether a type column leads here, to text that says what the type is: `[Items](#items)`."""
    if not here.linked or not isinstance(here.following, Paragraph):  # nearly always
        return False
    places = {fold_punctuation(one) for one in (headings.bare(title_of(block).value), *block.anchors)}
    return not here.linked.isdisjoint(places)


def _take_section(section: Section, block: Heading, here: Here) -> None:
    here.title, here.above = title_of(block), []
    if not here.dialect.type_level:
        while len(here.open) > 1 and here.open[-1].level >= block.level:
            here.open.pop()
        here.type = here.open[-1] if here.open else None
    here.section, here.section_level = section, block.level
    here.members = here.type if here.lists_members and here.is_enumeration else None
    if section in ("result", "method") and here.type:
        _make_method(here.type, here)


def _make_method(one: TypeDraft, here: Here) -> None:
    """A type with a result or a method's description is a method of the resource that the page is about."""
    one.method, one.loose = True, False
    if not here.dialect.type_level:
        return
    above = [title for level, title in here.titles if level < one.level] or [
        other.name for other in here.open if other.level < one.level
    ]
    resources = (t for t in above if here.dialect.sections.get(headers.normal(t.value)) is None)
    one.qualifier = next(resources, one.qualifier)


def _member(block: Heading, here: Here) -> TypeDraft | None:
    """A member of an enumeration, below a heading over all of them.

    Reads `generated_enumerations.md`, but not:

        # Enum Level

        ## Fields

        ### NONE
    """
    inside = here.members is not None and block.level > here.section_level
    return here.members if inside and _MEMBER.fullmatch(headings.bare(title_of(block).value)) else None


_MEMBER = re.compile(r"[A-Za-z_][\w.-]{0,80}")


def _take_member(owner: TypeDraft, block: Heading, here: Here) -> None:
    here.above = []
    here.add_value(owner, title_of(block).strip("`*_ "), None)


def _alternative(block: Heading, here: Here) -> Text | None:
    """One of the types or values of the field that the heading above names.

    Reads `headings_of_options.md`, but not:

        # Order

        ## string
    """
    owner = here.type.field if here.type else None
    if (
        owner is None
        or here.type is None
        or block.level <= here.type.level
        or labelled.states_type(here.following, here.dialect)
    ):
        return None
    title = title_of(block)
    word = headings.bare(title.value)
    typed = owner.facts.type.content.value if owner.facts.type else ""
    said = re.search(rf"(?<![\w$]){re.escape(word)}(?![\w$])", typed, re.IGNORECASE) is not None
    _, keywords = here.dialect.primitive(word) or ("", {})
    return title if said or keywords.keys() == {"type"} or word == _FUNCTION else None


_FUNCTION = "function"
"""What no payload holds."""


def _take_alternative(title: Text, block: Heading, here: Here) -> None:
    here.title, here.above, here.section = title, [], None


def _nothing(block: Heading, here: Here) -> Text | None:
    """No type: an empty heading, or one of a level at which the dialect has none.

    Reads `deprecated_type.md`, but not:

        # Order
    """
    level, title = here.dialect.type_level, title_of(block)
    return title if not title or (level and block.level != level) else None


def _take_nothing(title: Text, block: Heading, here: Here) -> None:
    here.title, here.above, here.section = title, [], None
    here.titles = [(level, t) for level, t in here.titles if level < block.level] + [(block.level, title)]


def _explained_word(block: Heading, here: Here) -> Definition | None:
    """A word of the type column, below a heading that announces such words.

    Reads `methods.html`, but not:

        # Order

        ## Types

        # Buyer
    """
    if here.section != "types" or block.level <= here.section_level or here.dialect.type_level:
        return None
    title = title_of(block)
    name = headings.type_name(title, here.dialect, None if here.types else here.source.file)
    return Definition(name=name, text=title[len(title) :], source=here.source)


def _take_word(word: Definition, block: Heading, here: Here) -> None:
    here.definitions.append(word)
    _take_type(title_of(block), block, here)


def _type(block: Heading, here: Here) -> Text:
    """A type: what no other rule accepts.

    Reads `admonitions.md`, but not:

        # Parameters
    """
    return title_of(block)


def _take_type(title: Text, block: Heading, here: Here) -> None:
    name = anchored.type_name(title, block.anchors)
    opened = here.start(title, block.level, name)
    here.title, here.above, here.members = title, [], None
    opened.anchors += block.anchors
    if name is not None and anchored.is_declared(name.value, here.following):
        opened.loose = False


def title_of(block: Heading) -> Text:
    """What a heading says, without the signs that sites hang a link to it on."""
    said = block.content.value
    if said[:1].isalnum() and said[-1].isalnum():  # nearly always
        return block.content.text
    title = block.content.text.strip(" \t\r\n¶🔗\uf0c1")
    return title[2:].strip() if title.value.startswith("# ") else title  # `# # Order`


RULES: tuple[Rule[Heading, Any], ...] = (
    # Before all that takes the name of a field for a word: `### output`, and below it `Type: string`.
    Rule("field", _field, _take_type),
    # Before what takes the word for a field for a section: `### description`.
    Rule("member by its anchor", _anchored, _take_anchored),
    # Before what takes the word for a field for a section: `### Параметр fields`.
    Rule("inside a field", _inside_field, _take_inside),
    # What names no type comes before what takes anything for a name.
    Rule("remark", _remark, _take_remark),
    # Before all that takes what a member is called for something else.
    Rule("member of an enumeration", _member, _take_member),
    # Before all that takes a word for a type of its own.
    Rule("alternative of a field", _alternative, _take_alternative),
    Rule("section", _section, _take_section),
    Rule("no type", _nothing, _take_nothing),
    Rule("explained word", _explained_word, _take_word),
    Rule("type", _type, _take_type),
)
"""The first that accepts a heading takes it."""
