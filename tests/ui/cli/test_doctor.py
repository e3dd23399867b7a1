"""The doctor's document for who watches many PCs: the schema that is shipped fits it in every state."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from emr_desktop.monitoring.rows import schema_text
from tests.ui.cli.conftest import Answer

Run = Callable[..., Answer]
Several = Callable[..., list[Answer]]
CLOSED = ("--json", "doctor", "--without-password")
# All that a test facility knows of its people and patients; the document may hold none of it.
NAMES = ("Neema", "Mollel", "mkuu", "Asha", "Baraka", "Juma", "Mushi", "Buigiri Dispensary", "p1", "p2")


@pytest.fixture(scope="module")
def schemas() -> ModuleType:
    spec = importlib.util.spec_from_file_location("json_schema", Path(__file__).with_name("json_schema.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def fits(schemas: ModuleType) -> Callable[[Any], dict[str, Any]]:
    """Hold a document against the schema and the rules; gives its checks by name."""
    schema = json.loads(schema_text())

    def check(document: Any) -> dict[str, Any]:
        assert list(schemas.problems(document, schema, schema)) == []
        text = json.dumps(document, ensure_ascii=False)
        assert [name for name in NAMES if name in text.replace("\\", "")] == []
        checks = {each["name"]: each for each in document["checks"]}
        assert len(checks) == len(document["checks"])
        states = {each["state"] for each in checks.values()}
        worst = "fail" if "fail" in states else "warn" if "warn" in states else "ok"
        assert (document["state"], document["healthy"]) == (worst, worst != "fail")
        return checks

    return check


def test_the_checker_itself_finds_what_does_not_fit(schemas: ModuleType, facility: Run) -> None:
    schema = json.loads(schema_text())
    document = facility(*CLOSED).document
    spoiled = [
        {**document, "schema": 2},
        {**document, "schema": True},
        {**document, "patients": 3},
        {name: value for name, value in document.items() if name != "time"},
        {**document, "facility_code": "1"},
        {**document, "checks": [{**document["checks"][1], "values": {"database_bytes": -1}}]},
        {**document, "checks": [{**document["checks"][1], "values": {"database_bytes": "much"}}]},
    ]
    assert [bool(list(schemas.problems(each, schema, schema))) for each in spoiled] == [True] * len(spoiled)


def test_an_open_record_with_a_month_a_target_and_a_backup(
    line: Run, several: Several, fits: Callable[[Any], dict[str, Any]], server: Any, folder: Path
) -> None:
    calls = [
        ["backup", "create", folder / "backups"],
        ["sync", "send", "opd", "--period", "202610"],
        ["--json", "doctor"],
        ["sync", "run", "--timeout", "20"],
        ["--json", "doctor"],
    ]
    _, _, waiting, sent, done = several(calls)
    assert sent.code == 0, sent.err
    before, after = fits(waiting.document), fits(done.document)
    assert (waiting.document["opened"], waiting.document["facility_code"]) == (True, "101168-3")
    assert before["sync"]["values"]["sync_waiting"] == 1
    assert after["sync"]["values"] == {
        "sync_targets": 1, "sync_waiting": 0, "sync_refused": 0, "sync_unknown": 0,
        "sync_oldest_waiting_hours": None,
    }  # fmt: skip
    target = done.document["targets"][0]
    assert (target["name"], target["state"], target["last_success_hours"]) == ("district", "closed", 0)
    backup = after["backup"]["values"]
    assert (backup["backup_last_verified_days"], backup["backup_files"]) == (0, 1)
    assert backup["backup_newest_file_whole"] is True
    assert after["integrity"]["values"]["database_bytes"] == (folder / "clinic.db").stat().st_size
    assert after["audit"]["values"]["audit_entries"] > 0


def test_without_a_password_it_tells_what_lies_around(
    facility: Run, several: Several, folder: Path, fits: Callable[[Any], dict[str, Any]]
) -> None:
    several([["backup", "create", folder / "backups"]])
    answer = facility(*CLOSED, EMR_PASSWORD="")
    assert answer.code == 0, answer.err
    checks = fits(answer.document)
    assert (answer.document["opened"], answer.document["targets"]) == (False, None)
    assert answer.document["facility_code"] == "101168-3"
    assert checks["backup"]["code"] == "doctor.backup_file"
    assert checks["backup"]["values"]["backup_newest_file_whole"] is True
    assert checks["keys"]["values"] == {"people": 1, "key_copies_good": 3}
    assert checks["integrity"]["code"] == "doctor.outside_sound"


def test_it_changes_no_file_of_a_closed_record(facility: Run, folder: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.stat().st_size)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    before = state()
    assert facility(*CLOSED).code == 0
    assert state() == before


def _spoil(folder: Path, what: str) -> None:
    database = folder / "clinic.db"
    content = bytearray(database.read_bytes())
    if what == "gone":
        database.unlink()
    elif what == "zeroed":
        database.write_bytes(bytes(4096) + content[4096:])
    elif what == "cut off":
        database.write_bytes(content[:-100])
    elif what == "empty":
        database.write_bytes(b"")
    elif what == "in clear":
        database.write_bytes(b"SQLite format 3\x00" + content[16:])
    elif what == "keys":
        for name in ("keyslots.json", "keyslots.copy.json"):
            (folder / name).write_bytes(b"{}")
    elif what == "backup":
        backup = next((folder / "backups").glob("*.emrbackup"))
        changed = bytearray(backup.read_bytes())
        changed[-500] ^= 1
        backup.write_bytes(changed)


@pytest.mark.parametrize(
    ("what", "name", "code"),
    [
        ("gone", "integrity", "database.missing"),
        ("zeroed", "integrity", "database.damaged"),
        ("cut off", "integrity", "database.damaged"),
        ("empty", "integrity", "database.damaged"),
        ("in clear", "integrity", "doctor.not_encrypted"),
        ("backup", "backup", "doctor.backup_file_spoiled"),
    ],
)
def test_damage_is_told_without_a_password(
    facility: Run, several: Several, folder: Path, fits: Callable[[Any], dict[str, Any]],
    what: str, name: str, code: str,
) -> None:  # fmt: skip
    several([["backup", "create", folder / "backups"]])
    _spoil(folder, what)
    answer = facility(*CLOSED)
    assert (answer.code, answer.document["state"]) == (1, "fail")
    assert fits(answer.document)[name]["code"] == code
    assert name in answer.err


def test_no_key_file_can_be_read(
    facility: Run, folder: Path, device_folder: Path, fits: Callable[[Any], dict[str, Any]]
) -> None:
    _spoil(folder, "keys")
    for path in device_folder.glob("*.keyslots.json"):
        path.unlink()
    answer = facility(*CLOSED)
    assert (answer.code, fits(answer.document)["keys"]["code"]) == (1, "keys.damaged")
    assert answer.document["facility_code"] == "101168-3"  # the settings in clear still tell it


def test_there_is_no_folder(admin: Run, tmp_path: Path, fits: Callable[[Any], dict[str, Any]]) -> None:
    answer = admin(*CLOSED, folder=tmp_path / "nowhere")
    assert answer.code == 1
    assert fits(answer.document)["integrity"]["state"] == "fail"


def test_a_record_that_does_not_open_still_gives_a_document(
    facility: Run, folder: Path, fits: Callable[[Any], dict[str, Any]]
) -> None:
    _spoil(folder, "zeroed")
    answer = facility("--json", "doctor")
    assert answer.code == 1
    checks = fits(answer.document)
    assert (answer.document["opened"], answer.document["why_closed"]) == (False, "database.damaged")
    assert checks["integrity"]["state"] == "fail"


def test_a_wrong_password_gives_no_document_and_is_counted(
    facility: Run, fits: Callable[[Any], dict[str, Any]]
) -> None:
    wrong = facility("--json", "doctor", EMR_PASSWORD="not the password at all")
    assert (wrong.code, wrong.out) == (3, b"")
    closed = fits(facility(*CLOSED).document)["logins"]["values"]
    assert closed["failed_logins_since_last_login"] == 1
    opened = fits(facility("--json", "doctor").document)["logins"]["values"]
    assert (opened["failed_logins_7_days"], opened["failed_logins_since_last_login"]) == (1, 0)


def test_crashes_and_errors_are_counted_not_quoted(
    facility: Run, folder: Path, fits: Callable[[Any], dict[str, Any]]
) -> None:
    from datetime import UTC, datetime

    crashes = folder / "logs" / "crashes"
    crashes.mkdir(parents=True)
    now = datetime.now(UTC)
    (crashes / f"crash-{now:%Y%m%dT%H%M%S}Z-aaaa.txt").write_text("Neema Mollel")
    (crashes / "crash-20200101T000000Z-bbbb.txt").write_text("old")
    (folder / "logs" / "emr-desktop.log").write_text(
        f"{now:%Y-%m-%dT%H:%M:%S}.000Z ERROR x Asha Juma\n2020-01-01T00:00:00.000Z ERROR x old\n"
        f"{now:%Y-%m-%dT%H:%M:%S}.000Z INFO x\n"
    )
    log = fits(facility(*CLOSED).document)["log"]
    assert (log["state"], log["values"]["crashes_7_days"], log["values"]["log_errors_7_days"]) == (
        "warn",
        1,
        1,
    )


def test_strict_leaves_with_a_number_of_its_own_for_warnings(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from ui.cli.app import run

    monkeypatch.setenv("EMR_LANGUAGE", "en")
    words = ["--data-dir", str(data_folder), "doctor", "--without-password"]
    assert run(words) == 0  # there is no backup yet, which warns
    assert capfd.readouterr().err == ""
    assert run([*words, "--strict"]) == 4
    assert "backup" in capfd.readouterr().err
    (data_folder / "clinic.db").unlink()
    assert run([*words, "--strict"]) == 1


def test_the_file_is_whole_named_by_the_code_and_written_over(
    facility: Run, tmp_path: Path, fits: Callable[[Any], dict[str, Any]]
) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    for _ in range(2):
        answer = facility("doctor", "--without-password", "--out", place / "{code}.json")
        assert answer.code == 0, answer.err
    assert [path.name for path in place.iterdir()] == ["101168-3.json"]
    fits(json.loads((place / "101168-3.json").read_text(encoding="utf-8")))
    nowhere = facility("doctor", "--without-password", "--out", tmp_path / "away" / "x.json")
    assert nowhere.code == 1
    assert "x.json" in nowhere.err


def test_the_sentences_come_in_the_language_and_the_names_do_not(facility: Run) -> None:
    english = facility(*CLOSED, EMR_LANGUAGE="en").document
    swahili = facility(*CLOSED, EMR_LANGUAGE="sw").document
    assert [each["text"] for each in english["checks"]] != [each["text"] for each in swahili["checks"]]
    assert [(each["name"], each["code"]) for each in english["checks"]] == [
        (each["name"], each["code"]) for each in swahili["checks"]
    ]


def test_the_schema_is_printed_without_a_facility(admin: Run) -> None:
    answer = admin("doctor", "--schema", folder=None)
    assert (answer.code, answer.out.decode()) == (0, schema_text())
