"""What the modules of a package take from each other when they first need it."""

from __future__ import annotations

from keyword import iskeyword

from rowtype.runtime.violations import NOTHING, ValidationError, Violation, too_deep

TYPE_CHECKING = False  # `typing` takes longer to import than everything that is here
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any, TypeAlias

    from rowtype.runtime.violations import Report

    Verdict: TypeAlias = Callable[[Any], bool]
    Lister: TypeAlias = Callable[[Any], Iterator[Violation]]


def reporting(module: str, reports: str) -> Callable[[Verdict, str], tuple[Lister, Callable[[Any], None]]]:
    """What makes the functions that tell what is wrong, for a module of verdicts.

    `reports`: the module, from the package of `module`, of what lists it; imported at the first error.
    """

    def judged(is_valid: Verdict, name: str) -> tuple[Lister, Callable[[Any], None]]:
        found: list[Report] = []

        def errors(x: Any) -> Iterator[Violation]:
            """Everything that is wrong with `x`, in the order of the schema; nothing where it is valid.

            Raises:
                ValidationError: `x` is nested too deeply to be checked.
            """
            if is_valid(x):
                return NOTHING
            out: list[Violation] = []
            try:
                if not found:
                    found.append(named(module, reports, name))
                found[0](x, None, out)
            except RecursionError:
                raise too_deep(x) from None
            return iter(out)

        def validate(x: Any) -> None:
            """Do nothing where `x` is valid.

            Raises:
                ValidationError: it is not; holds every violation.
            """
            if not is_valid(x):
                raise ValidationError(errors(x))

        return errors, validate

    return judged


def guarding(module: str, reports: str) -> Callable[..., tuple[Verdict, Lister, Callable[[Any], None]]]:
    """The same for verdicts that call themselves: with one that tells a value which is nested too deeply."""
    judged = reporting(module, reports)

    def guarded(
        verdict: Verdict, name: str, quick: Callable[[Verdict], Verdict] | None = None
    ) -> tuple[Verdict, Lister, Callable[[Any], None]]:
        def is_valid(x: Any) -> bool:
            """Whether `x` is valid.

            Raises:
                ValidationError: `x` is nested too deeply to be checked.
            """
            try:
                return verdict(x)
            except RecursionError:
                raise too_deep(x) from None

        found = quick(is_valid) if quick else is_valid
        return found, *judged(found, name)

    return guarded


def compiled(module: str, plans: str) -> Callable[[int], Callable[[Verdict], Verdict]]:
    """What puts machine code before verdicts, by the numbers of their schemas, in a package that was compiled for this
    Python; `plans`: the module, from the package of `module`, that says what they assert.
    """
    from importlib import import_module

    home = module.rpartition(".")[0]
    try:
        extension = import_module(plans.replace("_plans", "_verdicts"), home)
    except ImportError:
        return lambda _: lambda verdict: verdict
    told: Any = import_module(plans, home)
    if not hasattr(told, "PLAN"):
        told.PLAN = extension.Plan(told.SCHEMAS, vars(told))

    def numbered(number: int) -> Callable[[Verdict], Verdict]:
        def quick(verdict: Verdict) -> Verdict:
            found: Verdict = told.PLAN.verdict(number, verdict)
            return found

        return quick

    return numbered


def one_of(texts: frozenset[str]) -> Verdict:
    """What says whether a value is one of some texts."""

    def is_valid(x: Any) -> bool:
        """Whether `x` is valid."""
        try:
            return x in texts
        except TypeError:
            return False

    return is_valid


def later(module: str, home: str, name: str) -> Callable[..., Any]:
    """What stands in a module for a function of another one, which is imported when the function is first called."""
    found: list[Callable[..., Any]] = []

    def call(*arguments: Any) -> Any:
        if not found:
            import sys

            found.append(named(module, home, name))
            setattr(sys.modules[module], name, found[0])
        return found[0](*arguments)

    return call


def matching(module: str, name: str, pattern: str, method: str = "search") -> Callable[[str], Any]:
    """What stands in a module for the method of an expression that is compiled when it is first called.

    It then has that `name` in the module itself: `re` takes long to import, and to compile an expression too.
    """
    found: list[Callable[[str], Any]] = []

    def match(x: str) -> Any:
        if not found:
            import re
            import sys

            found.append(getattr(re.compile(pattern), method))
            setattr(sys.modules[module], name, found[0])
        return found[0](x)

    return match


def offered(package: str, names: list[str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of a package whose modules are imported when the first of `names` is asked for."""
    modules = ["models", "validators"] if "UNSET" in names else ["validators"]

    def get(name: str) -> Any:
        import sys
        from importlib import import_module

        if name in modules:
            return import_module(f"{package}.{name}")
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home = HOMES.get(name) or ("validators" if name.startswith(VERBS[2:]) else "models")
        found = getattr(import_module(f"{package}.{home}"), name)
        setattr(sys.modules[package], name, found)
        return found

    def listed() -> list[str]:
        return [*names, *modules]

    return get, listed


def named(module: str, home: str, name: str) -> Any:
    """What has a name in another module, which stands at `home` from the package of `module`."""
    from importlib import import_module

    return getattr(import_module(home, module.rpartition(".")[0]), name)


def opened(
    package: str, stems: Iterable[str], classes: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of a package with a module a type, which is imported when it is asked for.

    `stems`: what the functions about each type are named with; `classes`: type -> stem.
    """
    known = frozenset(stems)

    def get(name: str) -> Any:
        stem = classes.get(name, "")
        for verb in () if stem else VERBS:
            if name.startswith(verb):
                rest = name.removeprefix(verb)
                read = (rest, rest.removesuffix("_json"), rest.removesuffix("_errors"))
                stem = next((one for one in read if one in known), "")
        if not stem:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return named(f"{package}.", f".{stem}_" if iskeyword(stem) else f".{stem}", name)

    def listed() -> list[str]:
        models = ("load_{}", "dump_{}", "load_{}_json", "dump_{}_json")
        functions = models if classes else ("is_valid_{}", "iter_{}_errors", "validate_{}")
        return sorted([*classes, *(function.format(stem) for stem in known for function in functions)])

    return get, listed


HOMES = {"UNSET": "_values", "ValidationError": "_violations", "Violation": "_violations"}
VERBS = ("load_", "dump_", "is_valid_", "iter_", "validate_")
