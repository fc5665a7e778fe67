"""Several schemas of which one holds, null among them, and arrays of what one says."""

from __future__ import annotations

from rowtype.reading.lowering.traced import UNREAD, Traced
from rowtype.schema.documents import Places


def any_of(options: list[Traced], at: Places) -> Traced:
    """`type` with several names where the options are nothing but types, `enum` for constants, else `anyOf`."""
    found = Traced()
    if len(options) == 1:
        return options[0]
    if all(o.schema.keys() == {"type"} and isinstance(o.schema["type"], str) for o in options):
        names = list(dict.fromkeys(o.schema["type"] for o in options))
        found.set("type", names if len(names) > 1 else names[0], at)
        return found
    if all(o.schema.keys() == {"const"} for o in options):
        whole = all(isinstance(o.schema["const"], int) for o in options)
        found.set("type", "integer" if whole else "string", at)
        found.set("enum", [o.schema["const"] if whole else str(o.schema["const"]) for o in options], at)
        for i, option in enumerate(options):
            found.note(f"/enum/{i}", option.sources.get("/const", ()))
        return found
    if not all(o.schema for o in options):  # one of them may be anything
        return found
    if (unread := next((o for o in options if o.schema.keys() == {UNREAD}), None)) is not None:
        return unread
    distinct = [o for i, o in enumerate(options) if o.schema not in [p.schema for p in options[:i]]]
    if len(distinct) == 1:
        return distinct[0]
    found.set("anyOf", [o.schema for o in distinct], at)
    for i, option in enumerate(distinct):
        found.graft(f"/anyOf/{i}", option)
    return found


def nullable(found: Traced, at: Places) -> Traced:
    """The schema, or null."""
    kind = found.schema.get("type")
    if (
        not found.schema
        or UNREAD in found.schema
        or kind == "null"
        or (isinstance(kind, list) and "null" in kind)
    ):
        return found
    if isinstance(kind, str | list) and not found.schema.keys() & {"enum", "const"}:
        kinds = [kind] if isinstance(kind, str) else kind
        found.set("type", [*kinds, "null"], [*found.sources.get("/type", []), *at])
        return found
    null = Traced()
    null.set("type", "null", at)
    return any_of([found, null], at)


def array_of(items: Traced, at: Places) -> Traced:
    """An array of such items; of anything where they say nothing."""
    array = Traced()
    array.set("type", "array", at)
    if items.schema:
        array.set("items", items.schema, at)
        array.graft("/items", items)
    return array
