"""Signatures drawn with `div`, in elements whose classes say of what they are: `attr class`, `attr variable`.

Pages made of Python's modules have a section a class, which begins with its signature, and inside it an element a
variable, with its signature and what is said of it.  What a class does, and what stands in no class, is passed over.
"""

from __future__ import annotations

import re
from typing import Literal

from rowtype.reading.markup.html_elements import Attributes

Signature = Literal["type", "member", "given", "name", "nothing"]
"""A signature of a type, one of a field, one of what makes a type; the name in any; what says nothing of fields."""

KINDS = frozenset({"type", "member", "given"})
_KINDS: dict[frozenset[str], Signature] = {
    frozenset({"attr", "class"}): "type",
    frozenset({"attr", "variable"}): "member",
    frozenset({"attr", "function"}): "given",
    frozenset({"inherited"}): "nothing",
}
_INSIDE: dict[str, Signature] = {"name": "name", "decorator": "nothing", "view-source-button": "nothing"}
_OF = r"\s*(?:<input[^<>]{0,300}>\s*)?<div\s+class=[\"']attr "
_MAKES = ".__init__"
_CALLED = re.compile(rf"{_OF}function")
_ALONE = re.compile(rf"{_OF}(?:function|variable)")
"""What an element of no class begins with.  Starts '<div class="attr variable', not '<div class="attr class'."""
NEAR = 600
"""Characters in which that stands."""


def of(tag: str, attrs: Attributes, page: str, at: int, within: str | None) -> Signature | None:
    """What an element is whose tag ends at an offset of a page; `within` is what the text around it is."""
    classes = attrs.get("class")
    if tag == "section" and attrs.get("id") and not classes:
        return "nothing" if _ALONE.match(page, at, at + NEAR) else None
    if not classes:
        return None
    if tag == "div" and classes == "classattr":
        made = (attrs.get("id") or "").endswith(_MAKES)
        return "nothing" if not made and _CALLED.match(page, at, at + NEAR) else None
    if within in KINDS:
        return _INSIDE.get(classes.split()[0])
    return _KINDS.get(frozenset(classes.split())) if tag == "div" else None
