"""Dialects: what words of documentation mean.  Data, in TOML.

dialect.py  the data, and how it is loaded and merged
words.py    the words of type expressions
joining.py  what joins the values of a list
languages/  what a language says, whoever writes it
dialects/   what one vendor does differently
"""
