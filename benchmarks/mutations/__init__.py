"""Ways to change a page without changing what it means.

tables.py   tables of pipes as cells
cells.py    what stands in cells and headers
rows.py     rows and columns
moved.py    what a table says, said elsewhere
exports.py  other markups
publishers.py  tools that publish documentation
pages.py    whole pages
drawn.py    pages to change
"""

from mutations import cells, exports, moved, pages, publishers, rows
from mutations.tables import Change, Mutant

KINDS: dict[str, Change] = {
    **cells.KINDS,
    **rows.KINDS,
    **moved.KINDS,
    **exports.KINDS,
    **publishers.KINDS,
    **pages.KINDS,
}

__all__ = ["KINDS", "Change", "Mutant"]
