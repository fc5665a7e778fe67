"""One record: its verdict, counted, and explained as far as that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any

from rowtype.archives import wording
from rowtype.archives.counting import EXAMPLES, Counts, Example, Group, Key, Report, Where
from rowtype.archives.judges import KEPT, Bad, Fault, Judge, Judged, Kind, Settings
from rowtype.archives.policy import UNFRAMED, Problem, parse
from rowtype.archives.records import Piece
from rowtype.archives.routing import no_such_type, route
from rowtype.runtime.violations import Violation
from rowtype.schema.documents import Json, pointer_get, pointer_join

UNREAD: Any = object()
"""Stands for a record that has not been parsed."""


def judge_one(
    judge: Judge, piece: Piece, file: str, out: Judged, *, seen: bool = False, value: Json = UNREAD
) -> bool:
    """Count one record, whose fields may have been counted, and which may have been parsed; whether it is valid."""
    settings = judge.settings
    size = len(piece.raw)
    text = piece.raw if piece.text is None else piece.text
    verdict = _verdict(judge, piece, text, seen, value, out.report)
    counts = out.report.files[file]
    where = Where(file, piece.offset, piece.line)
    if isinstance(verdict, Problem):
        fault = problem_fault(judge, verdict)
        of_type = out.report.types.setdefault("", Counts())
        _tally(out.report, Key("", "", verdict.slug, ""), where, 0, lambda: fault, judge.full)
        faults = [fault]
        for c in (counts, of_type):
            c.unreadable += 1
            c.quarantined_bytes += size
    else:
        kind, found = verdict
        of_type = out.report.types.setdefault(kind.name, Counts())
        if not found:
            for c in (counts, of_type):
                c.valid += 1
                c.valid_bytes += size
            return True
        faults = []
        for number, (prefix, violation) in enumerate(found):
            key = _key(judge, kind, prefix, violation)

            def made(prefix: str = prefix, violation: Violation = violation, key: Key = key) -> Fault:
                return _fault(judge, kind, prefix, violation, key)

            _tally(out.report, key, where, number, made, judge.full)
            if settings.details:
                faults.append(made())
        for c in (counts, of_type):
            c.invalid += 1
            c.quarantined_bytes += size
    if settings.details or settings.raw or settings.good:
        out.bad.append(
            Bad(
                where,
                size,
                isinstance(verdict, Problem),
                piece.raw if settings.raw else b"",
                tuple(faults) if settings.details else (),
            )
        )
    return False


def _verdict(
    judge: Judge, piece: Piece, text: bytes, seen: bool, value: Json, report: Report
) -> Problem | tuple[Kind, Sequence[tuple[str, Violation]]]:
    """The type of a record and what is wrong with it, each with the pointer to its payload; or why it is none."""
    settings = judge.settings
    if piece.problem:
        return Problem(piece.problem, UNFRAMED[piece.problem])
    if len(text) > settings.bound:
        return Problem(
            "too-long", f"a record of {len(text):,} bytes is too long; the limit is {settings.bound:,}"
        )
    if value is UNREAD:
        value = parse(text, last=settings.duplicates == "last")
    if isinstance(value, Problem):
        return value
    if not settings.text and (piece.inner or not settings.enveloped) and settings.by is None:
        kind = next(iter(judge.types.values()))
        if kind.watch is not None and not seen:
            kind.watch.one(value)
        return kind, [("", v) for v in kind.validator.iter_errors(value)]
    payloads = [("", value)]
    if not piece.inner:
        try:
            payloads = [(settings.at, pointer_get(value, settings.at))]
        except KeyError:
            return Problem("nothing-there", f"there is nothing at {settings.at}")
        if settings.each and not isinstance(payloads[0][1], list):
            report.whole += 1
        elif settings.each:
            payloads = [(pointer_join(settings.at, i), v) for i, v in enumerate(payloads[0][1])]
    if settings.text:
        for i, (prefix, value) in enumerate(payloads):
            found = _held(settings, value)
            if isinstance(found, Problem):
                return found
            payloads[i] = (prefix + settings.text, found)
    return _inner_verdict(judge, payloads, seen)


def _held(settings: Settings, value: Json) -> Json | Problem:
    """What the text in a value holds, or why it is nothing."""
    try:
        text = pointer_get(value, settings.text)
    except KeyError:
        text = None
    if not isinstance(text, str):
        return Problem("nothing-there", f"there is no text at {settings.text}")
    return parse(text.encode(), last=settings.duplicates == "last")


def _inner_verdict(
    judge: Judge, payloads: Sequence[tuple[str, Json]], seen: bool
) -> Problem | tuple[Kind, Sequence[tuple[str, Violation]]]:
    settings = judge.settings
    found: list[tuple[str, Violation]] = []
    kind = next(iter(judge.types.values()))
    for prefix, payload in payloads:
        if settings.by is not None:
            name = route(settings.by, payload)
            if name is None:
                return Problem("no-such-type", no_such_type(settings.by, payload))
            kind = judge.types[name]
        if kind.watch is not None and not seen:
            kind.watch.one(payload)
        if not kind.validator.is_valid(payload):
            found += [(prefix, v) for v in kind.validator.iter_errors(payload)]
    return kind, found


# ----------------------------------------------------------------------------------------------- counting


def _tally(
    report: Report,
    key: Key,
    where: Where,
    number: int,
    made: Callable[[], Fault],
    full: Container[Key] = (),
) -> None:
    """Count a violation; the first ones are kept as examples, unless there are enough."""
    group = report.groups.get(key)
    if group is None:
        group = report.groups[key] = Group(0, [], where)
    group.count += 1
    group.last = where
    if len(group.first) < EXAMPLES and key not in full:
        fault = made()
        shown = (fault.pointer, fault.message, fault.shape, fault.said, fault.documented_at)
        group.first.append(Example(where, number, *shown))


def _key(judge: Judge, kind: Kind, prefix: str, violation: Violation) -> Key:
    at, check = violation._at, violation._check
    known = (kind.name, at, check) if not prefix else (kind.name, (prefix, at), check)
    key = judge.keys.get(known)
    if key is None:
        if len(judge.keys) >= KEPT:
            judge.keys.clear()
        below = wording.pointer(violation.path, kind.known, places=False)
        settings = judge.settings
        outside = prefix.removesuffix(settings.text)
        above = settings.at + ("/*" if outside != settings.at else "") if outside else ""
        above += settings.text if prefix else ""
        key = judge.keys[known] = Key(kind.name, above + below, violation.keyword, check.location)
    return key


def _fault(judge: Judge, kind: Kind, prefix: str, violation: Violation, key: Key) -> Fault:
    hidden = _hidden(judge.settings.redact, violation)
    seen = wording.HIDDEN if hidden else wording.shape(violation.value)
    lang = judge.settings.lang
    message = wording.message(violation, lang) if not hidden else f"{violation.keyword}: {wording.HIDDEN}"
    return Fault(
        type=kind.name,
        slug=violation.keyword,
        pointer=prefix + wording.pointer(violation.path, kind.known, places=True),
        schema=key.schema,
        documented_at=violation.documented_at,
        message=message,
        shape=seen,
        said=message if hidden else violation.describe(lang),
    )


def _hidden(redact: frozenset[str], violation: Violation) -> bool:
    """Whether a value, or something inside it that a message may name, must not be shown."""
    if not redact:
        return False
    if any(token in redact for token in violation.path):
        return True
    return bool(violation.causes) or violation.detail in redact or _holds(violation.value, redact)


def _holds(value: Json, redact: frozenset[str]) -> bool:
    if isinstance(value, dict):
        return any(k in redact or _holds(v, redact) for k, v in value.items())
    return isinstance(value, list) and any(_holds(v, redact) for v in value)


def problem_fault(judge: Judge, problem: Problem) -> Fault:
    """Why a record cannot be judged; names that no schema knows are shown where values are."""
    known = any(problem.name in kind.known for kind in judge.types.values())
    message = problem.message if known else problem.without()
    return Fault("", problem.slug, "", "", (), message, "", problem.message)


def long_fault(judge: Judge, where: Where, size: int) -> tuple[Report, Fault]:
    """What is said of a record that is longer than one may be, when all its parts have been seen."""
    report = Report(files={where.file: Counts(unreadable=1)}, types={"": Counts(unreadable=1)})
    problem = Problem(
        "too-long", f"a record of {size:,} bytes is too long; the limit is {judge.settings.bound:,}"
    )
    fault = problem_fault(judge, problem)
    _tally(report, Key("", "", problem.slug, ""), where, 0, lambda: fault)
    return report, fault
