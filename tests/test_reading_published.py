"""Pages in the layouts that people and tools publish, in `reading/published/`, with all that is right of each.

A file holds pages, each below `=== NAME SUFFIX`, and below `---want` the types: a line a type, and indented a line a
field: its path, its type, `!` where it is required (`~`: either way), `=a|b` its values, and in JSON what else it says,
`{"maximum": 5}`.  `@Name` is a reference, `string[]` an array, `~` any type.  A type has these fields and no others, a
page these types and those that they refer to; `none` is a page that documents none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest

from rowtype.reading import read

Schemas = dict[str, Any]
FOLDER = Path(__file__).parent / "reading" / "published"
_LINE = re.compile(
    r"(?P<indent> *)(?P<path>\S+)(?: (?P<type>[^\s=]\S*))?(?P<need> [!~])?(?: =(?P<values>.*?))?(?: (?P<more>\{.*\}))?"
)


class Page(NamedTuple):
    name: str
    suffix: str
    text: str
    want: str


def pages() -> Iterator[Page]:
    for file in sorted(FOLDER.glob("*.txt")):
        for part in re.split(r"(?m)^=== ", file.read_text(encoding="utf-8"))[1:]:
            head, _, body = part.partition("\n")
            name, suffix = head.split()
            text, _, want = body.partition("---want\n")
            yield Page(name, suffix, text, want)


PAGES = list(pages())


def plain(name: str) -> str:
    return re.sub(r"[\W_]", "", unquote(name).removesuffix(".schema.json")).lower()


def followed(node: Any, schemas: Schemas) -> Any:
    """What a reference, or the only alternative to null, leads to."""
    if "$ref" in node and (name := unquote(node["$ref"]).removesuffix(".schema.json")) in schemas:
        return followed(schemas[name], schemas)
    options = [one for one in node.get("anyOf", ()) if one != {"type": "null"}]
    return followed(options[0], schemas) if len(options) == 1 else node


def kind(node: Any, schemas: Schemas) -> str:
    """The type of a schema as the files write it."""
    node = followed(node, schemas)
    stated = node.get("type", "object" if "properties" in node or "allOf" in node else "any")
    if stated == "any" and "enum" in node:
        stated = "integer" if all(isinstance(value, int) for value in node["enum"]) else "string"
    kinds = stated if isinstance(stated, list) else [stated]
    item = kind(node["items"], schemas) if node.get("items") else "any"
    return "|".join(f"{item}[]" if one == "array" else one for one in kinds)


def fields(node: Any, schemas: Schemas) -> dict[str, tuple[Any, bool]]:
    """Field -> schema, and whether it is required: of an object, or of what an array or a map holds."""
    node = followed(node, schemas)
    found: dict[str, tuple[Any, bool]] = {}
    inner = [node.get("items"), None if "properties" in node else node.get("additionalProperties")]
    for one in (*inner, *node.get("allOf", ())):
        found |= fields(one, schemas) if isinstance(one, dict) else {}
    required = node.get("required", ())
    return found | {name: (one, name in required) for name, one in node.get("properties", {}).items()}


def values(node: Any, schemas: Schemas) -> list[str] | None:
    node = followed(node, schemas)
    node = followed(node["items"], schemas) if "enum" not in node and node.get("items") else node
    stated = [node["const"]] if "const" in node else node.get("enum")
    return None if stated is None else [str(one) for one in stated]


def names_behind(node: object, schemas: Schemas, seen: set[str]) -> set[str]:
    """The types that a schema refers to, however far."""
    for target in re.findall(r'"\$ref": "([^"#]+)', json.dumps(node, ensure_ascii=False)):
        name = unquote(target).removesuffix(".schema.json")
        if name in schemas and name not in seen:
            seen.add(name)
            names_behind(schemas[name], schemas, seen)
    return seen


def differences(schemas: Schemas, want: str) -> Iterator[str]:
    lines = [m for line in want.splitlines() if (m := _LINE.fullmatch(line.rstrip()))]
    known = {plain(name): name for name, one in schemas.items() if not one.get("x-undocumented")}
    said: dict[str, dict[str, re.Match[str]]] = {}
    for m in lines:
        if not m["indent"] and m["path"] != "none":
            said[m["path"]] = {}
            name = known.get(plain(m["path"]))
            if name is None:
                yield f"no type {m['path']}"
            elif m["values"] is not None and values(schemas[name], schemas) != m["values"].split("|"):
                yield f"{name} is one of {values(schemas[name], schemas)}"
        elif m["indent"]:
            said[[*said][-1]][m["path"]] = m
    stated = {known[plain(name)] for name in said if plain(name) in known}
    stated |= names_behind([schemas[name] for name in stated], schemas, {*stated})
    yield from (f"{name} is no type" for name in known.values() if name not in stated)
    for name, stating in said.items():
        if stating and plain(name) in known:
            yield from _of_type(name, schemas[known[plain(name)]], stating, schemas)


def _of_type(name: str, node: Any, stating: dict[str, re.Match[str]], schemas: Schemas) -> Iterator[str]:
    for parent in dict.fromkeys(path.rpartition("/")[0] for path in stating):
        around = node
        for step in parent.split("/") if parent else ():
            around = fields(around, schemas).get(step, ({}, False))[0]
        got = fields(around, schemas)
        wanted = {
            path.rpartition("/")[2]: m for path, m in stating.items() if path.rpartition("/")[0] == parent
        }
        if got.keys() != wanted.keys():
            yield f"{name}.{parent} has {[*got]}"
        for field in got.keys() & wanted.keys():
            one, required = got[field]
            m = wanted[field]
            if m["type"].startswith("@"):
                targets = [*map(plain, names_behind(one, schemas, set()))]
                if plain(m["type"]) not in targets:
                    yield f"{name}.{field} refers to {targets}"
            elif m["type"] not in ("~", kind(one, schemas)):
                yield f"{name}.{field} is {kind(one, schemas)}"
            elif values(one, schemas) != (m["values"].split("|") if m["values"] else None):
                yield f"{name}.{field} is one of {values(one, schemas)}"
            said = json.loads(m["more"] or "{}")
            if (stated := {key: followed(one, schemas).get(key, one.get(key)) for key in said}) != said:
                yield f"{name}.{field} says {stated}"
            if (m["need"] or "").strip() != "~" and required != (m["need"] is not None):
                yield f"{name}.{field} is required: {required}"


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_a_page_is_read_right(page: Page, tmp_path: Path) -> None:
    path = tmp_path / f"{page.name}{page.suffix}"
    path.write_text(page.text, encoding="utf-8")
    assert [*differences(dict(read([path]).schemas), page.want)] == []
