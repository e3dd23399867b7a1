"""Everything that can be done to the file behind the program's back, and whether it shows.

``EMR_TAMPERINGS=1000`` runs as many cases; each replays from its number.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from db.council import CouncilKey
from db.engine import open_database
from db.errors import DatabaseTrouble
from db.health import damaged_pages
from db.watching import all_ids, hashes, kinds
from emr_desktop.access.verifying import verify
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitForm

CASES = int(os.environ.get("EMR_TAMPERINGS", "28"))
PAGE = 4096


@dataclass
class Place:
    """A facility that worked for a while: the file as it was in between, and as it is."""

    clinic: Clinic
    path: Path
    earlier: bytes
    now: bytes
    truth: str

    def connect(self) -> Any:
        """As a strange tool with the key."""
        connection = sqlcipher.connect(str(self.path), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{self.clinic.work.vault.database_key.hex()}'\"")
        return connection

    def findings(self) -> list[str]:
        """What the program says of the file; damage counts as noticed."""
        try:
            database = open_database(self.path, self.clinic.work.vault.database_key)
        except DatabaseTrouble as trouble:
            return [trouble.code]
        try:
            found = damaged_pages(database)
            work = replace(self.clinic.work, database=database)
            return found + [finding.code for finding in verify(work=work).findings]
        except DatabaseTrouble as trouble:
            return [trouble.code]
        except Exception as error:  # a row that is no row any more
            return [type(error).__name__]
        finally:
            database.engine.dispose()

    def says(self) -> str:
        """The trail and every watched record, as text."""
        connection = self.connect()
        try:
            trail = connection.execute("SELECT * FROM audit_entry ORDER BY seq").fetchall()
            every = [
                (kind.number, key) for kind in kinds().values() for key in sorted(all_ids(connection, kind))
            ]
            return ascii(trail) + hashes(connection, every).hex()
        except sqlcipher.Error:
            return "damaged"
        finally:
            connection.close()


@pytest.fixture
def place(clinic: Clinic) -> Place:
    def work(number: int) -> None:
        for each in range(number):
            patient = clinic.patients.register(
                PatientForm(
                    id=new_id(),
                    first_name="Asha" + "abcdefghijkl"[each],
                    last_name="Juma",
                    sex="F",
                    age_years=30,
                )
            ).value
            form = VisitForm(
                id=new_id(),
                patient_id=patient.id,
                visit_date=date(2026, 11, 18),
                complaint="Homa " * 60,
                tests=(LabEntry(test="mrdt", result="positive"),),
                diagnoses=(DiagnosisEntry(icd10="B54", concept="malaria"),),
            )
            saved = clinic.visits.save(form).value
            if each % 2:
                corrected = replace(
                    saved.form, tests=(LabEntry(test="mrdt", result="negative"),), advice="Rudi kesho"
                )
                clinic.visits.save(replace(corrected, expected_version=saved.version))

    path = clinic.work.database.path
    work(6)
    fold(clinic)
    earlier = path.read_bytes()
    work(6)
    clinic.close()
    found = Place(clinic, path, earlier, path.read_bytes(), "")
    found.truth = found.says()
    return found


def fold(clinic: Clinic) -> None:
    with clinic.work.database.outside_transactions() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    clinic.work.database.engine.dispose()


def _on_trail(place: Place, draw: random.Random, *statements: str) -> None:
    connection = place.connect()
    for verb in ("update", "delete"):
        connection.execute(f"DROP TRIGGER audit_entry_no_{verb}")
    last = connection.execute("SELECT max(seq) FROM audit_entry").fetchone()[0]
    row, other = draw.sample(range(1, last), 2)
    for statement in statements:
        connection.execute(statement, {"row": row, "other": other, "tail": last - draw.randint(0, 3)})
    connection.close()


def edited(place: Place, draw: random.Random) -> None:
    column, value = draw.choice(
        [
            ("action", "'x'"),
            ("at", "at + 1"),
            ("detail", "'{}'"),
            ("staff_id", "zeroblob(16)"),
            ("seal", "NULL"),
            ("after_hash", "zeroblob(33)"),
            ("mono_ms", "mono_ms + 1"),
            ("clock", "1 - clock"),
            ("session_no", "99"),
        ]
    )
    _on_trail(
        place,
        draw,
        f"UPDATE audit_entry SET {column} = {value} WHERE seq = max(:row, 2) + 0 * :other * :tail",
    )


def deleted(place: Place, draw: random.Random) -> None:
    _on_trail(place, draw, "DELETE FROM audit_entry WHERE seq = :row + 0 * :other * :tail")


def swapped(place: Place, draw: random.Random) -> None:
    _on_trail(
        place,
        draw,
        "UPDATE audit_entry SET seq = 999999 WHERE seq = :row + 0 * :other * :tail",
        "UPDATE audit_entry SET seq = :row WHERE seq = :other + 0 * :tail",
        "UPDATE audit_entry SET seq = :other WHERE seq = 999999 + 0 * :row * :tail",
    )


def cut(place: Place, draw: random.Random) -> None:
    _on_trail(place, draw, "DELETE FROM audit_entry WHERE seq >= :tail + 0 * :row * :other")


def page_put_back(place: Place, draw: random.Random) -> None:
    pages = [
        at
        for at in range(PAGE, min(len(place.earlier), len(place.now)), PAGE)
        if place.earlier[at : at + PAGE] != place.now[at : at + PAGE]
    ]
    draw.shuffle(pages)
    for at in pages:  # of an index or of a table that matters to nobody it may change nothing that is watched
        place.path.write_bytes(place.now[:at] + place.earlier[at : at + PAGE] + place.now[at + PAGE :])
        if place.says() != place.truth:
            return
    raise AssertionError("no page that matters")


def file_put_back(place: Place, _draw: random.Random) -> None:
    place.path.write_bytes(place.earlier)


def record_changed(place: Place, draw: random.Random) -> None:
    connection = place.connect()
    connection.execute(
        draw.choice(
            [
                "UPDATE lab_result SET result = 'positive' WHERE result = 'negative'",
                "UPDATE patient SET last_name = 'Mushi' WHERE id = (SELECT min(id) FROM patient)",
                "UPDATE visit SET outcome = 'referred' WHERE id = (SELECT max(id) FROM visit)",
                "DELETE FROM diagnosis WHERE id = (SELECT max(id) FROM diagnosis)",
                "UPDATE staff SET roles = '[\"it_admin\"]'",
                "UPDATE diagnosis SET icd10 = 'A09' WHERE id = (SELECT min(id) FROM diagnosis)",
            ]
        )
    )
    connection.close()


DEEDS: tuple[Callable[[Place, random.Random], None], ...] = (
    edited,
    deleted,
    swapped,
    cut,
    page_put_back,
    file_put_back,
    record_changed,
)


def test_whatever_is_done_to_the_file_is_noticed(place: Place) -> None:
    missed = []
    assert place.findings() == []
    for case in range(CASES):
        deed = DEEDS[case % len(DEEDS)]
        deed(place, random.Random(case))
        if not place.findings():
            missed.append((case, deed.__name__))
        for ending in ("-wal", "-shm"):
            place.path.with_name(place.path.name + ending).unlink(missing_ok=True)
        place.path.write_bytes(place.now)
    assert missed == []
    assert place.findings() == []


def test_without_its_witness_an_older_file_would_pass(place: Place, device_folder: Path) -> None:
    """So the witness is what tells, and not something else."""
    place.path.write_bytes(place.earlier)
    for path in (*device_folder.glob("*audit-head*"), *place.path.parent.glob("audit-head*")):
        path.unlink()
    assert place.findings() == []


def test_a_copy_of_the_data_folder_put_back_is_noticed(place: Place, tmp_path: Path) -> None:
    """The witness of this PC is not in the folder."""
    (place.path.parent / "audit-head.json").unlink()
    place.path.write_bytes(place.earlier)
    assert place.findings() == ["audit.cut"]


def test_who_has_the_database_key_cannot_make_yesterdays_seals(clinic: Clinic, data_folder: Path) -> None:
    """A chain forged from a row on fits itself; the paper key tells."""
    from db import trail
    from emr_desktop.access.chain import driver

    paper = clinic.keys.renew_recovery_key().value
    for _ in range(5):
        clinic.facility.change(ward=f"Ward {new_id().hex[:6]}")
    assert verify(work=clinic.work, recovery_key=paper).findings == ()
    with clinic.work.database.write.begin() as session:
        raw = driver(session)
        for verb in ("update", "delete"):
            raw.execute(f"DROP TRIGGER audit_entry_no_{verb}")
        rows = raw.execute(f"SELECT {trail.COLUMNS} FROM audit_entry ORDER BY seq DESC LIMIT 3").fetchall()[
            ::-1
        ]
        previous = rows[0][12]
        for row in rows:
            signed = (*row[:3], "forged", *row[4:12])
            mac = trail.row_mac(clinic.work.audit_key, previous, signed)
            raw.execute(
                "UPDATE audit_entry SET action = 'forged', previous_mac = ?, mac = ? WHERE seq = ?",
                (previous, mac, row[0]),
            )
            previous = mac
    for path in data_folder.glob("audit-head*"):
        path.unlink()
    codes = [finding.code for finding in verify(work=clinic.work, recovery_key=paper).findings]
    assert codes == ["audit.broken", "audit.rewritten"] or codes == ["audit.broken"]
    assert [f.code for f in verify(work=clinic.work).findings] in ([], ["audit.rewritten"])


def test_the_councils_key_opens_the_seals_from_when_it_was_taken_in(clinic: Clinic) -> None:
    """And what is closed for a council that was taken out stays open to it, for the rows of its time."""
    private = X25519PrivateKey.generate()
    council = CouncilKey(name="Chamwino", public_key=private.public_key().public_bytes_raw())
    paper = clinic.keys.renew_recovery_key().value
    key = private.private_bytes_raw()
    assert verify(work=clinic.work, council_key=key).chapters_closed != ()
    before = verify(work=clinic.work).rows
    clinic.keys.set_council(council)
    clinic.facility.change(ward="Msalato")
    taken_in = verify(work=clinic.work, council_key=key)
    assert taken_in.findings == ()
    assert taken_in.chapters_closed is not None
    assert all(first <= before + 1 for first in taken_in.chapters_closed)
    clinic.keys.remove_council()
    clinic.facility.change(ward="Hombolo")
    gone = verify(work=clinic.work, council_key=key).chapters_closed
    assert gone is not None
    assert len(gone) == len(taken_in.chapters_closed) + 1
    assert verify(work=clinic.work, recovery_key=paper).findings == ()
