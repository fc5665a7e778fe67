"""JSON Schema documents with the places their keywords come from: load them, dump them.

Canonical bytes are JSON with two spaces of indentation, non-ASCII text as it is, keys in document order, one `\\n` at
the end: `dump(load(dump(x))) == dump(x)`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote, unquote

from rowtype.unchanging import unchanging

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SUFFIX = ".schema.json"
SOURCES_SUFFIX = ".sources.json"

MAX_DIGITS = 4300
"""Digits of an integer: Python converts no longer ones, because the time grows with their square."""
Json: TypeAlias = Any
"""None, bool, int, float, str, list or dict of the same: what `json.loads` gives."""


@unchanging(frozen=True, slots=True)
class Place:
    """Where a keyword comes from: an entry of `<Type>.sources.json`.  A named default has a rule and nothing else."""

    rule: str
    file: str | None = None
    """Relative to the folder that was read, with forward slashes."""
    line: int | None = None
    """1-based."""
    column: int | None = None
    """1-based, in code points."""
    end_column: int | None = None
    """1-based, in code points, inclusive."""
    quote: str | None = None


Places: TypeAlias = tuple[Place, ...]
"""Those of one keyword, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One schema document."""

    name: str
    """The type's name as documented: `ConversationEvent`."""
    uri: str
    """Absolute or relative base URI without fragment: the schema's `$id`, else its file name."""
    schema: Json
    sources: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """JSON Pointer into `schema` -> places, as in `<Type>.sources.json`; empty for a hand-written schema."""
    origin: str | None = None
    """The file it was read from, for messages; None when it came from memory."""
    left_out: tuple[str, ...] = ()
    """JSON Pointers of the examples and defaults that were left out: JSON has not what they hold."""


class SchemaError(Exception):
    """A schema cannot be used.  `pointer` is the JSON Pointer of the offending keyword, `uri` its document."""

    def __init__(self, message: str, *, uri: str = "", pointer: str = "") -> None:
        if len(message) > LONGEST_MESSAGE:
            message = f"{message[: LONGEST_MESSAGE - 150]} … {message[-140:]}"
        self.message, self.uri, self.pointer = message, uri, pointer
        place = pointer if len(pointer) <= LONGEST_MESSAGE else pointer[:LONGEST_MESSAGE] + "…"
        super().__init__(f"{uri[:LONGEST_MESSAGE]}{place and '#'}{place}: {message}")


LONGEST_MESSAGE = 300
"""Characters of what is said of a schema, and of a place in what is printed."""


def shown(text: str, most: int = 100) -> str:
    """A text of a schema as a message quotes it: one that is long, by its beginning of at most so many characters."""
    return repr(text if len(text) <= most else text[: most - 1] + "…")


KEYWORD_ORDER = (
    "$schema", "$id", "$ref", "title", "description", "deprecated", "readOnly", "writeOnly",
    "x-caption", "x-undocumented", "type", "x-type", "x-format", "format", "pattern", "minLength", "maxLength",
    "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf", "const", "enum", "x-enum-descriptions",
    "default", "examples", "x-notes", "items", "minItems", "maxItems", "uniqueItems",
    "properties", "patternProperties", "required", "additionalProperties", "allOf", "anyOf", "oneOf", "if", "then",
    "x-result",
)  # fmt: skip
"""The order of keywords in a canonical schema object; others follow, in the order in which they came."""


def ordered(schema: dict[str, Json]) -> dict[str, Json]:
    """The same schema object with its own keywords, not those below it, in canonical order."""
    return {k: schema[k] for k in sorted(schema, key=_rank)}


_RANKS = {keyword: rank for rank, keyword in enumerate(KEYWORD_ORDER)}


def _rank(keyword: str) -> int:
    return _RANKS.get(keyword, len(_RANKS))


def file_stem(name: str) -> str:
    """The name of a type's files: the type's own name, with what no file system should meet percent-encoded."""
    safe = "".join(
        c if c.isalnum() or c in "_-. " else quote(c, safe="", errors="surrogatepass") for c in name
    )
    if safe.startswith(".") or safe.partition(".")[0].rstrip(" ").casefold() in _DEVICES:
        safe = f"%{ord(safe[0]):02X}{safe[1:]}"
    if len(data := safe.encode()) > LONGEST_STEM:
        cut = data[: LONGEST_STEM - 13].decode(errors="ignore")
        safe = f"{cut}~{hashlib.sha256(data).hexdigest()[:12]}"
    return safe


LONGEST_STEM = 180
"""Bytes of the name of a type's files, without what follows it: most file systems take 255 in all."""
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))))
"""What Windows takes for no file, whatever follows the first dot."""


GENERAL = frozenset(("schema", "index", "main", "root", "default", "definitions", "defs", "types", "latest"))
"""Ends of an `$id`, and names of files, that say nothing of what it is."""
_FOLDERS = GENERAL | {"schemas", "json", "draft", "master", "raw"}
_UNIQUE = re.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}|^[0-9a-f]{16,}$")
"""A number that is unique, and no name.  Finds '123e4567-e89b-12d3-a456-426614174000', not 'order-2024'."""


def type_name(schema: Json) -> str:
    """What a schema calls its type: the end of its `$id`, else its title, if short; empty where it says nothing."""
    own = schema.get("$id", schema.get("id")) if isinstance(schema, dict) else None
    if isinstance(own, str):
        stem = _path(own)[-1]
        if _says(stem) and stem.lower() not in GENERAL:
            return stem
    title = schema.get("title") if isinstance(schema, dict) else None
    return title if isinstance(title, str) and len(title) <= 40 and len(title.split()) <= 4 else ""


def above(schema: Json) -> str:
    """What stands before an end of `$id` that says nothing: `order` in `https://x.example/order/v1/schema.json`."""
    own = schema.get("$id", schema.get("id")) if isinstance(schema, dict) else None
    folders = _path(own)[:-1] if isinstance(own, str) else []
    return next((f for f in reversed(folders) if _says(f) and f.lower() not in _FOLDERS), "")


def _path(uri: str) -> list[str]:
    """The parts of the path of a URI, the last without what files are called after."""
    path = re.sub("^[A-Za-z][A-Za-z0-9+.-]*://[^/]*", "", uri.partition("#")[0].partition("?")[0])
    *folders, end = (unquote(part) for part in path.rstrip("/").split("/"))
    return [*folders, end.rpartition(":")[2].removesuffix(".json").removesuffix(".schema")]


def _says(name: str) -> bool:
    """Whether a name is more than a version or a number."""
    return bool(re.search("[^\\W\\d_]{2}", name)) and not _UNIQUE.search(name)


def type_uri(name: str, base: str = "") -> str:
    """The `$id` of a type below the base URI; relative where `base` is empty."""
    return base + quote(file_stem(name) + SUFFIX, errors="surrogatepass")


def quoted(uri: str) -> str:
    """A document and a pointer as a reference."""
    document, _, pointer = uri.partition("#")
    return f"{document}#{quote(pointer, safe='/~!$&()*+,;=:@', errors='surrogatepass')}"


def dump(value: Json) -> str:
    """Canonical JSON text, one `\\n` at the end.

    Raises:
        ValueError: `value` holds NaN or an infinity.
    """
    return _dumped(value, "\n") + "\n"


def _dumped(value: Json, margin: str) -> str:
    """JSON text whose lines begin with `margin`: `json.dumps` with an indentation takes three times as long."""
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is int:
        return repr(value)
    if kind is dict and value:
        inner = f"{margin}  "
        lines = [f"{inner}{encode_basestring(key)}: {_dumped(below, inner)}" for key, below in value.items()]
        return f"{{{','.join(lines)}{margin}}}"
    if kind in (list, tuple) and value:
        inner = f"{margin}  "
        return f"[{','.join([inner + _dumped(below, inner) for below in value])}{margin}]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def dump_sources(sources: Mapping[str, Iterable[Place]]) -> str:
    """The text of a `<Type>.sources.json`."""
    keys = ("file", "line", "column", "end_column", "rule", "quote")
    return dump(
        {
            pointer: [{k: v for k in keys if (v := getattr(place, k)) is not None} for place in places]
            for pointer, places in sources.items()
        }
    )


def load_sources(value: Json) -> dict[str, tuple[Place, ...]]:
    """The other direction of `dump_sources`, from parsed JSON.

    Raises:
        ValueError: it is something else.
    """
    try:
        return {pointer: tuple(Place(**place) for place in places) for pointer, places in value.items()}
    except (AttributeError, TypeError):
        raise ValueError("not the sources of a schema") from None


def _is_place(place: Place) -> bool:
    """Whether a place is one that is written: a rule alone, or with a file, a quote and numbers that count from one."""
    texts, numbers = (place.file, place.quote), (place.line, place.column, place.end_column)
    if not isinstance(place.rule, str):
        return False
    return (*texts, *numbers) == (None,) * 5 or (
        all(isinstance(text, str) for text in texts) and all(type(n) is int and n > 0 for n in numbers)
    )


def sources_of(schema: Path) -> dict[str, tuple[Place, ...]] | None:
    """The places behind the keywords of a schema file, from the `.sources.json` beside it; None where there is none,
    or somebody else's file of that name.

    Raises:
        OSError: it cannot be read.
    """
    path = sources_path(schema)
    if not path.is_file():
        return None
    try:
        found = load_sources(parse(path.read_bytes(), str(path)))
    except (SchemaError, ValueError):
        return None
    return found if all(_is_place(place) for places in found.values() for place in places) else None


def sources_path(schema: Path) -> Path:
    """Where the places behind the keywords of a schema file stand."""
    return schema.with_name(stem(schema) + SOURCES_SUFFIX)


def stem(path: Path) -> str:
    """The name of a schema's file without what files are called after."""
    name = path.name.encode("utf-8", "backslashreplace").decode()  # where a name's bytes are no UTF-8
    return re.sub(r"(?:\.schema)?\.(?:json|ya?ml)$", "", name, flags=re.IGNORECASE)


def document(name: str, schema: Json, sources: Mapping[str, tuple[Place, ...]] | None = None) -> Document:
    """Wrap a schema, named by its `$id` when it has one."""
    uri = schema.get("$id") if isinstance(schema, dict) else None
    return Document(
        name=name,
        uri=uri.partition("#")[0]
        if isinstance(uri, str)
        else re.sub("[%#?]", lambda c: quote(c[0]), name) + SUFFIX,
        schema=schema,
        sources=sources or {},
    )


def load_files(paths: Iterable[Path]) -> Iterator[Document]:
    """Read schema files, each with the `.sources.json` beside it if there is one.

    A schema without `$id` has the name of its file for a URI, so that schemas beside it can refer to it.

    Raises:
        OSError: a file cannot be read.
        SchemaError: a file is not JSON, or not a schema (an object or a boolean).
    """
    for path in paths:
        schema, left_out = parse_schema(path.read_bytes(), str(path))
        if not isinstance(schema, dict | bool):
            raise SchemaError("a schema is an object or a boolean", uri=str(path))
        yield from_file(path, schema, quote(path.name, errors="surrogateescape"), left_out)


def from_file(path: Path, schema: Json, uri: str, left_out: Sequence[str] = ()) -> Document:
    """The document of a file, with the `.sources.json` beside it; `uri` is its URI if it has no `$id`.

    Raises:
        OSError: the sources cannot be read.
    """
    own = schema.get("$id") if isinstance(schema, dict) else None
    sources = sources_of(path)
    called = type_name(schema) if sources is None else ""
    if not called and sources is None and stem(path).lower() in GENERAL:
        called = above(schema)
    return Document(
        name=called or stem(path),
        uri=own.partition("#")[0] if isinstance(own, str) else uri,
        schema=schema,
        sources=sources or {},
        origin=path.as_posix(),
        left_out=tuple(left_out),
    )


def parse_schema(data: bytes | str, origin: str) -> tuple[Json, list[str]]:
    """A schema, and the JSON Pointers of the examples and defaults in it that are left out.

    Those are no part of what it means, and must stop nothing: they may hold NaN, infinities and numbers out of range.

    Raises:
        SchemaError: as in `parse`.
    """
    return usable(parse(data, origin, constant=Constant), origin)


def usable(schema: Json, origin: str) -> tuple[Json, list[str]]:
    """The same of a value that may hold a `Constant`.

    Raises:
        SchemaError: it holds one elsewhere than in an example, or is nested too deeply.
    """
    left_out: list[str] = []
    try:
        return _usable(schema, "", origin, left_out), left_out
    except RecursionError:
        raise SchemaError("nested too deeply to be read", uri=origin) from None


class Constant(float):
    """`NaN`, `Infinity` or `-Infinity`, as Python reads them."""


def _usable(value: Json, at: str, origin: str, left_out: list[str], *, named: bool = False) -> Json:
    """A schema, or what stands in it, without examples that JSON has not; `named`: it holds schemas by their names."""
    if isinstance(value, Constant):
        raise SchemaError(
            f"{_CONSTANTS[repr(value)]} is not JSON: write null, a text or a number instead",
            uri=origin,
            pointer=at,
        )
    if isinstance(value, list):
        return [_usable(one, f"{at}/{i}", origin, left_out) for i, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    found: dict[str, Json] = {}
    for key, below in value.items():
        place = pointer_join(at, key)
        if not named and key in ("default", "example") and not _is_json(below):
            left_out.append(place)
            continue
        if not named and key == "examples" and isinstance(below, list):
            left_out += [f"{place}/{i}" for i, one in enumerate(below) if not _is_json(one)]
            below = [one for one in below if _is_json(one)]
        held = not named and key in _SCHEMAS_BY_NAME
        found[key] = _usable(below, place, origin, left_out, named=held)
    return found


_CONSTANTS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
_SCHEMAS_BY_NAME = frozenset(
    ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies", "schemas")
)


def _is_json(value: Json) -> bool:
    """Whether every number in a value is one that JSON has."""
    if isinstance(value, float):
        return -_INFINITY < value < _INFINITY
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(map(_is_json, parts))


_INFINITY = float("inf")


def parse(data: bytes | str, origin: str, *, constant: Callable[[str], Json] | None = None) -> Json:
    """Parse strict JSON: no duplicate keys, a byte-order mark allowed, no NaN but as what `constant` makes of it.

    Raises:
        SchemaError: with line and column of what is wrong; `uri` is `origin`.
    """

    def pairs(items: list[tuple[str, Json]]) -> dict[str, Json]:
        found = dict(items)
        if len(found) != len(items):
            seen: set[str] = set()
            twice = next(k for k, _ in items if k in seen or seen.add(k))  # type: ignore[func-returns-value]
            raise SchemaError(f"the key {twice!r} appears twice in one object", uri=origin)
        return found

    def refused(name: str) -> Json:
        raise SchemaError(f"{name} is not JSON: write null, a text or a number instead", uri=origin)

    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant or refused)
    except UnicodeDecodeError as error:
        raise SchemaError(f"not UTF-8: byte {error.start + 1}", uri=origin) from None
    except json.JSONDecodeError as error:
        what, line, column = json_fault(error)
        raise SchemaError(f"not JSON: {what} at {line}:{column}", uri=origin) from None
    except RecursionError:
        raise SchemaError("nested too deeply to be read", uri=origin) from None
    except ValueError:
        raise SchemaError(f"an integer has more than {MAX_DIGITS:,} digits", uri=origin) from None


def json_fault(error: json.JSONDecodeError) -> tuple[str, int, int]:
    """What is wrong with a text, and where: line and column, 1-based, not behind its last sign."""
    text = error.doc
    at = min(error.pos, len(text.rstrip(" \t\r\n")))
    return error.msg.removesuffix(" at"), text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def pointer_join(pointer: str, *tokens: str | int) -> str:
    """Append reference tokens to a JSON Pointer (RFC 6901, section 3)."""
    for token in tokens:
        pointer += "/" + str(token).replace("~", "~0").replace("/", "~1")
    return pointer


def pointer_split(pointer: str) -> list[str]:
    """The unescaped reference tokens of a JSON Pointer.

    Raises:
        ValueError: not empty and not beginning with `/`.
    """
    if pointer and not pointer.startswith("/"):
        raise ValueError(f"not a JSON Pointer: {pointer!r}")
    return [t.replace("~1", "/").replace("~0", "~") for t in pointer.split("/")[1:]]


def pointer_get(value: Json, pointer: str) -> Json:
    """The value that a JSON Pointer names.

    Raises:
        KeyError: there is none.
        ValueError: not a JSON Pointer.
    """
    for token in pointer_split(pointer):
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isascii() and token.isdigit() and int(token) < len(value):
            value = value[int(token)]
        else:
            raise KeyError(pointer)
    return value
