"""The official suite under Node, for `--target javascript`: `javascript_suite.py [--suite DIR] [--draft DRAFT]...`.

Each test counts as passed when the verdict is right, there are violations just when it is not valid, and both are what
Python says, message for message, in English and Russian; numbers that were written with a fraction of zero aside.
Where TypeScript can be had, the types of all schemas are checked by `tsc --strict`.  Exits with 1 when a test fails
that `KNOWN` does not explain.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent.parent / "benchmarks")]

import run as suites  # noqa: E402 - their folders were only just put on the path

import generated_javascript  # noqa: E402
import rowtype  # noqa: E402

KNOWN = {
    "a float is not an integer even without fractional part": "draft 4: JavaScript cannot tell 1.0 from 1"
}
"""Description of a test -> why it fails."""


def compare(suite: Path, draft: str) -> list[str]:
    """Print how many tests of a draft pass; the places of those that fail without an explanation."""
    remotes = suites.documents(suite)
    cases: list[tuple[str, list[Any]]] = []
    asked: list[tuple[str, suites.Group, rowtype.Validator]] = []
    failed: list[str] = []
    for section in suites.SECTIONS:
        for group in suites.groups(suite, draft, section):
            options: Any = {"draft": draft, "formats": group.formats, "resources": remotes}
            validator = rowtype.compile(group.schema, **options)
            cases.append(
                (generated_javascript.script(group.schema, **options), [test["data"] for test in group.tests])
            )
            asked.append((section, group, validator))
    passed, total = Counter[str](), Counter[str]()
    for (section, group, validator), answers in zip(asked, generated_javascript.run(cases), strict=True):
        for i, test in enumerate(group.tests):
            total[section] += 1
            answer = answers if isinstance(answers, str) else answers[i]
            right = answer[0] is test["valid"] and answer[0] is not bool(answer[1])
            if right and (
                written_with_zero(test["data"])
                or answer == generated_javascript.expected(validator, test["data"])
            ):
                passed[section] += 1
            elif test["description"] in KNOWN:
                print(f"  {group.place}: {test['description']}: {KNOWN[test['description']]}")
            else:
                failed.append(f"{group.place}: {test['description']}: {answer}")
    print(
        f"draft {draft}:", ", ".join(f"{section} {passed[section]} of {total[section]}" for section in total)
    )
    return failed


def written_with_zero(value: Any) -> bool:
    """Whether a number is in it that is whole and was written otherwise."""
    if isinstance(value, dict | list):
        return any(map(written_with_zero, value.values() if isinstance(value, dict) else value))
    return isinstance(value, float) and value.is_integer()


def types_of(suite: Path, draft: str, folder: Path) -> int:
    """Write the declarations for each schema of a draft; how many there are."""
    remotes, count = suites.documents(suite), 0
    for section in suites.SECTIONS:
        for group in suites.groups(suite, draft, section):
            made = rowtype.emit(
                group.schema, targets=["javascript"], package=f"p{count}", name="A", resources=remotes
            )
            for path, text in made.items():
                if path.endswith((".d.ts", ".js")):
                    place = folder / f"p{count}" / Path(path).name
                    place.parent.mkdir(exist_ok=True)
                    place.write_text(text, encoding="utf-8")
            count += 1
    return count


def check_types(suite: Path, draft: str) -> list[str]:
    """What the TypeScript compiler says of all declarations, and of their use."""
    npm = shutil.which("npm")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fetched = npm and subprocess.run(
            [npm, "install", "--silent", "--no-audit", "--no-fund", "typescript@5"],
            cwd=folder,
            capture_output=True,
        )
        if not fetched or fetched.returncode:
            print("# TypeScript cannot be had: types are not checked")
            return []
        count = types_of(suite, draft, folder)
        lines = [
            f'import {{ isValidA as v{i}, errorsA as e{i} }} from "./p{i}/index.js";\n'
            f"export const f{i} = (x: unknown): unknown => (v{i}(x) ? x : e{i}(x)[0]?.message);"
            for i in range(count)
        ]
        (folder / "all.ts").write_text("\n".join(lines), encoding="utf-8")
        compiler = str(folder / "node_modules" / ".bin" / "tsc")
        options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "all.ts"]
        done = subprocess.run([compiler, *options], cwd=folder, capture_output=True, encoding="utf-8")
        print(f"types: {count} declarations, {done.stdout.count('error TS')} errors")
        return done.stdout.splitlines()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--suite", type=Path)
    parser.add_argument("--draft", action="append", choices=suites.DRAFTS)
    options = parser.parse_args()
    if generated_javascript.NODE is None:
        print("node is needed: apt-get install -y nodejs", file=sys.stderr)
        return 2
    warnings.simplefilter("ignore")
    suite = options.suite or suites.fetch(suites.ROOT / ".rowtype" / "suite")
    failed = [line for draft in options.draft or suites.DRAFTS for line in compare(suite, draft)]
    failed += check_types(suite, "2020-12")
    for line in failed[:50]:
        print(json.dumps(line, ensure_ascii=False)[:600])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
