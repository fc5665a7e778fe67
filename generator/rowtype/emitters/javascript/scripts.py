"""Reports as classic scripts, one a document, for pages that are opened from disk and can load nothing else.

A script calls a function with what it needs of others and with what makes its functions from the runtime and from those
of all scripts; the work and the bytes grow with the documents, however they refer to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rowtype.emitters.javascript import reports, verdicts
from rowtype.emitters.javascript.conditions import FORMATS
from rowtype.emitters.javascript.module import Module
from rowtype.emitters.javascript.printing import js
from rowtype.emitters.printing.python import render
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import Analysis
from rowtype.schema.checks.planning import plan as make_plan
from rowtype.schema.documents import Document, Json, SchemaError


@dataclass(slots=True)
class _Script:
    """The functions of a document while they are written."""

    module: Module
    functions: dict[str, str] = field(default_factory=dict)
    """Name -> text."""
    borrowed: dict[str, str] = field(default_factory=dict)
    """Name of a function of another document -> URI of that."""


def refused(documents: Sequence[Document]) -> Mapping[str, SchemaError]:
    """URI of each document that cannot be checked -> why."""
    if _refused(documents, {}) is None:
        return {}
    every = {d.uri: d.schema for d in documents}
    found = {d.uri: _refused([d], {u: s for u, s in every.items() if u != d.uri}) for d in documents}
    return {uri: error for uri, error in found.items() if error is not None}


def _refused(documents: Sequence[Document], beside: Mapping[str, Json]) -> SchemaError | None:
    try:
        make_plan(documents, known_formats=frozenset(FORMATS), resources=beside)
    except SchemaError as error:
        return error
    return None


def texts(
    documents: Sequence[Document], call: str, address: Callable[[Document], str]
) -> Iterator[tuple[Document, str]]:
    """Each document, none of which is `refused`, with its script, which calls a function named `call`.

    `address`: where the script of a document stands, for those that need it.

    The functions are `v<number>(x)` and `e<number>(x, at, out)`; that of the document itself is told as `root`.
    """
    plan = make_plan(documents, known_formats=frozenset(FORMATS))
    made = _written(plan, documents)
    numbers = {document.uri: i for i, document in enumerate(documents)}
    for document, root in zip(documents, plan.roots, strict=True):
        script = made[document.uri]
        needs = sorted({numbers[uri] for uri in script.borrowed.values()})
        yield (
            document,
            render(
                "javascript/report.js.j2",
                call=call,
                needs=[address(documents[i]) for i in needs],
                root=f"e{root}",
                uses=sorted({*script.module.parts, "Check", "wrong", "wrongAt"}),
                borrowed=list(script.borrowed),
                constants=[f"{name} = {value}" for name, value in script.module.constants.items()],
                functions=list(script.functions.values()),
                tables=[f"const {name} = {value};" for name, value in script.module.tables.items()],
                names=list(script.functions),
                js=js,
            ),
        )


def _written(plan: p.Plan, documents: Sequence[Document]) -> dict[str, _Script]:
    """The functions of every document: each stands in the script of the document that its schema stands in."""
    analysis = Analysis(plan)
    sources = {document.uri: document.sources for document in documents if document.sources}
    made = {document.uri: _Script(Module(plan=plan, compact=True)) for document in documents}
    todo: list[tuple[str, str, p.Index]] = []
    for document, root in zip(documents, plan.roots, strict=True):
        made[document.uri].module.report(root)
        todo.append((document.uri, "e", root))
    while todo:
        uri, kind, index = todo.pop()
        script = made[uri]
        name = f"{kind}{index}"
        home = plan.schemas[index].document
        if home in made and home != uri:
            script.borrowed[name] = home
            script, uri = made[home], home
        if name in script.functions:
            continue
        if kind == "v":
            text = verdicts.function(script.module, analysis, index).text
        else:
            text = reports.function(script.module, analysis, sources, index).text
        text = "\n".join(line.lstrip(" ") for line in text.split("\n"))
        script.functions[name] = f"function {name}({'x' if kind == 'v' else 'x, at, out'}) {{\n{text}\n}}"
        asked = [("v", i) for i in script.module.verdicts] + [("e", i) for i in script.module.reports]
        known = {**script.functions, **script.borrowed}
        todo += [(uri, word, i) for word, i in asked if f"{word}{i}" not in known]
    return made
