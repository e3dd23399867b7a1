"""The launcher: which version it starts, and when it goes back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from db.migrate import SCHEMA_VERSION
from emr_desktop.updates.finishing import finish
from emr_desktop.updates.journal import STAGING, Journal, read_journal, write_journal
from emr_desktop.updates.launcher import version_to_start
from emr_desktop.updates.program_folder import ProgramFolder
from emr_desktop.updates.rows import Prepared
from tests.emr_desktop.updates.conftest import NEW, OLD, migrating, opens


def test_a_new_program_that_never_shows_a_window_goes_back_with_the_record(
    prepared: Prepared, program: ProgramFolder, clock: Any
) -> None:
    before = (prepared.data / "clinic.db").read_bytes()
    finish(prepared, ask=migrating)
    assert [version_to_start(program) for _ in range(4)] == [NEW, NEW, NEW, OLD]
    assert (prepared.data / "clinic.db").read_bytes() == before
    assert opens(prepared.data, clock) == SCHEMA_VERSION
    assert program.installed() == (OLD,)


def test_commands_do_not_count_as_starts_without_a_window(prepared: Prepared, program: ProgramFolder) -> None:
    finish(prepared, ask=migrating)
    assert {version_to_start(program, counts=False) for _ in range(9)} == {NEW}


def test_a_journal_of_another_shape_is_none(program: ProgramFolder) -> None:
    for spoiled in ("", "{}", "[]", '{"state": 1, "old": "a", "new": "b"}', "{" * 9000):
        (program.root / "update.json").write_text(spoiled)
        assert read_journal(program.root) is None
        assert version_to_start(program) == OLD


def test_a_spoiled_pointer_leads_to_the_newest_whole_program(program: ProgramFolder) -> None:
    for spoiled in ("", "9.9.9", "../../x", "\xff"):
        (program.root / "current").write_text(spoiled, encoding="latin-1")
        assert version_to_start(program) == OLD
    shutil.copytree(program.of(OLD), program.of(NEW))
    write_journal(program.root, Journal(state=STAGING, old=OLD, new=NEW))
    assert version_to_start(program) == OLD


def _launched(program: ProgramFolder, name: str = "emr-desktop") -> tuple[int, str]:
    start = (
        "import sys; from pathlib import Path; from emr_desktop.updates.launcher import main\n"
        f"sys.exit(main(['x'], root=Path({str(program.root)!r}), name={name!r}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", start],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).resolve().parents[3],
    )
    return told.returncode, told.stdout + told.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins for programs are scripts")
def test_a_new_program_that_the_system_does_not_even_begin_goes_back_at_once(
    prepared: Prepared, program: ProgramFolder
) -> None:
    finish(prepared, ask=migrating)
    assert _launched(program, "emr-admin")[1].startswith(f"{NEW} ")
    for name in ("emr-desktop", "emr-admin"):
        program.executable(NEW, name).chmod(0o644)
    code, told = _launched(program)
    assert (code, told.split()[0], told.split()[-1]) == (0, OLD, "x")
    assert program.current() == OLD


def test_an_empty_folder_says_that_no_program_is_there(program: ProgramFolder) -> None:
    shutil.rmtree(program.of(OLD))
    code, told = _launched(program)
    assert code == 1
    assert "Install EMR Desktop again" in told
