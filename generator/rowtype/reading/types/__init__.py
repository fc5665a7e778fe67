"""Type expressions: `array of (Order or null)`, `Map<string, int[]>`.

expressions.py  the tree
grammar.py      text -> tree
"""
