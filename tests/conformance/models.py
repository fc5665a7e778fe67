"""The official JSON-Schema-Test-Suite through generated models.

    python tests/conformance/models.py [--suite DIR] [--section required]

For every schema of draft 2020-12 a package is generated, and every test is read with `load_<type>`: a model must accept
what the suite accepts, raise `ValidationError` for the rest, and give an accepted value back exactly.  The table says
how many schemas became which kind of type.  Without `--suite` the suite is fetched as by `run.py`.

Exits with 1 when a verdict differs or a value does not come back.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import run as suites  # noqa: E402 - its folder was only just put on the path

from generated_package import load, unload  # noqa: E402
from rowtype.emitters import emit  # noqa: E402
from rowtype.emitters.package import Package  # noqa: E402
from rowtype.schema.documents import SchemaError, document  # noqa: E402
from rowtype.schema.shapes.shapes import Alias, Opaque  # noqa: E402
from rowtype.schema.shapes.shaping import derive  # noqa: E402


def check(group: Any, resources: dict[str, Any], count: Counter[str]) -> list[str]:
    """Count the tests of one schema; return what went wrong."""
    found = document("Model", group.schema)
    try:
        shapes = derive([found], formats=group.formats, resources=resources)
        body = shapes.definitions[shapes.roots[found.uri]].body
        files, _ = emit(Package(documents=[found], name="suite", formats=group.formats, resources=resources))
    except SchemaError as error:
        count["schemas refused"] += 1
        count["tests without code"] += len(group.tests)
        return [f"no code: {error}"]
    opaque = isinstance(body, Alias) and isinstance(body.shape, Opaque)
    count["schemas held as plain JSON" if opaque else "schemas that became types"] += 1
    package = load(files, "suite")
    wrong = []
    for test in group.tests:
        count["tests"] += 1
        try:
            made = package.models.load_model(test["data"])
            back = package.models.dump_model(made)
        except package.ValidationError:
            right = not test["valid"]
        else:
            right = test["valid"] and exact(back) == exact(test["data"])
        count["passed"] += right
        if not right:
            wrong.append(test["description"])
    unload(package)
    return wrong


def exact(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--suite", type=Path)
    parser.add_argument("--section", choices=suites.SECTIONS, default="required")
    options = parser.parse_args()
    suite = options.suite or suites.fetch(suites.ROOT / ".rowtype" / "suite")
    resources = suites.documents(suite)
    count: Counter[str] = Counter()
    failed = []
    for group in suites.groups(suite, "2020-12", options.section):
        failed += [f"{group.schema!r}: {wrong}" for wrong in check(group, resources, count)]
    for what, number in sorted(count.items()):
        print(f"{number:6} {what}")
    for line in failed[:50]:
        print(line, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
