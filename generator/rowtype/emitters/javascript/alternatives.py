"""`anyOf`, `oneOf` and `if` -> lines: the alternatives that a value cannot be meant for are not tried.

Its type says which ones are left; then the value of a property that tells them apart; then a property that one of them
requires and others do not.  All of this is decided by `Analysis`, as it is for Python.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rowtype.emitters.javascript.conditions import among, is_types
from rowtype.emitters.javascript.lines import Checks, Lines, negated
from rowtype.emitters.javascript.printing import has, member
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import FEW, Tag
from rowtype.schema.checks.known import OBJECT, STRING, Known


def conditional(body: Lines, check: p.If, test: str, write: Callable[[p.Index], None]) -> None:
    """`write` the schema that applies after the test of a condition."""
    then, other = (
        index if index is not None and not body.analysis.trivial(index) else None
        for index in (check.then, check.otherwise)
    )
    if then is not None and other is not None:
        variable = body.temporary()
        body.add(f"const {variable} = {test};")
        test = variable
    if then is not None:
        with body.when(test):
            write(then)
    if other is not None:
        with body.when(negated(test)):
            write(other)


def alternatives(body: Checks, check: p.AnyOf | p.OneOf, v: str, known: Known) -> None:
    """Fail unless the value in the variable `v` is valid against one, or against exactly one, of the alternatives."""
    exactly_one = isinstance(check, p.OneOf)
    children = check.children
    if not exactly_one and any(body.analysis.trivial(child) for child in children):
        return
    groups = body.analysis.by_type(check, known.types)
    refused = groups.pop((), None)
    if not groups:
        body.add("return false;")
    elif len(groups) == 1:
        ((mine, kinds),) = groups.items()
        if refused:
            body.fail_if(negated(is_types(kinds, v)))
        _among(body, [children[i] for i in mine], v, known.only(kinds), exactly_one)
    elif sum(map(len, groups)) > len(children) + 2:
        left = sorted({i for mine in groups for i in mine})
        _one_by_one(body, [children[i] for i in left], v, known, exactly_one)
    else:
        word = "if"
        for mine, kinds in sorted(groups.items()):
            with body.kept(is_types(kinds, v), word):
                _among(body, [children[i] for i in mine], v, known.only(kinds), exactly_one)
            word = "else if"
        if refused:
            body.add("else return false;")


def _among(body: Checks, children: Sequence[p.Index], v: str, known: Known, exactly_one: bool) -> None:
    """Alternatives of which each admits values of all the known types."""
    if len(children) == 1:
        body.child(children[0], v, known)
    elif len(children) > 2 and (tag := body.analysis.tag(children, known.names)) is not None:
        _by_tag(body, children, tag, v, known, exactly_one, optional=False)
    elif len(children) > FEW and (tag := body.analysis.tag(children, known.names, optional=True)) is not None:
        _by_tag(body, children, tag, v, known, exactly_one, optional=True)
    else:
        _one_by_one(body, children, v, known, exactly_one)


def _by_tag(
    body: Checks,
    children: Sequence[p.Index],
    tag: Tag,
    v: str,
    known: Known,
    exactly_one: bool,
    *,
    optional: bool,
) -> None:
    """The value of a property says which alternative to try, besides those that it does not tell apart.

    `optional`: where the property is not there, all are tried.
    """
    told = [(child, mine) for child, mine in zip(children, tag.values, strict=True) if mine is not None]
    others = [child for child, mine in zip(children, tag.values, strict=True) if mine is None]
    entries = [
        (value, body.module.verdict(body.analysis.target(c))) for c, mine in told for value in sorted(mine)
    ]
    table, check, value = body.module.table(entries), body.temporary(), member(v, tag.name)
    conditions = [] if known.types == OBJECT else [is_types(OBJECT, v)]
    conditions += [has(v, tag.name)] if optional else []
    if not all(body.analysis.only_strings(child, tag.name) for child, _ in told):
        conditions.append(f'typeof {value} === "string"')

    def write(known: Known) -> None:
        body.add(f"const {check} = {table}.get({value});")
        if others:
            found = f"({check} !== undefined && {check}({v}))"
            _tests(body, [found, *_hinted(body, others, v, known)], exactly_one)
        else:
            body.fail_if(f"{check} === undefined || !{check}({v})")

    if not conditions:
        write(known)
        return
    with body.kept(" && ".join(conditions)):
        write(known.only(OBJECT))
    with body.block("else"):
        _one_by_one(body, children, v, known, exactly_one)


def _one_by_one(body: Checks, children: Sequence[p.Index], v: str, known: Known, exactly_one: bool) -> None:
    tests = _hinted(body, children, v, known) if known.types == OBJECT else []
    if known.types == STRING:
        listed, children = body.analysis.listed(children, exactly_one)
        tests = [among(listed, v, body.module)] if listed else []
        tests += [body.test(child, v, known) for child in children]
    _tests(body, tests or [body.test(child, v, known) for child in children], exactly_one)


def _tests(body: Checks, tests: Sequence[str], exactly_one: bool) -> None:
    """Fail unless one, or exactly one, of the tests holds."""
    if not exactly_one:
        if "true" not in tests:
            body.fail_unless(*tests)
        return
    count = body.temporary()
    body.add(f"let {count} = 0;")
    for i, test in enumerate(tests):
        with body.when(test):
            if i:
                body.fail_if(count)
            body.add(f"{count} = 1;")
    body.fail_if(f"{count} === 0")


def _hinted(body: Checks, children: Sequence[p.Index], v: str, known: Known) -> list[str]:
    """The tests of alternatives for objects, those that call a function behind a look at one property, and first."""
    tests = [body.test(child, v, known) for child in children]
    hinted: list[str] = []
    for i, hint in enumerate(body.analysis.hints(children, known.names)):
        if hint is None or not tests[i].endswith(f"({v})"):
            continue
        name, value = hint
        look = has(v, name)
        if value is not None and body.analysis.only_strings(children[i], name):
            look = f"{member(v, name)} === {body.module.literal(value)}"
        hinted.append(f"({look} && {tests[i]})")
        tests[i] = ""
    return hinted + [test for test in tests if test]
