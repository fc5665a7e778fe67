"""Everything that several schemas assert of one value, by kind of assertion."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from rowtype.revisions.changes import Spot
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json

C = TypeVar("C", bound=p.Check)

KINDS = ("boolean", "object", "array", "string", "integer", "fraction", "null")
"""Kinds of values; a number is an integer or a fraction."""
_OF_TYPE = {"number": ("integer", "fraction")}


class Stated(NamedTuple, Generic[C]):
    """An assertion, and the document that makes it."""

    check: C
    document: str

    @property
    def at(self) -> Spot:
        """URI of the document, and the pointer in it."""
        return self.document, self.check.at


@dataclass(slots=True)
class View:
    """Everything that some parts assert together."""

    place: Spot | None = field(default=None, compare=False)
    """Where the first of the parts stands."""
    kinds: set[str] = field(default_factory=lambda: set(KINDS))
    typed: Stated[p.Types] | Stated[p.MultipleOf] | None = None
    """What says of which kinds values are."""
    never: Stated[p.Never] | None = None
    values: Stated[p.Enum] | None = None
    bounds: dict[bool, Stated[p.Bound]] = field(default_factory=dict)
    """Whether it is an upper one -> the tightest."""
    sizes: dict[tuple[str, bool], Stated[p.Size]] = field(default_factory=dict)
    """("string", "array" or "object", whether it is an upper one) -> the tightest."""
    divisors: dict[int | float, Stated[p.MultipleOf]] = field(default_factory=dict)
    patterns: dict[str, Stated[p.Pattern]] = field(default_factory=dict)
    formats: dict[str, Stated[p.Format]] = field(default_factory=dict)
    unique: Stated[p.UniqueItems] | None = None
    fields: dict[str, Stated[p.Properties]] = field(default_factory=dict)
    """Each name that is described."""
    properties: dict[str, list[p.Index]] = field(default_factory=dict)
    patterned: list[tuple[str, p.Index]] = field(default_factory=list)
    others: list[Stated[p.AdditionalProperties]] = field(default_factory=list)
    required: dict[str, Stated[p.Required]] = field(default_factory=dict)
    prefixes: list[Stated[p.PrefixItems]] = field(default_factory=list)
    items: list[Stated[p.Items]] = field(default_factory=list)
    choices: list[Stated[p.AnyOf] | Stated[p.OneOf]] = field(default_factory=list)
    rules: list[Stated[p.Check]] = field(default_factory=list)
    """What else there is."""

    @property
    def open(self) -> bool:
        """Whether nothing is asserted: every value is valid."""
        return self == View()

    @property
    def listed(self) -> tuple[Json, ...] | None:
        """All values there are, where they are listed or of kinds that have few; not all of them need be allowed."""
        if self.values is not None:
            return self.values.check.values
        if not self.kinds <= {"null", "boolean"}:
            return None
        return (
            *([False, True] if "boolean" in self.kinds else []),
            *([None] if "null" in self.kinds else []),
        )

    @property
    def bare(self) -> bool:
        """Whether nothing is asserted but kinds, and perhaps which values there are."""
        return replace(self, values=None, typed=None, kinds=set(KINDS)) == View()

    @property
    def home(self) -> Spot | None:
        """The object that this is a view of: round the first of its fields, or where it stands itself."""
        stated: list[Stated[Any]] = [*self.fields.values(), *self.others, *self.required.values()]
        return (stated[0].document, stated[0].check.at.rpartition("/")[0]) if stated else self.place

    def beside(self, other: View) -> View:
        """What this asserts, and what another does of values of its own kinds."""
        kinds = other.kinds
        made = replace(self)
        if kinds & {"integer", "fraction"}:
            made.divisors = {**self.divisors, **other.divisors}
            made.bounds = {**self.bounds}
            for upper, bound in other.bounds.items():
                if upper not in made.bounds or tighter(bound.check, made.bounds[upper].check, upper=upper):
                    made.bounds[upper] = bound
        made.sizes = {**self.sizes}
        for key, size in other.sizes.items():
            known = made.sizes.get(key)
            if key[0] in kinds and (
                known is None or (size.check.limit > known.check.limit) == size.check.lower
            ):
                made.sizes[key] = size
        if "string" in kinds:
            made.patterns, made.formats = (
                {**self.patterns, **other.patterns},
                {**self.formats, **other.formats},
            )
        if "array" in kinds:
            made.unique = self.unique or other.unique
            made.prefixes, made.items = [*self.prefixes, *other.prefixes], [*self.items, *other.items]
        if "object" in kinds:
            made.fields, made.required = {**self.fields, **other.fields}, {**self.required, **other.required}
            made.properties = {**self.properties}
            for name, indexes in other.properties.items():
                made.properties[name] = [*made.properties.get(name, ()), *indexes]
            made.patterned, made.others = [*self.patterned, *other.patterned], [*self.others, *other.others]
        return made

    def below(self, name: str) -> list[p.Index]:
        """The schemas that hold of a property, whether or not it is described."""
        found = list(self.properties.get(name, ()))
        found += [index for regex, index in self.patterned if _compiled(regex).search(name)]
        return found + [o.check.child for o in self.others if _leaves_over(o.check, name)]

    def by_pattern(self) -> dict[str, list[p.Index]]:
        """Regular expressions of names -> the schemas that hold of what they match."""
        found: dict[str, list[p.Index]] = {}
        for regex, index in self.patterned:
            found.setdefault(regex, []).append(index)
        return found

    def rest(self) -> list[p.Index]:
        """The schemas that hold of a property of a name that nothing describes."""
        return [other.check.child for other in self.others]

    def item(self, number: int) -> list[p.Index]:
        """The schemas that hold of the element with this 0-based index."""
        found = [s.check.children[number] for s in self.prefixes if number < len(s.check.children)]
        return found + [s.check.child for s in self.items if number >= s.check.start]

    def item_spot(self, number: int) -> Spot | None:
        """Where the element with this 0-based index is described."""
        for prefix in self.prefixes:
            if number < len(prefix.check.children):
                return prefix.document, f"{prefix.check.at}/{number}"
        return next((s.at for s in self.items if number >= s.check.start), None)

    @property
    def described_items(self) -> int:
        """The first index from which on all elements are described alike."""
        ends = [len(s.check.children) for s in self.prefixes] + [s.check.start for s in self.items]
        return max(ends, default=0)


def _leaves_over(check: p.AdditionalProperties, name: str) -> bool:
    return name not in check.names and not any(_compiled(regex).search(name) for regex in check.patterns)


@lru_cache(maxsize=1 << 14)
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(ecma.python(regex))


def state(view: View, check: p.Check, document: str) -> None:
    """Add an assertion to a view."""
    match check:
        case p.Never():
            view.never = Stated(check, document)
            view.kinds = set()
        case p.Types():
            view.kinds &= {kind for name in check.types for kind in _OF_TYPE.get(name, (name,))}
            view.typed = Stated(check, document)
        case p.Enum():
            if view.values is not None:
                view.rules.append(Stated(view.values.check, view.values.document))
            view.values = Stated(check, document)
        case p.Bound():
            upper = check.keyword in ("maximum", "exclusiveMaximum")
            known = view.bounds.get(upper)
            if known is None or tighter(check, known.check, upper=upper):
                view.bounds[upper] = Stated(check, document)
        case p.Size():
            key = check.of, not check.lower
            size = view.sizes.get(key)
            if size is None or (check.limit > size.check.limit) == check.lower:
                view.sizes[key] = Stated(check, document)
        case p.MultipleOf():
            view.divisors[check.divisor] = Stated(check, document)
        case p.Pattern():
            view.patterns.setdefault(check.regex, Stated(check, document))
        case p.Format():
            view.formats.setdefault(check.name, Stated(check, document))
        case p.UniqueItems():
            view.unique = Stated(check, document)
        case p.Properties():
            for name, index in check.entries:
                view.fields.setdefault(name, Stated(check, document))
                view.properties.setdefault(name, []).append(index)
        case p.PatternProperties():
            view.patterned += check.entries
        case p.AdditionalProperties():
            view.others.append(Stated(check, document))
        case p.Required():
            for name in check.names:
                view.required.setdefault(name, Stated(check, document))
        case p.PrefixItems():
            view.prefixes.append(Stated(check, document))
        case p.Items():
            view.items.append(Stated(check, document))
        case p.AnyOf() | p.OneOf():
            view.choices.append(Stated(check, document))  # type: ignore[arg-type]
        case _:
            view.rules.append(Stated(check, document))


def tighter(one: p.Bound, other: p.Bound, *, upper: bool) -> bool:
    """Whether a bound allows less than another on the same side."""
    if one.limit == other.limit:
        return one.keyword.startswith("exclusive") and not other.keyword.startswith("exclusive")
    return (one.limit < other.limit) == upper
