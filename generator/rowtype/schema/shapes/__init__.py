"""Shapes: what a program can hold of a value, as records, enumerations, arrays and references.

shapes.py     the shapes
shaping.py    schemas -> shapes
spots.py      a place in a schema, with everything that must hold there
scalars.py    shapes without parts: texts, numbers, enumerated values
tags.py       what tells the alternatives of a choice apart
datetimes.py  patterns that accept nothing but what can be converted
"""
