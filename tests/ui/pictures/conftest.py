"""A furnished training facility, made once for the tests of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.pictures.place import furnish


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with ``device`` and ``record``."""
    home = tmp_path_factory.mktemp("tour")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMR_DEVICE_DIR", str(home / "device"))
        furnish(home)
    return home


@pytest.fixture
def place(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder; the program finds the PC that it was made on."""
    monkeypatch.setenv("EMR_DEVICE_DIR", str(made / "device"))
    return made / "record"
