"""Check plan -> the lines of Python functions that say yes or no.

Every function returns False at the first failure and builds nothing.  Cheap checks come before dear ones, small
schemas are written into the functions of those that use them, and a value is asked for its type once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeAlias

from rowtype.emitters.printing.functions import Function
from rowtype.emitters.printing.python import py
from rowtype.emitters.validators.alternatives import alternatives, conditional
from rowtype.emitters.validators.arrays import check_array
from rowtype.emitters.validators.conditions import (
    CLASSES,
    bare,
    bound_fails,
    content_part,
    enum_fails,
    fails_types,
    format_fails,
    is_types,
    matches,
    multiple_fails,
    no_match,
)
from rowtype.emitters.validators.lines import Checks
from rowtype.emitters.validators.module import Module
from rowtype.emitters.validators.objects import check_object, close
from rowtype.emitters.validators.unevaluated import left_over
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import HEAVY, INLINE_ONCE, Analysis, base_types, check_order, narrowed
from rowtype.schema.checks.coverage import Coverage, coverage
from rowtype.schema.checks.known import ARRAY, NOTHING_KNOWN, OBJECT, Known
from rowtype.schema.kinds import kind_of_value

Groups: TypeAlias = Mapping[str, Sequence[p.Check]]
"""What checks are about -> the checks."""
INLINE_ANYWAY = 14
"""Weight up to which a schema is written into each function that uses it."""
NAMES = 4
"""Required names that are looked for in an expression, without a call."""
DEEPEST = 9
"""Levels of indentation that inlining may reach."""


def function(module: Module, analysis: Analysis, index: p.Index) -> Function:
    """The verdict function of one schema."""
    body = Body(module, analysis, analysis.target(index) in analysis.speculative)
    body.schema(index, "x", NOTHING_KNOWN)
    body.finish()
    return Function(f"_v{index}", module.title(index), "\n".join(body.lines))


def entry(module: Module, analysis: Analysis, root: p.Index) -> str:
    """The body of the public verdict function of a document: what `function` gives, proof against deep nesting."""
    root = analysis.target(root)
    body = Body(module, analysis, root in analysis.speculative)
    if not analysis.bottomless:
        body.schema(root, "x", NOTHING_KNOWN)
        body.finish()
        return "\n".join(body.lines)
    with body.block("try:"):
        if analysis.uses[root] > 1 or module.has_verdict(root):
            body.add(f"return {module.verdict(root)}(x)")
        else:
            body.schema(root, "x", NOTHING_KNOWN)
            body.finish()
    with body.block("except RecursionError:"):
        body.add("raise too_deep(x) from None")
    return "\n".join(body.lines)


class Body(Checks):
    """The lines of one verdict function."""

    def finish(self) -> None:
        """What follows the last check."""
        if self.lines[-1:] != ["    " * self.depth + "return False"]:
            self.add("return True")

    # One schema

    def schema(self, index: p.Index, v: str, known: Known) -> None:
        """Fail unless the value in the variable `v` is valid."""
        index = self.analysis.target(index)
        checks = self.plan.schemas[index].checks
        if len(checks) == 1 and isinstance(checks[0], p.Types):
            if not known.passes(checks[0]):
                self.types(checks[0], v, known, {})
            return
        if self.analysis.never(index):
            self.add("return False")
            return
        groups = self.analysis.by_kind(index)
        if "late" in groups:
            groups = self.closed_early(index, groups)
        groups = self.fused(groups)
        first = groups.get("first", ())
        enums = [check for check in first if isinstance(check, p.Enum)]
        types = [check for check in first if isinstance(check, p.Types)]
        if enums:
            for wanted in types:
                enums = [narrowed(enum, wanted) for enum in enums]
            for enum in enums:
                self.enum(enum, v, known.types)
                known = known.only(frozenset(map(kind_of_value, enum.values)))
            for wanted in types:
                if wanted.exact_integers and "integer" in wanted.types and "number" in known.types:
                    known = self.types(wanted, v, known, groups)  # 1.0 equals 1, and is none in draft 4
            self.by_kind(groups, v, known, None)
        else:
            refused = [wanted for wanted in types if not known.passes(wanted)]
            for wanted in refused[:-1]:
                known = self.types(wanted, v, known, groups)
            known = self.by_kind(groups, v, known, refused[-1] if refused else None)
        if not known.types:
            return
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

    def fused(self, groups: Groups) -> Groups:
        """With the plain objects that `allOf` and `$ref` add as properties of the schema itself: one pass for all."""
        first, own = groups.get("first", ()), groups.get("object", ())
        entries = {name: child for c in own if isinstance(c, p.Properties) for name, child in c.entries}
        if not any(isinstance(check, p.Ref | p.AllOf) for check in groups.get("", ())) or not all(
            isinstance(check, p.Types) for check in first
        ):
            return groups
        closed = [set(check.names) for check in own if isinstance(check, p.AdditionalProperties)]
        taken: list[p.Check] = []
        others: list[p.Check] = []
        for check in groups[""]:
            if not isinstance(check, p.Ref | p.AllOf):
                others.append(check)
                continue
            left: list[p.Index] = []
            for child in p.in_place(check):
                plain = self.analysis.plain(child)
                found = {n: c for part in plain if isinstance(part, p.Properties) for n, c in part.entries}
                if (
                    not plain
                    or any(
                        self.analysis.target(entries.get(n, c)) != self.analysis.target(c)
                        for n, c in found.items()
                    )
                    or any(found.keys() - names for names in closed)
                ):
                    left.append(child)
                    continue
                entries |= found
                taken += plain
            if isinstance(check, p.AllOf) and left:
                others.append(replace(check, children=tuple(left)))
            elif left:
                others.append(check)
        if not taken:
            return groups
        types = [*first, *(c for c in taken if isinstance(c, p.Types))]
        objects: list[p.Check] = [
            c for c in (*own, *taken) if not isinstance(c, p.Types | p.Properties | p.Required)
        ]
        required = [n for c in (*own, *taken) if isinstance(c, p.Required) for n in c.names]
        if entries:
            objects.append(p.Properties("", tuple(entries.items())))
        if required:
            objects.append(p.Required("", tuple(dict.fromkeys(required))))
        unique = {check.types: check for check in types if isinstance(check, p.Types)}
        return {**groups, "first": [*unique.values()], "object": objects, "": others}

    def closed_early(self, index: p.Index, groups: Groups) -> Groups:
        """Where no other schema evaluates properties, those left over are those that are not declared."""
        own = Coverage()
        for check in groups.get("object", ()):
            match check:
                case p.Properties():
                    own = replace(own, names=tuple(name for name, _ in check.entries))
                case p.PatternProperties():
                    own = replace(own, patterns=tuple(regex for regex, _ in check.entries))
        for check in groups["late"]:
            if isinstance(check, p.UnevaluatedProperties) and coverage(self.plan, index, "object") == own:
                rest = p.AdditionalProperties(check.at, check.child, own.names, own.patterns)
                late = [other for other in groups["late"] if other is not check]
                return {**groups, "object": [*groups.get("object", ()), rest], "late": late}
        return groups

    def by_kind(self, groups: Groups, v: str, known: Known, types: p.Types | None) -> Known:
        """Fail on a value of other types, and unless it passes the checks of its own; return what is then known."""
        admitted = known.only(base_types(types.types)) if types is not None else known
        kinds = [name for name in ("string", "number", "array", "object") if name in groups]
        kinds = [name for name in kinds if name in admitted.types]
        if types is not None and (
            not kinds
            or len(admitted.types) == 1
            or ("integer" in types.types and "number" not in types.types)
        ):
            known, types = self.types(types, v, known, groups), None
        if types is None:
            for name in kinds:
                with self.gate(frozenset((name,)), v, known):
                    self.of_kind(name, groups[name], v, known)
            return known
        # Asked for its type, a value tells which checks are for it.
        word = "if"
        for name in kinds:
            with self.block(f"{word} {bare(is_types(frozenset((name,)), v))}:"):
                self.of_kind(name, groups[name], v, admitted)
            word = "elif"
        others = admitted.types.difference(kinds)
        if not others:
            self.add("else:")
            self.add("    return False")
        else:
            self.condition(
                "elif", fails_types(replace(types, types=tuple(sorted(others))), v, self.module), "and"
            )
            self.add("    return False")
        return admitted

    def of_kind(self, name: str, checks: Sequence[p.Check], v: str, known: Known) -> None:
        match name:
            case "string":
                self.string(checks, v)
            case "number":
                self.number(checks, v)
            case "array":
                check_array(self, checks, v)
            case _:
                check_object(self, checks, v, known)

    @contextmanager
    def gate(self, kinds: frozenset[str], v: str, known: Known) -> Iterator[None]:
        if known.types == kinds:
            yield
        else:
            with self.block(f"if {bare(is_types(kinds, v))}:"):
                yield

    def types(self, check: p.Types, v: str, known: Known, groups: Groups) -> Known:
        """Fail on a wrong type; return what is then known."""
        after = known.only(base_types(check.types))
        required = any(isinstance(c, p.Required) for c in groups.get("object", ()))
        if check.types == ("object",) and required and not self.speculative:
            with self.block(f"if type({v}) is not dict:"):
                self.fail_if(f"not isinstance({v}, dict)")
                self.add(f"{v} = dict.copy({v})")
            return replace(after, exact=True)
        if tests := fails_types(check, v, self.module):
            self.fail_if_all(*tests)
        return after

    def enum(self, check: p.Enum, v: str, known: frozenset[str]) -> None:
        tests, hashes = enum_fails(check.values, v, known, self.module)
        if hashes and not self.guarded:
            with self.block("try:"):
                self.fail_if(tests)
            with self.block("except TypeError:"):
                self.add("return False")
        elif tests == "True":
            self.add("return False")
        else:
            self.fail_if(tests)

    def inline(self, index: p.Index) -> bool:
        """Whether to write a schema here rather than to call its function."""
        weight = self.analysis.weight(index)
        if weight >= HEAVY or self.depth > DEEPEST or len(self.lines) > 300:
            return False
        limit = INLINE_ONCE if self.analysis.uses[self.analysis.target(index)] <= 1 else INLINE_ANYWAY
        return weight <= limit

    def called(self, index: p.Index) -> str:
        """The name of the function that is all there is to a schema; empty where it is written into the lines."""
        index = self.analysis.target(index)
        if self.analysis.never(index) or self.inline(index) or self.analysis.trivial(index):
            return ""
        return self.module.verdict(index)

    def child(self, index: p.Index, v: str, known: Known = NOTHING_KNOWN) -> None:
        """Fail unless `v` is valid: written here, or by a call."""
        index = self.analysis.target(index)
        if self.analysis.never(index):
            self.add("return False")
        elif self.inline(index):
            before, self.speculative = self.speculative, index in self.analysis.speculative
            self.schema(index, v, known)
            self.speculative = before
        elif not self.analysis.trivial(index):
            self.fail_if(f"not {self.module.verdict(index)}({v})")

    def test(self, index: p.Index, v: str, known: Known = NOTHING_KNOWN) -> str:
        """An expression that says whether `v` is valid."""
        index = self.analysis.target(index)
        match self.plan.schemas[index].checks:
            case ():
                return "True"
            case (p.Never(), *_):
                return "False"
            case (p.Types() as check,) if known.passes(check):
                return "True"
            case (p.Types() as check,) if "integer" not in check.types:
                return is_types(base_types(check.types), v)
            case (p.Enum(values=(str() as only,)),) | (
                p.Types(types=("string",)),
                p.Enum(values=(str() as only,)),
            ):
                return f"{v} == {self.module.literal(only)}"
            case (p.Required() as check,) if 0 < len(check.names) <= NAMES:
                tests = [f"{self.module.literal(name)} in {v}" for name in check.names]
                if known.types == OBJECT:
                    return tests[0] if len(tests) == 1 else f"({' and '.join(tests)})"
                return f"(not isinstance({v}, dict) or {' and '.join(tests)})"
        types = self.analysis.types(index) & known.types
        written = self.leaf(index, v, types)
        test = " and ".join(written) if written is not None else f"{self.module.verdict(index)}({v})"
        gates = [is_types(types, v)] if written is not None and types != known.types else []
        if written is None and len(types) == 1 and types != known.types and types <= frozenset(CLASSES):
            gates.append(is_types(types, v))
        tests = [*gates, test] if test else gates
        if not tests:
            return "True"
        return tests[0] if len(tests) == 1 and len(written or ("",)) == 1 else f"({' and '.join(tests)})"

    def leaf(self, index: p.Index, v: str, types: frozenset[str]) -> list[str] | None:
        """The tests, besides that for the type, of a small schema for one type of scalar; None for other schemas."""
        checks = self.plan.schemas[index].checks
        if len(types) != 1 or not types <= {"string", "number"} or len(checks) > 3 or not v.isidentifier():
            return None
        found: list[str] = []
        for check in checks:
            match check:
                case p.Types() if "integer" not in check.types or "number" in check.types:
                    pass
                case p.Enum() if all(type(value) is str for value in check.values) and types == {"string"}:
                    if len(check.values) == 1:
                        found.append(f"{v} == {self.module.literal(check.values[0])}")
                    else:
                        found.append(f"{v} in {self.module.values(check.values)}")
                case p.Size():
                    if check.of == "string" and types == {"string"}:
                        found.append(f"len({v}) {'>=' if check.lower else '<='} {py(check.limit)}")
                case p.Pattern() if types == {"string"}:
                    if not ecma.anything(check.regex):
                        found.append(matches(check.regex, v, self.module))
                case _:
                    return None
        return found

    # Strings and numbers

    def string(self, checks: Sequence[p.Check], v: str) -> None:
        for check in sorted(checks, key=check_order):
            match check:
                case p.Size():
                    self.fail_if(f"len({v}) {'<' if check.lower else '>'} {py(check.limit)}")
                case p.Pattern():
                    if not ecma.anything(check.regex):
                        self.fail_if(no_match(check.regex, v, self.module))
                case p.Format():
                    self.condition("if", format_fails(check, v, self.module), "and")
                    self.add("    return False")
                case p.Content():
                    self.fail_if(f"not {self.module.part(content_part(check))}({v})")

    def number(self, checks: Sequence[p.Check], v: str) -> None:
        for check in sorted(checks, key=check_order):
            match check:
                case p.Bound():
                    self.fail_if(bound_fails(check, v, self.module))
                case p.MultipleOf():
                    self.fail_if_all(*multiple_fails(check, v, self.module))

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
                if test == "True":
                    self.add("return False")
                elif test != "False":
                    self.fail_if(test)
            case p.If():
                test = self.test(check.condition, v, known)
                conditional(self, check, test, lambda child: self.child(child, v, known))
        return known

    def unevaluated(
        self, index: p.Index, check: p.UnevaluatedProperties | p.UnevaluatedItems, v: str
    ) -> None:
        covered = coverage(self.plan, index, "object")
        if isinstance(check, p.UnevaluatedProperties) and not covered.guarded:
            if not covered.everything and not self.analysis.trivial(check.child):
                close(self, covered.names, covered.patterns, check.child, v)
            return
        with left_over(self, index, check, v) as left:
            if left is None:
                return
            rest, key = left
            if self.analysis.never(check.child):
                self.fail_if(rest)
                return
            inner = self.temporary()
            with self.block(f"for {key} in {rest}:"):
                self.add(f"{inner} = {v}[{key}]")
                self.child(check.child, inner)
