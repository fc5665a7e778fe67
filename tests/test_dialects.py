"""Dialects as people write them: what their tables may hold, and what is said of those that hold something else."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from rowtype.diagnostics import SourceError
from rowtype.reading import dialect, read
from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.dialect.loading import KEYS, load, parse
from rowtype.reading.dialect.patterns import Pattern
from rowtype.reading.dialect.tongues import Tongues


@pytest.mark.parametrize(
    ("toml", "why"),
    [
        ("[columns]\nname = 1", "the key 'name' is missing"),
        ('name = "x"\ncolour = 1', "unknown key 'colour'; known are base, bounds, cells, characters, "),
        ('name = "x"\nextends = ["xx"]', "'xx' is no language; known are en, ru, ar, cs, "),
        ('name = "x"\n[types]\narrays = []', "unknown key 'arrays' in [types]"),
        ('name = "x"\n[conditions]\nand = ["und"]', "unknown key 'and' in [conditions]; known are both, either, "),
        ('name = "x"\n[conditions]\nboth = "und"', "'both' is a list of words"),
        ('name = "x"\n[conditions]\nboth = [""]', "'both' is a list of words, none of them empty"),
        ('name = "x"\n[cells]\nreadonly = ["r"]', "unknown key 'readonly' in [cells]; known are read_only, "),
        ('name = "x"\n[cells]\nread_only = "r"', "'read_only' is a list of words"),
        ('name = "x"\n[cells]\noccurs."1-2" = ["few"]', "'1-2' in [cells.occurs] is not of the form 0..1 or 1..*"),
        ('name = "x"\n[numbers]\ntwelve = ["dozen"]', "'twelve' in [numbers] is no number"),
        ('name = "x"\n[values]\njoins = "or"', "'joins' is a list of words"),
        ('name = "x"\n[[prose]]\nslug = "x"\npattern = "("\nsets = {}', "'pattern' of the rule 'x': missing ), "),
        ('name = "x"\n[[prose]]\nslug = "x"\npattern = "(?P<a>.)"\nsets.minimum = "{a|b}"', "'x' has no group 'b'"),
        ('name = "x"\n[[prose]]\nslug = "x"\ninto = "enum"\nheader = "of"\nitem = "."', "'item' of the rule 'x' has "),
        ('name = "x"\n[[prose]]\nslug = "x"\npattern = "(?P<a>.)"\nsets.lengths = "{a}"', "'lengths' of the rule 'x' "),
        ('name = "x"\n[[prose]]\nslug = "x"', "a prose rule has 'slug' and either "),
    ],
)  # fmt: skip
def test_a_faulty_dialect_is_refused_with_a_reason(toml: str, why: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse(toml, "mine.toml")
    assert why in str(caught.value)
    assert "mine.toml" in str(caught.value)


def test_rules_of_the_languages_are_right() -> None:
    """They are compiled when they are first used, each by itself."""
    for rule in load("plain").rules:
        patterns = {key: getattr(rule, key) for key in rule.written}
        assert all(isinstance(pattern, re.Pattern) for pattern in patterns.values()), rule.slug
        assert "item" not in patterns or "value" in patterns["item"].groupindex


def test_patterns_of_the_languages_are_right() -> None:
    """They are compiled when they are first used too."""
    plain = load("plain")
    several = [value for value in vars_of(plain) if isinstance(value, tuple)]
    pairs = [one for value in several for one in value]
    words = [value for one in (plain.cells, plain.joining, plain.beside_types) for value in vars_of(one)]
    inside = [one for pair in pairs if isinstance(pair, tuple) for one in pair]
    patterns = [one for one in (*vars_of(plain), *pairs, *inside, *words) if isinstance(one, Pattern)]
    assert len(patterns) > 50
    for pattern in patterns:
        pattern.check()


def vars_of(data: object) -> list[object]:
    return [getattr(data, one.name) for one in fields(data)]  # type: ignore[arg-type]


def test_only_words_of_languages_that_a_text_has_make_patterns() -> None:
    """And what they find is what the words of all would."""
    made: list[BoundWords] = []

    def make(**stated: Any) -> BoundWords:
        made.append(BoundWords(**stated))
        return made[-1]

    languages = [{"most": ("at most", "no more")}, {"most": ("höchstens",)}, {"most": ("最大", "no more")}]
    words = Tongues(languages, make)
    assert words.for_text("Latmost 5.").most == ()
    assert words.for_text("At MOST 5, no more.").most == ("at most", "no more")
    assert words.for_text("no more, 高").most == ("at most", "no more")
    assert words.for_text("最大5、höchstens").most == ("at most", "no more", "höchstens", "最大")
    assert [one.spaced for one in made] == [True, True, False, False]


def test_every_table_is_described() -> None:
    described = set(re.findall(r"\[(\w+)\]", dialect.__doc__ or ""))
    assert described == KEYS - {"name", "base", "extends"}


ESPERANTO = """
name = "eo"
[columns]
name = ["Kampo"]
type = ["Tipo"]
required = ["Deviga"]
access = ["Aliro"]
default = ["Implicita"]
length = ["Longo"]
cardinality = ["Ofteco"]
description = ["Priskribo"]
[required]
yes = ["Jes"]
no = ["Ne"]
beside_no = ["nedevig*"]
[synonyms]
string = ["teksto"]
[conditions]
both = ["kaj"]
leading = ["se"]
equals = ["egalas"]
absent = ["mankas"]
[cells]
read_only = ["nur legebla"]
no_default = ["nenio"]
deprecated = ["malnova"]
length_to = ["ĝis"]
occurs."0..*" = ["multaj"]
[numbers]
2 = ["du"]
[[prose]]
slug = "required-if"
kind = "required-if"
pattern = '(?i)deviga,? (?=se)(?P<condition>[^.\\n]+)'
"""


def test_a_dialect_needs_no_python(tmp_path: Path) -> None:
    """Esperanto, which Rowtype does not know: headers, marks, cells and conditions."""
    page = tmp_path / "T.md"
    page.write_text(
        "# Mendo\n\n| Kampo | Tipo | Aliro | Implicita | Longo | Ofteco | Priskribo |\n|---|---|---|---|---|---|---|\n"
        "| id | teksto | nur legebla | nenio | 2 ĝis 36 | 1 | Nomo. |\n"
        "| noto (nedeviga) | teksto | | nenio | 9 | | Deviga, se `id` egalas `x` kaj `malnovo` mankas. |\n"
        "| malnovo (malnova) | teksto | | | | multaj | Malnovaj nomoj. |\n",
        encoding="utf-8",
    )
    (tmp_path / "eo.toml").write_text(ESPERANTO, encoding="utf-8")
    reading = read([page], dialect=str(tmp_path / "eo.toml"))
    schema = reading.schemas["Mendo"]
    assert reading.diagnostics == ()
    assert schema["required"] == ["id"]
    fields = {
        name: {k: v for k, v in field.items() if k != "description"}
        for name, field in schema["properties"].items()
    }
    assert fields == {
        "id": {"readOnly": True, "type": "string", "minLength": 2, "maxLength": 36},
        "noto": {"type": "string", "maxLength": 9},
        "malnovo": {"type": "array", "items": {"type": "string"}, "deprecated": True},
    }
    test = {"properties": {"id": {"const": "x"}}, "required": ["id"], "not": {"required": ["malnovo"]}}
    assert schema["allOf"] == [{"if": test, "then": {"required": ["noto"]}}]


def test_lengths_that_are_no_numbers_set_nothing(tmp_path: Path) -> None:
    rule = '[[prose]]\nslug = "odd"\npattern = "(?P<a>[0-9]+) or (?P<b>[a-z0-9]+) signs"\nsets.lengths = "{a},{b}"\n'
    (tmp_path / "mine.toml").write_text(f'name = "mine"\nbase = "plain"\n{rule}', encoding="utf-8")
    page = "# Code\n\n| Field | Type | Description |\n|---|---|---|\n| a | string | 13 or 15 signs |\n"
    page += "| b | string | 13 or more signs |\n"
    (tmp_path / "code.md").write_text(page, encoding="utf-8")
    reading = read([tmp_path / "code.md"], dialect=str(tmp_path / "mine.toml"))
    fields = reading.schemas["Code"]["properties"]
    assert fields["a"]["pattern"] == "^(?:.{13}|.{15})$"
    assert "pattern" not in fields["b"]


def test_the_pattern_of_a_rule_is_no_mask(tmp_path: Path) -> None:
    """Whatever it looks like, a dialect says that it is one; of a page's own text that has to be seen."""
    page = tmp_path / "T.md"
    page.write_text(
        "# Order\n\n| Field | Type | Description |\n|---|---|---|\n| a | string | A road sign. |\n"
        "| b | string | Pattern: `EUR-USD`. |\n",
        encoding="utf-8",
    )
    rule = '[[prose]]\nslug = "sign"\npattern = "road sign"\nsets.pattern = "EUR-USD"\n'
    (tmp_path / "signs.toml").write_text(f'name = "signs"\nbase = "plain"\n{rule}', encoding="utf-8")
    fields = read([page], dialect=str(tmp_path / "signs.toml")).schemas["Order"]["properties"]
    assert fields["a"]["pattern"] == "EUR-USD"
    assert "pattern" not in fields["b"]
