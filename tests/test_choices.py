"""Payloads whose messages were judged by hand: what must be said of the alternatives of `anyOf` and `oneOf`.

`choices/*.json` hold a schema each, and payloads with what their message `says`, and what it `may` say besides: the
pointer of the value (for a name that is not allowed, of its object), the keyword, and what tells it from others.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import rowtype
from rowtype.runtime.violations import Violation
from rowtype.runtime.wording import leads

FILES = sorted(Path(__file__).parent.glob("choices/*.json"))
JUDGED = [
    pytest.param(file["schema"], judged, id=f"{path.stem}-{json.dumps(judged['payload'])[:60]}")
    for path in FILES
    for file in [json.loads(path.read_text(encoding="utf-8"))]
    for judged in file["judged"]
]


def line(violation: Violation) -> str:
    """What a message says, as the judgement writes it."""
    pointer, name = violation.pointer, ""
    match violation.keyword:
        case "required":
            name = violation.detail
        case "additionalProperties" | "unevaluatedProperties":
            pointer, name = pointer.rpartition("/")[0], violation.detail
        case "const":
            name = str(violation.expected)
        case "enum" if len(violation.expected) == 1:
            name = str(violation.expected[0])
        case "type":
            name = ",".join(violation.expected)
    return f"{pointer} {violation.keyword} {name}".rstrip()


def said(violation: Violation) -> list[Violation]:
    """The violations that the message of one is made of."""
    inner = [cause for _, cause in leads(violation)] if violation.keyword in ("anyOf", "oneOf") else []
    return [leaf for cause in inner for leaf in said(cause)] if inner else [violation]


@pytest.mark.parametrize(("schema", "judged"), JUDGED)
def test_the_message_says_what_was_judged_right(schema: Any, judged: dict[str, Any]) -> None:
    (violation,) = rowtype.compile(schema).iter_errors(judged["payload"])
    found = set(map(line, said(violation)))
    assert set(judged["says"]) <= found, violation
    assert found <= {*judged["says"], *judged.get("may", ())}, violation
    assert all(leaf.message in violation.message for leaf in said(violation))
