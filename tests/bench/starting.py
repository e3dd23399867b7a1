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

_AT_WORK = Path(__file__).with_name("at_work.py")


def starting_figures(folder: Path, size: Size) -> list[Figure]:
    """Time the way to the login window of a facility, and ``emr-admin --help``."""
    _start(folder)  # writes the compiled modules of a checkout that is new
    warm = [_start(folder) for _ in range(size.starts)]
    cold = []
    while len(cold) < size.starts and drop_page_cache():
        cold.append(_start(folder))
    shown = cold or warm
    kind = "page cache dropped" if cold else "the page cache could not be dropped: warm"
    helps = [_run("-m", "ui.cli", "--help") for _ in range(max(5, size.starts))]
    work = json.loads(_run(str(_AT_WORK), str(folder))[0].strip().splitlines()[-1])
    return [
        Figure(
            "start to the login window, cold",
            _mid(shown, "login_s"),
            "s",
            START_S,
            kind,
            _mid(shown, "cpu_s"),
        ),
        Figure(
            "start to the login window, warm", _mid(warm, "login_s"), "s", START_S, cpu=_mid(warm, "cpu_s")
        ),
        Figure(
            "start to the first window, cold", _mid(shown, "first_s"), "s", note="it says what is opening"
        ),
        Figure("resident at the login window", _mid(warm, "rss_mb"), "MB", START_MB),
        Figure("resident at work", work["rss_mb"], "MB", note="logged in, a month counted, a search typed"),
        Figure(
            "emr-admin --help",
            1000 * median(one[1] for one in helps),
            "ms",
            HELP_MS,
            f"middle of {len(helps)}",
            1000 * median(one[2] for one in helps),
        ),
    ]


def _mid(starts: list[dict[str, Any]], name: str) -> float:
    return float(median(one[name] for one in starts))


def _start(folder: Path) -> dict[str, Any]:
    out, _, cpu = _run("-m", "emr_desktop", "--data-dir", str(folder), "--smoke-test")
    figures: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    if figures["page"] != "login":
        raise AssertionError(f"the program came up with the page {figures['page']}")
    # window_s and ready_s count from the import of ui.app; the interpreter's own start comes on top.
    first = figures["since_process_start_s"]
    login = first - figures["window_s"] + figures["ready_s"]
    return {"first_s": first, "login_s": login, "rss_mb": figures["rss_mb"], "cpu_s": cpu}


def _run(*arguments: str) -> tuple[str, float, float]:
    """Run Python on something of ours; its output, its seconds, and its seconds of processor time."""
    cpu, wall = _cpu_of_children(), time.perf_counter()
    answer = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=120,
        env=os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    )
    wall = time.perf_counter() - wall
    if answer.returncode:
        raise AssertionError(f"{arguments} ended with {answer.returncode}:\n{answer.stderr}")
    return answer.stdout, wall, _cpu_of_children() - cpu


def _cpu_of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system
