# ruff: noqa: E501
"""How well pages are read: recall and precision against machine-readable truth, a row a corpus.

    python benchmarks/reading_accuracy.py [--corpora FOLDER] [--only NAME] [--show METRIC]

The corpora are not part of this project; their folder is `../shared/corpora` beside the repository, `--corpora`, or
the environment variable `ROWTYPE_CORPORA`.  A field counts as found when its type and path are those of the truth.
Every other figure is a share of the found fields: `required` equal, JSON `type` equal, `full` type equal (items,
targets), `enum` lists equal.  Each but recall is followed by what speaks against it: the fields and lists that the
truth does not have.  Some truths leave out what the page documents (inherited fields, patterns); see the notes.
`judged` is the precision of those lists alone that the truth can judge: metadata that calls a property a string says
nothing of the values that its page lists.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rowtype.reading import Reading, read

Json = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What is compared of one field."""

    required: bool | None
    kinds: frozenset[str]
    """JSON types; "any" for no constraint."""
    full: Json
    """Nested tuples: kinds, items, names of referred types."""
    enum: frozenset[str] | None
    plain: bool = False
    """The truth has only "a text" or "a number" here, whatever values the page lists: it cannot judge a list."""


Types = Mapping[str, Mapping[str, Field]]
"""Folded type name -> path such as `stations[].name` -> field."""


@dataclass(slots=True)
class Score:
    """Counts for one corpus."""

    truth: int = 0
    found: int = 0
    matched: int = 0
    required: int = 0
    kind: int = 0
    full: int = 0
    enums_truth: int = 0
    enums_found: int = 0
    enums_equal: int = 0
    enums_judged: int = 0
    """Lists that were found where the truth can say whether there is one."""
    misses: dict[str, list[str]] = field(default_factory=dict)

    def miss(self, metric: str, text: str) -> None:
        self.misses.setdefault(metric, []).append(text)


def fold(name: str) -> str:
    """A type name without case, marks and the words that only say that it is a type."""
    return re.sub(r"[^0-9a-zа-яё]", "", re.sub(r"\b(object|resource type)\b|\.json$", "", name.lower()))


class Schemas:
    """Documents by `$id`, so that references can be followed; refs inside one document go by pointer."""

    def __init__(self, documents: Mapping[str, Json], names: Callable[[str], str] = lambda s: s) -> None:
        self.documents, self.names = documents, names

    def resolve(self, ref: str, root: Json) -> tuple[Json, Json, str]:
        """The schema, its document, and the name of the type."""
        file, _, pointer = ref.partition("#")
        node = document = self.documents.get(file, {}) if file else root
        for token in [t for t in pointer.split("/") if t]:
            node = node.get(token, {}) if isinstance(node, dict) else {}
        name = (
            pointer.rpartition("/")[2]
            or (document.get("title") if isinstance(document, dict) else "")
            or file
        )
        return node, document, fold(self.names(name))

    def shape(self, node: Json, root: Json, depth: int = 0) -> Json:
        """`("string",)`, `("array", items)`, `("object", name)`, or a set of them."""
        if not isinstance(node, dict) or depth > 12:
            return ("any",)
        if "$ref" in node:
            below, document, name = self.resolve(node["$ref"], root)
            shape = self.shape(below, document, depth + 1)
            named = shape[:1] == ("object",) and len(shape) < 3
            union = (
                shape[0] == "or"
                and any(p[0] == "object" for p in shape[1])
                and not node["$ref"].startswith("#")
            )
            return ("object", name) if named or union else shape
        for keyword in ("oneOf", "anyOf"):
            if keyword in node and "type" not in node:
                options = {self.shape(o, root, depth + 1) for o in node[keyword]} - {("any",)}
                return self.merged(options)
        if "allOf" in node and "type" not in node and "properties" not in node:
            shapes = {self.shape(o, root, depth + 1) for o in node["allOf"]} - {("any",)}
            return self.merged(shapes)
        kinds = node.get("type")
        if kinds is None:
            values = node.get("enum", [node["const"]] if "const" in node else [])
            if values and all(isinstance(v, str) for v in values):
                kinds = "string"
            elif {"properties", "required", "patternProperties"} & node.keys():
                kinds = "object"
            else:
                return ("any",)
        found = set()
        for kind in [kinds] if isinstance(kinds, str) else kinds:
            if kind == "array":
                found.add(("array", self.shape(node.get("items"), root, depth + 1)))
            elif kind == "object":
                values = node.get("additionalProperties")
                map_of = values if isinstance(values, dict) and "properties" not in node else None
                found.add(("object", "", self.shape(map_of, root, depth + 1)) if map_of else ("object", ""))
            else:
                found.add((kind,))
        return self.merged(found)

    @staticmethod
    def merged(options: set[Json]) -> Json:
        options = {p for o in options for p in (o[1] if o[:1] == ("or",) else [o])}
        if not options:
            return ("any",)
        return next(iter(options)) if len(options) == 1 else ("or", frozenset(options))

    def enum(self, node: Json, root: Json, depth: int = 0) -> frozenset[str] | None:
        if not isinstance(node, dict) or depth > 4:
            return None
        if "enum" in node:
            values = [v for v in node["enum"] if v is not None]
            return frozenset(str(v).lower() if isinstance(v, bool) else str(v) for v in values)
        if isinstance(node.get("const"), str):
            return frozenset({node["const"]})
        for keyword in ("allOf", "anyOf", "oneOf"):
            lists = [e for o in node.get(keyword, ()) if (e := self.enum(o, root, depth + 1)) is not None]
            if lists and len(lists) == len(node[keyword]):
                return frozenset().union(*lists)
        if "$ref" in node:
            below, document, _ = self.resolve(node["$ref"], root)
            return self.enum(below, document, depth + 1)
        return self.enum(node.get("items"), root, depth + 1)

    def fields(
        self, node: Json, root: Json, *, follow: bool, prefix: str = "", seen: tuple[str, ...] = ()
    ) -> dict[str, Field]:
        """Path -> field, for all properties below; `follow` goes into other documents too."""
        if not isinstance(node, dict) or prefix.count(".") > 8:
            return {}
        found: dict[str, Field] = {}
        required = set(node.get("required", ()))
        for name, below in node.get("properties", {}).items():
            path = f"{prefix}.{name}" if prefix else name
            found[path] = self.field(below, root, name in required)
            found |= self.fields(below, root, follow=follow, prefix=path, seen=seen)
        if "items" in node:
            found |= self.fields(node["items"], root, follow=follow, prefix=prefix + "[]", seen=seen)
        maps = [node.get("additionalProperties"), *node.get("patternProperties", {}).values()]
        for below in maps:
            found |= self.fields(
                below, root, follow=follow, prefix=f"{prefix}.*" if prefix else "*", seen=seen
            )
        for keyword in ("allOf", "oneOf", "anyOf"):
            variants = [
                self.fields(o, root, follow=follow, prefix=prefix, seen=seen) for o in node.get(keyword, ())
            ]
            for variant in variants:
                for path, stated in variant.items():
                    everywhere = all(path in v for v in variants) or keyword == "allOf"
                    old = found.get(path)
                    found[path] = Field(
                        required=bool(stated.required and everywhere) or bool(old and old.required),
                        kinds=stated.kinds if not old or old.kinds == {"any"} else old.kinds,
                        full=stated.full if not old or old.full == ("any",) else old.full,
                        enum=_union(old.enum if old else None, stated.enum),
                    )
        if "$ref" in node and (follow or node["$ref"].startswith("#")) and node["$ref"] not in seen:
            below, document, _ = self.resolve(node["$ref"], root)
            if follow or not prefix:
                found |= self.fields(
                    below, document, follow=follow, prefix=prefix, seen=(*seen, node["$ref"])
                )
        return found

    def field(self, node: Json, root: Json, required: bool | None) -> Field:
        shape = self.shape(node, root)
        parts = shape[1] if shape[0] == "or" else [shape]
        return Field(
            required=required, kinds=frozenset(p[0] for p in parts), full=shape, enum=self.enum(node, root)
        )


def _union(a: frozenset[str] | None, b: frozenset[str] | None) -> frozenset[str] | None:
    return b if a is None else a if b is None else a | b


def ours(reading: Reading, *, follow: bool) -> dict[str, dict[str, Field]]:
    documents = {s["$id"]: s for s in reading.schemas.values() if isinstance(s, dict)}
    schemas = Schemas(documents)
    found: dict[str, dict[str, Field]] = {}
    for name, schema in reading.schemas.items():
        if not schema.get("x-undocumented"):
            found.setdefault(fold(name), {}).update(schemas.fields(schema, schema, follow=follow))
    return found


def compare(score: Score, truth: Types, found: Types, *, exact_names: bool = True) -> None:
    for kind, fields in truth.items():
        mine = found.get(kind, {})
        for path, true in fields.items():
            score.truth += 1
            got = mine.get(path)
            at = f"{kind}#{path}"
            if got is None:
                score.miss("recall", at)
                score.enums_truth += true.enum is not None
                if true.enum is not None:
                    score.miss("enum", f"{at}: the field is not there")
                continue
            score.matched += 1
            for metric, equal, said, is_ in (
                (
                    "required",
                    true.required is None or got.required == true.required,
                    got.required,
                    true.required,
                ),
                ("kind", got.kinds == true.kinds or true.kinds == {"any"}, set(got.kinds), set(true.kinds)),
                ("full", same(got.full, true.full) or true.full == ("any",), got.full, true.full),
            ):
                setattr(score, metric, getattr(score, metric) + equal)
                if not equal:
                    score.miss(metric, f"{at}: {said}, but {is_}")
            score.enums_truth += true.enum is not None
            score.enums_found += got.enum is not None
            score.enums_judged += got.enum is not None and not true.plain
            if true.enum is not None or got.enum is not None:
                if got.enum == true.enum:
                    score.enums_equal += 1
                else:
                    score.miss("enum", f"{at}: {_listed(got.enum)}, but {_listed(true.enum)}")
        score.found += len(mine)
        for path in mine:
            if path not in fields:
                score.miss("precision", f"{kind}#{path}")


def same(got: Json, true: Json) -> bool:
    """Equal, where a name that one side leaves out is no difference."""
    if got[:1] == true[:1] == ("object",):
        return not got[1] or not true[1] or got[1] == true[1] or got[1] in true[1] or true[1] in got[1]
    if got[:1] == true[:1] == ("array",):
        return same(got[1], true[1])
    if got[:1] == true[:1] == ("or",):
        return len(got[1]) == len(true[1]) and all(any(same(g, t) for t in true[1]) for g in got[1])
    return bool(got == true)


def _listed(values: frozenset[str] | None) -> str:
    return "no list" if values is None else ", ".join(sorted(values)) or "empty"


# ------------------------------------------------------------------------------------------------ truths


def livetex(folder: Path) -> tuple[list[Path], Types, bool]:
    """No truth comes with these pages: every row has four plain cells, so a strict split gives names and types."""
    kinds = {
        "string": "string", "numeric": "number", "number": "number", "boolean": "boolean", "Boolean": "boolean",
        "Object": "object", "array": "array",
    }  # fmt: skip
    primitive = {
        "color",
        "country",
        "currency",
        "date",
        "datetime",
        "email",
        "file",
        "idlist",
        "phone",
        "time",
    }
    pages = sorted((folder / "docs/types").glob("*.md"))
    true: dict[str, dict[str, Field]] = {}
    for page in pages:
        lines = page.read_text(encoding="utf-8").splitlines()
        name = next(line[3:].strip() for line in lines if line.startswith("## ") and "WARNING" not in line)
        for line in lines:
            cells = re.split(r"(?<!\\)\|", line.strip())[1:-1]
            if len(cells) < 4 or cells[1] not in ("True", "False"):
                continue
            word = re.sub(
                r"\[([^\]]*)\]\(.*?\)\s*$|\[([^\]]*)\]\(.*?\)(?=>)", lambda m: m[1] or m[2] or "", cells[2]
            )
            array = re.fullmatch(r"Array\.<(.*)>", word)
            base = (array[1] if array else word).strip()
            leaf: Json = (
                (kinds[base],)
                if base in kinds
                else ("string",)
                if base in primitive
                else ("object", fold(base))
            )
            leaf = ("object", "") if leaf == ("object",) else leaf
            full: Json = ("array", leaf) if array else leaf
            true.setdefault(fold(name), {})[cells[0]] = Field(
                required=cells[1] == "True", kinds=frozenset({full[0]}), full=full, enum=None
            )
    return [folder / "docs/types"], true, False


def telegram(folder: Path) -> tuple[list[Path], Types, bool]:
    data = json.loads((folder / "10.1/api.json").read_text(encoding="utf-8"))
    everything = data["types"] | data["methods"]

    def shape(word: str) -> Json:
        if word.startswith("Array of "):
            return ("array", shape(word.removeprefix("Array of ")))
        options = re.split(r", | and |\|", word)
        if len(options) > 1:
            return ("or", frozenset(shape(o) for o in options))
        known = {
            "Integer": "integer",
            "Float": "number",
            "String": "string",
            "Boolean": "boolean",
            "True": "boolean",
        }
        return (known[word],) if word in known else ("object", fold(word))

    true = {}
    for name, entry in everything.items():
        for f in entry.get("fields", ()):
            full = Schemas.merged({shape(t) for t in f["types"]})
            if f["types"][0].startswith("Array of") and len(f["types"]) > 1:
                full = ("array", Schemas.merged({shape(t.removeprefix("Array of ")) for t in f["types"]}))
            parts = full[1] if full[0] == "or" else [full]
            true.setdefault(fold(name), {})[f["name"]] = Field(
                required=f["required"],
                kinds=frozenset(p[0] for p in parts),
                full=full,
                enum=quoted(f["description"]),
            )
    return [folder / "10.1/api.html"], true, False


_VALUE = r'"[^"]+"(?:\s*\((?:[^()]|\([^()]*\))*\)|\s+(?:for|if|to)\s(?:(?! (?:or|and) ")[^",])*)?'
_LISTED = re.compile(
    r"(?:can be(?: either)?|must be(?: one of)?|[Oo]ne of|always|either|should be(?: one of)?|is either)\s+"
    rf"({_VALUE}(?:(?:\s*,\s*(?:or\s+|and\s+)?|\s+(?:or|and)\s+){_VALUE})*)"
)


def quoted(description: str) -> frozenset[str] | None:
    """The values that a description lists in quotation marks: the truth's text has no markup."""
    if m := re.search(r"must be ([a-z][a-z0-9_]*)$", description):
        return frozenset({m[1]})
    if m := re.search(r"must be one of ((?:\d+, (?:or )?)+\d+)", description):
        return frozenset(re.findall(r"\d+", m[1]))
    if not (m := _LISTED.search(description)):
        return None
    plain = re.sub(r"\((?:[^()]|\([^()]*\))*\)|(?<=\")\s+(?:for|if|to)\s[^\",]*", "", m[1])
    return frozenset(re.findall(r"\"([^\"]+)\"", plain))


def gbfs(version: str) -> Callable[[Path], tuple[list[Path], Types, bool]]:
    def load(folder: Path) -> tuple[list[Path], Types, bool]:
        true = {}
        for path in sorted((folder / version / "schemas").glob("*.json")):
            root = json.loads(path.read_text(encoding="utf-8"))
            schemas = Schemas({})
            data = root["properties"].get("data", root)
            true[fold(path.stem)] = schemas.fields(data, root, follow=True)
        return [folder / version / "gbfs.md"], true, True

    return load


OPENAPI_NAMES = {
    "externaldocs": "externaldocumentation", "jsonreference": "reference", "headers": "headers", "security": "securityrequirement",
    "apikeysecurityscheme": "securityscheme", "httpsecurityscheme": "securityscheme", "oauth2securityscheme": "securityscheme",
    "openidconnectsecurityscheme": "securityscheme", "primitivesitems": "items", "oauthflows": "oauthflows",
    "parameterdefinitions": "parametersdefinitions", "responsedefinitions": "responsesdefinitions", "oauth2scopes": "scopes",
}  # fmt: skip


def openapi(version: str) -> Callable[[Path], tuple[list[Path], Types, bool]]:
    def load(folder: Path) -> tuple[list[Path], Types, bool]:
        if (folder / version / "schema.json").exists():
            root = json.loads((folder / version / "schema.json").read_text(encoding="utf-8"))
        else:
            import yaml

            root = yaml.safe_load((folder / version / "schema.yaml").read_text(encoding="utf-8"))
        schemas = Schemas({}, lambda n: OPENAPI_NAMES.get(fold(n), n))
        wanted = {fold(OPENAPI_NAMES.get(fold(n), n)): d for n, d in root["definitions"].items()}
        wanted["securityscheme"] = (
            {
                "oneOf": root["properties"]["securityDefinitions"]
                and root["definitions"]["securityDefinitions"]["additionalProperties"]["oneOf"]
            }
            if "securityDefinitions" in root["definitions"]
            else root["definitions"]["SecurityScheme"]
        )
        wanted["swagger" if version.startswith("2") else "openapi"] = {
            k: v for k, v in root.items() if k != "definitions"
        }
        documented = ["openapi", "swagger", "info", "contact", "license", "server", "servervariable", "components", "pathitem", "operation", "externaldocumentation", "parameter", "requestbody", "mediatype", "encoding", "response", "example", "link", "header", "tag", "reference", "schema", "discriminator", "xml", "securityscheme", "oauthflows", "items"]  # fmt: skip
        true = {}
        for name in documented:
            if name in wanted:
                fields = schemas.fields(wanted[name], root, follow=False)
                true[name] = {
                    p: f for p, f in fields.items() if "." not in p and "[]" not in p and "*" not in p
                }
        return [folder / version / f"{version}.md"], true, False

    return load


def msgraph(folder: Path) -> tuple[list[Path], Types, bool]:
    data = json.loads((folder / "en-2021/truth.json").read_text(encoding="utf-8"))
    known = {"String": "string", "Boolean": "boolean", "Double": "number", "Single": "number", "Decimal": "number"} | dict.fromkeys(
        ("Int16", "Int32", "Int64", "Byte"), "integer"
    ) | dict.fromkeys(("Guid", "DateTimeOffset", "Binary", "Duration", "TimeOfDay", "Date", "Stream"), "string")  # fmt: skip
    true = {}
    for name, properties in data.items():
        for path, p in properties.items():
            enum = p.get("enum")
            leaf: Json = (
                ("string",)
                if enum
                else (known[p["type"]],)
                if p["type"] in known
                else ("object", fold(p["type"]))
            )
            full: Json = ("array", leaf) if p["collection"] else leaf
            found = Field(
                required=None, kinds=frozenset({full[0]}), full=full, plain=not enum and leaf[0] != "object",
                enum=frozenset(v for v in enum if v != "unknownFutureValue") if enum else None,
            )  # fmt: skip
            kept = true.setdefault(fold(name), {})
            kept[path.lower()] = found
            if "inherited" in p or "navigation" in p:
                OPTIONAL.add(f"{fold(name)}#{path.lower()}")
    return [folder / "en-2021/resources"], true, False


OPTIONAL: set[str] = set()
"""Fields that a page may leave out."""

CORPORA: dict[str, tuple[str, Callable[[Path], tuple[list[Path], Types, bool]]]] = {
    "livetex": ("livetex", livetex),
    "telegram 10.1": ("telegram", telegram),
    "openapi 2.0": ("openapi", openapi("2.0")),
    "openapi 3.0.4": ("openapi", openapi("3.0.4")),
    "gbfs v3.0": ("gbfs", gbfs("v3.0")),
    "gbfs v2.3": ("gbfs", gbfs("v2.3")),
    "msgraph": ("msgraph", msgraph),
}


def measure(folder: Path, only: str | None) -> Iterator[tuple[str, Score, float]]:
    for name, (where, load) in CORPORA.items():
        if only and only not in name:
            continue
        paths, truth, follow = load(folder / where)
        begin = time.perf_counter()
        reading = read(paths)
        seconds = time.perf_counter() - begin
        found = ours(reading, follow=follow)
        if where == "msgraph":
            found = {k: {p.lower(): _as_metadata(f) for p, f in v.items()} for k, v in found.items()}
            truth = {
                k: {p: f for p, f in v.items() if f"{k}#{p}" not in OPTIONAL or p in found.get(k, {})}
                for k, v in truth.items()
            }
        score = Score()
        compare(score, truth, found)
        for kind in sorted(found.keys() - truth.keys()):
            score.miss("types", f"{kind}: {len(found[kind])} fields")
        yield name, score, seconds


def _as_metadata(f: Field) -> Field:
    """A field without what the metadata leaves out: the sentinel of lists, and whether it may be null."""
    enum = f.enum - {"unknownFutureValue"} if f.enum else f.enum
    full = Schemas.merged(set(f.full[1]) - {("null",)}) if f.full[0] == "or" else f.full
    return Field(required=f.required, kinds=f.kinds - {"null"}, full=full, enum=enum)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = os.environ.get("ROWTYPE_CORPORA") or str(Path(__file__).resolve().parents[2] / "shared/corpora")
    parser.add_argument("--corpora", type=Path, default=Path(default))
    parser.add_argument("--only", help="corpora whose name contains this")
    parser.add_argument("--show", help="list the misses of: recall precision required kind full enum types")
    options = parser.parse_args()
    if not options.corpora.is_dir():
        print(f"no corpora in {options.corpora}", file=sys.stderr)
        return 2
    print(
        f"{'corpus':14}|{'fields':>7} {'recall':>7} {'prec.':>6} |{'required':>9} |{'type':>6} |{'full':>6} |{'enums':>6} {'recall':>7} {'prec.':>6} {'judged':>7} |{'s':>6}"
    )
    for name, s, seconds in measure(options.corpora, options.only):
        matched = max(1, s.matched)
        print(
            f"{name:14}|{s.truth:7} {s.matched / max(1, s.truth):7.3f} {s.matched / max(1, s.found):6.3f} |"
            f"{s.required / matched:9.3f} |{s.kind / matched:6.3f} |{s.full / matched:6.3f} |"
            f"{s.enums_truth:6} {s.enums_equal / max(1, s.enums_truth):7.3f} {s.enums_equal / max(1, s.enums_found):6.3f} {s.enums_equal / max(1, s.enums_judged):7.3f} |{seconds:6.2f}"
        )
        for text in s.misses.get(options.show, ()) if options.show else ():
            print("   ", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
