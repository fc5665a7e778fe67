"""A correction made where the documented text stands."""

from __future__ import annotations

import copy
from dataclasses import replace

from rowtype.diagnostics import Diagnostic
from rowtype.reading.corrections import checking, field_changes
from rowtype.reading.corrections.entries import Correction
from rowtype.reading.lowering.traced import UNREAD, Traced
from rowtype.reading.nearest import nearest
from rowtype.schema.documents import Json, Places, dump, pointer_get, pointer_join, pointer_split


def apply(correction: Correction, found: dict[str, Traced]) -> Diagnostic | None:
    """Make a correction; what is wrong where it does not fit."""
    facts: dict[str, object] = {"target": f"{correction.type}#{correction.pointer}"}
    traced = found.get(correction.type)
    if traced is None:
        facts["suggestion"] = nearest(correction.type, found)
        return Diagnostic("correction-target", correction.span, facts, file=correction.file)
    facts["documented"] = dump(correction.documented).strip()
    places = _expected(correction, traced)
    if places is None:
        if moved := _moved(correction, traced):
            facts["suggestion"] = f"{correction.type}#{moved}"
        return Diagnostic("correction-stale", correction.span, facts, file=correction.file)
    if correction.required is not None or correction.nullable or correction.rename is not None:
        made = field_changes.change(correction, traced, places)
    else:
        before = copy.deepcopy(traced.schema)
        made = _change(correction, traced.schema)
        if made and (error := checking.fault(traced.schema, found)) and not checking.fault(before, found):
            traced.schema = before
            facts |= {"why": error.message, "pointer": error.pointer}
            return Diagnostic("correction-unusable", correction.span, facts, file=correction.file)
        if made:
            _retrace(correction, traced, places)
    return None if made else Diagnostic("correction-target", correction.span, facts, file=correction.file)


def _expected(correction: Correction, traced: Traced) -> Places | None:
    """The places of the documented text at the target, or at what holds it; None where it is not there."""
    parent = correction.pointer.rpartition("/")[0]
    for pointer in (correction.pointer, parent):
        below = tuple(
            p
            for key, ps in traced.sources.items()
            if key == pointer or key.startswith(pointer + "/")
            for p in ps
        )
        quoted = tuple(
            p
            for p in below
            if isinstance(correction.documented, str) and correction.documented in (p.quote or "")
        )
        try:
            value = pointer_get(traced.schema, pointer)
        except KeyError:
            continue
        if value == correction.documented and type(value) is type(correction.documented):
            return quoted or traced.sources.get(pointer, below[:1])
        if isinstance(value, dict | list) and quoted:
            return quoted
        if pointer == correction.pointer:  # it is there, and says something else
            return quoted or None
    return None


def _moved(correction: Correction, traced: Traced) -> str | None:
    """Where the documented value stands now, within the same list."""
    parent = correction.pointer.rpartition("/")[0]
    try:
        siblings = pointer_get(traced.schema, parent)
    except (KeyError, ValueError):
        return None
    if isinstance(siblings, list) and correction.documented in siblings:
        return pointer_join(parent, siblings.index(correction.documented))
    return None


def _change(correction: Correction, schema: Json) -> bool:
    """Set or remove the target; whether there is a place for it."""
    *path, last = pointer_split(correction.pointer)
    try:
        parent = pointer_get(schema, pointer_join("", *path))
    except KeyError:
        return False
    if isinstance(parent, dict):
        if correction.remove:
            return parent.pop(last, parent) is not parent
        parent[last] = correction.correct
        if last in ("type", "$ref"):  # it is understood now
            parent.pop(UNREAD, None)
        if last == "type":
            parent.pop("$ref", None)
        return True
    if not isinstance(parent, list) or not (last == "-" or (last.isascii() and last.isdigit())):
        return False
    if last == "-":
        parent.append(correction.correct)
    elif int(last) >= len(parent):
        return False
    elif correction.remove:
        del parent[int(last)]
    else:
        parent[int(last)] = correction.correct
    return True


def _retrace(correction: Correction, traced: Traced, places: Places) -> None:
    """Keep the documentation's places, under the rule "correction"; a removed list item moves those after it."""
    pointer = correction.pointer
    parent, _, last = pointer.rpartition("/")
    old = dict(traced.sources)
    traced.sources.clear()
    for key, kept in old.items():
        if key == pointer or key.startswith(pointer + "/"):
            continue
        if key in (f"{parent}/{UNREAD}", f"{parent}/$ref") and last in ("type", "$ref"):
            continue
        head, _, index = key.rpartition("/")
        if (
            correction.remove
            and head == parent
            and last.isdigit()
            and index.isdigit()
            and int(index) > int(last)
        ):
            key = f"{parent}/{int(index) - 1}"
        traced.sources[key] = kept
    if not correction.remove:
        if last == "-":
            pointer = pointer_join(parent, len(pointer_get(traced.schema, parent)) - 1)
        traced.sources[pointer] = tuple(replace(p, rule="correction") for p in places)
