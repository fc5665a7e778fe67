"""How the fields of records were met: presence, types, listed values; by columns where a decoder made classes."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from rowtype.archives.columns import Verdicts
from rowtype.archives.counting import Field, Report
from rowtype.archives.wording import HIDDEN, shape
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json, pointer_join

DEEP = 12
"""Levels of fields that are told apart; below nothing is counted."""
UNKNOWN = 200
"""Names of fields that no schema knows of which those of one object are counted; of more, the rest as one."""
TEXT = 80
"""Characters of a value that is not listed."""
KINDS: dict[type, str] = {
    str: "string",
    dt.datetime: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
    list: "array",
    dict: "object",
}


@dataclass(slots=True)
class Node:
    """A place in payloads: a field, the elements of an array, the payload itself."""

    plan: p.Plan
    pointer: str
    schemas: tuple[p.Index, ...]
    """Everything that is said of the values there, references followed."""
    always: frozenset[p.Index] = frozenset()
    """Those of them that hold whatever the value is: in no condition, and no alternative."""
    home: tuple[str, str] = ("", "")
    """Document and pointer of the schema that stands at the field; empty for a field that no schema knows."""
    required: bool = False
    known: bool = True
    depth: int = 0
    children: dict[str, Node] = field(default_factory=dict)
    unknown: dict[str, Node] = field(default_factory=dict)
    seen: Field = field(default_factory=Field)
    _parts: dict[str, list[tuple[p.Index, str]]] | None = None

    def parts(self) -> dict[str, list[tuple[p.Index, str]]]:
        """Name of each property -> schemas for it, and where they stand; `*` for elements."""
        if self._parts is None:
            found: dict[str, list[tuple[p.Index, str]]] = {}
            for index in self.schemas:
                for check in self.plan.schemas[index].checks:
                    if isinstance(check, p.Properties):
                        for name, child in check.entries:
                            found.setdefault(name, []).append((child, pointer_join(check.at, name)))
                    elif isinstance(check, p.Items):
                        found.setdefault("*", []).append((check.child, check.at))
            self._parts = found
        return self._parts

    def child(self, name: str) -> Node | None:
        """The node of a field, or of the elements of an array (`*`); None below what is told apart."""
        node = self.children.get(name) or self.unknown.get(name)
        if node is not None or self.depth >= DEEP:
            return node
        parts = self.parts().get(name)
        if parts is None:
            return self._unknown(name)
        first, at = parts[0]
        schemas = tuple(dict.fromkeys(i for index, _ in parts for i in in_place(self.plan, index)))
        node = self.children[name] = Node(
            self.plan,
            f"{self.pointer}/*" if name == "*" else pointer_join(self.pointer, name),
            schemas,
            frozenset(i for index in self._always(name) for i in in_place(self.plan, index, always=True)),
            (self.plan.schemas[first].document, at),
            name in self._required(),
            depth=self.depth + 1,
        )
        return node

    def _always(self, name: str) -> Iterator[p.Index]:
        """Schemas for a property, or for elements, that hold whatever the value here is."""
        for index in self.always:
            for check in self.plan.schemas[index].checks:
                if isinstance(check, p.Properties):
                    yield from (child for entry, child in check.entries if entry == name)
                elif isinstance(check, p.Items) and name == "*":
                    yield check.child

    def _unknown(self, name: str) -> Node | None:
        """A field that no schema knows, in an object some of whose fields one does."""
        if not self.parts() or "*" in self.parts() or name == "*":
            return None
        if len(self.unknown) >= UNKNOWN:
            return None
        node = self.unknown[name] = Node(
            self.plan, pointer_join(self.pointer, name), (), known=False, depth=DEEP
        )
        return node

    def conditions(self) -> dict[str, p.Index | str]:
        """URI and JSON Pointer of each condition -> the schema that asks it, or the property whose presence does."""
        found: dict[str, p.Index | str] = {}
        for index in self.schemas:
            schema = self.plan.schemas[index]
            for check in schema.checks:
                match check:
                    case p.If(at=at, condition=condition):
                        found[f"{schema.document}#{at}"] = condition
                    case p.DependentRequired(at=at, name=name) | p.DependentSchema(at=at, name=name):
                        found[f"{schema.document}#{at}"] = name
        return found

    def _required(self) -> set[str]:
        return {
            name
            for index in self.always
            for check in self.plan.schemas[index].checks
            if isinstance(check, p.Required)
            for name in check.names
        }

    def listed(self) -> frozenset[str]:
        """The JSON texts of the values that are listed for it; empty where none are."""
        return frozenset(
            text(value)
            for index in self.schemas
            for check in self.plan.schemas[index].checks
            if isinstance(check, p.Enum)
            for value in check.values
        )


def root(plan: p.Plan) -> Node:
    """The node of payloads."""
    index = plan.roots[0]
    sure = frozenset(in_place(plan, index, always=True))
    return Node(plan, "", in_place(plan, index), sure, (plan.schemas[index].document, ""))


def in_place(plan: p.Plan, index: p.Index, *, always: bool = False) -> tuple[p.Index, ...]:
    """A schema and everything that it applies to the same value, but for what must not hold.

    Args:
        always: whether without what holds in some cases alone.
    """
    found: dict[p.Index, None] = {}
    waiting = [index]
    while waiting:
        now = waiting.pop(0)
        if now in found:
            continue
        found[now] = None
        for check in plan.schemas[now].checks:
            if isinstance(check, p.Ref | p.AllOf) if always else not isinstance(check, p.Not):
                waiting += p.in_place(check)
    return tuple(found)


def text(value: Json) -> str:
    """A value as JSON, cut where it is long."""
    return json.dumps(value, ensure_ascii=False)[:TEXT]


@dataclass(slots=True)
class Watch:
    """Counts the fields of the records of one type."""

    node: Node
    shapes: bool = False
    """Whether names and values that the schema does not have are left out, and their shapes counted."""
    redact: frozenset[str] = frozenset()
    """Names of fields of whose values nothing is kept."""
    verdicts: Verdicts | None = None
    """What tells whether a condition is met; None where conditions are not counted."""
    held: list[Any] = field(default_factory=list)
    asked: dict[str, dict[str, p.Index | str]] = field(default_factory=dict)
    """Pointer of a place -> the conditions there."""
    lists: dict[str, frozenset[str]] = field(default_factory=dict)

    def see(self, values: Sequence[Any]) -> None:
        """Count records that a decoder made."""
        self.held += values
        if len(self.held) > HELD:
            self._count()

    def one(self, value: Json) -> None:
        """Count a record that the parser made."""
        self._column(self.node, [value])

    def into(self, report: Report, kind: str) -> None:
        """Move everything that was counted into a report."""
        self._count()
        waiting = [self.node]
        while waiting:
            node = waiting.pop()
            waiting += [*node.children.values(), *node.unknown.values()]
            if node.seen.present:
                report.fields[kind, node.pointer] = node.seen
                node.seen.trim()
                node.seen = Field()
            node.unknown = {}

    def _count(self) -> None:
        held, self.held = self.held, []
        if held:
            self._column(self.node, held)

    def _column(self, node: Node, values: list[Any]) -> None:
        """Count values that stand in one place."""
        seen = node.seen
        seen.present += len(values)
        objects: dict[type, list[Any]] = {}
        kinds = {*map(type, values)}
        counts = {kind: len(values) for kind in kinds} if len(kinds) == 1 else Counter(map(type, values))
        for kind, count in counts.items():
            name = KINDS.get(kind) or ("string" if issubclass(kind, str) else "object")
            seen.types[name] = seen.types.get(name, 0) + count
            if name == "array" or name == "object":
                objects[kind] = values if count == len(values) else [v for v in values if type(v) is kind]
        if self.verdicts is not None and node.known:
            self._conditions(node, values, self.verdicts)
        if node.pointer not in self.lists:
            self.lists[node.pointer] = node.listed() if node.known else frozenset()
        if listed := self.lists[node.pointer]:
            self._values(seen, listed, values, not self.redact.isdisjoint(node.pointer.split("/")))
        for kind, found in objects.items():
            if kind is list:
                self._elements(node, found)
            elif kind is dict:
                self._dicts(node, found)
            else:
                self._structs(node, kind, found)

    def _conditions(self, node: Node, values: list[Any], verdicts: Verdicts) -> None:
        """Count how many values meet each condition."""
        if node.pointer not in self.asked:
            self.asked[node.pointer] = node.conditions()
        if not (asked := self.asked[node.pointer]):
            return
        if any(KINDS.get(kind) is None for kind in {*map(type, values)}):  # classes that a decoder made
            values = msgspec.to_builtins(values)
        met = node.seen.met
        for place, what in asked.items():
            if isinstance(what, str):
                count = sum([isinstance(value, dict) and what in value for value in values])
            else:
                count = sum([bool(verdict) for verdict in map(verdicts(what), values)])
            met[place] = met.get(place, 0) + count

    def _values(self, seen: Field, listed: frozenset[str], values: list[Any], hidden: bool) -> None:
        for value, count in _counted(values):
            said = text(value)
            side = seen.values
            if said not in listed:
                side = seen.others
                said = HIDDEN if hidden else shape(value) if self.shapes else said
            side[said] = side.get(said, 0) + count

    def _elements(self, node: Node, lists: list[list[Any]]) -> None:
        child = node.child("*")
        if child is not None and (found := [x for one in lists for x in one]):
            self._column(child, found)

    def _dicts(self, node: Node, dicts: list[dict[str, Any]]) -> None:
        columns: dict[str, list[Any]] = {}
        for one in dicts:
            for name, value in one.items():
                columns.setdefault(name, []).append(value)
        for name, values in columns.items():
            child = self._child(node, name)
            if child is not None:
                self._column(child, values)

    def _child(self, node: Node, name: str) -> Node | None:
        child = node.child(name)
        return None if child is None or (self.shapes and not child.known) else child

    def _structs(self, node: Node, kind: Any, records: list[Any]) -> None:
        for attribute, name in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True):
            values = list(map(attrgetter(attribute), records))
            if type(_UNSET) in {*map(type, values)}:
                values = [v for v in values if v is not _UNSET]
                if not values:
                    continue
            child = self._child(node, name)
            if child is not None:
                self._column(child, values)


HELD = 2000
"""Records that are counted at once."""
try:
    import msgspec
except ImportError:
    _UNSET: object = None
else:
    _UNSET = msgspec.UNSET


def _counted(values: list[Any]) -> list[tuple[Any, int]]:
    """Each value that can stand alone, and how often; true is not 1."""
    try:
        plain = Counter(values)
    except TypeError:
        return [(v, 1) for v in values]
    if any(type(v) in (bool, int, float) for v in plain):
        return [(v, 1) for v in values]
    return list(plain.items())
