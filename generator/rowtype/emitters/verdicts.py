"""Check plan -> the lines of Python functions that say yes or no.

Every function returns False at the first failure and builds nothing.  Cheap checks come before dear ones, small
schemas are written into the functions of those that use them, and a value is asked for its type once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rowtype.emitters.conditions import (
    CLASSES,
    TABLE_CLASSES,
    bare,
    bound_fails,
    content_part,
    enum_fails,
    fails_types,
    format_fails,
    is_types,
    key_matches,
    matches,
    multiple_fails,
    no_match,
    without,
)
from rowtype.emitters.module import WIDTH, Module
from rowtype.emitters.python import py
from rowtype.schema import ecma
from rowtype.schema import plan as p
from rowtype.schema.analysis import ALL, HEAVY, INLINE_ONCE, Analysis, base_types, kind, narrowed
from rowtype.schema.coverage import Coverage, Present, Valid, coverage
from rowtype.schema.shapes import kind_of_value

INLINE_ANYWAY = 14
"""Weight up to which a schema is written into each function that uses it."""
DEEPEST = 9
"""Levels of indentation that inlining may reach."""
PROBES = 8
"""Optional properties up to which each is looked up; above, it depends on the size of the object."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function as the template prints it."""

    name: str
    title: str
    """What stands in the comment above it: the place of its schema."""
    text: str
    """The body, without a line end."""


def function(module: Module, analysis: Analysis, index: p.Index) -> Function:
    """The verdict function of one schema."""
    body = _Body(module, analysis, analysis.target(index) in analysis.speculative)
    body.schema(index, "x", ALL)
    body.finish()
    schema = module.plan.schemas[index]
    return Function(f"_v{index}", f"{schema.document}#{schema.pointer}", "\n".join(body.lines))


def entry(module: Module, analysis: Analysis, root: p.Index) -> str:
    """The body of the public verdict function of a document: what `function` gives, proof against deep nesting."""
    root = analysis.target(root)
    body = _Body(module, analysis, root in analysis.speculative)
    if not analysis.bottomless:
        body.schema(root, "x", ALL)
        body.finish()
        return "\n".join(body.lines)
    with body.block("try:"):
        if analysis.uses[root] > 1:
            body.add(f"return {module.verdict(root)}(x)")
        else:
            body.schema(root, "x", ALL)
            body.finish()
    with body.block("except RecursionError:"):
        body.add("raise too_deep(x) from None")
    return "\n".join(body.lines)


class _Body:
    """The lines of one function while they are written."""

    def __init__(self, module: Module, analysis: Analysis, speculative: bool) -> None:
        self.module = module
        self.plan = module.plan
        self.analysis = analysis
        self.speculative = speculative
        self.guarded = False
        """Inside of a `try` that takes a TypeError for a failure."""
        self.lines: list[str] = []
        self.depth = 1
        self._temporaries = 0

    def add(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    def finish(self) -> None:
        """What follows the last check."""
        if self.lines[-1:] != ["    " * self.depth + "return False"]:
            self.add("return True")

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        self.add(head)
        self.depth += 1
        before = len(self.lines)
        yield
        if len(self.lines) == before:
            self.add("pass")
        self.depth -= 1

    def condition(self, word: str, tests: Sequence[str], joiner: str, *, negated: bool = False) -> None:
        """`if a or b:`, broken over lines where it is too long."""
        if len(tests) == 1 and not negated:
            tests = [bare(tests[0])]
        text = f" {joiner} ".join(tests)
        if negated:
            text = f"not ({text})" if len(tests) > 1 else f"not {text}"
        if self.depth * 4 + len(word) + len(text) + 2 <= WIDTH:
            self.add(f"{word} {text}:")
            return
        self.add(f"{word} {'not ' if negated else ''}(")
        for i, test in enumerate(tests):
            self.add(f"    {joiner + ' ' if i else ''}{test}")
        self.add("):")

    def fail_if(self, *tests: str) -> None:
        self.condition("if", tests, "or")
        self.add("    return False")

    def fail_unless(self, *tests: str) -> None:
        """Fail where none of the tests holds."""
        self.condition("if", tests, "or", negated=True)
        self.add("    return False")

    def temporary(self) -> str:
        self._temporaries += 1
        return f"v{self._temporaries}"

    # One schema

    def schema(self, index: p.Index, v: str, known: frozenset[str], exact: bool = False) -> None:
        """Fail unless the value in the variable `v`, which has one of the `known` types, is valid.

        `exact`: if it is an object, it is a dict and not one of a subclass that makes up missing entries.
        """
        index = self.analysis.target(index)
        checks = self.plan.schemas[index].checks
        if any(isinstance(check, p.Never) for check in checks):
            self.add("return False")
            return
        enums = [check for check in checks if isinstance(check, p.Enum)]
        types = [check for check in checks if isinstance(check, p.Types)]
        if enums:
            for wanted in types:
                enums = [narrowed(enum, wanted) for enum in enums]
            for enum in enums:
                self.enum(enum, v, known)
                known &= frozenset(map(kind_of_value, enum.values))
        else:
            for wanted in types:
                admitted = base_types(wanted.types)
                if known <= admitted and not ("integer" in wanted.types and "number" not in wanted.types):
                    continue
                subscripts = any(isinstance(check, p.Required) for check in checks)
                exact |= self.types(wanted, v, subscripts=subscripts)
                known &= admitted
        if not known:
            return
        groups: dict[str, list[p.Check]] = {}
        for check in checks:
            groups.setdefault(kind(check), []).append(check)
        for name, write in (("string", self.string), ("number", self.number), ("array", self.array)):
            if name in groups and name in known:
                with self.gate(name, v, known):
                    write(groups[name], v)
        if "object" in groups and "object" in known:
            with self.gate("object", v, known):
                self.object(groups["object"], v, exact)
        for check in groups.get("", ()):
            known = self.applicator(check, v, known, exact)
        for check in groups.get("late", ()):
            match check:
                case p.UnevaluatedProperties() if "object" in known:
                    with self.gate("object", v, known):
                        self.unevaluated_properties(check, coverage(self.plan, index, "object"), v)
                case p.UnevaluatedItems() if "array" in known:
                    with self.gate("array", v, known):
                        self.unevaluated_items(check, coverage(self.plan, index, "array"), v)

    @contextmanager
    def gate(self, kind: str, v: str, known: frozenset[str]) -> Iterator[None]:
        if known == {kind}:
            yield
        else:
            with self.block(f"if {bare(is_types(frozenset((kind,)), v))}:"):
                yield

    def types(self, check: p.Types, v: str, *, subscripts: bool) -> bool:
        """Fail on a wrong type; True where the variable now holds an object that is exactly a dict."""
        if check.types == ("object",) and subscripts and not self.speculative:
            with self.block(f"if type({v}) is not dict:"):
                self.fail_if(f"not isinstance({v}, dict)")
                self.add(f"{v} = dict.copy({v})")
            return True
        test = fails_types(check, v, self.module)
        if test is not None:
            self.condition("if", test.split(" and "), "and")
            self.add("    return False")
        return False

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

    def child(self, index: p.Index, v: str, known: frozenset[str] = ALL, exact: bool = False) -> None:
        """Fail unless `v` is valid: written here, or by a call."""
        index = self.analysis.target(index)
        if self.analysis.never(index):
            self.add("return False")
        elif self.inline(index):
            before, self.speculative = self.speculative, index in self.analysis.speculative
            self.schema(index, v, known, exact)
            self.speculative = before
        elif not self.analysis.trivial(index):
            self.fail_if(f"not {self.module.verdict(index)}({v})")

    def test(self, index: p.Index, v: str, known: frozenset[str] = ALL) -> str:
        """An expression that says whether `v` is valid."""
        index = self.analysis.target(index)
        match self.plan.schemas[index].checks:
            case ():
                return "True"
            case (p.Never(), *_):
                return "False"
            case (p.Types() as check,) if "integer" not in check.types:
                return is_types(base_types(check.types), v)
            case (p.Enum(values=(str() as only,)),) | (
                p.Types(types=("string",)),
                p.Enum(values=(str() as only,)),
            ):
                return f"{v} == {self.module.literal(only)}"
            case (p.Required() as check,) if len(check.names) == 1:
                name = self.module.literal(check.names[0])
                test = f"{name} in {v}"
                return test if known == {"object"} else f"(not isinstance({v}, dict) or {test})"
        types = self.analysis.types(index) & known
        written = self.leaf(index, v, types)
        test = " and ".join(written) if written is not None else f"{self.module.verdict(index)}({v})"
        gates = [is_types(types, v)] if written is not None and types != known else []
        if written is None and len(types) == 1 and types != known and types <= frozenset(CLASSES):
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
        for check in sorted(checks, key=_cost):
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
        for check in sorted(checks, key=_cost):
            match check:
                case p.Bound():
                    self.fail_if(bound_fails(check, v, self.module))
                case p.MultipleOf():
                    self.fail_if(multiple_fails(check, v, self.module))

    # Arrays

    def array(self, checks: Sequence[p.Check], v: str) -> None:
        for check in sorted(checks, key=_cost):
            match check:
                case p.Size():
                    self.fail_if(f"len({v}) {'<' if check.lower else '>'} {py(check.limit)}")
                case p.PrefixItems():
                    self.prefix(check, v)
                case p.Items():
                    self.items(check, v)
                case p.Contains():
                    self.contains(check, v)
                case p.UniqueItems():
                    self.fail_if(f"not {self.module.part('is_unique')}({v})")

    def prefix(self, check: p.PrefixItems, v: str) -> None:
        for i, child in enumerate(check.children):
            if self.analysis.trivial(child):
                continue
            with self.block(f"if len({v}) > {i}:"):
                if self.analysis.never(child):
                    self.add("return False")
                    continue
                inner = self.temporary()
                self.add(f"{inner} = {v}[{i}]")
                self.child(child, inner)

    def items(self, check: p.Items, v: str) -> None:
        if self.analysis.trivial(check.child):
            return
        if self.analysis.never(check.child):
            self.fail_if(f"len({v}) > {check.start}")
            return
        inner = self.temporary()
        with self.block(f"for {inner} in {v}{f'[{check.start}:]' if check.start else ''}:"):
            self.child(check.child, inner)

    def contains(self, check: p.Contains, v: str) -> None:
        inner = self.temporary()
        test = self.test(check.child, inner)
        if check.least == 0 and check.most is None:
            return
        if check.least == 1 and check.most is None:
            with self.block(f"for {inner} in {v}:"), self.block(f"if {bare(test)}:"):
                self.add("break")
            with self.block("else:"):
                self.add("return False")
            return
        count = self.temporary()
        self.add(f"{count} = 0")
        with self.block(f"for {inner} in {v}:"), self.block(f"if {bare(test)}:"):
            self.add(f"{count} += 1")
        if check.least:
            self.fail_if(f"{count} < {py(check.least)}")
        if check.most is not None:
            self.fail_if(f"{count} > {py(check.most)}")

    # Objects

    def object(self, checks: Sequence[p.Check], v: str, exact: bool) -> None:
        """`exact`: the variable holds a dict, not one of a subclass that makes up missing entries."""
        properties: dict[str, p.Index] = {}
        required: dict[str, None] = {}
        for check in checks:
            match check:
                case p.Size():
                    self.fail_if(f"len({v}) {'<' if check.lower else '>'} {py(check.limit)}")
                case p.Properties():
                    properties = {n: c for n, c in check.entries if not self.analysis.trivial(c)}
                case p.Required():
                    required = dict.fromkeys(check.names)
        fetched = self.fetch(required, properties, v, exact)
        rest = next((c for c in checks if isinstance(c, p.AdditionalProperties)), None)
        patterns = next((c for c in checks if isinstance(c, p.PatternProperties)), None)
        closed = rest is not None and not rest.patterns and self.analysis.never(rest.child)
        optional = {n: c for n, c in properties.items() if n not in fetched}
        if closed and rest is not None:
            self.close(rest, v, optional)
        else:
            self.optional(optional, v, None)
        if patterns is not None or (
            rest is not None and not closed and not self.analysis.trivial(rest.child)
        ):
            self.loop(patterns, rest, v)
        for check in checks:
            match check:
                case p.PropertyNames():
                    self.property_names(check, v)
                case p.DependentRequired():
                    with self.block(f"if {self.module.literal(check.name)} in {v}:"):
                        for name in check.required:
                            self.fail_if(f"{self.module.literal(name)} not in {v}")
                case p.DependentSchema():
                    with self.block(f"if {self.module.literal(check.name)} in {v}:"):
                        self.child(check.child, v, frozenset(("object",)), exact)

    def fetch(
        self, required: dict[str, None], properties: dict[str, p.Index], v: str, exact: bool
    ) -> set[str]:
        """Fail unless the required properties are there and those that have schemas are valid; return the latter."""
        wanted = [n for n in required if n in properties and not self.analysis.never(properties[n])]
        wanted.sort(key=lambda name: self.cost(properties[name]))
        optimistic = exact and not self.speculative and bool(wanted)
        for name in required:
            if not optimistic or name not in wanted:
                self.fail_if(f"{self.module.literal(name)} not in {v}")
        variables = {name: self.temporary() for name in wanted}
        plain = [name for name in wanted if optimistic and self.plain(properties[name])]
        if optimistic:
            # Subscripts cost a third of membership tests and subscripts, and a try block costs nothing.
            with self.block("try:"):
                self.guarded = True
                for name, variable in variables.items():
                    source = f"{v}[{self.module.literal(name)}]"
                    if name in plain and self.looked_at_once(properties[name]):
                        self.child(properties[name], source)
                        continue
                    self.add(f"{variable} = {source}")
                    if name in plain:
                        self.child(properties[name], variable)
                self.guarded = False
            with self.block("except (KeyError, TypeError):"):
                self.add("return False")
        else:
            for name, variable in variables.items():
                self.add(f"{variable} = {v}[{self.module.literal(name)}]")
        for name, variable in variables.items():
            if name not in plain:
                self.child(properties[name], variable)
        return set(variables)

    def plain(self, index: p.Index) -> bool:
        """Whether a schema asserts nothing but a type or a list of values: its checks call nothing."""
        checks = self.plan.schemas[self.analysis.target(index)].checks
        return all(isinstance(check, p.Types | p.Enum) for check in checks)

    def looked_at_once(self, index: p.Index) -> bool:
        """Whether a valid value is looked at once, so that a variable would cost more than it saves."""
        match self.plan.schemas[self.analysis.target(index)].checks:
            case (p.Types(types=("string" | "boolean" | "null" | "array" | "object",)),):
                return True
            case (p.Enum(),) | (p.Types(), p.Enum()) | (p.Enum(), p.Types()):
                return True
        return False

    def close(self, rest: p.AdditionalProperties, v: str, optional: dict[str, p.Index]) -> None:
        if not rest.names:
            self.fail_if(v)
            return
        if len(optional) > PROBES:
            self.optional(optional, v, rest)
            return
        self.fail_unless(f"{self.module.names(rest.names)}.issuperset({v})")
        self.optional(optional, v, None)

    def optional(self, optional: dict[str, p.Index], v: str, closed: p.AdditionalProperties | None) -> None:
        """Check the properties that may be absent; `closed` where no others may be there."""
        if len(optional) <= PROBES:
            for name, child in sorted(optional.items(), key=lambda item: self.cost(item[1])):
                self.probe(name, child, v)
            return
        # A lookup of an absent name costs less than a turn of the loop, many of them more.
        with self.block(f"if len({v}) < {len(optional) // 3}:"):
            self.by_table(optional, v, closed)
        with self.block("else:"):
            if closed is not None:
                self.fail_unless(f"{self.module.names(closed.names)}.issuperset({v})")
            for name, child in sorted(optional.items(), key=lambda item: self.cost(item[1])):
                self.probe(name, child, v)

    def by_table(self, optional: dict[str, p.Index], v: str, closed: p.AdditionalProperties | None) -> None:
        """One turn for each property that is there.

        The table holds a class where the type is all there is to check, else a function.
        """
        entries = {name: self.callable(child) for name, child in optional.items()}
        if closed is not None:
            entries = dict.fromkeys(closed.names, "object") | entries
        table = self.module.table(list(entries.items()))
        key, value, check = self.temporary(), self.temporary(), self.temporary()
        with self.block(f"for {key}, {value} in {v}.items():"):
            self.add(f"{check} = {table}({key})")
            with self.block(f"if {check} is type({value}):"):
                self.add("continue")
            with self.block(f"if {check} is None:"):
                self.add("continue" if closed is None else "return False")
            classes = TABLE_CLASSES & set(entries.values())
            if classes and len(classes) < len(set(entries.values())):
                test = f"isinstance({value}, {check}) if type({check}) is type else {check}({value})"
                self.fail_if(f"not ({test})")
            elif classes:
                self.fail_if(f"not isinstance({value}, {check})")
            else:
                self.fail_if(f"not {check}({value})")

    def callable(self, index: p.Index) -> str:
        index = self.analysis.target(index)
        match self.plan.schemas[index].checks:
            case (p.Types(types=("boolean",)),):
                return "bool"
            case (p.Types(types=(("string" | "object" | "array") as only,)),):
                return CLASSES[only]
            case (p.Types(types=(only,)) as check,):
                name = "exact_integer" if only == "integer" and check.exact_integers else only
                return self.module.part(f"is_{name}")
        return self.module.verdict(index)

    def probe(self, name: str, child: p.Index, v: str) -> None:
        literal = self.module.literal(name)
        if self.analysis.never(child):
            self.fail_if(f"{literal} in {v}")
            return
        match self.plan.schemas[self.analysis.target(child)].checks:
            case (p.Types(types=("string" | "boolean" | "null" | "array" | "object",)) as check,):
                test = fails_types(check, f"{v}[{literal}]", self.module)
                self.condition("if", [f"{literal} in {v}", *str(test).split(" and ")], "and")
                self.add("    return False")
                return
        with self.block(f"if {literal} in {v}:"):
            inner = self.temporary()
            self.add(f"{inner} = {v}[{literal}]")
            self.child(child, inner)

    def cost(self, index: p.Index) -> int:
        """Cheap and selective checks first."""
        return self.analysis.cost(index)

    def loop(self, patterns: p.PatternProperties | None, rest: p.AdditionalProperties | None, v: str) -> None:
        """One pass over the properties for `patternProperties` and `additionalProperties`."""
        entries = patterns.entries if patterns is not None else ()
        if rest is not None and self.analysis.trivial(rest.child):
            rest = None
        entries = tuple((r, c) for r, c in entries if rest is not None or not self.analysis.trivial(c))
        if not entries and rest is None:
            return
        key, value = self.temporary(), self.temporary()
        plain = not entries and rest is not None and not rest.names
        needs_value = any(
            not self.analysis.trivial(c) and not self.analysis.never(c) for _, c in entries
        ) or (rest is not None and not self.analysis.never(rest.child))
        head = f"for {key}, {value} in {v}.items():" if needs_value else f"for {key} in {v}:"
        with self.block(f"for {value} in {v}.values():" if plain and needs_value else head):
            if rest is None:
                for regex, child in entries:
                    with self.block(f"if {key_matches(regex, key, self.module)}:"):
                        self.child(child, value)
            elif len(entries) <= 1:
                self.one_pattern(entries, rest, key, value)
            else:
                self.patterns(entries, rest, key, value)

    def one_pattern(
        self, entries: Sequence[tuple[str, p.Index]], rest: p.AdditionalProperties, key: str, value: str
    ) -> None:
        word = "if"
        for regex, child in entries:
            with self.block(f"if {key_matches(regex, key, self.module)}:"):
                if self.analysis.trivial(child):
                    self.add("continue")
                else:
                    self.child(child, value)
            word = "elif"
        if rest.names:
            with self.block(f"{word} {key} not in {self.module.names(rest.names)}:"):
                self.child(rest.child, value)
        elif word == "elif":
            with self.block("else:"):
                self.child(rest.child, value)
        else:
            self.child(rest.child, value)

    def patterns(
        self, entries: Sequence[tuple[str, p.Index]], rest: p.AdditionalProperties, key: str, value: str
    ) -> None:
        free = self.temporary()
        self.add(f"{free} = {f'{key} not in {self.module.names(rest.names)}' if rest.names else 'True'}")
        for regex, child in entries:
            with self.block(f"if {key_matches(regex, key, self.module)}:"):
                self.add(f"{free} = False")
                if not self.analysis.trivial(child):
                    self.child(child, value)
        with self.block(f"if {free}:"):
            self.child(rest.child, value)

    def property_names(self, check: p.PropertyNames, v: str) -> None:
        if self.analysis.trivial(check.child):
            return
        if self.analysis.never(check.child):
            self.fail_if(v)
            return
        key = self.temporary()
        with self.block(f"for {key} in {v}:"):
            self.child(check.child, key)

    # Applicators

    def applicator(self, check: p.Check, v: str, known: frozenset[str], exact: bool) -> frozenset[str]:
        """Write one; return what is known of the type afterwards."""
        match check:
            case p.Ref():
                self.child(check.child, v, known, exact)
                return known & self.analysis.types(check.child)
            case p.AllOf():
                for child in check.children:
                    self.child(child, v, known, exact)
                    known &= self.analysis.types(child)
            case p.AnyOf():
                self.alternatives(check.children, v, known, exactly_one=False)
            case p.OneOf():
                self.alternatives(check.children, v, known, exactly_one=True)
            case p.Not():
                test = self.test(check.child, v, known)
                if test == "True":
                    self.add("return False")
                elif test != "False":
                    self.fail_if(test)
            case p.If():
                self.conditional(check, v, known)
        return known

    def conditional(self, check: p.If, v: str, known: frozenset[str]) -> None:
        then = check.then if check.then is not None and not self.analysis.trivial(check.then) else None
        other = check.otherwise
        other = other if other is not None and not self.analysis.trivial(other) else None
        if then is None and other is None:
            return
        test = self.test(check.condition, v, known)
        if then is not None:
            with self.block(f"if {bare(test)}:"):
                self.child(then, v, known)
            if other is not None:
                with self.block("else:"):
                    self.child(other, v, known)
        elif other is not None:
            with self.block(f"if not {test}:"):
                self.child(other, v, known)

    def alternatives(
        self, children: Sequence[p.Index], v: str, known: frozenset[str], *, exactly_one: bool
    ) -> None:
        children = [c for c in children if self.analysis.types(c) & known]
        if not exactly_one and any(self.analysis.trivial(c) for c in children):
            return
        types = [self.analysis.types(c) & known for c in children]
        union = frozenset().union(*types)
        if children and len(union) == 1 and union < known and union <= frozenset(CLASSES):
            self.fail_if(f"not {is_types(union, v)}")
            known = union
        if not children:
            self.add("return False")
        elif len(children) == 1:
            self.child(children[0], v, known)
        elif sum(map(len, types)) == len(frozenset().union(*types)):
            self.by_type(children, types, v, known)
        elif (tag := self.analysis.tag(children)) is not None and len(children) > 2:
            self.by_tag(children, tag, v, known, exactly_one)
        else:
            self.one_by_one(children, v, known, exactly_one)

    def hint(self, name: str, value: str | None, v: str) -> str:
        literal = self.module.literal(name)
        return f"{literal} in {v}" if value is None else f"{v}.get({literal}) == {self.module.literal(value)}"

    def by_type(
        self, children: Sequence[p.Index], types: Sequence[frozenset[str]], v: str, known: frozenset[str]
    ) -> None:
        """No two alternatives admit the same type: its type says which one a value must be valid against."""
        word = "if"
        for child, mine in zip(children, types, strict=True):
            with self.block(f"{word} {bare(is_types(mine, v))}:"):
                self.child(child, v, mine)
            word = "elif"
        if frozenset().union(*types) != known:
            with self.block("else:"):
                self.add("return False")

    def by_tag(
        self,
        children: Sequence[p.Index],
        tag: tuple[str, list[frozenset[str]]],
        v: str,
        known: frozenset[str],
        exactly_one: bool,
    ) -> None:
        """A required property has other values in each alternative."""
        name, values = tag
        entries = [
            (value, self.module.verdict(self.analysis.target(child)))
            for child, mine in zip(children, values, strict=True)
            for value in sorted(mine)
        ]
        table, check = self.module.table(entries), self.temporary()
        # A value that is not hashable is no string, so no alternative's.
        lookup = f"{check} = {table}({v}.get({self.module.literal(name)}))"
        if known == {"object"}:
            self._by_table_entry(lookup, check, v)
            return
        with self.block(f"if isinstance({v}, dict):"):
            self._by_table_entry(lookup, check, v)
        with self.block("else:"):
            self.one_by_one(children, v, known, exactly_one)

    def _by_table_entry(self, lookup: str, check: str, v: str) -> None:
        with self.block("try:"):
            self.add(lookup)
        with self.block("except TypeError:"):
            self.add("return False")
        self.fail_if(f"{check} is None", f"not {check}({v})")

    def one_by_one(
        self, children: Sequence[p.Index], v: str, known: frozenset[str], exactly_one: bool
    ) -> None:
        tests = [self.test(child, v, known) for child in children]
        if known == {"object"}:
            hints = self.analysis.hints(children)
            tests = [
                f"({self.hint(*hint, v)} and {test})" if hint and test.endswith(f"({v})") else test
                for hint, test in zip(hints, tests, strict=True)
            ]
        if not exactly_one:
            self.fail_unless(*tests)
            return
        count = self.temporary()
        self.add(f"{count} = 0")
        for i, test in enumerate(tests):
            with self.block(f"if {bare(test)}:"):
                if i:
                    self.fail_if(count)
                self.add(f"{count} = 1")
        self.fail_unless(count)

    # What is left over

    def unevaluated_properties(self, check: p.UnevaluatedProperties, covered: Coverage, v: str) -> None:
        if covered.everything or self.analysis.trivial(check.child):
            return
        key, rest = self.temporary(), self.temporary()
        self.add(f"{rest} = {without(covered, 'list(' + v + ')', key, self.module)}")
        with self.block(f"if {rest}:"):
            self.uncover(covered.guarded, v, rest, key, "object")
            if self.analysis.never(check.child):
                self.fail_if(rest)
            else:
                inner = self.temporary()
                with self.block(f"for {key} in {rest}:"):
                    self.add(f"{inner} = {v}[{key}]")
                    self.child(check.child, inner)

    def unevaluated_items(self, check: p.UnevaluatedItems, covered: Coverage, v: str) -> None:
        if covered.everything or self.analysis.trivial(check.child):
            return
        key, rest = self.temporary(), self.temporary()
        self.add(f"{rest} = list(range({covered.prefix}, len({v})))")
        with self.block(f"if {rest}:"):
            self.drop_matching(covered, v, rest, key)
            self.uncover(covered.guarded, v, rest, key, "array")
            if self.analysis.never(check.child):
                self.fail_if(rest)
            else:
                inner = self.temporary()
                with self.block(f"for {key} in {rest}:"):
                    self.add(f"{inner} = {v}[{key}]")
                    self.child(check.child, inner)

    def drop_matching(self, covered: Coverage, v: str, rest: str, key: str) -> None:
        for child in covered.matching:
            test = self.test(child, f"{v}[{key}]")
            self.add(f"{rest} = [{key} for {key} in {rest} if not {test}]")

    def uncover(
        self, guarded: Sequence[tuple[Any, Coverage]], v: str, rest: str, key: str, kind: str
    ) -> None:
        """Take out of `rest` what is evaluated only where a condition holds."""
        for guard, inner in guarded:
            match guard:
                case Present():
                    test = f"{self.module.literal(guard.name)} in {v}"
                case Valid():
                    test = self.test(guard.child, v, frozenset((kind,)))
                    test = test if guard.wanted else f"not {test}"
                case _:
                    raise TypeError(f"no guard: {guard!r}")
            with self.block(f"if {bare(test)}:"):
                if inner.everything:
                    self.add(f"{rest} = []")
                    continue
                if kind == "object" and (inner.names or inner.patterns):
                    self.add(f"{rest} = {without(inner, rest, key, self.module)}")
                if kind == "array" and inner.prefix:
                    self.add(f"{rest} = [{key} for {key} in {rest} if {key} >= {inner.prefix}]")
                if kind == "array":
                    self.drop_matching(inner, v, rest, key)
                self.uncover(inner.guarded, v, rest, key, kind)


def _cost(check: p.Check) -> int:
    match check:
        case p.Size():
            return 0
        case p.Bound():
            return 1
        case p.UniqueItems() | p.Format():
            return 3
    return 2
