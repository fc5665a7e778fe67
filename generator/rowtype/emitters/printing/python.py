"""The template environment that every emitter prints through, and the filters that quote.

Text from a schema reaches an output file through exactly one of these filters: `py` (a Python literal),
`py_docstring`, `py_comment`, `json`, `md_cell`.  Templates print; what they print was decided before.
"""

from __future__ import annotations

import json as _json
import math
import re
import textwrap
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

import jinja2

from rowtype.files import OutputFile

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
RUNTIME = Path(__file__).parent.parent.parent / "runtime"
DIGITS = 4000
"""Decimal digits up to which an integer is printed in decimal: Python refuses to read literals over 4,300."""


@cache
def environment() -> jinja2.Environment:
    """The one environment: an undefined name is an error, a block leaves no blank line."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # not HTML: each language has its own filter below
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    env.filters |= {
        "py": py,
        "py_docstring": py_docstring,
        "py_comment": py_comment,
        "json": json,
        "md_cell": md_cell,
    }
    return env


def render(template: str, /, **view: object) -> str:
    """The text of `templates/<template>` for a view model.

    Raises:
        jinja2.UndefinedError: the template names something that the view does not have.
        jinja2.TemplateNotFound: there is no such template.
    """
    return environment().get_template(template).render(view)


def copied(package: str, source: Path) -> OutputFile:
    """A file that stands in every package under its name with an underscore before it; other parts are beside it."""
    header = render("python/_header.py.j2", origins=["the runtime of rowtype"])
    name = f"_{source.name.removeprefix('_')}"
    text = header + source.read_text(encoding="utf-8").replace("from rowtype.runtime.", "from ._")
    return OutputFile(path=PurePosixPath("python") / package / name, text=text, copied=True)


def py(value: object) -> str:
    """A Python literal for a JSON value (or a tuple of them), as the formatter would print it on one line.

    Raises:
        TypeError: `value` is not JSON.
    """
    if isinstance(value, str):
        return _quoted(value)
    match value:
        case None | True | False:
            return repr(value)
        case int():
            short = value.bit_length() < DIGITS * 3
            return str(value) if short else f"{'-' * (value < 0)}0x{abs(value):X}"
        case float():
            # An infinity is what a parser makes of 1e400; NaN can only be in a schema made in memory.
            return repr(value).replace("e+", "e") if math.isfinite(value) else f'float("{value}")'
        case tuple():
            return f"({', '.join(map(py, value))}{',' * (len(value) == 1)})"
        case list():
            return f"[{', '.join(map(py, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{py(k)}: {py(v)}' for k, v in value.items())}}}"
    raise TypeError(f"not a JSON value: {type(value).__name__}")


def _quoted(text: str) -> str:
    if '"' not in text and "'" not in text:
        return '"' + repr(text)[1:-1] + '"'
    quote = "'" if text.count('"') > text.count("'") else '"'
    # repr escapes what is not printable, lone surrogates included; quotes are ours to choose.
    body = re.sub("""[^'"]+""", lambda m: repr(m[0])[1:-1], text)
    return quote + body.replace(quote, "\\" + quote) + quote


def py_docstring(text: str, indent: int = 4) -> str:
    """A docstring, quotes included, whose further lines stand `indent` columns in."""
    body = [_shown(line).rstrip().replace('"""', '\\"\\"\\"') for line in _lines(text)]
    while body and not body[-1]:
        body.pop()
    if not body:
        return '""""""'
    first = body[0].lstrip()
    first = " " + first if first.startswith('"') else first
    if len(body) == 1:
        return f'"""{first}{" " if _LAST_QUOTE.search(first) else ""}"""'
    pad = " " * indent
    rest = textwrap.indent(textwrap.dedent("\n".join(body[1:])), pad)
    return f'"""{first}\n{rest}\n{pad}"""'


_LAST_QUOTE = re.compile(r'(?<!\\)(?:\\\\)*"\Z')
"""A quote at the end that no backslash escapes: `say "no"`, but not `say \\"no\\"`."""


def py_comment(text: str) -> str:
    """`text` fit to stand after `#`: one line, nothing invisible, nothing that tools obey."""
    shown = " ".join(_shown(line, backslash="\\") for line in _lines(text)).strip()
    return _ORDER.sub(lambda m: m[0][:-1] + "\\x3a", shown)


_ORDER = re.compile(r"(?:^|#)\s*(?:type|mypy|pyright|ruff|fmt)\s*:")
"""What type checkers and formatters take for an order: `type: ignore`, `a # fmt: off`, but not `a type: b`."""


def json(value: object, indent: int | None = None) -> str:
    """JSON text; characters beyond ASCII as they are, lone surrogates escaped.

    Raises:
        ValueError: NaN or an infinity.
    """
    text = _json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", text)


def md_cell(text: str) -> str:
    """`text` as the content of one cell of a Markdown table: line ends become `<br/>`, markup is escaped."""
    return "<br/>".join(re.sub(r"([\\`*_{}\[\]<>|#~&$])", r"\\\1", _plain(line)) for line in _lines(text))


def _lines(text: str) -> list[str]:
    """Lines as Python counts them in source; other separators stay inside a line and are escaped."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _shown(line: str, backslash: str = "\\\\") -> str:
    """`line` with what is not printable as an escape; a tab is a space."""
    if line.isprintable() and "\\" not in line:
        return line
    return "".join(
        backslash if c == "\\" else c if c.isprintable() or c == "\xa0" else " " if c == "\t" else _escape(c)
        for c in line
    )


def _escape(character: str) -> str:
    return repr(character)[1:-1]


def _plain(text: str) -> str:
    """`text` without what UTF-8 cannot hold."""
    return re.sub("[\ud800-\udfff]", lambda m: _escape(m[0]), text)
