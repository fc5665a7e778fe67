"""Lowering: facts -> JSON Schema, every keyword with the places that say so.

traced.py           a schema under construction
index.py            which type a name or a link stands for
types.py            type expressions
fields.py           one field
between_fields.py   what sentences say about several fields
records.py          a type, and what of it is required
borrowed_values.py  values that depend on, or are, another field's
"""
