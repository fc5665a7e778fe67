"""Words, stems and the files that search loads: parts of one index, so that a page loads only what is asked for.

`index.js` says which file has which words; `w<n>.js` has stems and what each is found in; `e<n>.js` what is found, in
blocks.  They are scripts, because a page on disk can load nothing else.  `templates/site/search.js.j2` reads them, and
stems what is asked for in the same way.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rowtype.files import MARK, OutputFile
from rowtype.site.about import CYRILLIC, stems

SCRIPT = f"/* {MARK} */\n"
"""The first line of a script, by which it is known when nothing makes it any more."""
BLOCK = 64
"""Things that are found, in one file."""
_FILE = 24_000
"""Bytes of a file of words, about, at which another begins."""
_PLACES = 5
"""Where a word stands: whole names of types, names, parts of names, what these stand in, texts."""

STEPS: Mapping[str, Sequence[Sequence[tuple[str, str]]]] = stems()
"""Language -> steps of ends and what stands instead; of a step the first that leaves three letters is taken."""


def stem(word: str) -> str:
    """What the inflections of a word have in common, for a word in small letters."""
    for step in STEPS["ru" if CYRILLIC.search(word) else "en"]:
        for end, instead in step:
            if word.endswith(end) and len(word) - len(end) >= 3:
                word = word[: len(word) - len(end)] + instead
                break
    return word


_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z\u0430-\u0451\d])(?=[A-Z\u0410-\u042f])")
_IO, _IE = "\u0451", "\u0435"
"""Two letters of Russian that are written for each other."""


def words(text: str) -> Iterator[str]:
    """The words of a text in small letters; of a name such as `orderItem` its parts too."""
    for word in _WORD.findall(text):
        yield _small(word)
        if len(parts := _HUMP.split(word)) > 1:
            yield from map(_small, parts)


def _small(word: str) -> str:
    return word.lower().replace(_IO, _IE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that search finds."""

    kind: int
    """0 a type, 1 a field, 2 a value."""
    name: str
    type: str
    """Name of the type whose page it is on."""
    inside: str
    """What it stands in, below that type: `.items`; empty where that is the type."""
    page: str
    """Address of that page."""
    id: str
    """Where on it; empty for the page itself."""
    text: str
    """What is shown of its description."""
    words: str = ""
    """All of it, which is searched."""

    @property
    def where(self) -> str:
        return self.type + self.inside if self.kind else ""


def files(entries: Sequence[Entry]) -> Iterator[OutputFile]:
    """Everything that search loads, for entries of which the most important come first."""
    firsts, rows, size = list[str](), list[list[object]](), 0
    posted = _posted(entries)
    for word in sorted(posted):
        rows.append([word, *_ranked(posted[word])])
        size += len(word.encode()) + 3 * len(posted[word])
        if size > _FILE:
            yield _words(firsts, rows)
            rows, size = [], 0
    if rows:
        yield _words(firsts, rows)
    for start in range(0, len(entries), BLOCK):
        yield _script(f"e{start // BLOCK}", _block(entries[start : start + BLOCK]))
    yield _script("index", {"size": BLOCK, "words": firsts})


def _posted(entries: Sequence[Entry]) -> Mapping[str, array[int]]:
    """Stem -> where it is found: number of the entry times `_PLACES`, and the place, best first; each entry once."""
    posted: dict[str, array[int]] = {}
    for i, entry in enumerate(entries):
        whole = _small(entry.name)
        for place, text in ((2, entry.name), (3, entry.where), (4, entry.words or entry.text)):
            for word in words(text):
                best = (1 if entry.kind else 0) if place == 2 and word == whole else place
                found = posted.setdefault(stem(word), array("L"))
                if not found or found[-1] // _PLACES != i:
                    found.append(i * _PLACES + best)
                elif found[-1] % _PLACES > best:
                    found[-1] = i * _PLACES + best
    return posted


def _ranked(found: Sequence[int]) -> list[list[int]]:
    """The entries of each place as steps from one to the next; places at the end that have none are left out."""
    steps: list[list[int]] = [[] for _ in range(_PLACES)]
    last = [0] * _PLACES
    for code in found:
        i, place = divmod(code, _PLACES)
        steps[place].append(i - last[place])
        last[place] = i
    while not steps[-1]:
        steps.pop()
    return steps


def _words(firsts: list[str], rows: list[list[object]]) -> OutputFile:
    """A file of words, whose first word is added to `firsts`."""
    firsts.append(str(rows[0][0]))
    return _script(f"w{len(firsts) - 1}", rows)


def _block(entries: Sequence[Entry]) -> Mapping[str, object]:
    """Pages as [address, type], and rows: kind, name, number of the page, `inside`, id (0 if it is the name), text."""
    pages = list(dict.fromkeys((e.page, e.type) for e in entries))
    numbers = {page: i for i, page in enumerate(pages)}
    rows = [
        [e.kind, e.name, numbers[e.page, e.type], e.inside, 0 if e.id == e.name else e.id, e.text]
        for e in entries
    ]
    return {"pages": pages, "rows": rows}


def _script(name: str, value: object) -> OutputFile:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = re.sub("[\ud800-\udfff\u2028\u2029]", lambda m: f"\\u{ord(m[0]):04x}", text)
    return OutputFile(path=PurePosixPath("search") / f"{name}.js", text=f"{SCRIPT}rowtypeData({text});\n")
