"""Check plan -> the lines of Python functions that say yes or no.

Every function returns False at the first failure and builds nothing.  Cheap checks come before dear ones, small
schemas are written into the functions of those that use them, and a value is asked for its type once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rowtype.emit.module import WIDTH, Module
from rowtype.emit.python import py
from rowtype.schema import ecma
from rowtype.schema import plan as p
from rowtype.schema.coverage import Coverage, Present, Valid, coverage
from rowtype.schema.documents import Json

ALL = frozenset(("null", "boolean", "object", "array", "number", "string"))
INLINE_ANYWAY = 14
"""Weight up to which a schema is written into each function that uses it."""
INLINE_ONCE = 40
"""Weight up to which a schema is written into the only function that uses it."""
DEEPEST = 9
"""Levels of indentation that inlining may reach."""
PROBES = 8
"""Optional properties up to which each is looked up; above, it depends on the size of the object."""
HEAVY = 999

_EXACT = {
    "null": "{v} is not None",
    "boolean": "type({v}) is not bool",
    "string": "type({v}) is not str",
    "object": "type({v}) is not dict",
    "array": "type({v}) is not list",
}
_CLASSES = frozenset(("str", "dict", "list", "bool", "object"))
_CLASS = {"string": "str", "object": "dict", "array": "list"}


def base_types(types: tuple[str, ...]) -> frozenset[str]:
    """JSON types with integers among the numbers."""
    return frozenset("number" if t == "integer" else t for t in types)


def type_of(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
    raise TypeError(f"not a JSON value: {type(value).__name__}")


def fails_types(check: p.Types, v: str, module: Module) -> str | None:
    """The condition under which a value has none of the types; None where there is no such value."""
    test, parts = _fails_types(check.types, check.exact_integers)
    for part in parts:
        module.part(part)
    return test and test.replace("{v}", v)


@cache
def _fails_types(names: tuple[str, ...], exact_integers: bool) -> tuple[str | None, tuple[str, ...]]:
    """The condition with `{v}` for the value, and the runtime functions in it."""
    types = set(names)
    if "number" in types:
        types.discard("integer")
    if types == ALL:
        return None, ()
    quick, slow, parts = [], [], []
    if "integer" in types:
        parts.append("is_exact_integer" if exact_integers else "is_integer")
        quick.append("type({v}) is not int")
    quick += [test for name, test in _EXACT.items() if name in types]
    if "number" in types:
        parts.append("is_number")
        quick += ["type({v}) is not float", "type({v}) is not int"]
    slow = [f"not {part}({{v}})" for part in parts]
    classes = [c for name, c in _CLASS.items() if name in types]
    if classes:
        one = classes[0] if len(classes) == 1 else f"({', '.join(classes)})"
        slow.append(f"not isinstance({{v}}, {one})")
    return " and ".join(quick + slow), tuple(parts)


def is_types(types: frozenset[str], v: str) -> str:
    """The condition under which a value has one of the (base) types; safe to combine with `and`."""
    tests = []
    if "null" in types:
        tests.append(f"{v} is None")
    if "boolean" in types:
        tests.append(f"type({v}) is bool")
    classes = [c for name, c in _CLASS.items() if name in types]
    if classes:
        tests.append(
            f"isinstance({v}, {classes[0] if len(classes) == 1 else '(' + ', '.join(classes) + ')'})"
        )
    if "number" in types:
        number = f"isinstance({v}, (int, float)) and type({v}) is not bool"
        tests.append(f"({number})")
    return tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"


@dataclass(slots=True)
class Analysis:
    """Facts about the schemas of a plan, each found once."""

    plan: p.Plan
    uses: list[int] = field(init=False)
    speculative: set[p.Index] = field(init=False)
    """Schemas whose failure is nothing unusual: alternatives, conditions."""
    bottomless: bool = field(init=False)
    """How deep the checking goes depends on the payload, or is more than Python can be trusted with."""
    _weights: dict[p.Index, int] = field(default_factory=dict)
    _types: dict[p.Index, frozenset[str]] = field(default_factory=dict)
    _targets: dict[p.Index, p.Index] = field(default_factory=dict)
    _costs: dict[p.Index, int] = field(default_factory=dict)
    _alike: dict[Any, p.Index] = field(default_factory=dict)

    def __post_init__(self) -> None:
        schemas = self.plan.schemas
        self.uses = [0] * len(schemas)
        for root in self.plan.roots:
            self.uses[root] += 1
        todo: list[p.Index] = []
        for schema in schemas:
            for child in p.children(schema):
                self.uses[child] += 1
            for check in schema.checks:
                match check:
                    case p.AnyOf() | p.OneOf():
                        todo += check.children
                    case p.Not() | p.Contains():
                        todo.append(check.child)
                    case p.If():
                        todo.append(check.condition)
        self.speculative = set()
        while todo:
            index = todo.pop()
            if index not in self.speculative:
                self.speculative.add(index)
                todo += [i for check in schemas[index].checks for i in p.in_place(check)]
        self.bottomless = any(_compares(check) for s in schemas for check in s.checks) or _deep(self.plan)

    def target(self, index: p.Index) -> p.Index:
        """The schema itself, or what it stands for if it is a lone `$ref`."""
        found = self._targets.get(index)
        if found is None:
            found = self._targets[index] = self._target(index)
        return found

    def _target(self, index: p.Index) -> p.Index:
        while True:
            match self.plan.schemas[index].checks:
                case (p.Ref() as ref,):
                    index = ref.child
                case (p.AllOf() | p.AnyOf() | p.OneOf() as group,) if len(group.children) == 1:
                    index = group.children[0]
                case _:
                    return self._first_alike(index)

    def _first_alike(self, index: p.Index) -> p.Index:
        """Schemas without subschemas that assert the same are one."""
        checks = self.plan.schemas[index].checks
        if len(checks) > 3 or any(p.in_place(c) or p.below(c) for c in checks):
            return index
        key = tuple((type(c), *(repr(getattr(c, f)) for f in c.__slots__ if f != "at")) for c in checks)
        return self._alike.setdefault(key, index)

    def trivial(self, index: p.Index) -> bool:
        return not self.plan.schemas[self.target(index)].checks

    def never(self, index: p.Index) -> bool:
        checks = self.plan.schemas[self.target(index)].checks
        return any(isinstance(check, p.Never) for check in checks)

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
                        found &= frozenset(map(type_of, check.values))
                    case p.Ref():
                        found &= self.types(check.child)
                    case p.AllOf():
                        for child in check.children:
                            found &= self.types(child)
                    case p.AnyOf() | p.OneOf():
                        found &= frozenset().union(*map(self.types, check.children))
            self._types[index] = found
        return self._types[index]

    def tag_values(self, index: p.Index, name: str) -> frozenset[str] | None:
        """The strings that a required property of an object must have one of, or None."""
        index = self.target(index)
        checks = self.plan.schemas[index].checks
        if not any(isinstance(check, p.Required) and name in check.names for check in checks):
            for check in checks:
                if isinstance(check, p.AllOf | p.Ref):
                    for child in p.in_place(check):
                        if (found := self.tag_values(child, name)) is not None:
                            return found
            return None
        for check in checks:
            if isinstance(check, p.Properties):
                entries = dict(check.entries)
                if name in entries:
                    for inner in self.plan.schemas[self.target(entries[name])].checks:
                        if isinstance(inner, p.Enum) and all(type(v) is str for v in inner.values):
                            return frozenset(inner.values)
        return None

    def tag(self, children: Sequence[p.Index]) -> tuple[str, list[frozenset[str]]] | None:
        """A property whose value tells the alternatives apart, with the values of each."""
        names: list[str] = []
        for check in self._object_checks(children[0]):
            if isinstance(check, p.Required):
                names += check.names
        for name in names:
            values = [self.tag_values(child, name) for child in children]
            known = [v for v in values if v is not None]
            if len(known) == len(children) and sum(map(len, known)) == len(frozenset().union(*known)):
                return name, known
        return None

    def hints(self, children: Sequence[p.Index]) -> list[tuple[str, str | None] | None]:
        """For each alternative for objects a required property that not all have, or that must have a certain value.

        Looking at it first saves calls of the functions of most alternatives.
        """
        required: list[dict[str, None]] = []
        for child in children:
            names: dict[str, None] = {}
            for check in self._object_checks(child):
                if isinstance(check, p.Required):
                    names |= dict.fromkeys(check.names)
            required.append(names)
        common = set(required[0]).intersection(*required)
        found: list[tuple[str, str | None] | None] = []
        for child, names in zip(children, required, strict=True):
            tags = ((name, self.tag_values(child, name)) for name in names)
            tag = next(
                ((name, values) for name, values in tags if values is not None and len(values) == 1), None
            )
            own = next((name for name in names if name not in common), None)
            if tag is not None:
                found.append((tag[0], next(iter(tag[1]))))
            else:
                found.append((own, None) if own is not None else None)
        return found

    def _object_checks(self, index: p.Index) -> Iterator[p.Check]:
        for check in self.plan.schemas[self.target(index)].checks:
            if isinstance(check, p.AllOf | p.Ref):
                for child in p.in_place(check):
                    yield from self._object_checks(child)
            else:
                yield check


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
                enums = [_narrowed(enum, wanted) for enum in enums]
            for enum in enums:
                self.enum(enum, v, known)
                known &= frozenset(map(type_of, enum.values))
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
        if written is None and len(types) == 1 and types != known and types <= frozenset(_CLASS):
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
            classes = _CLASSES & set(entries.values())
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
                return _CLASS[only]
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
        if children and len(union) == 1 and union < known and union <= frozenset(_CLASS):
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


def without(covered: Coverage, source: str, key: str, module: Module) -> str:
    """The list of the names in `source` that are not covered."""
    tests = []
    if covered.names:
        tests.append(f"{key} not in {module.names(covered.names)}")
    tests += [f"not {key_matches(regex, key, module)}" for regex in covered.patterns]
    if not tests:
        return source
    plain = source.removeprefix("list(").removesuffix(")") if source.startswith("list(") else source
    return f"[{key} for {key} in {plain} if {' and '.join(tests)}]"


def key_matches(regex: str, key: str, module: Module) -> str:
    """Whether a property name matches; one that is no string (JSON has none such) matches nothing."""
    if ecma.anything(regex):
        return "True"
    prefix = ecma.starts(regex)
    if prefix is not None:
        return f"str({key}).startswith({module.literal(prefix)})"
    return f"{module.search(regex)}(str({key}))"


def matches(regex: str, v: str, module: Module) -> str:
    prefix = ecma.starts(regex)
    if prefix is not None:
        return f"{v}.startswith({module.literal(prefix)})"
    return f"{module.search(regex)}({v}) is not None"


def no_match(regex: str, v: str, module: Module) -> str:
    prefix = ecma.starts(regex)
    if prefix is not None:
        return f"not {v}.startswith({module.literal(prefix)})"
    return f"{module.search(regex)}({v}) is None"


def bound_fails(check: p.Bound, v: str, module: Module) -> str:
    operator = {"minimum": "<", "exclusiveMinimum": "<=", "maximum": ">", "exclusiveMaximum": ">="}[
        check.keyword
    ]
    return f"{v} {operator} {module.literal(check.limit)}"


def multiple_fails(check: p.MultipleOf, v: str, module: Module) -> str:
    divisor = check.divisor
    if isinstance(divisor, float) and divisor.is_integer() and divisor < 2**53:
        divisor = int(divisor)
    if isinstance(divisor, int) and divisor < 2**53:
        return f"{v} % {py(divisor)} != 0"
    return f"not {module.part('is_multiple')}({v}, {', '.join(module.divisor(divisor))})"


def enum_fails(values: Sequence[Json], v: str, known: frozenset[str], module: Module) -> tuple[str, bool]:
    """The condition under which a value is none of `values`, and whether it hashes a value that may not be hashable."""
    if not values:
        return "True", False
    if len(values) == 1:
        return _const_fails(values[0], v, known, module), False
    if any(isinstance(value, list | dict) for value in values):
        return f"not {module.part('among')}({v}, {module.tuple_of(values)})", False
    booleans = [value for value in values if isinstance(value, bool)]
    others = [value for value in values if not isinstance(value, bool)]
    clash = any(value in (0, 1) for value in others)
    if not others:
        return f"type({v}) is not bool", False
    hashes = not known <= {"null", "boolean", "number", "string"}
    test = f"{v} not in {module.values(others)}"
    if booleans:
        wanted = " and ".join(f"{v} is not {value}" for value in dict.fromkeys(booleans))
        if clash and "boolean" in known:
            return f"{wanted} and (type({v}) is bool or {test})", hashes
        return f"{wanted} and {test}", hashes
    if clash and "boolean" in known:
        return f"type({v}) is bool or {test}", hashes
    return test, hashes


def _const_fails(value: Json, v: str, known: frozenset[str], module: Module) -> str:
    if value is None or isinstance(value, bool):
        return f"{v} is not {value}"
    if isinstance(value, list | dict):
        return f"not {module.part('equal')}({v}, {module.literal(value)})"
    if isinstance(value, int | float) and value in (0, 1) and "boolean" in known:
        return f"type({v}) is bool or {v} != {py(value)}"
    return f"{v} != {module.literal(value)}"


def format_part(check: p.Format) -> str:
    if check.name == "hostname" and check.ascii_hosts:
        return "is_ldh_hostname"
    return "is_" + check.name.replace("-", "_")


FAST_FORMATS = {
    "date-time": ("common_date_time", False),
    "date": ("full_date", True),
    "uuid": ("uuid", True),
    "ipv4": ("dotted_quad", True),
    "duration": ("duration", True),
    "json-pointer": ("json_pointer", True),
}
"""Format -> the `fullmatch` that its function begins with, and whether that is all there is to it."""


def format_fails(check: p.Format, v: str, module: Module) -> list[str]:
    """The conditions that all hold where a string does not have a format."""
    part = module.part(format_part(check))
    if check.name not in FAST_FORMATS:
        return [f"not {part}({v})"]
    quick, complete = FAST_FORMATS[check.name]
    test = f"{module.part(quick)}({v}) is None"
    return [test] if complete else [test, f"not {part}({v})"]


def content_part(check: p.Content) -> str:
    return ("is_base64_json" if check.base64 else "is_json") if check.json else "is_base64"


def bare(test: str) -> str:
    """A test without parentheses round all of it."""
    if not (test.startswith("(") and test.endswith(")")):
        return test
    level = 0
    for i, c in enumerate(test):
        level += (c == "(") - (c == ")")
        if level == 0 and i < len(test) - 1:
            return test
    return test[1:-1]


def _narrowed(enum: p.Enum, types: p.Types) -> p.Enum:
    """The values that the type admits."""
    admitted = set(types.types)

    def fits(value: Json) -> bool:
        kind = type_of(value)
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


def in_place_depth(plan: p.Plan) -> int:
    """How many schemas deep the same value is checked at most."""
    depth: dict[p.Index, int] = {}
    for start in range(len(plan.schemas)):
        stack = [start]
        while stack:
            index = stack[-1]
            below = [i for check in plan.schemas[index].checks for i in p.in_place(check)]
            waiting = [i for i in below if i not in depth]
            if waiting:
                stack += waiting
            else:
                depth[stack.pop()] = 1 + max((depth[i] for i in below), default=0)
    return max(depth.values())


def _deep(plan: p.Plan) -> bool:
    """Whether schemas lead back to themselves, or lie more than 50 deep."""
    depth = [0] * len(plan.schemas)
    active: set[p.Index] = set()
    for root in plan.roots:
        stack = [(root, iter(tuple(p.children(plan.schemas[root]))))]
        active.add(root)
        while stack:
            index, rest = stack[-1]
            child = next(rest, None)
            if child is None:
                stack.pop()
                active.discard(index)
                depth[index] = max(depth[index], 1)
            elif child in active or len(stack) > 50:
                return True
            elif not depth[child]:
                active.add(child)
                stack.append((child, iter(tuple(p.children(plan.schemas[child])))))
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


def _cost(check: p.Check) -> int:
    match check:
        case p.Size():
            return 0
        case p.Bound():
            return 1
        case p.UniqueItems() | p.Format():
            return 3
    return 2
