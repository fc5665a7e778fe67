"""The official JSON-Schema-Test-Suite: how many of its tests does each installed validator pass?

    python tests/conformance/run.py [--suite DIR] [--peer NAME]... [--write docs/conformance.md] [--failures]

Without `--suite` the suite is fetched from the package registry, pinned with a hash, into `.rowtype/suite`.  Formats
are asserted in the section for formats and are not elsewhere, but for `format-assertion.json`, which asks whether the
vocabulary is obeyed.  For rowtype what `rowtype.compile` gives, the emitted module and, where there is a C compiler,
machine code are asked, and a value has violations just when it is not valid; a test
where these differ counts as failed.

Exits with 1 when rowtype passes fewer tests than `floor.json` says.
"""

from __future__ import annotations

import argparse
import builtins
import json
import signal
import subprocess
import sys
import tarfile
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
sys.path.insert(0, str(HERE.parent))

from validator_peers import Compiled, Peer, installed  # noqa: E402 - its folder was only just put on the path

import native_verdicts  # noqa: E402

DRAFTS = ("2020-12", "2019-09", "7", "6", "4")
SECTIONS = {"required": "*.json", "optional": "optional/*.json", "format": "optional/format/*.json"}
SECONDS = 5
"""Longer than this a group of tests must not take."""


@dataclass(frozen=True)
class Group:
    """Tests of one schema."""

    place: str
    schema: Any
    formats: bool | None
    tests: list[dict[str, Any]]


class TimeOut(BaseException):
    pass


def fetch(folder: Path) -> Path:
    """The suite, from the package registry on the first call."""
    found = next(folder.glob("*/tests/JSON-Schema-Test-Suite"), None)
    if found is None:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-build-isolation"),
                *("--no-binary", "jacobs-json-schema", "--require-hashes", "-r", str(HERE / "suite.txt")),
                *("-d", str(folder)),
            ],
            check=True,
        )
        with tarfile.open(next(folder.glob("*.tar.gz")), encoding="utf-8") as archive:
            archive.extractall(folder, filter="data")
        found = next(folder.glob("*/tests/JSON-Schema-Test-Suite"))
    return found


def documents(suite: Path) -> dict[str, Any]:
    """What the tests may refer to: the suite's remotes; the metaschemas, which some peers would fetch by themselves."""
    root = suite / "remotes"
    found = {
        "http://localhost:1234/" + p.relative_to(root).as_posix(): json.loads(p.read_text(encoding="utf-8"))
        for p in sorted(root.rglob("*.json"))
    }
    from jsonschema_specifications import REGISTRY

    return {uri.rstrip("#"): REGISTRY.contents(uri) for uri in REGISTRY} | found


def groups(suite: Path, draft: str, section: str) -> Iterator[Group]:
    folder = suite / "tests" / ("draft" + draft)
    for path in sorted(folder.glob(SECTIONS[section])):
        formats = None if path.stem == "format-assertion" else section == "format"
        for group in json.loads(path.read_text(encoding="utf-8")):
            place = f"draft{draft}/{path.relative_to(folder)}: {group['description']}"
            yield Group(place, group["schema"], formats, group["tests"])


def both_ways(group: Group, draft: str, remotes: dict[str, Any]) -> Compiled:
    """Rowtype's validator, with everything that it offers asked for the verdict."""
    import rowtype

    v = rowtype.compile(group.schema, draft=draft, formats=group.formats, resources=remotes)  # type: ignore[arg-type]
    module: dict[str, Any] = {"__name__": "emitted"}
    exec(builtins.compile(v.source, "emitted.py", "exec", dont_inherit=True), module)
    compiled = native_verdicts.verdict(v.plan, v.is_valid) if native_verdicts.COMPILER else v.is_valid

    def verdict(value: Any) -> bool:
        found = {v.is_valid(value), module["is_valid"](value), compiled(value)}
        found |= {not list(v.iter_errors(value)), not list(module["iter_errors"](value))}
        found |= {v.output(value, form)["valid"] for form in ("flag", "basic", "detailed")}
        for violation in v.iter_errors(value):
            assert violation.message
            assert violation.describe("ru")
        assert len(found) == 1, "verdict, violations, outputs and emitted module differ"
        return found.pop()

    return Compiled(verdict)


def run(
    peer: Peer, suite: Path, draft: str, section: str, remotes: dict[str, Any]
) -> tuple[Counter[str], list[str]]:
    """Tests passed and in total, and the places of those that failed."""
    count: Counter[str] = Counter()
    failed: list[str] = []
    for group in groups(suite, draft, section):
        compiled: Compiled | None = None
        why = ""
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            if peer.name == "rowtype":
                compiled = both_ways(group, draft, remotes)
            else:
                compiled = peer.compile(group.schema, draft, group.formats, remotes)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # native peers panic with BaseException
            why = f"{type(error).__name__}: {error}"
        for test in group.tests:
            count["total"] += 1
            try:
                signal.setitimer(signal.ITIMER_REAL, SECONDS)
                passed = compiled is not None and compiled.check(test["data"]) == test["valid"]
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                passed, why = False, f"{type(error).__name__}: {error}"
            count["passed"] += passed
            if not passed:
                failed.append(f"{peer.name}: {group.place}: {test['description']} {why[:100]}")
        signal.setitimer(signal.ITIMER_REAL, 0)
    return count, failed


def run_outputs(suite: Path, draft: str) -> tuple[Counter[str], list[str]]:
    """The suite's tests of the standard output formats: tests passed and in total, and what failed."""
    import rowtype

    count: Counter[str] = Counter()
    failed: list[str] = []
    folder = suite / "output-tests" / f"draft{draft}"
    if not folder.is_dir():
        return count, failed
    described = json.loads((folder / "output-schema.json").read_text(encoding="utf-8"))
    for path in sorted((folder / "content").glob("*.json")):
        for group in json.loads(path.read_text(encoding="utf-8")):
            validator = rowtype.compile(group["schema"], draft=draft)  # type: ignore[arg-type]
            for test in group["tests"]:
                for form, schema in test["output"].items():
                    judge = rowtype.compile(schema, resources={described["$id"]: described})
                    passed = judge.is_valid(validator.output(test["data"], form))
                    count["total"] += 1
                    count["passed"] += passed
                    if not passed:
                        failed.append(f"output: {path.name}: {test['description']}")
    return count, failed


def alarm(signum: int, frame: object) -> None:
    raise TimeOut


def table(results: dict[str, dict[str, Counter[str]]]) -> str:
    """A Markdown table: a row a section, a column a peer."""
    names = list(results)
    lines = [f"| section | tests | {' | '.join(names)} |", "|---" * (len(names) + 2) + "|"]
    for section in next(iter(results.values())):
        total = max(results[name][section]["total"] for name in names if section in results[name])
        cells = " | ".join(
            str(results[name][section]["passed"]) if section in results[name] else "-" for name in names
        )
        lines.append(f"| {section} | {total} | {cells} |")
    return "\n".join(lines) + "\n"


PAGE = """# Conformance

The official [JSON-Schema-Test-Suite](https://github.com/json-schema-org/JSON-Schema-Test-Suite), in the copy that
`{pin}` carries: tests passed.  `make conformance` runs it again, and `make conformance SUITE=folder` runs another copy.
In the sections called "format" the validators were told to assert formats.

{table}
A test counts for rowtype when `rowtype.compile`, the emitted module and machine code (`emit --native`) give the suite's
verdict, and the first two list a violation just when the verdict is no.
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--suite", type=Path)
    parser.add_argument("--peer", action="append", default=[])
    parser.add_argument("--write", type=Path, help="write the table into this Markdown file")
    parser.add_argument("--failures", action="store_true", help="list the tests that failed")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, alarm)
    suite = options.suite or fetch(ROOT / ".rowtype" / "suite")
    remotes = documents(suite)
    results: dict[str, dict[str, Counter[str]]] = {}
    for peer in installed(tuple(options.peer)):
        if peer.name == "rowtype --native":
            continue
        results[peer.name] = {}
        for draft in DRAFTS:
            for section in SECTIONS:
                count, failed = run(peer, suite, draft, section, remotes)
                results[peer.name][f"{draft} {section}"] = count
                if options.failures or peer.name == "rowtype":
                    print(*failed, sep="\n", end="\n" if failed else "")
    for draft in ("2020-12", "2019-09"):
        count, failed = run_outputs(suite, draft)
        if "rowtype" in results and count:
            results["rowtype"][f"{draft} output"] = count
            print(*failed, sep="\n", end="\n" if failed else "")
    text = table(results)
    print(text)
    if options.write:
        pin = next(line for line in (HERE / "suite.txt").read_text("utf-8").splitlines() if "==" in line)
        page = PAGE.format(pin=pin.partition(" ")[0], table=text)
        options.write.write_text(page, encoding="utf-8")
    floor = json.loads((HERE / "floor.json").read_text(encoding="utf-8"))
    ours = results.get("rowtype", {})
    fallen = [
        f"{s}: {ours[s]['passed']} passed, and {least} did"
        for s, least in floor.items()
        if s in ours and ours[s]["passed"] < least
    ]
    print(*fallen, sep="\n", end="\n" if fallen else "")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
