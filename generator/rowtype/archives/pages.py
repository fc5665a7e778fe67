"""A report as one page of HTML that needs nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from rowtype.archives import counting, wording
from rowtype.archives.counting import Report
from rowtype.archives.wording import Say
from rowtype.diagnostics import Language

if TYPE_CHECKING:
    import jinja2


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("rowtype", "templates"),
        autoescape=True,  # what an archive holds is never markup
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def page(report: Report, *, full: bool, lang: Language = "en", say: Say = str) -> str:
    """A report as a page of HTML.

    Args:
        full: whether examples show values, else their shapes.
        lang: the language of what is around them.
        say: puts why a record is unreadable into that language.
    """
    words = wording.words(lang)
    said = counting.dump(report, full=full)
    return (
        _environment()
        .get_template("site/report.html.j2")
        .render(
            lang=lang,
            words=words,
            total=report.total,
            files=[_row(name, c, report.broken.get(name, "")) for name, c in sorted(report.files.items())],
            types=[_row(name or words["none"], c) for name, c in sorted(report.types.items())],
            violations=[_violation(v, say) for v in said["violations"]],
            fields=[_field(f, _holders(report, f["type"], f["pointer"])) for f in said["fields"]],
        )
    )


def _row(name: str, counts: counting.Counts, broken: str = "") -> dict[str, object]:
    return {
        "name": name,
        "broken": broken,
        "records": counts.records,
        "valid": counts.valid,
        "invalid": counts.invalid,
        "unreadable": counts.unreadable,
    }


def _violation(found: dict[str, Any], say: Say) -> dict[str, object]:
    first = [{"place": _place(e), "message": say(e["message"])} for e in found["first"]]
    return {**found, "first": first, "last": _place(found["last"])}


def _holders(report: Report, kind: str, pointer: str) -> int:
    """Objects that can have the field at a pointer; none where it stands for elements, or for the payload itself."""
    above, _, name = pointer.rpartition("/")
    holder = report.fields.get((kind, above)) if pointer and name != "*" else None
    return holder.types.get("object", 0) if holder else 0


def _field(found: dict[str, Any], most: int) -> dict[str, object]:
    types = ", ".join(f"{kind} ({count:,})" for kind, count in found["types"].items())
    values = {k: _most(found[k]) for k in ("values", "other_values")}
    return {**found, "most": most, "types": types, **values}


def _most(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Values, the most frequent first."""
    return sorted(counts.items(), key=lambda vc: (-vc[1], vc[0]))


def _place(found: dict[str, Any]) -> str:
    return str(counting.Where(found["file"], found["offset"], found["line"]))
