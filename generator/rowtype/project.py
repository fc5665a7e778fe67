"""A project: `[tool.rowtype]` in its pyproject.toml, and the folders that it names."""

from __future__ import annotations

import keyword
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from rowtype import files
from rowtype.diagnostics import Diagnostic, Phrase, Severity, SourceError, Span, catalogue
from rowtype.emitters import TARGETS, USUAL


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
    """Put before `<Type>.schema.json` in every `$id`; the settings may name the site's `{version}` in it."""
    targets: tuple[str, ...] = USUAL
    """What is generated: names in `emitters.TARGETS`."""
    open_enums: bool = False
    """Whether values that an enum does not list are accepted, as plain strings."""
    extra: Literal["keep", "forbid", "ignore"] = "keep"
    """What models do with fields that no page documents."""
    strict_objects: bool = False
    """Whether a hand-written schema that describes `properties` and names no kind of JSON is one of objects alone."""
    frozen: bool = False
    """Whether records cannot be changed, and have a hash."""
    fill_defaults: bool = False
    """Whether constructors give absent fields the defaults that pages name."""
    include: tuple[str, ...] = ()
    """Patterns of the pages to read, relative to `source`; all where there are none."""
    exclude: tuple[str, ...] = ()
    """Patterns of pages to leave out."""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """Slug of a finding -> the severity that it has here."""
    encoding: str | None = None
    """That of pages which are not UTF-8."""
    site: Mapping[str, str] = field(default_factory=dict)
    """What the documentation site is called: `name`, `version`, `home`, `language`; else what `[project]` says."""
    strict: bool = False
    """Whether an error in the documentation stops a build before anything is written."""

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
            text = files.setting(path, "utf-8-sig")
            data = files.toml(text)
        except FileNotFoundError:
            continue
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SourceError(
                [Diagnostic("bad-project", None, {"why": error}, file=path.as_posix())]
            ) from None
        tools = data.get("tool")
        settings = tools.get("rowtype") if isinstance(tools, Mapping) else None
        if settings is not None:
            try:
                return _project(folder, settings, data.get("project"))
            except SettingError as error:
                shown = Path(os.path.relpath(path)).as_posix()
                raise SourceError([error.finding(shown, text)]) from None
    raise SourceError([Diagnostic("no-project", None, {"folder": start.as_posix()})])


def is_package_name(name: str) -> bool:
    """Whether `import name` can be written."""
    return name.isidentifier() and name.isascii() and not keyword.iskeyword(name)


def _project(root: Path, settings: Any, about: Any = None) -> Project:
    """Check every setting.  `about` is the `[project]` table, which says what the site is called.

    Raises:
        SettingError: with what is wrong, in words.
    """
    if not isinstance(settings, Mapping):
        raise SettingError("rowtype", "[tool.rowtype] is a table")
    known = [f.name for f in fields(Project) if f.name != "root"]
    given = {key.replace("-", "_"): value for key, value in settings.items()}
    for key, value in given.items():
        if key not in known:
            why = Phrase(
                "unknown key '{key}' in [tool.rowtype]; known are {known}",
                {"key": key, "known": ", ".join(sorted(known))},
            )
            raise SettingError(key, why, _near(key, known))
        _check(key, value)
    package = given.get("package")
    if not isinstance(package, str) or not is_package_name(package):
        raise SettingError(
            "package", "'package' is the import name of the generated package, such as \"shop_api\""
        )
    given["site"] = _site(about) | given.get("site", {})
    if _VERSION in given.get("base_uri", ""):
        if not (version := given["site"].get("version")):
            raise SettingError(
                "base_uri", "'base_uri' names the version, and neither 'site' nor [project] has one"
            )
        given["base_uri"] = given["base_uri"].replace(_VERSION, version)
    for key in _LISTS & given.keys():
        given[key] = tuple(given[key])
    project = Project(root=root, **given)
    _keep_apart(project)
    return project


_VERSION = "{version}"
_LISTS = frozenset({"targets", "include", "exclude"})
_SWITCHES = frozenset({"open_enums", "strict_objects", "frozen", "fill_defaults", "strict"})


def _check(key: str, value: Any) -> None:
    """Accept the value of a setting.

    Raises:
        SettingError: it is of another kind, or names what there is not.
    """
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            patterns = Phrase("'{key}' is a list of patterns, such as [\"drafts/**\"]", {"key": key})
            raise SettingError(key, "'targets' is a list of names" if key == "targets" else patterns)
        if key == "targets":
            for name in value:
                if name not in TARGETS:
                    known = ", ".join(TARGETS)
                    why = Phrase("unknown target '{name}'; known are {known}", {"name": name, "known": known})
                    raise SettingError(key, why, _near(name, TARGETS))
    elif key in _SWITCHES:
        if not isinstance(value, bool):
            raise SettingError(key, Phrase("'{key}' is true or false", {"key": key}))
    elif key == "severity":
        _check_severity(value)
    elif key == "site":
        _check_site(value)
    elif not isinstance(value, str) or "\0" in value:
        raise SettingError(key, Phrase("'{key}' is a string", {"key": key}))
    elif key == "encoding" and not _is_encoding(value):
        why = Phrase(
            "there is no encoding '{name}'; one is called windows-1251, for instance", {"name": value}
        )
        raise SettingError(key, why)
    elif key == "extra" and value not in ("keep", "forbid", "ignore"):
        raise SettingError(
            key, '\'extra\' is "keep", "forbid" or "ignore"', _near(value, ["keep", "forbid", "ignore"])
        )


def _site(about: Any) -> dict[str, str]:
    """What a `[project]` table says that a site shows."""
    if not isinstance(about, Mapping):
        return {}
    urls = about.get("urls")
    named = {str(k).lower(): v for k, v in urls.items()} if isinstance(urls, Mapping) else {}
    found = {"name": about.get("name"), "version": about.get("version"), "home": named.get("homepage")}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def _check_site(value: Any) -> None:
    if not isinstance(value, Mapping) or not all(isinstance(v, str) for v in value.values()):
        raise SettingError("site", '\'site\' is a table of texts, such as {name = "Shop", version = "1.2.0"}')
    for key in value:
        if key not in _OF_SITE:
            known = ", ".join(_OF_SITE)
            why = Phrase("unknown key '{key}' in 'site'; known are {known}", {"key": key, "known": known})
            raise SettingError(key, why, _near(key, _OF_SITE))
    if value.get("language", "en") not in ("en", "ru"):
        raise SettingError("language", '\'language\' is "en" or "ru"')
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,60}|", value.get("version", "")):
        raise SettingError("version", "'version' is a version, such as \"1.2.0\"")


_OF_SITE = ("name", "version", "home", "language")


def _is_encoding(name: str) -> bool:
    from rowtype.reading.decoding import text_encoding  # the reader is large, and few settings name one

    return text_encoding(name) is not None


def _check_severity(value: Any) -> None:
    if not isinstance(value, Mapping):
        raise SettingError("severity", '\'severity\' is a table, such as {"duplicate-field" = "warning"}')
    for slug, severity in value.items():
        if slug not in catalogue():
            why = Phrase("'severity' names no finding: '{slug}'", {"slug": slug})
            raise SettingError(slug, why, _near(slug, catalogue()))
        if severity not in ("error", "warning", "note"):
            why = Phrase('the severity of \'{slug}\' is "error", "warning" or "note"', {"slug": slug})
            raise SettingError(slug, why)


def _near(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    return next(iter(get_close_matches(word, list(known), 1, 0.6)), None)


class SettingError(ValueError):
    """A setting cannot be used."""

    def __init__(self, key: str, why: str | Phrase, suggestion: str | None = None) -> None:
        self.key, self.suggestion = key, suggestion
        self.why = Phrase(why) if isinstance(why, str) else why
        super().__init__(str(why))

    def finding(self, file: str, text: str) -> Diagnostic:
        """The error at the line of its setting, where that can be found."""
        key = re.escape(self.key).replace("_", "[_-]")
        begin = re.search(r"(?m)^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*rowtype\b", text)
        start = begin.start() if begin else 0
        m = re.compile(rf"(?<![\w-])[\"']?{key}[\"']?(?=\s*=)").search(text, start) or begin
        facts = {"why": self.why, "suggestion": self.suggestion}
        if m is None:
            return Diagnostic("bad-project", None, facts, file=file)
        line = text.count("\n", 0, m.start()) + 1
        column = m.start() - text.rfind("\n", 0, m.start())
        shown = text.split("\n")[line - 1]
        span = Span(file=file, line=line, column=column, end_column=column + len(m[0]) - 1, text=shown)
        return Diagnostic("bad-project", span, facts)


def _keep_apart(project: Project) -> None:
    """Left-over files of `generated` are removed, so nothing else may live there.

    Raises:
        SettingError: a folder is the project itself, lies outside it or inside another one.
    """
    folders = {key: PurePosixPath(getattr(project, key)) for key in ("source", "canonical", "generated")}
    for key, path in folders.items():
        if path.is_absolute() or ".." in path.parts or path == PurePosixPath("."):
            why = Phrase("'{key}' is a folder inside the project, not '{path}'", {"key": key, "path": path})
            raise SettingError(key, why)
    for key, path in folders.items():
        for other, above in folders.items():
            if key != other and path.is_relative_to(above):
                facts = {"key": key, "path": path, "other": other, "above": above}
                raise SettingError(key, Phrase("'{key}' ({path}) lies inside '{other}' ({above})", facts))
