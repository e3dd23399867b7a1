"""Threads share one heap, so that what one of them gives back serves the others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# ``malloc_stats`` of the C library tells each heap, as an arena.
_PROGRAM = """
import ctypes, sys, threading
from ui.qt.one_heap import give_back, share_one_heap

if sys.argv[1] == "one":
    share_one_heap()
ready, go_on = threading.Barrier(5), threading.Event()

def work():
    kept = [bytes(1000) for _ in range(2000)]
    ready.wait(20)
    go_on.wait(20)

threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
ready.wait(20)
ctypes.CDLL(None).malloc_stats()
go_on.set()
for thread in threads:
    thread.join()
give_back()
print("alive")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of Linux")
@pytest.mark.parametrize(("how", "most"), [("one", 1), ("as it was", 100)])
def test_threads_share_one_heap_once_it_was_asked(how: str, most: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    heaps = done.stderr.count("Arena ")
    assert 1 <= heaps <= most
    assert how == "one" or heaps > 1, "each thread had one of its own, or this test shows nothing"
    assert "alive" in done.stdout
