"""Shapes: what a program can hold of a value, as records, enumerations, arrays and references.

shapes.py        the shapes
shaping.py       schemas -> shapes
building.py      definitions while they are made, and the place whose shape is being found
naming.py        texts to name types after
spots.py         everything that must hold at a place in a schema, as conjuncts
scalars.py       texts and numbers
enumerations.py  listed values
arrays.py        arrays, and tuples
objects.py       records and maps
choices.py       `anyOf` and `oneOf`
tags.py          what tells the alternatives of a choice apart
datetimes.py     patterns that accept nothing but what can be converted
"""
