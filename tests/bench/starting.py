"""Starts the program and the command line as people do: a new process each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from figures import Figure
from machine import drop_page_cache
from measured_facility import ROOT
from sizes import HELP_MS, START_MB, START_S, Size


def starting_figures(folder: Path, size: Size) -> list[Figure]:
    """Time the way to the login window of a facility, and ``emr-admin --help``."""
    _start(folder)  # writes the compiled modules of a checkout that is new
    warm = [_start(folder) for _ in range(size.starts)]
    cold, dropped = [], drop_page_cache()
    if dropped:
        for _ in range(size.starts):
            drop_page_cache()
            cold.append(_start(folder))
    shown = cold or warm
    kind = "page cache dropped" if cold else "the page cache could not be dropped: warm"
    return [
        Figure("start to the login window, cold", _middle(shown, "login_s"), "s", START_S, kind),
        Figure("start to the login window, warm", _middle(warm, "login_s"), "s", START_S),
        Figure(
            "start to the first window, cold", _middle(shown, "first_s"), "s", note="before anything is read"
        ),
        Figure("resident at the login window", _middle(warm, "rss_mb"), "MB", START_MB),
        Figure("emr-admin --help", 1000 * median(_help() for _ in range(max(5, size.starts))), "ms", HELP_MS),
    ]


def _middle(starts: list[dict[str, Any]], name: str) -> float:
    return float(median(one[name] for one in starts))


def _start(folder: Path) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "emr_desktop", "--data-dir", str(folder), "--smoke-test"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=120,
        env=os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    )
    figures: dict[str, Any] = json.loads(answer.stdout.strip().splitlines()[-1])
    if figures["page"] != "login":
        raise AssertionError(f"the program came up with the page {figures['page']}")
    # window_s and ready_s count from the import of ui.app; the interpreter's own start comes on top.
    first = figures["since_process_start_s"]
    return figures | {"first_s": first, "login_s": first - figures["window_s"] + figures["ready_s"]}


def _help() -> float:
    command = Path(sys.executable).parent / "emr-admin"
    words = [str(command)] if command.exists() else [sys.executable, "-m", "ui.cli"]
    start = time.perf_counter()
    subprocess.run(
        [*words, "--help"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    return time.perf_counter() - start
