"""Which of several types a record is of: by the value of a property that tells them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rowtype.archives.wording import shape
from rowtype.schema.documents import Document, Json, pointer_get, pointer_join


@dataclass(frozen=True, slots=True)
class Route:
    """How the type of a record is told."""

    pointer: str
    """To the value that tells it."""
    types: Mapping[str, str]
    """The value -> the name of the type."""


def route(by: Route, value: Json) -> str | None:
    """The type of a payload; None where no type takes it."""
    told = _told(by, value)
    return by.types.get(told) if isinstance(told, str) else None


def _told(by: Route, value: Json) -> Json:
    try:
        return pointer_get(value, by.pointer)
    except KeyError:
        return None


def no_such_type(by: Route, value: Json) -> str:
    """Why no type takes a payload."""
    told = _told(by, value)
    if told is None:
        return f"no type takes it: there is no {by.pointer}"
    return f"no type takes it: {by.pointer} is {shape(told)}"


def by_pointer(pointer: str, types: Sequence[Document], stated: Mapping[str, str]) -> Route | None:
    """The route by a property: what is stated, then values that one schema alone lists there, then names of types.

    None where no value is known.
    """
    found: dict[str, str] = {}
    for one in types:
        found.setdefault(one.name, one.name)
        title = one.schema.get("title") if isinstance(one.schema, dict) else None
        if isinstance(title, str):
            found.setdefault(title, one.name)
    listed = _listed(pointer, types)
    return Route(pointer, {**found, **listed, **stated}) if {**listed, **stated} or found else None


def own(types: Sequence[Document]) -> Route | None:
    """The route by what the schemas themselves say: a property of which each lists other values; None if none does."""
    names: dict[str, None] = {}
    for one in types:
        if isinstance(one.schema, dict) and isinstance(found := one.schema.get("properties"), dict):
            names.update(dict.fromkeys(found))
    for name in names:
        pointer = pointer_join("", name)
        listed = _listed(pointer, types)
        shared = any(set(_values(t.schema, pointer)) - listed.keys() for t in types)
        if not shared and len(set(listed.values())) == len(types):
            return Route(pointer, listed)
    return None


def _listed(pointer: str, types: Sequence[Document]) -> dict[str, str]:
    """Values that one schema alone lists for a property -> its type."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for one in types:
        for value in _values(one.schema, pointer):
            if found.setdefault(value, one.name) != one.name:
                twice.add(value)
    return {value: name for value, name in found.items() if value not in twice}


def _values(schema: Json, pointer: str) -> list[str]:
    below = pointer.replace("/", "/properties/")
    try:
        found = pointer_get(schema, below)
    except (KeyError, ValueError):
        return []
    if not isinstance(found, dict):
        return []
    values = [found["const"]] if "const" in found else found.get("enum", [])
    return [v for v in values if isinstance(v, str)] if isinstance(values, list) else []
