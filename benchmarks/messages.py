"""Whose messages say what is wrong where `anyOf` and `oneOf` fail?  The payloads of `tests/choices`, judged by hand.

    python benchmarks/messages.py [-v]

Ours is right if it says all that was judged and nothing else.  Of jsonschema's `best_match`, and of ajv with ajv-errors
(npm; left out where there is no Node), the one error that they give first is right if it was judged or allowed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema

import rowtype

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from test_choices import FILES, line, said  # noqa: E402

NPM = ROOT / ".venv" / ".npm"
AJV = """
const {Ajv2020} = require("ajv/dist/2020"), Ajv = require("ajv"), errors = require("ajv-errors");
const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(cases.map(([schema, payload]) => {
  const kind = (schema.$schema || "").includes("2020") ? Ajv2020 : Ajv.default;
  const ajv = errors(new kind({allErrors: true, strict: false}));
  const check = ajv.compile(schema);
  check(payload);
  return check.errors[0];
})));
"""


def cases() -> Iterator[tuple[Any, dict[str, Any]]]:
    for path in FILES:
        file = json.loads(path.read_text(encoding="utf-8"))
        for judged in file["judged"]:
            yield file["schema"], judged


def ours(schema: Any, judged: dict[str, Any]) -> tuple[bool, str]:
    (violation,) = rowtype.compile(schema).iter_errors(judged["payload"])
    found = set(map(line, said(violation)))
    return set(judged["says"]) <= found <= {*judged["says"], *judged.get("may", ())}, str(sorted(found))


def told(pointer: str, keyword: str, expected: Any, name: str) -> str:
    """One error of a peer, as the judgement writes it."""
    match keyword:
        case "const":
            name = str(expected)
        case "enum" if len(expected) == 1:
            name = str(expected[0])
        case "type":
            name = ",".join(expected) if isinstance(expected, list) else expected
    return f"{pointer} {keyword} {name}".rstrip()


def best_match(schema: Any, judged: dict[str, Any]) -> tuple[bool, str]:
    cls = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
    error = jsonschema.exceptions.best_match(cls(schema).iter_errors(judged["payload"]))
    assert error is not None
    name = ""
    if error.validator in ("required", "additionalProperties", "unevaluatedProperties"):
        name = error.message.split("'")[1]
    pointer = "".join(f"/{part}" for part in error.absolute_path)
    answer = told(pointer, str(error.validator), error.validator_value, name)
    return answer in (*judged["says"], *judged.get("may", ())), answer


def ajv() -> Callable[[Any, dict[str, Any]], tuple[bool, str]] | None:
    if not shutil.which("node"):
        print("# no Node: ajv is left out", file=sys.stderr)
        return None
    if not (NPM / "node_modules").exists():
        NPM.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--prefix", str(NPM), "ajv@8", "ajv-errors@3"], check=True
        )
    text = json.dumps([(schema, judged["payload"]) for schema, judged in cases()])
    done = subprocess.run(
        ["node", "-e", AJV], cwd=NPM, input=text, capture_output=True, text=True, check=True
    )
    answers = iter(json.loads(done.stdout))

    def answer(schema: Any, judged: dict[str, Any]) -> tuple[bool, str]:
        error = next(answers)
        parameters = error["params"]
        name = next((parameters[k] for k in parameters if k.endswith("Property")), "")
        expected = parameters.get("allowedValue", parameters.get("allowedValues", parameters.get("type")))
        found = told(error["instancePath"], error["keyword"], expected, name)
        return found in (*judged["says"], *judged.get("may", ())), found

    return answer


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-v", action="store_true", help="show what was wrong")
    verbose = parser.parse_args().v
    peers = {"rowtype": ours, "jsonschema best_match": best_match}
    if found := ajv():
        peers["ajv with ajv-errors, first error"] = found
    total = 0
    right = dict.fromkeys(peers, 0)
    for schema, judged in cases():
        total += 1
        for name, peer in peers.items():
            good, answer = peer(schema, judged)
            right[name] += good
            if verbose and not good:
                print(f"{name}: {json.dumps(judged['payload'])[:70]}: {answer}, not {judged['says']}")
    for name, count in right.items():
        print(f"{name}: {count} of {total}")


if __name__ == "__main__":
    main()
