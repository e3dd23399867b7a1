"""What emr-admin settings tells, and that a folder which the administrator fixed needs no --data-dir."""

from pathlib import Path

from tests.ui.cli.conftest import run_admin


def test_the_administrators_folder_and_language_hold(data_folder: Path, managed_file: Path) -> None:
    managed_file.write_text(f'data_folder = "{data_folder}"\n[log]\nfiles = 9\n')
    variables = {"EMR_MANAGED_FILE": str(managed_file)}
    answer = run_admin("--json", "settings", folder=None, variables=variables)
    assert answer.code == 0, answer.err
    rows = {row["name"]: (row["value"], row["source"]) for row in answer.document["settings"]}
    assert rows["data_folder"] == (str(data_folder), "administrator")
    assert rows["log.files"] == (9, "administrator")
    assert rows["log.level"] == ("info", "default")
    assert rows["session.lock_minutes"] == (5, "default")
    assert answer.document["file"] == {"path": str(managed_file), "is_there": True, "problems": []}


def test_without_a_password_what_the_record_says_is_not_known(data_folder: Path) -> None:
    answer = run_admin("--json", "settings", folder=data_folder, variables={"EMR_PASSWORD": ""})
    assert answer.code == 0, answer.err
    rows = {row["name"]: (row["value"], row["source"]) for row in answer.document["settings"]}
    assert rows["session.lock_minutes"] == (None, "record")
    assert rows["data_folder"] == (str(data_folder), "option")


def test_a_broken_file_is_said_and_commands_go_on(data_folder: Path, managed_file: Path) -> None:
    managed_file.write_text("language = en\n")
    variables = {"EMR_MANAGED_FILE": str(managed_file)}
    answer = run_admin("settings", folder=data_folder, variables=variables)
    assert (answer.code, answer.err) == (0, "")
    assert "line 1" in answer.out.decode().splitlines()[-1]
    doctor = run_admin("--json", "doctor", folder=data_folder, variables=variables)
    told = {check["name"]: check for check in doctor.document["checks"]}
    assert (told["managed"]["state"], told["managed"]["code"]) == ("warn", "managed.syntax")
    assert run_admin("report", "list", folder=data_folder, variables=variables).code == 0
