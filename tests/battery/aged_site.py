"""A facility with some days of work, closed or still open, as bytes that can be damaged and put back."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from facility_checks import Keys, Told, opened_vault
from facility_work import Work
from kept_open import session_of
from kill_part import fresh
from power_disk import files_under
from powercut_part import Place, place

from db.errors import DatabaseTrouble, KeyTrouble
from db.health import broken_references, damaged_pages, search_index_fits
from emr_desktop.access.verifying import verify
from emr_desktop.errors import EmrError
from emr_desktop.facility.opening import open_record, refuse_older_keys
from ui.messages import catalogue

BACKUP = b"what a backup holds is no business of whoever opens the record" * 50
Files = dict[str, bytes]


@dataclass(frozen=True)
class Moments:
    """The same facility at three moments."""

    older: Files  # closed, some days ago
    newer: Files  # closed
    at_work: Files  # open, with a log that is not folded in
    told_newer: Told
    told_at_work: Told


@contextlib.contextmanager
def aged_site(seed: int, verbs: int = 25) -> Iterator[tuple[Place, Moments]]:
    """Make one; ``EMR_DEVICE_DIR`` is its own inside the block."""
    with place() as where:
        fresh(where)
        (where.folder / "backups").mkdir(exist_ok=True)
        (where.folder / "backups" / "last.emrbackup").write_bytes(BACKUP)
        told = Told()
        work = Work(where.folder, seed, told.hear)
        for _ in range(verbs):
            work.step()
        work.clinic.close()
        older = files_under(where.root)
        work.clinic = work.open()
        work.clinic.staff.add(username="mwingine", full_name="Asha Juma", roles=("nurse",))
        for _ in range(verbs):
            work.step()
        work.clinic.close()
        newer, told_newer = files_under(where.root), _copy(told)
        work.clinic = work.open()
        for _ in range(verbs // 2):
            work.step()
        for flush in work.clinic.work.database.on_close:
            flush()  # the witness, which else comes a few seconds later
        at_work = files_under(where.root)
        work.clinic.work.database.engine.dispose()
        yield where, Moments(older, newer, _without_shared(at_work), told_newer, _copy(told))


def _without_shared(files: Files) -> Files:
    return {path: content for path, content in files.items() if not path.endswith("-shm")}


def _copy(told: Told) -> Told:
    return Told({which: dict(versions) for which, versions in told.begun.items()}, dict(told.done))


@dataclass(frozen=True)
class Looked:
    """What a start, the doctor and the look in the background say of a folder.

    ``refused`` is the code with which it does not open; ``findings`` what was found in one that does;
    ``content`` hashes of all that can be read; ``bug`` what should not happen.
    """

    refused: str | None = None
    findings: tuple[str, ...] = ()
    content: dict[str, str] = field(default_factory=dict)
    bug: str | None = None


def look(where: Place) -> Looked:
    """Open the record and check all that the program checks."""
    keys: Keys = where.keys
    try:
        vault = opened_vault(where.folder, keys)
    except KeyTrouble as trouble:
        return _refused(trouble.code)
    except AssertionError:
        return Looked(refused="keys.damaged")  # no copy carries the MAC: what an unlock says
    except Exception as error:
        return Looked(bug=f"reading the key file: {type(error).__name__}: {error}")
    try:
        database = open_record(where.folder, vault)
    except (DatabaseTrouble, EmrError) as trouble:
        return _refused(_code(trouble))
    except Exception as error:
        return Looked(bug=f"opening: {type(error).__name__}: {error}")
    found: list[str] = []
    try:
        with database.read() as session:
            refuse_older_keys(session, vault)
        found += damaged_pages(database)[:3]
        found += broken_references(database)[:3]
        if not search_index_fits(database):
            found.append("search index")
        found += [each.code for each in verify(work=session_of(database, vault)).findings[:3]]
        return Looked(findings=tuple(found), content=content_of(database))
    except (DatabaseTrouble, EmrError) as trouble:
        refused = _refused(_code(trouble))
        return refused if refused.bug else Looked(findings=(*found, _code(trouble)))
    except Exception as error:
        return Looked(bug=f"checking: {type(error).__name__}: {error}")
    finally:
        database.engine.dispose()


def _code(trouble: DatabaseTrouble | EmrError) -> str:
    return f"database.{trouble.code}" if isinstance(trouble, DatabaseTrouble) else trouble.code


def _refused(code: str) -> Looked:
    known = catalogue().get(code, {})
    if not (known.get("sw") and known.get("en")):
        return Looked(bug=f"no sentence for {code}")
    return Looked(refused=code)


def content_of(database: Any) -> dict[str, str]:
    """Hashes of all rows of each table, wherever they lie; ``pages``: whether the indexes have each row.

    Not of the tables in which the full-text index lies: ``search_index_fits`` asks it for every word.
    """
    with database.outside_transactions() as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'patient_search%'"
                " ORDER BY 1"
            )
        ]
        found = {
            table: _hash(sorted(map(repr, connection.execute(f'SELECT * FROM "{table}" NOT INDEXED'))))
            for table in tables
        }
        return {**found, "pages": _hash(connection.execute("PRAGMA integrity_check(5)").fetchall())}


def _hash(rows: list[Any]) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()
