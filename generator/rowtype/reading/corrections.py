"""Corrections of what a vendor's documentation says: data, in `corrections.toml`.

    [[correction]]
    target = "ConversationEvent#/properties/event_type/enum/20"   # type and JSON Pointer into its schema
    documented = "vistor-navigate"                                # what the documentation says there
    correct = "visitor-navigate"                                  # what is true; `remove = true` to take it away
    reason = "the API sends it with an i"

A correction whose documented text is gone fails the build: the documentation changed, so someone must look.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rowtype.diagnostics import Diagnostic, SourceError
from rowtype.reading.traced import Traced
from rowtype.schema.documents import Json, Place, dump, pointer_get, pointer_join, pointer_split

_KEYS = {"target", "documented", "correct", "remove", "reason"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One entry of `corrections.toml`."""

    type: str
    pointer: str
    """JSON Pointer into the type's schema, where the correction is made."""
    documented: Json
    correct: Json = None
    remove: bool = False
    reason: str
    file: str
    """The file that holds it, for messages."""


def load(path: Path, shown: str | None = None) -> tuple[Correction, ...]:
    """Read a corrections file; one that is not there holds none.

    Raises:
        SourceError: it is not TOML, or an entry lacks a key or has one too many.
    """
    file = shown or path.as_posix()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError([Diagnostic("bad-corrections", None, {"why": error}, file=file)]) from None
    found, wrong = [], []
    for key in data.keys() - {"correction"}:
        wrong.append(f"unknown key {key!r}; entries are [[correction]] tables")
    entries = data.get("correction", [])
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], 1):
        problem = _problem(entry)
        if problem:
            wrong.append(f"correction {number}: {problem}")
            continue
        kind, _, pointer = entry["target"].partition("#")
        found.append(
            Correction(
                type=kind,
                pointer=pointer,
                documented=entry["documented"],
                correct=entry.get("correct"),
                remove=entry.get("remove", False),
                reason=entry["reason"],
                file=file,
            )
        )
    if wrong:
        raise SourceError([Diagnostic("bad-corrections", None, {"why": why}, file=file) for why in wrong])
    return tuple(found)


def _problem(entry: Any) -> str | None:
    if not isinstance(entry, dict):
        return "not a table"
    if unknown := sorted(entry.keys() - _KEYS):
        return f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}"
    for key in ("target", "documented", "reason"):
        if key not in entry:
            return f"the key {key!r} is missing"
    if ("correct" in entry) == bool(entry.get("remove")):
        return "has either 'correct' or 'remove = true'"
    target, reason = entry["target"], entry["reason"]
    if not isinstance(target, str) or "#/" not in target:
        return "'target' is a type, '#' and a JSON Pointer: 'Order#/properties/id/type'"
    if not isinstance(reason, str) or not reason.strip():
        return "'reason' says why, in words"
    return None


def apply(
    corrections: tuple[Correction, ...], found: Mapping[str, Traced], diagnostics: list[Diagnostic]
) -> None:
    """Make the corrections; each that no longer fits is reported and not made."""
    for correction in corrections:
        facts: dict[str, object] = {"target": f"{correction.type}#{correction.pointer}"}
        traced = found.get(correction.type)
        if traced is None:
            diagnostics.append(Diagnostic("correction-target", None, facts, file=correction.file))
            continue
        facts["documented"] = dump(correction.documented).strip()
        places = _expected(correction, traced)
        if places is None:
            if moved := _moved(correction, traced):
                facts["suggestion"] = f"{correction.type}#{moved}"
            diagnostics.append(Diagnostic("correction-stale", None, facts, file=correction.file))
        elif not _change(correction, traced.schema):
            diagnostics.append(Diagnostic("correction-target", None, facts, file=correction.file))
        else:
            _retrace(correction, traced, places)


def _expected(correction: Correction, traced: Traced) -> list[Place] | None:
    """The places of the documented text at the target, or at what holds it; None where it is not there."""
    parent = correction.pointer.rpartition("/")[0]
    for pointer in (correction.pointer, parent):
        below = [
            p
            for key, ps in traced.sources.items()
            if key == pointer or key.startswith(pointer + "/")
            for p in ps
        ]
        quoted = [
            p
            for p in below
            if isinstance(correction.documented, str) and correction.documented in (p.quote or "")
        ]
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


def _retrace(correction: Correction, traced: Traced, places: list[Place]) -> None:
    """Keep the documentation's places, under the rule "correction"; a removed list item moves those after it."""
    pointer = correction.pointer
    parent, _, last = pointer.rpartition("/")
    old = dict(traced.sources)
    traced.sources.clear()
    for key, kept in old.items():
        if key == pointer or key.startswith(pointer + "/"):
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
        traced.sources[pointer] = [
            Place(
                rule="correction",
                file=p.file,
                line=p.line,
                column=p.column,
                end_column=p.end_column,
                quote=p.quote,
            )
            for p in places
        ]
