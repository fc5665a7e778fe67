"""The documentation site: canonical schemas and the vendor's pages as static HTML.

Everything is on the site itself, under one Content-Security-Policy without exceptions; pages work from disk, and are
readable without scripts.  The work grows with the number of types: no page lists every other one but the indexes.

building.py    everything of a site, file by file
contents.py    what it is made of, and what pages share while they are made
type_pages.py  the page of a type, its schema, its twin and its scripts
other_pages.py indexes, the vendor's pages, and what else was generated
about.py       what a site is called, and in which language it speaks
words.toml     what it says, in the languages of its interface
markup.py      texts of documents as HTML, quoted
views.py       what a page says, for templates to print
describing.py  schemas as people read them, a tree of views
links.py       to the vendor's lines
phrases.py     what a value is, and its bounds, in words
rules.py       what is demanded of several fields together, as sentences
remarks.py     corrections, doubts and dates beside what they are about
originals.py   the vendor's pages, line by line
parting.py     what of long schemas stands on pages of its own
indexes.py     all types, fields and values
searching.py   words, stems and the files that search loads
machines.py    types.json and llms.txt
"""

from rowtype.site.building import emit, load
from rowtype.site.contents import Content

__all__ = ["Content", "emit", "load"]
