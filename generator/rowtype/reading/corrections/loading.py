"""`corrections.toml` -> entries.

Corrections of what a vendor's documentation says: data, in `corrections.toml`.

    [[correction]]
    target = "ConversationEvent#/properties/event_type/enum/20"   # type and JSON Pointer into its schema
    documented = "vistor-navigate"                                # what the documentation says there
    correct = "visitor-navigate"                                  # what is true; `remove = true` to take it away
    reason = "the API sends it with an i"

Instead of `correct`, what is said of a field may be `required = true`, `nullable = true` or `rename = "id"`; the
target is the field then, `Order#/properties/number`.  A type that has no page is added by

    [[type]]
    name = "Employee"
    schema = { type = "object", properties = { id = { type = "integer" } } }
    reason = "the vendor's page is missing; this is what the API sends"

What reading finds is settled by

    [[drop]]                                  # a row that is not read; of equal rows the last
    file = "orders.md"
    text = "| id | string | the id again |"   # the row, or a part of it that no other row has

    [[ignore]]                                # a finding that is no trouble
    slug = "second-table"
    file = "orders.md"
    text = "| Field | Type |"                 # what the line says; empty for a finding about a whole page

    [[rename]]                                # a type with another name
    type = "InvoiceItem"
    name = "Position"

    [[merge]]                                 # two types that are one
    type = "InvoiceItem"
    into = "OrderItem"

    [[split]]                                 # one type that is two: some types get a copy of their own
    type = "Item"
    name = "InvoiceItem"
    for = ["Invoice"]

each with its `reason`.  A correction whose documented text is gone fails the build: the documentation changed, so
someone must look.  So does an added type that has a page by now, and an entry that nothing needs any more.  An OpenAPI
Overlay is accepted instead of such a file: see `overlay`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rowtype import files
from rowtype.diagnostics import Diagnostic, SourceError, Span, catalogue
from rowtype.reading.corrections import positions
from rowtype.reading.corrections.dropping import Drop
from rowtype.reading.corrections.entries import AddedType, Correction
from rowtype.reading.corrections.ignoring import Ignore
from rowtype.reading.corrections.renaming import Rename
from rowtype.reading.markup.text import Source
from rowtype.schema import bounds
from rowtype.schema.documents import SchemaError

Change = Correction | AddedType | Drop | Ignore | Rename
_KEYS = {"target", "documented", "correct", "remove", "required", "nullable", "rename", "reason"}
_TRUTHS = ("correct", "remove", "required", "nullable", "rename")


def load(path: Path, shown: str | None = None) -> tuple[Change, ...]:
    """Read a corrections file; one that is not there holds none.

    Raises:
        SourceError: it is not TOML, or an entry lacks a key or has one too many.
    """
    file = shown or path.as_posix()
    try:
        source = Source(file, files.setting(path))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError([Diagnostic("bad-corrections", None, {"why": error}, file=file)]) from None
    try:
        data = files.toml(source.text)
    except tomllib.TOMLDecodeError as error:
        span = positions.toml_error(source, error)
        raise SourceError([Diagnostic("bad-corrections", span, {"why": error}, file=file)]) from None
    found: list[Change] = []
    wrong: list[tuple[str, Span | None]] = []
    for key in sorted(data.keys() - _KINDS.keys()):
        kinds = ", ".join(f"[[{kind}]]" for kind in ("correction", "type", *list(_KINDS)[:-2]))
        wrong.append((f"unknown key {key!r}; entries are {kinds} tables", None))
    for kind, (problem_of, make) in _KINDS.items():
        stated = data.get(kind, [])
        entries = stated if isinstance(stated, list) else [stated]
        spans = positions.tables(source, kind, len(entries))
        for number, (entry, span) in enumerate(zip(entries, spans, strict=True), 1):
            if problem := problem_of(entry):
                wrong.append((f"{kind} {number}: {problem}", span))
            else:
                found.append(make(entry, file, span))
    if wrong:
        raise SourceError(
            [Diagnostic("bad-corrections", span, {"why": why}, file=file) for why, span in wrong]
        )
    return tuple(found)


def _drop(entry: Any, file: str, span: Span | None) -> Drop:
    return Drop(page=entry["file"], text=entry["text"], reason=entry["reason"], file=file, span=span)


def _ignore(entry: Any, file: str, span: Span | None) -> Ignore:
    page, text = entry["file"], entry["text"]
    return Ignore(slug=entry["slug"], page=page, text=text, reason=entry["reason"], file=file, span=span)


def _rename(entry: Any, file: str, span: Span | None) -> Rename:
    return Rename(
        type=entry["type"],
        name=entry.get("name") or entry["into"],
        merges="into" in entry,
        users=tuple(entry.get("for", ())),
        reason=entry["reason"],
        file=file,
        span=span,
    )


def _type(entry: Any, file: str, span: Span | None) -> AddedType:
    name, schema, reason = entry["name"], entry["schema"], str(entry["reason"])
    return AddedType(name=name, schema=schema, reason=reason, file=file, span=span)


def _correction(entry: Any, file: str, span: Span | None) -> Correction:
    said = {key: value for key, value in entry.items() if key != "target"}
    kind, _, pointer = entry["target"].partition("#")
    return Correction(type=kind, pointer=pointer, **said, file=file, span=span)


def _settling(*keys: str) -> Callable[[Any], str | None]:
    """What is wrong with an entry that has those keys, all needed, and is no correction of a schema."""

    def problem(entry: Any) -> str | None:
        if not isinstance(entry, dict) or entry.keys() != set(keys):
            return f"has {', '.join(map(repr, keys[:-1]))} and {keys[-1]!r}, and nothing else"
        for key, value in entry.items():
            if key == "for":
                if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
                    return "'for' is a list of types"
            elif not isinstance(value, str) or not (value.strip() or key == "text"):
                return f"{key!r} is a text"
        if entry.get("slug", "no-type") not in catalogue():
            return f"there is no finding {entry['slug']!r}; docs/errors.md lists all"
        return None if "slug" in entry or entry.get("text", "x").strip() else "'text' is a text"

    return problem


def _type_problem(entry: Any) -> str | None:
    if not isinstance(entry, dict) or entry.keys() != {"name", "schema", "reason"}:
        return "has 'name', 'schema' and 'reason', and nothing else"
    if not isinstance(entry["name"], str) or not isinstance(entry["schema"], dict):
        return "'name' is a text and 'schema' a table"
    return _no_json(entry, "schema")


def _no_json(entry: Any, *keys: str) -> str | None:
    """What is wrong with values that are to be JSON, which TOML has more kinds of."""
    for key in keys:
        try:
            bounds.check(entry.get(key), "")
        except SchemaError as error:
            return f"{key!r} is a value of JSON: {error.message}"
    return None


def _correction_problem(entry: Any) -> str | None:
    if not isinstance(entry, dict):
        return "not a table"
    if unknown := sorted(entry.keys() - _KEYS):
        return f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}"
    for key in ("target", "documented", "reason"):
        if key not in entry:
            return f"the key {key!r} is missing"
    if sum(key in entry for key in _TRUTHS) != 1 or entry.get("remove") is False:
        return "has one of 'correct', 'remove = true', 'required', 'nullable = true' and 'rename'"
    for key, kind in (("required", bool), ("nullable", bool), ("rename", str)):
        if key in entry and not isinstance(entry[key], kind):
            return f"{key!r} is a {'text' if kind is str else 'truth value'}"
    if entry.keys() & {"required", "nullable", "rename"} and "/properties/" not in str(entry["target"]):
        return "the target of 'required', 'nullable' and 'rename' is a field: 'Order#/properties/id'"
    target, reason = entry["target"], entry["reason"]
    if not isinstance(target, str) or "#/" not in target:
        return "'target' is a type, '#' and a JSON Pointer: 'Order#/properties/id/type'"
    if not isinstance(reason, str) or not reason.strip():
        return "'reason' says why, in words"
    return _no_json(entry, "documented", "correct")


_KINDS: Mapping[str, tuple[Callable[[Any], str | None], Callable[[Any, str, Span | None], Change]]] = {
    "drop": (_settling("file", "text", "reason"), _drop),
    "ignore": (_settling("slug", "file", "text", "reason"), _ignore),
    "rename": (_settling("type", "name", "reason"), _rename),
    "merge": (_settling("type", "into", "reason"), _rename),
    "split": (_settling("type", "name", "for", "reason"), _rename),
    "type": (_type_problem, _type),
    "correction": (_correction_problem, _correction),
}
"""Kinds of entries in the order in which they are applied: what is wrong with one, and what is made of it."""
