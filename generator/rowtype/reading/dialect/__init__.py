"""Dialects: what the headers, words and sentences of documentation mean.  Data, in TOML.

`languages/*.toml` hold what a language says whoever writes it: words of headers and cells, names of primitive types,
sentences that carry rules.  A dialect extends them with what one vendor does differently, mostly a few lines.

The tables of a dialect, and of a language; what each key holds is said at its attribute in the file named:

[page]         headings, captions and what stands round tables; [page.sections] what stands under a heading (dialect.py)
               [page.section_words] words that make such headings (section_words.py)
               [page.title_words] words round the names of types in headings (title_words.py)
[columns]      headers -> what a column holds (`Role` in dialect.py)
[required]     words, marks and sentences of requiredness (dialect.py); beside_yes, beside_no: after a name (cells.py)
[types]        the words of type expressions, and what beside them is no type (words.py); record, through,
               section: beside the names of types in descriptions (beside_types.py)
[primitives]   names of types -> keywords; [synonyms] further names; [modifiers] words before them
[[form]]       whole type cells that follow a pattern; [[definition]] what an explanation of a type says
[[vocabulary]] fields that a text takes over from a standard
[values]       what joins, explains, marks and ends the values of a list (joining.py); `fixed` announces the only one
[pointing]     how a field sends its reader to a list of values elsewhere (pointing.py)
[characters]   what characters are called -> the inside of a character class
[conditions]   what a condition says of a field, as `is set to` in "required if `a` is set to `b`" (conditions.py);
               what stands round such a case: when, unless, only, case, then (case_rules.py)
[cells]        words of access, defaults, lengths, how often, deprecated names (cells.py); those of access and
               deprecation are remarks in descriptions too (stated_rules.py)
[bounds]       words of bounds: "at most", "от … до", what is counted (bounds.py)
[defaults]     words of defaults: "by default", "по умолчанию", what stands between them and a value (defaults.py)
[numbers]      names of numbers: `2 = ["two"]`
[lint]         sentences that lint looks for
[[prose]]      a sentence or a list of values -> keywords, or a rule between fields (rules.py)

dialect.py     the data
loading.py     TOML files -> dialects, joined to the languages
attributes.py  what the tables state -> the data, a function a table
patterns.py    regular expressions that are compiled when they are first used
tongues.py     words of many languages, of which those that texts need make patterns
stated_rules.py   `[[prose]]` -> the prose rules, and what can be wrong with them
case_rules.py  words of [required] and [conditions] -> the rules for fields that are required in some cases
rules.py       the prose rules, and which of them a text can need
section_words.py  words that make headings over what is sent, and over what comes back
title_words.py  words round the names of types in headings
deprecations.py  how headings and descriptions say that a type is deprecated
words.py       the words of type expressions
beside_types.py  what stands beside names of types in descriptions
conditions.py  the words of conditions between fields
joining.py     what joins, explains and marks the values of a list
entries.py      values with what they mean
pointing.py    the words that point to lists of values elsewhere
cells.py       the words of cells that say one thing: access, defaults, lengths, how often
cell_patterns.py  the patterns that they make
bounds.py      the words of bounds, and the patterns that they make
numerals.py    names of numbers, and the pattern that they make
defaults.py    the words of defaults, and the patterns that they make
tables.py      what several tables of TOML state, as one
lookup.py      which patterns a text can need, by their words
phrases.py     how words are written in TOML, and the patterns that they become
languages/     what a language says, whoever writes it
dialects/      what one vendor does differently
"""
