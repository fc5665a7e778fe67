"""The check plan -> `validators.py`: for each document whether a value is valid, and all that is wrong with it.

module_file.py   the file
verdicts.py      functions that say yes or no
objects.py       checks of objects
arrays.py        checks of arrays
alternatives.py  `anyOf`, `oneOf` and `if`
unevaluated.py   `unevaluatedProperties` and `unevaluatedItems`
tables.py        tables from which everything that is wrong is listed
reports.py       functions that list it: of modules that stand alone, and of what fits no table
conditions.py    single checks as Python conditions
plans.py         the plan as tuples, by which `native` judges
native/          what that is, in C; `verdicts.c` includes its files
placing.py       which module of a package each function stands in
module.py        what the functions of one file share
lines.py         the lines of a function while they are written
"""
