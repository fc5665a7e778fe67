"""What is asked of records, what is made of it once, and what is said of a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rowtype.archives.accepting import accepter
from rowtype.archives.columns import Verdicts, Wrong
from rowtype.archives.counting import Key, Report, Where
from rowtype.archives.fields import Watch, root
from rowtype.archives.records import BOUND
from rowtype.archives.routing import Route
from rowtype.archives.spans import Accepter
from rowtype.compiling import Validator, compile_document
from rowtype.diagnostics import Language
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Document
from rowtype.schema.drafts import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a verdict and its words depend on."""

    types: tuple[Document, ...]
    """The types that records are judged by."""
    beside: tuple[Document, ...] = ()
    """What their references lead to."""
    draft: Draft | None = None
    formats: bool | None = None
    by: Route | None = None
    """How a record's type is told, where there are several."""
    at: str = ""
    """JSON Pointer from a record to its payload."""
    each: bool = False
    """Whether what stands there is an array of payloads."""
    text: str = ""
    """JSON Pointer from there, or from each of these, to a text that holds the payload as JSON."""
    bound: int = BOUND
    duplicates: Literal["refuse", "last"] = "refuse"
    """What is done with a name that appears twice in an object: it is refused, or its last value counts."""
    lang: Language = "en"
    redact: frozenset[str] = frozenset()
    """Names of fields of which not even a shape is shown."""
    details: bool = False
    """Whether every violation is wanted, or only examples."""
    raw: bool = False
    """Whether the bytes of bad records are wanted."""
    good: bool = False
    """Whether the bytes of valid records are wanted."""
    fields: Literal["none", "shapes", "full"] = "none"
    """Whether fields are counted, and the values of those that list some: as they are, or their shapes."""
    plain: bool = False
    """Whether to do with the standard library alone; the verdicts are the same."""

    @property
    def enveloped(self) -> bool:
        """Whether a payload is to be looked for in a record."""
        return bool(self.at or self.each or self.text)


@dataclass(frozen=True, slots=True)
class Fault:
    """One violation of one record, or why it is none, in words."""

    type: str
    slug: str
    pointer: str
    schema: str
    documented_at: tuple[str, ...]
    message: str
    shape: str
    said: str


@dataclass(slots=True)
class Bad:
    """A record that is not valid."""

    where: Where
    size: int
    unreadable: bool
    raw: bytes = b""
    """If wanted."""
    faults: tuple[Fault, ...] = ()
    """If wanted."""
    last: bool = True
    """Whether the record ends here: one that is longer than a record may be comes in parts."""


@dataclass(slots=True)
class Judged:
    """What is said of a batch."""

    report: Report
    bad: list[Bad] = field(default_factory=list)
    """If anything of them is wanted, in order."""
    good: bytes = b""
    """The valid records, if wanted."""
    lines: int = 0
    """Line ends in the batch, where its lines count from 1."""


@dataclass(slots=True)
class Kind:
    """A type that records are judged by."""

    name: str
    validator: Validator
    known: frozenset[str]
    """Every name of a property in its schema."""
    accepter: Accepter
    """Says which lines need no second look."""
    watch: Watch | None = None
    """Counts its fields, if that is wanted."""


@dataclass(slots=True)
class Judge:
    """Settings with everything compiled."""

    settings: Settings
    types: dict[str, Kind]
    simple: Kind | None = None
    """The one type, where nothing but numbers is wanted of a record that is a payload itself."""
    keys: dict[tuple[str, object, object], Key] = field(default_factory=dict)
    """Type, place and check of a violation -> what it is counted under; the last are kept."""
    full: set[Key] = field(default_factory=set)
    """Kinds of violations of which earlier batches had all examples that are kept."""
    alike: dict[Wrong, list[Key]] = field(default_factory=dict)
    """What is known to be wrong with a record -> what all its violations are counted under, if it is `simple`."""


KEPT = 10_000
"""Places of which it is remembered what they are counted under."""


def prepare(settings: Settings) -> Judge:
    """A judge.

    Raises:
        SchemaError: a schema cannot be compiled.
    """
    documents = (*settings.types, *settings.beside)
    types = {}
    for one in settings.types:
        validator = compile_document(
            one, [d for d in documents if d is not one], draft=settings.draft, formats=settings.formats
        )
        types[one.name] = Kind(
            one.name,
            validator,
            _names(validator.plan),
            accepter(validator, plain=settings.plain, last=settings.duplicates == "last"),
        )
        if settings.fields != "none":
            shapes = settings.fields == "shapes"
            verdicts = None if shapes else Verdicts(validator)
            types[one.name].watch = Watch(root(validator.plan), shapes, settings.redact, verdicts)
    wanted = (settings.details, settings.raw, settings.good, settings.enveloped, settings.by)
    simple = next(iter(types.values())) if not any(wanted) else None
    return Judge(settings, types, simple)


def _names(plan: p.Plan) -> frozenset[str]:
    found: set[str] = set()
    for schema in plan.schemas:
        for check in schema.checks:
            if isinstance(check, p.Properties):
                found |= {name for name, _ in check.entries}
            elif isinstance(check, p.Required):
                found |= set(check.names)
    return frozenset(found)
