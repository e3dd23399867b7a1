"""What lies where in the data folder."""

from __future__ import annotations

from pathlib import Path

DATABASE_FILE_NAME = "clinic.db"
SET_UP_FOLDER_NAME = ".setup"  # a set-up in the making; what is left of one is worth nothing
LOG_FOLDER_NAME = "logs"
BACKUPS_FOLDER_NAME = "backups"
ASIDE_FOLDER_NAME = "moved-aside"  # facilities that a restore took the place of, whole
RESTORE_FOLDER_NAME = ".restore"  # a facility that is ready to move in
UPDATE_FOLDER_NAME = ".update"  # the record under a new program, until that program has shown itself
LOCK_FILE_NAME = "instance.lock"
USE_FILE_NAME = "in-use.lock"  # commands that work on the record; a restore waits for none


def database_path(folder: Path) -> Path:
    return folder / DATABASE_FILE_NAME


def backups_folder(folder: Path) -> Path:
    return folder / BACKUPS_FOLDER_NAME


def restore_folder(folder: Path) -> Path:
    return folder / RESTORE_FOLDER_NAME


def set_up_folder(folder: Path) -> Path:
    return folder / SET_UP_FOLDER_NAME


def update_folder(folder: Path) -> Path:
    return folder / UPDATE_FOLDER_NAME
