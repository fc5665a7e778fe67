"""ECMA-262 regular expressions (flag `u`) -> Python's `re`, or a refusal.

The expression is parsed completely: nothing is passed on in the hope that both languages mean the same.  Three
liberties of Annex B that are common in published schemas and can mean one thing only are taken: an escaped
punctuation mark is that mark, a brace that begins no quantifier is a brace, and the dash of `[\\w-.]` is a dash.

parsing.py   text -> tree
nodes.py     the tree
sets.py      sets of code points, properties of Unicode among them
printing.py  tree -> Python's `re`
asking.py    what an expression comes to: a list of strings, a prefix, anything
automata.py  tree -> a deterministic automaton for ASCII, if there is one
"""

from rowtype.schema.ecma.asking import anything, listed, starts
from rowtype.schema.ecma.automata import Automaton, automaton
from rowtype.schema.ecma.nodes import Assertion, Back, Choice, Group, Look, Node, Repeat, Sequence, Set
from rowtype.schema.ecma.parsing import parse
from rowtype.schema.ecma.printing import finds, python
from rowtype.schema.ecma.sets import (
    ANY,
    DIGIT,
    LAST,
    NEWLINE,
    SPACE,
    WORD,
    Ranges,
    RegexError,
    complement,
    union,
)

__all__ = [
    "ANY",
    "DIGIT",
    "LAST",
    "NEWLINE",
    "SPACE",
    "WORD",
    "Assertion",
    "Automaton",
    "Back",
    "Choice",
    "Group",
    "Look",
    "Node",
    "Ranges",
    "RegexError",
    "Repeat",
    "Sequence",
    "Set",
    "anything",
    "automaton",
    "complement",
    "finds",
    "listed",
    "parse",
    "python",
    "starts",
    "union",
]
