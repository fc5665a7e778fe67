# ruff: noqa: E501 - a planted defect is one line, however long
"""Planted defects: each page is sound but for one, and lint finds that one and nothing else."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from rowtype import reporting
from rowtype.reading import read
from rowtype.reading.lint.lint import lint, residue, suggest

HEAD = "# {name}\n\n| Field | Type | Required | Description |\n|---|---|---|---|\n"
SOUND = [
    ("id", "string", "yes", "The key, 1-36 characters."),
    (
        "state",
        "string",
        "yes",
        "Possible values are:<br/>`new` - made;<br/>`paid` - paid;<br/>`sent` - on its way.",
    ),
    ("total", "integer", "no", "Values between 0 and 1000. Default is 10."),
    ("email", "string", "no", "Must be a valid e-mail address."),
    ("note", "string", "no", "Required if `state` = paid."),
    ("created_at", "datetime", "no", "When it was made."),
]


def page(name: str = "Order", **changed: tuple[str, str, str, str] | None) -> str:
    """A page of a type, some of its rows changed or left out and further ones added."""
    rows = [changed.pop(row[0], row) for row in SOUND]
    rows += list(changed.values())
    return HEAD.format(name=name) + "".join("| " + " | ".join(row) + " |\n" for row in rows if row)


EVENTS = "Possible values are: `visitor-open`, `visitor-close`, `visitor-move`, `{}`."

DEFECTS: dict[str, tuple[str, dict[str, str]]] = {
    "a value misspelt beside its family": ("value-spelling", {"Order.md": page(event=("event", "string", "no", EVENTS.format("vistor-leave")))}),
    "a common word misspelt": ("value-spelling", {"Order.md": page(side=("side", "string", "no", "Possible values are: `left`, `rigt`."))}),
    "letters swapped": ("value-spelling", {"Order.md": page(event=("event", "string", "no", EVENTS.format("viistor-go").replace("viistor", "vistior")))}),
    "a Cyrillic letter in a value": ("mixed-scripts", {"Order.md": page(kind=("kind", "string", "no", "Possible values are: `bоx`, `bag`."))}),
    "a Cyrillic letter in a name": ("mixed-scripts", {"Order.md": page(typе=("typе", "string", "no", "What it is."))}),
    "a Cyrillic letter in a file name": ("mixed-scripts", {"Оrder.md": page()}),
    "values that differ in case": ("case-clash", {"Order.md": page(kind=("kind", "string", "no", "Possible values are: `box`, `Box`."))}),
    "fields that differ in case": ("case-clash", {"Order.md": page(ID=("Id", "string", "no", "Another key."))}),
    "types that differ in case": ("case-clash", {"Order.md": page(), "other.md": page("order")}),
    "a link to a page that is not there": ("undocumented-type", {"Order.md": page(buyer=("buyer", "[Person](Person.md)", "no", "Who buys."))}),
    "a type that is misspelt": ("unknown-type", {"Order.md": page(label=("label", "Strng", "no", "A name."))}),
    "a number with words as values": ("numeric-words", {"Order.md": page(level=("level", "number", "no", "Possible values are: `low`, `high`."))}),
    "a default outside its list": ("default-invalid", {"Order.md": page(kind=("kind", "string", "no", "Possible values are: `box`, `bag`. Default is `bin`."))}),
    "a default outside its range": ("default-invalid", {"Order.md": page(total=("total", "integer", "no", "Values between 0 and 10. Default is 11."))}),
    "a default of another type": ("default-type", {"Order.md": page(total=("total", "integer", "no", "Default is `many`."))}),
    "an example outside its pattern": ("example-invalid", {"Order.md": page(code=("code", "string", "no", "Digits only. For example `12a`."))}),
    "an example that is too long": ("example-invalid", {"Order.md": page(code=("code", "string", "no", "At most 3 characters. For example: `abcd`."))}),
    "a minimum above the maximum": ("bounds-crossed", {"Order.md": page(total=("total", "integer", "no", "Values between 10 and 5."))}),
    "lengths that cross": ("bounds-crossed", {"Order.md": page(code=("code", "string", "no", "At least 9 characters. At most 3 characters."))}),
    "required, and may be absent": ("required-but-absent", {"Order.md": page(email=("email", "string", "yes", "May be absent."))}),
    "a condition on a field that is not there": ("condition-field", {"Order.md": page(note=("note", "string", "no", "Required if `status` = paid."))}),
    "a condition on a value that is not there": ("condition-value", {"Order.md": page(note=("note", "string", "no", "Required if `state` = gone."))}),
    "a count that differs": ("count-differs", {"Order.md": page(kind=("kind", "string", "no", "One of three values: possible values are `box`, `bag`."))}),
    "mixed separators": ("mixed-separators", {"Order.md": page(state=("state", "string", "yes", "Possible values are:<br/>`new` - made;<br/>`paid` – paid;<br/>`sent` - away."))}),
    "a field twice": ("duplicate-field", {"Order.md": page(again=("id", "string", "yes", "The key again."))}),
    "a value twice": ("duplicate-value", {"Order.md": page(kind=("kind", "string", "no", "Possible values are: `box`, `bag`, `box`."))}),
    "no value that fits": ("unsatisfiable", {"Order.md": page(code=("code", "string", "no", "At most 2 characters. Possible values are: `abc`, `abcd`."))}),
    "a field that the table lacks": ("field-not-listed", {"Order.md": page(note=("note", "string", "no", 'Also returns the field "alias".'))}),
    "a word of requiredness that is unknown": ("unknown-required-word", {"Order.md": page(note=("note", "string", "perhaps", "A text."))}),
    "an empty cell of requiredness": ("required-empty", {"Order.md": page(note=("note", "string", "", "A text."))}),
    "a bracket that is not closed": ("unmatched-bracket", {"Order.md": page(tags=("tags", "Array<string", "no", "Marks."))}),
    "a line amid values that is none": ("list-incomplete", {"Order.md": page(kind=("kind", "string", "no", "Possible values are:<br/>`box` - a box;<br/>whatever fits;<br/>`bag` - a bag."))}),
    "a row that is too short": ("mended-row", {"Order.md": page() + "| lonely | string |\n"}),
    "a type documented twice": ("duplicate-type", {"Order.md": page(), "Order2.md": page()}),
}  # fmt: skip


def written(folder: Path, pages: dict[str, str]) -> Path:
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("slug", "pages"), DEFECTS.values(), ids=DEFECTS)
def test_a_planted_defect_is_found_and_nothing_else(slug: str, pages: dict[str, str], tmp_path: Path) -> None:
    found = lint(written(tmp_path, pages))
    assert {f.slug for f in found} == {slug}, [f.render() for f in found]
    assert all(f.render("ru") for f in found)


def test_precision_and_recall_over_all_planted_defects(tmp_path: Path) -> None:
    """At least 15 kinds; every one found, on pages where nothing else is wrong."""
    expected, true, found = 0, 0, 0
    for number, (slug, pages) in enumerate(DEFECTS.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        slugs = {f.slug for f in lint(written(folder, pages))}
        expected, true, found = expected + 1, true + (slug in slugs), found + len(slugs)
    assert len({slug for slug, _ in DEFECTS.values()}) >= 15
    assert (true / expected, true / found) == (1, 1)


def test_a_sound_page_has_no_finding(tmp_path: Path) -> None:
    assert lint(written(tmp_path, {"Order.md": page()})) == []


@pytest.mark.parametrize(
    "values",
    ["`enabled`, `disabled`", "`block`, `unblock`", "`clock`, `lock`, `sent`", "`canceled`, `cancel`", "`doors_2`, `doors_3`",
     "`sha1`, `sha256`", "`star`, `start`", "`phone`, `iphone`", "`cover`, `over`", "`plane`, `place`", "`move`, `more`"],
)  # fmt: skip
def test_words_that_are_near_each_other_are_no_slips(values: str, tmp_path: Path) -> None:
    text = page(kind=("kind", "string", "no", f"Possible values are: {values}."))
    assert lint(written(tmp_path, {"Order.md": text})) == []


def test_suggestions_are_corrections_that_work(tmp_path: Path) -> None:
    """What is suggested, pasted, mends the finding."""
    _, pages = DEFECTS["a value misspelt beside its family"]
    written(tmp_path, pages)
    text = suggest(lint(tmp_path))
    assert [e["correct"] for e in tomllib.loads(text)["correction"]] == ["visitor-leave"]
    (tmp_path / "corrections.toml").write_text(text, encoding="utf-8")
    reading = read([tmp_path], corrections=tmp_path / "corrections.toml").check()
    assert "visitor-leave" in reading.schemas["Order"]["properties"]["event"]["enum"]


TYPE = 'target = "Order#/properties/{}/type"\ndocumented = "{}"\ncorrect = "string"'
SETTLED = {
    "a number with words as values": TYPE.format("level", "number"),
    "a type that is misspelt": 'target = "Order#/properties/label"\ndocumented = "Strng"\ncorrect = { type = "string" }',
    "a bracket that is not closed": 'target = "Order#/properties/tags/type"\ndocumented = "array"\ncorrect = "array"',
    "a word of requiredness that is unknown": 'target = "Order#/properties/note"\ndocumented = "note"\nrequired = true',
    "an empty cell of requiredness": 'target = "Order#/properties/note"\ndocumented = "note"\nrequired = false',
    "required, and may be absent": 'target = "Order#/properties/email"\ndocumented = "email"\nrequired = false',
    "a Cyrillic letter in a value": 'target = "Order#/properties/kind/enum/0"\ndocumented = "bоx"\ncorrect = "box"',
    "a Cyrillic letter in a name": 'target = "Order#/properties/typе"\ndocumented = "typе"\nrename = "type"',
    "values that differ in case": 'target = "Order#/properties/kind/enum/1"\ndocumented = "Box"\nremove = true',
    "a default outside its list": 'target = "Order#/properties/kind/default"\ndocumented = "bin"\ncorrect = "bag"',
    "an example that is too long": 'target = "Order#/properties/code/maxLength"\ndocumented = 3\ncorrect = 4',
    "a minimum above the maximum": 'target = "Order#/properties/total/maximum"\ndocumented = 5\ncorrect = 50',
}  # fmt: skip


@pytest.mark.parametrize("defect", SETTLED)
def test_what_a_correction_settles_is_not_reported(defect: str, tmp_path: Path) -> None:
    slug, pages = DEFECTS[defect]
    folder = tmp_path / "pages"
    folder.mkdir()
    written(folder, pages)
    entry = tmp_path / "corrections.toml"
    entry.write_text(f'[[correction]]\n{SETTLED[defect]}\nreason = "so"\n', encoding="utf-8")
    assert slug in {f.slug for f in lint(folder)}
    assert lint(folder, corrections=entry) == []
    assert suggest(lint(folder, corrections=entry)) == ""


def test_a_correction_that_no_longer_fits_is_a_finding(tmp_path: Path) -> None:
    written(tmp_path, {"Order.md": page()})
    entry = tmp_path / "corrections.toml"
    entry.write_text(f'[[correction]]\n{TYPE.format("id", "integer")}\nreason = "so"\n', encoding="utf-8")
    assert [f.slug for f in lint(tmp_path / "Order.md", corrections=entry)] == ["correction-stale"]


def test_residue_lists_what_no_rule_understood(tmp_path: Path) -> None:
    written(
        tmp_path,
        {
            "Order.md": page(
                note=("note", "string", "no", "A text. Must rhyme with the name. At most 9 characters.")
            )
        },
    )
    assert [s.text for s in residue(tmp_path)] == ["Must rhyme with the name."]


def test_reports(tmp_path: Path) -> None:
    findings = lint(written(tmp_path, DEFECTS["a link to a page that is not there"][1]))
    (entry,) = json.loads(reporting.render(findings, "json"))
    assert (entry["slug"], entry["line"], entry["column"]) == ("undocumented-type", 11, 12)
    log = json.loads(reporting.render(findings, "sarif"))
    region = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (log["version"], region["startLine"], region["startColumn"]) == ("2.1.0", 11, 12)
    assert reporting.render(findings, "github").startswith("::warning file=")
    assert "^" in reporting.render(findings, "text")
    assert reporting.render([], "text") == ""
    assert json.loads(reporting.render([], "json")) == []
    with pytest.raises(ValueError, match="no format"):
        reporting.render([], "xml")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [("yes", "", ""), ("✓", "", "✓"), ("", "", ""), ("Required", "", "Required if `a` = x"), ("x", "", "x")],
)
def test_empty_cells_mean_no_where_a_column_only_says_yes(
    words: tuple[str, str, str], tmp_path: Path
) -> None:
    rows = "".join(f"| f{i} | string | {word} | A text. |\n" for i, word in enumerate(words))
    found = lint(
        written(tmp_path, {"Order.md": HEAD.format(name="Order") + rows + "| a | string |  | Kind. |\n"})
    )
    assert "required-empty" not in {f.slug for f in found}


def test_empty_cells_have_their_own_place(tmp_path: Path) -> None:
    rows = "| id | string | yes | a |\n| b || no | b |\n| c | string || c |\n| d | string |  | d |\n"
    markdown = HEAD.format(name="Order") + rows
    html = "<h1>Bill</h1><table>\n<tr><th>Field<th>Type<th>Required\n<tr><td>a<td>string<td>no\n<tr><td>b<td></td><td>yes\n</table>"
    found = lint(written(tmp_path, {"Order.md": markdown, "Bill.html": html}))
    places = [(f.slug, f.span.line, f.span.column) for f in found if f.span]
    assert places == [
        ("no-type-stated", 4, 14),
        ("no-type-stated", 6, 6),
        ("required-empty", 7, 15),
        ("required-empty", 8, 15),
    ]
