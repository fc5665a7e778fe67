"""Whether a type is deprecated: its heading, or the beginning of its description, says so."""

from __future__ import annotations

import re

from rowtype.reading.dialect.deprecations import Deprecations
from rowtype.reading.facts.facts import TypeFacts
from rowtype.reading.markup.text import Text

LOOKED = 3
"""Paragraphs of a description that may begin with it: what stands lower speaks of something in the type."""
LONGEST = 300
"""Characters of a paragraph among which it is looked for."""
_SENTENCE = re.compile(r"(?<=[.!。！])\s*")


def said_of(facts: TypeFacts) -> Text | None:
    """The words that say so of the type as a whole."""
    if facts.deprecated is not None:
        return facts.deprecated
    words = facts.dialect.deprecations
    if facts.heading is not None and words.said.search(facts.heading.value):
        before, _, after = facts.heading.value.partition(facts.name.value)
        if words.heading.search(f"{before}_{after}"):
            return facts.heading
    for paragraph in facts.description[:LOOKED]:
        said = paragraph[:LONGEST]
        if words.said.search(said.value):
            for sentence in said.split(_SENTENCE):
                if _says_so(sentence.value, facts.name.value, words):
                    return sentence.strip()
    return None


def _says_so(sentence: str, name: str, words: Deprecations) -> bool:
    if m := words.warning.match(sentence):
        sentence = sentence[m.end() :]
    if words.opening.match(sentence) or words.sentence.match(sentence):
        return True
    bare = sentence.lstrip("`*_ \n")
    return bare.startswith(name) and words.predicate.match(bare, len(name)) is not None
