from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.trail import COLUMNS
from emr_desktop.access.chain import driver, first_broken_entry, mac_of
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id


@pytest.fixture
def trail(clinic: Clinic) -> Clinic:
    """A chain of entries: 1 set-up, 2 login, 3-12 views."""
    with clinic.work.database.write.begin() as session:
        for number in range(10):
            clinic.work.audit(session, "patient.viewed", patient_id=new_id(), detail={"number": number})
    return clinic


def test_a_detail_reads_back_as_it_was_signed(clinic: Clinic) -> None:
    with clinic.work.database.write.begin() as session:
        clinic.work.audit(
            session, "x", detail={"b": (1, 2), "a": {10: "ten", 9: None}, "c": 1.5, "d": "m\u00e9"}
        )
    assert _broken(clinic) is None


def _broken(clinic: Clinic) -> int | None:
    with clinic.work.database.read() as session:
        return first_broken_entry(session, clinic.work.audit_key)


def _tamper(clinic: Clinic, change: Callable[[Session], object]) -> None:
    """What somebody with the database key and no audit key could do with a tool."""
    with clinic.work.database.write.begin() as session:
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER audit_entry_no_{verb}"))
        change(session)


def test_an_untouched_trail_is_whole(trail: Clinic) -> None:
    assert _broken(trail) is None


@pytest.mark.parametrize(
    ("what", "sql", "found"),
    [
        ("an edited action", "UPDATE audit_entry SET action = 'printed' WHERE seq = 5", 5),
        ("an edited detail", "UPDATE audit_entry SET detail = '{}' WHERE seq = 6", 6),
        ("an edited time", "UPDATE audit_entry SET at = at + 1 WHERE seq = 7", 7),
        ("another person", "UPDATE audit_entry SET staff_id = NULL WHERE seq = 8", 8),
        ("another patient", "UPDATE audit_entry SET patient_id = zeroblob(16) WHERE seq = 9", 9),
        ("a deleted row", "DELETE FROM audit_entry WHERE seq = 5", 5),
        ("a deleted beginning", "DELETE FROM audit_entry WHERE seq < 4", 1),
        (
            "a copied MAC",
            "UPDATE audit_entry SET mac = (SELECT mac FROM audit_entry WHERE seq = 4) WHERE seq = 5",
            5,
        ),
    ],
)
def test_tampering_is_found_where_it_is(trail: Clinic, what: str, sql: str, found: int) -> None:
    _tamper(trail, lambda session: session.execute(text(sql)))
    assert _broken(trail) == found, what


def test_two_swapped_rows_are_found(trail: Clinic) -> None:
    def swap(session: Session) -> None:
        for old, new in ((5, 999), (6, 5), (999, 6)):
            session.execute(
                text("UPDATE audit_entry SET seq = :new WHERE seq = :old"), {"old": old, "new": new}
            )

    _tamper(trail, swap)
    assert _broken(trail) == 5


def test_another_key_fits_nothing(trail: Clinic) -> None:
    with trail.work.database.read() as session:
        assert first_broken_entry(session, b"\x00" * 32) == 1


@pytest.mark.parametrize("sql", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_the_trail(trail: Clinic, sql: str) -> None:
    with pytest.raises(IntegrityError, match="never changed"), trail.work.database.write.begin() as session:
        session.execute(text(sql))
    assert _broken(trail) is None


def test_an_entry_goes_when_its_transaction_goes(clinic: Clinic) -> None:
    class Stopped(Exception):
        pass

    def audit_and_stop() -> None:
        with clinic.work.database.write.begin() as session:
            clinic.work.audit(session, "patient.viewed")
            raise Stopped

    with pytest.raises(Stopped):
        audit_and_stop()
    with clinic.work.database.write.begin() as session:
        clinic.work.audit(session, "patient.viewed")
    assert _broken(clinic) is None


def test_a_row_signed_again_with_the_right_key_breaks_the_next_one(trail: Clinic) -> None:
    def sign_again(session: Session) -> None:
        raw = driver(session)
        raw.execute("UPDATE audit_entry SET action = 'printed' WHERE seq = 5")
        row = raw.execute(f"SELECT {COLUMNS} FROM audit_entry WHERE seq = 5").fetchone()
        raw.execute("UPDATE audit_entry SET mac = ? WHERE seq = 5", (mac_of(trail.work.audit_key, row),))

    _tamper(trail, sign_again)
    assert _broken(trail) == 6
