"""The small program that stays: it ends what an update left half done, and starts the version in force.

Named after what it starts, ``emr-desktop`` or ``emr-admin``. Loads nothing of the clinic: it must work when a
new version does not.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from emr_desktop.child_environment import system_environment
from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.facility.instance import InstanceLock
from emr_desktop.updates.journal import MOVED, WENT_BACK, read_journal, write_journal
from emr_desktop.updates.program_folder import ROOT_VARIABLE, ProgramFolder
from emr_desktop.updates.settling import MOST_STARTS, go_back, settle

NAMES = ("emr-desktop", "emr-admin")
OWN_FOLDER = "_launcher"
_NOTHING_HERE = (
    "No program lies in this folder. Install EMR Desktop again; the data are not in here and stay.\n"
    "Hakuna programu kwenye folda hii. Sakinisha EMR Desktop upya; data hazimo humu na zitabaki.\n"
)


def version_to_start(program: ProgramFolder, *, counts: bool = True) -> str | None:
    """The version that is to be started, after an update was ended or taken back; None: there is none.

    Args:
        program: where the versions lie.
        counts: the windows are started: what never shows one is taken back after some starts.
    """
    try:
        with InstanceLock(program.root):
            journal = settle(program)
            if counts and journal is not None and journal.state == MOVED:
                if journal.starts >= MOST_STARTS:
                    go_back(program, journal, reason="update.did_not_start")
                else:
                    write_journal(program.root, replace(journal, starts=journal.starts + 1))
    except (OSError, EmrError, DatabaseTrouble):
        pass  # an update is at work, or the folder is read-only: what is in force can be started all the same
    return program.current() or _any_complete(program)


def _any_complete(program: ProgramFolder) -> str | None:
    """Somebody spoiled the pointer: the newest complete version that no unfinished update brought."""
    journal = read_journal(program.root)
    unproven = journal.new if journal is not None and journal.state != "ended" else None
    found = [version for version in program.installed() if version != unproven]
    return found[0] if found else None


def main(arguments: Sequence[str] | None = None, *, root: Path | None = None, name: str = "") -> int:
    """Start the version in force with what was given, and end as it ends."""
    own = Path(sys.executable if getattr(sys, "frozen", False) else sys.argv[0])
    folder = own.resolve().parent
    # On Linux installers/linux/start.sh looks at the system first, and starts this from a folder of its own.
    program = ProgramFolder(root or (folder.parent if folder.name == OWN_FOLDER else folder))
    name = name or own.stem
    name = name if name in NAMES else NAMES[0]
    given = list(sys.argv[1:] if arguments is None else arguments)
    for _ in range(2):
        version = version_to_start(program, counts=name == NAMES[0])
        if version is None:
            break
        try:
            return _run([str(program.executable(version, name)), *given], environment_for(program))
        except OSError:  # spoiled so that the system does not even begin it
            if not _taken_back(program):
                break
    if sys.stderr is not None:  # the windowed one on Windows has none
        sys.stderr.write(_NOTHING_HERE)
    return 1


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Become the program, or where a system cannot do that, wait for it.

    Raises:
        OSError: it cannot be started.
    """
    if os.name != "nt":
        os.execve(command[0], command, environment)  # noqa: S606 - our own program
    return subprocess.call(command, env=environment)  # noqa: S603 - our own program


def _taken_back(program: ProgramFolder) -> bool:
    """Go back from a new program that cannot be started; False where there is nothing to go back to."""
    try:
        with InstanceLock(program.root):
            journal = read_journal(program.root)
            if journal is None or journal.state != MOVED:
                return False
            return go_back(program, journal, reason="update.did_not_start").outcome == WENT_BACK
    except (OSError, EmrError, DatabaseTrouble):
        return False


def environment_for(program: ProgramFolder) -> dict[str, str]:
    """For a program that is another build than this one: its libraries are not ours."""
    return {
        **system_environment(),
        ROOT_VARIABLE: str(program.root),
        "PYINSTALLER_RESET_ENVIRONMENT": "1",
    }


if __name__ == "__main__":
    raise SystemExit(main())
