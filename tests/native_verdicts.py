"""Machine code for tests: a plan -> the function that judges, and modules in C, without a package on disk."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rowtype.emitters import native
from rowtype.emitters.validators import module_file
from rowtype.emitters.validators.placing import PLANS, Placed, Places
from rowtype.emitters.validators.plans import Plans
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import Analysis

COMPILER = bool(shutil.which("cc") and importlib.util.find_spec("setuptools"))
needs_compiler = pytest.mark.skipif(not COMPILER, reason="needs setuptools and a C compiler")


class Asked(Exception):
    """Machine code was not sure, and asked Python."""


@cache
def extension(source: Path = native.VERDICTS) -> ModuleType:
    """A module in C, compiled once in a process."""
    name = f"_{source.stem}"
    with tempfile.TemporaryDirectory() as scratch:
        made = native.compiled(source, Path(scratch, "made"))
        loader = importlib.machinery.ExtensionFileLoader(name, str(made))
        specification = importlib.util.spec_from_loader(name, loader)
        assert specification is not None
        module = importlib.util.module_from_spec(specification)
        loader.exec_module(module)
    return module


def verdict(plan: p.Plan, ask: Callable[[Any], bool] | None = None) -> Callable[[Any], bool]:
    """What says whether a value is valid against the first schema of a plan; `ask` is asked where it is not sure."""
    told = Placed(plan=plan, path=PLANS, places=Places(plan=plan, titles={}, homes={}))
    plans = Plans(module=told, analysis=Analysis(plan))
    number = plans.root(plan.roots[0])
    text = module_file.plans_text(told, plans.schemas, ["a test"])
    names: dict[str, Any] = {"__name__": "plans"}
    exec(compile(text.replace("from ._", "from rowtype.runtime."), "plans.py", "exec"), names)
    made: Callable[[Any], bool] = extension().Plan(names["SCHEMAS"], names).verdict(number, ask or _refuse)
    return made


def _refuse(value: Any) -> bool:
    raise Asked(type(value).__name__)
