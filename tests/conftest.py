"""What several tests share: golden files, changed only by `make goldens`, and what reads records as machine code."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

from native_verdicts import extension
from rowtype.emitters import native

ROOT = Path(__file__).parent.parent

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as shells leave it to what they run in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)
SOAK = int(os.environ.get("SOAK", "1"))
"""How many times more examples than usual are drawn: `make soak` sets it."""

os.environ.pop("COLUMNS", None)  # how wide a terminal is: whoever runs the tests, output is the same

settings.register_profile("default", deadline=None, print_blob=True, max_examples=100 * SOAK)
settings.load_profile("default")


def examples(number: int) -> settings:
    """Settings of a property test that draws `number` examples, more in a soak."""
    return settings(max_examples=number * SOAK)


@pytest.fixture
def golden() -> Callable[[Path, str], None]:
    """Compare a text with a golden file, or write it where UPDATE_GOLDENS is set."""

    def compare(path: Path, text: str) -> None:
        if os.environ.get("UPDATE_GOLDENS"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        expected = path.read_bytes().decode() if path.exists() else ""
        assert text == expected, f"{path} differs; look, and if the change is meant run: make goldens"

    return compare


@pytest.fixture(scope="session")
def records() -> ModuleType:
    """What reads and writes records by plans, compiled once."""
    return extension(native.RECORDS)
