"""What every start of the program does about updates, whether or not the launcher started it."""

from __future__ import annotations

import emr_desktop
from emr_desktop.updates.program_folder import how_installed
from emr_desktop.updates.settling import keep_if_new, settle_alone


def before_the_record() -> str | None:
    """End what an update left half done, before anything opens the record.

    Returns:
        The version that this put in force in place of the running one, which must not open the record any
        more: it would bring it to a schema that the version in force cannot read. None as a rule.
    """
    program = how_installed().program
    if program is None:
        return None
    before = program.current()
    settle_alone(program)
    now = program.current()
    return now if now not in (before, None, emr_desktop.__version__) else None


def start_version_in_force() -> int:
    """Start the windows that are in force now in place of these; gives how they ended."""
    from emr_desktop.updates.launcher import main

    program = how_installed().program
    return 1 if program is None else main(root=program.root, name="emr-desktop")


def program_works() -> None:
    """The first window is there, or a command opened the record: an update to this version is kept."""
    program = how_installed().program
    if program is not None:
        keep_if_new(program)
