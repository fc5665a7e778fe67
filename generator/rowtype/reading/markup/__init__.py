"""Markup: text of any kind -> blocks, every character with its place.

characters.py   characters that mean something by themselves
text.py         text that knows where it came from
folding.py      texts that are the same but for punctuation, or for letters that look alike
targets.py      where links lead: to a page, and to a place in it
lines.py        lines of a text and their indentation
blocks.py       a page as blocks: headings, paragraphs, bullets, tables
tidying.py      blocks without signs that nobody sees
output.py       inline text while its markup is resolved
constructs.py   lines -> blocks by a list of constructs
inline.py       inline Markdown -> plain text with links and marks
cells.py        cells that hold more than a line
fenced_tables.py  tables between signs of their own
readme_tables.py  tables in JSON
liquid_tags.py    fields of GitBook
wiki_tables.py  tables and headings of wikis
grids.py        grid tables, drawn with signs
drawn_tables.py  tables that programs draw in listings
separated.py    values parted by commas
rst_tables.py   tables of reStructuredText: rules, lists, values parted by commas
rst_inline.py   inline reStructuredText -> plain text with links and marks
rst_page.py     a page of reStructuredText while it is read, and a list on it
rst_lists.py    lists of reStructuredText
rst_directives.py   what begins with two dots
rst.py          reStructuredText -> blocks
pipe_tables.py  tables of Markdown, whose cells pipes part
markdown_kinds.py   what some kinds of Markdown add to it, out of the way
markdown_rules.py   which lines of Markdown are one block
markdown_signs.py   which of these are asked about a line, by its first sign
markdown.py     Markdown -> blocks
asciidoc_tables.py  tables of AsciiDoc
asciidoc_inline.py  inline AsciiDoc -> plain text with links and marks
asciidoc.py     AsciiDoc -> blocks
sheets.py       tables in files of values and in workbooks -> blocks
components.py   components of MDX, and what elements say in their attributes
html_elements.py  what elements of HTML stand for by their roles and classes
html_layouts.py  tables that only lay out fields
html_records.py  records in repeated structure
html_signatures.py  signatures of classes and their variables, drawn with `div`
html_tables.py  a table of HTML while it is read
html_text.py    the inline text of a block or cell of HTML while it is read
html_blocks.py  the blocks of a page of HTML while it is read
html.py         HTML -> blocks: whole pages, and the HTML inside Markdown
"""
