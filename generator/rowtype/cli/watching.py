"""`build --watch`: build again whenever anything that a build reads changes."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rowtype import collecting
from rowtype.cli.messages import failed, put, put_line, report, told
from rowtype.cli.speaking import tr
from rowtype.diagnostics import SourceError
from rowtype.project import Project
from rowtype.reading.files import below
from rowtype.schema.documents import SOURCES_SUFFIX, SUFFIX, SchemaError


def watch(load: Callable[[], Project], build: Callable[[Project], object]) -> None:
    """Build, then wait for a change; until interrupted."""
    project: Project | None = None
    before: object = None
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            problem: SourceError | None = None
            try:
                project = load()
            except SourceError as error:  # of the settings: what was watched is watched on
                problem = error
            now = (list(_stamps(project)), str(problem))
            if now != before:
                before = now  # as it was before the build: what changes meanwhile is built next
                _try(project, build, problem)
            time.sleep(0.5)


def _try(project: Project | None, build: Callable[[Project], object], problem: SourceError | None) -> None:
    """Build once; what stops a build is said, and no more."""
    try:
        if problem is None and project is not None:
            build(project)
        elif problem is not None:
            report(problem.diagnostics)
    except SourceError as error:
        report(error.diagnostics)
    except SchemaError as error:
        put(f"{tr('error: ')}{told(error)}")
    except OSError as error:
        put_line(f"{tr('error: ')}{failed(error)}")


def _stamps(project: Project | None) -> Iterator[tuple[str, int, int]]:
    """What a build reads, each file with its size and the time of its last change."""
    if project is None:
        return
    canonical = project.path(project.canonical)
    by_hand = [
        p
        for p in collecting.schema_files(canonical)
        if not p.with_name(p.name.removesuffix(SUFFIX) + SOURCES_SUFFIX).exists()
    ]
    watched = [project.root / "pyproject.toml", project.path(project.corrections)]
    if project.dialect and project.dialect.endswith(".toml"):
        watched.append(project.path(project.dialect))
    for path in [*watched, *by_hand, *below(project.path(project.source))]:
        with contextlib.suppress(OSError):
            stat = path.stat()
            yield str(path), stat.st_size, stat.st_mtime_ns
