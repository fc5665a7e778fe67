"""What sentences say of fields that they list by name: one of them must be there, or no two may be.

Whatever the language: names of the type's own fields, in code, with nothing but words that join between them, and
beside them words that say "required", "one of" or "not both".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.dialect.phrases import START, whole
from rowtype.reading.facts.facts import Choice
from rowtype.reading.markup.text import Text
from rowtype.unchanging import unchanging

LONGEST = 2000
"""Characters of a text that are looked at."""
_SENTENCE = re.compile(r"[^.!?;。！？；\n]+(?:[.!?;](?![\s\n]|$)[^.!?;。！？；\n]*)*")
_CODE = re.compile(r"`(?P<name>[^`\s]{1,80})`")
_APART = re.compile(r"[\s,/、，・|]+")


@unchanging(frozen=True, slots=True)
class Named:
    """Fields that a sentence lists, and what it says of them; None where that is not understood."""

    said: Text
    names: tuple[str, ...]
    choice: Choice | None


def find(text: Text, known: Collection[str], dialect: Dialect, own: str | None = None) -> Iterator[Named]:
    """What the sentences of a text say together of fields among those that are `known`.

    `own` is the field that the text describes.
    """
    if text.value.count("`", 0, LONGEST) < 2:
        return
    for m in _SENTENCE.finditer(text.value[:LONGEST]):
        if own is not None and (clash := _clash(text.match(m).strip(), own, known, dialect)) is not None:
            yield clash
            continue
        listed = _listed(m[0], known, dialect)
        if listed is None:
            continue
        said = text.match(m).strip()
        rest = m[0][: listed[0].start()] + " … " + m[0][listed[-1].end() :]
        between = {w for a, b in pairwise(listed) for w in _words(m[0][a.end() : b.start()])}
        choice, clear = _said(said, rest, between, dialect)
        if choice is not None:
            names = tuple(dict.fromkeys(one["name"] for one in listed))
            yield Named(said, names, choice if clear else None)


def _clash(said: Text, own: str, known: Collection[str], dialect: Dialect) -> Named | None:
    """The one other field that a sentence names, with which its own may not be together."""
    others = {m["name"] for m in _CODE.finditer(said.value)} - {own}
    if len(others) != 1 or others.isdisjoint(known):
        return None
    plain = " ".join(_CODE.sub("", said.value).split())  # `不能与`a`同时使用`
    left, clashing = _without(plain, dialect.clashing.search(plain) if dialect.clashing else None)
    if clashing is None:
        return None
    choice = Choice(said, least=False, most=True)
    return Named(said, (own, *others), None if dialect.defaults.doubt.search(left) else choice)


def _listed(said: str, known: Collection[str], dialect: Dialect) -> list[re.Match[str]] | None:
    """The names of at least two fields, if a sentence has one list of them."""
    runs: list[list[re.Match[str]]] = []
    for m in _CODE.finditer(said):
        if m["name"] in known:
            if runs and _joins(said[runs[-1][-1].end() : m.start()], dialect):
                runs[-1].append(m)
            else:
                runs.append([m])
    found = [run for run in runs if len({m["name"] for m in run}) > 1]
    return found[0] if len(found) == 1 else None


def _words(text: str) -> list[str]:
    return [word.lower() for word in _APART.split(text) if word]


def _joins(text: str, dialect: Dialect) -> bool:
    """Whether what stands between two names only joins them: `, `, " or the field ", `, soit `."""
    words = dialect.words
    joining = {*dialect.joining.words, *words.either, *words.both, *words.enum, *words.article}
    return bool(text.strip()) and all(
        word in joining or dialect.columns.get(word) == "name" for word in _words(text)
    )


def _said(said: Text, rest: str, joints: Collection[str], dialect: Dialect) -> tuple[Choice | None, bool]:
    """What is said of a list, and whether it holds always; `rest` is the sentence without it."""
    left, apart = _without(rest, dialect.joining.excluding.search(rest))
    left, chosen = _without(left, dialect.choice.search(left) if dialect.choice else None)
    left, spoken = _without(left, dialect.spoken.search(left) if dialect.spoken else None)
    needed = spoken is not None and spoken["yes"] is not None
    one = _one_of(dialect.words.enum).search(left) is not None
    either = one or not dialect.words.either.isdisjoint(joints)
    just, any_, most = (chosen is not None and chosen[kind] is not None for kind in ("just", "any", "most"))
    only = dialect.limiting is not None and dialect.limiting.search(rest) is not None
    least = just or any_ or (needed and (either or most))
    limited = just or apart is not None or (most and (only or not needed))
    if not least and not limited:
        return None, False
    doubtful = dialect.defaults.doubt.search(left) or (dialect.negated and dialect.negated.search(left))
    return Choice(said, least=least, most=limited), not doubtful


def _without(text: str, m: re.Match[str] | None) -> tuple[str, re.Match[str] | None]:
    return (f"{text[: m.start()]} … {text[m.end() :]}", m) if m else (text, None)


@lru_cache(maxsize=16)
def _one_of(stated: Iterable[str]) -> re.Pattern[str]:
    """ "one of", in the words of some languages."""
    return re.compile(START + whole(word for word in stated if " " in word), re.IGNORECASE)
