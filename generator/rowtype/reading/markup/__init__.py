"""Markup: text of any kind -> blocks, every character with its place.

characters.py   characters that mean something by themselves
text.py         text that knows where it came from
folding.py      texts that are the same but for punctuation, or for letters that look alike
blocks.py       a page as blocks: headings, paragraphs, bullets, tables
inline.py       inline Markdown -> plain text with links and marks
grids.py        grid tables, drawn with signs
markdown.py     Markdown -> blocks
html_tables.py  a table of HTML while it is read
html.py         HTML -> blocks: whole pages, and the HTML inside Markdown
"""
