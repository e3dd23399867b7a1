"""A list of patients that is taken out: a row of its own, the trail's code, for a file the password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic
from emr_desktop.errors import PasswordNeeded

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def _lab(clinic: Clinic, purpose: str) -> str | None:
    register = clinic.laboratory.register(FIRST, LAST)
    return clinic.laboratory.register_taken_out(register, purpose=purpose).trail


def _notifications(clinic: Clinic, purpose: str) -> str | None:
    return clinic.notifications.list_taken_out(FIRST, LAST, purpose=purpose).trail


def _book(clinic: Clinic, purpose: str) -> str | None:
    return clinic.registers.note(clinic.registers.open_book("opd", FIRST, LAST), purpose).trail


WAYS: dict[str, Callable[[Clinic, str], str | None]] = {
    "laboratory.register": _lab,
    "notification.list": _notifications,
    "register": _book,
}
ACTIONS = {
    "laboratory.register": "laboratory.register_{0}",
    "notification.list": "notification.list_{0}",
    "register": "register.{0}",
}


@pytest.mark.parametrize("what", list(WAYS))
def test_a_printed_list_has_a_row_and_carries_its_number(clinic: Clinic, clock: Any, what: str) -> None:
    clock.advance(minutes=6)  # paper asks for nothing
    code = WAYS[what](clinic, "printed")
    with clinic.work.database.read() as session:
        row = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert row.action == ACTIONS[what].format("printed")
    assert code is not None
    assert code.startswith(f"{row.seq}-")


@pytest.mark.parametrize("what", list(WAYS))
def test_a_file_of_it_asks_the_password_again(clinic: Clinic, clock: Any, password: str, what: str) -> None:
    clock.advance(minutes=6)
    with pytest.raises(PasswordNeeded):
        WAYS[what](clinic, "exported")
    clinic.password.give(password)
    assert WAYS[what](clinic, "exported")
