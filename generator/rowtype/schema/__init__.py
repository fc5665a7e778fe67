"""Canonical JSON Schema: load and dump, resolve references, and the two views that emitters read.

documents.py    documents with the places their keywords come from; canonical order and bytes
bounds.py       what any schema is held to before it is looked at
kinds.py        the six kinds of JSON values
drafts.py       which keywords each draft knows, what the latest calls them, and where schemas stand in schemas
resources.py    what `$id` and anchors name, and where a `$ref` leads
linking.py      references between files, by their places
reaching.py     definitions that no type reaches
ecma/           regular expressions of ECMA-262 -> Python's
rewrites.py     the same schema with described objects closed, or with enumerations of texts open
checks/         a view: everything that a schema asserts, for validators
shapes/         a view: what a program can hold of a value, for models and documentation
"""
