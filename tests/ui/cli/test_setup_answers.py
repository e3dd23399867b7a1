"""Many PCs from one file: all or nothing, no secret where it does not belong, every mistake with its line."""

import csv
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.key_file import CHEAPEST
from emr_desktop.facility.council import make_council_files

Run = Callable[..., Any]
NEW = "tembo watatu kwenye mto mkubwa"
TOKEN = "d2pat_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789"
PATIENTS = "patient_id,first_name,last_name,sex,birth_date,village\np1,Asha,Juma,F,2020-01-05,Buigiri\n"
ANSWERS = """\
facilities = "facilities.csv"

[facility]
region = "Dodoma"
language = "en"

[[users]]
username = "fundi"
full_name = "Juma Ally"
roles = ["it_admin"]

[queue]
triage = true

[backup]
folder = "/mnt/{code}"

[council]
key_file = "chamwino.council"
fingerprint = "FINGERPRINT"

[import]
patients = "patients.csv"

[network]
proxy = "http://proxy.example.go.tz:3128"
user = "kituo"
secret = "stdin"

[[targets]]
kind = "dhis2"
name = "moh"
url = "https://dhis2.example.go.tz"
secret = "file:tokens/{code}.txt"
mappings = ["opd.json"]
from = "18:00"
to = "06:00"
kb_per_day = 20000

[[targets]]
kind = "fhir"
name = "shr"
url = "https://shr.example.go.tz/fhir"
secret = "env:SHR_TOKEN"
"""
MAPPING = {
    "form": "opd",
    "edition": "2014",
    "data_set": "v6wdME3ouXu",
    "org_unit_scheme": "CODE",
    "rows": {"5": "CsYfybuaSgc"},
    "columns": {"lt1m.M": "xo7RVsgBkpT"},
    "cells": {},
}


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    place = tmp_path / "fleet"
    (place / "tokens").mkdir(parents=True)
    key, _ = make_council_files(
        place / "chamwino.council", name="Chamwino", passphrase=NEW, parameters=CHEAPEST
    )
    (place / "answers.toml").write_text(ANSWERS.replace("FINGERPRINT", key.fingerprint))
    (place / "facilities.csv").write_text(
        "code,name,in_charge,in_charge_name\n"
        "101168-3,Buigiri,mganga,Neema Mushi\n100065-2,Mvumi,asha,Asha Juma\n"
    )
    (place / "patients.csv").write_text(PATIENTS)
    (place / "opd.json").write_text(json.dumps(MAPPING))
    token = place / "tokens" / "101168-3.txt"
    token.write_text(TOKEN + "\n")
    token.chmod(0o600)
    return place / "answers.toml"


GIVEN = {"stdin": "neno la proksi\n", "SHR_TOKEN": "shr-token-1234567890", "EMR_PASSWORD": ""}


def _setup(admin: Run, answers: Path, *words: str, **options: str) -> Any:
    code = ("--facility-code", "101168-3")
    return admin("--json", "setup", "--answers", answers, *code, *words, **{**GIVEN, **options})


def _outside(folder: Path) -> set[str]:
    """What this PC keeps outside of data folders."""
    return {path.name for path in Path(os.environ["EMR_DEVICE_DIR"]).iterdir()}


def test_one_line_of_the_list_becomes_a_whole_facility(admin: Run, answers: Path, folder: Path) -> None:
    outside = _outside(folder)
    paper, codes = folder.parent / "paper.txt", folder.parent / "codes.csv"
    made = _setup(admin, answers, "--recovery-key-out", str(paper), "--codes-out", str(codes))
    assert made.code == 0, made.err
    told = made.document
    assert (told["facility_code"], told["admin"], told["patients"]) == ("101168-3", "mganga", 1)
    assert (told["recovery_key"], told["one_time_codes"]) == (None, {})
    assert (told["council"], told["targets"]) == ("Chamwino", ["moh", "shr"])
    assert set(told["users"]) == {"mganga", "fundi"}
    key = paper.read_text().strip()
    assert len(key.replace("-", "")) == 40
    if sys.platform != "win32":
        assert (paper.stat().st_mode & 0o077, codes.stat().st_mode & 0o077) == (0, 0)
    with codes.open() as stream:
        given = {row["user"]: row["one_time_code"] for row in csv.DictReader(stream)}

    # Both set their own password with the code, and nobody else ever had one.
    for user, code in given.items():
        changed = admin("user", "password", user, EMR_PASSWORD=code, EMR_NEW_PASSWORD=NEW)
        assert changed.code == 0, changed.err
    as_mganga = {"EMR_PASSWORD": NEW}
    people = admin("--json", "--user", "mganga", "user", "list", **as_mganga).document["users"]
    assert {row["user"]: row["roles"] for row in people} == {"mganga": ["in_charge"], "fundi": ["it_admin"]}
    targets = admin("--json", "--user", "mganga", "sync", "targets", **as_mganga).document["targets"]
    assert {row["name"]: row["url"] for row in targets} == {
        "moh": "https://dhis2.example.go.tz",
        "shr": "https://shr.example.go.tz/fhir",
    }
    held = admin("--json", "--user", "mganga", "proxy", "show", **as_mganga).document
    assert (held["proxy"], held["user"]) == ("http://proxy.example.go.tz:3128", "kituo")
    council = admin("--json", "--user", "mganga", "council-key", "show", **as_mganga)
    assert council.document["name"] == "Chamwino"
    rows = admin("--json", "--user", "mganga", "settings", **as_mganga).document["settings"]
    values = {row["name"]: row["value"] for row in rows}
    assert values["backup.folder"] == "/mnt/101168-3"
    drilled = admin("--user", "mganga", "recovery-key", "drill", EMR_RECOVERY_KEY=key, **as_mganga)
    assert drilled.code == 0, drilled.err

    # No secret lies anywhere in clear, and nothing is left of the folder it was made in.
    for path in [*folder.rglob("*"), *Path(os.environ["EMR_DEVICE_DIR"]).rglob("*")]:
        if path.is_file():
            content = path.read_bytes()
            for secret in (key, TOKEN, "neno la proksi", GIVEN["SHR_TOKEN"], *given.values()):
                assert secret.encode() not in content, path
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []
    new = _outside(folder) - outside
    assert len([name for name in new if name.endswith(".keyslots.json")]) == 1
    doctor = admin("--json", "--user", "fundi", "doctor", **as_mganga).document
    assert {check["name"] for check in doctor["checks"] if check["state"] == "fail"} <= {"sync", "disk"}


def test_a_dry_run_tries_everything_and_keeps_nothing(admin: Run, answers: Path, folder: Path) -> None:
    before = _outside(folder)
    tried = _setup(admin, answers, "--dry-run")
    assert tried.code == 0, tried.err
    told = tried.document
    assert (told["dry_run"], told["patients"], told["targets"]) == (True, 1, ["moh", "shr"])
    assert (told["recovery_key"], told["one_time_codes"]) == (None, {})
    assert not folder.exists()
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []
    assert _outside(folder) == before


BREAKS: dict[str, Callable[[Path], object]] = {
    "patients.csv:2": lambda place: (place / "patients.csv").write_text(PATIENTS.replace(",F,", ",X,")),
    "answers.toml:34": lambda place: (place / "tokens" / "101168-3.txt").chmod(0o644),
    "answers.toml:35": lambda place: (place / "opd.json").write_text("[]"),
    "answers.toml:20": lambda place: (place / "answers.toml").write_text(
        (place / "answers.toml").read_text().replace('fingerprint = "', 'fingerprint = "Z')
    ),
    "answers.toml:33": lambda place: (place / "answers.toml").write_text(
        (place / "answers.toml").read_text().replace("https://dhis2", "http://dhis2")
    ),
}


@pytest.mark.parametrize("where", BREAKS)
@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_mistake_late_on_the_way_leaves_nothing_half_made(
    admin: Run, answers: Path, folder: Path, where: str
) -> None:
    before = _outside(folder)
    BREAKS[where](answers.parent)
    paper = folder.parent / "paper.txt"
    refused = _setup(admin, answers, "--recovery-key-out", str(paper))
    assert refused.code == 1
    fault = refused.document["faults"][0]
    assert f"{Path(fault['file']).name}:{fault['line']}" == where
    assert fault["text"]
    assert fault["key"]
    assert not folder.exists()
    assert not paper.exists()
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []
    assert _outside(folder) == before


def test_a_secret_that_does_not_come_is_said(admin: Run, answers: Path, folder: Path) -> None:
    for missing in ({"stdin": ""}, {"SHR_TOKEN": ""}):
        refused = _setup(admin, answers, **missing)
        assert refused.code == 1
        assert [fault["code"] for fault in refused.document["faults"]] == ["answers.secret_missing"]
    assert not folder.exists()


def test_keys_are_never_written_over_a_file_nor_into_the_record(
    admin: Run, answers: Path, folder: Path
) -> None:
    paper = folder.parent / "paper.txt"
    paper.write_text("another key")
    assert _setup(admin, answers, "--recovery-key-out", str(paper)).code == 1
    assert paper.read_text() == "another key"
    assert _setup(admin, answers, "--codes-out", str(folder / "codes.csv")).code == 1
    assert not folder.exists()


def test_a_folder_with_something_in_it_is_left_alone(admin: Run, answers: Path, folder: Path) -> None:
    folder.mkdir()
    assert _setup(admin, answers, "--dry-run").code == 0
    (folder / "letter.txt").write_text("keep me")
    refused = _setup(admin, answers)
    assert refused.code == 1
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_without_files_keys_and_codes_are_told_once_on_stdout(
    admin: Run, answers: Path, folder: Path
) -> None:
    folder.mkdir()
    made = _setup(admin, answers).document
    assert len(made["recovery_key"].replace("-", "")) == 40
    assert set(made["one_time_codes"]) == {"mganga", "fundi"}
    assert _setup(admin, answers).code == 1  # it is there now


def test_the_options_of_answers_need_answers(admin: Run) -> None:
    assert admin("setup", "--dry-run").code == 2
    missing = admin("setup", "--facility-name", "A")
    assert missing.code == 2
    assert "--facility-code" in missing.err
    assert admin("answers").code == 2


def test_the_example_is_printed_in_the_language_and_a_file_can_be_checked(admin: Run, answers: Path) -> None:
    swahili = admin("answers", "--example", folder=None, EMR_LANGUAGE="sw").out.decode()
    english = admin("answers", "--example", folder=None).out.decode()
    assert "Majibu" in swahili
    assert "Answers for" in english
    assert admin("answers", "--check", answers, "--facility-code", "101168-3", folder=None).code == 0
    answers.write_text("colour = 1\n")
    checked = admin("answers", "--check", answers, folder=None)
    assert checked.code == 1
    assert "line 1, colour" in checked.out.decode()
