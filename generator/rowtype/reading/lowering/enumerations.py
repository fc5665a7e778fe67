"""Values of a field whose type says that there are a few, `enum`, where nothing else announces them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import FieldFacts, walk_fields
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.lowering.values import enumerate_values
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.characters import CJK
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import own_name, value_lists
from rowtype.reading.prose.value_lists import Item

_BEGINS = re.compile(r"(?:^|[:：;；。]\s*|(?<=\w{3})\.\s+|\n)(?=[`\"“«]?[A-Z0-9])")
"""Where a list may begin: at the beginning, behind a colon.  Finds 'the side: BUY', not 'the side BUY'."""
_CODE = re.compile(r"[A-Z][A-Z0-9_]*[A-Z0-9]|[a-z0-9]+(?:_[a-z0-9]+)+")
_CODES = re.compile(r"[`\"“«](?P<marked>[^`\"”»\n]{1,80})[`\"”»]|\b[A-Z][A-Z0-9_]{2,}\b")
"""What may be a value too.  Finds '`open`', 'BUY', 'STOP_LIMIT', not 'Buy', 'a'."""
_REST = re.compile(r"\s*(?:[.。;；,，\n]|$)")


BEFORE = 40
"""Characters before a list that may say that it is one of examples."""


def announced(row: FieldFacts, dialect: Dialect) -> Text | None:
    """The type, where it says that there are a few values, whichever they are: `enum`, `Array<Enum>`."""
    text = row.type.content.text if row.type else None
    words = re.findall(r"\w+", text.value.casefold()) if text else []
    return text if not dialect.words.enum.isdisjoint(words) else None


def enumerate_codes(row: FieldFacts, found: Traced, scope: Scope) -> bool:
    """Set the values that the description lists, if it lists but one: `LIMIT, MARKET`, `The side: "BUY", "SELL"`."""
    if row.description is None:
        return False
    lists = [items for items in _lists(row.description, scope.dialect) if len(items) > 1]
    listed = {item.value.value for items in lists for item in items}
    others = {
        code for m in _CODES.finditer(row.description.value) if (code := m["marked"] or m[0]) not in listed
    }
    return len(lists) == 1 and not others and enumerate_values(found, lists[0], "codes-of-enum", scope)


_QUOTED = r"(?:`[^`\n]{1,40}`|«\s?[^»\n]{1,40}?\s?»|“[^”\n]{1,40}”|\"[^\"\n]{1,40}\")"
_ALTERNATIVES = re.compile(
    rf"(?P<one>{_QUOTED})(?:\s\([^()\n]{{1,60}}\))?,?\s(?P<word>[^\W\d_]{{1,6}}(?:\s[^\W\d_]{{2,3}})?)\s(?P<other>{_QUOTED})"
    rf"|[(（](?P<first>{_QUOTED})[)）],?\s(?P<between>[^\W\d_]{{1,6}})\s[^()`\n]{{1,40}}[(（](?P<second>{_QUOTED})[)）]"
)
"""Two values with a word between, what they mean behind them or before.

Finds '`a` or `b`', 'up (`u`) or down (`d`)', not '`a`, `b`', 'a or b'.
"""
_MEANT = re.compile(r"(?P<gloss>[^\W\d_][\w -]{0,40}?)\s?[(（]`(?P<value>[^`\n]{1,40})`[)）]")
"""A word and its value.  Finds 'ascending (`asc`)', not '`asc` (up)'."""
FEW = 4
"""Words before values that name the field and say nothing else: `The kind is`."""


def alternatives(row: FieldFacts, found: Traced, scope: Scope) -> Text | None:
    """Set the values of which a description says that the field's is one or the other: "The kind is `a` or `b`".

    What may be values, and may be something else, is returned.
    """
    content, dialect = row.description, scope.dialect
    if content is None or "enum" in found.schema or _numbered(content, found, scope):
        return None
    if _numbers(content, found, scope) or _with_default(content, found, scope):
        return None
    if not any(sign in content.value for sign in '`«“"'):
        return None
    value = content.value
    for m in _ALTERNATIVES.finditer(value[:LONGEST]):
        if (m["word"] or m["between"]).lower() not in dialect.words.either:
            continue
        before = value[max(0, m.start() - BEFORE) : m.start()]
        if _is_doubtful(before, dialect) or any(_is_other(m[key], row, scope) for key in _PAIR if m[key]):
            continue
        items, end = (
            _meant(content, m)
            if m["first"]
            else value_lists.read(content, m.start("one"), dialect.joining, bare=False)
        )
        words = re.findall(r"\w+", value[: m.start()])
        named = any(own_name.is_among(word, own_name.words_of(row.name.value)) for word in words)
        told = {item.value.value for item in items}
        others = {c for k in _CODES.finditer(value) if (c := k["marked"] or k[0]) not in told}
        sure = m["first"] or (named and len(words) <= FEW and not _is_beside(before))
        if sure and len(items) > 1 and not others and _REST.match(value, end):
            enumerate_values(found, items, "alternatives", scope)
            return None
        return content.text.match(m)
    return None


def _is_doubtful(before: str, dialect: Dialect) -> bool:
    """Whether what stands before values denies them, or says that they hold in some cases or are examples."""
    denied = dialect.negated is not None and dialect.negated.search(before)
    return bool(denied or dialect.bounds.doubted(before))


def _is_beside(before: str) -> bool:
    """Whether values follow a comma, and may be examples: `The kind, "a" or "b"`."""
    return before.rstrip().endswith((",", "，"))


_NUMBERS = re.compile(r"-?\d{1,5}(?:,\s?-?\d{1,5}){0,40},?\s(?P<word>[^\W\d_]{1,8})\s-?\d{1,5}[.。]?")
"""Numbers, the last behind a word.  Is '1, 2, 3 or 6', '0 or 1', not '1, 2', '5 or more'."""


def _numbers(content: Inline, found: Traced, scope: Scope) -> bool:
    """Set the numbers that are all that a description says: `1, 2, 3 or 6`."""
    m = _NUMBERS.fullmatch(content.value.strip()) if found.kind in ("integer", "number") else None
    if m is None or m["word"].lower() not in scope.dialect.words.either:
        return False
    items, end = value_lists.read(content, 0, scope.dialect.joining, bare=True)
    whole = not content.value[end:].strip(" .。")
    return whole and len(items) > 1 and enumerate_values(found, items, "numbers-alone", scope)


_CAPITALS = re.compile(r"[A-Z][A-Z0-9_-]*")


def _parts(codes: Iterable[str]) -> set[str]:
    """The parts of codes between hyphens: `MAIL` of `E-MAIL`."""
    return {part for code in codes for part in code.split("-")}


def _with_default(content: Inline, found: Traced, scope: Scope) -> bool:
    """Set the values in code or quotes among which the default is: "`a` or `b`. By default `a`"."""
    default, value = found.schema.get("default"), content.value
    if not isinstance(default, str) or default not in value:
        return False
    starts = [m.start() for m in re.finditer(_QUOTED, value[:LONGEST])]
    codes = [m.end() for m in _BEGINS.finditer(value[:LONGEST]) if m.end() not in starts]
    for start in (*starts, *codes):
        items, end = value_lists.read(content, start, scope.dialect.joining, bare=start in codes)
        if start in codes and not all(_CAPITALS.fullmatch(item.value.value) for item in items):
            continue
        told = {item.value.value for item in items}
        if len(told) < 2 or default not in told:
            continue
        again = len(items) > len(told) and items[-1].value.value == default  # "`a` or `b`; `a` by default"
        items = items[: -1 if again else len(items)]
        before = value[max(0, start - BEFORE) : start]
        others = {c for k in _CODES.finditer(value) if (c := k["marked"] or k[0]) not in told | _parts(told)}
        ended = again or _REST.match(value, end)
        doubtful = others or _is_beside(before) or _is_doubtful(before, scope.dialect) or not ended
        return not doubtful and enumerate_values(found, items, "alternatives", scope)
    return False


_NUMBER = rf"\d{{1,2}}(?:{CJK.pattern}){{1,12}}"
_NUMBERED = re.compile(
    rf"(?:^|(?<=[\s：:，,、；;（(]))(?P<run>{_NUMBER}(?:[\s，,、；;/]{{1,3}}{_NUMBER}){{1,20}})[)）。.]*$"
)
"""Numbers and what they mean, at the end.  Finds '状态 1启用 0禁用', '（1男，2女）', not '1启用', '共3个 x'."""
_ONE_NUMBER = re.compile(rf"(?P<value>\d{{1,2}})(?P<gloss>(?:{CJK.pattern})+)")


def _numbered(content: Inline, found: Traced, scope: Scope) -> bool:
    """Set numbers with what they mean right behind them at the end of a text: `状态 1启用 0禁用`, but not `7天`."""
    m = (
        _NUMBERED.search(content.value[:LONGEST])
        if found.kind == "integer" and CJK.search(content.value)
        else None
    )
    if m is None or "enum" in found.schema:
        return False
    run = content.text.match(m, "run")
    entries = [(run.match(k, "value"), run.match(k, "gloss")) for k in _ONE_NUMBER.finditer(run.value)]
    measures = tuple(scope.dialect.bounds.measures)
    if len({value.value for value, _ in entries}) < len(entries):
        return False
    if any(gloss.value.startswith(measures) for _, gloss in entries):
        return False
    return enumerate_values(found, [Item(value, gloss) for value, gloss in entries], "numbered-values", scope)


LONGEST = 1000
"""Characters of a description in which two values are sought."""
_NO_TEXT = frozenset({"true", "false", "string", "integer", "number", "boolean", "object", "array"})
_PAIR = ("one", "other", "first", "second")


def _is_other(quoted: str, row: FieldFacts, scope: Scope) -> bool:
    """Whether a word in quotes is no value: a field, a type, a word for none."""
    word = quoted.strip('`«»“”" ')
    words = scope.dialect.words
    if word.lower() in words.null | words.absent or word in _NO_TEXT:
        return True
    if not re.fullmatch(r"[\w.+-]+", word):
        return True
    return any(field.name.value == word for field in walk_fields(scope.facts.fields))


def _meant(content: Inline, m: re.Match[str]) -> tuple[list[Item], int]:
    """Values behind what they mean, `ascending (`asc`) or descending (`desc`)`, and where they end."""
    found = [*_MEANT.finditer(content.value)]
    items = [Item(content.text.match(k, "value"), content.text.match(k, "gloss").strip()) for k in found]
    return items, max(k.end() for k in found) if found else m.end()


_ALONE = re.compile(r"`(?P<code>[^`\s]{1,60})`[.;]?")


def set_constant(row: FieldFacts, found: Traced, scope: Scope) -> Text | None:
    """Set the only value of a field that tells of which type an object is, where its description is one code: `text`.

    Such a description of another field, which may be an example or a default, is returned.
    """
    described = row.description.text.strip(" \t\n") if row.description else None
    m = _ALONE.fullmatch(described.value) if described else None
    if m is None or described is None or row.default is not None or "default" in found.schema:
        return None
    words = own_name.words_of(row.name.value)
    code = described.match(m, "code")
    if not words or words[-1] not in scope.dialect.tags or found.kind != "string":
        return code if found.kind == "string" else None
    found.set("const", code.value, places(row.source, [code], "code-alone"))
    return None


def _lists(content: Inline, dialect: Dialect) -> Sequence[list[Item]]:
    found = []
    for m in _BEGINS.finditer(content.value):
        if dialect.bounds.doubted(content.value[max(0, m.start() - BEFORE) : m.end()]):  # `for example: A, B`
            continue
        items, end = value_lists.read(content, m.end(), dialect.joining, bare=True)
        quoted = content.value[m.end() : m.end() + 1] in '`"“«'
        if _REST.match(content.value, end) and (quoted or all(_CODE.fullmatch(i.value.value) for i in items)):
            found.append(items)
    return found
