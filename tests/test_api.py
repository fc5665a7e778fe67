"""The public names, whatever was imported before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conftest import ROOT

SCHEMA = "{'type': 'object', 'properties': {'a': {'type': 'string'}}, 'required': ['a']}"
CALLS = {
    "compile": f"assert rowtype.compile({SCHEMA}).is_valid({{'a': ''}})",
    "emit": f"assert 'python/shop/models.py' in rowtype.emit({SCHEMA}, package='shop', name='Order')",
    "read": f"assert rowtype.read([{str(ROOT / 'schema/source')!r}]).schemas['ConversationEvent']",
    "errors": "assert issubclass(rowtype.ValidationError, ValueError) and issubclass(rowtype.SourceError, Exception)",
}


@pytest.mark.parametrize("first", CALLS)
@pytest.mark.parametrize("then", CALLS)
def test_public_functions_in_any_order(first: str, then: str) -> None:
    script = f"import rowtype\n{CALLS[first]}\n{CALLS[then]}\n{CALLS[first]}"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr


def test_everything_public_is_there() -> None:
    import rowtype

    for name in rowtype.__all__:
        assert getattr(rowtype, name) is not None
    assert set(rowtype.__all__) <= set(dir(rowtype))
    with pytest.raises(AttributeError):
        _ = rowtype.nothing  # type: ignore[attr-defined]
