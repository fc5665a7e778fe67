"""Canonical schemas -> an ES module: for each type whether a value is valid, and all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import PurePosixPath
from types import MappingProxyType

from rowtype.emitters.javascript import reports, verdicts
from rowtype.emitters.javascript.conditions import FORMATS
from rowtype.emitters.javascript.module import Module
from rowtype.emitters.javascript.printing import js, js_comment
from rowtype.emitters.javascript.tables import tables
from rowtype.emitters.printing.functions import Function, written
from rowtype.emitters.printing.python import RUNTIME, render
from rowtype.emitters.validators.module_file import Checked
from rowtype.files import OutputFile
from rowtype.runtime import wording
from rowtype.schema.checks import backtracking
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import Analysis
from rowtype.schema.checks.planning import plan as make_plan
from rowtype.schema.documents import Document, Json
from rowtype.schema.drafts import Draft

SCRIPTS = RUNTIME / "javascript"
HOMES = {
    **dict.fromkeys(FORMATS.values(), "formats"),
    **dict.fromkeys(("isHostname", "isLdhHostname", "isIdnHostname", "isEmail", "isIdnEmail"), "hosts"),
    **dict.fromkeys(("equal", "isAmong", "isUnique", "equalElements"), "equality"),
    "isMultiple": "multiples",
    **dict.fromkeys(("isBase64", "isJson", "isBase64Json"), "content"),
    **dict.fromkeys(("isShorter", "isLonger"), "text"),
    "size": "objects",
    **dict.fromkeys(("typed", "ofTypes", "needed", "present"), "tables"),
    "noneOf": "violations",
}
"""Runtime function -> its file."""
WORDS = {
    "ENGLISH": wording.ENGLISH,
    "RUSSIAN": wording.RUSSIAN,
    "NOUNS": wording.NOUNS,
    "TYPES_ENGLISH": wording.TYPES_ENGLISH,
    "TYPES_RUSSIAN": wording.TYPES_RUSSIAN,
}
"""What messages are made of: the same as in Python."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The public functions of one document, as the template prints them."""

    title: str
    name: str
    """What follows `isValid` and `errors`."""
    verdict: str
    report: str
    straight: bool
    """Whether what is wrong is listed without a verdict before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A module before its parts are put together."""

    constants: Sequence[str]
    verdicts: Sequence[Function]
    reports: Sequence[Function]
    tables: Sequence[str]
    entries: Sequence[Entry]
    parts: Sequence[str]
    """Files of the runtime that it needs, those that others need first."""
    uses: Sequence[str]
    """What it needs of the runtime."""
    bottomless: bool


def printed(
    plan: p.Plan,
    documents: Sequence[Document],
    names: Sequence[str],
    titles: Mapping[str, str] = MappingProxyType({}),
) -> Printed:
    """Everything that a module for some documents says; `names`: what follows `isValid` for each."""
    module, analysis = Module(plan=plan, titles=titles), Analysis(plan)
    entries = [
        Entry(
            title=module.title(root),
            name=name,
            verdict=module.verdict(analysis.target(root)),
            report=module.report(root),
            straight=reports.straight(plan, root),
        )
        for root, name in zip(plan.roots, names, strict=True)
    ]
    sources = {document.uri: document.sources for document in documents if document.sources}
    checked, reported = written(
        module,
        partial(verdicts.function, module, analysis),
        partial(reports.function, module, analysis, sources),
    )
    return Printed(
        constants=[f"const {name} = {value};" for name, value in module.constants.items()],
        verdicts=checked,
        reports=reported,
        tables=[f"const {name} = {value};" for name, value in module.tables.items()],
        entries=entries,
        parts=_needed(["violations", *(HOMES[name] for name in module.parts)]),
        uses=sorted({*module.parts, "Check", "told", "tooDeep", "wrong", "wrongAt"}),
        bottomless=analysis.bottomless,
    )


@cache
def part(name: str) -> tuple[tuple[str, ...], str]:
    """The files of the runtime that one imports, and its text without `import` and `export`."""
    source = _source(name)
    needs = tuple(re.findall(r'^import .* from "\./(\w+)\.js";$', source, re.MULTILINE))
    body = re.sub(r"^import .*\n+", "", source, flags=re.MULTILINE)
    body = re.sub("^export ", "", body, flags=re.MULTILINE).strip()
    return needs, f"const TABLES = {js(tables())};\n{body}" if name == "hosts" else body


def _source(name: str) -> str:
    return (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")


def _needed(wanted: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}

    def want(name: str) -> None:
        for other in part(name)[0]:
            want(other)
        found[name] = None

    for name in wanted:
        want(name)
    return list(found)


def module_text(made: Printed, origins: Sequence[str]) -> str:
    """The text of an ES module that stands alone."""
    return render(
        "javascript/module.js.j2",
        origins=js_comment(", ".join(origins)),
        words=_words(),
        parts=[part(name)[1] for name in made.parts],
        made=made,
        comment=js_comment,
    )


def script_text(made: Printed, origins: Sequence[str], call: str) -> str:
    """The text of a classic script that calls a function with what takes the runtime and gives the functions.

    A page that was opened from disk can load nothing else.
    """
    return render(
        "javascript/script.js.j2",
        origins=js_comment(", ".join(origins)),
        made=made,
        call=call,
        comment=js_comment,
    )


def runtime_text(call: str) -> str:
    """The text of a classic script that calls a function with the whole runtime."""
    names = sorted(file.stem for file in SCRIPTS.glob("*.js"))
    parts = _needed(names)
    exported = [
        e for n in parts for e in re.findall(r"^export (?:function|class) (\w+)", _source(n), re.MULTILINE)
    ]
    return render(
        "javascript/runtime.js.j2",
        words=_words(),
        parts=[part(name)[1] for name in parts],
        names=sorted(exported),
        call=call,
    )


def _words() -> list[str]:
    return [f"const {name} = {js(value)};" for name, value in WORDS.items()]


def emit(
    checked: Iterable[Checked],
    names: Sequence[str],
    *,
    package: str,
    origins: Sequence[str],
    draft: Draft | None = None,
    formats: bool | None = None,
    resources: Mapping[str, Json] | None = None,
    warn: bool = True,
) -> Iterator[OutputFile]:
    """Yield `javascript/<package>/index.js` and `package.json`.  Pure: same input, same bytes.

    `names`: what follows `isValid` for each document; `warn`: of patterns that can take too long.

    Raises:
        SchemaError: a schema cannot be compiled.
    """
    checked = list(checked)
    documents = [c.document for c in checked]
    plan = make_plan(
        documents, draft=draft, formats=formats, known_formats=frozenset(FORMATS), resources=resources
    )
    if warn:
        backtracking.warn(plan)
    made = printed(plan, documents, names, {c.document.uri: c.title for c in checked if c.title})
    folder = PurePosixPath("javascript") / package
    yield OutputFile(path=folder / "index.js", text=module_text(made, origins))
    yield OutputFile(path=folder / "package.json", text=render("javascript/package.json.j2", package=package))
