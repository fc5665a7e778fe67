"""TOML -> dialects, the languages joined to what a dialect says itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from rowtype import files
from rowtype.diagnostics import Diagnostic, SourceError
from rowtype.reading.dialect.attributes import TABLES
from rowtype.reading.dialect.dialect import OURS, Dialect
from rowtype.reading.dialect.tables import Table, check_keys

_BUILT_IN = ("livetex", "plain")
_FIRST, _LAST = ("en", "ru"), ("more", "code", "signs")
"""Languages before and after those that are only a file in `languages/`: what comes first counts."""
KEYS = {
    "name", "base", "extends", "page", "columns", "required", "types", "primitives", "synonyms", "form", "modifiers",
    "definition", "vocabulary", "values", "pointing", "characters", "conditions", "cells", "bounds", "defaults",
    "numbers", "lint", "prose",
}  # fmt: skip
"""What a dialect's file may hold."""


@cache
def built_in() -> tuple[Dialect, ...]:
    """The dialects that come with Rowtype, in the order in which they are tried."""
    return (*(_dialect(_data(f"dialects/{name}.toml"), f"{name}.toml") for name in _BUILT_IN), OURS)


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("rowtype.reading.dialect").joinpath(name).read_text("utf-8"))


def load(name_or_path: str) -> Dialect:
    """A built-in dialect by name, or one from a TOML file.

    Raises:
        SourceError: no such dialect, or the file is not a dialect.
    """
    for dialect in built_in():
        if dialect.name == name_or_path:
            return dialect
    path = Path(name_or_path)
    try:
        text = files.setting(path)
    except (OSError, ValueError):
        known = ", ".join(d.name for d in built_in())
        raise SourceError(
            [Diagnostic("unknown-dialect", None, {"found": name_or_path, "known": known})]
        ) from None
    return parse(text, name_or_path)


def parse(text: str, file: str) -> Dialect:
    """A dialect from its TOML; `file` is for messages.

    Raises:
        SourceError: it is not TOML, or not a dialect.
    """
    try:
        data = files.toml(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError([Diagnostic("bad-dialect", None, {"why": error}, file=file)]) from None
    return _dialect(data, file)


def _dialect(own: dict[str, Any], file: str) -> Dialect:
    try:
        own = _over_base(own)
        if not isinstance(own["name"], str):
            raise ValueError("'name' is a text")
        parts = [own, *(_data(f"languages/{name}.toml") for name in _extended(own))]
        return Dialect(name=own["name"], **{k: v for read in TABLES for k, v in read(parts).items()})
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as error:
        why: object = error
        if isinstance(error, KeyError):
            why = f"the key {error} is missing"
        elif isinstance(error, TypeError | AttributeError):
            why = f"a value is of another kind than it should be: {error}"
        raise SourceError([Diagnostic("bad-dialect", None, {"why": why}, file=file)]) from None


def _over_base(own: dict[str, Any]) -> dict[str, Any]:
    """What a dialect says, and below it what the built-in one says that it is based on."""
    base = own.get("base")
    if base is None:
        return own
    if base not in _BUILT_IN:
        raise ValueError(f"the base {base!r} is no built-in dialect; known are {', '.join(_BUILT_IN)}")
    joined: dict[str, Any] = _over(own, _data(f"dialects/{base}.toml"))
    return joined


def _over(own: Any, base: Any) -> Any:
    """Tables joined key by key, lists end to end; else what is the dialect's own."""
    if isinstance(own, dict) and isinstance(base, dict):
        return {
            k: _over(own[k], base[k]) if k in own and k in base else own.get(k, base.get(k))
            for k in base | own
        }
    return [*own, *base] if isinstance(own, list) and isinstance(base, list) else own


def _extended(own: Table) -> Sequence[str]:
    """The languages that a dialect extends."""
    check_keys(own, sorted(KEYS))
    extends: Sequence[str] = own.get("extends", languages())
    if unknown := [e for e in extends if e not in languages()]:
        raise ValueError(f"{unknown[0]!r} is no language; known are {', '.join(languages())}")
    return extends


@cache
def languages() -> tuple[str, ...]:
    """The languages that a dialect extends, if it does not name them."""
    folder = resources.files("rowtype.reading.dialect").joinpath("languages")
    names = {file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")}
    return (*_FIRST, *sorted(names.difference(_FIRST, _LAST)), *_LAST)
