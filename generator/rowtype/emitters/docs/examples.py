"""Example payloads: complete ones that validate, made from what a schema says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from rowtype.schema.checks.backtracking import TRIED, tame
from rowtype.schema.documents import Document, Json, pointer_get
from rowtype.schema.drafts import LATEST, METASCHEMAS, Draft, told

if TYPE_CHECKING:
    from jsonschema.protocols import Validator
    from referencing import Registry

_STRINGS = ("string", "a", "A", "1", "00", "https://example.com/", "a@example.com", "2014-12-17", "12:30:00")
_DEPTH = 6
_HOPS = 1
"""References to follow until optional fields that refer to more are left out: an example is of its own type."""


MOST_VALUES = 3_000
"""Values in an example that is checked."""
MOST_KEYWORDS = 50_000
"""Keywords that are asked about one example."""


class _TooMuch(Exception):
    """To check an example would take long."""


class Effort:
    """Bounds what the reference implementation does: without, a short schema keeps it busy for ever."""

    def __init__(self) -> None:
        self._left = 0
        self._classes: dict[type[Validator], type[Validator]] = {}

    def bounding(self, checking: type[Validator]) -> type[Validator]:
        """A class of validators whose keywords count, below a `$schema` too."""
        from jsonschema.validators import extend

        if checking not in self._classes:
            counted = {keyword: self._counted(ask) for keyword, ask in checking.VALIDATORS.items()}
            made: Any = extend(checking, counted)  # type: ignore[no-untyped-call]
            evolve = made.evolve

            def evolved(validator: Validator, **changes: Any) -> Any:
                found = evolve(validator, **changes)
                if type(found) is made:
                    return found
                fields = {one.alias: getattr(found, one.name) for one in found.__attrs_attrs__ if one.init}
                return self.bounding(type(found))(**fields)

            made.evolve = evolved
            self._classes[checking] = self._classes[made] = made
        return self._classes[checking]

    def verdict(self, validator: Validator) -> Callable[[Json], bool]:
        """The verdict on a value.  Raises _TooMuch where it would take long."""

        def valid(value: Json) -> bool:
            _check_size(value)
            self._left = MOST_KEYWORDS
            return validator.is_valid(value)

        return valid

    def _counted(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        def counted(validator: Validator, wanted: Json, value: Json, schema: Json) -> Any:
            self._left -= 1
            if self._left < 0:
                raise _TooMuch
            if "pattern" in schema and isinstance(value, str):
                _check_pattern(schema["pattern"], [value])
            if "patternProperties" in schema and isinstance(value, dict):
                for regex in schema["patternProperties"]:
                    _check_pattern(regex, value)
            return ask(validator, wanted, value, schema)

        return counted


def _check_size(value: Json) -> None:
    """Accept a value of few parts.

    Raises:
        _TooMuch: it has many.
    """
    waiting, count = [value], 0
    while waiting:
        one = waiting.pop()
        below = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        count += 1
        if count + len(below) > MOST_VALUES:
            raise _TooMuch
        waiting += below


def _check_pattern(regex: str, texts: Iterable[str]) -> None:
    """Accept texts with which an expression may be tried.

    Raises:
        _TooMuch: it may take long.
    """
    if not tame(regex) or any(len(text) > TRIED for text in texts):
        raise _TooMuch


class Schemas:
    """The schemas that examples are made from and checked against, prepared once for all of them."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self.by_uri = {d.uri: d.schema for d in documents}
        self._registries: dict[str, Registry[Json]] = {}
        self._validators: dict[tuple[str, type], Validator] = {}
        self.effort = Effort()

    def registry(self, usual: str) -> Registry[Json]:
        """Where the reference implementation finds them; `usual` is the metaschema of those that name none."""
        from referencing import Registry, Resource
        from referencing.jsonschema import specification_with

        if usual not in self._registries:
            default = specification_with(usual)
            resources = [
                (uri, Resource.from_contents(s, default_specification=default))
                for uri, s in self.by_uri.items()
            ]
            self._registries[usual] = Registry().with_resources(resources)
            with suppress(Exception):  # then the documents themselves are found
                self._registries[usual] = self._registries[usual].crawl()
        return self._registries[usual]

    def checker(self, document: Document, draft: Draft | None) -> Callable[[Json], bool]:
        """The verdict on a document's values: by a reference to it, as a validator of its own copies all that it is
        given."""
        uri = document.uri
        if not uri or "#" in uri or urljoin("", uri) != uri or self.by_uri.get(uri) is not document.schema:
            return _checker(document.schema, self, draft)
        usual, checking = _class_of(document.schema, draft)
        if (usual, checking) not in self._validators:
            bounded = self.effort.bounding(checking)
            self._validators[usual, checking] = bounded({}, registry=self.registry(usual))
        return self.effort.verdict(self._validators[usual, checking].evolve(schema={"$ref": uri}))


def example(document: Document, known: Schemas, draft: Draft | None = None) -> Json | None:
    """A payload with every field, else with the required ones, that the schema accepts; None if none was found.

    Payload None (JSON null) is never an example, so None is unambiguous.
    """
    for every in (True, False):
        try:
            found = _Maker(known.by_uri, every).value(document.schema, document.uri, 0)
            if found is not None and known.checker(document, draft)(found):
                return found
        except Exception:
            continue  # whatever goes wrong here, a page can do without an example
    return None


def _checker(schema: Json, known: Schemas, draft: Draft | None = LATEST) -> Callable[[Json], bool]:
    """The verdict of the reference implementation by the schema's own draft, as a second opinion on our own code."""
    usual, checking = _class_of(schema, draft)
    bounded = known.effort.bounding(checking)
    return known.effort.verdict(bounded(schema, registry=known.registry(usual)))


def _class_of(schema: Json, draft: Draft | None) -> tuple[str, type[Validator]]:
    """The metaschema of what names none beside a schema, and the validators of its draft."""
    from jsonschema.validators import validator_for

    usual = METASCHEMAS[draft or told(schema)]
    return usual, validator_for(schema, default=validator_for({"$schema": usual}))


_NONE = Schemas()


class _Maker:
    """Makes values of schemas; `every` says whether optional fields are wanted."""

    def __init__(self, schemas: Mapping[str, Json], every: bool) -> None:
        self.schemas, self.every = schemas, every
        self.hops = 0

    def value(self, schema: Json, base: str, depth: int) -> Json:
        """A value that the schema may accept.

        Raises:
            ValueError: it is nested too deeply, or none can be made.
            KeyError: a reference leads nowhere that is known.
        """
        if depth > _DEPTH:
            raise ValueError("too deep")
        if not isinstance(schema, dict):
            if schema is False:
                raise ValueError("nothing is valid")
            return {}
        for keyword in ("examples", "enum"):
            if schema.get(keyword):
                return schema[keyword][0]
        for keyword in ("const", "default"):
            if keyword in schema:
                return schema[keyword]
        if isinstance(target := schema.get("$ref"), str):
            uri, _, pointer = target.partition("#")
            uri = uri or base
            self.hops += 1
            try:
                return self.value(pointer_get(self.schemas[uri], pointer), uri, depth + 1)
            finally:
                self.hops -= 1
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                merged = {k: v for k, v in schema.items() if k not in (keyword, "description")}
                return self.value(_merge(merged, schema[keyword][0]), base, depth + 1)
        if "allOf" in schema:
            merged = {k: v for k, v in schema.items() if k != "allOf"}
            return self.value(_merge(merged, *schema["allOf"]), base, depth + 1)
        return self.typed(schema, base, depth)

    def typed(self, schema: dict[str, Json], base: str, depth: int) -> Json:
        kind = schema.get("type", "object" if "properties" in schema else None)
        if isinstance(kind, list):
            kind = next((k for k in kind if k != "null"), "null")
        match kind:
            case "object":
                return dict(self.members(schema, base, depth))
            case "array":
                count = max(int(schema.get("minItems", 1)), 1)
                if count > 100:
                    raise ValueError("too long")
                return [self.value(schema.get("items", True), base, depth + 1) for _ in range(count)]
            case "string":
                return _string(schema)
            case "integer" | "number":
                return _number(schema)
            case "boolean":
                return True
            case "null":
                return None
        return {}

    def members(self, schema: dict[str, Json], base: str, depth: int) -> Iterator[tuple[str, Json]]:
        required = {name for name in schema.get("required", ()) if isinstance(name, str)}
        for name, below in schema.get("properties", {}).items():
            if name in required or (self.every and (self.hops < _HOPS or not _refers(below))):
                try:
                    yield name, self.value(below, base, depth + 1)
                except ValueError:
                    if name in required:
                        raise


def _refers(schema: Json) -> bool:
    """Whether a field holds what another schema describes."""
    if isinstance(schema, list):
        return any(map(_refers, schema))
    if not isinstance(schema, dict):
        return False
    return "$ref" in schema or any(_refers(schema.get(k)) for k in ("items", "oneOf", "anyOf", "allOf"))


def _merge(*parts: Json) -> dict[str, Json]:
    """One schema that says what all say, as far as an example asks."""
    merged: dict[str, Json] = {}
    properties: dict[str, Json] = {}
    required: dict[str, None] = {}
    for part in parts:
        if isinstance(part, dict):
            merged |= part
            properties |= part.get("properties", {})
            required |= dict.fromkeys(part.get("required", ()))
    if properties:
        merged["properties"] = properties
    if required:
        merged["required"] = [*required]
    return merged


def _string(schema: dict[str, Json]) -> str:
    fits = _checker({k: schema[k] for k in ("pattern", "minLength", "maxLength") if k in schema}, _NONE)
    least, most = int(schema.get("minLength", 0)), int(schema.get("maxLength", 1000))
    if least > 10_000:
        raise ValueError("too long")
    by_format = {
        "date-time": "2014-12-17T15:35:48Z", "date": "2014-12-17", "time": "15:35:48Z", "email": "a@example.com",
        "uri": "https://example.com/", "uuid": "123e4567-e89b-12d3-a456-426614174000", "ipv4": "192.0.2.1",
        "ipv6": "2001:db8::1", "hostname": "example.com", "duration": "P1D",
    }  # fmt: skip
    candidates = [by_format.get(schema.get("format", ""), "string"), *_STRINGS]
    candidates += [c * n for n in {least, most if most < 1000 else least, 1} for c in ("1", "a", "A", "0")]
    for candidate in (*candidates, *(c[:most] for c in candidates)):
        if fits(candidate):
            return candidate
    raise ValueError("no string found")


def _number(schema: dict[str, Json]) -> Json:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    step = schema.get("multipleOf", 1)
    candidates = [1, 0, step, low, high, above + step if above is not None else None]
    candidates += [below - step if below is not None else None, -1]
    whole = schema.get("type") == "integer" or schema.get("type") == ["integer", "null"]
    for c in candidates:
        if c is None or (whole and c != int(c)):
            continue
        if (low is None or c >= low) and (high is None or c <= high):
            return int(c) if whole else c
    raise ValueError("no number found")


def dump(value: Json) -> str:
    """An example as it is printed."""
    shown = json.dumps(value, ensure_ascii=False, indent=2)
    return re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", shown)  # UTF-8 cannot hold them
