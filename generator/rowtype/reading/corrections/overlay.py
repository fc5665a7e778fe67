"""OpenAPI Overlay 1.1 documents as corrections: `{"overlay": "1.1.0", "info": ..., "actions": [...]}`.

The document that an overlay changes is an object of all schemas by type name: `$.Order.properties.id.type`.  Actions:
`update` (objects are merged, arrays get what is new at their end, other values are replaced), `remove`, and `copy`.
Strict: an action that matches nothing is an error.
"""

from __future__ import annotations

import copy
import importlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rowtype import files
from rowtype.diagnostics import Diagnostic, SourceError, Span
from rowtype.reading.corrections import jsonpath, positions
from rowtype.reading.lowering.traced import Traced
from rowtype.reading.markup.text import Source
from rowtype.schema import bounds
from rowtype.schema.documents import Json, Place, SchemaError, pointer_get, pointer_join, pointer_split

SUFFIXES = (".json", ".yaml", ".yml")
_KEYS = {"target", "description", "update", "remove", "copy"}
_ROOT = {"overlay", "info", "extends", "actions"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One change of an overlay."""

    target: str
    """JSONPath into the object of all schemas."""
    update: Json = None
    remove: bool = False
    copy: str | None = None
    """JSONPath of the one node that is merged into the target."""
    span: Span | None = None
    """Where in the file its target stands."""


def load(path: Path, shown: str | None = None) -> tuple[Action, ...]:
    """Read an overlay.

    Raises:
        SourceError: it is not JSON (or YAML, where PyYAML is installed), or not an overlay.
    """
    file = shown or path.as_posix()
    source = Source(file, "")
    try:
        source = Source(file, files.setting(path))
        data = _parse(path, source.text)
        bounds.check(data, "")
        if half := bounds.surrogate(data, ""):
            raise half
        actions = _actions(data)
    except (OSError, ValueError, ImportError, RecursionError, SchemaError) as error:
        span = positions.json_error(source, error)
        raise SourceError(
            [Diagnostic("bad-corrections", span, {"why": str(error).removeprefix("#")}, file=file)]
        ) from None
    places = positions.texts(source, [a.target for a in actions])
    return tuple(replace(a, span=span) for a, span in zip(actions, places, strict=True))


def _parse(path: Path, text: str) -> Json:
    if path.suffix.lower() == ".json":
        return json.loads(text)
    try:
        yaml: Any = importlib.import_module("yaml")
    except ImportError:
        raise ImportError("an overlay in YAML needs PyYAML; write it as JSON, or install PyYAML") from None
    try:
        loaded: Json = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(error) from None
    return loaded


def _actions(data: Json) -> tuple[Action, ...]:
    if not isinstance(data, dict) or not str(data.get("overlay", "")).startswith("1."):
        raise ValueError("an overlay has the key 'overlay' with a version 1.x")
    if unknown := sorted(k for k in data.keys() - _ROOT if not str(k).startswith("x-")):
        raise ValueError(f"unknown key {unknown[0]!r}; an overlay has {', '.join(sorted(_ROOT))}")
    if not isinstance(data.get("info"), dict) or not {"title", "version"} <= data["info"].keys():
        raise ValueError("an overlay has 'info' with 'title' and 'version'")
    if not isinstance(data.get("actions"), list) or not data["actions"]:
        raise ValueError("an overlay has at least one entry in 'actions'")
    found = []
    for number, entry in enumerate(data["actions"], 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("target"), str):
            raise ValueError(f"action {number}: 'target' is a JSONPath")
        if unknown := sorted(k for k in entry.keys() - _KEYS if not k.startswith("x-")):
            raise ValueError(
                f"action {number}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}"
            )
        if not isinstance(entry.get("remove", False), bool):
            raise ValueError(f"action {number}: 'remove' is true or false")
        if "copy" in entry and not isinstance(entry["copy"], str):
            raise ValueError(f"action {number}: 'copy' is a JSONPath")
        if bool(entry.get("remove")) + ("update" in entry) + ("copy" in entry) != 1:
            raise ValueError(f"action {number}: has one of 'update', 'remove: true' and 'copy'")
        found.append(
            Action(
                target=entry["target"],
                update=entry.get("update"),
                remove=bool(entry.get("remove")),
                copy=entry.get("copy"),
            )
        )
    return tuple(found)


def apply(
    actions: tuple[Action, ...], found: dict[str, Traced], diagnostics: list[Diagnostic], file: str
) -> None:
    """Make the changes; an action that matches nothing, or cannot be made, is reported, and the others are made."""
    for action in actions:
        root = {name: traced.schema for name, traced in found.items()}
        try:
            pointers = jsonpath.select(root, action.target)
            update = action.update
            if action.copy is not None:
                sources = jsonpath.select(root, action.copy)
                if len(sources) != 1:
                    raise ValueError(f"'copy' selects {len(sources)} nodes, not one: {action.copy}")
                update = copy.deepcopy(pointer_get(root, sources[0]))
            for pointer in pointers:
                _check(action, pointer, pointer_get(root, pointer), update)
        except ValueError as error:
            span = action.span
            if span and isinstance(error, jsonpath.PathError):
                span = positions.end_of(span, error.rest)
            diagnostics.append(Diagnostic("bad-corrections", span, {"why": error}, file=file))
            continue
        if not pointers:
            facts = {"target": action.target}
            diagnostics.append(Diagnostic("overlay-no-match", action.span, facts, file=file))
        for pointer in reversed(pointers):  # from the end: what is removed moves none that is still to go
            name, *path = pointer_split(pointer)
            if action.remove:
                _remove(found[name], path)
            else:
                _update(found[name], path, copy.deepcopy(update))


def _check(action: Action, at: str, node: Json, update: Json) -> None:
    """Refuse what the specification does not define.

    Raises:
        ValueError: an object is to be merged with something else, or a whole type is to go, or all.
    """
    if not at:
        raise ValueError(f"{action.target} selects all types; an action changes what is in one")
    if at.count("/") < 2 and (action.remove or not isinstance(node, dict)):
        raise ValueError(f"{action.target} selects a whole type; an action changes what is in one")
    if (
        not action.remove
        and isinstance(node, dict) != isinstance(update, dict)
        and not isinstance(node, list)
    ):
        raise ValueError(
            f"{action.target} selects what is {_kind(node)}, and is updated with {_kind(update)}"
        )


def _kind(node: Json) -> str:
    return (
        "an object" if isinstance(node, dict) else "an array" if isinstance(node, list) else "a single value"
    )


def _remove(traced: Traced, path: list[str]) -> None:
    parent = pointer_get(traced.schema, pointer_join("", *path[:-1]))
    at = pointer_join("", *path)
    for key in [k for k in traced.sources if k == at or k.startswith(at + "/")]:
        del traced.sources[key]
    if isinstance(parent, dict):
        parent.pop(path[-1], None)
        record = _record_of(traced, path)
        required = record.get("required")
        if len(path) > 1 and path[-2] == "properties" and isinstance(required, list) and path[-1] in required:
            _remove(traced, [*path[:-2], "required", str(required.index(path[-1]))])
            if not required:
                _remove(traced, [*path[:-2], "required"])
    else:
        del parent[int(path[-1])]
        head = pointer_join("", *path[:-1])
        for key in [k for k in traced.sources if k.startswith(head + "/")]:  # in the order of the list
            index, slash, rest = key[len(head) + 1 :].partition("/")
            if index.isdigit() and int(index) > int(path[-1]):
                traced.sources[f"{head}/{int(index) - 1}{slash}{rest}"] = traced.sources.pop(key)


def _record_of(traced: Traced, path: list[str]) -> dict[str, Json]:
    found = pointer_get(traced.schema, pointer_join("", *path[:-2])) if len(path) > 1 else {}
    return found if isinstance(found, dict) else {}


def _update(traced: Traced, path: list[str], update: Json) -> None:
    if not path:
        _merged(traced.schema, update, traced, "")
        return
    parent = pointer_get(traced.schema, pointer_join("", *path[:-1]))
    key: Any = int(path[-1]) if isinstance(parent, list) else path[-1]
    parent[key] = _merged(parent[key], update, traced, pointer_join("", *path))


def _merged(old: Json, new: Json, traced: Traced, pointer: str) -> Json:
    here = (Place(rule="default:overlay"),)
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in new.items():
            below = pointer_join(pointer, key)
            old[key] = _merged(old[key], value, traced, below) if key in old else value
            traced.sources.setdefault(below, here)
        return old
    if isinstance(old, list):
        added = new if isinstance(new, list) else [new]
        for i in range(len(old), len(old) + len(added)):
            traced.sources[f"{pointer}/{i}"] = here
        return [*old, *added]
    traced.sources[pointer] = here
    return new
