"""The whole month through the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

Run = Callable[..., Any]
MONTH = ("--period", "202610")


def test_the_month_is_one_document_and_one_workbook(demo: Run, tmp_path: Path) -> None:
    for kind in ("pdf", "xlsx"):
        path = tmp_path / f"month.{kind}"
        told = demo("--json", "report", "bundle", *MONTH, "--out", path).document
        assert told["bytes"] == path.stat().st_size
        assert {"opd", "idsr_weekly"} <= {one["form"] for one in told["forms"]}
        assert {one["status"] for one in told["forms"]} == {"open"}
    assert len(openpyxl.load_workbook(tmp_path / "month.xlsx").sheetnames) == len(told["forms"])


def test_only_the_forms_that_were_named_are_in_it(demo: Run, tmp_path: Path) -> None:
    words = ("--forms", "malaria_tests", "--forms", "opd")
    told = demo("--json", "report", "bundle", *MONTH, "--out", tmp_path / "two.pdf", *words).document
    assert [one["form"] for one in told["forms"]] == ["opd", "malaria_tests"]


def test_what_is_wrong_is_said_and_leaves_no_file(demo: Run, tmp_path: Path) -> None:
    for words, code, said in (
        (("--period", "202610", "--out", tmp_path / "nowhere" / "m.pdf"), 1, "m.pdf"),
        (("--period", "203001", "--out", tmp_path / "later.pdf"), 1, "203001"),
        (("--period", "202610", "--out", tmp_path / "m.pdf", "--forms", "nonsense"), 1, "nonsense"),
        (("--period", "202610", "--out", tmp_path / "m.txt"), 2, ".pdf .xlsx"),
    ):
        answer = demo("report", "bundle", *words)
        assert answer.code == code
        assert said in answer.err
    assert not [
        path for path in tmp_path.rglob("*") if path.suffix in (".part", ".txt") or "m.pdf" in path.name
    ]
