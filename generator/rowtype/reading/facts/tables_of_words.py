"""Tables that explain words of the type column, and fields below what they explain."""

from __future__ import annotations

from rowtype.reading.facts import tables_of_fields
from rowtype.reading.facts.drafts import TypeDraft
from rowtype.reading.facts.facts import Definition
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.here import Here
from rowtype.reading.markup.blocks import Paragraph


def explained_words(headed: HeadedTable, here: Here) -> list[Definition] | None:
    """Words of the type column, with what they mean.

    Reads `explained_words.md`, but not:

        # Orders

        | Type | Description |
        |---|---|
        | Amount | A decimal number. |
    """
    if headed.kind != "definitions":
        return None
    word, text = headed.roles["type"], headed.roles["description"]
    whole = [row.cells for row in headed.table.rows if len(row.cells) > max(word, text)]
    named = [(cells[word].content.text.strip("` "), cells[text].content.text) for cells in whole]
    return [Definition(name=name, text=said, source=here.source) for name, said in named if name]


def explain(words: list[Definition], headed: HeadedTable, here: Here) -> None:
    here.definitions += words


def fields_of_word(headed: HeadedTable, here: Here) -> Definition | None:
    """Fields below a heading among those of words of the type column: the word is a type.

    Reads `explained_words.md`, but not:

        ## Data Types

        | Field | Type |
        |---|---|
        | id | string |
    """
    if here.section != "types" or headed.kind != "fields" or not here.definitions:
        return None
    return here.definitions[-1] if is_below_word(here) else None


def is_below_word(here: Here) -> bool:
    """Whether nothing but text stands between an explained word and what comes next."""
    above = next((rule for rule, block in reversed(here.taken) if not isinstance(block, Paragraph)), "")
    return above.startswith("explained word")


def make_type(word: Definition, headed: HeadedTable, here: Here) -> None:
    tables_of_fields.add_fields(type_of_word(word, here), headed, here)


def type_of_word(word: Definition, here: Here) -> TypeDraft:
    """Open the type that an explained word turns out to be."""
    here.definitions.remove(word)
    owner = here.start(word.name, 6)
    here.section = "types"
    return owner
