"""Payloads against a schema: what `rowtype validate` does with every record."""

from __future__ import annotations

import contextlib
import glob
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rowtype import collecting, files
from rowtype.diagnostics import Diagnostic, SourceError, printable
from rowtype.payloads import Record, Unreadable, records
from rowtype.schema.documents import Document, sources_path

if TYPE_CHECKING:
    from rowtype.compiling import Validator
    from rowtype.diagnostics import Language
    from rowtype.project import Project
    from rowtype.runtime.violations import Violation

__all__ = [
    "Overlap",
    "Result",
    "Totals",
    "Unreadable",
    "check",
    "names",
    "outputs",
    "project_schemas",
    "record",
    "schemas",
]


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


def schemas(path: Path, kind: str | None = None) -> list[Document]:
    """The schema of a file, or a type of a folder, and then what its references lead to.

    Raises:
        SourceError: there are several types, and none is named, or one that is not there.
        SchemaError: one cannot be used.
        OSError: one cannot be read.
    """
    documents = collecting.load([path])
    main = documents[0] if len(documents) == 1 and kind is None else _chosen(documents, kind)
    others = [d for d in documents if d is not main]
    return [main, *others, *(() if path.is_dir() else collecting.beside(documents, path.parent))]


def project_schemas(project: Project, kind: str | None) -> list[Document]:
    """The same for a type of the project; for its only documented one where `kind` is None.

    Raises:
        SourceError: there is no such type, or there are several and none is named.
        SchemaError: a schema cannot be used.
    """
    from rowtype import pipeline

    documents = pipeline.canonical_documents(project)
    main = _chosen(documents, kind)
    return [main, *(d for d in documents if d is not main)]


def _chosen(documents: Sequence[Document], kind: str | None) -> Document:
    """The type that is named, by name, title or class; the only documented one where none is.

    Raises:
        SourceError: there is no such type, or there are several and none is named.
    """
    from rowtype import pipeline
    from rowtype.reading.nearest import nearest

    names = [d.name for d in documents]
    known = ", ".join(names[:KNOWN]) + (", …" if len(names) > KNOWN else "")
    facts: dict[str, object] = {"type": kind or "", "known": known or "none: run rowtype build"}
    if kind is not None:
        if (found := pipeline.chosen(documents, kind)) is not None:
            return found
        facts["suggestion"] = nearest(kind, names)
        raise SourceError([Diagnostic("no-such-type", None, facts)])
    documented = [d for d in documents if not (isinstance(d.schema, dict) and d.schema.get("x-undocumented"))]
    if len(documented) != 1:
        raise SourceError([Diagnostic("which-type", None, facts)])
    return documented[0]


KNOWN = 20
"""How many types a message lists."""


def names(arguments: Iterable[str]) -> Iterator[str]:
    """File names, with patterns expanded in order of name; a pattern that matches nothing stays as it is."""
    for argument in arguments:
        found = sorted(glob.glob(argument, recursive=True)) if glob.has_magic(argument) else []
        yield from found or [argument]


class Overlap(ValueError):
    """A file that would be written is one that is read, or is to be written twice."""

    def __init__(self, output: Path) -> None:
        self.output = output
        super().__init__(str(output))


def outputs(
    stack: contextlib.ExitStack,
    paths: Sequence[Path | None],
    payloads: Sequence[str],
    schemas: Sequence[Document],
) -> list[BinaryIO | None]:
    """Streams that replace these files when `stack` is left, opened when all that is read is known.

    Raises:
        Overlap: one is read too: a payload, standard input or a schema, whatever the spelling of its path.
        OSError: one cannot be written.
    """
    read = [Path("/dev/stdin") if name == "-" else Path(name) for name in payloads]
    for document in schemas:
        if document.origin:
            schema = Path(document.origin)
            read += [schema, sources_path(schema)]
    for path in (p for p in paths if p is not None):
        if path.exists() and not path.is_file():
            continue  # a pipe or a device keeps nothing
        if any(files.same(path, other) for other in read):
            raise Overlap(path)
        read.append(path)
    return [stack.enter_context(files.replacing(path)) if path else None for path in paths]


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
