"""Mutations of whole pages."""

from __future__ import annotations

import re
import unicodedata

from mutations.tables import Change, Draw, tables


def heading_lower(text: str, draw: Draw) -> str | None:
    if "\n#" not in "\n" + text or re.search(r"(?m)^#{6} ", text):
        return None
    return re.sub(r"(?m)^(#{1,5}) ", r"#\1 ", text)


def heading_bold(text: str, draw: Draw) -> str | None:
    found = list(re.finditer(r"(?m)^#{1,6} +([^#*\n]+?) *$", text))
    if not found:
        return None
    m = draw.choice(found)
    return text[: m.start()] + f"{m[0].split()[0]} **{m[1].strip('*')}**" + text[m.end() :]


def windows_lines(text: str, draw: Draw) -> str:
    return text.replace("\n", "\r\n")


def wide_spaces(text: str, draw: Draw) -> str:
    return re.sub(r"(?<=\|) | (?=\|)", "\u00a0", text)


def heading_numbered(text: str, draw: Draw) -> str | None:
    """Numbers of sections before all headings."""
    if re.search(r"(?m)^#+ *\W*\d", text):
        return None
    count = iter(range(1, 1000))
    return re.sub(r"(?m)^(#{1,6}) (?=\S)", lambda m: f"{m[1]} {next(count)}. ", text)


def heading_with_anchor(text: str, draw: Draw) -> str | None:
    """An anchor after each heading, or an element above it."""
    if "{#" in text or "<a" in text:
        return None
    count = iter(range(1, 1000))
    if draw.random() < 0.5:
        return re.sub(r"(?m)^(#{1,6} +\S.*?) *$", lambda m: f"{m[1]} {{#part-{next(count)}}}", text)
    return re.sub(r"(?m)^(?=#{1,6} +\S)", lambda m: f'<a name="part-{next(count)}"></a>\n\n', text)


def underlined_headings(text: str, draw: Draw) -> str | None:
    if not re.search(r"(?m)^#{1,2} +\S", text):
        return None
    return re.sub(
        r"(?m)^(#{1,2}) +(\S.*?) *$", lambda m: f"{m[2]}\n{'=' * 9 if len(m[1]) == 1 else '-' * 9}", text
    )


def comments_between(text: str, draw: Draw) -> str:
    """A comment before each table, and front matter."""
    text = re.sub(r"(?m)(?<=\n\n)(?=\|)", "<!-- generated -->\n\n", text)
    return text if text.startswith("---") else f"---\nsidebar: one\n---\n\n{text}"


def letters_decomposed(text: str, draw: Draw) -> str:
    return unicodedata.normalize("NFD", text)


def _only_heading(text: str) -> tuple[str, str] | None:
    """The only heading of a page, whole and its name, where that is a word."""
    found = re.findall(r"(?m)^#{1,6} +.*$", text)
    return (
        (found[0], found[0].strip("# ")) if len(found) == 1 and re.fullmatch(r"#+ +\w+ *", found[0]) else None
    )


def heading_as_paragraph(text: str, draw: Draw) -> str | None:
    found = _only_heading(text)
    if found is None:
        return None
    forms = ["**{}**", "<b>{}</b>", "__{}__", "**{}:**", "<h2>{}</h2>", "<strong>{}</strong>"]
    return text.replace(found[0], draw.choice(forms).format(found[1]))


def heading_words(text: str, draw: Draw) -> str | None:
    """A word of its kind beside the only heading."""
    found = _only_heading(text)
    if found is None:
        return None
    forms = ["{} object", "{} Object", "The {} object", "`{}`", "{} (object)", "Type {}", "Object: {}"]
    forms += ["{} resource", "{} attributes", "{} :package:"]
    return text.replace(found[0], f"{found[0].split()[0]} {draw.choice(forms).format(found[1])}")


_WRAPS = (
    ("", "> ", ""),
    ("<details>\n<summary>Show the fields</summary>\n", "", "\n</details>"),
    ("<details open><summary>Fields</summary>\n", "", "\n</details>"),
    (":::note\n", "", "\n:::"),
    ("!!! note\n", "    ", ""),
    ('=== "JSON"\n', "    ", ""),
    ('<div class="table-responsive" markdown="1">\n', "", "\n</div>"),
    ('<Tabs>\n<Tab title="Fields">\n', "", "\n</Tab>\n</Tabs>"),
    ('{% tabs %}\n{% tab title="Fields" %}\n', "", "\n{% endtab %}\n{% endtabs %}"),
    ("1. These are the fields:\n", "   ", ""),
    ("- Fields:\n", "  ", ""),
    ("```\nGET /orders\n```\n", "", "\n```json\n{}\n```"),
    ("<center>\n", "", "\n</center>"),
    ("{{< table >}}\n", "", "\n{{< /table >}}"),
    ("", "", "\n{: .table .table-striped}"),
    ("_Table 1: the fields_\n", "", ""),
    ("", "", "\n*Table 1. The fields.*"),
    ("The fields are described in the table below.\n", "", "\nSee also the [guide](guide.md)."),
)


def tables_wrapped(text: str, draw: Draw) -> str:
    """Tables in quotations, admonitions, tabs and lists, and between captions."""
    before, sign, after = draw.choice(_WRAPS)
    lines = text.split("\n")
    for first, last in reversed(tables(lines)):
        inside = [f"{sign}{line.strip()}" for line in lines[first : last + 1]]
        lines[first : last + 1] = [*before.split("\n"), *inside, *after.split("\n")]
    return "\n".join(lines)


def signs_of_files(text: str, draw: Draw) -> str:
    """A byte order mark, tabs and spaces at ends, empty lines."""
    ways = [
        "\ufeff" + text,
        re.sub(r"(?m)$", "  ", text),
        text.replace("\n\n", "\n\n\n\n"),
        re.sub(r"(?m)\|$", "|\t", text),
        text + "\x0c\n",
        text.replace("\n", "\r\n") + "\x1a",
    ]
    return draw.choice(ways)


_BETWEEN = (
    "[[toc]]",
    "[TOC]",
    "[![Build](https://example.com/b.svg)](https://example.com)",
    "*Last updated: 12 May 2024*",
    "- [Overview](#overview)\n- [Errors](#errors)",
    "> **Note** This page is new.",
    "[Home](/) > [API](/api) > Types",
    "---",
    "Version 2.1",
)


def text_before(text: str, draw: Draw) -> str | None:
    """Contents, badges and notices between a heading and what follows it."""
    m = re.search(r"(?m)^#{1,6} +\S.*$", text)
    if m and text[m.end() :].lstrip().startswith(("-", "*")):  # two lists in a row are one
        return None
    return m and f"{text[: m.end()]}\n\n{draw.choice(_BETWEEN)}\n{text[m.end() :]}"


KINDS: dict[str, Change] = {
    "headings a level lower": heading_lower,
    "heading in bold": heading_bold,
    "line ends of Windows": windows_lines,
    "spaces that stay one": wide_spaces,
    "headings numbered": heading_numbered,
    "headings with anchors": heading_with_anchor,
    "headings underlined": underlined_headings,
    "comments between": comments_between,
    "letters decomposed": letters_decomposed,
    "heading as a paragraph": heading_as_paragraph,
    "words in the heading": heading_words,
    "tables wrapped": tables_wrapped,
    "signs of files": signs_of_files,
    "text before": text_before,
}
