"""Files in and out through the command line: what is taken, what is refused and why, nothing lost."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Several = Callable[..., list[Any]]
Rows = Callable[[Path], dict[str, int]]
ROOT = Path(__file__).resolve().parents[3]
KEYS = {"kind", "dry_run", "kept", "read", "added", "unchanged", "refused", "patients_added", "problems",
        "ignored_columns", "rejects"}  # fmt: skip
GOOD = {
    "visit_id": "g", "patient_id": "g", "first_name": "Zawadi", "last_name": "Ally", "sex": "F",
    "birth_date": "1990-05-05", "visit_date": "2026-10-07", "diagnoses": "B54", "tests": "mrdt=negative",
    "prescriptions": "par500|1|3|3|9", "payer": "cash", "outcome": "home", "visit_type": "opd",
    "weight_kg": "61",
    "new_problem": "yes", "systolic": "120", "diastolic": "80",
}  # fmt: skip
# What is changed on a good line -> the column that the refusal must name.
BAD: list[tuple[dict[str, str], str | None]] = [
    ({"birth_date": "2026-10-08"}, "visit_date"),  # born after the visit
    ({"birth_date": "1886-10-07"}, "birth_date"),  # 140 years old
    ({"birth_date": "2026-02-30"}, "birth_date"),
    ({"birth_date": "7/10/1990"}, "birth_date"),
    ({"birth_date": ""}, "birth_date"),
    ({"visit_date": "2026-02-30"}, "visit_date"),
    ({"visit_date": "2999-01-01"}, "visit_date"),
    ({"sex": "X"}, "sex"),
    ({"last_name": " "}, "last_name"),
    ({"patient_id": ""}, "patient_id"),
    ({"visit_id": ""}, "visit_id"),
    ({"diagnoses": "Q99.99"}, None),
    ({"diagnoses": "malaria"}, None),
    ({"diagnoses": "B54:maybe"}, None),
    ({"diagnoses": "A09:confirmed:very"}, None),
    ({"tests": "xray=positive"}, None),
    ({"tests": "mrdt=blue"}, None),
    ({"tests": "hb=twelve"}, None),
    ({"prescriptions": "nosuch|1|3|3|9"}, None),
    ({"prescriptions": "par500|-1|3|3|9"}, None),
    ({"prescriptions": "par500|0|3|3|9"}, None),
    ({"prescriptions": "par500|1|3|3"}, None),
    ({"payer": "barter"}, "payer"),
    ({"outcome": "cured"}, "outcome"),
    ({"visit_type": "party"}, "visit_type"),
    ({"new_problem": "perhaps"}, "new_problem"),
    ({"weight_kg": "-61"}, "weight_kg"),
    ({"weight_kg": "heavy"}, "weight_kg"),
    ({"systolic": "80", "diastolic": "120"}, "diastolic"),
]


def _csv(lines: list[dict[str, str]], columns: list[str] | None = None) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns or list(lines[0]), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def _lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_each_bad_line_is_set_aside_with_its_reason_and_can_be_mended(facility: Run, tmp_path: Path) -> None:
    file, rejects = tmp_path / "month.csv", tmp_path / "rejects.csv"
    lines = [
        {**GOOD, "visit_id": f"bad{n}", "patient_id": f"bad{n}", **change}
        for n, (change, _) in enumerate(BAD)
    ]
    columns = [*reversed(GOOD), "remarks"]  # any order, and a column that nobody knows
    file.write_text(_csv([GOOD, *lines], columns), encoding="utf-8")

    refused = facility("--json", "import", "visits", file)
    assert refused.code == 1
    assert set(refused.document) == KEYS
    assert refused.document["kept"] is False
    assert (refused.document["added"], refused.document["refused"]) == (0, len(BAD))
    assert refused.document["ignored_columns"] == ["remarks"]

    kept = facility("--json", "import", "visits", file, "--rejects", rejects)
    assert kept.code == 0
    answer = kept.document
    assert (answer["read"], answer["added"], answer["refused"], answer["patients_added"]) == (
        len(BAD) + 1,
        1,
        len(BAD),
        1,
    )
    assert answer["rejects"] == str(rejects)
    assert all(set(problem) == {"line", "column", "code", "text"} for problem in answer["problems"])
    told = {problem["line"]: problem for problem in answer["problems"]}
    assert len(told) >= 20

    aside = _lines_of(rejects)
    assert len(aside) == len(BAD)
    for row in aside:
        change, column = BAD[int(row["line"]) - 3]
        assert all(row[name].lstrip("'") == value for name, value in change.items()), row
        assert row["reason"].strip()
        assert "Traceback" not in row["reason"]
        if column is not None and int(row["line"]) in told:
            assert told[int(row["line"])]["column"] == column, (change, told[int(row["line"])])
    # The file with the reasons is itself an import file; mended, it goes in.
    mended = [
        {
            **row,
            **{
                name: GOOD[name]
                for name in BAD[int(row["line"]) - 3][0]
                if name not in ("visit_id", "patient_id")
            },
        }
        for row in aside
    ]
    mended = [row for row in mended if row["visit_id"] and row["patient_id"]]
    rejects.write_text(_csv(mended), encoding="utf-8")
    again = facility("--json", "import", "visits", rejects)
    assert again.code == 0, again.err
    assert again.document["added"] == len(mended) == len(BAD) - 2


def test_a_file_of_another_kind_is_refused_whole_and_says_why(
    facility: Run, several: Several, folder: Path, tmp_path: Path, rows_in: Rows
) -> None:
    text = _csv([{**GOOD, "first_name": "Ng\u2019wandu"}])
    without_sex = _csv([GOOD], [name for name in GOOD if name != "sex"])
    twice = text.replace("payer", "sex", 1)
    (tmp_path / "a-folder").mkdir()
    kinds: dict[str, bytes | None] = {
        "utf16": text.encode("utf-16"),
        "utf16-without-mark": text.encode("utf-16-le"),
        "latin1": text.replace("\u2019", "\u00e9").encode("latin-1"),
        "spreadsheet": b"PK\x03\x04" + bytes(200),
        "empty": b"",
        "blank": b"\n\n",
        "picture": bytes(range(256)),
        "no-sex": without_sex.encode(),
        "sex-twice": twice.encode(),
        "quote": text.replace("Zawadi", '"Zawadi').replace("Ng", '"Ng').encode(),
        "a-folder": None,
        "nowhere": None,
    }  # fmt: skip
    before = rows_in(folder)
    for name, content in kinds.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    answers = several([["import", "visits", tmp_path / name] for name in kinds])
    assert [(name, answer.code, answer.out) for name, answer in zip(kinds, answers, strict=True)] == [
        (name, 1, b"") for name in kinds
    ]
    names = {name: answer.err for name, answer in zip(kinds, answers, strict=True)}
    assert "sex" in names["no-sex"]
    assert "sex" in names["sex-twice"]
    assert "UTF-8" in names["latin1"]
    assert "UTF-16" in names["utf16"]
    assert "UTF-16" in names["utf16-without-mark"]
    assert "Excel" in names["spreadsheet"]
    assert rows_in(folder) == before
    # A header alone is a file of no visits.
    (tmp_path / "header").write_text(_csv([GOOD]).splitlines()[0] + "\n")
    nothing = facility("--json", "import", "visits", tmp_path / "header")
    assert (nothing.code, nothing.document["read"]) == (0, 0)


def test_a_dry_run_and_a_late_bad_line_change_nothing(
    facility: Run, folder: Path, tmp_path: Path, rows_in: Rows
) -> None:
    file = tmp_path / "month.csv"
    lines = [
        {**GOOD, "visit_id": f"v{n}", "patient_id": f"p{n}"} for n in range(4500)
    ]  # more than two batches
    file.write_text(_csv([*lines, {**GOOD, "visit_id": "late", "sex": "X"}]), encoding="utf-8")
    before = rows_in(folder)
    late = facility("--json", "import", "visits", file)
    assert (late.code, late.document["kept"], late.document["added"]) == (1, False, 0)
    assert late.document["problems"][0]["line"] == 4502
    assert rows_in(folder) == before

    file.write_text(_csv(lines), encoding="utf-8")
    dry = facility("--json", "import", "visits", file, "--dry-run")
    assert (dry.code, dry.document["dry_run"], dry.document["added"]) == (0, True, 4500)
    assert rows_in(folder) == before
    rejects = tmp_path / "rejects.csv"
    assert facility("import", "visits", file, "--dry-run", "--rejects", rejects).code == 0
    assert rows_in(folder) == before


def test_the_same_lines_again_change_nothing_and_other_content_is_refused(
    facility: Run, several: Several, folder: Path, visits_file: Path, tmp_path: Path, rows_in: Rows
) -> None:
    first = facility("--json", "import", "visits", visits_file)
    assert (first.code, first.document["added"], first.document["patients_added"]) == (0, 3, 2)
    rows = rows_in(folder)
    header, *lines = visits_file.read_text(encoding="utf-8").splitlines()
    columns = header.split(",")
    records = [dict(zip(columns, line.split(","), strict=True)) for line in lines]
    turned = tmp_path / "turned.csv"  # other order of lines and columns, same content
    turned.write_text(_csv(records[::-1], columns[::-1]), encoding="utf-8")
    others = {"diagnoses": "J18", "visit_date": "2026-10-09", "sex": "M", "birth_date": "2020-01-01"}
    for column, value in others.items():
        (tmp_path / column).write_text(_csv([{**records[0], column: value}]), encoding="utf-8")
    same, again, *changed = several(
        ["--json", "import", "visits", path]
        for path in (visits_file, turned, *(tmp_path / column for column in others))
    )
    for answer in (same, again):
        assert (answer.code, answer.document["added"], answer.document["unchanged"]) == (0, 0, 3)
    assert [(answer.code, answer.document["refused"]) for answer in changed] == [(1, 1)] * 4
    assert rows_in(folder) == rows


def test_what_is_exported_comes_in_again_elsewhere_with_the_same_month(
    demo: Run, folder: Path, template_facility: Path, tmp_path: Path
) -> None:
    names = tmp_path / "names.csv"
    names.write_text(
        "patient_id,first_name,last_name,sex,birth_date,village,guardian,allergies\n"
        "f1,Juma,Mushi,M,1980-01-01,=cmd|'/c calc'!A1,@SUM(A1),penicillin;+1+1\n"
        'f2,Asha,Ng\'wandu,F,2024-02-29,-Kijiji,"Mama \u00c1sha, ""Mkubwa""",\'=x\n',
        encoding="utf-8",
    )
    taken = demo("--json", "import", "patients", names)
    assert (taken.code, taken.document["added"]) == (0, 2), taken.out
    every = ("--from", "2000-01-01", "--to", "2026-12-31")
    patients, visits = tmp_path / "patients.csv", tmp_path / "visits.csv"
    assert set(demo("--json", "export", "patients", *every, "--out", patients).document) == {
        "kind",
        "format",
        "file",
        "left_out",
        "records",
    }
    assert demo("--json", "export", "visits", *every, "--out", visits).document["records"] > 100
    for path in (patients, visits):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for cell in row), row

    other = tmp_path / "other"
    shutil.copytree(template_facility, other)
    first = demo("--json", "import", "patients", patients, folder=other)
    second = demo("--json", "import", "visits", visits, folder=other)
    assert (first.code, second.code) == (0, 0), (first.err, second.err)
    assert (first.document["refused"], second.document["refused"], second.document["patients_added"]) == (
        0,
        0,
        0,
    )
    show = ("--json", "report", "show", "opd", "--period", "202610")
    here, there = demo(*show).document, demo(*show, folder=other).document
    assert here["rows"] == there["rows"]
    assert [(one["row"], one["column"]) for one in here["misplaced"]] == [
        (one["row"], one["column"]) for one in there["misplaced"]
    ]
    back = tmp_path / "back.csv"
    assert demo("export", "patients", *every, "--out", back, folder=other).code == 0
    assert _lines_of(back) == _lines_of(patients)
    assert "=cmd" in back.read_text(encoding="utf-8-sig")


def test_the_fhir_export_is_read_by_a_strict_reader(facility: Run, visits_file: Path, tmp_path: Path) -> None:
    from fhirclient.models.bundle import Bundle

    assert facility("import", "visits", visits_file).code == 0
    every = ("--from", "2026-10-01", "--to", "2026-10-31", "--format", "fhir", "--out")
    for what, kinds in (
        ("patients", {"Patient"}),
        ("visits", {"Patient", "Encounter", "Condition", "Observation", "MedicationRequest"}),
    ):
        out = tmp_path / f"{what}.json"
        answer = facility("--json", "export", what, *every, out)
        assert answer.code == 0, answer.err
        bundle = Bundle(json.loads(out.read_text(encoding="utf-8")), strict=True)
        found = [entry.resource.resource_type for entry in bundle.entry]
        assert kinds <= set(found)
        if what == "visits":
            assert (found.count("Encounter"), found.count("Condition")) == (3, 4)


def test_an_output_that_cannot_be_written_is_refused_and_leaves_nothing(
    facility: Run,
    several: Several,
    visits_file: Path,
    tmp_path: Path,
    without_rights: tuple[str, ...],
    folder: Path,
    rows_in: Rows,
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    before = rows_in(folder)
    period = ("--from", "2026-10-01", "--to", "2026-10-31")
    try:
        calls = (
            ("export", "patients", *period, "--out", closed / "p.csv"),
            ("export", "visits", *period, "--format", "fhir", "--out", tmp_path),
            ("report", "show", "opd", "--period", "202610", "--out", closed / "m.pdf"),
            ("report", "show", "opd", "--period", "202610", "--out", tmp_path / "no" / "m.csv"),
            ("import", "visits", visits_file, "--rejects", closed / "r.csv"),
            ("import", "visits", visits_file, "--rejects", visits_file),
        )
        for words, answer in zip(calls, several(calls, before=without_rights), strict=True):
            assert (answer.code, answer.out) == (1, b""), words
        assert list(closed.iterdir()) == []
    finally:
        closed.chmod(0o700)
    assert rows_in(folder) == before


@pytest.mark.slow
def test_a_file_five_times_as_long_takes_no_more_memory(facility: Run, folder: Path, tmp_path: Path) -> None:
    sizes = {}
    for count in (5_000, 25_000):
        file = tmp_path / f"{count}.csv"
        with file.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(
                [
                    "visit_id",
                    "patient_id",
                    "first_name",
                    "last_name",
                    "sex",
                    "birth_date",
                    "visit_date",
                    "diagnoses",
                    "tests",
                    "prescriptions",
                ]
            )
            for number in range(count):
                person = number // 4
                writer.writerow([
                    f"n{count}-{number}", f"n{count}-{person}", "Neema", "Mushi", "MF"[person % 2],
                    date(1950, 1, 1) + timedelta(days=person % 27_000),
                    date(2026, 1, 1) + timedelta(days=number % 300),
                    ("B54", "J06.9;A09:confirmed:none", "")[number % 3], "mrdt=negative", "par500|1|3|3|9",
                ])  # fmt: skip
        program = (
            "import resource, sys\n"
            "from ui.cli.app import run\n"
            "code = run(sys.argv[1:])\n"
            "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))\n"
            "sys.exit(code)\n"
        )
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", program, "--data-dir", folder, "--json", "import", "visits", file],
            cwd=ROOT, env={**os.environ, "EMR_PASSWORD": "paka wanne juu ya paa"},
            capture_output=True, timeout=280, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["added"] == count
        sizes[count] = int(done.stderr)
        print(f"{count} lines: {time.monotonic() - began:.1f} s, {sizes[count] // 1024} MB")
    assert sizes[25_000] < sizes[5_000] + 10 * 1024
