"""One batch of records -> what is said of them: a pure function, the same in any process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rowtype.archives.accepting import teller
from rowtype.archives.columns import Wrong
from rowtype.archives.counting import EXAMPLES, Counts, Group, Report, Where, order
from rowtype.archives.judges import KEPT, Bad, Judge, Judged, Kind
from rowtype.archives.policy import Problem, parse
from rowtype.archives.records import Batch, Piece, Unreadable
from rowtype.archives.routing import Route
from rowtype.archives.single import UNREAD, judge_one
from rowtype.archives.sources import read_at
from rowtype.archives.spans import Found, Span
from rowtype.schema.documents import Json


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


# ------------------------------------------------------------------------------------------------ lines


def _judge_lines(judge: Judge, batch: Batch, data: bytes, out: Judged) -> None:
    """Every line of a batch but those that are empty."""
    file = batch.file
    good: list[bytes] = []
    keep = judge.settings.good
    done = 0
    found, accepted = _rejected(judge, data)
    lines, rejected, values = found
    alike: dict[Wrong, _Alike] = {}
    same: dict[int, _Alike] = {}  # by what is the same object, as most are
    for span in rejected:
        number, start, end, wrong = span
        if keep:
            good.append(data[done:start])
        done = end
        if more := same.get(id(wrong)) or alike.get(wrong):
            more.count += 1
            more.size += end - start
            more.last = span
            continue
        raw = data[start:end]
        value = values.get(number, UNREAD)
        groups = _counted(judge, raw, wrong, value, (file, batch.offset + start, number + 1), out)
        if groups:
            if wrong:
                alike[wrong] = same[id(wrong)] = _Alike(groups)
        elif raw.strip(b" \t\r\n"):
            piece = Piece(raw, batch.offset + start, number + 1)
            valid = judge_one(judge, piece, file, out, seen=bool(wrong), value=value)
            if valid and keep:
                good.append(raw)
    for more in alike.values():
        _count_alike(judge, more, batch, out)
    if keep:
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


def _count_invalid(out: Judged, file: str, kind: Kind, count: int, size: int) -> None:
    for counts in (out.report.files[file], out.report.types.setdefault(kind.name, Counts())):
        counts.invalid += count
        counts.quarantined_bytes += size


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
        if value is UNREAD:
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
            group = out.report.groups[key] = Group(0, [], where)
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
    if settings.enveloped:
        lines = list(_all_lines(data))
        return Found(len(lines), lines, {}), {}
    if settings.by is not None:
        return _sorted(judge, settings.by, data)
    kind = next(iter(judge.types.values()))
    return _of_type(kind, data)


def _of_type(kind: Kind, data: bytes) -> tuple[Found, Accepted]:
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
        if piece.problem is None and ((piece.inner and not settings.text) or not settings.enveloped)
        else b"\n"
        for piece in batch.pieces
    ]
    doubtful = _doubtful(judge, texts)
    sizes = [len(piece.raw) for i, piece in enumerate(batch.pieces) if i not in doubtful]
    _count_valid(judge, batch.file, len(sizes), sum(sizes), out)
    for i, seen in doubtful.items():
        judge_one(judge, batch.pieces[i], batch.file, out, seen=seen)


def judge_rows(
    judge: Judge, rows: Sequence[bytes], files: Callable[[int], str], places: Callable[[int], Where]
) -> tuple[Judged, dict[int, Bad]]:
    """What is said of records in any order, and which are bad.

    Args:
        rows: each a payload, or what one is to be looked for in.
        files: gives the file of a row.
        places: gives its place, which is asked of few.
    """
    doubtful = _doubtful(judge, [b"\n"] * len(rows) if judge.settings.enveloped else rows)
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
        if not judge_one(judge, Piece(rows[i], offset, line), file, out, seen=doubtful[i]):
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
