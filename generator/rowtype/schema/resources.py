"""Schema resources: what `$id`, `$anchor` and `$dynamicAnchor` name, and where a `$ref` leads.

References lead to documents that were handed in and to the standard metaschemas, never to the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from rowtype.schema import bounds, drafts
from rowtype.schema.documents import Document, Json, SchemaError, pointer_join, shown
from rowtype.schema.drafts import Draft, DraftRules

DEPTH = 1100
"""Levels of JSON to which a schema may be nested."""


@dataclass(slots=True, eq=False)
class Resource:
    """A schema with an identity of its own: a document, or an embedded schema with `$id`."""

    uri: str
    """Absolute where the document says so; without fragment."""
    document: str
    """URI of the document that holds it."""
    pointer: str
    """Where it stands in its document."""
    schema: Json
    rules: DraftRules
    registry: Registry
    """Where its references may lead to."""
    anchors: dict[str, Spot] = field(default_factory=dict)
    dynamic_anchors: dict[str, Spot] = field(default_factory=dict)
    recursive: bool = False
    """`$recursiveAnchor: true` stands at its root."""


class Spot(NamedTuple):
    """A place where a schema stands."""

    schema: Json
    resource: Resource
    pointer: str
    """From the root of its document."""

    @property
    def document(self) -> str:
        """URI of the document."""
        return self.resource.document

    @property
    def uri(self) -> str:
        """Document and pointer: what a reference to this place says."""
        return f"{self.resource.document}#{self.pointer}"

    @property
    def rules(self) -> DraftRules:
        return self.resource.rules

    @property
    def lone_reference(self) -> bool:
        """Whether a `$ref` here makes its sibling keywords void."""
        return self.resource.rules.ref_alone and type(self.schema) is dict and "$ref" in self.schema

    def at(self, *tokens: str | int) -> Spot:
        """The subschema below, by reference tokens; its own `$id` counts."""
        schema = self.schema
        for token in tokens:
            schema = schema[token]
        return self.resource.registry.child(self, schema, pointer_join(self.pointer, *tokens))

    def target(self, keyword: str = "$ref") -> Spot:
        """What the reference here leads to.

        Raises:
            SchemaError: nowhere.
        """
        return self.resource.registry.resolve(self.schema[keyword], self, keyword)


class Registry:
    """The documents that references may lead to; each is searched for identifiers when it is first needed."""

    def __init__(self, documents: Mapping[str, Json], draft: Draft | None) -> None:
        """`draft`: that of schemas without `$schema`; None where each tells it itself."""
        self._draft: Draft | None = draft
        self._waiting = {uri.partition("#")[0]: schema for uri, schema in documents.items()}
        self._found: dict[str, Resource] = {}
        self._embedded: dict[tuple[str, str], Resource] = {}
        self._rules: dict[str, DraftRules] = {}
        self._checked: set[str] = set()

    def add(self, uri: str, schema: Json) -> Resource:
        """Take in a document by the URI it was fetched from.

        Raises:
            SchemaError: its draft is not known, or it is nested too deeply.
        """
        self._waiting.pop(uri, None)
        return self._scan(uri, schema)

    def resource(self, uri: str) -> Resource | None:
        """The resource that a URI without fragment names."""
        if uri in self._found:
            return self._found[uri]
        if uri in self._waiting:
            return self._scan(uri, self._waiting.pop(uri))
        # It may be embedded in, or call itself otherwise than, a document that has not been looked into yet.
        for other in list(self._waiting):
            self._check(other, self._waiting[other])
            if _names(self._waiting[other], uri):
                self._scan(other, self._waiting.pop(other))
            if uri in self._found:
                return self._found[uri]
        metaschema = _metaschema(uri)
        return self._scan(uri, metaschema) if metaschema is not None else None

    def document(self, uri: str) -> Json:
        """The schema of a document that was looked into."""
        return self._found[uri].schema if uri in self._found else None

    def resolve(self, reference: str, origin: Spot, keyword: str) -> Spot:
        """Where a reference that stands in `origin` leads.

        Raises:
            SchemaError: nowhere.
        """
        uri, _, fragment = reference.partition("#")
        target = join(origin.resource.uri, uri) if uri else origin.resource.uri
        resource = self.resource(target) if uri else origin.resource
        spot = None
        if resource is not None:
            spot = self._fragment(resource, unquote(fragment, errors="surrogatepass"))
        if spot is None:
            missing = f"no document {shown(target)}; hand it in, or name its file too"
            if resource is not None:
                missing = f"{target or 'the document'} has no {shown('#' + fragment)}"
                meant = fragment.strip("/") and "/" + fragment.strip("/")
                if meant != fragment and self._fragment(resource, unquote(meant, errors="surrogatepass")):
                    missing += f" (did you mean {shown('#' + meant)}?)"
            raise SchemaError(
                f"{shown(reference)} leads nowhere: {missing}",
                uri=origin.document,
                pointer=pointer_join(origin.pointer, keyword),
            )
        return spot

    def child(self, parent: Spot, schema: Json, pointer: str) -> Spot:
        """The spot of a subschema of `parent`."""
        if type(schema) is dict and ("$id" in schema or "id" in schema):
            resource = self._embedded.get((parent.resource.document, pointer), parent.resource)
            return Spot(schema, resource, pointer)
        return Spot(schema, parent.resource, pointer)

    def rules(self, schema: Json, default: DraftRules) -> DraftRules:
        """What `$schema` says.

        Raises:
            SchemaError: it names a metaschema that is not at hand, or a draft or vocabulary that is not supported.
        """
        uri = schema.get("$schema") if isinstance(schema, dict) else None
        if not isinstance(uri, str):
            return default
        if (draft := drafts.draft_of(uri)) is not None:
            return drafts.standard(draft)
        name = uri.partition("#")[0]
        if name not in self._rules:
            metaschema = self._waiting.get(name) or (
                self._found[name].schema if name in self._found else None
            )
            if metaschema is None:
                if self._draft is not None:
                    return drafts.standard(self._draft)
                why = f"the metaschema {uri!r} is not at hand; hand it in, or name a draft: --draft 2020-12"
                raise SchemaError(why, pointer="/$schema")
            above = metaschema.get("$schema") if isinstance(metaschema, dict) else None
            base = drafts.draft_of(above) if isinstance(above, str) and above != uri else None
            self._rules[name] = drafts.from_metaschema(metaschema, base or self._draft or drafts.LATEST)
        return self._rules[name]

    def _fragment(self, resource: Resource, fragment: str) -> Spot | None:
        if not fragment:
            return Spot(resource.schema, resource, resource.pointer)
        if not fragment.startswith("/"):
            return resource.anchors.get(fragment)
        schema, pointer = resource.schema, resource.pointer
        shape = "schema"
        for token in fragment[1:].split("/"):
            token = token.replace("~1", "/").replace("~0", "~")
            if type(schema) is dict and token in schema:
                schema = schema[token]
            elif type(schema) is list and token.isascii() and token.isdigit() and int(token) < len(schema):
                schema = schema[int(token)]
            else:
                return None
            pointer = pointer_join(pointer, token)
            shape = _inside(shape, resource.rules, token, schema)
            if shape == "schema":
                resource = self.child(Spot(None, resource, ""), schema, pointer).resource
        return Spot(schema, resource, pointer)

    def _scan(self, uri: str, schema: Json) -> Resource:
        """Find every identifier in a document."""
        self._check(uri, schema)
        try:
            rules = self.rules(schema, drafts.standard(self._draft or drafts.told(schema)))
        except SchemaError as error:
            raise SchemaError(error.message, uri=uri, pointer=error.pointer) from None
        base = join(uri, _id(schema, rules) or "")
        root = Resource(uri=base, document=uri, pointer="", schema=schema, rules=rules, registry=self)
        self._found.setdefault(base, root)
        self._found[uri] = root
        self._waiting.pop(base, None)
        if not _identifies(schema):
            if type(schema) is dict:
                self._identify(schema, "", root, uri)
            return root
        stack: list[tuple[Json, str, Resource, int]] = [(schema, "", root, 0)]
        while stack:
            value, pointer, resource, depth = stack.pop()
            if type(value) is not dict:
                continue
            if depth > DEPTH:
                raise SchemaError("nested too deeply", uri=uri, pointer=pointer[:200] + "…")
            resource = self._identify(value, pointer, resource, uri)
            for child, at in subschemas(value, pointer, resource.rules):
                stack.append((child, at, resource, depth + 1))
        return root

    def _check(self, uri: str, schema: Json) -> None:
        """Hold a document to the bounds, once.

        Raises:
            SchemaError: it exceeds one.
        """
        if uri not in self._checked:
            bounds.check(schema, uri)
            self._checked.add(uri)

    def _identify(self, schema: dict[str, Json], pointer: str, resource: Resource, uri: str) -> Resource:
        """Note what one schema calls itself; return the resource that it belongs to."""
        own = _id(schema, resource.rules)
        if own is not None and pointer:
            rules = self.rules(schema, resource.rules)
            own = _id(schema, rules)
            if own is not None and own.partition("#")[0]:
                resource = Resource(
                    uri=join(resource.uri, own),
                    document=uri,
                    pointer=pointer,
                    schema=schema,
                    rules=rules,
                    registry=self,
                )
                self._found.setdefault(resource.uri, resource)
                self._embedded[uri, pointer] = resource
        spot = Spot(schema, resource, pointer)
        if resource.rules.ref_alone:
            if own is not None and (fragment := own.partition("#")[2]):
                resource.anchors[fragment] = spot
            return resource
        if isinstance(anchor := schema.get("$anchor"), str):
            resource.anchors[anchor] = spot
        if resource.rules.draft == "2020-12" and isinstance(anchor := schema.get("$dynamicAnchor"), str):
            resource.anchors[anchor] = resource.dynamic_anchors[anchor] = spot
        if schema.get("$recursiveAnchor") is True and pointer == resource.pointer:
            resource.recursive = True
        return resource


def subschemas(schema: dict[str, Json], pointer: str, rules: DraftRules) -> Iterator[tuple[Json, str]]:
    """The subschemas of a schema, with their pointers."""
    for keyword, value in schema.items():
        match rules.shapes.get(keyword):
            case None:
                continue
            case "schema":
                yield value, f"{pointer}/{keyword}"
            case "list" | "schema or list" if type(value) is list:
                for i, child in enumerate(value):
                    yield child, f"{pointer}/{keyword}/{i}"
            case "schema or list":
                yield value, f"{pointer}/{keyword}"
            case "map" | "map of schemas or names":
                if type(value) is dict:
                    for name, child in value.items():
                        if type(child) is dict:
                            yield child, pointer_join(f"{pointer}/{keyword}", name)


def _inside(shape: str, rules: DraftRules, token: str, value: Json) -> str:
    """What stands behind one more token of a pointer, given what stood before it."""
    match shape:
        case "schema":
            inner = rules.shapes.get(token, "unknown")
            if inner == "schema or list":
                return "list" if type(value) is list else "schema"
            return "map" if inner == "map of schemas or names" else inner
        case "list" | "map":
            return "schema"
    return "unknown"


def _id(schema: Json, rules: DraftRules) -> str | None:
    if type(schema) is not dict:
        return None
    own = schema.get(rules.id_keyword)
    if not isinstance(own, str) or (rules.ref_alone and isinstance(schema.get("$ref"), str)):
        return None
    return own


_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef", "$schema")


def targets_of(document: Document) -> tuple[set[str], set[str]]:
    """The URIs that references in a document may name, without fragments; and those that it may have itself."""
    targets: set[str] = set()
    own = {document.uri}
    stack: list[tuple[Json, str]] = [(document.schema, document.uri)]
    while stack:
        value, base = stack.pop()
        if type(value) is list:
            stack += [(child, base) for child in value]
        elif type(value) is dict:
            name = value.get("$id", value.get("id"))
            if isinstance(name, str) and name.partition("#")[0]:
                own.add(base := join(base, name))
            for keyword in _REFERENCES:
                reference = value.get(keyword)
                if isinstance(reference, str) and (uri := reference.partition("#")[0]):
                    targets.add(join(base, uri))
            stack += [(child, base) for child in value.values()]
    return targets, own


_IDENTIFIERS = ("$id", "id", "$anchor", "$dynamicAnchor")


def _identifies(schema: Json) -> bool:
    """Whether anything below the root of a document may be an identifier; most documents have none."""
    stack = list(schema.values()) if type(schema) is dict else [schema]
    while stack:
        value = stack.pop()
        if type(value) is dict:
            for keyword in _IDENTIFIERS:
                if keyword in value and type(value[keyword]) is str:
                    return True
            stack.extend(value.values())
        elif type(value) is list:
            stack.extend(value)
    return False


def _names(schema: Json, uri: str) -> bool:
    """Whether `uri` or the end of it stands anywhere in a schema as an identifier; may say yes too often."""
    stack = [schema]
    while stack:
        value = stack.pop()
        if type(value) is dict:
            own = value.get("$id", value.get("id"))
            if isinstance(own, str) and own and uri.endswith(own.partition("#")[0].rpartition("/")[2]):
                return True
            stack.extend(value.values())
        elif type(value) is list:
            stack.extend(value)
    return False


def _metaschema(uri: str) -> Json | None:
    """The standard metaschemas, which come with a package that carries nothing else."""
    if not re.match(r"https?://json-schema\.org/draft", uri):
        return None
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    for name in (uri, uri + "#"):
        if name in REGISTRY:
            return REGISTRY[name].contents
    return None


_URI = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(\?[^#]*)?")
"""The parts of a URI reference (RFC 3986, appendix B).  Is 'a:b?c', '//h/p', '', not 'a#b'."""


def join(base: str, reference: str) -> str:
    """Resolve a URI reference (RFC 3986, section 5.2); the fragment is dropped."""
    scheme, authority, path, query = _split(reference)
    if scheme is not None:
        return _unsplit(scheme, authority, _remove_dots(path), query)
    base_scheme, base_authority, base_path, base_query = _split(base)
    if authority is not None:
        return _unsplit(base_scheme, authority, _remove_dots(path), query)
    if not path:
        return _unsplit(base_scheme, base_authority, base_path, base_query if query is None else query)
    if not path.startswith("/"):
        # A base without slashes (`ConversationEvent.schema.json`, `urn:x`) has no folder to stay in.
        folder = base_path.rpartition("/")[0] + "/" if "/" in base_path else "/" if base_authority else ""
        path = folder + path
    return _unsplit(base_scheme, base_authority, _remove_dots(path), query)


def _split(uri: str) -> tuple[str | None, str | None, str, str | None]:
    found = _URI.match(uri)
    assert found is not None  # every part is optional
    return found[1], found[2], found[3], found[4]


def _unsplit(scheme: str | None, authority: str | None, path: str, query: str | None) -> str:
    head = (f"{scheme}:" if scheme is not None else "") + (f"//{authority}" if authority is not None else "")
    return head + path + (query or "")


def _remove_dots(path: str) -> str:
    if "./" not in path and not path.endswith("."):
        return path
    kept: list[str] = []
    parts = path.split("/")
    for i, part in enumerate(parts):
        last = i == len(parts) - 1
        if part == "..":
            if len(kept) > 1 or (kept and kept[0]):
                kept.pop()
            if last:
                kept.append("")
        elif part == ".":
            if last:
                kept.append("")
        else:
            kept.append(part)
    return "/".join(kept)
