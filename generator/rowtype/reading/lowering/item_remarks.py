"""Remarks beside the type of an array that speak of its items: `[ items <= 5 characters ]`."""

from __future__ import annotations

import re
from dataclasses import replace

from rowtype.reading.lowering import settings
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.lowering.types import FORMATS
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import of_items, sentences
from rowtype.schema.documents import Json


def apply(content: Inline, field: Traced, scope: Scope) -> bool:
    """Set what a remark says of items, or report it; whether it speaks of them."""
    text = of_items.said(content.text, scope.dialect.words.item)
    items = field.schema.get("items")
    if text is None or field.kind != "array" or not isinstance(items, dict):
        return False
    kind = items.get("type")
    rules = scope.dialect.rules_for(kind if isinstance(kind, str) else None)
    said = sentences.understand(Inline(text), rules, alone=True).settings
    settings.apply((replace(one, keyword=of_items.PREFIX + one.keyword) for one in said), field, scope)
    if not said and not (isinstance(kind, str) and _typed(text, kind, field, scope)):
        scope.report("unread-remark", content.text, found=content.value)
    return True


_SIZED = re.compile(r"\[\s*(?P<low>\d{1,7})\s*\.\.\s*(?P<high>\d{1,7})\s*\](?:\s*[^\W\d_]+)?")
"""How long a text is.  Is '[ 1 .. 5 ] characters', '[1..5]', not '<= 5'."""


def _typed(text: Text, kind: str, field: Traced, scope: Scope) -> bool:
    """Set what a remark says as it would behind a type: `<uuid>`, `[ 1 .. 5 ] characters`."""
    word = text.value.strip("<> ").lower()
    m = _SIZED.fullmatch(text.value)
    stated: dict[str, Json] = {}
    if kind == "string" and word in FORMATS:
        stated["format"] = word
    elif kind == "string" and m:
        stated |= {"minLength": int(m["low"]), "maxLength": int(m["high"])}
    below = field.below("items")
    for keyword, value in stated.items():
        below.set(keyword, value, places(scope.source, [text], "type"))
    field.replace_below("items", below)
    return bool(stated)
