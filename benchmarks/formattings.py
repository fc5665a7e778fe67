"""How little it matters in which markup documentation is written: one documentation in many formattings, each read.

    python benchmarks/formattings.py [--only PART] [--show]

The documentation has types that refer to each other, nested fields, values, requiredness, bounds, defaults and links.
A fact is a keyword of a schema at its place; descriptions count as words, without signs.  For each formatting: the
share of facts that are read as they are, what is read besides, and whether any difference is without a finding.  The
aim is 1 everywhere, and no such difference.  `--show` prints the differences.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from rowtype.reading import Reading, read
from rowtype.schema.documents import Json


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    type: str
    """With `<Name>` for a link to a type."""
    required: bool
    text: str
    """With code in backticks."""
    facts: dict[str, Json]
    """What its schema says besides the description."""


@dataclass(frozen=True, slots=True)
class Type:
    name: str
    text: str
    fields: tuple[Field, ...]


TYPES = (
    Type(
        "Order",
        "What a customer has bought.",
        (
            Field("id", "string", True, "The key. Maximum length: 36.", {"type": "string", "maxLength": 36}),
            Field(
                "state",
                "string",
                True,
                "How far it is. One of: `new`, `paid`, `sent`.",
                {"type": "string", "enum": ["new", "paid", "sent"]},
            ),
            Field("buyer", "<Customer>", True, "Who bought it.", {"$ref": "Customer.schema.json"}),
            Field(
                "items",
                "array of <Item>",
                False,
                "What was bought.",
                {"type": "array", "items": {"$ref": "Item.schema.json"}},
            ),
            Field("address", "object", False, "Where it goes.", {"type": "object"}),
            Field("address.city", "string", True, "The city.", {"type": "string"}),
            Field("address.floor", "integer", False, "The floor.", {"type": "integer"}),
            Field("paid", "boolean", False, "Paid or not. Default: `false`.", {"type": "boolean", "default": False}),
        ),
    ),
    Type(
        "Customer",
        "Who buys.",
        (
            Field("name", "string", True, "The name.", {"type": "string"}),
            Field(
                "discount",
                "integer",
                False,
                "In percent. Between 0 and 50.",
                {"type": "integer", "minimum": 0, "maximum": 50},
            ),
            Field(
                "tags",
                "array of string",
                False,
                "Words about the customer.",
                {"type": "array", "items": {"type": "string"}},
            ),
        ),
    ),
    Type(
        "Item",
        "One thing of an order.",
        (
            Field("sku", "string", True, "The number of the thing.", {"type": "string"}),
            Field("count", "integer", True, "How many. Minimum: 1.", {"type": "integer", "minimum": 1}),
            Field("price", "number", False, "Of one.", {"type": "number"}),
        ),
    ),
)  # fmt: skip
HEADER = ("Field", "Type", "Required", "Description")
_LINK = re.compile(r"<(\w+)>")
_CODE = re.compile(r"`([^`]+)`")


# ------------------------------------------------------------------------------------------------ formattings


def _said(required: bool) -> str:
    return "yes" if required else "no"


def _rows(
    one: Type, link: Callable[[str], str], code: Callable[[str], str], mark: Callable[[str], str] = str
) -> list[list[str]]:
    """Cells of the fields of a type, in a markup."""
    return [
        [
            mark(f.name),
            _LINK.sub(lambda m: link(m[1]), f.type),
            _said(f.required),
            _CODE.sub(lambda m: code(m[1]), f.text),
        ]
        for f in one.fields
    ]


def _md_link(name: str) -> str:
    return f"[{name}](#{name.lower()})"


def _md_code(text: str) -> str:
    return f"`{text}`"


def _md(body: Callable[[list[list[str]]], str], mark: Callable[[str], str] = _md_code) -> str:
    parts = (f"## {t.name}\n\n{t.text}\n\n{body(_rows(t, _md_link, _md_code, mark))}\n" for t in TYPES)
    return "# API\n\n" + "\n".join(parts)


def _pipes(rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in [[*HEADER], ["---"] * 4, *rows])


def _bare_pipes(rows: list[list[str]]) -> str:
    return "\n".join(" | ".join(row) for row in [[*HEADER], ["---"] * 4, *rows])


def _bullets(rows: list[list[str]]) -> str:
    return "\n".join(f"- {n} ({t}, {_word(r)}): {d}" for n, t, r, d in rows)


def _dashed(rows: list[list[str]]) -> str:
    return "\n".join(f"* **{n}** ({t}, {_word(r)}) - {d}" for n, t, r, d in rows)


def _word(said: str) -> str:
    return "required" if said == "yes" else "optional"


def _terms(rows: list[list[str]]) -> str:
    return "\n\n".join(f"{n} ({t}, {_word(r)})\n: {d}" for n, t, r, d in rows)


def _sections(rows: list[list[str]]) -> str:
    return "\n\n".join(f"### {n}\n\n- Type: {t}\n- Required: {r}\n- Description: {d}" for n, t, r, d in rows)


def _records(rows: list[list[str]]) -> str:
    return "\n\n".join(f"**{n}**\nType: {t}\nRequired: {r}\nDescription: {d}" for n, t, r, d in rows)


def _components(rows: list[list[str]]) -> str:
    return "\n\n".join(
        f'<ResponseField name="{n}" type="{t}"{" required" if r == "yes" else ""}>\n  {d}\n</ResponseField>'
        for n, t, r, d in rows
    )


def _mdx() -> str:
    parts = (f"## {t.name}\n\n{t.text}\n\n{_components(_rows(t, str, _md_code))}\n" for t in TYPES)
    return "# API\n\n" + "\n".join(parts)


def _html(body: Callable[[list[list[str]]], str]) -> str:
    link, code = (lambda n: f'<a href="#{n.lower()}">{n}</a>'), (lambda c: f"<code>{escape(c)}</code>")
    parts = (
        f'<h2 id="{t.name.lower()}">{t.name}</h2>\n<p>{t.text}</p>\n{body(_rows(t, link, code, code))}'
        for t in TYPES
    )
    return "<html><body><h1>API</h1>\n" + "\n".join(parts) + "\n</body></html>\n"


def _tr(cells: list[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{c}</{tag}>" for c in cells) + "</tr>\n"


def _html_table(rows: list[list[str]]) -> str:
    return (
        f"<table>\n<thead>{_tr([*HEADER], 'th')}</thead>\n<tbody>{''.join(map(_tr, rows))}</tbody>\n</table>"
    )


def _html_plain(rows: list[list[str]]) -> str:
    return f"<table>\n{_tr([*HEADER])}{''.join(map(_tr, rows))}</table>"


def _html_head(rows: list[list[str]]) -> str:
    body = "".join(
        f"<tr><th>{row[0]}</th>" + "".join(f"<td>{c}</td>" for c in row[1:]) + "</tr>\n" for row in rows
    )
    return f"<table>\n{_tr([*HEADER], 'th')}{body}</table>"


def _dl(rows: list[list[str]]) -> str:
    return (
        "<dl>\n" + "".join(f"<dt>{n} ({t}, {_word(r)})</dt>\n<dd>{d}</dd>\n" for n, t, r, d in rows) + "</dl>"
    )


def _rst(body: Callable[[list[list[str]]], str]) -> str:
    def title(text: str, sign: str) -> str:
        return f"{text}\n{sign * len(text)}\n"

    rows = ((t, _rows(t, lambda n: f"{n}_", lambda c: f"``{c}``", lambda c: f"``{c}``")) for t in TYPES)
    parts = (f"{title(t.name, '-')}\n{t.text}\n\n{body(cells)}\n" for t, cells in rows)
    return title("API", "=") + "\n" + "\n".join(parts)


def _widths(rows: list[list[str]]) -> list[int]:
    return [max(len(row[i]) for row in [[*HEADER], *rows]) for i in range(4)]


def _grid(rows: list[list[str]]) -> str:
    widths = _widths(rows)
    rule = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    lines = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)) + " |"
        for r in [[*HEADER], *rows]
    ]
    return "\n".join(
        [rule, lines[0], rule.replace("-", "="), *(part for line in lines[1:] for part in (line, rule))]
    )


def _simple(rows: list[list[str]]) -> str:
    widths = _widths(rows)
    rule = "  ".join("=" * w for w in widths)
    lines = [
        "  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in [[*HEADER], *rows]
    ]
    return "\n".join([rule, lines[0], rule, *lines[1:], rule])


def _list_table(rows: list[list[str]]) -> str:
    lines = (f"   {'*' if not i else ' '} - {c}" for row in [[*HEADER], *rows] for i, c in enumerate(row))
    return ".. list-table::\n   :header-rows: 1\n\n" + "\n".join(lines)


def _csv_table(rows: list[list[str]]) -> str:
    lines = ("   " + ", ".join(f'"{c}"' for c in row) for row in rows)
    return ".. csv-table::\n   :header: " + ", ".join(HEADER) + "\n\n" + "\n".join(lines)


def _pandoc(rows: list[list[str]]) -> str:
    """A simple table of Pandoc."""
    widths = _widths(rows)
    lines = [
        "  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in [[*HEADER], *rows]
    ]
    return "\n".join([lines[0], "  ".join("-" * w for w in widths), *lines[1:]])


def _adoc(body: Callable[[list[list[str]]], str]) -> str:
    rows = ((t, _rows(t, lambda n: f"<<{n.lower()},{n}>>", _md_code, _md_code)) for t in TYPES)
    parts = (f"[#{t.name.lower()}]\n== {t.name}\n\n{t.text}\n\n{body(cells)}\n" for t, cells in rows)
    return "= API\n\n" + "\n".join(parts)


def _adoc_table(rows: list[list[str]]) -> str:
    lines = ("\n".join(f"|{c}" for c in row) + "\n" for row in rows)
    return (
        '[cols="1,1,1,3",options="header"]\n|===\n|' + " |".join(HEADER) + "\n\n" + "\n".join(lines) + "|==="
    )


def _adoc_terms(rows: list[list[str]]) -> str:
    return "\n".join(f"{n} ({t}, {_word(r)}):: {d}" for n, t, r, d in rows)


def _separated(one: Type, delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([HEADER, *_rows(one, str, str)])
    return out.getvalue()


def _workbook(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for one in TYPES:
        sheet = book.create_sheet(one.name)
        for row in [[*HEADER], *_rows(one, str, str)]:
            sheet.append(row)
    book.save(path)


TEXTS: dict[str, tuple[str, Callable[[], str]]] = {
    "Markdown: table": (".md", lambda: _md(_pipes)),
    "Markdown: no outer pipes": (".md", lambda: _md(_bare_pipes)),
    "Markdown: names in bold": (".md", lambda: _md(_pipes, lambda n: f"**{n}**")),
    "Markdown: bullets": (".md", lambda: _md(_bullets)),
    "Markdown: bullets, dashes": (".md", lambda: _md(_dashed, str)),
    "Markdown: definitions": (".md", lambda: _md(_terms)),
    "Markdown: headings": (".md", lambda: _md(_sections)),
    "Markdown: labelled lines": (".md", lambda: _md(_records, str)),
    "Markdown: Pandoc's tables": (".md", lambda: _md(_pandoc)),
    "Markdown: HTML inside": (
        ".md",
        lambda: _html(_html_plain).removeprefix("<html><body>").removesuffix("</body></html>\n"),
    ),
    "MDX: components": (".mdx", _mdx),
    "HTML: table": (".html", lambda: _html(_html_table)),
    "HTML: no thead": (".html", lambda: _html(_html_plain)),
    "HTML: names in th": (".html", lambda: _html(_html_head)),
    "HTML: dl": (".html", lambda: _html(_dl)),
    "rst: grid": (".rst", lambda: _rst(_grid)),
    "rst: simple": (".rst", lambda: _rst(_simple)),
    "rst: list-table": (".rst", lambda: _rst(_list_table)),
    "rst: csv-table": (".rst", lambda: _rst(_csv_table)),
    "AsciiDoc: table": (".adoc", lambda: _adoc(_adoc_table)),
    "AsciiDoc: terms": (".adoc", lambda: _adoc(_adoc_terms)),
}


def written(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Formattings, and the files in which the documentation stands so."""
    for name, (suffix, text) in TEXTS.items():
        path = folder / f"api{suffix}"
        path.write_text(text(), encoding="utf-8")
        yield name, [path]
    for suffix, delimiter in ((".csv", ","), (".tsv", "\t")):
        paths = [folder / f"{one.name}{suffix}" for one in TYPES]
        for path, one in zip(paths, TYPES, strict=True):
            path.write_text(_separated(one, delimiter), encoding="utf-8")
        yield suffix[1:].upper(), paths
    try:
        _workbook(folder / "api.xlsx")
    except ModuleNotFoundError:
        print("openpyxl is not installed: no workbook", file=sys.stderr)
    else:
        yield "XLSX", [folder / "api.xlsx"]


# ------------------------------------------------------------------------------------------------ facts


def truth(*, prose: bool = True) -> dict[str, Json]:
    """The schemas that the documentation says; tables alone have no `prose`."""
    schemas: dict[str, Json] = {}
    for one in TYPES:
        top: dict[str, Json] = {"type": "object", "properties": {}, "required": []}
        if prose:
            top["description"] = one.text
        for f in one.fields:
            *above, name = f.name.split(".")
            at = top
            for step in above:
                at = at["properties"][step]
            at.setdefault("properties", {})[name] = {**f.facts, "description": f.text}
            if f.required:
                at.setdefault("required", []).append(name)
        schemas[one.name] = top
    return schemas


TABLES = frozenset({".csv", ".tsv", ".xlsx"})
"""Files that hold tables and nothing else."""
PASSED_OVER = frozenset({"$schema", "$id", "title", "x-notes", "x-caption"})
_WORDS = re.compile(r"\w+")


def facts(node: Json, at: str = "") -> Iterator[tuple[str, str]]:
    """Places and what stands there, without descriptions."""
    if not isinstance(node, dict):
        yield at, repr(sorted(node, key=str)) if isinstance(node, list) else repr(node)
        return
    for key, value in node.items():
        if key in ("properties", "items") and isinstance(value, dict):
            yield f"{at}/{key}", ""
        if key == "required":
            yield from ((f"{at}/required", name) for name in value)
        elif key not in PASSED_OVER and not (key == "description" and isinstance(value, str)):
            yield from facts(value, f"{at}/{key}")


def words(node: Json, at: str = "") -> Iterator[tuple[str, str]]:
    """Places and words of the descriptions there, as far as no keyword says the same."""
    for key, value in node.items() if isinstance(node, dict) else ():
        if key == "description" and isinstance(value, str):
            yield at, _WORDS.findall(value)[0]
        else:
            yield from words(value, f"{at}/{key}")


def _all(schemas: dict[str, Json], of: Callable[[Json], Iterator[tuple[str, str]]]) -> set[tuple[str, str]]:
    return {(f"{name}{at}", said) for name, schema in schemas.items() for at, said in of(schema)}


def compared(reading: Reading, *, prose: bool) -> tuple[set[tuple[str, str]], set[tuple[str, str]], int]:
    """Facts that are not read, facts that are read and not there, and how many there are."""
    right, found = truth(prose=prose), dict(reading.schemas)
    one, other = (
        {(n, "") for n in those} | _all(those, facts) | _all(those, words) for those in (right, found)
    )
    return one - other, other - one, len(one)


def main() -> int:
    """Print a line a formatting; 1 where a fact is missing or wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="formattings with this in their names")
    parser.add_argument("--show", action="store_true", help="print what is missing and what is too much")
    options = parser.parse_args()
    equal = total = silent = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, paths in written(Path(folder)):
            if options.only not in name:
                continue
            reading = read(paths)
            missing, besides, count = compared(reading, prose=paths[0].suffix not in TABLES)
            told = sum(d.slug != "told-by-cells" for d in reading.diagnostics)
            quiet = bool(missing or besides) and not told
            equal, total, silent = equal + count - len(missing), total + count, silent + quiet
            share = (count - len(missing)) / count
            print(
                f"{name:26} equal {share:.3f}   besides {len(besides):3}   findings {told:3}{'   SILENT' * quiet}"
            )
            if options.show:
                for sign, those in (("-", missing), ("+", besides)):
                    print(*(f"    {sign} {at} {said}" for at, said in sorted(those)), sep="\n")
                print(
                    *(
                        f"    {d.slug} {d.span.line if d.span else ''} {dict(d.facts)}"
                        for d in reading.diagnostics
                    ),
                    sep="\n",
                )
    print(f"{'all':26} equal {equal / total:.3f}   silent {silent}")
    return equal < total or silent > 0


if __name__ == "__main__":
    sys.exit(main())
