"""The pydantic, msgspec and typeddict targets: datamodel-code-generator, fed with our shapes under our names.

What it is given is one schema that holds every definition under its class name, so that its classes, attributes and
enum members are called as ours are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal, TypeAlias

from rowtype.emitters.models.python_types import PythonTypes
from rowtype.emitters.printing.python import render
from rowtype.files import OutputFile
from rowtype.names import member_key
from rowtype.schema import ecma
from rowtype.schema.documents import DIALECT, Json, SchemaError
from rowtype.schema.kinds import KINDS
from rowtype.schema.shapes import shapes as s
from rowtype.schema.shapes.datetimes import known_patterns

Foreign: TypeAlias = Literal["pydantic", "msgspec", "typeddict"]
_MODULES: Mapping[Foreign, tuple[str, str]] = {
    "pydantic": ("pydantic_v2.BaseModel", "pydantic_models.py"),
    "msgspec": ("msgspec.Struct", "msgspec_models.py"),
    "typeddict": ("typing.TypedDict", "typeddicts.py"),
}
"""Target -> what the generator calls it, and the module that is made."""


class TargetError(SchemaError):
    """A target cannot be made; the message says what to install or what went wrong."""


def emit(
    target: Foreign, *, package: str, types: PythonTypes, origins: Sequence[str]
) -> Iterator[OutputFile]:
    """Yield the module of one target.

    Raises:
        TargetError: datamodel-code-generator is not installed or fails.
    """
    kind, file = _MODULES[target]
    header = render("python/_header.py.j2", origins=origins).rstrip("\n")
    # A TypedDict describes JSON itself: its keys are wire names and its moments are texts.  A type for its other keys
    # would need more than the standard library.
    plain = target == "typeddict"
    combined = schema(types, plain=plain, single=target == "msgspec")
    text = _generate(
        combined, kind, root=_unused(types), names={} if plain else aliases(types), header=header
    )
    yield OutputFile(path=PurePosixPath("python") / package / file, text=text)


def schema(types: PythonTypes, *, plain: bool = False, single: bool = False) -> Json:
    """One schema with every definition of the package under its class name.

    `plain`: without formats, and without types for undocumented fields.
    `single`: unions hold one type of each kind of JSON at most; what would be several is plain JSON.
    """
    view = _View(types=types, plain=plain, single=single)
    definitions = types.shapes.definitions.values()
    return {"$schema": DIALECT, "$defs": {types.cls(d.key): _definition(view, d) for d in definitions}}


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What schemas are written from."""

    types: PythonTypes
    plain: bool
    single: bool


def _unused(types: PythonTypes) -> str:
    """A name for the schema as a whole that no class has."""
    name = "Payload"
    while name in types.names.types.values():
        name += "_"
    return name


def aliases(types: PythonTypes) -> dict[str, str]:
    """`Class.wire name` -> attribute, where they differ."""
    return {
        f"{types.cls(key)}.{wire}": attribute
        for key, attributes in types.names.attributes.items()
        for wire, attribute in attributes.items()
        if wire != attribute
    }


def _definition(view: _View, definition: s.Definition) -> Json:
    match definition.body:
        case s.Record(fields=fields, rest=rest):
            body: dict[str, Json] = {
                "type": "object",
                "properties": {f.wire: {**_shape(view, f.shape), **_about(f.about)} for f in fields},
                "required": [f.wire for f in fields if f.required],
                "additionalProperties": rest is not None and (view.plain or _shape(view, rest) or True),
            }
        case s.Enumeration(values=values):
            names = view.types.names.members[definition.key]
            body = {
                "type": "string" if isinstance(values[0], str) else "integer",
                "enum": list(values),
                "x-enum-varnames": [names[member_key(v)] for v in values],
                "x-enum-descriptions": list(definition.body.descriptions),
            }
        case s.Alias() if view.single and _circular(view.types, definition.key):
            body = _shape(view, s.Opaque(kinds=view.types.kinds(s.Named(key=definition.key))))
        case s.Alias(shape=shape):
            body = dict(_shape(view, shape))
    return {**body, **_about(definition.about)}


def _circular(types: PythonTypes, key: str) -> bool:
    """Whether an alias leads back to itself through aliases alone."""

    def onward(other: str) -> Iterable[str]:
        body = types.definition(other).body
        return s.references(body) if isinstance(body, s.Alias) else ()

    return s.leads_back(key, onward)


def _about(about: s.About) -> dict[str, Json]:
    return {"description": about.description} if about.description else {}


def _shape(view: _View, shape: s.Shape) -> dict[str, Json]:
    match shape:
        case s.Named(key=key):
            reference = {"$ref": f"#/$defs/{view.types.cls(key)}"}
            body = view.types.definition(key).body
            is_open = isinstance(body, s.Enumeration) and body.open
            if is_open and view.single:
                return {"type": "string"}
            return {"anyOf": [reference, {"type": "string"}]} if is_open else reference
        case s.Null():
            return {"type": "null"}
        case s.Boolean():
            return {"type": "boolean"}
        case s.Number(whole=whole):
            bounds = {
                "minimum": shape.minimum,
                "maximum": shape.maximum,
                "exclusiveMinimum": shape.above,
                "exclusiveMaximum": shape.below,
            }
            both: Json = "number" if view.plain else ["integer", "number"]  # so that 1 does not become 1.0
            return {"type": "integer" if whole else both, **_present(bounds)}
        case s.String():
            return _text(view, shape)
        case s.Formatted(format=name, sure=sure, text=text):
            known = known_patterns(name)
            rest = s.String(
                min_length=text.min_length,
                max_length=text.max_length,
                patterns=tuple(p for p in text.patterns if p not in known),
            )
            found = _text(view, rest)
            return {**found, "format": name} if sure and not view.plain else found
        case s.Literals(values=values):
            several = list(values)
            return {"enum": several} if len(several) > 1 else {"const": several[0]}
        case s.Array(items=items):
            sizes = {"minItems": shape.min_items or None, "maxItems": shape.max_items}
            return {"type": "array", "items": _shape(view, items), **_present(sizes)}
        case s.FixedArray(items=items):
            prefix = [_shape(view, i) for i in items]
            size = {"minItems": len(prefix), "maxItems": len(prefix)}
            return {"type": "array", "prefixItems": prefix, "items": False, **size}
        case s.Map(values=values):
            return {"type": "object", "additionalProperties": _shape(view, values) or True}
        case s.Tried() if view.single and len(view.types.records(shape)) > 1:
            return {"type": "object"}
        case s.Tagged() | s.Tried():
            word = "oneOf" if isinstance(shape, s.Tagged) else "anyOf"
            return {word: [_shape(view, s.Named(key=key)) for key in shape.keys]}
        case s.ByKind(alternatives=alternatives):
            return {"anyOf": [_shape(view, a) for a in alternatives]}
        case s.Opaque(kinds=kinds):
            names = list(kinds)
            return {} if len(names) == len(KINDS) else {"type": names if len(names) > 1 else names[0]}


def _text(view: _View, text: s.String) -> dict[str, Json]:
    found: dict[str, Json] = {"type": "string"}
    found |= _present({"minLength": text.min_length or None, "maxLength": text.max_length})
    if len(text.patterns) == 1:
        found["pattern"] = _pattern(text.patterns[0]) if view.single else text.patterns[0]
    return found


def _pattern(regex: str) -> str:
    """A regular expression as msgspec takes it, which gives it to Python: `\\p{L}` is none there."""
    try:
        re.compile(regex)
    except re.error:
        return ecma.python(regex)
    return regex


def _present(keywords: Mapping[str, Json]) -> dict[str, Json]:
    return {k: v for k, v in keywords.items() if v is not None}


def _generate(value: Json, kind: str, *, root: str, names: Mapping[str, str], header: str) -> str:
    try:
        import datamodel_code_generator as generator
        from datamodel_code_generator.enums import DataModelType
        from datamodel_code_generator.format import DatetimeClassType
    except ImportError as error:
        raise TargetError(
            "this target needs datamodel-code-generator: pip install 'rowtype[targets]'"
        ) from error
    options: dict[str, Any] = {
        "input_file_type": generator.InputFileType.JsonSchema,
        "output_model_type": DataModelType(kind),
        "class_name": root,
        "target_python_version": generator.PythonVersion("3.11"),
        "formatters": [generator.Formatter.BUILTIN],
        "disable_timestamp": True,
        "custom_file_header": header,
        "use_schema_description": True,
        "use_field_description": True,
        "field_constraints": True,
        "aliases": dict(names),
        "output_datetime_class": DatetimeClassType.Datetime,
        "use_specialized_enum": True,
        "use_title_as_name": False,
    }
    try:
        made = generator.generate(json.dumps(value), **options)
    except Exception as error:
        raise TargetError(f"datamodel-code-generator: {type(error).__name__}: {error}") from error
    if not isinstance(made, str):
        raise TargetError("datamodel-code-generator made no single module")
    return made
