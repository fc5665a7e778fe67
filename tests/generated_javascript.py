"""Runs generated JavaScript: one process of Node for many schemas."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

import rowtype
from rowtype.emitters.javascript import module_file
from rowtype.schema.checks.planning import plan as make_plan
from rowtype.schema.documents import Document

NODE = shutil.which("node")
RUNNER = """
const fs = require("fs"), vm = require("vm");
const { runtime, cases } = JSON.parse(fs.readFileSync(0, "utf8"));
let last;
globalThis.made = (value) => { last = value; };
vm.runInThisContext(runtime);
const parts = last;
// Whole numbers that are no exact number of JavaScript's come as texts with a mark.
const big = (v) => typeof v === "string" && /^\\0-?\\d+$/.test(v);
const revived = (x) => JSON.parse(x, (_, v) => (big(v) ? BigInt(v.slice(1)) : v));
const plain = (errors) => errors.map((e) => [e.pointer, e.schemaPointer, e.keyword, e.message, e.documentedAt]);
process.stdout.write(JSON.stringify(cases.map(({ code, values }) => {
  try {
    vm.runInThisContext(code);
    const { isValidT, errorsT } = last(parts);
    return values.map((text) => {
      try {
        const value = revived(text);
        return [isValidT(value), plain(errorsT(value)), plain(errorsT(value, { language: "ru" }))];
      } catch (error) { return String(error.stack); }
    });
  } catch (error) { return String(error.stack); }
})));
"""


def script(schema: Any, **options: Any) -> str:
    """The classic script for a schema, as the site has it.

    Raises:
        SchemaError: the schema cannot be used.
    """
    resources: Mapping[str, Any] | None = options.pop("resources", None)
    uri = schema.get("$id", "") if isinstance(schema, dict) else ""
    document = Document(name="T", uri=uri.partition("#")[0] if isinstance(uri, str) else "", schema=schema)
    known = frozenset(module_file.FORMATS)
    plan = make_plan([document], known_formats=known, resources=resources, **options)
    return module_file.script_text(module_file.printed(plan, [document], ["T"]), ["a test"], "made")


def run(cases: Sequence[tuple[str, Sequence[Any]]]) -> Any:
    """For each script what it says of each value: the verdict and the violations in both languages; or an error."""
    assert NODE
    told = [{"code": code, "values": [json.dumps(marked(v)) for v in values]} for code, values in cases]
    given = json.dumps({"runtime": module_file.runtime_text("made"), "cases": told})
    done = subprocess.run([NODE, "-e", RUNNER], input=given, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def marked(value: Any) -> Any:
    """The value with a mark where JavaScript has no exact number."""
    match value:
        case bool():
            return value
        case int() if abs(value) >= 2**53:
            return f"\0{value}"
        case list():
            return [marked(v) for v in value]
        case dict():
            return {k: marked(v) for k, v in value.items()}
    return value


def expected(validator: rowtype.Validator, value: Any) -> Any:
    """What Python says, in the same form."""
    found = list(validator.iter_errors(value))
    told = [
        [[v.pointer, v.schema_pointer, v.keyword, v.describe(language), list(v.documented_at)] for v in found]
        for language in ("en", "ru")
    ]
    return [validator.is_valid(value), *told]
