"""Files that people and programs write by hand, malformed in one place: is each read, or refused in words?

    python tests/conformance/malformed.py [--every N] [--only TEXT] [--seed N] [--double]

Settings, corrections, overlays, dialects, locks of names, sources and schemas of a small project: each value in each is
replaced by every value of `WRONG`, taken away, doubled, and given a neighbour that nobody knows.  The commands that
read the file run in this process.  What holds: a documented exit code and no exception; words, of bounded length, that
no terminal would obey; nothing beside the project; what a build makes is fresh.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import datetime
import json
import math
import os
import random
import re
import shutil
import sys
import tempfile
import time
import tomllib
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from rowtype.cli import cli

Path_ = tuple[str | int, ...]
SECONDS = 20
LONGEST = 60_000
"""Characters that a command may say."""
OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]|^::",
    re.MULTILINE,
)
_GONE, _TWICE, _MORE = object(), object(), object()
WRONG: Mapping[str, Any] = {
    "gone": _GONE, "twice": _TWICE, "an unknown neighbour": _MORE,
    "true": True, "false": False, "0": 0, "-1": -1, "1.5": 1.5, "inf": math.inf, "nan": math.nan, "large": 10**30,
    "a date": datetime.date(2024, 1, 2), "a time": datetime.time(1, 2), "a moment": datetime.datetime(2024, 1, 2),
    "empty": "", "blank": " ", "a": "a", "nul": "a\0b", "lines": "a\n::error::b\r\x1b[31m", "hidden": "a\u202eb\u200b",
    "up": "../x", "root": "/", "here": ".", "long": "x" * 3_000, "braces": "{x} {0} %s {{", "(": "(", "loops": "(a*)*$",
    "hash": "#", "pointer": "Order#/properties/id/~2", "URI": "http://[::1/ \\", "markup": "<b>`a`|</b>",
    "Order": "Order", "no letters": "☃", "[]": [], "[1]": [1], "[[]]": [[]], "['a']": ["a"], "['']": [""],
    "['a', 1]": ["a", 1], "[nul]": ["\0"], "[{}]": [{}], "{}": {}, "{a}": {"a": 1},
    "{''}": {"": ""}, "{a: {b: []}}": {"a": {"b": []}}, "deep": [[[[[[[[[[[[{"a": [[[[[[1]]]]]]}]]]]]]]]]]]],
}  # fmt: skip
PAGES = {
    "order.md": "# Order\n\nWhat was bought.\n\n| Field | Type | Required | Description |\n|---|---|---|---|\n"
    "| `id` | integer | yes | At least 1. |\n| `state` | string | no | One of `new`, `paid`. |\n"
    "| `id2` | string | no | At most 5 characters. |\n| `item` | [Item](item.md) | no | |\n",
    "item.md": "# Item\n\n| Field | Type |\n|---|---|\n| `sku` | string |\n| `of` | array of Item |\n",
}
SETTINGS: dict[str, Any] = {
    "package": "shop", "source": "schema/source", "canonical": "schema/canonical", "generated": "generated",
    "corrections": "schema/corrections.toml", "names": "schema/names.lock.json", "dialect": "plain",
    "base_uri": "https://x.test/v{version}/", "targets": ["models", "validators", "docs"], "open_enums": False,
    "extra": "keep", "strict_objects": False, "frozen": False, "fill_defaults": False, "include": ["*.md"],
    "exclude": ["drafts/**"], "encoding": "windows-1251", "severity": {"unread-type": "warning"}, "strict": False,
    "site": {"name": "Shop", "version": "1.2.0", "home": "https://x.test", "language": "en"},
}  # fmt: skip
ABOUT: dict[str, Any] = {"name": "shop", "version": "1.0", "urls": {"homepage": "https://x.test"}}
CORRECTIONS: dict[str, Any] = {
    "correction": [
        {"target": "Order#/properties/state/enum/1", "documented": "paid", "correct": "payed", "reason": "seen"},
        {"target": "Order#/properties/state/enum/0", "documented": "new", "remove": True, "reason": "seen"},
        {"target": "Order#/properties/id", "documented": "id", "required": False, "reason": "seen"},
        {"target": "Order#/properties/state", "documented": "state", "nullable": True, "reason": "seen"},
        {"target": "Item#/properties/sku", "documented": "sku", "rename": "stock", "reason": "seen"},
    ],
    "type": [{"name": "Person", "schema": {"type": "object", "properties": {"a": {"type": "string"}}}, "reason": "x"}],
    "drop": [{"file": "order.md", "text": "| `id2` |", "reason": "seen"}],
    "ignore": [{"slug": "unread-type", "file": "order.md", "text": "strnig", "reason": "seen"}],
    "rename": [{"type": "Item", "name": "Position", "reason": "seen"}],
    "merge": [{"type": "Item", "into": "Order", "reason": "seen"}],
    "split": [{"type": "Item", "name": "OrderItem", "for": ["Order"], "reason": "seen"}],
}  # fmt: skip
OVERLAY: dict[str, Any] = {
    "overlay": "1.0.0",
    "info": {"title": "a", "version": "1"},
    "actions": [
        {"target": "$.Order.properties.id", "description": "why", "update": {"minimum": 2}},
        {"target": "$.Order.properties.state.enum[?@ == 'paid']", "remove": True},
        {"target": "$.Item.properties.sku", "copy": "$.Order.properties.id"},
    ],
}


def toml(value: Any) -> str:
    """A value as TOML, tables in a line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return json.dumps(value).replace("\x7f", "\\u007f")


def lines(table: Mapping[str, Any]) -> str:
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in table.items())


def plain(value: Any) -> str:
    """A value as JSON, and what JSON cannot hold as Python writes it; moments become texts."""
    return json.dumps(value, default=str)


def dialect() -> dict[str, Any]:
    """A dialect that has every key of the languages, a word or two in each."""
    found: dict[str, Any] = {"name": "own", "base": "livetex", "extends": ["en"]}
    folder = resources.files("rowtype.reading.dialect")
    for name in ("en", "ru", "code", "signs", "ja"):
        _join(found, tomllib.loads(folder.joinpath(f"languages/{name}.toml").read_text("utf-8")))
    _join(found, tomllib.loads(folder.joinpath("dialects/livetex.toml").read_text("utf-8")))
    return found


def _join(found: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict):
            if len(found.setdefault(key, {})) < 40:
                _join(found[key], value)
        elif key not in found:
            found[key] = value[:1] if isinstance(value, list) else value


class File(NamedTuple):
    """A file of the project that is malformed."""

    path: str
    data: Callable[[Path], Any]
    """What it holds when it is right; given the built project."""
    text: Callable[[Any], str]
    settings: str
    """What the settings say besides."""
    commands: tuple[tuple[str, ...], ...]


def _json(path: str) -> Callable[[Path], Any]:
    return lambda root: json.loads((root / path).read_text(encoding="utf-8"))


_SCHEMA = "schema/canonical/Order.schema.json"
_CHECKED = ("validate", "--schema", _SCHEMA, "payload.json")
FILES: Mapping[str, File] = {
    "settings": File(
        "pyproject.toml", lambda _: SETTINGS, lambda data: "[tool.rowtype]\n" + lines(data), "",
        (("build",), ("lint",), ("explain",), ("docs", "build"), ("validate", "--type", "Order", "payload.json"))),
    "tables round the settings": File(
        "pyproject.toml", lambda _: {"project": ABOUT, "tool": {"rowtype": {"package": "shop"}}}, lines, "",
        (("build",), ("docs", "build"))),
    "corrections": File(
        "schema/corrections.toml", lambda _: CORRECTIONS, lines, "", (("build",), ("lint",), ("docs", "build"))),
    "an overlay": File(
        "overlay.json", lambda _: OVERLAY, plain, 'corrections = "overlay.json"\n', (("build",), ("lint",))),
    "a dialect": File("dialect.toml", lambda _: dialect(), lines, 'dialect = "dialect.toml"\n', (("lint",),)),
    "a lock of names": File(
        "schema/names.lock.json", _json("schema/names.lock.json"), plain, "", (("build",), ("docs", "build"))),
    "sources": File(
        "schema/canonical/Order.sources.json", _json("schema/canonical/Order.sources.json"), plain, "",
        (_CHECKED, ("explain", "Order#/properties/id"), ("observe", "--type", "Order", "payload.json"),
         ("docs", "build"), ("build",))),
    "a schema": File(
        _SCHEMA, _json(_SCHEMA), plain, "",
        (_CHECKED, ("explain", "Order"), ("docs", "build"), ("sample", "Order"), ("build",))),
    "a site": File(
        "site/types.json", _json("site/types.json"), plain, "",
        (("docs", "build"), ("docs", "publish", "--dest", "out"))),
}  # fmt: skip


def places(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Every place in a value, itself too."""
    yield at
    named = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in named:
        yield from places(child, (*at, name))


def changed(data: Any, at: Path_, wrong: Any) -> Any:
    """The value with another one at a place; None where that says nothing new."""
    data = copy.deepcopy(data)
    if not at:
        return wrong if isinstance(wrong, dict | list) or wrong is None else None
    holder = data
    for token in at[:-1]:
        holder = holder[token]
    last = at[-1]
    if wrong is _GONE:
        del holder[last]
    elif wrong is _TWICE:
        if not isinstance(holder, list):
            return None
        holder.insert(int(last), copy.deepcopy(holder[last]))
    elif wrong is _MORE:
        if not isinstance(holder, dict):
            return None
        holder["unknown"] = copy.deepcopy(holder[last])
    else:
        holder[last] = copy.deepcopy(wrong)
    return data


def made(root: Path) -> None:
    """The project that all cases begin with."""
    source = root / "schema/source"
    source.mkdir(parents=True)
    for name, text in PAGES.items():
        (source / name).write_text(text, encoding="utf-8")
    (root / "pyproject.toml").write_text('[tool.rowtype]\npackage = "shop"\n', encoding="utf-8")
    (root / "payload.json").write_text('{"id": "x", "state": 5}', encoding="utf-8")
    for command in ("build", "docs build"):
        with contextlib.chdir(root):
            CliRunner().invoke(cli, ["--lang", "en", *command.split()], catch_exceptions=False)


def wrongs(file: File, root: Path, text: str) -> Iterator[str]:
    """What is wrong with how the commands end that read the file with such a text."""
    try:
        (root / file.path).write_text(text, encoding="utf-8")
    except UnicodeEncodeError:
        return
    if file.settings:
        settings = f'[tool.rowtype]\npackage = "shop"\n{file.settings}'
        (root / "pyproject.toml").write_text(settings, encoding="utf-8")
    for command in file.commands:
        begin = time.process_time()
        result = CliRunner().invoke(cli, ["--lang", "en", *command])
        told = f"{' '.join(command)}: "
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            last = [
                f"{f.filename.rpartition('/')[2]}:{f.lineno}"
                for f in traceback.extract_tb(result.exc_info[2])
            ][-3:]
            yield f"{told}{type(result.exception).__name__}: {str(result.exception)[:150]} {last}"
        elif result.exit_code not in (0, 1, 2):
            yield f"{told}ends with {result.exit_code}"
        elif result.exit_code and not result.output.strip():
            yield f"{told}ends with {result.exit_code} without a word"
        if len(result.output) > LONGEST:
            yield f"{told}says {len(result.output)} characters"
        if found := OBEYED.search(result.output):
            yield f"{told}says {result.output[max(0, found.start() - 60) : found.end() + 10]!r}"
        if (took := time.process_time() - begin) > SECONDS:
            yield f"{told}takes {took:.0f} s"
        if command == ("build",) and result.exit_code == 0:
            check = CliRunner().invoke(cli, ["--lang", "en", "build", "--check"])
            if check.exit_code:
                yield f"stale at once: {check.output[-300:]}"


def attempt(file: File, base: Path, text: str) -> list[str]:
    """What is wrong with a case, in a copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(base, Path(folder) / "project", symlinks=True))
        with contextlib.chdir(root):
            found = [*wrongs(file, root, text)]
        if beside := {*os.listdir(folder)} - {"project"}:
            found.append(f"left beside the project: {sorted(beside)}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try each Nth")
    parser.add_argument("--only", default="", metavar="TEXT", help="files that have this in their name")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument(
        "--double", action="store_true", help="malform a second place as well, drawn at random"
    )
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    drawn = random.Random(options.seed)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base"
        made(base)
        for kind, file in FILES.items():
            if options.only not in kind:
                continue
            right = file.data(base)
            total = held = 0
            cases = [(at, what) for at in places(right) for what in WRONG]
            drawn.shuffle(cases)
            for at, what in cases[:: options.every]:
                data = changed(right, at, WRONG[what])
                if data is not None and options.double:
                    other, and_ = drawn.choice([*places(data)]), drawn.choice([*WRONG])
                    data = changed(data, other, WRONG[and_])
                if data is None or (file.path.endswith(".toml") and not isinstance(data, dict)):
                    continue
                total += 1
                found = attempt(file, base, file.text(data))
                held += not found
                for one in found:
                    print(f"{kind}: {'/'.join(map(str, at))} {what}: {one}", flush=True)
            print(f"{kind}: {held} of {total} held", flush=True)
            failed += total - held
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
