"""Ends what an update left half done: at each start, before anything opens the record.

Up to ``moving`` nothing of before was touched, so it is undone; from there on it is carried through, step by
step, each of which can be done again. Loads neither SQLAlchemy nor SQLCipher nor a key.

The record goes along like this: ``.update/next.db`` is the copy that the new program brought to its schema
and checked; ``before.db`` is the record of before, ``failed.db`` one that went back.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.facility.instance import InstanceLock
from emr_desktop.facility.layout import DATABASE_FILE_NAME, database_path, update_folder
from emr_desktop.updates.disk import PART, digest, discard, move, sync_folder
from emr_desktop.updates.journal import (
    ENDED,
    GOING_BACK,
    KEPT,
    MOVED,
    MOVING,
    NOT_DONE,
    STAGING,
    UNDER_WAY,
    WENT_BACK,
    Journal,
    read_journal,
    write_journal,
)
from emr_desktop.updates.program_folder import VERSIONS_NAME, ProgramFolder

NEXT, BEFORE, FAILED = "next.db", "before.db", "failed.db"
MOST_STARTS = 3  # of a new program that never shows its window


def settle(program: ProgramFolder) -> Journal | None:
    """End what was cut off, and give how the last update stands; the caller has the lock of the folder.

    Raises:
        OSError: the disk does not take it; the next start goes on with it.
    """
    journal = read_journal(program.root)
    if journal is None:
        return None
    if journal.state == STAGING:
        journal = give_up(program, journal, reason="update.cut_off")
    elif journal.state == MOVING:
        journal = carry_through(program, journal)
    elif journal.state == GOING_BACK:
        journal = _finish_going_back(program, journal)
    elif journal.state == ENDED:
        _clear(program, journal)
    return journal


def settle_alone(program: ProgramFolder) -> Journal | None:
    """``settle``, unless an update is at work this moment or the disk refuses."""
    journal = read_journal(program.root)
    if journal is None or (journal.state not in UNDER_WAY and not _left_over(journal)):
        return journal
    try:
        with InstanceLock(program.root):
            return settle(program)
    except (OSError, EmrError, DatabaseTrouble):
        return read_journal(program.root)


def give_up(program: ProgramFolder, journal: Journal, *, reason: str) -> Journal:
    """Leave everything as it was before the update, and say why."""
    ended = replace(journal, state=ENDED, outcome=NOT_DONE, reason=reason)
    _throw_away_new(program, journal)
    write_journal(program.root, ended)
    _clear(program, ended)
    return ended


def carry_through(program: ProgramFolder, journal: Journal) -> Journal:
    """Put the new program in force and move the new record in; each step may have been done before.

    In this order, because the new program can read the record of before, and the old one not that of after.
    """
    if program.current() != journal.new:
        program.point_to(journal.new)
    moved = replace(journal, state=MOVED)
    if journal.moves_data and not _change_places(journal, arriving=NEXT, leaving=BEFORE):
        # Somebody worked with the record in between: it stays, and the new program brings it up to date.
        moved = replace(moved, moves_data=False)
    write_journal(program.root, moved)
    return moved


def go_back(program: ProgramFolder, journal: Journal, *, reason: str) -> Journal:
    """Back to the old program and the old record, as long as nobody worked with the new one.

    Returns:
        How it stands then: a new program that somebody has worked with stays.
    """
    if not program.of(journal.old).is_dir() or (
        journal.moves_data and not _is_untouched(journal, journal.arrived)
    ):
        return keep(program, journal)
    going = replace(journal, state=GOING_BACK, reason=reason)
    write_journal(program.root, going)
    return _finish_going_back(program, going)


def keep(program: ProgramFolder, journal: Journal) -> Journal:
    """The new program has shown itself: what was kept for going back is not needed any more."""
    kept = replace(journal, state=ENDED, outcome=KEPT, reason="")
    write_journal(program.root, kept)
    _clear(program, kept)
    return kept


def keep_if_new(program: ProgramFolder) -> None:
    """The running program shows its first window or opened a record: an update to it is kept."""
    journal = read_journal(program.root)
    if journal is None or journal.state != MOVED or program.current() != journal.new:
        return
    with suppress(OSError, EmrError, DatabaseTrouble), InstanceLock(program.root):
        keep(program, journal)


def _finish_going_back(program: ProgramFolder, journal: Journal) -> Journal:
    if journal.moves_data and not _change_places(journal, arriving=BEFORE, leaving=FAILED):
        return keep(program, journal)
    if program.current() != journal.old:
        program.point_to(journal.old)
    _throw_away_new(program, journal)
    ended = replace(journal, state=ENDED, outcome=WENT_BACK)
    write_journal(program.root, ended)
    _clear(program, ended)
    return ended


def _change_places(journal: Journal, *, arriving: str, leaving: str) -> bool:
    """The record of now leaves under one name, and the other arrives; done before, it does nothing.

    Returns:
        False where the record of now is not the one that was to leave: then it stays.
    """
    folder = Path(journal.data)
    work, now = update_folder(folder), database_path(folder)
    if not (work / arriving).exists():
        return True
    if now.exists() and not (work / leaving).exists():
        if not _is_untouched(journal, journal.leaves if leaving == BEFORE else journal.arrived):
            return False
        move(now, work / leaving)
    for ending in ("-wal", "-shm"):  # a log of the other record would be played into this one
        now.with_name(DATABASE_FILE_NAME + ending).unlink(missing_ok=True)
    sync_folder(folder)
    move(work / arriving, now)
    return True


def _is_untouched(journal: Journal, expected: str) -> bool:
    now = database_path(Path(journal.data))
    log = now.with_name(now.name + "-wal")
    try:
        return not (log.exists() and log.stat().st_size) and digest(now) == expected
    except OSError:
        return False


def _throw_away_new(program: ProgramFolder, journal: Journal) -> None:
    if journal.is_back:
        return
    new = program.of(journal.new)
    discard(new.with_name(new.name + PART))
    if program.current() != journal.new:
        discard(new)


def _clear(program: ProgramFolder, journal: Journal) -> None:
    """Room for the next one: of the programs the last two stay, of the record only the one in use."""
    with suppress(OSError):
        for path in (program.root / VERSIONS_NAME).iterdir():
            is_older = journal.outcome == KEPT and path.name not in (journal.old, journal.new)
            if path.name.endswith(PART) or is_older:
                discard(path)
    if journal.data:
        with suppress(OSError):
            discard(update_folder(Path(journal.data)))


def _left_over(journal: Journal) -> bool:
    folder = update_folder(Path(journal.data)) if journal.data else None
    return folder is not None and (folder.exists() or folder.with_name(folder.name + PART).exists())
