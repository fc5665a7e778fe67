"""Moments in models: the same on every version of Python, and of the type that the documentation's pattern means."""

from __future__ import annotations

import copy
import pickle
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, examples
from rowtype.runtime import moments, uuids
from rowtype.runtime.formats.date import is_date
from rowtype.runtime.formats.date_time import is_date_time
from rowtype.runtime.formats.duration import is_duration
from rowtype.runtime.formats.time import is_time
from rowtype.runtime.formats.uuid import is_uuid
from rowtype.schema.shapes.datetimes import DATE_TIME


def test_the_dialect_spells_the_pattern_that_is_known_to_be_a_moment() -> None:
    """Were they to differ, documented moments would become `datetime | str`."""
    path = ROOT / "generator/rowtype/reading/dialect/dialects/livetex.toml"

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


DATES = st.one_of(
    st.dates().map(str), st.sampled_from(["0000-02-29", "0000-12-31", "0000-02-30", "1900-02-29", "20141217"])
)
TIMES = st.one_of(
    st.times().map(lambda t: t.isoformat()),
    st.sampled_from(["23:59:60", "00:00:60", "24:00:00", "12:30", "12:00:00.000000", "12:00:00.5"]),
)
OFFSETS = st.sampled_from(
    ["", "Z", "z", "+00:00", "-00:00", "+23:59", "-12:30", "+24:00", "+03", "+00:01", "+03:00:10"]
)
NUMBERS = st.sampled_from(["0", "1", "42", "1.5", "9" * 30, "9" * 5000])
AMOUNTS = st.lists(
    st.one_of(st.just("T"), st.tuples(NUMBERS, st.sampled_from("YMWDHMS")).map("".join)), max_size=4
).map(lambda parts: "P" + "".join(parts))


def texts(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts of a format, and ones with a character that does not belong there."""
    whole = st.tuples(*parts).map("".join)
    spoilt = st.tuples(whole, st.integers(0, 25), st.sampled_from("T:+-.0Zz\n٣ "))
    return st.one_of(whole, spoilt.map(lambda t: t[0][: t[1]] + t[2] + t[0][t[1] :]))


@pytest.mark.parametrize(
    ("read", "write", "is_valid", "strategy"),
    [
        (
            moments.read_date_time,
            moments.write_date_time,
            is_date_time,
            texts(DATES, st.sampled_from("Tt "), TIMES, OFFSETS),
        ),
        (moments.read_date, moments.write_date, is_date, texts(DATES)),
        (moments.read_time, moments.write_time, is_time, texts(TIMES, OFFSETS)),
        (moments.read_duration, moments.write_duration, is_duration, texts(AMOUNTS)),
        (uuids.read_uuid, uuids.write_uuid, is_uuid, texts(st.uuids().map(str))),
    ],
)
@examples(300)
@given(data=st.data())
def test_values_are_read_from_exactly_the_texts_of_their_format(
    read: Callable[[str], Any],
    write: Callable[[Any], str],
    is_valid: Callable[[str], bool],
    strategy: st.SearchStrategy[str],
    data: st.DataObject,
) -> None:
    text = data.draw(strategy)
    try:
        found = read(text)
    except ValueError:
        assert not is_valid(text)
        return
    assert is_valid(text)
    for value in (found, copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
        assert value == found
        assert (value if isinstance(value, str) else write(value)) == text
