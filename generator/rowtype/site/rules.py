"""What a schema demands of several fields or items together, as sentences, HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rowtype.schema.documents import Json
from rowtype.site import phrases
from rowtype.site.about import Words
from rowtype.site.markup import quoted

Field = Callable[[str], str]
"""The name of a field as HTML: a link where the page has it."""
_PLAIN = frozenset({"type", "properties", "required"})
"""Keywords of a condition, or of what follows, that a sentence can hold."""
_CONDITIONAL = ("if", "then", "else")
_MOST = 6
"""Values that a sentence lists."""


def rules(schema: Mapping[str, Json], words: Words, field: Field, linked: phrases.Linked) -> Iterator[str]:
    """The sentences; `said` names the keywords of which they say all."""
    for name, needed in _dependent(schema):
        yield words("dependent", name=field(name), names=_listed(map(field, needed), words("and")))
    if _conditional(schema):
        yield _if(schema, words, field)
    if together := _together(schema):
        key = "not_together" if len(together) > 1 else "not_allowed"
        yield words(key, names=_listed(map(field, together), words("and")))
    if told := _discriminator(schema):
        yield _told_apart(*told, words, field, linked)
    if link := _elsewhere(schema):
        yield words("see", link=link)
    if shape := _xml(schema, words):
        yield words("xml", said=", ".join(shape))


def said(schema: Mapping[str, Json]) -> frozenset[str]:
    """The keywords of which sentences, or the phrase for the type, say all."""
    found = {"dependentRequired"} if any(_dependent(schema)) else set()
    held = schema.get("dependencies")
    if isinstance(held, dict) and all(isinstance(v, list | dict) for v in held.values()):
        found.add("dependencies")  # those that are schemas are shown as such
    if _conditional(schema):
        found |= {*_CONDITIONAL}
    if _together(schema) or phrases.excluded(schema) is not None:
        found.add("not")
    if _discriminator(schema):
        found.add("discriminator")
    if _elsewhere(schema):
        found.add("externalDocs")
    if isinstance(shape := schema.get("xml"), dict) and shape.keys() <= _XML:
        found.add("xml")
    return frozenset(found)


def _map(held: Json) -> Mapping[str, Json]:
    return held if isinstance(held, dict) else {}


def _listed(names: Iterator[str], last: str) -> str:
    """`a, b and c`."""
    *first, end = names
    return f"{', '.join(first)}{last}{end}" if first else end


# ------------------------------------------------------------------------------------------------ presence


def _dependent(schema: Mapping[str, Json]) -> Iterator[tuple[str, Sequence[str]]]:
    """The fields that come with others: `dependentRequired`, and `dependencies` before 2019."""
    for keyword in ("dependentRequired", "dependencies"):
        for name, needed in _map(schema.get(keyword)).items():
            if isinstance(needed, list) and needed and all(isinstance(n, str) for n in needed):
                yield name, needed


def _together(schema: Mapping[str, Json]) -> Sequence[str]:
    """The fields that must not all be there: `not` of `required` alone."""
    held = schema.get("not")
    if not isinstance(held, dict) or not held.keys() <= {"required", "type"}:
        return ()
    names = held.get("required")
    known = isinstance(names, list) and all(isinstance(n, str) for n in names)
    return names or () if known and held.get("type", "object") == "object" else ()


# ------------------------------------------------------------------------------------------------ conditions


def _conditional(schema: Mapping[str, Json]) -> bool:
    """Whether a sentence can hold all of `if`, `then` and `else`."""
    held = [schema[keyword] for keyword in _CONDITIONAL if keyword in schema]
    return "if" in schema and len(held) > 1 and all(map(_simple, held))


def _simple(schema: Json) -> bool:
    if not isinstance(schema, dict) or not schema.keys() <= _PLAIN:
        return False
    properties, required = schema.get("properties", {}), schema.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list) or not (properties or required):
        return False
    if schema.get("type", "object") != "object" or not all(isinstance(n, str) for n in required):
        return False
    return all(below is False or _values(below) for below in properties.values())


def _values(schema: Json) -> Sequence[Json]:
    """The values that `const` or `enum` alone lists."""
    if not isinstance(schema, dict) or not schema.keys() <= {"const", "enum", "type", "description"}:
        return ()
    if "const" in schema:
        return (schema["const"],)
    listed = schema.get("enum")
    return listed if isinstance(listed, list) and len(listed) <= _MOST else ()


def _if(schema: Mapping[str, Json], words: Words, field: Field) -> str:
    facts = {key: _clause(schema[key], words, field, key) for key in _CONDITIONAL if key in schema}
    if "else" not in facts:
        return words("if_then", **facts)
    return words("if_then_else" if "then" in facts else "if_else", **facts)


def _clause(schema: Mapping[str, Json], words: Words, field: Field, keyword: str) -> str:
    """What a condition asks, or what holds after it: `state` is `paid` and `sum` is present."""
    properties = schema.get("properties", {})
    told = []
    for name, below in properties.items():
        if below is False:
            told.append(words("is_absent", name=field(name)))
            continue
        shown = _listed(map(phrases.value, _values(below)), words("or"))
        open_ = keyword == "if" and name not in schema.get("required", ())
        told.append(words("is_or_absent" if open_ else "is", name=field(name), value=shown))
    named = [n for n in schema.get("required", ()) if n not in properties or keyword != "if"]
    if named:
        key = "are_present" if keyword == "if" else "are_required"
        told.append(words(key, names=_listed(map(field, named), words("and"))))
    return words("and").join(told)


# ------------------------------------------------------------------------------------------------ discriminators


def _discriminator(schema: Mapping[str, Json]) -> tuple[str, Mapping[str, str]] | None:
    """OpenAPI's: the property that tells alternatives apart, and the reference of each value."""
    held = schema.get("discriminator")
    if not isinstance(held, dict) or not held.keys() <= {"propertyName", "mapping"}:
        return None
    name, mapping = held.get("propertyName"), held.get("mapping", {})
    known = isinstance(mapping, dict) and all(isinstance(v, str) for v in mapping.values())
    return (name, mapping) if isinstance(name, str) and known else None


def _told_apart(
    name: str, mapping: Mapping[str, str], words: Words, field: Field, linked: phrases.Linked
) -> str:
    told = words("told_apart", name=field(name))
    if not mapping:
        return f"{told}."
    links = [f"<code>{quoted(v)}</code> – {phrases.reference(to, linked)}" for v, to in mapping.items()]
    return f"{told}: {'; '.join(links)}"


# ------------------------------------------------------------------------------------------------ OpenAPI's notes

_XML = frozenset({"name", "namespace", "prefix", "attribute", "wrapped"})


def _elsewhere(schema: Mapping[str, Json]) -> str:
    """The link of `externalDocs`; empty where there is none to the web."""
    held = _map(schema.get("externalDocs"))
    url, text = held.get("url"), held.get("description", "")
    if (
        not isinstance(url, str)
        or not url.lower().startswith(("http://", "https://"))
        or not isinstance(text, str)
    ):
        return ""
    if not held.keys() <= {"url", "description"}:
        return ""
    return f'<a href="{quoted(url)}" rel="noreferrer">{quoted(text.strip().rstrip(".") or url)}</a>'


def _xml(schema: Mapping[str, Json], words: Words) -> Sequence[str]:
    """What a value is in XML."""
    held = _map(schema.get("xml"))
    if not held.keys() <= _XML:
        return ()
    names = {
        key: f"<code>{quoted(held[key])}</code>" for key in ("name", "namespace", "prefix") if key in held
    }
    told = []
    if held.get("attribute") is True:
        told.append(
            words("xml_attribute_named", name=names["name"]) if "name" in names else words("xml_attribute")
        )
    elif "name" in names:
        told.append(words("xml_element", name=names["name"]))
    if held.get("wrapped") is True:
        told.append(words("xml_wrapped"))
    told += [words(f"xml_{key}", name=names[key]) for key in ("namespace", "prefix") if key in names]
    return told
