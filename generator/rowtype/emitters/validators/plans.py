"""Check plan -> tuples, by which `verdicts.c` says whether values are valid, in packages that are compiled.

A schema is a tuple of operations, an operation its name with what it needs; schemas are called by their numbers, and
-1 is the one that every value is valid against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rowtype.emitters.printing.python import py
from rowtype.emitters.validators.conditions import FAST_FORMATS, content_part, format_part
from rowtype.emitters.validators.module import Module
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import FEW, Analysis, check_order
from rowtype.schema.checks.coverage import Coverage, Present, coverage
from rowtype.schema.documents import Json

ANY = -1
SIDES = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
MEMBERS = (p.Properties, p.PatternProperties, p.AdditionalProperties, p.Required)
"""Checks that one operation does in one pass."""


@dataclass(slots=True, kw_only=True)
class Plans:
    """Writes the operations of schemas, each when it is first called by its number."""

    module: Module
    """The functions and constants that they need."""
    analysis: Analysis
    schemas: list[str] = field(default_factory=list)
    """The text of each, by its number."""
    _numbers: dict[p.Index, int] = field(default_factory=dict)
    _covers: dict[int, str] = field(default_factory=dict)
    """Text by identity: what is shared would take as long to compare as if it were a tree."""
    _kept: list[Coverage] = field(default_factory=list)

    def root(self, index: p.Index) -> int:
        """The number of a schema, with all that it leads to."""
        number = self.number(index)
        while len(self.schemas) < len(self._numbers):
            index = [*self._numbers][len(self.schemas)]
            self.schemas.append(_tuple(_tuple(one) for one in self._operations(index)))
        return number

    def number(self, index: p.Index) -> int:
        if self.analysis.trivial(index):
            return ANY
        return self._numbers.setdefault(self.analysis.target(index), len(self._numbers))

    def _many(self, indexes: Iterable[p.Index]) -> str:
        return _tuple(str(self.number(i)) for i in indexes)

    def _operations(self, index: p.Index) -> Iterator[Sequence[str]]:
        """Kinds first, then what is cheap; last what is left over."""
        checks = self.module.plan.schemas[index].checks
        kinds = [c for c in checks if isinstance(c, p.Types)]
        rest = sorted((c for c in checks if c not in kinds), key=self._cost)
        for types in kinds:
            words = ("exact" if t == "integer" and types.exact_integers else t for t in types.types)
            yield '"types"', _tuple(map(py, words))
        yield from self._limits(checks)
        told = False
        for check in rest:
            if isinstance(check, p.UnevaluatedProperties | p.UnevaluatedItems):
                yield self._left(index, check)
            elif not isinstance(check, MEMBERS):
                yield from self._operation(check, self.analysis.types(index))
            elif not told:
                told = True
                yield self._members([c for c in checks if isinstance(c, MEMBERS)])

    def _cost(self, check: p.Check) -> int:
        if isinstance(check, p.UnevaluatedProperties | p.UnevaluatedItems):
            return _MOST
        inner = (*p.in_place(check), *p.below(check))
        return 10 + len(inner) if inner else check_order(check)

    def _limits(self, checks: Sequence[p.Check]) -> Iterator[Sequence[str]]:
        sizes: dict[str, list[str]] = {}
        sides = ["None"] * len(SIDES)
        for check in checks:
            if isinstance(check, p.Size):
                sizes.setdefault(check.of, ["0", "None"])[not check.lower] = str(min(check.limit, _MOST))
            elif isinstance(check, p.Bound):
                sides[SIDES.index(check.keyword)] = py(check.limit)
        for kind, (low, high) in sizes.items():
            yield '"size"', _tuple([py(kind)]), low, high
        if {*sides} != {"None"}:
            yield '"bounds"', *sides

    def _operation(self, check: p.Check, kinds: frozenset[str]) -> Iterator[Sequence[str]]:
        part, number = self.module.part, self.number
        match check:
            case p.Never():
                yield ('"never"',)
            case p.Enum(values=values):
                yield self._among(values)
            case p.MultipleOf(divisor=divisor):
                yield '"multiple"', py(part("is_multiple")), *self.module.divisor(divisor)
            case p.Pattern(regex=regex):
                yield '"match"', self._test(regex)
            case p.Format(name=name):
                quick, complete = FAST_FORMATS.get(name, ("", False))
                tests = [quick] * bool(quick) + [format_part(check)] * (not complete)
                yield '"text"', _tuple(py(part(test)) for test in tests)
            case p.Content():
                yield '"text"', _tuple([py(part(content_part(check)))])
            case p.PropertyNames(child=child):
                yield '"names"', str(number(child))
            case p.DependentRequired(name=name, required=required):
                yield '"dependent"', py(name), _tuple(map(py, required))
            case p.DependentSchema(name=name, child=child):
                yield '"where"', py(name), str(number(child))
            case p.PrefixItems(children=children):
                yield '"prefix"', self._many(children)
            case p.Items(child=child, start=start):
                yield '"items"', str(number(child)), str(start)
            case p.Contains(child=child, least=least, most=most):
                yield '"contains"', str(number(child)), str(min(least, _MOST)), py(most and min(most, _MOST))
            case p.UniqueItems():
                yield '"unique"', py(part("is_unique"))
            case p.AllOf(children=children):
                yield '"all"', self._many(children)
            case p.Ref(child=child):
                yield '"all"', self._many([child])
            case p.Not(child=child):
                yield '"not"', str(number(child))
            case p.If():
                branches = (check.then, check.otherwise)
                numbers = (ANY if i is None else number(i) for i in branches)
                yield '"if"', str(number(check.condition)), *map(str, numbers)
            case p.AnyOf() | p.OneOf():
                yield self._choice(check, kinds)

    def _among(self, values: Sequence[Json]) -> Sequence[str]:
        """Function for what no set can hold, set, constants, and what the function looks among."""
        constants = [v for v in values if v is None or isinstance(v, bool)]
        inside = [v for v in values if isinstance(v, list | dict)]
        others = [v for v in values if isinstance(v, str | int | float) and not isinstance(v, bool)]
        told = self.module.values(others) if others else "None"
        shown = self.module.tuple_of(inside) if inside else "()"
        return '"among"', py(self.module.part("among")), told, _tuple(map(py, constants)), shown

    def _test(self, regex: str) -> str:
        """Whether a text matches: a list of texts, a beginning, or the method of an expression, with its automaton."""
        if ecma.anything(regex):
            return '("any",)'
        if listed := ecma.listed(regex):
            return _tuple(['"listed"', self.module.names(listed)])
        if (prefix := ecma.starts(regex)) is not None:
            return _tuple(['"prefix"', py(prefix)])
        pattern, method = self.module.patterns[self.module.search(regex)]
        made = ecma.automaton(regex)
        if made is None:
            return _tuple([py(method), pattern])
        parts = (str(made.start), *map(repr, (made.classes, made.table, made.ends)))
        return self.module.constant("R", _tuple([py(method), pattern, *parts]))

    def _members(self, checks: Sequence[p.Check]) -> Sequence[str]:
        """Entries, the required ones first; tests of names; the schema of others, or whether there may be some."""
        declared: Mapping[str, p.Index] = {}
        required: Mapping[str, None] = {}
        tests: list[str] = []
        others = "None"
        for check in checks:
            match check:
                case p.Properties():
                    declared = dict(check.entries)
                case p.Required(names=names):
                    required = dict.fromkeys(names)
                case p.PatternProperties():
                    tests = [_tuple([self._test(regex), str(self.number(c))]) for regex, c in check.entries]
                case p.AdditionalProperties(child=child) if self.analysis.never(child):
                    others = "False"
                case p.AdditionalProperties(child=child) if not self.analysis.trivial(child):
                    others = str(self.number(child))

        def cost(name: str) -> int:
            return self.analysis.cost(declared[name]) if name in declared else -1

        def entry(name: str) -> str:
            number = self.number(declared[name]) if name in declared else ANY
            return _tuple([py(name), str(number), str(name in required), str(name in declared)])

        names = (*sorted(required, key=cost), *(name for name in declared if name not in required))
        return '"members"', _tuple(map(entry, names)), _tuple(tests), others

    def _choice(self, check: p.AnyOf | p.OneOf, kinds: frozenset[str]) -> Sequence[str]:
        """Whether exactly one must hold, and the alternatives for values of each kind, told apart by a tag."""
        groups = []
        for mine, own in sorted(self.analysis.by_type(check, kinds).items()):
            if not mine:
                continue
            words = _tuple(map(py, sorted(own)))
            children, names = self._mentioned(check, mine)
            tag = self.analysis.tag(children, frozenset())
            tag = tag or self.analysis.tag(children, frozenset(), optional=True)
            if tag is None:
                groups.append(_tuple([words, self._many(children), names]))
                continue
            pairs = list(zip(children, tag.values, strict=True))
            told = [(child, values) for child, values in pairs if values is not None]
            untold = [child for child, values in pairs if values is None]
            listed = _tuple(_tuple(map(py, sorted(values))) for _, values in told)
            alternatives = self._many([*(child for child, _ in told), *untold])
            groups.append(_tuple([words, alternatives, names, py(tag.name), listed]))
        return '"choice"', str(isinstance(check, p.OneOf)), _tuple(groups)

    def _mentioned(self, check: p.AnyOf | p.OneOf, mine: Sequence[int]) -> tuple[list[p.Index], str]:
        """The alternatives but those that ask for one property alone, and the names of those, where they are many."""
        children = [check.children[i] for i in mine]
        if isinstance(check, p.OneOf):
            return children, "None"
        names: dict[str, p.Index] = {}
        for child in children:
            match self.module.plan.schemas[self.analysis.target(child)].checks:
                case (p.Required(names=(name,)),):
                    names[name] = child
        if len(names) < FEW:
            return children, "None"
        alone = {*names.values()}
        return [child for child in children if child not in alone], self.module.names(names)

    def _left(self, index: p.Index, check: p.UnevaluatedProperties | p.UnevaluatedItems) -> Sequence[str]:
        """Kind, what has been evaluated, the schema of the rest."""
        kind: Literal["object", "array"] = "object" if isinstance(check, p.UnevaluatedProperties) else "array"
        rest = "False" if self.analysis.never(check.child) else str(self.number(check.child))
        covered = self._cover(coverage(self.module.plan, index, kind))
        return '"left"', _tuple([py(kind)]), covered, rest

    def _cover(self, covered: Coverage) -> str:
        """Names, tests of names, elements from the front, schemas of elements, and what hangs on a condition."""
        if covered.everything:
            return "None"
        if id(covered) not in self._covers:
            guards = [
                _tuple([py(guard.name), self._cover(inner)])
                if isinstance(guard, Present)
                else _tuple([str(self.number(guard.child)), str(guard.wanted), self._cover(inner)])
                for guard, inner in covered.guarded
            ]
            names = self.module.collection("T", "tuple", map(py, covered.names)) if covered.names else "()"
            tests = _tuple(map(self._test, covered.patterns))
            text = [names, tests, str(covered.prefix), self._many(covered.matching), _tuple(guards)]
            # By name: Python reads no more than 200 brackets inside each other.
            self._covers[id(covered)] = self.module.constant("V", _tuple(text))
            self._kept.append(covered)
        return self._covers[id(covered)]


_MOST = 2**31 - 1
"""No value is longer."""


def _tuple(items: Iterable[str]) -> str:
    listed = list(items)
    return f"({', '.join(listed)}{',' * (len(listed) == 1)})"
