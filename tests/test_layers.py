"""Each layer imports only what stands to its left; generated code and the runtime stand alone."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "generator" / "rowtype"
LAYERS = (
    ("unchanging", "diagnostics", "names", "files"),
    ("runtime",),
    ("schema",),
    ("reading", "emitters"),
    (
        "project",
        "collecting",
        "scaffold",
        "publishing",
        "serving",
        "site",
        "compiling",
        "emitting",
        "reporting",
    ),
    ("pipeline",),
    ("archives", "revisions"),
    ("differing",),
    ("spark", "dask"),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
APART = {"reading", "emitters"}
INSIDE = {
    "reading": (
        ("nearest", "markup"),
        ("decoding", "workbooks"),
        ("dialect",),
        ("types", "prose"),
        ("facts",),
        ("lowering",),
        ("corrections", "files", "keeping"),
        ("own", "recognising", "selecting", "memory"),
        ("stages",),
        ("cache", "lint", "drafting", "opening", "crossing", "remaining"),
    ),
    "schema": (
        ("documents", "ecma"),
        ("bounds", "kinds", "drafts"),
        ("resources", "rewrites"),
        ("linking", "reaching"),
        ("checks", "shapes"),
    ),
    "archives": (
        ("records", "policy", "wording", "counting", "kinds", "ahead", "zstd"),
        ("columns",),
        ("parts",),
        ("structs", "spans", "quoting", "regular"),
        ("plain",),
        ("sources", "routing", "accepting", "fields"),
        ("buffers", "choosing"),
        ("arrays", "tables"),
        ("framing", "judges"),
        ("single",),
        ("judging",),
        ("outputs",),
        ("running", "showing", "pages", "observing", "sampling"),
        ("pooling", "engines"),
    ),
    "revisions": (
        ("changes",),
        ("views",),
        ("revision", "values"),
        ("pairs",),
        ("objects", "choosing"),
        ("comparing",),
        ("pairing", "finding"),
        ("opening",),
    ),
    "emitters": (
        ("printing", "statements"),
        ("validators", "models", "docs"),
        ("others", "javascript", "native"),
        ("package",),
    ),
}
"""The stages of a layer: each imports only earlier ones, and none of its own row."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 or PACKAGE not in path.parents, f"{path}: relative import"
            if node.module == "rowtype":  # `from rowtype import files` names modules
                yield from (f"rowtype.{alias.name}" for alias in node.names)
            elif node.level == 0:
                yield node.module or ""


def parts(path: Path) -> Iterator[str]:
    """The modules that `from package import module` names."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_layers(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own == "__init__":
        return  # re-exports by name, on first use
    for imported in imports(path):
        top, _, rest = imported.partition(".")
        if top != "rowtype" or not rest:
            continue
        other = rest.split(".")[0]
        assert RANK[other] <= RANK[own], f"{own} imports {other}"
        assert other == own or not {own, other} <= APART, f"{own} imports {other}"


@pytest.mark.parametrize("layer", INSIDE)
def test_stages(layer: str) -> None:
    rank = {name: rank for rank, stage in enumerate(INSIDE[layer]) for name in stage}
    inside = {p for p in modules() if p.relative_to(PACKAGE).parts[0] == layer}
    assert {p.relative_to(PACKAGE / layer).parts[0].removesuffix(".py") for p in inside} == {
        "__init__",
        *rank,
    }
    for path in inside:
        own = path.relative_to(PACKAGE / layer).parts[0].removesuffix(".py")
        for imported in imports(path):
            if own == "__init__" or not imported.startswith(f"rowtype.{layer}."):
                continue
            other = imported.split(".")[2]
            assert other == own or rank[other] < rank[own], f"{path}: {own} imports {other}"


@pytest.mark.parametrize("layer", INSIDE)
def test_no_circle(layer: str) -> None:
    names = {".".join(p.relative_to(PACKAGE.parent).with_suffix("").parts): p for p in modules()}
    waiting = {
        name: {i for i in (*imports(path), *parts(path)) if i in names and i != name}
        for name, path in names.items()
        if name.startswith(f"rowtype.{layer}.") and not name.endswith(".__init__")
    }
    while ready := [name for name, needed in waiting.items() if not needed & waiting.keys()]:
        for name in ready:
            del waiting[name]
    assert not waiting, "these import each other"


@pytest.mark.parametrize(
    "folder", sorted(p.parent for p in PACKAGE.rglob("*/__init__.py")), ids=lambda p: p.name
)
def test_every_folder_lists_its_files(folder: Path) -> None:
    layer = folder.relative_to(PACKAGE).parts[0]
    if layer not in INSIDE:
        return
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_bytes()), clean=False) or ""
    listed = re.findall(r"(?m)^(\w+\.py|\w+(?=/))/? +\S", text)
    there = {
        p.name
        for p in folder.iterdir()
        if (p.suffix == ".py" and p.name != "__init__.py") or (p.is_dir() and p.name != "__pycache__")
    }
    assert len(listed) == len(set(listed))
    assert there == set(listed)


@pytest.mark.parametrize(
    "path",
    [*sorted((PACKAGE / "runtime").rglob("*.py")), *sorted((ROOT / "generated" / "python").rglob("*.py"))],
    ids=lambda p: p.relative_to(ROOT).as_posix(),
)
def test_what_is_generated_needs_the_standard_library_alone(path: Path) -> None:
    allowed = sys.stdlib_module_names | {"conversation_events"}
    for imported in imports(path):
        # Parts of the runtime use each other; what is emitted holds all that it needs.
        inside = PACKAGE in path.parents and imported.startswith("rowtype.runtime.")
        assert inside or imported.partition(".")[0] in allowed, imported
