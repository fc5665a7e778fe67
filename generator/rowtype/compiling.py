"""`rowtype.compile`: a schema in memory -> functions that check values against it.

A schema is understood completely at once, so that whatever is wrong with it is said at once.  The Python text of the
function of a subschema is made when the function is first called: of a large schema most are never needed.
"""

from __future__ import annotations
import __future__

import builtins
import itertools
import linecache
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any

from rowtype.emitters.printing.functions import Function, Sources, added
from rowtype.emitters.printing.python import render
from rowtype.emitters.validators import module_file, reports, verdicts
from rowtype.emitters.validators.module import Module
from rowtype.runtime import violations
from rowtype.runtime.violations import Violation
from rowtype.schema import bounds
from rowtype.schema.checks import backtracking, interpreting
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import Analysis
from rowtype.schema.checks.planning import plan as make_plan
from rowtype.schema.documents import Document, Json
from rowtype.schema.drafts import DRAFTS, Draft

_NAMES = ("is_valid", "iter_errors", "validate")
_numbers = itertools.count(1)
DEEP = 30
"""Schemas for the same value, one in the other, above which no function is postponed."""


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

    def __init__(self, document: Document, plan: p.Plan, sources: Sources) -> None:
        self._document = document
        self._plan = plan
        loader = _Loader(plan, sources)
        self._analysis = loader.analysis
        functions = loader.load(document)
        self.is_valid = functions["is_valid"]
        self.iter_errors = functions["iter_errors"]
        self.validate = functions["validate"]

    @property
    def plan(self) -> p.Plan:
        """Everything that the schema asserts."""
        return self._plan

    @cached_property
    def source(self) -> str:
        """The text of a module with these three functions that needs the standard library alone."""
        return module_file.module_text(
            self._plan,
            [self._document],
            [_NAMES],
            origins=[self._document.uri or "a schema"],
            analysis=self._analysis,
        )

    def output(self, value: Any, form: interpreting.Form = "basic") -> dict[str, Any]:
        """The result in a standard output format of JSON Schema 2020-12, section 12: "flag", "basic" or "detailed".

        Interprets the schema, to follow each reference and collect annotations: much slower than the functions.

        Raises:
            ValidationError: the value is nested too deeply to be checked.
        """
        return interpreting.output(self._plan, value, form)

    def __repr__(self) -> str:
        return f"<Validator of {self._document.uri or 'a schema'}>"


def compile(
    schema: Json,
    *,
    draft: Draft | None = None,
    formats: bool | None = None,
    resources: Mapping[str, Json] | None = None,
) -> Validator:
    """Compile a schema.

    Args:
        schema: parsed JSON: an object or a boolean.
        draft: the draft of schemas that have no `$schema`: "4", "6", "7", "2019-09" or "2020-12"; None for what each
            tells by keywords that no later draft allows, else the latest.
        formats: whether `format` is asserted; None leaves it to the vocabulary of the schema.
        resources: URI -> schema: what references may lead to besides the standard metaschemas.

    Warns:
        PatternWarning: a pattern can take time exponential in the length of a string.

    Raises:
        SchemaError: the schema cannot be compiled; says where and why.
        ValueError: there is no such draft.
    """
    if draft is not None and draft not in DRAFTS:
        raise ValueError(f"no draft {draft!r}: must be one of {', '.join(DRAFTS)}")
    uri = schema.get("$id", schema.get("id")) if isinstance(schema, dict) else None
    document = Document(name="", uri=uri.partition("#")[0] if isinstance(uri, str) else "", schema=schema)
    return _compile(document, draft, formats, resources, {})


def compile_document(
    document: Document,
    beside: Sequence[Document] = (),
    *,
    draft: Draft | None = None,
    formats: bool | None = None,
) -> Validator:
    """Compile a document whose references lead to those `beside` it; violations know the documentation's lines.

    Raises:
        SchemaError: a schema cannot be compiled; says where and why.
    """
    sources = {d.uri: d.sources for d in (document, *beside) if d.sources}
    return _compile(document, draft, formats, {d.uri: d.schema for d in beside}, sources)


def _compile(
    document: Document,
    draft: Draft | None,
    formats: bool | None,
    resources: Mapping[str, Json] | None,
    sources: Sources,
) -> Validator:
    known = module_file.known_formats()
    try:
        plan = make_plan([document], draft=draft, formats=formats, known_formats=known, resources=resources)
        backtracking.warn(plan)
        return Validator(document, plan, sources)
    except RecursionError:
        raise bounds.too_deep(document.schema, document.uri) from None


class _Loader:
    """Defines the functions of a module one by one in a namespace, each when it is first called."""

    def __init__(self, plan: p.Plan, sources: Sources) -> None:
        self.sources = sources
        self.module = Module(plan=plan)
        self.analysis = Analysis(plan)
        self.names: dict[str, Any] = {"__name__": f"<rowtype {next(_numbers)}>", "re": re}
        self.names |= {name: getattr(violations, name) for name in module_file.VIOLATIONS}
        self._postponed: tuple[set[p.Index], set[p.Index]] = (set(), set())
        """Schemas whose verdict, and whose report, has a name."""
        self._held: dict[str, list[tuple[Any, str | int]]] = {}
        """Name of a function -> the tables and lists that hold it, and where."""
        self._lock = threading.RLock()

    def load(self, document: Document) -> dict[str, Any]:
        """Define the public functions of a document."""
        entry = module_file.entry(self.module, self.analysis, document, self.module.plan.roots[0], _NAMES)
        self._define(render("python/_entries.py.j2", entries=[entry]))
        if self.analysis.in_place_depth() > DEEP:
            self._make_all()
        return self.names

    def _make_all(self) -> None:
        """Where many functions call each other for one value, what stands in for them would fill the stack."""
        checked: set[p.Index] = set()
        listed: set[p.Index] = set()
        while len(checked) < len(self.module.verdicts) or len(listed) < len(self.module.reports):
            for index in added(self.module.verdicts, checked):
                self._make(f"_v{index}", index, reported=False)
                checked.add(index)
            for index in added(self.module.reports, listed):
                self._make(f"_e{index}", index, reported=True)
                listed.add(index)

    def _define(self, text: str) -> None:
        """Execute the text of some functions, after everything that they are the first to need."""
        module, names = self.module, self.names
        for part in module.parts:
            if part not in names:
                names[part] = _runtime(part)
        for imported in module.imports:
            if imported not in names:
                names[imported] = import_module(imported)
        constants = [
            f"{name} = re.compile({pattern}).{method}"
            for name in added(module.patterns, names)
            for pattern, method in (module.patterns[name],)
        ]
        for known in (module.constants, module.checks):
            constants += [known[name] for name in added(known, names)]
        for index in added(module.verdicts, self._postponed[False]):
            self._postpone(f"_v{index}", index, reported=False)
        for index in added(module.reports, self._postponed[True]):
            self._postpone(f"_e{index}", index, reported=True)
        tables = added(module.tables, names)
        if constants and tables:
            self._execute("\n".join(constants))
            constants = []
        for name in tables:
            table: dict[str, Any] = {}
            for key, function in module.tables[name]:
                table[key] = self._function(function)
                self._held.setdefault(function, []).append((table, key))
            names[name] = table.get
        for name in added(module.choices, names):
            functions = names[name] = [names[f] for f in module.choices[name]]
            for i, function in enumerate(module.choices[name]):
                self._held.setdefault(function, []).append((functions, i))
        self._execute("\n".join(constants) + text)

    def _function(self, name: str) -> Any:
        """What a table holds: a class, a function of the module or one of the runtime."""
        if name in self.names:
            return self.names[name]
        return getattr(builtins, name, None) or _runtime(name)

    def _execute(self, text: str) -> None:
        name = f"{self.names['__name__']} {next(_numbers)}"
        # So that a traceback or a debugger can show the lines of a module that is in no file.
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        exec(
            builtins.compile(text, name, "exec", __future__.annotations.compiler_flag, dont_inherit=True),
            self.names,
        )

    def _postpone(self, name: str, index: p.Index, *, reported: bool) -> None:
        """Put something in the place of a function that defines it when it is called."""

        def later(*arguments: Any) -> Any:
            with self._lock:
                if self.names[name] is later:
                    self._make(name, index, reported=reported)
            return self.names[name](*arguments)

        self.names[name] = later
        self._postponed[reported].add(index)

    def _make(self, name: str, index: p.Index, *, reported: bool) -> None:
        checked: Sequence[Function] = ()
        listed: Sequence[Function] = ()
        if reported:
            listed = [reports.function(self.module, self.analysis, self.sources, index)]
        else:
            checked = [verdicts.function(self.module, self.analysis, index)]
        self._define(render("python/_functions.py.j2", verdicts=checked, reports=listed))
        for holder, key in self._held.get(name, ()):
            holder[key] = self.names[name]


def _runtime(name: str) -> Any:
    """A function of the runtime."""
    return getattr(import_module("rowtype.runtime." + module_file.home(name).replace("/", ".")), name)
