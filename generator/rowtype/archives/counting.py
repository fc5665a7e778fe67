"""What is said of an archive: counts, violations by place and keyword with examples, fields.

Reports of parts merge to that of the whole, in any order and grouping; none holds more than the schema has places.
"""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

OTHERS = 200
"""Values that are not listed, of one field, that are kept."""
EXAMPLES = 5
"""First places of each kind of violation that are kept."""


class Where(NamedTuple):
    """The place of a record.  Those of one archive are in order: by file, then by offset."""

    file: str
    offset: int
    """0-based, in bytes of what was decompressed."""
    line: int | None
    """1-based; None where the file is one text."""

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


def order(where: Where) -> tuple[str, int, int]:
    """By file, then by offset; whatever is compared, something comes first."""
    return (where.file, where.offset, where.line or 0)


class Key(NamedTuple):
    """What violations have in common that are counted together."""

    type: str
    """Name of the type; empty for what is no payload."""
    pointer: str
    """To the value; `*` stands for an index, and for a name that the schema does not know."""
    slug: str
    """The keyword, or the slug of a problem."""
    schema: str
    """URI and JSON Pointer of the keyword; empty for a problem."""


@dataclass(frozen=True, slots=True)
class Example:
    """One violation."""

    where: Where
    number: int
    """Which of its record's violations it is: 0-based."""
    pointer: str
    """Where in the record."""
    message: str
    """In English, with the shapes of values in their place."""
    shape: str
    """What the value looks like: `"a…" (37)`."""
    said: str
    """The message with values in it, in the user's language."""
    documented_at: tuple[str, ...] = ()
    """The lines of the documentation that say so."""

    @property
    def order(self) -> tuple[str, int, int, int]:
        return (*order(self.where), self.number)


@dataclass(slots=True)
class Group:
    """Violations of one kind."""

    count: int
    first: list[Example]
    """At most `EXAMPLES`, in order."""
    last: Where

    @property
    def documented_at(self) -> tuple[str, ...]:
        """The lines of the documentation behind the examples: of each property that is missing, say."""
        return tuple(dict.fromkeys(place for example in self.first for place in example.documented_at))

    def add(self, other: Group) -> None:
        self.count += other.count
        self.first = list(heapq.merge(self.first, other.first, key=lambda e: e.order))[:EXAMPLES]
        self.last = max(self.last, other.last, key=order)


@dataclass(slots=True)
class Counts:
    """Records of a file or a type."""

    valid: int = 0
    invalid: int = 0
    unreadable: int = 0
    """No JSON, or of no type."""
    valid_bytes: int = 0
    quarantined_bytes: int = 0

    @property
    def records(self) -> int:
        return self.valid + self.invalid + self.unreadable

    def add(self, other: Counts) -> None:
        self.valid += other.valid
        self.invalid += other.invalid
        self.unreadable += other.unreadable
        self.valid_bytes += other.valid_bytes
        self.quarantined_bytes += other.quarantined_bytes


@dataclass(slots=True)
class Field:
    """How a documented field, or the payload itself, was met."""

    present: int = 0
    types: dict[str, int] = field(default_factory=dict)
    """JSON type -> how often; an integer is a number too, and counted as "integer"."""
    values: dict[str, int] = field(default_factory=dict)
    """The JSON text of each listed value -> how often."""
    others: dict[str, int] = field(default_factory=dict)
    """The shape of each value that is not listed though values are -> how often."""
    met: dict[str, int] = field(default_factory=dict)
    """URI and JSON Pointer of each condition, if they are counted -> how many values meet it."""

    def add(self, other: Field) -> None:
        self.present += other.present
        for mine, theirs in (
            (self.types, other.types),
            (self.values, other.values),
            (self.others, other.others),
            (self.met, other.met),
        ):
            for key, count in theirs.items():
                mine[key] = mine.get(key, 0) + count
        self.trim()

    def trim(self) -> None:
        """Keep a bounded number of values that are not listed: always the same ones, in whatever order they came."""
        if len(self.others) > OTHERS:
            kept = sorted(self.others, key=lambda v: (zlib.crc32(v.encode("utf-8", "surrogatepass")), v))
            self.others = {value: self.others[value] for value in kept[:OTHERS]}


@dataclass(slots=True)
class Report:
    """What is said of an archive, or of a part of one."""

    files: dict[str, Counts] = field(default_factory=dict)
    types: dict[str, Counts] = field(default_factory=dict)
    """By the name of a type; under the empty name what no type takes."""
    groups: dict[Key, Group] = field(default_factory=dict)
    fields: dict[tuple[str, str], Field] = field(default_factory=dict)
    """Type and pointer -> how the field was met."""
    whole: int = 0
    """Records of which elements were wanted and that are no arrays: each was taken whole."""
    broken: dict[str, str] = field(default_factory=dict)
    """File -> why it could not be read to its end."""

    def add(self, other: Report) -> None:
        """Become the report of both parts; the other must not be used any more."""
        _add(self.files, other.files)
        _add(self.types, other.types)
        _add(self.groups, other.groups)
        _add(self.fields, other.fields)
        self.whole += other.whole
        for file, why in other.broken.items():
            self.broken[file] = min(why, self.broken.get(file, why))

    @property
    def total(self) -> Counts:
        total = Counts()
        for counts in self.files.values():
            total.add(counts)
        return total

    def ordered_groups(self) -> list[tuple[Key, Group]]:
        """The most frequent first."""
        return sorted(self.groups.items(), key=lambda kg: (-kg[1].count, kg[0]))


def _add(mine: dict, theirs: dict) -> None:  # type: ignore[type-arg]
    for key, value in theirs.items():
        if key in mine:
            mine[key].add(value)
        else:
            mine[key] = value


def merge(reports: Iterable[Report]) -> Report:
    """The report of several parts of an archive."""
    total = Report()
    for report in reports:
        total.add(copied(report))
    return total


def copied(report: Report) -> Report:
    """The same report, of which nothing is shared."""
    return Report(
        files={k: replace(v) for k, v in report.files.items()},
        types={k: replace(v) for k, v in report.types.items()},
        groups={k: replace(v, first=list(v.first)) for k, v in report.groups.items()},
        fields={
            k: Field(v.present, dict(v.types), dict(v.values), dict(v.others), dict(v.met))
            for k, v in report.fields.items()
        },
        whole=report.whole,
        broken=dict(report.broken),
    )


def moved(report: Report, lines: int) -> None:
    """Let every place be so many lines farther down."""
    for group in report.groups.values():
        group.first = [replace(e, where=_down(e.where, lines)) for e in group.first]
        group.last = _down(group.last, lines)


def _down(where: Where, lines: int) -> Where:
    return where if where.line is None else where._replace(line=where.line + lines)


# -------------------------------------------------------------------------------------------- as JSON


def dump(report: Report, *, full: bool | None = False) -> dict[str, Any]:
    """The report as JSON; files and types in order of name, violations by frequency.

    Args:
        full: whether examples show values, or their shapes; None for both, so that nothing of the report is lost.
    """
    total = report.total
    return {
        "records": total.records,
        **_counts(total),
        **({"no_arrays": report.whole} if report.whole else {}),
        "files": [
            {"file": name, "records": c.records, **_counts(c), **_broken(report, name)}
            for name, c in sorted(report.files.items())
        ],
        "types": [
            {"type": name or None, "records": c.records, **_counts(c)}
            for name, c in sorted(report.types.items())
        ],
        "violations": [_group(key, group, full) for key, group in report.ordered_groups()],
        "fields": [
            {
                "type": name,
                "pointer": pointer,
                "present": f.present,
                "null": f.types.get("null", 0),
                "types": dict(sorted(f.types.items())),
                "values": dict(sorted(f.values.items())),
                "other_values": dict(sorted(f.others.items())),
                **({"conditions": dict(sorted(f.met.items()))} if f.met else {}),
            }
            for (name, pointer), f in sorted(report.fields.items())
        ],
    }


def _counts(counts: Counts) -> dict[str, object]:
    return {
        "valid": counts.valid,
        "invalid": counts.invalid,
        "unreadable": counts.unreadable,
        "valid_bytes": counts.valid_bytes,
        "quarantined_bytes": counts.quarantined_bytes,
    }


def _broken(report: Report, name: str) -> dict[str, object]:
    return {"broken": report.broken[name]} if name in report.broken else {}


def _group(key: Key, group: Group, full: bool | None) -> dict[str, object]:
    return {
        "type": key.type or None,
        "pointer": key.pointer,
        "slug": key.slug,
        "schema": key.schema or None,
        "documented_at": list(group.documented_at),
        "count": group.count,
        "first": [
            {
                **_place(e.where),
                "number": e.number,
                "pointer": e.pointer,
                "documented_at": list(e.documented_at),
                "value": e.shape,
                "message": e.said if full else e.message,
                **({"said": e.said} if full is None else {}),
            }
            for e in group.first
        ],
        "last": _place(group.last),
    }


def _place(where: Where) -> dict[str, object]:
    return {"file": where.file, "line": where.line, "offset": where.offset}


def load(value: dict) -> Report:  # type: ignore[type-arg]
    """The other direction of `dump`.

    Raises:
        KeyError, TypeError: it is something else.
    """
    report = Report(whole=value.get("no_arrays", 0))
    for f in value["files"]:
        report.files[f["file"]] = _loaded_counts(f)
        if "broken" in f:
            report.broken[f["file"]] = f["broken"]
    for t in value["types"]:
        report.types[t["type"] or ""] = _loaded_counts(t)
    for v in value["violations"]:
        key = Key(v["type"] or "", v["pointer"], v["slug"], v["schema"] or "")
        report.groups[key] = Group(v["count"], list(_examples(v["first"])), _loaded_place(v["last"]))
    for f in value["fields"]:
        report.fields[f["type"], f["pointer"]] = Field(
            f["present"],
            dict(f["types"]),
            dict(f["values"]),
            dict(f["other_values"]),
            dict(f.get("conditions", {})),
        )
    return report


def _loaded_counts(c: dict) -> Counts:  # type: ignore[type-arg]
    return Counts(c["valid"], c["invalid"], c["unreadable"], c["valid_bytes"], c["quarantined_bytes"])


def _examples(first: Iterable[dict]) -> Iterator[Example]:  # type: ignore[type-arg]
    for e in first:
        said = e.get("said", e["message"])
        places = tuple(e["documented_at"])
        yield Example(_loaded_place(e), e["number"], e["pointer"], e["message"], e["value"], said, places)


def _loaded_place(p: dict) -> Where:  # type: ignore[type-arg]
    return Where(p["file"], p["offset"], p["line"])
