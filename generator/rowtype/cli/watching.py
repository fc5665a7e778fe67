"""`build --watch` and `docs serve`: build again whenever anything that a build reads changes."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from jinja2 import TemplateError

from rowtype import collecting
from rowtype.cli.messages import failed, put, put_line, report, told
from rowtype.cli.speaking import tr
from rowtype.diagnostics import SourceError
from rowtype.emitters.printing.python import TEMPLATES, environment
from rowtype.project import Project
from rowtype.reading.files import below
from rowtype.schema.documents import SOURCES_SUFFIX, SUFFIX, SchemaError

_SECONDS = 0.25
"""From one look at the files to the next."""


def watch(
    load: Callable[[], Project], build: Callable[[Project], object], ready: Callable[[], None] = lambda: None
) -> None:
    """Build, call `ready`, then wait for changes; until interrupted.

    What changes is built when it is the same in two looks, so that what is still being written is left alone, and a
    save of many files is one change.
    """
    environment().auto_reload = True
    project: Project | None = None
    seen = built = None
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            problem: SourceError | None = None
            try:
                project = load()
            except SourceError as error:  # of the settings: what was watched is watched on
                problem = error
            now = (list(_stamps(project)), str(problem))
            if now != built and (now == seen or built is None):
                first, built = built is None, now  # as it was before: what changes meanwhile is built next
                _try(project, build, problem)
                if first:
                    ready()
            seen = now
            time.sleep(_SECONDS)


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
    except TemplateError as error:
        put_line(f"{tr('error: ')}{error}")


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
    templates = sorted(TEMPLATES.rglob("*.j2"))
    for path in [*watched, *by_hand, *templates, *below(project.path(project.source))]:
        with contextlib.suppress(OSError):
            stat = path.stat()
            yield str(path), stat.st_size, stat.st_mtime_ns
