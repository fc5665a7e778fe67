"""`rowtype init`: a working project where there was none."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

from rowtype import files
from rowtype.diagnostics import Diagnostic, SourceError

_TABLE = """\
[tool.rowtype]
package = "{package}"             # import name of the generated package
source = "schema/source"        # the vendor's pages go here, byte for byte
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
"""


DIALECT = "schema/dialect.toml"


def init(folder: Path, dialect: str | None = None) -> list[Path]:
    """Make `folder` a project; return what was made or changed, nothing where it is one already.

    The text of a dialect goes to `schema/dialect.toml`, if there is none, and into the settings, if they are new.

    An existing pyproject.toml gets the table at its end and is otherwise left as it is.

    Raises:
        SourceError: pyproject.toml is there and is not TOML.
        OSError: something cannot be written.
    """
    made: list[Path] = []
    path = folder / "pyproject.toml"
    try:
        text = path.read_bytes().decode("utf-8")
        data = tomllib.loads(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    except FileNotFoundError:
        text, data = "", {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError([Diagnostic("bad-project", None, {"why": error}, file=path.as_posix())]) from None
    if "rowtype" not in data.get("tool", {}):
        name = data.get("project", {}).get("name", folder.resolve().name)
        table = _TABLE.format(package=package_name(str(name)))
        table += f'dialect = "{DIALECT}"\n' if dialect is not None else ""
        separator = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        files.write_one(path, (text + separator + table).encode())
        made.append(path)
    for below in ("schema/source", "schema/canonical", "generated"):
        if not (folder / below).is_dir():
            (folder / below).mkdir(parents=True)
            made.append(folder / below)
    if dialect is not None and not (folder / DIALECT).exists():
        files.write_one(folder / DIALECT, dialect.encode())
        made.append(folder / DIALECT)
    corrections = folder / "schema" / "corrections.toml"
    if not corrections.exists():
        files.write_one(corrections, CORRECTIONS.encode())
        made.append(corrections)
    return made


def package_name(project: str) -> str:
    """An import name for the types of a project: `shop-api` gives `shop_api_types`."""
    ascii_ = unicodedata.normalize("NFKD", project).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", ascii_)
    name = "_".join(words) or "api"
    return f"_{name}_types" if name[0].isdigit() else f"{name}_types"
