"""Payloads that look like real ones, always the same for the same seed, and some that are wrong on purpose."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from rowtype.compiling import Validator
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json
from rowtype.schema.shapes.datetimes import DATE_TIME

TRIES = 60
"""Payloads that are made before it is given up to find one that is valid, or not."""
DEEP = 6
"""Levels below which only what is required is made."""


class NotFound(Exception):
    """No payload of the kind that is wanted was found."""


def payloads(validator: Validator, number: int, seed: int, invalid: float = 0.0) -> Iterator[Json]:
    """So many payloads; the share `invalid` of them, evenly spread by chance, is not valid.

    Each depends on the seed and its own number alone.

    Raises:
        NotFound: none was found that is valid, or invalid.
    """
    for i in range(number):
        draw = random.Random(f"{seed}:{i}")
        wrong = draw.random() < invalid
        yield _found(validator, draw, i, wrong)


def _found(validator: Validator, draw: random.Random, number: int, wrong: bool) -> Json:
    for tried in range(TRIES):
        value = _Maker(validator.plan, draw, number, sparse=tried > TRIES // 2).make(
            validator.plan.roots[0], "", 0
        )
        if not validator.is_valid(value):
            continue
        if not wrong:
            return value
        for _ in range(10):
            spoilt = spoil(value, draw)
            if not validator.is_valid(spoilt):
                return spoilt
    raise NotFound("an invalid payload was not found" if wrong else "a valid payload was not found")


def spoil(value: Json, draw: random.Random) -> Json:
    """The value with something about it changed: a field gone, of another type, misspelt, null."""
    if isinstance(value, dict) and value:
        name = draw.choice(list(value))
        match draw.randrange(4):
            case 0:
                return {k: v for k, v in value.items() if k != name}
            case 1 if isinstance(value[name], dict | list):
                return {**value, name: spoil(value[name], draw)}
            case 2:
                return {**value, name: None}
            case _:
                return {**value, name: _other(value[name], draw)}
    if isinstance(value, list) and value:
        i = draw.randrange(len(value))
        return [*value[:i], spoil(value[i], draw), *value[i + 1 :]]
    return _other(value, draw)


def _other(value: Json, draw: random.Random) -> Json:
    match value:
        case bool() | None:
            return draw.choice(["yes", "", 1])
        case int() | float():
            return draw.choice([str(value), -value - 1, value * 1_000_003 + 0.5, None])
        case str():
            middle = len(value) // 2
            return draw.choice(
                [value[:middle] + value[middle + 1 :], value + "x", len(value), value.upper() + "!"]
            )
    return draw.choice(["", 0, False])


@dataclass(slots=True)
class _Maker:
    plan: p.Plan
    draw: random.Random
    number: int
    sparse: bool
    """Whether only what is required is made."""
    person: dict[str, str] = field(default_factory=dict)
    """Name, address and the like of the one person of a record."""
    moment: dt.datetime | None = None
    """The last moment of the record: the next one is later."""

    def make(self, index: p.Index, name: str, depth: int) -> Json:
        """A value for a schema, valid as a rule."""
        schemas = self._chosen(index)
        checks = [check for i in schemas for check in self.plan.schemas[i].checks]
        sources = [s for i in schemas if isinstance(s := self.plan.schemas[i].source, dict)]
        for check in checks:
            if isinstance(check, p.Enum):
                return self.draw.choice(check.values)
        kinds = [list(c.types) for c in checks if isinstance(c, p.Types)]
        kind = self._kind(kinds, checks)
        match kind:
            case "object":
                return self._object(checks, depth)
            case "array":
                return self._array(checks, name, depth)
            case "string":
                return self._string(checks, sources, name)
            case "integer" | "number":
                return self._number(checks, kind, name)
            case "boolean":
                return self.draw.random() < 0.5
        return None

    def _chosen(self, index: p.Index) -> list[p.Index]:
        """The schema, what it refers to, and one of its alternatives."""
        found: list[p.Index] = []
        waiting = [index]
        while waiting:
            now = waiting.pop(0)
            if now in found:
                continue
            found.append(now)
            for check in self.plan.schemas[now].checks:
                if isinstance(check, p.AnyOf | p.OneOf):
                    waiting.append(self.draw.choice(check.children))
                elif isinstance(check, p.Ref | p.AllOf):
                    waiting += p.in_place(check)
        return found

    def _kind(self, kinds: list[list[str]], checks: list[p.Check]) -> str:
        if kinds:
            common = [k for k in kinds[0] if all(k in more for more in kinds)] or kinds[0]
            if len(common) > 1 and "null" in common and self.draw.random() < 0.9:
                common = [k for k in common if k != "null"]
            return self.draw.choice(common)
        if any(isinstance(c, p.Properties | p.Required | p.AdditionalProperties) for c in checks):
            return "object"
        if any(isinstance(c, p.Items) for c in checks):
            return "array"
        if any(isinstance(c, p.Bound | p.MultipleOf) for c in checks):
            return "number"
        return "string"

    def _object(self, checks: list[p.Check], depth: int) -> dict[str, Json]:
        required = {n for c in checks if isinstance(c, p.Required) for n in c.names}
        known = {n: child for c in checks if isinstance(c, p.Properties) for n, child in c.entries}
        found: dict[str, Json] = {}
        for name, child in known.items():
            if any(isinstance(check, p.Never) for check in self.plan.schemas[child].checks):
                continue
            if name in required or (not self.sparse and depth < DEEP and self.draw.random() < 0.7):
                found[name] = self.make(child, name, depth + 1)
        for name in required - known.keys():
            found[name] = self._words(False)
        return found

    def _array(self, checks: list[p.Check], name: str, depth: int) -> list[Json]:
        least, most = self._sizes(checks, "array", 3)
        if depth >= DEEP:
            most = least
        items = [c.child for c in checks if isinstance(c, p.Items)]
        size = self.draw.randint(least, most)
        unique = any(isinstance(c, p.UniqueItems) for c in checks)
        found: list[Json] = []
        for _ in range(size * 3 if unique else size):
            value = self.make(items[0], name, depth + 1) if items else self._words(False)
            if len(found) < size and not (unique and value in found):
                found.append(value)
        return found

    def _sizes(self, checks: list[p.Check], of: str, usual: int) -> tuple[int, int]:
        least = max((c.limit for c in checks if isinstance(c, p.Size) and c.of == of and c.lower), default=0)
        most = min(
            (c.limit for c in checks if isinstance(c, p.Size) and c.of == of and not c.lower),
            default=least + usual,
        )
        return least, max(least, min(most, least + usual))

    def _number(self, checks: list[p.Check], kind: str, name: str) -> Json:
        low, high = None, None
        for c in checks:
            if isinstance(c, p.Bound):
                step = (1 if kind == "integer" else 0.01) if c.keyword.startswith("exclusive") else 0
                if c.keyword.endswith("inimum"):
                    low = max(c.limit + step, low if low is not None else c.limit + step)
                else:
                    high = min(c.limit - step, high if high is not None else c.limit - step)
        if name.lower() in ("id", "number") or name.lower().endswith("_id"):
            low = low if low is not None else 1
        low = low if low is not None else (min(0, high) if high is not None else 0)
        high = high if high is not None else low + 1000
        divisors = [c.divisor for c in checks if isinstance(c, p.MultipleOf)]
        if divisors and divisors[0] == int(divisors[0]):
            by = int(divisors[0])
            return self.draw.randint(-(-int(low) // by), max(-(-int(low) // by), int(high) // by)) * by
        if kind == "integer":
            return self.draw.randint(int(-(-low // 1)), max(int(-(-low // 1)), int(high // 1)))
        return min(high, max(low, round(self.draw.uniform(low, high), 2)))

    # ------------------------------------------------------------------------------------------- texts

    def _string(self, checks: list[p.Check], sources: list[dict[str, Json]], name: str) -> str:
        formats = [c.name for c in checks if isinstance(c, p.Format)]
        formats += [f for s in sources for f in (s.get("format"), s.get("x-format")) if isinstance(f, str)]
        patterns = [c.regex for c in checks if isinstance(c, p.Pattern)]
        for form in formats:
            if form in _FORMATS:
                return _FORMATS[form](self)
        if DATE_TIME in patterns:
            return self._moment().isoformat()
        if patterns:
            return _matching(patterns[0], self.draw)
        russian = any(
            "CYRILLIC" in unicodedata.name(c, "") for s in sources for c in str(s.get("description", ""))
        )
        return self._fitting(self._named(name.lower(), russian), checks)

    def _fitting(self, said: str, checks: list[p.Check]) -> str:
        least, most = self._sizes(checks, "string", 10_000)
        while len(said) < least:
            said += " " + self._words(False)
        return said[:most]

    def _named(self, name: str, russian: bool) -> str:
        """What a field of that name holds."""
        if "mail" in name:
            return self._person(russian)["mail"]
        if "phone" in name or name in ("tel", "mobile"):
            return f"+7{self.draw.randrange(9_000_000_000, 9_999_999_999)}"
        if any(part in name for part in ("url", "uri", "link", "page", "site")):
            return f"https://example.com/{self.draw.choice(_data()['paths'])}"
        if name.endswith(("_at", "_time", "date")) or name in ("time", "timestamp"):
            return self._moment().isoformat()
        if name in ("id", "uuid", "guid") or name.endswith(("_id", "uuid")):
            return f"{self.draw.getrandbits(48):012x}"
        for key in ("first", "last"):
            if key in name:
                return self._person(russian)[key]
        if "name" in name:
            person = self._person(russian)
            return f"{person['first']} {person['last']}"
        return self._words(russian)

    def _person(self, russian: bool) -> dict[str, str]:
        if not self.person:
            names = _data()["russian" if russian or self.draw.random() < 0.3 else "english"]
            first, last, mail = self.draw.choice(names["people"]).split("|")
            self.person = {"first": first, "last": last, "mail": f"{mail}@example.com"}
        return self.person

    def _words(self, russian: bool) -> str:
        return str(self.draw.choice(_data()["russian" if russian else "english"]["sentences"]))

    def _moment(self) -> dt.datetime:
        """A moment that is later than all before it in the record."""
        if self.moment is None:
            self.moment = dt.datetime(2024, 1, 1) + dt.timedelta(
                seconds=self.number * 37 + self.draw.randrange(37)
            )
        else:
            self.moment += dt.timedelta(seconds=self.draw.randrange(1, 7200))
        return self.moment

    def uuid(self) -> str:
        bits = f"{self.draw.getrandbits(128):032x}"
        return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:]}"


_FORMATS: dict[str, Callable[[_Maker], str]] = {
    "date-time": lambda m: m._moment().isoformat() + "Z",
    "date": lambda m: m._moment().date().isoformat(),
    "time": lambda m: m._moment().time().isoformat() + "Z",
    "duration": lambda m: f"PT{m.draw.randrange(1, 90)}M",
    "email": lambda m: m._person(False)["mail"],
    "idn-email": lambda m: m._person(False)["mail"],
    "hostname": lambda m: f"host{m.draw.randrange(99)}.example.com",
    "ipv4": lambda m: f"192.0.2.{m.draw.randrange(256)}",
    "ipv6": lambda m: f"2001:db8::{m.draw.randrange(65536):x}",
    "uri": lambda m: f"https://example.com/{m.draw.randrange(10**6)}",
    "uri-reference": lambda m: f"/{m.draw.randrange(10**6)}",
    "uuid": lambda m: m.uuid(),
    "json-pointer": lambda m: f"/{m.draw.randrange(99)}",
}


@cache
def _data() -> dict[str, Any]:
    import tomllib

    text = resources.files("rowtype").joinpath("archives", "samples.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _matching(regex: str, draw: random.Random) -> str:
    """A text that a regular expression matches, as a rule."""
    return "".join(_written(ecma.parse(regex), draw))


def _written(node: Any, draw: random.Random) -> Iterator[str]:
    match node:
        case ecma.Set(ranges=ranges):
            yield _character(ranges, draw)
        case ecma.Sequence(nodes=nodes):
            for one in nodes:
                yield from _written(one, draw)
        case ecma.Choice(nodes=nodes):
            yield from _written(draw.choice(nodes), draw)
        case ecma.Repeat(node=one, least=least, most=most):
            top = least + 4 if most is None else min(most, least + 4)
            for _ in range(draw.randint(least, top)):
                yield from _written(one, draw)
        case ecma.Group(node=one):
            yield from _written(one, draw)
        case _:
            return  # an anchor, or what looks ahead


def _character(ranges: tuple[tuple[int, int], ...], draw: random.Random) -> str:
    """A character of a set, a letter or a digit where there is one."""
    for low, high in ((97, 122), (48, 57), (65, 90), (33, 126), (32, 0x10FFFF)):
        within = [(max(a, low), min(b, high)) for a, b in ranges if a <= high and b >= low]
        if within:
            first, last = draw.choice(within)
            return chr(draw.randint(first, last))
    return chr(ranges[0][0]) if ranges else ""
