"""Check plan -> the lines of JavaScript functions that say yes or no.

As in Python, every function says no at the first failure and makes nothing, cheap checks come before dear ones, and
small schemas are written into the functions of those that use them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from rowtype.emitters.javascript.alternatives import alternatives, conditional
from rowtype.emitters.javascript.conditions import (
    among,
    bound_fails,
    content_part,
    enum_fails,
    fails_types,
    format_part,
    is_types,
    matches,
    multiple_fails,
    size_fails,
)
from rowtype.emitters.javascript.lines import Checks, negated
from rowtype.emitters.javascript.module import Module
from rowtype.emitters.javascript.objects import check_object
from rowtype.emitters.javascript.printing import has
from rowtype.emitters.javascript.unevaluated import left_over
from rowtype.emitters.printing.functions import Function
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import HEAVY, INLINE_ONCE, Analysis, base_types, check_order, narrowed
from rowtype.schema.checks.known import ARRAY, NOTHING_KNOWN, OBJECT, Known
from rowtype.schema.kinds import kind_of_value

INLINE_ANYWAY = 8
"""Weight up to which a schema is written into each function that uses it."""
DEEPEST = 9
"""Levels of indentation that inlining may reach."""
LONGEST = 300
"""Lines that inlining may reach."""


def function(module: Module, analysis: Analysis, index: p.Index) -> Function:
    """The verdict function of one schema."""
    body = Body(module, analysis, analysis.target(index) in analysis.speculative)
    body.schema(index, "x", NOTHING_KNOWN)
    if body.lines[-1:] != ["  return false;"]:
        body.add("return true;")
    return Function(f"v{index}", module.title(index), "\n".join(body.lines))


class Body(Checks):
    """The lines of one verdict function."""

    def schema(self, index: p.Index, v: str, known: Known) -> None:
        """Fail unless the value in the variable `v` is valid."""
        index = self.analysis.target(index)
        if self.analysis.never(index):
            self.add("return false;")
            return
        groups = self.analysis.by_kind(index)
        first = groups.get("first", ())
        types = [check for check in first if isinstance(check, p.Types)]
        enums = [check for check in first if isinstance(check, p.Enum)]
        for enum in enums:
            for wanted in types:
                enum = narrowed(enum, wanted)
            test = enum_fails(enum.values, v, self.module)
            if test == "true":
                self.add("return false;")
                return
            self.fail_if(test)
            known = known.only(frozenset(map(kind_of_value, enum.values)))
        for wanted in types if not enums else ():
            if (test := fails_types(wanted, v)) and not known.passes(wanted):
                self.fail_if(test)
            known = known.only(base_types(wanted.types))
        self.by_kind(groups, v, known)
        for check in groups.get("object", ()):
            if isinstance(check, p.Required):
                known = known.having(frozenset(check.names))
        for check in groups.get("", ()):
            known = self.applicator(check, v, known)
        for check in groups.get("late", ()):
            of = OBJECT if isinstance(check, p.UnevaluatedProperties) else ARRAY
            if isinstance(check, p.UnevaluatedProperties | p.UnevaluatedItems) and of <= known.types:
                with self.gate(of, v, known):
                    self.unevaluated(index, check, v)

    def by_kind(self, groups: Mapping[str, Sequence[p.Check]], v: str, known: Known) -> None:
        """Fail unless a value passes the checks of its own type."""
        for name in ("string", "number", "array", "object"):
            if name in groups and name in known.types:
                with self.gate(frozenset((name,)), v, known):
                    self.of_kind(name, groups[name], v, known)

    def of_kind(self, name: str, checks: Sequence[p.Check], v: str, known: Known) -> None:
        match name:
            case "string":
                self.string(checks, v)
            case "number":
                self.number(checks, v)
            case "array":
                self.array(checks, v)
            case _:
                check_object(self, checks, v, known)

    def gate(self, kinds: frozenset[str], v: str, known: Known) -> AbstractContextManager[None]:
        """A question for the type of a value, unless it is known."""
        return nullcontext() if known.types == kinds else self.when(is_types(kinds, v))

    def inline(self, index: p.Index) -> bool:
        """Whether to write a schema here rather than to call its function."""
        weight = self.analysis.weight(index)
        if weight >= HEAVY or self.depth > DEEPEST or len(self.lines) > LONGEST:
            return False
        limit = INLINE_ONCE if self.analysis.uses[self.analysis.target(index)] <= 1 else INLINE_ANYWAY
        return weight <= limit

    def child(self, index: p.Index, v: str, known: Known = NOTHING_KNOWN) -> None:
        """Fail unless `v` is valid: written here, or by a call."""
        index = self.analysis.target(index)
        if self.analysis.trivial(index):
            return
        if self.analysis.never(index):
            self.add("return false;")
        elif self.inline(index):
            before, self.speculative = self.speculative, index in self.analysis.speculative
            self.schema(index, v, known)
            self.speculative = before
        else:
            self.fail_if(f"!{self.module.verdict(index)}({v})")

    def test(self, index: p.Index, v: str, known: Known = NOTHING_KNOWN) -> str:
        """An expression that says whether `v` is valid; safe to combine."""
        index = self.analysis.target(index)
        match self.plan.schemas[index].checks:
            case ():
                return "true"
            case (p.Never(), *_):
                return "false"
            case (p.Types() as check,) if known.passes(check):
                return "true"
            case (p.Types() as check,) if "integer" not in check.types:
                return is_types(base_types(check.types), v)
            case (p.Enum(values=(str() as only,)),) | (
                p.Types(types=("string",)),
                p.Enum(values=(str() as only,)),
            ):
                return f"{v} === {self.module.literal(only)}"
            case (p.Required(names=(only,)),) if known.types == OBJECT:
                return has(v, only)
        types = self.analysis.types(index) & known.types
        written = self.leaf(index, v, types)
        test = written if written is not None else f"{self.module.verdict(index)}({v})"
        gate = is_types(types, v) if types != known.types and (written is not None or len(types) == 1) else ""
        tests = [one for one in (gate, test) if one]
        return tests[0] if len(tests) == 1 else f"({' && '.join(tests)})" if tests else "true"

    def leaf(self, index: p.Index, v: str, types: frozenset[str]) -> str | None:
        """The tests, besides that for the type, of a small schema for texts; None for other schemas."""
        checks = self.plan.schemas[index].checks
        if types != {"string"} or len(checks) > 3:
            return None
        found: list[str] = []
        for check in checks:
            match check:
                case p.Types():
                    pass
                case p.Enum() if all(type(value) is str for value in check.values):
                    found.append(among([str(value) for value in check.values], v, self.module))
                case p.Size() if check.of == "string":
                    if failing := size_fails(check, v, self.module):
                        found.append(negated(failing))
                case p.Pattern():
                    if not ecma.anything(check.regex):
                        found.append(matches(check.regex, v, self.module))
                case _:
                    return None
        return " && ".join(found)

    # Strings, numbers and arrays

    def string(self, checks: Sequence[p.Check], v: str) -> None:
        for check in sorted(checks, key=check_order):
            match check:
                case p.Size():
                    if test := size_fails(check, v, self.module):
                        self.fail_if(test)
                case p.Pattern():
                    if not ecma.anything(check.regex):
                        self.fail_if(negated(matches(check.regex, v, self.module)))
                case p.Format():
                    self.fail_if(f"!{self.module.part(format_part(check))}({v})")
                case p.Content():
                    self.fail_if(f"!{self.module.part(content_part(check))}({v})")

    def number(self, checks: Sequence[p.Check], v: str) -> None:
        for check in sorted(checks, key=check_order):
            match check:
                case p.Bound():
                    self.fail_if(bound_fails(check, v, self.module))
                case p.MultipleOf():
                    self.fail_if(multiple_fails(check, v, self.module))

    def array(self, checks: Sequence[p.Check], v: str) -> None:
        least = 0
        for check in checks:
            if isinstance(check, p.Size) and (test := size_fails(check, v, self.module)):
                self.fail_if(test)
                least = max(least, check.limit if check.lower else 0)
        for check in checks:
            match check:
                case p.PrefixItems():
                    for i, child in enumerate(check.children):
                        if i < least:
                            self.element(child, v, i)
                        else:
                            with self.when(f"{v}.length > {i}"):
                                self.element(child, v, i)
                case p.Items():
                    self.items(check, v)
                case p.Contains():
                    self.contains(check, v)
        if any(isinstance(check, p.UniqueItems) for check in checks):
            self.fail_if(f"!{self.module.part('isUnique')}({v})")

    def element(self, child: p.Index, v: str, i: int) -> None:
        if not self.analysis.trivial(child):
            inner = self.temporary()
            self.add(f"const {inner} = {v}[{i}];")
            self.child(child, inner)

    def items(self, check: p.Items, v: str) -> None:
        if self.analysis.never(check.child):
            self.fail_if(f"{v}.length > {check.start}")
        elif not self.analysis.trivial(check.child):
            i, inner = self.temporary(), self.temporary()
            with self.block(f"for (let {i} = {check.start}; {i} < {v}.length; {i}++)"):
                self.add(f"const {inner} = {v}[{i}];")
                self.child(check.child, inner)

    def contains(self, check: p.Contains, v: str) -> None:
        if check.least == 0 and check.most is None:
            return
        inner = self.temporary()
        test = self.test(check.child, inner)
        if check.least == 1 and check.most is None:
            self.fail_if(f"!{v}.some(({inner}) => {test})")
            return
        count = self.temporary()
        self.add(f"let {count} = 0;")
        self.add(f"for (const {inner} of {v}) if ({test}) {count}++;")
        if check.least:
            self.fail_if(f"{count} < {self.module.literal(check.least)}")
        if check.most is not None:
            self.fail_if(f"{count} > {self.module.literal(check.most)}")

    # Applicators

    def applicator(self, check: p.Check, v: str, known: Known) -> Known:
        """Write one; return what is known afterwards."""
        match check:
            case p.Ref() | p.AllOf():
                for child in p.in_place(check):
                    self.child(child, v, known)
                    known = known.only(self.analysis.types(child)).having(self.analysis.required(child))
            case p.AnyOf() | p.OneOf():
                alternatives(self, check, v, known)
            case p.Not():
                test = self.test(check.child, v, known)
                if test != "false":
                    self.fail_if(test)
            case p.If():
                test = self.test(check.condition, v, known)
                conditional(self, check, test, lambda child: self.child(child, v, known))
        return known

    def unevaluated(
        self, index: p.Index, check: p.UnevaluatedProperties | p.UnevaluatedItems, v: str
    ) -> None:
        with left_over(self, index, check, v) as left:
            if left is None:
                return
            rest, key = left
            if self.analysis.never(check.child):
                self.fail_if(f"{rest}.length")
                return
            inner = self.temporary()
            with self.block(f"for (const {key} of {rest})"):
                self.add(f"const {inner} = {v}[{key}];")
                self.child(check.child, inner)
