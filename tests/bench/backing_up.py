"""Makes and checks a backup of a 200 MB record, and tells how long the window did not listen meanwhile."""

from __future__ import annotations

import shutil
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from figures import Figure
from sizes import BACKUP_S, STALL_MS
from sqlalchemy import text

from emr_desktop.access.work_session import WorkSession
from emr_desktop.backups.service import BackupService
from emr_desktop.identity import new_id

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ui"))
from stall_watch import StallWatch

_BYTES = 200_000_000
_PIECE = 400  # bytes of made-up text in a row


def backup_figures(work: WorkSession, *, say: Callable[[str], None]) -> list[Figure]:
    """Make one with its verification beside a window that listens, check it again, rehearse a restore."""
    from PySide6.QtWidgets import QApplication

    from ui.qt.tasks import Tasks

    app = QApplication.instance() or QApplication([])
    size = _grown(work, say)
    backups, tasks = BackupService(work=work), Tasks()
    shutil.rmtree(backups.folder, ignore_errors=True)
    made: list[object] = []
    failed: list[BaseException] = []
    saves: list[float] = []
    begun = time.perf_counter()
    with StallWatch(noted_from_ms=2) as watch:
        tasks.run_aside(app, backups.make, done=made.append, failed=failed.append)
        clerk = threading.Thread(target=_keep_saving, args=(work, saves, lambda: bool(made or failed)))
        clerk.start()
        while not made and not failed:
            app.processEvents()
            time.sleep(0.001)
        took = time.perf_counter() - begun
    clerk.join()
    if failed:
        raise failed[0]
    file = made[0].value.row.file  # type: ignore[attr-defined]
    begun = time.perf_counter()
    backups.verify(file)
    verified = time.perf_counter() - begun
    begun = time.perf_counter()
    backups.drill(file)
    drilled = time.perf_counter() - begun
    tasks.close()
    saves.sort()
    worst, slow = watch.worst, saves[int(len(saves) * 0.95)]
    note = f"{size / 1e6:.0f} MB; copied, every page checked, counted, written, read back"
    return [
        Figure("backup with verification", took, "s", BACKUP_S, note),
        Figure("  longest stall of the window meanwhile", worst.ms, "ms", STALL_MS, cpu=worst.cpu_ms),
        Figure(
            "  a small save meanwhile, p95",
            slow * 1000,
            "ms",
            note=f"{len(saves)} saves",
        ),
        Figure("checking a backup again", verified, "s", note="unpacked, opened, every page, counted"),
        Figure("rehearsing a restore", drilled, "s", note="under a fresh key, audit chain walked"),
    ]


def _keep_saving(work: WorkSession, saves: list[float], over: Callable[[], bool]) -> None:
    while not over():
        saves.append(_saved(work))
        time.sleep(0.02)


def _saved(work: WorkSession) -> float:
    begun = time.perf_counter()
    with work.database.write.begin() as session:
        session.execute(text("UPDATE device SET name = name"))
    return time.perf_counter() - begun


def _grown(work: WorkSession, say: Callable[[str], None]) -> int:
    """Bring the record to 200 MB where it is smaller, with drafts of made-up text."""
    path = work.database.path
    while (size := path.stat().st_size) < _BYTES:
        say(f"\r{size / 1e6:.0f} MB")
        rows = [
            {"id": uuid.uuid4().bytes, "text": new_id().hex * (_PIECE // 32), "at": 0} for _ in range(100_000)
        ]
        with work.database.write.begin() as session:
            session.execute(text("CREATE TABLE IF NOT EXISTS filling (id BLOB, text TEXT, at INT)"))
            session.execute(text("INSERT INTO filling VALUES (:id, :text, :at)"), rows)
        with work.database.outside_transactions() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return path.stat().st_size
