"""Arguments of a constructor, as a signature lists them: which of the fields have to be given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowtype.reading.facts.requiredness import Listed
from rowtype.reading.markup.text import Text

_WHOLE = re.compile(r"\(\s*(?:\*\s*,\s*)?[A-Za-z_]\w*\s*:.*\)(?:\s*(?:->|→)\s*\w{1,40})?", re.DOTALL)
"""A list of arguments with types.  Is '(*, id: int, note: str = None)', not '(optional)', '(see: that) too'."""
_ARGUMENT = re.compile(r"\s*(?P<name>[A-Za-z_]\w*)\s*:(?P<type>[^=]*)(?P<default>=.*)?", re.DOTALL)
"""One of them.  Is 'id: int', ' note: str = None', not 'id', '*'."""
_UNTYPED = re.compile(r"\s*(?:[*/]{0,2}\w{0,40})\s*")
"""What is beside arguments with types.  Is ' *', '**more', 'me', not 'a b'."""
_SIGN = re.compile(r"[\[({<]|[\])}>]|,|[\"']")


def given(text: Text) -> Listed | None:
    """The arguments that have no default; None where a text lists no arguments with types, or one is no argument."""
    if not _WHOLE.fullmatch(text.value):
        return None
    names: list[Text] = []
    end = text.value.rindex(")")
    for part in _parts(text[text.value.index("(") + 1 : end]):
        m = _ARGUMENT.fullmatch(part.value)
        if m is None and not _UNTYPED.fullmatch(part.value):
            return None
        if m and m["default"] is None:
            names.append(part.match(m, "name"))
    return Listed(required=True, names=tuple(names), said=text)


def _parts(text: Text) -> Iterator[Text]:
    """A text cut at commas outside brackets and quotes."""
    depth, start, quoted = 0, 0, ""
    for m in _SIGN.finditer(text.value):
        sign = m[0]
        if quoted:
            quoted = "" if sign == quoted else quoted
        elif sign in "\"'":
            quoted = sign
        elif sign in "[({<":
            depth += 1
        elif sign in "])}>":
            depth -= 1
        elif not depth:
            yield text[start : m.start()]
            start = m.end()
    yield text[start:]
