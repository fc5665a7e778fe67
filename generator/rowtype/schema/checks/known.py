"""What is known of a value where its checks are printed, in any programming language."""

from __future__ import annotations

from dataclasses import dataclass

from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import ALL, base_types

OBJECT = frozenset(("object",))
ARRAY = frozenset(("array",))
STRING = frozenset(("string",))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a value where its checks are written."""

    types: frozenset[str] = ALL
    """The (base) types that it can have."""
    names: frozenset[str] = frozenset()
    """Properties that it has if it is an object."""
    exact: bool = False
    """If it is an object, it is a dict and not one of a subclass that makes up missing entries."""

    def only(self, types: frozenset[str]) -> Known:
        return self if self.types <= types else Known(self.types & types, self.names, self.exact)

    def having(self, names: frozenset[str]) -> Known:
        return self if names <= self.names else Known(self.types, self.names | names, self.exact)

    def passes(self, check: p.Types) -> bool:
        """Whether all values of which this is known have one of some types."""
        whole = "integer" in check.types and "number" not in check.types
        return self.types <= base_types(check.types) and not whole


NOTHING_KNOWN = Known()
