"""`unevaluatedProperties` and `unevaluatedItems`: which properties and elements no other keyword has looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rowtype.emitters.validators.conditions import bare, without
from rowtype.emitters.validators.lines import Lines
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.coverage import Coverage, Guard, Present, coverage
from rowtype.schema.checks.known import ARRAY, NOTHING_KNOWN, OBJECT


@contextmanager
def left_over(
    body: Lines, index: p.Index, check: p.UnevaluatedProperties | p.UnevaluatedItems, v: str
) -> Iterator[tuple[str, str] | None]:
    """Write inside of `if` there are any; yields the list of their names or indices, and a variable to go through it.

    None, and nothing is written, where there never are any that matter.
    """
    of_object = isinstance(check, p.UnevaluatedProperties)
    covered = coverage(body.plan, index, "object" if of_object else "array")
    if covered.everything or body.analysis.trivial(check.child):
        yield None
        return
    key, rest = body.temporary(), body.temporary()
    start = f"list({v})" if of_object else f"list(range({covered.prefix}, len({v})))"
    body.add(f"{rest} = {without(covered, start, key, body.module)}")
    with body.block(f"if {rest}:"):
        _drop_matching(body, covered, v, rest, key)
        _uncover(body, covered.guarded, v, rest, key, of_object)
        yield rest, key


def _drop_matching(body: Lines, covered: Coverage, v: str, rest: str, key: str) -> None:
    for child in covered.matching:
        test = body.test(child, f"{v}[{key}]", NOTHING_KNOWN)
        body.add(f"{rest} = [{key} for {key} in {rest} if not {test}]")


def _uncover(
    body: Lines, guarded: Sequence[tuple[Guard, Coverage]], v: str, rest: str, key: str, of_object: bool
) -> None:
    """Take out of `rest` what is evaluated only where a condition holds."""
    known = NOTHING_KNOWN.only(OBJECT if of_object else ARRAY)
    for guard, inner in guarded:
        if isinstance(guard, Present):
            test = f"{body.module.literal(guard.name)} in {v}"
        else:
            test = body.test(guard.child, v, known)
            test = test if guard.wanted else f"not {test}"
        with body.block(f"if {bare(test)}:"):
            if inner.everything:
                body.add(f"{rest} = []")
                continue
            if inner.names or inner.patterns:
                body.add(f"{rest} = {without(inner, rest, key, body.module)}")
            if inner.prefix:
                body.add(f"{rest} = [{key} for {key} in {rest} if {key} >= {inner.prefix}]")
            _drop_matching(body, inner, v, rest, key)
            _uncover(body, inner.guarded, v, rest, key, of_object)
