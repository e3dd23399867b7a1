"""The contract that scripts rely on: exit codes, one sentence on stderr, one JSON document on stdout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

VISITS = (
    "visit_id,patient_id,first_name,last_name,sex,birth_date,visit_date,tests,diagnoses,prescriptions,outcome,payer\n"
    "v1,p1,Asha,Juma,F,2023-05-02,2026-10-05,mrdt=positive,B54,par500|1|3|3|9,home,exempt\n"
    "v2,p2,Baraka,Mushi,M,1980-01-15,2026-10-06,,A09:confirmed:some,,referred,cash\n"
    "v3,p1,Asha,Juma,F,2023-05-02,2026-10-20,,J06.9;B35,,home,exempt\n"
)


def _one_sentence(text: str) -> bool:
    return len(text.strip().splitlines()) == 1 and text.strip() != ""


def test_set_up_refuses_a_wrong_check_digit_and_a_folder_in_use(facility: Run, tmp_path: Path) -> None:
    words = ("--facility-name", "X", "--admin", "a", "--full-name", "A B")
    wrong = facility("setup", "--facility-code", "100123-4", *words, folder=tmp_path / "other")
    assert wrong.code == 1
    assert _one_sentence(wrong.err)
    assert not (tmp_path / "other" / "clinic.db").exists()
    again = facility("setup", "--facility-code", "101168-3", *words)
    assert again.code == 1
    assert _one_sentence(again.err)


def test_a_wrong_password_and_an_unknown_user_leave_with_three_and_the_same_words(facility: Run) -> None:
    wrong = facility("report", "list", EMR_PASSWORD="not the password")
    unknown = facility("--user", "nobody", "report", "list")
    assert (wrong.code, unknown.code) == (3, 3)
    assert wrong.err == unknown.err
    assert _one_sentence(wrong.err)


@pytest.mark.parametrize(
    "words",
    [("nonsense",), ("report", "show"), ("report", "show", "opd", "--period", "202610", "--format", "doc")],
)
def test_wrong_usage_leaves_with_two(facility: Run, words: tuple[str, ...]) -> None:
    answer = facility(*words)
    assert answer.code == 2
    assert answer.out == b""


def test_a_missing_facility_is_refused_in_the_chosen_language(admin: Run) -> None:
    english = admin("report", "list")
    swahili = admin("report", "list", EMR_LANGUAGE="sw")
    assert (english.code, swahili.code) == (1, 1)
    assert english.err != swahili.err


def test_a_month_is_imported_counted_and_opened(facility: Run, tmp_path: Path) -> None:
    file = tmp_path / "visits.csv"
    file.write_text(VISITS, encoding="utf-8")
    first = facility("--json", "import", "visits", file)
    assert first.code == 0, first.err
    assert first.document["added"] == 3
    again = facility("--json", "import", "visits", file)
    assert again.code == 0, again.err
    assert (again.document["added"], again.document["unchanged"]) == (0, 3)

    report = facility("--json", "report", "show", "opd", "--period", "202610").document
    assert {
        "form",
        "edition",
        "period",
        "facility",
        "generated",
        "status",
        "version",
        "rows",
        "misplaced",
    } <= set(report)
    rows = {row["row"]: row for row in report["rows"]}
    assert rows["23.2"]["cells"]["y1_4.F"] == 1
    assert rows["20"]["cells"]["y5_59.M"] == 1
    assert rows["90"]["total"]["all"] == 1
    assert rows["1"]["total"]["all"] == 2
    assert rows["5"]["cells"]["lt1m.M"] is None

    cases = facility("--json", "report", "cases", "opd", "--period", "202610", "--row", "23.2").document
    assert cases["count"] == len(cases["visits"]) == 1
    assert cases["visits"][0]["diagnoses"]


def test_bad_lines_refuse_the_whole_file_unless_rejects_are_kept(facility: Run, tmp_path: Path) -> None:
    file = tmp_path / "visits.csv"
    file.write_text(VISITS + "v9,p9,Zawadi,Ally,F,2027-01-01,2026-10-07,,B54,,home,cash\n", encoding="utf-8")
    refused = facility("import", "visits", file)
    assert refused.code == 1
    assert (
        facility("--json", "report", "show", "opd", "--period", "202610").document["rows"][1]["total"]["all"]
        == 0
    )
    rejects = tmp_path / "bad.csv"
    kept = facility("--json", "import", "visits", file, "--rejects", rejects)
    assert kept.code == 0, kept.err
    assert (kept.document["added"], kept.document["refused"]) == (3, 1)
    assert "v9" in rejects.read_text(encoding="utf-8-sig")


def test_the_month_is_written_in_every_format(facility: Run, tmp_path: Path) -> None:
    starts = {"json": b"{", "csv": b"", "xlsx": b"PK", "pdf": b"%PDF"}
    for kind, start in starts.items():
        out = tmp_path / f"opd.{kind}"
        answer = facility("report", "show", "opd", "--period", "202610", "--format", kind, "--out", out)
        assert answer.code == 0, answer.err
        assert out.read_bytes().startswith(start)


def test_users_are_added_listed_and_use_a_one_time_code(facility: Run) -> None:
    code = facility("--json", "user", "add", "asha", "--full-name", "Asha Juma", "--role", "nurse").document
    secret = code["one_time_code"]
    assert facility("--user", "asha", "report", "list", EMR_PASSWORD=secret).code == 1
    changed = facility("user", "password", "asha", EMR_PASSWORD=secret, EMR_NEW_PASSWORD="ndege mweupe juu")
    assert changed.code == 0, changed.err
    assert facility("--user", "asha", "report", "list", EMR_PASSWORD="ndege mweupe juu").code == 0
    refused = facility("--user", "asha", "user", "list", EMR_PASSWORD="ndege mweupe juu")
    assert refused.code == 1
    names = {row["user"] for row in facility("--json", "user", "list").document["users"]}
    assert names == {"mkuu", "asha"}


def test_the_doctor_answers_with_checks(facility: Run) -> None:
    answer = facility("--json", "doctor")
    names = {check["name"] for check in answer.document["checks"]}
    assert {"database", "cipher", "audit"} <= {name.split(".")[0] for name in names} or len(names) >= 6
    assert answer.code in (0, 1)
