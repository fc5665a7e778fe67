"""One description in the forms that documentation tools take, each written from its JSON Schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Json = Any
Definitions = Mapping[str, Json]
BOUNDS = (
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "minItems",
    "maxItems",
    "multipleOf",
)


def name_of(ref: str) -> str:
    return ref.rsplit("/", 1)[-1]


def upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def parts(definitions: Definitions) -> Iterator[tuple[str, Json]]:
    """Types with a name each, those inside fields too, after the type that they are in."""
    for name, schema in definitions.items():
        yield name, schema
        for field, inner in schema.get("properties", {}).items():
            at = inner.get("items", inner)
            if "properties" in at or "enum" in at:
                yield f"{name}{upper(field)}", {"description": inner["description"], **at}


def _is_null(schema: Json) -> bool:
    return isinstance(schema.get("type"), list)


def _plain(schema: Json) -> str:
    return schema["type"][0] if _is_null(schema) else schema["type"]


def typed(
    owner: str,
    field: str,
    schema: Json,
    words: Mapping[str, str],
    many: Callable[[str], str],
    keyed: Callable[[str], str],
    enums: bool = True,
) -> str:
    """The type of a field in a language whose words are given."""

    def of(one: Json) -> str:
        if "$ref" in one:
            return name_of(one["$ref"])
        if "properties" in one or ("enum" in one and enums and one["type"] == "string"):
            return owner + upper(field)
        kind = _plain(one)
        if kind == "array":
            return many(of(one["items"]))
        if kind == "object":
            return keyed(of(one["additionalProperties"]))
        return words.get(one.get("format", ""), words[kind])

    return of(schema)


# ------------------------------------------------------------------------------------------------ JSON


def _moved(node: Json, to: str) -> Json:
    """The same schema with its references below `to`."""
    if isinstance(node, list):
        return [_moved(n, to) for n in node]
    if not isinstance(node, dict):
        return node
    return {
        k: v.replace("#/$defs/", to) if k == "$ref" and isinstance(v, str) else _moved(v, to)
        for k, v in node.items()
    }


def _of_3_0(node: Json) -> Json:
    """A schema as OpenAPI 3.0 has it: `nullable`, `enum` for `const`, a flag for an exclusive bound."""
    if isinstance(node, list):
        return [_of_3_0(n) for n in node]
    if not isinstance(node, dict):
        return node
    made = {k: _of_3_0(v) for k, v in node.items()}
    if isinstance(made.get("type"), list):
        made |= {"type": made["type"][0], "nullable": True}
    if "const" in made:
        made["enum"] = [made.pop("const")]
    if not isinstance(made.get("exclusiveMinimum", True), bool):
        made |= {"minimum": made["exclusiveMinimum"], "exclusiveMinimum": True}
    if "$ref" in made and len(made) > 1:
        made = {"allOf": [{"$ref": made.pop("$ref")}], **made}
    return made


def json_schema(description: Json) -> str:
    return json.dumps(description, indent=2)


def draft_7(description: Json) -> str:
    """With `definitions`; what stands beside a reference stays there, as people write it."""
    made = _moved({k: v for k, v in description.items() if k != "$defs"}, "#/definitions/")
    made |= {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "definitions": _moved(description["$defs"], "#/definitions/"),
    }
    return json.dumps(made, indent=2)


def separate(description: Json) -> dict[str, str]:
    """A file a type, as tools of folders take them."""
    return {
        f"{name.lower()}.schema.json": json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$id": f"https://harbour.example/{name.lower()}.schema.json",
                **_relative(schema),
            },
            indent=2,
        )
        for name, schema in description["$defs"].items()
    }


def _relative(node: Json) -> Json:
    if isinstance(node, list):
        return [_relative(n) for n in node]
    if not isinstance(node, dict):
        return node
    return {
        k: f"{name_of(v).lower()}.schema.json" if k == "$ref" and isinstance(v, str) else _relative(v)
        for k, v in node.items()
    }


def openapi(description: Json, version: str) -> str:
    schemas = _moved(description["$defs"], "#/components/schemas/")
    if version < "3.1":
        schemas = _of_3_0(schemas)
    called = {"$ref": "#/components/schemas/PortCall"}
    answer = {
        "200": {"description": "The stay as kept.", "content": {"application/json": {"schema": called}}}
    }
    lists = {name: {"$ref": f"#/components/schemas/{name}"} for name in ("Manifest", "Inspection", "Pilot")}
    paths: dict[str, Json] = {
        "/calls": {
            "post": {
                "operationId": "announce",
                "summary": "Announce a stay",
                "tags": ["calls"],
                "requestBody": {"required": True, "content": {"application/json": {"schema": called}}},
                "responses": answer,
            }
        }
    }
    for name, ref in lists.items():
        paths[f"/{name.lower()}"] = {
            "get": {
                "operationId": f"read{name}",
                "summary": f"Read the {name.lower()}",
                "tags": [name.lower()],
                "responses": {
                    "200": {"description": "As kept.", "content": {"application/json": {"schema": ref}}}
                },
            }
        }
    return json.dumps(
        {
            "openapi": version,
            "info": {"title": "Harbour", "version": "1.0.0", "description": description["description"]},
            "servers": [{"url": "https://harbour.example/v1"}],
            "paths": paths,
            "components": {"schemas": schemas},
        },
        indent=2,
    )


def swagger(description: Json) -> str:
    """OpenAPI 2.0."""
    document = json.loads(openapi(description, "3.0.3"))
    schemas = document.pop("components")["schemas"]
    schemas["Cargo"] = {**schemas["Cargo"], "oneOf": None, "type": "object"}
    del schemas["Cargo"]["oneOf"]
    for path in document["paths"].values():
        for operation in path.values():
            body = operation.pop("requestBody", None)
            if body:
                operation["parameters"] = [
                    {"in": "body", "name": "body", "required": True, **body["content"]["application/json"]}
                ]
            for answer in operation["responses"].values():
                answer["schema"] = answer.pop("content")["application/json"]["schema"]
    document |= {"swagger": "2.0", "host": "harbour.example", "basePath": "/v1", "definitions": schemas}
    del document["openapi"], document["servers"]
    text = json.dumps(document, indent=2).replace("#/components/schemas/", "#/definitions/")
    return text.replace('"nullable"', '"x-nullable"')


def asyncapi(description: Json) -> str:
    schemas = _moved(json.loads(draft_7(description))["definitions"], "")
    text = json.dumps(schemas).replace("#/definitions/", "#/components/schemas/")
    messages = ("PortCall", "Inspection", "Pilot", "Manifest")
    return json.dumps(
        {
            "asyncapi": "2.6.0",
            "info": {"title": "Harbour", "version": "1.0.0", "description": description["description"]},
            "channels": {
                name.lower(): {"publish": {"message": {"$ref": f"#/components/messages/{name}"}}}
                for name in messages
            },
            "components": {
                "messages": {
                    name: {"name": name, "payload": {"$ref": f"#/components/schemas/{name}"}}
                    for name in messages
                },
                "schemas": json.loads(text),
            },
        },
        indent=2,
    )


def avro(description: Json) -> str:
    """Records inside each other, each defined where it is first met."""
    words = {
        "string": "string",
        "integer": "long",
        "number": "double",
        "boolean": "boolean",
    }
    definitions = description["$defs"]
    met: set[str] = set()

    def named(name: str) -> Json:
        if name in met:
            return name
        met.add(name)
        schema = definitions[name]
        if "enum" in schema:
            return {"type": "enum", "name": name, "doc": schema["description"], "symbols": schema["enum"]}
        if "oneOf" in schema:
            return [named(name_of(one["$ref"])) for one in schema["oneOf"]]
        return record(name, schema)

    def record(name: str, schema: Json) -> Json:
        above = [definitions[name_of(a["$ref"])] for a in schema.get("allOf", [])]
        fields = [
            field(name, key, inner, key in each.get("required", ()))
            for each in (*above, schema)
            for key, inner in each.get("properties", {}).items()
        ]
        return {"type": "record", "name": name, "doc": schema["description"], "fields": fields}

    def field(owner: str, key: str, schema: Json, required: bool) -> Json:
        made = {"name": key, "type": of(owner, key, schema), "doc": schema["description"]}
        if not required or _is_null(schema):
            made |= {"type": ["null", *(made["type"] if isinstance(made["type"], list) else [made["type"]])]}
            made["default"] = None
        return made

    def of(owner: str, key: str, schema: Json) -> Json:
        if "$ref" in schema:
            return named(name_of(schema["$ref"]))
        if "properties" in schema:
            return record(owner + upper(key), {"description": "Inside.", **schema})
        if "enum" in schema and schema["type"] == "string":
            return {"type": "enum", "name": owner + upper(key), "symbols": schema["enum"]}
        kind = _plain(schema)
        if kind == "array":
            return {"type": "array", "items": of(owner, key, schema["items"])}
        if kind == "object":
            return {"type": "map", "values": of(owner, key, schema["additionalProperties"])}
        return words[kind]

    root = {
        "title": "Harbour",
        "description": description["description"],
        "required": description["required"],
        "properties": description["properties"],
    }
    return json.dumps({**record("Harbour", root), "namespace": "example.harbour"}, indent=2)


# ------------------------------------------------------------------------------------------------ languages


def _members(name: str, schema: Json, definitions: Definitions) -> Iterator[tuple[str, Json, bool]]:
    """Fields of a type: name, schema, required."""
    for field, inner in schema.get("properties", {}).items():
        yield field, inner, field in schema.get("required", ())


def _bases(schema: Json) -> list[str]:
    return [name_of(a["$ref"]) for a in schema.get("allOf", ())]


def typescript(description: Json) -> str:
    words = {
        "string": "string",
        "integer": "number",
        "number": "number",
        "boolean": "boolean",
        "date-time": "Date",
    }
    out = []
    for name, schema in description["$defs"].items():
        out.append(f"/** {schema['description']} */")
        if "enum" in schema:
            lines = "\n".join(f'  {v.title()} = "{v}",' for v in schema["enum"])
            out.append(f"export enum {name} {{\n{lines}\n}}\n")
            continue
        if "oneOf" in schema:
            union = " | ".join(name_of(one["$ref"]) for one in schema["oneOf"])
            out.append(f"export type {name} = {union};\n")
            continue
        extends = f" extends {', '.join(_bases(schema))}" if _bases(schema) else ""
        out.append(f"export interface {name}{extends} {{\n{_ts_fields(schema, words, '  ')}\n}}\n")
    return "\n".join(out)


def _ts_type(schema: Json, words: Mapping[str, str], indent: str) -> str:
    if "$ref" in schema:
        return name_of(schema["$ref"])
    if "properties" in schema:
        return f"{{\n{_ts_fields(schema, words, indent + '  ')}\n{indent}}}"
    if "enum" in schema:
        return " | ".join(json.dumps(v) for v in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    kind = _plain(schema)
    if kind == "array":
        inner = _ts_type(schema["items"], words, indent)
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if kind == "object":
        return f"Record<string, {_ts_type(schema['additionalProperties'], words, indent)}>"
    return words.get(schema.get("format", ""), words[kind]) + (" | null" if _is_null(schema) else "")


def _ts_fields(schema: Json, words: Mapping[str, str], indent: str) -> str:
    out = []
    for field, inner, required in _members("", schema, {}):
        tags = "".join(
            [
                f"\n{indent} * @defaultValue {json.dumps(inner['default'])}" if "default" in inner else "",
                f"\n{indent} * @deprecated Not kept any longer." if inner.get("deprecated") else "",
            ]
        )
        out.append(f"{indent}/**\n{indent} * {inner['description']}{tags}\n{indent} */")
        out.append(f"{indent}{field}{'' if required else '?'}: {_ts_type(inner, words, indent)};")
    return "\n".join(out)


def javascript(description: Json) -> str:
    """Typedefs of JSDoc."""
    words = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}
    out = []
    for name, schema in parts(description["$defs"]):
        if "enum" in schema:
            if schema["type"] == "string":
                values = "\n".join(f'  {v.upper()}: "{v}",' for v in schema["enum"])
                out.append(
                    f"/**\n * {schema['description']}\n * @enum {{string}}\n */\nconst {name} = {{\n{values}\n}};\n"
                )
            continue
        if "oneOf" in schema:
            union = "|".join(name_of(one["$ref"]) for one in schema["oneOf"])
            out.append(f"/**\n * {schema['description']}\n * @typedef {{({union})}} {name}\n */\n")
            continue
        lines = [f"/**\n * {schema['description']}\n * @typedef {{Object}} {name}"]
        above = [s for base in _bases(schema) for s in _members(base, description["$defs"][base], {})]
        for field, inner, required in (*above, *_members(name, schema, {})):
            kind = typed(
                name, field, inner, words, lambda t: f"Array.<{t}>", lambda t: f"Object.<string, {t}>"
            )
            shown = (
                field if required else f"[{field}={inner['default']}]" if "default" in inner else f"[{field}]"
            )
            null = "?" if _is_null(inner) else ""
            lines.append(f" * @property {{{null}{kind}}} {shown} - {inner['description']}")
        out.append("\n".join([*lines, " */\n"]))
    return "\n".join(out)


_JAVA = {
    "string": "String",
    "integer": "Integer",
    "number": "Double",
    "boolean": "Boolean",
    "date-time": "OffsetDateTime",
    "date": "LocalDate",
    "time": "LocalTime",
    "uri": "URI",
    "uuid": "UUID",
}


def java(description: Json) -> dict[str, str]:
    """A file a class: private fields with getters, bounds as documented annotations."""
    head = "package harbour;\n\nimport java.net.URI;\nimport java.time.*;\nimport java.util.*;\n\n"
    made = {
        "Size.java": head
        + _annotation("Size", "int min() default 0;\n  int max() default Integer.MAX_VALUE;"),
        "Min.java": head + _annotation("Min", "double value();"),
        "Max.java": head + _annotation("Max", "double value();"),
        "Pattern.java": head + _annotation("Pattern", "String regexp();"),
        "NotNull.java": head + _annotation("NotNull", ""),
    }
    for name, schema in parts(description["$defs"]):
        if schema.get("type") == "integer":
            continue
        doc = f"/** {schema['description']} */\n"
        if "enum" in schema:
            values = ",\n".join(f"  /** Wire value {v}. */\n  {v.upper()}" for v in schema["enum"])
            made[f"{name}.java"] = f"{head}{doc}public enum {name} {{\n{values}\n}}\n"
            continue
        if "oneOf" in schema:
            made[f"{name}.java"] = f"{head}{doc}public interface {name} {{}}\n"
            continue
        extends = f" extends {_bases(schema)[0]} implements Cargo" if _bases(schema) else ""
        body = "\n".join(_java_field(name, *member) for member in _members(name, schema, {}))
        made[f"{name}.java"] = f"{head}{doc}public class {name}{extends} {{\n{body}}}\n"
    return made


def _annotation(name: str, body: str) -> str:
    return (
        "import java.lang.annotation.*;\n\n/** A rule. */\n@Documented\n"
        f"public @interface {name} {{\n  {body}\n}}\n"
    )


def _java_field(owner: str, field: str, schema: Json, required: bool) -> str:
    kind = typed(owner, field, schema, _JAVA, lambda t: f"List<{t}>", lambda t: f"Map<String, {t}>")
    rules = []
    if required:
        rules.append("@NotNull")
    low, high = (schema.get(k) for k in ("minLength", "maxLength"))
    low, high = schema.get("minItems", low), schema.get("maxItems", high)
    if low or high:
        given = [f"min={low}" if low else "", f"max={high}" if high else ""]
        rules.append(f"@Size({', '.join(filter(None, given))})")
    if "minimum" in schema:
        rules.append(f"@Min({schema['minimum']})")
    if "maximum" in schema:
        rules.append(f"@Max({schema['maximum']})")
    if "pattern" in schema:
        rules.append(f'@Pattern(regexp="{schema["pattern"]}")')
    old = "\n   * @deprecated not kept any longer" if schema.get("deprecated") else ""
    rules += ["@Deprecated"] if schema.get("deprecated") else []
    return (
        f"  /**\n   * {schema['description']}{old}\n   */\n"
        + "".join(f"  {rule}\n" for rule in rules)
        + f"  public {kind} {field};\n"
    )


def csharp(description: Json) -> str:
    words = {
        "string": "string",
        "integer": "int",
        "number": "double",
        "boolean": "bool",
        "date-time": "DateTime",
        "uuid": "Guid",
    }
    out = ["using System;\nusing System.Collections.Generic;\n\nnamespace Harbour {\n"]
    for name, schema in parts(description["$defs"]):
        if schema.get("type") == "integer":
            continue
        out.append(f"/// <summary>{schema['description']}</summary>")
        if "enum" in schema:
            values = "\n".join(
                f"  /// <summary>Wire value {v}.</summary>\n  {upper(v)}," for v in schema["enum"]
            )
            out.append(f"public enum {name} {{\n{values}\n}}\n")
            continue
        extends = f" : {_bases(schema)[0]}" if _bases(schema) else ""
        out.append(f"public class {name}{extends} {{")
        for field, inner, required in _members(name, schema, {}):
            kind = typed(
                name, field, inner, words, lambda t: f"List<{t}>", lambda t: f"Dictionary<string, {t}>"
            )
            out.append(f"  /// <summary>{inner['description']}</summary>")
            out.append(f"  public {kind}{'' if required else '?'} {field} {{ get; set; }}")
        out.append("}\n")
    return "\n".join([*out, "}\n"])


_PYTHON = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "date-time": "datetime",
    "date": "date",
    "time": "time",
    "uuid": "UUID",
}


def _enums_first(description: Json) -> list[tuple[str, Json]]:
    found = [(n, s) for n, s in parts(description["$defs"]) if s.get("type") != "integer"]
    return sorted(found, key=lambda pair: "enum" not in pair[1])


def dataclasses(description: Json) -> str:
    """Dataclasses, a string under each attribute."""
    return _python(description, pydantic=False)


def pydantic(description: Json) -> str:
    return _python(description, pydantic=True)


def _python(description: Json, *, pydantic: bool) -> str:
    out = ['"""Everything that a harbour office keeps."""\n', "from __future__ import annotations\n"]
    out += ["from datetime import date, datetime, time", "from enum import Enum", "from uuid import UUID\n"]
    out += ["from pydantic import BaseModel, Field\n" if pydantic else "from dataclasses import dataclass\n"]
    for name, schema in _enums_first(description):
        if "oneOf" in schema:
            continue
        base = "(str, Enum)" if "enum" in schema else "(BaseModel)" if pydantic else ""
        base = f"({_bases(schema)[0]})" if _bases(schema) else base
        out.append("" if pydantic or "enum" in schema else "@dataclass(kw_only=True)")
        out.append(f'class {name}{base}:\n    """{schema["description"]}"""\n')
        if "enum" in schema:
            out += [f'    {v} = "{v}"' for v in schema["enum"]]
            continue
        for field, inner, required in _members(name, schema, {}):
            kind = typed(name, field, inner, _PYTHON, lambda t: f"list[{t}]", lambda t: f"dict[str, {t}]")
            kind = kind.replace("Cargo", "Container | Bulk")
            kind = kind if required and not _is_null(inner) else f"{kind} | None"
            default = repr(inner["default"]) if "default" in inner else "None"
            if inner.get("enum") and "default" in inner and inner["type"] == "string":
                default = f"{name}{upper(field)}.{inner['default']}"
            if pydantic:
                out.append(f"    {field}: {kind} = {_pydantic_field(inner, '...' if required else default)}")
            else:
                out.append(f"    {field}: {kind}" + ("" if required else f" = {default}"))
                out.append(f'    """{inner["description"]}"""')
    if pydantic:
        out.append("\nfor _one in list(globals().values()):")
        out.append("    if isinstance(_one, type) and issubclass(_one, BaseModel) and _one is not BaseModel:")
        out.append("        _one.model_rebuild()")
    return "\n".join(out) + "\n"


def _pydantic_field(schema: Json, default: str) -> str:
    words = {
        "minLength": "min_length",
        "maxLength": "max_length",
        "minItems": "min_length",
        "maxItems": "max_length",
        "minimum": "ge",
        "maximum": "le",
        "exclusiveMinimum": "gt",
        "multipleOf": "multiple_of",
        "pattern": "pattern",
    }
    given = [f"{word}={schema[key]!r}" for key, word in words.items() if key in schema]
    given += ["deprecated=True"] if schema.get("deprecated") else []
    return f"Field({', '.join([default, *given, 'description=' + repr(schema['description'])])})"


def protobuf(description: Json) -> str:
    words = {
        "string": "string",
        "integer": "int64",
        "number": "double",
        "boolean": "bool",
        "date-time": "google.protobuf.Timestamp",
    }
    out = ['syntax = "proto3";\n\npackage harbour.v1;\n\nimport "google/protobuf/timestamp.proto";\n']
    for name, schema in description["$defs"].items():
        out.append(f"// {schema['description']}")
        if "enum" in schema:
            out.append(_proto_enum(name, schema, ""))
        elif "oneOf" in schema:
            inner = "\n".join(
                f"    // Goods of this shape.\n    {name_of(o['$ref'])} {name_of(o['$ref']).lower()} = {i};"
                for i, o in enumerate(schema["oneOf"], 1)
            )
            out.append(f"message {name} {{\n  oneof shape {{\n{inner}\n  }}\n}}\n")
        else:
            out.append(_proto_message(name, schema, words, ""))
    return "\n".join(out)


def _proto_enum(name: str, schema: Json, indent: str) -> str:
    prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()
    lines = [f"{indent}  // Not said.\n{indent}  {prefix}_UNSPECIFIED = 0;"]
    lines += [
        f"{indent}  // Wire value {v}.\n{indent}  {prefix}_{v.upper()} = {i};"
        for i, v in enumerate(schema["enum"], 1)
    ]
    return f"{indent}enum {name} {{\n" + "\n".join(lines) + f"\n{indent}}}\n"


def _proto_message(name: str, schema: Json, words: Mapping[str, str], indent: str) -> str:
    out = [f"{indent}message {name} {{"]
    members = [
        (base.lower(), {"$ref": base, "description": "What all goods share."}, True)
        for base in _bases(schema)
    ]
    members += list(_members(name, schema, {}))
    for at, (field, inner, required) in enumerate(members, 1):
        one = inner.get("items", inner)
        if "properties" in one:
            out.append(f"{indent}  // {inner['description']}")
            out.append(_proto_message(upper(field), one, words, indent + "  "))
        elif "enum" in one and one["type"] == "string":
            out.append(f"{indent}  // {inner['description']}")
            out.append(_proto_enum(upper(field), one, indent + "  "))
        kind = typed("", field, inner, words, lambda t: f"repeated {t}", lambda t: f"map<string, {t}>")
        if kind == "repeated repeated double":
            kind = "repeated double"
        label = "" if required or kind.startswith(("repeated", "map")) else "optional "
        old = " [deprecated = true]" if inner.get("deprecated") else ""
        out.append(f"{indent}  // {inner['description']}\n{indent}  {label}{kind} {field} = {at}{old};")
    return "\n".join([*out, f"{indent}}}\n"])


def graphql(description: Json) -> str:
    words = {
        "string": "String",
        "integer": "Int",
        "number": "Float",
        "boolean": "Boolean",
        "date-time": "DateTime",
        "uuid": "ID",
    }
    out = ['"""A moment."""\nscalar DateTime\n', '"""Pairs of names and values."""\nscalar Pairs\n']
    out.append("type Query {\n  manifest: Manifest\n  pilot: Pilot\n  inspection: Inspection\n}\n")
    for name, schema in parts(description["$defs"]):
        if schema.get("type") == "integer":
            continue
        out.append(f'"""{schema["description"]}"""')
        if "enum" in schema:
            out.append(
                f"enum {name} {{\n"
                + "\n".join(f'  "Wire value {v}."\n  {v}' for v in schema["enum"])
                + "\n}\n"
            )
            continue
        if "oneOf" in schema:
            out.append(f"union {name} = " + " | ".join(name_of(o["$ref"]) for o in schema["oneOf"]) + "\n")
            continue
        word = "interface" if name == "Consignment" else "type"
        implements = f" implements {_bases(schema)[0]}" if _bases(schema) else ""
        out.append(f"{word} {name}{implements} {{")
        above = [m for base in _bases(schema) for m in _members(base, description["$defs"][base], {})]
        for field, inner, required in (*above, *_members(name, schema, {})):
            kind = typed(name, field, inner, words, lambda t: f"[{t}!]", lambda t: "Pairs")
            old = ' @deprecated(reason: "Not kept any longer.")' if inner.get("deprecated") else ""
            out.append(f'  "{inner["description"]}"\n  {field}: {kind}{"!" if required else ""}{old}')
        out.append("}\n")
    return "\n".join(out)


def raml(description: Json) -> str:
    out = [
        "#%RAML 1.0",
        "title: Harbour",
        "version: v1",
        "baseUri: https://harbour.example/v1",
        "mediaType: application/json",
        "types:",
    ]
    for name, schema in description["$defs"].items():
        one = json.loads(json.dumps(schema).replace(f'"$ref": "#/$defs/{name}"', '"type": "object"'))
        out += [f"  {name}:", *_raml(one, "    ")]  # tools of RAML know no type inside itself
    for name in ("Manifest", "Inspection", "Pilot", "PortCall"):
        out += [
            f"/{name.lower()}:",
            "  get:",
            "    responses:",
            "      200:",
            "        body:",
            f"          type: {name}",
        ]
    return "\n".join(out) + "\n"


def _raml(schema: Json, indent: str) -> list[str]:
    words = {"integer": "integer", "number": "number", "boolean": "boolean", "string": "string"}
    moments = {"date-time": "datetime", "date": "date-only", "time": "time-only"}
    if "oneOf" in schema:
        kind = " | ".join(name_of(o["$ref"]) for o in schema["oneOf"])
    elif "$ref" in schema:
        kind = name_of(schema["$ref"])
    elif _bases(schema):
        kind = _bases(schema)[0]
    else:
        kind = moments.get(schema.get("format", ""), words.get(_plain(schema), _plain(schema)))
        kind += " | nil" if _is_null(schema) else ""
    out = [f"{indent}type: {kind}"]
    if "description" in schema:
        out.append(f"{indent}description: {schema['description']}")
    renamed = {"exclusiveMinimum": ""}
    out += [f"{indent}{k}: {schema[k]}" for k in BOUNDS if k in schema and renamed.get(k, k)]
    if "pattern" in schema:
        out.append(f"{indent}pattern: '{schema['pattern']}'")
    if "enum" in schema:
        out.append(f"{indent}enum: {json.dumps(schema['enum'])}")
    if "const" in schema:
        out.append(f"{indent}enum: {json.dumps([schema['const']])}")
    if "default" in schema:
        out.append(f"{indent}default: {json.dumps(schema['default'])}")
    if "items" in schema:
        inner = schema["items"]
        out += [f"{indent}items:", *_raml(inner, indent + "  ")]
    if "properties" in schema:
        out.append(f"{indent}properties:")
        for field, inner, required in _members("", schema, {}):
            out += [
                f"{indent}  {field}:",
                f"{indent}    required: {str(required).lower()}",
                *_raml(inner, indent + "    "),
            ]
    if isinstance(schema.get("additionalProperties"), dict):
        out += [
            f"{indent}properties:",
            f"{indent}  //:",
            *_raml(schema["additionalProperties"], indent + "    "),
        ]
    return out


def xsd(description: Json) -> str:
    words = {
        "string": "xs:string",
        "integer": "xs:integer",
        "number": "xs:decimal",
        "boolean": "xs:boolean",
        "date-time": "xs:dateTime",
        "date": "xs:date",
        "time": "xs:time",
        "uri": "xs:anyURI",
    }
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">',
    ]

    def said(text: str) -> str:
        return f"<xs:annotation><xs:documentation>{text}</xs:documentation></xs:annotation>"

    for name, schema in parts(description["$defs"]):
        if schema.get("type") == "integer":
            continue
        if "enum" in schema:
            values = "".join(f'<xs:enumeration value="{v}"/>' for v in schema["enum"])
            out.append(f'<xs:simpleType name="{name}">{said(schema["description"])}')
            out.append(f'<xs:restriction base="xs:string">{values}</xs:restriction></xs:simpleType>')
            continue
        if "oneOf" in schema:
            inner = "".join(
                f'<xs:element name="{name_of(o["$ref"]).lower()}" type="{name_of(o["$ref"])}"/>'
                for o in schema["oneOf"]
            )
            out.append(f'<xs:complexType name="{name}">{said(schema["description"])}')
            out.append(f"<xs:choice>{inner}</xs:choice></xs:complexType>")
            continue
        out.append(f'<xs:complexType name="{name}">{said(schema["description"])}<xs:sequence>')
        above = [m for base in _bases(schema) for m in _members(base, description["$defs"][base], {})]
        for field, inner, required in (*above, *_members(name, schema, {})):
            kind = typed(name, field, inner, words, str, str)
            many = (
                ' maxOccurs="unbounded"'
                if inner.get("type") in ("array", "object") and "properties" not in inner
                else ""
            )
            few = "" if required else ' minOccurs="0"'
            out.append(
                f'<xs:element name="{field}" type="{kind}"{few}{many}>{said(inner["description"])}</xs:element>'
            )
        out.append("</xs:sequence></xs:complexType>")
    return "\n".join([*out, "</xs:schema>\n"])


def sql(description: Json) -> str:
    """Tables of SQLite, a table a type; what is nested has a table of its own."""
    words = {
        "string": "TEXT",
        "integer": "INTEGER",
        "number": "REAL",
        "boolean": "BOOLEAN",
        "date-time": "TIMESTAMP",
        "date": "DATE",
    }
    out = []
    for name, schema in parts(description["$defs"]):
        if "enum" in schema or "oneOf" in schema:
            continue
        columns = []
        above = [m for base in _bases(schema) for m in _members(base, description["$defs"][base], {})]
        for field, inner, required in (*above, *_members(name, schema, {})):
            kind = f"VARCHAR({inner['maxLength']})" if "maxLength" in inner else None
            if "$ref" in inner or _plain(inner) in ("array", "object"):
                continue
            kind = kind or words.get(inner.get("format", ""), words[_plain(inner)])
            default = (
                f" DEFAULT {json.dumps(inner['default'])}".replace('"', "'") if "default" in inner else ""
            )
            columns.append(f"  {field} {kind}{' NOT NULL' if required else ''}{default}")
        if columns:
            out.append(f"CREATE TABLE {name} (\n" + ",\n".join(columns) + "\n);\n")
    return "\n".join(out)
