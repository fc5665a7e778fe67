"""Canonical schemas -> `validators.py`: for each document whether a value is valid, and all that is wrong with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import PurePosixPath
from textwrap import indent

from rowtype.emitters.printing.functions import written
from rowtype.emitters.printing.layout import called, collection, imported
from rowtype.emitters.printing.python import RUNTIME, copied, py, py_comment, render
from rowtype.emitters.validators import reports, verdicts
from rowtype.emitters.validators.conditions import FAST_FORMATS
from rowtype.emitters.validators.module import Module
from rowtype.emitters.validators.placing import PLANS, REPORTS, VERDICTS, Placed, Places
from rowtype.emitters.validators.plans import Plans
from rowtype.emitters.validators.tables import Tables
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
TELLING = ("spelling", "alternatives", "wording", "violations")
"""Runtime files of what is wrong, each after those that it imports."""
BESIDE = ("types", "equality")
"""Runtime files that stand in every package, so that modules take from them instead of carrying them."""


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
    verdict: str = ""
    """Where the runtime makes the first of them: the expression for it, or the function that it guards."""
    number: int | None = None
    """That of the schema among the plans, where the first is machine code too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A document that gets functions."""

    document: Document
    stem: str
    """What follows `is_valid_` in the name of the first one."""
    module: str = ""
    """What its module is called, in a package that has one for each type."""
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
    native: bool = False,
) -> Iterator[OutputFile]:
    """Yield `validators.py` and `_errors.py` of a package, or folders of them, and what they import.

    Pure: same input, same bytes.

    `origins`: what the first line says it was made from.  `native`: verdicts can be machine code too.

    Raises:
        SchemaError: a schema cannot be compiled.
    """
    checked = list(checked)
    documents = [c.document for c in checked]
    plan = make_plan(
        documents, draft=draft, formats=formats, known_formats=known_formats(), resources=resources
    )
    backtracking.warn(plan)
    titles = {c.document.uri: c.title for c in checked if c.title}
    homes = {titles.get(c.document.uri, c.document.uri): c.module for c in checked if c.module}
    homes |= {c.document.uri: c.module for c in checked if c.module}
    places = Places(
        plan=plan, titles=titles, homes={uri if "#" in uri else f"{uri}#": m for uri, m in homes.items()}
    )
    entries: dict[str, list[Entry]] = {}
    analysis = Analysis(plan)
    if not analysis.bottomless:
        for c, root in zip(checked, plan.roots, strict=True):
            module, target = places.module(VERDICTS, c.module), analysis.target(root)
            if places.home(VERDICTS, target, module) is module:
                module.public.setdefault(target, f"is_valid_{c.stem}")
    sources = {document.uri: document.sources for document in documents if document.sources}
    tables = Tables(plan, analysis, sources)
    told = Placed(plan=plan, titles=titles, path=PLANS, places=places)
    plans = Plans(module=told, analysis=analysis) if native else None
    for c, root in zip(checked, plan.roots, strict=True):
        module = places.module(VERDICTS, c.module)
        names = (f"is_valid_{c.stem}", f"iter_{c.stem}_errors", f"validate_{c.stem}")
        entries.setdefault(module.path, []).append(
            entry(module, analysis, c.document, root, names, plans, placed=True, several=bool(places.homes))
        )
        while places.waiting:  # so that what is public calls what is there already
            module, index, is_report = places.waiting.popleft()
            if is_report and tables.fits(index):
                module.listed[index] = tables.text(module, index)
            elif is_report:
                module.reported[index] = reports.function(module, analysis, sources, index)
            else:
                module.checked[index] = verdicts.function(module, analysis, index)
    for module in places.modules.values():
        path = PurePosixPath("python", package, *module.path.split("."))
        text = placed_text(module, entries.get(module.path, []), origins)
        yield OutputFile(path=path.with_suffix(".py"), text=text)
    if plans:
        text = plans_text(told, plans.schemas, origins)
        yield OutputFile(path=PurePosixPath("python", package, f"{PLANS}.py"), text=text)
    for name in (*TELLING, "reporting", "listing", *BESIDE):
        yield copied(package, RUNTIME / f"{name}.py")


def placed_text(module: Placed, entries: Sequence[Entry], origins: Sequence[str]) -> str:
    """The text of a module of a package."""
    parts, imports = _parts(module, inlined=False)
    beside: dict[str, list[str]] = {}
    for name in module.parts:
        if (path := home(name)) in BESIDE:
            beside.setdefault(f"_{path}", []).append(name)
    dots = "." * (module.path.count(".") + 1)
    many, is_report = len(dots) > 1, module.folder == REPORTS
    own = ["Violation"] if module.reported else []
    own += ["Check"] if module.checks else []
    own += ["nearest"] if "nearest" in module.parts else []
    own += ["too_deep"] if any("raise too_deep(" in e.text for e in entries) else []
    taken: dict[str, list[str]] = {}
    for name, path in module.foreign.items():
        taken.setdefault(path, []).append(name)
    foreign: list[str] = []
    if many and taken:
        foreign = [
            called(
                f"{name}: Callable[[Any], bool] = later" if not name.startswith("_e") else f"{name} = later",
                ["__name__", py(f"{dots}{path}"), py(name)],
            )
            for path, names in taken.items()
            for name in names
        ]
    eager = {"_violations": own} if own else {}
    eager |= {"_listing": ["listing"]} if module.listed else {}
    used = ["later"] if foreign else []
    numbered = any(f.number is not None for f in entries)
    used += ["compiled"] if numbered else []
    used += ["matching"] if module.patterns else []
    listed = [f for f in entries if f.verdict.startswith("one_of(")]
    guarded = [f for f in entries if f.verdict and f not in listed]
    used += ["one_of"] if listed else []
    used += ["guarding"] if guarded else []
    used += ["reporting"] if len(entries) > len(guarded) else []
    if used:
        eager = {"_reporting": used, **eager}
    eager |= beside | ({} if many else taken)
    if module.beside and (shared := [*_used(module)]):
        eager = {**eager, module.beside.path: [*shared, *eager.get(module.beside.path, ())]}
    lines = [line for path in sorted(eager) for line in imported(f"{dots}{path}", eager[path])]
    known = ["_KNOWN: dict[int, Any] = {}"] if module.listed else []
    tables: list[str] = []
    if module.listed:
        tables += ["", "", "# fmt: off"] if module.reported else ["", "# fmt: off"]
        tables += [module.listed[index] for index in sorted(module.listed)]
    tables += _tables(module)
    patterns = [
        called(
            f"{name} = matching",
            ["__name__", py(name), pattern, *([py(method)] if method != "search" else [])],
        )
        for name, (pattern, method) in module.patterns.items()
    ]
    known += [
        *patterns,
        *module.constants.values(),
        *(f"# {py_comment(f.title)}\n{f.is_valid} = {f.verdict}" for f in listed),
    ]
    if numbered:
        known.insert(0, called("_compiled = compiled", ["__name__", py(f"{dots}{PLANS}")]))
    constants = "\n".join((*foreign, *known, *module.checks.values()))
    straight = bool(module.checked or module.reported or any(f.text for f in entries))
    calls = bool(module.tables) or any("Callable[" in text for text in (*parts, *foreign))
    doors = []
    if entries:
        errors = f"{dots}{REPORTS}{module.path.removeprefix(VERDICTS)}"
        doors += [called("_judged = reporting", ["__name__", py(errors)])] if "reporting" in used else []
        doors += [called("_guarded = guarding", ["__name__", py(errors)])] if guarded else []
        for f in entries:
            two, report = f"{f.iter_errors}, {f.validate}", py(f.report)
            if f in guarded:
                quick = [] if f.number is None else [f"_compiled({f.number})"]
                doors.append(called(f"{f.is_valid}, {two} = _guarded", [f.verdict, report, *quick]))
            else:
                doors.append(called(f"{two} = _judged", [f.is_valid, report]))
    return render(
        "python/validators.py.j2",
        origins=origins,
        doc="What is wrong with values; imported at the first error."
        if is_report
        else "Validators: for each type whether a value is valid, and everything that is wrong with it.",
        imports=["", *imports] if imports else [],
        straight=straight,
        own="\n".join(lines),
        shared=f"{dots}_violations" if module.reported else "",
        abstract="Callable" if calls else "",
        typing="Any" if straight or calls or parts or _ANNOTATED(constants) else "",
        inlined=False,
        parts=parts,
        constants=constants,
        blank="\n" if parts else "",
        verdicts=[module.checked[index] for index in sorted(module.checked)],
        reports=[module.reported[index] for index in sorted(module.reported)],
        tables=tables,
        entries=[f for f in entries if f.text],
        doors=doors,
    )


def _used(module: Placed) -> Iterator[str]:
    """The constants of the verdicts that the text has: some are asked for only to look up others, `frozenset(_T1)`."""
    texts = (
        *module.constants.values(),
        *module.checks.values(),
        *module.listed.values(),
    )
    words = {word for text in texts for word in _NAME.findall(text)}
    words |= {word for one in module.reported.values() for word in _NAME.findall(one.text)}
    return (name for name in module.shared if name in words)


_NAME = re.compile(r"_\w+")
_ANNOTATED = re.compile(r"^\w+: .*\bAny\b", re.MULTILINE).search
"""Finds '_KNOWN: dict[int, Any] = {}', not '_C1 = "Any"'."""


def module_text(
    plan: p.Plan,
    documents: Sequence[Document],
    names: Sequence[tuple[str, str, str]],
    *,
    origins: Sequence[str],
    analysis: Analysis | None = None,
) -> str:
    """The text of a module that needs nothing beside it.

    `names`: for each document what its three functions are called.
    """
    module = Module(plan=plan)
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
    parts, imports = _parts(module, inlined=True)
    parts += [
        when_used(name, called(f"{name} = re.compile", [pattern], f".{method}", indent=4))
        for name, (pattern, method) in module.patterns.items()
    ]
    return render(
        "python/validators.py.j2",
        origins=origins,
        doc="Validators: for each type whether a value is valid, and everything that is wrong with it.",
        imports=["", *imports] if imports else [],
        straight=True,
        own="",
        shared="",
        abstract="Callable, Iterable, Iterator",
        typing="Any, TypeAlias",
        inlined=True,
        parts=parts,
        constants="\n".join((*module.constants.values(), *module.checks.values())),
        blank="\n" if parts else "",
        verdicts=checked,
        reports=reported,
        tables=_tables(module),
        entries=entries,
        doors=[],
    )


def entry(
    module: Module,
    analysis: Analysis,
    document: Document,
    root: p.Index,
    names: tuple[str, str, str],
    plans: Plans | None = None,
    *,
    placed: bool = False,
    several: bool = False,
) -> Entry:
    """The public functions of one document.

    `plans`: those of machine code; `placed`: in a package, whose runtime makes some of the functions; `several`: which
    has a module a type.
    """
    is_valid, iter_errors, validate = names
    verdict, target = "", analysis.target(root)
    listed = analysis.only_listed(target) if placed else ()
    if listed:
        verdict = f"one_of({module.values(listed)})"
    elif placed and analysis.bottomless:
        verdict = module.verdict(target)
    return Entry(
        title=module.title(root),
        doc=f"Whether `x` is a valid {document.name}." if document.name else "Whether `x` is valid.",
        is_valid=is_valid,
        iter_errors=iter_errors,
        validate=validate,
        report=module.report(root if several else analysis.referred(root)),
        text="" if verdict else verdicts.entry(module, analysis, root),
        verdict=verdict,
        number=plans.root(target) if plans and not listed else None,
    )


def plans_text(module: Placed, schemas: Sequence[str], origins: Sequence[str]) -> str:
    """The text of the module of plans, with the functions that they name."""
    parts, imports = _parts(module, inlined=False)
    beside: dict[str, list[str]] = {}
    for name in module.parts:
        if (path := home(name)) in BESIDE:
            beside.setdefault(f"._{path}", []).append(name)
    return render(
        "python/plans.py.j2",
        origins=origins,
        imports=["", *imports] if imports else [],
        own="\n".join(line for path in sorted(beside) for line in imported(path, beside[path])),
        abstract="Callable" if parts else "",
        typing="Any",
        shared="",
        inlined=False,
        parts=parts,
        constants="\n".join(module.constants.values()),
        schemas=schemas,
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
        if name != "nearest" and (inlined or home(name) not in BESIDE):
            want(home(name))
    imports = {line for path in wanted for line in part(path).imports}
    imports |= {f"import {name}" for name in module.imports}
    ordered = sorted(imports, key=lambda line: (line.startswith("from"), line))
    return [part(path).body for path in wanted], ordered
