"""Brings a database to the schema of this program: one transaction, a copy first, newer refused."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.device import sync_folder
from db.engine import Database
from db.errors import DatabaseTrouble, trouble_from_os

if TYPE_CHECKING:
    from alembic.config import Config

# The number of the newest file in migrations/versions; kept in PRAGMA user_version so that a start
# on an up-to-date database does not have to load Alembic.
SCHEMA_VERSION = 20

_SCRIPTS = Path(__file__).parent / "migrations"


def schema_version(database: Database) -> int:
    """Give the schema number of an open database; 0 for an empty one."""
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def is_behind(database: Database) -> bool:
    """Say whether ``upgrade`` has something to do.

    Raises:
        DatabaseTrouble: ``newer`` when a newer program wrote this database.
    """
    version = schema_version(database)
    if version > SCHEMA_VERSION:
        raise DatabaseTrouble("newer", found=version, known=SCHEMA_VERSION)
    return version < SCHEMA_VERSION


def upgrade(database: Database, *, copies: Path | None = None) -> Path | None:
    """Run the migrations that are missing, all in one transaction.

    Args:
        database: an open database.
        copies: folder for the copy that is made first when there is data; None makes no copy.

    Returns:
        The copy that was made (encrypted with the same key), or None.

    Raises:
        DatabaseTrouble: ``newer``, ``damaged`` (a broken reference was found), ``disk_full``. The database is
            then what it was before.
    """
    if not is_behind(database):
        return None
    copy = None
    if copies is not None and schema_version(database) > 0:
        copy = _copy(database, copies)
    # Foreign keys must be off outside the transaction: a batch rebuild drops the old table, and with
    # keys on that deletes every child row without a word.
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            connection.execution_options(emr_write=True)
            with connection.begin():
                config = _config()
                config.attributes["connection"] = connection
                from alembic import command

                command.upgrade(config, "head")
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise DatabaseTrouble("damaged", table=str(broken[0][0]), rows=len(broken))
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        finally:
            raw.execute("PRAGMA foreign_keys = ON")
    return copy


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def _copy(database: Database, folder: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = folder / f"before-schema-{SCHEMA_VERSION}-{stamp}.db"
    part = copy.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        with database.outside_transactions() as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        # Synced through a descriptor of the copy, never of the live database: that would drop SQLite's locks.
        with part.open("rb+") as handle:
            os.fsync(handle.fileno())
        part.replace(copy)
        sync_folder(folder)
    except OSError as error:
        raise trouble_from_os(error, path=str(folder)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return copy
