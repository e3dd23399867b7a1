"""A reader of what stands on a printed page."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """What a person reads on each page, blanks as one."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")

    def pages(pdf: bytes) -> list[str]:
        path = tmp_path / "printed.pdf"
        path.write_bytes(pdf)
        text = subprocess.run(
            ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
        ).stdout.decode()
        return [" ".join(page.split()) for page in text.split("\f")[:-1]]

    return pages
