"""How fast are validators in JavaScript?  Ours and ajv's standalone code, interleaved in one process of Node.

    python benchmarks/javascript.py [--only TEXT] [--rounds 300] [--errors | --messages]

The cases are those of `validators.py` that need no package; verdicts are compared first.  One round runs both in turn
for some 1 ms, on values that were parsed anew; the best round counts.  ajv comes from npm, into `.rowtype/ajv`.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE.parent / ".rowtype" / "ajv"
PACKAGES = ("ajv@8.17.1", "ajv-formats@3.0.1")

sys.path.insert(0, str(HERE))

from validators import Case, event_cases, flat_cases, parsed  # noqa: E402 - its folder was only just put on the path

import rowtype  # noqa: E402

COMPILE = """
const fs = require("fs");
const Ajv = require("ajv/dist/2020").default, formats = require("ajv-formats").default;
const standalone = require("ajv/dist/standalone").default;
for (const [i, { schema, formats: asserted, documents }] of JSON.parse(fs.readFileSync(0)).entries()) {
  const ajv = new Ajv({ code: { source: true }, strict: false, validateFormats: asserted, allErrors: ALL });
  if (asserted) formats(ajv);
  for (const [uri, one] of Object.entries(documents ?? {})) if (uri !== schema.$id) ajv.addSchema(one, uri);
  fs.writeFileSync(`ajv${i}.cjs`, standalone(ajv, ajv.compile(schema)));
}
"""
MEASURE = """
import fs from "fs";
import { createRequire } from "module";
const require = createRequire(import.meta.url);
const found = [];
for (const [i, { values, rounds, errors, messages }] of JSON.parse(fs.readFileSync(0)).entries()) {
  const { errorsT, isValidT } = await import(`./ours${i}.mjs`);
  const theirs = require(`./ajv${i}.cjs`);
  const listing = [(x) => errorsT(x).length, (x) => (theirs(x) ? 0 : theirs.errors.length)];
  const read = (found, place) => found.reduce((sum, one) => sum + one.message.length + one[place].length, 0);
  const ajv = (x) => (theirs(x) ? 0 : read(theirs.errors, "instancePath"));
  const reading = [(x) => read(errorsT(x), "pointer"), ajv];
  const two = messages ? reading : errors ? listing : [isValidT, theirs];
  const told = values.map((text) => two.map((f) => Boolean(f(JSON.parse(text)))));
  const pool = Array.from({ length: 64 }, (_, k) => JSON.parse(values[k % values.length]));
  const run = (f, n) => {
    let hits = 0;
    const start = process.hrtime.bigint();
    for (let k = 0; k < n; k++) if (f(pool[k & 63])) hits++;
    return Number(process.hrtime.bigint() - start) / n + hits * 0;
  };
  const best = two.map(() => Infinity);
  for (const f of two) run(f, 20000);
  const many = two.map((f) => Math.ceil(1e6 / run(f, 20000)));
  for (let round = 0; round < rounds; round++) {
    for (const k of round % 2 ? [0, 1] : [1, 0]) best[k] = Math.min(best[k], run(two[k], many[k]));
  }
  found.push({ told, best });
}
console.log(JSON.stringify(found));
"""


def late(cases: list[Case]) -> Iterator[Case]:
    """Events whose last field, or the last of what is nested in them, is wrong."""
    for case in cases:
        if case.name.endswith("nested"):
            (value,) = parsed(case.values)
            value["employee"]["addresses"][-1]["zip"] = 1
            yield replace(case, name=f"{case.name}, bad zip", values=[value])
            nested = parsed(value)
            nested["employee"]["salary"] = nested["employee"]["active"] = "1"
            del nested["employee"]["email"], nested["page"]
            yield replace(case, name=f"{case.name}, four errors", values=[nested])
        elif case.name.endswith("employee"):
            yield replace(case, name=f"{case.name}, bad page", values=[parsed(case.values[0] | {"page": 1})])


def fetch() -> str:
    """Node, with ajv in a folder beside it.

    Raises:
        SystemExit: either cannot be had.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise SystemExit("node and npm are needed: apt-get install -y nodejs npm")
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not (FOLDER / "node_modules" / "ajv-formats").exists():
        subprocess.run(
            [npm, "install", "--silent", "--no-audit", "--no-fund", *PACKAGES], cwd=FOLDER, check=True
        )
    return node


def write(cases: list[Case]) -> None:
    """Our modules, one a case."""
    for i, case in enumerate(cases):
        files = rowtype.emit(
            case.schema,
            targets=["javascript"],
            package="p",
            name="T",
            formats=case.formats,
            resources=case.documents,
        )
        (FOLDER / f"ours{i}.mjs").write_text(files["javascript/p/index.js"], encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--errors", action="store_true", help="list everything that is wrong")
    parser.add_argument("--messages", action="store_true", help="the same, and read all messages and places")
    options = parser.parse_args()
    options.errors |= options.messages
    node = fetch()
    every = [*event_cases(), *flat_cases()]
    cases = [case for case in (*every, *late(every)) if options.only in case.name]
    if not cases:
        raise SystemExit("no such case")
    write(cases)
    told = [{"schema": c.schema, "formats": c.formats, "documents": c.documents} for c in cases]
    compiler = COMPILE.replace("ALL", str(options.errors).lower())
    subprocess.run([node, "-e", compiler], cwd=FOLDER, input=json.dumps(told), encoding="utf-8", check=True)
    (FOLDER / "measure.mjs").write_text(MEASURE, encoding="utf-8")
    asked = [
        {
            "values": [json.dumps(v) for v in c.values],
            "rounds": options.rounds,
            "errors": options.errors,
            "messages": options.messages,
        }
        for c in cases
    ]
    done = subprocess.run(
        [node, "measure.mjs"],
        cwd=FOLDER,
        input=json.dumps(asked),
        text=True,
        check=True,
        stdout=subprocess.PIPE,
    )
    return report(cases, json.loads(done.stdout))


def report(cases: list[Case], found: list[Any]) -> int:
    """Print a line a case; 1 where verdicts differ."""
    ratios, status = [], 0
    print(f"{'ns':>8} {'ajv':>8} {'ratio':>6}")
    for case, one in zip(cases, found, strict=True):
        ours, theirs = one["best"]
        if any(a != b for a, b in one["told"]):
            print(f"{'':24}{case.name}: verdicts differ")
            status = 1
            continue
        ratios.append(ours / theirs)
        print(f"{ours:8.1f} {theirs:8.1f} {ours / theirs:6.2f}  {case.name}")
    if ratios:
        print(f"{'':17} {math.exp(sum(map(math.log, ratios)) / len(ratios)):6.2f}  geometric mean")
    return status


if __name__ == "__main__":
    sys.exit(main())
