"""Facts about the schemas of a check plan, each found once: what a printer needs to know to print well.

Nothing here knows in which language the checks will be printed.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json
from rowtype.schema.kinds import kind_of_value

ALL = frozenset(("null", "boolean", "object", "array", "number", "string"))
INLINE_ONCE = 40
"""Weight up to which a schema is written into the only function that uses it."""
HEAVY = 999
FEW = 4
"""Alternatives up to which a property that need not be there is not looked at first."""
CANDIDATES = 8
"""Properties that may tell alternatives apart: those that most of them require."""


@cache
def base_types(types: tuple[str, ...]) -> frozenset[str]:
    """JSON types with integers among the numbers."""
    return frozenset("number" if t == "integer" else t for t in types)


@dataclass(frozen=True, slots=True)
class Tag:
    """A property whose value says which alternative an object is meant for."""

    name: str
    values: tuple[frozenset[str] | None, ...]
    """For each alternative the strings that no other one takes; None where it has to be tried."""

    @property
    def told_apart(self) -> int:
        return sum(known is not None for known in self.values)


@dataclass(slots=True)
class Analysis:
    """Facts about the schemas of a plan, each found once."""

    plan: p.Plan
    uses: list[int] = field(init=False)
    speculative: set[p.Index] = field(init=False)
    """Schemas whose failure is nothing unusual: alternatives, conditions."""
    bottomless: bool = field(init=False)
    """How deep the checking goes depends on the payload, or is more than Python can be trusted with."""
    _by_kind: dict[p.Index, dict[str, list[p.Check]]] = field(default_factory=dict)
    _weights: dict[p.Index, int] = field(default_factory=dict)
    _types: dict[p.Index, frozenset[str]] = field(default_factory=dict)
    _required: dict[p.Index, frozenset[str]] = field(default_factory=dict)
    _listed: dict[p.Index, dict[str, frozenset[str]]] = field(default_factory=dict)
    _targets: list[p.Index] = field(init=False)
    """-1 where it has not been sought."""
    _in_place: list[tuple[p.Index, ...]] = field(init=False)
    """For each schema those that it applies to the very same value."""
    _children: list[tuple[p.Index, ...]] = field(init=False)
    _costs: dict[p.Index, int] = field(default_factory=dict)
    _alike: dict[Any, p.Index] = field(default_factory=dict)

    def __post_init__(self) -> None:
        schemas = self.plan.schemas
        self._targets = [-1] * len(schemas)
        self._in_place = [tuple(i for c in schema.checks for i in p.in_place(c)) for schema in schemas]
        self._children = [tuple(p.children(schema)) for schema in schemas]
        self.uses = [0] * len(schemas)
        for index in itertools.chain(self.plan.roots, *self._children):
            self.uses[index] += 1
        todo: list[p.Index] = []
        compares = False
        for index, schema in enumerate(schemas):
            for check in schema.checks:
                compares = compares or _compares(check)
                match check:
                    case p.Not() | p.Contains():
                        todo.append(check.child)
                    case p.If():
                        todo.append(check.condition)
                    case p.AnyOf() | p.OneOf():
                        todo += self._tried(index, check)
        self.speculative = set()
        while todo:
            index = todo.pop()
            if index not in self.speculative:
                self.speculative.add(index)
                todo += self._in_place[index]
        self.bottomless = compares or self._deep()

    def _tried(self, index: p.Index, check: p.AnyOf | p.OneOf) -> Iterator[p.Index]:
        """The alternatives that are tried, because nothing says which one a value is meant for."""
        for mine in self.by_type(check, self.types(index)):
            children = [check.children[i] for i in mine]
            tag = self.tag(children, self.required(index))
            if tag is not None:
                yield from (c for c, known in zip(children, tag.values, strict=True) if known is None)
            elif len(children) > 1:
                yield from children

    def in_place_depth(self) -> int:
        """How many schemas deep the same value is checked at most."""
        depth: dict[p.Index, int] = {}
        for start, inner in enumerate(self._in_place):
            if not inner:
                depth[start] = 1
        for start in range(len(self._in_place)):
            stack = [start]
            while stack:
                below = self._in_place[stack[-1]]
                if waiting := [i for i in below if i not in depth]:
                    stack += waiting
                else:
                    depth[stack.pop()] = 1 + max((depth[i] for i in below), default=0)
        return max(depth.values())

    def _deep(self) -> bool:
        """Whether schemas lead back to themselves, or lie more than 50 deep."""
        done = [not children for children in self._children]
        active: set[p.Index] = set()
        for root in self.plan.roots:
            stack = [(root, iter(self._children[root]))]
            active.add(root)
            while stack:
                index, rest = stack[-1]
                child = next(rest, None)
                if child is None:
                    stack.pop()
                    active.discard(index)
                    done[index] = True
                elif child in active or len(stack) > 50:
                    return True
                elif not done[child]:
                    active.add(child)
                    stack.append((child, iter(self._children[child])))
        return False

    def target(self, index: p.Index) -> p.Index:
        """The schema itself, or what it stands for if it is a lone `$ref`."""
        found = self._targets[index]
        if found < 0:
            found = self._targets[index] = self._first_alike(self.past_references(index))
        return found

    def referred(self, index: p.Index) -> p.Index:
        """What lone references lead to."""
        match self.plan.schemas[index].checks:
            case (p.Ref() as ref,):
                return self.referred(ref.child)
        return index

    def past_references(self, index: p.Index) -> p.Index:
        """What lone references, and groups of one, lead to."""
        while True:
            match self.plan.schemas[index].checks:
                case (p.Ref() as ref,):
                    index = ref.child
                case (p.AllOf() | p.AnyOf() | p.OneOf() as group,) if len(group.children) == 1:
                    index = group.children[0]
                case _:
                    return index

    def _first_alike(self, index: p.Index) -> p.Index:
        """Schemas without subschemas that assert the same are one."""
        checks = self.plan.schemas[index].checks
        if len(checks) > 3 or self._children[index]:
            return index
        key = tuple((type(c), *(repr(getattr(c, f)) for f in c.__slots__ if f != "at")) for c in checks)
        return self._alike.setdefault(key, index)

    def trivial(self, index: p.Index) -> bool:
        return not self.plan.schemas[self.target(index)].checks

    def never(self, index: p.Index) -> bool:
        checks = self.plan.schemas[self.target(index)].checks
        return bool(checks) and type(checks[0]) is p.Never

    def by_kind(self, index: p.Index) -> Mapping[str, Sequence[p.Check]]:
        """The checks of a schema by what they are about (`kind`)."""
        found = self._by_kind.get(index)
        if found is None:
            found = self._by_kind[index] = {}
            for check in self.plan.schemas[index].checks:
                found.setdefault(kind(check), []).append(check)
        return found

    def weight(self, index: p.Index, depth: int = 0) -> int:
        """About how many lines the schema takes when it is written into another; `HEAVY` where it is recursive."""
        index = self.target(index)
        if depth > INLINE_ONCE // 2:  # each level weighs two at least
            return HEAVY
        if index not in self._weights:
            self._weights[index] = HEAVY  # what it is while it is being found, so that a cycle is heavy
            total = 0
            for check in self.plan.schemas[index].checks:
                total += 2
                for child in (*p.in_place(check), *p.below(check)):
                    total += self.weight(child, depth + 1)
                    if total > INLINE_ONCE:
                        break
                if total > INLINE_ONCE:
                    break
            self._weights[index] = min(total, HEAVY)
        return self._weights[index]

    def cost(self, index: p.Index) -> int:
        """Orders checks: the cheap and selective before the others."""
        index = self.target(index)
        if index not in self._costs:
            checks = self.plan.schemas[index].checks
            dear = 10 * sum(isinstance(c, p.Pattern | p.Format) for c in checks)
            listed = any(isinstance(check, p.Enum) for check in checks)
            self._costs[index] = 0 if listed else self.weight(index) + dear
        return self._costs[index]

    def types(self, index: p.Index) -> frozenset[str]:
        """The (base) types that a valid instance can have."""
        index = self.target(index)
        if index not in self._types:
            self._types[index] = ALL
            found = ALL
            for check in self.plan.schemas[index].checks:
                match check:
                    case p.Never():
                        found = frozenset()
                    case p.Types():
                        found &= base_types(check.types)
                    case p.Enum():
                        found &= frozenset(map(kind_of_value, check.values))
                    case p.Ref():
                        found &= self.types(check.child)
                    case p.AllOf():
                        for child in check.children:
                            found &= self.types(child)
                    case p.AnyOf() | p.OneOf():
                        found &= frozenset().union(*map(self.types, check.children))
            self._types[index] = found
        return self._types[index]

    def by_type(
        self, check: p.AnyOf | p.OneOf, known: frozenset[str]
    ) -> dict[tuple[int, ...], frozenset[str]]:
        """Which alternatives are left once the type of a value is known: their numbers -> the types."""
        types = [self.types(child) for child in check.children]
        groups: dict[tuple[int, ...], frozenset[str]] = {}
        for kind in sorted(known):
            mine = tuple(i for i, admitted in enumerate(types) if kind in admitted)
            groups[mine] = groups.get(mine, frozenset()) | {kind}
        return groups

    def plain(self, index: p.Index, depth: int = 0) -> tuple[p.Check, ...]:
        """The checks of an object that says only which properties it has, those of the likes in it too; else none."""
        index = self.target(index)
        checks = self.plan.schemas[index].checks
        found: list[p.Check] = []
        for check in checks:
            match check:
                case p.Types(types=("object",)) | p.Properties() | p.Required():
                    found.append(check)
                case p.Ref() | p.AllOf() if depth < 4:
                    for child in p.in_place(check):
                        inner = self.plain(child, depth + 1)
                        if not inner and not self.trivial(child):
                            return ()
                        found += inner
                case _:
                    return ()
        names = [name for check in found if isinstance(check, p.Properties) for name, _ in check.entries]
        heavy = self.uses[index] > 2 and len(names) * self.uses[index] > 200
        return () if heavy or len(names) > len(set(names)) else tuple(found)

    def required(self, index: p.Index) -> frozenset[str]:
        """Properties that every valid object has."""
        index = self.target(index)
        if index not in self._required:
            self._required[index] = frozenset()
            found: set[str] = set()
            for check in self.plan.schemas[index].checks:
                match check:
                    case p.Required():
                        found.update(check.names)
                    case p.Ref() | p.AllOf():
                        found.update(*map(self.required, p.in_place(check)))
            self._required[index] = frozenset(found)
        return self._required[index]

    def tag_values(self, index: p.Index, name: str) -> frozenset[str] | None:
        """The strings of which a property must be one if it is there and a string; None: there is no list."""
        return self._tag_values(index).get(name)

    def _tag_values(self, index: p.Index) -> Mapping[str, frozenset[str]]:
        """The properties that list strings, with these."""
        if index not in self._listed:
            found = self._listed[index] = {}
            for check in self._object_checks(index):
                for name, child in check.entries if isinstance(check, p.Properties) else ():
                    if name not in found and (values := self._strings_of(child)) is not None:
                        found[name] = values
        return self._listed[index]

    def _strings_of(self, index: p.Index) -> frozenset[str] | None:
        """The strings that a schema lists, as far as one of its checks says."""
        for check in self.plan.schemas[self.target(index)].checks:
            if isinstance(check, p.Enum) and all(type(v) is str for v in check.values):
                return frozenset(check.values)
            if isinstance(check, p.Pattern) and (listed := ecma.listed(check.regex)):
                return frozenset(listed)
        return None

    def only_strings(self, index: p.Index, name: str) -> bool:
        """Whether a property can be nothing but a string."""
        return any(self.strings(child) for child in self._declared(index, name))

    def strings(self, index: p.Index) -> bool:
        """Whether a valid value can be nothing but a string."""
        return self.types(index) == {"string"}

    def only_listed(self, index: p.Index) -> tuple[str, ...]:
        """The strings that a schema lists, where it says nothing else; else none."""
        match self.plan.schemas[self.target(index)].checks:
            case (
                (p.Enum(values=values),)
                | (p.Types(types=("string",)), p.Enum(values=values))
                | (
                    p.Enum(values=values),
                    p.Types(types=("string",)),
                )
            ) if all(type(value) is str for value in values):
                return tuple(value for value in values if isinstance(value, str))
        return ()

    def declared(self, index: p.Index) -> frozenset[str]:
        """Properties of which something is said."""
        return frozenset(
            name
            for check in self._object_checks(index)
            if isinstance(check, p.Properties)
            for name, _ in check.entries
        )

    def _declared(self, index: p.Index, name: str) -> Iterator[p.Index]:
        """The schemas that the value of a property must be valid against."""
        for check in self._object_checks(index):
            if isinstance(check, p.Properties):
                yield from (child for known, child in check.entries if known == name)

    def tag(
        self, children: Sequence[p.Index], there: frozenset[str], *, optional: bool = False
    ) -> Tag | None:
        """A property whose value tells at least two alternatives apart from all others; `there` are known to be.

        `optional`: it may be one that need not be there; where it is not, it says nothing.
        """
        if len(children) < 2:
            return None
        listed = [self._tag_values(child) for child in children]
        if not optional:
            needed = map(self.required, children)
            listed = [
                {name: values for name, values in known.items() if name in there or name in own}
                for known, own in zip(listed, needed, strict=True)
            ]
        best = Tag("", ())
        common = Counter(name for known in listed for name in sorted(known))
        for name, _ in common.most_common(CANDIDATES):
            values = [known.get(name) for known in listed]
            seen = Counter(value for known in values if known is not None for value in known)
            alone = [
                known if known is not None and all(seen[value] == 1 for value in known) else None
                for known in values
            ]
            tag = Tag(name, tuple(alone))
            if tag.told_apart > best.told_apart:
                best = tag
        return best if best.told_apart > 1 else None

    def tags(self, children: Sequence[p.Index]) -> tuple[str, ...]:
        """The properties of which each alternative that declares them lists other values, if several do."""
        listed: dict[str, list[frozenset[str]]] = {}
        for child in children:
            for name, values in self._lists(child).items():
                listed.setdefault(name, []).append(values)
        return tuple(
            name
            for name, lists in listed.items()
            if len(lists) > 1 and sum(map(len, lists)) == len(frozenset().union(*lists))
        )

    def _lists(self, index: p.Index, depth: int = 0) -> dict[str, frozenset[str]]:
        """Property -> the values, as texts, of which it must be one."""
        found: dict[str, frozenset[str]] = {}
        if depth > CANDIDATES:
            return found
        for check in self._object_checks(index):
            match check:
                case p.Properties():
                    for name, child in check.entries:
                        for inner in self.plan.schemas[self.target(child)].checks:
                            if isinstance(inner, p.Enum):
                                found[name] = frozenset(map(repr, inner.values))
                case p.AnyOf() | p.OneOf():
                    several = [self._lists(child, depth + 1) for child in check.children]
                    for name in several[0]:
                        if any(name not in lists for lists in several):
                            continue
                        found[name] = frozenset().union(*(lists[name] for lists in several))
        return found

    def hints(
        self, children: Sequence[p.Index], there: frozenset[str]
    ) -> list[tuple[str, str | None] | None]:
        """For each alternative for objects a required property that not all have, or that must have a certain value.

        Looking at it first saves calls of the functions of most alternatives; `there` are known to be.
        """
        required = [self.required(child) for child in children]
        common = frozenset.intersection(*required)
        found: list[tuple[str, str | None] | None] = []
        for child, names in zip(children, required, strict=True):
            tags = (
                (name, values)
                for name, values in sorted(self._tag_values(child).items())
                if len(values) == 1 and (name in names or name in there)
            )
            tag = next(tags, None)
            own = min(names - common - there, default=None)
            if tag is not None:
                found.append((tag[0], next(iter(tag[1]))))
            else:
                found.append((own, None) if own is not None else None)
        return found

    def listed(self, children: Sequence[p.Index], exactly_one: bool) -> tuple[list[str], list[p.Index]]:
        """The strings of all alternatives that only list some, and the other alternatives."""
        lists: list[tuple[str, ...]] = []
        others: list[p.Index] = []
        for child in children:
            match self.plan.schemas[self.target(child)].checks:
                case (p.Enum(values=values),) | (p.Types(), p.Enum(values=values)):
                    lists.append(tuple(value for value in values if isinstance(value, str)))
                case _:
                    others.append(child)
        listed = [value for values in lists for value in values]
        if len(lists) < 2 or (exactly_one and len(listed) > len(set(listed))):
            return [], list(children)
        return list(dict.fromkeys(listed)), others

    def own_names(self, index: p.Index) -> tuple[str, ...]:
        """The properties that a schema declares itself."""
        checks = self.by_kind(index).get("object", ())
        return next((tuple(n for n, _ in c.entries) for c in checks if isinstance(c, p.Properties)), ())

    def _object_checks(self, index: p.Index) -> Iterator[p.Check]:
        for check in self.plan.schemas[self.target(index)].checks:
            if isinstance(check, p.AllOf | p.Ref):
                for child in p.in_place(check):
                    yield from self._object_checks(child)
            else:
                yield check


def narrowed(enum: p.Enum, types: p.Types) -> p.Enum:
    """The values that the type admits."""
    admitted = set(types.types)

    def fits(value: Json) -> bool:
        kind = kind_of_value(value)
        if kind == "number" and "number" not in admitted and "integer" in admitted:
            return isinstance(value, int) or (not types.exact_integers and float(value).is_integer())
        return kind in admitted

    return p.Enum(enum.at, tuple(value for value in enum.values if fits(value)), enum.keyword)


def _compares(check: p.Check) -> bool:
    """Whether whole values are compared, as deep as they are."""
    match check:
        case p.UniqueItems() | p.Content():
            return True
        case p.Enum():
            return any(isinstance(value, list | dict) for value in check.values)
    return False


_KINDS: dict[type[p.Check], str] = {
    **dict.fromkeys((p.Pattern, p.Format, p.Content), "string"),
    **dict.fromkeys((p.Bound, p.MultipleOf), "number"),
    **dict.fromkeys((p.PrefixItems, p.Items, p.Contains, p.UniqueItems), "array"),
    **dict.fromkeys((p.Properties, p.PatternProperties, p.AdditionalProperties, p.PropertyNames), "object"),
    **dict.fromkeys((p.Required, p.DependentRequired, p.DependentSchema), "object"),
    **dict.fromkeys((p.UnevaluatedProperties, p.UnevaluatedItems), "late"),
    **dict.fromkeys((p.Never, p.Types, p.Enum), "first"),
    **dict.fromkeys((p.AllOf, p.AnyOf, p.OneOf, p.Not, p.If, p.Ref), ""),
}


def kind(check: p.Check) -> str:
    """The type of instance that a check is about; "" for all of them, "first" and "late" for what comes so."""
    return check.of if type(check) is p.Size else _KINDS[type(check)]


def check_order(check: p.Check) -> int:
    """What to sort the checks of scalars by: the cheap before the dear."""
    match check:
        case p.Size():
            return 0
        case p.Bound():
            return 1
        case p.UniqueItems() | p.Format():
            return 3
    return 2
