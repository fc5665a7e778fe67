"""Check plan -> tables: what a schema asserts as data, from which `runtime/listing.py` lists everything that is wrong.

A table has the keywords of its schema, in the order in which they are judged, each with its value; schemas inside it
stand where their keyword has them, if no other leads to them, and are called by their numbers else.  What is said in
other words than these (`unevaluated...`, `contains`, `dependent...`) is a function, which `reports.py` writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rowtype.emitters.printing.functions import Sources, documented_at
from rowtype.emitters.printing.python import py
from rowtype.emitters.validators.conditions import (
    content_part,
    format_part,
    key_matches,
    multiple_fails,
    no_match,
    undeclared,
)
from rowtype.emitters.validators.placing import Placed
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import ALL, Analysis, base_types
from rowtype.schema.documents import pointer_join

LONGEST = 40
"""Characters of listed values up to which they stand in the table itself."""
DEEPEST = 20
"""Levels of tables inside tables: Python reads some 200 brackets inside each other."""
KEYWORDS: dict[type[p.Check], str] = {
    p.Types: "type",
    p.MultipleOf: "multipleOf",
    p.Pattern: "pattern",
    p.Format: "format",
    p.UniqueItems: "uniqueItems",
    p.Required: "required",
    p.Properties: "properties",
    p.PatternProperties: "patternProperties",
    p.AdditionalProperties: "additionalProperties",
    p.PropertyNames: "propertyNames",
    p.PrefixItems: "prefixItems",
    p.Items: "items",
    p.AllOf: "allOf",
    p.AnyOf: "anyOf",
    p.OneOf: "oneOf",
    p.Not: "not",
    p.If: "if",
    p.Ref: "$ref",
}


def keyword(check: p.Check) -> str:
    """What a check is called in a table; empty where it cannot stand in one."""
    if isinstance(check, p.Never):
        return "false"
    if isinstance(check, p.Enum | p.Bound | p.Size | p.Content):
        return check.keyword
    return KEYWORDS.get(type(check), "")


class Tables:
    """Writes the tables of a package."""

    def __init__(self, plan: p.Plan, analysis: Analysis, sources: Sources) -> None:
        self.plan = plan
        self.analysis = analysis
        self.sources = sources
        refs = (c.child for s in plan.schemas for c in s.checks if isinstance(c, p.Ref))
        self.led_to = {analysis.past_references(i) for i in (*refs, *plan.roots)}
        self._fit: dict[p.Index, bool] = {}

    def fits(self, index: p.Index) -> bool:
        """Whether a schema can be told as a table."""
        if index not in self._fit:
            schema = self.plan.schemas[index]
            words = [keyword(check) for check in schema.checks]
            self._fit[index] = len({*words}) == len(words) and all(
                word and (word == "false" or check.at == pointer_join(schema.pointer, word))
                for word, check in zip(words, schema.checks, strict=True)
            )
        return self._fit[index]

    def exact(self, index: p.Index) -> bool | None:
        """Whether 1.0 is no integer for a schema; None where it does not ask."""
        types = [c for c in self.plan.schemas[index].checks if isinstance(c, p.Types)]
        return next((c.exact_integers for c in types if "integer" in c.types), None)

    def text(self, module: Placed, index: p.Index) -> str:
        """The definition of the report of a schema that fits."""
        schema = self.plan.schemas[index]
        uri, _, pointer = module.place(schema.document, schema.pointer).partition("#")
        table = _Table(self, module, bool(self.exact(index)))
        exact = ", exact=True" if table.exact else ""
        maker = module.constant("L", f"listing({py(f'{uri}#')}, _KNOWN{exact})")
        return f"_e{index} = {maker}({index}, {py(pointer)}, {table.text(index, ())})"


class _Table:
    """One table, with those inside it."""

    def __init__(self, tables: Tables, module: Placed, exact: bool) -> None:
        self.tables = tables
        self.module = module
        self.exact = exact
        self.plan = tables.plan
        self.analysis = tables.analysis
        self.depth = 0

    def text(self, index: p.Index, inherited: tuple[str, ...]) -> str:
        schema = self.plan.schemas[index]
        lines = documented_at(self.tables.sources, schema.document, schema.pointer)
        own = {"": lines} if lines != inherited else {}
        self.depth += 1
        entries = []
        for check in self.ordered(index):
            entries += [f"{py(keyword(check))}: {value}" for value in self.value(check, index, lines)]
            own |= self.lines_of(check, schema, lines)
        if own:
            entries.append(f'"at": {py(lines)}' if [*own] == [""] else f'"at": {_dict(own)}')
        self.depth -= 1
        return f"{{{', '.join(entries)}}}"

    def ordered(self, index: p.Index) -> list[p.Check]:
        """The checks of a schema as they are judged: kinds first."""
        groups = self.analysis.by_kind(index)
        first = sorted(groups.get("first", ()), key=lambda check: not isinstance(check, p.Types))
        return [*first, *(c for about, checks in groups.items() if about != "first" for c in checks)]

    def lines_of(
        self, check: p.Check, schema: p.Schema, lines: tuple[str, ...]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The lines of the documentation that say a keyword, where they are not those of the schema."""
        if not self.tables.sources or isinstance(check, p.Never):
            return
        word = keyword(check)
        places = [(word, check.at)]
        if isinstance(check, p.Required):
            places = [(f"{word}/{i}", pointer_join(check.at, i)) for i in range(len(check.names))]
        for key, place in places:
            if (found := documented_at(self.tables.sources, schema.document, place)) != lines:
                yield key, found

    def child(self, index: p.Index, parent: p.Index, lines: tuple[str, ...], *tokens: str | int) -> str:
        """A schema inside: its table, its number, or the function that lists what is wrong by it."""
        found = self.analysis.past_references(index)
        own, above = self.plan.schemas[found], self.plan.schemas[parent]
        tables = self.tables
        if not own.checks:
            return "{}"
        if (
            found not in tables.led_to
            and self.depth < DEEPEST
            and own.document == above.document
            and own.pointer == pointer_join(above.pointer, *tokens)
            and tables.fits(found)
            and tables.exact(found) in (None, self.exact)
        ):
            return self.text(found, lines)
        name = self.module.report(found)
        return str(found) if tables.fits(found) and name not in self.module.foreign else name

    def verdict(self, index: p.Index) -> str:
        return self.module.verdict(self.analysis.target(index))

    def value(self, check: p.Check, index: p.Index, lines: tuple[str, ...]) -> Iterator[str]:
        """The Python of what a table holds of a keyword; nothing where it refuses nothing."""
        module = self.module
        trivial = self.analysis.trivial
        match check:
            case p.Never():
                yield "None"
            case p.Types():
                whole = "integer" in check.types and "number" not in check.types
                if whole or base_types(check.types) != ALL:
                    yield py(next(iter(check.types)) if len(check.types) == 1 else check.types)
            case p.Enum(keyword="const"):
                yield self.values(check.values[0])
            case p.Enum():
                yield self.values(check.values)
            case p.Bound() | p.Size():
                yield module.literal(check.limit)
            case p.MultipleOf():
                fails = " and ".join(multiple_fails(check, "x", module))
                yield f"({module.literal(check.divisor)}, lambda x: {fails})"
            case p.Pattern():
                if not ecma.anything(check.regex):
                    known = f", {py((check.name, check.example))}" if check.name else ""
                    yield f"({module.literal(check.regex)}, lambda x: {no_match(check.regex, 'x', module)}{known})"
            case p.Format():
                yield f"({py(check.name)}, {module.part(format_part(check))})"
            case p.Content():
                yield module.part(content_part(check))
            case p.UniqueItems():
                yield "True"
            case p.Required():
                yield py(check.names)
            case p.Properties():
                children = [
                    f"{py(n)}: {'None' if trivial(c) else self.child(c, index, lines, 'properties', n)}"
                    for n, c in check.entries
                ]
                yield f"{{{', '.join(children)}}}"
            case p.PatternProperties():
                several = [
                    f"({py(r)}, lambda x: {key_matches(r, 'x', module)},"
                    f" {self.child(c, index, lines, 'patternProperties', r)})"
                    for r, c in check.entries
                    if not trivial(c)
                ]
                if several:
                    yield _tuple(several)
            case p.AdditionalProperties():
                if not trivial(check.child):
                    yield self.others(check, index, lines)
            case p.PropertyNames():
                if not trivial(check.child):
                    yield self.child(check.child, index, lines, "propertyNames")
            case p.PrefixItems():
                if not all(map(trivial, check.children)):
                    yield _tuple(self.several("prefixItems", check.children, index, lines))
            case p.Items():
                if not trivial(check.child):
                    child = self.child(check.child, index, lines, "items")
                    test = [self.verdict(check.child)] if self.flat(check.child) else []
                    yield _tuple([str(check.start), child, *test]) if check.start or test else child
            case p.Ref():
                if not trivial(check.child):
                    yield self.child(check.child, index, lines, "$ref")
            case p.AllOf():
                if not all(map(trivial, check.children)):
                    yield _tuple(self.several("allOf", check.children, index, lines))
            case p.AnyOf() | p.OneOf():
                yield from self.alternatives(check, index, lines)
            case p.Not():
                yield self.verdict(check.child)
            case p.If():
                branches = [
                    "None" if child is None or trivial(child) else self.child(child, index, lines, word)
                    for word, child in (("then", check.then), ("else", check.otherwise))
                ]
                if branches != ["None", "None"]:
                    yield _tuple([self.verdict(check.condition), *branches])
            case _:
                raise AssertionError(f"{check} fits no table")

    def several(
        self, word: str, children: Sequence[p.Index], index: p.Index, lines: tuple[str, ...]
    ) -> list[str]:
        return [
            "None" if self.analysis.trivial(c) else self.child(c, index, lines, word, i)
            for i, c in enumerate(children)
        ]

    def flat(self, index: p.Index) -> bool:
        """Whether a schema is of a record whose fields have no parts: then its verdict is soon told, and mostly yes."""
        checks = self.plan.schemas[self.analysis.target(index)].checks
        fields = [c for check in checks if isinstance(check, p.Properties) for _, c in check.entries]
        inside = {i for check in checks for i in (*p.in_place(check), *p.below(check))}
        leaves = (*p.LEAVES, p.Never)
        return bool(fields) and all(
            isinstance(check, leaves)
            for i in inside
            for check in self.plan.schemas[self.analysis.past_references(i)].checks
        )

    def values(self, listed: object) -> str:
        """Values as they are, or the constant that verdicts use too where they are long."""
        text = py(listed)
        if len(text) <= LONGEST or not isinstance(listed, tuple):
            return text
        return self.module.tuple_of(listed)

    def others(self, check: p.AdditionalProperties, index: p.Index, lines: tuple[str, ...]) -> str:
        never = self.analysis.never(check.child)
        said = "False" if never else self.child(check.child, index, lines, "additionalProperties")
        if not check.patterns and check.names == self.analysis.own_names(index):
            return said
        if not check.patterns:
            return f"({said}, {self.values(check.names)}, None)"
        tests = undeclared(check.names, check.patterns, "x", self.module)
        return f"({said}, {self.values(check.names)}, lambda x: {' and '.join(tests)})"

    def alternatives(self, check: p.AnyOf | p.OneOf, index: p.Index, lines: tuple[str, ...]) -> Iterator[str]:
        """The verdicts on the alternatives, what lists what is wrong by each, and what tells them apart."""
        word = keyword(check)
        children = [self.child(c, index, lines, word, i) for i, c in enumerate(check.children)]
        if len(children) == 1:
            yield _tuple(children)
            return
        if isinstance(check, p.AnyOf) and any(map(self.analysis.trivial, check.children)):
            return
        alone = len(self.plan.schemas[index].checks) == 1 and index not in self.plan.roots
        whole = [self.verdict(index)] if alone else []
        if isinstance(check, p.AnyOf) and alone:
            tests, whole = whole, []
        else:
            tests = [self.verdict(child) for child in check.children]
        tags = self.analysis.tags(check.children)
        yield _tuple([_tuple(tests), _tuple(children), *([py(tags)] if tags or whole else []), *whole])


def _dict(lines: Mapping[str, tuple[str, ...]]) -> str:
    return f"{{{', '.join(f'{py(k)}: {py(v)}' for k, v in lines.items())}}}"


def _tuple(items: Sequence[str]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
