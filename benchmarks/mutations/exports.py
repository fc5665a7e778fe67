"""Tables and pages as programs export them."""

from __future__ import annotations

import csv
import io
import re
from html import escape

from markdown_it import MarkdownIt

from mutations.tables import Change, Draw, Rows, alone, fields_of, flat, of_table


def in_a_grid(rows: Rows, draw: Draw) -> list[str] | None:
    """A grid table of reStructuredText."""
    plain = [[cell.strip().replace("\\|", "|") for cell in row] for row in rows]
    if any("<" in cell or "|" in cell for row in plain for cell in row):
        return None
    widths = [max(len(row[i]) for row in plain) for i in range(len(rows[0]))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in plain]
    border = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    inside = [part for line in lines[1:] for part in (line, border)]
    return [border, lines[0], border.replace("-", "="), *inside]


def as_html(text: str, draw: Draw) -> str | None:
    if re.search(r"(?m)^:\s|^-+ +-+|^\[block:|^\{%", text):  # of which the renderer knows nothing
        return None
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)


_CELLS = (
    r"<td><p><span>\1</span></p></td>",
    r'<td class="confluenceTd"><p>\1</p></td>',
    r'<td width="120" valign="top"><p class="MsoNormal"><span lang="EN-US">\1<o:p></o:p></span></p></td>',
    r'<td colspan="1" rowspan="1"><p dir="ltr"><span style="font-size:11pt">\1</span></p></td>',
    r'<td style="text-align: left;">\1</td>',
    r'<td><div class="cell"><div>\1</div></div></td>',
    r"<td>\n    \1\n  </td>",
    r"<td><font size=2>\1</font></td>",
)


def html_of_editors(text: str, draw: Draw) -> str | None:
    """HTML in which cells hold paragraphs and spans, and headers are cells like others."""
    made = as_html(text, draw)
    if made is None:
        return None
    if draw.random() < 0.5:
        made = re.sub(r"<th>(.*?)</th>", r"<td><strong>\1</strong></td>", made)
    return re.sub(r"<td>(.*?)</td>", draw.choice(_CELLS), made)


_ROLES = (("table", "table"), ("tr", "row"), ("th", "columnheader"), ("td", "cell"))


def html_in_divs(text: str, draw: Draw) -> str | None:
    """HTML whose tables are elements without a meaning but their roles."""
    made = as_html(text, draw)
    if made is None or "<table" not in made:
        return None
    for tag, role in _ROLES:
        made = re.sub(rf"<{tag}\b[^>]*>", f'<div role="{role}">', made).replace(f"</{tag}>", "</div>")
    return re.sub(r"</?t(?:head|body)>", "", made)


def html_of_pandoc(text: str, draw: Draw) -> str | None:
    """HTML with columns, classes of rows, and anchors and numbers in headings."""
    made = as_html(text, draw)
    if made is None:
        return None
    columns = '<table style="width:100%;">\n<colgroup>\n<col style="width: 20%" />\n</colgroup>'
    made = made.replace("<table>", columns)
    made = made.replace("<tr>\n<th", '<tr class="header">\n<th').replace("<tr>\n<td", '<tr class="odd">\n<td')
    if draw.random() < 0.5:
        made = re.sub(
            r"<h([1-6])>(.*?)</h\1>", r'<h\1 id="it">\2<a href="#it" class="anchor">¶</a></h\1>', made
        )
    return f"<!DOCTYPE html>\n<html><head><title>Page</title></head><body>\n{made}\n</body></html>"


def html_with_headers_of_rows(text: str, draw: Draw) -> str | None:
    """HTML in which the first cell of a row is its header, or cells carry attributes."""
    made = as_html(text, draw)
    if made is None or "<table" not in made:
        return None
    if draw.random() < 0.5:
        return re.sub(r"<tr>\n<td>(.*?)</td>", r'<tr>\n<th scope="row">\1</th>', made)
    return made.replace("<td>", '<td data-label="x" data-th="y">')


# ----------------------------------------------------------------------------------- a table in another markup


def _widths(rows: Rows) -> list[int]:
    return [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]


def _filled(row: list[str], widths: list[int], between: str) -> str:
    return between.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))


def _stripped(rows: Rows) -> Rows:
    return [[cell.strip() for cell in row] for row in rows]


def _columned(rows: Rows) -> bool:
    """Whether spaces can part the cells, so that neither a heading nor a title underlined stands there."""
    if len(rows[0]) < 2 or rows[0][0].startswith("#"):
        return False
    return not any("|" in cell or not cell or "  " in cell for row in rows for cell in row)


def pandoc_simple(rows: Rows, draw: Draw) -> list[str] | None:
    plain = _stripped(rows)
    if not _columned(plain):
        return None
    widths = _widths(plain)
    lines = [_filled(row, widths, "  ").rstrip() for row in plain]
    return ["", lines[0], "  ".join("-" * width for width in widths), *lines[1:], ""]


def pandoc_multiline(rows: Rows, draw: Draw) -> list[str] | None:
    """Cells broken over lines, between lines of dashes."""
    plain = _stripped(rows)
    width = max(30, *(len(row[-1]) // 2 + 1 for row in plain))
    if not _columned(plain) or any(len(word) > width for row in plain for word in row[-1].split()):
        return None
    widths = [*_widths(plain)[:-1], width]
    rule = "-" * (sum(widths) + 2 * len(widths) - 2)
    lines = [rule]
    for r, row in enumerate(plain):
        last = _wrapped(row[-1], width)
        for i, part in enumerate(last):
            lines.append(
                _filled([*(row[:-1] if not i else [""] * (len(row) - 1)), part], widths, "  ").rstrip()
            )
        lines.append("" if r else "  ".join("-" * width for width in widths))
    return ["", *lines[:-1], rule, ""]


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def of_org(rows: Rows, draw: Draw) -> list[str] | None:
    """A table of Org, whose rule has signs of plus."""
    plain = _stripped(rows)
    widths = _widths(plain)
    lines = [f"| {_filled(row, widths, ' | ')} |" for row in plain]
    return [lines[0], "|" + "+".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def of_jira(rows: Rows, draw: Draw) -> list[str] | None:
    plain = [[cell or " " for cell in row] for row in _stripped(rows)]
    return ["||" + "||".join(plain[0]) + "||", *("|" + "|".join(row) + "|" for row in plain[1:])]


def of_mediawiki(rows: Rows, draw: Draw) -> list[str] | None:
    plain = _stripped(rows)
    if any("|" in cell for row in plain for cell in row):
        return None
    lines = ['{| class="wikitable"', "! " + " !! ".join(plain[0])]
    for row in plain[1:]:
        one = draw.random() < 0.5
        lines += ["|-", *(["| " + " || ".join(row)] if one else [f"| {cell}" for cell in row])]
    return ["", *lines, "|}", ""]


def of_program(rows: Rows, draw: Draw) -> list[str] | None:
    """A table as consoles draw it, in a listing."""
    plain = _stripped(rows)
    signs = ("|", "*", "<", "](")  # in which nothing is emphasised, broken or leads anywhere
    if any(sign in cell for row in plain for cell in row for sign in signs):
        return None
    widths = _widths(plain)
    lines = [f"│ {_filled(row, widths, ' │ ')} │" for row in plain]
    top, rule, end = (a + b.join("─" * (w + 2) for w in widths) + c for a, b, c in ("┌┬┐", "├┼┤", "└┴┘"))
    return ["~~~~", top, lines[0], rule, *lines[1:], end, "~~~~"]  # inside fences of backticks too


def _rst(cell: str) -> str:
    return re.sub(r"`([^`]+)`", r"``\1``", cell)


def _rst_title(title: str) -> str:
    return f"{title}\n{'=' * len(title)}\n\n"


def rst_list_table(title: str, rows: Rows, draw: Draw) -> str:
    lines = [f"   {' ' if i else '*'} - {_rst(cell)}".rstrip() for row in rows for i, cell in enumerate(row)]
    head = ".. list-table:: Fields\n   :header-rows: 1\n   :widths: auto\n\n"
    return _rst_title(title) + head + "\n".join(lines) + "\n"


def rst_csv_table(title: str, rows: Rows, draw: Draw) -> str:
    lines = [", ".join('"' + _rst(cell).replace('"', '""') + '"' for cell in row) for row in rows]
    return "\n   ".join([f"{_rst_title(title)}.. csv-table::", f":header: {lines[0]}", "", *lines[1:]]) + "\n"


def rst_simple(title: str, rows: Rows, draw: Draw) -> str | None:
    rows = [[_rst(cell) for cell in row] for row in rows]
    if not _columned(rows):
        return None
    widths = _widths(rows)
    rule, lines = "  ".join("=" * w for w in widths), [_filled(row, widths, "  ").rstrip() for row in rows]
    return _rst_title(title) + "\n".join([rule, lines[0], rule, *lines[1:], rule]) + "\n"


def rst_attributes(title: str, rows: Rows, draw: Draw) -> str | None:
    """Attributes of a class as Sphinx has them written."""
    found = flat(fields_of(rows))
    if not found or any(r.required is not None or not re.fullmatch(r"\w+", r.type) for r in found):
        return None
    lines = [f"   .. attribute:: {r.name}\n      :type: {r.type}\n\n      {_rst(r.text)}\n" for r in found]
    return _rst_title("API") + f".. class:: {title}\n\n" + "\n".join(lines)


def adoc_table(title: str, rows: Rows, draw: Draw) -> str:
    if draw.random() < 0.5:
        lines = ["|" + " |".join(rows[0]), "", *("|" + "\n|".join(row) + "\n" for row in rows[1:])]
    else:
        lines = ["|" + " |".join(row) for row in rows]
    head = f'== {title}\n\n[cols="{len(rows[0])}*", options="header"]\n|===\n'
    return head + "\n".join(lines) + "\n|===\n"


_WORDS = {None: "", True: ", required", False: ", optional"}


def adoc_terms(title: str, rows: Rows, draw: Draw) -> str | None:
    found = flat(fields_of(rows))
    if not found:
        return None
    return f"== {title}\n\n" + "\n".join(
        f"`{r.name}` ({r.type}{_WORDS[r.required]}):: {r.text}" for r in found
    )


_COMPONENTS = (("ResponseField", "name"), ("ParamField", "body"), ("Property", "name"), ("Field", "name"))


def mdx_components(title: str, rows: Rows, draw: Draw) -> str | None:
    found = flat(fields_of(rows))
    if not found or any("`" in r.type or '"' in r.type for r in found):
        return None
    tag, name = draw.choice(_COMPONENTS)
    parts = [
        f'<{tag} {name}="{r.name}" type="{r.type}"{" required" * bool(r.required)}>\n  {r.text}\n</{tag}>\n'
        for r in found
    ]
    return f"# {title}\n\n" + "\n".join(parts)


_DEFINITIONS = (
    ("dl", "<dt><code>{n}</code> <em>{t}</em>{w}</dt><dd>{d}</dd>"),
    ("dl", "<dt>{n} <span class='type'>{t}</span>{w}</dt><dd><p>{d}</p></dd>"),
    ("dl", "<dt><strong>{n}</strong> ({t})</dt><dd>{d}{w}</dd>"),
    ("dl", "<dt>{n}</dt><dd><em>{t}</em>{w}</dd><dd>{d}</dd>"),
    ("ul", "<li><code>{n}</code> <em>{t}</em>{w}<p>{d}</p></li>"),
    ("div", "<div><div><code>{n}</code> <span>{t}</span>{w}</div><div>{d}</div></div>"),
)


def html_definitions(title: str, rows: Rows, draw: Draw) -> str | None:
    """Definition lists and blocks with badges, as sites of references have them."""
    found = flat(fields_of(rows))
    if not found:
        return None
    around, form = draw.choice(_DEFINITIONS)
    badges = {
        None: "",
        True: " <span class='badge'>required</span>",
        False: " <span class='badge'>optional</span>",
    }
    parts = [form.format(n=r.name, t=_coded(r.type), w=badges[r.required], d=_coded(r.text)) for r in found]
    return f"<html><body><h1>{title}</h1>\n<{around}>\n" + "\n".join(parts) + f"\n</{around}></body></html>"


def _coded(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


def _separated(delimiter: str, suffix: str = ".csv", *, quoted: bool = False) -> Change:
    def write(title: str, rows: Rows, draw: Draw) -> str:
        out, end = io.StringIO(), draw.choice(["\n", "\r\n"])
        quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
        return draw.choice(["", "\ufeff"]) + out.getvalue()

    return alone(write, suffix)


def workbook(title: str, rows: Rows, draw: Draw) -> bytes:
    """A sheet, sometimes with a title above or an empty column before."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title[:30]
    above, before = draw.choice([0, 0, 2]), draw.choice([0, 0, 1])
    if above:
        sheet.cell(1, 1 + before, "Description of the fields")
    for r, row in enumerate(rows, 1 + above):
        for c, cell in enumerate(row, 1 + before):
            sheet.cell(r, c, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


KINDS: dict[str, Change] = {
    "grid table": of_table(in_a_grid),
    "as HTML": as_html,
    "HTML of editors": html_of_editors,
    "HTML in divs": html_in_divs,
    "HTML of Pandoc": html_of_pandoc,
    "HTML, headers of rows": html_with_headers_of_rows,
    "HTML, definitions": alone(html_definitions, ".html"),
    "Pandoc, simple": of_table(pandoc_simple),
    "Pandoc, multiline": of_table(pandoc_multiline),
    "Org": of_table(of_org),
    "Jira": of_table(of_jira),
    "MediaWiki": of_table(of_mediawiki),
    "drawn in a console": of_table(of_program),
    "rst, list-table": alone(rst_list_table, ".rst"),
    "rst, csv-table": alone(rst_csv_table, ".rst"),
    "rst, simple": alone(rst_simple, ".rst"),
    "rst, attributes": alone(rst_attributes, ".rst"),
    "AsciiDoc": alone(adoc_table, ".adoc"),
    "AsciiDoc, terms": alone(adoc_terms, ".adoc"),
    "MDX": alone(mdx_components, ".mdx"),
    "CSV": _separated(","),
    "CSV, all quoted": _separated(",", quoted=True),
    "CSV with semicolons": _separated(";"),
    "TSV": _separated("\t", ".tsv"),
    "XLSX": alone(workbook, ".xlsx"),
}
OF_HTML = frozenset({"as HTML", "HTML of editors", "HTML in divs", "HTML of Pandoc", "HTML, headers of rows"})
"""Kinds that make HTML of a page."""
