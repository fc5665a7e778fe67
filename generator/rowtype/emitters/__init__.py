"""Canonical JSON, reloaded from its bytes -> files.  A folder is a product.

package.py   what is asked for, what is decided about it once for all targets, and what every package has
printing/    what all of them print with
validators/  the check plan -> `validators.py`
models/      shapes -> `models.py`
javascript/  the same check plan -> an ES module, and types for TypeScript
docs/        schemas -> Markdown, which `reading` reads back
native.py    validators and models as machine code
statements.py  whether Python can read what is emitted
others/      other people's generators fed with our shapes, and strategies for Hypothesis

`TARGETS` is the one list of what can be emitted.  Emitters are imported when they are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rowtype.emitters.statements import Statements
from rowtype.schema import bounds
from rowtype.schema.documents import SchemaError

if TYPE_CHECKING:
    from rowtype.emitters.others.foreign import Foreign
    from rowtype.emitters.package import Package
    from rowtype.files import OutputFile


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be emitted."""

    emit: Callable[[Package], Iterator[OutputFile]]
    with_validators: bool = True
    """What it makes is part of a Python package, which always has validators."""
    named: bool = True
    """It calls types by names that the lock of names keeps."""


def emit(package: Package, statements: Statements | None = None) -> tuple[list[OutputFile], str]:
    """The files of a package, and the text of its names lock for the next time.  Pure: same input, same bytes.

    `statements` are those that Python could read before, and take in those of today.

    Raises:
        SchemaError: a schema cannot be used, or a target cannot be made.
        LockError: the names lock cannot be used.
        ValueError: there is no such target.
    """
    check_targets(package.targets)
    python = any(TARGETS[name].with_validators for name in package.targets)
    wanted = {*package.targets, *(["validators"] if python else [])}
    try:
        package.check()
        files = [f for name, target in TARGETS.items() if name in wanted for f in target.emit(package)]
        named = any(TARGETS[name].named for name in package.targets)
        lock = package.next_lock() if named else package.lock
        _guard(files, package, statements or Statements())
    except RecursionError:
        raise max(
            (bounds.too_deep(d.schema, d.uri) for d in package.documents), key=lambda e: e.pointer.count("/")
        ) from None
    return files, lock


def _guard(files: Iterable[OutputFile], package: Package, statements: Statements) -> None:
    """Accept files that can be written, each to a place of its own, and modules that Python can read.

    Raises:
        SchemaError: one is too long for Python to be trusted with, or is neither; that is a fault of ours, and better
            told than written.
    """
    seen: set[PurePosixPath] = set()
    for file in files:
        if file.path.suffix == ".py" and len(file.text) > LONGEST:
            why = f"too large: {file.path} would have more than {LONGEST:,} characters"
            raise SchemaError(why, uri=package.documents[0].uri)
        try:
            file.text.encode()
            if file.path in seen:
                raise ValueError("two files have this path")
            if file.path.suffix == ".py" and not file.copied:
                statements.judge(file.text, str(file.path))
        except (ValueError, SyntaxError, MemoryError) as error:
            if isinstance(error, UnicodeError) and (half := _half(package)):
                raise half from None
            why = f"{file.path} cannot be made of this: {error}"
            raise SchemaError(why, uri=package.documents[0].uri) from None
        seen.add(file.path)


LONGEST = 8_000_000
"""Characters of a module: Python takes about 100 bytes for each when it reads one."""


def _half(package: Package) -> SchemaError | None:
    """The refusal of half a character, which neither files can hold nor docstrings of Python 3.13; with its place."""
    found = (bounds.surrogate(document.schema, document.uri) for document in package.documents)
    return next(filter(None, found), None)


def check_targets(names: Iterable[str]) -> None:
    """Accept names of targets.

    Raises:
        ValueError: one is none.
    """
    for name in names:
        if name not in TARGETS:
            raise ValueError(f"unknown target {name!r}; known are {', '.join(TARGETS)}")


def _models(package: Package) -> Iterator[OutputFile]:
    from rowtype.emitters.models import documents, models, round_trip

    yield from models.emit(
        package.documents, package=package.name, types=package.types, origins=package.origins
    )
    yield from documents.emit(
        package.asserted,
        package=package.name,
        types=package.types,
        origins=package.origins,
        resources=package.resources,
    )
    yield from round_trip.emit(types=package.types, narrowed=package.narrowed)


def _validators(package: Package) -> Iterator[OutputFile]:
    from rowtype.emitters.package import distribution
    from rowtype.emitters.validators import module_file

    yield from module_file.emit(
        package.checked,
        package=package.name,
        origins=package.origins,
        draft=package.draft,
        formats=package.formats,
        resources=package.resources,
        native=package.native,
    )
    yield from distribution(package)


def _docs(package: Package) -> Iterator[OutputFile]:
    from rowtype.emitters.docs import pages

    return pages.emit(package.documents, draft=package.draft, root=package.root)


def _javascript(package: Package) -> Iterator[OutputFile]:
    from rowtype.emitters.javascript import module_file, types

    checked = list(package.checked)
    names = types.called(package.types, [c.document for c in checked])
    yield from module_file.emit(
        checked,
        [name for name, _ in names],
        package=package.name,
        origins=package.origins,
        draft=package.draft,
        formats=package.formats,
        resources=package.resources,
        warn=not any(TARGETS[name].with_validators for name in package.targets),
    )
    yield from types.emit(package.types, names, package=package.name, origins=package.origins)


def _hypothesis(package: Package) -> Iterator[OutputFile]:
    from rowtype.emitters.others import hypothesis

    return hypothesis.emit(package=package.name, types=package.types, origins=package.origins)


def _foreign(target: Foreign, package: Package) -> Iterator[OutputFile]:
    from rowtype.emitters.others import foreign

    return foreign.emit(target, package=package.name, types=package.types, origins=package.origins)


TARGETS: Mapping[str, Target] = {
    "models": Target(_models),
    "validators": Target(_validators),
    "docs": Target(_docs, with_validators=False, named=False),
    "javascript": Target(_javascript, with_validators=False),
    "hypothesis": Target(_hypothesis),
    "pydantic": Target(partial(_foreign, "pydantic")),
    "msgspec": Target(partial(_foreign, "msgspec")),
    "typeddict": Target(partial(_foreign, "typeddict")),
}
"""Every target, in the order in which their files come."""
USUAL = ("models", "validators", "docs")
"""The targets where none is named."""
