"""JSON Schema under construction: every keyword is set together with the places that say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rowtype.reading.markup.text import Source, Text
from rowtype.schema.documents import Json, Place, ordered, pointer_join


@dataclass(slots=True)
class Traced:
    """A schema object and, for JSON Pointers into it, the places behind them."""

    schema: dict[str, Json] = field(default_factory=dict)
    sources: dict[str, list[Place]] = field(default_factory=dict)

    def set(self, keyword: str, value: Json, places: Iterable[Place]) -> None:
        """Set a keyword, replacing what was there."""
        self.forget(keyword)
        self.schema[keyword] = value
        self.sources[pointer_join("", keyword)] = list(places)

    def forget(self, keyword: str) -> None:
        """Remove a keyword and its places."""
        pointer = pointer_join("", keyword)
        if keyword not in self.schema and pointer not in self.sources:
            return
        self.schema.pop(keyword, None)
        for key in [k for k in self.sources if k == pointer or k.startswith(pointer + "/")]:
            del self.sources[key]

    def note(self, pointer: str, places: Iterable[Place]) -> None:
        """Add places behind a pointer."""
        self.sources.setdefault(pointer, []).extend(places)

    def graft(self, pointer: str, below: Traced) -> None:
        """Take over the places of a schema object that stands at `pointer`."""
        for key, places in below.sources.items():
            self.note(pointer + key, places)

    def ordered(self) -> Traced:
        """Keywords in canonical order, places in the order of the keywords."""
        schema = ordered(self.schema)
        rank = {pointer_join("", k): i for i, k in enumerate(schema)}
        keys = sorted(self.sources, key=lambda p: rank.get("/" + p.split("/", 2)[1] if p else "", -1))
        return Traced(schema, {k: self.sources[k] for k in keys})


def places(source: Source, texts: Iterable[Text], rule: str) -> list[Place]:
    """The places of texts, one a line of each."""
    found = []
    file, starts = source.file, source.line_starts
    for text in texts:
        for line in text.lines():
            number, column, end_column = source.place(line.start, line.end)
            first = starts[number - 1] - 1
            quote = source.text[first + column : first + end_column + 1]
            found.append(
                Place(rule=rule, file=file, line=number, column=column, end_column=end_column, quote=quote)
            )
    return found


def default(name: str) -> list[Place]:
    """The place of what no page says: a named default."""
    return [Place(rule="default:" + name)]
