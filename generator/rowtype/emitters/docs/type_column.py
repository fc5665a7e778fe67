"""Schemas as type expressions: how a type column names them, and what of them the name does not say."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from rowtype.emitters.printing import markdown
from rowtype.schema.documents import Json, file_stem

_PRIMITIVES = frozenset({"string", "number", "integer", "boolean", "object", "null"})


def express(schema: Mapping[str, Json], links: Mapping[str, str]) -> tuple[str, dict[str, Json]]:
    """The Markdown of a type column, and the keywords that it leaves to be said elsewhere.

    `links` maps the `$ref`s that lead to documented types to the names of those types.
    """
    rest = dict(schema)
    match schema:
        case {"$ref": str(target)} if target in links:
            del rest["$ref"]
            return _link(links[target]), rest
        case {"type": "array"}:
            item = schema.get("items")
            del rest["type"]
            if isinstance(item, dict) and (named := _alone(item, links)):
                del rest["items"]
                return f"array of {named}", rest
            return "array", rest
        case {"type": str(name)} if name in _PRIMITIVES:
            del rest["type"]
            return name, rest
        case {"type": [_, _, *_] as names} if all(n in _PRIMITIVES for n in names) and len({*names}) == len(
            names
        ):
            del rest["type"]
            return " or ".join(names), rest
        case {"anyOf": [_, _, *_] as options} if "type" not in schema and "$ref" not in schema:
            alone = [n for o in options if isinstance(o, dict) and (n := _alone(o, links))]
            if len(alone) == len(options) and any("$ref" in o for o in options):
                del rest["anyOf"]
                return " or ".join(alone), rest
    return "any", rest


def _alone(schema: Mapping[str, Json], links: Mapping[str, str]) -> str | None:
    """The expression of a schema that is nothing but a reference or one primitive type."""
    match schema:
        case {"$ref": str(target)} if len(schema) == 1 and target in links:
            return _link(links[target])
        case {"type": str(name)} if len(schema) == 1 and name in _PRIMITIVES:
            return name
    return None


def _link(name: str) -> str:
    return f"[{markdown.text(name)}]({quote(file_stem(name))}.md)"
