"""Moving in through the command line: what a script calls and what it is told."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
EXPORTS = Path(__file__).resolve().parents[2] / "emr_desktop" / "exchange" / "move_in"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXPORTS / "open-hospital", tmp_path / "export"))


def test_a_folder_is_tried_moved_in_and_moved_in_again(facility: Run, export: Path, tmp_path: Path) -> None:
    report = tmp_path / "trial.csv"
    words = ("--json", "import", "folder", export, "--from", "open-hospital")
    tried = facility(*words, "--dry-run", "--report", report)
    assert tried.code == 0, tried.err
    answer = tried.document
    assert (answer["kind"], answer["system"], answer["dry_run"], answer["confirmed"]) == (
        "move_in",
        "Open Hospital",
        True,
        False,
    )
    assert (answer["patients"]["refused"], answer["visits"]["refused"]) == (1, 3)
    assert {"month": "202511", "kind": "opd", "visits": 2} in answer["months"]
    assert {(one["code"], one["count"]) for one in answer["unknown_codes"]} == {("48", 1), ("999", 1)}
    assert all(each["file"] and each["line"] and " " in each["text"] for each in answer["problems"])
    assert (answer["sent"], answer["not_sent"], answer["likely_duplicates"]) == (0, 7, 1)
    with report.open(encoding="utf-8-sig", newline="") as lines:
        assert {row["what"] for row in csv.DictReader(lines)} >= {"patients", "visits", "refused", "month"}

    refused = facility(*words)
    assert refused.code == 1
    assert "--rejects" in refused.err
    assert refused.document["kept"] is False

    kept = facility(*words, "--rejects", tmp_path / "aside")
    assert kept.code == 0, kept.err
    assert (kept.document["patients"]["added"], kept.document["visits"]["added"]) == (7, 7)
    assert sorted(Path(each).name for each in kept.document["rejects"]) == ["OH_OPD.csv", "OH_PATIENT.csv"]
    again = facility(*words, "--rejects", tmp_path / "aside")
    assert (again.document["visits"]["added"], again.document["visits"]["unchanged"]) == (0, 7)


def test_one_table_and_a_mapping_of_the_facilitys_own(facility: Run, export: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "ours.toml"
    mapping.write_text(
        'extends = "open-hospital"\n[patients.fields]\nguardian = "PAT_MOTH_NAME"\n', encoding="utf-8"
    )
    answer = facility(
        "--json",
        "import",
        "patients",
        export / "OH_PATIENT.csv",
        "--mapping",
        mapping,
        "--rejects",
        tmp_path / "a",
    )
    assert answer.code == 0, answer.err
    assert answer.document["patients"]["added"] == 7
    assert "visits" not in answer.document
    told = facility(
        "import", "visits", export / "OH_OPD.csv", "--from", "open-hospital", "--rejects", tmp_path / "a"
    )
    assert told.code == 0, told.err
    text = told.out.decode()
    assert "OH_OPD.csv:9: " in text
    assert "are not sent to national systems" in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("import", "folder", "EXPORT"), 2),
        (("import", "folder", "EXPORT", "--from", "gothomis"), 1),
        (("import", "folder", "EXPORT/nowhere", "--from", "openmrs"), 1),
        (("import", "folder", "EXPORT", "--from", "openmrs"), 1),
        (("import", "folder", "EXPORT", "--from", "open-hospital", "--encoding", "ebcdic"), 2),
        (("import", "folder", "EXPORT", "--from", "open-hospital", "--send-from", "May"), 2),
        (("import", "visits", "EXPORT/OH_OPD.csv", "--encoding", "cp1252"), 2),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_one_sentence(
    facility: Run, export: Path, words: tuple[str, ...], code: int
) -> None:
    answer = facility(*(word.replace("EXPORT", str(export)) for word in words))
    assert answer.code == code, answer.err
    assert answer.err.strip()
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--rejects", "ASIDE"], "What was moved in so far is kept"),
        ([], "Nothing of the file was kept"),
        (["--rejects", "ASIDE", "--dry-run"], "Nothing of the file was kept"),
    ],
)
def test_who_stops_it_is_told_what_is_kept(
    data_folder: Path, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str], more: list[str], sentence: str,
) -> None:  # fmt: skip
    from emr_desktop.exchange.move_in import service
    from tests.conftest import PASSWORD
    from ui.cli.app import run

    def stopped(*_given: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(service, "move_in", stopped)
    monkeypatch.setenv("EMR_PASSWORD", PASSWORD)
    monkeypatch.setenv("EMR_LANGUAGE", "en")
    more = [str(tmp_path / "aside") if word == "ASIDE" else word for word in more]
    code = run(["--data-dir", str(data_folder), "import", "folder", str(export), "--from", "openmrs", *more])
    assert code == 130
    assert sentence in capfd.readouterr().err
