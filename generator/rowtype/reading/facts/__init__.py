"""Facts: blocks -> which types and fields a page documents, and what it says of them, in its own words.

facts.py         types, fields and pages as they are documented
headers.py       what the columns of a table hold
name_cells.py    what a name cell says
type_cells.py    what a type cell says beside the type
requiredness.py  what marks and words say of requiredness
headings.py      the type or the field that a heading names
rows.py          rows of field tables, and their nesting
value_tables.py  tables that list the values of a field
terms.py         fields that no table with headers describes
attaching.py     text outside a row that speaks of its field
walk.py          a page, from its first block to its last
"""
