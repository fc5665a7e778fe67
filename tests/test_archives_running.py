"""Runs over archives: by several processes, interrupted, resumed, and when something breaks."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rowtype.archives import engines, framing, judges, judging, pooling, running
from rowtype.archives.judges import Settings
from rowtype.archives.outputs import Output, report_bytes
from rowtype.archives.records import Batch, Unreadable
from rowtype.cli.progress import Meter
from rowtype.schema.documents import Document
from test_archives import SCHEMA, here  # noqa: F401
from test_cli import run

DOCUMENT = Document(name="T", uri="t.json", schema=SCHEMA)


def archive(lines: int, seed: int = 1) -> bytes:
    generator = random.Random(seed)
    kinds = [b'{"a":%d}', b'{"a":"%d"}', b'{"a":%d', b'{"a":%d,"b":"z"}', b'{"a":%d,"b":"x","c":["q"]}']
    found = (generator.choices(kinds, (20, 1, 1, 1, 9))[0] % generator.randrange(10**6) for _ in range(lines))
    return b"\n".join(found) + b"\n"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "rowtype", "validate", "--schema", "s.json", "--no-progress", *arguments]


OUTPUTS = ("--quarantine", "q", "--valid", "v", "--report", "r.json", "--report", "r.ndjson")


def outputs() -> dict[str, bytes]:
    return {name: Path(name).read_bytes() for name in ("q", "q.reasons", "v", "r.json", "r.ndjson")}


def test_the_number_of_processes_changes_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr("rowtype.archives.framing.RANGE", 4096)
    Path("a.ndjson").write_bytes(archive(2000))
    Path("b.ndjson").write_bytes(archive(1000, 2).rstrip())
    Path("c.json").write_bytes(b'{"a":7}')
    seen = []
    for jobs in ("1", "2", "3"):
        done = run(
            "validate",
            "--schema",
            "s.json",
            "b.ndjson",  # whose examples come after those of what is read next
            "a.ndjson",
            "none.ndjson",
            "c.json",
            *OUTPUTS,
            "--jobs",
            jobs,
        )
        assert done.exit_code == 2
        assert "none.ndjson" in done.stderr
        seen.append((done.output, outputs()))
    assert seen[0] == seen[1] == seen[2]


def test_a_process_that_dies_costs_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    Path("a.ndjson").write_bytes(archive(3000))
    settings = Settings(types=(DOCUMENT,))
    job = running.Job(names=("a.ndjson",), settings=settings, frame=framing.Frame(step=4096))
    expected = _report(job, 1)
    judge = judging.judge

    def die(*arguments: object) -> judges.Judged:
        try:
            os.close(os.open("died", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return judge(*arguments)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    monkeypatch.setattr(judging, "judge", die)
    assert _report(job, 2) == expected
    assert Path("died").exists()


def test_a_process_that_always_dies_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    Path("a.ndjson").write_bytes(archive(30))
    monkeypatch.setattr(judging, "judge", lambda *_: os._exit(1))
    done = run("validate", "--schema", "s.json", "a.ndjson", "--jobs", "2")
    assert done.exit_code == 2
    assert "a process dies of the records at byte 0, 3 times" in done.stderr


def test_the_first_examples_are_those_of_the_first_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process leaves out those of later batches, but not of one that comes late: the one before has died of it."""
    settings = Settings(types=(Document(name="T", uri="t.json", schema=SCHEMA),))
    monkeypatch.setattr(pooling, "_judge", judges.prepare(settings))
    monkeypatch.setattr(pooling, "_last", (-1, 0))
    data = b'{"a":"x"}\n' * 9

    def kept(index: int, file: str, offset: int) -> int:
        _, _, found = pooling._work(index, Batch(file=file, offset=offset, length=len(data), data=data))
        assert found is not None
        ((_, group),) = found.report.groups.items()
        assert group.count == 9
        return len(group.first)

    assert [kept(0, "b", 900), kept(0, "b", 1800), kept(0, "b", 0), kept(0, "b", 2700)] == [5, 0, 5, 0]
    assert [kept(1, "a", 3600), kept(1, "a", 4500)] == [5, 0]


def _report(job: running.Job, jobs: int) -> bytes:
    from rowtype.archives.outputs import Outputs

    progress = running.Progress()
    judge = judges.prepare(job.settings)
    collector = running.Collector(judge, progress, Outputs())
    todo = running.items(job, lambda: sys.stdin.buffer, progress)
    results = running.judged(judge, todo) if jobs == 1 else pooling.judged(job.settings, todo, jobs)
    for result in results:
        collector.take(result)
    return report_bytes(progress.report, full=True)


@pytest.mark.parametrize("form", ["ndjson", "ndjson.gz", "json", "csv"])
def test_a_run_goes_on_from_any_checkpoint(here: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Stops after every batch in turn, as a process does that is killed: what it has written since is there too."""
    import gzip

    data, others = archive(400), archive(50, 5) + b'{"x":"' + b"y" * 200_000 + b'"}\n{"a":1}'
    more: tuple[str, ...] = ()
    second = "b.ndjson"
    if form == "json":
        data = b"[\n" + b",\n".join(data.splitlines()) + b"\n]"
        more = ("--each",)
    elif form == "csv":
        data, others = (
            b"p\n" + b"".join(b'"' + line.replace(b'"', b'""') + b'"\n' for line in lines.splitlines())
            for lines in (data, others)
        )
        more, second = ("--column", "p"), "b.csv"
    Path(f"a.{form}").write_bytes(gzip.compress(data) if form.endswith("gz") else data)
    Path(second).write_bytes(others)
    monkeypatch.setattr("rowtype.archives.framing.RANGE", 2048)
    monkeypatch.setattr("rowtype.archives.framing.BATCH", 2048)
    monkeypatch.setattr("rowtype.archives.buffers.BATCH", 2048)
    monkeypatch.setattr("rowtype.archives.framing.ROWS", 50)
    monkeypatch.setattr("rowtype.archives.running.INTERVAL", 0.0)
    asked = (
        "validate",
        "--schema",
        "s.json",
        f"a.{form}",
        second,
        "--max-record",
        "65536",
        *more,
        *OUTPUTS,
    )
    assert run(*asked).exit_code == 1
    expected = outputs()
    assert not Path(".q.checkpoint").exists()
    take = running.Collector.take
    for stop in (1, 2, 5, 8, 11):
        left = [stop]

        def taken(self: running.Collector, result: running.Result, left: list[int] = left) -> None:
            take(self, result)
            left[0] -= 1
            if left[0] < 0:
                raise MemoryError  # after what was written, before the next checkpoint

        monkeypatch.setattr(running.Collector, "take", taken)
        monkeypatch.setattr(
            "rowtype.cli.validating.Run._leave", lambda self: [o.stream.close() for o in self.to.all]
        )
        for name in expected:
            Path(name).unlink(missing_ok=True)
        with contextlib.suppress(MemoryError):
            run(*asked)
        monkeypatch.setattr(running.Collector, "take", take)
        done = run(*asked, "--resume")
        assert done.exit_code == 1, done.output
        assert outputs() == expected
        assert not list(here.glob(".*"))


@pytest.mark.parametrize("placed", range(5))
def test_killed_while_outputs_are_put_in_place(
    here: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    placed: int,
) -> None:
    Path("a.ndjson").write_bytes(archive(50))
    asked = ("validate", "--schema", "s.json", "a.ndjson", *OUTPUTS)
    assert run(*asked).exit_code == 1
    expected = outputs()
    for name in expected:
        Path(name).unlink()
    monkeypatch.setattr("rowtype.archives.running.INTERVAL", 0.0)
    monkeypatch.setattr(
        "rowtype.cli.validating.Run._leave", lambda self: [o.stream.close() for o in self.to.all]
    )
    commit, left = Output.commit, [placed]

    def killed(self: Output, *_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise MemoryError
        commit(self)

    monkeypatch.setattr(Output, "commit", killed)
    monkeypatch.setattr("rowtype.cli.validating.Run._report", killed)
    with contextlib.suppress(MemoryError):
        run(*asked)
    monkeypatch.undo()
    monkeypatch.chdir(here)
    assert run(*asked, "--resume").exit_code == 1
    assert outputs() == expected
    assert not list(here.glob(".*"))


def test_a_checkpoint_of_another_run_is_refused(here: Path) -> None:  # noqa: F811
    Path("a.ndjson").write_bytes(archive(10))
    Path(".q.checkpoint").write_text('{"run": "other"}', encoding="utf-8")
    done = run("validate", "--schema", "s.json", "a.ndjson", "--quarantine", "q", "--resume")
    assert done.exit_code == 2
    assert "start without --resume" in done.stderr
    assert not Path("q").exists()
    Path(".q.checkpoint").write_bytes(b"\xff")
    assert run("validate", "--schema", "s.json", "a.ndjson", "--quarantine", "q", "--resume").exit_code == 2
    assert run("validate", "--schema", "s.json", "a.ndjson", "--quarantine", "q").exit_code == 1


def test_an_interrupt_prints_the_report_so_far(here: Path) -> None:  # noqa: F811
    process = subprocess.Popen(
        command("-", "--quarantine", "q"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(b'{"a":"x"}\n{"a":1}\n' * 100_000)
    process.stdin.flush()
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert b"expected an integer" in out
    assert b"interrupted: this is the report so far" in err
    assert b"Traceback" not in err
    assert not Path("q").exists()
    assert Path(".q.checkpoint").exists()


def test_a_pipe_that_is_closed_by_its_reader(here: Path) -> None:  # noqa: F811
    Path("a.ndjson").write_bytes(b'{"a":"x"}\n' * 20_000)
    line = " ".join([*command("a.ndjson", "--all", "--quarantine", "q"), "| head -1"])
    done = subprocess.run(line, shell=True, capture_output=True, check=False)
    assert done.stdout.startswith(b"a.ndjson:1: /a:")
    assert b"Traceback" not in done.stderr
    assert Path("q").read_bytes() == Path("a.ndjson").read_bytes()


def test_a_disk_that_is_full(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    Path("a.ndjson").write_bytes(archive(100))
    Path("q").write_bytes(b"old\n")
    done = run("validate", "--schema", "s.json", "a.ndjson", "--valid", "/dev/full")
    assert done.exit_code == 2
    assert "No space left" in done.stderr
    for option in ("--quarantine", "--report"):
        done = run("validate", "--schema", "s.json", "a.ndjson", option, "none/q.json")
        assert done.exit_code == 2
        assert "valid" not in done.stderr

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rowtype.archives.outputs.Output.sync", full)
    done = run("validate", "--schema", "s.json", "a.ndjson", "--quarantine", "q")
    assert done.exit_code == 2
    assert Path("q").read_bytes() == b"old\n"
    assert not list(here.glob(".*"))


def test_a_run_that_stops_early(here: Path) -> None:  # noqa: F811
    Path("a.ndjson").write_bytes(b'{"a":"x"}\n' * 10)
    Path("b.ndjson").write_bytes(b'{"a":"x"}\n' * 10)
    done = run("validate", "--schema", "s.json", "a.ndjson", "b.ndjson", "--fail-fast")
    assert "0 valid, 10 invalid" in done.stderr
    assert "stopped" in done.stderr
    assert done.exit_code == 1
    done = run("validate", "--schema", "s.json", "a.ndjson", "b.ndjson", "--max-errors", "11")
    assert "0 valid, 20 invalid" in done.stderr


def test_a_sample_keeps_places(here: Path) -> None:  # noqa: F811
    Path("a.ndjson").write_bytes(b"".join(b'{"a":"%05d"}\n' % i for i in range(100_000)))
    done = run(
        "validate",
        "--schema",
        "s.json",
        "a.ndjson",
        "--sample",
        "0.2",
        "--report",
        "r.ndjson",
        "--examples",
        "full",
    )
    counts = int(done.stderr.split(" invalid")[0].split(", ")[-1])
    assert 5_000 < counts < 60_000
    for line in Path("r.ndjson").read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        assert f"found '{found['line'] - 1:05}'" in found["error"]


def test_how_far_a_run_is() -> None:
    import io

    now = [0.0]
    stream = io.StringIO()
    meter = Meter(["x"], stream, True, lambda: now[0])
    meter.sizes = [1000]
    meter.tell(0, 10, 5)
    assert stream.getvalue() == ""
    now[0] = 10.0
    meter.tell(0, 250, 2000)
    assert stream.getvalue() == "\r\x1b[K 25%  2,000 records, 200/s, 0:30 left"
    meter.clear()
    assert stream.getvalue().endswith("\r\x1b[K")
    log = io.StringIO()
    meter = Meter(["-"], log, False, lambda: now[0])
    now[0] += 20
    meter.tell(0, 1, 1)
    now[0] += 20
    meter.tell(0, 1, 80)
    assert log.getvalue() == "80 records, 2/s\n"


PEAK = """\
import sys
from rowtype.cli import main
try:
    main()
finally:
    with open("/proc/self/status") as status, open("peak", "w") as out:
        out.write(next(line for line in status if line.startswith("VmHWM")).split()[1])
"""
"""Says what memory a process has had of its own; what the kernel counts for a child begins with its parent's."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="says what memory a process has had")
@pytest.mark.parametrize("kind", ["lines", "many errors"])
def test_memory_is_bounded(here: Path, kind: str) -> None:  # noqa: F811
    """60 MB of input in less than 100 MB."""
    asked = [sys.executable, "-c", PEAK, "validate", "--schema", "s.json", "--no-progress"]
    part = b'{"a":12345}\n' * 50_000 if kind == "lines" else b'{"a":"x"}\n{"a":1,"b":2}\n' * 5_000
    with subprocess.Popen([*asked, "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        for _ in range(100 if kind == "lines" else 20):
            process.stdin.write(part)
        process.stdin.close()
    assert process.returncode == (0 if kind == "lines" else 1)
    assert int(Path("peak").read_text(encoding="ascii")) < 100 * 1024


def test_numbers_do_not_depend_on_what_else_is_wanted() -> None:
    from rowtype.archives.records import Batch

    data = archive(3000)
    reports = []
    for more in ({}, {"details": True}, {"raw": True, "good": True}, {"plain": True}):
        judge = judges.prepare(Settings(types=(DOCUMENT,), **more))  # type: ignore[arg-type]
        reports.append(report_bytes(judging.judge(judge, Batch(file="f", data=data)).report, full=True))
    assert len(set(reports)) == 1


@pytest.mark.parametrize(("engine", "extra"), [("spark", "PySpark"), ("dask", "Dask")])
def test_an_engine_that_is_not_installed_is_told_in_a_sentence(
    here: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    extra: str,
) -> None:
    module = importlib.import_module(f"rowtype.{engine}")
    monkeypatch.setitem(sys.modules, "pyspark.sql" if engine == "spark" else "distributed", None)
    Path("in.ndjson").write_text('{"a":1}\n', encoding="utf-8")
    ran = run("validate", "--schema", "s.json", "--engine", engine, "--report", "r.json", "in.ndjson")
    assert ran.exit_code == 2
    assert ran.stderr == f"error: {extra} is not installed: pip install 'rowtype[{engine}]'\n"
    assert not Path("r.json").exists()
    with pytest.raises(engines.Missing, match="is not installed"):
        module.validate(None, "body", SCHEMA)
    for wrong in (("--engine", engine, "--jobs", "2"), ("--master", "x")):
        assert run("validate", "--schema", "s.json", *wrong, "in.ndjson").exit_code == 2


@pytest.mark.parametrize("parts", [1, 3, 40])
def test_rows_are_judged_alike_however_they_are_spread(parts: int) -> None:
    texts = [
        '{"a":1}',
        b'{"a":"x"}',
        None,
        "",
        '{"a":1,"b":"z"}\n',
        '{\n"a":2}',
        '{"a":1,"a":1}',
        "\ud800",
    ] * 9
    texts += [f'{{"a":"{i}"}}' for i in range(30)]
    asked = engines.packed(SCHEMA, fields="shapes")
    rows = engines.judged(asked, texts)
    assert [why is None for why in rows.why[:8]] == [True, False, False, False, False, True, False, False]
    assert json.loads(rows.why[1] or "")["violations"][0]["instanceLocation"] == "/a"
    assert rows.report.total.records == len(texts)
    mixed = random.Random(parts).sample(range(len(texts)), len(texts))
    spread = [engines.judged(asked, [texts[i] for i in mixed[part::parts]]) for part in range(parts)]
    report = engines.merged(engines.dumped(one.report) for one in reversed(spread))
    assert report_bytes(report, full=False) == report_bytes(rows.report, full=False)
    for part, one in enumerate(spread):
        assert one.why == [rows.why[i] for i in mixed[part::parts]]


def test_what_is_wrong_with_a_file_comes_back_from_another_process(here: Path) -> None:  # noqa: F811
    asked = engines.packed(SCHEMA)
    batch = Batch(file="in.ndjson", length=8)
    _, error, found = engines.work(asked, str(here), (0, batch))
    assert (type(error), found) == (Unreadable, None)
    back = pickle.loads(pickle.dumps(error))
    assert (back.file, back.why, str(back)) == (error.file, error.why, str(error))  # type: ignore[union-attr]
    Path("in.ndjson").write_text('{"a":1}\n', encoding="utf-8")
    os.chdir("/")
    assert engines.work(asked, str(here), (0, batch))[2].report.total.valid == 1  # type: ignore[union-attr]
