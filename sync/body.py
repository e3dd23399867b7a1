"""Request bodies, compressed where the server takes that: a day's visits over a slow line cost a fifth."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping

from sync.transport import Reply

SMALLEST = 1000  # bytes below which compressing saves nothing
_NOT_UNDERSTOOD = (400, 415)

Post = Callable[[bytes, Mapping[str, str]], Reply]


class PackedBody:
    """Compresses until the server once turns out not to take it.

    Attributes:
        known: whether the server takes compressed bodies; None: not tried yet.
    """

    def __init__(self, known: bool | None) -> None:
        self.known = known

    def send(self, post: Post, body: bytes) -> Reply:
        """Post a body; until compressing is known to work, an answer of 400 or 415 sends it again plain.

        Args:
            post: sends bytes with further headers.
            body: as it is meant.
        """
        if self.known is False or len(body) < SMALLEST:
            return post(body, {})
        # No time in the head: the same body gives the same bytes.
        reply = post(gzip.compress(body, 6, mtime=0), {"Content-Encoding": "gzip"})
        if reply.status not in _NOT_UNDERSTOOD:
            if reply.status < 300:
                self.known = True
            return reply
        if self.known:
            return reply
        plain = post(body, {})
        if plain.status not in _NOT_UNDERSTOOD:
            self.known = False
        return plain
