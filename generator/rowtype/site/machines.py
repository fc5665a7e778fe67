"""What programs read of a site: `types.json`, its schema, and `llms.txt`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from rowtype.files import OutputFile
from rowtype.schema.documents import DIALECT, Json, dump
from rowtype.site.about import About

_TEXT = {"type": "string"}
_FILE = {
    **_TEXT,
    "description": "The vendor's page, below the project; where there is none, that of the type.",
}
_LINE = {"type": "integer", "minimum": 1}
_POINTER = {**_TEXT, "description": "JSON Pointer into the schema."}
_LISTED = {
    "type": "object",
    "properties": {
        "name": _TEXT,
        "url": _TEXT,
        "pointer": _POINTER,
        "type": _TEXT,
        "file": _FILE,
        "line": _LINE,
    },
    "required": ["name", "url", "pointer"],
    "additionalProperties": False,
}
SCHEMA: Mapping[str, Json] = {
    "$schema": DIALECT,
    "title": "Types of a site",
    "description": "URLs are relative to the folder of this file.",
    "type": "object",
    "properties": {
        "$schema": _TEXT,
        "name": _TEXT,
        "version": _TEXT,
        "language": _TEXT,
        "types": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": _TEXT,
                    "url": _TEXT,
                    "description": _TEXT,
                    "id": {**_TEXT, "description": "The URI of the schema."},
                    "schema": _TEXT,
                    "markdown": _TEXT,
                    "source": {**_TEXT, "description": "The line that the type is read from."},
                    "file": _FILE,
                    "line": _LINE,
                    "fingerprint": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
                    "fields": {"type": "array", "items": _LISTED},
                    "values": {"type": "array", "items": _LISTED},
                    "used_by": {"type": "array", "items": _TEXT},
                },
                "required": ["name", "url", "id", "schema", "fingerprint", "fields", "values", "used_by"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["name", "types"],
    "additionalProperties": False,
}


def fingerprint(schema: Json) -> str:
    """What changes when a schema says anything else."""
    text = json.dumps(schema, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def types_json(about: About, types: Sequence[Json]) -> Iterable[OutputFile]:
    """`types.json` and its schema; one line a type."""
    head = {
        "$schema": "assets/types.schema.json",
        "name": about.name,
        "version": about.version,
        "language": about.language,
    }
    lines = ",\n".join(compact(one) for one in types)
    text = (
        compact({k: v for k, v in head.items() if v or k == "name"})[:-1] + ',"types":[\n' + lines + "\n]}\n"
    )
    yield OutputFile(path=PurePosixPath("types.json"), text=text)
    yield OutputFile(path=PurePosixPath("assets/types.schema.json"), text=dump(SCHEMA))


def compact(value: Json) -> str:
    """JSON on one line, whatever texts are in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def llms_txt(about: About, groups: Iterable[tuple[str, Sequence[tuple[str, str, str]]]]) -> OutputFile:
    """`llms.txt`: what there is and where its Markdown stands, a section a page."""
    title = " ".join(filter(None, (about.name or "Types", about.version)))
    parts = [
        f"# {_line(title)}",
        "",
        "> Reference of types, a page each; types.json lists all fields and values.",
        "",
    ]
    for group, types in groups:
        parts += [f"## {_line(group)}", ""]
        parts += [
            f"- [{_line(name)}]({url}){': ' + _line(text) if text else ''}" for name, url, text in types
        ]
        parts.append("")
    return OutputFile(path=PurePosixPath("llms.txt"), text="\n".join(parts))


def _line(text: str) -> str:
    flat = "".join(c if c.isprintable() else " " for c in text)
    return flat.replace("[", "(").replace("]", ")").replace("<", "‹")
