"""Corrections of either kind, `corrections.toml` and overlays, applied."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rowtype.diagnostics import Diagnostic
from rowtype.reading.corrections import adding, changing, overlay, renaming
from rowtype.reading.corrections.dropping import Drop
from rowtype.reading.corrections.entries import AddedType, Correction
from rowtype.reading.corrections.ignoring import Ignore
from rowtype.reading.corrections.loading import Change, load
from rowtype.reading.corrections.overlay import Action
from rowtype.reading.corrections.renaming import Rename
from rowtype.reading.lowering.traced import Traced


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What a file of corrections says."""

    changes: tuple[Change, ...] = ()
    actions: tuple[Action, ...] = ()
    """Those of an overlay."""
    file: str = ""

    @property
    def drops(self) -> list[Drop]:
        return [c for c in self.changes if isinstance(c, Drop)]

    @property
    def ignored(self) -> list[Ignore]:
        return [c for c in self.changes if isinstance(c, Ignore)]

    def apply(self, found: dict[str, Traced], diagnostics: list[Diagnostic]) -> tuple[Correction, ...]:
        """Change schemas; the corrections that were made.  Each that no longer fits is reported and not made."""
        if self.actions:
            overlay.apply(self.actions, found, diagnostics, self.file)
        done: list[Correction] = []
        for change in self.changes:
            match change:
                case AddedType():
                    adding.add(change, found, diagnostics)
                case Rename():
                    if (problem := renaming.apply(change, found)) is not None:
                        diagnostics.append(problem)
                    elif change.merges:
                        adding.settle(change.type, diagnostics)
                case Correction():
                    if (problem := changing.apply(change, found)) is None:
                        done.append(change)
                    else:
                        diagnostics.append(problem)
                case Drop() | Ignore():  # not about a schema
                    pass
        return tuple(done)


def load_file(path: str | Path | None) -> Corrections:
    """The corrections of a TOML file, or the changes of an overlay; none where there is no file.

    Raises:
        SourceError: the file cannot be used.
    """
    if path is None:
        return Corrections()
    path = Path(path)
    if path.suffix.lower() in overlay.SUFFIXES:
        return Corrections(actions=overlay.load(path), file=path.as_posix())
    return Corrections(changes=load(path), file=path.as_posix())
