"""Law 6: what is committed is what a build makes."""

from __future__ import annotations

from conftest import ROOT
from rowtype import pipeline, project


def test_generated_files_are_fresh() -> None:
    here = project.load(ROOT)
    stale = pipeline.stale(pipeline.build(here), here)
    assert stale == [], "stale; run: make"
