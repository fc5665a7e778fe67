"""Types under other names: `[[rename]]`, `[[merge]]` and `[[split]]` of `corrections.toml`."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from rowtype.diagnostics import Diagnostic, Span
from rowtype.reading.lowering.traced import Traced
from rowtype.reading.nearest import nearest
from rowtype.schema.documents import Json, pointer_join, type_uri


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A type gets another name; every reference follows."""

    type: str
    name: str
    """The new name.  If a type has it already, the two become one where `merges` says so."""
    merges: bool = False
    users: tuple[str, ...] = ()
    """Types that get a copy of the type under the new name for themselves; the others keep the old one."""
    reason: str
    file: str
    span: Span | None = None


def apply(rename: Rename, found: dict[str, Traced]) -> Diagnostic | None:
    """Rename a type among all; what is wrong with the entry, if anything."""
    for needed in (rename.type, *([rename.name] if rename.merges else []), *rename.users):
        if needed not in found:
            facts = {"target": needed, "suggestion": nearest(needed, found)}
            return Diagnostic("correction-target", rename.span, facts, file=rename.file)
    if not rename.merges and rename.name in found:
        return Diagnostic("name-taken", rename.span, {"name": rename.name}, file=rename.file)
    old = found[rename.type]
    base = str(old.schema["$id"]).removesuffix(type_uri(rename.type))
    uris = {f"{type_uri(rename.type)}": type_uri(rename.name)}
    if rename.merges:
        _unite(found[rename.name], old)
        del found[rename.type]
    elif rename.users:
        made = Traced(copy.deepcopy(old.schema), dict(old.sources))
        found[rename.name] = _named(made, rename.name, base)
    else:
        renamed = {rename.name if k == rename.type else k: v for k, v in found.items()}
        found.clear()
        found.update(renamed)
        _named(old, rename.name, base)
    for name in rename.users or list(found):
        found[name].schema = _led(found[name].schema, uris)
    return None


def _named(traced: Traced, name: str, base: str) -> Traced:
    traced.schema |= {"$id": type_uri(name, base), "title": name}
    return traced


def _unite(kept: Traced, other: Traced) -> None:
    """Give a type the fields that another has beside its own."""
    properties = kept.schema.setdefault("properties", {})
    for field, schema in other.schema.get("properties", {}).items():
        if field not in properties:
            properties[field] = schema
            pointer = pointer_join("/properties", field)
            below = {k: v for k, v in other.sources.items() if f"{k}/".startswith(f"{pointer}/")}
            kept.sources |= below
    if not properties:
        del kept.schema["properties"]


def _led(node: Json, uris: Mapping[str, str]) -> Json:
    """A schema whose references lead to the new names."""
    if isinstance(node, dict):
        return {
            k: uris[v] if k == "$ref" and isinstance(v, str) and v in uris else _led(v, uris)
            for k, v in node.items()
        }
    return [_led(v, uris) for v in node] if isinstance(node, list) else node
