"""The books through the command line."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
OCTOBER = ("--from", "2026-10-01", "--to", "2026-10-31")


def test_the_lines_are_the_attendance_of_the_form(demo: Run, tmp_path: Path) -> None:
    path = tmp_path / "opd.csv"
    told = demo("--json", "report", "register", "opd", *OCTOBER, "--out", path).document
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    rows = demo("--json", "report", "show", "opd", "--period", "202610").document["rows"]
    attended = sum(row["total"]["all"] for row in rows if row["row"] in ("2", "3"))
    assert len(lines) == told["lines"] == told["attendance"] == attended > 50
    first = next(row for row in rows if row["row"] == "1")
    assert sum(line["star"] == "*" for line in lines) == first["total"]["all"]


@pytest.mark.parametrize("book", ["opd", "referrals", "deaths", "laboratory", "notifications"])
def test_every_book_is_printed(demo: Run, tmp_path: Path, book: str) -> None:
    path = tmp_path / f"{book}.pdf"
    assert demo("report", "register", book, *OCTOBER, "--out", path).code == 0
    assert path.read_bytes().startswith(b"%PDF")


def test_what_is_wrong_is_said_and_leaves_no_file(demo: Run, tmp_path: Path) -> None:
    out = tmp_path / "book.pdf"
    for words, code, said in (
        (("opd", *OCTOBER, "--out", tmp_path / "nowhere" / "book.pdf"), 1, "book.pdf"),
        (("nothing", *OCTOBER, "--out", out), 1, "nothing"),
        (("opd", "--from", "2026-10-31", "--to", "2026-10-01", "--out", out), 1, "before"),
        (("opd", "--from", "yesterday", "--to", "2026-10-01", "--out", out), 2, "yesterday"),
        (("opd", *OCTOBER, "--out", tmp_path / "book.doc"), 2, ".pdf .csv .xlsx"),
    ):
        answer = demo("report", "register", *words)
        assert answer.code == code
        assert said in answer.err
    assert not [path for path in tmp_path.rglob("*") if "book" in path.name]
