"""Random values for a schema: mostly plausible, not always valid.  The same seed gives the same values."""

from __future__ import annotations

import random
from typing import Any

WORDS = (
    "alpha",
    "beta",
    "x-gamma",
    "delta.epsilon",
    "https://example.com/a",
    "1.2.3",
    "2026-11-22",
    "a b c",
    "",
)


class Sampler:
    """Draws values for the subschemas of one document."""

    def __init__(self, schema: Any, seed: int) -> None:
        self.root = schema
        self.random = random.Random(seed)

    def value(self, schema: Any | None = None, depth: int = 0) -> Any:
        """A value for a schema (the whole document's by default); shallow where it is deep already."""
        schema = self.root if schema is None else schema
        draw = self.random
        if not isinstance(schema, dict):
            return draw.choice((None, 1, "a", [], {}))
        if isinstance(ref := schema.get("$ref", schema.get("$dynamicRef")), str):
            target = self.resolve(ref)
            return self.value(target, depth + 1) if depth < 40 else None
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return draw.choice(schema["enum"])
        for keyword in ("oneOf", "anyOf"):
            if isinstance(schema.get(keyword), list) and schema[keyword]:
                branches = schema[keyword]
                chosen = self.value(draw.choice(branches[:1] if depth > 12 else branches), depth + 1)
                rest = {k: v for k, v in schema.items() if k != keyword}
                return (
                    {**self.object(rest, depth), **chosen}
                    if isinstance(chosen, dict) and "properties" in rest
                    else chosen
                )
        if isinstance(schema.get("allOf"), list):
            parts = [self.value(child, depth + 1) for child in schema["allOf"]]
            merged: dict[str, Any] = {}
            for part in parts:
                if isinstance(part, dict):
                    merged |= part
            if merged or "properties" in schema:
                return {**merged, **self.object(schema, depth)}
            return parts[0] if parts else None
        kind = schema.get("type", "object" if {"properties", "patternProperties"} & schema.keys() else None)
        kind = draw.choice(kind) if isinstance(kind, list) else kind
        match kind:
            case "object":
                return self.object(schema, depth)
            case "array":
                return self.array(schema, depth)
            case "string":
                return self.string(schema)
            case "integer" | "number":
                low = schema.get("minimum", 0)
                return draw.choice((low, low + 1, low + 2, schema.get("maximum", low)))
            case "boolean":
                return draw.random() < 0.5
            case "null":
                return None
        return draw.choice(("alpha", 1, True, ["a"], {"a": 1}))

    def resolve(self, ref: str) -> Any:
        target = self.root
        if not ref.partition("#")[2].startswith("/"):
            name = ref.partition("#")[2]
            named = (d for d in self.root.get("$defs", {}).values() if isinstance(d, dict))
            return next((d for d in named if name in (d.get("$anchor"), d.get("$dynamicAnchor"))), self.root)
        for token in ref.partition("#")[2].split("/")[1:]:
            token = token.replace("~1", "/").replace("~0", "~").replace("%24", "$")
            target = target.get(token, {}) if isinstance(target, dict) else target[int(token)]
        return target

    def object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        draw = self.random
        properties = schema.get("properties", {})
        wanted = [n for n in schema.get("required", ()) if isinstance(n, str)]
        optional = [n for n in properties if n not in wanted]
        if depth < 12 and optional:
            wanted += draw.sample(optional, min(len(optional), draw.choice((1, 2, 3, 5, 8))))
        found = {name: self.value(properties.get(name, {}), depth + 1) for name in wanted}
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict) and depth < 10:
            found |= {draw.choice(WORDS[:4]): self.value(extra, depth + 1) for _ in range(2)}
        return found

    def array(self, schema: dict[str, Any], depth: int) -> list[Any]:
        items = schema.get("items", {})
        if isinstance(items, list):
            return [self.value(item, depth + 1) for item in items]
        count = max(schema.get("minItems", 0), 0 if depth > 12 else self.random.choice((0, 1, 2, 4)))
        return [self.value(items, depth + 1) for _ in range(min(count, schema.get("maxItems", 9)))]

    def string(self, schema: dict[str, Any]) -> str:
        text = self.random.choice((*WORDS, *map(str, schema.get("examples", ()))))
        return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", 1000)]
