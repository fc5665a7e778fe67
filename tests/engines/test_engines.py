"""Spark and Dask say what one machine says, byte for byte: however records are spread, and whatever dies meanwhile.

`make engines` runs this in an environment of its own; elsewhere it is skipped.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import rowtype.dask
import rowtype.spark
from rowtype.archives import engines
from rowtype.archives.outputs import report_bytes
from test_cli import run

pandas = pytest.importorskip("pandas")
pytestmark = pytest.mark.filterwarnings("ignore")
SCHEMA: dict[str, Any] = {
    "title": "Order",
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "kind": {"enum": ["opened", "closed"]},
        "note": {"type": "string"},
    },
    "required": ["id", "kind"],
}
BAD = ['{"id":1', '{"id":1,"id":1,"kind":"opened"}', '{"id":NaN,"kind":"opened"}', "[]", '{"id":1.5}']


def lines(number: int) -> list[str]:
    draw = random.Random(7)
    found = []
    for i in range(number):
        record = {"id": i, "kind": draw.choice(["opened", "closed"]), "note": "é" * draw.randrange(5)}
        if i % 11 == 0:
            record["kind"] = draw.choice(["shut", "moved"])
        if i % 37 == 0:
            del record["id"]
        found.append(BAD[i // 101 % len(BAD)] if i % 101 == 0 else json.dumps(record, ensure_ascii=False))
    return found


LINES = lines(4000)
SLOW = 12
"""Partitions of which each takes a second."""


def as_bytes(report: Any) -> bytes:
    return report_bytes(report, full=False)


def alone() -> engines.Rows:
    """What one process says of all rows at once."""
    return engines.judged(engines.packed(SCHEMA), LINES)


def placed() -> Any:
    """The rows of a file, with their places."""
    offsets = [0]
    for line in LINES:
        offsets.append(offsets[-1] + len(line.encode()) + 1)
    return pandas.DataFrame(
        {
            "body": LINES,
            "file": "in.ndjson",
            "offset": offsets[:-1],
            "line": range(1, len(LINES) + 1),
        }
    )


def of_file(here: Path, *more: str) -> dict[str, bytes]:
    """What `rowtype validate` writes about the same lines in a file."""
    here.mkdir(exist_ok=True)
    (here / "in.ndjson").write_text("".join(line + "\n" for line in LINES), encoding="utf-8")
    schema_file(here)
    before = Path.cwd()
    os.chdir(here)
    try:
        asked = [
            "validate",
            "--schema",
            "order.json",
            "--report",
            "r.json",
            "--quarantine",
            "q",
            "--valid",
            "v",
        ]
        ran = run(*asked, *more, "in.ndjson")
        assert ran.exit_code == 1, ran.output
    finally:
        os.chdir(before)
    return {name: (here / name).read_bytes() for name in ("r.json", "q", "q.reasons", "v")}


def schema_file(here: Path) -> Path:
    path = here / "order.json"
    path.write_text(json.dumps(SCHEMA), encoding="utf-8")
    return path


def killed_soon(pids: list[int]) -> threading.Thread:
    """Kill processes in a while."""

    def kill() -> None:
        time.sleep(3)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


# -------------------------------------------------------------------------------------------------- Spark


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
    found = builder.config("spark.sql.shuffle.partitions", "4").getOrCreate()
    yield found
    found.stop()


def frame(session: Any) -> Any:
    return session.createDataFrame([(i, line) for i, line in enumerate(LINES)], ["n", "body"])


def rows_are_right(valid: Any, quarantined: Any) -> None:
    good, bad = valid.collect(), quarantined.collect()
    why = alone().why
    assert Counter(r["n"] for r in good) == Counter(i for i, w in enumerate(why) if w is None)
    assert {r["n"]: r["violations"] for r in bad} == {i: w for i, w in enumerate(why) if w is not None}
    assert all(r["body"] == LINES[r["n"]] for r in (*good, *bad))


@pytest.mark.parametrize("partitions", [1, 7])
def test_spark(session: Any, partitions: int) -> None:
    valid, quarantined, report = rowtype.spark.validate(
        frame(session).repartition(partitions), "body", SCHEMA
    )
    assert as_bytes(report) == as_bytes(alone().report)
    rows_are_right(valid, quarantined)


def test_spark_says_of_places_what_the_command_says_of_files(session: Any, tmp_path: Path) -> None:
    df = session.createDataFrame(placed()).repartition(5)
    place = ["file", "offset", "line"]
    *_, report = rowtype.spark.validate(df, "body", schema_file(tmp_path), place=place, fields="shapes")
    assert as_bytes(report) == of_file(tmp_path)["r.json"]


def test_spark_with_a_column_of_something_else(session: Any) -> None:
    df = session.createDataFrame([(1, [1])], "n int, body array<int>")
    for column in ("n", "body"):
        with pytest.raises(
            ValueError, match=f"^the column '{column}' is of type .*; JSON texts are strings or bytes$"
        ):
            rowtype.spark.validate(df, column, SCHEMA)


def test_spark_when_an_executor_is_killed(session: Any) -> None:
    def slow(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            time.sleep(1)
            yield batch

    df = frame(session).repartition(SLOW)
    df = df.mapInArrow(slow, df.schema)
    app = session.sparkContext.applicationId
    pids = executors(app)
    assert len(pids) == 2
    thread = killed_soon(pids[:1])
    began = time.monotonic()
    valid, quarantined, report = rowtype.spark.validate(df, "body", SCHEMA)
    assert time.monotonic() - began > 3, "it was over before anything was killed"
    thread.join()
    assert as_bytes(report) == as_bytes(alone().report)
    rows_are_right(valid, quarantined)
    assert pids[0] not in executors(app)


def executors(app: str) -> list[int]:
    """Processes that work for an application of ours."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"org.apache.spark.executor.CoarseGrainedExecutorBackend" in said and app.encode() in said:
            found.append(int(path.parent.name))
    return found


def test_spark_by_the_command(session: Any, tmp_path: Path) -> None:
    assert of_file(tmp_path / "a") == of_file(tmp_path / "b", "--engine", "spark")


# --------------------------------------------------------------------------------------------------- Dask


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as found,
    ):
        yield found


def dask_frame(partitions: int) -> Any:
    import dask.dataframe as frames

    return frames.from_pandas(
        pandas.DataFrame({"n": range(len(LINES)), "body": LINES}), npartitions=partitions
    )


def dask_rows_are_right(valid: Any, quarantined: Any) -> None:
    why = alone().why
    good, bad = valid.compute(), quarantined.compute()
    assert sorted(good["n"]) == [i for i, w in enumerate(why) if w is None]
    found = dict(zip(bad["n"], bad["violations"], strict=True))
    assert found == {i: w for i, w in enumerate(why) if w is not None}


@pytest.mark.parametrize("partitions", [1, 40])
def test_dask(client: Any, partitions: int) -> None:
    valid, quarantined, report = rowtype.dask.validate(dask_frame(partitions), "body", SCHEMA)
    assert as_bytes(report) == as_bytes(alone().report)
    dask_rows_are_right(valid, quarantined)


def test_dask_says_of_places_what_the_command_says_of_files(client: Any, tmp_path: Path) -> None:
    import dask.dataframe as frames

    df = frames.from_pandas(placed(), npartitions=5)
    place = ["file", "offset", "line"]
    *_, report = rowtype.dask.validate(df, "body", schema_file(tmp_path), place=place, fields="shapes")
    assert as_bytes(report) == of_file(tmp_path)["r.json"]


def test_dask_with_a_column_of_something_else(client: Any) -> None:
    import dask.dataframe as frames

    df = frames.from_pandas(placed(), npartitions=1)
    with pytest.raises(
        ValueError, match=r"^the column 'offset' is of type int64; JSON texts are strings or bytes"
    ):
        rowtype.dask.validate(df, "offset", SCHEMA)


def test_dask_when_a_worker_is_killed(client: Any) -> None:
    def slow(part: Any) -> Any:
        time.sleep(1)
        return part

    df = dask_frame(SLOW)
    df = df.map_partitions(slow, meta=df._meta)
    pids = list(client.run(os.getpid).values())
    thread = killed_soon(pids[:1])
    began = time.monotonic()
    valid, quarantined, report = rowtype.dask.validate(df, "body", SCHEMA)
    assert time.monotonic() - began > 3, "it was over before anything was killed"
    thread.join()
    assert as_bytes(report) == as_bytes(alone().report)
    dask_rows_are_right(valid, quarantined)
    assert pids[0] not in client.run(os.getpid).values()


def test_dask_by_the_command(client: Any, tmp_path: Path) -> None:
    address = client.scheduler.address
    assert of_file(tmp_path / "a") == of_file(tmp_path / "b", "--engine", "dask", "--master", address)
