"""What was typed into the set-up before there is a record, kept beside its folder until there is one.

The power may go in the middle: the next start goes on at the same page. Passwords are never kept.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path

from ui.qt.language import CODES

log = logging.getLogger(__name__)

_MOST_BYTES = 20_000


def file_of(folder: Path) -> Path:
    """Where it lies: beside the data folder, which is not made before the record is."""
    return folder.with_name(f"{folder.name}.set-up.json")


def keep(folder: Path, *, page: str, language: str, typed: Mapping[str, str]) -> None:
    """Keep it, whole or not at all; that it could not be kept stops nobody."""
    path = file_of(folder)
    new = path.with_suffix(".new")
    try:
        with os.fdopen(
            os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as out:
            json.dump({"page": page, "language": language, "typed": dict(typed)}, out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        new.replace(path)
    except OSError as error:
        log.warning("what was typed into the set-up is not kept: %s", type(error).__name__)


def kept(folder: Path) -> tuple[str, str, dict[str, str]] | None:
    """The page, the language and what was typed; None when there is nothing, or nothing that can be read."""
    try:
        with file_of(folder).open("rb") as read:
            found = json.loads(read.read(_MOST_BYTES))
        page, language, typed = found["page"], found["language"], found["typed"]
        typed = {str(name): str(value)[:200] for name, value in typed.items()}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("what was typed into the set-up cannot be read: %s", type(error).__name__)
        return None
    return (str(page), language, typed) if language in CODES else None


def forget(folder: Path) -> None:
    """The record is made, or came from a backup."""
    try:
        file_of(folder).unlink(missing_ok=True)
    except OSError as error:
        log.warning("what was typed into the set-up stays: %s", type(error).__name__)
