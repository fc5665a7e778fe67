"""Types that have no page, added."""

from __future__ import annotations

from rowtype.diagnostics import Diagnostic
from rowtype.reading.corrections import checking
from rowtype.reading.corrections.entries import AddedType
from rowtype.reading.lowering.traced import UNREAD, Traced
from rowtype.schema.documents import DIALECT, Json, Place, Places, pointer_get, pointer_join, type_uri

_ABOUT_NAMES = frozenset({"undocumented-type", "unread-type", "unknown-type"})


def add(added: AddedType, found: dict[str, Traced], diagnostics: list[Diagnostic]) -> None:
    """Add a type that has no page, in place of the open object that stands for it."""
    known = found.get(added.name)
    if known is not None and not known.schema.get("x-undocumented"):
        diagnostics.append(Diagnostic("type-documented", added.span, {"type": added.name}, file=added.file))
        return
    if (error := checking.fault(added.schema, {})) is not None:
        facts = {"target": added.name, "why": error.message, "pointer": error.pointer}
        diagnostics.append(Diagnostic("correction-unusable", added.span, facts, file=added.file))
        return
    head = known.schema if known else {"$schema": DIALECT, "$id": type_uri(added.name), "title": added.name}
    kept = {k: head[k] for k in ("$schema", "$id", "title")}
    here: Places = (Place(rule="default:corrections"),)
    sources = (
        {k: v for k, v in known.sources.items() if k.lstrip("/") in ("", *kept)} if known else {"": here}
    )
    schema = kept | added.schema
    found[added.name] = Traced(schema, sources | {pointer_join("", k): here for k in added.schema})
    for traced in found.values():
        _refer(traced, added.name)
    settle(added.name, diagnostics)


def settle(name: str, diagnostics: list[Diagnostic]) -> None:
    """Leave out what was found about a name that says now which type it is."""
    diagnostics[:] = [
        d
        for d in diagnostics
        if not (d.slug in _ABOUT_NAMES and name in (d.facts.get("type"), d.facts.get("found")))
    ]


def _refer(traced: Traced, name: str) -> None:
    """Where a type cell says the name of an added type, refer to it."""

    def referring(node: Json) -> Json:
        if isinstance(node, list):
            return [referring(n) for n in node]
        if not isinstance(node, dict):
            return node
        if node.get(UNREAD) == name and "$ref" not in node:
            node = {"$ref": type_uri(name), **{k: v for k, v in node.items() if k != UNREAD}}
        return {k: referring(v) for k, v in node.items()}

    traced.schema = referring(traced.schema)
    for pointer in [p for p in traced.sources if p.endswith(f"/{UNREAD}")]:
        try:
            pointer_get(traced.schema, pointer)
        except KeyError:
            traced.sources[pointer.removesuffix(UNREAD) + "$ref"] = traced.sources.pop(pointer)
