"""Bounds that are written as words, hold in some cases alone or are refused: read, or told, and never wrong."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from rowtype.reading import read

READ: list[tuple[str, str, dict[str, Any]]] = [
    # the field's own name beside the numbers
    ("array of string", "Holds at most 12 carts.", {"maxItems": 12}),
    ("integer", "Cart from 1 to 5.", {"minimum": 1, "maximum": 5}),
    ("integer", "Between 1 and 9 carts.", {"minimum": 1, "maximum": 9}),
    ("number", "0 < x <= 50", {"exclusiveMinimum": 0, "maximum": 50}),
    ("integer", "1 ≤ n ≤ 10", {"minimum": 1, "maximum": 10}),
    ("string", "1..64 chars", {"minLength": 1, "maxLength": 64}),
    # numbers as words
    ("integer", "Must be above zero.", {"exclusiveMinimum": 0}),
    ("integer", "A number from one to twenty-five.", {"minimum": 1, "maximum": 25}),
    ("string", "At most one hundred characters.", {"maxLength": 100}),
    ("array of string", "At least one element.", {"minItems": 1}),
    ("string", "Mindestens sechs Zeichen.", {"minLength": 6}),
    ("integer", "Muss größer als null sein.", {"exclusiveMinimum": 0}),
    ("array of string", "Au moins deux éléments.", {"minItems": 2}),
    ("integer", "Debe ser mayor que cero.", {"exclusiveMinimum": 0}),
    ("string", "No máximo oito caracteres.", {"maxLength": 8}),
    ("string", "Almeno cinque caratteri.", {"minLength": 5}),
    ("array of string", "Co najmniej jeden element.", {"minItems": 1}),
    ("array of string", "Не более двенадцати элементов.", {"maxItems": 12}),
    ("integer", "Має бути більше нуля.", {"exclusiveMinimum": 0}),
    ("integer", "Sıfırdan büyük olmalıdır.", {"exclusiveMinimum": 0}),
    ("integer", "不能小于零。", {"minimum": 0}),
    # what numbers mean, in parentheses
    ("integer", "From 1 (calm) to 12 (hurricane).", {"minimum": 1, "maximum": 12}),
    ("integer", "Von 0 (aus) bis 7 (hell).", {"minimum": 0, "maximum": 7}),
    # a range behind a mark, and nothing else
    ("number", "Bearing, 0 to 360.", {"minimum": 0, "maximum": 360}),
    ("integer", "Allowed: 1 … 12", {"minimum": 1, "maximum": 12}),
    ("number", "Neigung in Grad, 0 bis 45.", {"minimum": 0, "maximum": 45}),
    # a case that is none
    ("integer", "Must be between 1 and 9 if specified.", {"minimum": 1, "maximum": 9}),
    ("string", "Если не указано иное, то максимум 30 символов.", {"maxLength": 30}),
    ("string", "Shown when the door opens, at most 30 characters.", {"maxLength": 30}),
    ("number", "Value from −40 to +85.", {"minimum": -40, "maximum": 85}),
    ("integer", "取值范围为[1,100]。", {"minimum": 1, "maximum": 100}),
    # what is refused
    ("integer", "Values greater than 90 are not allowed.", {"maximum": 90}),
    ("integer", "Werte über 90 sind nicht zulässig.", {"maximum": 90}),
    ("integer", "Значения меньше 3 не допускаются.", {"minimum": 3}),
    ("integer", "90을 초과할 수 없습니다.", {"maximum": 90}),
    ("integer", "90'dan büyük olamaz.", {"maximum": 90}),
    ("integer", "90を超えることはできません。", {"maximum": 90}),
]
TOLD: list[tuple[str, str]] = [
    ("string", "IBAN, 26 characters"),
    ("string", "Matricola di 12 caratteri"),
    ("array of string", "Codes, each 6 characters long."),
    ("array of string", "At most 12 carts per day."),
    ("array of string", "At most 12 carters."),
    ("integer", "Priority 1-5"),
    ("integer", "At most 5 if the barn is small."),
    ("integer", "If the barn is small, at most 5."),
    ("string", "Max 20 characters for guests."),
    ("string", "At least 8 characters when it is a code."),
    ("integer", "Minimum is 50, or 30 for goats."),
    ("integer", "Höchstens 10, sofern es ein Stall ist."),
    ("integer", "Максимум 12, если это хлев."),
    ("integer", "Hasta 12 si es de madera."),
    ("string", "Up to 500 characters when sent by cart."),
    ("string", "Max. 10 (goats) or 20 (cows) characters."),
    ("integer", "納屋の場合は最大10。"),
    ("integer", "0 или не менее 10."),
    ("integer", "Maximum 100, but 200 for goats."),
    ("string", "Не более 80 символов в строке."),
    ("string", "Uzunluk 11 karakter olmalıdır."),
    ("integer", "Values between 1 and 5 are not allowed."),
    ("integer", "5以上は指定できません。"),
    ("integer", "100 이상은 지정할 수 없습니다."),
    ("string", "Anything over 50 characters is cut."),
    ("string", "No more than three words."),
]
SILENT: list[tuple[str, str]] = [
    ("array of string", "At least one of them is shown at the door."),
    ("array of string", "What is known of one or more doors."),
    ("integer", "If there are more than 5 carts, the rest is behind the barn."),
    ("integer", "The zero-based index."),
    ("string", "A header over two columns."),
    ("integer", "Built in stages, see sections 3 to 5."),
    ("integer", "The two of them, 1, 2-3, 4-5."),
    ("integer", "Opening hours: 9-17."),
    ("integer", "Pages, 3-7."),
    ("string", "Each line is at most 80 characters."),
    ("string", "When omitted, `id` is used as the key."),
    ("string", "Type of door, must be *solid* oak."),
]


def field(kind: str, said: str, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """What the schema of a field has beside its type and its words; and the findings."""
    page = f"# Barn\n\n| Field | Type | Description |\n|---|---|---|\n| cart | {kind} | {said} |\n"
    (folder / "barn.md").write_text(page, encoding="utf-8")
    found = read([folder / "barn.md"])
    schema = found.schemas["Barn"]["properties"]["cart"]
    kept = {k: v for k, v in schema.items() if k not in ("description", "items", "type")}
    return kept, [d.slug for d in found.diagnostics]


@pytest.mark.parametrize(("kind", "said", "expected"), READ, ids=[said for _, said, _ in READ])
def test_what_is_clear_is_read(kind: str, said: str, expected: dict[str, Any], tmp_path: Path) -> None:
    assert field(kind, said, tmp_path) == (expected, [])


@pytest.mark.parametrize(("kind", "said"), TOLD, ids=[said for _, said in TOLD])
def test_what_holds_in_some_cases_is_told(kind: str, said: str, tmp_path: Path) -> None:
    assert field(kind, said, tmp_path) == ({}, ["unread-sentence"])


@pytest.mark.parametrize(("kind", "said"), SILENT, ids=[said for _, said in SILENT])
def test_what_bounds_nothing_is_left_alone(kind: str, said: str, tmp_path: Path) -> None:
    assert field(kind, said, tmp_path) == ({}, [])


@pytest.mark.parametrize(
    "said", ["if at most 5, ", "at most two or 3 for a ", "not allowed at most 5 ", "`^a$` "]
)
@pytest.mark.parametrize("kind", ["integer", "string"])
def test_any_number_of_statements_in_a_sentence_costs_little(kind: str, said: str, tmp_path: Path) -> None:
    field(kind, said, tmp_path)  # words are made into patterns once
    started = time.process_time()
    field(kind, said * 1200, tmp_path)
    assert time.process_time() - started < 2
