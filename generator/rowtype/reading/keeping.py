"""Files of a cache: values as bytes, and back; what is cut short, edited or renamed, or holds what it should not, is
nothing."""

from __future__ import annotations

import hashlib
import io
import pickle
import re
from array import array
from collections.abc import Callable, Iterable, Mapping
from copyreg import dispatch_table
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from rowtype.diagnostics import Diagnostic

DIGEST = 64
"""Characters before a value that are the digest of it."""
Made = Mapping[tuple[str, str], Callable[..., Any]]
"""Module and name -> what is called."""
Reduce = Callable[[Any], Any]
"""What is called with what to make a value again, as `pickle` has it."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """What values of a cache may hold beside values of JSON, tuples and sets."""

    classes: Made
    reduced: Mapping[type, Reduce]
    """Class -> what stands for one, where not all of it is kept."""

    @staticmethod
    def of(classes: Iterable[type], reduced: Mapping[type, Reduce]) -> Kinds:
        """Some classes, of which those in `reduced` are kept in another way."""
        classes = list(classes)
        by_name: dict[tuple[str, str], Callable[..., Any]] = {
            (kind.__module__, kind.__qualname__): kind for kind in (Diagnostic, *classes)
        }
        frozen = {kind: _kept(kind) for kind in classes if hasattr(kind, "__setstate__")}
        by_name |= {(__name__, made.__name__): made for made in (_whole, _numbers)}
        return Kinds(by_name, {**dispatch_table, **frozen, Diagnostic: _finding, array: _as_bytes, **reduced})


_NAMES: dict[type, tuple[str, ...]] = {}
"""Class of data -> its attributes."""


def _names(kind: type) -> tuple[str, ...]:
    if (found := _NAMES.get(kind)) is None:
        found = _NAMES[kind] = tuple(field.name for field in fields(kind) if field.init)
    return found


def _kept(kind: type) -> Reduce:
    """How one of a class of data is kept; what its attributes tell of each other is not."""
    return _parts if all(field.init for field in fields(kind)) else _told


def _told(one: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """What is given to make one that finds the rest."""
    kind = type(one)
    return kind, tuple([getattr(one, name) for name in _names(kind)])


def _parts(one: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """What a frozen class of data is made of; how it is kept by itself takes three times as long to read."""
    kind = type(one)
    return _whole, (kind, *[getattr(one, name) for name in _names(kind)])


def _whole(kind: type, *values: object) -> object:
    made: object = object.__new__(kind)
    for name, value in zip(_names(kind), values, strict=True):
        object.__setattr__(made, name, value)
    return made


def _as_bytes(numbers: array[int]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return _numbers, (numbers.typecode, numbers.tobytes())


def _numbers(kind: str, data: bytes) -> array[int]:
    return array(kind, data)


def _finding(one: Diagnostic) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """A finding whose facts are values of JSON: messages print them, and nothing else is done with them."""
    facts = {k: v if isinstance(v, str | int | float | bool | None) else str(v) for k, v in one.facts.items()}
    return Diagnostic, (one.slug, one.span, facts, one.file, one.level)


def write(path: Path, value: object, kinds: Kinds) -> None:
    """Keep a value; one that cannot be kept is none.

    Raises:
        OSError: the file cannot be written.
    """
    out = io.BytesIO()
    pickler = pickle.Pickler(out, protocol=5)
    pickler.dispatch_table = kinds.reduced
    try:
        pickler.dump(value)
    except (pickle.PickleError, TypeError, AttributeError, RecursionError):
        return
    data = out.getvalue()
    path.write_bytes(digest(path, data) + data)  # half of it would be nothing


def read(path: Path, kinds: Kinds, made: Made | None = None) -> Any:
    """A value that was kept, if it is there and whole; `made` makes what `kinds` reduced."""
    try:
        data = path.read_bytes() if path.is_file() else b""  # a pipe would be waited for
        if digest(path, data[DIGEST:]) != data[:DIGEST]:
            return None
        return _Unpickler(data[DIGEST:], {**kinds.classes, **(made or {})}).load()
    except Exception:  # whatever bytes may do that are none of ours
        return None


def digest(path: Path, data: bytes) -> bytes:
    """Of a value and the name under which it is kept: under another it is nothing."""
    return hashlib.sha256(path.name.encode() + b"\0" + data).hexdigest().encode()


def entries(folder: Path) -> list[Path]:
    """The files of a folder that are named by a digest, the newest first; others are somebody's own.

    Raises:
        OSError: the folder cannot be read.
    """
    found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_file()]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


_NAME = re.compile(r"[0-9a-f]{64}")
NOTHING = Kinds.of((), {})
"""No kinds of its own."""


class _Unpickler(pickle.Unpickler):
    """Calls what it is given and nothing else.  A subclass, because that is how `pickle` is told."""

    def __init__(self, data: bytes, called: Made) -> None:
        super().__init__(io.BytesIO(data))
        self.called = called

    def find_class(self, module: str, name: str) -> Any:
        return self.called[module, name]
