"""Check plans that no value could be judged by: circles, trees that grow without end, conditions without number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from rowtype.schema.checks import plan as p
from rowtype.schema.checks.coverage import conditions, coverage
from rowtype.schema.documents import SchemaError

APPLIED = 200_000
"""Schemas that one value is checked against, each as often as there are ways to it."""
IN_PLACE = 600
"""Schemas for one value, one in the other; Python calls no more than 1,000 functions out of each other."""
CONDITIONS = 20_000
"""What `unevaluatedProperties` and `unevaluatedItems` may hang on: a branch that is valid, a property that is there."""
_GROUPS = (p.Ref, p.AllOf, p.AnyOf, p.OneOf)


def refuse_circles(made: p.Plan) -> list[p.Index]:
    """The schemas that apply others to the same instance, after these; one that applies itself has no meaning.

    Raises:
        SchemaError: there is one.
    """
    edges: list[tuple[p.Index, ...]] = [
        tuple(i for check in schema.checks for i in p.in_place(check)) for schema in made.schemas
    ]
    done = [False] * len(edges)
    order: list[p.Index] = []
    for start in range(len(edges)):
        if done[start] or not edges[start]:
            continue
        trail, inside = [(start, iter(edges[start]))], {start}
        while trail:
            index, rest = trail[-1]
            following = next(rest, None)
            if following is None:
                trail.pop()
                inside.discard(index)
                done[index] = True
                order.append(index)
            elif following in inside:
                at = made.schemas[following]
                raise SchemaError(
                    "the schema refers to itself in a circle", uri=at.document, pointer=at.pointer
                )
            elif not done[following]:
                inside.add(following)
                trail.append((following, iter(edges[following])))
    return order


def refuse_trees(made: p.Plan, order: Iterable[p.Index]) -> None:
    """Refuse schemas that no value could be checked against: references double, or schemas lie in each other.

    Args:
        order: schemas that apply others to the same value, after these.

    Raises:
        SchemaError: there is such a schema.
    """
    applied = [1] * len(made.schemas)
    depth = [0] * len(made.schemas)
    for index in order:
        schema = made.schemas[index]
        inner = [i for check in schema.checks for i in p.in_place(check)]
        applied[index] += sum(applied[i] for i in inner)
        # What says nothing but where to look, or that one of one must hold, is passed over.
        passed = len(schema.checks) == len(inner) == 1 and isinstance(schema.checks[0], _GROUPS)
        depth[index] = max((depth[i] for i in inner), default=0) + (not passed)
        if depth[index] > IN_PLACE:
            why = f"nested too deeply: more than {IN_PLACE:,} schemas for one value, one in the other"
            raise SchemaError(why, uri=schema.document, pointer=schema.pointer)
        if applied[index] > APPLIED:
            why = f"one value would be checked against more than {APPLIED:,} schemas"
            raise SchemaError(why, uri=schema.document, pointer=schema.pointer)


def refuse_conditions(made: p.Plan) -> None:
    """Refuse what could only be written as a tree of conditions that is too large.

    Raises:
        SchemaError: there is such a schema.
    """
    for index, schema in enumerate(made.schemas):
        for check in schema.checks:
            if isinstance(check, p.UnevaluatedProperties | p.UnevaluatedItems):
                kind: Literal["object", "array"] = (
                    "object" if isinstance(check, p.UnevaluatedProperties) else "array"
                )
                if conditions(coverage(made, index, kind)) > CONDITIONS:
                    why = f"what is unevaluated hangs on more than {CONDITIONS:,} conditions"
                    raise SchemaError(why, uri=schema.document, pointer=check.at)
