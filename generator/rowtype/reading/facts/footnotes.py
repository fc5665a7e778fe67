"""Marks of footnotes in the rows of a page, and what explains them elsewhere on it: `Yes*`, and `* If a is given`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import requiredness
from rowtype.reading.facts.drafts import TypeDraft
from rowtype.reading.facts.facts import walk_fields
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.here import Here
from rowtype.reading.markup.blocks import Bullets, Inline, Page, Paragraph, Table
from rowtype.reading.markup.text import Text, join, replaced
from rowtype.unchanging import unchanging

LONGEST = 400
"""Characters of a text that explains a mark."""
_SIGN = (
    r"[¹²³⁴⁵⁶⁷⁸⁹⁰\u1d43-\u1d9c]{1,2}|[†‡§]{1,3}|※\s?\d{0,2}|[*＊]\s?\d{1,2}(?!\w)"
    r"|\[\^[\w-]{1,20}\]|\[\d{1,2}\]|\(\d{1,2}\)"
)
_ANY_SIGN = rf"{_SIGN}|[*＊]{{1,3}}"
_EXPLAINED = re.compile(rf"\(?(?P<mark>{_ANY_SIGN})\)?[\s.:–—=-]{{0,4}}(?P<said>[\w`\"“«(「].*)", re.DOTALL)
"""What explains a mark.  Is '* if a is given', '¹ One of the two', '[1]: that', '(2) that', not 'Only if *', '1. a'."""
_MAY_EXPLAIN = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰\u1d43-\u1d9c†‡§※*＊\[(]")
"""A character of any such mark: most paragraphs have none."""
_NEXT = re.compile(rf"(?<=[.;。；])\s*(?=(?:{_SIGN})\s?[^\W\d])")
"""Where another explanation begins.  Finds ' ' in 'a. [4] Since', '。' not behind 'a [4] since'."""
_MARKED = re.compile(rf"(?<=[\w)）`○◯●◎✓✔])[\s.!]{{0,2}}(?P<mark>{_ANY_SIGN})$")
"""A mark behind a word.  Finds 'Yes*', 'Да ¹', 'required [1]', 'x**', '○※1', not '*', 'yes', 'a * b'."""
_BEHIND = re.compile(rf"(?<=[\w)）`.。,])\s?(?P<mark>{_SIGN})(?=\s|[.,;:。，)]|$)")
"""The same in what else a row says.  Finds 'Size¹.', 'size [1]', 'of a [^note], of b', not 'name*', 'a[1]b'."""


@unchanging(frozen=True, slots=True)
class _Note:
    mark: str
    said: Text


def let_say(page: Page, here: Here, types: Iterable[TypeDraft]) -> None:
    """Let marks in the rows mean what explains them: below the row the nearest, else the last above it."""
    notes: dict[str, list[_Note]] = {}
    for note in _notes(page):
        notes.setdefault(note.mark, []).append(note)
    for field in (field for one in types for field in walk_fields(one.fields)):
        _let_limit(field, notes, here)
        for note in _led_to(field, notes) if notes else ():
            _let_note_say(field, note, here.dialect)


def _notes(page: Page) -> Iterator[_Note]:
    """What explains marks: paragraphs, lines of one, the list that Markdown makes of lines that begin with a star."""
    above = None
    for block in page.blocks:
        texts: list[Text] = []
        if isinstance(block, Paragraph) and _MAY_EXPLAIN.search(block.content.value):
            texts = [part for line in block.content.text.lines() for part in line.split(_NEXT)][:MAX_LINES]
        elif isinstance(block, Bullets):
            starred = isinstance(above, Table) and len(block.items) == 1
            texts = [_with_bullet(item.content.text, page, starred=starred) for item in block.items]
        for text in texts:
            if len(text) < LONGEST and (m := _EXPLAINED.fullmatch(text.value)):
                yield _Note("".join(m["mark"].split()), text.match(m, "said"))
        above = block


MAX_LINES = 20
"""Lines of a paragraph that may each explain a mark."""


def _with_bullet(text: Text, page: Page, *, starred: bool) -> Text:
    """An item of a list; right below a table its bullet is the star that leads there, if it is alone."""
    bullet = page.source.text[: text.start].rstrip(" \t")[-1:] if starred and text else ""
    return join([replaced(text[:0], "* "), text]) if bullet == "*" else text


def _explaining(mark: str, at: int, notes: Mapping[str, list[_Note]]) -> _Note | None:
    known = notes.get("".join(mark.split()), [])
    return next((one for one in known if one.said.start > at), known[-1] if known else None)


def _let_limit(field: FieldDraft, notes: Mapping[str, list[_Note]], here: Here) -> None:
    """Let `Yes*` be no more than what explains the star says; report a mark that nothing explains."""
    cell = field.facts.required
    text = cell.content.value if cell else ""
    emphasised = text.startswith(("*", "_", "`"))
    m = _MARKED.search(text) if len(text) < requiredness.LONGEST and not emphasised else None
    if cell is None or m is None:
        return
    note = _explaining(m["mark"], cell.start, notes)
    if note is None:
        field.facts = replace(field.facts, conditional=True)
        here.report("unread-remark", cell.content.text, found=text)
        return
    chosen = requiredness.choice(note.said, here.dialect)
    if chosen:  # the cell says yes
        chosen = replace(chosen, least=True, most=chosen.most and chosen.least)
    if chosen or requiredness.depends(note.said.value, here.dialect):
        choice = field.facts.choice or chosen
        field.facts = replace(
            field.facts, choice=choice, conditional=True, limits=(*field.facts.limits, Inline(note.said))
        )
    elif requiredness.requiredness(note.said.value, here.dialect) is None:
        field.facts = replace(field.facts, limits=(*field.facts.limits, Inline(note.said)))
        here.report("unread-remark", cell.content.text, found=text)


def _led_to(field: FieldDraft, notes: Mapping[str, list[_Note]]) -> Iterator[_Note]:
    """What explains the marks of a row outside its cell of requiredness, each once."""
    seen = set()
    for cell in field.facts.row.cells:
        if cell is field.facts.required or len(cell.content.text) > LONGEST:
            continue
        for m in _BEHIND.finditer(cell.content.value):
            note = _explaining(m["mark"], cell.start, notes)
            if note is not None and id(note) not in seen:
                seen.add(id(note))
                yield note


def _let_note_say(field: FieldDraft, note: _Note, dialect: Dialect) -> None:
    truth = dialect.required.get(note.said.value.strip(" .;!*_").lower())
    if truth is not None:
        field.facts = replace(field.facts, marker=field.facts.marker or (truth, note.said))
    else:
        field.facts = replace(field.facts, limits=(*field.facts.limits, Inline(note.said)))
