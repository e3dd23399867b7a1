"""What every start of the program does about updates, whether or not the launcher started it."""

from __future__ import annotations

from emr_desktop.updates.program_folder import how_installed
from emr_desktop.updates.settling import keep_if_new, settle_alone


def before_the_record() -> None:
    """End what an update left half done, before anything opens the record."""
    program = how_installed().program
    if program is not None:
        settle_alone(program)


def program_works() -> None:
    """The first window is there, or a command opened the record: an update to this version is kept."""
    program = how_installed().program
    if program is not None:
        keep_if_new(program)
