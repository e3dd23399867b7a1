"""A patient, orders and results of the laboratory."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import NewOrder, OrderRow, ResultForm
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import LabEntry, VisitForm, VisitRow

TODAY = date(2026, 11, 18)


@pytest.fixture
def lab_patient(clinic: Clinic) -> PatientRow:
    """Rehema Saidi, born 3 March 1998."""
    form = PatientForm(
        id=new_id(), first_name="Rehema", last_name="Saidi", sex="F", birth_date=date(1998, 3, 3)
    )
    return clinic.patients.register(form).value


@pytest.fixture
def order(clinic: Clinic, lab_patient: PatientRow) -> Callable[..., OrderRow]:
    """``order("hb", visit_id=..., urgent=True)``."""

    def make(test: str, **more: Any) -> OrderRow:
        new = NewOrder(id=new_id(), **({"patient_id": lab_patient.id, "test": test} | more))
        return clinic.laboratory.order([new]).value[0]

    return make


@pytest.fixture
def enter(clinic: Clinic) -> Callable[..., OrderRow]:
    """``enter(order, hb="9.1", reason=None)``: by the in-charge unless ``by`` is another clinic."""

    def make(
        row: OrderRow,
        *,
        by: Clinic | None = None,
        entry: uuid.UUID | None = None,
        reason: str | None = None,
        remark: str | None = None,
        version: int | None = None,
        **values: str,
    ) -> OrderRow:
        form = ResultForm(
            id=entry or new_id(),
            order_id=row.id,
            values=values,
            expected_version=row.version if version is None else version,
            reason=reason,
            remark=remark,
        )
        return (by or clinic).laboratory.enter(form).value

    return make


@pytest.fixture
def lab_visit(clinic: Clinic, lab_patient: PatientRow) -> Callable[..., VisitRow]:
    """``lab_visit(hb=None, mrdt="positive")`` saves a visit of today with these tests."""

    def make(visit_id: uuid.UUID | None = None, **tests: str | None) -> VisitRow:
        form = VisitForm(
            id=visit_id or new_id(),
            patient_id=lab_patient.id,
            visit_date=TODAY,
            complaint="Homa",
            tests=tuple(LabEntry(test=test, result=result) for test, result in tests.items()),
        )
        return clinic.visits.save(form).value

    return make
