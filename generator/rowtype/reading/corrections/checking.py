"""Whether what a correction makes of a schema is a schema still."""

from __future__ import annotations

from collections.abc import Mapping

from rowtype.reading.lowering.traced import Traced
from rowtype.schema.documents import Json, SchemaError, document


def fault(schema: Json, beside: Mapping[str, Traced]) -> SchemaError | None:
    """What is wrong with a schema by itself; where its references lead is not looked at.

    Args:
        beside: types that it may refer to.
    """
    from rowtype.schema.checks.planning import plan

    anything: dict[str, Json] = {traced.schema["$id"]: True for traced in beside.values()}
    try:
        plan([document("", schema)], resources=anything)
    except SchemaError as error:
        return None if error.pointer.endswith("/$ref") else error
    return None
