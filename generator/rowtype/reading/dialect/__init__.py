"""Dialects: what the headers, words and sentences of documentation mean.  Data, in TOML.

`languages/*.toml` hold what a language says whoever writes it: words of headers and cells, names of primitive types,
sentences that carry rules.  A dialect extends them with what one vendor does differently, mostly a few lines.

dialect.py     the data
loading.py     TOML -> the data, a function a table
rules.py       the prose rules, and which of them a text can need
words.py       the words of type expressions
conditions.py  the words of conditions between fields
joining.py     what joins, explains and marks the values of a list
cells.py       the words of cells that say one thing: access, defaults, lengths, how often
phrases.py     how words are written in TOML, and the patterns that they become
languages/     what a language says, whoever writes it
dialects/      what one vendor does differently
"""
