"""`rowtype.compile`: a schema in memory -> functions that check values against it."""

from __future__ import annotations

import builtins
import itertools
import linecache
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from rowtype.emit import validators
from rowtype.runtime.violations import Violation
from rowtype.schema import plan as p
from rowtype.schema.dialects import DRAFTS, LATEST, Draft
from rowtype.schema.documents import Document, Json, SchemaError
from rowtype.schema.planning import plan as make_plan

_NAMES = ("is_valid", "iter_errors", "validate")
_numbers = itertools.count(1)


class Validator:
    """A compiled schema.

    `is_valid`, `iter_errors` and `validate` are the generated functions themselves.
    """

    is_valid: Callable[[Any], bool]
    """Whether a value is valid; stops at the first failure."""
    iter_errors: Callable[[Any], Iterator[Violation]]
    """Everything that is wrong with a value."""
    validate: Callable[[Any], None]
    """Raises `ValidationError` with everything that is wrong with a value."""

    def __init__(self, document: Document, plan: p.Plan) -> None:
        self._document = document
        self._plan = plan
        functions = _load(document, plan)
        self.is_valid = functions["is_valid"]
        self.iter_errors = functions["iter_errors"]
        self.validate = functions["validate"]

    @cached_property
    def source(self) -> str:
        """The text of a module with these three functions that needs the standard library alone."""
        return validators.module_text(self._plan, [self._document], [_NAMES], violations=None)

    def __repr__(self) -> str:
        return f"<Validator of {self._document.uri or 'a schema'}>"


def compile(
    schema: Json,
    *,
    draft: Draft = LATEST,
    formats: bool | None = None,
    resources: Mapping[str, Json] | None = None,
) -> Validator:
    """Compile a schema.

    Args:
        schema: parsed JSON: an object or a boolean.
        draft: the draft of schemas that have no `$schema`: "4", "6", "7", "2019-09" or "2020-12".
        formats: whether `format` is asserted; None leaves it to the vocabulary of the schema.
        resources: URI -> schema: what references may lead to besides the standard metaschemas.

    Raises:
        SchemaError: the schema cannot be compiled; says where and why.
        ValueError: there is no such draft.
    """
    if draft not in DRAFTS:
        raise ValueError(f"no draft {draft!r}: must be one of {', '.join(DRAFTS)}")
    uri = schema.get("$id", schema.get("id")) if isinstance(schema, dict) else None
    document = Document(name="", uri=uri.partition("#")[0] if isinstance(uri, str) else "", schema=schema)
    try:
        plan = make_plan(
            [document],
            draft=draft,
            formats=formats,
            known_formats=validators.known_formats(),
            resources=resources,
        )
        return Validator(document, plan)
    except RecursionError:
        raise SchemaError("nested too deeply", uri=document.uri) from None


def _load(document: Document, plan: p.Plan) -> dict[str, Any]:
    text = validators.module_text(plan, [document], [_NAMES], violations="rowtype.runtime.violations")
    name = f"<rowtype {next(_numbers)}>"
    # So that a traceback or a debugger can show the lines of a module that is in no file.
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    namespace: dict[str, Any] = {"__name__": name}
    exec(builtins.compile(text, name, "exec", dont_inherit=True), namespace)
    return namespace
