"""What an archive says about the documentation: how fields were met against what is said of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rowtype.archives.counting import Field, Report
from rowtype.archives.fields import Node, root
from rowtype.diagnostics import escaped, filled
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Document, Json, dump, pointer_get

ENOUGH = 30
"""Objects that must have been seen before it means something that a field is always there, or never."""
SLUGS: Mapping[str, str] = {
    "never-seen": "{where} is in none of {of}",
    "always-there": "{where} is optional, and in all {of}",
    "absent": "{where} is required, and absent in {count} of {of} ({share})",
    "null": "{where} must not be null, and is in {count} of {of} ({share})",
    "other-type": "{where} has the type {value} in {count} of {of} ({share})",
    "other-value": "{where} has the value {value}, which is not listed, in {count} of {of} ({share})",
    "undocumented": "{where} is not documented, and in {count} of {of} ({share}): {value}",
    "deprecated": "{where} is deprecated, and in {count} of {of} ({share})",
}
"""What may be found, and the words for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a file of corrections is to say of one place in a schema."""

    target: str
    documented: Json
    corrected: Mapping[str, Json]
    count: int
    of: int
    seen: str = "so in {count} of {of} seen"
    also: tuple[Mapping[str, Json], ...] = ()
    """What is to be said besides, for it to hold: entries without their reason."""

    @property
    def text(self) -> str:
        said = filled(self.seen, {"count": f"{self.count:,}", "of": f"{self.of:,}"})
        facts = {"target": self.target, "documented": self.documented, **self.corrected}
        return "\n".join(
            "[[correction]]\n"
            + "".join(f"{k} = {_toml(v)}\n" for k, v in {**entry, "reason": f"an archive: {said}"}.items())
            for entry in (facts, *self.also)
        )


def corrections(found: Sequence[Finding]) -> list[str]:
    """Entries that settle findings, one a place: a type that several fields have is met in several ways."""
    made: dict[str, Entry] = {}
    for entry in (f.entry for f in found if f.entry):
        joins = entry.target.endswith(("/type", "/anyOf"))
        key = entry.target if joins else f"{entry.target} {dump(dict(entry.corrected))}"
        if (before := made.get(key)) is not None:
            if joins:
                known, kinds = before.corrected["correct"], entry.corrected["correct"]
                entry = replace(entry, corrected={"correct": [*known, *(k for k in kinds if k not in known)]})
            also = tuple(one for one in entry.also if one in before.also)
            entry = replace(entry, count=before.count + entry.count, of=before.of + entry.of, also=also)
        made[key] = entry
    return [entry.text for entry in made.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One way in which an archive differs from the documentation."""

    slug: str
    """One of `SLUGS`."""
    type: str
    pointer: str
    """Where in payloads; `*` stands for an index."""
    count: int
    of: int
    """Values, or objects that could have the field, of which `count` show it."""
    value: str = ""
    documented_at: tuple[str, ...] = ()
    entry: Entry | None = None

    @property
    def correction(self) -> str:
        """Entries for a file of corrections, which make the documentation say what the archive shows."""
        return self.entry.text if self.entry else ""

    @property
    def message(self) -> str:
        """One sentence in English."""
        facts = {
            "where": f"{self.type} {self.pointer or '/'}",
            "count": f"{self.count:,}",
            "of": f"{self.of:,}",
            "share": f"{self.count / self.of:.2%}" if self.of else "",
            "value": self.value,
        }
        return filled(SLUGS[self.slug], facts)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what is documented was seen."""

    fields: int
    fields_seen: int
    values: int
    values_seen: int
    conditions: int
    conditions_seen: int
    """Those that some value has met."""
    unseen: tuple[tuple[str, str, str], ...]
    """Type, pointer, and what was not seen there: nothing for the field itself, the JSON text of a listed value, or
    URI and JSON Pointer of a condition."""

    @property
    def share(self) -> float:
        """Of fields, listed values and conditions together."""
        every = self.fields + self.values + self.conditions
        seen = self.fields_seen + self.values_seen + self.conditions_seen
        return seen / every if every else 1.0


def findings(report: Report, plans: Mapping[str, p.Plan], documents: Sequence[Document]) -> list[Finding]:
    """Everything in which the archive differs, by type and in the order of the documentation.

    Args:
        plans: the check plan of each type by its name.
        documents: the types and what they refer to, which know their lines.
    """
    known = {d.uri: d for d in documents}
    found: list[Finding] = []
    for name, plan in plans.items():
        node, side = root(plan), _Side(name, report, known)
        found += [replace(f, entry=None) for f in _values(node, side.field(""), side)]
        found += _below(node, side)
    return found


def coverage(report: Report, plans: Mapping[str, p.Plan]) -> Coverage:
    """How much was seen of the fields, listed values and conditions that could be: of whole payloads, and where their
    object was seen."""
    told: dict[str, list[bool]] = {"field": [], "value": [], "condition": []}
    unseen: list[tuple[str, str, str]] = []

    def tell(what: str, where: tuple[str, str], name: str, seen: bool) -> None:
        told[what].append(seen)
        if not seen:
            unseen.append((*where, name))

    for kind, plan in plans.items():
        payload = root(plan)
        waiting = [payload]
        while waiting:
            node = waiting.pop()
            where = (kind, node.pointer)
            seen = report.fields.get(where) or Field()
            for value in sorted(node.listed()):
                tell("value", where, value, value in seen.values)
            for place in node.conditions():
                tell("condition", where, place, seen.met.get(place, 0) > 0)
            if not seen.present and node is not payload:
                continue
            for part in node.parts():
                child = node.child(part)
                if child is None:
                    continue
                there = (kind, child.pointer) in report.fields
                if part != "*":
                    tell("field", (kind, child.pointer), "", there)
                if there or part != "*":
                    waiting.append(child)
    return Coverage(
        fields=len(told["field"]),
        fields_seen=sum(told["field"]),
        values=len(told["value"]),
        values_seen=sum(told["value"]),
        conditions=len(told["condition"]),
        conditions_seen=sum(told["condition"]),
        unseen=tuple(sorted(unseen)),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    type: str
    report: Report
    documents: Mapping[str, Document]

    def field(self, pointer: str) -> Field:
        return self.report.fields.get((self.type, pointer)) or Field()

    def places(self, home: tuple[str, str]) -> tuple[str, ...]:
        """The lines of the documentation behind a schema."""
        document = self.documents.get(home[0])
        pointer = home[1]
        while document is not None and document.sources:
            places = document.sources.get(pointer)
            if places or not pointer:
                lines = (f"{pl.file}:{pl.line}" for pl in places or () if pl.file is not None)
                return tuple(dict.fromkeys(lines))
            pointer = pointer.rpartition("/")[0]
        return ()

    def stands(self, home: tuple[str, str]) -> dict[str, Json]:
        """What the document itself says at a place."""
        document = self.documents.get(home[0])
        try:
            found = pointer_get(document.schema, home[1]) if document else None
        except KeyError:
            found = None
        return found if isinstance(found, dict) else {}

    def target(self, home: tuple[str, str]) -> str:
        document = self.documents.get(home[0])
        return f"{document.name if document else self.type}#{home[1]}"


def _below(node: Node, side: _Side) -> Iterator[Finding]:
    """What is found in the fields of an object, and below them."""
    objects = side.field(node.pointer).types.get("object", 0)
    for name in node.parts():
        child = node.child(name)
        if child is None:
            continue
        seen = side.field(child.pointer)
        if name != "*" and objects:
            yield from _presence(child, seen, objects, name, side)
        if seen.present:
            yield from _values(child, seen, side)
            yield from _below(child, side)
    yield from _unknown(node, objects, side)


def _presence(node: Node, seen: Field, objects: int, name: str, side: _Side) -> Iterator[Finding]:
    def found(slug: str, count: int, **corrected: Json) -> Finding:
        return _finding(side, node, slug, count, objects, documented=name, **corrected)

    if node.required and seen.present < objects:
        yield found("absent", objects - seen.present, required=False)
    elif not node.required and objects >= ENOUGH:
        if not seen.present:
            yield found("never-seen", 0, remove=True)
        elif seen.present == objects:
            yield found("always-there", objects, required=True)
    if seen.present and _said(node, "deprecated") is True:
        yield _finding(
            side, node, "deprecated", seen.present, objects, below="/deprecated", documented=True, remove=True
        )


def _values(node: Node, seen: Field, side: _Side) -> Iterator[Finding]:
    allowed = _kinds(node.plan, node.schemas[0])
    for kind, count in sorted(seen.types.items()):
        if kind in allowed or (kind == "integer" and "number" in allowed):
            continue
        if kind == "null":
            name = node.pointer.rpartition("/")[2]
            yield _finding(side, node, "null", count, seen.present, documented=name, nullable=True)
        else:
            found = _finding(
                side, node, "other-type", count, seen.present, value=kind, below="/type", documented=None
            )
            yield replace(found, entry=_other_type(node, side, kind, count, seen.present))
    listed = _said(node, "enum")
    for value, count in sorted(seen.others.items(), key=lambda vc: (-vc[1], vc[0])):
        if _kind_of(value) not in allowed:
            continue  # its type is told
        last = listed[-1] if isinstance(listed, list) and listed else None
        yield _finding(
            side,
            node,
            "other-value",
            count,
            seen.present,
            value=value,
            below="/enum/-",
            documented=last,
            correct=json.loads(value) if last is not None and _whole(value) else None,
        )


def _other_type(node: Node, side: _Side, kind: str, count: int, of: int) -> Entry | None:
    """What makes the schema that stands at a field take another type too, beside what it takes or refers to."""
    stated = side.stands(node.home)
    target = side.target(node.home)
    if isinstance(reference := stated.get("$ref"), str):
        return Entry(
            target=f"{target}/anyOf",
            documented=node.pointer.rpartition("/")[2],
            corrected={"correct": [{"$ref": reference}, {"type": kind}]},
            count=count,
            of=of,
            also=(
                {"target": f"{target}/$ref", "documented": reference, "remove": True},
            ),  # as they name it now
        )
    types = stated.get("type")
    if types is None:
        return None
    correct = [*(types if isinstance(types, list) else [types]), kind]
    return Entry(
        target=f"{target}/type", documented=types, corrected={"correct": correct}, count=count, of=of
    )


def _unknown(node: Node, objects: int, side: _Side) -> Iterator[Finding]:
    """Fields that no schema knows."""
    parts = node.parts()
    if not parts or "*" in parts:
        return
    depth = node.pointer.count("/") + 1
    first = next(iter(parts))
    for (kind, pointer), seen in sorted(side.report.fields.items()):
        above, _, name = pointer.rpartition("/")
        name = name.replace("~1", "/").replace("~0", "~")
        if kind != side.type or above != node.pointer or pointer.count("/") != depth or name in parts:
            continue
        kinds = sorted(seen.types)
        correct: Json = {"type": kinds[0] if len(kinds) == 1 else kinds}
        uri, place = _object_home(node)
        home = (uri, f"{place}/properties/{pointer.rpartition('/')[2]}")
        target = side.target(home)
        always = seen.present == objects >= ENOUGH
        yield Finding(
            slug="undocumented",
            type=side.type,
            pointer=pointer,
            count=seen.present,
            of=objects,
            value=", ".join(kinds),
            documented_at=side.places((uri, place)),
            entry=Entry(
                target=target,
                documented=first,
                corrected={"correct": correct},
                count=seen.present,
                of=objects,
                seen="in {count} of {of}",
                also=({"target": target, "documented": first, "required": True},) if always else (),
            ),
        )


def _object_home(node: Node) -> tuple[str, str]:
    """Document and pointer of the schema that lists the properties of an object."""
    for index in node.schemas:
        schema = node.plan.schemas[index]
        if any(isinstance(check, p.Properties) for check in schema.checks):
            return schema.document, schema.pointer
    return node.home


def _finding(
    side: _Side,
    node: Node,
    slug: str,
    count: int,
    of: int,
    *,
    documented: Json,
    value: str = "",
    below: str = "",
    **corrected: Json,
) -> Finding:
    entry = None
    if documented is not None and None not in corrected.values():
        target = side.target(node.home) + below
        entry = Entry(target=target, documented=documented, corrected=corrected, count=count, of=of)
    return Finding(
        slug=slug,
        type=side.type,
        pointer=node.pointer,
        count=count,
        of=of,
        value=value,
        documented_at=side.places((node.home[0], node.home[1] + below.partition("/-")[0])),
        entry=entry,
    )


def _toml(value: Json) -> str:
    """A value in TOML: its strings are those of JSON."""
    match value:
        case dict():
            return "{ " + ", ".join(f"{_toml(str(k))} = {_toml(v)}" for k, v in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case _:
            return escaped(json.dumps(value, ensure_ascii=False), toml=True)


def _said(node: Node, keyword: str) -> Json:
    """What the schema that stands at a field says itself."""
    for index in node.schemas:
        source = node.plan.schemas[index].source
        if isinstance(source, dict) and keyword in source:
            return source[keyword]
    return None


def _kinds(plan: p.Plan, index: p.Index, depth: int = 0) -> frozenset[str]:
    """The JSON types that a schema accepts."""
    kinds = _EVERY
    if depth > 20:
        return kinds
    for check in plan.schemas[index].checks:
        match check:
            case p.Types():
                kinds &= frozenset(check.types) | ({"integer"} if "number" in check.types else set())
            case p.Enum():
                kinds &= frozenset(_kind_of(json.dumps(v)) for v in check.values)
            case p.Ref(child=child):
                kinds &= _kinds(plan, child, depth + 1)
            case p.AllOf(children=children):
                for child in children:
                    kinds &= _kinds(plan, child, depth + 1)
            case p.AnyOf(children=children) | p.OneOf(children=children):
                kinds &= frozenset().union(*(_kinds(plan, child, depth + 1) for child in children))
    return kinds


_EVERY = frozenset(("null", "boolean", "object", "array", "number", "integer", "string"))


def _kind_of(text: str) -> str:
    first = text[:1]
    if first == '"':
        return "string"
    if first in "{[":
        return "object" if first == "{" else "array"
    if text in ("true", "false"):
        return "boolean"
    return "null" if text == "null" else "number" if any(c in text for c in ".eE") else "integer"


def _whole(text: str) -> bool:
    """Whether a value was not cut."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def as_json(report: Report, found: Sequence[Finding], covered: Coverage) -> str:
    """Findings and coverage, machine readable."""
    return dump(
        {
            "records": report.total.records,
            "coverage": {
                "fields": covered.fields,
                "fields_seen": covered.fields_seen,
                "values": covered.values,
                "values_seen": covered.values_seen,
                "conditions": covered.conditions,
                "conditions_seen": covered.conditions_seen,
                "unseen": [
                    {"type": kind, "pointer": pointer, "what": what or "field"}
                    for kind, pointer, what in covered.unseen
                ],
                "share": round(covered.share, 6),
            },
            "findings": [
                {
                    "slug": f.slug,
                    "type": f.type,
                    "pointer": f.pointer,
                    "count": f.count,
                    "of": f.of,
                    "value": f.value,
                    "message": f.message,
                    "documented_at": list(f.documented_at),
                    "correction": f.correction,
                }
                for f in found
            ],
        }
    )
