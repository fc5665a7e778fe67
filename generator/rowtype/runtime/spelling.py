"""What was probably meant by a wrong name or value."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes longer to import than everything that is here
if TYPE_CHECKING:
    from collections.abc import Iterable

    from rowtype.runtime.violations import Violation


LONGEST = 60
"""Characters of a word for which another is looked for."""
MOST = 100
"""Names of an object among which one is looked for."""
UNKNOWN = frozenset(("additionalProperties", "unevaluatedProperties"))


def suggestion(word: str, known: Iterable[object]) -> str | None:
    """The known word that was probably meant; None when none is near."""
    if not word or len(word) > LONGEST:
        return None
    best, least = None, 1 + len(word) // 4
    letters = set(word)
    places: dict[str, int] = {}
    for i, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << i
    for other in known:
        if not isinstance(other, str) or other == word:
            continue
        if len(word) > 3 and (other.endswith(word) or other.startswith(word)):
            return other
        # An edit brings in one letter at most, and takes one away.
        if (
            abs(len(other) - len(word)) <= least
            and (other[0:1] == word[0] or other[-1:] == word[-1])
            and len(letters.difference(other)) <= least
            and len(set(other) - letters) <= least
        ):
            distance = edits(len(word), places, other)
            if distance <= least and (best is None or distance < least):
                best, least = other, distance
    return best


def edits(length: int, places: dict[str, int], other: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours between a word and another.

    `places` has a bit for each place where a letter stands in the word.  A column of the table of distances is two
    numbers, whose bits say where it steps up and down: H. Hyyrö, A bit-vector algorithm for computing Levenshtein and
    Damerau edit distances, Nordic Journal of Computing 10 (2003), section 4.
    """
    if not length:
        return len(other)
    every, last = (1 << length) - 1, 1 << length - 1
    up, down, diagonal, before = every, 0, 0, 0
    distance = length
    for letter in other:
        same = places.get(letter, 0)
        swapped = (~diagonal & same) << 1 & before
        diagonal = (((same & up) + up) ^ up) | same | down | swapped
        right = down | ~(diagonal | up)
        left = diagonal & up
        distance += (right & last != 0) - (left & last != 0)
        right = right << 1 | 1
        up = (left << 1 | ~(diagonal | right)) & every
        down = right & diagonal & every
        before = same
    return distance


def misspelt(violation: Violation) -> str | None:
    """What was probably meant by a name that is not allowed, or by a value; or what stands for a missing name."""
    check = violation._check
    if check.keyword in UNKNOWN:
        return check.meant(violation.detail)
    if check.keyword in ("const", "enum"):
        return check.meant(violation.value)
    return stray(violation) if check.keyword == "required" else None


def stray(violation: Violation) -> str | None:
    """For `required`: a property that is there, is not declared, and is probably the missing one misspelt."""
    name, declared, value = violation.detail, violation._check.names, violation.value
    if declared is None or len(name) < 4 or not isinstance(value, dict) or len(value) > MOST:
        return None
    return suggestion(name, (key for key in value if key not in declared))
