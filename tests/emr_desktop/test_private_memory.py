"""No core dump of a process that holds the key."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_the_process_leaves_no_dump() -> None:
    code = (
        "import ctypes, resource; from emr_desktop.private_memory import keep_memory_private;"
        "keep_memory_private(); print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0) 0"


def test_both_programs_ask_for_it() -> None:
    for entry in ("ui/app.py", "ui/cli/app.py"):
        assert "keep_memory_private()" in (ROOT / entry).read_text(encoding="utf-8"), entry
