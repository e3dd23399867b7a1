"""emr-admin audit: who did what, and whether the trail is whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from emr_desktop.clinic import open_clinic
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm

Run = Callable[..., Any]
Several = Callable[..., list[Any]]


def test_who_did_what_is_shown_and_the_trail_is_whole(facility: Run, several: Several) -> None:
    shown, none, unknown, day, two, whole = several(
        [
            ("--json", "audit", "show", "--staff", "mkuu"),
            ("--json", "audit", "show", "--failed-logins"),
            ("audit", "show", "--patient", "12/2026/1"),
            ("audit", "show", "--from", "yesterday"),
            ("audit", "show", "--exports", "--after-hours"),
            ("--json", "audit", "verify"),
        ]
    )
    assert shown.document["rows"][0]["action"] == "login"
    assert none.document["rows"] == []
    assert [answer.code for answer in (unknown, day, two)] == [1, 2, 2]
    assert "12/2026/1" in unknown.err
    assert whole.code == 0
    assert (whole.document["whole"], whole.document["findings"]) == (True, [])
    assert whole.document["head"]["code"].startswith(f"{whole.document['head']['seq']}-")


def test_a_row_changed_from_outside_is_named(
    facility: Run, folder: Path, password: str, several: Several
) -> None:
    clinic = open_clinic(unlock(folder, username="mkuu", password=password))
    key = clinic.work.vault.database_key.hex()
    clinic.close()
    connection = sqlcipher.connect(str(folder / "clinic.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.execute("DROP TRIGGER audit_entry_no_update")
    connection.execute("UPDATE audit_entry SET action = 'x' WHERE seq = 1")
    connection.close()
    (verified,) = several([("--json", "audit", "verify")])
    assert verified.code == 1
    assert "row 1." in verified.err
    assert verified.document["findings"][0]["entry"] == 1


def test_what_was_opened_in_an_emergency_is_listed_alone(
    facility: Run, folder: Path, password: str, several: Several
) -> None:
    clinic = open_clinic(unlock(folder, username="mkuu", password=password))
    with clinic.work.database.write.begin() as session:
        clinic.work.audit(session, "visit.opened_in_emergency", detail={"reason": "Amezimia"})
    clinic.close()
    alone, two = several(
        [
            ("--json", "audit", "show", "--emergencies"),
            ("audit", "show", "--emergencies", "--exports"),
        ]
    )
    rows = alone.document["rows"]
    assert [(row["action"], row["detail"]) for row in rows] == [
        ("visit.opened_in_emergency", {"reason": "Amezimia"})
    ]
    assert two.code == 2


def test_everything_kept_about_one_person_is_written_for_who_asks(
    facility: Run, folder: Path, password: str, several: Several, tmp_path: Path
) -> None:
    clinic = open_clinic(unlock(folder, username="mkuu", password=password))
    form = PatientForm(id=new_id(), first_name="Neema", last_name="Mushi", sex="F", age_years=30)
    number = clinic.patients.register(form).value.number
    clinic.close()
    paper, file = tmp_path / "kept.pdf", tmp_path / "kept.json"
    printed, written, nobody, wrong = several(
        [
            ("export-person", number, "--out", paper, "--language", "sw"),
            ("--json", "export-person", number, "--out", file, "--format", "json"),
            ("export-person", "12/2026/1", "--out", tmp_path / "none.pdf"),
            ("export-person", number, "--out", tmp_path / "none.pdf", "--format", "doc"),
        ]
    )
    assert [each.code for each in (printed, written, nobody, wrong)] == [0, 0, 1, 2]
    assert paper.read_bytes().startswith(b"%PDF")
    assert json.loads(file.read_text(encoding="utf-8"))["person"]["number"] == number
    assert written.document["rows"]["patient"] == 1
    assert not (tmp_path / "none.pdf").exists()


def test_a_breach_is_reported_and_what_is_old_is_listed(
    facility: Run, folder: Path, several: Several, tmp_path: Path
) -> None:
    days = ("--from", "2026-01-01", "--to", "2026-12-31")
    paper, file = tmp_path / "breach.pdf", tmp_path / "breach.json"
    printed, written, wrong, listed = several(
        [
            ("audit", "breach", *days, "--out", paper, "--language", "sw", "--what", "Laptop imeibwa"),
            ("--json", "audit", "breach", *days, "--out", file, "--format", "json"),
            ("audit", "breach", *days, "--out", file, "--noticed", "yesterday"),
            ("--json", "audit", "retention"),
        ]
    )
    assert [each.code for each in (printed, written, wrong, listed)] == [0, 0, 2, 0]
    assert paper.read_bytes().startswith(b"%PDF")
    document = json.loads(file.read_text(encoding="utf-8"))
    assert [each["evidence"] for each in document["duties"]] == ["S", "M"]
    assert written.document["persons"] == document["persons"]
    assert listed.document["own_schedule"] is False
    (folder / "retention.toml").write_text("kept = 1", encoding="utf-8")
    (broken,) = several([("audit", "retention")])
    assert broken.code == 1
    assert "retention.toml" in broken.err
