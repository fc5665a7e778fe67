"""`[[prose]]` tables -> prose rules, and what can be wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from rowtype.reading.dialect.case_rules import required_if
from rowtype.reading.dialect.conditions import Conditions
from rowtype.reading.dialect.lookup import folded
from rowtype.reading.dialect.phrases import START, literal, whole
from rowtype.reading.dialect.rules import ConditionRule, ListRule, Rule, SentenceRule
from rowtype.reading.dialect.tables import Parts, Table, check_keys, listed, tables_of
from rowtype.reading.markup.characters import CJK


def prose_rules(parts: Parts) -> Table:
    known = [_conditions(part.get("conditions", {})) for part in parts]
    unlike = whole(listed(tables_of(parts, "values"), "unlike"))
    rules = [
        _rule(_unless(rule, unlike), tuple(dict.fromkeys([own, *known])))
        for part, own in zip(parts, known, strict=True)
        for rule in part.get("prose", ())
    ]
    told = {id(part) for part in parts for rule in part.get("prose", ()) if rule.get("slug") == "required-if"}
    for part, own in zip(parts, known, strict=True):
        if id(part) not in told:
            rules += required_if(part.get("required", {}), tuple(dict.fromkeys([own, *known])))
    for rule in rules[: len(parts[0].get("prose", ()))]:  # those of the languages are known to be right
        _check_patterns(rule)
    return {"rules": (*rules, *_labelled_values(parts), *_constants(parts), *_remarks(parts), *_steps(parts))}


def _unless(rule: Table, unlike: str) -> Table:
    """A rule; one that says `unlike` holds not where a language's words of that name stand before."""
    if not rule.get("unlike"):
        return rule
    own = rule["unless"].removeprefix("(?i)")
    return {**rule, "unless": f"(?i)(?:{own}|{START}{unlike}[^.。]*$)"}


_WORD = r"[^\W\d_][\w'’-]{0,30}"


def _labelled_values(parts: Parts) -> Iterator[Rule]:
    """The rules for values behind words of which one says that they are: `Nilai: A, B`, "Hodnoty jsou `a` a `b`"."""
    tables = tables_of(parts, "values")
    nouns = listed(tables, "nouns")
    if not nouns:
        return
    other = (*listed(tables, "unlike"), *listed(tables_of(parts, "defaults"), "names"))
    written = {
        "header": rf"(?i)(?:^|[.;(\n。；（]\s*)(?:{_WORD}\s+){{0,4}}{CJK.pattern}{{0,10}}{whole(nouns)}"
        rf"{CJK.pattern}{{0,6}}(?:\s+{_WORD}){{0,4}}\s*[:：]\s*(?=[\[{{(]?\s*[\w`\"“«„‘「『\n])",
        "unless": f"(?i){START}{whole(other)}",
    }
    needs = tuple(dict.fromkeys(folded(word) for word in nouns))
    yield ListRule(slug="labelled-values", into="enum", written=written, at_least=2, bare=True, needs=needs)
    states = whole(listed(tables_of(parts, "defaults"), "states"))
    coded = r"[`\"“«„][^`\"“”„«»\n]{1,60}[`\"”“»]"
    said = {
        "header": rf"(?i)(?:^|[.;\n]\s*)(?:{_WORD}\s+){{0,3}}{whole(nouns)}(?:\s+{_WORD}){{0,3}}\s+{states}\s+"
        rf"(?={coded}(?:(?:\s*[,/|\u060c]\s*(?:[^\W\d_]{{1,6}}\s+)?|\s+[^\W\d_]{{1,6}}\s+){coded}){{1,30}}\s*(?:[.;\n]|$))",
        "unless": written["unless"],
    }
    yield ListRule(slug="labelled-values", into="enum", written=said, at_least=2, needs=needs)


def _constants(parts: Parts) -> Iterator[Rule]:
    """The rule for the one value of a field, in the words of all languages: "Giá trị cố định `SHA512`"."""
    words = listed(tables_of(parts, "values"), "fixed")
    if not words:
        return
    header = rf"(?i)(?:^|[.;。；，,]\s*|\n){whole(words)}(?:\s*[:：=]|\s*{CJK.pattern}?)\s*(?=[`\"“”«„‘「『]|{_CODED})"
    needs = tuple(dict.fromkeys(folded(word) for text in words for word in literal(text)))
    types = frozenset({"string", "integer", "number"})
    yield ListRule(
        slug="constant", into="const", written={"header": header}, types=types, needs=needs, bare=True
    )
    behind = rf"(?i)^`(?P<quoted>[^`\n]{{1,80}})`\s*[(（]?{whole(words)}[)）]?\s*(?:[.。]|$)"
    sets = {"const": "{quoted}"}
    yield SentenceRule(
        slug="constant", written={"pattern": behind}, sets=sets, types=frozenset({"string"}), needs=needs
    )


_CODED = r"(?-i:[a-z][a-z0-9]{0,30}(?:[_.][a-z0-9]{1,30}){1,8}\s*(?:[.;,]\s|[.;,]?$))"
"""A value without marks that is no word."""
_REMARKS = {"read_only": "readOnly", "write_only": "writeOnly", "deprecated": "deprecated"}


def _remarks(parts: Parts) -> Iterator[Rule]:
    """The rules for what cells say of access, where a description says it by itself: `Solo lectura.`, "`veraltet`".

    In code it stands at the end, and not as a value: "or `deprecated`".
    """
    tables = tables_of(parts, "cells")
    false = whole(listed(tables, "false"))
    values = (*listed(tables_of(parts, "defaults"), "states"), *listed(tables_of(parts, "values"), "joins"))
    for key, keyword in _REMARKS.items():
        if not (words := [word for word in listed(tables, key) if _is_remark(word)]):
            continue
        said, needs = whole(words), dict.fromkeys(folded(word) for text in words for word in literal(text))
        after = rf"[.;,)\]。；，、）|]|[:：](?!\s*{false})" if key == "deprecated" else r"[.;,)\]。；，、）|]"
        alone = rf"(?:^|[.;!(\[。；（|]\s*)[\s*_]{{0,4}}{said}(?=\s*[*_]{{0,2}}\s*(?:{after}|$))"
        marked = rf"(?P<sign>[`*]{{1,2}})\+?{said}(?P=sign)(?=[.\s]*(?:$|[`*]))|^[`*]{{1,2}}{said}[`*]{{1,2}}(?=\s)"
        written = {
            "pattern": f"(?i)(?:{alone}|{marked})",
            "unless": rf"(?i)(?:[:：,，、=/|]|{START}{whole(values)})\s*[`*]{{1,2}}{said}[`*]",
        }
        yield SentenceRule(
            slug=key.replace("_", "-"), written=written, sets={keyword: True}, needs=tuple(needs)
        )


_STEP = r"\d{1,9}(?:[.,]\d{1,6})?"


def _steps(parts: Parts) -> Iterator[Rule]:
    """The rule for what all values are multiples of: "in steps of 5", `шаг: 0,01`, ", step 0.1".

    What is only called a step, `Step 2`, has a sign behind it, is a fraction or stands behind a comma.
    """
    multiple, step, states, both, only_if = (
        listed(tables_of(parts, "bounds"), key) for key in ("multiple", "step", "states", "both", "only_if")
    )
    if not multiple:
        return
    said, called = whole(multiple), whole(step)
    joint = rf"(?:\s*[:：=]|\s+{whole(states)}(?=\s)|{CJK.pattern})"
    written = {
        "pattern": rf"(?i){START}(?:{said}\s*[`*]*(?P<of>{_STEP})|{called}{joint}{{1,2}}\s*[`*]*"
        rf"(?P<size>{_STEP})(?!\s*,\s*\d)|{called}\s*[`*]*(?P<part>0[.,]\d{{1,6}})|(?<=[,;(，；（、]\s){called}\s*[`*]*(?P<beside>{_STEP}))[`*]*"
        rf"(?![.,]?\d|\s*[%:/])(?=\s*(?:[^\W\d_]{{1,12}}\s*)?(?:[.;,)。，；）]|$|\n)|\s*{whole((*both, *only_if))})",
    }
    needs = tuple(dict.fromkeys(folded(w) for text in (*multiple, *step) for w in literal(text)))
    sets = {"multipleOf": "{of|size|part|beside}"}
    yield SentenceRule(
        slug="multiple-of", written=written, sets=sets, types=frozenset({"integer", "number"}), needs=needs
    )


def _is_remark(word: str) -> bool:
    """Whether a word of a cell says the same in a sentence: `read-only`, not `GET`."""
    return bool(CJK.search(word)) or len(word) >= _REMARK


_REMARK = 6
"""Letters of a word that is no code."""


def _check_patterns(rule: Rule) -> None:
    from rowtype.schema.checks.backtracking import EXPONENTIAL, trouble_in_python  # for few dialects

    for key, text in rule.written.items():
        try:
            groups = re.compile(text).groupindex
        except re.error as error:
            raise ValueError(f"{key!r} of the rule {rule.slug!r}: {error}") from None
        if (why := trouble_in_python(text)) == EXPONENTIAL:
            raise ValueError(f"{key!r} of the rule {rule.slug!r} can take {why}")
        for group in _groups_named(rule, key):
            if group not in groups:
                raise ValueError(f"{key!r} of the rule {rule.slug!r} has no group {group!r}")
    if isinstance(rule, SentenceRule) and not _LENGTHS.fullmatch(str(rule.sets.get("lengths", "1,2"))):
        raise ValueError(f"'lengths' of the rule {rule.slug!r} is not of the form \"{{low}},{{high}}\"")


_NAMED = re.compile(r"[{|](\w+)(?=[|}])")
_LENGTHS = re.compile(r"\s*(?:\d+|\{\w+(?:\|\w+)*\})\s*,\s*(?:\d+|\{\w+(?:\|\w+)*\})\s*")
"""Two lengths.  Is '13,15', '{low},{high|most}', not '13', '{low}-{high}'."""


def _groups_named(rule: Rule, key: str) -> list[str]:
    """The groups that a pattern of a rule must have."""
    if isinstance(rule, SentenceRule) and key == "pattern":
        templates = (template for template in rule.sets.values() if isinstance(template, str))
        return [group for template in templates for group in _NAMED.findall(template)]
    return ["value"] if isinstance(rule, ListRule) and key == "item" else []


def _conditions(table: Table) -> Conditions:
    kinds = [field.name for field in fields(Conditions)]
    check_keys(table, kinds, "conditions")
    return Conditions(**{kind: listed([table], kind) for kind in kinds})


def _rule(data: Table, languages: tuple[Conditions, ...]) -> Rule:
    needs = tuple(data.get("needs", ()))
    written = {key: data[key] for key in ("header", "item", "pattern", "unless") if key in data}
    match data:
        case {"slug": slug, "into": ("enum" | "const" | "examples") as into, "header": str()}:
            return ListRule(
                slug=slug,
                into=into,
                written=written,
                at_least=data.get("at_least", 1),
                bare=data.get("bare", False),
                chained=data.get("chained", False),
                alone=data.get("alone", False),
                whole=data.get("whole", False),
                types=frozenset(data.get("types", ("string", "integer", "number"))),
                needs=needs,
            )
        case {"slug": slug, "pattern": str(), "sets": dict(sets)}:
            types = frozenset(data.get("types", ()))
            return SentenceRule(slug=slug, written=written, sets=sets, types=types, needs=needs)
        case {
            "slug": slug,
            "pattern": str(),
            "kind": ("required-if" | "one-of" | "exclusive" | "range-if") as kind,
        }:
            return ConditionRule(slug=slug, kind=kind, written=written, languages=languages, needs=needs)
    raise ValueError(
        "a prose rule has 'slug' and either 'into', 'header' or 'pattern', 'sets' or 'pattern', 'kind': "
        f"{data}"
    )
