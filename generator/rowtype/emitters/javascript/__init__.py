"""The check plan -> an ES module without dependencies, and its types for TypeScript.

module_file.py   the files
scripts.py       reports as classic scripts, one a document, that find each other
verdicts.py      functions that say yes or no
objects.py       checks of objects
alternatives.py  `anyOf`, `oneOf` and `if`
unevaluated.py   `unevaluatedProperties` and `unevaluatedItems`
reports.py       functions that list everything that is wrong
rows.py          properties of which little is said, as rows of tables
conditions.py    single checks as JavaScript conditions
module.py        what the functions of one module share
lines.py         the lines of a function while they are written
types.py         what a value is, for TypeScript
printing.py      literals and regular expressions
tables.py        what JavaScript does not know of characters
"""
