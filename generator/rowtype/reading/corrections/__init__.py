"""Corrections of what documentation says: data, which fails when the text that it corrects is gone.

positions.py    where entries stand in their files
jsonpath.py     JSONPath, as overlays use it
overlay.py      OpenAPI Overlay documents
dropping.py     rows that are not read
ignoring.py     findings that are no trouble
renaming.py     types under other names
settling.py     findings that corrections leave nothing to say of
entries.py      entries about schemas
loading.py      `corrections.toml` -> entries
checking.py     whether what is made is a schema still
adding.py       types that have no page
field_changes.py  corrections of a field as a whole
changing.py     a correction made
corrections.py  either kind applied
"""
