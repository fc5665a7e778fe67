# ruff: noqa: E501 - a page is as people write it
"""Small pages as vendors write them, in ten languages, with what is right of each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from rowtype.reading import read

PAGES: list[tuple[str, str, str, list[tuple[str, str, Any]]]] = []
"""Name, text, suffix; path, keyword and its value: None where it must not be there, `a|b` for either path."""


def p(name: str, page: str, want: list[tuple[str, str, Any]], suffix: str = ".md") -> None:
    PAGES.append((name, page, suffix, want))


p(
    "en-caption-number",
    """# Shipment

| Name | Type | Description |
|---|---|---|
| carrier | string | Carrier code. See Table 2. |
| weight | number | In kg. |

**Table 2. Carrier codes**

| Code | Carrier |
|---|---|
| DHL | DHL Express |
| UPS | United Parcel |
| DPD | Dynamic Parcel |
""",
    [("Shipment.carrier", "enum", ["DHL", "UPS", "DPD"])],
)
p(
    "de-anhang",
    """# Zahlung

| Feld | Typ | Pflicht | Beschreibung |
|---|---|---|---|
| art | String | M | Zahlungsart gemäß Anhang B |
| betrag | Zahl | M | Betrag in Cent |
| notiz | String | O | Freitext |

## Anhang B: Zahlungsarten

| Schlüssel | Bedeutung |
|---|---|
| UEB | Überweisung |
| LAS | Lastschrift |
""",
    [("Zahlung.art", "enum", ["UEB", "LAS"]), ("Zahlung", "required", ["art", "betrag"])],
)
p(
    "zh-enum-fullwidth",
    """# 订单

| 字段名 | 类型 | 必填 | 说明 |
|---|---|---|---|
| order_status | int | 是 | 订单状态：1：待付款；2：已付款；3：已发货 |
| pay_type | string | 否 | 支付方式，可选值：ALIPAY（支付宝）、WECHAT（微信） |
| remark | string | 否 | 备注 |
""",
    [
        ("订单.order_status", "enum", [1, 2, 3]),
        ("订单.pay_type", "enum", ["ALIPAY", "WECHAT"]),
        ("订单", "required", ["order_status"]),
    ],
)
p(
    "ja-values",
    """# 予約

| 項目名 | 型 | 必須 | 説明 |
|---|---|---|---|
| reserve_type | 文字列 | ○ | 予約種別。「NEW」：新規、「CHANGE」：変更、「CANCEL」：取消 |
| count | 数値 | ○ | 人数 |
| note | 文字列 | － | 備考 |
""",
    [
        ("予約.reserve_type", "enum", ["NEW", "CHANGE", "CANCEL"]),
        ("予約", "required", ["reserve_type", "count"]),
    ],
)
p(
    "ko-values",
    """# 주문

| 필드명 | 타입 | 필수 | 설명 |
|---|---|---|---|
| status | String | Y | 주문 상태 (READY: 대기, PAID: 결제완료, DONE: 완료) |
| qty | Integer | Y | 수량 |
| memo | String | N | 메모 |
""",
    [("주문.status", "enum", ["READY", "PAID", "DONE"]), ("주문", "required", ["status", "qty"])],
)
p(
    "bit-flags",
    """# Message

| Field | Type | Description |
|---|---|---|
| flags | integer | Message flags combined as a bitfield |
| id | string | Identifier |

## Message Flags

| Flag | Value | Description |
|---|---|---|
| CROSSPOSTED | 1 << 0 | it was published |
| IS_CROSSPOST | 1 << 1 | it came from elsewhere |
| EPHEMERAL | 1 << 6 | only for you |
""",
    [("Message.flags", "type", "integer"), ("Message.flags", "enum", None)],
)
p(
    "enum-number-first",
    """# Ticket

| Field | Type | Description |
|---|---|---|
| priority | integer | Priority, one of the priority values below |

### Priority values

| Priority | Value |
|---|---|
| Low | 1 |
| Medium | 2 |
| High | 3 |
| Urgent | 4 |
""",
    [("Ticket.priority", "enum", [1, 2, 3, 4])],
)
p(
    "es-enum-desc",
    """# Factura

| Campo | Tipo | Obligatorio | Descripción |
|---|---|---|---|
| estado | cadena | Sí | Estado de la factura. Valores posibles: "borrador", "emitida", "anulada". |
| total | número | Sí | Importe total |
| nota | cadena | No | Nota libre |
""",
    [
        ("Factura.estado", "enum", ["borrador", "emitida", "anulada"]),
        ("Factura", "required", ["estado", "total"]),
    ],
)
p(
    "fr-conditionnel",
    """# Commande

| Champ | Type | O/F/C | Description |
|---|---|---|---|
| numero | Texte | O | Numéro |
| remise | Décimal | F | Remise |
| motif | Texte | C | Motif, obligatoire si remise est renseignée |
""",
    [("Commande", "required", ["numero"])],
)
p(
    "it-annidati",
    """# Ordine

| Campo | Tipo | Obbligatorio | Descrizione |
|---|---|---|---|
| cliente | oggetto | sì | Il cliente |
| cliente.nome | stringa | sì | Nome |
| cliente.indirizzo.cap | stringa | no | CAP |
| righe[] | array di oggetti | sì | Righe |
| righe[].quantita | intero | sì | Quantità |
""",
    [
        ("Ordine.cliente.nome", "type", "string"),
        ("Ordine.righe", "type", "array"),
        ("Ordine.righe[].quantita", "type", "integer"),
        ("Ordine.cliente", "required", ["nome"]),
        ("Ordine", "required", ["cliente", "righe"]),
    ],
)
p(
    "arrows",
    """# Invoice

| Field | Type | M/O | Description |
|---|---|---|---|
| seller | object | M | Seller |
| → name | string | M | Name |
| → address | object | O | Address |
| → → city | string | M | City |
| lines | array | M | Lines |
| → sku | string | M | SKU |
""",
    [
        ("Invoice.seller.address.city", "type", "string"),
        ("Invoice.lines[].sku", "type", "string"),
        ("Invoice", "required", ["seller", "lines"]),
    ],
)
p(
    "outline-ru",
    """# Запрос на отправку

| № | Наименование | Тип | Кратность | Описание |
|---|---|---|---|---|
| 1 | sender | объект | 1..1 | Отправитель |
| 1.1 | inn | строка | 1..1 | ИНН |
| 1.2 | kpp | строка | 0..1 | КПП |
| 2 | items | объект | 1..n | Позиции |
| 2.1 | code | строка | 1..1 | Код |
""",
    [
        ("*.sender.inn", "type", "string"),
        ("*.items[].code", "type", "string"),
        ("*", "required", ["sender", "items"]),
        ("*.sender", "required", ["inn"]),
    ],
)
p(
    "rowspan-parent",
    """<h1>Order</h1><table><tr><th colspan="2">Field</th><th>Type</th><th>Description</th></tr>
<tr><td rowspan="2">buyer</td><td>name</td><td>string</td><td>Name of the buyer</td></tr>
<tr><td>email</td><td>string</td><td>E-mail of the buyer</td></tr>
<tr><td colspan="2">total</td><td>number</td><td>Sum</td></tr></table>""",
    [
        ("Order.buyer.name", "type", "string"),
        ("Order.buyer.email", "type", "string"),
        ("Order.total", "type", "number"),
        ("Order.name", "type", None),
    ],
    ".html",
)
p(
    "legend-symbols",
    """# Contact

Legend: ● mandatory, ○ optional, ◐ conditional

| Field | Type | Use | Description |
|---|---|---|---|
| id | string | ● | Key |
| phone | string | ○ | Phone |
| fax | string | ◐ | Fax |
""",
    [("Contact", "required", ["id"])],
)
p(
    "required-sections",
    """# Account

## Required fields

| Field | Type | Description |
|---|---|---|
| login | string | Login |
| role | string | One of `admin`, `user` |

## Optional fields

| Field | Type | Description |
|---|---|---|
| avatar | string | Picture |
""",
    [
        ("Account", "required", ["login", "role"]),
        ("Account.role", "enum", ["admin", "user"]),
        ("Account.avatar", "type", "string"),
    ],
)
p(
    "required-sentence",
    """# Card

| Field | Type | Description |
|---|---|---|
| number | string | Required. The number. |
| holder | string | Optional. The holder. |
| cvv | string | This field is mandatory. |
| zip | string | Required if `country` is `US`. |
| country | string | Country. |
""",
    [("Card", "required", ["number", "cvv"])],
)
p(
    "one-of-two",
    """# Recipient

| Field | Type | Required | Description |
|---|---|---|---|
| email | string | One of email or phone | E-mail |
| phone | string | One of email or phone | Phone |
| name | string | Yes | Name |
""",
    [("Recipient", "required", ["name"])],
)
p(
    "value-deprecated",
    """# Job

| Field | Type | Description |
|---|---|---|
| state | string | Possible values:<br>`queued` - waiting<br>`running` - at work<br>`paused` - **Deprecated**, use `queued` |
""",
    [("Job.state", "enum", ["queued", "running", "paused"])],
)
p(
    "pt-lista",
    """# Pedido

| Campo | Tipo | Obrigatório | Descrição |
|---|---|---|---|
| situacao | texto | Sim | Situação do pedido: A - Aberto, F - Fechado, C - Cancelado |
| valor | decimal | Sim | Valor total |
| obs | texto | Não | Observações |
""",
    [("Pedido.situacao", "enum", ["A", "F", "C"]), ("Pedido", "required", ["situacao", "valor"])],
)
p(
    "pl-tabela",
    """# Zamówienie

| Pole | Typ | Wymagane | Opis |
|---|---|---|---|
| status | tekst | tak | Status zamówienia (dozwolone wartości: nowe, oplacone, wyslane) |
| ilosc | liczba całkowita | tak | Ilość |
| uwagi | tekst | nie | Uwagi |
""",
    [
        ("Zamówienie.status", "enum", ["nowe", "oplacone", "wyslane"]),
        ("Zamówienie", "required", ["status", "ilosc"]),
        ("Zamówienie.ilosc", "type", "integer"),
    ],
)
p(
    "tr-tablo",
    """# Sipariş

| Alan | Tür | Zorunlu | Açıklama |
|---|---|---|---|
| durum | metin | Evet | Sipariş durumu. Olası değerler: YENI, ODENDI, IPTAL |
| adet | tamsayı | Evet | Adet |
| not | metin | Hayır | Not |
""",
    [("Sipariş.durum", "enum", ["YENI", "ODENDI", "IPTAL"]), ("Sipariş", "required", ["durum", "adet"])],
)
p(
    "uk-tablytsia",
    """# Замовлення

| Поле | Тип | Обов'язкове | Опис |
|---|---|---|---|
| status | рядок | так | Статус. Можливі значення: new, paid, sent |
| qty | ціле число | так | Кількість |
| note | рядок | ні | Примітка |
""",
    [("Замовлення.status", "enum", ["new", "paid", "sent"]), ("Замовлення", "required", ["status", "qty"])],
)
p(
    "link-values",
    """# Payment

| Parameter | Type | Description |
|---|---|---|
| currency | string | [Currency code](#currencies) |
| amount | integer | Minor units |

## Currencies

| Code | Name |
|---|---|
| EUR | Euro |
| USD | US dollar |
""",
    [("Payment.currency", "enum", ["EUR", "USD"])],
)
p(
    "values-column-list",
    """# Filter

| Name | Type | Allowed values | Default | Description |
|---|---|---|---|---|
| order | string | asc, desc | asc | Sorting order |
| limit | integer | 1-100 | 20 | Page size |
| expand | boolean | true, false | false | Whether to expand |
""",
    [
        ("Filter.order", "enum", ["asc", "desc"]),
        ("Filter.limit", "minimum", 1),
        ("Filter.limit", "maximum", 100),
        ("Filter.expand", "type", "boolean"),
    ],
)
p(
    "values-nested-table",
    """<h1>Device</h1><table><tr><th>Field</th><th>Type</th><th>Description</th></tr>
<tr><td>mode</td><td>string</td><td>Mode of operation.<table><tr><th>Value</th><th>Meaning</th></tr><tr><td>eco</td><td>Saves power</td></tr><tr><td>boost</td><td>Runs fast</td></tr></table></td></tr>
<tr><td>serial</td><td>string</td><td>Serial number</td></tr></table>""",
    [("Device.mode", "enum", ["eco", "boost"])],
    ".html",
)
p(
    "brackets",
    """# Search

| Parameter | Type | Required | Description |
|---|---|---|---|
| filter[status] | string | no | Status |
| filter[from] | date | no | From |
| page[size] | integer | no | Size |
| page[number] | integer | no | Number |
""",
    [("Search.filter.status|Search.filter[status]", "type", "string")],
)
p(
    "indent-nbsp",
    """# Box

| Field | Type | Description |
|---|---|---|
| size | object | Size |
| &nbsp;&nbsp;width | number | Width |
| &nbsp;&nbsp;height | number | Height |
| color | string | Colour |
""",
    [("Box.size.width", "type", "number"), ("Box.color", "type", "string"), ("Box.width", "type", None)],
)
p(
    "dl-list",
    """# Tag

- **name** (string, required): Name of the tag.
- **kind** (string): Kind of the tag. One of:
  - `label`
  - `topic`
- **weight** (integer, optional, default 0): Weight.
""",
    [
        ("Tag.name", "type", "string"),
        ("Tag", "required", ["name"]),
        ("Tag.kind", "enum", ["label", "topic"]),
        ("Tag.weight", "default", 0),
    ],
)
p(
    "enum-own-heading",
    """# Alert

| Field | Type | Description |
|---|---|---|
| severity | Severity | How bad |

# Severity (enum)

- `INFO` – nothing bad
- `WARN` – look at it
- `FATAL` – deprecated since v2, do not use
""",
    [("Alert.severity", "enum", ["INFO", "WARN", "FATAL"])],
)
p(
    "es-o-c-n",
    """# Registro

M = mandatorio, O = opcional, C = condicional

| Campo | Tipo | M/O/C | Descripción |
|---|---|---|---|
| codigo | texto | M | Código |
| alias | texto | O | Alias |
| motivo | texto | C | Motivo |
""",
    [("Registro", "required", ["codigo"])],
)
p(
    "nl-tabel",
    """# Bestelling

| Veld | Type | Verplicht | Omschrijving |
|---|---|---|---|
| status | tekst | ja | Mogelijke waarden: nieuw, betaald, verzonden |
| aantal | geheel getal | ja | Aantal |
| opmerking | tekst | nee | Opmerking |
""",
    [
        ("Bestelling.status", "enum", ["nieuw", "betaald", "verzonden"]),
        ("Bestelling", "required", ["status", "aantal"]),
    ],
)
p(
    "group-rows",
    """# Profile

| Field | Type | Description |
|---|---|---|
| **Personal data** | | |
| first_name | string | First name |
| last_name | string | Last name |
| **Contact** | | |
| email | string | E-mail |
""",
    [("Profile.first_name", "type", "string"), ("Profile.email", "type", "string")],
)
p(
    "desc-list-values-semicolon",
    """# Taxi

| Field | Type | Description |
|---|---|---|
| class | string | Class of the car: `econom`; `comfort`; `business` (only in Moscow) |
| seats | integer | Number of seats: 4, 6 or 8 |
""",
    [("Taxi.class", "enum", ["econom", "comfort", "business"]), ("Taxi.seats", "enum", [4, 6, 8])],
)
p(
    "unlike-values",
    """# Upload

| Field | Type | Description |
|---|---|---|
| file | string | Only one of `file` and `url` may be set |
| url | string | See `file` |
| name | string | A name, e.g. `a.txt` or `b.txt` |
""",
    [("Upload.file", "enum", None), ("Upload.name", "enum", None)],
)
p(
    "protobuf-map",
    """# Pod

| Field | Type | Label | Description |
|---|---|---|---|
| labels | [Pod.LabelsEntry](#pod-labelsentry) | repeated | Labels |
| name | [string](#string) |  | Name |

# Pod.LabelsEntry

| Field | Type | Label | Description |
|---|---|---|---|
| key | [string](#string) |  |  |
| value | [string](#string) |  |  |
""",
    [("Pod.labels", "type", "object")],
)
p(
    "number-value-ru",
    """# Заявка

| Поле | Тип | Обязательность | Описание |
|---|---|---|---|
| state | число | Да | Статус заявки: 0 — новая, 1 — в работе, 2 — закрыта |
| comment | строка | Нет | Комментарий |
""",
    [("Заявка.state", "enum", [0, 1, 2]), ("Заявка", "required", ["state"])],
)
p(
    "xml-path",
    """# Doc

| Element | Type | Occurs | Description |
|---|---|---|---|
| /doc/header/id | string | 1..1 | Id |
| /doc/header/date | date | 0..1 | Date |
| /doc/line | object | 1..n | Line |
| /doc/line/qty | integer | 1..1 | Quantity |
""",
    [("Doc.doc.header.id", "type", "string"), ("Doc.doc.line[].qty", "type", "integer")],
)
p(
    "level-col",
    """# Msg

| Level | Name | Type | Req. | Description |
|---|---|---|---|---|
| 1 | header | object | Y | Header |
| 2 | id | string | Y | Id |
| 2 | ts | datetime | N | Time |
| 1 | body | string | N | Body |
""",
    [
        ("Msg.header.id", "type", "string"),
        ("Msg", "required", ["header"]),
        ("Msg.header", "required", ["id"]),
        ("Msg.body", "type", "string"),
    ],
)
p(
    "asterisk-legend",
    """# Form

| Field | Type | Description |
|---|---|---|
| name* | string | Name |
| phone | string | Phone |

\\* required field
""",
    [("Form", "required", ["name"])],
)
p(
    "caption-values-zh",
    """# 用户

| 参数 | 类型 | 是否必须 | 描述 |
|---|---|---|---|
| level | int | 是 | 用户等级，见下表 |
| name | string | 否 | 名称 |

用户等级

| 值 | 含义 |
|---|---|
| 0 | 普通 |
| 1 | 会员 |
| 9 | 管理员 |
""",
    [("用户.level", "enum", [0, 1, 9]), ("用户", "required", ["level"])],
)
p(
    "optional-question",
    """# Node

| Property | Type | Description |
|---|---|---|
| id | string | Id |
| label? | string | Label |
| color? | string | Colour |
| kind | "leaf" \\| "branch" | Kind |
""",
    [("Node", "required", ["id", "kind"]), ("Node.kind", "enum", ["leaf", "branch"])],
)
p(
    "merged-union",
    """# Shape

| Field | Type | Required | Description |
|---|---|---|---|
| kind | string | yes | `circle` or `rect` |
| radius | number | if kind = circle | Radius |
| width | number | if kind = rect | Width |
""",
    [("Shape", "required", ["kind"]), ("Shape.kind", "enum", ["circle", "rect"])],
)
p(
    "table-per-field",
    """# Event

| Field | Type | Description |
|---|---|---|
| type | string | Type of event |
| source | string | Source of event |

Values for `type`:

| Value | Description |
|---|---|
| created | Was created |
| removed | Was removed |

Values for `source`:

| Value | Description |
|---|---|
| api | By API |
| ui | By hand |
""",
    [("Event.type", "enum", ["created", "removed"]), ("Event.source", "enum", ["api", "ui"])],
)
p(
    "array-values",
    """# Rule

| Field | Type | Description |
|---|---|---|
| days | array of strings | Days: `MON`, `TUE`, `WED` |
| codes | integer[] | Any of 1, 2, 3 |
""",
    [("Rule.days[]", "enum", ["MON", "TUE", "WED"]), ("Rule.codes[]", "enum", [1, 2, 3])],
)
p(
    "fr-valeurs",
    """# Dossier

| Nom | Type | Obligatoire | Description |
|---|---|---|---|
| etat | chaîne | oui | État du dossier : « ouvert », « clos » ou « archivé » |
| montant | nombre | oui | Montant |
| note | chaîne | non | Remarque |
""",
    [("Dossier.etat", "enum", ["ouvert", "clos", "archivé"]), ("Dossier", "required", ["etat", "montant"])],
)
p(
    "hex-values",
    """# Frame

| Field | Type | Description |
|---|---|---|
| opcode | integer | Opcode |

Opcode values:

| Value | Name |
|---|---|
| 0x0 | Continuation |
| 0x1 | Text |
| 0xA | Pong |
""",
    [("Frame.opcode", "enum", [0, 1, 10])],
)
p(
    "null-inside",
    """# Slot

| Field | Type | Description |
|---|---|---|
| kind | string or null | `am`, `pm` or null |
| size | integer, nullable | Size |
""",
    [("Slot.kind", "enum", ["am", "pm", None]), ("Slot.size", "type", ["integer", "null"])],
)
p(
    "header-two-langs",
    """# Konto

| Feld / Field | Typ / Type | Pflicht / Required | Beschreibung / Description |
|---|---|---|---|
| iban | String | ja / yes | IBAN |
| bic | String | nein / no | BIC |
""",
    [("Konto", "required", ["iban"]), ("Konto.bic", "type", "string")],
)
p(
    "not-required-neg",
    """# Pet

| Field | Type | Description |
|---|---|---|
| name | string | Not required when `id` is given |
| id | string | Identifier (required) |
| tag | string | Not mandatory |
""",
    [("Pet", "required", ["id"])],
)
p(
    "values-two-cols",
    """# Bus

| Field | Type | Description |
|---|---|---|
| status | integer | Status, see [Status codes](#status-codes) |

## Status codes

| Code | Status | Code | Status |
|---|---|---|---|
| 1 | On time | 3 | Cancelled |
| 2 | Late | 4 | Unknown |
""",
    [("Bus.status", "enum", [1, 2, 3, 4])],
)
p(
    "yes-with-footnote",
    """# Fee

| Field | Type | Required | Description |
|---|---|---|---|
| rate | number | Yes¹ | Rate |
| cap | number | No² | Cap |
| min | number | Conditional | Minimum |

¹ Since v2. ² Since v3.
""",
    [("Fee", "required", ["rate"])],
)
p(
    "hier-slash",
    """# Export

| Name | Type | Mandatory | Notes |
|---|---|---|---|
| order | object | Y | The order |
| order/id | string | Y | Id |
| order/items | array | N | Items |
| order/items/sku | string | Y | SKU |
""",
    [("Export.order.id", "type", "string"), ("Export.order.items[].sku", "type", "string")],
)
p(
    "enum-sentence-must",
    """# Query

| Field | Type | Description |
|---|---|---|
| unit | string | Must be either "celsius" or "fahrenheit". Defaults to "celsius". |
| lang | string | ISO 639-1 code, for example `en` or `de`. |
| sort | string | Accepted values are name, date and size. |
""",
    [
        ("Query.unit", "enum", ["celsius", "fahrenheit"]),
        ("Query.unit", "default", "celsius"),
        ("Query.lang", "enum", None),
        ("Query.sort", "enum", ["name", "date", "size"]),
    ],
)
p(
    "zh-nested-dash",
    """# 退款

| 名称 | 类型 | 是否必填 | 描述 |
|---|---|---|---|
| amount | object | 是 | 金额信息 |
| -- total | int | 是 | 总金额 |
| -- currency | string | 否 | 币种，枚举值：CNY、USD |
| reason | string | 否 | 原因 |
""",
    [
        ("退款.amount.total", "type", "integer"),
        ("退款.amount.currency", "enum", ["CNY", "USD"]),
        ("退款", "required", ["amount"]),
        ("退款.amount", "required", ["total"]),
    ],
)
p(
    "ja-marks",
    """# 会員

◎：必須　○：任意　－：不要

| 項目 | 型 | 要否 | 備考 |
|---|---|---|---|
| id | String | ◎ | 会員ID |
| mail | String | ○ | メール |
| fax | String | － | FAX |
""",
    [("会員", "required", ["id"])],
)
p(
    "csv",
    """Field;Type;Mandatory;Description
id;Integer;X;Key
name;String(40);;Name
status;String;X;Values: A = active, I = inactive
""",
    [("*.name", "maxLength", 40), ("*.status", "enum", ["A", "I"]), ("*", "required", ["id", "status"])],
    ".csv",
)
p(
    "prose-required",
    """# Ticket

All fields are required unless marked otherwise.

| Field | Type | Description |
|---|---|---|
| title | string | Title |
| body | string | Body (optional) |
| tags | array of strings | Tags |
""",
    [("Ticket", "required", ["title", "tags"])],
)
p(
    "value-name-desc",
    """# Lamp

| Field | Type | Description |
|---|---|---|
| mode | LampMode | Mode |

## LampMode

| Value | Name | Description |
|---|---|---|
| 0 | LAMP_OFF | Off |
| 1 | LAMP_ON | On |
| 2 | LAMP_BLINK | Blinks |
""",
    [("Lamp.mode", "enum", [0, 1, 2])],
)
p(
    "adoc",
    """= Parcel

[cols="1,1,1,3",options="header"]
|===
|Name |Type |Required |Description
|code |string |yes |The code
|kind |string |no |One of `box`, `bag`
|size.w |number |yes |Width
|size.h |number |no |Height
|===
""",
    [
        ("Parcel.kind", "enum", ["box", "bag"]),
        ("Parcel.size.w", "type", "number"),
        ("Parcel", "required", ["code"]),
    ],
    ".adoc",
)
p(
    "cs-hodnoty",
    """# Objednávka

| Pole | Typ | Povinné | Popis |
|---|---|---|---|
| stav | řetězec | ano | Stav objednávky. Možné hodnoty: nova, zaplacena, zrusena |
| kusy | celé číslo | ano | Počet kusů |
| poznamka | řetězec | ne | Poznámka |
""",
    [
        ("Objednávka.stav", "enum", ["nova", "zaplacena", "zrusena"]),
        ("Objednávka", "required", ["stav", "kusy"]),
    ],
)
p(
    "sv-varden",
    """# Beställning

| Fält | Typ | Obligatorisk | Beskrivning |
|---|---|---|---|
| status | sträng | Ja | Tillåtna värden: ny, betald, skickad |
| antal | heltal | Ja | Antal |
| notis | sträng | Nej | Notis |
""",
    [
        ("Beställning.status", "enum", ["ny", "betald", "skickad"]),
        ("Beställning", "required", ["status", "antal"]),
    ],
)
p(
    "table-ref-appendix-letter",
    """# Trade

| Tag | Field | Type | Req | Description |
|---|---|---|---|---|
| 54 | Side | char | Y | Side of the order, see Appendix A |
| 38 | Qty | decimal | Y | Quantity |
| 58 | Text | string | N | Free text |

# Appendix A – Side

| Value | Meaning |
|---|---|
| 1 | Buy |
| 2 | Sell |
| 5 | Sell short |
""",
    [("Trade.Side", "enum", ["1", "2", "5"]), ("Trade", "required", ["Side", "Qty"])],
)
p(
    "enum-in-other-column",
    """# Vehicle

| Attribute | Type | Mandatory | Values | Remark |
|---|---|---|---|---|
| fuel | string | M | PETROL / DIESEL / ELECTRIC | Kind of fuel |
| doors | integer | O | 3; 5 | Number of doors |
| vin | string | M | - | Identification |
""",
    [
        ("Vehicle.fuel", "enum", ["PETROL", "DIESEL", "ELECTRIC"]),
        ("Vehicle.doors", "enum", [3, 5]),
        ("Vehicle.vin", "enum", None),
        ("Vehicle", "required", ["fuel", "vin"]),
    ],
)
p(
    "zh-enum-comma",
    """# 发票

| 参数名 | 类型 | 必选 | 说明 |
|---|---|---|---|
| type | string | true | 发票类型：normal-普通发票，special-专用发票 |
| amount | number | true | 金额，单位：分 |
| title | string | false | 抬头，最长64个字符 |
""",
    [
        ("发票.type", "enum", ["normal", "special"]),
        ("发票", "required", ["type", "amount"]),
        ("发票.title", "maxLength", 64),
    ],
)
p(
    "zh-paren-values",
    """# 任务

| 字段 | 类型 | 是否必需 | 说明 |
|---|---|---|---|
| state | Integer | 是 | 任务状态（0：未开始 1：进行中 2：已完成） |
| owner | String | 否 | 负责人 |
""",
    [("任务.state", "enum", [0, 1, 2]), ("任务", "required", ["state"])],
)
p(
    "ja-number-colon",
    """# 商品

| パラメータ | 型 | 必須 | 説明 |
|---|---|---|---|
| tax_type | int | ● | 税区分（1:課税、2:非課税、3:不課税） |
| name | string | ● | 商品名 |
| memo | string |  | メモ |
""",
    [("商品.tax_type", "enum", [1, 2, 3]), ("商品", "required", ["tax_type", "name"])],
)
p(
    "ko-table-below",
    """# 배송

| 이름 | 타입 | 필수 여부 | 설명 |
|---|---|---|---|
| type | String | O | 배송 유형. 아래 표 참고 |
| memo | String | X | 메모 |

| 값 | 설명 |
|---|---|
| PARCEL | 택배 |
| QUICK | 퀵 |
""",
    [("배송.type", "enum", ["PARCEL", "QUICK"]), ("배송", "required", ["type"])],
)
p(
    "ru-spravochnik",
    """# Платёж

| Параметр | Тип | Обяз. | Описание |
|---|---|---|---|
| method | string | + | Способ оплаты, см. справочник «Способы оплаты» |
| sum | number | + | Сумма |
| comment | string | - | Комментарий |

## Способы оплаты

| Код | Название |
|---|---|
| card | Карта |
| sbp | СБП |
""",
    [("Платёж.method", "enum", ["card", "sbp"]), ("Платёж", "required", ["method", "sum"])],
)
p(
    "ru-vlozhenie",
    """# Заказ

| Поле | Тип | Обязательность | Описание |
|---|---|---|---|
| delivery | объект | О | Доставка |
| delivery.city | строка | О | Город |
| delivery.flat | строка | Н | Квартира |
| gift | логический | Н | Подарок |

О — обязательное, Н — необязательное.
""",
    [("Заказ", "required", ["delivery"]), ("Заказ.delivery", "required", ["city"])],
)
p(
    "ru-da-uslovno",
    """# Чек

| Поле | Тип | Обязательно | Описание |
|---|---|---|---|
| inn | строка | Да | ИНН |
| kpp | строка | Условно | КПП, если юрлицо |
| email | строка | Нет | Почта |
""",
    [("Чек", "required", ["inn"])],
)
p(
    "de-muss-kann",
    """# Adresse

| Feld | Format | Muss/Kann | Bemerkung |
|---|---|---|---|
| plz | an..5 | Muss | Postleitzahl |
| ort | an..35 | Muss | Ort |
| zusatz | an..35 | Kann | Zusatz |
""",
    [("Adresse", "required", ["plz", "ort"]), ("Adresse.ort", "maxLength", 35)],
)
p(
    "de-gliederung",
    """# Auftrag

| Nr. | Element | Datentyp | Anzahl | Beschreibung |
|---|---|---|---|---|
| 1 | kopf | Objekt | 1 | Kopfdaten |
| 1.1 | nummer | String | 1 | Nummer |
| 1.2 | datum | Datum | 0..1 | Datum |
| 2 | position | Objekt | 1..* | Positionen |
| 2.1 | menge | Zahl | 1 | Menge |
""",
    [
        ("Auftrag.kopf.nummer", "type", "string"),
        ("Auftrag.position", "type", "array"),
        ("Auftrag.position[].menge", "type", "number"),
        ("Auftrag", "required", ["kopf", "position"]),
        ("Auftrag.kopf", "required", ["nummer"]),
    ],
)
p(
    "fr-rubriques",
    """# Client

### Champs obligatoires

| Champ | Type | Description |
|---|---|---|
| nom | chaîne | Nom |
| pays | chaîne | Code pays |

### Champs facultatifs

| Champ | Type | Description |
|---|---|---|
| tel | chaîne | Téléphone |
""",
    [("Client", "required", ["nom", "pays"]), ("Client.tel", "type", "string")],
)
p(
    "es-tabla-abajo",
    """# Envío

| Parámetro | Tipo | Requerido | Descripción |
|---|---|---|---|
| servicio | string | Sí | Tipo de servicio (ver tabla 1) |
| peso | decimal | Sí | Peso en kg |
| nota | string | No | Nota |

Tabla 1. Tipos de servicio

| Código | Significado |
|---|---|
| EXP | Exprés |
| STD | Estándar |
""",
    [("Envío.servicio", "enum", ["EXP", "STD"]), ("Envío", "required", ["servicio", "peso"])],
)
p(
    "pt-aninhado",
    """# Cliente

| Nome | Tipo | Obrigatoriedade | Descrição |
|---|---|---|---|
| endereco | objeto | Obrigatório | Endereço |
| endereco.rua | texto | Obrigatório | Rua |
| endereco.numero | inteiro | Opcional | Número |
| ativo | booleano | Opcional | Ativo |
""",
    [
        ("Cliente", "required", ["endereco"]),
        ("Cliente.endereco", "required", ["rua"]),
        ("Cliente.endereco.numero", "type", "integer"),
    ],
)
p(
    "it-legenda",
    """# Fattura

(O) = obbligatorio, (F) = facoltativo

| Campo | Tipo | O/F | Descrizione |
|---|---|---|---|
| numero | testo | O | Numero |
| data | data | O | Data |
| causale | testo | F | Causale |
""",
    [("Fattura", "required", ["numero", "data"]), ("Fattura.data", "format", "date")],
)
p(
    "pl-zagniezdzone",
    """# Faktura

| Nazwa | Typ danych | Wymagalność | Opis |
|---|---|---|---|
| nabywca | obiekt | T | Nabywca |
| - nip | tekst | T | NIP |
| - nazwa | tekst | N | Nazwa |
| uwagi | tekst | N | Uwagi |
""",
    [
        ("Faktura", "required", ["nabywca"]),
        ("Faktura.nabywca", "required", ["nip"]),
        ("Faktura.nabywca.nazwa", "type", "string"),
    ],
)
p(
    "tr-deger",
    """# Kargo

| Parametre | Tip | Zorunluluk | Açıklama |
|---|---|---|---|
| tip | string | Zorunlu | Kargo tipi: 1 = standart, 2 = hızlı |
| adet | integer | Zorunlu | Adet |
| aciklama | string | Opsiyonel | Açıklama |
""",
    [("Kargo.tip", "enum", ["1", "2"]), ("Kargo", "required", ["tip", "adet"])],
)
p(
    "uk-dashes",
    """# Накладна

| Параметр | Тип | Обов'язковість | Опис |
|---|---|---|---|
| type | рядок | так | Тип накладної: `in` — прибуткова, `out` — видаткова |
| sum | число | так | Сума |
| note | рядок | ні | Нотатка |
""",
    [("Накладна.type", "enum", ["in", "out"]), ("Накладна", "required", ["type", "sum"])],
)
p(
    "bullets-values-para",
    """# Sensor

| Field | Type | Description |
|---|---|---|
| unit | string | Unit of measure |
| value | number | Measured value |

The `unit` can be:

* `C` for Celsius
* `F` for Fahrenheit
* `K` for Kelvin
""",
    [("Sensor.unit", "enum", ["C", "F", "K"])],
)
p(
    "bold-values",
    """# Plan

| Field | Type | Description |
|---|---|---|
| tier | string | Tier: **free**, **pro** or **team** |
| seats | integer | Seats |
""",
    [("Plan.tier", "enum", ["free", "pro", "team"])],
)
p(
    "defaults-in-values",
    """# Report

| Field | Type | Description |
|---|---|---|
| format | string | Output format. Options: `pdf` (default), `csv`, `xml`. |
| lang | string | Language; default is `en`. |
""",
    [
        ("Report.format", "enum", ["pdf", "csv", "xml"]),
        ("Report.format", "default", "pdf"),
        ("Report.lang", "default", "en"),
    ],
)
p(
    "enum-constants-class",
    """# Enum OrderState

| Constant | Description |
|---|---|
| NEW | New order |
| DONE | Done order |

# Order

| Field | Type | Description |
|---|---|---|
| state | OrderState | State |
""",
    [("Order.state", "enum", ["NEW", "DONE"])],
)
p(
    "numeric-string-values",
    """# Bank

| Field | Type | Description |
|---|---|---|
| code | string | "01" = cash, "02" = card, "03" = transfer |
| flag | string | 0 - no, 1 - yes |
""",
    [("Bank.code", "enum", ["01", "02", "03"]), ("Bank.flag", "enum", ["0", "1"])],
)
p(
    "range-values",
    """# Rating

| Field | Type | Description |
|---|---|---|
| stars | integer | 1 to 5 |
| score | number | Between 0 and 1 |
| name | string | 3-20 characters |
""",
    [
        ("Rating.stars", "minimum", 1),
        ("Rating.stars", "maximum", 5),
        ("Rating.stars", "enum", None),
        ("Rating.score", "maximum", 1),
        ("Rating.name", "maxLength", 20),
    ],
)
p(
    "braces-nesting",
    """# Webhook

| Field | Type | Required | Description |
|---|---|---|---|
| data{} | object | yes | Payload |
| data{}.id | string | yes | Id |
| events[] | array | yes | Events |
| events[].kind | string | no | Kind |
""",
    [
        ("Webhook.data.id", "type", "string"),
        ("Webhook.events[].kind", "type", "string"),
        ("Webhook", "required", ["data", "events"]),
    ],
)
p(
    "gt-nesting",
    """# Route

| Field | Type | Required | Description |
|---|---|---|---|
| origin | object | Yes | From |
| > lat | number | Yes | Latitude |
| > lon | number | Yes | Longitude |
| stops | array of object | No | Stops |
| > place | object | Yes | Place |
| >> id | string | Yes | Id |
""",
    [
        ("Route.origin.lat", "type", "number"),
        ("Route.stops[].place.id", "type", "string"),
        ("Route", "required", ["origin"]),
    ],
)
p(
    "object-heading-child",
    """# Customer

| Field | Type | Required | Description |
|---|---|---|---|
| id | string | Yes | Id |
| address | object | No | See below |

## address

| Field | Type | Required | Description |
|---|---|---|---|
| street | string | Yes | Street |
| zip | string | No | ZIP |
""",
    [
        ("Customer.address.street", "type", "string"),
        ("Customer.address", "required", ["street"]),
        ("Customer", "required", ["id"]),
    ],
)
p(
    "html-indent",
    """<h2>Basket</h2>
<table>
<tr><th>Name</th><th>Type</th><th>Required</th></tr>
<tr><td>items</td><td>array</td><td>yes</td></tr>
<tr><td style="padding-left:20px">sku</td><td>string</td><td>yes</td></tr>
<tr><td style="padding-left:20px">qty</td><td>integer</td><td>no</td></tr>
<tr><td>total</td><td>number</td><td>yes</td></tr>
</table>""",
    [
        ("Basket.items[].sku", "type", "string"),
        ("Basket", "required", ["items", "total"]),
        ("Basket.sku", "type", None),
    ],
    ".html",
)
p(
    "rst-list",
    """Coupon
======

.. list-table::
   :header-rows: 1

   * - Field
     - Type
     - Required
     - Description
   * - code
     - string
     - yes
     - The code
   * - kind
     - string
     - no
     - One of ``percent``, ``fixed``
""",
    [("Coupon.kind", "enum", ["percent", "fixed"]), ("Coupon", "required", ["code"])],
    ".rst",
)
p(
    "required-minus",
    """# Visit

| Field | Type | Req'd | Description |
|---|---|---|---|
| date | date | x | Date |
| time | string | | Time |
| doctor | string | x | Doctor |
""",
    [("Visit", "required", ["date", "doctor"])],
)
p(
    "usage-R-O-X",
    """# Claim

Usage: R = required, RE = required if known, O = optional, X = not used

| Element | Type | Usage | Description |
|---|---|---|---|
| id | string | R | Id |
| payer | string | RE | Payer |
| note | string | O | Note |
| old | string | X | Old |
""",
    [("Claim", "required", ["id"])],
)
p(
    "footnote-required",
    """# Offer

| Field | Type | Description |
|---|---|---|
| price¹ | number | Price |
| text | string | Text |
| until¹ | date | Until |

¹ Required.
""",
    [("Offer", "required", ["price", "until"])],
)
p(
    "bold-required",
    """# Member

Fields in **bold** are required.

| Field | Type | Description |
|---|---|---|
| **name** | string | Name |
| nick | string | Nick |
""",
    [("Member", "required", ["name"])],
)
p(
    "cond-sentence",
    """# Transfer

| Field | Type | Required | Description |
|---|---|---|---|
| iban | string | Conditional | Required when `method` is `sepa` |
| method | string | Required | `sepa` or `swift` |
| bic | string | Optional | BIC |
""",
    [("Transfer", "required", ["method"]), ("Transfer.method", "enum", ["sepa", "swift"])],
)
p(
    "exactly-one",
    """# Target

Exactly one of `user_id` and `group_id` must be given.

| Field | Type | Description |
|---|---|---|
| user_id | string | User |
| group_id | string | Group |
| note | string | Note |
""",
    [("Target", "required", None)],
)
p(
    "create-update",
    """# Contact

| Field | Type | Required on create | Required on update | Description |
|---|---|---|---|---|
| name | string | Yes | No | Name |
| id | string | No | Yes | Id |
""",
    [("Contact", "required", None)],
)
p(
    "values-with-beta",
    """# Model

| Field | Type | Description |
|---|---|---|
| engine | string | Engine to use |

### engine

| Value | Description |
|---|---|
| `classic` | The old one (deprecated) |
| `turbo` | Fast one |
| `vision` *beta* | Sees images |
""",
    [("Model.engine", "enum", ["classic", "turbo", "vision"])],
)
p(
    "value-ranges-reserved",
    """# Code

| Field | Type | Description |
|---|---|---|
| reason | integer | Reason code |

Reason codes:

| Value | Meaning |
|---|---|
| 0 | OK |
| 1 | Failed |
| 2-9 | Reserved |
""",
    [("Code.reason", "enum", None)],
)
p(
    "bits-table",
    """# Perm

| Field | Type | Description |
|---|---|---|
| mask | integer | Bit mask of permissions |

Bits of `mask`:

| Bit | Permission |
|---|---|
| 1 | Read |
| 2 | Write |
| 4 | Delete |
""",
    [("Perm.mask", "enum", None), ("Perm.mask", "type", "integer")],
)
p(
    "two-types-one-page",
    """# Order

| Field | Type | Description |
|---|---|---|
| status | string | See `Order status` below |
| buyer | string | Buyer |

### Order status

| Status | Description |
|---|---|
| open | Is open |
| closed | Is closed |

# Refund

| Field | Type | Description |
|---|---|---|
| status | string | See `Refund status` below |

### Refund status

| Status | Description |
|---|---|
| asked | Asked for |
| paid | Paid back |
""",
    [("Order.status", "enum", ["open", "closed"]), ("Refund.status", "enum", ["asked", "paid"])],
)
p(
    "desc-multi-sentence",
    """# Alarm

| Field | Type | Description |
|---|---|---|
| level | string | The level. Valid levels: low, mid, high. Use high with care. |
| days | array of string | Valid values: mon, tue, wed |
""",
    [("Alarm.level", "enum", ["low", "mid", "high"]), ("Alarm.days[]", "enum", ["mon", "tue", "wed"])],
)
p(
    "not-exhaustive",
    """# Media

| Field | Type | Description |
|---|---|---|
| codec | string | For example `h264`, `vp9` |
| kind | string | Can be `video`, `audio`, etc. |
| tag | string | Any string such as `a` or `b` |
""",
    [("Media.codec", "enum", None), ("Media.kind", "enum", None), ("Media.tag", "enum", None)],
)
p(
    "const-value",
    """# Ping

| Field | Type | Required | Description |
|---|---|---|---|
| type | string | yes | Always `ping` |
| v | integer | yes | Must be 1 |
""",
    [("Ping.type", "const", "ping"), ("Ping", "required", ["type", "v"])],
)
p(
    "csv-decimal",
    """Name,Type,Required,Description
id,string,Yes,"Key, unique"
kind,string,No,"One of: a, b, c"
price,decimal(10;2),No,Price
""",
    [("*.kind", "enum", ["a", "b", "c"]), ("*", "required", ["id"])],
    ".csv",
)
p(
    "deep-bullets",
    """# Config

- `server` (object, required): Server.
  - `host` (string, required): Host.
  - `port` (integer): Port, 1-65535.
- `debug` (boolean, default: `false`): Debug.
""",
    [
        ("Config.server.host", "type", "string"),
        ("Config.server", "required", ["host"]),
        ("Config.server.port", "maximum", 65535),
        ("Config.debug", "default", False),
        ("Config", "required", ["server"]),
    ],
)
p(
    "mdx-param",
    """# Upload

<ParamField body="file" type="string" required>
The file.
</ParamField>

<ParamField body="mode" type="string" default="fast">
One of `fast`, `slow`.
</ParamField>
""",
    [
        ("Upload", "required", ["file"]),
        ("Upload.mode", "enum", ["fast", "slow"]),
        ("Upload.mode", "default", "fast"),
    ],
    ".mdx",
)
p(
    "header-row-split",
    """<h1>Seat</h1><table>
<tr><th rowspan="2">Field</th><th colspan="2">Details</th></tr>
<tr><th>Type</th><th>Description</th></tr>
<tr><td>row</td><td>string</td><td>Row</td></tr>
<tr><td>num</td><td>integer</td><td>Number</td></tr></table>""",
    [("Seat.row", "type", "string"), ("Seat.num", "type", "integer")],
    ".html",
)
p(
    "nullable-col",
    """# Cell

| Field | Type | Nullable | Description |
|---|---|---|---|
| a | string | Yes | A |
| b | integer | No | B |
| c | string | yes | `x` or `y` |
""",
    [
        ("Cell.a", "type", ["string", "null"]),
        ("Cell.b", "type", "integer"),
        ("Cell.c", "enum", ["x", "y", None]),
    ],
)
p(
    "vi-bang",
    """# Đơn hàng

| Trường | Kiểu | Bắt buộc | Mô tả |
|---|---|---|---|
| trang_thai | chuỗi | Có | Trạng thái: `moi`, `da_tra` hoặc `huy` |
| so_luong | số nguyên | Có | Số lượng |
| ghi_chu | chuỗi | Không | Ghi chú |
""",
    [
        ("Đơn hàng.trang_thai", "enum", ["moi", "da_tra", "huy"]),
        ("Đơn hàng", "required", ["trang_thai", "so_luong"]),
    ],
)
p(
    "min-occurs",
    """# Batch

| Element | Type | Min | Max | Description |
|---|---|---|---|---|
| header | object | 1 | 1 | Header |
| header.id | string | 1 | 1 | Id |
| record | object | 0 | unbounded | Records |
| record.value | decimal | 1 | 1 | Value |
""",
    [
        ("Batch.record", "type", "array"),
        ("Batch.record[].value", "type", "number"),
        ("Batch", "required", ["header"]),
        ("Batch.header", "required", ["id"]),
    ],
)
p(
    "name-in-paren",
    """# Lieferung

| Bezeichnung | Feldname | Typ | Pflicht |
|---|---|---|---|
| Sendungsnummer | shipmentNo | String | ja |
| Gewicht in kg | weight | Dezimal | nein |
""",
    [
        ("Lieferung.shipmentNo", "type", "string"),
        ("Lieferung.weight", "type", "number"),
        ("Lieferung", "required", ["shipmentNo"]),
    ],
)
p(
    "trailing-text-row",
    """# Song

| Field | Type | Description |
|---|---|---|
| title | string | Title |
| length | integer | Seconds |
| Note: all times are UTC | | |
""",
    [("Song.title", "type", "string"), ("Song.length", "type", "integer")],
)
p(
    "union-string-obj",
    """# Step

| Field | Type | Description |
|---|---|---|
| uses | string \\| object | What it uses |
| when | "always" \\| "never" \\| string | When |
| retries | 0 \\| 1 \\| 2 | Retries |
""",
    [
        ("Step.uses", "type", ["string", "object"]),
        ("Step.retries", "enum", [0, 1, 2]),
        ("Step.when", "enum", None),
    ],
)
p(
    "fields-sentence-list",
    """# Box

A box has the following fields:

- `id` – string, required. Identifier.
- `size` – integer, optional. Size in cm.
- `color` – string. One of `red`, `blue`.
""",
    [("Box", "required", ["id"]), ("Box.size", "type", "integer"), ("Box.color", "enum", ["red", "blue"])],
)
p(
    "date-enum-confusion",
    """# Leave

| Field | Type | Description |
|---|---|---|
| from | date | Format: YYYY-MM-DD |
| kind | string | A = annual; S = sick; U = unpaid |
| half | string | AM/PM |
""",
    [
        ("Leave.kind", "enum", ["A", "S", "U"]),
        ("Leave.half", "enum", ["AM", "PM"]),
        ("Leave.from", "format", "date"),
    ],
)
p(
    "mandatory-comma",
    """# Meter

Mandatory: serial, unit

| Field | Type | Description |
|---|---|---|
| serial | string | Serial |
| unit | string | Unit |
| note | string | Note |
""",
    [("Meter", "required", ["serial", "unit"])],
)
p(
    "display-wire-paren",
    """# Konto

**Betrag** (`amount`, Zahl, Pflicht): Der Betrag.

**Währung** (`currency`, Text, optional): Die Währung.
""",
    [
        ("Konto.amount", "type", "number"),
        ("Konto.currency", "type", "string"),
        ("Konto", "required", ["amount"]),
    ],
)
p(
    "wire-after-display",
    """# Parcel

| Field | Type | Description |
|---|---|---|
| Weight (`weight_g`) | integer | In grams |
| Colour (`colour`) | string | Colour |
""",
    [("Parcel.weight_g", "type", "integer"), ("Parcel.colour", "type", "string")],
)
p(
    "type-in-name-cell",
    """# Ping

| Field | Description |
|---|---|
| `host` (string) | Host |
| `port` (integer, optional) | Port |
""",
    [("Ping.host", "type", "string"), ("Ping.port", "type", "integer")],
)
p(
    "union-no-end",
    """# Source

| Field | Type | Description |
|---|---|---|
| id | string | Id |
| Union field `location`. Only one of the following: | | |
| path | string | Path |
| url | string | URL |
| size | integer | Size |
""",
    [("Source.id", "type", "string"), ("Source.size", "type", "integer")],
)
p(
    "heading-properties",
    """# Message Properties

| Property | Type | Description |
|---|---|---|
| to | string | To |
| body | string | Body |
""",
    [("Message.to|Message Properties.to", "type", "string")],
)
p(
    "scalar-table",
    """# Scalar Value Types

| .proto Type | Notes | C++ | Java | Python |
|---|---|---|---|---|
| double |  | double | double | float |
| int32 | Uses variable-length encoding. | int32 | int | int |

# Ship

| Field | Type | Label | Description |
|---|---|---|---|
| mast | [int32](#int32) |  | Masts |
""",
    [("Ship.mast", "type", "integer"), ("Scalar Value Types", "type", None), ("double", "type", None)],
)
p(
    "k8s-list",
    """# DeploymentSpec

- **replicas** (int32)

  Number of desired pods.

- **selector** (LabelSelector), required

  Label selector for pods.

- **paused** (boolean)

  Whether it is paused.
""",
    [
        ("DeploymentSpec.replicas", "type", "integer"),
        ("DeploymentSpec.paused", "type", "boolean"),
        ("DeploymentSpec", "required", ["selector"]),
    ],
)
p(
    "k8s-few",
    """# Ref

- **name** (string), required

  Name.

- **key** (Key)

  Key.
""",
    [("Ref.name", "type", "string"), ("Ref", "required", ["name"])],
)
p(
    "kv-lines",
    """# Error

| Field | Type | Description |
|---|---|---|
| code | integer | Error code:<br>100 - wrong key<br>200 - no money<br>300 - no such user |
| kind | string | Kind of error (`auth`/`limit`/`other`) |
""",
    [("Error.code", "enum", [100, 200, 300]), ("Error.kind", "enum", ["auth", "limit", "other"])],
)
p(
    "dash-required-col",
    """# Trip

| Field | Type | Required? | Description |
|---|---|---|---|
| from | string | required | From |
| to | string | required | To |
| via | string | — | Via |
""",
    [("Trip", "required", ["from", "to"])],
)
p(
    "parent-cell-text",
    """<h1>Deal</h1><table><tr><th>Group</th><th>Field</th><th>Type</th><th>Description</th></tr>
<tr><td rowspan="2">General</td><td>id</td><td>string</td><td>Id</td></tr>
<tr><td>name</td><td>string</td><td>Name</td></tr>
<tr><td>Money</td><td>sum</td><td>number</td><td>Sum</td></tr></table>""",
    [("Deal.id", "type", "string"), ("Deal.sum", "type", "number")],
    ".html",
)
p(
    "json-pointer",
    """# Doc

| Path | Type | Required | Description |
|---|---|---|---|
| $.id | string | yes | Id |
| $.author.name | string | yes | Name |
| $.tags[*] | string | no | Tags |
""",
    [("Doc.id", "type", "string"), ("Doc.author.name", "type", "string"), ("Doc.tags", "type", "array")],
)
p(
    "zh-level-bullets",
    """# 商品

| 字段 | 类型 | 必填 | 描述 |
|---|---|---|---|
| sku | object[] | 是 | SKU列表 |
| └ id | string | 是 | 编号 |
| └ price | number | 否 | 价格 |
| name | string | 是 | 名称 |
""",
    [("商品.sku[].id", "type", "string"), ("商品", "required", ["sku", "name"])],
)
p(
    "enum-heading-lines",
    """# Colour

Enum:

* RED (0)
* GREEN (1)
* BLUE (2)

# Paint

| Field | Type | Description |
|---|---|---|
| colour | Colour | Colour |
""",
    [("Paint", "required", None)],
)
p(
    "table-name-value-type",
    """# Limits

| Constant | Value |
|---|---|
| MAX_SIZE | 1024 |
| MAX_AGE | 30 |

# Box

| Field | Type | Description |
|---|---|---|
| size | integer | Size |
""",
    [("Box.size", "type", "integer"), ("Box.size", "enum", None)],
)
p(
    "merged-req-types",
    """<h1>Slot</h1><table><tr><th>Name</th><th>Type</th><th>Required</th></tr>
<tr><td>a</td><td rowspan="2">string</td><td>yes</td></tr>
<tr><td>b</td><td>no</td></tr>
<tr><td>c</td><td>integer</td><td>yes</td></tr></table>""",
    [("Slot.b", "type", "string"), ("Slot", "required", ["a", "c"])],
    ".html",
)
p(
    "es-cuando",
    """# Seguro

| Campo | Tipo | Obligatorio | Descripción |
|---|---|---|---|
| poliza | texto | Sí | Póliza |
| placa | texto | Sí, si es auto | Placa |
| nota | texto | Opcional | Nota |
""",
    [("Seguro", "required", ["poliza"])],
)
p(
    "ja-conditional",
    """# 請求

| 項目 | 型 | 必須 | 説明 |
|---|---|---|---|
| no | 文字列 | 必須 | 番号 |
| tel | 文字列 | 条件付き | 電話 |
| fax | 文字列 | 任意 | FAX |
""",
    [("請求", "required", ["no"])],
)
p(
    "ko-cond",
    """# 예약

| 항목 | 형식 | 필수여부 | 설명 |
|---|---|---|---|
| no | 문자열 | 필수 | 번호 |
| tel | 문자열 | 선택 | 전화 |
| fax | 문자열 | 조건부 | 팩스 |
""",
    [("예약", "required", ["no"])],
)
p(
    "numbers-name-meaning",
    """# Unit

| Field | Type | Description |
|---|---|---|
| status | integer | Status of the unit |

### status

| # | Name | Meaning |
|---|---|---|
| 0 | OFF | Off |
| 1 | ON | On |
""",
    [("Unit.status", "enum", [0, 1])],
)
p(
    "string-name-number",
    """# Unit

| Field | Type | Description |
|---|---|---|
| status | string | Status of the unit |

### status

| Name | Number | Meaning |
|---|---|---|
| OFF | 0 | Off |
| ON | 1 | On |
""",
    [("Unit.status", "enum", ["OFF", "ON"])],
)
p(
    "footer-row",
    """# Bill

| Field | Type | Required |
|---|---|---|
| no | string | Yes |
| sum | number | Yes |
| * Since version 2 | | |
""",
    [("Bill", "required", ["no", "sum"])],
)
p(
    "same-desc-or",
    """# Pay

| Field | Type | Description |
|---|---|---|
| method | string | Payment method: card or cash |
| time | string | Time: morning or any other |
""",
    [("Pay.time", "enum", None)],
)
p(
    "multi-lang-values",
    """# Sprache

| Feld | Typ | Pflicht | Beschreibung |
|---|---|---|---|
| modus | Zeichenkette | Ja | Modus: „auto“, „manuell“ oder „aus“ |
| stufe | Ganzzahl | Nein | Stufe: 1 = niedrig, 2 = mittel, 3 = hoch |
""",
    [
        ("Sprache.modus", "enum", ["auto", "manuell", "aus"]),
        ("Sprache.stufe", "enum", [1, 2, 3]),
        ("Sprache", "required", ["modus"]),
    ],
)
p(
    "ref-number-below",
    """# Fix

| Field | Type | Description |
|---|---|---|
| side | char | 1 = Buy<br>2 = Sell |
| ordType | char | Valid values: 1 Market, 2 Limit |
""",
    [("Fix.side", "enum", ["1", "2"])],
)
p(
    "at-least-one",
    """# Name

At least one of the following fields is required: `first`, `last`.

| Field | Type | Description |
|---|---|---|
| first | string | First |
| last | string | Last |
""",
    [("Name", "required", None)],
)
p(
    "required-on-next-line",
    """# Job

| Field | Type | Description |
|---|---|---|
| name<br>*required* | string | Name |
| cron<br>*optional* | string | Cron |
""",
    [("Job", "required", ["name"])],
)


def followed(node: Any, schemas: dict[str, Any]) -> Any:
    """What a reference leads to."""
    if isinstance(node, dict) and "$ref" in node:
        return schemas.get(unquote(node["$ref"]).removesuffix(".schema.json"), node)
    return node


def found(schemas: dict[str, Any], path: str) -> Any:
    """The schema at a path such as `Order.items[].id`; `*` is the first type."""
    first, *rest = re.findall(r"(?:[^.\[\]]|\[[^\]]+\])+|\[\]", path)
    node = next(iter(schemas.values())) if first == "*" else schemas.get(first)
    for step in rest:
        node = followed(node, schemas) or {}
        node = node.get("items") if step == "[]" else node.get("properties", {}).get(step)
    return followed(node, schemas) or {}


@pytest.mark.parametrize(
    ("page", "suffix", "want"), [one[1:] for one in PAGES], ids=[one[0] for one in PAGES]
)
def test_a_page_is_read_right(
    tmp_path: Path, page: str, suffix: str, want: list[tuple[str, str, Any]]
) -> None:
    (tmp_path / f"page{suffix}").write_text(page, encoding="utf-8")
    schemas = dict(read([tmp_path / f"page{suffix}"]).schemas)
    for paths, keyword, value in want:
        nodes = [found(schemas, path) for path in paths.split("|")]
        got = next((node[keyword] for node in nodes if keyword in node), None)
        assert got == value, (paths, keyword, schemas)
