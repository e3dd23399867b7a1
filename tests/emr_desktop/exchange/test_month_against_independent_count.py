"""A month of visits with every edge in it, imported, and counted again in plain Python without the engine."""

from __future__ import annotations

import calendar
import csv
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.exchange.service import export_patients, export_visits, import_visits
from emr_desktop.facility.service import unlock

FACTS = Path(__file__).resolve().parents[2] / "data" / "opd_2014_rows.csv"
BANDS = ("lt1m", "m1_11", "y1_4", "y5_59", "y60plus")
PAYERS = ("cash", "nhif", "chf", "other_insurance", "exempt", "")
OUTCOMES = ("home", "referred", "admitted", "died", "")
TESTS = ("", "mrdt=positive", "mrdt=negative", "bs=positive", "bs=negative", "mrdt=positive;bs=negative",
         "mrdt=negative;bs=positive", "mrdt=positive;bs=positive", "mrdt=invalid", "hb=7.9", "mrdt=",
         "MRDT=Pos")  # fmt: skip


# The generator ------------------------------------------------------------------------------------------


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _births_around(day: date) -> Iterator[date]:
    """Births on, a day before and a day after every edge of the age bands, newborn, very old, leap days."""
    for months in (1, 12, 60, 720):
        for offset in (-1, 0, 1):
            yield _months_before(day, months) + timedelta(days=offset)
    for days in (0, 1, 27, 28, 29, 30, 31, 32):
        yield day - timedelta(days=days)
    yield from (
        date(2024, 2, 29),
        date(2020, 2, 29),
        date(1964, 2, 29),
        date(2025, 8, 31),
        date(1966, 10, 31),
    )
    yield from (
        date(1930, 1, 1),
        date(1901, 6, 30),
        date(2021, 10, 31),
        date(2025, 10, 31),
        date(2026, 8, 31),
    )


def _all_codes() -> list[str]:
    with FACTS.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    found = [code for row in rows for code in row["icd10"].split() if len(code) >= 3]
    # Codes of several lengths that no row names, one that only a shorter prefix catches, and small letters.
    return [
        *found,
        "R40.2",
        "R50.9",
        "A09.0",
        "D22.9",
        "C80.9",
        "V19.9",
        "Z00.0",
        "Z71.9",
        "S90.3",
        "I64",
        "b54",
        "a090",
        "j069",
    ]


def make_month(seed: int, *, year: int, month: int) -> list[dict[str, str]]:
    draw = random.Random(seed)
    codes = _all_codes()
    days = calendar.monthrange(year, month)[1]
    lines: list[dict[str, str]] = []
    people: list[dict[str, str]] = []

    def visit(person: dict[str, str], day: date, **cells: str) -> None:
        number = len(lines) + 1
        diagnoses = []
        for code in dict.fromkeys(draw.choice(codes) for _ in range(draw.choice((0, 1, 1, 1, 2, 3)))):
            ending = draw.choice(
                (
                    "",
                    "",
                    "",
                    ":confirmed",
                    ":provisional",
                    ":confirmed:none",
                    ":confirmed:some",
                    ":confirmed:severe",
                    ":confirmed:mild",
                )
            )
            diagnoses.append(code + ending)
        # The same code in two spellings would be the same diagnosis twice, which is refused.
        seen: set[str] = set()
        diagnoses = [text for text in diagnoses if not (_plain(text) in seen or seen.add(_plain(text)))]
        lines.append(
            {
                "visit_id": f"v{number}",
                **person,
                "visit_date": day.isoformat(),
                "visit_type": draw.choice(("opd",) * 12 + ("", "anc", "dental")),
                "new_this_year": draw.choice(("", "", "yes", "no")),
                "new_problem": draw.choice(("", "", "yes", "no")),
                "payer": draw.choice(PAYERS),
                "tests": draw.choice(TESTS),
                "diagnoses": ";".join(diagnoses),
                "outcome": draw.choice(OUTCOMES),
                **cells,
            }
        )

    def person(birth: date, sex: str) -> dict[str, str]:
        made = {
            "patient_id": f"p{len(people) + 1}",
            "first_name": draw.choice(("Neema", "Juma", "Ng'wandu", "Zuhura", "Mary-Anne")),
            "last_name": draw.choice(("Mushi", "Ole Sendeka", "Abdallah", "Mwakyusa")),
            "sex": sex,
            "birth_date": birth.isoformat(),
        }
        people.append(made)
        return made

    for number in range(1, days + 1):
        day = date(year, month, number)
        for birth in _births_around(day):
            for sex in "MF" if birth <= day else "":
                visit(person(birth, sex), day)
    for code in codes:  # every code at every age and sex
        for years in (0, 0.5, 3, 30, 70):
            for sex in draw.choice("MF"):
                day = date(year, month, draw.randrange(1, days + 1))
                birth = day - timedelta(days=int(years * 365.25) + (10 if years == 0 else 20))
                visit(person(birth, sex), day, diagnoses=code, visit_type="opd")
    for test in TESTS:
        for code in ("B50", "B52.9", "B54"):
            visit(
                person(date(1990, 1, 1), "F"),
                date(year, month, 1),
                diagnoses=code,
                tests=test,
                new_problem="yes",
            )
    for _ in range(1200):  # people who come back, with and without flags
        known = draw.choice(people)
        day = date(year, month, draw.randrange(1, days + 1))
        if known["birth_date"] <= day.isoformat():
            visit(known, day)
    # Neighbouring months and years, which count for the flags but not for the month.
    for _ in range(300):
        known = draw.choice(people)
        day = date(year, month, 1) - timedelta(days=draw.randrange(1, 500))
        if known["birth_date"] <= day.isoformat():
            visit(known, day)
    draw.shuffle(lines)
    return lines


def bad_lines() -> list[dict[str, str]]:
    whole = {"patient_id": "bad", "first_name": "Bado", "last_name": "Bado", "sex": "M",
             "birth_date": "1990-01-01", "visit_date": "2026-10-05", "diagnoses": "B54"}  # fmt: skip
    changes: list[dict[str, str]] = [
        {"birth_date": "2026-10-06"}, {"birth_date": "1886-01-01"}, {"birth_date": "2026-02-30"},
        {"visit_date": "2026-02-30"}, {"visit_date": "2027-01-01"}, {"visit_date": "05/10/2026"},
        {"visit_date": ""},
        {"sex": "X"}, {"sex": ""}, {"first_name": ""}, {"last_name": ""}, {"patient_id": ""},
        {"birth_date": ""},
        {"diagnoses": "Q99.99"}, {"diagnoses": "B54;B54"}, {"diagnoses": "B54:sure"},
        {"diagnoses": "malaria"},
        {"diagnoses": "A09:confirmed:terrible"}, {"tests": "mrdt"}, {"tests": "mrdt=blue"},
        {"tests": "xray=positive"},
        {"tests": "hb=999"}, {"payer": "barter"}, {"outcome": "cured"}, {"visit_type": "party"},
        {"new_problem": "perhaps"}, {"prescriptions": "par500|1|3"}, {"prescriptions": "nothing|1|3|3|9"},
        {"weight_kg": "heavy"}, {"weight_kg": "900"}, {"systolic": "80", "diastolic": "120"}, {"phone": "12"},
    ]  # fmt: skip
    return [{"visit_id": f"bad{place}", **whole, **change} for place, change in enumerate(changes)]


# The independent count ----------------------------------------------------------------------------------


def _plain(text: str) -> str:
    code = text.split(":")[0].strip().upper()
    return code[:3] + "." + code[3:] if len(code) > 3 and "." not in code else code


def _age_months(birth: date, on: date) -> int:
    """Count the month-days reached; in a month without that day the first of the next one stands for it."""
    months = max(0, (on.year - birth.year) * 12 + on.month - birth.month - 2)  # never more than are completed
    while True:
        year, month = divmod(birth.year * 12 + birth.month - 1 + months + 1, 12)
        if birth.day <= calendar.monthrange(year, month + 1)[1]:
            reached = date(year, month + 1, birth.day)
        else:
            reached = date(year + (month == 11), 1 if month == 11 else month + 2, 1)
        if reached > on:
            return months
        months += 1


def _band(months: int) -> int:
    return 0 if months < 1 else 1 if months < 12 else 2 if months < 60 else 3 if months < 720 else 4


class IndependentCount:
    def __init__(self) -> None:
        with FACTS.open(encoding="utf-8") as lines:
            self.rows = {row["row"]: row for row in csv.DictReader(line for line in lines if line[0] != "#")}
        self.prefixes = {
            code.replace(".", ""): name for name, row in self.rows.items() for code in row["icd10"].split()
        }
        self.cells: Counter[tuple[str, str]] = Counter()
        self.misplaced: Counter[tuple[str, str]] = Counter()

    def row_of(self, code: str, severity: str, malaria: str) -> str:
        compact = code.replace(".", "")
        for length in range(len(compact), 0, -1):
            if compact[:length] in self.prefixes:
                row = self.prefixes[compact[:length]]
                break
        else:
            row = self.prefixes["*"]
        if row in ("19", "20", "21"):
            return {"some": "20", "severe": "21"}.get(severity, "19")
        if row in ("31", "32"):
            return "32" if severity == "severe" else "31"
        if row in ("47", "48"):
            return "48" if severity == "severe" else "47"
        if row in ("23.1", "23.3"):
            return malaria
        return row

    def add(self, row: str, band: int, sex: str) -> None:
        letter = self.rows[row]["open_cells"][band]
        where = (row, f"{BANDS[band]}.{sex}")
        (self.cells if letter in ("B", sex) else self.misplaced)[where] += 1

    def count(self, lines: list[dict[str, str]], month: str) -> None:
        earlier: dict[str, list[tuple[date, list[str]]]] = {}
        for line in sorted(lines, key=lambda one: one["visit_date"]):
            day = date.fromisoformat(line["visit_date"])
            entries = [text.split(":") for text in line["diagnoses"].split(";") if text]
            codes = [_plain(entry[0]) for entry in entries]
            before = earlier.setdefault(line["patient_id"], [])
            first = line["new_this_year"] == "yes"
            if not line["new_this_year"]:
                first = all(then.year != day.year for then, _ in before)
            new = line["new_problem"] == "yes"
            if not line["new_problem"]:
                returns = [
                    any(
                        code[:3] in [other[:3] for other in others]
                        and ((day - then).days <= 30 or code[:3] in CHRONIC_CATEGORIES)
                        for then, others in before
                    )
                    for code in codes
                ]
                new = not codes or not all(returns)
            before.append((day, codes))
            if line["visit_type"] not in ("opd", "") or not line["visit_date"].startswith(month):
                continue
            band = _band(_age_months(date.fromisoformat(line["birth_date"]), day))
            if first:
                self.add("1", band, line["sex"])
            self.add("2" if new else "3", band, line["sex"])
            if line["outcome"] == "referred":
                self.add("90", band, line["sex"])
            if not new:
                continue
            tests = dict(part.lower().split("=") for part in line["tests"].split(";") if part)
            malaria = (
                "23.1"
                if tests.get("bs") == "positive"
                else "23.2"
                if tests.get("mrdt") in ("positive", "pos")
                else "23.3"
            )
            for code, entry in zip(codes, entries, strict=True):
                if len(entry) < 2 or entry[1] == "confirmed":
                    self.add(
                        self.row_of(code, entry[2] if len(entry) > 2 else "", malaria), band, line["sex"]
                    )


def _chronic_categories() -> set[str]:
    """From the reference table itself, read here as plain text."""
    path = Path(__file__).resolve().parents[3] / "emr_desktop" / "reference" / "concepts.csv"
    with path.open(encoding="utf-8") as lines:
        return {
            row["icd10"][:3]
            for row in csv.DictReader(line for line in lines if line[0] != "#")
            if row["chronic"] == "yes"
        }


CHRONIC_CATEGORIES = _chronic_categories()


# The tests ----------------------------------------------------------------------------------------------


def _figures(
    clinic: Clinic, period: str
) -> tuple[dict[tuple[str, str], int | None], Counter[tuple[str, str]]]:
    report = clinic.forms.show("opd", period, edition="2014")
    cells = {(row.row, column): value for row in report.rows for column, value in row.cells.items()}
    return cells, Counter((one.row, one.column) for one in report.misplaced)


@pytest.mark.parametrize(("year", "month"), [(2026, 10), (2024, 2)])
def test_the_summary_of_an_imported_month_equals_an_independent_count(
    clinic: Clinic, write_csv: Callable[..., Path], tmp_path: Path, year: int, month: int
) -> None:
    good = make_month(year * 100 + month, year=year, month=month)
    bad = bad_lines()
    lines = [*good, *bad]
    random.Random(3).shuffle(lines)
    path, rejects = write_csv(lines), tmp_path / "rejects.csv"

    refused = import_visits(clinic.work, path)
    assert (refused.kept, refused.refused) == (False, len(bad))
    result = import_visits(clinic.work, path, rejects=rejects)
    assert (result.read, result.added, result.refused) == (len(lines), len(good), len(bad))
    with rejects.open(encoding="utf-8-sig", newline="") as handle:
        assert {row["visit_id"] for row in csv.DictReader(handle)} == {line["visit_id"] for line in bad}

    expected = IndependentCount()
    # In the order of the file: of two visits on one day the upper one is the earlier.
    expected.count([line for line in lines if not line["visit_id"].startswith("bad")], f"{year}-{month:02}")
    cells, misplaced = _figures(clinic, f"{year}{month:02}")
    assert sum(expected.cells.values()) > 3000
    for (row, column), value in cells.items():
        band, sex = column.split(".")
        is_open = expected.rows[row]["open_cells"][BANDS.index(band)] in ("B", sex)
        assert value == (expected.cells[row, column] if is_open else None), (row, column)
    assert len(cells) == len(expected.rows) * 10
    assert misplaced == expected.misplaced

    again = import_visits(clinic.work, path, rejects=rejects)
    assert (again.added, again.unchanged, again.refused) == (0, len(good), len(bad))
    assert _figures(clinic, f"{year}{month:02}") == (cells, misplaced)


def test_an_export_imported_into_an_empty_facility_gives_the_same_month(
    clinic: Clinic, template_facility: Path, write_csv: Callable[..., Path], tmp_path: Path, password: str
) -> None:
    import shutil

    from emr_desktop.exchange.service import import_patients

    good = make_month(7, year=2026, month=10)[::3]
    assert import_visits(clinic.work, write_csv(good)).kept
    everything = (date(2020, 1, 1), date(2026, 11, 18))
    export_patients(clinic.work, *everything, tmp_path / "patients.csv")
    export_visits(clinic.work, *everything, tmp_path / "visits.csv")

    shutil.copytree(template_facility, tmp_path / "other")
    other = open_clinic(unlock(tmp_path / "other", username=None, password=password, clock=clinic.work.clock))
    try:
        patients = import_patients(other.work, tmp_path / "patients.csv")
        visits = import_visits(other.work, tmp_path / "visits.csv")
        assert (patients.kept, visits.kept, visits.added, visits.patients_added) == (True, True, len(good), 0)
        assert _figures(other, "202610") == _figures(clinic, "202610")
        export_visits(other.work, *everything, tmp_path / "again.csv")
        assert sorted((tmp_path / "again.csv").read_text(encoding="utf-8").splitlines()) == sorted(
            (tmp_path / "visits.csv").read_text(encoding="utf-8").splitlines()
        )
        # And back where it came from: nothing new.
        back = import_visits(clinic.work, tmp_path / "again.csv")
        assert (back.kept, back.added, back.unchanged) == (True, 0, len(good))
    finally:
        other.close()
