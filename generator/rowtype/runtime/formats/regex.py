"""`regex`: ECMA-262, section 22.2.1, with the flag `u`."""

from __future__ import annotations

import re

ESCAPE = (
    r"\\(?:[dDwWsStnvfr]|0(?![0-9])|c[A-Za-z]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{0*(?:[0-9A-Fa-f]{1,5}|10[0-9A-Fa-f]{4})\}"
    r"|[pP]\{[A-Za-z0-9_]+(?:=[A-Za-z0-9_]+)?\}|[^A-Za-z0-9\u0080-\U0010ffff])"
)
regex_token = re.compile(
    r"(?P<open>\((?:\?[:=!]|\?<[=!]|\?<[A-Za-z_$][A-Za-z0-9_$]*>|(?!\?)))|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<anchor>[\^$]|\\[bB])|(?P<quantifier>[*+?]\??|\{[0-9]+(?:,[0-9]*)?\}\??)"
    r"|(?P<set>\[\^?(?:[^\]\\]|\\b|" + ESCAPE + r")*\])"
    r"|(?P<back>\\[1-9][0-9]*|\\k<[A-Za-z_$][A-Za-z0-9_$]*>)"
    r"|(?P<atom>[^\\()\[\]|*+?{}^$]+|" + ESCAPE + ")",
    re.DOTALL,
).match
r"""The next part of a pattern.  Starts '(?:', '[a-z]', '\\d+', not ']', ''."""
CLASS_ESCAPES = ("\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\p", "\\P")
class_member = re.compile(r"\\b|" + ESCAPE + r"|[^\\]", re.DOTALL).findall
group_name = re.compile(r"\(\?<([A-Za-z_$][A-Za-z0-9_$]*)>").findall
whole_number = re.compile("[0-9]+").findall


def is_regex(x: str) -> bool:
    at, groups, names = 0, 0, group_name(x)
    repeatable = False
    opened: list[bool] = []
    references: list[str] = []
    while at < len(x):
        found = regex_token(x, at)
        if found is None:
            return False
        at, kind, text = found.end(), found.lastgroup, found[0]
        if kind == "quantifier":
            bounds = [int(n[:18]) for n in whole_number(text)]
            if not repeatable or bounds != sorted(bounds):
                return False
        elif kind == "open":
            assertion = text in ("(?=", "(?!", "(?<=", "(?<!")
            groups += text == "(" or (text.startswith("(?<") and not assertion)
            opened.append(not assertion)
        elif kind == "back":
            references.append(text)
        elif kind == "set" and not has_ordered_ranges(text[1:-1].removeprefix("^")):
            return False
        repeatable = kind in ("set", "back", "atom")
        if kind == "close":
            if not opened:
                return False
            repeatable = opened.pop()
    if opened or len(names) != len(set(names)):
        return False
    return all(r[3:-1] in names if r.startswith("\\k") else int(r[1:19]) <= groups for r in references)


def has_ordered_ranges(members: str) -> bool:
    """Whether `a-b` never runs backwards, as far as both ends are single characters, and no end is a class."""
    parts = class_member(members)
    return all(
        middle != "-"
        or (
            not (len(low) == len(high) == 1 and low > high)
            and low[:2] not in CLASS_ESCAPES
            and high[:2] not in CLASS_ESCAPES
        )
        for low, middle, high in zip(parts, parts[1:], parts[2:], strict=False)
    )
