"""What marks and words say of a field's requiredness."""

from __future__ import annotations

import re

from rowtype.reading.dialect.dialect import Dialect, of_short
from rowtype.reading.facts.facts import Choice, FieldFacts, Marker
from rowtype.reading.markup.blocks import Cell
from rowtype.reading.markup.characters import CJK, without_footnote
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import sentences
from rowtype.unchanging import unchanging


def marked(row: FieldFacts, dialect: Dialect, *, anywhere: bool = True) -> Marker | None:
    """What a mark at the field or a sentence of its description says of requiredness, and where.

    `anywhere`: whether sentences after the first count too.
    """
    if row.marker:
        return row.marker
    if row.description:
        text = row.description.text
        for patterns, stop in ((dialect.markers, 80), (dialect.sentences if anywhere else (), 1000)):
            start = text.value[:stop]
            for pattern, truth in patterns:
                if m := pattern.search(start):
                    return truth, text[m.start() : max(m.end(), m.start() + 1)].strip(" .;\n")
        if (found := alone(text, dialect)) is not None:
            return found
        if m := dialect.cells.set_apart.search(text.value[:1000]):
            return bool(m["yes"] or m["yes_"]), text.match(m).strip(" .,;()[]\n")
        return _tagged(text, dialect)
    return None


def _tagged(text: Text, dialect: Dialect) -> Marker | None:
    """What tags of a description say, `+Required` in code; nothing where they say both, as values do."""
    if "`" not in text.value[:1000]:
        return None
    said = [
        (truth, tag)
        for line in text.lines()
        for tag in sentences.tags(line)
        if (truth := _of_tag(tag.value, dialect)) is not None
    ]
    return said[0] if len({truth for truth, _ in said}) == 1 else None


def _of_tag(said: str, dialect: Dialect) -> bool | None:
    if m := dialect.cells.beside_name.fullmatch(said):
        return bool(m["yes"])
    return _stands_alone(said, dialect)


def _stands_alone(said: str, dialect: Dialect) -> bool | None:
    """What a word or two say of requiredness that are no answer to a question: "mandatory", not "yes"."""
    word = said.strip("*_`.:()[] ").lower()
    return dialect.required.get(word) if dialect.columns.get(word) in ("required", "optional") else None


def alone(text: Text, dialect: Dialect) -> Marker | None:
    """What the first or the last line of a description says, where that is a word for requiredness and nothing else."""
    if "\n" not in text.value:
        return None
    lines = [*text.lines()]
    return next(
        (
            (truth, line)
            for line in (lines[0], lines[-1])
            if (truth := _stands_alone(line.value, dialect)) is not None
        ),
        None,
    )


_NARROW = {ord("\uff0c"): ", ", ord("\uff08"): " (", ord("\uff09"): ") "}
"""Punctuation of Chinese and Japanese as others write it."""
_ICON = re.compile(r"\{[\w-]+\}(?=\W*\w)")
"""`**{check-circle}** Yes`: a picture before a word."""
_BRACKETS = re.compile(r"(?<![*_])[*_]*[()（）\[\]]")
_REMARKS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\n.*", re.DOTALL)


def requiredness(text: str, dialect: Dialect) -> bool | None:
    """What a cell of the required column says; None for what the dialect does not know."""
    text = without_footnote(text)
    if not text.isascii():
        text = text.translate(_NARROW)
    word = _ICON.sub("", text).strip("*_`.! ").lower()
    if word in dialect.required:
        return dialect.required[word]
    whole = _BRACKETS.sub(" ", text).strip("*_` \n")
    if dialect.conditional and dialect.conditional.search(" ".join(whole.split())):  # `Yes (if a is absent)`
        return False
    plain = " ".join(_REMARKS.sub(" ", text).strip("*_`.!,; \n✓✔️✗✘❌✅").lower().split())
    if plain in dialect.required:
        return dialect.required[plain]
    bare = " ".join(re.sub("[`*]", "", text).lower().split())
    if bare in dialect.required:  # as a dialect writes words that the pages mark up
        return dialect.required[bare]
    words = [word for word in re.split(r"[\s,.;:(，。；：（、]+", plain)[:MAX_WORDS] if word]
    starts = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    known = next(
        (start for start in starts if (len(start) > 1 or CJK.match(start)) and start in dialect.required),
        None,
    )
    if known is None and (m := dialect.in_case and dialect.in_case.search(bare)):
        return None if m.start() and not CJK.match(m[0]) else False  # `for renewals`, `更新時のみ`
    return dialect.required[known] if known else None


def choice(text: Text, dialect: Dialect) -> Choice | None:
    """What a text says of several fields that it does not name: `Only one of the following`."""
    m = dialect.choice.search(text.value[:LONGEST]) if dialect.choice else None
    if m is None or m["end"]:
        return None
    return Choice(text, least=not m["most"], most=not m["any"])


@unchanging(frozen=True, slots=True)
class Listed:
    """What a paragraph or a list says of several fields: `Required: id, name`."""

    required: bool
    names: tuple[Text, ...]
    said: Text
    """All names, for places."""
    clear: bool = True
    """It holds always, and of each of them."""
    loose: bool = False
    """The names are the words of a sentence that say nothing else: all of them must be names of fields."""


_INTRODUCED = re.compile(r"(?P<intro>[^:：=–—`\n]{1,90}?)[\s*_]*[:：=–—][\s*_]*(?P<names>\S.*)", re.DOTALL)
"""Names after a colon.  Is 'Required: a, b', not 'Required `a`: b'."""
_ENDED = re.compile(r"[.;](?=\s+\S)|[。；](?=.)")
_IN_CODE = re.compile(r"`+\s*(?P<name>[^`\n]+?)\s*`+")
_NAME = re.compile(r"[\w$@][\w$@.\[\]-]*\w|\w")
LONGEST = 240
"""Characters of a sentence that says which fields are required, and nothing else."""


def listed(text: Text, dialect: Dialect) -> Listed | None:
    """What a paragraph says of several fields: `Required: id, name`, "`id` and `name` are required"."""
    value = text.value
    if (m := _INTRODUCED.fullmatch(value)) and (said := announced(m["intro"], dialect)) is not None:
        names = text.match(m, "names")
        if ended := _ENDED.search(names.value):  # "Required: a, b. All others are optional."
            names = names[: ended.start()]
        clear = said[1] and not _either(names.value, dialect)
        return Listed(said[0], _names_in(names.value, names), names, clear=clear)
    if len(value) > LONGEST or (said := announced(_IN_CODE.sub(" ", value), dialect)) is None:
        return None
    outside = _without(_IN_CODE.sub(lambda m: " " * len(m[0]), value), dialect)
    if "`" in value and _NAME.search(outside):
        return None
    named = _names_in(value if "`" in value else outside, text)
    return Listed(said[0], named, text, clear=said[1], loose="`" not in value)


def announced(intro: str, dialect: Dialect) -> tuple[bool, bool] | None:
    """Whether words beside names say that they are required, or that they are not; and whether always."""
    m = dialect.spoken.search(intro) if dialect.spoken else None
    if m is None or not dialect.spoken:
        return None
    rest = dialect.spoken.pattern.sub(" ", intro)
    return bool(m["yes"]), not (dialect.in_case and dialect.in_case.search(rest))


_SENTENCE = re.compile(r"[^.;!?。；！？\n]+")
_NULL = re.compile(r"(?i)(?<![^\W_])null")


@unchanging(frozen=True, slots=True)
class OfAll:
    """What a sentence says of all fields."""

    required: bool | None
    nullable: bool
    unclear: bool = False
    """They are required in some cases alone."""
    others: frozenset[str] = frozenset()
    """The names of those of which the opposite holds: "all are required except `a` and `b`"."""


@of_short
def of_all(text: str, dialect: Dialect) -> OfAll:
    """What the sentences of a paragraph say of all fields: "Every field is optional and may be null"."""
    required, nullable, unclear = None, False, False
    others: frozenset[str] = frozenset()
    for m in _SENTENCE.finditer(text[:LONGEST]):
        if dialect.of_all is None or (all_ := dialect.of_all.search(m[0])) is None:
            continue
        plain = _always(m[0], dialect)
        if dialect.but_for and (but := dialect.but_for.search(plain)):
            names = frozenset(one["name"] for one in _IN_CODE.finditer(plain, but.end()))
            outside = _IN_CODE.sub(" ", plain[but.end() :])
            words = {word.lower() for word in _NAME.findall(outside)} - {*dialect.joining.words}
            left = (
                " ".join(words)
                if dialect.around_names is None
                else dialect.around_names.sub(" ", " ".join(words))
            )
            if not names or left.strip():
                unclear = True
                continue
            others, plain = others | names, plain[: but.start()]
        said = dialect.spoken.search(plain) if dialect.spoken else None
        told = _TO_NULL.sub(" ", plain[all_.end() :] if all_["none"] else plain)
        if dialect.in_case and dialect.in_case.search(told):
            unclear = unclear or bool(said and said["yes"])
            continue
        if all_["none"] is None:
            required = bool(said["yes"]) if said else required
        elif said and all_.end() <= said.start() and (said["yes"] or _denies(said[0], dialect)):
            required = False  # "none of the fields is required", "ни одно поле не обязательно"
            plain = plain[said.end() :]
        else:
            continue
        denied = dialect.negated and dialect.negated.search(plain)
        nullable = nullable or (_NULL.search(plain) is not None and not denied)
    return OfAll(required, nullable, unclear, others)


_TO_NULL = re.compile(r"(?i)(?:(?<!\w)[^\W\d_]+\s+){0,2}`?null(?![^\W_])")
"""Null, and what leads there.  Finds 'set to `null`', 'be null', 'null', not 'nullable'."""


def _denies(said: str, dialect: Dialect) -> bool:
    return dialect.negated is not None and dialect.negated.search(said) is not None


def _always(sentence: str, dialect: Dialect) -> str:
    """A sentence without words that say only that a row may say something else."""
    return dialect.unless_said.sub(" ", sentence) if dialect.unless_said else sentence


def in_some_cases(rest: str, dialect: Dialect) -> bool:
    """Whether what follows on a statement, up to the end of the sentence, says that it holds in some cases alone."""
    m = _SENTENCE.match(_always(rest, dialect)) if dialect.in_case else None
    return bool(m and dialect.in_case and dialect.in_case.search(m[0]))


def _without(text: str, dialect: Dialect) -> str:
    """A text with spaces for the words that say of names that they are required."""
    for pattern in (dialect.spoken.pattern if dialect.spoken else None, dialect.around_names):
        text = pattern.sub(lambda m: " " * len(m[0]), text) if pattern else text
    return text


def _either(text: str, dialect: Dialect) -> bool:
    """Whether one of several names is meant: `id` or `name`."""
    return any(word in dialect.words.either for word in text.lower().replace("`", " ").split())


def _names_in(value: str, text: Text) -> tuple[Text, ...]:
    """The names that a text lists: those in code, if there are any."""
    coded = tuple(text.match(m, "name") for m in _IN_CODE.finditer(value))
    return coded or tuple(text.match(m) for m in _NAME.finditer(value))


_MEANING = re.compile(
    r"(?<![^\s,;、。:：(（])(?P<sign>[^\w\s,;、。:：()（）]|[^\W\d_]{1,2})[)）]?\s*(?:(?P<sure>[-–—=:：])\s*|\s)"
    r"(?P<said>[^\W\d_][^,;、。\n\u3000()（）]{1,40})"
)
"""A sign and what it means.  Finds '● mandatory', 'M = required', '◎：必須', not 'word', '-', '(one)'."""


def legend(text: str, dialect: Dialect) -> dict[str, bool]:
    """What a paragraph says that signs in a column of requiredness mean; empty where it is none.

    What means something else, `X = not used`, does not mean that a field is required.
    """
    if len(text) > LONGEST:
        return {}
    found: dict[str, bool] = {}
    others: dict[str, bool] = {}
    for m in _MEANING.finditer(text):
        truth = requiredness(m["said"].strip(), dialect)
        if truth is not None:
            found[m["sign"].lower()] = truth
        elif m["sure"]:
            others[m["sign"].lower()] = False
    return {**others, **found} if len({*found.values()}) > 1 else {}


def depends(text: str, dialect: Dialect) -> bool:
    """Whether what explains a mark says that fields are required in some cases alone."""
    patterns = (dialect.in_case, dialect.conditional)
    return any(pattern.search(text) for pattern in patterns if pattern)


_STAR = re.compile(r"^\W{0,4}[*＊]\W{0,3}\w|(?<=[\s\"'“«(`])[*＊](?=[\s\"'”»)`.,:;]|$)")
"""In what explains a star.  Finds '* In version 2', 'marked with *.', '(*) new', not 'a*b', '**'."""


def explains_star(text: str, dialect: Dialect) -> bool | None:
    """Whether a paragraph says that a star at a name means required, or something else; None where it explains none."""
    if len(text) > LONGEST or not _STAR.search(text) or dialect.spoken is None:
        return None
    m = dialect.spoken.search(text)
    return m is not None and m["yes"] is not None


STARRED = re.compile(
    r"[*＊]`?(?:\s?(?:[¹²³⁴⁵⁶⁷⁸⁹⁰\u1d43-\u1d9c†‡§※]|\[\^?\d{1,2}\]|\(\d{1,2}\)|\d{1,2}$)){0,4}\s*$"
)
"""At the end of what marks a field, before footnotes perhaps.  Finds 'name*', 'name* [1]', not 'name', '*name'."""

MAX_WORDS = 4
"""Words that a cell may begin with to say what is required, before it says more: `not null` of `NOT NULL FK`."""


def affirmed(cell: Cell | None, dialect: Dialect) -> Text | None:
    """What a cell says, where it says yes."""
    if cell is None:
        return None
    said = cell.content.value.strip("`* ").casefold()
    ticked = dialect.required.get(said) is True and (said == "x" or not any(map(str.isalnum, said)))
    return cell.content.text if said in dialect.cells.nullable or ticked else None
