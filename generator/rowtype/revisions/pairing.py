"""Types of one revision -> those of the other; every difference between them, each once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rowtype.revisions.changes import BOTH, Change
from rowtype.revisions.comparing import fill
from rowtype.revisions.pairs import Pair, Pairs
from rowtype.revisions.revision import Revision
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.planning import plan
from rowtype.schema.documents import Document, pointer_join, quoted
from rowtype.schema.drafts import DRAFTS, Draft, standard

_HOLDERS = ("$defs", "definitions")
_ASSERTED = frozenset().union(*(standard(draft).keywords for draft in DRAFTS)) - {*_HOLDERS, "type"}


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How schemas are understood."""

    draft: Draft | None = None
    """That of schemas without `$schema`; None where each tells it itself."""
    formats: bool = True
    """Whether a change of `format` counts."""
    known_formats: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Type:
    name: str
    root: p.Index
    place: tuple[str, str]


def compare(old: Sequence[Document], new: Sequence[Document], how: How) -> list[Change]:
    """Every difference, in the order of the types of the old revision, then of those that are new.

    Raises:
        SchemaError: a schema cannot be used.
    """
    (before, ours), (after, theirs) = _revision(old, how), _revision(new, how)
    known = Pairs(before, after, fill)
    pairs: list[Pair] = []
    left = dict(theirs)
    gone: list[_Type] = []
    for name, one in ours.items():
        if name in left:
            pairs.append(known.schemas([one.root], [left.pop(name).root]))
        else:
            gone.append(one)
    changes = [change for pair in known.every(pairs) for change in pair.changes]
    alike: dict[frozenset[str], list[_Type]] = {}
    for other in left.values():
        alike.setdefault(_fields(after, other), []).append(other)
    for one in gone:
        named = _fields(before, one)
        same = [
            other
            for other in (alike.get(named, ()) if named else ())
            if other.name in left and known.equal(known.schemas([one.root], [other.root]))
        ]
        if len(same) == 1:
            other = left.pop(same[0].name)
            facts = {"old": one.name, "new": other.name}
            changes.append(Change("type-renamed", one.place, other.place, facts=facts))
        else:
            changes.append(Change("type-gone", one.place, None, breaks=BOTH))
    return changes + [Change("type-new", None, other.place) for other in left.values()]


def _revision(documents: Sequence[Document], how: How) -> tuple[Revision, dict[str, _Type]]:
    """The schemas of a revision, and its types: documents, and definitions of those that assert nothing themselves."""
    documented = [d for d in documents if not (isinstance(d.schema, dict) and d.schema.get("x-undocumented"))]
    more = [d for document in documented for d in _definitions(document)]
    made = plan([*documents, *more], draft=how.draft, formats=how.formats, known_formats=how.known_formats)
    places = {d.uri: (d.uri, "") for d in documents} | {d.uri: _place(d) for d in more}
    types: dict[str, _Type] = {}
    for document, root in zip([*documents, *more], made.roots, strict=True):
        if document in documented or document in more:
            name = document.name if document.name not in types else f"{document.name} ({document.uri})"
            types[name] = _Type(name, root, places[document.uri])
    return Revision(made), types


def _definitions(document: Document) -> Iterator[Document]:
    """The definitions of a document that asserts nothing itself, as documents that refer to them."""
    schema = document.schema
    for holder in _HOLDERS if isinstance(schema, dict) and schema.keys().isdisjoint(_ASSERTED) else ():
        for name in schema[holder] if isinstance(schema.get(holder), dict) else ():
            pointer = pointer_join("", holder, name)
            reference = quoted(f"{document.uri}#{pointer}")
            same = {"$schema": schema["$schema"]} if "$schema" in schema else {}
            uri = f"{document.uri}?{quoted(f'#{pointer}')[1:]}"
            yield replace(
                document, name=f"{document.name}.{name}", uri=uri, schema={**same, "$ref": reference}
            )


def _place(definition: Document) -> tuple[str, str]:
    uri, _, pointer = definition.schema["$ref"].partition("#")
    return uri, pointer


def _fields(revision: Revision, one: _Type) -> frozenset[str]:
    """The names of the fields of a type."""
    return frozenset(revision.view(revision.parts([one.root])).fields)
