"""The patterns of cells that say one thing, of the words that a dialect lists for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from rowtype.reading.dialect.cells import Occurs
from rowtype.reading.dialect.patterns import Pattern
from rowtype.reading.dialect.phrases import either, phrases, whole, words
from rowtype.reading.dialect.tables import Table, ignoring_case, listed
from rowtype.reading.dialect.words import Words
from rowtype.reading.markup.characters import CJK


def before_type(stated: Iterable[str]) -> Pattern:
    said = words(stated)
    return ignoring_case(rf"(?:(?P<word>{said})|[(\[【（](?P<apart>{said})[)\]】）])[:.]?\s+(?=\S)")


def occurs(often: str) -> Occurs:
    """What `0..1` or `0..*` says."""
    if not (m := _OFTEN.fullmatch(often)):
        raise ValueError(f"{often!r} in [cells.occurs] is not of the form 0..1 or 1..*")
    return int(m["low"]), None if m["high"] == "*" else int(m["high"])


_OFTEN = re.compile(r"(?P<low>\d{1,6})\.\.(?P<high>\d{1,6}|\*)")


def occurrence(tables: list[Table], occurs: Mapping[str, Occurs]) -> Pattern:
    to = words(listed(tables, "length_to"))
    many = [word for word, (_, most) in occurs.items() if most is None]
    most = words([*many, *listed(tables, "unbounded")])
    return ignoring_case(
        rf"[\[({{<]?\s*(?P<low>\d+|[?*+]|{words(occurs)})"
        rf"\s*(?:(?:\.\.+|…|(?<=<\d)\.|-|–|—|:|,|{to})\s*(?P<high>\d+|[*n∞]|{most}))?\s*[\])}}>]?"
    )


def length(tables: list[Table]) -> Pattern:
    since, to, up_to = (words(listed(tables, f"length_{key}")) for key in ("from", "to", "up_to"))
    return ignoring_case(
        rf"(?:(?:{since}\s+)?(?P<low>\d{{1,9}})\s*(?:\.\.+|…|-|–|—|~|,|{to})\s*)?"
        rf"(?:≤|<=|\.\.+|…|{up_to}|)\s*(?P<high>\d{{1,9}})(?:\s*[^\W\d]+\.?)?"
    )


def beside_name(tables: list[Table]) -> Pattern:
    no, yes = (either([phrases(listed(tables, key))]) for key in ("beside_no", "beside_yes"))
    return ignoring_case(rf"\b(?:(?P<no>{no})|(?P<yes>{yes}))\b")


def set_apart(tables: list[Table]) -> Pattern:
    no, yes = (whole(listed(tables, key)) for key in ("beside_no", "beside_yes"))
    return ignoring_case(
        rf"[(（\[【]\s*[*_`]*(?:(?P<no>{no})|(?P<yes>{yes}))[*_`]*\s*[)）\]】]"
        rf"|[,，;、]\s*(?:(?P<no_>{no})|(?P<yes_>{yes}))\s*[.。]?\s*$"
    )


def type_patterns(types: Words, primitives: Mapping[str, Table]) -> Table:
    """Those of type cells, by the names of their attributes."""
    of = f"(?:{words(types.of)}\\s+)?"
    return {
        "joined": ignoring_case(rf"\||{_whole(types.either | types.both)}"),
        "enum": ignoring_case(
            rf"(?P<type>{words(types.enum)})\s*{of}(?:[:：(\[{{]|(?=[`\"“„«「]))\s*"
            rf"(?P<values>[^\n<>]*(?:[,|/、，]|{_whole(types.either)})[^\n<>]*?)\s*[)\]}}]?"
        ),
        "declared": Pattern(rf"`*(?:{words(types.declared)}\s+)+(?=\S)"),
        "constraint": ignoring_case(rf"(?<!\s)\s++(?P<said>{words(types.constraint)})(?!\w)"),
        "keyword": ignoring_case(rf"(?<!\s)[,;]?\s++(?=`*{words(types.keyword)}`*\s*[:=])"),
        "container": ignoring_case(rf"\[|<|\]|^$|{words(_containers(types, primitives))}"),
    }


def _whole(stated: Iterable[str]) -> str:
    """One of some words that ends there; scripts without spaces have no such end."""
    stated = list(stated)
    return either(
        [
            words(w for w in stated if CJK.search(w)),
            rf"{words(w for w in stated if not CJK.search(w))}(?![\w-])",
        ]
    )


SHORTEST = 3
"""Letters of a word that is looked for inside others: `map` in "hashmap"."""


def _containers(types: Words, primitives: Mapping[str, Table]) -> Iterator[str]:
    """Words of types whose values may have fields inside."""
    names = {*types.array, *types.map}
    for name, keywords in primitives.items():
        if keywords.get("type", "object") in ("object", "array"):
            names.add(name)
    return (name for name in names if len(name) >= SHORTEST or CJK.search(name))
