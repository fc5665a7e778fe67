"""Entries of a corrections file that settle findings, ready to paste once somebody has looked."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from rowtype.diagnostics import Diagnostic, escaped
from rowtype.reading.lowering.traced import UNREAD
from rowtype.reading.stages import Survey
from rowtype.schema.documents import pointer_get, pointer_split

Fields = Mapping[tuple[str, int], tuple[str, str]]
"""File as findings show it and line -> type and pointer of the field whose name stands there."""


def corrections(findings: Iterable[Diagnostic]) -> str:
    """An entry for each finding that says what was meant."""
    return "\n".join(entry for finding in findings if (entry := _meant(finding)) is not None)


def entries(findings: Iterable[Diagnostic], found: Survey) -> str:
    """An entry for each finding but notes: what was meant, else what to decide, else that it is no trouble."""
    fields = _fields(found)
    written = (_meant(f) or _entry(f, fields, found) for f in findings if f.severity != "note")
    return "\n".join(dict.fromkeys(entry for entry in written if entry))


def _meant(finding: Diagnostic) -> str | None:
    facts = finding.facts
    if not {"target", "documented", "suggestion"} <= facts.keys() or facts["suggestion"] is None:
        return None
    if finding.slug in _OF_ENTRIES:
        return None
    target, documented = str(facts["target"]), facts["documented"]
    return _table("correction", finding, target=target, documented=documented, correct=facts["suggestion"])


_OF_ENTRIES = frozenset(
    {
        "correction-target",
        "correction-stale",
        "correction-unusable",
        "ignore-stale",
        "drop-unclear",
        "name-taken",
    }
)
"""Findings about the corrections themselves: no further entry mends those."""


def _entry(finding: Diagnostic, fields: Fields, found: Survey) -> str | None:
    facts, span = finding.facts, finding.span
    if finding.slug in _OF_ENTRIES or finding.slug in (
        "bad-corrections",
        "overlay-no-match",
        "type-documented",
    ):
        return None
    at = fields.get((span.file, span.line)) if span else None
    match finding.slug:
        case "undocumented-type":
            return _table("type", finding, name=facts["type"], schema={"type": "object"})
        case "unread-type" | "unknown-type" if fitting := _having(facts, found):
            word, meant = facts.get("type", facts.get("found")), facts.get("meant", {"type": "string"})
            assert isinstance(meant, Mapping)
            return "\n".join(
                _table("correction", finding, target=target + keyword, documented=word, correct=value)
                for target in fitting
                for keyword, value in meant.items()
            )
        case "unknown-type" if str(facts["found"]) in found.lowered:
            # An open object stands for the name, to which fields refer.
            word, meant = facts["found"], facts["meant"]
            assert isinstance(meant, Mapping)
            if "$ref" in meant:
                return _table("merge", finding, type=word, into=facts["suggestion"])
            return _table("type", finding, name=word, schema=dict(meant))
        case "no-type-stated" | "not-a-type" | "ambiguous-type" if at:
            name = pointer_split(at[1])[-1]
            return _table(
                "correction", finding, target=f"{at[0]}#{at[1]}/type", documented=name, correct="string"
            )
        case "unknown-required-word" if at:
            name = pointer_split(at[1])[-1]
            return _table("correction", finding, target="#".join(at), documented=name, required=False)
        case "duplicate-field" | "unnamed-field" | "ragged-row" if span:
            return _table("drop", finding, file=_page(finding, found), text=span.text.strip())
    text = span.text.strip() if span else ""
    return _table("ignore", finding, slug=finding.slug, file=_page(finding, found), text=text)


def _having(facts: Mapping[str, object], found: Survey) -> list[str]:
    """Pointers, with `/` at their ends, to what has the type that a finding is about."""
    word = facts.get("type", facts.get("found"))
    targets = []
    for name, traced in found.lowered.items():
        for pointer in traced.sources:
            if pointer.endswith(f"/{UNREAD}"):
                with contextlib.suppress(KeyError, ValueError):
                    if pointer_get(traced.schema, pointer) == word:
                        targets.append(f"{name}#{pointer.removesuffix(UNREAD)}")
    return targets


def _fields(found: Survey) -> Fields:
    shown = {name: file for file, name in found.shown.items()}
    at: dict[tuple[str, int], tuple[str, str]] = {}
    for name, traced in found.lowered.items():
        for pointer, places in traced.sources.items():
            for place in places if pointer.rpartition("/")[0].endswith("/properties") else ():
                if place.rule == "field-name" and place.file is not None and place.line is not None:
                    at.setdefault((shown.get(place.file, place.file), place.line), (name, pointer))
    return at


def _page(finding: Diagnostic, found: Survey) -> str:
    """The page of a finding, relative to the folder that was read."""
    file = finding.span.file if finding.span else finding.file or ""
    return found.shown.get(file, PurePosixPath(file).name)


def _table(kind: str, finding: Diagnostic, **values: object) -> str:
    place = f"{finding.span.file}:{finding.span.line}" if finding.span else finding.file or ""
    values["reason"] = f"{finding.message()} ({place}); please check"
    return "\n".join([f"[[{kind}]]", *(f"{k} = {_toml(v)}" for k, v in values.items())]) + "\n"


def _toml(value: object) -> str:
    """A TOML value; JSON strings are TOML basic strings where what cannot be seen is escaped."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + " }"
    return escaped(json.dumps(value, ensure_ascii=False), toml=True)
