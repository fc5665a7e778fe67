"""Each layer imports only what stands to its left; generated code and the runtime stand alone."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "generator" / "rowtype"
LAYERS = (
    ("diagnostics", "names", "files"),
    ("runtime",),
    ("schema",),
    ("reading", "emitters"),
    ("bulk",),
    (
        "project",
        "payloads",
        "scaffold",
        "publishing",
        "site",
        "outputs",
        "compiling",
        "emitting",
        "reporting",
    ),
    ("pipeline",),
    ("checking",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
APART = {"reading", "emitters"}


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
