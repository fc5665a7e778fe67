"""Lowering: facts -> JSON Schema, every keyword with the places that say so.  It changes no fact.

traced.py           a schema under construction
naming.py           types of one name on several pages
index.py            which type a name or a link stands for
known.py            what one type asks of it, and what it is told
scope.py            where a fact stands, and what is known there
alternatives.py     several schemas of which one holds
type_names.py       names in type expressions
types.py            type expressions
nullability.py      null beside what a field may be
described_types.py  types that a description names
stated_types.py     the type that a sentence says that a type is
deprecated_types.py  whether a type is deprecated
untyped.py          what is said of a field of any type
values.py           listed values, defaults, examples
enumerations.py     values of a field whose type says that there are a few
columns.py          columns that say one thing
expressions.py      regular expressions as pages write them
other_subjects.py   lists that speak of other fields
leftovers.py        what looks like a rule and became none
settings.py         what sentences set
item_remarks.py     what stands beside the type of an array of its items
openings.py         what descriptions begin with and is no part of their sentences
fields.py           one field
choices.py          what sentences say of fields that they list
between_fields.py   what sentences say about several fields
records.py          a type, and what of it is required
borrowed_values.py  values that depend on, or are, another field's
"""
