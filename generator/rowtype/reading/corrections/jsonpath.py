"""JSONPath (RFC 9535), as overlays use it."""

from __future__ import annotations

from rowtype.schema.documents import Json, pointer_join


class PathError(ValueError):
    """A text is no path.  `rest` is the text from where it is wrong; empty where it ends too early."""

    def __init__(self, path: str, why: object, at: int) -> None:
        self.rest = path[at:]
        here = f", at {self.rest!r}" if 0 < at < len(path) else ""
        super().__init__(f"{path} is no JSONPath: {why}{here}")


def select(root: Json, path: str) -> list[str]:
    """JSON Pointers of the nodes that a path selects, in document order, each once.

    Raises:
        PathError: it is no path.
    """
    from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError  # few readings have an overlay

    try:
        found = {node.location for node in JSONPathEnvironment().find(path, root)}
    except JSONPathError as error:
        raise PathError(path, error.args[0], error.token.index if error.token else 0) from None
    except RecursionError:
        raise PathError(path, "nested too deep", 0) from None
    except (OverflowError, ValueError):  # of float() and int()
        raise PathError(path, "a number is out of range", 0) from None
    return [pointer_join("", *location) for location in sorted(found, key=lambda at: _order(root, at))]


def _order(root: Json, location: tuple[int | str, ...]) -> list[int]:
    """What sorts nodes in document order: at every level, how many stand before."""
    order: list[int] = []
    for token in location:
        order.append(token if isinstance(token, int) else list(root).index(token))
        root = root[token]
    return order
