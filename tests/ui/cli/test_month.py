"""A month in a file, counted by hand: what the command line says must be that, cell by cell.

The count below knows the paper form (tests/data/opd_2014_rows.csv) and the contract of the files alone.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Several = Callable[..., list[Any]]
Line = dict[str, str]
ROOT = Path(__file__).resolve().parents[3]
FIRST, LAST = (
    date(2024, 2, 1),
    date(2024, 2, 29),
)  # a leap month: people turn one, five and sixty on its last day
BANDS = ("lt1m", "m1_11", "y1_4", "y5_59", "y60plus")
TESTS = ("", "mrdt=positive", "mrdt=negative", "bs=positive;mrdt=negative", "bs=negative", "hb=7.9")
ENDINGS = ("", "", ":confirmed", ":provisional", ":confirmed:some", ":confirmed:severe", ":confirmed:none")
HEAD = ("visit_id", "patient_id", "first_name", "last_name", "sex", "birth_date", "visit_date", "visit_type",
        "new_this_year", "new_problem", "tests", "diagnoses", "outcome", "payer")  # fmt: skip


@pytest.fixture(scope="module")
def form() -> dict[str, Line]:
    with (ROOT / "tests" / "data" / "opd_2014_rows.csv").open(encoding="utf-8") as handle:
        return {
            row["row"]: row for row in csv.DictReader(line for line in handle if not line.startswith("#"))
        }


def _edges() -> Iterator[tuple[date, date]]:
    """Births and visit days around every edge of the bands, with leap days and ends of months."""
    for day in (date(2024, 2, 1), date(2024, 2, 28), date(2024, 2, 29)):
        yield day, day
        for years in (1, 5, 60):
            for off in (-1, 0, 1):
                yield date(day.year - years, 2, min(day.day, 28)) + timedelta(days=off), day
        for days in (1, 27, 28, 29, 30, 31, 32, 60):
            yield day - timedelta(days=days), day
    for birth in (
        date(2020, 2, 29),
        date(1964, 2, 29),
        date(2019, 2, 28),
        date(2024, 1, 31),
        date(2023, 3, 31),
    ):
        for day in (date(2024, 2, 27), date(2024, 2, 28), date(2024, 2, 29)):
            yield birth, day


def _month(form: dict[str, Line]) -> list[Line]:
    draw = random.Random(29)
    codes = [code for row in form.values() for code in row["icd10"].split() if len(code) >= 3]
    codes += ["A09.0", "R40.2", "R50.9", "C80.9", "Z71.9", "I64", "b54", "j069"]
    lines: list[Line] = []

    def visit(birth: date, day: date, sex: str, *, patient: str = "", **said: str) -> None:
        number = len(lines)
        lines.append({
            "visit_id": f"v{number}", "patient_id": patient or f"p{number}",
            "first_name": "Neema", "last_name": "Mushi",
            "sex": sex, "birth_date": birth.isoformat(), "visit_date": day.isoformat(), "visit_type": "opd",
            "new_this_year": draw.choice(("yes", "no")), "new_problem": draw.choice(("yes", "yes", "no")),
            "tests": draw.choice(TESTS),
            "diagnoses": ";".join(
                code + draw.choice(ENDINGS)
                for code in draw.sample(codes, draw.choice((0, 1, 1, 2)))
            ),
            "outcome": draw.choice(("home", "home", "referred", "admitted", "died", "")),
            "payer": draw.choice(("cash", "nhif", "chf", "other_insurance", "exempt", "")),
            **said,
        })  # fmt: skip

    for birth, day in _edges():
        for sex in "MF":
            visit(birth, day, sex, diagnoses="B54;A09:confirmed:some")
    for number, code in enumerate(codes):
        visit(
            date(1985, 6, 15),
            FIRST + timedelta(days=number % 29),
            "MF"[number % 2],
            diagnoses=code,
            new_problem="yes",
        )
    for _ in range(700):
        day = FIRST + timedelta(days=draw.randrange(29))
        visit(day - timedelta(days=int(draw.random() ** 2 * 30_000)), day, draw.choice("MF"))
    # Two diagnoses of one row; every kind of malaria test; other clinics; the days before and after.
    visit(date(2022, 1, 1), FIRST, "F", diagnoses="A04;A09", new_problem="yes")
    for tests in (
        "mrdt=positive",
        "bs=positive",
        "mrdt=positive;bs=positive",
        "mrdt=negative;bs=negative",
        "",
    ):
        for code in ("B50", "B54", "O98.6"):
            visit(date(1990, 1, 1), FIRST, "F", diagnoses=code, tests=tests, new_problem="yes")
    for kind in ("anc", "dental", "child"):
        visit(date(1990, 1, 1), FIRST, "F", visit_type=kind, diagnoses="B54")
    visit(date(1990, 1, 1), FIRST - timedelta(days=1), "M", diagnoses="B54")
    visit(date(1990, 1, 1), LAST + timedelta(days=1), "M", diagnoses="B54")
    # Somebody who comes again and again, and says nothing of being new.
    silent = {"new_this_year": "", "new_problem": ""}
    for day, code in (
        (date(2023, 12, 30), "J06.9"), (date(2024, 2, 2), "J06.9"), (date(2024, 2, 9), "J06.9"),
        (date(2024, 2, 9), "B35"), (date(2024, 2, 20), "B35.1;S61"), (date(2024, 2, 21), ""),
    ):  # fmt: skip
        visit(date(2000, 1, 1), day, "M", patient="again", diagnoses=code, outcome="home", tests="", **silent)
    return lines


BAD: tuple[Line, ...] = (
    {"birth_date": "2024-02-30"}, {"birth_date": "2024-02-11"}, {"birth_date": "1884-02-01"},
    {"visit_date": "2023-02-29"},
    {"diagnoses": "Q99.99"}, {"diagnoses": "homa"}, {"tests": "mrdt=green"},
    {"payer": "maize"}, {"outcome": "cured"},
    {"sex": "N"},
    {"new_problem": "maybe"}, {"first_name": ""},
)  # fmt: skip


def _months_old(birth: date, day: date) -> int:
    """Completed months; a month without the day of birth is completed on the first of the next."""
    months = (day.year - birth.year) * 12 + day.month - birth.month
    return months if day.day >= birth.day else months - 1


def _count_by_hand(form: dict[str, Line], lines: list[Line]) -> Counter[tuple[str, str]]:
    by_prefix = {code.replace(".", ""): row for row, facts in form.items() for code in facts["icd10"].split()}
    found: Counter[tuple[str, str]] = Counter()
    for line in lines:
        day = date.fromisoformat(line["visit_date"])
        if not FIRST <= day <= LAST or line["visit_type"] != "opd":
            continue
        months = _months_old(date.fromisoformat(line["birth_date"]), day)
        band = next(place for place, end in enumerate((1, 12, 60, 720, 10_000)) if months < end)
        rows = ["1"] if line["new_this_year"] == "yes" else []
        rows.append("2" if line["new_problem"] == "yes" else "3")
        rows += ["90"] if line["outcome"] == "referred" else []
        if line["new_problem"] == "yes":
            for text in filter(None, line["diagnoses"].split(";")):
                code, certainty, severity = [*text.upper().replace(".", "").split(":"), "", ""][:3]
                if certainty == "PROVISIONAL":
                    continue
                prefix = next(
                    (code[:size] for size in range(len(code), 0, -1) if code[:size] in by_prefix), "*"
                )
                row = by_prefix[prefix]
                if row in ("23.1", "23.3"):
                    tests = line["tests"]
                    row = "23.1" if "bs=positive" in tests else "23.2" if "mrdt=positive" in tests else "23.3"
                elif row == "19":
                    row = {"SOME": "20", "SEVERE": "21"}.get(severity, row)
                elif row in ("31", "47") and severity == "SEVERE":
                    row = {"31": "32", "47": "48"}[row]
                rows.append(row)
        for row in rows:
            found[row, f"{BANDS[band]}.{line['sex']}"] += 1
    return found


def _set_right(line: Line) -> Line:
    """What the visits of the one who says nothing of being new are, worked out by a person."""
    if line["patient_id"] != "again":
        return line
    first = line["visit_date"] == "2024-02-02"  # the first of the year; the one of December was last year's
    # The cough of 2 February came 34 days after that of December: new. On the 9th it is a return, the itch of
    # that day is new. On the 20th the itch is a return but the cut is not. No diagnosis is no return.
    again = line["visit_date"] == "2024-02-09" and line["diagnoses"] == "J06.9"
    return {**line, "new_this_year": "yes" if first else "no", "new_problem": "no" if again else "yes"}


def test_an_imported_month_is_what_a_count_by_hand_gives(
    facility: Run, several: Several, form: dict[str, Line], tmp_path: Path
) -> None:
    good = _month(form)
    assert {_months_old(date.fromisoformat(line["birth_date"]), FIRST) for line in good} >= {
        0,
        1,
        11,
        12,
        59,
        60,
        719,
    }
    sample = good[0]
    bad = [
        {**sample, "visit_id": f"bad{n}", "patient_id": f"bad{n}", "visit_date": "2024-02-10", **change}
        for n, change in enumerate(BAD)
    ]
    lines = [*good]
    for number, line in enumerate(bad):
        lines.insert(number * 61 + 7, line)
    file, rejects = tmp_path / "february.csv", tmp_path / "rejects.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, HEAD)
        writer.writeheader()
        writer.writerows(lines)

    taken = facility("--json", "import", "visits", file, "--rejects", rejects)
    assert taken.code == 0, taken.out
    assert (taken.document["added"], taken.document["refused"]) == (len(good), len(bad))
    with rejects.open(encoding="utf-8-sig", newline="") as handle:
        assert {row["visit_id"] for row in csv.DictReader(handle)} == {line["visit_id"] for line in bad}

    shown, again, cases = several(
        [
            ["--json", "report", "show", "opd", "--period", "202402"],
            ["--json", "import", "visits", file, "--rejects", rejects],
            ["--json", "report", "cases", "opd", "--period", "202402", "--row", "19"],
        ]
    )
    counted = _count_by_hand(form, [_set_right(line) for line in good])
    assert sum(counted.values()) > 2000
    report = shown.document
    assert [row["row"] for row in report["rows"]] == list(form)
    misplaced = Counter((one["row"], one["column"]) for one in report["misplaced"])
    for row in report["rows"]:
        for place, band in enumerate(BANDS):
            letter = form[row["row"]]["open_cells"][place]
            for sex in "MF":
                cell = (row["row"], f"{band}.{sex}")
                if letter in ("B", sex):
                    assert row["cells"][cell[1]] == counted[cell], cell
                else:
                    assert row["cells"][cell[1]] is None, cell
                    assert misplaced[cell] == counted[cell], cell
    assert misplaced.total() > 20
    totals = {row["row"]: row["total"]["all"] for row in report["rows"]}
    assert cases.document["count"] == len(cases.document["visits"]) == totals["19"]
    assert (again.document["added"], again.document["unchanged"]) == (0, len(good))
