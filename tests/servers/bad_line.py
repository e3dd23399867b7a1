"""A bad line on this PC: lies between a client and a stand-in, slow, late and cut at random points.

Needs nothing but the standard library and may be loaded by file path::

    with bad_line(server.url, bits_a_second=64_000, latency_s=0.3, failing=0.1) as line:
        print(line.url)

It knows no HTTP. A request begins where the client speaks after the server has, or first of all; each of them
is cut with the chance that was asked for: on its way there, before the answer, within it, or by silence.
"""

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_PIECE = 1024  # bytes that pass at once
_BUFFER = 8192  # what the sockets hold, so that a client feels the pace of the line and not that of this PC
ON_THE_WAY, BEFORE_THE_ANSWER, IN_THE_ANSWER, SILENCE = ENDS = (
    "on_the_way",
    "before_the_answer",
    "in_the_answer",
    "silence",
)


@dataclass
class BadLine:
    """What the line is like, and what went over it.

    Attributes:
        bits_a_second: in each direction, for all connections together.
        latency_s: added to each turn of the conversation.
        failing: share of the requests that are cut, 0 to 1.
        ends: how they are cut; one of ``ENDS`` each.
        chance: the source of chance.
        up, down: bytes that passed.
        requests: how many began.
        cut: how many were cut, by their end.
    """

    upstream: tuple[str, int]
    bits_a_second: float
    latency_s: float
    failing: float
    ends: tuple[str, ...]
    chance: random.Random
    url: str = ""
    up: int = 0
    down: int = 0
    requests: int = 0
    cut: Counter[str] = field(default_factory=Counter)
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    _free_at: dict[str, float] = field(default_factory=dict)

    def carry(self, direction: str, count: int) -> None:
        """Take the time that so many bytes need, after those of other connections."""
        with self.lock:
            begins = max(time.monotonic(), self._free_at.get(direction, 0.0))
            until = self._free_at[direction] = begins + count * 8 / self.bits_a_second
            if direction == "up":
                self.up += count
            else:
                self.down += count
        self.closing.wait(max(until - time.monotonic(), 0.0))

    def begin_request(self) -> str | None:
        """Another request begins; gives how it will be cut."""
        with self.lock:
            self.requests += 1
            if self.chance.random() >= self.failing:
                return None
            end = self.chance.choice(self.ends)
            self.cut[end] += 1
            return end


class _Connection:
    """One connection of a client, with its own to the server."""

    def __init__(self, line: BadLine, near: socket.socket) -> None:
        self._line, self._near = line, near
        self._far = socket.socket()
        self._far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        self._speaker = ""
        self._end: str | None = None
        self._left = 0  # bytes that still pass before it is cut

    def run(self) -> None:
        """Carry both ways until one side hangs up or the line is cut."""
        try:
            self._far.connect(self._line.upstream)
        except OSError:
            return self._hang_up()
        back = threading.Thread(target=self._pump, args=(self._far, self._near, "down"), daemon=True)
        back.start()
        self._pump(self._near, self._far, "up")
        back.join(5)
        return None

    def _pump(self, source: socket.socket, sink: socket.socket, direction: str) -> None:
        line = self._line
        try:
            while not line.closing.is_set() and (piece := source.recv(_PIECE)):
                if self._speaker != direction:
                    self._turn(direction)
                if not self._passes(direction, len(piece)):
                    break
                line.carry(direction, len(piece))
                sink.sendall(piece)
        except OSError:
            pass
        self._hang_up()

    def _turn(self, direction: str) -> None:
        """The other side speaks now."""
        self._speaker = direction
        line = self._line
        if direction == "up":
            self._end = line.begin_request()
            self._left = line.chance.randrange(0, 4 * _PIECE)
        line.closing.wait(line.latency_s)

    def _passes(self, direction: str, count: int) -> bool:
        """Whether a piece gets through; the line is silent or cut otherwise."""
        end = self._end
        if end == ON_THE_WAY and direction == "up":
            self._left -= count
            return self._left > 0
        if end == BEFORE_THE_ANSWER and direction == "down":
            return False
        if end == IN_THE_ANSWER and direction == "down":
            self._left -= count
            return self._left > 0
        if end == SILENCE and direction == "down":
            self._line.closing.wait()
            return False
        return True

    def _hang_up(self) -> None:
        for each in (self._near, self._far):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                each.close()


@contextmanager
def bad_line(
    url: str,
    *,
    bits_a_second: float = 64_000,
    latency_s: float = 0.3,
    failing: float = 0.1,
    ends: tuple[str, ...] = ENDS,
    speed: float = 1.0,
    seed: int = 1,
    lifetime_s: float = 900.0,
) -> Iterator[BadLine]:
    """Lay a line to ``url`` until the block ends, or ``lifetime_s`` is over.

    Args:
        url: of a server on this PC, plain HTTP.
        bits_a_second: of each direction.
        latency_s: from one side to the other.
        failing: share of the requests that are cut.
        ends: how; silence lasts until the client gives up.
        speed: so many times faster, for tests that cannot wait.
        seed: of the chance.
        lifetime_s: at most.
    """
    parts = urlsplit(url)
    assert parts.hostname is not None
    assert parts.port is not None
    line = BadLine(
        upstream=(parts.hostname, parts.port),
        bits_a_second=bits_a_second * speed,
        latency_s=latency_s / speed,
        failing=failing,
        ends=ends,
        chance=random.Random(seed),
    )
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        listener.settimeout(0.1)
        line.url = f"{parts.scheme}://127.0.0.1:{listener.getsockname()[1]}{parts.path}"
        until = time.monotonic() + lifetime_s

        def accept() -> None:
            while not line.closing.is_set() and time.monotonic() < until:
                with suppress(TimeoutError):
                    near, _ = listener.accept()
                    near.settimeout(None)
                    threading.Thread(target=_Connection(line, near).run, daemon=True).start()

        thread = threading.Thread(target=accept, name="bad-line", daemon=True)
        thread.start()
        try:
            yield line
        finally:
            line.closing.set()
            thread.join(5)
