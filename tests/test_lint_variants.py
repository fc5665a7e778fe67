# ruff: noqa: E501 - a planted defect is one line, in whatever script
"""Planted defects in other languages, markups and orders of columns than `test_lint` has, and near misses that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from rowtype.reading.lint.lint import lint

RU = "# {name}\n\n| Описание | Поле | Обязательность | Тип |\n|---|---|---|---|\n"
RUROWS = [
    ("Ключ записи.", "id", "да", "строка"),
    ("Возможные значения: `new`, `paid`, `sent`.", "state", "да", "строка"),
    ("Число от 0 до 1000. По умолчанию: 10.", "total", "нет", "целое"),
    ("Когда создана.", "created_at", "нет", "дата"),
]


def ru(*rows: tuple[str, ...], name: str = "Order") -> str:
    return RU.format(name=name) + "".join("| " + " | ".join(r) + " |\n" for r in [*RUROWS, *rows])


def html(*rows: tuple[str, ...], name: str = "Order") -> str:
    base = [
        ("id", "string", "Yes", "The key."),
        ("state", "string", "Yes", "One of “new”, “paid” or “sent”."),
        ("total", "integer", "Optional", "Values between 0-1000."),
    ]
    return (
        f"<h4>{name}</h4><table><tr><th>Parameter</th><th>Type</th><th>Required</th><th>Description</th></tr>"
        + "\n".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in [*base, *rows])
        + "</table>"
    )


DE = "# {name}\n\n| Pflicht | Feld | Beschreibung | Typ |\n|---|---|---|---|\n| ja | id | Der Schlüssel. | Zeichenkette |\n| nein | total | Maximal 1000. | Ganzzahl |\n"


def de(*rows: tuple[str, ...], name: str = "Order") -> str:
    return DE.format(name=name) + "".join("| " + " | ".join(r) + " |\n" for r in rows)


DEFECTS = [
    (
        "value-spelling",
        "O.md",
        ru(("Возможные значения: `payment_done`, `payment_failed`, `paymnet_wait`.", "e", "нет", "строка")),
    ),
    (
        "value-spelling",
        "O.html",
        html(("e", "String", "Optional", "Can be “upload_photo”, “upload_video” or “uplaod_voice”.")),
    ),
    ("mixed-scripts", "O.md", ru(("Возможные значения: `саrd`, `cash`.", "e", "нет", "строка"))),
    ("mixed-scripts", "O.html", html(("usеr_id", "String", "Optional", "Who."))),
    ("case-clash", "O.md", ru(("Ещё ключ.", "ID", "нет", "строка"))),
    ("case-clash", "O.html", html(("e", "String", "Optional", "Must be one of “Card”, “card”."))),
    ("bounds-crossed", "O.md", ru(("От 14 до 4 символов.", "e", "нет", "строка"))),
    ("bounds-crossed", "O.md", de(("nein", "e", "Zwischen 10 und 5.", "Ganzzahl"))),
    ("bounds-crossed", "O.html", html(("e", "Array of String", "Optional", "A list of 10-2 items."))),
    ("default-invalid", "O.md", ru(("Число от 1 до 5. По умолчанию: 9.", "e", "нет", "целое"))),
    (
        "default-invalid",
        "O.html",
        html(("e", "Integer", "Optional", "Values between 1-100 are accepted. Defaults to 200.")),
    ),
    ("default-invalid", "O.md", ru(('Не более 3 символов. По умолчанию – "абвг".', "e", "нет", "строка"))),
    ("default-type", "O.md", ru(("По умолчанию: `много`.", "e", "нет", "целое"))),
    ("default-type", "O.html", html(("e", "Boolean", "Optional", "Defaults to <code>maybe</code>."))),
    ("example-invalid", "O.md", ru(("Только цифры. Например: `12a`.", "e", "нет", "строка"))),
    (
        "example-invalid",
        "O.html",
        "<h1>Order</h1><table><tr><th>Name<th>Type<th>Description<th>Example<tr><td>id<td>string<td>Exactly 3 characters.<td>abcd</table>",
    ),
    (
        "unsatisfiable",
        "O.md",
        ru(("Не более 2 символов. Возможные значения: `abc`, `abcd`.", "e", "нет", "строка")),
    ),
    (
        "unsatisfiable",
        "O.html",
        html(("e", "Integer", "Optional", "Values between 1-5. Possible values are 7, 8.")),
    ),
    ("required-but-absent", "O.md", ru(("Может отсутствовать.", "e", "да", "строка"))),
    ("required-but-absent", "O.html", html(("e", "String", "Yes", "May be omitted."))),
    ("required-but-absent", "O.md", de(("ja", "e", "Kann fehlen.", "Zeichenkette"))),
    ("count-differs", "O.md", ru(("Одно из трёх значений: `ab`, `cd`.", "e", "нет", "строка"))),
    (
        "count-differs",
        "O.html",
        html(("e", "String", "Optional", "One of the following 3 values: “ab”, “cd”.")),
    ),
    (
        "mixed-separators",
        "O.md",
        ru(("Возможные значения:<br>`ab` – первое<br>`cd` - второе<br>`ef` – третье", "e", "нет", "строка")),
    ),
    (
        "mixed-separators",
        "O.html",
        html(
            (
                "e",
                "String",
                "Optional",
                "Possible values:<ul><li><code>ab</code>: one</li><li><code>cd</code> – two</li></ul>",
            )
        ),
    ),
    ("field-not-listed", "O.md", ru(("Возвращается также поле `alias`.", "e", "нет", "строка"))),
    (
        "field-not-listed",
        "O.html",
        html(("e", "String", "Optional", "Additionally contains the field <code>alias</code>.")),
    ),
    ("required-empty", "O.md", ru(("Заметка.", "e", "", "строка"))),
    ("required-empty", "O.html", html(("e", "String", "", "A note."))),
    ("condition-field", "O.md", ru(("Обязательно при `status` = paid.", "e", "нет", "строка"))),
    (
        "condition-field",
        "O.html",
        html(("e", "String", "Optional", "Required if <code>status</code> is <code>paid</code>.")),
    ),
    ("condition-value", "O.md", ru(("Обязательно, если state = gone.", "e", "нет", "строка"))),
    (
        "condition-value",
        "O.html",
        html(("e", "String", "Optional", "Required if <code>state</code> is “gone”.")),
    ),
    ("numeric-words", "O.md", ru(("Возможные значения: `low`, `high`.", "e", "нет", "целое"))),
    ("numeric-words", "O.html", html(("e", "Integer", "Optional", "Can be “low” or “high”."))),
    ("duplicate-field", "O.md", ru(("Ещё раз.", "id", "нет", "строка"))),
    ("duplicate-field", "O.html", html(("id", "String", "Optional", "Again."))),
    ("duplicate-value", "O.md", ru(("Возможные значения: `ab`, `cd`, `ab`.", "e", "нет", "строка"))),
    ("duplicate-value", "O.html", html(("e", "String", "Optional", "Can be “ab”, “cd” or “ab”."))),
    ("duplicate-type", "O.md", ru() + "\n" + ru()),
    ("duplicate-type", "O.html", html() + html()),
    ("unknown-required-word", "O.md", ru(("Заметка.", "e", "как-нибудь", "строка"))),
    ("unknown-required-word", "O.html", html(("e", "String", "Someday", "A note."))),
    ("unknown-type", "O.md", ru(("Заметка.", "e", "нет", "строкка"))),
    ("unknown-type", "O.html", html(("e", "Interger", "Optional", "A note."))),
    ("undocumented-type", "O.md", ru(("Кто.", "e", "нет", "[Человек](Person.md)"))),
    ("undocumented-type", "O.html", html(("e", '<a href="#person">Person</a>', "Optional", "Who."))),
    ("no-type-stated", "O.md", ru(("Заметка.", "e", "нет", ""))),
    ("no-type-stated", "O.html", html(("e", "", "Optional", "A note."))),
    ("unmatched-bracket", "O.md", ru(("Метки.", "e", "нет", "[строка"))),
    ("unmatched-bracket", "O.html", html(("e", "Array&lt;String", "Optional", "Tags."))),
    (
        "list-incomplete",
        "O.md",
        ru(("Возможные значения:<br>- `ab` – первое<br>- прочее<br>- `cd` – второе", "e", "нет", "строка")),
    ),
    (
        "list-incomplete",
        "O.html",
        html(
            (
                "e",
                "String",
                "Optional",
                "Possible values:<ul><li><code>ab</code>: one</li><li>whatever comes</li><li><code>cd</code>: two</li></ul>",
            )
        ),
    ),
    ("not-a-type", "O.md", ru(("Заметка.", "e", "нет", "<>"))),
    ("not-a-type", "O.html", html(("e", "|,|", "Optional", "A note."))),
    (
        "mended-row",
        "O.md",
        "# Order\n\n| Поле | Тип | Описание |\n|---|---|---|\n| id | строка | Ключ. | и ещё |\n",
    ),
    ("mended-row", "O.html", html()[:-8] + "<tr><td>e</td><td>String</td></tr></table>"),
    ("unnamed-field", "O.md", ru(("Заметка.", "", "нет", "строка"))),
    ("unnamed-field", "O.html", html(("", "String", "Optional", "A note."))),
    (
        "lists-differ",
        "O.md",
        ru(("Возможные значения: `ab`, `cd`.", "e", "нет", "[Kind](#kind)"))
        + "\n## Kind\n\n| Значение | Описание |\n|---|---|\n| ab | Первое. |\n| ef | Второе. |\n",
    ),
    (
        "lists-differ",
        "O.html",
        html(("e", '<a href="#kind">Kind</a>', "Optional", "Can be “ab”, “cd” or “ef”."))
        + "<h4>Kind</h4><table><tr><th>Value</th><th>Description</th></tr><tr><td>ab</td><td>One.</td></tr><tr><td>cd</td><td>Two.</td></tr></table>",
    ),
]


SOUND = [
    ("O.md", ru(("Возможные значения: `paid`, `unpaid`, `prepaid`.", "e", "нет", "строка"))),
    ("O.md", ru(("Возможные значения: `card_visa`, `card_vista`, `card_mir`.", "e", "нет", "строка"))),
    ("O.md", ru(("Возможные значения: `USD`, `RUB`, `EUR`, `AUD`.", "e", "нет", "строка"))),
    ("O.md", ru(("Возможные значения: `jan`, `jun`, `jul`, `mar`, `may`.", "e", "нет", "строка"))),
    ("O.md", ru(("Возможные значения: `ru`, `rus`, `en`, `eng`.", "e", "нет", "строка"))),
    ("O.md", ru(("Возможные значения: `created`, `updated`, `deleted`.", "e", "нет", "строка"))),
    ("O.md", ru(("Возможные значения: `open`, `reopen`, `opened`, `reopened`.", "e", "нет", "строка"))),
    ("O.html", html(("e", "String", "Optional", "Can be “ipv4”, “ipv6”, “mac48” or “mac64”."))),
    ("O.html", html(("e", "String", "Optional", "Can be “north”, “south”, “east” or “west”."))),
    ("O.html", html(("e", "String", "Optional", "Can be “accept”, “except” or “expect”."))),
    ("O.html", html(("e", "String", "Optional", "Can be “affect” or “effect”."))),
    ("O.html", html(("e", "String", "Optional", "Can be “sign_in”, “sign_on” or “sign_up”."))),
    ("O.html", html(("e", "String", "Optional", "Can be “message_sent”, “message_send”, “message_seen”."))),
    ("O.md", ru(("Имя на кириллице, например «Москва».", "город", "нет", "строка"))),
    ("O.md", ru(("Возможные значения: `да`, `нет`.", "e", "нет", "строка"))),
    ("O.md", ru(("Возможные значения: `тип_a`, `тип_b`.", "e", "нет", "строка"))),
    ("O.md", ru(("От 5 до 5 символов.", "e", "нет", "строка"))),
    ("O.md", ru(("Возможные значения: `0x01`, `0x1F`.", "e", "нет", "целое"))),
    ("O.md", ru(("Число от 0 до 0.", "e", "нет", "целое"))),
    ("O.md", ru(("Число от 1 до 5. По умолчанию: 5.", "e", "нет", "целое"))),
    ("O.md", ru(("Если не указано, может отсутствовать у других.", "e", "нет", "строка"))),
    ("O.md", ru(("Обязательное поле; вложенные поля могут отсутствовать.", "e", "да", "объект"))),
    ("O.html", html(("e", "String", "Yes", "The name of a user who may be absent today."))),
    ("O.html", html(("e", "String", "Yes", "Cannot be omitted."))),
    ("O.html", html(("e", "String", "Optional", "One of two values, “ab” or “cd”."))),
    ("O.html", html(("e", "String", "Optional", "Has two types of use. Can be “ab”, “cd” or “ef”."))),
    ("O.html", html(("e", "String", "Optional", "Required if <code>state</code> is <code>paid</code>."))),
    ("O.html", html(("e", "String", "Optional", "Required when the order is paid."))),
    ("O.md", ru(("Обязательно при оплате картой.", "e", "нет", "строка"))),
    ("O.md", ru(("Возвращается также поле `total`.", "e", "нет", "строка"))),
    ("O.md", ru(("Возможные значения: `1`, `2`.", "e", "нет", "целое"))),
    (
        "O.md",
        ru(("Возможные значения:<br>`ab` – первое - и второе<br>`cd` – третье: да", "e", "нет", "строка")),
    ),
    ("O.md", ru(("Возможные значения:<br>`ab-cd` – первое<br>`ef-gh` – третье", "e", "нет", "строка"))),
    ("O.md", ru(("Не более 3 символов. Например: `abc`.", "e", "нет", "строка"))),
    ("O.md", ru(("Например, `abc` или `defg`.", "e", "нет", "строка"))),
    ("O.html", html(("e", "String", "Optional", "Defaults to the name of the user."))),
    ("O.html", html(("e", "Integer", "Optional", "Defaults to one hour."))),
    ("O.html", html(("e", "Integer", "Optional", "Default: unlimited."))),
    ("O.html", html(("e", "Integer", "Optional", "Default 10, at most 100."))),
    ("O.html", html(("e", "Array of String", "Optional", "Default is an empty list."))),
    ("O.html", html(("e", "Boolean", "Optional", "Default: off."))),
    ("O.html", html(("e", "Boolean", "Optional", "Default is no."))),
    ("O.html", html(("e", "String", "Yes<br>since 2.0", "A note."))),
    ("O.html", html(("e", "String", "Optional (deprecated)", "A note."))),
    ("O.html", html(("e", "Array of Array of String", "Optional", "Rows."))),
    ("O.html", html(("e", "String (255)", "Optional", "A note."))),
    ("O.html", html(("e", "Map&lt;String, Integer&gt;", "Optional", "A note."))),
    (
        "O.html",
        html(
            (
                "e",
                "String",
                "Optional",
                "Possible values:<ul><li><code>ab</code>: one</li><li><code>cd</code>: two</li></ul>Anything else is refused.",
            )
        ),
    ),
    (
        "O.html",
        html(
            (
                "e",
                "String",
                "Optional",
                "Possible values:<ul><li><code>ab</code></li><li><code>cd</code></li></ul><ul><li>Note that it is kept.</li></ul>",
            )
        ),
    ),
    (
        "O.md",
        ru(
            (
                "Возможные значения:<br>`ab` – первое<br>`cd` – второе<br>Меняется раз в сутки.",
                "e",
                "нет",
                "строка",
            )
        ),
    ),
    ("O.md", ru(("Заметка.", "order_id", "нет", "строка"), ("Ещё.", "orderId", "нет", "строка"))),
    ("O.md", de(("nein", "e", "Mögliche Werte: `ab`, `cd`. Standard: `ab`.", "Zeichenkette"))),
    ("O.md", de(("ja", "e", "Darf nicht fehlen.", "Zeichenkette"))),
    ("O.md", de(("nein", "e", "Höchstens 5 Zeichen, z. B. `abc`.", "Zeichenkette"))),
    (
        "O.html",
        html(("e", '<a href="#kind">Kind</a>', "Optional", "Can be “ab” or “cd”."))
        + "<h4>Kind</h4><table><tr><th>Value</th><th>Description</th></tr><tr><td>ab</td><td>One.</td></tr><tr><td>cd</td><td>Two.</td></tr></table>",
    ),
    ("O.html", html(("e", "String", "Optional", "The label; must be one of “a”, “A” or “1”."))),
    (
        "O.md",
        ru()
        + "\n## Читайте также\n\nСтандарты:\n\n* [JSON](https://json.example/spec)\n* [YAML](https://yaml.example/spec)\n",
    ),
]


@pytest.mark.parametrize(("slug", "name", "text"), DEFECTS, ids=[f"{s}-{n}" for s, n, _ in DEFECTS])
def test_a_defect_is_found_and_nothing_else(slug: str, name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = lint(tmp_path)
    assert {f.slug for f in found} == {slug}, [f.render() for f in found]
    assert all(f.span is not None and f.render("ru") for f in found)


@pytest.mark.parametrize(
    ("name", "text"), SOUND, ids=[text.rstrip().splitlines()[-1][:60] for _, text in SOUND]
)
def test_a_near_miss_is_no_finding(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert lint(tmp_path) == []
