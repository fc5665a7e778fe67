"""What is lost of documentation without a word: pages mutated in ways that keep their meaning, and read.

    python benchmarks/mutants.py [--count 5000] [--seed 1] [--only PART] [--show KIND] [--loud] [PAGES...]

Each mutant of a page (by default half of `tests/reading/pages` and half drawn) is one of

    right   it gives the same schemas as the page, but for descriptions
    loud    it gives others, and a finding that the page does not give says that something is not understood
    silent  it gives others, and no such finding

and the aim is that none is silent.  `--show KIND` prints the silent mutants of one kind of mutation (or of `all`),
and with `--loud` those that are told.  The kinds are in the folder `mutations`.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

from mutations import KINDS, Mutant
from mutations.drawn import page
from mutations.exports import OF_HTML

from rowtype.reading import Reading, read
from rowtype.schema.documents import Json

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "tests" / "reading" / "pages"
SAID = frozenset({"description", "x-notes", "x-caption", "x-enum-descriptions", "title", "$id"})
"""What a mutation may change in words."""
PLACES = frozenset({"line", "file"})
"""Facts of findings that say where."""


def _word(keyword: str, value: Json) -> Json:
    """What stands for a keyword whose words or order mean nothing; None for others."""
    if keyword == "x-type" and isinstance(value, str):
        return "not understood"
    if keyword == "required" and isinstance(value, list):
        return sorted(map(str, value))
    return None


def _meaning(node: Json) -> Json:
    """A schema without words and without the order of its fields."""
    if isinstance(node, dict):
        kept = {k: v for k, v in node.items() if k not in SAID or not isinstance(v, str | dict | list)}
        return {k: _word(k, v) or _meaning(v) for k, v in sorted(kept.items())}
    return [_meaning(v) for v in node] if isinstance(node, list) else node


def _meanings(reading: Reading) -> list[Json]:
    """What the schemas mean; lists of values are where they are referred to, if anything does."""
    lists = {schema["$id"]: schema for schema in reading.schemas.values() if "enum" in schema}
    used: set[str] = set()

    def inlined(node: Json) -> Json:
        if isinstance(node, list):
            return [inlined(one) for one in node]
        if not isinstance(node, dict):
            return unicodedata.normalize("NFC", node) if isinstance(node, str) else node
        if isinstance(name := node.get("$ref"), str) and name in lists:
            used.add(name)
            kept = {k: v for k, v in lists[name].items() if not k.startswith("$")}
            node = {**{k: v for k, v in node.items() if k != "$ref"}, **kept}
        return {k: inlined(v) for k, v in node.items()}

    whole = [(schema.get("$id"), inlined(schema)) for schema in reading.schemas.values()]
    return [_meaning(schema) for name, schema in whole if name not in used]


def _says(reading: Reading) -> Counter[str]:
    """Findings by slug and by what they say; where they stand is another place in a mutant."""
    said = ((d.slug, {k: v for k, v in d.facts.items() if k not in PLACES}) for d in reading.diagnostics)
    return Counter(f"{slug} {facts}" for slug, facts in said)


def judge(page: Reading, mutant: Reading) -> str:
    """`right`, `loud` or `silent`."""
    one, other = (_meanings(reading) for reading in (page, mutant))
    if sorted(map(repr, one)) == sorted(map(repr, other)):
        return "right"
    return "loud" if _says(mutant) - _says(page) else "silent"


def _differences(one: str, other: str) -> str:
    lines = difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=1)
    return "\n".join(list(lines)[2:])


def _changed(page: Reading, mutant: Reading) -> str:
    """What is other in the schemas."""
    one, other = (
        json.dumps([*map(_meaning, r.schemas.values())], indent=1, ensure_ascii=False) for r in (page, mutant)
    )
    return _differences(one, other)


def _drawn_pages(folder: Path, draw: random.Random, count: int) -> list[Path]:
    paths = [folder / f"drawn{i}.md" for i in range(count)]
    for path in paths:
        path.write_text(page(draw), encoding="utf-8")
    return paths


def main() -> int:
    """Print a line a mutation; 1 where any mutant is silent."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="kinds of mutations with this in their names")
    parser.add_argument("--show", help="print the silent mutants of this mutation")
    parser.add_argument("--loud", action="store_true", help="print those that are told, too")
    options = parser.parse_args()
    draw = random.Random(options.seed)
    counts: dict[str, Counter[str]] = {name: Counter() for name in KINDS if options.only in name}
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        given = options.pages or sorted(PAGES.glob("*.md"))
        drawn = [] if options.pages else _drawn_pages(folder, draw, len(given))
        pages = [(path, path.read_text(encoding="utf-8"), read([path])) for path in [*given, *drawn]]
        made = 0
        while made < options.count:
            path, text, reading = draw.choice(pages)
            name = draw.choice([*counts])
            found = KINDS[name](text, draw)
            if found is None or found == text:
                continue
            suffix = ".html" if name in OF_HTML else path.suffix
            mutant = found if isinstance(found, Mutant) else Mutant(found, suffix, text)
            if mutant.like is not text:
                reading = _read(folder / "like.md", mutant.like)
            if not reading.schemas:  # nothing can be lost
                continue
            made += 1
            other = _read(folder / f"{mutant.stem or path.stem}{mutant.suffix}", mutant.data)
            verdict = judge(reading, other)
            counts[name][verdict] += 1
            if verdict == "loud":
                told.update({said.split()[0] for said in _says(other) - _says(reading)})
            shown = ("silent", "loud") if options.loud else ("silent",)
            if verdict in shown and options.show in (name, "all"):
                data = mutant.data if isinstance(mutant.data, str) else ""
                print(f"--- {path.name}: {name}: {verdict}\n{_differences(mutant.like, data)}")
                print(f"{_changed(reading, other)}\n{_newly_said(reading, other)}\n")
    total: Counter[str] = sum(counts.values(), Counter())
    for name, found_ in [*counts.items(), ("all", total)]:
        print(f"{name:26} right {found_['right']:5}   loud {found_['loud']:5}   silent {found_['silent']:5}")
    print("told by", ", ".join(f"{slug} {count}" for slug, count in told.most_common()))
    return total["silent"] > 0


def _read(file: Path, data: str | bytes) -> Reading:
    """What a file with some content gives; the file is gone then."""
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    try:
        return read([file])
    finally:
        file.unlink()


def _newly_said(page: Reading, mutant: Reading) -> str:
    return "\n".join(f"    {said}" for said in _says(mutant) - _says(page))


if __name__ == "__main__":
    sys.exit(main())
