"""Canonical JSON Schema: load and dump, resolve references, and the two views that emitters read."""
