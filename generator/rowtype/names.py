"""Every decision about a name that generated code shows to its users.

A name is asked for with a key that stays put when documentation is reordered (a place in the canonical
schema), and with the texts it could be made from.  `decide` gives a key the name that the lock file remembers
for it, else the first text that is free.  The lock file is the answer of the last time; editing a name in it by
hand is how to choose one.
"""

from __future__ import annotations

import json
import keyword
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

LONGEST = 60
"""Characters up to which a text is used as a name; the rest is cut off at a word."""
LONGEST_CLASS = 32
"""The same for classes, whose names stand in the names of functions too, where the rest tells no two of them apart."""

RESERVED_CLASSES = frozenset(
    (
        "Any",
        "Callable",
        "Check",
        "ClassVar",
        "Codec",
        "Decimal",
        "DateTime",
        "Enum",
        "Exception",
        "Final",
        "FrozenRecord",
        "Generic",
        "IntEnum",
        "Invalid",
        "Iterable",
        "Iterator",
        "JsonRecord",
        "KeyError",
        "Literal",
        "Mapping",
        "Never",
        "NotJson",
        "Protocol",
        "RecursionError",
        "Self",
        "Sequence",
        "StrEnum",
        "TypeAlias",
        "TypeError",
        "TypeVar",
        "UNSET",
        "UUID",
        "Union",
        "Unset",
        "ValidationError",
        "ValueError",
        "Violation",
    )
)
"""Names that generated modules import, or use as builtins."""

RESERVED_ATTRIBUTES = frozenset(
    (
        "bool",
        "classmethod",
        "cls",
        "dataclass",
        "dict",
        "dt",
        "extra",
        "field",
        "float",
        "from_dict",
        "from_json",
        "int",
        "json_schema",
        "list",
        "mro",
        "no_fields",
        "object",
        "property",
        "replace",
        "self",
        "staticmethod",
        "str",
        "to_dict",
        "to_json",
        "to_json_bytes",
        "tuple",
        "validate",
        "wire_names",
        "with_defaults",
    )
)
"""Names that a generated class body uses itself: as a method, a parameter or an annotation."""

_CYRILLIC_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўј"
_CYRILLIC_SOUNDS = (
    "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g u j"
)
_CYRILLIC = dict(zip(_CYRILLIC_LETTERS, re.split(" ", _CYRILLIC_SOUNDS.replace("-", "")), strict=True))
_SIGN_NAMES = (
    "+plus -minus *star /slash =equals <less >greater !not &and |or %percent $dollar #hash @at .dot ,comma "
    "_underscore ?question :colon ;semicolon ~tilde ^caret"
)
_SIGNS = {word[0]: word[1:] for word in re.split(" ", _SIGN_NAMES)} | {" ": "space"}
_WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+[a-z]*")


class LockError(Exception):
    """The lock file cannot be used; the message says which entry and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A type that needs names."""

    key: str
    """Where the type stands: `ConversationEvent#/properties/event_type`.  Reordering must not change it."""
    candidates: tuple[str, ...]
    """Texts that the class could be called after, best first; the last is as specific as they come."""
    attributes: tuple[str, ...] = ()
    """Wire names of its fields, in order."""
    members: tuple[str | int, ...] = ()
    """Values of its enumeration, in order."""
    called: tuple[str, ...] = ()
    """What the schema calls them, parallel to `members`; empty where it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names that were decided; also what the lock file holds."""

    types: Mapping[str, str] = field(default_factory=dict)
    """Key -> class name."""
    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Key -> wire name -> attribute."""
    members: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Key -> value as JSON -> member."""

    def stem(self, key: str) -> str:
        """What functions about a type are named with: `is_valid_<stem>`.  Different for each type."""
        return stem(self.types[key])


def decide(wanted: Sequence[Wanted], locked: Names | None = None) -> Names:
    """Name everything.  The result is the next lock: names of what is no longer wanted are forgotten.

    Raises:
        LockError: the lock gives one name to two things, or one that Python or the generated code cannot have.
    """
    old = locked or Names()
    return Names(
        types=_assign(
            [(w.key, w.candidates) for w in wanted],
            old.types,
            class_name,
            (LONGEST_CLASS, LONGEST),
            RESERVED_CLASSES,
            same=stem,
        ),
        attributes={
            w.key: _assign(
                [(wire, (wire,)) for wire in w.attributes],
                old.attributes.get(w.key, {}),
                attribute_name,
                (LONGEST, 2 * LONGEST),
                RESERVED_ATTRIBUTES,
            )
            for w in wanted
            if w.attributes
        },
        members={
            w.key: _assign(
                [
                    (member_key(value), (name, str(value)) if name else (str(value),))
                    for value, name in zip(w.members, w.called or ("",) * len(w.members), strict=True)
                ],
                old.members.get(w.key, {}),
                member_name,
                (LONGEST, 2 * LONGEST),
                frozenset(),
            )
            for w in wanted
            if w.members
        },
    )


def load_lock(text: str) -> Names:
    """Read a lock file; an empty text is an empty lock.

    Raises:
        LockError: not a lock file.
    """
    if not text.strip():
        return Names()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LockError(f"the names lock is not JSON: {error}") from None
    sections = ("types", "attributes", "members")
    if not isinstance(found, dict) or not all(isinstance(found.get(s, {}), dict) for s in sections):
        raise LockError("the names lock is an object of the objects 'types', 'attributes' and 'members'")
    types, attributes, members = (found.get(s, {}) for s in sections)
    for scope in [types, *attributes.values(), *members.values()]:
        if not isinstance(scope, dict) or not all(isinstance(name, str) for name in scope.values()):
            raise LockError("a name in the names lock is not a string")
    return Names(types=types, attributes=attributes, members=members)


def dump_lock(names: Names) -> str:
    """The text of the lock file, sorted, so that reordered documentation leaves it alone.

    Halves of surrogate pairs, which no file holds, are escaped as JSON has them.
    """
    text = (
        json.dumps(
            {
                "//": "Names that generated code shows, by place in the schema. Commit this file.",
                "types": names.types,
                "attributes": names.attributes,
                "members": names.members,
            },
            ensure_ascii=False,
            indent=2,
            sort_keys=True,
        )
        + "\n"
    )
    return text.encode("utf-8", "backslashreplace").decode()


def class_name(text: str, longest: int = LONGEST_CLASS) -> str:
    """`conversation event` -> `ConversationEvent`; a name that is one already stays."""
    words = _words(text, longest)
    shouting = len(words) > 1 and all(w.isupper() or w.isdigit() for w in words)
    name = "".join(w.capitalize() if shouting or w.islower() else w[0].upper() + w[1:] for w in words)
    return f"Type{name}" if not name[:1].isalpha() else name


def attribute_name(text: str, longest: int = LONGEST) -> str:
    """`createdAt` -> `created_at`; a lower-case identifier stays as it is."""
    if re.fullmatch(r"[a-z][a-z0-9_]*", text) and len(text) <= longest:
        return text
    name = snake(text, longest)
    return f"field_{name}".rstrip("_") if not name[:1].isalpha() else name


def member_name(text: str, longest: int = LONGEST) -> str:
    """`visitor-chat-open` -> `VISITOR_CHAT_OPEN`."""
    if re.fullmatch(r"-[0-9.]+", text):
        text = f"minus {text[1:]}"
    name = snake(text, longest).upper()
    return f"VALUE_{name}" if name[:1].isdigit() else name or "EMPTY"


def member_key(value: str | int) -> str:
    """An enumeration's value as the lock file spells it."""
    return json.dumps(value, ensure_ascii=False)


def package_name(text: str) -> str:
    """A module name: `Conversation Events` -> `conversation_events`."""
    name = attribute_name(text.strip())
    return f"{name}_" if keyword.iskeyword(name) else name


def snake(text: str, longest: int = LONGEST) -> str:
    """`ConversationEvent` -> `conversation_event`; may be empty or begin with a digit."""
    return "_".join(_words(text, longest)).lower()


def stem(name: str) -> str:
    """What functions about a class are named with: all of its words, though a text would be cut."""
    return snake(name, 2 * len(name) + 1)


def _assign(
    wanted: Iterable[tuple[str, tuple[str, ...]]],
    locked: Mapping[str, str],
    style: Callable[[str, int], str],
    lengths: tuple[int, int],
    reserved: frozenset[str],
    same: Callable[[str], str] = str,
) -> dict[str, str]:
    """One name a key: the locked ones first, then candidates in order, then numbers.

    Args:
        lengths: characters at which a name is cut, and where that would make two of different texts equal.
        same: two names collide where it makes them equal.
    """
    wanted = list(wanted)
    found: dict[str, str] = {}
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for key, _ in wanted:
        if (name := locked.get(key)) is None:
            continue
        if not re.fullmatch("[A-Za-z][A-Za-z0-9_]*", name) or _forbidden(name, reserved):
            raise LockError(f"the names lock calls {key!r} {name!r}, which cannot be a name here")
        if same(name) in taken:
            raise LockError(f"the names lock gives {name!r} to {key!r} and to something else")
        found[key] = name
        taken.add(same(name))
    texts = dict.fromkeys(text for key, candidates in wanted if key not in found for text in candidates)
    short, whole = ({text: style(text, length) for text in texts} for length in lengths)
    wholes: dict[str, set[str]] = {}
    for text in texts:
        wholes.setdefault(short[text], set()).add(whole[text])
    for key, candidates in wanted:
        if key not in found:
            styled = (whole[text] if len(wholes[short[text]]) > 1 else short[text] for text in candidates)
            uncut = (style(text, 4 * LONGEST) for text in candidates)
            found[key] = _free([_safe(name, reserved) for name in (*styled, *uncut)], taken, numbers, same)
            taken.add(same(found[key]))
    return {key: found[key] for key, _ in wanted}


def _free(names: Sequence[str], taken: set[str], numbers: dict[str, int], same: Callable[[str], str]) -> str:
    """The first name that is free, else the last with the next number; `numbers`: the last of each."""
    for name in names:
        if same(name) not in taken:
            return name
    begin = names[-1] + "_" * (names[-1][-1].isdigit() or "_" in names[-1])
    number = numbers.get(begin, 1) + 1
    while same(f"{begin}{number}") in taken:
        number += 1
    numbers[begin] = number
    return f"{begin}{number}"


def _safe(name: str, reserved: frozenset[str]) -> str:
    return f"{name}_" if _forbidden(name, reserved) else name


def _forbidden(name: str, reserved: frozenset[str]) -> bool:
    return name in reserved or keyword.iskeyword(name)


def _words(text: str, longest: int = LONGEST) -> list[str]:
    """The ASCII words of a text, camel case taken apart; signs where there is nothing else."""
    plain = _ascii(re.sub(r"(?<=\w)\[\]", " array ", text))
    words = _WORD.findall(plain)
    if not words:
        words = [_SIGNS.get(c, f"u{ord(c):04x}") for c in text]
    length = 0
    for count, word in enumerate(words):
        length += len(word) + 1
        if length > longest + 1:
            return words[: max(count, 1)] if count else [word[:longest]]
    return words


def _ascii(text: str) -> str:
    """Letters of other alphabets by sound (Cyrillic), by shape (é -> e) or by code point."""
    if text.isascii():
        return text
    out = []
    for c in unicodedata.normalize("NFC", text):
        lower = c.lower()
        if c.isascii():
            out.append(c)
        elif lower in _CYRILLIC:
            sound = _CYRILLIC[lower]
            out.append(sound.capitalize() if c != lower else sound)
        elif plain := unicodedata.normalize("NFKD", c).encode("ascii", "ignore").decode():
            out.append(plain)
        elif c.isalnum():
            out.append(f" u{ord(c):04x} ")
        else:
            out.append(" ")
    return "".join(out)
