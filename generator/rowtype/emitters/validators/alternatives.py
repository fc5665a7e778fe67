"""`anyOf`, `oneOf` and `if` -> lines: the alternatives that a value cannot be meant for are not tried.

Its type says which ones are left; then the value of a property that all of them require, if each requires another
value of it; then a property that one of them requires and others do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rowtype.emitters.validators.conditions import CLASSES, bare, is_types
from rowtype.emitters.validators.lines import Checks, Lines
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import FEW, Tag
from rowtype.schema.checks.known import OBJECT, STRING, Known


def conditional(body: Lines, check: p.If, test: str, write: Callable[[p.Index], None]) -> None:
    """`write` the schema that applies after the test of a condition."""
    then, other = (
        index if index is not None and not body.analysis.trivial(index) else None
        for index in (check.then, check.otherwise)
    )
    if then is not None:
        with body.block(f"if {bare(test)}:"):
            write(then)
        if other is not None:
            with body.block("else:"):
                write(other)
    elif other is not None:
        with body.block(f"if not {test}:"):
            write(other)


def alternatives(body: Checks, check: p.AnyOf | p.OneOf, v: str, known: Known) -> None:
    """Fail unless the value in the variable `v` is valid against one, or against exactly one, of the alternatives."""
    exactly_one = isinstance(check, p.OneOf)
    children = check.children
    if not exactly_one and any(body.analysis.trivial(child) for child in children):
        return
    groups = body.analysis.by_type(check, known.types)
    refused = groups.pop((), None)
    written = sum(map(len, groups))
    if not groups:
        body.add("return False")
    elif len(groups) == 1:
        ((mine, kinds),) = groups.items()
        if refused and (len(mine) == 1 or not kinds <= frozenset(CLASSES)):
            _among(body, [children[i] for i in mine], v, known, exactly_one)
            return
        if refused:
            body.fail_if(f"not {is_types(kinds, v)}")
        _among(body, [children[i] for i in mine], v, known.only(kinds), exactly_one)
    elif written > len(children) + 2:
        left = sorted({i for mine in groups for i in mine})
        _one_by_one(body, [children[i] for i in left], v, known, exactly_one)
    else:
        word = "if"
        for mine, kinds in sorted(groups.items()):
            with body.block(f"{word} {bare(is_types(kinds, v))}:"):
                _among(body, [children[i] for i in mine], v, known.only(kinds), exactly_one)
            word = "elif"
        if refused:
            body.add("else:")
            body.add("    return False")


def _among(body: Checks, children: Sequence[p.Index], v: str, known: Known, exactly_one: bool) -> None:
    """Alternatives of which each admits values of all the known types."""
    if len(children) == 1:
        body.child(children[0], v, known)
    elif len(children) > 2 and (tag := body.analysis.tag(children, known.names)) is not None:
        _by_tag(body, children, tag, v, known, exactly_one)
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
    optional: bool = False,
) -> None:
    """The value of a property says which alternative to try, besides those that it does not tell apart.

    `optional`: where the property is not there, all are tried.
    """
    told = [(child, mine) for child, mine in zip(children, tag.values, strict=True) if mine is not None]
    others = [child for child, mine in zip(children, tag.values, strict=True) if mine is None]
    entries = [
        (value, body.module.verdict(body.analysis.target(c))) for c, mine in told for value in sorted(mine)
    ]
    table, check = body.module.table(entries), body.temporary()
    literal = body.module.literal(tag.name)
    there = optional or tag.name in known.names
    value = f"{v}[{literal}]" if there else f"{v}.get({literal})"
    conditions = [] if known.types == OBJECT else [f"isinstance({v}, dict)"]
    conditions += [f"{literal} in {v}"] if optional else []
    strict = all(body.analysis.only_strings(child, tag.name) for child, _ in told)
    if not strict:
        conditions.append(f"isinstance({value}, str)")
    if not conditions:
        _by_table_entry(body, f"{table}({value})", check, others, v, known, exactly_one, hashable=False)
        return
    body.condition("if", conditions, "and")
    with body.inside():
        _by_table_entry(
            body, f"{table}({value})", check, others, v, known.only(OBJECT), exactly_one, hashable=not strict
        )
    with body.block("else:"):
        _one_by_one(body, children, v, known, exactly_one)


def _by_table_entry(
    body: Checks,
    lookup: str,
    check: str,
    others: Sequence[p.Index],
    v: str,
    known: Known,
    exactly_one: bool,
    *,
    hashable: bool,
) -> None:
    if hashable:
        body.add(f"{check} = {lookup}")
    else:
        # A value that is not hashable is no string, so none that the table knows.
        with body.block("try:"):
            body.add(f"{check} = {lookup}")
        with body.block("except TypeError:"):
            body.add(f"{check} = None" if others else "return False")
    if others:
        found = f"({check} is not None and {check}({v}))"
        _tests(body, [found, *_hinted(body, others, v, known)], exactly_one)
    else:
        body.fail_if(f"{check} is None", f"not {check}({v})")


def _one_by_one(body: Checks, children: Sequence[p.Index], v: str, known: Known, exactly_one: bool) -> None:
    tests = _hinted(body, children, v, known) if known.types == OBJECT else []
    if known.types == STRING:
        listed, children = body.analysis.listed(children, exactly_one)
        tests = [f"{v} in {body.module.values(listed)}"] if listed else []
        tests += [body.test(child, v, known) for child in children]
    tests = tests or [body.test(child, v, known) for child in children]
    _tests(body, tests, exactly_one)


def _tests(body: Checks, tests: Sequence[str], exactly_one: bool) -> None:
    """Fail unless one, or exactly one, of the tests holds."""
    if not exactly_one:
        if "True" not in tests:
            body.fail_unless(*tests)
        return
    count = body.temporary()
    body.add(f"{count} = 0")
    for i, test in enumerate(tests):
        with body.block(f"if {bare(test)}:"):
            if i:
                body.fail_if(count)
            body.add(f"{count} = 1")
    body.fail_unless(count)


def _hinted(body: Checks, children: Sequence[p.Index], v: str, known: Known) -> list[str]:
    """The tests of alternatives for objects, those that call a function behind a look at one property, and first."""
    tests = [body.test(child, v, known) for child in children]
    hinted: list[str] = []
    for i, hint in enumerate(body.analysis.hints(children, known.names)):
        if hint is None or not tests[i].endswith(f"({v})"):
            continue
        name, value = hint
        literal = body.module.literal(name)
        look = f"{literal} in {v}"
        if value is not None and body.analysis.only_strings(children[i], name):
            found = f"{v}[{literal}]" if name in known.names else f"{v}.get({literal})"
            look = f"{found} == {body.module.literal(value)}"
        hinted.append(f"({look} and {tests[i]})")
        tests[i] = ""
    return hinted + [test for test in tests if test]
