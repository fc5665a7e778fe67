"""What is wrong with values, by tables: what each schema asserts, keyword by keyword, as generated modules hold it.

A table is prepared when the first value is looked at.  `emitters/validators/tables.py` writes them.
"""

from __future__ import annotations

from operator import ge, gt, le, lt

from rowtype.runtime.equality import among, equal, equal_elements, is_unique
from rowtype.runtime.types import is_exact_integer, is_integer, is_number
from rowtype.runtime.violations import Check, Violation, nearest

TYPE_CHECKING = False  # `typing` takes longer to import than everything that is here
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeAlias

    from rowtype.runtime.violations import Path, Report

    Table: TypeAlias = dict[str, Any]
    Step: TypeAlias = tuple[int, Any, Any]
    Test: TypeAlias = Callable[[Any], bool]
    Leaves: TypeAlias = dict[type[Any], list[tuple[Test, Check, tuple[Any, ...]]]]
    Known: TypeAlias = dict[int, Any]
    """What is prepared of the schemas of a module, by their numbers."""

CALL, PROPERTIES, ITEMS, REQUIRED, UNDECLARED, OTHERS, MATCHING, PREFIX, NAMES = range(9)
"""What a step does with a value: call a report, or go through parts of it."""
ABOUT: dict[str, type[Any]] = {
    **dict.fromkeys(("minLength", "maxLength", "pattern", "format"), str),
    **dict.fromkeys(("contentEncoding", "contentMediaType"), str),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), float),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems", "prefixItems", "items"), list),
    **dict.fromkeys(("minProperties", "maxProperties", "required", "properties"), dict),
    **dict.fromkeys(("patternProperties", "additionalProperties", "propertyNames"), dict),
}
"""Keyword -> the values that it is about, if not all; `float` stands for every number."""
CLASSES: dict[str, type[Any]] = {
    "string": str, "number": float, "array": list, "object": dict, "boolean": bool, "null": type(None)
}  # fmt: skip
FAILS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lt, "exclusiveMinimum": le, "maximum": gt, "exclusiveMaximum": ge
}  # fmt: skip

LEAVES = {keyword for keyword, about in ABOUT.items() if about in (str, float)}
LEAVES |= {"at", "type", "enum", "const", "minItems", "maxItems", "minProperties", "maxProperties"}
"""Keywords that look at nothing inside of a value."""
CHOICES = ("anyOf", "oneOf")
PAIRS = ("pattern", "format", "multipleOf")
"""What keeps beside its value the function that judges."""
SILENT = ("not", "contentEncoding", "contentMediaType")
"""What has no value to tell."""
CHECKS: dict[tuple[str, str, str], Check] = {}
"""What violations of a keyword, or of something below it, have in common, however many tables hold it."""


def listing(uri: str, known: Known, *, exact: bool = False) -> Callable[[int, str, Table], Report]:
    """What makes reports, from the number, the pointer and the table of a schema of one document.

    `exact`: 1.0 is no integer there.
    """

    def made(number: int, pointer: str, table: Table) -> Report:
        known[number] = found = _Preparing(uri + pointer, table, known, exact)
        return found.listed

    return made


def kind(x: Any) -> type[Any]:
    """The class that stands for the kind of a value; `object` for what is no JSON."""
    if is_number(x):
        return float
    return next((c for c in CLASSES.values() if isinstance(x, c)), object)


class _Preparing:
    """A schema before its first value."""

    def __init__(
        self, place: str, table: Table, known: Known, exact: bool, inherited: tuple[str, ...] = ()
    ) -> None:
        self.place = place
        self.table = table
        self.known = known
        self.exact = exact
        at = table.get("at", {})
        self.lines: dict[str, tuple[str, ...]] = {"": inherited, **(at if isinstance(at, dict) else {"": at})}
        """Keyword, or a place below it -> lines of the documentation; those of others are those of ""."""
        self.ready: dict[type[Any], list[Step]] = {}
        self.listed = self.report()

    def report(self) -> Report:
        """Adds everything that is wrong with a value."""
        steps = self.ready

        def listed(x: Any, at: Path, out: list[Violation]) -> None:
            if not steps:
                steps.update(self.steps())
            for what, one, child in steps.get(x.__class__) or steps[kind(x)]:
                if what == CALL:
                    child(x, at, out)
                elif what == PROPERTIES:
                    for name, (inner, leaves) in one:
                        if name in x:
                            v = x[name]
                            if leaves is None:
                                inner(v, (at, name), out)
                                continue
                            tests = leaves.get(v.__class__)
                            for fails, check, more in leaves[kind(v)] if tests is None else tests:
                                if fails(v):
                                    out.append(Violation((at, name), v, check, *more))
                elif what == ITEMS:
                    inner, leaves, right = child
                    for i in range(one, len(x)):
                        v = x[i]
                        if right is not None:
                            if not right(v):
                                inner(v, (at, i), out)
                            continue
                        if leaves is None:
                            inner(v, (at, i), out)
                            continue
                        tests = leaves.get(v.__class__)
                        for fails, check, more in leaves[kind(v)] if tests is None else tests:
                            if fails(v):
                                out.append(Violation((at, i), v, check, *more))
                elif what == REQUIRED:
                    for name, check in one:
                        if name not in x:
                            out.append(Violation(at, x, check, name))
                elif what == UNDECLARED:
                    if not one.issuperset(x):
                        for name in x:
                            if name not in one:
                                child(x[name], (at, name), out)
                elif what == OTHERS:
                    for name in x:
                        if one(name):
                            child(x[name], (at, name), out)
                elif what == MATCHING:
                    for name in x:
                        for test, inner in one:
                            if test(name):
                                inner(x[name], (at, name), out)
                elif what == PREFIX:
                    for i, inner in one:
                        if i < len(x):
                            inner(x[i], (at, i), out)
                else:
                    for name in x:
                        child(name, (at, name), out)

        return listed

    def leaves(self) -> Leaves | None:
        """Tests with what they mean, by class, of a schema that looks at nothing inside of a value."""
        if not LEAVES.issuperset(self.table):
            return None
        if not self.ready:
            self.ready.update(self.steps())
        return {c: [one for _, one, _ in steps] for c, steps in self.ready.items()}

    def steps(self) -> dict[type[Any], list[Step]]:
        """What to do with a value of each class, in the order of the schema."""
        found: dict[type[Any], list[Step]] = {c: [] for c in (*CLASSES.values(), object)}
        for keyword, says in self.table.items():
            if keyword == "type":
                self.typed((says,) if isinstance(says, str) else says, found)
            elif keyword != "at":
                about = ABOUT.get(keyword)
                for c in found if about is None else (about,):
                    found[c] += self.step(keyword, says)
        found[int] = found[float]
        return found

    def typed(self, names: tuple[str, ...], found: dict[type[Any], list[Step]]) -> None:
        check = self.check("type", names)
        whole = "integer" in names and "number" not in names
        is_whole = is_exact_integer if self.exact else is_integer

        def broken(x: Any) -> bool:
            return not is_whole(x)

        right = [CLASSES[name] for name in names if name != "integer"]
        for c, steps in found.items():
            if c not in right:
                steps.append(leaf(broken if whole and c is float else always, check))

    def check(
        self, keyword: str, expected: Any = None, names: tuple[str, ...] | None = None, below: str = ""
    ) -> Check:
        """The constant half of violations of a keyword, or of something below it."""
        key = self.place, keyword, below
        if key not in CHECKS:
            lines = self.lines.get(keyword + below, self.lines.get(keyword, self.lines[""]))
            CHECKS[key] = Check(f"{self.place}/{keyword}", keyword, expected, lines, names or None)
        return CHECKS[key]

    def inside(self, keyword: str, said: Any, *tokens: str | int) -> tuple[Report, Leaves | None]:
        """A schema inside: one that a module holds, by itself or by its number, or a table."""
        if isinstance(said, int):
            found: _Preparing = self.known[said]
            return found.listed, found.leaves()
        if isinstance(said, dict):
            place = self.place + "/" + keyword + "".join(map(_token, tokens))
            found = _Preparing(place, said, self.known, self.exact, self.lines[""])
            return found.listed, found.leaves()
        return said, None

    def child(self, keyword: str, said: Any, *tokens: str | int) -> Report:
        return self.inside(keyword, said, *tokens)[0]

    def step(self, keyword: str, says: Any) -> Iterator[Step]:
        if keyword == "properties":
            children = {n: self.inside(keyword, s, n) for n, s in says.items() if s is not None}
            yield PROPERTIES, tuple(children.items()), None
        elif keyword == "items":
            start, said, *tests = says if isinstance(says, tuple) else (0, says)
            yield ITEMS, start, (*self.inside(keyword, said), tests[0] if tests else None)
        elif keyword == "prefixItems":
            elements = [(i, self.child(keyword, s, i)) for i, s in enumerate(says) if s is not None]
            yield PREFIX, elements, None
        elif keyword == "patternProperties":
            yield MATCHING, [(test, self.child(keyword, said, regex)) for regex, test, said in says], None
        elif keyword == "additionalProperties":
            yield self.others(says)
        elif keyword == "propertyNames":
            yield NAMES, None, self.child(keyword, says)
        elif keyword == "allOf" or (keyword in CHOICES and len(says) == 1):
            for i, said in enumerate(says):
                if said is not None:
                    yield CALL, None, self.child(keyword, said, i)
        elif keyword == "$ref":
            yield CALL, None, self.child(keyword, says)
        elif keyword in CHOICES:
            yield CALL, None, self.alternatives(keyword, *says)
        elif keyword == "if":
            yield CALL, None, self.branch(*says)
        elif keyword == "required":
            declared = tuple(self.table.get("properties", ()))
            owners = [(i, name, declared if name in declared else None) for i, name in enumerate(says)]
            yield REQUIRED, [(name, self.check(keyword, None, own, f"/{i}")) for i, name, own in owners], None
        elif keyword == "uniqueItems":
            yield CALL, None, self.repeated()
        elif keyword == "false":
            yield CALL, None, self.refusal()
        else:
            expected = None if keyword in SILENT else says[0] if keyword in PAIRS else says
            more = says[2:] if keyword == "pattern" else ()
            yield leaf(failing(keyword, says), self.check(keyword, expected), more)

    def others(self, says: Any) -> Step:
        """What becomes of properties that no other keyword speaks of."""
        said, names, test = (
            says if isinstance(says, tuple) else (says, (*self.table.get("properties", ()),), None)
        )
        what, one = (UNDECLARED, frozenset(names)) if test is None else (OTHERS, test)
        if said is not False:
            return what, one, self.child("additionalProperties", said)
        check = self.check("additionalProperties", names or None)

        def refused(x: Any, at: Any, out: list[Violation]) -> None:
            out.append(Violation(at, x, check, at[1]))

        return what, one, refused

    def alternatives(
        self,
        keyword: str,
        tests: tuple[Test, ...],
        said: tuple[Any, ...],
        tags: tuple[str, ...] = (),
        whole: Test | None = None,
    ) -> Report:
        """One of several, or exactly one; `whole`: what says the same, and looks at few of them."""
        check = self.check(keyword, len(said), tags)
        reports = tuple([self.child(keyword, one, i) for i, one in enumerate(said)])

        def any_of(x: Any, at: Path, out: list[Violation]) -> None:
            for test in tests:
                if test(x):
                    return
            nearest(check, reports, x, at, out)

        def one_of(x: Any, at: Path, out: list[Violation]) -> None:
            if whole is not None and whole(x):
                return
            hits = [i for i, test in enumerate(tests, 1) if test(x)]
            if not hits:
                nearest(check, reports, x, at, out)
            elif len(hits) > 1:
                out.append(Violation(at, x, check, ", ".join(map(str, hits))))

        return any_of if keyword == "anyOf" else one_of

    def branch(self, test: Test, then: Any, otherwise: Any) -> Report:
        """What holds where a condition does, and where it does not."""
        found = [(k, s) for k, s in (("then", then), ("else", otherwise)) if s is not None]
        reports = {keyword == "then": self.child(keyword, said) for keyword, said in found}

        def chosen(x: Any, at: Path, out: list[Violation]) -> None:
            report = reports.get(bool(test(x)))
            if report is not None:
                report(x, at, out)

        return chosen

    def repeated(self) -> Report:
        check = self.check("uniqueItems")

        def listed(x: Any, at: Path, out: list[Violation]) -> None:
            if not is_unique(x):
                out.append(Violation(at, x, check, equal_elements(x)))

        return listed

    def refusal(self) -> Report:
        check = Check(self.place, "false", None, self.lines[""])

        def listed(x: Any, at: Path, out: list[Violation]) -> None:
            out.append(Violation(at, x, check))

        return listed


def always(_: Any) -> bool:
    return True


def leaf(fails: Test, check: Check, more: tuple[Any, ...] = ()) -> Step:
    """A test of a value alone; `more`: what violations tell beside."""

    def listed(x: Any, at: Path, out: list[Violation]) -> None:
        if fails(x):
            out.append(Violation(at, x, check, *more))

    return CALL, (fails, check, more), listed


def failing(keyword: str, says: Any) -> Test:
    """Whether a value fails by a keyword."""
    if keyword in FAILS:
        fails = FAILS[keyword]
        return lambda x: fails(x, says)
    if keyword in ("minLength", "minItems", "minProperties"):
        return lambda x: len(x) < says
    if keyword in ("maxLength", "maxItems", "maxProperties"):
        return lambda x: len(x) > says
    if keyword == "enum":
        words = frozenset([v for v in says if isinstance(v, str)])
        if len(words) == len(says):
            return lambda x: not isinstance(x, str) or x not in words
        return lambda x: not among(x, says)
    if keyword == "const":
        return lambda x: not equal(x, says)
    if keyword in ("format", "contentEncoding", "contentMediaType"):
        holds = says[1] if keyword == "format" else says
        return lambda x: not holds(x)
    found: Test = says if keyword == "not" else says[1]
    return found


def _token(token: str | int) -> str:
    return "/" + str(token).replace("~", "~0").replace("/", "~1")
