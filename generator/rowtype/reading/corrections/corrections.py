"""Corrections of what a vendor's documentation says: data, in `corrections.toml`.

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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rowtype.diagnostics import Diagnostic, SourceError, Span, catalogue
from rowtype.reading.corrections import overlay, positions, renaming
from rowtype.reading.corrections.dropping import Drop
from rowtype.reading.corrections.ignoring import Ignore
from rowtype.reading.corrections.overlay import Action
from rowtype.reading.corrections.renaming import Rename
from rowtype.reading.lowering.traced import UNREAD, Traced
from rowtype.reading.markup.text import Source
from rowtype.reading.nearest import nearest
from rowtype.schema import bounds
from rowtype.schema.documents import (
    DIALECT,
    Json,
    Place,
    SchemaError,
    dump,
    pointer_get,
    pointer_join,
    pointer_split,
    type_uri,
)

_KEYS = {"target", "documented", "correct", "remove", "required", "nullable", "rename", "reason"}
_TRUTHS = ("correct", "remove", "required", "nullable", "rename")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One entry of `corrections.toml`."""

    type: str
    pointer: str
    """JSON Pointer into the type's schema, where the correction is made."""
    documented: Json
    correct: Json = None
    remove: bool = False
    required: bool | None = None
    """Whether the field that the target names is required."""
    nullable: bool = False
    """The field may be null too."""
    rename: str | None = None
    """The field's true name."""
    reason: str
    file: str
    """The file that holds it, for messages."""
    span: Span | None = None
    """Where in the file it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedType:
    """A type that has no page: a `[[type]]` of `corrections.toml`."""

    name: str
    schema: Json
    reason: str
    file: str
    span: Span | None = None


Change = Correction | AddedType | Drop | Ignore | Rename


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What a file of corrections says."""

    changes: tuple[Change, ...] = ()
    actions: tuple[Action, ...] = ()
    """Those of an overlay."""
    file: str = ""

    @property
    def drops(self) -> list[Drop]:
        return [c for c in self.changes if isinstance(c, Drop)]

    @property
    def ignored(self) -> list[Ignore]:
        return [c for c in self.changes if isinstance(c, Ignore)]

    def apply(self, found: dict[str, Traced], diagnostics: list[Diagnostic]) -> tuple[Correction, ...]:
        """Change schemas; the corrections that were made."""
        if self.actions:
            overlay.apply(self.actions, found, diagnostics, self.file)
        return apply(self.changes, found, diagnostics)


def load_file(path: str | Path | None) -> Corrections:
    """The corrections of a TOML file, or the changes of an overlay; none where there is no file.

    Raises:
        SourceError: the file cannot be used.
    """
    if path is None:
        return Corrections()
    path = Path(path)
    if path.suffix.lower() in overlay.SUFFIXES:
        return Corrections(actions=overlay.load(path), file=path.as_posix())
    return Corrections(changes=load(path), file=path.as_posix())


def load(path: Path, shown: str | None = None) -> tuple[Change, ...]:
    """Read a corrections file; one that is not there holds none.

    Raises:
        SourceError: it is not TOML, or an entry lacks a key or has one too many.
    """
    file = shown or path.as_posix()
    try:
        source = Source(file, path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError([Diagnostic("bad-corrections", None, {"why": error}, file=file)]) from None
    try:
        data = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        span = positions.toml_error(source, error)
        raise SourceError([Diagnostic("bad-corrections", span, {"why": error}, file=file)]) from None
    found: list[Change] = []
    wrong: list[tuple[str, Span | None]] = []
    for key in sorted(data.keys() - {"correction", "type", *_OTHERS}):
        kinds = ", ".join(f"[[{kind}]]" for kind in ("correction", "type", *_OTHERS))
        wrong.append((f"unknown key {key!r}; entries are {kinds} tables", None))
    for kind, (keys, make) in _OTHERS.items():
        entries = _list(data.get(kind, []))
        for number, (entry, span) in enumerate(
            zip(entries, positions.tables(source, kind, len(entries)), strict=True), 1
        ):
            if problem := _other_problem(entry, keys):
                wrong.append((f"{kind} {number}: {problem}", span))
            else:
                found.append(make(entry, file, span))
    added = _list(data.get("type", []))
    for number, (entry, span) in enumerate(
        zip(added, positions.tables(source, "type", len(added)), strict=True), 1
    ):
        if not isinstance(entry, dict) or entry.keys() != {"name", "schema", "reason"}:
            wrong.append((f"type {number}: has 'name', 'schema' and 'reason', and nothing else", span))
        elif not isinstance(entry["name"], str) or not isinstance(entry["schema"], dict):
            wrong.append((f"type {number}: 'name' is a text and 'schema' a table", span))
        else:
            name, schema, reason = entry["name"], entry["schema"], str(entry["reason"])
            found.append(AddedType(name=name, schema=schema, reason=reason, file=file, span=span))
    stated = _list(data.get("correction", []))
    for number, (entry, span) in enumerate(
        zip(stated, positions.tables(source, "correction", len(stated)), strict=True), 1
    ):
        problem = _problem(entry)
        if problem:
            wrong.append((f"correction {number}: {problem}", span))
            continue
        kind, _, pointer = entry["target"].partition("#")
        found.append(
            Correction(
                type=kind,
                pointer=pointer,
                documented=entry["documented"],
                correct=entry.get("correct"),
                remove=entry.get("remove", False),
                required=entry.get("required"),
                nullable=entry.get("nullable", False),
                rename=entry.get("rename"),
                reason=entry["reason"],
                file=file,
                span=span,
            )
        )
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


_OTHERS: Mapping[str, tuple[tuple[str, ...], Callable[[Any, str, Span | None], Change]]] = {
    "drop": (("file", "text", "reason"), _drop),
    "ignore": (("slug", "file", "text", "reason"), _ignore),
    "rename": (("type", "name", "reason"), _rename),
    "merge": (("type", "into", "reason"), _rename),
    "split": (("type", "name", "for", "reason"), _rename),
}
"""Entries that are no corrections of a schema: the keys of each, all needed, and what is made of it."""


def _other_problem(entry: Any, keys: tuple[str, ...]) -> str | None:
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


def _list(entries: Any) -> list[Any]:
    return entries if isinstance(entries, list) else [entries]


def _problem(entry: Any) -> str | None:
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
    try:
        bounds.check(entry.get("correct"), "")
    except SchemaError as error:
        return f"'correct' is a value of JSON: {error.message}"
    return None


def apply(
    changes: tuple[Change, ...], found: dict[str, Traced], diagnostics: list[Diagnostic]
) -> tuple[Correction, ...]:
    """Make the corrections, and say which were made; each that no longer fits is reported and not made."""
    done: list[Correction] = []
    for change in changes:
        match change:
            case AddedType():
                _add(change, found, diagnostics)
                continue
            case Rename():
                if (problem := renaming.apply(change, found)) is not None:
                    diagnostics.append(problem)
                continue
            case Drop() | Ignore():  # not about a schema
                continue
        correction = change
        facts: dict[str, object] = {"target": f"{correction.type}#{correction.pointer}"}
        traced = found.get(correction.type)
        if traced is None:
            facts["suggestion"] = nearest(correction.type, found)
            diagnostics.append(Diagnostic("correction-target", correction.span, facts, file=correction.file))
            continue
        facts["documented"] = dump(correction.documented).strip()
        places = _expected(correction, traced)
        if places is None:
            if moved := _moved(correction, traced):
                facts["suggestion"] = f"{correction.type}#{moved}"
            diagnostics.append(Diagnostic("correction-stale", correction.span, facts, file=correction.file))
            continue
        if correction.required is not None or correction.nullable or correction.rename is not None:
            made = _change_field(correction, traced, places)
        else:
            made = _change(correction, traced.schema)
            if made:
                _retrace(correction, traced, places)
        if made:
            done.append(correction)
        else:
            diagnostics.append(Diagnostic("correction-target", correction.span, facts, file=correction.file))
    return tuple(done)


def _add(added: AddedType, found: dict[str, Traced], diagnostics: list[Diagnostic]) -> None:
    """Add a type that has no page, in place of the open object that stands for it."""
    known = found.get(added.name)
    if known is not None and not known.schema.get("x-undocumented"):
        diagnostics.append(Diagnostic("type-documented", added.span, {"type": added.name}, file=added.file))
        return
    head = known.schema if known else {"$schema": DIALECT, "$id": type_uri(added.name), "title": added.name}
    kept = {k: head[k] for k in ("$schema", "$id", "title")}
    here = [Place(rule="default:corrections")]
    sources = (
        {k: v for k, v in known.sources.items() if k.lstrip("/") in ("", *kept)} if known else {"": here}
    )
    schema = kept | added.schema
    found[added.name] = Traced(schema, sources | {pointer_join("", k): here for k in added.schema})
    for traced in found.values():
        _refer(traced, added.name)
    diagnostics[:] = [
        d
        for d in diagnostics
        if not (d.slug in _ABOUT_NAMES and added.name in (d.facts.get("type"), d.facts.get("found")))
    ]


_ABOUT_NAMES = frozenset({"undocumented-type", "unread-type", "unknown-type"})


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


def _change_field(correction: Correction, traced: Traced, places: list[Place]) -> bool:
    """Change what is said of a field as a whole."""
    parent, _, token = correction.pointer.rpartition("/properties/")
    (name,) = pointer_split("/" + token)
    try:
        record = pointer_get(traced.schema, parent)
        field = record["properties"][name]
    except KeyError:
        return False
    here = [replace(p, rule="correction") for p in places]
    if correction.required is not None:
        listed = [n for n in record.get("required", []) if n != name]
        _renumber(traced, parent + "/required", record.get("required", []), listed)
        if correction.required:
            listed.append(name)
            traced.note(f"{parent}/required/{len(listed) - 1}", here)
            traced.sources.setdefault(f"{parent}/required", here)
        record["required"] = listed
        if not listed:
            del record["required"]
            traced.sources.pop(f"{parent}/required", None)
    elif correction.nullable:
        record["properties"][name] = _nullable(field)
        traced.sources[
            correction.pointer + ("/anyOf" if "anyOf" in record["properties"][name] else "/type")
        ] = here
    else:
        assert correction.rename is not None
        if correction.rename in record["properties"]:
            return False
        record["properties"] = {
            correction.rename if k == name else k: v for k, v in record["properties"].items()
        }
        for keyword in ("required",):
            if keyword in record:
                record[keyword] = [correction.rename if n == name else n for n in record[keyword]]
        for keyword in ("allOf", "anyOf"):
            if keyword in record:
                record[keyword] = _renamed(record[keyword], name, correction.rename)
        new = pointer_join(parent + "/properties", correction.rename)
        old = dict(traced.sources)
        traced.sources.clear()
        for key, kept in old.items():
            moved = (
                new + key[len(correction.pointer) :]
                if (key + "/").startswith(correction.pointer + "/")
                else key
            )
            traced.sources[moved] = here if key == correction.pointer else kept
    return True


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
        if last in ("type", "$ref"):
            parent.pop(UNREAD, None)  # it is understood now
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
