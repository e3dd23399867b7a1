"""The month through the command line: the same figures in each format, and the visits behind them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Run = Callable[..., Any]
Several = Callable[..., list[Any]]
MONTH = ("opd", "--period", "202610")
KEYS = ["form", "edition", "period", "facility", "generated", "status", "version", "rows", "misplaced"]
BANDS = ("lt1m", "m1_11", "y1_4", "y5_59", "y60plus")
COLUMNS = [f"{band}.{sex}" for band in BANDS for sex in "MF"]


def test_the_visits_behind_every_number_are_as_many_as_the_number(demo: Run, several: Several) -> None:
    report = demo("--json", "report", "show", *MONTH).document
    cells = [(row["row"], column, value) for row in report["rows"] for column, value in row["cells"].items()]
    counted = [(row, column, value) for row, column, value in cells if value]
    assert len(counted) > 80
    zeros = [(row, column, value) for row, column, value in cells if value == 0][::80]
    greyed = [(row, column, 0) for row, column, value in cells if value is None][::30]
    totals = [(row["row"], None, row["total"]["all"]) for row in report["rows"] if row["total"]["all"]][::6]
    asked = [*counted, *zeros, *greyed, *totals]
    calls = [
        ["--json", "report", "cases", *MONTH, "--row", row, *(["--column", column] if column else [])]
        for row, column, _ in asked
    ]
    patients: Counter[str] = Counter()
    for (row, column, value), answer in zip(asked, several(calls), strict=True):
        found = answer.document
        assert list(found) == ["form", "period", "row", "column", "count", "visits"]
        assert (found["form"], found["period"], found["row"], found["column"]) == (
            "opd",
            "202610",
            row,
            column,
        )
        assert found["count"] == len(found["visits"]) == value, (row, column)
        for visit in found["visits"]:
            assert set(visit) == {"visit", "date", "patient_number", "sex", "age", "diagnoses"}
            assert visit["date"].startswith("2026-10-")
            assert column is None or visit["sex"] == column[-1]
            assert re.fullmatch(r"\d{6}-\d/\d{4}/\d+", visit["patient_number"])
            patients[visit["visit"]] += 1
    assert len(patients) > 100


def test_a_month_has_the_documented_shape_and_its_totals_are_sums(demo: Run) -> None:
    answer = demo("report", "show", *MONTH)  # JSON without being asked
    assert answer.code == 0
    report = answer.document
    assert list(report) == KEYS
    assert (report["form"], report["edition"], report["period"]) == ("opd", "2014", "202610")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00", report["generated"])
    assert (report["status"], report["version"]) == ("open", 0)
    assert set(report["facility"]) == {"code", "name"}
    names = [row["row"] for row in report["rows"]]
    assert names[0] == "1"
    assert names[-1] == "90"
    assert {"23.1", "23.2", "23.3", "23.4"} < set(names)
    assert len(names) == len(set(names)) == 93
    for row in report["rows"]:
        assert list(row) == ["row", "en", "sw", "cells", "total"]
        assert list(row["cells"]) == COLUMNS
        sums = {sex: sum(row["cells"][f"{band}.{sex}"] or 0 for band in BANDS) for sex in "MF"}
        assert row["total"] == {**sums, "all": sums["M"] + sums["F"]}
    cells = {row["row"]: row["cells"] for row in report["rows"]}
    assert cells["5"]["lt1m.M"] is None  # cholera in the first month of life is greyed
    assert cells["26"]["y5_59.M"] is None  # and a disease of women for men
    assert all(value is None for value in cells["23.4"].values())


def test_every_format_holds_the_same_figures(demo: Run, several: Several, tmp_path: Path) -> None:
    outs = {kind: tmp_path / f"month.{kind}" for kind in ("json", "csv", "xlsx", "pdf")}
    english = tmp_path / "english.pdf"
    answers = several(
        [
            *(["--json", "report", "show", *MONTH, "--out", out] for out in outs.values()),
            ["--json", "report", "show", *MONTH, "--language", "en", "--format", "pdf", "--out", english],
        ]
    )
    for answer, (kind, out) in zip(answers, [*outs.items(), ("pdf", english)], strict=True):
        assert answer.document == {"file": str(out), "format": kind, "bytes": out.stat().st_size}
    report = json.loads(outs["json"].read_bytes())
    figures = {row["row"]: [row["cells"][column] for column in COLUMNS] for row in report["rows"]}

    lines = list(csv.DictReader(io.StringIO(outs["csv"].read_text(encoding="utf-8-sig"))))
    assert [line["row"] for line in lines] == list(figures)
    for line in lines:
        assert [int(line[column]) if line[column] else None for column in COLUMNS] == figures[line["row"]]

    sheet = openpyxl.load_workbook(outs["xlsx"]).active
    assert sheet is not None
    found = {}
    for values in sheet.iter_rows(values_only=True):
        if values[0] is not None and str(values[0]) in figures:
            found[str(values[0])] = [values[2 + 3 * band + sex] for band in range(5) for sex in range(2)]
    assert found == figures

    for path in (outs["pdf"], english):
        assert _printed(path, set(figures)) == {
            row: [value for value in _with_sums(values) if value is not None]
            for row, values in figures.items()
        }
    assert _words(outs["pdf"]) != _words(english)
    assert "MAFUNZO:" in _words(outs["pdf"])
    assert "TRAINING:" in _words(english)


def _with_sums(cells: list[int | None]) -> list[int | None]:
    """A printed row: men, women and both for each band, then for all; nothing where it is grey."""
    out: list[int | None] = []
    pairs = [*zip(cells[::2], cells[1::2], strict=True)]
    for one, other in [*pairs, (_sum(cells[::2]), _sum(cells[1::2]))]:
        out += [one, other, _sum([one, other])]
    return out


def _sum(values: list[int | None]) -> int | None:
    given = [value for value in values if value is not None]
    return sum(given) if given else None


def _boxes(path: Path) -> Iterator[list[tuple[float, float, str]]]:
    """The words of each page with their places."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("there is no pdftotext here to read the printed form with")
    done = subprocess.run([program, "-bbox", path, "-"], capture_output=True, check=True)
    for page in done.stdout.decode().split("<page ")[1:]:
        pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">([^<]*)</word>'
        yield [(float(x), float(y), text) for x, y, text in re.findall(pattern, page)]


def _words(path: Path) -> set[str]:
    return {text for page in _boxes(path) for _, _, text in page}


def _printed(path: Path, rows: set[str]) -> dict[str, list[int]]:
    """The figures of each row as they stand on paper, from left to right."""
    found: dict[str, list[int]] = {}
    for page in _boxes(path):
        edge = min(x for x, _, _ in page)
        labels = sorted((y, text) for x, y, text in page if x < edge + 10 and text in rows)
        for (top, row), below in zip(labels, [*(y for y, _ in labels[1:]), 1e9], strict=True):
            right = [
                (y, x, text) for x, y, text in page if top - 1 <= y < below - 1 and x > 300 and text.isdigit()
            ]
            first = min((y for y, _, _ in right), default=0.0)  # a sum without a number follows below
            found[row] = [int(text) for y, _, text in sorted(right, key=lambda one: one[1]) if y < first + 3]
    return found


def test_what_cannot_be_asked_for_is_refused_by_name(facility: Run, several: Several) -> None:
    calls: dict[tuple[str, ...], str] = {
        ("show", "opd", "--period", "299901"): "299901",
        ("show", "opd", "--period", "202613"): "202613",
        ("show", "opd", "--period", "2026-10"): "2026-10",
        ("show", "opd", "--period", "2026W47"): "2026W47",
        ("show", "opd", "--period", ""): "202611",
        ("show", "nosuch", "--period", "202610"): "nosuch",
        ("show", "../opd", "--period", "202610"): "../opd",
        ("show", *MONTH, "--edition", "1999"): "1999",
        ("show", *MONTH, "--edition", "../2014"): "../2014",
        ("show", *MONTH, "--count", "some"): "some",
        ("cases", *MONTH, "--row", "999"): "999",
        ("cases", *MONTH, "--row", "5", "--column", "y5_60.M"): "y5_60.M",
        ("check", "opd", "--period", "299901"): "299901",
        ("close", "opd", "--period", "299901"): "299901",
        ("reopen", *MONTH, "--reason", "sababu"): "202610",
        ("reopen", *MONTH, "--reason", " "): "",
    }  # fmt: skip
    answers = several([["report", *words] for words in calls])
    for (words, named), answer in zip(calls.items(), answers, strict=True):
        assert (answer.code, answer.out) == (1, b""), words
        assert named in answer.err, words
    empty, nothing, check = several(
        [
            ["--json", "report", "show", *MONTH],
            ["--json", "report", "cases", *MONTH, "--row", "1"],
            ["--json", "report", "check", *MONTH],
        ]
    )
    assert {value for row in empty.document["rows"] for value in row["cells"].values()} == {0, None}
    assert (nothing.document["count"], nothing.document["visits"]) == (0, [])
    assert set(check.document) == {"form", "edition", "period", "visits", "findings"}
    assert check.document["visits"] == 0
    forms = facility("--json", "report", "list").document["forms"]
    assert {(form["form"], form["edition"]) for form in forms} >= {("opd", "2014")}
    assert all(set(form) >= {"form", "edition", "columns"} for form in forms)


def test_a_closed_month_keeps_its_figures_and_says_what_changed_since(
    facility: Run, several: Several, visits_file: Path, tmp_path: Path
) -> None:
    later = tmp_path / "later.csv"
    header, line = visits_file.read_text(encoding="utf-8").splitlines()[:2]
    later.write_text(f"{header}\n{line.replace('v1', 'v9').replace('p1', 'p9')}\n", encoding="utf-8")
    bad = tmp_path / "bad.csv"
    bad.write_text(
        f"{header}\nv8,p8,Juma,Ally,M,2020-01-01,2026-10-09,mrdt=negative,B50,,home,cash\n", encoding="utf-8"
    )
    show = ["--json", "report", "show", *MONTH]
    imported, closed, again, before, late, after, reopened, open_again, second, last, _, checked = several(
        [
            ["import", "visits", visits_file],
            ["--json", "report", "close", *MONTH],
            ["report", "close", *MONTH],
            show,
            ["import", "visits", later],
            show,
            ["--json", "report", "reopen", *MONTH, "--reason", "Mgonjwa mmoja alisahauliwa"],
            show,
            ["--json", "report", "close", *MONTH],
            show,
            ["import", "visits", bad],
            ["--json", "report", "check", *MONTH],
        ]
    )
    assert [answer.code for answer in (imported, closed, late, reopened, second)] == [0] * 5
    assert again.code == 1
    assert closed.document == {
        "form": "opd",
        "edition": "2014",
        "period": "202610",
        "status": "closed",
        "version": 1,
    }
    assert (before.document["status"], before.document["version"]) == ("closed", 1)
    assert "changed" not in before.document
    malaria = {"row": "23.2", "column": "y1_4.F"}
    assert {**malaria, "closed": 1, "now": 2} in after.document["changed"]
    assert (open_again.document["status"], reopened.document["status"]) == ("open", "open")
    assert second.document["version"] == 2
    assert last.document["version"] == 2
    assert "changed" not in last.document
    # All tests negative and yet malaria: the check names the visit.
    assert checked.code == 0
    findings = checked.document["findings"]
    assert all({"code", "text", "params", "visits"} <= set(finding) for finding in findings)
    assert any(len(finding["visits"]) == 1 for finding in findings), findings
