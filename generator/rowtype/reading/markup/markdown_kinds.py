"""What some kinds of Markdown add to it, out of the way, line for line: front matter, tabs, boxes."""

from __future__ import annotations

import re

from rowtype.reading.markup import wiki_tables

_FRONT_MATTER = re.compile(
    r"(---|\+\+\+)[ \t]*\r?\n(?:(?!\1[ \t]*\r?$).*\n){0,500}?\1[ \t]*(?:\r?\n|$)", re.MULTILINE
)
r"""Metadata at the beginning.  Starts '---\ntitle: a\n---\n', not '--- \n\n| a |'."""
_ADMONITION = re.compile(
    r"^([ \t]*)(?:!!!|\?\?\?\+?|===\+?|:::)[ \t]*(?:[\w-]+[ \t]*)*(?:\"[^\"\n]*\")?[ \t]*\r?$"
)
"""A line that opens a box or a tab.  Starts '!!! note "Read this"', '::: tip', not '!important', '=> a'."""
_BOX = re.compile(
    r"(?m)^([ \t]*)\{% *(?:end)?(?:tabs?|hint|step(?:per)?|columns?|swagger(?!-par)[-\w]*|code)\b[^\n%]*%\}[ \t]*\r?$"
)
"""A line of GitBook that opens or closes a box or a tab.  Finds '{% endtab %}', not '{% include "a.md" %}'."""


_TITLE = re.compile(
    r"(?m)^title[ \t]*[:=][ \t]*(?P<quote>[\"']?)(?P<title>\S(?:[^\r\n]*?[^\s\"'])?)(?P=quote)[ \t]*\r?$"
)
"""A line of metadata.  Finds 'title: Order', "title: 'Order'", not 'subtitle: Order', 'title:'."""


def title_of(text: str) -> tuple[int, int] | None:
    """Where the metadata at the beginning of a page say what it is called."""
    front = _FRONT_MATTER.match(text)
    m = _TITLE.search(text, 0, front.end()) if front else None
    return m.span("title") if m else None


def plain(text: str) -> str:
    """The text as Markdown that has none of these, every line where it was."""
    return _with_headings(_unindented(_without_boxes(_without_front_matter(text))))


def _with_headings(text: str) -> str:
    """The text with headings of wikis as those of Markdown; DokuWiki gives the first level the most signs."""
    if "\nh" not in f"\n{text}" and "\n==" not in f"\n{text}":
        return text
    most = max((len(m["signs"]) for m in wiki_tables.HEADING.finditer(text) if m["signs"]), default=0)

    def level(m: re.Match[str]) -> str:
        count = int(m["level"]) if m["level"] else 7 - len(m["signs"]) if most > 4 else len(m["signs"])
        return "#" * count + " "

    return wiki_tables.HEADING.sub(level, text)


def _without_front_matter(text: str) -> str:
    """The text with the metadata at its beginning, if any, as empty lines."""
    m = _FRONT_MATTER.match(text)
    return "\n" * m[0].count("\n") + text[m.end() :] if m else text


def _without_boxes(text: str) -> str:
    """The text with the lines in which GitBook opens and closes boxes as empty lines."""
    return _BOX.sub("", text) if "{%" in text else text


def _unindented(text: str) -> str:
    """The text with the contents of MkDocs' admonitions and tabs moved to the left, line for line."""
    if "!!!" not in text and "???" not in text and '=== "' not in text:
        return text
    lines = text.split("\n")
    inside: list[int] = []
    """Indentation of the admonitions around a line."""
    for i, line in enumerate(lines):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        while inside and indent < inside[-1]:
            inside.pop()
        begins = _ADMONITION.match(line)
        lines[i] = "" if begins else line[inside[-1] :] if inside else line
        if begins:
            inside.append(indent + 4)
    return "\n".join(lines)
