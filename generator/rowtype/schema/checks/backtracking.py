"""Regular expressions that take too long: found by their structure, before any text is matched.

A backtracking matcher tries every way to divide a text among the turns of a loop.  Where one text can be divided in two
ways and come back to the same place, n such texts can be divided in 2^n ways.  The expression is seen as an automaton
whose states are the sets of characters in it (Glushkov); two ways exist just when the product of the automaton with
itself leads from a pair (s, s) over a pair (p, q) with p != q, or over a doubled edge, back to (s, s).

Where k loops that admit one text follow each other, n such texts can be divided among them in about n^(k-1) ways.  That
the loops of p and q admit one is seen in the product of three automata, which leads from (p, p, q) to (p, q, q).
"""

from __future__ import annotations

import math
import re
import warnings
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import shown

LOOP = 20
"""A repetition that may go on longer than this counts as one without end."""
WAYS = 1_000_000
"""A repetition that can match in more ways than this counts as one without end too."""
STATES = 80
"""An expression with more states in one loop is not examined: the product has the square of that."""
MOST = 2_000
"""An expression with more states is not examined at all."""
LOOPS = 3
"""Loops in a row that admit the same text, from which on a warning is given: fewer are usual, and fast enough."""
MANY = 30
"""Loops of an expression that are compared with each other."""
TRIPLES = 200_000
"""Two loops are not compared where that takes more steps."""


EXPONENTIAL = "exponential time"


class _TooLarge(Exception):
    """The automaton has more states than are examined."""


@dataclass(slots=True)
class _Automaton:
    sets: list[ecma.Ranges] = field(default_factory=list)
    edges: list[Counter[int]] = field(default_factory=list)
    """State -> the states that may follow, each with the number of ways to get there."""
    loops: list[range] = field(default_factory=list)
    """The states of each repetition without end that is in no other, from left to right."""

    def state(self, ranges: ecma.Ranges) -> int:
        if len(self.sets) >= MOST:
            raise _TooLarge
        self.sets.append(ranges)
        self.edges.append(Counter())
        return len(self.sets) - 1

    def join(self, ends: tuple[int, ...], starts: tuple[int, ...]) -> None:
        for end in ends:
            self.edges[end].update(starts)


@dataclass(frozen=True, slots=True)
class _Part:
    nullable: bool
    first: tuple[int, ...]
    last: tuple[int, ...]


_NOTHING = _Part(True, (), ())


class PatternWarning(UserWarning):
    """A pattern of a schema can take time exponential in the length of what it is matched with, or a power of it."""


def warn(plan: p.Plan) -> None:
    """Report every pattern of a plan that can take too long, as a `PatternWarning` with its place."""
    for schema in plan.schemas:
        for check in schema.checks:
            match check:
                case p.Pattern():
                    regexes: tuple[str, ...] = (check.regex,)
                case p.PatternProperties():
                    regexes = tuple(regex for regex, _ in check.entries)
                case _:
                    continue
            for regex in regexes:
                if why := trouble(regex):
                    place = f"{schema.document}#{check.at}"
                    warnings.warn(
                        f"{place}: {shown(regex, 200)} can take {why}", PatternWarning, stacklevel=3
                    )


@lru_cache(maxsize=4096)
def trouble(regex: str) -> str:
    """What time an expression can take if that is too much; empty where it is not.

    Raises:
        RegexError: it is not a valid expression.
    """
    if exponential(regex):
        return EXPONENTIAL
    loops = loops_in_a_row(regex)
    return f"time that grows with the length to the power of {loops}" if loops >= LOOPS else ""


def trouble_in_python(regex: str) -> str:
    """The same of an expression of Python's, where ECMA-262 says it in nearly the same words; else empty."""
    if _ATOMIC.search(regex):
        return ""
    for pattern, same in _SAID_OTHERWISE:
        regex = pattern.sub(same, regex)
    try:
        return trouble(regex)
    except ecma.RegexError:
        return ""


_ATOMIC = re.compile(r"[*+?}]\+|\(\?>")
"""What gives nothing back, and takes no such time.  Finds 'a++', not 'a+'."""
_SAID_OTHERWISE = (
    (re.compile(r"\(\?P<"), "(?<"),
    (re.compile(r"\(\?P=(\w+)\)"), r"\\k<\1>"),
    (re.compile(r"\(\?[aiLmsux]+\)"), ""),
    (re.compile(r"\(\?[aiLmsux-]+:"), "(?:"),
    (re.compile(r"\\[AZ]"), ""),
    (re.compile(r"\\([^\w^$.*+?()\[\]{}|/\\-])"), r"\1"),
)


TRIED = 500
"""Characters of a text up to which an expression is tried where something is built."""
TURNS = 20_000
"""Ways in which the parts of such an expression that end may match together."""


def known_to_match(regex: str, text: str) -> bool | None:
    """Whether a text matches an expression; None where to find out could take long.

    What is built of a schema asks this: only a payload may take the time that a pattern takes.
    """
    return ecma.finds(regex, text) if len(text) <= TRIED and tame(regex) else None


MATCHES = 100_000
"""Names, times expressions, that are tried."""


def all_apart(regexes: Sequence[str], names: Collection[str]) -> bool:
    """Whether no name is known to match, or may match, one of the expressions."""
    if len(regexes) * len(names) > MATCHES:
        return False
    return all(known_to_match(regex, name) is False for regex in regexes for name in names)


@lru_cache(maxsize=4096)
def tame(regex: str) -> bool:
    """Whether an expression is known to take no long time with a text of `TRIED` characters."""
    automaton = _Automaton()
    try:
        node = ecma.parse(regex)
        _build(node, automaton)
        if _ended(node) > TURNS or trouble(regex):
            return False
    except (_TooLarge, RecursionError, ecma.RegexError):
        return False
    sizes = [len(loop) for loop in automaton.loops]
    pairs = ((a * b) ** 2 * len(automaton.sets) for a, b in combinations(sizes, 2))
    return max(sizes, default=0) <= STATES and (
        len(sizes) < LOOPS or (len(sizes) <= MANY and all(steps <= TRIPLES for steps in pairs))
    )


def _ended(node: ecma.Node) -> float:
    """About how many ways there are to match what is in no loop without end."""
    match node:
        case ecma.Back():
            return math.inf
        case ecma.Sequence(nodes):
            return math.prod(map(_ended, nodes), start=1.0)
        case ecma.Choice(nodes):
            return sum(map(_ended, nodes))
        case ecma.Group() | ecma.Look():
            return _ended(node.node)
        case ecma.Repeat(body, least, most):
            once = _ended(body)
            if most is None or once > TURNS:
                return once
            return most - least + 1.0 if once == 1 else once ** min(most, 64)
    return 1.0


@lru_cache(maxsize=4096)
def exponential(regex: str) -> bool:
    """Whether matching can take time exponential in the length of a text.

    Raises:
        RegexError: it is not a valid expression.
    """
    try:
        node = ecma.parse(regex)
        return _idles(node) or any(_ambiguous(loop) for loop in _loops(node))
    except (_TooLarge, RecursionError):
        return False


def loops_in_a_row(regex: str) -> int:
    """How many loops that admit one text can be passed, one after the other.

    Raises:
        RegexError: it is not a valid expression.
    """
    automaton = _Automaton()
    try:
        _build(ecma.parse(regex), automaton)
    except (_TooLarge, RecursionError):
        return 0
    loops = [loop for loop in automaton.loops if len(loop) <= STATES][:MANY]
    if len(loops) < LOOPS:
        return 0
    most = [1] * len(loops)
    for later in range(len(loops)):
        for earlier in range(later):
            if most[earlier] >= most[later] and _shared(automaton, loops[earlier], loops[later]):
                most[later] = most[earlier] + 1
    return max(most)


def _shared(automaton: _Automaton, one: range, other: range) -> bool:
    """Whether two loops admit one text, on a way from the first to the other."""
    if (len(one) * len(other)) ** 2 * len(automaton.sets) > TRIPLES:
        return False
    return any(_leads(automaton, one, other, p, q) for p in one for q in other)


def _leads(automaton: _Automaton, first: range, last: range, p: int, q: int) -> bool:
    """Whether one text leads from p to p, from p to q and from q to q."""
    sets, edges = automaton.sets, automaton.edges
    between = set(range(first.start, last.stop))
    found: set[tuple[int, int, int]] = set()
    todo = [(p, p, q)]
    while todo:
        a, b, c = todo.pop()
        for x in edges[a].keys() & between & set(first):
            for z in edges[c].keys() & between & set(last):
                if not (both := _meet(sets[x], sets[z])):
                    continue
                for y in edges[b].keys() & between:
                    if (x, y, z) not in found and _overlap(both, sets[y]):
                        found.add((x, y, z))
                        todo.append((x, y, z))
    return (p, q, q) in found


@lru_cache(maxsize=4096)
def _meet(a: ecma.Ranges, b: ecma.Ranges) -> ecma.Ranges:
    """The characters of both."""
    pairs = (
        (max(x[0], y[0]), min(x[1], y[1]))
        for x in a[:MOST]
        for y in b[:MOST]
        if x[0] <= y[1] and y[0] <= x[1]
    )
    return tuple(pairs)


@lru_cache(maxsize=1 << 16)
def _ways(node: ecma.Node) -> float:
    """About how many ways there are to match, infinitely many in a loop without end."""
    match node:
        case ecma.Sequence(nodes):
            return math.prod(map(_ways, nodes), start=1.0)
        case ecma.Choice(nodes):
            return sum(map(_ways, nodes))
        case ecma.Group(_, body):
            return _ways(body)
        case ecma.Repeat(body, least, most):
            if most is None:
                return math.inf
            once = _ways(body)
            if once == 1:
                return float(most - least + 1)
            return once ** min(most, 64) if once < 10_000 else math.inf
    return 1.0


def _endless(loop: ecma.Repeat) -> bool:
    """Whether to take a repetition for one without end."""
    return loop.most is None or loop.most > LOOP or (loop.most > 1 and _ways(loop) > WAYS)


def _loops(node: ecma.Node) -> Iterator[ecma.Repeat]:
    """The outermost loops whose body is more than a row of characters."""
    match node:
        case ecma.Repeat(body) if _endless(node) and not _plain(body):
            yield node
        case ecma.Repeat() | ecma.Group() | ecma.Look():
            yield from _loops(node.node)
        case ecma.Sequence(nodes) | ecma.Choice(nodes):
            for child in nodes:
                yield from _loops(child)


def _idles(node: ecma.Node) -> bool:
    """Whether of a counted loop any turns may match nothing: of the 30 in `(?:a?){30}` each may, in 2^30 ways."""
    match node:
        case ecma.Repeat(body, least):
            return (least > LOOP and _nullable(body) and _ways(body) > 1) or _idles(body)
        case ecma.Group() | ecma.Look():
            return _idles(node.node)
        case ecma.Sequence(nodes) | ecma.Choice(nodes):
            return any(map(_idles, nodes))
    return False


def _nullable(node: ecma.Node) -> bool:
    """Whether an expression matches nothing too."""
    match node:
        case ecma.Set():
            return False
        case ecma.Repeat(body, least):
            return least == 0 or _nullable(body)
        case ecma.Group(_, body):
            return _nullable(body)
        case ecma.Sequence(nodes):
            return all(map(_nullable, nodes))
        case ecma.Choice(nodes):
            return any(map(_nullable, nodes))
    return True


def _plain(node: ecma.Node) -> bool:
    match node:
        case ecma.Set():
            return True
        case ecma.Group(_, body):
            return _plain(body)
        case ecma.Sequence(nodes):
            return bool(nodes) and all(isinstance(n, ecma.Set) for n in nodes)
    return False


def _ambiguous(loop: ecma.Repeat) -> bool:
    automaton = _Automaton()
    _build(loop, automaton)
    if len(automaton.sets) > STATES:
        return False
    successors = _product(automaton)
    for s in range(len(automaton.sets)):
        reached = _reachable(successors, (s, s))
        if (s, s) not in reached:
            continue
        for pair in reached:
            doubled = pair[0] == pair[1] and any(n > 1 for n in automaton.edges[pair[0]].values())
            if doubled and any(
                n > 1 and (s, s) in _reachable(successors, (t, t), including=True)
                for t, n in automaton.edges[pair[0]].items()
            ):
                return True
            if pair[0] != pair[1] and (s, s) in _reachable(successors, pair):
                return True
    return False


def _product(automaton: _Automaton) -> dict[tuple[int, int], list[tuple[int, int]]]:
    sets, edges = automaton.sets, automaton.edges
    meets = [[_overlap(a, b) for b in sets] for a in sets]
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    todo = [(s, s) for s in range(len(sets))]
    while todo:
        pair = todo.pop()
        if pair in found:
            continue
        found[pair] = [(a, b) for a in edges[pair[0]] for b in edges[pair[1]] if meets[a][b]]
        todo += found[pair]
    return found


def _reachable(
    successors: dict[tuple[int, int], list[tuple[int, int]]],
    start: tuple[int, int],
    *,
    including: bool = False,
) -> set[tuple[int, int]]:
    found = {start} if including else set()
    todo = list(successors[start])
    while todo:
        pair = todo.pop()
        if pair not in found:
            found.add(pair)
            todo += successors[pair]
    return found


def _overlap(a: ecma.Ranges, b: ecma.Ranges) -> bool:
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i][1] < b[j][0]:
            i += 1
        elif b[j][1] < a[i][0]:
            j += 1
        else:
            return True
    return False


def _build(node: ecma.Node, automaton: _Automaton) -> _Part:
    match node:
        case ecma.Set(ranges):
            state = (automaton.state(ranges),)
            return _Part(False, state, state)
        case ecma.Group(_, body):
            return _build(body, automaton)
        case ecma.Sequence(nodes):
            whole = _NOTHING
            for child in nodes:
                whole = _after(whole, _build(child, automaton), automaton)
            return whole
        case ecma.Choice(nodes):
            parts = [_build(child, automaton) for child in nodes]
            return _Part(
                any(part.nullable for part in parts),
                tuple(s for part in parts for s in part.first),
                tuple(s for part in parts for s in part.last),
            )
        case ecma.Repeat(body, least, most):
            if most == 0:
                return _NOTHING
            if most is None or _endless(node):
                start = len(automaton.sets)
                part = _build(body, automaton)
                automaton.join(part.last, part.first)
                outer = [loop for loop in automaton.loops if loop.start < start]
                automaton.loops = [*outer, range(start, len(automaton.sets))]
                return _Part(part.nullable or least == 0, part.first, part.last)
            # a{1,3} is a(?:a(?:a)?)?: a turn follows the one before it and no other.
            first = before = _build(body, automaton)
            last = before.last
            for turn in range(1, min(most, 3)):
                part = _build(body, automaton)
                automaton.join(before.last, part.first)
                last = last + part.last if turn >= least or part.nullable else part.last
                before = part
            return _Part(first.nullable or least == 0, first.first, last)
    return _NOTHING


def _after(one: _Part, other: _Part, automaton: _Automaton) -> _Part:
    automaton.join(one.last, other.first)
    return _Part(
        one.nullable and other.nullable,
        one.first + other.first if one.nullable else one.first,
        one.last + other.last if other.nullable else other.last,
    )
