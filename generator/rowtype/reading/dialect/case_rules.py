"""The rules for fields that are required in some cases, from the words of each language: "vereist, indien `a` = 1"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from rowtype.reading.dialect.conditions import Conditions
from rowtype.reading.dialect.lookup import folded
from rowtype.reading.dialect.phrases import START, either, literal, phrases, whole
from rowtype.reading.dialect.rules import ConditionRule
from rowtype.reading.dialect.tables import Table, listed

_CASE = r"(?:[^.;。；\n（）()]|\.(?=\w))"
"""A letter of a case."""
_CLAUSE = r"(?:[^.;。；，,\n（）()]|\.(?=\w))"
"""A letter of one without commas."""
_BEGINS = r"(?:^|[.;。；(（\n]\s*)"
"""Where a case begins: behind a comma it may be a part of one, `如果 a 为 1，且 b 为 2 时必填`."""
_ENDS = r"(?=\w{0,6}[*_`]*\s*(?:[.;,。；，)）!\n]|$))"


def required_if(said: Table, languages: Sequence[Conditions]) -> Iterator[ConditionRule]:
    """The rule of one language, the first of `languages`, whose words of requiredness are `said`."""
    words = languages[0]
    yes, no = (*listed([said], "spoken_yes"), *words.required), listed([said], "spoken_no")
    if not yes or not (words.when or words.case):
        return
    required = f"{_unless_denied(yes, no)}{whole(yes)}"
    then = rf"(?:{phrases(words.then)}\s*){{0,3}}" if words.then else ""
    only = rf"(?:{whole(words.only)}[,，]?\s*)?" if words.only else ""
    patterns = []
    if words.when:
        unless, unless_ = (
            rf"(?P<{name}>{whole(words.unless)})|" if words.unless else "" for name in ("unless", "unless_")
        )
        patterns += [
            rf"{START}{required}[*_`]*\s*[,:，：(（–—-]?\s*{only}(?:{unless}{whole(words.when)})\s*[,:：]?\s*"
            rf"(?P<condition>{_CASE}{{2,}}+)(?=[.;。；\n)）]|$)",
            rf"{_BEGINS}{only}(?:{unless_}{whole(words.when)})\s*(?P<condition_>{_CLAUSE}{{2,80}}?)[,，]\s*{then}{required}{_ENDS}",
        ]
    if words.case:
        patterns.append(
            rf"{_BEGINS}(?P<condition__>{_CLAUSE}{{2,80}}?\s*{whole(words.case)})[、,，]?\s*{then}{required}{_ENDS}"
        )
    needs = dict.fromkeys(folded(word) for text in yes for word in literal(text))
    written = {"pattern": f"(?i){either(patterns)}"}
    yield ConditionRule(
        slug="required-if",
        kind="required-if",
        written=written,
        languages=tuple(languages),
        needs=tuple(needs),
    )


def _unless_denied(yes: Sequence[str], no: Sequence[str]) -> str:
    """What keeps words of `yes` from being part of those that deny it: `niet verplicht`, `非必填`, `必須ではない`."""
    denied = {text.rstrip("*").lower() for phrase in no for text in _spelt(phrase)}
    stated = {text.rstrip("*").lower() for phrase in yes for text in _spelt(phrase)}
    before = {d.removesuffix(s) for d in denied for s in stated if d.endswith(s) and d != s}
    after = {d.removeprefix(s) for d in denied for s in stated if d.startswith(s) and d != s}
    behind = "".join(rf"(?<!{re.escape(text)})" for text in sorted(before))
    return behind + (f"(?!{whole(yes)}{either(map(re.escape, sorted(after)))})" if after else "")


def _spelt(phrase: str) -> Iterator[str]:
    """Every text that a phrase stands for, but for what its words end with: `a/b [c]`."""
    choices = [
        [*word.strip("[]").split("/"), *([""] if word.startswith("[") else [])] for word in phrase.split()
    ]
    for words in product(*choices):
        yield " ".join(filter(None, words))
