"""Quoting for Markdown, exact in both directions: what these functions print, `reading` gets back to the letter."""

from __future__ import annotations

import json
import re

from rowtype.schema.documents import Json

_ALWAYS = re.compile(r"[\\`*\[\]|#$]|_(?!(?<=[^\W_]_)[^\W_])|~(?=~)|<(?=[A-Za-z/!?])|&(?=[#A-Za-z])")
r"""What Markdown might take for markup wherever it stands.  Finds 'a*b', '<p>', '_a', not 'a_b', 'a < b', '1 & 2'."""
_AT_START = re.compile(r"[-+>=~]|[0-9]+(?=[.)])")
_KEPT = re.compile(
    r"(?<![`\\])`[^\s`|\\](?:[^`|\\\n\r]*[^\s`|\\])?`(?!`)"
    r"|(?<![!\\])\[[^\[\]\\`*_~<>|&$#\s](?:[^\[\]\\`*_~<>|&$#\n\r]*[^\[\]\\`*_~<>|&$#\s])?\]"
    r"\(https?://[A-Za-z0-9./?=:@%+-][A-Za-z0-9_./?#=:@%+-]*\)"
)
r"""Code and links that a description may have: they are shown as what they are, and are read back to the letter.
Finds 'see `a_b`', '[docs](https://example.com/a)', not '``a``', '[x](javascript:1)', '[x](page.md)'."""
_KEPT_OR_ALWAYS = re.compile(f"(?P<kept>{_KEPT.pattern})|{_ALWAYS.pattern}")
r"""Finds '`a`', 'a*b', not 'a'."""
_OUTER_SPACE = re.compile(r"\A[^\S\n]+|[^\S\n]+\Z")
_UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def expressible(text: str) -> bool:
    """Whether `text` can stand as Markdown text; control characters and lone surrogates cannot."""
    return not _UNFIT.search(text)


def text(value: str) -> str:
    """`value` as one line of Markdown that shows it and nothing else; a line end becomes `<br/>`."""
    return _line(_ALWAYS.sub(lambda m: "\\" + m[0], value))


def prose(value: str) -> str:
    """The same of a description: what stands between backticks is code, and a link to the web is a link."""
    return _line(_KEPT_OR_ALWAYS.sub(lambda m: m["kept"] or "\\" + m[0], value))


def _line(escaped: str) -> str:
    if m := _AT_START.match(escaped):
        escaped = escaped[: m.end() - 1] + _escape_last(escaped[m.start() : m.end()], escaped[m.end() :])
    escaped = _OUTER_SPACE.sub(lambda m: "".join(f"&#{ord(c)};" for c in m[0]), escaped)
    return escaped.replace("\n", "<br/>")


def _escape_last(start: str, rest: str) -> str:
    """A list marker or the like at the start of a paragraph, made harmless."""
    return start[-1] + "\\" + rest if start.isdigit() else "\\" + start + rest


def plain_name(value: str) -> bool:
    """Whether `value` can be shown as it is in code; other names and values are shown as JSON strings."""
    return value.isprintable() and value == value.strip() and value[:1] not in ("", '"') and "`" not in value


def code(value: str) -> str:
    """`value` as code in a table cell: itself where that is plain, else as a JSON string."""
    return _span(value) if plain_name(value) else code_json(value)


def heading(value: str) -> str:
    """The same outside a table, where a pipe needs no escape."""
    return code(value).replace("\\|", "|")


def code_json(value: Json) -> str:
    """JSON as code in a table cell.  Backticks are written `\\u0060`: they can stand in JSON strings only."""
    shown = json.dumps(value, ensure_ascii=False, allow_nan=False).replace("`", "\\u0060")
    shown = re.sub("[\ud800-\udfff\u0085\u2028\u2029]", lambda m: f"\\u{ord(m[0]):04x}", shown)
    return _span(shown)


def comment(value: str) -> str:
    """`value` fit to stand inside an HTML comment."""
    return "".join(c if c.isprintable() else " " for c in value).replace("--", "- -").replace(">", "")


def _span(value: str) -> str:
    return "`" + value.replace("|", "\\|") + "`"
