"""`rowtype init`: a working project where there was none."""

from __future__ import annotations

import json
import os
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rowtype import files
from rowtype.diagnostics import Diagnostic, SourceError

_TABLE = """\
[tool.rowtype]
package = "{package}"             # import name of the generated package
source = {source}        # {what}
canonical = "schema/canonical"  # generated: a JSON Schema a type, each with its sources
generated = "generated"         # generated: Python and documentation
corrections = "schema/corrections.toml"
"""
CORRECTIONS = """\
# Corrections of what the documentation says, each with its reason.  A correction fails the build when the text that it
# corrects is gone.
#
# [[correction]]
# target = "Order#/properties/state/enum/2"   # type, '#', JSON Pointer into its schema
# documented = "canceled"                     # what the documentation says there
# correct = "cancelled"                       # what is true; or: remove = true
# reason = "the API sends two l's"
#
# `rowtype lint --suggest` prints entries for what it finds: [[correction]], [[drop]], [[type]], [[ignore]].
"""


DIALECT = "schema/dialect.toml"


SOURCE = "schema/source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Documentation to start from."""

    source: str = SOURCE
    """The folder that is read, relative to the project."""
    copies: Mapping[str, Path] = field(default_factory=dict)
    """Path below `source` -> the page that is copied there, byte for byte."""
    include: tuple[str, ...] = ()
    dialect: str | None = None
    """The text of a dialect for the pages."""
    dialect_helps: bool = True
    """Whether the project is read with it; else it waits to be completed."""


def init(folder: Path, pages: Pages | None = None) -> list[Path]:
    """Make `folder` a project; return what was made or changed, nothing where it is one already.

    An existing pyproject.toml gets the table at its end and is otherwise left as it is; so is every file that is there.

    Raises:
        SourceError: pyproject.toml is there and is not TOML.
        OSError: something cannot be read or written.
    """
    pages = pages or Pages()
    made: list[Path] = []
    path = folder / "pyproject.toml"
    try:
        text = path.read_bytes().decode("utf-8")
        data = files.toml(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    except FileNotFoundError:
        text, data = "", {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError([Diagnostic("bad-project", None, {"why": error}, file=path.as_posix())]) from None
    texts = {below: page.read_bytes() for below, page in pages.copies.items()}
    if "rowtype" not in data.get("tool", {}):
        name = str(data.get("project", {}).get("name", folder.resolve().name))
        separator = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        files.write_one(path, (text + separator + _table(package_name(name), pages)).encode())
        made.append(path)
    for below in (pages.source, "schema/canonical", "generated"):
        if not (folder / below).is_dir():
            (folder / below).mkdir(parents=True)
            made.append(folder / below)
    texts = {f"{pages.source}/{below}": data for below, data in texts.items()}
    texts["schema/corrections.toml"] = CORRECTIONS.encode()
    if pages.dialect is not None:
        texts[DIALECT] = pages.dialect.encode()
    for below, content in texts.items():
        if not (folder / below).exists():
            files.write_one(folder / below, content)
            made.append(folder / below)
    return made


def _table(package: str, pages: Pages) -> str:
    """The settings of a new project."""
    what = "the vendor's pages go here, byte for byte" if pages.source == SOURCE else "the vendor's pages"
    lines = [_TABLE.format(package=package, source=_text(pages.source), what=what)]
    if pages.include:
        lines.append(f"include = [{', '.join(map(_text, pages.include))}]\n")
    if pages.dialect is not None and pages.dialect_helps:
        lines.append(f'dialect = "{DIALECT}"\n')
    elif pages.dialect is not None:
        lines.append(f'# dialect = "{DIALECT}"  # reads less than what is recognised without it\n')
    return "".join(lines)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def place(folder: Path, named: Sequence[Path], found: Sequence[Path]) -> dict[str, Path]:
    """Where pages go below a project's source: path -> page.

    Args:
        named: the files and folders that were named.
        found: the pages in them; those that cannot be read stay where they are.
    """
    own = [(folder / below).resolve() for below in ("schema", "generated", "site", ".venv")]
    copies: dict[str, Path] = {}
    for page in found:
        if not os.access(page, os.R_OK) or any(page.resolve().is_relative_to(o) for o in own):
            continue
        root = next((n for n in named if n.is_dir() and page.is_relative_to(n)), page.parent)
        below = page.relative_to(root).as_posix()
        if len(named) > 1 and root in named:
            below = f"{root.resolve().name}/{below}"
        copies.setdefault(below, page)
    return copies


def package_name(project: str) -> str:
    """An import name for the types of a project: `shop-api` gives `shop_api_types`."""
    ascii_ = unicodedata.normalize("NFKD", project).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", ascii_)
    name = "_".join(words) or "api"
    return f"_{name}_types" if name[0].isdigit() else f"{name}_types"
