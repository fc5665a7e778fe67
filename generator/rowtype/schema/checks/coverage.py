"""What a schema evaluates of an instance, for `unevaluatedProperties` and `unevaluatedItems`.

A `Coverage` is known before there is an instance, except for what hangs on a condition: a branch of `anyOf` that is
valid, a property that is present.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from rowtype.schema.checks import plan as p


@dataclass(frozen=True, slots=True)
class Valid:
    """The instance is valid against a schema, or is not."""

    child: p.Index
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Present:
    """The instance has a property."""

    name: str


Guard: TypeAlias = Valid | Present


@dataclass(frozen=True, slots=True)
class Coverage:
    everything: bool = False
    names: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    prefix: int = 0
    """Elements from the front."""
    matching: tuple[p.Index, ...] = ()
    """Elements that are valid against one of these (`contains`)."""
    guarded: tuple[tuple[Guard, Coverage], ...] = ()

    def __bool__(self) -> bool:
        return bool(
            self.everything or self.names or self.patterns or self.prefix or self.matching or self.guarded
        )


def coverage(plan: p.Plan, index: p.Index, kind: Literal["object", "array"]) -> Coverage:
    """What the schema evaluates, its own `unevaluated*` aside."""
    return _merged(plan, plan.schemas[index].checks, kind, {}, own=True)


_Memo: TypeAlias = dict[p.Index, Coverage]


def _of(plan: p.Plan, index: p.Index, kind: str, memo: _Memo) -> Coverage:
    if index not in memo:
        memo[index] = _merged(plan, plan.schemas[index].checks, kind, memo, own=False)
    return memo[index]


def _merged(plan: p.Plan, checks: tuple[p.Check, ...], kind: str, memo: _Memo, *, own: bool) -> Coverage:
    parts: list[Coverage] = []
    for check in checks:
        match check:
            case p.Properties() if kind == "object":
                parts.append(Coverage(names=tuple(name for name, _ in check.entries)))
            case p.PatternProperties() if kind == "object":
                parts.append(Coverage(patterns=tuple(regex for regex, _ in check.entries)))
            case p.AdditionalProperties() if kind == "object":
                parts.append(Coverage(everything=True))
            case p.UnevaluatedProperties() if kind == "object" and not own:
                parts.append(Coverage(everything=True))
            case p.UnevaluatedItems() if kind == "array" and not own:
                parts.append(Coverage(everything=True))
            case p.Items() if kind == "array":
                parts.append(Coverage(everything=True))
            case p.PrefixItems() if kind == "array":
                parts.append(Coverage(prefix=len(check.children)))
            case p.Contains() if kind == "array" and check.evaluates:
                parts.append(Coverage(matching=(check.child,)))
            case p.Ref():
                parts.append(_of(plan, check.child, kind, memo))
            case p.AllOf():
                parts.extend(_of(plan, child, kind, memo) for child in check.children)
            case p.AnyOf() | p.OneOf():
                parts.extend(_guarded(Valid(child), _of(plan, child, kind, memo)) for child in check.children)
            case p.If():
                met = [_of(plan, check.condition, kind, memo)]
                if check.then is not None:
                    met.append(_of(plan, check.then, kind, memo))
                parts.append(_guarded(Valid(check.condition), _union(met)))
                if check.otherwise is not None:
                    parts.append(
                        _guarded(Valid(check.condition, wanted=False), _of(plan, check.otherwise, kind, memo))
                    )
            case p.DependentSchema():
                parts.append(_guarded(Present(check.name), _of(plan, check.child, kind, memo)))
    return _union(parts)


def _guarded(guard: Guard, inner: Coverage) -> Coverage:
    return Coverage(guarded=((guard, inner),)) if inner else inner


def _union(parts: list[Coverage]) -> Coverage:
    if any(part.everything for part in parts):
        return Coverage(everything=True)
    return Coverage(
        names=tuple(dict.fromkeys(name for part in parts for name in part.names)),
        patterns=tuple(dict.fromkeys(regex for part in parts for regex in part.patterns)),
        prefix=max((part.prefix for part in parts), default=0),
        matching=tuple(dict.fromkeys(child for part in parts for child in part.matching)),
        # By identity: to compare or hash what is shared would take as long as if it were a tree.
        guarded=tuple(
            {(guard, id(inner)): (guard, inner) for part in parts for guard, inner in part.guarded}.values()
        ),
    )


def conditions(covered: Coverage) -> int:
    """How many conditions a coverage has, written as a tree."""
    known: dict[int, int] = {}

    def count(one: Coverage) -> int:
        if id(one) not in known:
            known[id(one)] = sum(1 + count(inner) for _, inner in one.guarded)
        return known[id(one)]

    return count(covered)
