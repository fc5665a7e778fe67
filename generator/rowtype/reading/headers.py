"""Headers by meaning: what the columns of a table hold, whatever their order, and what kind of table it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from rowtype.reading.dialect import Dialect, Role
from rowtype.reading.page import Row

Kind = Literal["fields", "constraints", "values", "patterns", "definitions"]

_MARKS = re.compile(r"[*_`:?¹²³†‡]+$|^[*_`]+|\s*\([^()]*\)\s*$")


def normal(text: str) -> str:
    """The words of a header or heading, without capitals, marks and double spaces."""
    return " ".join(text.strip().strip("*_`:").strip().lower().split())


def role(text: str, dialect: Dialect) -> Role | None:
    """What a column with that header holds."""
    word = normal(text)
    if (found := dialect.columns.get(word)) is not None:
        return found
    for part in (normal(_MARKS.sub("", word)), *(p.strip() for p in re.split(r"\s*[/|\n]\s*", word))):
        if (found := dialect.columns.get(part)) is not None:
            return found
    return None


def roles(header: Row, dialect: Dialect) -> dict[Role, int]:
    """Role -> column, the first that has it."""
    found: dict[Role, int] = {}
    for i, cell in enumerate(header.cells):
        if (meant := role(cell.content.value, dialect)) and meant != "note":
            found.setdefault(meant, i)
    return found


def kind(found: Mapping[Role, int], dialect: Dialect, *, definitions: bool = False) -> Kind | None:
    """What a table with these columns describes; None for what the dialect does not know."""
    if dialect.verbatim:
        return (
            "fields"
            if {"name", "type"} <= found.keys()
            else "constraints"
            if {"constraint", "value"} <= found.keys()
            else "values"
            if "value" in found
            else None
        )
    if "name" in found and "value" not in found:
        if "type" in found:
            return "fields"
        told = {"required", "optional", "default"} & found.keys()
        return "fields" if told and "description" in found else None
    if {"name", "type"} <= found.keys():
        return "fields"
    if {"pattern", "type"} <= found.keys():
        return "patterns"
    if definitions and "type" in found and "description" in found:
        return "definitions"
    if found.get("value") == 0 and "type" not in found:
        return "values"
    return None
