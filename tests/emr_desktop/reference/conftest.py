"""The OPD form of 2014 as a person would read it: a longest-prefix matcher of the tests' own."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


@pytest.fixture(scope="session")
def form_lines() -> list[dict[str, str]]:
    with (FOLDER / "opd_2014_prefixes.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="session")
def row_of(form_lines: list[dict[str, str]]) -> Callable[[str], str]:
    prefixes = {prefix: line["row"] for line in form_lines for prefix in line["icd10"].split()}

    def find(icd10: str) -> str:
        fitting = [prefix for prefix in prefixes if icd10.startswith(prefix)]
        return prefixes[max(fitting, key=len)] if fitting else prefixes["*"]

    return find


@pytest.fixture(scope="session")
def intended_rows() -> dict[str, str]:
    with (FOLDER / "intended_rows.csv").open(encoding="utf-8", newline="") as lines:
        return {line["code"]: line["row"] for line in csv.DictReader(lines)}
