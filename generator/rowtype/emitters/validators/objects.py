"""Checks of objects -> the lines of a verdict function.

Names that an object must have are subscripted inside a `try`; the others are looked up one by one, or, where many are
declared and few are there, the other way round in a table.  The declared names that are there are counted on the way:
an object has others if it has more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rowtype.emitters.printing.python import py
from rowtype.emitters.validators.conditions import bare, fails_types, key_matches, undeclared
from rowtype.emitters.validators.lines import Checks
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.backtracking import all_apart
from rowtype.schema.checks.known import Known

PROBES = 12
"""Optional properties up to which each is looked up; above, it depends on the size of the object."""
TABLED = 40
"""Optional properties above which the table alone is written: few objects have most of so many."""
CLASS, CLASSES, FUNCTION = 2, 3, 5
"""What a turn of a loop costs, in lookups of absent names, by what says whether the value is valid."""
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
                body.fail_if(f"len({v}) {'<' if check.lower else '>'} {py(check.limit)}")
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
    _fetch(body, required, entries, v, known)
    certain = known.names.union(required)
    optional = {n: c for n, c in entries.items() if n not in certain or body.analysis.never(c)}
    if rest is None and not patterns:
        _optional(body, optional, v)
    else:
        _closed(body, optional, patterns, rest, certain, v)
    for check in checks:
        match check:
            case p.PropertyNames():
                _property_names(body, check, v)
            case p.DependentRequired():
                with body.block(f"if {body.module.literal(check.name)} in {v}:"):
                    for name in check.required:
                        body.fail_if(f"{body.module.literal(name)} not in {v}")
            case p.DependentSchema():
                with body.block(f"if {body.module.literal(check.name)} in {v}:"):
                    body.child(check.child, v, known.having(frozenset((*required, check.name))))


# Properties that are there


def _fetch(
    body: Checks, required: Sequence[str], entries: Mapping[str, p.Index], v: str, known: Known
) -> None:
    """Fail unless the required properties are there, and those that are known to be are valid."""
    missing = dict.fromkeys(name for name in required if name not in known.names)
    certain = dict.fromkeys([*missing, *(name for name in entries if name in known.names)])
    wanted = [n for n in certain if n in entries and not body.analysis.never(entries[n])]
    wanted.sort(key=lambda name: body.analysis.cost(entries[name]))
    optimistic = known.exact and not body.speculative and any(name in missing for name in wanted)
    looked_up = {*wanted} if optimistic else ()
    for name in missing:
        if name not in looked_up:
            body.fail_if(f"{body.module.literal(name)} not in {v}")
    variables = {name: body.temporary() for name in wanted}
    plain = {name for name in looked_up if _plain(body, entries[name])}
    if optimistic:
        # Subscripts cost a third of membership tests and subscripts, and a try block costs nothing.
        with body.block("try:"):
            body.guarded = True
            for name, variable in variables.items():
                source = f"{v}[{body.module.literal(name)}]"
                if name in plain and _looked_at_once(body, entries[name]):
                    body.child(entries[name], source)
                    continue
                body.add(f"{variable} = {source}")
                if name in plain:
                    body.child(entries[name], variable)
            body.guarded = False
        with body.block("except (KeyError, TypeError):"):
            body.add("return False")
    for name, variable in variables.items():
        if name not in plain:
            if not optimistic:
                body.add(f"{variable} = {v}[{body.module.literal(name)}]")
            body.child(entries[name], variable)


def _plain(body: Checks, index: p.Index) -> bool:
    """Whether a schema asserts nothing but a type or a list of values: its checks call nothing."""
    checks = body.plan.schemas[body.analysis.target(index)].checks
    return all(isinstance(check, p.Types | p.Enum) for check in checks)


def _looked_at_once(body: Checks, index: p.Index) -> bool:
    """Whether a valid value is looked at once, so that a variable would cost more than it saves."""
    match body.plan.schemas[body.analysis.target(index)].checks:
        case (p.Types(types=("string" | "boolean" | "null" | "array" | "object",)),):
            return True
        case (p.Enum(),) | (p.Types(), p.Enum()) | (p.Enum(), p.Types()):
            return True
    return False


# Properties that may be there


def _optional(body: Checks, optional: Mapping[str, p.Index], v: str) -> None:
    """Check the properties that may be absent, where others may be there."""
    if len(optional) <= PROBES:
        _probes(body, optional, v, None)
        return
    if len(optional) > TABLED:
        _by_table(body, optional, (), v, lambda key, value: None)
        return
    with body.block(_few(body, optional, v)):
        _by_table(body, optional, (), v, lambda key, value: None)
    with body.block("else:"):
        _probes(body, optional, v, None)


def _few(body: Checks, optional: Mapping[str, p.Index], v: str) -> str:
    """The lookup of an absent name costs less than a turn of a loop, many of them more."""
    turns = 0
    for child in optional.values():
        found = _classes(body, child)
        turns += FUNCTION if found is None else CLASS if len(found) == 1 else CLASSES
    return f"if len({v}) < {len(optional) ** 2 // turns}:"


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
        _optional(body, optional, v)
        if rest is not None and body.analysis.never(rest.child) and not patterns:
            body.fail_if(v)
        else:
            _loop(body, patterns, rest, v, apart=apart)
    elif len(optional) > PROBES:

        def undeclared(key: str, value: str) -> None:
            _by_patterns(body, patterns, rest, key, value, "")

        if len(optional) > TABLED:
            _by_table(body, optional, rest.names, v, undeclared)
            return
        with body.block(_few(body, optional, v)):
            _by_table(body, optional, rest.names, v, undeclared)
        with body.block("else:"):
            _counted(body, optional, patterns, rest, certain, v)
    else:
        _counted(body, optional, patterns, rest, certain, v)


def _counted(
    body: Checks,
    optional: Mapping[str, p.Index],
    patterns: Sequence[tuple[str, p.Index]],
    rest: p.AdditionalProperties,
    certain: frozenset[str],
    v: str,
) -> None:
    """Look the declared properties up; others are sought only where there are more than those."""
    names = rest.names
    silent = [name for name in names if name not in certain and name not in optional]
    closed = body.analysis.never(rest.child)
    if closed and not patterns and (len(silent) > COUNTED or body.speculative):
        # Of an alternative it is cheaper to see first that it is another one's object.
        body.fail_unless(f"{body.module.names(names)}.issuperset({v})")
        _probes(body, optional, v, None)
        return
    if not closed or len(silent) > COUNTED:
        _probes(body, optional, v, None)
        _loop(body, patterns, rest, v, apart=True)
        return
    count = str(len(certain.intersection(names)))
    if len(optional) == 1 and not silent and not patterns:
        ((name, child),) = optional.items()
        _one_more(body, name, child, int(count), v)
        return
    if optional or silent:
        start, count = count, body.temporary()
        body.add(f"{count} = {start}")
        _probes(body, optional, v, count)
        for name in silent:
            with body.block(f"if {body.module.literal(name)} in {v}:"):
                body.add(f"{count} += 1")
    if not patterns:
        body.fail_if(f"len({v}) != {count}")
        return
    with body.block(f"if len({v}) != {count}:"):
        _loop(body, patterns, rest, v, apart=True)


def _one_more(body: Checks, name: str, child: p.Index, count: int, v: str) -> None:
    """So many properties are there, and at most one more, with this name."""
    literal = body.module.literal(name)
    if body.analysis.never(child):
        body.fail_if(f"len({v}) != {count}")
        return
    with body.block(f"if {literal} in {v}:"):
        body.fail_if(f"len({v}) != {count + 1}")
        inner = body.temporary()
        body.add(f"{inner} = {v}[{literal}]")
        body.child(child, inner)
    body.add(f"elif len({v}) != {count}:" if count else f"elif {v}:")
    body.add("    return False")


def close(body: Checks, names: Sequence[str], patterns: Sequence[str], child: p.Index, v: str) -> None:
    """Fail unless the properties with other names, which match no pattern, are valid."""
    if body.analysis.never(child) and not patterns:
        body.fail_unless(f"{body.module.names(names)}.issuperset({v})" if names else f"not {v}")
        return
    key, value = body.temporary(), body.temporary()
    tests = undeclared(names, patterns, key, body.module)
    with body.block(f"for {key}, {value} in {v}.items():"):
        if not tests:
            body.child(child, value)
            return
        body.condition("if", tests, "and")
        with body.inside():
            body.child(child, value)


def _by_table(
    body: Checks,
    optional: Mapping[str, p.Index],
    names: Sequence[str],
    v: str,
    undeclared: Callable[[str, str], None],
) -> None:
    """One turn for each property that is there.

    The table holds classes where the type is all there is to check, else a function.
    """
    classes: dict[str, tuple[str, ...]] = dict.fromkeys(names, ("object",))
    sets: dict[str, str] = {}
    functions: dict[str, str] = {}
    for name, child in optional.items():
        classes.pop(name, None)
        if found := _classes(body, child):
            classes[name] = found
        elif listed := body.analysis.only_listed(child):
            sets[name] = body.module.values(listed)
        else:
            functions[name] = _function(body, child)
    key, value, check = body.temporary(), body.temporary(), body.temporary()
    if not classes and len({body.analysis.target(child) for child in optional.values()}) == 1:
        _all_alike(body, optional, v, key, value, undeclared)
        return
    single = {name: several[0] for name, several in classes.items() if _is_name(several)}
    several = {
        name: body.module.constant("K", f"({', '.join(many)}{',' * (len(many) == 1)})")
        for name, many in classes.items()
        if name not in single
    }
    table = body.module.table(list((single | several | sets | functions).items()))
    with body.block(f"for {key} in {v}:"):
        # To ask for the value is faster than to iterate over pairs.
        body.add(f"{check} = {table}({key})")
        body.add(f"{value} = {v}[{key}]")
        if single and len(functions) < 2 * len(classes):
            with body.block(f"if {check} is type({value}):"):
                body.add("continue")
        with body.block(f"if {check} is None:"):
            undeclared(key, value)
            if body.lines[-1] != "    " * body.depth + "return False":
                body.add("continue")
        # Of subclasses none is taken for a number but those of numbers.
        kinds = [
            (
                several,
                f"type({check}) is tuple",
                f"type({value}) not in {check} and (type({value}) is bool or not isinstance({value}, {check}))",
            ),
            (
                sets,
                f"type({check}) is frozenset",
                f"not isinstance({value}, str) or {value} not in {check}",
            ),
            (functions, f"type({check}) is not type", f"not {check}({value})"),
            (single, "", f"not isinstance({value}, {check})"),
        ]
        kinds = [kind for kind in kinds if kind[0]]
        for i, (_, kind, fails) in enumerate(kinds):
            word = "elif" if i else "if"
            if i == len(kinds) - 1:
                body.add(f"{word} {fails}:")
                body.add("    return False")
            else:
                with body.block(f"{word} {kind}:"):
                    body.fail_if(fails)


def _all_alike(
    body: Checks,
    optional: Mapping[str, p.Index],
    v: str,
    key: str,
    value: str,
    undeclared: Callable[[str, str], None],
) -> None:
    """One turn for each property that is there, where the same is said of all that are declared."""
    with body.block(f"for {key}, {value} in {v}.items():"):
        with body.block(f"if {key} in {body.module.names(optional)}:"):
            body.child(next(iter(optional.values())), value)
        before = len(body.lines)
        body.add("else:")
        with body.inside():
            undeclared(key, value)
        if body.lines[before + 1 :] == ["    " * (body.depth + 1) + "pass"]:
            del body.lines[before:]


def _is_name(classes: Sequence[str]) -> bool:
    """Whether it is one class, which has a name."""
    return len(classes) == 1 and classes[0].isidentifier()


_TABLE_CLASSES = {
    "null": ("type(None)",),
    "boolean": ("bool",),
    "string": ("str",),
    "array": ("list",),
    "object": ("dict",),
    "number": ("int", "float"),
}


def _classes(body: Checks, index: p.Index) -> tuple[str, ...] | None:
    """The classes of which a value must be, where that is all there is to check."""
    match body.plan.schemas[body.analysis.target(index)].checks:
        case (p.Types(types=types),) if all(name in _TABLE_CLASSES for name in types):
            return tuple(c for name in types for c in _TABLE_CLASSES[name])
    return None


def _function(body: Checks, index: p.Index) -> str:
    """The name of a function that checks a schema."""
    index = body.analysis.target(index)
    match body.plan.schemas[index].checks:
        case (p.Types(types=("integer",)) as check,):
            return body.module.part("is_exact_integer" if check.exact_integers else "is_integer")
    return body.module.verdict(index)


def _probes(body: Checks, optional: Mapping[str, p.Index], v: str, count: str | None) -> None:
    """Look each up; `count`: the variable that counts those that are there."""
    for name, child in sorted(optional.items(), key=lambda item: body.analysis.cost(item[1])):
        _probe(body, name, child, v, count)


def _probe(body: Checks, name: str, child: p.Index, v: str, count: str | None) -> None:
    literal = body.module.literal(name)
    if body.analysis.never(child):
        body.fail_if(f"{literal} in {v}")
        return
    match body.plan.schemas[body.analysis.target(child)].checks:
        case (p.Types(types=("string" | "boolean" | "null" | "array" | "object",)) as check,):
            tests = fails_types(check, f"{v}[{literal}]", body.module)
            if count is None:
                body.fail_if_all(f"{literal} in {v}", *tests)
                return
            with body.block(f"if {literal} in {v}:"):
                body.add(f"{count} += 1")
                body.fail_if_all(*tests)
            return
    function = body.called(child)
    if function and count is None:
        body.fail_if_all(f"{literal} in {v}", f"not {function}({v}[{literal}])")
        return
    with body.block(f"if {literal} in {v}:"):
        if count is not None:
            body.add(f"{count} += 1")
        if function:
            body.fail_if(f"not {function}({v}[{literal}])")
            return
        inner = body.temporary()
        body.add(f"{inner} = {v}[{literal}]")
        body.child(child, inner)


# All properties


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
    children = [child for _, child in patterns] + ([rest.child] if rest is not None else [])
    key, value = body.temporary(), body.temporary()
    if all(body.analysis.never(child) or body.analysis.trivial(child) for child in children):
        head = f"for {key} in {v}:"
    elif patterns or (rest is not None and rest.names):
        head = f"for {key}, {value} in {v}.items():"
    else:
        head = f"for {value} in {v}.values():"
    with body.block(head):
        if rest is None:
            for regex, child in patterns:
                with body.block(f"if {bare(key_matches(regex, key, body.module))}:"):
                    body.child(child, value)
            return
        undeclared = f"{key} not in {body.module.names(rest.names)}" if rest.names else ""
        if not patterns or (apart and undeclared):
            if undeclared:
                with body.block(f"if {undeclared}:"):
                    _by_patterns(body, patterns, rest, key, value, "")
            else:
                body.child(rest.child, value)
        else:
            _by_patterns(body, patterns, rest, key, value, undeclared)


def _by_patterns(
    body: Checks,
    patterns: Sequence[tuple[str, p.Index]],
    rest: p.AdditionalProperties,
    key: str,
    value: str,
    undeclared: str,
) -> None:
    """The patterns that a name matches, and what there is for names that match none and are `undeclared`."""
    if len(patterns) <= 1:
        word = "if"
        for regex, child in patterns:
            with body.block(f"if {bare(key_matches(regex, key, body.module))}:"):
                body.child(child, value)
            word = "elif"
        if undeclared:
            with body.block(f"{word} {undeclared}:"):
                body.child(rest.child, value)
        elif word == "elif":
            with body.block("else:"):
                body.child(rest.child, value)
        else:
            body.child(rest.child, value)
        return
    free = body.temporary()
    body.add(f"{free} = {undeclared or 'True'}")
    for regex, child in patterns:
        with body.block(f"if {bare(key_matches(regex, key, body.module))}:"):
            body.add(f"{free} = False")
            body.child(child, value)
    with body.block(f"if {free}:"):
        body.child(rest.child, value)


def _property_names(body: Checks, check: p.PropertyNames, v: str) -> None:
    if body.analysis.trivial(check.child):
        return
    if body.analysis.never(check.child):
        body.fail_if(v)
        return
    key = body.temporary()
    with body.block(f"for {key} in {v}:"):
        body.child(check.child, key)
