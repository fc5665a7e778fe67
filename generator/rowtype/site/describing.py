"""Schemas as people read them: a tree of views, all texts quoted already."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from rowtype.emitters.docs.parts import DEFINITIONS, LISTS, MAPS, ONES, ROOT, Spot, anchor, has_rows
from rowtype.schema.documents import Document, Json, pointer_join
from rowtype.site import phrases, rules
from rowtype.site.contents import Part
from rowtype.site.markup import cut, plain, prose, quoted
from rowtype.site.views import Found, Group, Member, Node, Page, Row

_DEEPEST = 12
"""Levels of schemas inside schemas that are shown as such; what is deeper is JSON."""
_LABELS = {
    "oneOf": "alternative", "anyOf": "alternative", "allOf": "part", "prefixItems": "in_place", "items": "each_item",
    "additionalItems": "each_item", "unevaluatedItems": "each_item", "additionalProperties": "other_fields",
    "unevaluatedProperties": "other_fields", "patternProperties": "name_matching", "dependentSchemas": "where_present",
    "dependencies": "where_present",
    "contains": "contains", "propertyNames": "property_names", "not": "not", "if": "if", "then": "then", "else": "else",
    "contentSchema": "content_schema",
}  # fmt: skip
"""Keyword -> what its schemas are called."""
_GROUPS = {"oneOf": "one_of", "anyOf": "any_of", "allOf": "all_of"}
_AT_ROOT = frozenset({"$schema", "$id", "id", "x-undocumented"})
_CLOSED = frozenset({
    "additionalProperties", "unevaluatedProperties", "items", "additionalItems", "unevaluatedItems",
})  # fmt: skip
"""Keywords whose `false` is said beside the type."""
_OF_ITEMS = frozenset({"type", "properties", "required", "additionalProperties"})
"""What is said of the items of an array where the array is."""


def describe(schema: Json, at: Spot, page: Page, depth: int = 0) -> Node:
    """What a page says of a schema."""
    words = page.words
    shown = schema if isinstance(schema, dict) else {}
    described = shown.get("description")
    flags = [words(key) for k, key in _FLAGS.items() if shown.get(k) is True]
    if shown.get("deprecated") is True and (since := page.remarks.since(at.pointer)):
        flags.append(since)
    items = _objects(shown)
    fields = tuple(_fields(shown, at, page, depth))
    if items is not None:
        fields = tuple(_fields(items, at.items(), page, depth + 1))
        flags += [words("closed")] if items.get("additionalProperties") is False else []
    return Node(
        kind=phrases.kind(schema, words, page.linked),
        prose=prose(described) if isinstance(described, str) else "",
        notes=(*flags, *phrases.bounds(shown, words)),
        rules=tuple(rules.rules(shown, words, _naming(shown, at, page), page.linked)),
        pattern=phrases.pattern(shown, words),
        deprecated=shown.get("deprecated") is True,
        values=tuple(_values(shown, at, page)),
        fields=fields,
        more=tuple(page.more(at if items is None else at.items()))
        if isinstance(shown, dict) and page.parts
        else (),
        of_items=items is not None,
        groups=tuple(_groups(shown, at, page, depth)),
        facts=tuple(_facts(shown, at, page, depth)),
        examples=tuple(phrases.value(v, 200) for v in _some(shown.get("examples"))),
    )


def _naming(schema: Mapping[str, Json], at: Spot, page: Page) -> rules.Field:
    """How sentences name the fields of a schema."""
    properties = schema.get("properties")

    def field(name: str) -> str:
        shown = f"<code>{quoted(name)}</code>"
        if not isinstance(properties, dict) or name not in properties:
            return shown
        here = at.field(name)
        return f'<a href="{quoted(page.address_of(here.pointer, here.name))}">{shown}</a>'

    return field


def _objects(schema: Mapping[str, Json]) -> Mapping[str, Json] | None:
    """The items of an array, where they are objects of which no more is to be said than their fields."""
    items = schema.get("items")
    if not isinstance(items, dict) or "properties" in schema or not isinstance(items.get("properties"), dict):
        return None
    plain = items.keys() <= _OF_ITEMS and items.get("additionalProperties", True) in (True, False)
    return items if plain and items["properties"] and items.get("type") == "object" else None


def _description(schema: Json) -> str:
    found = schema.get("description") if isinstance(schema, dict) else None
    return found if isinstance(found, str) else ""


_FLAGS = {"readOnly": "read_only", "writeOnly": "write_only"}


def _some(examples: Json, most: int = 3) -> Sequence[Json]:
    return examples[:most] if isinstance(examples, list) else ()


# ------------------------------------------------------------------------------------------------ values


def _values(schema: Mapping[str, Json], at: Spot, page: Page) -> Iterator[Row]:
    """The rows of the values that are allowed, those of the items of an array too."""
    if isinstance(schema.get("items"), dict) and schema["items"].keys() <= {
        "type",
        "enum",
        "x-enum-descriptions",
    }:
        schema, at = schema["items"], at.items()
    values, glosses = schema.get("enum"), schema.get("x-enum-descriptions")
    if isinstance(values, list):
        for i, one in enumerate(values):
            gloss = glosses[i] if isinstance(glosses, list) and i < len(glosses) else ""
            yield _value(one, gloss, pointer_join(at.pointer, "enum", i), at, page)
    for keyword in ("oneOf", "anyOf"):
        if _are_constants(schema.get(keyword)):
            for i, one in enumerate(schema[keyword]):
                gloss = one.get("description", one.get("title", ""))
                yield _value(one["const"], gloss, pointer_join(at.pointer, keyword, i), at, page)


def _are_constants(options: Json) -> bool:
    known = {"const", "title", "description", "type"}
    return isinstance(options, list) and all(
        isinstance(o, dict) and "const" in o and o.keys() <= known for o in options
    )


def _value(value: Json, gloss: Json, pointer: str, at: Spot, page: Page) -> Row:
    said = value if isinstance(value, str) and value.strip() else json.dumps(value, ensure_ascii=False)
    source = page.source_of(pointer)
    text = gloss if isinstance(gloss, str) else ""
    claimed = page.claim(anchor(f"{at.name}={said}"))
    path = at.name.lstrip("/")
    page.found.append(
        Found(
            kind="value",
            name=said,
            path=path,
            id=claimed,
            type="",
            text=plain(text, 60) if text else "",
            words=text,
            pointer=pointer,
            page=page.here,
        )
    )
    return Row(
        id=quoted(claimed),
        name=quoted(said),
        text=prose(text),
        source="" if source == page.source_of(at.pointer) else source,
        remarks=page.remarks.of(pointer),
    )


# ------------------------------------------------------------------------------------------------ fields


def _fields(schema: Mapping[str, Json], at: Spot, page: Page, depth: int) -> Iterator[Member]:
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, dict) or depth > _DEEPEST:
        return
    needed = set(map(str, required)) if isinstance(required, list) else set()
    for name, below in properties.items():
        here = at.field(name)
        if page.home_of(here.pointer) != page.here:
            continue
        claimed = page.claim(anchor(here.name))
        remarks = page.remarks.of(here.pointer)
        note = len(page.found)
        node = describe(below, here, page, depth + 1)
        text = _description(below)
        page.found.insert(
            note,
            Found(
                kind="field",
                name=name,
                path=here.name.lstrip("/"),
                id=claimed,
                type=node.kind,
                text=plain(text, 60),
                words=text,
                pointer=here.pointer,
                page=page.here,
            ),
        )
        yield Member(
            id=quoted(claimed),
            name=quoted(name) if name.strip() else quoted(json.dumps(name)),
            node=node,
            required=name in needed,
            source=page.source_of(here.pointer),
            remarks=remarks,
        )


# ------------------------------------------------------------------------------------------------ parts


def _groups(schema: Mapping[str, Json], at: Spot, page: Page, depth: int) -> Iterator[Group]:
    """What a schema is composed of, apart from what its phrase says."""
    if depth > _DEEPEST:
        return
    for keyword in schema:
        members = tuple(_members(keyword, schema, at, page, depth))
        if members:
            title = _GROUPS.get(keyword, "")
            yield Group(title=page.words(title) if title else "", members=members)


def _members(keyword: str, schema: Mapping[str, Json], at: Spot, page: Page, depth: int) -> Iterator[Member]:
    for tokens, below in _below(keyword, schema):
        here = at.below(*tokens)
        number = tokens[1] + 1 if len(tokens) > 1 and isinstance(tokens[1], int) else 0
        facts = {"n": number, "name": f"<code>{quoted(next(reversed(tokens)))}</code>"}
        claimed = page.claim(anchor(at.name + pointer_join("", *tokens)))
        node = describe(below, here, page, depth + 1)
        yield Member(
            id=quoted(claimed),
            name="",
            label=_label(keyword, schema, below, facts, page),
            node=node,
            source=page.source_of(here.pointer),
        )


def _label(
    keyword: str, schema: Mapping[str, Json], below: Json, facts: Mapping[str, object], page: Page
) -> str:
    if keyword in _GROUPS and (titled := _titled(below)):
        return titled
    if keyword == "contains":
        return phrases.contained(schema, page.words)
    return page.words(_LABELS[keyword], **facts)


def _titled(schema: Json) -> str:
    """What tells an alternative: its title, or the constant that marks it."""
    if not isinstance(schema, dict):
        return ""
    if isinstance(title := schema.get("title"), str) and title:
        return quoted(cut(title, 80))
    properties = schema.get("properties")
    for name, below in properties.items() if isinstance(properties, dict) else ():
        if isinstance(below, dict) and isinstance(tag := below.get("const"), str):
            return f"<code>{quoted(name)}</code>: <code>{quoted(tag)}</code>"
    return ""


def _below(keyword: str, schema: Mapping[str, Json]) -> Iterator[tuple[tuple[str | int, ...], Json]]:
    held = schema[keyword]
    if keyword == "dependencies" and isinstance(held, dict):  # before 2019 schemas too
        yield from (((keyword, name), one) for name, one in held.items() if isinstance(one, dict))
        return
    if keyword in rules.said(schema):
        return
    if keyword == "items" and _objects(schema) is not None:
        return
    if keyword in (*ONES, "contentSchema") and isinstance(held, dict):
        said = keyword in ("items", "additionalProperties") and "properties" not in schema
        values = keyword == "items" and held.keys() <= {"type", "enum", "x-enum-descriptions"}
        if held and not (said and phrases.simple(held)) and not values:
            yield (keyword,), held
    elif keyword in LISTS and isinstance(held, list) and has_rows(held):
        if keyword in ("items", "prefixItems") or not (
            _are_constants(held) or all(map(phrases.simple, held))
        ):
            yield from (((keyword, i), one) for i, one in enumerate(held))
    elif keyword in MAPS and isinstance(held, dict) and has_rows(held):
        yield from (((keyword, name), one) for name, one in held.items())


def _facts(schema: Mapping[str, Json], at: Spot, page: Page, depth: int) -> Iterator[Row]:
    """Keywords that the page does not say in another way."""
    for keyword, held in schema.items():
        if keyword in rules.said(schema):
            continue
        if keyword in phrases.SAID and (keyword != "properties" or depth <= _DEEPEST):
            continue
        if (at == ROOT and keyword in _AT_ROOT) or (keyword in _CLOSED and held is False):
            continue
        one = keyword in ONES or keyword == "contentSchema"
        composed = one or keyword in LISTS or keyword in MAPS or keyword in DEFINITIONS
        if composed and depth <= _DEEPEST and isinstance(held, dict | list) and (has_rows(held) or not held):
            continue
        if one and depth <= _DEEPEST and not isinstance(held, list):
            continue
        yield Row(
            id="",
            name=quoted(keyword),
            text=phrases.value(held, 2000) if not isinstance(held, str) else prose(held),
            source=page.source_of(pointer_join(at.pointer, keyword)),
        )


# ------------------------------------------------------------------------------------------------ definitions


def fields(part: Part, page: Page) -> tuple[Member, ...]:
    """The fields of a schema that stand on a further page."""
    return tuple(_fields(part.schema, part.at, page, 0)) if isinstance(part.schema, dict) else ()


def definitions(document: Document, page: Page) -> tuple[Member, ...]:
    """The definitions of a document that stand on a page, each a section."""
    found = []
    schema = document.schema if isinstance(document.schema, dict) else {}
    for keyword in DEFINITIONS:
        held = schema.get(keyword)
        for name, below in held.items() if isinstance(held, dict) else ():
            here = ROOT.below(keyword, name)
            if not isinstance(below, dict | bool) or page.home_of(here.pointer) != page.here:
                continue
            claimed = page.claim(anchor(here.name))
            page.found.append(
                Found(
                    kind="field",
                    name=name,
                    path=name,
                    id=claimed,
                    type="",
                    text=plain(_description(below), 60),
                    words=_description(below),
                    pointer=here.pointer,
                    page=page.here,
                )
            )
            found.append(
                Member(
                    id=quoted(claimed),
                    name=quoted(name),
                    node=describe(below, here, page),
                    source=page.source_of(here.pointer),
                    used=tuple(page.used(f"{document.uri}#{here.pointer}")),
                )
            )
    return tuple(found)
