"""The schemas of one revision: what several of them assert together, and which values they accept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from rowtype.revisions.views import KINDS, Stated, View, state
from rowtype.runtime import equality
from rowtype.schema.checks import interpreting
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json
from rowtype.schema.kinds import kind_of_value

_LEADING = frozenset(("$ref", "$schema", "$id", "allOf"))
"""Keywords of a schema that says nothing itself."""


class Part(NamedTuple):
    """What a schema asserts itself, without what it refers to, and without one choice that is taken apart."""

    schema: p.Index
    without: str = ""
    """`at` of the choice."""


Parts: TypeAlias = tuple[Part, ...]
"""All of them hold of one value; none says nothing."""


@dataclass(slots=True)
class Revision:
    """The schemas of one revision, as one plan."""

    plan: p.Plan
    _views: dict[Parts, View] = field(default_factory=dict)
    _parts: dict[p.Index, Parts] = field(default_factory=dict)

    def parts(self, indexes: Sequence[p.Index], *more: Part) -> Parts:
        """What some schemas assert, and what they refer to."""
        found = dict.fromkeys(more)
        for index in indexes:
            found.update(dict.fromkeys(self._parts_of(index)))
        return tuple(found)

    def _parts_of(self, index: p.Index) -> Parts:
        if index not in self._parts:
            found: dict[Part, None] = {}
            waiting = [index]
            while waiting:
                one = waiting.pop()
                if Part(one) in found:
                    continue
                schema = self.plan.schemas[one]
                checks = schema.checks
                if not isinstance(schema.source, dict) or schema.source.keys() - _LEADING:
                    found[Part(one)] = None
                inner = [i for c in checks if isinstance(c, p.Ref | p.AllOf) for i in p.in_place(c)]
                waiting += reversed(inner)
            self._parts[index] = tuple(found)
        return self._parts[index]

    def view(self, parts: Parts) -> View:
        """Everything that some parts assert together."""
        if parts not in self._views:
            view = self._views[parts] = View()
            if parts:
                first = self.plan.schemas[parts[0].schema]
                view.place = first.document, first.pointer
            for part in parts:
                schema = self.plan.schemas[part.schema]
                for check in schema.checks:
                    if not isinstance(check, p.Ref | p.AllOf) and (
                        not part.without or check.at != part.without
                    ):
                        state(view, check, schema.document)
            _whole(view)
            self._close(view, parts)
            self._list(view)
        return self._views[parts]

    def _close(self, view: View, parts: Parts) -> None:
        """Let `unevaluatedProperties` be about other properties, where it looks at all parts and at nothing else."""
        late = [stated for stated in view.rules if isinstance(stated.check, p.UnevaluatedProperties)]
        if len(late) != 1 or view.choices or view.others or any(p.in_place(s.check) for s in view.rules):
            return
        check = late[0].check
        assert isinstance(check, p.UnevaluatedProperties)
        owner = next(part.schema for part in parts if check in self.plan.schemas[part.schema].checks)
        if {part.schema for part in parts} <= set(self._reached([owner])):
            patterns = tuple(regex for regex, _ in view.patterned)
            other = p.AdditionalProperties(check.at, check.child, tuple(view.fields), patterns)
            view.others.append(Stated(other, late[0].document))
            view.rules.remove(late[0])

    def _list(self, view: View) -> None:
        """Let alternatives that are one value each be a list of values."""
        for choice in list(view.choices):
            inner = [self.view(self.parts([child])) for child in choice.check.children]
            values = [v for one in inner if one.values for v in one.values.check.values]
            single = all(
                one.values is not None and one.bare and len(one.kinds) == len(KINDS) for one in inner
            )
            if single and len({equality.key(v) for v in values}) == len(values):
                view.choices.remove(choice)
                state(view, p.Enum(choice.check.at, tuple(values), "enum"), choice.document)

    def _reached(self, indexes: Sequence[p.Index], *, below: bool = False) -> list[p.Index]:
        """Schemas, and all that they apply to the very same value; and, perhaps, to what is in it."""
        found: dict[p.Index, None] = {}
        waiting = [*reversed(indexes)]
        while waiting:
            index = waiting.pop()
            if index not in found:
                found[index] = None
                for check in self.plan.schemas[index].checks:
                    waiting += [*p.in_place(check), *(p.below(check) if below else ())]
        return [*found]

    def texts(self, parts: Parts, *, below: bool = False) -> list[str]:
        """All that is said of a value, and, perhaps, of what is in it, as JSON."""
        reached = self._reached([part.schema for part in parts], below=below)
        return [json.dumps(self.plan.schemas[i].source, sort_keys=True) for i in reached]

    def alternatives(self, parts: Parts, choice: Stated[p.AnyOf] | Stated[p.OneOf]) -> list[Parts]:
        """The parts with each alternative of one of their choices in the place of it."""
        base = [
            Part(part.schema, choice.check.at)
            if choice.check in self.plan.schemas[part.schema].checks
            else part
            for part in parts
        ]
        return [self.parts([child], *base) for child in choice.check.children]

    def joined(self, parts: Parts, choice: Stated[p.AnyOf] | Stated[p.OneOf]) -> View | None:
        """What some parts assert with one choice, as a view without it; None where its alternatives share kinds.

        What is asserted of a text says nothing of a number: alternatives of different kinds may be asserted together.
        """
        inner = [self.view(self.parts([child])) for child in choice.check.children]
        shared = sum(len(one.kinds) for one in inner) > len({kind for one in inner for kind in one.kinds})
        if shared or not all(one.kinds and not (one.values or one.choices or one.rules) for one in inner):
            return None
        before = self.view(parts)
        view = replace(before, choices=[c for c in before.choices if c.check is not choice.check])
        for one in inner:
            view = view.beside(one)
        view.kinds = before.kinds & {kind for one in inner for kind in one.kinds}
        view.typed = next((one.typed for one in inner if one.typed), before.typed)
        return view

    def accepted(self, parts: Parts, values: Sequence[Json]) -> list[bool]:
        """Of each value, whether it meets all parts, with what they refer to."""
        view = self.view(parts)
        listed = {equality.key(v) for v in view.values.check.values} if view.values else None
        plan = self._without(view.values, parts)
        bare = view.bare
        return [
            (listed is None or equality.key(value) in listed)
            and _kind(value) in view.kinds
            and (bare or all(interpreting.accepts(plan, part.schema, value) for part in parts))
            for value in values
        ]

    def _without(self, listed: Stated[p.Enum] | None, parts: Parts) -> p.Plan:
        """The plan without choices that are taken apart, and without a list of values, in which each would be looked
        for once more.
        """
        if listed is None and not any(part.without for part in parts):
            return self.plan
        schemas = list(self.plan.schemas)
        for part in parts:
            kept = tuple(
                check
                for check in schemas[part.schema].checks
                if not (listed and check is listed.check) and not (part.without and check.at == part.without)
            )
            schemas[part.schema] = replace(schemas[part.schema], checks=kept)
        return replace(self.plan, schemas=tuple(schemas))

    def undocumented(self, parts: Parts) -> bool:
        """Whether the documentation does not say what the values are."""
        sources = (self.plan.schemas[part.schema].source for part in parts)
        return any(isinstance(source, dict) and source.get("x-undocumented") for source in sources)

    def annotations(self, parts: Parts, keyword: str) -> Iterator[tuple[Json, tuple[str, str]]]:
        """What an annotation says of a value, the outermost first; and document and pointer of it."""
        for part in parts:
            schema = self.plan.schemas[part.schema]
            if isinstance(schema.source, dict) and keyword in schema.source:
                yield schema.source[keyword], (schema.document, f"{schema.pointer}/{keyword}")


def _whole(view: View) -> None:
    """Let multiples of a whole number be integers, which all are multiples of 1."""
    whole = next(
        (stated for d, stated in view.divisors.items() if isinstance(d, int) or d.is_integer()), None
    )
    if whole and "fraction" in view.kinds:
        view.kinds.discard("fraction")
        view.typed = view.typed or whole
    if "fraction" not in view.kinds:
        view.divisors = {d: stated for d, stated in view.divisors.items() if d != 1}


def _kind(value: Json) -> str:
    kind = kind_of_value(value)
    if kind != "number":
        return kind
    return "integer" if type(value) is int or value.is_integer() else "fraction"
