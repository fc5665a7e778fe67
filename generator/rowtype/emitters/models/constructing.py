"""Shapes as data: what a script needs to write the Python that makes a value, its classes called by their names.

`templates/site/python.js.j2` reads it.  A shape is `null` where the JSON value is what a program holds, a word
(`whole`, a format, `date-time?` where an offset may be missing, `none` where a constructor alone cannot say which),
or an object with one of the keys below.
"""

from __future__ import annotations

import keyword
from collections.abc import Mapping

from rowtype.emitters.models import defaults
from rowtype.emitters.models.loading import keeps, spelt_out
from rowtype.emitters.models.python_types import PythonTypes
from rowtype.names import member_key
from rowtype.schema.documents import Json
from rowtype.schema.shapes import shapes as s

NONE = "none"
_TAKEN = frozenset({"dt", "payload", "payloads", *keyword.kwlist})


def of_document(types: PythonTypes, uri: str) -> tuple[dict[str, Json], frozenset[str]]:
    """The types that a document defines, and the documents (by name) that those refer to.

    `root` is the name of the document's own type, `load` that of the function that reads it, `value` what a variable is
    called; `types` has for each name `fields` (wire name -> attribute, shape and, where the constructor would fill in a
    default, what stands for absent), with `extra`, the shape of others, or `dropped`; or `members`, or `is`, a shape.
    """
    root = types.shapes.roots[uri]
    home = types.definition(root).document
    own = {key: d for key, d in types.shapes.definitions.items() if d.document == home}
    targets = {key for d in own.values() for key in s.references(d.body)}
    stem = types.stem(root)
    told: dict[str, Json] = {
        "root": types.cls(root),
        "load": f"load_{stem}",
        "value": "value" if stem in _TAKEN else stem,
        "types": {types.cls(key): _definition(types, d) for key, d in own.items()},
    }
    return told, frozenset(types.definition(key).document for key in targets) - {home}


def _definition(types: PythonTypes, definition: s.Definition) -> Json:
    match definition.body:
        case s.Record() as body:
            names = types.attributes(definition.key)
            found: dict[str, Json] = {
                "fields": {f.wire: _field(types, f, names[f.wire]) for f in body.fields}
            }
            if (extra := types.extra(body)) is not None:
                found["extra"] = _shape(types, extra)
            elif body.rest is not None:
                found["dropped"] = True
            return found
        case s.Enumeration(values=values, open=is_open):
            names = types.names.members[definition.key]
            members = {str(value): names[member_key(value)] for value in values}
            return {"members": members, "whole": not isinstance(values[0], str), "open": is_open}
        case s.Alias(shape=shape):
            return {"is": _shape(types, shape)}


def _field(types: PythonTypes, field: s.Field, attribute: str) -> list[Json]:
    """The attribute, its shape, and what says that it is absent where the constructor would fill in something."""
    found = [attribute, _shape(types, field.shape)]
    if types.fill_defaults and not field.required and field.about.default:
        filled = defaults.literal(types, field.shape, field.about.default[0])
        found += [types.absent(field.shape)] if filled else []
    return found


def _shape(types: PythonTypes, shape: s.Shape) -> Json:
    match shape:
        case s.Named(key=key):
            return {"of": types.cls(key)}
        case s.Number(whole=True):
            return "whole"
        case s.Formatted(format=name):
            return f"{name}?" if spelt_out(shape) else name
        case s.Literals(kind="number"):
            return "whole"
        case s.Array(items=items):
            return {"each": _shape(types, items)}
        case s.FixedArray(items=several):
            return {"fixed": [_shape(types, one) for one in several]}
        case s.Map(values=values):
            return {"map": _shape(types, values)}
        case s.Tagged(tag=tag, choices=choices):
            return {
                "tag": tag,
                "choices": {text: types.cls(types.shapes.record(key)) for text, key in choices},
            }
        case s.ByKind(alternatives=alternatives):
            return {"kinds": _kinds(types, alternatives)}
        case s.Tried():
            return NONE
        case s.Null() | s.Boolean() | s.Number() | s.String() | s.Literals() | s.Opaque():
            assert keeps(types, shape)
            return None


def _kinds(types: PythonTypes, alternatives: tuple[s.Shape, ...]) -> Mapping[str, Json]:
    """The shape for each kind of JSON; where several are for one, there is none to tell."""
    found: dict[str, Json] = {}
    for one in alternatives:
        for kind in types.kinds(one):
            found[kind] = NONE if kind in found else _shape(types, one)
    return found
