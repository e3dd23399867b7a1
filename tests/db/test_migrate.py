from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

import db.migrate
from db.engine import Database, open_database
from db.errors import DatabaseTrouble
from db.health import EXPECTED_TRIGGERS, missing_triggers
from db.migrate import SCHEMA_VERSION, is_behind, schema_version, upgrade
from db.models import Base


def _objects(database: Database) -> set[tuple[str, str]]:
    with database.read() as session:
        return {
            (kind, sql)
            for kind, sql in session.execute(
                text("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL")
            )
        }


def test_the_migrations_make_exactly_the_models(database: Database) -> None:
    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return not (kind == "table" and str(name).startswith("patient_search"))

    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True, "target_metadata": Base.metadata}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_the_checks_and_names_of_the_models_are_in_the_tables(database: Database) -> None:
    """compare_metadata does not look at CHECK constraints."""
    from sqlalchemy.schema import CheckConstraint

    with database.read() as session:
        rows = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        made = {row.name: row.sql for row in rows}
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                assert str(constraint.sqltext) in made[table.name], f"{table.name}: {constraint.name}"


def test_the_expected_triggers_are_there(database: Database) -> None:
    with database.read() as session:
        names = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    assert names == EXPECTED_TRIGGERS
    assert missing_triggers(database) == frozenset()


def test_the_number_of_the_newest_migration_is_the_schema_version() -> None:
    files = sorted((Path(db.migrate.__file__).parent / "migrations" / "versions").glob("[0-9]*.py"))
    assert int(files[-1].name[:4]) == SCHEMA_VERSION
    assert [int(path.name[:4]) for path in files] == list(range(1, SCHEMA_VERSION + 1))


def test_a_record_of_today_needs_nothing_and_does_not_load_alembic(database: Database) -> None:
    assert schema_version(database) == SCHEMA_VERSION
    assert not is_behind(database)
    upgrade(database)
    assert schema_version(database) == SCHEMA_VERSION


def test_a_newer_record_is_refused_and_left_alone(database: Database) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        connection.commit()
    before = _objects(database)
    with pytest.raises(DatabaseTrouble) as trouble:
        upgrade(database)
    assert trouble.value.code == "newer"
    assert trouble.value.params == {"found": SCHEMA_VERSION + 1, "known": SCHEMA_VERSION}
    assert _objects(database) == before


def test_foreign_keys_are_on_again_afterwards(tmp_path: Path, key: bytes) -> None:
    opened = open_database(tmp_path / "a.db", key)
    upgrade(opened)
    held = [opened.engine.connect() for _ in range(4)]
    assert {c.exec_driver_sql("PRAGMA foreign_keys").scalar_one() for c in held} == {1}
    for connection in held:
        connection.close()
    opened.close()


NextMigration = Callable[[str], None]


@pytest.fixture
def next_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NextMigration:
    """``next_migration(body)``: what the program would be with one more migration."""
    import shutil

    def add(body: str) -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(db.migrate._SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
        (scripts / "versions" / "9999_next.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = '9999'\ndown_revision = '{SCHEMA_VERSION:04d}'\n\ndef upgrade():\n{lines}"
        )
        monkeypatch.setattr(db.migrate, "_SCRIPTS", scripts)
        monkeypatch.setattr(db.migrate, "SCHEMA_VERSION", SCHEMA_VERSION + 1)

    return add


@pytest.fixture
def family(database: Database) -> Database:
    """A patient with a search entry and an allergy."""
    with database.write.begin() as session:
        session.execute(
            text(
                "INSERT INTO patient(id, number, first_name, last_name, sex, birth_date, birth_precision,"
                " created_at, created_by, updated_at, updated_by, version)"
                " VALUES (zeroblob(16), '1', 'Asha', 'Mushi', 'F', '2000-01-01', 'day',"
                " 0, zeroblob(16), 0, zeroblob(16), 1)"
            )
        )
        session.execute(text("INSERT INTO search_entry VALUES (1, zeroblob(16), 'asha mushi')"))
        session.execute(
            text(
                "INSERT INTO allergy(id, patient_id, substance, certainty, created_at, created_by,"
                " updated_at, updated_by, version) VALUES (x'01', zeroblob(16), 'penicillin', 'reported', 0,"
                " zeroblob(16), 0, zeroblob(16), 1)"
            )
        )
    return database


def _count(database: Database, table: str) -> int:
    with database.read() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_rebuilding_a_parent_table_keeps_its_children(
    family: Database, next_migration: NextMigration
) -> None:
    next_migration(
        "with op.batch_alter_table('patient', recreate='always') as batch:\n"
        "    batch.add_column(sa.Column('tribe', sa.String(), nullable=True))"
    )
    upgrade(family)
    assert [_count(family, name) for name in ("patient", "search_entry", "allergy")] == [1, 1, 1]
    assert schema_version(family) == SCHEMA_VERSION + 1


def test_a_migration_that_fails_half_way_leaves_nothing(
    family: Database, next_migration: NextMigration
) -> None:
    next_migration(
        "op.create_table('half', sa.Column('id', sa.Integer(), primary_key=True))\n"
        "op.execute('DELETE FROM allergy')\n"
        "raise RuntimeError('power cut')"
    )
    before = _objects(family)
    with pytest.raises(RuntimeError, match="power cut"):
        upgrade(family)
    assert _objects(family) == before
    assert _count(family, "allergy") == 1
    assert schema_version(family) == SCHEMA_VERSION
    with family.read() as session:
        assert session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_a_migration_that_orphans_rows_is_undone(family: Database, next_migration: NextMigration) -> None:
    next_migration("op.execute('DELETE FROM patient')")
    with pytest.raises(DatabaseTrouble) as trouble:
        upgrade(family)
    assert trouble.value.code == "damaged"
    assert _count(family, "patient") == 1
