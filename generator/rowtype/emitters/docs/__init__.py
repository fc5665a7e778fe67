"""Schemas -> Markdown: a page a type, every statement with the line of the vendor's page behind it.

pages.py        the pages and their index
parts.py        what people read of one schema, a type or a field
uses.py         what refers to what
type_column.py  schemas as type expressions
examples.py     example payloads: complete ones that validate
"""
