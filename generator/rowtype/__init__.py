"""Rowtype: documentation tables to JSON Schema, typed Python, validators and documentation.

rowtype.read(["docs/types"])            documentation -> Reading: .schemas, .sources, .diagnostics
rowtype.compile(schema)                 JSON Schema -> Validator: .is_valid, .iter_errors, .validate, .source
rowtype.emit(schema, package="shop")    JSON Schema -> {path: text}
rowtype.diff(old, new)                  two revisions of a JSON Schema -> what the change breaks
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rowtype.compiling import Validator, compile
    from rowtype.diagnostics import Diagnostic, SourceError
    from rowtype.differing import diff
    from rowtype.emitting import emit
    from rowtype.reading import Reading, read
    from rowtype.runtime.violations import ValidationError, Violation
    from rowtype.schema.documents import SchemaError

__all__ = [
    "Diagnostic",
    "Reading",
    "SchemaError",
    "SourceError",
    "ValidationError",
    "Validator",
    "Violation",
    "compile",
    "diff",
    "emit",
    "read",
]

_HOMES = {
    "Diagnostic": "diagnostics",
    "Reading": "reading",
    "SchemaError": "schema.documents",
    "SourceError": "diagnostics",
    "ValidationError": "runtime.violations",
    "Validator": "compiling",
    "Violation": "runtime.violations",
    "compile": "compiling",
    "diff": "differing",
    "emit": "emitting",
    "read": "reading",
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that `import rowtype` costs nothing (PEP 562).

    A function that has its module's name, such as `emit`, replaces the module as an attribute of this package.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
