"""Properties of which little is said, as rows of tables: statements would take five times as much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rowtype.emitters.javascript.conditions import fails_types
from rowtype.emitters.javascript.module import Module
from rowtype.emitters.javascript.printing import INHERITED, js, text
from rowtype.emitters.printing.functions import Sources, documented_at
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import pointer_join

_FEWEST = 2
"""Rows of a table: one by itself is shorter as statements."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Prints tables into a module, for schemas of one document."""

    module: Module
    sources: Sources
    document: str

    def typed(self, check: p.Properties) -> Iterator[tuple[str, Sequence[tuple[str, p.Index]]]]:
        """The properties in order: the name of a table of some of which only the types are told, or "" and others."""
        for shared, group in groupby(check.entries, lambda entry: self._types(check, *entry)):
            entries = list(group)
            if shared is None or len(entries) < _FEWEST:
                yield "", entries
                continue
            rows = [(name, *self._row(index)) for name, index in entries]
            yield self._table("typed", check.at, shared[0], rows), entries

    def _types(self, check: p.Properties, name: str, index: p.Index) -> tuple[str] | None:
        """The file of the line that a property's type is told in, if nothing else is told of it; else None."""
        schema = self.module.plan.schemas[index]
        if len(schema.checks) != 1 or not isinstance(schema.checks[0], p.Types) or name in INHERITED:
            return None
        at = schema.checks[0].at
        place = self._line(at)
        plain = schema.document == self.document and at == pointer_join(check.at, name, "type")
        return (place[0],) if plain and place is not None and fails_types(schema.checks[0], "x") else None

    def _row(self, index: p.Index) -> tuple[str, str]:
        """The types and the line of a property of which nothing else is told."""
        found = self.module.plan.schemas[index].checks[0]
        assert isinstance(found, p.Types)
        place = self._line(found.at)
        return js(found.types[0] if len(found.types) == 1 else found.types), place[1] if place else ""

    def needed(self, check: p.Required, names: str) -> str:
        """The name of a table of names that must be there; empty where statements say it. `names`: those declared."""
        places = [self._line(pointer_join(check.at, i)) for i in range(len(check.names))]
        files = {place and place[0] for place in places}
        if len(check.names) < _FEWEST or len(files) != 1 or None in files or INHERITED & {*check.names}:
            return ""
        rows = [(name, "", place[1]) for name, place in zip(check.names, places, strict=True) if place]
        return self._table("needed", check.at, files.pop() or "", rows, names)

    def _line(self, at: str) -> tuple[str, str] | None:
        """File and line, perhaps empty, of the documentation of a keyword; None where there are several."""
        lines = documented_at(self.sources, self.document, at) if self.sources else ()
        file, _, number = lines[0].rpartition(":") if lines else ("", "", "")
        return None if len(lines) > 1 else (file, number)

    def _table(
        self, word: str, at: str, file: str, rows: Sequence[tuple[str, str, str]], names: str = ""
    ) -> str:
        module = self.module
        listed = [f"[{','.join(part for part in (text(name), *more) if part)}]" for name, *more in rows]
        arguments = [
            module.text_constant("D", module.place(self.document, "")),
            text(at),
            module.text_constant("L", f"{file}:") if file else "null",
            f"[{','.join(listed)}]",
            names,
        ]
        call = f"{module.part(word)}({', '.join(a for a in arguments if a)})"
        return module.constant("T", call)
