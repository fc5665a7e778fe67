"""Pages that mean harm: read in a straight line, or left out aloud, and never the end of the process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rowtype.reading import read

DEEP = 5_000


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("a.html", "<h1>A</h1>" + "<dl><dt>a<dd>b" * DEEP),
        ("a.html", "<h1>A</h1>" + "<ul><li>a (string)" * DEEP),
        ("a.html", "<h1>A</h1>" + "<table><tr><td>a" * DEEP),
        ("a.html", "<h1>A</h1>" + "<blockquote><p>a" * DEEP),
        ("a.md", "# A\n\n" + "> " * DEEP + "a\n"),
        ("a.md", "# A\n\n" + "- " * DEEP + "a\n"),
        ("a.mdx", "# A\n\n" + "<A>\n" * DEEP),
        ("a.adoc", "= A\n\n" + "====\n----\n" * DEEP),
        ("a.adoc", "= A\n\n" + "".join("*" * i + " a\n" for i in range(1, 500))),
        ("a.rst", "A\n=\n\n" + "".join(" " * i + "* a\n\n" for i in range(500))),
        ("a.rst", "A\n=\n\n" + "".join(" " * i + ".. note::\n\n" for i in range(500))),
        ("a.md", "# A\n\n| Field | Type |\n|---|---|\n" + "".join(f"|{'-' * i}a|object|\n" for i in range(300))),
        ("a.md", "# A\n\n| Field | Type |\n|---|---|\n| a | " + "array of " * DEEP + "string |\n"),
        ("a.md", "# A\n\n| Field | Type |\n|---|---|\n| a | " + "Array<" * DEEP + " |\n"),
    ],
    ids=lambda text: text[:40],
)  # fmt: skip
def test_what_is_deep_is_read(tmp_path: Path, name: str, page: str) -> None:
    (tmp_path / name).write_text(page, encoding="utf-8")
    assert read([tmp_path]).pages == 1


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("a.md", "# A\n\n|" + "Field|Type|" * 300 + "\n|" + "-|" * 600 + "\n" + "|a|\n" * 3_000),
        ("a.csv", "Field,Type" + ",x" * 600 + "\n" + "a\n" * 3_000),
    ],
)
def test_rows_without_what_the_header_asks_for_are_left_out_aloud(
    tmp_path: Path, name: str, page: str
) -> None:
    """Each would be filled up to its width, and a page of a megabyte take all memory."""
    (tmp_path / name).write_text(page, encoding="utf-8")
    found = read([tmp_path])
    assert not any(schema.get("properties") for schema in found.schemas.values())
    assert {"unknown-header"} <= {one.slug for one in found.diagnostics}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\n| Field | Type |\n|---|---|\n| a | string |\n", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "self.md").symlink_to("self.md")
    found = read([tmp_path])
    assert [*found.schemas] == ["A"]
    assert [one.slug for one in found.diagnostics] == ["unreadable-file"]
    named = read([tmp_path / "zero.md", tmp_path / "self.md"])
    assert {one.slug for one in named.diagnostics} == {"page-too-large", "no-such-file"}
