"""Words, stems and the files that search loads: parts of one index, so that a page loads only what is asked for.

`index.js` says which file has which words; `w<n>.js` has stems and what each is found in; `e<n>.js` what is found, in
blocks.  They are scripts, because a page on disk can load nothing else.  `templates/site/search.js.j2` reads them, and
stems what is asked for in the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rowtype.files import MARK, OutputFile
from rowtype.site.about import CYRILLIC, stems

SCRIPT = f"/* {MARK} */\n"
"""The first line of a script, by which it is known when nothing makes it any more."""
BLOCK = 200
"""Things that are found, in one file."""
_FILE = 40_000
"""Characters of a file of words, at which another begins."""
_POSTED = 200
"""Things that one word is found in: what is beyond cannot be looked through anyway."""

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

    @property
    def where(self) -> str:
        return self.type + self.inside if self.kind else ""


def files(entries: Sequence[Entry]) -> Iterator[OutputFile]:
    """Everything that search loads, for entries of which the most important come first."""
    posted: dict[str, dict[int, int]] = {}
    for i, entry in enumerate(entries):
        for weight, text in ((0 if entry.kind == 0 else 1, entry.name), (2, entry.where), (3, entry.text)):
            for word in words(text):
                posted.setdefault(stem(word), {}).setdefault(i, weight)
    rows: list[tuple[str, list[int]]] = []
    for word in sorted(posted):
        ranked = sorted(posted[word].items(), key=lambda pair: (pair[1], pair[0]))[:_POSTED]
        rows.append((word, [i * 4 + weight for i, weight in ranked]))
    firsts, begun, size = list[str](), 0, 0
    for i, (word, found) in enumerate(rows):
        size += len(word) + 6 * len(found)
        if size > _FILE or i == len(rows) - 1:
            firsts.append(rows[begun][0] if begun else "")
            yield _script(f"w{len(firsts) - 1}", [[w, *codes] for w, codes in rows[begun : i + 1]])
            begun, size = i + 1, 0
    for start in range(0, len(entries), BLOCK):
        yield _script(f"e{start // BLOCK}", _block(entries[start : start + BLOCK]))
    yield _script("index", {"size": BLOCK, "words": firsts})


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
