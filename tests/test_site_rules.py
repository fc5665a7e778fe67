"""Keywords that bind several fields, items or kinds are said in words, in both languages, with links."""

from __future__ import annotations

import re
from typing import Any

import pytest

from rowtype import site
from rowtype.schema.documents import DIALECT, document, type_uri
from rowtype.site import markup
from rowtype.site.about import About

PAIR = {"kind": {"enum": ["card", "cash"]}, "card": {"type": "string"}, "cvc": {"type": "string"}}
DEFS = {
    "Card": {"type": "object", "properties": {"n": {}}},
    "Node": {"$dynamicAnchor": "node", "type": "object"},
}


def said(language: str, **schema: Any) -> str:
    """The page of a type, as text."""
    uri = type_uri("Pay")
    made = document("Pay", {"$schema": DIALECT, "$id": uri, "title": "Pay", "type": "object", **schema})
    files = site.emit(site.Content(documents=[made], about=About(language=language)))
    page = next(f.text for f in files if str(f.path) == "Pay.html")
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<(?!a )[^>]*>", "", main))


LINK = '<a href="#{0}">{0}'


@pytest.mark.parametrize(
    ("schema", "english", "russian"),
    [
        (
            {"properties": PAIR, "dependentRequired": {"card": ["cvc", "kind"]}},
            f"Where {LINK.format('card')} is present, {LINK.format('cvc')} and {LINK.format('kind')} must be too.",
            f"Если есть {LINK.format('card')}, должны быть и {LINK.format('cvc')} и {LINK.format('kind')}.",
        ),
        (
            {
                "properties": PAIR,
                "if": {"properties": {"kind": {"const": "card"}}, "required": ["kind"]},
                "then": {"required": ["card", "else"]},
                "else": {"properties": {"cvc": False}},
            },
            f"If {LINK.format('kind')} is &quot;card&quot;, then required: {LINK.format('card')} and else; "
            f"otherwise {LINK.format('cvc')} is absent.",
            f"Если {LINK.format('kind')} равно &quot;card&quot;, то обязательны: {LINK.format('card')} и else; "
            f"иначе {LINK.format('cvc')} отсутствует.",
        ),
        (
            {"properties": PAIR, "not": {"required": ["card", "cvc"]}},
            f"Not all together: {LINK.format('card')} and {LINK.format('cvc')}.",
            f"Не все вместе: {LINK.format('card')} и {LINK.format('cvc')}.",
        ),
        (
            {
                "properties": PAIR,
                "$defs": DEFS,
                "discriminator": {"propertyName": "kind", "mapping": {"card": "#/$defs/Card"}},
            },
            f'Told by {LINK.format("kind")}: card – <a href="#/$defs/Card">Card',
            f'Различаются по {LINK.format("kind")}: card – <a href="#/$defs/Card">Card',
        ),
        (
            {
                "properties": {
                    "a": {"type": "array", "contains": {"const": 1}, "minContains": 2, "maxContains": 3}
                }
            },
            "Such items: 2 to 3",
            "Таких элементов: от 2 до 3",
        ),
        (
            {"properties": {"a": {"type": "array", "prefixItems": [{"type": "string"}], "items": False}}},
            "array no other items",
            "array без других элементов",
        ),
        (
            {"properties": {"a": {"not": {"type": "null"}}}, "unevaluatedProperties": False},
            "anything but null",
            "что угодно, кроме null",
        ),
        ({"properties": {"a": {"not": {}}}}, "nothing", "ничего"),
        (
            {"properties": {"a": {"$dynamicRef": "#node"}}, "$defs": DEFS},
            '<a href="#/$defs/Node">Node',
            '<a href="#/$defs/Node">Node',
        ),
        (
            {
                "properties": {
                    "a": {"type": "string", "contentMediaType": "text/css", "contentEncoding": "base64"}
                }
            },
            "holds text/css, base64",
            "содержит text/css, base64",
        ),
        (
            {"properties": PAIR, "dependentSchemas": {"card": {"properties": {"kind": {"const": "card"}}}}},
            "Where card is present",
            "Если есть card",
        ),
        (
            {
                "properties": PAIR,
                "dependencies": {"cvc": ["kind"], "card": {"properties": {"kind": {"const": "card"}}}},
            },
            "Where card is present",
            "Если есть card",
        ),
        (
            {"externalDocs": {"url": "https://example.com/a", "description": "All about it."}},
            'See <a href="https://example.com/a" rel="noreferrer">All about it.',
            'Смотрите <a href="https://example.com/a" rel="noreferrer">All about it.',
        ),
        (
            {"xml": {"name": "pay", "prefix": "p", "wrapped": True}},
            "In XML: the element pay, one element around all items, prefix p.",
            "В XML: элемент pay, один элемент вокруг всех, префикс p.",
        ),
        (
            {"properties": {"a": {"type": "string", "xml": {"attribute": True}}}},
            "In XML: an attribute.",
            "В XML: атрибут.",
        ),
        (
            {"properties": {"a": {"type": "string", "nullable": True}}},
            "string nullable (not checked)",
            "string nullable (не проверяется)",
        ),
        (
            {"properties": {"a": {"type": ["string", "null"], "nullable": True}}},
            "string or null",
            "string или null",
        ),
    ],
)
def test_what_binds_several_is_said_in_words(schema: dict[str, Any], english: str, russian: str) -> None:
    for language, expected in (("en", english), ("ru", russian)):
        page = said(language, **schema)
        assert expected.replace("</a>", "") in page
        assert not re.search(r"(?:Other keywords|Другие ключевые слова)", page)


def test_what_no_sentence_can_hold_is_shown_part_by_part() -> None:
    condition = {"properties": {"kind": {"minLength": 2}}}
    page = said("en", properties=PAIR, **{"if": condition, "then": {"required": ["cvc"]}})
    assert re.search(r" If .* Then ", page)
    for schema in (
        {"discriminator": {"propertyName": 1}},
        {"externalDocs": {"url": "javascript:alert(1)"}},
        {"xml": {"name": "a", "more": 1}},
    ):
        assert said("en", **schema).count("Other keywords") == 1


def test_what_descriptions_stress_is_strong_and_names_stay_names() -> None:
    text = "**Never** again. __Note:__ 2**3**4, `**a**`, __init__, ** b ** and <b>."
    shown = "<b>Never</b> again. <b>Note:</b> 2**3**4, <code>**a**</code>, __init__, ** b ** and &lt;b&gt;."
    assert markup.prose(text) == shown
    assert markup.plain("**Never** again.") == "Never again."
