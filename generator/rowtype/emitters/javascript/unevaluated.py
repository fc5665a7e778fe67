"""`unevaluatedProperties` and `unevaluatedItems`: which properties and elements no other keyword has looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rowtype.emitters.javascript.conditions import without
from rowtype.emitters.javascript.lines import Lines, negated
from rowtype.emitters.javascript.printing import has
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.coverage import Coverage, Guard, Present, coverage
from rowtype.schema.checks.known import ARRAY, NOTHING_KNOWN, OBJECT


@contextmanager
def left_over(
    body: Lines, index: p.Index, check: p.UnevaluatedProperties | p.UnevaluatedItems, v: str
) -> Iterator[tuple[str, str] | None]:
    """Write after the list of their names or indexes; yields that, and a variable to go through it.

    None, and nothing is written, where there never are any that matter.
    """
    of_object = isinstance(check, p.UnevaluatedProperties)
    covered = coverage(body.plan, index, "object" if of_object else "array")
    if covered.everything or body.analysis.trivial(check.child):
        yield None
        return
    key, rest = body.temporary(), body.temporary()
    start = f"Object.keys({v})" if of_object else f"Array.from({v}.keys())"
    start += f".slice({covered.prefix})" if covered.prefix else ""
    body.add(f"let {rest} = {without(covered, start, key, body.module)};")
    _drop_matching(body, covered, v, rest, key)
    _uncover(body, covered.guarded, v, rest, key, of_object)
    yield rest, key


def _drop_matching(body: Lines, covered: Coverage, v: str, rest: str, key: str) -> None:
    for child in covered.matching:
        test = body.test(child, f"{v}[{key}]", NOTHING_KNOWN)
        body.add(f"{rest} = {rest}.filter(({key}) => {negated(test)});")


def _uncover(
    body: Lines, guarded: Sequence[tuple[Guard, Coverage]], v: str, rest: str, key: str, of_object: bool
) -> None:
    """Take out of `rest` what is evaluated only where a condition holds."""
    known = NOTHING_KNOWN.only(OBJECT if of_object else ARRAY)
    for guard, inner in guarded:
        if isinstance(guard, Present):
            test = has(v, guard.name)
        else:
            test = body.test(guard.child, v, known)
            test = test if guard.wanted else negated(test)
        with body.when(f"{rest}.length && {test}"):
            if inner.everything:
                body.add(f"{rest} = [];")
                continue
            if inner.names or inner.patterns:
                body.add(f"{rest} = {without(inner, rest, key, body.module)};")
            if inner.prefix:
                body.add(f"{rest} = {rest}.filter(({key}) => {key} >= {inner.prefix});")
            _drop_matching(body, inner, v, rest, key)
            _uncover(body, inner.guarded, v, rest, key, of_object)
