"""What an expression says beyond its syntax: that it lists strings, begins with one, takes any."""

from __future__ import annotations

from rowtype.schema.ecma.nodes import Assertion, Choice, Group, Node, Repeat, Sequence, Set
from rowtype.schema.ecma.parsing import parse


def starts(regex: str) -> str | None:
    """The literal that an expression demands at the start of a string, if it demands nothing else."""
    match parse(regex):
        case Sequence((Assertion("^"), *rest)) if all(_single(n) is not None for n in rest):
            return "".join(chr(c) for n in rest if (c := _single(n)) is not None)
        case Assertion("^"):
            return ""
    return None


def listed(regex: str) -> tuple[str, ...]:
    """The strings that an expression matches, if it does nothing but list them: `^a$`, `^(?:a|b)$`; else none."""
    match parse(regex):
        case Sequence((Assertion("^"), *inner, Assertion("$"))):
            if len(inner) == 1 and isinstance(inner[0], Group):
                inner = [inner[0].node]
            choices = (
                inner[0].nodes
                if len(inner) == 1 and isinstance(inner[0], Choice)
                else [Sequence(tuple(inner))]
            )
            found = [_literal(node) for node in choices]
            return tuple(text for text in found if text is not None) if None not in found else ()
    return ()


def _literal(node: Node) -> str | None:
    """The only string that a node matches."""
    nodes = node.nodes if isinstance(node, Sequence) else (node,)
    codes = [_single(n) for n in nodes]
    return "".join(chr(c) for c in codes if c is not None) if None not in codes else None


def anything(regex: str) -> bool:
    """Whether an expression matches every string: `.*`, `^.*`, the empty one."""
    match parse(regex):
        case Sequence(()) | Repeat(_, 0):
            return True
        case Sequence((Assertion("^"), Repeat(_, 0))):
            return True
    return False


def _single(node: Node) -> int | None:
    if isinstance(node, Set) and len(node.ranges) == 1 and node.ranges[0][0] == node.ranges[0][1]:
        return node.ranges[0][0]
    return None
