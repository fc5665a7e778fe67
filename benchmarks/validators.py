"""How fast are validators?  Ours and every installed peer, interleaved, on the same values; verdicts are checked first.

    python benchmarks/validators.py [--only TEXT] [--peer NAME]... [--rounds 7] [--errors] [--compile] [--plot FILE]
                                    [--schemas FOLDER]

One round runs every peer in turn for some 10 ms, in an order that rotates; the best round counts.  Compare the ratios
of one run: absolute times of a shared machine differ by up to 1.7 between runs.  Real schemas come from the package
`check-jsonschema` where it is installed, or from any folder, with random values that jsonschema-rs mostly holds valid.
"""

from __future__ import annotations

import argparse
import copy
import itertools
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sampling import Sampler
from validator_peers import Compiled, Peer, installed

ROOT = Path(__file__).parent.parent
BLOCK = 0.01
"""Seconds of one timed block."""
EVENT_BASE = "https://rowtype.example/"


@dataclass(frozen=True)
class Case:
    name: str
    schema: Any
    values: list[Any]
    formats: bool = False
    documents: dict[str, Any] | None = None


def parsed(value: Any) -> Any:
    """As a parser makes it: the strings of a literal are interned, and found by identity."""
    return json.loads(json.dumps(value))


def event_cases() -> Iterator[Case]:
    """The conversation event of this repository, with the type that it refers to."""
    folder = ROOT / "schema" / "canonical"
    if not (folder / "ConversationEvent.schema.json").exists():
        print("# schema/canonical is empty: run `make`", file=sys.stderr)
        return
    schema = json.loads((folder / "ConversationEvent.schema.json").read_text(encoding="utf-8"))
    # Peers do not resolve references against a base that is relative.
    schema["$id"] = EVENT_BASE + schema["$id"]
    documents: dict[str, Any] = {}
    for path in sorted(folder.glob("*.schema.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        documents[EVENT_BASE + path.name] = {**document, "$id": EVENT_BASE + path.name}
    small = {
        "event_text": "Посетитель начал переписку",
        "created_at": "2014-12-17T15:35:48",
        "event_type": "visitor-chat-open",
    }
    cases = {
        "small": small,
        "with page and employee": {
            **small,
            "page": "https://example.com/",
            "employee": {"id": 7, "name": "Е. К."},
        },
        "bad enum": {**small, "event_type": "visitor-chat-opened"},
        "three errors": {"event_text": 1, "created_at": "yesterday", "event_type": "open"},
    }
    for name, value in cases.items():
        yield Case(f"conversation event, {name}", schema, [parsed(value)], documents=documents)


def flat_cases() -> Iterator[Case]:
    """A flat event with a date-time and a nested employee."""
    text, flag, number = {"type": "string"}, {"type": "boolean"}, {"type": "number"}
    names = ("id", "first_name", "last_name", "email", "title", "department", "team", "office", "hired_on")
    properties = {**dict.fromkeys(names, text), **dict.fromkeys(("active", "remote", "on_leave"), flag)}
    properties |= {**dict.fromkeys(("salary", "bonus", "fte"), number), "level": {"type": "integer"}}
    address = {
        "type": "object",
        "required": ["street", "city"],
        "properties": {"street": text, "city": text, "zip": text},
    }
    properties["addresses"] = {"type": "array", "items": address}
    kinds = [
        f"{a}.{b}"
        for a in ("employee", "leave", "payroll")
        for b in ["hired", "updated", "paid", "run", "closed", "denied", "ended"]
    ]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["event_text", "created_at", "event_type"],
        "properties": {
            "event_text": text,
            "created_at": {"type": "string", "format": "date-time"},
            "event_type": {"type": "string", "enum": kinds},
            "page": text,
            "employee": {"type": "object", "required": ["id", "email", "active"], "properties": properties},
        },
    }
    small = {
        "event_text": "a",
        "created_at": "2026-11-22T10:15:30Z",
        "event_type": "payroll.paid",
        "page": "/pay",
    }
    employee = {name: name.title() for name in names} | {
        "active": True,
        "salary": 98000.5,
        "bonus": 12000,
        "level": 7,
    }
    employee["addresses"] = [{"street": "12 St James's Square", "city": "London", "zip": "SW1Y"}] * 2
    for formats, suffix in ((False, ""), (True, " +format")):
        yield Case("flat event, small" + suffix, schema, [parsed(small)], formats)
        yield Case("flat event, nested" + suffix, schema, [parsed({**small, "employee": employee})], formats)
        yield Case(
            "flat event, bad enum" + suffix,
            schema,
            [parsed({**small, "event_type": "payroll.burned"})],
            formats,
        )


def vendored() -> Path | None:
    """The folder of published schemas that check-jsonschema carries."""
    found = find_spec("check_jsonschema")
    if found is None or found.origin is None:
        print("# check-jsonschema is not installed: no real schemas", file=sys.stderr)
        return None
    return Path(found.origin).parent / "builtin_schemas" / "vendor"


def real_cases(folder: Path | None) -> Iterator[Case]:
    """The schemas of a folder, each with up to 60 random values, most of them valid."""
    if folder is None:
        return
    if not find_spec("jsonschema_rs"):
        print(
            "# jsonschema-rs, which judges random values, is not installed: no real schemas", file=sys.stderr
        )
        return
    import jsonschema_rs

    for path in sorted(folder.glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        try:
            judge = jsonschema_rs.validator_for(schema, validate_formats=False)
        except Exception as error:
            print(f"# {path.stem}: {str(error)[:90]}", file=sys.stderr)
            continue
        valid: list[Any] = []
        invalid: list[Any] = []
        for seed in range(600):
            value = parsed(Sampler(schema, seed).value())
            (valid if judge.is_valid(value) else invalid).append(value)
            if len(valid) >= 50:
                break
        if valid or invalid:
            yield Case(path.stem, schema, valid[:50] + invalid[:10])


def run(
    call: Callable[[Any], Any], raises: type[BaseException] | None, values: list[Any], count: int
) -> float:
    """Seconds that one pass over the values takes."""
    clock = time.thread_time  # another process on the same core would count otherwise
    if raises is None:
        start = clock()
        for _ in itertools.repeat(None, count):
            for value in values:
                call(value)
        return (clock() - start) / count
    start = clock()
    for _ in itertools.repeat(None, count):
        for value in values:
            try:  # noqa: SIM105 - contextlib.suppress would cost more than some peers
                call(value)
            except raises:
                pass
    return (clock() - start) / count


def compiled(peer: Peer, case: Case) -> tuple[Compiled, float]:
    """A validator, and the seconds that the quickest of three compilations took."""
    best = math.inf
    for _ in range(3):
        schema = copy.deepcopy(case.schema)
        start = time.perf_counter()
        made = peer.compile(schema, "2020-12", case.formats, case.documents or {})
        best = min(best, time.perf_counter() - start)
    return made, best


def measure(
    case: Case, peers: list[Peer], rounds: int, *, errors: bool
) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds a pass and seconds a compilation, by peer; a peer with a wrong verdict is left out."""
    ready: dict[str, tuple[Callable[[Any], Any], type[BaseException] | None]] = {}
    verdicts: dict[str, tuple[bool, ...]] = {}
    compile_times: dict[str, float] = {}
    for peer in peers:
        try:
            made, compile_times[peer.name] = compiled(peer, case)
            verdicts[peer.name] = tuple(made.check(value) for value in case.values)
        except Exception as error:
            print(f"# {case.name}: {peer.name}: {type(error).__name__}: {str(error)[:90]}", file=sys.stderr)
            continue
        if errors and made.errors is not None:
            ready[peer.name] = (made.errors, None)
        elif not errors:
            ready[peer.name] = (made.is_valid, made.raises)
    expected = Counter(verdicts.values()).most_common(1)[0][0] if verdicts else ()
    for name in [name for name in ready if verdicts[name] != expected]:
        wrong = sum(a != b for a, b in zip(verdicts[name], expected, strict=True))
        print(
            f"# {case.name}: {name} differs from most on {wrong} of {len(expected)} values", file=sys.stderr
        )
        del ready[name]
    counts = {n: max(1, round(BLOCK / max(run(*pair, case.values, 1), 1e-9))) for n, pair in ready.items()}
    best = dict.fromkeys(ready, math.inf)
    names = list(ready)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            best[name] = min(best[name], run(*ready[name], case.values, counts[name]))
    return best, compile_times


def human(seconds: float) -> str:
    for unit, scale in (("s", 1.0), ("ms", 1e3), ("us", 1e6)):
        if seconds * scale >= 1:
            return f"{seconds * scale:.3g} {unit}"
    return f"{seconds * 1e9:.0f} ns"


def plot(table: dict[str, dict[str, float]], names: list[str], path: Path) -> None:
    """A bar for each case and peer: time relative to ours, on a logarithmic axis."""
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    rows = [(case, times) for case, times in table.items() if "rowtype" in times]
    figure, axes = plt.subplots(figsize=(9, 0.32 * len(rows) + 1))
    for i, name in enumerate(names):
        places = [n + 0.8 * i / len(names) for n, (_, times) in enumerate(rows) if name in times]
        axes.barh(
            places, [t[name] / t["rowtype"] for _, t in rows if name in t], 0.8 / len(names), label=name
        )
    axes.set_yticks([n + 0.4 for n in range(len(rows))], [case for case, _ in rows])
    axes.set_xscale("log")
    axes.set_xlabel("time relative to rowtype")
    axes.invert_yaxis()
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", help="cases whose name contains this")
    parser.add_argument("--peer", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--errors", action="store_true", help="time listing all errors instead of the verdict"
    )
    parser.add_argument("--compile", action="store_true", help="print the times of compilation as well")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--schemas", type=Path, help="a folder of schemas to time, and nothing else")
    options = parser.parse_args()
    peers = installed(tuple(options.peer))
    names = [peer.name for peer in peers]
    table: dict[str, dict[str, float]] = {}
    compiling: dict[str, dict[str, float]] = {}
    print(
        f"python {sys.version.split()[0]}, {'all errors' if options.errors else 'verdict'}; x: relative to rowtype"
    )
    print(f"| case | {' | '.join(names)} |\n{'|---' * (len(names) + 1)}|")
    cases = itertools.chain(event_cases(), flat_cases(), real_cases(vendored()))
    for case in real_cases(options.schemas) if options.schemas else cases:
        if options.only and options.only not in case.name:
            continue
        times, compiling[case.name] = measure(case, peers, options.rounds, errors=options.errors)
        table[case.name] = times
        ours = times.get("rowtype", math.nan)
        cells = (f"{human(times[n])} x{times[n] / ours:.2f}" if n in times else "-" for n in names)
        print(f"| {case.name} ({len(case.values)}) | {' | '.join(cells)} |", flush=True)
    for ours, name in itertools.product([n for n in names if n.startswith("rowtype")], names):
        logs = [math.log(t[ours] / t[name]) for t in table.values() if name in t and ours in t]
        if logs and not name.startswith("rowtype"):
            mean, worst = math.exp(sum(logs) / len(logs)), math.exp(max(logs))
            print(f"{ours} to {name}: geometric mean {mean:.2f}, worst {worst:.2f}")
    if options.compile:
        print(f"\n| compile | {' | '.join(names)} |\n{'|---' * (len(names) + 1)}|")
        for case_name, times in compiling.items():
            print(f"| {case_name} | {' | '.join(human(times[n]) if n in times else '-' for n in names)} |")
    if options.plot:
        plot(table, names, options.plot)


if __name__ == "__main__":
    main()
