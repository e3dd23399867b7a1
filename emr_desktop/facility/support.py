"""What a helper outside the facility needs to know: one text that a person can read before giving it away.

It holds versions, settings, what the doctor found, the end of the log, crash reports and how the sending
stands. It holds no patient, no user, no payload and no key.
"""

from __future__ import annotations

import platform
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from db.errors import DatabaseTrouble
from db.into_place import into_place
from emr_desktop import __version__
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError
from emr_desktop.facility.doctor import Check
from emr_desktop.facility.layout import LOG_FOLDER_NAME
from emr_desktop.facility.target_states import target_states
from emr_desktop.logs import LOG_FILE_NAME, crash_reports
from emr_desktop.settings import load_settings

_LOG_LINES = 400
_MOST_CRASHES = 10
Say = Callable[[str, dict[str, object]], str]


def support_text(
    folder: Path,
    *,
    work: WorkSession | None,
    checks: Sequence[Check],
    say: Say,
    why_closed: str = "",
    clock: Clock | None = None,
) -> str:
    """Write the support bundle.

    Args:
        folder: the data folder.
        work: the unlocked session; None when the record does not open: the text is then shorter and says so.
        checks: what the doctor found.
        say: gives the sentence of a code.
        why_closed: code of what keeps the record closed.
        clock: for the date at the top; the session's own where there is one.

    Raises:
        PermissionRefused: the role may not.
    """
    if work is not None:
        work.require("doctor.run")
    now = (work.clock if work is not None else clock or Clock()).now()
    parts: list[tuple[str, Iterable[str]]] = [
        (f"EMR Desktop support report {now:%Y-%m-%d %H:%M}", _about(folder)),
        ("Settings", _settings(folder)),
        ("Doctor", _checks(checks, say) if work is not None else (f"record not opened: {why_closed}",)),
        ("Sending", _sending(work)),
        ("Files", _files(folder)),
        ("Crash reports", _crashes(folder)),
        ("End of the log", _log(folder)),
    ]
    text = "\n".join(f"== {title}\n" + "".join(f"{line}\n" for line in lines) for title, lines in parts)
    return without_home(text)


def write_support(path: Path, text: str) -> None:
    """Write the text, whole or not at all.

    Raises:
        EmrError: ``file.not_written``.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        into_place(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from error


def _about(folder: Path) -> Iterable[str]:
    yield f"program {__version__}"
    yield f"python {platform.python_version()}"
    yield f"system {platform.platform(terse=True)} {platform.machine()}"
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return
    yield f"disk {usage.free // 1_000_000} MB free of {usage.total // 1_000_000} MB"


def _settings(folder: Path) -> Iterable[str]:
    settings = load_settings(folder)
    yield f"language {settings.language}"
    yield f"theme {settings.theme or '-'}, text {settings.text_percent} %, preview {settings.preview}"


def _checks(checks: Sequence[Check], say: Say) -> Iterable[str]:
    for check in checks:
        yield f"[{check.state}] {check.name}: {say(check.code, check.params)}"


def _sending(work: WorkSession | None) -> Iterable[str]:
    if work is None:
        return ("-",)
    try:
        with work.database.read() as session:
            targets = target_states(session)
    except DatabaseTrouble as trouble:
        return (f"not read: {trouble.code}",)
    lines = []
    for target in targets:
        last = "never" if target.last_success_at is None else f"{target.last_success_at:%Y-%m-%d %H:%M}"
        state = target.breaker_state if target.enabled else "off"
        lines.append(f"{target.kind} {target.name}: {state}, last success {last}")
        lines += [
            f"  {state} {problem or ''}: {number}".replace(" :", ":")
            for (state, problem), number in target.deliveries.items()
        ]
    return lines or ("no target",)


def _files(folder: Path) -> Iterable[str]:
    try:
        found = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return ("not readable",)
    lines = []
    for path in found:
        try:
            lines.append(f"{path.name} {path.stat().st_size}")
        except OSError:
            lines.append(f"{path.name} not readable")
    return lines


def _crashes(folder: Path) -> Iterable[str]:
    kept = crash_reports(folder / LOG_FOLDER_NAME)[:_MOST_CRASHES]
    lines: list[str] = []
    for path in kept:
        lines += [f"-- {path.name}", *_read(path)]
    return lines or ("none",)


def _log(folder: Path) -> Iterable[str]:
    return _read(folder / LOG_FOLDER_NAME / LOG_FILE_NAME)[-_LOG_LINES:] or ["no log"]


def _read(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def without_home(text: str) -> str:
    """The name of the computer's user stands in paths of the home folder."""
    home = str(Path.home())
    return re.sub(re.escape(home) + r"(?=[/\\]|\b)", "~", text) if len(home) > 1 else text
