"""Records in a DataFrame of Apache Spark, judged where they are; needs the extra `rowtype[spark]`.

valid, quarantined, report = rowtype.spark.validate(df, "body", Path("order.schema.json"))
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from rowtype.archives import engines
from rowtype.archives.counting import Report, Where
from rowtype.archives.engines import WAVE, WHY
from rowtype.archives.judges import Settings
from rowtype.archives.running import Item, Result
from rowtype.schema.documents import Json

REPORT = "_rowtype_report"
"""The column of a report, in a row of its own for each partition."""
TEXTS = ("string", "varchar", "char", "binary")
"""Types of a column that may hold JSON texts."""
REPORTS = 32
"""Partitions in which reports are merged before they come to the driver."""


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
        df: a DataFrame, whose session does the work.
        column: the column of JSON texts, strings or binary.
        schema: a JSON Schema, or the path of one, or of a folder of schemas.
        kind: the type, where there are several.
        place: columns that say where a row comes from: file, offset, and line if there is one.
        persist: whether the verdicts are kept by the executors; else they are found anew for whatever is asked.
        asked: more of `rowtype.archives.judges.Settings`, such as `formats` and `redact`.

    Raises:
        Missing: PySpark is not installed.
        SourceError, SchemaError, OSError: the schema cannot be used.
        ValueError: there is no such column, it holds neither text nor bytes, or one is called as those that are added.
    """
    sql = needed()
    engines.check_columns(df.columns, (column, *place), [WHY, REPORT])
    kind_of = df.schema[column].dataType.typeName()
    engines.check_texts(column, kind_of, texts=kind_of in TEXTS)
    types = sql.types
    fields = [types.StructField(f.name, f.dataType, True) for f in df.schema.fields]
    more = [types.StructField(name, types.StringType(), True) for name in (WHY, REPORT)]
    judge = partial(_marked, engines.packed(schema, kind, **asked), column, tuple(place))
    marked = df.mapInArrow(judge, types.StructType([*fields, *more]))
    if persist:
        marked = marked.persist()
    reports = marked.where(marked[REPORT].isNotNull()).select(REPORT).repartition(REPORTS)
    merged = reports.mapInArrow(_merged, reports.schema)
    report = engines.merged(row[0] for row in merged.collect())
    rows = marked.where(marked[REPORT].isNull()).drop(REPORT)
    return rows.where(rows[WHY].isNull()).drop(WHY), rows.where(rows[WHY].isNotNull()), report


def _marked(asked: bytes, column: str, place: Sequence[str], batches: Iterable[Any]) -> Iterator[Any]:
    """The rows of a partition with what is said of each, and at the end the report on them."""
    pa = import_module("pyarrow")

    total = Report()
    names: list[str] = []
    kinds: list[Any] = []
    for batch in batches:
        columns = [batch.column(name).to_pylist() for name in place]
        places = [_place(*found) for found in zip(*columns, strict=True)] if place else None
        said = engines.judged(asked, batch.column(column).to_pylist(), places)
        total.add(said.report)
        names, kinds = batch.schema.names, batch.schema.types
        added = [pa.array(said.why, pa.string()), pa.nulls(len(said.why), pa.string())]
        yield pa.RecordBatch.from_arrays([*batch.columns, *added], names=[*names, WHY, REPORT])
    if names:
        empty = [pa.nulls(1, kind) for kind in (*kinds, pa.string())]
        last = pa.array([engines.dumped(total)], pa.string())
        yield pa.RecordBatch.from_arrays([*empty, last], names=[*names, WHY, REPORT])


def _place(file: str | None, offset: int | None, line: int | None = None) -> Where:
    return Where(file or "", offset or 0, line)


def _merged(batches: Iterable[Any]) -> Iterator[Any]:
    """Reports of many partitions as one."""
    pa = import_module("pyarrow")

    report = engines.dumped(engines.merged(text for batch in batches for text in batch.column(0).to_pylist()))
    yield pa.RecordBatch.from_arrays([pa.array([report], pa.string())], names=[REPORT])


def judged(settings: Settings, todo: Iterable[Item], master: str | None) -> Iterator[Result]:
    """The results of all batches of files, in their order; executors read plain files themselves.

    Args:
        master: URL of a cluster; None for the session that is there, or this machine.

    Raises:
        Missing: PySpark is not installed, or does not start.
    """
    sql = needed()
    builder = sql.SparkSession.builder.appName("rowtype")
    try:
        session = (builder.master(master) if master else builder).getOrCreate()
    except (import_module("pyspark.errors").PySparkException, RuntimeError) as error:
        raise engines.Missing(f"Spark does not start: {str(error).splitlines()[0]}") from None
    asked = pickle.dumps(settings)
    context = session.sparkContext
    work = partial(engines.work, asked, os.getcwd())

    def run(items: list[Item]) -> Iterable[Result]:
        done: Iterable[Result] = context.parallelize(items, len(items)).map(work).collect()
        return done

    yield from engines.in_order(todo, WAVE * context.defaultParallelism, run)


def needed() -> Any:
    """The module `pyspark.sql`.

    Raises:
        Missing: PySpark is not installed.
    """
    try:
        return import_module("pyspark.sql")
    except ImportError:
        raise engines.Missing("PySpark is not installed: pip install 'rowtype[spark]'") from None
