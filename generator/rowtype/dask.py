"""Records in a DataFrame of Dask, judged where they are; needs the extra `rowtype[dask]`.

valid, quarantined, report = rowtype.dask.validate(df, "body", Path("order.schema.json"))
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from rowtype.archives import engines
from rowtype.archives.counting import Report, Where
from rowtype.archives.engines import WAVE, WHY
from rowtype.archives.judges import Settings
from rowtype.archives.running import Item, Result
from rowtype.schema.documents import Json

MERGED = 16
"""Reports that are merged at once."""


def validate(
    df: Any,
    column: str,
    schema: Json | Path,
    *,
    kind: str | None = None,
    place: Sequence[str] = (),
    persist: bool = True,
    **asked: Any,
) -> tuple[Any, Any, Report]:
    """The rows that are valid, the others with a column `violations` more, and a report on all.

    The report does not depend on how rows are spread, nor on what fails and is done again.

    Args:
        df: a DataFrame; the client that is current does the work.
        column: the column of JSON texts, strings or bytes.
        schema: a JSON Schema, or the path of one, or of a folder of schemas.
        kind: the type, where there are several.
        place: columns that say where a row comes from: file, offset, and line if there is one.
        persist: whether the verdicts are kept by the workers; else they are found anew for whatever is asked.
        asked: more of `rowtype.archives.judges.Settings`, such as `formats` and `redact`.

    Raises:
        Missing: Dask is not installed.
        SourceError, SchemaError, OSError: the schema cannot be used.
        ValueError: there is no such column, it holds neither text nor bytes, or one is called as that which is added.
    """
    dask, _ = needed()
    frames = import_module("dask.dataframe")
    engines.check_columns(list(df.columns), (column, *place), [WHY])
    dtype = df.dtypes[column]
    engines.check_texts(column, str(dtype), texts=dtype.kind in "OSU")
    judge = dask.delayed(_marked, nout=2)
    sent = dask.delayed(engines.packed(schema, kind, **asked))
    parts = [judge(part, sent, column, tuple(place)) for part in df.to_delayed()]
    if persist:
        parts = list(dask.persist(*parts))
    reports = [part[1] for part in parts]
    while len(reports) > 1:
        merge = dask.delayed(_merged)
        reports = [merge(reports[i : i + MERGED]) for i in range(0, len(reports), MERGED)]
    report = engines.merged(dask.compute(*reports))
    rows = frames.from_delayed(
        [part[0] for part in parts], meta=df._meta.assign(**{WHY: ""}), verify_meta=False
    )
    good = rows[WHY] == ""
    return rows[good].drop(columns=[WHY]), rows[~good], report


def _marked(frame: Any, asked: bytes, column: str, place: Sequence[str]) -> tuple[Any, str]:
    """The rows of a partition with what is said of each, and the report on them."""
    texts = [text if isinstance(text, str | bytes) else None for text in frame[column]]
    places = (
        [_place(*found) for found in zip(*(frame[name] for name in place), strict=True)] if place else None
    )
    said = engines.judged(asked, texts, places)
    return frame.assign(**{WHY: [why or "" for why in said.why]}), engines.dumped(said.report)


def _place(file: Any, offset: Any, line: Any = None) -> Where:
    return Where(str(file), int(offset), None if line is None else int(line))


def _merged(reports: list[str]) -> str:
    return engines.dumped(engines.merged(reports))


def judged(settings: Settings, todo: Iterable[Item], master: str | None) -> Iterator[Result]:
    """The results of all batches of files, in their order; workers read plain files themselves.

    Args:
        master: address of a scheduler; None for processes of this machine.

    Raises:
        Missing: Dask is not installed, or its scheduler is not there.
    """
    _, distributed = needed()
    asked, folder = pickle.dumps(settings), os.getcwd()
    try:
        client = distributed.Client(master) if master else distributed.Client(dashboard_address=None)
    except (OSError, ValueError) as error:
        raise engines.Missing(f"Dask does not start: {str(error).splitlines()[0]}") from None
    with client:
        sent = client.scatter(asked, broadcast=True, hash=False)

        def run(items: list[Item]) -> Iterable[Result]:
            done: Iterable[Result] = client.gather(
                [client.submit(engines.work, sent, folder, item, pure=False) for item in items]
            )
            return done

        yield from engines.in_order(todo, WAVE * max(1, sum(client.nthreads().values())), run)


def needed() -> tuple[Any, Any]:
    """The modules `dask` and `distributed`.

    Raises:
        Missing: one is not installed.
    """
    try:
        return import_module("dask"), import_module("distributed")
    except ImportError:
        raise engines.Missing("Dask is not installed: pip install 'rowtype[dask]'") from None
