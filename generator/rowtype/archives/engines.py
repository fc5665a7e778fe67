"""What every engine calls: a batch of records -> what is said of each, and a report that merges.

`rowtype.spark` and `rowtype.dask` are thin over it.  What is sent to a process is what was asked for, pickled; each
makes its judge of it once.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from rowtype.archives import choosing, counting, judges, judging, outputs, running
from rowtype.archives.counting import Report, Where
from rowtype.archives.judges import Judge, Settings
from rowtype.archives.records import Batch, Unreadable
from rowtype.archives.running import Item, Result
from rowtype.schema.documents import Document, Json

WHY = "violations"
"""The column that says why a row is quarantined."""
WAVE = 8
"""Batches of a file for each core that are given out at once."""
Text = bytes | str | None
"""The JSON text of a row; None where the cell is empty."""


class Missing(Exception):
    """An engine that is not installed, or does not start; the message says what to do."""


@dataclass(slots=True)
class Rows:
    """What is said of some rows."""

    why: list[str | None]
    """For each row None where it is valid, else a JSON object: "status" and "violations"."""
    report: Report = field(default_factory=Report)


def packed(schema: Json | Path, kind: str | None = None, **asked: Any) -> bytes:
    """What is to be asked of rows, as it is sent to other processes.

    Args:
        schema: a JSON Schema, or the path of one, or of a folder of schemas.
        kind: the type, by name or title, where there are several.
        asked: more of `judges.Settings`.

    Raises:
        SourceError: there is no such type, or there are several, and none is named.
        SchemaError: the schema cannot be used.
        OSError: it cannot be read.
    """
    if isinstance(schema, Path):
        chosen = choosing.of_path(schema, [kind] if kind else [], None, {})
        types, beside = chosen.types, chosen.beside
    else:
        title = schema.get("title") if isinstance(schema, dict) else None
        types, beside = (Document(name=kind or str(title or "schema"), uri="", schema=schema),), ()
    settings = Settings(types=types, beside=beside, details=True, raw=True, **asked)
    judges.prepare(settings)  # what is wrong with a schema is told here, not on another machine
    return pickle.dumps(settings)


@lru_cache(maxsize=8)
def judge_of(asked: bytes) -> Judge:
    """The judge of this process."""
    settings: Settings = pickle.loads(asked)
    return judges.prepare(settings)


def judged(asked: bytes, texts: Sequence[Text], places: Sequence[Where] | None = None) -> Rows:
    """What is said of rows; the same of each, and the same report in all, however they are spread.

    Args:
        places: where each stands; without them its place is a number that is made of its text.
    """
    rows = [_raw(text) for text in texts]
    judge = judge_of(asked)
    if places is None:
        found, bad = judging.judge_rows(judge, rows, lambda _: "", lambda i: _place(rows[i]))
    else:
        found, bad = judging.judge_rows(judge, rows, lambda i: places[i].file, places.__getitem__)
    why: list[str | None] = [None] * len(rows)
    for i, record in bad.items():
        why[i] = json.dumps(outputs.explained(record, full=False), ensure_ascii=False)
    return Rows(why, found.report)


def _raw(text: Text) -> bytes:
    """A text as a line of a file."""
    raw = text if isinstance(text, bytes) else (text or "").encode("utf-8", "surrogatepass")
    return raw if raw.endswith(b"\n") else raw + b"\n"


def _place(raw: bytes) -> Where:
    return Where("", int.from_bytes(hashlib.blake2b(raw, digest_size=6).digest()), None)


def dumped(report: Report) -> str:
    """A report as it is sent from one process to another."""
    return json.dumps(counting.dump(report, full=None))


def merged(reports: Iterable[str]) -> Report:
    """The report of several that were sent."""
    return counting.merge(counting.load(json.loads(report)) for report in reports)


def work(asked: bytes, folder: str, item: tuple[int, Batch]) -> Result:
    """The result of a batch of a file, in a process whose current folder may be another than `folder`."""
    index, batch = item
    try:
        if batch.kind == "lines" and batch.data is None:
            batch = replace(batch, data=judging.read(batch, folder))
    except Unreadable as error:
        return index, error, None
    index, found, said = running.judged_one(judge_of(asked), index, batch)
    return index, running.without_data(found) if isinstance(found, Batch) else found, said


def in_order(
    todo: Iterable[Item], at_once: int, judged: Callable[[list[Item]], Iterable[Result]]
) -> Iterator[Result]:
    """The results of all items, so many given out at once; one that could not be read is its own."""
    items = iter(todo)
    while wave := list(islice(items, at_once)):
        batches = [item for item in wave if not isinstance(item[1], Exception)]
        done = iter(judged(batches) if batches else ())
        for index, item in wave:
            yield (index, item, None) if isinstance(item, Exception) else next(done)


def check_columns(columns: Sequence[str], named: Iterable[str], added: Sequence[str]) -> None:
    """Accept the columns of a table that have those that are named, and none called as one that is added.

    Raises:
        ValueError: one is missing, or one has to be renamed.
    """
    for name in named:
        if name not in columns:
            raise ValueError(f"there is no column {name!r}")
    for name in added:
        if name in columns:
            raise ValueError(f"the column {name!r} is added: rename yours")


def check_texts(column: str, kind: str, *, texts: bool) -> None:
    """Accept a column that holds JSON texts.

    Args:
        kind: what the engine calls its type.
        texts: whether that is one of texts or of bytes.

    Raises:
        ValueError: it holds something else.
    """
    if not texts:
        raise ValueError(f"the column {column!r} is of type {kind}; JSON texts are strings or bytes")
