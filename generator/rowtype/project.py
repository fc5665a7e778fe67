"""A project: `[tool.rowtype]` in its pyproject.toml, and the folders that it names."""

from __future__ import annotations

import keyword
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from rowtype.diagnostics import Diagnostic, SourceError
from rowtype.emitters import USUAL, check_targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The settings of `[tool.rowtype]`.  Paths are relative to `root`, the folder of pyproject.toml."""

    root: Path
    package: str
    """Import name of the generated package."""
    source: str = "schema/source"
    """Folder of the documentation."""
    canonical: str = "schema/canonical"
    """Folder of the canonical schemas; hand-written ones may stand there too."""
    generated: str = "generated"
    """Folder that holds nothing but generated files."""
    corrections: str = "schema/corrections.toml"
    names: str = "schema/names.lock.json"
    """The lock file that keeps every public name."""
    dialect: str | None = None
    """A built-in dialect or a TOML file; None to recognise each page's."""
    base_uri: str = ""
    """Put before `<Type>.schema.json` in every `$id`."""
    targets: tuple[str, ...] = USUAL
    """What is generated: names in `emitters.TARGETS`."""
    open_enums: bool = False
    """Whether values that an enum does not list are accepted, as plain strings."""
    extra: Literal["keep", "forbid", "ignore"] = "keep"
    """What models do with fields that no page documents."""

    def path(self, name: str) -> Path:
        return self.root / name


def load(start: Path) -> Project:
    """The project of the folder `start`: the nearest pyproject.toml upwards that has `[tool.rowtype]`.

    Raises:
        SourceError: there is none, or a setting is wrong.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        path = folder / "pyproject.toml"
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            continue
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SourceError(
                [Diagnostic("bad-project", None, {"why": error}, file=path.as_posix())]
            ) from None
        settings = data.get("tool", {}).get("rowtype")
        if settings is not None:
            try:
                return _project(folder, settings)
            except ValueError as error:
                raise SourceError(
                    [Diagnostic("bad-project", None, {"why": error}, file=path.as_posix())]
                ) from None
    raise SourceError([Diagnostic("no-project", None, {"folder": start.as_posix()})])


def is_package_name(name: str) -> bool:
    """Whether `import name` can be written."""
    return name.isidentifier() and name.isascii() and not keyword.iskeyword(name)


def _project(root: Path, settings: Any) -> Project:
    """Check every setting.

    Raises:
        ValueError: with what is wrong, in words.
    """
    if not isinstance(settings, Mapping):
        raise ValueError("[tool.rowtype] is a table")
    known = {f.name for f in fields(Project)} - {"root"}
    given = {key.replace("-", "_"): value for key, value in settings.items()}
    for key, value in given.items():
        if key not in known:
            raise ValueError(f"unknown key {key!r} in [tool.rowtype]; known are {', '.join(sorted(known))}")
        if key == "targets":
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                raise ValueError("'targets' is a list of names")
            check_targets(value)
        elif key == "open_enums":
            if not isinstance(value, bool):
                raise ValueError("'open_enums' is true or false")
        elif not isinstance(value, str):
            raise ValueError(f"{key!r} is a string")
    if given.get("extra", "keep") not in ("keep", "forbid", "ignore"):
        raise ValueError('\'extra\' is "keep", "forbid" or "ignore"')
    package = given.get("package")
    if not package or not is_package_name(package):
        raise ValueError("'package' is the import name of the generated package, such as \"shop_api\"")
    if "targets" in given:
        given["targets"] = tuple(given["targets"])
    project = Project(root=root, **given)
    _keep_apart(project)
    return project


def _keep_apart(project: Project) -> None:
    """Left-over files of `generated` are removed, so nothing else may live there.

    Raises:
        ValueError: a folder is the project itself, lies outside it or inside another one.
    """
    folders = {key: PurePosixPath(getattr(project, key)) for key in ("source", "canonical", "generated")}
    for key, path in folders.items():
        if path.is_absolute() or ".." in path.parts or path == PurePosixPath("."):
            raise ValueError(f"{key!r} is a folder inside the project, not {str(path)!r}")
    for key, path in folders.items():
        for other, above in folders.items():
            if key != other and path.is_relative_to(above):
                raise ValueError(f"{key!r} ({path}) lies inside {other!r} ({above})")
