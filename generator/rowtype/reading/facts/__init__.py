"""Facts: blocks -> which types and fields a page documents, and what it says of them, in its own words.

facts.py         types, fields and pages as they are documented, frozen
field_drafts.py  fields while a page is walked, in which names are found at once
drafts.py        types while a page is walked, and what stands apart
contents.py      what columns hold where no header says it
headers.py       what the columns of a table hold
cells.py         cells of a row
name_cells.py    what a name cell says
type_cells.py    what a type cell says beside the type
type_remarks.py  where the type in it ends, and the remarks after it
arguments.py     arguments of constructors
requiredness.py  what marks and words say of requiredness
footnotes.py     marks in rows that lead to what is said below
headings.py      the type, the field or the section that a heading names
headings_of_fields.py  headings that name a field over what is inside it
trails.py          headings that say where in a type a field is
value_tables.py  tables that list values
pointing.py      lists of values that fields elsewhere point to
nesting.py       rows as a tree
outlines.py      how deep rows stand, as numbers say
listings.py      types that a program's listing declares
owners.py        columns that say which type, or which field, rows belong to
table_columns.py  what the columns of a table of fields hold
occurrences.py   how often fields may occur
spread_names.py  names over several columns
grouping.py      rows that say something of those below them
row_fields.py    the field of a row
parted_types.py  types that a sign parts from names
described_fields.py  fields that lines of a description name
continued_rows.py  rows that go on with the one above
rows.py          rows of field tables, and tables inside their cells
known_types.py   texts that are a type beyond doubt
term_lines.py    what the lines of a term say of its field
terms.py         fields that no table with headers describes: a term each
term_tables.py   tables of such terms
labelled_records.py  records in cells, whose names stand behind labels
here.py          where a walk over a page stands
layouts.py       lists of rules: the first that accepts a block takes it
announced.py     objects inside a type whose fields a line above announces
attaching.py     whose field it is that text outside all rows speaks of
labelled.py      labels in paragraphs of their own
anchored.py      fields whose headings' anchors say so
properties.py    fields with a heading of their own
declarations.py  those that a program declares below it; rules for code
tables.py        rules for tables
tables_of_fields.py   of fields
tables_of_values.py   of values
tables_of_words.py    that explain types
bullets.py       rules for lists
bullets_of_types.py   of lists that explain types
bullets_of_values.py  of lists of values
paragraphs.py    rules for paragraphs
heading_rules.py  rules for headings
walk.py          a page, from its first block to its last
"""
