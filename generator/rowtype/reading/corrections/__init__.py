"""Corrections of what documentation says: data, which fails when the text that it corrects is gone.

positions.py    where entries stand in their files
jsonpath.py     JSONPath, as overlays use it
overlay.py      OpenAPI Overlay documents
corrections.py  `corrections.toml`, and either kind applied
"""
