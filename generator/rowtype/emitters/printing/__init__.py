"""What all emitters print with.

python.py     the template environment, and the filters that quote
layout.py     lines of Python as the formatter would break them
constants.py  what the functions of one generated module share
markdown.py   quoting for Markdown, exact in both directions
"""
