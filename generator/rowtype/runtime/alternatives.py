"""Which alternatives of `anyOf` and `oneOf` a value comes nearest to, and what is wrong with those."""

from __future__ import annotations

from rowtype.runtime.spelling import UNKNOWN, misspelt

TYPE_CHECKING = False  # `typing` takes longer to import than everything that is here
if TYPE_CHECKING:
    from collections.abc import Iterable

    from rowtype.runtime.violations import Check, Path, Report, Settled, Violation

FARTHEST = (3, 0, 0, 0, 0)
OF_CHOICE = frozenset(("anyOf", "oneOf"))
OF_PLACE = frozenset(("additionalProperties", "unevaluatedProperties", "unevaluatedItems", "false"))
"""Keywords that say of a container that one of its parts may not be there."""
OF_KIND = frozenset(("type", "false", "anyOf", "oneOf", "not"))
NAMING = frozenset(("required", "dependentRequired"))
MISSING = frozenset(("required", "dependentRequired", "minProperties", *OF_PLACE))


def compared(
    reports: tuple[Report, ...], violation: Violation, known: Settled
) -> tuple[int | tuple[tuple[int, int], ...], tuple[Violation, ...]]:
    """The number of the alternative that comes nearest, or the numbers of those that do, each with where its causes
    begin; and what is wrong with them.
    """
    at = violation._at
    found: list[list[Violation]] = []
    for report in reports:
        found.append([])
        report(violation.value, at, found[-1])
    # A name that one alternative declares is no misspelling of one that another declares.
    declared = {name for wrong in found for other in wrong for name in beside(other, at)}
    least, best = FARTHEST, [0]
    for number, wrong in enumerate(found):
        distance = far(wrong, violation, declared, known)
        if distance < least:
            least, best = distance, [number]
        elif distance == least:
            best.append(number)
    causes: list[Violation] = []
    starts = []
    for number in best:
        starts.append((number + 1, len(causes)))
        causes += found[number]
    return starts[0][0] if len(starts) == 1 else tuple(starts), tuple(causes)


def nearest_of(violation: Violation) -> list[tuple[object, tuple[Violation, ...]]]:
    """The nearest alternatives by number, each with what is wrong with it."""
    detail, causes = violation.detail, violation.causes
    starts = list(detail) if isinstance(detail, tuple) else [(detail, 0)]
    ends = [start for _, start in starts[1:]] + [len(causes)]
    return [(number, causes[start:end]) for (number, start), end in zip(starts, ends, strict=True)]


def far(
    wrong: list[Violation], whole: Violation, declared: set[str], known: Settled
) -> tuple[int, int, int, int, int]:
    """How far an alternative is with which this is wrong: less is nearer.

    One for another kind of value is far, one whose tag differs comes next, and there is nearer if nothing else is
    wrong.  Then counts how many names of the value itself are missing or unknown, against how many it knows; then how
    deep the rest lies: deeper is nearer, and there a wrong kind is farther than a name, which is farther than a wrong
    bound or a name that is misspelt; last, how much is wrong.
    """
    at, value, tags = whole._at, whole.value, whole._check.names or ()
    group, names, count, other_tags = 0, 0, 0, 0
    known_names: set[str] = set()
    rest: list[tuple[int, int]] = []
    leaves = innermost(wrong, known)
    meanings = [meaning(violation, declared) for violation in leaves]
    excused = {
        meant for violation, meant in zip(leaves, meanings, strict=True) if violation.keyword in UNKNOWN
    }
    for violation, meant in zip(leaves, meanings, strict=True):
        keyword, below = violation.keyword, depth(violation._at, at)
        listed = keyword in ("const", "enum")
        of_kind = keyword in OF_KIND or (listed and not alike(violation.value, violation._check))
        if below == 0 and of_kind and keyword not in ("anyOf", "oneOf", "not"):
            group = 2
        elif listed and not meant and (below == 0 or (below == 1 and violation.path[-1] in tags)):
            group, other_tags = max(group, 1), other_tags + 1
        if keyword in NAMING and violation.detail in excused:
            continue
        grave = 3 if of_kind else 2 if keyword in MISSING else 1
        if keyword in OF_PLACE and below:
            grave, below = 2, below - 1
        if meant:
            grave = 0
        else:
            count += 1
        if below == 0 and grave == 2:
            names += 1
            known_names.update(beside(violation, at))
        rest.append((below, grave))
    if group:
        return (1, other_tags, count > other_tags, 0, 0) if group == 1 else (2, 0, 0, 0, 0)
    if names and any(grave < 2 for _, grave in rest):
        # That something deep inside is looked at says more than that a name of the whole is missing.
        deepest = max(below for below, grave in rest if grave < 2)
    else:
        deepest = min((below for below, _ in rest), default=0)
    if names and isinstance(value, dict):
        names = max(1, 1 + names - sum(name in value for name in known_names))
    return group, names, -deepest, max((grave for below, grave in rest if below == deepest), default=0), count


def innermost(wrong: Iterable[Violation], known: Settled) -> list[Violation]:
    """What is wrong, where alternatives are among it with the nearest of theirs."""
    found = []
    for violation in wrong:
        if violation.keyword in OF_CHOICE:
            violation._settle(known)
            if inner := nearest_of(violation)[0][1]:
                found += innermost(inner, known)
                continue
        found.append(violation)
    return found


def beside(violation: Violation, at: Path) -> Iterable[str]:
    """The properties that are declared where a name of the value in this place is missing or unknown."""
    if violation._at is at and violation.keyword == "required":
        return violation._check.names or ()
    if violation._at is not None and violation._at[0] is at and violation.keyword in UNKNOWN:
        return violation._check.expected or ()
    return ()


def depth(place: Path, at: Path) -> int:
    """Levels from one place down to another."""
    below = 0
    while place is not at and place is not None:
        place, below = place[0], below + 1
    return below


def alike(value: object, check: Check) -> bool:
    """Whether a value has the kind of one that `const` or `enum` lists."""
    listed = (check.expected,) if check.keyword == "const" else check.expected
    kind = float if type(value) is int else type(value)
    return any(kind is (float if type(other) is int else type(other)) for other in listed)


def meaning(violation: Violation, declared: set[str]) -> str | None:
    """The same where it is no name that is declared elsewhere."""
    meant = misspelt(violation)
    name = violation.detail if violation.keyword in UNKNOWN else meant
    return None if violation.keyword not in ("const", "enum") and name in declared else meant
