"""Type expressions: `array of (Order or null)`, `Map<string, int[]>`.

expressions.py  the tree
tokens.py       text -> tokens
grammar.py      tokens -> tree
"""
