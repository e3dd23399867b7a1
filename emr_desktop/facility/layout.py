"""What lies where in the data folder."""

from __future__ import annotations

from pathlib import Path

DATABASE_FILE_NAME = "clinic.db"
SET_UP_FOLDER_NAME = ".setup"  # a set-up in the making; what is left of one is worth nothing
LOG_FOLDER_NAME = "logs"
COPIES_FOLDER_NAME = "copies"  # made before the schema changes
LOCK_FILE_NAME = "instance.lock"


def database_path(folder: Path) -> Path:
    return folder / DATABASE_FILE_NAME


def copies_folder(folder: Path) -> Path:
    return folder / COPIES_FOLDER_NAME


def set_up_folder(folder: Path) -> Path:
    return folder / SET_UP_FOLDER_NAME
