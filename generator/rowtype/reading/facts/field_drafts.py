"""Fields while their page is walked: lists and trees that grow, in which a name is found at once."""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace

from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.cells import together
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Text


class Fields(list["FieldDraft"]):
    """Fields of one type or object; others are added at the end, and nothing else is done to them."""

    __slots__ = ("_first", "_looked", "order", "placed", "tree_of")

    def __init__(self, fields: Iterable[FieldDraft] = ()) -> None:
        super().__init__(fields)
        self._first: dict[str, FieldDraft] = {}
        self._looked = 0
        self.tree_of: weakref.ref[FieldTree] | None = None
        """The tree that these are part of; it holds them, and while pages are read nothing looks for cycles."""
        self.order: tuple[int, ...] = ()
        """The places of the fields around, the outermost first."""
        self.placed = 0
        """How many of them the tree knows."""

    def first(self, name: str) -> FieldDraft | None:
        """The first of a name; names are final when one is looked for."""
        for one in self[self._looked :]:
            self._first.setdefault(one.name, one)
        self._looked = len(self)
        return self._first.get(name)

    def append(self, one: FieldDraft) -> None:
        super().append(one)
        self._tell()

    def __iadd__(self, more: Iterable[FieldDraft]) -> Fields:  # type: ignore[override, misc]
        super().extend(more)
        self._tell()
        return self

    def drop_second(self) -> list[tuple[FieldDraft, FieldDraft]]:
        """Leave out new ones of a name that is there already.  Returns them, each with the first of its name."""
        new = self[self.placed :]
        found = [(one, first) for one in new if (first := self.first(one.name)) and first is not one]
        second = {id(one): (one, first) for one, first in found if not one.facts.part}
        if second:
            self[self.placed :] = [one for one in new if id(one) not in second]
            self._looked = len(self)
        return [*second.values()]

    def _tell(self) -> None:
        if self.tree_of and (tree := self.tree_of()):
            tree.grown[id(self)] = self


@dataclass(slots=True, eq=False)
class FieldDraft:
    """A field; its facts are replaced when more is known of it."""

    facts: FieldFacts
    indent: int = 0
    """Width of what stands before the name; 0 for a field of the type itself."""
    bold: bool = False
    """The name is emphasised."""
    implied: bool = False
    """No row is its own: the paths of others name it."""
    again: Text | None = None
    """The name in a further row, of which nothing is kept, as it says the very same as that of the facts."""
    children: Fields = dataclasses.field(default_factory=Fields)
    """Fields of this field's objects."""

    @property
    def name(self) -> str:
        return self.facts.name.value

    def describe(self, text: Text) -> None:
        """Let a text describe the field, below what does already."""
        known = self.facts.description
        self.facts = replace(
            self.facts, description=together([known, Inline(text)] if known else [Inline(text)])
        )

    def freeze(self) -> FieldFacts:
        """The facts, with those of the fields below."""
        if not self.children:
            return self.facts
        return replace(self.facts, children=tuple(child.freeze() for child in self.children))


class FieldTree:
    """The fields of a type and those below them, by name; of several, the first in the order of the page is found."""

    def __init__(self, fields: Fields, owner: str) -> None:
        self._fields, self._owner = fields, owner
        self._by_name: dict[str, _Placed] = {}
        self._by_folded: dict[str, _Placed] = {}
        self._unfolded: list[_Placed] = []
        """Those whose names are not in `_by_folded` yet."""
        self._by_anchor: dict[str, list[FieldDraft]] = {}
        """Folded anchor -> fields whose description leads to it on the same page."""
        fields.tree_of = weakref.ref(self)
        self.grown = {id(fields): fields}
        """Lists to which fields were added that are not taken in yet, by their identity."""

    def first(self, name: str) -> FieldDraft | None:
        """The first field of a name."""
        self.take_in()
        found = self._by_name.get(name)
        return found[1] if found else None

    def first_of(self, name: str, folded: Set[str]) -> FieldDraft | None:
        """The first of a name, or of some that have no punctuation, where the name of the type may stand before it."""
        self.take_in()
        for placed in self._unfolded if folded else ():
            for word in (placed[1].name, self._owner + placed[1].name):
                _keep_first(self._by_folded, fold_punctuation(word), placed)
        if folded:
            self._unfolded = []
        found = [self._by_folded[word] for word in folded if word in self._by_folded]
        if name in self._by_name:
            found.append(self._by_name[name])
        return min(found, key=lambda placed: placed[0])[1] if found else None

    def leading_to(self, anchors: Iterable[str]) -> Iterator[FieldDraft]:
        """Fields whose description leads to one of the anchors, however these are spelled."""
        for anchor in {fold_punctuation(anchor) for anchor in anchors}:
            yield from self._by_anchor.get(anchor, ())

    def drop_second(self) -> Iterator[tuple[FieldDraft, FieldDraft]]:
        """Leave out what was added below a field that has one of that name.  Gives it with the first of the name."""
        lists = [*self.grown.values()]
        while lists:
            fields = lists.pop()
            if fields is not self._fields:
                yield from fields.drop_second()
            lists += [one.children for one in fields[fields.placed :] if one.children]

    def take_in(self) -> None:
        """Know what was added."""
        grown, self.grown = [*self.grown.values()], {}
        while grown:
            fields = grown.pop()
            for i in range(fields.placed, len(fields)):
                one, order = fields[i], (*fields.order, i)
                _keep_first(self._by_name, one.name, (order, one))
                self._unfolded.append((order, one))
                for link in one.facts.description.links if one.facts.description else ():
                    if link.target.startswith("#"):
                        self._by_anchor.setdefault(fold_punctuation(link.target), []).append(one)
                inside = one.children
                inside.tree_of = weakref.ref(self)
                inside.order, inside.placed = order, 0
                if inside:
                    grown.append(inside)
            fields.placed = len(fields)


_Placed = tuple[tuple[int, ...], FieldDraft]
"""A field, and its place in a tree: in the order of these stand fields on the page."""


def _keep_first(known: dict[str, _Placed], name: str, placed: _Placed) -> None:
    if name not in known or placed[0] < known[name][0]:
        known[name] = placed
