"""One batch of records -> what is said of them: a pure function, the same in any process.

`prepare` makes a judge of what was asked for, `judge` is the function.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from rowtype.archives import wording
from rowtype.archives.accepting import accepter, teller
from rowtype.archives.columns import Verdicts, Wrong
from rowtype.archives.counting import EXAMPLES, Counts, Example, Group, Key, Report, Where, order
from rowtype.archives.fields import Watch, root
from rowtype.archives.policy import Problem, parse
from rowtype.archives.records import BOUND, Batch, Piece, Unreadable
from rowtype.archives.routing import Route, no_such_type, route
from rowtype.archives.sources import read_at
from rowtype.archives.spans import Accepter, Found, Span
from rowtype.compiling import Validator, compile_document
from rowtype.diagnostics import Language
from rowtype.runtime.violations import Violation
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Document, Json, pointer_get, pointer_join
from rowtype.schema.drafts import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a verdict and its words depend on."""

    types: tuple[Document, ...]
    """The types that records are judged by."""
    beside: tuple[Document, ...] = ()
    """What their references lead to."""
    draft: Draft | None = None
    formats: bool | None = None
    by: Route | None = None
    """How a record's type is told, where there are several."""
    at: str = ""
    """JSON Pointer from a record to its payload."""
    each: bool = False
    """Whether what stands there is an array of payloads."""
    bound: int = BOUND
    duplicates: Literal["refuse", "last"] = "refuse"
    """What is done with a name that appears twice in an object: it is refused, or its last value counts."""
    lang: Language = "en"
    redact: frozenset[str] = frozenset()
    """Names of fields of which not even a shape is shown."""
    details: bool = False
    """Whether every violation is wanted, or only examples."""
    raw: bool = False
    """Whether the bytes of bad records are wanted."""
    good: bool = False
    """Whether the bytes of valid records are wanted."""
    fields: Literal["none", "shapes", "full"] = "none"
    """Whether fields are counted, and the values of those that list some: as they are, or their shapes."""
    plain: bool = False
    """Whether to do with the standard library alone; the verdicts are the same."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One violation of one record, or why it is none, in words."""

    type: str
    slug: str
    pointer: str
    schema: str
    documented_at: tuple[str, ...]
    message: str
    shape: str
    said: str


@dataclass(slots=True)
class Bad:
    """A record that is not valid."""

    where: Where
    size: int
    unreadable: bool
    raw: bytes = b""
    """If wanted."""
    faults: tuple[Fault, ...] = ()
    """If wanted."""
    last: bool = True
    """Whether the record ends here: one that is longer than a record may be comes in parts."""


@dataclass(slots=True)
class Judged:
    """What is said of a batch."""

    report: Report
    bad: list[Bad] = field(default_factory=list)
    """If anything of them is wanted, in order."""
    good: bytes = b""
    """The valid records, if wanted."""
    lines: int = 0
    """Line ends in the batch, where its lines count from 1."""


@dataclass(slots=True)
class _Type:
    """A type that records are judged by."""

    name: str
    validator: Validator
    known: frozenset[str]
    """Every name of a property in its schema."""
    accepter: Accepter
    """Says which lines need no second look."""
    watch: Watch | None = None
    """Counts its fields, if that is wanted."""


@dataclass(slots=True)
class Judge:
    """Settings with everything compiled."""

    settings: Settings
    types: dict[str, _Type]
    simple: _Type | None = None
    """The one type, where nothing but numbers is wanted of a record that is a payload itself."""
    keys: dict[tuple[str, object, object], Key] = field(default_factory=dict)
    """Type, place and check of a violation -> what it is counted under; the last are kept."""
    full: set[Key] = field(default_factory=set)
    """Kinds of violations of which earlier batches had all examples that are kept."""
    alike: dict[Wrong, list[Key]] = field(default_factory=dict)
    """What is known to be wrong with a record -> what all its violations are counted under, if it is `simple`."""


KEPT = 10_000
"""Places of which it is remembered what they are counted under."""


def prepare(settings: Settings) -> Judge:
    """A judge.

    Raises:
        SchemaError: a schema cannot be compiled.
    """
    documents = (*settings.types, *settings.beside)
    types = {}
    for one in settings.types:
        validator = compile_document(
            one, [d for d in documents if d is not one], draft=settings.draft, formats=settings.formats
        )
        types[one.name] = _Type(
            one.name,
            validator,
            _names(validator.plan),
            accepter(validator, plain=settings.plain, last=settings.duplicates == "last"),
        )
        if settings.fields != "none":
            shapes = settings.fields == "shapes"
            verdicts = None if shapes else Verdicts(validator)
            types[one.name].watch = Watch(root(validator.plan), shapes, settings.redact, verdicts)
    wanted = (settings.details, settings.raw, settings.good, settings.at, settings.each, settings.by)
    simple = next(iter(types.values())) if not any(wanted) else None
    return Judge(settings, types, simple)


def _names(plan: p.Plan) -> frozenset[str]:
    found: set[str] = set()
    for schema in plan.schemas:
        for check in schema.checks:
            if isinstance(check, p.Properties):
                found |= {name for name, _ in check.entries}
            elif isinstance(check, p.Required):
                found |= set(check.names)
    return frozenset(found)


def judge(judge: Judge, batch: Batch) -> Judged:
    """What is said of a batch; places in lines count from its first.

    Raises:
        Unreadable: the file is not what it was when the batch was cut.
    """
    counts = Counts()
    out = Judged(Report(files={batch.file: counts}))
    if batch.kind == "long":
        _count_long(batch, out)
    elif batch.skip:
        out.lines = (batch.data or read(batch)).count(b"\n") if batch.kind == "lines" else 0
    elif batch.kind == "lines":
        data = batch.data if batch.data is not None else read(batch)
        _judge_lines(judge, batch, data, out)
    else:
        _judge_pieces(judge, batch, out)
        if judge.settings.good:
            bad = {b.where.offset for b in out.bad}
            out.good = b"".join(
                p.raw if p.raw.endswith(b"\n") else p.raw + b"\n" for p in batch.pieces if p.offset not in bad
            )
    _move_fields(judge, out)
    return out


def read(batch: Batch, folder: str = "") -> bytes:
    """The lines of a batch that has none with it.

    Args:
        folder: what the name of the file is relative to.

    Raises:
        Unreadable: the file is not there, or not what it was when the batch was cut.
    """
    try:
        with open(os.path.join(folder, batch.file), "rb", buffering=0) as stream:
            data = read_at(stream.fileno(), batch.length, batch.offset)
    except OSError as error:
        raise Unreadable(batch.file, error.strerror or str(error)) from None
    if len(data) != batch.length:
        raise Unreadable(batch.file, "it changed while it was read")
    return data


def _count_long(batch: Batch, out: Judged) -> None:
    """A part of a record that is longer than one may be."""
    where = Where(batch.file, batch.offset, None)
    out.report.files[batch.file].quarantined_bytes += batch.length
    out.bad.append(Bad(where, batch.length, True, batch.data or b"", last=batch.last))
    out.lines = (batch.data or b"").count(b"\n")


def long_fault(judge: Judge, where: Where, size: int) -> tuple[Report, Fault]:
    """What is said of a record that is longer than one may be, when all its parts have been seen."""
    report = Report(files={where.file: Counts(unreadable=1)}, types={"": Counts(unreadable=1)})
    problem = Problem(
        "too-long", f"a record of {size:,} bytes is too long; the limit is {judge.settings.bound:,}"
    )
    fault = _problem_fault(problem)
    _tally(report, Key("", "", problem.slug, ""), where, 0, lambda: fault)
    return report, fault


# ------------------------------------------------------------------------------------------------ lines


def _judge_lines(judge: Judge, batch: Batch, data: bytes, out: Judged) -> None:
    """Every line of a batch but those that are empty."""
    file = batch.file
    good: list[bytes] = []
    done = 0
    found, accepted = _rejected(judge, data)
    lines, rejected, values = found
    alike: dict[Wrong, _Alike] = {}
    for span in rejected:
        number, start, end, wrong = span
        if judge.settings.good:
            good.append(data[done:start])
        done = end
        if wrong in alike:
            more = alike[wrong]
            more.count += 1
            more.size += end - start
            more.last = span
            continue
        raw = data[start:end]
        value = values.get(number, _UNREAD)
        groups = _counted(judge, raw, wrong, value, (file, batch.offset + start, number + 1), out)
        if groups:
            if wrong:
                alike[wrong] = _Alike(groups)
        elif raw.strip(b" \t\r\n"):
            piece = Piece(raw, batch.offset + start, number + 1)
            valid = _judge_one(judge, piece, file, out, seen=bool(wrong), value=value)
            if valid and judge.settings.good:
                good.append(raw)
    for more in alike.values():
        _count_alike(judge, more, batch, out)
    if judge.settings.good:
        out.good = b"".join((*good, data[done:]))
    out.lines = lines - (bool(data) and not data.endswith(b"\n"))
    for name, (records, size) in accepted.items():
        for counts in (out.report.files[file], out.report.types.setdefault(name, Counts())):
            counts.valid += records
            counts.valid_bytes += size


@dataclass(slots=True)
class _Alike:
    """Records of which the same is wrong, and nothing but numbers is wanted."""

    groups: list[Group]
    """Those of all their violations."""
    count: int = 0
    size: int = 0
    last: Span = (0, 0, 0, ())


def _count_alike(judge: Judge, more: _Alike, batch: Batch, out: Judged) -> None:
    if not more.count:
        return
    number, start, _, _ = more.last
    where = Where(batch.file, batch.offset + start, number + 1)
    for group in more.groups:
        group.count += more.count
        group.last = max(group.last, where, key=order)
    kind = judge.simple
    assert kind is not None
    _count_invalid(out, batch.file, kind, more.count, more.size)


def _count_invalid(out: Judged, file: str, kind: _Type, count: int, size: int) -> None:
    for counts in (out.report.files[file], out.report.types.setdefault(kind.name, Counts())):
        counts.invalid += count
        counts.quarantined_bytes += size


_UNREAD: Any = object()
"""Stands for a record that has not been parsed."""


def _counted(
    judge: Judge, raw: bytes, wrong: Wrong, value: Json, place: tuple[str, int, int], out: Judged
) -> list[Group]:
    """Count an invalid record of which nothing but numbers is wanted, where all its violations have been met before.

    The groups in which they are counted come back; nothing where it is otherwise.  Records that have values which are
    not listed in the same places, and nothing else that is wrong, have the same violations: those of the first are
    remembered.
    """
    kind = judge.simple
    if kind is None or not len(raw) <= judge.settings.bound or (kind.watch is not None and not wrong):
        return []
    keys = judge.alike.get(wrong) if wrong else None
    if keys is None:
        if value is _UNREAD:
            value = parse(raw, last=judge.settings.duplicates == "last")
        if isinstance(value, Problem):
            return []
        known = judge.keys
        found = [known.get((kind.name, v._at, v._check)) for v in kind.validator.iter_errors(value)]
        keys = [key for key in found if key is not None]
        if not keys or len(keys) < len(found):
            return []
        if wrong and len(judge.alike) < KEPT:
            judge.alike[wrong] = keys
    where = Where(*place)
    groups = []
    for key in keys:
        group = out.report.groups.get(key)
        if key not in judge.full:
            if group is None or len(group.first) < EXAMPLES:
                return []
        elif group is None:
            group = out.report.groups[key] = Group(0, (), [], where)
        groups.append(group)
    for group in groups:
        group.count += 1
        group.last = where
    _count_invalid(out, place[0], kind, 1, len(raw))
    return groups


Accepted = dict[str, tuple[int, int]]
"""Name of a type -> its records that are known to be valid, and their bytes."""


def _rejected(judge: Judge, data: bytes) -> tuple[Found, Accepted]:
    """Which lines are to be judged, and how many of each type are known to be valid."""
    settings = judge.settings
    if settings.at or settings.each:
        lines = list(_all_lines(data))
        return Found(len(lines), lines, {}), {}
    if settings.by is not None:
        return _sorted(judge, settings.by, data)
    kind = next(iter(judge.types.values()))
    return _of_type(kind, data)


def _of_type(kind: _Type, data: bytes) -> tuple[Found, Accepted]:
    found = kind.accepter.rejected(data, kind.watch.see if kind.watch is not None else None)
    size = len(data) - sum([end - start for _, start, end, _ in found.spans])
    known = found.lines - len(found.spans)
    return found, {kind.name: (known, size)} if known else {}


def _sorted(judge: Judge, by: Route, data: bytes) -> tuple[Found, Accepted]:
    """The same where records are of several types: the lines of each are looked at together."""
    tell = teller(by.pointer)
    lines = list(_all_lines(data))
    if tell is None:
        return Found(len(lines), lines, {}), {}
    of_type: dict[str | None, list[Span]] = {}
    for line in lines:
        told = tell(data[line[1] : line[2]])
        of_type.setdefault(by.types.get(told) if told is not None else None, []).append(line)
    rejected = of_type.pop(None, [])
    accepted: Accepted = {}
    for name, own in of_type.items():
        joined = b"".join([data[start:end] for _, start, end, _ in own])
        found, known = _of_type(judge.types[str(name)], joined)
        rejected += [(*own[number][:3], wrong) for number, _, _, wrong in found.spans]
        accepted |= known
    return Found(len(lines), sorted(rejected), {}), accepted


def _all_lines(data: bytes) -> Iterator[Span]:
    start, number, size = 0, 0, len(data)
    while start < size:
        end = data.find(b"\n", start) + 1 or size
        yield number, start, end, ()
        start, number = end, number + 1


def _judge_pieces(judge: Judge, batch: Batch, out: Judged) -> None:
    """Records with places of their own."""
    settings = judge.settings
    texts = [
        (piece.raw if piece.text is None else piece.text)
        if piece.problem is None and (piece.inner or not (settings.at or settings.each))
        else b"\n"
        for piece in batch.pieces
    ]
    doubtful = _doubtful(judge, texts)
    sizes = [len(piece.raw) for i, piece in enumerate(batch.pieces) if i not in doubtful]
    _count_valid(judge, batch.file, len(sizes), sum(sizes), out)
    for i, seen in doubtful.items():
        _judge_one(judge, batch.pieces[i], batch.file, out, seen=seen)


def judge_rows(
    judge: Judge, rows: Sequence[bytes], files: Callable[[int], str], places: Callable[[int], Where]
) -> tuple[Judged, dict[int, Bad]]:
    """What is said of records in any order, and which are bad.

    Args:
        rows: each a payload, or what one is to be looked for in.
        files: gives the file of a row.
        places: gives its place, which is asked of few.
    """
    plain = not (judge.settings.at or judge.settings.each)
    doubtful = _doubtful(judge, rows if plain else [b"\n"] * len(rows))
    out = Judged(Report())
    sizes: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        if i not in doubtful:
            sizes.setdefault(files(i), []).append(len(row))
    for file, found in sizes.items():
        out.report.files[file] = Counts()
        _count_valid(judge, file, len(found), sum(found), out)
    bad: dict[int, Bad] = {}
    for i in sorted(
        doubtful, key=lambda i: order(places(i))
    ):  # the first examples are those of the first places
        file, offset, line = places(i)
        out.report.files.setdefault(file, Counts())
        if not _judge_one(judge, Piece(rows[i], offset, line), file, out, seen=doubtful[i]):
            bad[i] = out.bad[-1]
    _move_fields(judge, out)
    return out, bad


def _doubtful(judge: Judge, texts: Sequence[bytes]) -> dict[int, bool]:
    """Which texts are not known to be valid, in order, and whether the fields of each have been counted all the same.

    Those that could stand in a line are looked at together, as lines are.
    """
    bound = judge.settings.bound
    lines = [text.removesuffix(b"\n") for text in texts]
    asked = [i for i, line in enumerate(lines) if b"\n" not in line and len(line) <= bound]
    if judge.settings.by is not None or not asked:
        return dict.fromkeys(range(len(texts)), False)
    if len(asked) < len(lines):
        lines = [lines[i] for i in asked]
    told, _ = _of_type(next(iter(judge.types.values())), b"\n".join((*lines, b"")))
    found = {asked[number]: bool(wrong) for number, _, _, wrong in told.spans}
    if len(asked) == len(texts):
        return found
    return {i: found.get(i, False) for i in sorted(found.keys() | set(range(len(texts))) - {*asked})}


def _count_valid(judge: Judge, file: str, count: int, size: int, out: Judged) -> None:
    if count:
        of_type = out.report.types.setdefault(next(iter(judge.types)), Counts())
        for counts in (out.report.files[file], of_type):
            counts.valid += count
            counts.valid_bytes += size


def _move_fields(judge: Judge, out: Judged) -> None:
    for name, kind in judge.types.items():
        if kind.watch is not None:
            kind.watch.into(out.report, name)


def _judge_one(
    judge: Judge, piece: Piece, file: str, out: Judged, *, seen: bool = False, value: Json = _UNREAD
) -> bool:
    """Count one record, whose fields may have been counted, and which may have been parsed; whether it is valid."""
    settings = judge.settings
    size = len(piece.raw)
    text = piece.raw if piece.text is None else piece.text
    verdict = _verdict(judge, piece, text, seen, value)
    counts = out.report.files[file]
    where = Where(file, piece.offset, piece.line)
    if isinstance(verdict, Problem):
        fault = _problem_fault(verdict)
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
    judge: Judge, piece: Piece, text: bytes, seen: bool, value: Json
) -> Problem | tuple[_Type, Sequence[tuple[str, Violation]]]:
    """The type of a record and what is wrong with it, each with the pointer to its payload; or why it is none."""
    settings = judge.settings
    if piece.problem:
        return Problem(piece.problem, "not JSON: something stands after the end of the text")
    if len(text) > settings.bound:
        return Problem(
            "too-long", f"a record of {len(text):,} bytes is too long; the limit is {settings.bound:,}"
        )
    if value is _UNREAD:
        value = parse(text, last=settings.duplicates == "last")
    if isinstance(value, Problem):
        return value
    if (piece.inner or not (settings.at or settings.each)) and settings.by is None:
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
        if settings.each and isinstance(payloads[0][1], list):
            payloads = [(pointer_join(settings.at, i), v) for i, v in enumerate(payloads[0][1])]
    return _inner_verdict(judge, payloads, seen)


def _inner_verdict(
    judge: Judge, payloads: Sequence[tuple[str, Json]], seen: bool
) -> Problem | tuple[_Type, Sequence[tuple[str, Violation]]]:
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
        group = report.groups[key] = Group(0, (), [], where)
    group.count += 1
    group.last = where
    if len(group.first) < EXAMPLES and key not in full:
        fault = made()
        group.documented_at = fault.documented_at
        group.first.append(Example(where, number, fault.pointer, fault.message, fault.shape, fault.said))


def _key(judge: Judge, kind: _Type, prefix: str, violation: Violation) -> Key:
    at, check = violation._at, violation._check
    known = (kind.name, at, check) if not prefix else (kind.name, (prefix, at), check)
    key = judge.keys.get(known)
    if key is None:
        if len(judge.keys) >= KEPT:
            judge.keys.clear()
        below = wording.pointer(violation.path, kind.known, places=False)
        above = judge.settings.at + ("/*" if prefix != judge.settings.at else "") if prefix else ""
        key = judge.keys[known] = Key(kind.name, above + below, violation.keyword, check.location)
    return key


def _fault(judge: Judge, kind: _Type, prefix: str, violation: Violation, key: Key) -> Fault:
    hidden = _hidden(judge.settings.redact, violation)
    seen = wording.HIDDEN if hidden else wording.shape(violation.value)
    message = wording.message(violation, seen) if not hidden else f"{violation.keyword}: {wording.HIDDEN}"
    return Fault(
        type=kind.name,
        slug=violation.keyword,
        pointer=prefix + wording.pointer(violation.path, kind.known, places=True),
        schema=key.schema,
        documented_at=violation.documented_at,
        message=message,
        shape=seen,
        said=message if hidden else violation.describe(judge.settings.lang),
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


def _problem_fault(problem: Problem) -> Fault:
    return Fault("", problem.slug, "", "", (), problem.message, "", problem.message)
