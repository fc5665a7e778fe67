"""`idn-hostname`: RFC 5890 to 5893 (IDNA 2008), as far as this Python's Unicode data go."""

from __future__ import annotations

import re
import unicodedata

ldh_label = re.compile("(?!-)[A-Za-z0-9-]{1,63}(?<!-)").fullmatch
label_separator = re.compile("[.\u3002\uff0e\uff61]").split
# RFC 5892, section 2.6: exceptions that are valid, and those that are not.
IDNA_VALID = frozenset("\u00df\u03c2\u06fd\u06fe\u0f0b\u3007")
IDNA_DISALLOWED = frozenset("\u0640\u07fa\u302e\u302f\u3031\u3032\u3033\u3034\u3035\u303b")
HANGUL_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]").match
IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\u20d0-\u20ff]"
).match
# Letters of Arabic script that join only to the one before them (Joining_Type R), and that do not join at all (U).
JOINS_BACK = frozenset(
    "\u0622\u0623\u0624\u0625\u0627\u0629\u062f\u0630\u0631\u0632\u0648\u0671\u0672\u0673\u0675\u0676\u0677\u0688\u0689\u068a"
    "\u068b\u068c\u068d\u068e\u068f\u0690\u0691\u0692\u0693\u0694\u0695\u0696\u0697\u0698\u0699\u06c0\u06c3\u06c4\u06c5\u06c6"
    "\u06c7\u06c8\u06c9\u06ca\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef"
)
JOINS_NOT = frozenset("\u0621\u0674\u06dd")


def is_idn_hostname(x: str) -> bool:
    labels = label_separator(unicodedata.normalize("NFC", x))
    lengths = 0
    for label in labels:
        length = idn_label_length(label)
        if not length:
            return False
        lengths += length + 1
    return lengths - 1 <= 253 and obeys_bidi_rule(labels)


def idn_label_length(label: str) -> int:
    """Octets of a label in ASCII form; 0 where it is not valid."""
    if label.isascii():
        if ldh_label(label) is None:
            return 0
        if label[:4].lower() == "xn--":
            return len(label) if is_a_label(label) else 0
        return len(label) if label[2:4] != "--" else 0
    if not is_u_label(label):
        return 0
    length = 4 + len(label.encode("punycode"))
    return length if length <= 63 else 0


def is_a_label(label: str) -> bool:
    """Whether what `xn--` introduces is the encoding of a valid label."""
    encoded = label[4:].lower()
    try:
        decoded = encoded.encode("ascii").decode("punycode")
        if decoded.isascii() or decoded.encode("punycode").decode("ascii") != encoded:
            return False
    except (UnicodeError, ValueError, OverflowError):
        return False
    return is_u_label(decoded)


def is_u_label(label: str) -> bool:
    try:
        if unicodedata.normalize("NFC", label) != label:
            return False
    except ValueError:
        return False
    if label[0] == "-" or label[-1] == "-" or label[2:4] == "--" or unicodedata.category(label[0])[0] == "M":
        return False
    return all(is_idna_code_point(label, i) for i in range(len(label))) and obeys_bidi_rule([label])


def is_idna_code_point(label: str, i: int) -> bool:
    """RFC 5892, section 3, in its order; contextual code points by appendix A."""
    c = label[i]
    if c in IDNA_VALID:
        return True
    if c in IDNA_DISALLOWED:
        return False
    context = idna_context(label, i)
    if context is not None:
        return context
    if c.isascii():
        return c == "-" or c.isdigit() or c.islower()
    category = unicodedata.category(c)
    if category == "Cn" or HANGUL_JAMO(c) or IGNORABLE(c):
        return False
    stable = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", c).casefold())
    if stable != c:
        return False
    return category in ("Ll", "Lu", "Lo", "Nd", "Lm", "Mn", "Mc")


def idna_context(label: str, i: int) -> bool | None:
    """Whether a contextual rule is met; None for a code point that has none."""
    c, before, after = label[i], label[i - 1 : i] if i else "", label[i + 1 : i + 2]
    if c == "\u00b7":
        return before == "l" and after == "l"
    if c == "\u0375":
        return bool(after) and unicodedata.name(after, "").startswith("GREEK")
    if c in ("\u05f3", "\u05f4"):
        return bool(before) and unicodedata.name(before, "").startswith("HEBREW")
    if c == "\u30fb":
        return any(
            unicodedata.name(d, "").startswith(
                ("HIRAGANA", "KATAKANA", "CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH")
            )
            or d in "\u3005\u3007"
            for d in label
            if d != "\u30fb"
        )
    if "\u0660" <= c <= "\u0669":
        return not any("\u06f0" <= d <= "\u06f9" for d in label)
    if "\u06f0" <= c <= "\u06f9":
        return not any("\u0660" <= d <= "\u0669" for d in label)
    if c == "\u200d":
        return bool(before) and unicodedata.combining(before) == 9
    if c == "\u200c":
        return (bool(before) and unicodedata.combining(before) == 9) or joins_around(label, i)
    return None


def joins_around(label: str, i: int) -> bool:
    """Whether a letter that joins forwards stands before, and one that joins backwards after (RFC 5892, A.1)."""
    before = [c for c in label[:i] if unicodedata.category(c) not in ("Mn", "Cf")]
    after = [c for c in label[i + 1 :] if unicodedata.category(c) not in ("Mn", "Cf")]
    if not before or not after:
        return False
    one, other = before[-1], after[0]
    return (
        unicodedata.bidirectional(one) == unicodedata.bidirectional(other) == "AL"
        and one not in JOINS_BACK
        and not {one, other} & JOINS_NOT
    )


def obeys_bidi_rule(labels: list[str]) -> bool:
    """RFC 5893, section 2: where one label is written from right to left, it binds all."""
    kinds = [[unicodedata.bidirectional(c) for c in label] for label in labels]
    if not any({"R", "AL", "AN"} & set(label) for label in kinds):
        return True
    return all(map(is_bidi_label, kinds))


def is_bidi_label(kinds: list[str]) -> bool:
    """The rule for one label, from the bidirectional classes of its characters."""
    found = set(kinds)
    rest = [kind for kind in kinds if kind != "NSM"]
    if kinds[0] in ("R", "AL"):
        return (
            found <= {"R", "AL", "AN", "EN", "ES", "CS", "ET", "ON", "BN", "NSM"}
            and rest[-1] in ("R", "AL", "EN", "AN")
            and not {"EN", "AN"} <= found
        )
    return (
        kinds[0] == "L"
        and found <= {"L", "EN", "ES", "CS", "ET", "ON", "BN", "NSM"}
        and rest[-1] in ("L", "EN")
    )
