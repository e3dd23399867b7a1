"""Finds the answers that IT staff laid down for the first start of the windows on this PC."""

from __future__ import annotations

import sys
from pathlib import Path

from emr_desktop.answer_file.reading import read_answers
from emr_desktop.answer_file.rows import Answers
from emr_desktop.managed import managed, managed_path
from emr_desktop.managed.rights import written_by_administrators_only

FILE_NAME = "answers.toml"


def answers_file() -> Path | None:
    """The file: named by the administrator, beside ``managed.toml``, or in the folder of the program.

    One beside ``managed.toml`` counts only when no ordinary user could have laid it there: answers may
    name a council that can open the record.
    """
    named = managed().get("setup.answers")
    if named is not None:
        return Path(named)
    beside = managed_path().with_name(FILE_NAME)
    try:
        if beside.is_file() and written_by_administrators_only(beside):
            return beside
    except OSError:
        pass
    for folder in _program_folders():
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    return None


def answers_for_this_pc() -> Answers | None:
    """The answers for this PC's facility; None where nobody laid any down.

    Raises:
        AnswersFaulty: they cannot be used, and why.
    """
    path = answers_file()
    if path is None:
        return None
    return read_answers(path, facility_code=managed().get("setup.facility_code"))


def _program_folders() -> tuple[Path, ...]:
    """Where an installed program lies, and above its versions; a program that runs from sources has none."""
    if not getattr(sys, "frozen", False):
        return ()
    own = Path(sys.executable).resolve().parent
    return (own, *tuple(own.parents)[:2])
