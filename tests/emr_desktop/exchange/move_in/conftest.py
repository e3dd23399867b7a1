"""The made-up exports of the folders here, copied so that a test may change them."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.exchange.move_in.result import Moved
from emr_desktop.exchange.move_in.service import load_mapping, move_in
from ui.messages import sentence

HERE = Path(__file__).parent


@pytest.fixture
def an_export(tmp_path: Path) -> Callable[[str], Path]:
    """``an_export("open-hospital")``: its tables in a folder of the test."""

    def copy(system: str) -> Path:
        return Path(shutil.copytree(HERE / system, tmp_path / system))

    return copy


@pytest.fixture
def change_table() -> Callable[..., None]:
    """``change_table(path, key, "5", PAT_SEX="F")``: other cells in the row with that key."""

    def change(path: Path, key: str, value: str, **cells: str) -> None:
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        for row in rows:
            if row[key] == value:
                row.update(cells)
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    return change


@pytest.fixture
def bring(clinic: Clinic) -> Callable[..., Moved]:
    """``bring(folder, "openmrs", dry_run=True)``."""

    def run(path: Path, system: str = "open-hospital", **options: Any) -> Moved:
        options.setdefault("say", lambda code, params: sentence(code, params, "en"))
        return move_in(clinic.work, path, load_mapping(system), **options)

    return run
