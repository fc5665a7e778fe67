"""Prose: sentences -> what they say, by the rules of a dialect.

sentences.py          a description -> lists of values, keywords, rules between fields
listings.py           lists of values, a line each or inside a sentence
statements.py         keywords that sentences set
templates.py          values that rules state
bounds.py             "at most 20 characters" -> the keyword and its value
of_items.py           bounds of what an array holds
intervals.py          "(0 .. 1]" -> the same
figures.py            numbers as pages write them
cases.py              whether a bound holds always
own_name.py           the words of a field's name, by which sentences call it
defaults.py           "default: 5" -> the value
sentence.py           where sentences begin and end
labels.py             what may be values behind a label that no language knows
entries.py            values with what they mean, in whatever language
value_lists.py        lists of values inside a sentence or in bullets
equations.py          `a = x and b = y` -> JSON Schema
character_classes.py  "A-Z, digits and hyphens" -> a pattern
"""
