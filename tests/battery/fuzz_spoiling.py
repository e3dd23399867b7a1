"""Spoils a file: by its structure where it is JSON, by its bytes otherwise."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**70, 1e308, float("inf"), float("nan"), "", " ", "\0", "\ud800", "../../../x",
    "/etc/passwd", "C:\\x", "=cmd|' /C calc'!A0", "a" * 5000, "٣", "2026-02-30", "9999-12-31", [], {}, [[]],
    {"": None}, [None] * 50,
)  # fmt: skip
TOKENS = (
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b",", b";", b"\r", b"\n", b"\r\n", b"'", b"{",
    b"}", b"[" * 3000, b"]", b"null", b"NaN", b"1e999", b"../../x", b"/etc/passwd", b"-1", b"9" * 20, b"=1+1",
    b"\xed\xa0\x80", b"\xf0\x9f\xa9\xba", b"2026-13-01", b"0000-00-00", b"\x1a", b"a" * 70000,
)  # fmt: skip


def spoiled(content: bytes, draw: random.Random) -> bytes:
    """The content with a few things wrong, by its structure when it is JSON and by its bytes otherwise."""
    if draw.random() < 0.6:
        try:
            document = json.loads(content)
        except ValueError:
            pass
        else:
            for _ in range(draw.choice((1, 1, 2, 4))):
                document = _odd_node(document, draw)
            text = json.dumps(document, indent=draw.choice((None, None, None, None, 1)))
            return text.encode("utf-8", "surrogatepass")
    out = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        at, end = sorted((draw.randrange(len(out) + 1), draw.randrange(len(out) + 1)))
        how = draw.randrange(6)
        if how == 0 and out:
            out[min(at, len(out) - 1)] ^= 1 << draw.randrange(8)
        elif how == 1:
            del out[at : min(end, at + 200)]
        elif how == 2:
            out[at:at] = draw.choice(TOKENS)
        elif how == 3:
            out[at : at + draw.randrange(12)] = draw.choice(TOKENS)
        elif how == 4:
            out[at:at] = out[at : min(end, at + 400)]
        else:
            del out[end:]
    return bytes(out)


def _odd_node(document: Any, draw: random.Random) -> Any:
    """One place of the document, anywhere, is something else."""
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key, value in list(node.items()) if isinstance(node, dict) else list(enumerate(node)):
            places.append((node, key))
            if isinstance(value, dict | list):
                walk(value)

    if isinstance(document, dict | list):
        walk(document)
    if not places or draw.random() < 0.01:
        return copy.deepcopy(draw.choice(ODD))
    node, key = draw.choice(places)
    how = draw.randrange(4)
    if how == 0:
        del node[key]
    elif how == 1 and isinstance(node, list):
        node.extend(copy.deepcopy(node[key]) for _ in range(draw.choice((1, 1, 30))))
    elif how == 2:
        other, name = draw.choice(places)
        value = other[name] if (isinstance(other, list) and name < len(other)) or name in other else None
        node[key] = copy.deepcopy(value)
    else:
        node[key] = copy.deepcopy(draw.choice(ODD))
    return document
