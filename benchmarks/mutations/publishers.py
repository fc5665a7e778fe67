"""Tables of fields as the tools that publish documentation write them."""

from __future__ import annotations

import json
import re
from html import escape

from mutations.tables import Change, Draw, Row, Rows, alone, fields_of, flat


def _html(text: str, code: str = "<code>{}</code>") -> str:
    return re.sub(r"`([^`]+)`", lambda m: code.format(m[1]), escape(text, quote=False))


def _site(title: str, head: str, inside: str) -> str:
    return (
        f"<!DOCTYPE html>\n<html><head><title>{title}</title></head>"
        f"<body>\n{head.format(title)}\n{inside}\n</body></html>\n"
    )


def _table(rows: Rows, table: str, head: str, cell: str, code: str = "<code>{}</code>") -> str:
    """Rows between tags: `head` and `cell` hold what stands round a cell."""
    lines = [f"<tr>{''.join(head.format(_html(c, code)) for c in rows[0])}</tr>"]
    lines += [f"<tr>{''.join(cell.format(_html(c, code)) for c in row)}</tr>" for row in rows[1:]]
    return table.format("\n".join(lines))


def confluence(title: str, rows: Rows, draw: Draw) -> str:
    """A page of Confluence, whose rows are numbered sometimes."""
    th = '<th class="confluenceTh"><p><strong>{}</strong></p></th>'
    made = _table(
        rows,
        '<div class="table-wrap"><table class="wrapped confluenceTable">'
        "<colgroup><col /><col /></colgroup><tbody>\n{}\n</tbody></table></div>",
        th,
        '<td class="confluenceTd"><p>{}</p></td>',
    )
    if draw.random() < 0.5:
        count = iter(range(1, 1000))
        numbered = '<tr><td class="numberingColumn confluenceTd">{}</td><td'
        made = made.replace("<tr><th", '<tr><th class="numberingColumn confluenceTh"><br/></th><th', 1)
        made = re.sub(r"<tr><td", lambda _: numbered.format(next(count)), made)
    return _site(title, '<h1 id="title-text">{}</h1>', made)


def _fields(rows: Rows) -> list[Row] | None:
    return flat(fields_of(rows))


def confluence_status(title: str, rows: Rows, draw: Draw) -> str | None:
    """Requiredness in lozenges beside the name."""
    found = _fields(rows)
    if not found or any(one.required is None for one in found):
        return None
    form = '<span class="status-macro aui-lozenge aui-lozenge-{}">{}</span>'
    marks = {True: form.format("error", "REQUIRED"), False: form.format("success", "OPTIONAL")}
    lines = [
        f"<tr><td><p><strong>{one.name}</strong></p></td><td><p>{_html(one.type)}</p></td>"
        f"<td><p>{marks[bool(one.required)]}</p></td><td><p>{_html(one.text)}</p></td></tr>"
        for one in found
    ]
    head = "<tr><th>Field</th><th>Type</th><th>Required</th><th>Description</th></tr>"
    return _site(title, "<h1>{}</h1>", f"<table><tbody>{head}\n" + "\n".join(lines) + "\n</tbody></table>")


def notion(title: str, rows: Rows, draw: Draw) -> str:
    made = _table(
        rows,
        '<table id="1a2b" class="simple-table"><tbody>\n{}\n</tbody></table>',
        '<th id="a%3Ab" class="simple-table-header-color simple-table-header" style="width:120px">{}</th>',
        '<td id="a%3Ab" style="width:120px">{}</td>',
    )
    head = '<article id="9f" class="page sans"><header><h1 class="page-title">{}</h1></header><div class="page-body">'
    return _site(title, head, made + "</div></article>")


def word(title: str, rows: Rows, draw: Draw) -> str:
    """A document of Word, saved as a page."""
    p = "<p class=MsoNormal style='margin-bottom:0cm'>{}<span lang=EN-US>{{}}<o:p></o:p></span>{}</p>"
    td = f"<td width=154 valign=top style='width:115pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt'>{p}</td>"
    made = _table(
        rows,
        "<table class=MsoTableGrid border=1 cellspacing=0 "
        "cellpadding=0 style='border-collapse:collapse'>\n{}\n</table>",
        td.format("<b>", "</b>"),
        td.format("", ""),
        "<span style='font-family:\"Courier New\"'>{}</span>",
    )
    return _site(
        title, "<div class=WordSection1><h1><span lang=EN-US>{}<o:p></o:p></span></h1>", made + "</div>"
    )


def google_docs(title: str, rows: Rows, draw: Draw) -> str:
    td = '<td class="c3" colspan="1" rowspan="1"><p class="c1"><span class="{}">{{}}</span></p></td>'
    made = _table(
        rows,
        '<a id="t.1f"></a><a id="t.0"></a><table class="c7">\n{}\n</table>',
        td.format("c4"),
        td.format("c2"),
    )
    return _site(title, '<h1 class="c5" id="h.1x"><span class="c9">{}</span></h1>', made)


def google_docs_markdown(title: str, rows: Rows, draw: Draw) -> str:
    """Markdown as Google Docs downloads it: bold headers, signs escaped."""

    def escaped(cell: str) -> str:
        parts = re.split(r"(`[^`]*`)", cell)
        return "".join(p if p.startswith("`") else re.sub(r"(?<=\w)([_.-])", r"\\\1", p) for p in parts)

    lines = [
        f"| {' | '.join(f'**{escaped(c)}**' for c in rows[0])} |",
        "| " + " | ".join([":----"] * len(rows[0])) + " |",
    ]
    lines += [f"| {' | '.join(map(escaped, row))} |" for row in rows[1:]]
    return f"# **{title}** {{#{title.lower()}}}\n\n" + "\n".join(lines) + "\n"


def swagger_ui(title: str, rows: Rows, draw: Draw) -> str | None:
    found = _fields(rows)
    if not found or any(re.search(r"\W", one.type) or one.required is None for one in found):
        return None
    lines = [
        f'<tr class="property-row{" required" * bool(one.required)}">'
        f"<td>{one.name}{'<span class=star>*</span>' * bool(one.required)}</td>"
        f'<td><span class="model"><span class="prop"><span class="prop-type">{one.type}</span>'
        f'<div class="renderedMarkdown"><p>{_html(one.text)}</p></div></span></span></td></tr>'
        for one in found
    ]
    body = (
        f'<div class="model-container"><span class="model-box"><span class="model"><span class="model-title">'
        f'<span class="model-title__text">{title}</span></span><span class="brace-open object">{{</span>'
        f'<span class="inner-object"><table class="model"><tbody>{"".join(lines)}</tbody></table></span>'
        f'<span class="brace-close">}}</span></span></span></div>'
    )
    return _site(title, "<h1>API</h1>", body)


def readme_block(title: str, rows: Rows, draw: Draw) -> str:
    """A table in the JSON of ReadMe's first editor."""
    data = {
        f"{'h' if not r else r - 1}-{c}": cell for r, row in enumerate(rows) for c, cell in enumerate(row)
    }
    made = json.dumps(
        {"data": data, "cols": len(rows[0]), "rows": len(rows) - 1}, indent=2, ensure_ascii=False
    )
    return f"# {title}\n\n[block:parameters]\n{made}\n[/block]\n"


def readme_table(title: str, rows: Rows, draw: Draw) -> str:
    """A table of ReadMe's second editor, in JSX."""
    style = '{{ textAlign: "left" }}'
    head = "\n".join(f"      <th style={style}>\n        {cell}\n      </th>" for cell in rows[0])
    body = "\n".join(
        "    <tr>\n"
        + "\n".join(f"      <td style={style}>\n        {cell}\n      </td>" for cell in row)
        + "\n    </tr>"
        for row in rows[1:]
    )
    table = (
        f'<Table align={{["left","left"]}}>\n  <thead>\n    <tr>\n{head}\n '
        f"   </tr>\n  </thead>\n\n  <tbody>\n{body}\n  </tbody>\n</Table>"
    )
    return f"# {title}\n\n{table}\n"


def gitbook_table(title: str, rows: Rows, draw: Draw) -> str | None:
    """A table of GitBook, with stars of their own colour at names."""
    found = _fields(rows)
    if not found or any(one.required is None for one in found):
        return None
    star = '<mark style="color:red;">*</mark>'
    lines = [
        f"<tr><td>{one.name}{star * bool(one.required)}</td><td>{_html(one.type)}</td><td>{_html(one.text)}</td></tr>"
        for one in found
    ]
    head = '<thead><tr><th width="161">Name</th><th width="142">Type</th><th>Description</th></tr></thead>'
    return f"# {title}\n\n<table>{head}<tbody>{''.join(lines)}</tbody></table>\n"


def gitbook_parameters(title: str, rows: Rows, draw: Draw) -> str | None:
    found = _fields(rows)
    if not found or any('"' in one.type + one.text for one in found):
        return None
    marks = {None: "", True: ' required="true"', False: ' required="false"'}
    lines = [
        f'{{% swagger-parameter in="body" name="{one.name}" '
        f'type="{one.type}"{marks[one.required]} %}}\n{one.text}\n{{% endswagger-parameter %}}\n'
        for one in found
    ]
    begin = '{% swagger method="post" path="/items" baseUrl="https://example.com" summary="Makes one" %}'
    return f"# {title}\n\n{begin}\n" + "\n".join(lines) + "{% endswagger %}\n"


def docusaurus_items(title: str, rows: Rows, draw: Draw) -> str | None:
    found = _fields(rows)
    if not found or any('"' in one.type + one.text or "`" in one.type for one in found):
        return None
    lines = [
        f'<SchemaItem collapsible={{false}} name={{"{one.name}"}} required={{{str(bool(one.required)).lower()}}} '
        f'schemaName={{"{one.type}"}} qualifierMessage={{undefined}}>\n\n  {one.text}\n\n</SchemaItem>\n'
        for one in found
    ]
    return f"# {title}\n\n" + "\n".join(lines)


def docusaurus_page(title: str, rows: Rows, draw: Draw) -> str:
    head = (
        '<nav class="breadcrumbs"><ul><li>Types</li></ul></nav>'
        '<div class="theme-doc-markdown markdown"><header><h1>{}</h1></header>'
        '<h2 class="anchor" id="fields">Fields'
        '<a href="#fields" class="hash-link" title="Direct link to Fields">\u200b</a></h2>'
    )
    made = _table(rows, "<table><thead>{}</table>", "<th>{}</th>", "<td>{}</td>").replace(
        "</tr>\n<tr><td", "</tr></thead><tbody>\n<tr><td", 1
    )
    return _site(title, head, made.replace("</table>", "</tbody></table></div>"))


def mkdocs_page(title: str, rows: Rows, draw: Draw) -> str:
    head = (
        '<article class="md-content__inner md-typeset">'
        '<h1 id="it">{}<a class="headerlink" href="#it" title="Permanent link">&para;</a></h1>'
    )
    wrap = (
        '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">'
        "<table>\n{}\n</table></div></div></article>"
    )
    return _site(
        title,
        head,
        _table(rows, wrap, '<th style="text-align: left;">{}</th>', '<td style="text-align: left;">{}</td>'),
    )


def sphinx_page(title: str, rows: Rows, draw: Draw) -> str:
    head = (
        '<section id="it"><h1>{}<a class="headerlink" href="#it" title="Link to this heading">\uf0c1</a></h1>'
    )
    wrap = (
        '<div class="wy-table-responsive"><table class="docutils align-default">'
        '<colgroup><col style="width: 20%" /></colgroup>\n{}\n</table></div></section>'
    )
    code = '<code class="docutils literal notranslate"><span class="pre">{}</span></code>'
    return _site(
        title, head, _table(rows, wrap, '<th class="head"><p>{}</p></th>', "<td><p>{}</p></td>", code)
    )


def asciidoctor_page(title: str, rows: Rows, draw: Draw) -> str:
    head = (
        '<div id="header"><h1>API</h1></div><div class="sect1"><h2 id="_it">{}</h2><div class="sectionbody">'
    )
    wrap = (
        '<table class="tableblock frame-all grid-all stretch"><caption class="title">Table 1. Fields</caption>'
        '<colgroup><col style="width: 25%;"><col style="width: 75%;"></colgroup>\n{}\n</table></div></div>'
    )
    at = 'class="tableblock halign-left valign-top"'
    return _site(
        title,
        head,
        _table(rows, wrap, f"<th {at}>{{}}</th>", f'<td {at}><p class="tableblock">{{}}</p></td>'),
    )


def asciidoc_styled(title: str, rows: Rows, draw: Draw) -> str:
    """AsciiDoc with styles of columns, roles and a title over the table."""
    specs = ",".join(draw.choice(["<1", "^1", "1m", "2a", "<.^1"]) for _ in rows[0][:-1])
    lines = [
        "|" + " |".join(rows[0]),
        "",
        *("\n".join(f"|{cell}" for cell in row) + "\n" for row in rows[1:]),
    ]
    return (
        f'= API\n:toc:\n\n[[it]]\n== {title}\n\n.The fields\n[%header,cols="{specs},4",role="wide"]\n|===\n'
        + "\n".join(lines)
        + "|===\n"
    )


def textile(title: str, rows: Rows, draw: Draw) -> str | None:
    """A table of Redmine and other wikis in Textile, in a page of Markdown."""
    lines = ["|_. " + " |_. ".join(rows[0]) + " |", *("| " + " | ".join(row) + " |" for row in rows[1:])]
    return f"# {title}\n\n" + "\n".join(lines) + "\n"


def dokuwiki(title: str, rows: Rows, draw: Draw) -> str:
    lines = ["^ " + " ^ ".join(rows[0]) + " ^", *("| " + " | ".join(row) + " |" for row in rows[1:])]
    return f"# {title}\n\n" + "\n".join(lines) + "\n"


def tabs_in_listing(title: str, rows: Rows, draw: Draw) -> str | None:
    """Cells between tabs, as they are pasted from a sheet."""
    if any("`" in cell for row in rows for cell in row):
        return None
    fence = draw.choice(["```", ""])
    return f"# {title}\n\n{fence}\n" + "\n".join("\t".join(row) for row in rows) + f"\n{fence}\n"


KINDS: dict[str, Change] = {
    "Confluence": alone(confluence, ".html"),
    "Confluence, lozenges": alone(confluence_status, ".html"),
    "Notion": alone(notion, ".html"),
    "Word": alone(word, ".html"),
    "Google Docs": alone(google_docs, ".html"),
    "Google Docs, Markdown": alone(google_docs_markdown, ".md"),
    "Swagger UI": alone(swagger_ui, ".html"),
    "ReadMe, block": alone(readme_block, ".md"),
    "ReadMe, JSX": alone(readme_table, ".mdx"),
    "GitBook, table": alone(gitbook_table, ".md"),
    "GitBook, parameters": alone(gitbook_parameters, ".md"),
    "Docusaurus, items": alone(docusaurus_items, ".mdx"),
    "Docusaurus": alone(docusaurus_page, ".html"),
    "MkDocs": alone(mkdocs_page, ".html"),
    "Sphinx": alone(sphinx_page, ".html"),
    "AsciiDoctor": alone(asciidoctor_page, ".html"),
    "AsciiDoc, styled": alone(asciidoc_styled, ".adoc"),
    "Textile": alone(textile, ".md"),
    "DokuWiki": alone(dokuwiki, ".md"),
    "tabs in a listing": alone(tabs_in_listing, ".md"),
}
