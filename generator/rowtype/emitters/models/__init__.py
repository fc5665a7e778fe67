"""Shapes -> `models.py`: a dataclass, an enumeration or an alias for each type.

models.py        the file
python_types.py  what Python calls a shape, and what a program sees of it
aliases.py       definitions of the aliases, each after those that it is made of
loading.py       statements that check a JSON value and turn it into what a program sees
dumping.py       expressions that turn it back
plans.py         the same shapes as tuples, by which `records`, where it is compiled, reads and writes records
records/         C: JSON values and JSON texts to records and back; `records.h` lists its files
defaults.py      defaults that schemas name, for `with_defaults` and for constructors
constructing.py  shapes as data, for the site's playground, which writes constructors
documents.py     the schemas that types were made from, for `json_schema`
docstrings.py    what the documentation says about a type, a field or a value
round_trip.py    what models hold less precisely than the schema describes it, and why
"""
