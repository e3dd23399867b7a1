"""An update from the stick to the first start of the new program, and everything that can stop it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db.migrate import SCHEMA_VERSION
from emr_desktop.clinic import Clinic
from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.facility.service import unlock
from emr_desktop.updates import finishing
from emr_desktop.updates.finishing import finish
from emr_desktop.updates.journal import ENDED, MOVED, MOVING, Journal, read_journal, write_journal
from emr_desktop.updates.launcher import version_to_start
from emr_desktop.updates.program_folder import ProgramFolder
from emr_desktop.updates.rows import Prepared
from emr_desktop.updates.service import UpdateService
from emr_desktop.updates.settling import go_back, keep_if_new, settle
from tests.conftest import PASSWORD
from tests.emr_desktop.updates.conftest import NEW, OLD, good, migrating, next_version, opens

MakeBundle = Callable[..., Path]


def bad(prepared: Prepared, record: Path) -> dict[str, Any]:
    return migrating(prepared, record) | {"findings": ["search"]}


def test_an_update_makes_a_backup_and_puts_the_new_program_in_force(
    prepared: Prepared, program: ProgramFolder
) -> None:
    assert program.current() == OLD
    assert prepared.backup is not None
    assert prepared.backup.exists()
    journal = finish(prepared, ask=good)
    assert (journal.state, program.current(), program.installed()) == (MOVED, NEW, (NEW, OLD))
    assert version_to_start(program) == NEW
    assert not (prepared.data / ".update").exists()


def test_the_record_goes_along_when_the_schema_changes(
    prepared: Prepared, program: ProgramFolder, clock: Any
) -> None:
    journal = finish(prepared, ask=migrating)
    assert journal.moves_data
    with next_version():
        assert opens(prepared.data, clock) == SCHEMA_VERSION + 1
    keep_if_new(program)
    assert not (prepared.data / ".update").exists()
    with pytest.raises(DatabaseTrouble, match="newer"):
        opens(prepared.data, clock)


def test_a_program_that_finds_fault_with_the_copy_changes_nothing(
    prepared: Prepared, program: ProgramFolder, clock: Any
) -> None:
    before = (prepared.data / "clinic.db").read_bytes()
    with pytest.raises(EmrError, match=r"update\.trial_failed"):
        finish(prepared, ask=bad)
    assert (prepared.data / "clinic.db").read_bytes() == before
    assert (program.current(), program.installed()) == (OLD, (OLD,))
    assert not (prepared.data / ".update").exists()
    assert opens(prepared.data, clock) == SCHEMA_VERSION
    journal = read_journal(program.root)
    assert journal is not None
    assert (journal.state, journal.outcome, journal.reason) == (ENDED, "not_done", "update.trial_failed")


@pytest.mark.parametrize("lost", ["patient", "visit", "staff", "audit_entry"])
def test_a_migration_that_loses_a_row_is_found_out(
    prepared: Prepared, program: ProgramFolder, lost: str
) -> None:
    def losing(given: Prepared, record: Path) -> dict[str, Any]:
        told = migrating(given, record)
        return told | {"rows": told["rows"] | {lost: told["rows"][lost] - 1}}

    with pytest.raises(EmrError, match=r"update\.trial_failed"):
        finish(prepared, ask=losing)
    assert program.current() == OLD


def test_a_program_that_says_it_is_another_version_is_not_taken(
    prepared: Prepared, program: ProgramFolder
) -> None:
    with pytest.raises(EmrError, match=r"update\.trial_failed"):
        finish(prepared, ask=lambda given, record: good(given, record) | {"version": "1.6.0"})
    assert program.current() == OLD


def test_a_program_that_cannot_be_started_is_not_taken(prepared: Prepared, program: ProgramFolder) -> None:
    program.executable(NEW, "emr-admin").write_text("nothing that runs")
    with pytest.raises(EmrError, match=r"update\.trial_failed"):
        finish(prepared)
    assert program.current() == OLD


def test_a_new_program_that_showed_its_window_stays(prepared: Prepared, program: ProgramFolder) -> None:
    finish(prepared, ask=migrating)
    version_to_start(program)
    keep_if_new(program)
    assert {version_to_start(program) for _ in range(9)} == {NEW}


def test_work_that_was_done_with_the_new_program_is_never_taken_back(
    prepared: Prepared, program: ProgramFolder, clock: Any
) -> None:
    journal = finish(prepared, ask=migrating)
    with next_version():
        opens(prepared.data, clock)  # writes the log-in into the trail
    after = (prepared.data / "clinic.db").read_bytes()
    assert go_back(program, journal, reason="update.did_not_start").outcome == "kept"
    assert program.current() == NEW
    assert (prepared.data / "clinic.db").read_bytes() == after


def test_work_done_before_a_cut_off_change_goes_on_is_not_replaced(
    prepared: Prepared, program: ProgramFolder, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change is cut off, somebody starts the old program by hand, and later the change goes on."""

    def cut(_program: ProgramFolder, _journal: Journal) -> Journal:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(finishing, "carry_through", cut)
        with pytest.raises(KeyboardInterrupt):
            finish(prepared, ask=migrating)
    journal = read_journal(program.root)
    assert journal is not None
    assert journal.state == MOVING
    opens(prepared.data, clock)
    after = (prepared.data / "clinic.db").read_bytes()
    assert version_to_start(program) == NEW
    assert (prepared.data / "clinic.db").read_bytes() == after
    with next_version():
        assert opens(prepared.data, clock) == SCHEMA_VERSION + 1  # brought up to date at the log-in


def test_what_was_cut_off_while_unpacking_is_gone_at_the_next_start(
    updates: UpdateService, clinic: Clinic, make_bundle: MakeBundle, program: ProgramFolder
) -> None:
    found = updates.prepare(make_bundle()).value
    found.lock.release()  # as when the process ends
    clinic.close()
    assert version_to_start(program) == OLD
    assert program.installed() == (OLD,)
    journal = read_journal(program.root)
    assert journal is not None
    assert journal.reason == "update.cut_off"


def test_a_start_while_an_update_is_at_work_leaves_it_alone(
    prepared: Prepared, program: ProgramFolder
) -> None:
    assert version_to_start(program) == OLD
    assert finish(prepared, ask=good).state == MOVED


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"version": "1.3.9"}, "update.older"),
        ({"version": OLD}, "update.same"),
        ({"platform": "windows-mips"}, "update.other_platform"),
        ({"minimum_version": "1.4.1"}, "update.needs_one_between"),
        ({"schema": SCHEMA_VERSION - 1}, "update.cannot_read_record"),
    ],
)
def test_a_bundle_that_does_not_follow_on_is_refused(
    updates: UpdateService, make_bundle: MakeBundle, program: ProgramFolder, more: Any, code: str
) -> None:
    file = make_bundle(**more)
    assert updates.check(file).refusal == code
    with pytest.raises(EmrError, match=code.replace(".", r"\.")):
        updates.prepare(file)
    assert sorted(path.name for path in program.root.iterdir()) == ["current", "instance.lock", "versions"]
    assert program.installed() == (OLD,)


def test_only_two_versions_are_kept(prepared: Prepared, program: ProgramFolder) -> None:
    shutil.copytree(program.of(OLD), program.of("1.3.0"))
    finish(prepared, ask=good)
    keep_if_new(program)
    assert program.installed() == (NEW, OLD)


def test_a_failed_update_leaves_the_version_one_could_go_back_to(
    prepared: Prepared, program: ProgramFolder
) -> None:
    shutil.copytree(program.of(OLD), program.of("1.3.0"))
    with pytest.raises(EmrError):
        finish(prepared, ask=bad)
    assert program.installed() == (OLD, "1.3.0")


def test_one_can_go_back_to_the_version_of_before(
    updates: UpdateService, clinic: Clinic, program: ProgramFolder, data_folder: Path, clock: Any
) -> None:
    shutil.copytree(program.of(OLD), program.of("1.3.0"))
    found = updates.prepare_going_back().value
    clinic.close()
    assert finish(found, ask=good).state == MOVED
    assert program.current() == "1.3.0"
    keep_if_new(program)
    assert program.installed() == (OLD, "1.3.0")
    assert opens(data_folder, clock) == SCHEMA_VERSION


def test_going_back_to_a_version_that_cannot_read_the_record_is_refused(
    updates: UpdateService, clinic: Clinic, program: ProgramFolder
) -> None:
    shutil.copytree(program.of(OLD), program.of("1.3.0"))
    found = updates.prepare_going_back().value
    clinic.close()
    told = {"findings": ["newer"]}
    with pytest.raises(EmrError, match=r"update\.cannot_read_record"):
        finish(found, ask=lambda _prepared, _record: told)
    assert (program.current(), program.installed()) == (OLD, (OLD, "1.3.0"))


def test_there_is_nothing_to_go_back_to_at_first(updates: UpdateService) -> None:
    with pytest.raises(EmrError, match=r"update\.no_previous"):
        updates.prepare_going_back()


def test_what_is_new_is_told_once_and_stands_in_the_trail(
    prepared: Prepared, program: ProgramFolder, clock: Any, updates: UpdateService
) -> None:
    finish(prepared, ask=good)
    keep_if_new(program)
    work = unlock(prepared.data, username="mkuu", password=PASSWORD, clock=clock)
    after = UpdateService(work=work, installed=updates._installed, trusted=updates._trusted, running=NEW)
    news = after.take_news()
    assert news is not None
    assert (news.outcome, news.version, news.notes["sw"]) == ("kept", NEW, "Mambo mapya.")
    assert after.take_news() is None
    with work.database.outside_transactions() as connection:
        rows = [
            row[0]
            for row in connection.execute("SELECT action FROM audit_entry WHERE action LIKE 'update.%'")
        ]
    assert rows == ["update.prepared", "update.kept"]
    work.database.close()


def test_a_scheduled_update_never_comes_in_working_hours_nor_unchosen(
    updates: UpdateService, clinic: Clinic, clock: Any
) -> None:
    assert not updates.may_begin_by_itself()
    clinic.facility.set("update.by_itself", True)
    assert not updates.may_begin_by_itself()  # half past nine
    clock.advance(hours=12)
    assert updates.may_begin_by_itself()


def test_two_updates_at_once_do_not_meet(
    prepared: Prepared, program: ProgramFolder, data_folder: Path
) -> None:
    work = unlock(data_folder, username="mkuu", password=PASSWORD)
    from emr_desktop.updates.program_folder import Installed

    second = UpdateService(work=work, installed=lambda: Installed("folder", program), running=OLD)
    with pytest.raises(EmrError, match=r"update\.under_way"):
        second.prepare(Path("nothing"))
    work.database.close()


def test_a_full_disk_for_the_program_changes_nothing(
    updates: UpdateService, make_bundle: MakeBundle, program: ProgramFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(program.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1_000_000))
    with pytest.raises(EmrError, match=r"update\.no_room"):
        updates.prepare(make_bundle())
    assert program.installed() == (OLD,)


def test_settling_twice_is_settling_once(prepared: Prepared, program: ProgramFolder) -> None:
    moved = finish(prepared, ask=migrating)
    write_journal(program.root, replace(moved, state=MOVING))
    content = (prepared.data / "clinic.db").read_bytes()
    assert settle(program) == moved
    assert (prepared.data / "clinic.db").read_bytes() == content


def test_a_day_later_nothing_of_it_is_left(prepared: Prepared, program: ProgramFolder, clock: Any) -> None:
    finish(prepared, ask=migrating)
    keep_if_new(program)
    clock.advance(seconds=timedelta(days=1).total_seconds())
    left = {path.name for path in program.root.iterdir()} | {path.name for path in prepared.data.iterdir()}
    assert not {name for name in left if "update" in name and name != "update.json"}
    assert not {name for name in left if name.endswith(".part")}


def test_a_copy_of_the_bundle_that_cannot_be_removed_stops_nothing(
    updates: UpdateService, make_bundle: MakeBundle, program: ProgramFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, unlink = make_bundle(), Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path.name.startswith("incoming"):
            raise OSError(28, "No space left on device")
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refused)
        found = updates.prepare(file).value
    assert found.new == NEW
    found.lock.release()
    assert version_to_start(program) == OLD


def test_the_facility_for_practice_does_not_change_the_program(
    updates: UpdateService,
    make_bundle: MakeBundle,
    program: ProgramFolder,
    data_folder: Path,
    clock: Any,
) -> None:
    practice = data_folder.with_name(f"{data_folder.name}-mafunzo")
    shutil.copytree(data_folder, practice)
    work = unlock(practice, username="mkuu", password=PASSWORD, clock=clock)
    work = replace(work, facility=replace(work.facility, training=True))
    there = UpdateService(work=work, installed=updates._installed, trusted=updates._trusted, running=OLD)
    for verb in (lambda: there.prepare(make_bundle()), there.prepare_going_back):
        with pytest.raises(EmrError, match=r"update\.from_practice"):
            verb()
    work.database.close()
    assert program.installed() == (OLD,)


def test_practice_and_record_are_told_apart_by_the_same_name_as_the_window_gives() -> None:
    from emr_desktop.updates.service import _PRACTICE
    from ui.practising import practice_folder

    assert practice_folder(Path("/x/data")).name == f"data{_PRACTICE}"
