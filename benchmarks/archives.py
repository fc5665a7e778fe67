"""Archives: what `rowtype validate` does in one process against the best pipelines that a user can build, in one run.

    .venv/bin/python benchmarks/archives.py [--records 20000] [--rounds 5]

Ratios of CPU time, best of the rounds, which alternate; times on this machine mean nothing elsewhere.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rowtype.archives import framing, judges, judging, pooling, running
from rowtype.archives.outputs import Outputs
from rowtype.archives.records import Batch
from rowtype.schema.documents import Document, load_files

ROOT = Path(__file__).parent.parent
CANONICAL = ROOT / "schema" / "canonical"


def worse(found: dict[str, Any], how: str) -> None:
    """Break an event in a way."""
    match how:
        case "a wrong enum":
            found["event_type"] += "x"
        case "a wrong type":
            found["event_text"] = 7
        case "a missing field":
            del found["event_type"]
        case "a bad moment":
            found["created_at"] = "2014-02-30T25:00:00"
        case _:
            raise ValueError(how)


WAYS = ("a wrong enum", "a wrong type", "a missing field", "a bad moment")


def event(
    draw: random.Random, kinds: list[str], wrong: float, ways: Sequence[str] = WAYS[:1]
) -> dict[str, Any]:
    """A ConversationEvent of some 125 bytes."""
    at = f"2014-12-{draw.randint(1, 28):02}T{draw.randrange(24):02}:{draw.randrange(60):02}:{draw.randrange(60):02}"
    found = {
        "event_text": f"visitor opened page {draw.randrange(10**6)} of the site",
        "created_at": at,
        "event_type": draw.choice(kinds),
    }
    if draw.random() < wrong:
        worse(found, draw.choice(ways))
    return found


NESTED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "kind": {"enum": ["opened", "closed", "moved"]},
        "customer": {
            "type": "object",
            "properties": {k: {"type": "string"} for k in ("name", "mail", "phone", "city", "street")},
            "required": ["name", "mail"],
        },
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "sku": {"type": "string"},
                    "price": {"type": "number"},
                    "count": {"type": "integer"},
                },
                "required": ["sku", "price"],
            },
        },
    },
    "required": ["id", "kind", "customer", "items"],
}


def nested(draw: random.Random) -> dict[str, Any]:
    """An order of some 1,000 bytes."""
    return {
        "id": draw.randrange(10**9),
        "kind": draw.choice(["opened", "closed", "moved"]),
        "customer": {k: f"{k} {draw.randrange(10**9)}" for k in ("name", "mail", "phone", "city", "street")},
        "items": [
            {
                "sku": f"item-{draw.randrange(10**9)}",
                "price": draw.randrange(10**5) / 4,
                "count": draw.randrange(9),
            }
            for _ in range(14)
        ],
    }


def text(records: list[Any], separators: tuple[str, str]) -> bytes:
    return "".join(json.dumps(r, separators=separators) + "\n" for r in records).encode()


def ours(documents: list[Document], data: bytes, **asked: Any) -> Callable[[], Any]:
    judge = judges.prepare(judges.Settings(types=(documents[0],), beside=tuple(documents[1:]), **asked))
    batches = []
    at = 0
    while at < len(data):
        cut = data.rfind(b"\n", at, at + framing.RANGE) + 1 or len(data)
        batches.append(Batch(file="x", offset=at, length=cut - at, data=data[at:cut]))
        at = cut

    def run() -> int:
        return sum(judging.judge(judge, batch).report.total.valid for batch in batches)

    return run


def peers(schema: Any, data: bytes) -> dict[str, Callable[[], int]]:
    """Pipelines of a user, from the bytes of a file as ours: take each line, parse it, ask a validator."""
    import jsonschema_rs
    import msgspec

    parse = msgspec.json.Decoder().decode
    rs = jsonschema_rs.validator_for(schema)
    found: dict[str, Callable[[], int]] = {
        "msgspec + jsonschema-rs": lambda: sum(rs.is_valid(parse(line)) for line in io.BytesIO(data)),
        "msgspec + jsonschema-rs, every error": lambda: sum(
            not list(rs.iter_errors(parse(line))) for line in io.BytesIO(data)
        ),
    }
    for name in ("corvus_json_schema_rs", "corvus_json_schema"):
        try:
            corvus = __import__(name)
        except ImportError:
            continue
        check = corvus.compile(schema)
        found[f"msgspec + {name}"] = lambda check=check: sum(
            bool(check(parse(line))) for line in io.BytesIO(data)
        )  # type: ignore[misc]
        if hasattr(check, "is_valid_json"):
            found[f"{name}.is_valid_json, which takes names twice"] = lambda check=check: sum(
                map(check.is_valid_json, io.BytesIO(data))
            )  # type: ignore[misc]
        found[f"json.loads + {name}"] = lambda check=check: sum(
            bool(check(json.loads(line))) for line in io.BytesIO(data)
        )  # type: ignore[misc]
    return found


def bare(kinds: list[str], data: bytes) -> Callable[[], int]:
    """A typed decoder of msgspec, line by line, that guards against nothing."""
    import datetime
    from typing import Literal

    import msgspec

    kind = msgspec.defstruct(
        "Event",
        [("event_text", str), ("created_at", datetime.datetime), ("event_type", Literal[tuple(kinds)])],
    )
    decode = msgspec.json.Decoder(kind).decode
    return lambda: len([decode(line) for line in io.BytesIO(data)])


def measured(
    functions: dict[str, Callable[[], Any]], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, float]:
    best = dict.fromkeys(functions, float("inf"))
    for _ in range(rounds):
        for name, function in functions.items():
            began = clock()
            function()
            best[name] = min(best[name], clock() - began)
    return best


def line(work: str, ratio: float, aim: str) -> None:
    print(f"{work:<72} {ratio:5.2f}  (aim {aim})", flush=True)


def rate(what: str, records: int, seconds: float) -> None:
    print(f"  {what:<44} {records / seconds / 1e6:6.2f} M records/s")


def best_of(times: dict[str, float], start: str) -> float:
    return min(t for name, t in times.items() if name.startswith(start) and "every error" not in name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    draw = random.Random(1)
    documents = list(load_files([CANONICAL / f"{n}.schema.json" for n in ("ConversationEvent", "Employee")]))
    schema = json.loads(json.dumps(documents[0].schema))
    schema["properties"]["employee"] = {"type": "object"}  # peers need no documents beside it
    whole = json.loads(json.dumps(documents[0].schema))
    whole["properties"]["employee"] = documents[1].schema
    kinds = schema["properties"]["event_type"]["enum"]
    rounds, number = asked.rounds, asked.records

    events = [event(draw, kinds, 0.01) for _ in range(number)]
    canonical, spaced = text(events, (",", ":")), text(events, (", ", ": "))
    functions = {
        **peers(schema, canonical),
        "ours": ours(documents, canonical),
        "last": ours(documents, canonical, duplicates="last"),
        "plain": ours(documents, canonical, plain=True),
        "fields": ours(documents, canonical, fields="full"),
    }
    times = measured(functions, rounds)
    for name, seconds in times.items():
        rate(name, number, seconds)
    line("1 % invalid, to the best pipeline with msgspec", best_of(times, "msgspec") / times["ours"], "1.5")
    line("the same with --duplicates last", best_of(times, "msgspec") / times["last"], "1.9")
    line(
        "standard library alone, to json.loads + corvus", best_of(times, "json.loads") / times["plain"], "2.5"
    )
    line("fields counted too (observe), time to validate", times["fields"] / times["ours"], "at most 2")

    good = text([event(draw, kinds, 0) for _ in range(number)], (", ", ": "))
    times = measured(
        {
            **peers(schema, spaced),
            "ours": ours(documents, spaced),
            "good": ours(documents, good),
            "bare": bare(kinds, good),
        },
        rounds,
    )
    rate("ours, with spaces", number, times["ours"])
    line("the same with spaces", best_of(times, "msgspec") / times["ours"], "1.15")
    line(
        "with spaces, all valid, time to a bare typed msgspec decoder",
        times["good"] / times["bare"],
        "at most 1.15",
    )

    orders = text([nested(draw) for _ in range(number // 8)], (",", ":"))
    document = Document(name="Order", uri="order", schema=NESTED)
    times = measured({**peers(NESTED, orders), "ours": ours([document], orders)}, rounds)
    rate("ours, nested events", number // 8, times["ours"])
    line(
        f"nested events of {len(orders) * 8 // number} bytes",
        best_of(times, "msgspec") / times["ours"],
        "1.45",
    )

    for how in (*WAYS, "any of these"):
        ways = WAYS if how == "any of these" else (how,)
        half = text([event(draw, kinds, 0.5, ways) for _ in range(number)], (",", ":"))
        times = measured({**peers(whole, half), "ours": ours(documents, half)}, rounds)
        every = times["msgspec + jsonschema-rs, every error"]
        line(f"50 % invalid, {how}, to msgspec + iter_errors", every / times["ours"], "1.6")
    with tempfile.TemporaryDirectory() as folder:
        on_disk(Path(folder), documents, canonical * max(1, 50_000_000 // len(canonical)))


def spent(function: Callable[[], Any]) -> tuple[float, float]:
    """Processor time of this process, and of those that it started."""
    before = os.times()
    function()
    after = os.times()
    return (
        after.user + after.system - before.user - before.system,
        after.children_user + after.children_system - before.children_user - before.children_system,
    )


def on_disk(folder: Path, documents: list[Document], data: bytes) -> None:
    """Compression, two processes, memory."""
    import zstandard

    plain = folder / "x.ndjson"
    plain.write_bytes(data)
    (folder / "x.ndjson.gz").write_bytes(gzip.compress(data, 6))
    (folder / "x.ndjson.zst").write_bytes(zstandard.compress(data))
    settings = judges.Settings(types=(documents[0],), beside=tuple(documents[1:]))

    judge = judges.prepare(settings)

    def run(name: str, jobs: int = 1) -> int:
        job = running.Job(names=(str(folder / name),), settings=settings)
        progress = running.Progress()
        collector = running.Collector(judge, progress, Outputs())
        todo = running.items(job, lambda: sys.stdin.buffer, progress, ahead=jobs == 1)
        for result in (
            running.judged(judge, todo) if jobs == 1 else pooling.judged(settings, todo, jobs, judge)
        ):
            collector.take(result)
        return progress.report.total.valid

    names = ("x.ndjson", "x.ndjson.gz", "x.ndjson.zst")
    runs = {name: lambda name=name: run(name) for name in names}  # type: ignore[misc]
    wall, thread = measured(runs, 5, time.perf_counter), measured(runs, 5, time.thread_time)
    for name, what in (("x.ndjson.gz", "gzip"), ("x.ndjson.zst", "zstandard")):
        line(
            f"{what}, the thread that judges to the plain file",
            thread[name] / thread["x.ndjson"],
            "at most 1.15",
        )
        line(f"{what}, wall time, where cores are free", wall[name] / wall["x.ndjson"], "at most 1.15")
    plain.write_bytes(data * 16)
    alone = measured({"1": lambda: run("x.ndjson"), "2": lambda: run("x.ndjson", 2)}, 3, time.perf_counter)
    line(
        f"two processes, wall time (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)",
        alone["1"] / alone["2"],
        "1.8",
    )
    one, two = spent(lambda: run("x.ndjson")), spent(lambda: run("x.ndjson", 2))
    line(
        "two processes, processor time: one to half of two and what is not shared",
        sum(one) / (two[0] + two[1] / 2),
        "1.8",
    )
    plain.unlink()
    script = (
        "import sys; from rowtype.cli import main\n"
        "try: main()\n"
        "finally: print(next(x for x in open('/proc/self/status') if x.startswith('VmHWM')), file=sys.stderr)"
    )
    schema = str(CANONICAL / "ConversationEvent.schema.json")
    command = [sys.executable, "-c", script, "validate", "--schema", schema, "--no-progress", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        for _ in range(40):
            process.stdin.write(data)
        process.stdin.close()
        peak = int(process.stderr.read().split(b"VmHWM:")[1].split()[0]) / 1024
    print(f"peak memory over {40 * len(data) / 1e9:.1f} GB of input: {peak:.0f} MB (aim: under 100)")


if __name__ == "__main__":
    main()
