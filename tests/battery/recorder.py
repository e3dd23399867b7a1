"""Compiles the recorder and runs a process under it."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


class NoRecorder(Exception):
    """There is no way to record here; the words say why."""


@functools.cache
def library() -> Path:
    """The compiled recorder.

    Raises:
        NoRecorder: not on Linux, or no C compiler.
    """
    if sys.platform != "linux":
        raise NoRecorder("calls are recorded on Linux alone (LD_PRELOAD)")
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NoRecorder("needs a C compiler (cc): install one, as with `apt install gcc`")
    made = Path(tempfile.mkdtemp(prefix="emr-recorder-")) / "recorder.so"
    told = subprocess.run(
        [compiler, "-O1", "-shared", "-fPIC", "-o", str(made), str(HERE / "recorder.c"), "-lpthread"],
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode != 0:
        raise NoRecorder(f"the compiler refused the recorder: {told.stderr.strip()[:200]}")
    return made


def environment(root: Path, device: Path, **more: str) -> dict[str, str]:
    """For a process that works on the files under ``root`` with the recorder loaded."""
    python = os.pathsep.join([str(HERE.parents[1]), str(HERE)])
    return {
        **os.environ,
        "PYTHONPATH": python,
        "PYTHONDONTWRITEBYTECODE": "1",
        "EMR_DEVICE_DIR": str(device),
        "LD_PRELOAD": str(library()),
        "RECORDER_ROOT": str(root),
        **more,
    }
