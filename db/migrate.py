"""Brings a database to the schema of this program: one transaction, newer refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db.engine import Database
from db.errors import DatabaseTrouble

if TYPE_CHECKING:
    from alembic.config import Config

# The number of the newest file in migrations/versions; kept in PRAGMA user_version so that a start
# on an up-to-date database does not have to load Alembic.
SCHEMA_VERSION = 21

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


def upgrade(database: Database) -> None:
    """Run the migrations that are missing, all in one transaction; the caller made a backup first.

    Raises:
        DatabaseTrouble: ``newer``, ``damaged`` (a broken reference was found), ``disk_full``. The database is
            then what it was before.
    """
    if not is_behind(database):
        return
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
                # What a migration fills in or takes away is no tampering: the digests are made anew.
                connection.exec_driver_sql("UPDATE audit_key SET tables = NULL")
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise DatabaseTrouble("damaged", table=str(broken[0][0]), rows=len(broken))
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config
