"""Shared by the tests of import and export: writing a CSV file, and importing it into a fresh facility."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.exchange.rows import ImportResult
from emr_desktop.exchange.service import import_patients, import_visits
from ui.messages import sentence

Line = Mapping[str, str]


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """Write lines (dicts) as CSV; the columns are those of the first line that has them."""

    def write(
        lines: Sequence[Line], *, name: str = "file.csv", encoding: str = "utf-8", **options: Any
    ) -> Path:
        columns = list(dict.fromkeys(column for line in lines for column in line))
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, restval="", **options)
        writer.writeheader()
        writer.writerows(lines)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def a_visit() -> Callable[..., dict[str, str]]:
    """A line of a visits file with everything needed; keywords change cells, None takes a cell away."""

    def make(**cells: str | None) -> dict[str, str]:
        line: dict[str, str | None] = {
            "visit_id": "v1",
            "patient_id": "p1",
            "first_name": "Asha",
            "last_name": "Juma",
            "sex": "F",
            "birth_date": "2023-05-02",
            "visit_date": "2026-10-05",
            **cells,
        }
        return {column: text for column, text in line.items() if text is not None}

    return make


@pytest.fixture
def a_patient() -> Callable[..., dict[str, str]]:
    def make(**cells: str | None) -> dict[str, str]:
        line: dict[str, str | None] = {
            "patient_id": "p1",
            "first_name": "Asha",
            "last_name": "Juma",
            "sex": "F",
            "birth_date": "1990-05-02",
            **cells,
        }
        return {column: text for column, text in line.items() if text is not None}

    return make


@pytest.fixture
def bring_visits(clinic: Clinic, write_csv: Callable[..., Path]) -> Callable[..., ImportResult]:
    def bring(*lines: Line, **options: Any) -> ImportResult:
        options.setdefault("say", lambda code, params: sentence(code, params, "en"))
        return import_visits(clinic.work, write_csv(lines), **options)

    return bring


@pytest.fixture
def bring_patients(clinic: Clinic, write_csv: Callable[..., Path]) -> Callable[..., ImportResult]:
    def bring(*lines: Line, **options: Any) -> ImportResult:
        options.setdefault("say", lambda code, params: sentence(code, params, "en"))
        return import_patients(clinic.work, write_csv(lines), **options)

    return bring
