"""What the shell offers when somebody presses the tabulator: types, targets, dialects."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

import click


def complete_targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Targets; after a comma too."""
    from rowtype.emitters import TARGETS

    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in _beginning(TARGETS, last)]


def complete_dialects(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Built-in dialects, and TOML files."""
    from rowtype.reading.dialect.loading import built_in

    folder = Path(os.path.dirname(incomplete) or ".")
    files = [p.as_posix() + ("/" if p.is_dir() else "") for p in folder.glob("*") if _offered(p)]
    return _beginning([*(d.name for d in built_in()), *sorted(files)], incomplete)


def _offered(path: Path) -> bool:
    return path.suffix == ".toml" or (path.is_dir() and not path.name.startswith("."))


def complete_types(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The types of the project."""
    from rowtype import pipeline, project

    with contextlib.suppress(Exception):  # a completion never complains
        folder = ctx.find_root().params.get("folder") or Path()
        names = (d.name for d in pipeline.canonical_documents(project.load(folder)))
        return _beginning(sorted(names), incomplete)
    return []


def _beginning(words: Iterable[str], start: str) -> list[str]:
    return [word for word in words if word.startswith(start)]
