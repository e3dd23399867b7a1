"""The packages have generic names: no installed distribution may own them, and ours must be in use."""

import importlib
import importlib.metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", ["emr_desktop", "ui", "db", "sync"])
def test_each_package_is_the_one_in_this_checkout(name: str) -> None:
    owners = set(importlib.metadata.packages_distributions().get(name, []))
    assert owners <= {"emr-desktop"}
    module = importlib.import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).resolve().parent == ROOT / name


def test_the_command_line_never_loads_qt() -> None:
    import subprocess
    import sys

    code = "import sys, ui.cli.app; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
