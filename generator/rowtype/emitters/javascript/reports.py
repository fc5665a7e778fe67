"""Check plan -> the lines of JavaScript functions that list everything that is wrong.

They run after a verdict was no, or alone where they cost no more.  A function gets the value, the place where it stands
(a linked list: a pointer is only made for a violation that is looked at) and the list to add to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rowtype.emitters.javascript.alternatives import conditional
from rowtype.emitters.javascript.conditions import (
    bound_fails,
    content_part,
    enum_fails,
    fails_types,
    format_part,
    is_types,
    matches,
    multiple_fails,
    size_fails,
    undeclared,
)
from rowtype.emitters.javascript.lines import Lines, negated
from rowtype.emitters.javascript.module import Module
from rowtype.emitters.javascript.printing import INHERITED, has, js, lacks, member, text
from rowtype.emitters.javascript.rows import Rows
from rowtype.emitters.javascript.unevaluated import left_over
from rowtype.emitters.printing.functions import Function, Sources, documented_at
from rowtype.runtime.wording import shown
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import Analysis, base_types
from rowtype.schema.checks.coverage import coverage
from rowtype.schema.checks.known import NOTHING_KNOWN, Known
from rowtype.schema.documents import Json, pointer_join


def function(module: Module, analysis: Analysis, sources: Sources, index: p.Index) -> Function:
    """The report function of one schema."""
    body = _Body(module, analysis, sources, index)
    body.schema(index, "x", At("at"))
    return Function(f"e{index}", module.title(index), "\n".join(body.lines))


_ASKING = (p.AnyOf, p.OneOf, p.Not, p.If, p.Contains, p.UnevaluatedProperties, p.UnevaluatedItems)
"""What asks verdict functions before anything is listed."""


def straight(plan: p.Plan, root: p.Index) -> bool:
    """Whether listing what is wrong costs hardly more than a verdict, so that none need be asked for before."""
    seen, todo = {root}, [root]
    while todo:
        schema = plan.schemas[todo.pop()]
        if any(isinstance(check, _ASKING) for check in schema.checks):
            return False
        new = {*p.children(schema)} - seen
        seen |= new
        todo += new
    return True


@dataclass(frozen=True, slots=True)
class At:
    """A place, as JavaScript writes it: that of a container, and what leads on from there: no list is made of them."""

    container: str
    key: str = ""

    def __str__(self) -> str:
        return f"[{self.container}, {self.key}]" if self.key else self.container

    def inside(self, key: str) -> At:
        return At(str(self), key)


class _Body(Lines):
    """The lines of one report function."""

    def __init__(self, module: Module, analysis: Analysis, sources: Sources, index: p.Index) -> None:
        super().__init__(module, analysis)
        self.sources = sources
        self._document = module.plan.schemas[index].document
        self._read: dict[tuple[str, str], str] = {}
        """Object and property -> the variable that holds its value, where lines of this block have read it."""

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        before = self._read
        self._read = {**before}
        with super().block(head):
            yield
        self._read = before

    def check(
        self,
        at: str,
        keyword: str,
        expected: str = "null",
        words: str = "",
        lines_of: str | None = None,
        names: str = "",
    ) -> str:
        """The constant half of a violation; `expected`, `names` and `words`, how a message shows it, are JavaScript."""
        place = at if lines_of is None else lines_of
        lines = documented_at(self.sources, self._document, place) if self.sources else ()
        home = self.module.place(self._document, "")
        told = text(keyword) if at.rpartition("/")[2] != keyword else ""
        arguments = [
            self.module.text_constant("D", home),
            text(at),
            expected,
            self.lines_at(lines),
            words,
            told,
            names,
        ]
        while arguments[-1] in ("", "null"):
            arguments.pop()
        return self.module.check([argument or "undefined" for argument in arguments])

    def _tags(self, children: Sequence[p.Index]) -> str:
        """The constant for the names that tell alternatives apart; nothing where none do."""
        names = self.analysis.tags(children)
        return self.module.literal(list(names)) if names else ""

    def lines_at(self, lines: Sequence[str]) -> str:
        """Lines of the documentation; their file is a constant."""
        told = []
        for line in lines:
            file, _, number = line.rpartition(":")
            told.append(f"{self.module.text_constant('L', file + ':')} + {number}")
        return told[0] if len(told) == 1 else f"[{', '.join(told)}]" if told else ""

    def expecting(self, at: str, keyword: str, expected: Json) -> str:
        """The same for an expected value, whose words Python chooses where JavaScript could not."""
        return self.check(
            at, keyword, self.module.literal(expected), text(shown(expected)) if _odd(expected) else ""
        )

    def report(self, check: str, at: At, value: str, *more: str) -> None:
        place = f"wrongAt(out, {at.container}, {at.key}" if at.key else f"wrong(out, {at.container}"
        self.add(f"{', '.join((place, value, check, *more))});")

    def report_if(self, test: str, check: str, at: At, value: str) -> None:
        with self.when(test):
            self.report(check, at, value)

    def schema(self, index: p.Index, v: str, at: At) -> None:
        schema = self.plan.schemas[index]
        before, self._document = self._document, schema.document
        groups = self.analysis.by_kind(index)
        first = sorted(groups.get("first", ()), key=lambda check: not isinstance(check, p.Types))
        for check in first:
            self.one(check, v, at, index)
        rest = [about for about in groups if about not in ("first", "late")]
        for about in rest:
            types = first[0] if len(first) == len(rest) == 1 else None
            otherwise = isinstance(types, p.Types) and base_types(types.types) == {about}
            self.group(about, groups[about], v, at, index, otherwise=otherwise)
        for check in groups.get("late", ()):
            about = "object" if isinstance(check, p.UnevaluatedProperties) else "array"
            self.group(about, [check], v, at, index)
        self._document = before

    def group(
        self,
        about: str,
        checks: Sequence[p.Check],
        v: str,
        at: At,
        index: p.Index,
        otherwise: bool = False,
    ) -> None:
        """Checks that are about one type of instance, or ("") any; `otherwise`: after what fails for all others."""
        if not about:
            for check in checks:
                self.one(check, v, at, index)
            return
        test = is_types(frozenset((about,)), v)
        with self.block("else") if otherwise else self.when(test):
            for check in checks:
                self.one(check, v, at, index)

    def one(self, check: p.Check, v: str, at: At, index: p.Index) -> None:
        module = self.module
        match check:
            case p.Never():
                self.report(self.check(check.at, "false"), at, v)
            case p.Types():
                if test := fails_types(check, v):
                    self.report_if(test, self.check(check.at, "type", js(check.types)), at, v)
            case p.Enum():
                self.enum(check, v, at)
            case p.Bound():
                constant = self.expecting(check.at, check.keyword, check.limit)
                self.report_if(bound_fails(check, v, module), constant, at, v)
            case p.MultipleOf():
                constant = self.expecting(check.at, "multipleOf", check.divisor)
                self.report_if(multiple_fails(check, v, module), constant, at, v)
            case p.Size():
                if test := size_fails(check, v, module):
                    self.report_if(test, self.expecting(check.at, check.keyword, check.limit), at, v)
            case p.Pattern():
                if not ecma.anything(check.regex):
                    constant = self.check(check.at, "pattern", module.literal(check.regex))
                    known = [module.literal((check.name, check.example))] if check.name else []
                    with self.when(negated(matches(check.regex, v, module))):
                        self.report(constant, at, v, *known)
            case p.Format():
                constant = self.check(check.at, "format", js(check.name))
                self.report_if(f"!{module.part(format_part(check))}({v})", constant, at, v)
            case p.Content():
                constant = self.check(check.at, check.keyword)
                self.report_if(f"!{module.part(content_part(check))}({v})", constant, at, v)
            case p.UniqueItems():
                twice = self.temporary()
                self.add(f"const {twice} = {module.part('equalElements')}({v});")
                with self.when(f"{twice} !== null"):
                    self.report(self.check(check.at, "uniqueItems"), at, v, twice)
            case p.Required():
                listed = self.analysis.own_names(index)
                self.required(check, listed, v, at)
            case p.DependentRequired():
                constant = self.check(check.at, "dependentRequired")
                with self.when(has(v, check.name)):
                    for name in check.required:
                        self.missing(constant, name, v, at)
            case p.DependentSchema():
                with self.when(has(v, check.name)):
                    self.child(check.child, v, at)
            case p.Properties():
                self.properties(check, v, at)
            case p.PatternProperties():
                self.patterns(check, v, at)
            case p.AdditionalProperties():
                self.additional(check, v, at)
            case p.PropertyNames():
                key = self.temporary()
                with self.block(f"for (const {key} in {v})"):
                    self.child(check.child, key, at.inside(key))
            case p.PrefixItems():
                for i, child in enumerate(check.children):
                    with self.when(f"{v}.length > {i}"):
                        self.child(child, f"{v}[{i}]", at.inside(str(i)))
            case p.Items():
                n = self.temporary()
                with self.block(f"for (let {n} = {check.start}; {n} < {v}.length; {n}++)"):
                    self.child(check.child, f"{v}[{n}]", at.inside(n))
            case p.Contains():
                self.contains(check, v, at)
            case p.AllOf() | p.AnyOf() | p.OneOf() if isinstance(check, p.AllOf) or len(check.children) == 1:
                for child in check.children:
                    self.child(child, v, at)
            case p.Ref():
                self.child(check.child, v, at)
            case p.AnyOf():
                self.any_of(check, v, at)
            case p.OneOf():
                self.one_of(check, v, at)
            case p.Not():
                self.report_if(self.test(check.child, v), self.check(check.at, "not"), at, v)
            case p.If():
                test = self.test(check.condition, v)
                conditional(self, check, test, lambda child: self.child(child, v, at))
            case p.UnevaluatedProperties() | p.UnevaluatedItems():
                self.unevaluated(index, check, v, at)

    def properties(self, check: p.Properties, v: str, at: At) -> None:
        rows = Rows(self.module, self.sources, self._document)
        for table, entries in rows.typed(check):
            if table and self.module.compact:
                self.add(f"{self.module.part('ofTypes')}({v}, {at}, out, {table});")
                continue
            for i, (name, child) in enumerate(entries):
                place = at.inside(text(name))
                if name in INHERITED:
                    with self.when(has(v, name)):
                        self.child(child, member(v, name), place)
                    continue
                if self.analysis.trivial(child):
                    continue
                value = self.value(v, name)
                if table:
                    (types,) = self.plan.schemas[child].checks
                    assert isinstance(types, p.Types)
                    test = f"{value} !== undefined && {fails_types(types, value)}"
                    self.report_if(test, f"{table}[{i}].check", place, value)
                    continue
                with self.when(f"{value} !== undefined"):
                    self.child(child, value, place)

    def value(self, v: str, name: str) -> str:
        """The variable that holds a property, which is read once in a block."""
        found = self._read.get((v, name))
        if found is None:
            found = self._read[v, name] = self.temporary()
            self.add(f"const {found} = {member(v, name)};")
        return found

    def required(self, check: p.Required, listed: Sequence[str], v: str, at: At) -> None:
        known = {*listed}
        names = "" if known.isdisjoint(check.names) else self.module.literal(list(listed))
        rows = Rows(self.module, self.sources, self._document)
        table = rows.needed(check, names or "[]") if known.issuperset(check.names) else ""
        if table and self.module.compact:
            self.add(f"{self.module.part('present')}({v}, {at}, out, {table});")
            return
        for i, name in enumerate(check.names):
            if table:
                self.missing(f"{table}[{i}].check", name, v, at)
                continue
            place = pointer_join(check.at, i)
            self.missing(
                self.check(check.at, "required", lines_of=place, names=names if name in known else ""),
                name,
                v,
                at,
            )

    def missing(self, constant: str, name: str, v: str, at: At) -> None:
        with self.when(lacks(v, name) if name in INHERITED else f"{self.value(v, name)} === undefined"):
            self.report(constant, at, v, text(name))

    def enum(self, check: p.Enum, v: str, at: At) -> None:
        if check.keyword == "const":
            constant = self.expecting(check.at, "const", check.values[0])
        else:
            odd = len(check.values) <= 5 and any(map(_odd, check.values))
            words = js(tuple(map(shown, check.values))) if odd else ""
            constant = self.check(check.at, "enum", self.module.literal(check.values), words)
        self.report_if(enum_fails(check.values, v, self.module), constant, at, v)

    def test(self, index: p.Index, v: str, known: Known = NOTHING_KNOWN) -> str:
        """The call of a verdict function: reports run rarely, so that their size counts for more than their speed."""
        return f"{self.module.verdict(self.analysis.target(index))}({v})"

    def child(self, index: p.Index, v: str, at: At) -> None:
        """Report what is wrong with a value against a schema: written here if it is small, or by a call."""
        if self.analysis.trivial(index):
            return
        index = self.analysis.past_references(index)
        checks = self.plan.schemas[index].checks
        if len(checks) <= 2 and all(isinstance(check, p.LEAVES) for check in checks):
            if not v.isidentifier():
                variable = self.temporary()
                self.add(f"const {variable} = {v};")
                v = variable
            self.schema(index, v, at)
            return
        self.add(f"{self.module.report(index)}({v}, {at}, out);")

    def patterns(self, check: p.PatternProperties, v: str, at: At) -> None:
        key = self.temporary()
        with self.block(f"for (const {key} in {v})"):
            for regex, child in check.entries:
                with self.when(matches(regex, key, self.module)):
                    self.child(child, f"{v}[{key}]", at.inside(key))

    def additional(self, check: p.AdditionalProperties, v: str, at: At) -> None:
        if self.analysis.trivial(check.child):
            return
        key = self.temporary()
        test = undeclared(check.names, check.patterns, key, self.module)
        with self.block(f"for (const {key} in {v})"), self.when(test or "true"):
            self.one_more(check, check.names, v, at, key)

    def one_more(
        self,
        check: p.AdditionalProperties | p.UnevaluatedProperties | p.UnevaluatedItems,
        names: tuple[str, ...],
        v: str,
        at: At,
        key: str,
    ) -> None:
        """A property or an element that no other keyword speaks of."""
        if not self.analysis.never(check.child):
            self.child(check.child, f"{v}[{key}]", at.inside(key))
            return
        keyword = check.at.rpartition("/")[2]
        expected = self.module.literal(names) if names else "null"
        self.report(self.check(check.at, keyword, expected), at.inside(key), f"{v}[{key}]", key)

    def contains(self, check: p.Contains, v: str, at: At) -> None:
        if check.least == 0 and check.most is None:
            return
        count, element = self.temporary(), self.temporary()
        self.add(f"let {count} = 0;")
        self.add(f"for (const {element} of {v}) if ({self.test(check.child, element)}) {count}++;")
        if check.least:
            keyword = "minContains" if check.at_least.endswith("/minContains") else "contains"
            with self.when(f"{count} < {self.module.literal(check.least)}"):
                self.report(self.expecting(check.at_least, keyword, check.least), at, v, count)
        if check.most is not None:
            with self.when(f"{count} > {self.module.literal(check.most)}"):
                self.report(self.expecting(check.at_most, "maxContains", check.most), at, v, count)

    def any_of(self, check: p.AnyOf, v: str, at: At) -> None:
        if any(self.analysis.trivial(child) for child in check.children):
            return
        constant = self.check(check.at, "anyOf", js(len(check.children)), names=self._tags(check.children))
        with self.when(f"!{self.verdicts(check.children)}.some((valid) => valid({v}))"):
            self.none_of(check, constant, v, at)

    def one_of(self, check: p.OneOf, v: str, at: At) -> None:
        constant = self.check(check.at, "oneOf", js(len(check.children)), names=self._tags(check.children))
        hits = self.temporary()
        self.add(
            f"const {hits} = {self.verdicts(check.children)}.flatMap((valid, i) => (valid({v}) ? [i + 1] : []));"
        )
        with self.when(f"{hits}.length === 0"):
            self.none_of(check, constant, v, at)
        with self.when(f"{hits}.length > 1"):
            self.report(constant, at, v, f'{hits}.join(", ")')

    def none_of(self, check: p.AnyOf | p.OneOf, constant: str, v: str, at: At) -> None:
        reports = self.module.functions(
            [self.module.report(self.analysis.past_references(child)) for child in check.children]
        )
        place = f"{at.container}, {at.key or 'undefined'}"
        self.add(f"{self.module.part('noneOf')}(out, {place}, {v}, {constant}, {reports});")

    def verdicts(self, children: Sequence[p.Index]) -> str:
        return self.module.functions([self.module.verdict(self.analysis.target(child)) for child in children])

    def unevaluated(
        self, index: p.Index, check: p.UnevaluatedProperties | p.UnevaluatedItems, v: str, at: At
    ) -> None:
        with left_over(self, index, check, v) as left:
            if left is not None:
                rest, key = left
                of_object = isinstance(check, p.UnevaluatedProperties)
                names = coverage(self.plan, index, "object").names if of_object else ()
                with self.block(f"for (const {key} of {rest})"):
                    self.one_more(check, names, v, at, key)


def _odd(value: Json) -> bool:
    """Whether JavaScript would show a value otherwise: nothing there tells 1.0 from 1."""
    return type(value) is float and value == value // 1
