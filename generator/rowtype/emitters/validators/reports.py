"""Check plan -> the lines of Python functions that list everything that is wrong.

They run after a verdict was no.  A function gets the value, the place where it stands (a linked list: a pointer is only
made for a violation that is looked at) and the list to add to.
"""

from __future__ import annotations

from collections.abc import Sequence

from rowtype.emitters.printing.functions import Function, Sources, documented_at
from rowtype.emitters.printing.python import py
from rowtype.emitters.validators.alternatives import conditional
from rowtype.emitters.validators.conditions import (
    bare,
    bound_fails,
    content_part,
    enum_fails,
    fails_types,
    format_part,
    is_types,
    key_matches,
    multiple_fails,
    no_match,
    undeclared,
)
from rowtype.emitters.validators.lines import Lines
from rowtype.emitters.validators.module import Module
from rowtype.emitters.validators.unevaluated import left_over
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import ALL, Analysis, base_types
from rowtype.schema.checks.coverage import coverage
from rowtype.schema.checks.known import NOTHING_KNOWN, Known
from rowtype.schema.documents import pointer_join

SHORT = 20
"""Characters of a URI up to which it is repeated at each check."""


def function(module: Module, analysis: Analysis, sources: Sources, index: p.Index) -> Function:
    """The report function of one schema."""
    body = _Body(module, analysis, sources, index)
    body.schema(index, "x", "at")
    if not body.lines:
        body.add("pass")
    return Function(f"_e{index}", module.title(index), "\n".join(body.lines))


class _Body(Lines):
    """The lines of one report function."""

    def __init__(self, module: Module, analysis: Analysis, sources: Sources, index: p.Index) -> None:
        super().__init__(module, analysis)
        self.sources = sources
        self._document = module.plan.schemas[index].document

    def check(
        self,
        at: str,
        keyword: str,
        expected: str = "None",
        lines_of: str | None = None,
        names: str = "",
    ) -> str:
        """The constant half of a violation; `expected` and `names` are Python texts."""
        uri, _, pointer = self.module.place(self._document, at).partition("#")
        pointer = py(f"{uri}#{pointer}") if len(uri) < SHORT else f"{self.uri(uri)} + {py(pointer)}"
        place = at if lines_of is None else lines_of
        lines = documented_at(self.sources, self._document, place) if self.sources else ()
        arguments = [pointer, py(keyword)]
        if expected != "None" or lines:
            arguments.append(expected)
        if lines:
            arguments.append(py(lines))
        if names:
            arguments.append(f"names={names}")
        return self.module.check(arguments)

    def _tags(self, names: Sequence[str]) -> str:
        """The constant for the names that tell alternatives apart; nothing where none do."""
        return self.module.tuple_of(names) if names else ""

    def uri(self, uri: str) -> str:
        """The name of the constant for the URI of a document, and the sign that follows it."""
        return self.module.constant("U", py(f"{uri}#"))

    def report(self, check: str, at: str, value: str, *more: str) -> None:
        self.add(f"out.append(Violation({', '.join((at, value, check, *more))}))")

    def report_if(self, test: str, check: str, at: str, value: str) -> None:
        with self.block(f"if {test}:"):
            self.report(check, at, value)

    def schema(self, index: p.Index, v: str, at: str) -> None:
        schema = self.plan.schemas[index]
        before, self._document = self._document, schema.document
        known = ALL
        groups = self.analysis.by_kind(index)
        first = groups.get("first", ())
        for check in first:
            if isinstance(check, p.Types):
                known = self.types(check, v, at)
        for check in first:
            if not isinstance(check, p.Types):
                self.one(check, v, at, index)
        for about, checks in groups.items():
            if about not in ("first", "late"):
                self.group(about, checks, v, at, known, index)
        for check in groups.get("late", ()):
            about = "object" if isinstance(check, p.UnevaluatedProperties) else "array"
            self.group(about, [check], v, at, known, index)
        self._document = before

    def group(
        self,
        about: str,
        checks: Sequence[p.Check],
        v: str,
        at: str,
        known: frozenset[str],
        index: p.Index,
    ) -> None:
        """Checks that are about one type of instance, or ("") about any."""
        if not about:
            for check in checks:
                self.one(check, v, at, index)
            return
        mark = len(self.lines)
        # What is known here is only what should be: a wrong type was reported, and the rest is looked at all the same.
        with self.block(f"if {bare(is_types(frozenset((about,)), v))}:"):
            for check in checks:
                self.one(check, v, at, index)
        if len(self.lines) == mark + 1:
            del self.lines[mark:]

    def types(self, check: p.Types, v: str, at: str) -> frozenset[str]:
        if tests := fails_types(check, v, self.module):
            constant = self.check(check.at, "type", py(check.types))
            self.condition("if", tests, "and")
            with self.inside():
                self.report(constant, at, v)
        return base_types(check.types)

    def one(self, check: p.Check, v: str, at: str, index: p.Index) -> None:
        module = self.module
        match check:
            case p.Never():
                self.report(self.check(check.at, "false"), at, v)
            case p.Enum():
                self.enum(check, v, at)
            case p.Bound():
                constant = self.check(check.at, check.keyword, module.literal(check.limit))
                self.report_if(bound_fails(check, v, module), constant, at, v)
            case p.MultipleOf():
                constant = self.check(check.at, "multipleOf", module.literal(check.divisor))
                self.report_if(" and ".join(multiple_fails(check, v, module)), constant, at, v)
            case p.Size():
                constant = self.check(check.at, check.keyword, py(check.limit))
                self.report_if(f"len({v}) {'<' if check.lower else '>'} {py(check.limit)}", constant, at, v)
            case p.Pattern():
                if not ecma.anything(check.regex):
                    constant = self.check(check.at, "pattern", module.literal(check.regex))
                    known = [py((check.name, check.example))] if check.name else []
                    with self.block(f"if {no_match(check.regex, v, module)}:"):
                        self.report(constant, at, v, *known)
            case p.Format():
                constant = self.check(check.at, "format", py(check.name))
                self.report_if(f"not {module.part(format_part(check))}({v})", constant, at, v)
            case p.Content():
                constant = self.check(check.at, check.keyword)
                self.report_if(f"not {module.part(content_part(check))}({v})", constant, at, v)
            case p.UniqueItems():
                constant = self.check(check.at, "uniqueItems")
                with self.block(f"if not {module.part('is_unique')}({v}):"):
                    self.report(constant, at, v, f"{module.part('equal_elements')}({v})")
            case p.Required():
                listed = self.analysis.own_names(index)
                own = {*listed}
                all_names = module.tuple_of(listed) if not own.isdisjoint(check.names) else ""
                for i, name in enumerate(check.names):
                    names = all_names if name in own else ""
                    constant = self.check(
                        check.at, "required", lines_of=pointer_join(check.at, i), names=names
                    )
                    self.missing(constant, name, v, at)
            case p.DependentRequired():
                constant = self.check(check.at, "dependentRequired")
                if check.required:
                    with self.block(f"if {module.literal(check.name)} in {v}:"):
                        for name in check.required:
                            self.missing(constant, name, v, at)
            case p.DependentSchema():
                if not self.analysis.trivial(check.child):
                    with self.block(f"if {module.literal(check.name)} in {v}:"):
                        self.child(check.child, v, at)
            case p.Properties():
                for name, child in check.entries:
                    self.property(name, child, v, at)
            case p.PatternProperties():
                self.patterns(check, v, at)
            case p.AdditionalProperties():
                self.additional(check, v, at)
            case p.PropertyNames():
                if not self.analysis.trivial(check.child):
                    key = self.temporary()
                    with self.block(f"for {key} in {v}:"):
                        self.child(check.child, key, f"({at}, {key})")
            case p.PrefixItems():
                for i, child in enumerate(check.children):
                    if not self.analysis.trivial(child):
                        with self.block(f"if len({v}) > {i}:"):
                            self.child(child, f"{v}[{i}]", f"({at}, {i})")
            case p.Items():
                self.items(check, v, at)
            case p.Contains():
                self.contains(check, v, at)
            case p.AllOf() | p.AnyOf() | p.OneOf() if isinstance(check, p.AllOf) or len(check.children) == 1:
                for child in check.children:
                    self.child(child, v, at)
            case p.Ref():
                self.child(check.child, v, at)
            case p.AnyOf():
                self.any_of(check, v, at, index)
            case p.OneOf():
                self.one_of(check, v, at, index)
            case p.Not():
                constant = self.check(check.at, "not")
                self.report_if(self.test(check.child, v), constant, at, v)
            case p.If():
                test = self.test(check.condition, v)
                conditional(self, check, test, lambda child: self.child(child, v, at))
            case p.UnevaluatedProperties() | p.UnevaluatedItems():
                self.unevaluated(index, check, v, at)

    def missing(self, constant: str, name: str, v: str, at: str) -> None:
        literal = self.module.literal(name)
        with self.block(f"if {literal} not in {v}:"):
            self.report(constant, at, v, literal)

    def enum(self, check: p.Enum, v: str, at: str) -> None:
        if check.keyword == "const":
            constant = self.check(check.at, "const", self.module.literal(check.values[0]))
        else:
            constant = self.check(check.at, "enum", self.module.tuple_of(check.values))
        test, hashes = enum_fails(check.values, v, ALL, self.module)
        if not hashes:
            self.report_if(test, constant, at, v)
            return
        with self.block("try:"):
            self.report_if(test, constant, at, v)
        with self.block("except TypeError:"):
            self.report(constant, at, v)

    def test(self, index: p.Index, v: str, known: Known = NOTHING_KNOWN) -> str:
        """The call of a verdict function: reports run rarely, so that their size counts for more than their speed."""
        return f"{self.module.verdict(self.analysis.target(index))}({v})"

    def child(self, index: p.Index, v: str, at: str) -> None:
        """Report what is wrong with a value against a schema: written here if it is small, or by a call."""
        if self.analysis.trivial(index):
            return
        checks = self.plan.schemas[index].checks
        if len(checks) <= 2 and all(isinstance(check, p.LEAVES) for check in checks):
            if not v.isidentifier():
                variable = self.temporary()
                self.add(f"{variable} = {v}")
                v = variable
            self.schema(index, v, at)
            return
        self.add(f"{self.module.report(self.analysis.past_references(index))}({v}, {at}, out)")

    def property(self, name: str, child: p.Index, v: str, at: str) -> None:
        if self.analysis.trivial(child):
            return
        literal = self.module.literal(name)
        with self.block(f"if {literal} in {v}:"):
            self.child(child, f"{v}[{literal}]", f"({at}, {literal})")

    def patterns(self, check: p.PatternProperties, v: str, at: str) -> None:
        entries = [(r, c) for r, c in check.entries if not self.analysis.trivial(c)]
        if not entries:
            return
        key, value = self.temporary(), self.temporary()
        with self.block(f"for {key}, {value} in {v}.items():"):
            for regex, child in entries:
                with self.block(f"if {bare(key_matches(regex, key, self.module))}:"):
                    self.child(child, value, f"({at}, {key})")

    def additional(self, check: p.AdditionalProperties, v: str, at: str) -> None:
        if self.analysis.trivial(check.child):
            return
        key, value = self.temporary(), self.temporary()
        tests = undeclared(check.names, check.patterns, key, self.module)
        with self.block(f"for {key}, {value} in {v}.items():"):
            if not tests:
                self.one_more(check, check.names, value, at, key)
                return
            self.condition("if", tests, "and")
            with self.inside():
                self.one_more(check, check.names, value, at, key)

    def one_more(
        self,
        check: p.AdditionalProperties | p.UnevaluatedProperties | p.UnevaluatedItems,
        names: tuple[str, ...],
        value: str,
        at: str,
        key: str,
    ) -> None:
        """A property or an element that no other keyword speaks of."""
        if not self.analysis.never(check.child):
            self.child(check.child, value, f"({at}, {key})")
            return
        keyword = check.at.rpartition("/")[2]
        expected = self.module.tuple_of(names) if names else "None"
        self.report(self.check(check.at, keyword, expected), f"({at}, {key})", value, key)

    def items(self, check: p.Items, v: str, at: str) -> None:
        if self.analysis.trivial(check.child):
            return
        i, element = self.temporary(), self.temporary()
        source = f"enumerate({v}[{check.start}:], {check.start})" if check.start else f"enumerate({v})"
        with self.block(f"for {i}, {element} in {source}:"):
            self.child(check.child, element, f"({at}, {i})")

    def contains(self, check: p.Contains, v: str, at: str) -> None:
        if check.least == 0 and check.most is None:
            return
        count, element = self.temporary(), self.temporary()
        self.add(f"{count} = sum({self.test(check.child, element)} for {element} in {v})")
        if check.least:
            keyword = "minContains" if check.at_least.endswith("/minContains") else "contains"
            constant = self.check(check.at_least, keyword, py(check.least))
            with self.block(f"if {count} < {py(check.least)}:"):
                self.report(constant, at, v, count)
        if check.most is not None:
            constant = self.check(check.at_most, "maxContains", py(check.most))
            with self.block(f"if {count} > {py(check.most)}:"):
                self.report(constant, at, v, count)

    def any_of(self, check: p.AnyOf, v: str, at: str, index: p.Index) -> None:
        if any(self.analysis.trivial(child) for child in check.children):
            return
        tags = self.analysis.tags(check.children)
        constant = self.check(check.at, "anyOf", py(len(check.children)), names=self._tags(tags))
        if self.alone(index):
            with self.block(f"if not {self.test(index, v)}:"):
                self.nearest(check.children, constant, v, at)
            return
        self.add(f"for {(test := self.temporary())} in {self.verdicts(check.children)}:")
        self.depth += 1
        with self.block(f"if {test}({v}):"):
            self.add("break")
        self.depth -= 1
        with self.block("else:"):
            self.nearest(check.children, constant, v, at)

    def one_of(self, check: p.OneOf, v: str, at: str, index: p.Index) -> None:
        if self.alone(index):
            with self.block(f"if not {self.test(index, v)}:"):
                self.matching(check, v, at)
        else:
            self.matching(check, v, at)

    def matching(self, check: p.OneOf, v: str, at: str) -> None:
        """Report that none of the alternatives is met, or which ones are."""
        tags = self.analysis.tags(check.children)
        constant = self.check(check.at, "oneOf", py(len(check.children)), names=self._tags(tags))
        hits, i, test = self.temporary(), self.temporary(), self.temporary()
        functions = self.verdicts(check.children)
        self.add(f"{hits} = [{i} for {i}, {test} in enumerate({functions}, 1) if {test}({v})]")
        with self.block(f"if not {hits}:"):
            self.nearest(check.children, constant, v, at)
        with self.block(f"elif len({hits}) > 1:"):
            self.report(constant, at, v, f'", ".join(map(str, {hits}))')

    def alone(self, index: p.Index) -> bool:
        """Whether a schema is nothing but alternatives: then its verdict says it, and looks at few of them."""
        return len(self.plan.schemas[index].checks) == 1 and index not in self.plan.roots

    def nearest(self, children: Sequence[p.Index], constant: str, v: str, at: str) -> None:
        """That no alternative is met; which comes nearest is found when it is asked for."""
        names = self.module.functions(
            [self.module.report(self.analysis.past_references(child)) for child in children]
        )
        self.add(f"{self.module.part('nearest')}({constant}, {names}, {v}, {at}, out)")

    def verdicts(self, children: Sequence[p.Index]) -> str:
        return self.module.functions([self.module.verdict(self.analysis.target(child)) for child in children])

    def unevaluated(
        self, index: p.Index, check: p.UnevaluatedProperties | p.UnevaluatedItems, v: str, at: str
    ) -> None:
        with left_over(self, index, check, v) as left:
            if left is not None:
                rest, key = left
                of_object = isinstance(check, p.UnevaluatedProperties)
                names = coverage(self.plan, index, "object").names if of_object else ()
                with self.block(f"for {key} in {rest}:"):
                    self.one_more(check, names, f"{v}[{key}]", at, key)
