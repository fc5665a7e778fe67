"""Generated packages, imported from memory."""

from __future__ import annotations

import importlib
import itertools
import sys
import tempfile
import types
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from rowtype.emitters import emit
from rowtype.emitters.package import Package
from rowtype.files import OutputFile
from rowtype.schema.documents import Document, document

_numbers = itertools.count(1)
_folders = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
_ORDER = (
    *("_spelling", "_alternatives", "_wording", "_violations"),
    *("_types", "_equality", "_listing"),
    *("_reporting", "_documents"),
    *("_values", "_moments", "_uuids", "_decimals", "_drawing"),
    *("validators", "_errors", "models", "strategies"),
)
"""Modules of a package, each after those that it imports."""


@lru_cache(maxsize=64)
def _compiled(text: str, name: str) -> types.CodeType:
    """The code of a module; most are the same in every package."""
    return compile(text, name, "exec")


def load(
    files: Iterable[OutputFile], package: str, records: types.ModuleType | None = None
) -> types.ModuleType:
    """Execute the modules of a generated package under a name of its own and return the package.

    `records` is what reads and writes records as machine code.  A package with a
    module a type is written into a temporary folder, from which Python imports them when they are asked for.
    """
    files = list(files)
    if any(f.path.parts[2:3] == ("models",) for f in files):
        return _imported(files, package)
    texts = {f.path.stem: f.text for f in files if f.path.suffix == ".py"}
    name = f"_generated_{next(_numbers)}"
    found = types.ModuleType(name)
    found.__path__ = []  # makes relative imports work
    sys.modules[name] = found
    if records:
        sys.modules[f"{name}._records"] = records
    inner = [m for m in _ORDER if m in texts]
    for stem in inner:
        module = types.ModuleType(f"{name}.{stem}")
        module.__package__ = name
        sys.modules[module.__name__] = module
        setattr(found, stem, module)
        exec(_compiled(texts[stem], f"{package}/{stem}.py"), module.__dict__)
    found.__package__ = name
    exec(_compiled(texts["__init__"], f"{package}/__init__.py"), found.__dict__)
    return found


def _imported(files: Iterable[OutputFile], package: str) -> types.ModuleType:
    name = f"_generated_{next(_numbers)}"
    folder = Path(_folders.name)
    for file in files:
        if file.path.suffix == ".py" and file.path.parts[1] == package:
            path = folder.joinpath(name, *file.path.parts[2:])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    importlib.invalidate_caches()
    found = importlib.import_module(name)
    if folder.joinpath(name, "strategies.py").exists():
        importlib.import_module(f"{name}.strategies")
    return found


def unload(package: types.ModuleType) -> None:
    """Forget a package and its modules."""
    for name in [n for n in sys.modules if n == package.__name__ or n.startswith(package.__name__ + ".")]:
        del sys.modules[name]


def generate(*schemas: Any, names: Iterable[str] = ("Order",), **options: Any) -> Any:
    """The package for some schemas."""
    documents = [document(name, schema) for name, schema in zip(names, schemas, strict=True)]
    return generate_documents(documents, **options)


def generate_documents(
    documents: list[Document], *, records: types.ModuleType | None = None, **options: Any
) -> Any:
    """The package for some documents."""
    files, _ = emit(Package(documents=documents, name="shop", **options))
    return load(files, "shop", records)


def texts(schema: Any, name: str = "Order", **options: Any) -> Mapping[str, str]:
    """File name -> text."""
    files, _ = emit(Package(documents=[document(name, schema)], name="shop", **options))
    return {f.path.name: f.text for f in files}
