"""Whether Python can read a module, statement by statement: one that it could read before is not read again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

_BEGINS = re.compile(r"(?m)^(?:@[^\n]*\n)*(?:class |def )")
"""Where a function or a class begins, or a line of a text that looks so."""


@dataclass(slots=True)
class Statements:
    """Digests of statements that Python can read."""

    known: frozenset[bytes] = frozenset()
    """Those that it could read before."""
    met: set[bytes] = field(default_factory=set)
    """Those of the modules that were judged."""

    def judge(self, text: str, file: str) -> None:
        """Accept a module.  Where each part of it can be read alone, so can the whole.

        Raises:
            SyntaxError: Python cannot read it.
            ValueError: it holds what no text of Python does.
            MemoryError: it is nested too deeply.
        """
        parts = {hashlib.blake2b(part.encode(), digest_size=16).digest(): part for part in _parts(text)}
        try:
            for digest, part in parts.items():
                if digest not in self.known and digest not in self.met:
                    compile(part, file, "exec", dont_inherit=True)
        except SyntaxError:  # perhaps of a text that was cut in two
            compile(text, file, "exec", dont_inherit=True)
        else:
            self.met.update(parts)


def _parts(text: str) -> Iterator[str]:
    """A module in parts of a function or a class each, with what follows it."""
    edges = (0, *(m.start() for m in _BEGINS.finditer(text)), len(text))
    for start, end in pairwise(edges):
        if start < end:
            yield text[start:end]
