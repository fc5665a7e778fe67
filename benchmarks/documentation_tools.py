"""How well pages that documentation tools write are read: one description, rendered by each tool, and compared.

    python benchmarks/documentation_tools.py [TOOLS=.tools] [--only PART] [--show] [--keep FOLDER]

`tools/harbour.json` describes 15 types; `tools/forms.py` writes it as OpenAPI, Java, TypeScript, Protocol Buffers and
so on.  Every tool that is installed in the folder TOOLS (`make tools` fills it) renders its form, the pages are read,
and each fact that the pages state is counted as

    right   the schema says so
    loud    it does not, or says something else, and a finding stands near, or names the field or the type
    far     the same, and there are findings on the pages, but none near
    silent  the same, and no finding at all

and so is each fact that no page states and a schema has.  The aim is that none is silent, then that most are right.
A type that no schema has the name of is one with its very fields, or values.
A fact is stated where its text stands on the pages: names, descriptions, bounds, values are chosen so that none occurs
twice.  What a tool shows of requiredness and of types, its line in `TOOLS` says.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools import forms

from rowtype.diagnostics import Diagnostic, declaration
from rowtype.reading import read

Json = Any
HERE = Path(__file__).parent
DESCRIPTION = json.loads((HERE / "tools" / "harbour.json").read_text(encoding="utf-8"))
LEVELS = 2
"""A type, and its fields."""
NEAR = 1500
"""Characters of a page between a fact and a finding that tells of it."""


# ------------------------------------------------------------------------------------------------ tools


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    name: str
    run: str
    """A command of the shell; {in} and {out} are folders, {py} and {npm} those of programs."""
    pages: str
    """Which of the files in {out} are the documentation, as a pattern."""
    required: bool = True
    """Whether what is required, or optional, can be seen."""
    loose: frozenset[str] = frozenset()
    """Kinds of facts that the form cannot say, or says otherwise: `integer` (numbers of one kind), `values`
    (names of constants instead of values), `null`, `inner` (of what the items of an array are), `typed` (no types)."""


def _tool(name: str, run: str, pages: str, loose: str = "", *, required: bool = True) -> Tool:
    return Tool(name=name, run=run, pages=pages, required=required, loose=frozenset(loose.split()))


_GENERATOR = "{py}/openapi-generator-cli generate -i {in}/openapi-3.0.json -o {out} -g "
_LOWERED = r" && find {out}/docs -name '*.md' | xargs sed -i -E 's/^\*\*([A-Z])/**\l\1/'"
"""Names of fields as JSON has them, which pages for languages with capital letters do not show."""
_CHROMIUM = (
    "chromium --headless --no-sandbox --disable-gpu --allow-file-access-from-files"
    " --virtual-time-budget=20000 --dump-dom "
)
_LAZY = "cd {in}/python && git init -q && {py}/lazydocs harbour --output-path {out}"
_DOXYGEN = "cd {out} && doxygen {in}/Doxyfile-"
TOOLS = (
    _tool("json-schema-for-humans, HTML", "{py}/generate-schema-doc {in}/draft-7.json {out}/page.html", "*.html"),
    _tool(
        "json-schema-for-humans, Markdown",
        "{py}/generate-schema-doc --config template_name=md {in}/draft-7.json {out}/page.md",
        "*.md",
    ),
    _tool(
        "json-schema-for-humans, nested Markdown",
        "{py}/generate-schema-doc --config template_name=md_nested {in}/draft-7.json {out}/page.md",
        "*.md",
    ),
    _tool("@adobe/jsonschema2md", "{npm}/jsonschema2md -d {in}/separate -o {out} -x -", "*.md"),
    _tool("jsonschema2md", "{py}/jsonschema2md {in}/draft-7.json {out}/page.md", "*.md"),
    _tool("jsonschema-markdown", "{py}/jsonschema-markdown {in}/harbour.json > {out}/page.md", "*.md"),
    _tool(
        "jsonschema2mk", "{npm}/jsonschema2mk --schema {in}/draft-7.json > {out}/page.md", "*.md"
    ),
    _tool("widdershins", "{npm}/widdershins {in}/openapi-3.0.json -o {out}/page.md", "*.md", "inner"),
    _tool(
        "swagger-markdown, through docx",
        "{npm}/swagger-markdown -i {in}/swagger.json -o {out}/page.markdown && "
        "pandoc -f gfm {out}/page.markdown -o {out}/page.docx && pandoc -s {out}/page.docx -o {out}/page.html",
        "*.html",
    ),
    _tool(
        "swagger-markdown, through Pandoc to rst",
        "{npm}/swagger-markdown -i {in}/swagger.json -o {out}/page.markdown && "
        "pandoc -f gfm {out}/page.markdown -o {out}/page.rst",
        "*.rst",
    ),
    _tool(
        "swagger-markdown, through Pandoc to AsciiDoc",
        "{npm}/swagger-markdown -i {in}/swagger.json -o {out}/page.markdown && "
        "pandoc -f gfm {out}/page.markdown -o {out}/page.adoc",
        "*.adoc",
    ),
    _tool("swagger-markdown", "{npm}/swagger-markdown -i {in}/swagger.json -o {out}/page.md", "*.md"),
    _tool("openapi-to-md", "{npm}/openapi-to-md {in}/openapi-3.0.json > {out}/page.md", "*.md"),
    _tool("Redoc", _CHROMIUM + "file://{in}/redoc.htm > {out}/page.html", "*.html"),
    _tool("Swagger UI", _CHROMIUM + "file://{in}/swagger-ui-3.0.htm > {out}/page.html", "*.html"),
    _tool("Swagger UI of OpenAPI 3.1", _CHROMIUM + "file://{in}/swagger-ui-3.1.htm > {out}/page.html", "*.html"),
    _tool("openapi-generator markdown", _GENERATOR + "markdown", "Models/*.md", "inner"),
    _tool("openapi-generator html", _GENERATOR + "html", "index.html"),
    _tool("openapi-generator asciidoc", _GENERATOR + "asciidoc", "*.adoc", "inner"),
    _tool("openapi-generator dynamic-html", _GENERATOR + "dynamic-html", "docs/models/*.html"),
    *(
        _tool(f"openapi-generator {language}", _GENERATOR + language, pages, loose)
        for language, pages, loose in (
            ("python", "docs/*.md", "inner"),
            ("typescript-axios", "docs/*.md", "integer inner"),
            ("php", "docs/Model/*.md", "inner"),
            ("ruby", "docs/*.md", "inner"),
            ("java", "docs/*.md", "inner"),
        )
    ),
    *(
        _tool(f"openapi-generator {language}, names as in JSON", _GENERATOR + language + _LOWERED, pages, "inner")
        for language, pages in (("go", "docs/*.md"), ("csharp", "docs/models/*.md"))
    ),
    _tool(
        "TypeDoc",
        "{npm}/typedoc --skipErrorChecking --entryPoints {in}/harbour.ts --out {out}",
        "[iet]*/*.html",
        "integer",
    ),
    _tool(
        "typedoc-plugin-markdown",
        "{npm}/typedoc --skipErrorChecking --plugin typedoc-plugin-markdown --entryPoints {in}/harbour.ts --out {out}",
        "[iet]*/*.md",
        "integer",
    ),
    _tool("JSDoc", "{npm}/jsdoc -d {out} {in}/harbour.js", "global.html", "integer"),
    _tool("jsdoc-to-markdown", "{npm}/jsdoc2md {in}/harbour.js > {out}/page.md", "*.md", "integer"),
    _tool("raml2html", "{npm}/raml2html {in}/harbour.raml > {out}/page.html", "*.html"),
    _tool("javadoc", "javadoc -quiet -d {out} -sourcepath {in}/java harbour", "harbour/[A-Z]*.html", "values null"),
    _tool("Doxygen of C#", _DOXYGEN + "csharp", "html/class*.html", "values null", required=False),
    _tool("Doxygen of Java", _DOXYGEN + "java", "html/class*.html", "values null", required=False),
    _tool("pdoc", "cd {in}/python && {py}/pdoc ./harbour.py -o {out}", "harbour.html", "null"),
    _tool("Sphinx autodoc", "{py}/sphinx-build -q -b html {in}/sphinx-autodoc {out}", "index.html", "null"),
    _tool("Sphinx autodoc-pydantic", "{py}/sphinx-build -q -b html {in}/sphinx-pydantic {out}", "index.html", "null"),
    _tool("sphinx-jsonschema", "{py}/sphinx-build -q -b html {in}/sphinx-jsonschema {out}", "index.html"),
    _tool("mkdocstrings", "cd {in}/mkdocs && {py}/mkdocs build -q -d {out}", "index.html", "null"),
    _tool("griffe2md", "cd {in}/python && {py}/griffe2md harbour -o {out}/page.md", "*.md", "null"),
    _tool("lazydocs", _LAZY, "harbour*.md", "null"),
    _tool(
        "pydoc-markdown",
        "cd {in}/python && {py}/pydoc-markdown -I . -m harbour > {out}/page.md",
        "*.md",
        "null typed values",
        required=False,
    ),
    _tool(
        "sabledocs",
        "cd {out} && {py}/python -m grpc_tools.protoc -I{in} --descriptor_set_out=descriptor.pb --include_source_info"
        " {in}/harbour.proto && {py}/sabledocs",
        "sabledocs_output/harbour*.html",
        "values",
    ),
    _tool(
        "graphql-markdown", "{npm}/graphql-markdown {in}/harbour.graphql > {out}/page.md", "*.md", "values"
    ),
    _tool("SpectaQL", "{npm}/spectaql {in}/spectaql.yml -t {out}", "index.html", "values"),
    _tool("xsd2doc", "{py}/xsd2doc {in}/harbour.xsd {out}/page.md", "*.md"),
    _tool("essentials-openapi", "{py}/oad gen-docs -s {in}/openapi-3.0.json -d {out}/page.md", "*.md"),
    _tool("bootprint-json-schema", "{npm}/bootprint json-schema {in}/draft-7.json {out}", "*.html"),
    _tool("bootprint-openapi", "{npm}/bootprint openapi {in}/swagger.json {out}", "*.html"),
)  # fmt: skip


def written(folder: Path, where: Path) -> None:
    """The description in every form, below a folder, for tools that are somewhere."""
    texts: dict[str, str] = {
        "harbour.json": forms.json_schema(DESCRIPTION),
        "draft-7.json": forms.draft_7(DESCRIPTION),
        "openapi-3.0.json": forms.openapi(DESCRIPTION, "3.0.3"),
        "openapi-3.1.json": forms.openapi(DESCRIPTION, "3.1.0"),
        "swagger.json": forms.swagger(DESCRIPTION),
        "asyncapi.json": forms.asyncapi(DESCRIPTION),
        "harbour.avsc": forms.avro(DESCRIPTION),
        "harbour.ts": forms.typescript(DESCRIPTION),
        "harbour.js": forms.javascript(DESCRIPTION),
        "csharp/Harbour.cs": forms.csharp(DESCRIPTION),
        "python/harbour.py": forms.dataclasses(DESCRIPTION),
        "pydantic/harbour.py": forms.pydantic(DESCRIPTION),
        "harbour.proto": forms.protobuf(DESCRIPTION),
        "harbour.graphql": forms.graphql(DESCRIPTION),
        "harbour.raml": forms.raml(DESCRIPTION),
        "harbour.xsd": forms.xsd(DESCRIPTION),
        "harbour.sql": forms.sql(DESCRIPTION),
    }
    texts |= {f"java/harbour/{name}": text for name, text in forms.java(DESCRIPTION).items()}
    texts |= {f"separate/{name}": text for name, text in forms.separate(DESCRIPTION).items()}
    texts |= _settings(folder) | _viewers(where / "node_modules", texts)
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _settings(folder: Path) -> dict[str, str]:
    """Files by which tools are told what to do."""
    doxygen = "GENERATE_LATEX=NO\nQUIET=YES\nEXTRACT_ALL=YES\nWARNINGS=NO\nHAVE_DOT=NO\n"
    sphinx = f"import sys\nsys.path.insert(0, '{folder}/%s')\nproject = 'Harbour'\nextensions = ['%s']\n"
    models = "\n".join(
        f".. autopydantic_model:: harbour.{name}\n"
        for name, schema in forms.parts(DESCRIPTION["$defs"])
        if "properties" in schema
    )
    schemas = "\n".join(
        f".. jsonschema:: {folder}/separate/{n.lower()}.schema.json\n" for n in DESCRIPTION["$defs"]
    )
    title = "Harbour\n=======\n\n"
    return {
        "Doxyfile-csharp": f"{doxygen}INPUT={folder}/csharp\n",
        "Doxyfile-java": f"{doxygen}INPUT={folder}/java\nRECURSIVE=YES\nOPTIMIZE_OUTPUT_JAVA=YES\n",
        "sphinx-autodoc/conf.py": sphinx % ("python", "sphinx.ext.autodoc"),
        "sphinx-autodoc/index.rst": title + ".. automodule:: harbour\n   :members:\n   :undoc-members:\n",
        "sphinx-pydantic/conf.py": sphinx % ("pydantic", "sphinxcontrib.autodoc_pydantic"),
        "sphinx-pydantic/index.rst": title + models,
        "sphinx-jsonschema/conf.py": sphinx % ("python", "sphinx-jsonschema"),
        "sphinx-jsonschema/index.rst": title + schemas,
        "mkdocs/mkdocs.yml": (
            "site_name: Harbour\nplugins:\n  - mkdocstrings:\n      handlers:\n        python:\n"
            f"          paths: [{folder}/python]\n          options: {{show_root_heading: true, heading_level: 2}}\n"
        ),
        "mkdocs/docs/index.md": "# Harbour\n\n::: harbour\n",
        "spectaql.yml": (
            f"spectaql:\n  embeddable: true\nintrospection:\n  schemaFile: {folder}/harbour.graphql\n"
            "info:\n  title: Harbour\nservers:\n  - url: https://harbour.example\n    production: true\n"
        ),
    }


def _viewers(modules: Path, texts: Mapping[str, str]) -> dict[str, str]:
    """Pages that draw the documentation when a browser opens them, with everything unfolded."""
    swagger, redoc = (
        modules / "swagger-ui-dist" / "swagger-ui-bundle.js",
        modules / "redoc" / "bundles" / "redoc.standalone.js",
    )
    unfolded = "defaultModelsExpandDepth: 9, defaultModelExpandDepth: 9"
    made = {
        f"swagger-ui-{v}.htm": _viewer(
            swagger, f'SwaggerUIBundle({{spec: {texts[f"openapi-{v}.json"]}, dom_id: "#ui", {unfolded}}})'
        )
        for v in ("3.0", "3.1")
    }
    options = '{schemasExpansionLevel: "all", expandResponses: "all"}'
    click = "setInterval(() => document.querySelectorAll('[aria-expanded=false]').forEach((one) => one.click()), 500)"
    made["swagger-ui-3.0.htm"] = made["swagger-ui-3.0.htm"].replace(
        "</script></body>", f";{click}</script></body>"
    )
    start = f'Redoc.init({texts["openapi-3.0.json"]}, {options}, document.getElementById("ui"))'
    return {**made, "redoc.htm": _viewer(redoc, start)}


def _viewer(script: Path, start: str) -> str:
    """A page whose script draws the documentation."""
    return (
        f'<html><head><meta charset="utf-8"></head><body><div id="ui"></div><script src="file://{script}"></script>'
        f"<script>{start}</script></body></html>"
    )


# ------------------------------------------------------------------------------------------------ what is true


@dataclass(frozen=True, slots=True)
class Fact:
    kind: str
    path: tuple[str, ...]
    """Type, then fields."""
    value: Json = None


def truths() -> Iterator[Fact]:
    """What the description says, a fact a thing."""
    for name, schema in DESCRIPTION["$defs"].items():
        yield Fact("type", (name,))
        yield Fact("description", (name,), schema["description"])
        if "enum" in schema:
            yield from (Fact("enum", (name,), value) for value in schema["enum"])
        yield from _truths_of((name,), schema)


def _truths_of(path: tuple[str, ...], schema: Json) -> Iterator[Fact]:
    for name, inner in schema.get("properties", {}).items():
        at = (*path, name)
        yield Fact("field", at)
        yield Fact("required", at, name in schema.get("required", ()))
        yield Fact("typed", at, _kind(inner))
        yield Fact("description", at, inner["description"])
        yield from (
            Fact(k, at, inner[k]) for k in (*forms.BOUNDS, "pattern", "default", "format") if k in inner
        )
        if inner.get("deprecated"):
            yield Fact("deprecated", at, True)
        if isinstance(inner.get("type"), list):
            yield Fact("null", at, True)
        one = inner.get("items", inner)
        yield from (Fact("enum", at, value) for value in one.get("enum", ()))
        yield from _truths_of(at, one)


def _kind(schema: Json) -> str:
    """The type of a field in a word."""
    if "$ref" in schema:
        return forms.name_of(schema["$ref"]).removesuffix(".schema.json")
    if schema.get("type") == "array":
        return f"array of {_kind(schema['items'])}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"map of {_kind(schema['additionalProperties'])}"
    kind = schema.get("type")
    return str(kind[0] if isinstance(kind, list) else kind)


# ------------------------------------------------------------------------------------------------ what is read


@dataclass(slots=True)
class Read:
    """A reading, by the names of the description."""

    schemas: Mapping[str, Json]
    by_id: Mapping[str, Json] = field(init=False)

    def __post_init__(self) -> None:
        self.by_id = {s.get("$id", name): s for name, s in self.schemas.items()}

    def type(self, name: str) -> Json | None:
        """The schema of a type, however its name is spelt; the one with most fields."""
        found = [s for key, s in self.schemas.items() if _same(key, name)]
        if not any(map(self.properties, found)):  # the name has that of a heading above before it
            found += [s for key, s in self.schemas.items() if key.endswith(name) and not key.startswith(name)]
        if not found:  # pages that show what is inside where it is used have no names for it
            found = self.like(DESCRIPTION["$defs"][name])
        return max(found, key=lambda s: len(self.properties(s)), default=None)

    def like(self, truth: Json) -> list[Json]:
        """The schemas, those of fields too, that have the very fields or values of a type of the description."""
        names, values = {*_all_fields(truth)}, truth.get("enum")
        return [
            one
            for one in _nodes(list(self.schemas.values()))
            if (values and one.get("enum") == values)
            or (len(names) > 1 and {*one.get("properties", ())} == names)
        ]

    def resolved(self, schema: Json) -> Json:
        """What a schema stands for, through references and null."""
        for _ in range(5):
            if not isinstance(schema, dict):
                return {}
            options = schema.get("anyOf") or schema.get("oneOf") or []
            real = [o for o in options if o != {"type": "null"}]
            if "$ref" in schema:
                target = schema["$ref"].partition("#")[0]
                schema = {**self.by_id.get(target, {}), **{k: v for k, v in schema.items() if k != "$ref"}}
            elif len(real) == 1 and len(options) > 1:
                schema = {**{k: v for k, v in schema.items() if k not in ("anyOf", "oneOf")}, **real[0]}
            elif len(schema.get("allOf", ())) == 1 and "properties" not in schema:
                schema = {**{k: v for k, v in schema.items() if k != "allOf"}, **schema["allOf"][0]}
            else:
                break
        return schema

    def properties(self, schema: Json) -> Mapping[str, Json]:
        schema = self.resolved(schema)
        found: dict[str, Json] = {}
        for above in schema.get("allOf", ()):
            found |= self.properties(above)
        return found | schema.get("properties", {})

    def required(self, schema: Json) -> set[str]:
        schema = self.resolved(schema)
        return {*schema.get("required", ()), *(n for a in schema.get("allOf", ()) for n in self.required(a))}

    def items(self, schema: Json) -> Json:
        """What is in an array, in arrays of it too; the schema itself where it is none."""
        schema = self.resolved(schema)
        while "items" in schema:
            schema = self.resolved(schema["items"])
        return schema

    def at(self, path: tuple[str, ...]) -> tuple[Json | None, Json | None]:
        """The schema of a type or a field, and the one that it is in."""
        here, above = self.type(path[0]), None
        for name in path[1:]:
            if here is None:
                return None, None
            above = self.items(here)
            here = self.properties(above).get(name)
        return here, above

    def kind(self, schema: Json) -> str:
        if "$ref" in schema:
            target = self.resolved(schema)
            if "enum" not in target:
                return forms.name_of(schema["$ref"]).removesuffix(".schema.json")
        real = self.resolved(schema)
        if real is not schema and "$ref" not in schema and "$ref" in str(schema):
            options = [
                o for o in schema.get("anyOf", schema.get("oneOf", schema.get("allOf", ()))) if "$ref" in o
            ]
            if len(options) == 1:
                return self.kind(options[0])
        kind = real.get("type")
        kinds = [k for k in kind if k != "null"] if isinstance(kind, list) else [kind]
        if "array" in kinds and "items" in real:
            return f"array of {self.kind(real['items'])}"
        if "additionalProperties" in real and isinstance(real["additionalProperties"], dict):
            return f"map of {self.kind(real['additionalProperties'])}"
        if len(kinds) != 1 or kinds == [None]:
            names = sorted(self.kind(o) for o in real.get("oneOf", real.get("anyOf", ())))
            return "|".join(names) or ("object" if "properties" in real else "any")
        return str(kinds[0])


def _all_fields(schema: Json) -> Iterator[str]:
    """The fields of a type of the description, those of what it is all of too."""
    yield from schema.get("properties", ())
    for above in schema.get("allOf", ()):
        yield from _all_fields(DESCRIPTION["$defs"][forms.name_of(above["$ref"])])


def _nodes(node: Json) -> Iterator[Json]:
    """All objects inside."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(inner)


def _same(found: str, name: str) -> bool:
    """Whether a name is that of a type, with a namespace or a word of its own round it."""
    last = re.split(r"[./#]|::", found)[-1]
    return last.lower().replace("_", "").removesuffix("schema").removesuffix("object") == name.lower()


def _agrees(read_: Read, truth: str, schema: Json, path: tuple[str, ...], loose: frozenset[str]) -> bool:
    """Whether a schema is of a kind, as far as the form can say."""
    found = read_.kind(schema)
    wanted = truth
    if "integer" in loose:
        found, wanted = found.replace("integer", "number"), wanted.replace("integer", "number")
    if found == wanted or _flat(found) == _flat(wanted):
        return True
    if "inner" in loose and re.fullmatch(r"(?:(?:array|map) of )*(?:any|array|object)", found):
        return wanted.startswith(re.sub(r"(?: of any|array|object)$", "", found))
    defined = DESCRIPTION["$defs"]
    core = re.sub(r"^(?:(?:array|map) of )+", "", wanted)
    around = wanted[: len(wanted) - len(core)]
    if not found.startswith(around) or (around == "" and found.startswith(("array", "map"))):
        return False
    inner = found[len(around) :]
    if core == "object" or (core in defined and "properties" in defined[core]):
        names = set(_fields(path) if core == "object" else defined[core]["properties"])
        return bool(names) and names <= set(read_.properties(_inner(read_, schema)))
    if core in defined and "enum" in defined[core]:
        return inner in ("string", core)
    if core in defined and "oneOf" in defined[core]:
        return set(inner.split("|")) >= {forms.name_of(o["$ref"]) for o in defined[core]["oneOf"]}
    return _flat(inner) == _flat(core)


def _flat(name: str) -> str:
    return re.split(r"[./]", name)[-1].lower() if " of " not in name else name.lower()


def _inner(read_: Read, schema: Json) -> Json:
    schema = read_.items(schema)
    while isinstance(schema.get("additionalProperties"), dict):
        schema = read_.items(schema["additionalProperties"])
    return schema


def _fields(path: tuple[str, ...]) -> list[str]:
    schema = DESCRIPTION["$defs"][path[0]]
    for name in path[1:]:
        schema = schema["properties"][name]
        schema = schema.get("items", schema)
    return list(schema.get("properties", {}))


# ------------------------------------------------------------------------------------------------ comparing


def _right(read_: Read, fact: Fact, tool: Tool) -> bool:
    here, above = read_.at(fact.path)
    if here is None:
        return False
    real, one = read_.resolved(here), read_.items(here)
    match fact.kind:
        case "type" | "field":
            return True
        case "required":
            return (fact.path[-1] in read_.required(above)) == fact.value
        case "typed":
            return _agrees(read_, fact.value, here, fact.path, tool.loose)
        case "description":
            texts = [s.get(k, "") for s in (here, real, one) for k in ("description", "x-caption", "title")]
            texts += [part.get("description", "") for part in real.get("allOf", ())]
            return any(_words(fact.value) in _words(str(text)) for text in texts) or _words(
                fact.value
            ) in _words(json.dumps([real.get("x-notes"), here.get("x-notes")], ensure_ascii=False))
        case "enum":
            return fact.value in one.get("enum", ())
        case "null":
            return "null" in json.dumps(here)
        case "deprecated":
            return bool(here.get("deprecated") or real.get("deprecated"))
        case "exclusiveMinimum":
            return fact.value in (real.get("exclusiveMinimum"), one.get("exclusiveMinimum"))
        case _:
            return fact.value in (here.get(fact.kind), real.get(fact.kind))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _stated(fact: Fact, page: str, tool: Tool) -> bool:
    """Whether the pages say a fact."""
    if "typed" in tool.loose and len(fact.path) > LEVELS:  # which type is inside which, only types say
        return False
    match fact.kind:
        case "type":
            return re.search(rf"\b{fact.path[0]}\b", page) is not None
        case "field":
            return re.search(rf"\b{fact.path[-1]}\b", page) is not None and _shown(fact.path, page)
        case "required":
            return tool.required and _shown(fact.path, page)
        case "typed":
            return "typed" not in tool.loose and _shown(fact.path, page)
        case "description":
            return _words(fact.value) in _words(page)
        case "enum":
            return "values" not in tool.loose and all(
                _said(value, page) for value in _values_beside(fact.path)
            )
        case "null":
            return "null" not in tool.loose and re.search(r"(?i)null|\bNone\b", page) is not None
        case "deprecated":
            return re.search(r"(?i)deprecated", page) is not None and _shown(fact.path, page)
        case "format":
            told = rf"(?i)(?:format|string|type|[(<$])\W{{0,12}}{fact.value}(?![\w-])"
            return re.search(told, page) is not None and _shown(fact.path, page)
        case "pattern":
            return str(fact.value) in page
        case "default":
            told = rf"(?is)(?:default|=)(?:\W|\bvalue\b|\bto\b|\bis\b){{0,30}}{fact.value}\b"
            return not isinstance(fact.value, bool) and re.search(told, page) is not None
        case _:
            return re.search(rf"(?<![\d.]){re.escape(str(fact.value))}(?![\d]|\.\d)", page) is not None


def _said(value: Json, page: str) -> bool:
    return re.search(rf"\b{re.escape(str(value))}\b", page) is not None


def _values_beside(path: tuple[str, ...]) -> list[Json]:
    """All values of a type or a field, which is stated where all of them are."""
    schema = DESCRIPTION["$defs"][path[0]]
    for name in path[1:]:
        schema = schema.get("items", schema)["properties"][name]
    return list(schema.get("items", schema)["enum"])


def _shown(path: tuple[str, ...], page: str) -> bool:
    """Whether the pages have a field: its description, or its name."""
    schema = DESCRIPTION["$defs"][path[0]]
    for name in path[1:]:
        schema = schema.get("items", schema)["properties"][name]
    return _words(schema["description"]) in _words(page)


def _invented(read_: Read, tool: Tool) -> Iterator[Fact]:
    """What schemas say and the description does not."""
    for name, truth in DESCRIPTION["$defs"].items():
        found = read_.type(name)
        if found is None:
            continue
        inherited = [
            f
            for a in truth.get("allOf", ())
            for f in DESCRIPTION["$defs"][forms.name_of(a["$ref"])]["properties"]
        ]
        yield from _invented_of(read_, tool, (name,), truth, found, {*inherited, "consignment"})


def _invented_of(
    read_: Read, tool: Tool, path: tuple[str, ...], truth: Json, found: Json, known: set[str]
) -> Iterator[Fact]:
    at = read_.items(found)
    if truth.get("enum") and at.get("enum") and "values" not in tool.loose:
        yield from (Fact("enum", path, v) for v in at["enum"] if v not in truth["enum"] and v is not None)
    if "oneOf" in truth:
        return
    for name, schema in read_.properties(at).items():
        inner = truth.get("properties", {}).get(name)
        if inner is None:
            if name not in known and truth.get("properties"):
                yield Fact("field", (*path, name))
            continue
        real = read_.resolved(schema)
        for key in (*forms.BOUNDS, "pattern", "const"):
            if key in real and key not in inner and real is not None and "$ref" not in inner:
                yield Fact(key, (*path, name), real[key])
        if (
            "enum" in read_.items(schema)
            and "enum" not in inner.get("items", inner)
            and "$ref" not in inner
            and "const" not in inner
        ):
            yield Fact("enum", (*path, name), read_.items(schema)["enum"])
        if "default" in real and "default" not in inner and real["default"] is not None:
            yield Fact("default", (*path, name), real["default"])
        one = inner.get("items", inner)
        if "properties" in one or "enum" in one:
            yield from _invented_of(read_, tool, (*path, name), one, schema, set())


@dataclass(slots=True)
class Outcome:
    right: int = 0
    loud: list[Fact] = field(default_factory=list)
    far: list[Fact] = field(default_factory=list)
    silent: list[Fact] = field(default_factory=list)
    findings: tuple[Diagnostic, ...] = ()


def compared(tool: Tool, paths: list[Path]) -> Outcome:
    reading = read(paths)
    pages = {str(path): path.read_text(encoding="utf-8", errors="replace") for path in paths}
    plain = "\n".join(_plain(Path(path), text) for path, text in pages.items())
    read_, found = Read(reading.schemas), Outcome()
    told = tuple(d for d in reading.diagnostics if d.severity != "note" or declaration(d.slug).loses)
    found.findings = told
    wrong = [Fact("invented " + f.kind, f.path, f.value) for f in _invented(read_, tool)]
    for fact in truths():
        if not _stated(fact, plain, tool):
            continue
        if _right(read_, fact, tool):
            found.right += 1
        else:
            wrong.append(fact)
    for fact in wrong:
        place = found.silent if not told else found.loud if _near(fact, told, pages) else found.far
        place.append(fact)
    return found


def _plain(path: Path, text: str) -> str:
    """What a page says, without markup and without examples in code."""
    text = re.sub(r"(?ms)^```.*?^```|^----\n.*?^----$|<pre\b.*?</pre>", " ", text)
    if path.suffix in (".html", ".htm"):
        text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.S)
        text = re.sub(r"</?(?:b|i|em|strong|span|wbr|a|code)\b[^>]*>", "", text)
        text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return html.unescape(re.sub(r"\\([^\w\s])", r"\1", text))


def _near(fact: Fact, told: tuple[Diagnostic, ...], pages: Mapping[str, str]) -> bool:
    names = [name for name in fact.path if len(name) > 2]
    for one in told:
        said = (
            f"{one.message()} {one.span.text[one.span.column - 1 : one.span.end_column] if one.span else ''}"
        )
        if any(re.search(rf"(?i)\b{re.escape(name)}\b", said) for name in names[-1:]):
            return True
        text = pages.get(one.span.file if one.span else one.file or "")
        if text is None:
            continue
        if one.span is None:
            return True
        start = sum(map(len, text.splitlines(keepends=True)[: one.span.line - 1])) + one.span.column
        around = text[max(0, start - NEAR) : start + NEAR]
        if all(re.search(rf"(?i)\b{re.escape(name)}\b", around) for name in names[-2:]):
            return True
    return False


# ------------------------------------------------------------------------------------------------ the table


def rendered(tool: Tool, given: Path, out: Path, where: Path) -> list[Path] | str:
    """The pages that a tool writes; or why there are none."""
    out.mkdir(parents=True, exist_ok=True)
    places = {"in": given, "out": out, "py": where / "python" / "bin", "npm": where / "node_modules" / ".bin"}
    command = re.sub(r"\{(in|out|py|npm)\}", lambda m: str(places[m[1]]), tool.run)
    program = re.search(rf"{re.escape(str(where))}/\S+", command)
    if program and not Path(program[0]).exists():
        return "not installed"
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(
            command, shell=True, capture_output=True, text=True, timeout=180, env=environment
        )
    except subprocess.TimeoutExpired:
        return "took too long"
    pages = sorted(p for p in out.glob(tool.pages) if p.is_file() and p.stat().st_size)
    if pages:
        return pages
    lines = (done.stderr or done.stdout).strip().splitlines()
    return "wrote nothing: " + (lines[-1] if lines else "")[:100]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("tools", nargs="?", type=Path, default=Path(".tools"))
    parser.add_argument("--only", default="", help="part of the name of a tool")
    parser.add_argument("--show", action="store_true", help="print what is not right")
    parser.add_argument(
        "--keep", type=Path, help="a folder for the pages; those that are there are read again"
    )
    given = parser.parse_args(arguments)
    total: Counter[str] = Counter()
    print(f"{'tool':<42} {'facts':>6} {'right':>6} {'loud':>6} {'far':>6} {'silent':>6}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = (given.keep or Path(temporary)).resolve()
        written(folder / "in", given.tools.resolve())
        for tool in TOOLS:
            if given.only.lower() not in tool.name.lower():
                continue
            out = folder / re.sub(r"\W+", "-", tool.name)
            kept = sorted(p for p in out.glob(tool.pages) if p.is_file()) if given.keep else []
            pages = kept or rendered(tool, folder / "in", out, given.tools.resolve())
            if isinstance(pages, str):
                print(f"{tool.name:<42} {pages}")
                continue
            found = compared(tool, pages)
            counts = {
                "right": found.right,
                "loud": len(found.loud),
                "far": len(found.far),
                "silent": len(found.silent),
            }
            total.update(counts)
            print(_line(tool.name, counts))
            if given.show:
                _show(found)
    print(_line("all", total))
    return 1 if total["silent"] else 0


def _line(name: str, counts: Mapping[str, int]) -> str:
    columns = (sum(counts.values()), *(counts[k] for k in ("right", "loud", "far", "silent")))
    return f"{name:<42} " + " ".join(f"{n:6}" for n in columns)


def _show(found: Outcome) -> None:
    for how, facts in (("silent", found.silent), ("far", found.far), ("loud", found.loud)):
        for fact in facts:
            print(
                f"    {how}: {fact.kind} {'.'.join(fact.path)} {fact.value if fact.value is not None else ''}"
            )
    for slug, count in Counter(d.slug for d in found.findings).most_common():
        print(f"    {count} x {slug}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
