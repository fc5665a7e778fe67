"""Lint: doubts about documentation that could be read.

subjects.py        what checks look at: every field with its row, its schema and the places of both
spelling.py        values and names that look misspelt
names.py           names that differ in capitals only
contradictions.py  keywords of one field that cannot all be true
statements.py      what the words of a row say against what its cells say
suggesting.py      entries of a corrections file that settle findings
unread.py          sentences that look like rules and that no rule understood
lint.py            all of them, less what corrections settle; and corrections to paste
"""
