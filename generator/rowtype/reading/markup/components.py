"""Components of MDX, and what elements say in their attributes."""

from __future__ import annotations

import re

from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text, join, replaced, rewrite

_FIELDS = ("field", "param", "parameter", "property", "prop", "attribute", "argument")
"""How the names of those end that say of a field in attributes what it is: `<ApiField name="id" type="string">`."""
_ATTRIBUTE = re.compile(
    r"""\s(?P<key>[A-Za-z]+)(?:\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|\{(?P<c>[^{}]*)\}))?(?=[\s/>])"""
)
"""Finds ' name="id" ', " default={5}>", ' required/', not 'name="id"'."""
_NAMING = ("name", "body", "query", "path", "header", "field", "property")
_STATING = frozenset(
    {"type", "default", "format", "enum", "minimum", "maximum", "min", "max", "minLength", "maxLength", "pattern",
     "example", "values", "minItems", "maxItems", "uniqueItems", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"}
)  # fmt: skip
"""Attributes that say of a field what a label says."""
_TYPING = frozenset({"type", "schemaName", "typeName", "dataType", "datatype"})
"""What says of which type a field is."""
_DESCRIBING = ("qualifierMessage", "info", "summary", "desc", "description")
"""Attributes that describe a field, the last that says something."""
_MARKING = frozenset({"required", "optional", "nullable", "deprecated"})
"""Attributes that say of a field what a mark says; `{false}` unsays it."""
NOTICES = frozenset(
    {"note", "notes", "warning", "warn", "tip", "info", "caution", "danger", "callout", "alert", "admonition", "notice",
     "important", "hint", "attention", "error", "success", "check", "banner", "seealso", "example", "aside",
     "question", "todo"}
)  # fmt: skip
"""Boxes whose headings name nothing."""
_OF_FIELDS = _MARKING.union(_DESCRIBING)
"""What says beside a name and a type that a component is a field: an icon has a name and a type too."""
_BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
TAG = re.compile(
    rf"""<(?P<close>/)?(?P<name>[A-Z][\w.]*|details|summary)
    (?:\s+(?:[\w:@-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|{_BRACES}|[^\s"'>{{}}]+))?|{_BRACES}))*\s*(?P<alone>/)?>""",
    re.VERBOSE,
)
"""A tag of a component, which may go over lines.  Starts '<Tab title={"a"}>', '</Tab>', '<A.B\\n c />', not '<b>'."""
MAX_TAG = 4_000
"""Characters that a tag may have, with its attributes."""
MAX_LINES = 60
"""Lines that a tag may go over."""
MAX_NESTED = 100
"""Components inside each other; those further inside are passed over."""
_BEGINS = re.compile(r"[ \t]*</?[A-Z]")
_FENCE = re.compile(r"[ \t]*(?:`{3,}|~{3,})")
_EMPTY = re.compile(
    r"(?:<(?P<name>[A-Za-z][\w.]*)(?=[\s/>])[^<>]*(?:/>|>\s*</(?P=name)\s*>)\s*)+|<a\s+(?:id|name)\s*=[^<>]*>\s*"
)
"""Elements that hold nothing.  Is '<Anchor id="a" />', '<a name="a"></a><br/>', not '<a href="b">c</a>'."""
_ID = re.compile(
    r"""<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*(?:"([^"<>]+)"|'([^'<>]+)'|\{["']([^"'<>{}]+)["']\}|([^\s"'<>{}]+))"""
)
"""Finds '<a id="x">', "<Mark class=b name='y' />", '<A id={"z"}>', not '<a href="b">', '<a id=>', 'id="x"'."""


def unindented(text: str) -> str:
    """The text with what is inside components moved to the left, line for line."""
    lines = text.split("\n")
    inside: list[tuple[str, int | None]] = []
    """The components around a line, and the indentation of what is in them."""
    fenced = False
    i = 0
    while i < len(lines):
        line = lines[i]
        fenced ^= _FENCE.match(line) is not None
        if fenced or not line.strip():
            i += 1
            continue
        indent = len(line) - len(line.lstrip(" \t"))
        if _BEGINS.match(line):
            end = _tag_end(lines, i)
            tags = list(TAG.finditer("\n".join(lines[i:end])))
            lines[i:end] = [part.lstrip(" \t") for part in lines[i:end]]
            _follow(tags, inside)
            i = end
            continue
        if inside and inside[-1][1] is None:
            inside[-1] = (inside[-1][0], indent)
        width = next((width for _, width in reversed(inside) if width is not None), 0) if inside else 0
        lines[i] = line[min(indent, width) :]
        i += 1
    return "\n".join(lines)


def _tag_end(lines: list[str], first: int) -> int:
    """The index after the line in which the tag that begins in a line ends."""
    if TAG.match(lines[first].lstrip(" \t")):
        return first + 1
    window = "\n".join(lines[first : first + MAX_LINES])[:MAX_TAG].lstrip(" \t")
    m = TAG.match(window)
    return first + 1 + (window.count("\n", 0, m.end()) if m else 0)


def _follow(tags: list[re.Match[str]], inside: list[tuple[str, int | None]]) -> None:
    """Open and close components as tags say."""
    for m in tags:
        if m["close"]:
            if any(name == m["name"] for name, _ in inside):
                while inside.pop()[0] != m["name"]:
                    pass
        elif not m["alone"] and len(inside) < MAX_NESTED:
            inside.append((m["name"], None))


def is_empty(line: str) -> bool:
    """Whether a line is elements alone that hold nothing, such as anchors."""
    return line.startswith("<") and _EMPTY.fullmatch(line) is not None


def anchors(text: str) -> tuple[str, ...]:
    """The names that elements give to the place where they stand."""
    return tuple(m[1] or m[2] or m[3] or m[4] for m in _ID.finditer(text)) if "<" in text else ()


def parts(text: Text) -> list[tuple[re.Match[str] | None, Text]]:
    """Tags, and what stands between them."""
    found: list[tuple[re.Match[str] | None, Text]] = []
    at = 0
    for m in TAG.finditer(text.value):
        found += [(None, text[at : m.start()].strip()), (m, text.match(m))]
        at = m.end()
    found.append((None, text[at:].strip()))
    return [(m, part) for m, part in found if part]


def is_field(name: str, tag: str = "", *, html: bool = False) -> bool:
    """Whether a component of that name may be a field, or of that tag; HTML has an element `param` of its own."""
    if name.lower().endswith(_FIELDS):
        return not (html and name in ("param", "property"))
    keys = {m["key"] for m in _ATTRIBUTE.finditer(tag)}
    typed = bool(keys & _TYPING - {"type"}) or ("type" in keys and not keys.isdisjoint(_OF_FIELDS))
    return "name" in keys and typed


def field(tag: Text) -> Inline | None:
    """What the attributes of a component say of a field, as an item of a list says it: its name, then labels."""
    given = {m["key"]: m for m in _ATTRIBUTE.finditer(tag.value)}
    naming = next((key for key in _NAMING if key in given and _said(given[key], tag)), None)
    if naming is None:
        return None
    mark = tag[:1]
    parts = [replaced(mark, "`"), _said(given[naming], tag), replaced(mark, "`")]
    for key, m in given.items():
        value = _said(m, tag)
        if value and (key in _STATING or key in _TYPING):
            code = "`" if key == "default" else ""
            label = replaced(tag.match(m, "key"), "type") if key in _TYPING else tag.match(m, "key")
            parts += [replaced(mark, "\n"), label, replaced(mark, f": {code}"), value, replaced(mark, code)]
        elif key in _MARKING and value.value in ("", "true", key):
            parts += [replaced(mark, "\n"), tag.match(m, "key")]
    for described in (_said(given[key], tag) for key in _DESCRIBING if key in given):
        if described and described.value not in _UNDEFINED:
            parts += [replaced(mark, "\n"), rewrite(described, _BOLD, lambda _: "")]
    return Inline(join(parts))


_BOLD = re.compile(r"\*\*|__")
_UNDEFINED = ("undefined", "null")
_LITERAL = re.compile(r"(?P<quote>[\"'`])(?P<inside>[^\"'`\\]*)(?P=quote)|\"(?P<text>[^\"\\]*)\"")
"""A text in braces.  Is '"id"', "'id'", '"is `id`"', not 'id', '"a" + "b"'."""


def _said(m: re.Match[str], tag: Text) -> Text:
    """The value of an attribute; nothing where it has none."""
    group = next((g for g in "abc" if m[g] is not None), None)
    said = tag.match(m, group).strip() if group else tag[:0]
    literal = _LITERAL.fullmatch(said.value) if group == "c" else None
    return said.match(literal, "text" if literal["text"] is not None else "inside") if literal else said
