from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from rowtype import files
from rowtype.files import OutputFile


def file(path: str, text: str = "text\n") -> OutputFile:
    return OutputFile(path=PurePosixPath(path), text=text)


def kinds(changes: list[files.Change]) -> list[str]:
    return [c.kind for c in changes]


def test_writes_what_is_new_and_nothing_again(tmp_path: Path) -> None:
    assert kinds(files.write([file("a/b.py")], tmp_path)) == ["new"]
    before = (tmp_path / "a/b.py").stat()
    assert files.write([file("a/b.py")], tmp_path) == []
    assert (tmp_path / "a/b.py").stat().st_mtime_ns == before.st_mtime_ns


def test_only_marked_files_are_removed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    ours, theirs = tmp_path / "out/ours.py", tmp_path / "out/theirs.py"
    ours.write_text(f"# {files.MARK} from x. DO NOT EDIT.\n", encoding="utf-8")
    theirs.write_text("print('mine')\n", encoding="utf-8")
    done = files.write([], tmp_path, left_over=files.listing(tmp_path / "out"))
    assert {(c.path.name, c.kind) for c in done} == {("ours.py", "left over"), ("theirs.py", "foreign")}
    assert not ours.exists()
    assert theirs.exists()


def test_an_empty_folder_goes_with_its_last_file(tmp_path: Path) -> None:
    (tmp_path / "out/deep").mkdir(parents=True)
    (tmp_path / "out/deep/py.typed").touch()
    files.write([], tmp_path, left_over=files.listing(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_keeps_the_mode_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    files.write([file("a.py")], tmp_path)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_failure_leaves_every_old_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old", encoding="utf-8")
    (tmp_path / "b").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match=r"."):
        files.write([file("a"), file("b/c")], tmp_path)
    assert (tmp_path / "a").read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX limits")
def test_a_full_disk_leaves_every_old_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old", encoding="utf-8")
    script = """
import resource, signal, sys
from pathlib import Path, PurePosixPath
from rowtype.files import OutputFile, write
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
out = [OutputFile(path=PurePosixPath(n), text=n * 900 * (i + 1)) for i, n in enumerate("ab")]
try:
    write(out, Path(sys.argv[1]))
except OSError as error:
    sys.exit(f"{error.strerror}")
"""
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "a").read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_what_killed_processes_left_is_swept_by_the_next_writing(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / "a").mkdir()
    litter = tmp_path / "a" / f".b.txt.{gone.pid}.53c5bdf6.tmp"
    kept = [
        tmp_path / "a" / f".b.txt.{os.getpid()}.53c5bdf6.tmp",
        tmp_path / "a" / "mine.tmp",
        tmp_path / "a" / f"b.txt.{gone.pid}.53c5bdf6.tmp",
    ]
    for path in (litter, *kept):
        path.write_bytes(b"")
    files.write([files.OutputFile(path=PurePosixPath("a/b.txt"), text="x")], tmp_path)
    assert not litter.exists()
    assert all(path.exists() for path in kept)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    with pytest.raises(OSError, match="Invalid"):
        files.write([file("a")], tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_two_files_that_are_one_where_case_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = [file("Order.json"), file("order.json")]
    if not files.ignores_case(tmp_path):
        assert len(files.write(two, tmp_path)) == 2
    monkeypatch.setattr(files, "ignores_case", lambda folder: True)
    with pytest.raises(OSError, match=r"the same file as Order\.json"):
        files.write(two, tmp_path / "below")
    assert [p.name for p in (tmp_path / "below").iterdir()] == []
