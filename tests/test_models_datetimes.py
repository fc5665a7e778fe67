"""Moments in models: the same on every version of Python, and of the type that the documentation's pattern means."""

from __future__ import annotations

import tomllib

import pytest

from conftest import ROOT
from rowtype.runtime import moments
from rowtype.schema.datetimes import DATE_TIME


def test_the_dialect_spells_the_pattern_that_is_known_to_be_a_moment() -> None:
    """Were they to differ, documented moments would become `datetime | str`."""
    path = ROOT / "generator/rowtype/reading/dialects/livetex.toml"

    def patterns(value: object) -> list[object]:
        if not isinstance(value, dict):
            return []
        own = [value.get("pattern")] if value.get("x-format") == "date-time" else []
        return own + [p for v in value.values() for p in patterns(v)]

    assert patterns(tomllib.loads(path.read_text(encoding="utf-8"))) == [DATE_TIME]


@pytest.mark.parametrize(
    "text",
    [
        "2014-12-17T24:00:00",
        "2014-12-17T24:00:00Z",
        "9999-12-31T24:00:00",
        "2014-12-17T23:59:60Z",
        "2014-12-17T23:59:59,5",
        "2014-W05-3T23:59:59",
        "20141217T235959",
    ],
)
def test_what_only_some_pythons_read_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - Python has many words for it
        moments.date_time(text)


@pytest.mark.parametrize(
    "text", ["2014-12-17T23:59:59.123456789Z", "2014-12-17T23:59:59.5", "2014-12-17T23:59:59-00:00"]
)
def test_the_text_of_a_moment_survives(text: str) -> None:
    found = moments.date_time(text)
    assert moments.write_date_time(found) == text
