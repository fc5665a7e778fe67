"""Names are found in trees of fields that grow as they would be found by looking through the whole tree."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from rowtype.reading.facts.facts import FieldFacts, walk_fields
from rowtype.reading.facts.field_drafts import FieldDraft, Fields, FieldTree
from rowtype.reading.markup.blocks import Row
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Source

NAMES = ("a", "b", "A_b", "ab", "order_id", "Order.id")
SOURCE = Source("Order.md", " ".join(NAMES))


def field(name: str) -> FieldDraft:
    at = SOURCE.text.index(name)
    text = SOURCE.part(at, at + len(name))
    return FieldDraft(FieldFacts(name=text, row=Row((), text), source=SOURCE))


def lists(fields: Fields) -> Iterator[Fields]:
    """The lists of a tree, the outermost first."""
    yield fields
    for one in fields:
        yield from lists(one.children)


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.lists(st.sampled_from(NAMES), max_size=3), st.sampled_from(NAMES)),
        max_size=8,
    )
)
def test_names_are_found_while_a_tree_grows(steps: list[tuple[int, list[str], str]]) -> None:
    fields = Fields()
    tree = FieldTree(fields, "Order")
    for where, added, wanted in steps:
        below = [*lists(fields)]
        below[where % len(below)] += [field(name) for name in added]
        walked = [*walk_fields(fields)]
        assert tree.first(wanted) is next((one for one in walked if one.name == wanted), None)
        folded = {fold_punctuation(wanted)}
        alike = (
            one
            for one in walked
            if one.name == wanted
            or folded & {fold_punctuation(one.name), fold_punctuation("Order" + one.name)}
        )
        assert tree.first_of(wanted, folded) is next(alike, None)
        assert fields.first(wanted) is next((one for one in fields if one.name == wanted), None)


@given(st.lists(st.tuples(st.integers(0, 9), st.lists(st.sampled_from(NAMES), max_size=3)), max_size=8))
def test_second_fields_of_an_object_are_left_out(steps: list[tuple[int, list[str]]]) -> None:
    fields = Fields()
    tree = FieldTree(fields, "Order")
    for where, added in steps:
        below = [*lists(fields)]
        chosen = below[where % len(below)]
        before = [one.name for one in chosen]
        chosen += [field(name) for name in added]
        second = [one.name for one, _ in tree.drop_second()]
        tree.take_in()
        names = before + added
        assert [one.name for one in chosen] == (names if chosen is fields else [*dict.fromkeys(names)])
        assert len(chosen) + len(second) == len(names)


def test_a_tree_that_is_done_with_is_gone_at_once() -> None:
    collecting = gc.isenabled()
    gc.disable()
    try:
        fields = Fields([field("a")])
        tree = FieldTree(fields, "Order")
        fields[0].children += [field("b")]
        assert tree.first("b") is not None
        known = weakref.ref(tree)
        del tree
        assert known() is None
        fields.append(field("ab"))
    finally:
        if collecting:
            gc.enable()
