"""The standard output formats of JSON Schema 2020-12 (core, section 12), by interpreting a check plan.

Generated validators are for speed; this is for tools that want each location and each annotation.  It shares with them
the plan and nothing else, so that each can be tested against the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from importlib import import_module
from typing import Any, Literal, TypeAlias

from rowtype.runtime import content, equality, multiples, types
from rowtype.runtime.violations import Check, Violation, too_deep
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json, pointer_join

Form: TypeAlias = Literal["flag", "basic", "detailed"]
FORMS: tuple[Form, ...] = ("flag", "basic", "detailed")
SILENT = frozenset(
    (
        "$schema",
        "$id",
        "id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "$vocabulary",
        "$defs",
        "$comment",
    )
) | {"definitions", "then", "else", "minContains", "maxContains", "exclusiveMinimum", "exclusiveMaximum"}
"""Keywords that neither assert by themselves nor say anything about the instance."""


@dataclass(slots=True)
class Unit:
    """What became of one schema or one keyword at one place of the instance."""

    valid: bool
    keyword_location: str
    absolute_location: str
    instance_location: str
    error: str | None = None
    annotation: Json = None
    annotated: bool = False
    children: list[Unit] = field(default_factory=list)

    def describe(self) -> dict[str, Any]:
        found: dict[str, Any] = {"valid": self.valid, "keywordLocation": self.keyword_location}
        if self.absolute_location:
            found["absoluteKeywordLocation"] = self.absolute_location
        found["instanceLocation"] = self.instance_location
        if self.error is not None:
            found["error"] = self.error
        if self.annotated:
            found["annotation"] = self.annotation
        return found


@dataclass(slots=True)
class _Seen:
    """The properties and elements of one instance that valid schemas have evaluated."""

    names: set[str] = field(default_factory=set)
    items: set[int] = field(default_factory=set)

    def add(self, other: _Seen) -> None:
        self.names |= other.names
        self.items |= other.items


def output(plan: p.Plan, value: Any, form: Form) -> dict[str, Any]:
    """The result for a value against the first document of a plan.

    Raises:
        ValueError: there is no such format.
        ValidationError: the value is nested too deeply.
    """
    if form not in FORMS:
        raise ValueError(f"no output format {form!r}: must be one of {', '.join(FORMS)}")
    try:
        unit, _ = _Interpreter(plan).schema(plan.roots[0], value, "", "")
    except RecursionError:
        raise too_deep(value) from None
    if form == "flag":
        return {"valid": unit.valid}
    key = "annotations" if unit.valid else "errors"
    if form == "basic":
        found = [leaf.describe() for leaf in _leaves(unit, unit.valid)]
        return {"valid": unit.valid, key: found} if found else {"valid": unit.valid}
    return _condensed(unit, unit.valid) or {"valid": unit.valid, **_bare(unit)}


def accepts(plan: p.Plan, index: p.Index, value: Any) -> bool:
    """Whether a value is valid against one schema of a plan.

    Raises:
        ValidationError: the value is nested too deeply.
    """
    try:
        return _Interpreter(plan).schema(index, value, "", "")[0].valid
    except RecursionError:
        raise too_deep(value) from None


def _bare(unit: Unit) -> dict[str, Any]:
    return {"keywordLocation": unit.keyword_location, "instanceLocation": unit.instance_location}


def _leaves(unit: Unit, valid: bool) -> Iterator[Unit]:
    """Units with an annotation, of schemas that are valid; or with an error, of those that are not."""
    if unit.valid != valid:
        return
    if unit.annotated if valid else unit.error is not None:
        yield unit
    for child in unit.children:
        yield from _leaves(child, valid)


def _condensed(unit: Unit, valid: bool) -> dict[str, Any] | None:
    """A unit without the children that say nothing, and replaced by its only child."""
    if unit.valid != valid:
        return None
    children = [c for child in unit.children if (c := _condensed(child, valid)) is not None]
    says = unit.annotated if valid else unit.error is not None
    if not children and not says:
        return None
    if len(children) == 1 and not says:
        return children[0]
    found = unit.describe()
    if children:
        found.pop("error", None)
        found["annotations" if valid else "errors"] = children
    return found


class _Interpreter:
    def __init__(self, plan: p.Plan) -> None:
        self.plan = plan

    def schema(self, index: p.Index, value: Any, path: str, at: str) -> tuple[Unit, _Seen]:
        """What becomes of `value` at the instance location `at`; `path` is the keyword location of the schema."""
        schema = self.plan.schemas[index]
        uri, root = schema.resource
        absolute = f"{uri}#{schema.pointer[len(root) :]}" if re.match("[A-Za-z][A-Za-z0-9+.-]*:", uri) else ""
        unit = Unit(True, path, absolute, at)
        seen = _Seen()
        late = (p.UnevaluatedProperties, p.UnevaluatedItems)
        for check in sorted(schema.checks, key=lambda c: isinstance(c, late)):
            inner = self.check(check, value, unit, schema, at, seen)
            if inner is not None:
                unit.children.append(inner)
                unit.valid &= inner.valid
        if isinstance(schema.source, dict):
            asserted = {
                check.at[len(schema.pointer) :].split("/")[1]
                for check in schema.checks
                if check.at != schema.pointer
            }
            for keyword, annotation in schema.source.items():
                if keyword not in asserted and keyword not in SILENT:
                    location = self.locations(unit, keyword)
                    unit.children.append(Unit(True, *location, at, annotation=annotation, annotated=True))
        return unit, seen if unit.valid else _Seen()

    def locations(self, unit: Unit, *tokens: str | int) -> tuple[str, str]:
        absolute = unit.absolute_location
        return (
            pointer_join(unit.keyword_location, *tokens),
            pointer_join(absolute, *tokens) if absolute else "",
        )

    def check(
        self, check: p.Check, value: Any, unit: Unit, schema: p.Schema, at: str, seen: _Seen
    ) -> Unit | None:
        """One keyword; None where it does not concern the value."""
        if isinstance(check, p.Never):
            return Unit(
                False, unit.keyword_location, unit.absolute_location, at, error="nothing is allowed here"
            )
        tokens = [
            t.replace("~1", "/").replace("~0", "~") for t in check.at[len(schema.pointer) :].split("/")[1:]
        ]
        made = Unit(True, *self.locations(unit, *tokens), at)
        problem = _leaf(check, value)
        if problem is not None:
            made.valid, made.error = False, problem
            return made
        for child, name, part, where in self.applied(check, value, at, seen):
            path = pointer_join(made.keyword_location, *name)
            inner, inner_seen = self.schema(child, part, path, where)
            made.children.append(inner)
            if where == at and not isinstance(check, p.Not):
                seen.add(inner_seen)
        self.judge(check, value, made, seen)
        return made

    def applied(
        self, check: p.Check, value: Any, at: str, seen: _Seen
    ) -> Iterator[tuple[p.Index, tuple[str | int, ...], Any, str]]:
        """The schemas below a keyword, each with its tokens, the value it is applied to, and where that stands."""
        match check:
            case p.AllOf() | p.AnyOf() | p.OneOf():
                for i, child in enumerate(check.children):
                    yield child, (i,), value, at
            case p.Not() | p.Ref():
                yield check.child, (), value, at
            case p.DependentSchema() if isinstance(value, dict) and check.name in value:
                yield check.child, (), value, at
            case p.If():
                yield check.condition, (), value, at
            case p.Properties() if isinstance(value, dict):
                for name, child in check.entries:
                    if name in value:
                        yield child, (name,), value[name], pointer_join(at, name)
            case p.PatternProperties() if isinstance(value, dict):
                for regex, child in check.entries:
                    for name in value:
                        if ecma.finds(regex, str(name)):
                            yield child, (regex,), value[name], pointer_join(at, name)
            case p.PropertyNames() if isinstance(value, dict):
                for name in value:
                    yield check.child, (), name, pointer_join(at, name)
            case p.AdditionalProperties() | p.UnevaluatedProperties() if isinstance(value, dict):
                for name in _left_over(check, value, seen):
                    yield check.child, (), value[name], pointer_join(at, name)
            case p.PrefixItems() if isinstance(value, list):
                for i, (child, element) in enumerate(zip(check.children, value, strict=False)):
                    yield child, (i,), element, pointer_join(at, i)
            case p.Items() if isinstance(value, list):
                for i, element in enumerate(value[check.start :], check.start):
                    yield check.child, (), element, pointer_join(at, i)
            case p.Contains() if isinstance(value, list):
                for i, element in enumerate(value):
                    yield check.child, (), element, pointer_join(at, i)
            case p.UnevaluatedItems() if isinstance(value, list):
                for i, element in enumerate(value):
                    if i not in seen.items:
                        yield check.child, (), element, pointer_join(at, i)

    def judge(self, check: p.Check, value: Any, made: Unit, seen: _Seen) -> None:
        """Whether a keyword holds, from its children, and what it says about the instance."""
        valid = [child.valid for child in made.children]
        match check:
            case p.AnyOf():
                made.valid = any(valid)
            case p.OneOf():
                made.valid = sum(valid) == 1
                if sum(valid) > 1:
                    made.error = f"{sum(valid)} alternatives match, and exactly one must"
            case p.Not():
                made.valid = not all(valid)
                made.children.clear()
                made.error = None if made.valid else "not allowed here"
            case p.If():
                self.branch(check, value, made, seen)
            case p.Contains() if isinstance(value, list):
                found = [i for i, ok in enumerate(valid) if ok]
                if check.evaluates:
                    seen.items |= set(found)
                made.valid = len(found) >= check.least and (check.most is None or len(found) <= check.most)
                made.error = None if made.valid else f"{len(found)} elements match"
                made.annotated, made.annotation = made.valid, found
            case (
                p.Properties() | p.PatternProperties() | p.AdditionalProperties() | p.UnevaluatedProperties()
            ):
                made.valid = all(valid)
                if isinstance(value, dict):
                    names = dict.fromkeys(_name(child, made) for child in made.children)
                    seen.names |= names.keys()
                    made.annotated, made.annotation = made.valid, list(names)
            case p.PrefixItems() | p.Items() | p.UnevaluatedItems():
                made.valid = all(valid)
                if isinstance(value, list):
                    start = check.start if isinstance(check, p.Items) else 0
                    count = len(valid) if isinstance(check, p.PrefixItems) else len(value) - start
                    seen.items |= set(range(start, start + max(count, 0)))
                    everything = not isinstance(check, p.PrefixItems) or count >= len(value)
                    made.annotation = True if everything else count - 1
                    made.annotated = made.valid and bool(valid)
            case _:
                made.valid = all(valid)

    def branch(self, check: p.If, value: Any, made: Unit, seen: _Seen) -> None:
        """`then` or `else`, whose places are beside that of `if`."""
        chosen, keyword = (check.then, "then") if made.children[0].valid else (check.otherwise, "else")
        made.valid = True
        if not made.children[0].valid:
            made.children.clear()  # that the condition does not hold is no error
        if chosen is None:
            return
        path = made.keyword_location.removesuffix("if") + keyword
        inner, inner_seen = self.schema(chosen, value, path, made.instance_location)
        made.children.append(inner)
        seen.add(inner_seen)
        made.valid = inner.valid


def _left_over(
    check: p.AdditionalProperties | p.UnevaluatedProperties, value: dict[Any, Any], seen: _Seen
) -> list[Any]:
    if isinstance(check, p.UnevaluatedProperties):
        return [name for name in value if name not in seen.names]
    regexes = [re.compile(ecma.python(regex)) for regex in check.patterns]
    return [
        name
        for name in value
        if name not in check.names and not any(regex.search(str(name)) for regex in regexes)
    ]


def _name(child: Unit, parent: Unit) -> str:
    """The property at which a child unit stands."""
    token = child.instance_location[len(parent.instance_location) + 1 :]
    return token.replace("~1", "/").replace("~0", "~")


def _leaf(check: p.Check, value: Any) -> str | None:
    """What is wrong with a value by a keyword that applies no schema."""
    holds = True
    keyword = getattr(check, "keyword", "")
    expected: Any = None
    detail: Any = None
    text = isinstance(value, str)
    match check:
        case p.Types():
            keyword, expected = "type", check.types
            holds = any(_is(name, check.exact_integers, value) for name in check.types)
        case p.Enum():
            expected = check.values if keyword == "enum" else check.values[0]
            holds = equality.among(value, check.values)
        case p.Bound() if types.is_number(value):
            expected = check.limit
            holds = {
                "minimum": value >= expected,
                "exclusiveMinimum": value > expected,
                "maximum": value <= expected,
                "exclusiveMaximum": value < expected,
            }[check.keyword]
        case p.MultipleOf() if types.is_number(value):
            keyword, expected = "multipleOf", check.divisor
            divisor = Fraction(repr(expected)) if isinstance(expected, float) else Fraction(expected)
            holds = multiples.is_multiple(value, divisor.numerator, divisor.denominator)
        case p.Size() if isinstance(value, {"string": str, "array": list, "object": dict}[check.of]):
            expected = check.limit
            holds = len(value) >= expected if check.lower else len(value) <= expected
        case p.Pattern() if text:
            keyword, expected = "pattern", check.regex
            holds = ecma.finds(check.regex, value)
        case p.Format() if text:
            keyword, expected = "format", check.name
            holds = _has_format(check, value)
        case p.Content() if text:
            decoded = (
                (content.is_base64_json if check.base64 else content.is_json)
                if check.json
                else content.is_base64
            )
            holds = decoded(value)
        case p.UniqueItems() if isinstance(value, list):
            keyword, holds = "uniqueItems", equality.is_unique(value)
            detail = None if holds else equality.equal_elements(value)
        case p.Required() | p.DependentRequired() if isinstance(value, dict):
            detail = next((name for name in _demanded(check, value) if name not in value), None)
            keyword, holds = "required", detail is None
    if holds:
        return None
    return Violation(None, value, Check("#", keyword, expected), detail).message


def _demanded(check: p.Required | p.DependentRequired, value: dict[Any, Any]) -> Sequence[str]:
    if isinstance(check, p.Required):
        return check.names
    return check.required if check.name in value else ()


def _is(name: str, exact_integers: bool, value: Any) -> bool:
    if name == "integer" and exact_integers:
        return types.is_exact_integer(value)
    return bool(getattr(types, "is_" + name)(value))


def _has_format(check: p.Format, value: str) -> bool:
    stem = check.name.replace("-", "_")
    module = import_module(f"rowtype.runtime.formats.{stem}")
    ascii_hosts = check.name == "hostname" and check.ascii_hosts
    return bool(getattr(module, "is_ldh_hostname" if ascii_hosts else f"is_{stem}")(value))
