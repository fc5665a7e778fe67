"""Which module of a package each function about a schema stands in, and what modules take from each other.

Verdicts stand in `validators`, what lists violations in `_errors`, which is imported at the first error.  In a package
of many types either is a folder with a module a type.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from rowtype.emitters.printing.functions import Function
from rowtype.emitters.validators.module import Module
from rowtype.schema.checks import plan as p

VERDICTS, REPORTS, PLANS = "validators", "_errors", "_plans"


@dataclass(slots=True)
class Placed(Module):
    """A module of a package."""

    path: str = field(kw_only=True)
    """`validators`, or `validators.order` where there are many."""
    places: Places = field(kw_only=True)
    foreign: dict[str, str] = field(default_factory=dict)
    """A function of another module that this one calls -> the path of that."""
    beside: Placed | None = None
    """Of reports: the module of the verdicts about the same types, whose constants they use."""
    shared: dict[str, None] = field(default_factory=dict)
    """Those constants."""
    public: dict[p.Index, str] = field(default_factory=dict)
    """Schemas whose verdicts are public functions of the module, and need no other."""
    checked: dict[p.Index, Function] = field(default_factory=dict)
    reported: dict[p.Index, Function] = field(default_factory=dict)
    listed: dict[p.Index, str] = field(default_factory=dict)
    """Reports that are tables: their definitions."""

    def verdict(self, index: p.Index) -> str:
        """The name of the function that says whether a value is valid against a schema."""
        home = self.places.home(VERDICTS, index, self)
        if name := home.public.get(index):
            return self._known(name, home)
        if index not in home.verdicts:
            home.verdicts[index] = None
            self.places.waiting.append((home, index, False))
        return self._known(f"_v{index}", home)

    def has_verdict(self, index: p.Index) -> bool:
        """Whether a schema has such a function so far."""
        return index in self.places.home(VERDICTS, index, self).verdicts

    def report(self, index: p.Index) -> str:
        """The name of the function that lists what is wrong with a value."""
        home = self.places.home(REPORTS, index, self)
        if index not in home.reports:
            home.reports[index] = None
            self.places.waiting.append((home, index, True))
        return self._known(f"_e{index}", home) if self.folder == REPORTS else f"_e{index}"

    def title(self, index: p.Index) -> str:
        """The place of a schema as people read it; its pointer alone where there is but one document."""
        title = Module.title(self, index)
        _, _, pointer = title.partition("#")
        return f"#{pointer}" if pointer and not self.places.several else title

    def known(self, word: str, key: str) -> str | None:
        """The name of the constant with a key."""
        found = Module.known(self, word, key)
        if found is None and self.beside:
            found = self.beside.known(word, key)
            if found is not None:
                self.shared[found] = None
        return found

    @property
    def folder(self) -> str:
        """`validators` or `_errors`."""
        return self.path.partition(".")[0]

    def _known(self, name: str, home: Placed) -> str:
        if home is not self:
            self.foreign[name] = home.path
        return name


@dataclass(slots=True, kw_only=True)
class Places:
    """The modules of a package, and the functions that are to be written yet."""

    plan: p.Plan
    titles: Mapping[str, str]
    homes: Mapping[str, str]
    """Place of the schema of a type -> the name of its module; empty where one module has all types."""
    modules: dict[str, Placed] = field(default_factory=dict)
    waiting: deque[tuple[Placed, p.Index, bool]] = field(default_factory=deque)
    """Module, schema, and whether it is a report."""
    several: bool = field(init=False)
    """There are schemas of more than one document."""
    _stems: dict[p.Index, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        documents = {self.titles.get(s.document, s.document).partition("#")[0] for s in self.plan.schemas}
        self.several = len(documents) > 1

    def module(self, folder: str, stem: str) -> Placed:
        """The module of a type."""
        path = f"{folder}.{stem}" if self.homes else folder
        if path not in self.modules:
            made = self.modules[path] = Placed(plan=self.plan, titles=self.titles, path=path, places=self)
            if folder == REPORTS:
                made.beside = self.module(VERDICTS, stem)
                made._counts = made.beside._counts  # so that no two constants have one name
        return self.modules[path]

    def home(self, folder: str, index: p.Index, asking: Placed) -> Placed:
        """The module for a schema: that of the type that it stands in, else that of the first that asks for it."""
        if self.homes and index not in self._stems:
            self._stems[index] = self._stem(index) or asking.path.partition(".")[2]
        return self.module(folder, self._stems.get(index, ""))

    def _stem(self, index: p.Index) -> str | None:
        schema = self.plan.schemas[index]
        pointer = schema.pointer
        while (found := self.homes.get(f"{schema.document}#{pointer}")) is None and pointer:
            pointer = pointer.rpartition("/")[0]
        return found
