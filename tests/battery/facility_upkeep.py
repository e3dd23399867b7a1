"""A process that does one long thing to a facility: ``rekey``, ``backup``, ``restore`` or ``migration``.

python facility_upkeep.py FOLDER WHAT
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from facility_work import NOW, PASSWORD, USERNAME, marker

import db.migrate
from emr_desktop.backups.restoring import Secret, restore
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import Clock
from emr_desktop.facility.service import unlock

WHATS = ("rekey", "backup", "restore", "migration")
CLOCK = Clock(now=lambda: NOW)
_BODY = """
    op.add_column("visit", sa.Column("of_next_year", sa.Integer()))
    op.execute("UPDATE visit SET of_next_year = 1")
    op.create_table("next_year", sa.Column("word", sa.String()))
    op.execute("INSERT INTO next_year (word) SELECT complaint FROM visit")
"""


@contextlib.contextmanager
def next_version() -> Iterator[None]:
    """The program as it would be with one more migration."""
    kept = db.migrate._SCRIPTS, db.migrate.SCHEMA_VERSION
    db.migrate._SCRIPTS, db.migrate.SCHEMA_VERSION = Path(_scripts().name) / "migrations", kept[1] + 1
    try:
        yield
    finally:
        db.migrate._SCRIPTS, db.migrate.SCHEMA_VERSION = kept


@functools.cache
def _scripts() -> tempfile.TemporaryDirectory[str]:
    """Its migrations, made once in a process."""
    scratch = tempfile.TemporaryDirectory(prefix="emr-battery-")
    scripts = Path(scratch.name) / "migrations"
    shutil.copytree(db.migrate._SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9999_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '9999'\ndown_revision = '{db.migrate.SCHEMA_VERSION:04d}'\n\ndef upgrade():{_BODY}"
    )
    return scratch


def opened(folder: Path) -> Clinic:
    return open_clinic(unlock(folder, username=USERNAME, password=PASSWORD, clock=CLOCK))


def backups_in(folder: Path) -> list[Path]:
    """What a person would take for backups."""
    return sorted(path for path in (folder / "backups").glob("*.emrbackup") if path.is_file())


def main() -> None:
    folder, what, mark = Path(sys.argv[1]), sys.argv[2], marker()
    if os.environ.get("EMR_BATTERY_NO_FSYNC"):  # must be found out
        os.fsync = lambda _handle: None  # type: ignore[assignment]
    if what == "restore":
        mark({"begins": what})
        restore(
            folder,
            backups_in(folder)[0],
            secret=Secret(password=PASSWORD, username=USERNAME),
            replace_facility=True,
            clock=CLOCK,
        )
        mark({"done": what})
        return
    with next_version() if what == "migration" else contextlib.nullcontext():
        mark({"begins": what})
        clinic = opened(folder)
        if what == "rekey":
            clinic.keys.rekey()
        elif what == "backup":
            clinic.backups.make()
        mark({"done": what})
        clinic.close()


if __name__ == "__main__":
    main()
