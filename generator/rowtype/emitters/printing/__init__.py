"""What all emitters print with.

python.py     the template environment, and the filters that quote
layout.py     lines of Python as the formatter would break them
constants.py  the constants of a generated module, each defined once
functions.py  the functions of a module, in any language
markdown.py   quoting for Markdown, exact in both directions
"""
