"""Sentences that list fields of their type by name: one of them must be there, or no two may be; in many languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rowtype.reading import read

EITHER = {"anyOf": [{"required": ["mail"]}, {"required": ["fax"]}]}
NOT_BOTH = {"allOf": [{"not": {"required": ["mail", "fax"]}}]}
SAID = {
    "`mail` or `fax` must be sent.": EITHER,
    "You have to provide `mail` or the field `fax`.": EITHER,
    "One of `mail`/`fax` needs to be given, not both.": EITHER | NOT_BOTH,
    "Send exactly one of `mail` and `fax`.": EITHER | NOT_BOTH,
    "Send `mail` or `fax`, but never both.": NOT_BOTH,
    "`mail` and `fax` cannot be used together.": NOT_BOTH,
    "Genau eines von `mail` und `fax` muss gesetzt werden.": EITHER | NOT_BOTH,
    "`mail` oder `fax` angeben, nicht gleichzeitig.": NOT_BOTH,
    "Il faut fournir `mail` ou `fax`.": EITHER,
    "Hay que indicar `mail` o `fax`, pero no ambos.": EITHER | NOT_BOTH,
    "É preciso informar `mail` ou `fax`.": EITHER,
    "Occorre indicare `mail` oppure `fax`.": EITHER,
    "Należy podać `mail` albo `fax`.": EITHER,
    "Нужно указать либо `mail`, либо `fax`, но не одновременно.": EITHER | NOT_BOTH,
    "Слід вказати `mail` або `fax`.": EITHER,
    "`mail`和`fax`必填其一。": EITHER,
    "`mail`または`fax`のどちらかが必須です。": EITHER,
    "`mail` 또는 `fax` 중 하나는 필수입니다.": EITHER,
    "`mail` veya `fax` alanlarından biri zorunludur.": EITHER,
    "Een van `mail` en `fax` is verplicht.": EITHER,
    "Je nutné uvést `mail` nebo `fax`.": EITHER,
    "Antingen `mail` eller `fax` måste anges.": EITHER,
}
UNSURE = [
    "Either `mail` or `fax` must be given when `note` is set.",
    "If both are known, `mail` or `fax` is required.",
]
NOTHING = [
    "Sorted by `mail` or `fax`.",
    "`mail` or `fax` may be sent.",
    "It is not required to send `mail` or `fax`.",
    "Both `mail` and `fax` must be sent.",
    "Neither `mail` nor `fax` must be sent.",
    "The name of a field: `mail`, `fax`. Required.",
]
CLASHES = [
    "Conflicts with `mail`.",
    "Do not combine `fax` with `mail`.",
    "Only allowed without `mail`.",
    "Nicht kombinierbar mit `mail`.",
    "Incompatible avec `mail`.",
    "No se puede usar junto con `mail`.",
    "Incompatível com `mail`.",
    "Non utilizzabile insieme a `mail`.",
    "Nie łączyć z `mail`.",
    "Не сочетается с `mail`.",
    "Несумісне з `mail`.",
    "不能与`mail`同时使用。",
    "`mail`と併用できません。",
    "`mail`와 함께 사용할 수 없습니다.",
]


def read_type(
    folder: Path, *, note: str = "A note.", fax: str = "A number.", required: str = "no"
) -> tuple[dict[str, Any], list[str]]:
    """The schema of three fields, and what is told; `required` is said of the first two."""
    (folder / "T.md").write_text(
        "# T\n\n| Field | Type | Required | Description |\n|---|---|---|---|\n"
        f"| mail | string | {required} | An address. |\n| fax | string | {required} | {fax} |\n"
        f"| note | string | no | {note} |\n",
        encoding="utf-8",
    )
    found = read([folder])
    return dict(found.schemas["T"]), [d.slug for d in found.diagnostics]


@pytest.mark.parametrize("text", SAID)
def test_what_a_sentence_says_of_fields_that_it_lists(text: str, tmp_path: Path) -> None:
    found, told = read_type(tmp_path, note=text)
    assert {k: found[k] for k in ("anyOf", "allOf") if k in found} == SAID[text]
    assert told == []


def test_of_which_one_must_be_there_neither_is_required_alone(tmp_path: Path) -> None:
    found, _ = read_type(tmp_path, note="`mail` or `fax` must be sent.", required="yes")
    assert "required" not in found
    assert found["anyOf"] == EITHER["anyOf"]


@pytest.mark.parametrize("text", UNSURE)
def test_what_holds_in_some_cases_is_told(text: str, tmp_path: Path) -> None:
    found, told = read_type(tmp_path, note=text)
    assert not found.keys() & {"anyOf", "allOf"}
    assert told == ["unread-sentence"]


@pytest.mark.parametrize("text", NOTHING)
def test_other_sentences_that_list_fields_say_nothing_of_them(text: str, tmp_path: Path) -> None:
    assert not read_type(tmp_path, note=text)[0].keys() & {"anyOf", "allOf"}


@pytest.mark.parametrize("text", CLASHES)
def test_a_field_may_not_be_there_beside_the_one_that_is_named(text: str, tmp_path: Path) -> None:
    page = tmp_path / "T.md"
    page.write_text(
        f"# T\n\n| Field | Type | Description |\n|---|---|---|\n| mail | string | x |\n| fax | string | {text} |\n",
        encoding="utf-8",
    )
    assert read([page]).schemas["T"]["allOf"] == NOT_BOTH["allOf"]


@pytest.mark.parametrize(
    "text", ["Conflicts with `other`.", "Conflicts with `mail` if `note` is set.", "See `mail`."]
)
def test_other_names_are_no_clash(text: str, tmp_path: Path) -> None:
    assert "allOf" not in read_type(tmp_path, fax=text)[0]
