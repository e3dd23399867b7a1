"""The program's log: rotating files in the data folder, with ids and never with names."""

from __future__ import annotations

import copy
import logging
import platform
import secrets
import time
import traceback
from pathlib import Path
from types import TracebackType

from db.errors import DatabaseTrouble, KeyTrouble, trouble_from_os
from emr_desktop.errors import EmrError
from emr_desktop.log_file import SharedLogHandler
from emr_desktop.managed import managed

LOG_FILE_NAME = "emr-desktop.log"
_LARGEST_KB = 1000
_KEPT_FILES = 5
CRASH_FOLDER_NAME = "crashes"
_KEPT_CRASHES = 20


class _Formatter(logging.Formatter):
    """Writes where an exception came from, and leaves out what it says: that may be a patient's name."""

    def converter(self, timestamp: float | None) -> time.struct_time:
        return time.gmtime(timestamp)

    def format(self, record: logging.LogRecord) -> str:
        own = copy.copy(record)
        own.exc_text = None  # another handler may have kept the full words there
        return super().format(own)

    def formatException(self, ei: object) -> str:  # noqa: N802 (the name of the standard library)
        error = ei[1] if isinstance(ei, tuple) else None
        return describe_crash(error) if isinstance(error, BaseException) else ""


def start_logging(folder: Path, *, level: int | None = None) -> logging.Handler:
    """Log into ``folder/emr-desktop.log``; ``stop_logging`` takes it away.

    Five files of one megabyte from the level ``info`` on, unless the administrator of the PC fixed
    ``log.largest_kb``, ``log.files`` and ``log.level``. Other programs may log into it at the same time.

    Raises:
        DatabaseTrouble: the folder cannot be written.
    """
    fixed = managed()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = SharedLogHandler(
            folder / LOG_FILE_NAME,
            largest_bytes=int(fixed.get("log.largest_kb", _LARGEST_KB)) * 1000,
            files=int(fixed.get("log.files", _KEPT_FILES)),
        )
    except OSError as error:
        raise trouble_from_os(error, path=str(folder)) from error
    handler.setFormatter(
        _Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    )
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(getattr(logging, str(fixed.get("log.level", "info")).upper()) if level is None else level)
    # Other people's code logs what it handles: addresses with queries, values, fonts.
    for chatty in ("sqlalchemy", "alembic", "urllib3", "PIL", "reportlab"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return handler


def keep_crash(folder: Path, error: BaseException, *, version: str) -> Path | None:
    """Write a crash report: kinds, codes and places, no words and no values; the newest twenty are kept.

    Args:
        folder: of the logs.
        error: what nobody caught.
        version: of the program.

    Returns:
        The file; None when it could not be written, which must not stop anybody.
    """
    crashes = folder / CRASH_FOLDER_NAME
    try:
        crashes.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        path = crashes / f"crash-{stamp}-{secrets.token_hex(2)}.txt"
        path.write_text(
            f"EMR Desktop {version}, Python {platform.python_version()}, {platform.platform(terse=True)}\n"
            f"{describe_crash(error)}\n",
            encoding="utf-8",
        )
        # Several of one second have no order among them: this one stays.
        others = [each for each in crash_reports(folder) if each != path]
        for old in others[_KEPT_CRASHES - 1 :]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def crash_reports(folder: Path) -> list[Path]:
    """The crash reports that are kept, the newest first."""
    try:
        return sorted((folder / CRASH_FOLDER_NAME).glob("crash-*.txt"), reverse=True)
    except OSError:
        return []


def stop_logging(handler: logging.Handler) -> None:
    """Take the handler away and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def describe_crash(error: BaseException) -> str:
    """Say where an error came from, without its words: kind, code and place in the program only."""
    parts = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        name = f"{type(current).__module__}.{type(current).__qualname__}"
        known = isinstance(current, (DatabaseTrouble, EmrError, KeyTrouble))
        parts.append(f"{name}: {current.code}" if known else name)  # type: ignore[attr-defined]
        parts.extend(_frames(current.__traceback__))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(parts)


def _frames(trace: TracebackType | None) -> list[str]:
    return [
        f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
