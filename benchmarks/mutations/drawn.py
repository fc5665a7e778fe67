"""Ordinary pages to change: types with tables of fields, drawn."""

from __future__ import annotations

from mutations.tables import Draw, table

_FIELDS = (
    ("id", "string", "Unique identifier."),
    ("status", "string", "One of: `new`, `paid`, `sent`."),
    ("created_at", "string", "When it was created, ISO 8601."),
    ("amount", "integer", "Amount in cents. Minimum: 0."),
    ("currency", "string", "Three-letter code of the currency."),
    ("email", "string", "Address for letters. Maximum length: 254."),
    ("is_active", "boolean", "Whether it can be used. Default: `true`."),
    ("tags", "array of strings", "Labels given by the seller."),
    ("weight", "number", "Weight in kilograms."),
    ("quantity", "integer", "How many were ordered, between 1 and 999."),
    ("firstName", "string", "First name of the person."),
    ("middleName", "string", "Middle name, if there is one."),
    ("webhookUrl", "string", "Where notifications are sent."),
    ("priority", "integer", "Smaller numbers go first."),
    ("kind", "string", "Possible values: `parcel`, `letter`, `pallet`."),
    ("metadata", "object", "Anything that the client wants to keep."),
    ("retries", "integer", "Number of attempts so far."),
    ("language", "string", "Language of the messages. Default: `en`."),
    ("rate", "number", "Share of the price, from 0 to 1."),
    ("parent_id", "string", "Identifier of the one above. May be null."),
    ("comment", "string", "Free text, at most 500 characters."),
    ("discounts", "array of integers", "What was taken off, in percent."),
    ("expired", "boolean", "True once the term is over."),
    ("street", "string", "Street and number of the house."),
    ("items_count", "integer", "How many positions there are."),
    ("color", "string", "One of: `red`, `green` or `dark-blue`."),
)
_NESTED = (
    ("address", "object", "Where it goes."),
    ("address.city", "string", "The city."),
    ("address.zip", "string", "The code of the district."),
)
_NAMES = ("Field", "Name", "Parameter", "Property", "Attribute")
_TITLES = ("Parcel", "Shipment", "Invoice", "Visitor", "Warehouse", "Ticket", "Reservation")


def page(draw: Draw) -> str:
    """A page with one to three types, in Markdown."""
    required, mark = draw.random() < 0.6, draw.choice(["{}", "{}", "`{}`"])
    header = [f" {draw.choice(_NAMES)} ", " Type ", *([" Required "] * required), " Description "]
    lines = []
    for level, title in enumerate(draw.sample(_TITLES, draw.choice([1, 1, 2, 3]))):
        fields = draw.sample(_FIELDS, draw.randrange(3, 9)) + [*_NESTED] * (draw.random() < 0.25)
        rows = [header]
        for name, kind, said in fields:
            word = [draw.choice([" yes ", " no "])] * required
            rows.append([f" {mark.format(name)} ", f" {kind} ", *word, f" {said} "])
        lines += [
            f"{'##' if level else '#'} {title}",
            "",
            f"What a {title.lower()} is.",
            "",
            *table(rows),
            "",
        ]
    return "\n".join(lines)
