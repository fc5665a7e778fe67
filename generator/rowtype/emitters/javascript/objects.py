"""Checks of objects -> the lines of a verdict function.

The declared names that are there are counted on the way: an object has others if it has more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rowtype.emitters.javascript.conditions import among, matches, size_fails, undeclared
from rowtype.emitters.javascript.lines import Checks, negated
from rowtype.emitters.javascript.printing import has, lacks, member
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.backtracking import all_apart
from rowtype.schema.checks.known import Known

COUNTED = 4
"""Declared properties with nothing to check that are looked up only to be counted."""


def check_object(body: Checks, checks: Sequence[p.Check], v: str, known: Known) -> None:
    """Fail unless the object in the variable `v` passes the checks."""
    entries: dict[str, p.Index] = {}
    required: tuple[str, ...] = ()
    patterns: tuple[tuple[str, p.Index], ...] = ()
    rest: p.AdditionalProperties | None = None
    for check in checks:
        match check:
            case p.Size():
                if test := size_fails(check, v, body.module):
                    body.fail_if(test)
            case p.Properties():
                entries = {n: c for n, c in check.entries if not body.analysis.trivial(c)}
            case p.Required():
                required = check.names
            case p.PatternProperties():
                patterns = check.entries
            case p.AdditionalProperties() if not body.analysis.trivial(check.child):
                rest = check
    if rest is None:
        patterns = tuple((r, c) for r, c in patterns if not body.analysis.trivial(c))
    certain = known.names.union(required)
    _required(body, required, entries, v, known)
    optional = {n: c for n, c in entries.items() if n not in certain}
    if rest is None and not patterns:
        _probes(body, optional, v, "")
    else:
        _closed(body, optional, patterns, rest, certain, v)
    for check in checks:
        match check:
            case p.PropertyNames():
                _property_names(body, check, v)
            case p.DependentRequired():
                for name in check.required:
                    body.fail_if(f"{has(v, check.name)} && {lacks(v, name)}")
            case p.DependentSchema():
                with body.when(has(v, check.name)):
                    body.child(check.child, v, known.having(frozenset((*required, check.name))))


def _required(
    body: Checks, required: Sequence[str], entries: Mapping[str, p.Index], v: str, known: Known
) -> None:
    """Fail unless the required properties are there, and those that are known to be are valid."""
    missing = dict.fromkeys(name for name in required if name not in known.names)
    certain = dict.fromkeys([*missing, *(name for name in entries if name in known.names)])
    wanted = sorted((n for n in certain if n in entries), key=lambda name: body.analysis.cost(entries[name]))
    for name in missing:
        body.fail_if(lacks(v, name))
    for name in wanted:
        _value(body, name, entries[name], v)


def _value(body: Checks, name: str, child: p.Index, v: str) -> None:
    """Fail unless the value of a property that is there is valid."""
    if body.analysis.never(child):
        body.add("return false;")
        return
    variable = body.temporary()
    body.add(f"const {variable} = {member(v, name)};")
    body.child(child, variable)


def _probes(body: Checks, optional: Mapping[str, p.Index], v: str, count: str) -> None:
    """Look each up; `count`: the variable that counts those that are there."""
    for name, child in sorted(optional.items(), key=lambda item: body.analysis.cost(item[1])):
        with body.when(has(v, name)):
            if count:
                body.add(f"{count}++;")
            _value(body, name, child, v)


def _closed(
    body: Checks,
    optional: Mapping[str, p.Index],
    patterns: Sequence[tuple[str, p.Index]],
    rest: p.AdditionalProperties | None,
    certain: frozenset[str],
    v: str,
) -> None:
    """Check the properties that may be absent, and those that are not declared."""
    apart = rest is not None and all_apart([regex for regex, _ in patterns], rest.names)
    if rest is None or not rest.names or not apart:
        _probes(body, optional, v, "")
        _loop(body, patterns, rest, v, apart=apart)
        return
    silent = [name for name in rest.names if name not in certain and name not in optional]
    closed = body.analysis.never(rest.child) and not patterns
    if closed and (len(silent) > COUNTED or body.speculative):
        # Of an alternative it is cheaper to see first that it is another one's object.
        close(body, rest.names, (), rest.child, v)
        _probes(body, optional, v, "")
        return
    if not closed or len(silent) > COUNTED:
        _probes(body, optional, v, "")
        _loop(body, patterns, rest, v, apart=True)
        return
    count, key = body.temporary(), body.temporary()
    body.add(f"let {count} = {len(certain.intersection(rest.names))};")
    _probes(body, optional, v, count)
    for name in silent:
        body.add(f"if ({has(v, name)}) {count}++;")
    body.add(f"for (const {key} in {v}) {count}--;")
    body.fail_if(f"{count} !== 0")


def close(body: Checks, names: Sequence[str], patterns: Sequence[str], child: p.Index, v: str) -> None:
    """Fail unless the properties with other names, which match no pattern, are valid."""
    key = body.temporary()
    test = undeclared(names, patterns, key, body.module)
    with body.block(f"for (const {key} in {v})"):
        if not test:
            _one(body, child, v, key)
            return
        with body.when(test):
            _one(body, child, v, key)


def _one(body: Checks, child: p.Index, v: str, key: str) -> None:
    """Fail unless the value of the property that a variable names is valid."""
    if body.analysis.never(child):
        body.add("return false;")
    elif not body.analysis.trivial(child):
        value = body.temporary()
        body.add(f"const {value} = {v}[{key}];")
        body.child(child, value)


def _loop(
    body: Checks,
    patterns: Sequence[tuple[str, p.Index]],
    rest: p.AdditionalProperties | None,
    v: str,
    *,
    apart: bool,
) -> None:
    """One pass over the properties for `patternProperties` and `additionalProperties`.

    `apart`: no declared name matches a pattern.
    """
    key, free = body.temporary(), body.temporary()
    with body.block(f"for (const {key} in {v})"):
        names = rest.names if rest is not None else ()
        declared = among(names, key, body.module) if names else ""
        if apart and declared:
            body.add(f"if ({declared}) continue;")
            declared = ""
        if rest is not None:
            body.add(f"let {free} = {negated(declared) if declared else 'true'};")
        for regex, child in patterns:
            with body.when(matches(regex, key, body.module)):
                if rest is not None:
                    body.add(f"{free} = false;")
                _one(body, child, v, key)
        if rest is not None:
            with body.when(free):
                _one(body, rest.child, v, key)


def _property_names(body: Checks, check: p.PropertyNames, v: str) -> None:
    if not body.analysis.trivial(check.child):
        key = body.temporary()
        with body.block(f"for (const {key} in {v})"):
            body.child(check.child, key)
