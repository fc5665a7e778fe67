"""Payloads against a schema: what `rowtype validate` does with every record."""

from __future__ import annotations

import glob
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rowtype.diagnostics import Diagnostic, SourceError, printable
from rowtype.payloads import Record, Unreadable, records
from rowtype.schema.documents import SOURCES_SUFFIX, Document, SchemaError, load_files

if TYPE_CHECKING:
    from rowtype.compiling import Validator
    from rowtype.diagnostics import Language
    from rowtype.project import Project
    from rowtype.runtime.violations import Violation

__all__ = ["Result", "Totals", "Unreadable", "check", "names", "project_validator", "record", "validator"]


@dataclass(frozen=True, slots=True)
class Result:
    """A record and what is wrong with it."""

    record: Record
    violations: tuple[Violation, ...] = ()

    def lines(self, lang: Language) -> Iterator[str]:
        """One line a violation, and where the documentation says so; nothing for a valid record."""
        place = printable(self.record.place)
        if self.record.problem:
            yield f"{place}: {printable(self.record.problem)}"
        for violation in self.violations:
            yield f"{place}: {printable(violation.pointer or '/')}: {printable(violation.describe(lang))}"
            for line in violation.documented_at:
                yield f"    {'documented at' if lang == 'en' else 'описано в'} {printable(line)}"


@dataclass(slots=True)
class Totals:
    """How many records there were of each kind."""

    valid: int = 0
    invalid: int = 0
    unreadable: int = 0
    """Records that are not JSON."""
    unreadable_files: int = 0

    def add(self, result: Result) -> None:
        if result.record.problem:
            self.unreadable += 1
        elif result.violations:
            self.invalid += 1
        else:
            self.valid += 1

    def summary(self, lang: Language) -> str:
        words = ("valid", "invalid", "unreadable") if lang == "en" else ("верно", "неверно", "не прочитано")
        counts = (self.valid, self.invalid, self.unreadable)
        return ", ".join(f"{n} {word}" for n, word in zip(counts, words, strict=True))


def validator(path: Path, formats: bool | None = None) -> Validator:
    """The validator of a schema file; the schemas beside it resolve its references.

    Raises:
        SchemaError: it cannot be used.
        OSError: it cannot be read.
    """
    from rowtype.compiling import compile_document

    (main,) = load_files([path])
    return compile_document(main, list(beside(path)), formats=formats)


def beside(path: Path) -> Iterator[Document]:
    """The other schemas of a schema's folder."""
    for other in sorted(path.parent.glob("*.json")):
        if other != path and not other.name.endswith(SOURCES_SUFFIX) and (found := _schema(other)):
            yield found


def project_validator(project: Project, kind: str | None, formats: bool | None = None) -> Validator:
    """The validator of a type of the project; of its only documented one where `kind` is None.

    Raises:
        SourceError: there is no such type, or there are several and none is named.
        SchemaError: a schema cannot be used.
    """
    from rowtype import pipeline
    from rowtype.compiling import compile_document

    documents = {d.name: d for d in pipeline.canonical_documents(project)}
    documented = [
        name
        for name, d in documents.items()
        if not (isinstance(d.schema, dict) and d.schema.get("x-undocumented")) and kind in (None, name)
    ]
    if kind in documents:
        documented = [kind]
    if len(documented) != 1:
        facts = {"type": kind or "", "known": ", ".join(documents) or "none: run rowtype build"}
        raise SourceError([Diagnostic("which-type" if kind is None else "no-such-type", None, facts)])
    main = documents.pop(documented[0])
    return compile_document(main, list(documents.values()), formats=formats)


def names(arguments: Iterable[str]) -> Iterator[str]:
    """File names, with patterns expanded in order of name; a pattern that matches nothing stays as it is."""
    for argument in arguments:
        found = sorted(glob.glob(argument, recursive=True)) if glob.has_magic(argument) else []
        yield from found or [argument]


def check(name: str, validator: Validator, stdin: Callable[[], BinaryIO]) -> Iterator[Result]:
    """Every record of a file with its violations.

    Raises:
        Unreadable: the file cannot be read.
    """
    for found in records(name, stdin):
        if found.problem or validator.is_valid(found.value):
            yield Result(found)
        else:
            yield Result(found, tuple(validator.iter_errors(found.value)))


def record(result: Result, report: BinaryIO | None, quarantine: BinaryIO | None) -> None:
    """Write a record that is not valid to the report and to the quarantine."""
    if result.record.problem is None and not result.violations:
        return
    if report is not None:
        for entry in _entries(result):
            report.write(
                json.dumps({"record": result.record.place, **entry}, ensure_ascii=True).encode() + b"\n"
            )
    if quarantine is not None:
        quarantine.write(_one_line(result.record) + b"\n")


def _entries(result: Result) -> Iterator[dict[str, object]]:
    if result.record.problem:
        yield {"error": result.record.problem}
    for violation in result.violations:
        yield {
            "instanceLocation": violation.pointer,
            "keywordLocation": violation.schema_pointer,
            "error": violation.message,
        }


def _one_line(found: Record) -> bytes:
    """The record as it came, on one line: JSON that was spread over several is written anew."""
    raw = found.raw.strip(b" \t\r\n")
    if b"\n" not in raw or found.problem:
        return raw.replace(b"\n", b" ").replace(b"\r", b" ")
    return json.dumps(found.value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _schema(path: Path) -> Document | None:
    """A file beside a schema, if it is one too."""
    try:
        (found,) = load_files([path])
    except (SchemaError, OSError):
        return None
    return found
