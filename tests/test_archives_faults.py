"""Everything that can go wrong while an archive is read, each by a real process: nothing is lost, and it is told.

`make faults` runs the same with more kills and larger files.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import SOAK
from rowtype.archives import policy
from test_archives import here  # noqa: F401
from test_archives_running import OUTPUTS, PEAK, archive, outputs
from test_cli import run

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="looks at processes as Linux does"
)
ASKED = ("validate", "--schema", "s.json", "--no-progress")
SMALL = (
    "import rowtype.archives.framing as f, rowtype.archives.running as r, rowtype.cli as c\n"
    "f.RANGE, r.INTERVAL = 1 << 15, 0.0\n"
    "c.main()\n"
)
"""The command with small batches, and a checkpoint after each."""


def started(*arguments: str, **more: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", SMALL, *ASKED, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        **more,  # type: ignore[call-overload]
    )


def ended(process: subprocess.Popen[bytes], code: int) -> str:
    """What a process has said when it has ended with a code; nothing is a traceback."""
    said = process.communicate(timeout=120)[1].decode()
    assert process.returncode == code, said
    assert "Traceback" not in said
    return said


def children(process: subprocess.Popen[bytes]) -> list[int]:
    return [
        int(n)
        for n in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    ]


def alive(number: int) -> bool:
    try:
        return (
            Path(f"/proc/{number}/stat")
            .read_text(encoding="utf-8", errors="replace")
            .rpartition(")")[2]
            .split()[0]
            != "Z"
        )
    except FileNotFoundError:
        return False


def expected(*arguments: str) -> dict[str, bytes]:
    """What a run leaves that nothing happens to."""
    assert run(*ASKED, *arguments, *OUTPUTS).exit_code == 1
    found = outputs()
    for name in found:
        Path(name).unlink()
    return found


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_at_random_moments(here: Path, jobs: str) -> None:  # noqa: F811
    """kill -9 and --resume, again and again: the same bytes at the end, and no process is left."""
    Path("a.ndjson").write_bytes(archive(10_000 * min(SOAK, 3)))
    asked = ("a.ndjson", *OUTPUTS, "--jobs", jobs)
    whole = expected("a.ndjson")
    generator = random.Random(4)
    kills, most = 0, 3 if SOAK == 1 else 25
    longest = 1.5
    while kills < most:
        began = time.monotonic()
        process = started(*asked, "--resume")
        try:
            process.wait(generator.uniform(0.3, longest))
        except subprocess.TimeoutExpired:
            workers = children(process)
            process.kill()
            process.communicate()
            kills += 1
            until = time.monotonic() + 10
            while any(map(alive, workers)) and time.monotonic() < until:
                time.sleep(0.01)
            assert not any(map(alive, workers))
            continue
        ended(process, 1)
        longest = max(0.5, time.monotonic() - began)
        assert outputs() == whole
        for name in whole:
            Path(name).unlink()
    ended(started(*asked, "--resume"), 1)
    assert outputs() == whole
    assert not list(here.glob(".*"))


def test_a_worker_is_killed_from_outside(here: Path) -> None:  # noqa: F811
    Path("a.ndjson").write_bytes(archive(20_000))
    whole = expected("a.ndjson")
    process = started("a.ndjson", *OUTPUTS, "--jobs", "2")
    until = time.monotonic() + 60
    while process.poll() is None and not (workers := children(process)) and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(workers[0], signal.SIGKILL)
    ended(process, 1)
    assert outputs() == whole


@pytest.mark.parametrize("form", ["gz", "zst"])
def test_cut_anywhere(here: Path, form: str) -> None:  # noqa: F811
    """A compressed file that is cut off: what came out before the break is in one of the outputs, to the byte."""
    lines = archive(20_000)  # enough to be held back
    if form == "gz":
        whole, unpack = gzip.compress(lines), _gunzipped
    else:
        zstandard = pytest.importorskip("zstandard")
        whole = zstandard.compress(lines)
        unpack = lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data)  # noqa: E731
    for cut in (len(whole) // 3, *random.Random(1).sample(range(30, len(whole)), 4 * SOAK)):
        Path(f"in.{form}").write_bytes(whole[:cut])
        done = run(*ASKED, f"in.{form}", "--input-format", "ndjson", "--quarantine", "q", "--valid", "v")
        assert done.exit_code == 2
        assert "ends before its end" in done.stderr
        got = sorted((Path("v").read_bytes() + Path("q").read_bytes()).split(b"\n"))
        came = unpack(whole[:cut])
        assert [line for line in got if line] == sorted(line for line in came.split(b"\n") if line)
        assert lines.startswith(came)


def _gunzipped(data: bytes) -> bytes:
    try:
        from isal import isal_zlib as zlib  # which holds back other bytes than the standard library
    except ImportError:
        import zlib
    return zlib.decompressobj(wbits=31).decompress(data)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("size", [100_000, 900_000])
def test_a_file_that_grows_or_shrinks(here: Path, size: int, jobs: str) -> None:  # noqa: F811
    """While it is read its length changes: it is told, and nothing is counted that was not there."""
    data = b'{"a":1}\n' * 50_000
    Path("a.ndjson").write_bytes(data)
    script = (
        "import os, rowtype.archives.running as r\n"
        "take, left = r.Collector.take, [2]\n"
        "def taken(self, result):\n"
        "    left[0] -= 1\n"
        f"    left[0] or os.truncate('a.ndjson', {size})\n"
        "    take(self, result)\n"
        "r.Collector.take = taken\n"
    )
    command = [sys.executable, "-c", script + SMALL, *ASKED, "a.ndjson", "--jobs", jobs, "--valid", "v"]
    said = ended(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE), 2)
    assert "it changed while it was read" in said
    assert "0 invalid, 0 unreadable" in said
    kept = Path("v").read_bytes()
    assert data.startswith(kept)
    assert len(kept) == len(data) if size > len(data) else len(kept) >= 2 * (1 << 15) - 20


def test_a_very_long_line(here: Path) -> None:  # noqa: F811
    """A line of 100 MB, of 1 GB in `make faults`: bounded memory, told, kept, and the lines round it are judged."""
    size = 100_000_000 if SOAK == 1 else 1_000_000_000
    command = [sys.executable, "-c", PEAK, *ASKED, "-", "--quarantine", "q", "--valid", "v"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b'{"a":1}\n{"a":"')
        for _ in range(size // 1_000_000):
            process.stdin.write(b"x" * 1_000_000)
        process.stdin.write(b'"}\n{"a":2}\n')
        process.stdin.close()
        assert process.stdout is not None
        said = process.stdout.read()
    assert process.returncode == 1
    assert b"-:2: a record of %s bytes is too long" % f"{size + 9:,}".encode() in said
    assert Path("q").stat().st_size == size + 9
    assert Path("v").read_bytes() == b'{"a":1}\n{"a":2}\n'
    assert int(Path("peak").read_text(encoding="ascii")) < 100 * 1024


@pytest.mark.parametrize("where", ["a line", "a text", "an element", "at a pointer"])
@pytest.mark.parametrize("sign", [b"[", b'{"a":'])
def test_nested_100_000_times(here: Path, where: str, sign: bytes) -> None:  # noqa: F811
    deep = sign * 100_000 + b"1" + {b"[": b"]"}.get(sign, b"}") * 100_000
    name, more = "in.ndjson", ()
    if where == "a line":
        data = b'{"a":1}\n' + deep + b'\n{"a":2}\n'
    elif where == "a text":
        name, data = "in.json", deep
    elif where == "an element":
        name, data, more = "in.json", b'[{"a":1},' + deep + b',{"a":2}]', ("--each",)
    else:
        data, more = b'{"d":{"a":1}}\n{"d":' + deep + b'}\n{"d":{"a":2}}\n', ("--at", "/d")
    Path(name).write_bytes(data)
    done = run(*ASKED, name, *more, "--quarantine", "q")
    assert f"{0 if where == 'a text' else 2} valid, 0 invalid, 1 unreadable" in done.stderr
    assert deep in Path("q").read_bytes()
    assert '"too-deep"' in Path("q.reasons").read_text(encoding="utf-8")


BROKEN = [
    line.split("\t")[2:]
    for line in (Path(__file__).parent / "archives/json_texts.tsv").read_text(encoding="utf-8").splitlines()
    if line.startswith("reject\tnot-utf-8\tUTF-8") and "in a name" not in line
]


@pytest.mark.parametrize("plain", [False, True])
def test_each_kind_of_broken_utf_8_wherever_it_is(
    here: Path,  # noqa: F811
    plain: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a known field, an unknown one, inside that, and in its name: one finding each, with its line."""
    import ast

    if plain:
        monkeypatch.setattr("rowtype.archives.accepting.msgspec", None)
        monkeypatch.setattr("rowtype.archives.policy._READ", None)
    shapes = (
        b'{"a":1,"b":%b}',
        b'{"a":1,"z":%b}',
        b'{"a":1,"z":{"y":[%b]}}',
        b'{"a":1,%b:2}',
        b'{"a":1, "z": %b }',
    )
    texts = [ast.literal_eval(text) for _, text in BROKEN]
    assert len(texts) > 20
    bad = [shape % text for text in texts for shape in shapes]
    lines = [line for one in bad for line in (b'{"a":1,"z":"y"}', one)]
    Path("in.ndjson").write_bytes(b"\n".join(lines) + b"\n")
    done = run(*ASKED, "in.ndjson", "--quarantine", "q")
    assert f"{len(bad)} valid, 0 invalid, {len(bad)} unreadable" in done.stderr
    assert Path("q").read_bytes() == b"\n".join(bad) + b"\n"
    reasons = [json.loads(line) for line in Path("q.reasons").read_bytes().splitlines()]
    assert [(r["line"], r["violations"][0]["slug"]) for r in reasons] == [
        (2 * i + 2, "not-utf-8") for i in range(len(bad))
    ]
    assert all(isinstance(policy.parse(line), policy.Problem) for line in bad)


@pytest.mark.parametrize("option", ["--quarantine", "--valid", "--report"])
def test_a_disk_that_fills_up(here: Path, option: str) -> None:  # noqa: F811
    """What cannot be written to its end is told; the old output stays, and with room again the run goes on."""
    Path("a.ndjson").write_bytes(archive(10_000 * min(SOAK, 3)))
    name = "r.ndjson" if option == "--report" else "q"
    asked = ("a.ndjson", option, name)
    assert run(*ASKED, *asked).exit_code == 1
    whole = Path(name).read_bytes()
    Path(name).write_bytes(b"old\n")
    limit = len(whole) // 2

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    assert "File too large" in ended(started(*asked, preexec_fn=full), 2)
    assert Path(name).read_bytes() == b"old\n"
    ended(started(*asked, "--resume"), 1)
    assert Path(name).read_bytes() == whole
    assert not list(here.glob(".*"))


@pytest.mark.parametrize(
    "name", ["none/q", "folder", "x" * 300, "s.json/q", "a.ndjson", "s.json", "/dev/full", "/proc/q"]
)
def test_a_quarantine_that_cannot_be_written(here: Path, name: str) -> None:  # noqa: F811
    """It is told before anything is read, in a sentence; nothing else is touched."""
    Path("a.ndjson").write_bytes(archive(100))
    Path("folder").mkdir()
    before = {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()}
    process = started("a.ndjson", "--quarantine", name, "--valid", "v")
    said = ended(process, 2)
    assert "rror: " in said
    assert len(said.splitlines()) <= 4
    assert {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("more", [(), ("--quarantine", "q"), ("--jobs", "2", "--valid", "v")])
def test_nobody_reads_any_more(here: Path, more: tuple[str, ...]) -> None:  # noqa: F811
    """A pipe that is closed by its reader: no traceback, and what goes to files is whole."""
    Path("a.ndjson").write_bytes(b'{"a":"x"}\n{"a":1}\n' * 10_000)
    command = [sys.executable, "-m", "rowtype", *ASKED, "a.ndjson", "--all", *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"a.ndjson:1: /a:")
        process.stdout.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    if "q" in more:
        assert Path("q").read_bytes() == b'{"a":"x"}\n' * 10_000
    if "v" in more:
        assert Path("v").read_bytes() == b'{"a":1}\n' * 10_000


def test_two_runs_with_the_same_outputs(here: Path) -> None:  # noqa: F811
    """One of them is told so, and the outputs are those of the other."""
    Path("a.ndjson").write_bytes(archive(20_000))
    whole = expected("a.ndjson")
    first = started("a.ndjson", *OUTPUTS)
    until = time.monotonic() + 60
    while not list(here.glob(".q.*.partial")) and time.monotonic() < until:
        time.sleep(0.01)
    first.send_signal(signal.SIGSTOP)
    assert "another run is writing" in ended(started("a.ndjson", *OUTPUTS), 2)
    first.send_signal(signal.SIGCONT)
    ended(first, 1)
    assert outputs() == whole


def test_every_process_of_a_run_is_gone_when_it_is_stopped(here: Path) -> None:  # noqa: F811
    Path("a.ndjson").write_bytes(archive(20_000))
    for sent in (signal.SIGINT, signal.SIGTERM):
        process = started("a.ndjson", "--jobs", "2", "--quarantine", "q")
        until = time.monotonic() + 60
        while len(workers := children(process)) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(sent)
        said = process.communicate(timeout=60)[1]
        assert b"Traceback" not in said
        assert process.returncode in (130, -signal.SIGTERM, 1)
        until = time.monotonic() + 10
        while any(map(alive, workers)) and time.monotonic() < until:
            time.sleep(0.01)
        assert not any(map(alive, workers))
