"""Fields of GitBook between `{%` and `%}`, as the components of other tools that say the same."""

from __future__ import annotations

import re

from rowtype.reading.markup.text import Text, rewrite

LINE = re.compile(r"\{%-?[ \t]*(?P<end>end)?(?P<name>(?:swagger|api-method)-parameter)\b[^%\n]*%\}")
"""A tag alone in its line.  Is '{% swagger-parameter name="id" %}', '{% endswagger-parameter %}', not '{% tab %}'."""
_END = re.compile(r"[ \t]*-?%\}")


def as_component(line: Text) -> Text:
    """`{% swagger-parameter name="id" %}` as `<SwaggerParameter name="id">`."""
    m = LINE.fullmatch(line.value)
    assert m
    name = "".join(part.title() for part in m["name"].split("-"))
    opened = rewrite(line, _opening(m), lambda _: f"</{name}" if m["end"] else f"<{name}")
    return rewrite(opened, _END, lambda _: ">")


def _opening(m: re.Match[str]) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(m[0][: m.end('name') - m.start()])}")
