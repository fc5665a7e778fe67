"""Corrections of what is said of a field as a whole: whether it is required, whether it may be null, its name."""

from __future__ import annotations

from dataclasses import replace

from rowtype.reading.corrections.entries import Correction
from rowtype.reading.lowering.traced import Traced
from rowtype.schema.documents import Json, Places, pointer_get, pointer_join, pointer_split


def change(correction: Correction, traced: Traced, places: Places) -> bool:
    """Change what is said of a field; whether it is there."""
    parent, _, token = correction.pointer.rpartition("/properties/")
    (name,) = pointer_split("/" + token)
    try:
        record = pointer_get(traced.schema, parent)
        field = record["properties"][name]
    except KeyError:
        return False
    here = tuple(replace(p, rule="correction") for p in places)
    if correction.required is not None:
        _require(record, name, correction.required, parent, traced, here)
    elif correction.nullable:
        changed = record["properties"][name] = _nullable(field)
        traced.sources[f"{correction.pointer}/{'anyOf' if 'anyOf' in changed else 'type'}"] = here
    elif correction.rename in record["properties"]:
        return False
    else:
        assert correction.rename is not None
        _rename(record, name, correction.rename)
        new = pointer_join(parent + "/properties", correction.rename)
        old = dict(traced.sources)
        traced.sources.clear()
        for key, kept in old.items():
            inside = (key + "/").startswith(correction.pointer + "/")
            moved = new + key[len(correction.pointer) :] if inside else key
            traced.sources[moved] = here if key == correction.pointer else kept
    return True


def _require(record: Json, name: str, required: bool, parent: str, traced: Traced, here: Places) -> None:
    """Say whether a field of a record is required."""
    before = record.get("required", [])
    listed = [n for n in before if n != name]
    _renumber(traced, f"{parent}/required", before, listed)
    if required:
        listed.append(name)
        traced.note(f"{parent}/required/{len(listed) - 1}", here)
        traced.sources.setdefault(f"{parent}/required", here)
    record["required"] = listed
    if not listed:
        del record["required"]
        traced.sources.pop(f"{parent}/required", None)


def _rename(record: Json, old: str, new: str) -> None:
    """Give a field of a record another name."""
    record["properties"] = {new if k == old else k: v for k, v in record["properties"].items()}
    for keyword in ("required", "allOf", "anyOf"):
        if keyword in record:
            record[keyword] = _renamed(record[keyword], old, new)


def _renamed(node: Json, old: str, new: str) -> Json:
    """Conditions of a record with a field's new name."""
    if isinstance(node, list):
        return [_renamed(n, old, new) if isinstance(n, dict | list) else new if n == old else n for n in node]
    if isinstance(node, dict):
        return {
            k: {new if p == old else p: s for p, s in v.items()}
            if k == "properties"
            else _renamed(v, old, new)
            if isinstance(v, dict) or k in ("required", "allOf", "anyOf", "oneOf")
            else v
            for k, v in node.items()
        }
    return node


def _nullable(field: Json) -> Json:
    kind = field.get("type")
    if isinstance(kind, str):
        changed = field | {"type": [kind, "null"]}
        if "enum" in field:
            changed["enum"] = [*field["enum"], None]
            if "x-enum-descriptions" in field:
                changed["x-enum-descriptions"] = [*field["x-enum-descriptions"], ""]
        return changed
    if isinstance(kind, list):
        return field | {"type": [*dict.fromkeys([*kind, "null"])]}
    if "$ref" in field:
        rest = {k: v for k, v in field.items() if k != "$ref"}
        return rest | {"anyOf": [{"$ref": field["$ref"]}, {"type": "null"}]}
    return field


def _renumber(traced: Traced, pointer: str, before: list[Json], after: list[Json]) -> None:
    """Move the places of a list's items to where the items are now."""
    old = {i: traced.sources.pop(f"{pointer}/{i}", None) for i in range(len(before))}
    for i, item in enumerate(after):
        if (kept := old.get(before.index(item))) is not None:
            traced.sources[f"{pointer}/{i}"] = kept
