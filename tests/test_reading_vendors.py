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
