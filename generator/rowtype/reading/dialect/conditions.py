"""The words of conditions between fields, which the languages say: `a is set`, `a равно b`."""

from __future__ import annotations

from dataclasses import dataclass

Phrases = tuple[str, ...]
"""As phrases.py has them: `is/are [only] set*`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What one language says of the fields of a condition."""

    both: Phrases = ()
    """Between two conditions that must both hold: `and`."""
    either: Phrases = ()
    """Between the values of which a field must have one: `or`."""
    leading: Phrases = ()
    """What says nothing before the name of a field: `if`, `the value of`."""
    noun: Phrases = ()
    """What a field is called, after its name, or before a name in code: `field`."""
    equals: Phrases = ()
    """Between a field and its value, `is set to`; around it where `…` stands for it: `den Wert … hat`."""
    not_equals: Phrases = ()
    """As `equals`, where the field has another value."""
    present: Phrases = ()
    """After the name of a field that must be there, `is set`; before it where `…` stands for it: `указано …`."""
    absent: Phrases = ()
    """As `present`, of a field that must not be there."""
    unclear: Phrases = ()
    """As `present`: what no rule can be made of, though it reads like one of the others."""
    required: Phrases = ()
    """What says so in a case, beside the words of `[required]`: "требуется"."""
    when: Phrases = ()
    """Before a case in which a field is required: `indien`."""
    unless: Phrases = ()
    """Before one in which it is not: `tenzij`."""
    only: Phrases = ()
    """Before either: `alleen`."""
    case: Phrases = ()
    """Behind a case: `の場合`, `ise`."""
    then: Phrases = ()
    """Between a case and the word for "required": `dit veld is`."""
