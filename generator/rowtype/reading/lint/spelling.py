"""Values and names that look misspelt: beside their family, beside a word used elsewhere, or in two scripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import PurePosixPath

from rowtype.diagnostics import Diagnostic
from rowtype.reading.lint.subjects import Subject, span
from rowtype.reading.markup.folding import fold_scripts, mixed_scripts
from rowtype.reading.stages import Survey
from rowtype.schema.documents import Place

_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ENDINGS = ("s", "d", "r", "n", "y", "e", "es", "ed", "er", "ing", "ly")
_PREFIXES = ("un", "re", "in", "de", "dis", "non", "pre", "sub")
SHORTEST = 4
"""Letters of a word that is compared: shorter words have too many neighbours."""

_COMMON = frozenset(
    resources.files("rowtype.reading.dialect").joinpath("languages/words.txt").read_text("utf-8").split()
)
"""Words of many APIs that a slip of is no other word."""


def check(found: Survey, about: Sequence[Subject]) -> Iterator[Diagnostic]:
    """Misspelt values and mixed scripts."""
    words = _words(about)
    for subject in about:
        pointer, values = subject.enum
        if values:
            yield from _values(found, subject, pointer, values, words)
        yield from _mixed(found, subject, pointer, values)
    for file in found.files:
        if mixed_scripts(PurePosixPath(file.name).stem):
            yield Diagnostic("mixed-scripts", None, {"found": PurePosixPath(file.name).name}, file=file.shown)
    for facts in (f for page in found.facts for f in page.types):
        if not facts.loose and mixed_scripts(facts.name.value):
            at = facts.source.span(facts.name.start, facts.name.end)
            yield Diagnostic("mixed-scripts", at, {"found": facts.name.value})


def _words(about: Sequence[Subject]) -> Counter[str]:
    """How often each word is written in values and names."""
    counted: Counter[str] = Counter()
    for subject in about:
        _, values = subject.enum
        texts = [v for v in values if isinstance(v, str)]
        if subject.row is not None:
            texts.append(subject.row.name.value)
        counted.update(t.lower() for text in texts for t in _TOKEN.findall(text))
    return counted


def _values(
    found: Survey, subject: Subject, pointer: str, values: list[object], words: Counter[str]
) -> Iterator[Diagnostic]:
    texts = [v for v in values if isinstance(v, str)]
    here = Counter(t.lower() for text in texts for t in set(_TOKEN.findall(text)))
    for index, value in enumerate(values):
        if not isinstance(value, str) or len(value) > 100:
            continue
        for m in _TOKEN.finditer(value):
            meant = _meant(m[0].lower(), here, words)
            if meant is None:
                continue
            suggestion = value[: m.start()] + _in_case(meant, m[0]) + value[m.end() :]
            if suggestion in texts:
                continue
            facts: dict[str, object] = {
                "value": value,
                "word": m[0],
                "suggestion": suggestion,
                "target": f"{subject.type}#{pointer}/{index}",
                "documented": value,
            }
            places = subject.places(f"{pointer}/{index}")
            yield Diagnostic("value-spelling", span(found, places[0]) if places else None, facts)
            break


def _meant(word: str, here: Counter[str], words: Counter[str]) -> str | None:
    """The word that a rarer one is a slip of: one of its own list, or one that is common."""
    if len(word) < SHORTEST or word in _COMMON or here[word] > 1 or words[word] > 2:
        return None
    if any(word.startswith(p) and here[word.removeprefix(p)] for p in _PREFIXES):
        return None
    found = [
        o for o in dict.fromkeys((*here, *_COMMON)) if _is_slip(word, o, family=here[o], usual=o in _COMMON)
    ]
    return max(found, key=lambda o: (here[o], words[o], o), default=None)


def _is_slip(word: str, other: str, *, family: int, usual: bool) -> bool:
    """Whether `word` is most likely a slip of `other`, which its list has `family` times."""
    if word == other or len(other) < SHORTEST or abs(len(word) - len(other)) > 1 or _inflected(word, other):
        return False
    if len(word) == len(other):
        return _is_mistyped(word, other, family=family, usual=usual)
    return _is_letter_off(word, other, family=family, usual=usual)


def _is_mistyped(word: str, other: str, *, family: int, usual: bool) -> bool:
    """One wrong letter, or two that changed places."""
    wrong = [i for i, (a, b) in enumerate(zip(word, other, strict=True)) if a != b]
    if len(wrong) == 1:  # another letter is often another word: `clock`, `block`
        return (family > 1 and len(word) > 5) or (usual and len(word) > 7)
    if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    first, second = wrong
    swapped = word[first] == other[second] and word[second] == other[first]
    return swapped and (usual or family > 0)


def _is_letter_off(word: str, other: str, *, family: int, usual: bool) -> bool:
    """One letter too few or too many."""
    short, long = sorted((word, other), key=len)
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    if short[at:] != long[at + 1 :]:
        return False
    if at == len(short) or (at == 0 and word == long):  # `star`, `start`; `phone`, `iphone`
        return family > 1
    return family > 1 or usual or (at > 0 and family > 0 and len(word) > 6)


def _inflected(a: str, b: str) -> bool:
    """One is the other with an ending: two words, not a slip."""
    short, long = sorted((a, b), key=len)
    if len(short) == len(long):
        return a[:-1] == b[:-1]
    return long.startswith(short) and long[len(short) :] in _ENDINGS


def _in_case(word: str, like: str) -> str:
    return (
        word.upper()
        if like.isupper() and len(like) > 1
        else word.capitalize()
        if like[:1].isupper()
        else word
    )


def _mixed(found: Survey, subject: Subject, pointer: str, values: list[object]) -> Iterator[Diagnostic]:
    stated: list[tuple[str, str, list[Place]]] = []
    if subject.row is not None:
        stated.append((subject.row.name.value, subject.pointer, subject.places(subject.pointer)))
    for index, value in enumerate(values):
        if isinstance(value, str):
            at = f"{pointer}/{index}"
            stated.append((value, at, subject.places(at)))
    for text, at, places in stated:
        if (m := mixed_scripts(text)) is None:
            continue
        facts: dict[str, object] = {"found": text, "letter": m[0], "code": f"U+{ord(m[0]):04X}"}
        if at != subject.pointer:
            facts |= {
                "suggestion": fold_scripts(text),
                "target": f"{subject.type}#{at}",
                "documented": text,
            }
        yield Diagnostic("mixed-scripts", span(found, places[0]) if places else None, facts)
