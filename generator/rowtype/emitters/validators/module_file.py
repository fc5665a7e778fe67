"""Canonical schemas -> `validators.py`: for each document whether a value is valid, and all that is wrong with it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import PurePosixPath
from textwrap import indent
from types import MappingProxyType

from rowtype.emitters.printing.functions import written
from rowtype.emitters.printing.layout import collection
from rowtype.emitters.printing.python import RUNTIME, copied, py, render
from rowtype.emitters.validators import reports, verdicts
from rowtype.emitters.validators.conditions import FAST_FORMATS
from rowtype.emitters.validators.module import Module
from rowtype.files import OutputFile
from rowtype.schema.checks import backtracking
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import Analysis
from rowtype.schema.checks.planning import plan as make_plan
from rowtype.schema.documents import Document, Json
from rowtype.schema.drafts import Draft

VIOLATIONS = ("NOTHING", "Check", "ValidationError", "Violation", "nearest", "too_deep")
"""What generated functions use of `runtime/violations.py`."""
HOMES = {
    **dict.fromkeys(
        ("is_null", "is_boolean", "is_string", "is_array", "is_object", "is_number", "is_integer"), "types"
    ),
    "is_exact_integer": "types",
    "is_ldh_hostname": "formats/hostname",
    "nearest": "violations",
    **{quick: f"formats/{name.replace('-', '_')}" for name, (quick, _) in FAST_FORMATS.items()},
    **dict.fromkeys(("equal", "among", "is_unique", "equal_elements"), "equality"),
    "is_multiple": "multiples",
    **dict.fromkeys(("is_base64", "is_json", "is_base64_json"), "content"),
}
"""Runtime function -> its file; a format has one of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The public functions of one document, as the template prints them."""

    title: str
    doc: str
    is_valid: str
    iter_errors: str
    validate: str
    report: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A document that gets functions."""

    document: Document
    stem: str
    """What follows `is_valid_` in the name of the first one."""
    title: str = ""
    """Where its schema stands, if that is not the document's URI."""


@cache
def known_formats() -> frozenset[str]:
    """The formats that can be asserted."""
    return frozenset(f.stem.replace("_", "-") for f in (RUNTIME / "formats").glob("[a-z]*.py"))


def emit(
    checked: Iterable[Checked],
    *,
    package: str,
    origins: Sequence[str],
    draft: Draft | None = None,
    formats: bool | None = None,
    resources: Mapping[str, Json] | None = None,
) -> Iterator[OutputFile]:
    """Yield `python/<package>/validators.py` and `python/<package>/_violations.py`.  Pure: same input, same bytes.

    `origins`: what the first line says it was made from.

    Raises:
        SchemaError: a schema cannot be compiled.
    """
    checked = list(checked)
    documents = [c.document for c in checked]
    plan = make_plan(
        documents, draft=draft, formats=formats, known_formats=known_formats(), resources=resources
    )
    backtracking.warn(plan)
    text = module_text(
        plan,
        documents,
        [(f"is_valid_{c.stem}", f"iter_{c.stem}_errors", f"validate_{c.stem}") for c in checked],
        origins=origins,
        titles={c.document.uri: c.title for c in checked if c.title},
        violations="._violations",
    )
    yield OutputFile(path=PurePosixPath("python") / package / "validators.py", text=text)
    yield copied(package, RUNTIME / "violations.py")


def module_text(
    plan: p.Plan,
    documents: Sequence[Document],
    names: Sequence[tuple[str, str, str]],
    *,
    origins: Sequence[str],
    violations: str | None,
    titles: Mapping[str, str] = MappingProxyType({}),
    analysis: Analysis | None = None,
) -> str:
    """The text of a module; `violations` is the module to import `Violation` from, None to write it in.

    `names`: for each document what its three functions are called; `titles`: URI of a document -> where its schema
    stands, if that is elsewhere.
    """
    module = Module(plan=plan, titles=titles)
    analysis = analysis or Analysis(plan)
    entries = [
        entry(module, analysis, document, root, three)
        for document, root, three in zip(documents, plan.roots, names, strict=True)
    ]
    sources = {document.uri: document.sources for document in documents if document.sources}
    checked, reported = written(
        module,
        partial(verdicts.function, module, analysis),
        partial(reports.function, module, analysis, sources),
    )
    parts, imports = _parts(module, inlined=violations is None)
    parts += [when_used(name, text) for name, text in module.patterns.items()]
    calls = bool(module.tables or module.choices) or any(": Callable[" in text for text in parts)
    own: list[str] = []
    if violations is not None:
        unused = {"Check"} if not module.checks else set()
        unused |= {"nearest"} - module.parts.keys()
        own = [name for name in VIOLATIONS if name not in unused]
    return render(
        "python/validators.py.j2",
        origins=origins,
        doc="Validators: for each type whether a value is valid, and everything that is wrong with it.",
        imports=["", *imports] if imports else [],
        own=f"from {violations} import {', '.join(own)}" if own else "",
        shared=violations or "",
        abstract="Callable, Iterable, Iterator"
        if violations is None
        else "Callable, Iterator"
        if calls
        else "Iterator",
        inlined=violations is None,
        parts=parts,
        constants="\n".join((*module.constants.values(), *module.checks.values())),
        blank="\n" if parts else "",
        verdicts=checked,
        reports=reported,
        tables=_tables(module),
        entries=entries,
    )


def entry(
    module: Module, analysis: Analysis, document: Document, root: p.Index, names: tuple[str, str, str]
) -> Entry:
    """The public functions of one document."""
    is_valid, iter_errors, validate = names
    return Entry(
        title=module.title(root),
        doc=f"Whether `x` is a valid {document.name}." if document.name else "Whether `x` is valid.",
        is_valid=is_valid,
        iter_errors=iter_errors,
        validate=validate,
        report=module.report(root),
        text=verdicts.entry(module, analysis, root),
    )


def _tables(module: Module) -> list[str]:
    lines = []
    for name, entries in module.tables.items():
        head = f"{name}: Callable[[Any], Any] = "
        lines.append(collection(head, "dict", [f"{py(k)}: {f}" for k, f in entries], ".get"))
    for name, functions in module.choices.items():
        lines.append(collection(f"{name} = ", "tuple", functions))
    return ["", "", *lines] if lines else []


def home(name: str) -> str:
    """The runtime file of a runtime function, without `.py`."""
    return HOMES.get(name) or "formats/" + name.removeprefix("is_")


@dataclass(frozen=True, slots=True)
class Part:
    """A runtime file, taken apart so that it can be written into another module."""

    imports: tuple[str, ...]
    needs: tuple[str, ...]
    """Stems of the runtime files that it imports."""
    body: str


@cache
def part(path: str) -> Part:
    """A file of the runtime by its path without `.py`.

    Raises:
        FileNotFoundError: there is none.
    """
    text = (RUNTIME / f"{path}.py").read_text(encoding="utf-8")
    lines = text.splitlines()
    imports: list[str] = []
    needs: list[str] = []
    start = 0
    body = ast.parse(text).body
    for node in body:
        match node:
            case ast.ImportFrom(module="__future__") | ast.Expr(value=ast.Constant()):
                pass
            case ast.ImportFrom(module=str(name)) if name.startswith("rowtype.runtime."):
                needs.append(name.removeprefix("rowtype.runtime.").replace(".", "/"))
            case ast.Import() | ast.ImportFrom():
                imports.append(ast.unparse(node))
            case (
                ast.Assign(targets=[ast.Name(id="TYPE_CHECKING")]) | ast.If(test=ast.Name(id="TYPE_CHECKING"))
            ):
                pass
            case _:
                start = node.lineno - 1
                break
    while start and lines[start - 1].startswith("#"):
        start -= 1
    later: dict[int, tuple[int, str]] = {}
    """Line before that of a compiled expression -> its last line, and what stands for it."""
    for node in body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Attribute(value=ast.Call(func=called))
            ) if ast.unparse(called) == "re.compile":
                own = "\n".join(lines[node.lineno - 1 : node.end_lineno])
                later[node.lineno - 1] = node.end_lineno or 0, when_used(name, own)
    if later:
        imports.remove("import re")
    found: list[str] = []
    number = start
    while number < len(lines):
        if number in later:
            while found and not found[-1]:
                found.pop()
            number, stub = later[number]
            found += ["", "", stub] if found else [stub]
        else:
            found.append(lines[number])
            number += 1
    return Part(tuple(imports), tuple(needs), "\n".join(found))


def when_used(name: str, definition: str) -> str:
    """What compiles an expression when it is first called, and takes its own name: `re` takes long to import."""
    stub = f"_{name.strip('_').lower()}"
    return (
        f"def {stub}(*x: Any) -> Any:\n    global {name}\n    import re\n\n{indent(definition, '    ')}\n"
        f"    return {name}(*x)\n\n\n{name}: Callable[..., Any] = {stub}"
    )


def _parts(module: Module, *, inlined: bool) -> tuple[list[str], list[str]]:
    """The runtime files that a module carries, those that others need first, and the imports they share."""
    wanted: dict[str, None] = {}

    def want(path: str) -> None:
        for other in part(path).needs:
            want(other)
        wanted[path] = None

    if inlined:
        want("violations")
    for name in module.parts:
        if name != "nearest":
            want(home(name))
    imports = {line for path in wanted for line in part(path).imports}
    imports |= {f"import {name}" for name in module.imports}
    ordered = sorted(imports, key=lambda line: (line.startswith("from"), line))
    return [part(path).body for path in wanted], ordered
