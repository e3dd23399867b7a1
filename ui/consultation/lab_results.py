"""What the laboratory says of the visit on the page: results go to its tests, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from emr_desktop.laboratory import rules
from emr_desktop.laboratory.rows import Judgement, OrderRow, Subject, ValueRow
from emr_desktop.visits.age import completed_months
from ui.consultation.presenter import Consultation


@dataclass(frozen=True)
class LabNews:
    """What changed on the page."""

    arrived: tuple[ValueRow, ...] = ()
    gone: tuple[str, ...] = ()  # tests whose result or order was taken back
    voided: tuple[tuple[str, str], ...] = ()  # test and why, said once


@dataclass
class LabResults:
    """The orders of one visit, and what of them stands on its page."""

    orders: tuple[OrderRow, ...] = ()
    shown: dict[str, str] = field(default_factory=dict)  # part -> the laboratory's result on the page
    _told: set[str] = field(default_factory=set)

    def take(self, consultation: Consultation, orders: Sequence[OrderRow]) -> LabNews:
        """Bring the tests of the visit to what the orders say now."""
        self.orders = tuple(order for order in orders if not order.hidden)
        orders = self.orders
        holding = [order for order in orders if not order.is_void]
        values = self.released()
        arrived = [value for value in values.values() if self._put(consultation, value)]
        gone = [part for part in self.shown if part not in values]
        for part in gone:
            line = consultation.test_line(part)
            if line is not None and line.result == self.shown.pop(part):
                consultation.set_test(part, None)
        for order in holding:
            line = consultation.test_line(order.test)
            if line is not None and not line.result and order.released is not None:
                consultation.set_test(order.test, None)  # its parts stand there now
        return LabNews(tuple(arrived), tuple(gone), tuple(self._voided(consultation)))

    def _put(self, consultation: Consultation, value: ValueRow) -> bool:
        line = consultation.test_line(value.test)
        typed = "" if line is None else line.result.strip()
        if typed not in ("", value.result, self.shown.get(value.test, "")):
            return False  # somebody typed another result: both are shown
        known = self.shown.get(value.test) == value.result
        self.shown[value.test] = value.result
        consultation.set_test(value.test, value.result)
        return not known and typed != value.result

    def _voided(self, consultation: Consultation) -> list[tuple[str, str]]:
        holding = {order.test for order in self.orders if not order.is_void}
        found = []
        for order in self.orders:
            if order.voided_at is None or order.test in holding or order.test in self._told:
                continue
            self._told.add(order.test)
            line = consultation.test_line(order.test)
            if line is not None and not line.result:
                consultation.set_test(order.test, None)
            found.append((order.test, order.void_reason or ""))
        return found

    def released(self) -> dict[str, ValueRow]:
        """The results in force by part; a later order goes before an earlier one."""
        found: dict[str, ValueRow] = {}
        for order in self.orders:
            if not order.is_void and order.released is not None:
                found.update({value.test: value for value in order.released.values})
        return found

    def panels(self) -> tuple[OrderRow, ...]:
        """Orders whose result has several parts, shown in one line each."""
        return tuple(
            order
            for order in self.orders
            if not order.is_void and order.released is not None and len(order.released.values) > 1
        )

    def waiting(self, test: str) -> OrderRow | None:
        """The open order of a test, if there is one."""
        return next((order for order in self.orders if order.test == test and order.is_open), None)

    @property
    def any_open(self) -> bool:
        return any(order.is_open for order in self.orders)

    def unsent(self, consultation: Consultation) -> tuple[str, ...]:
        """Tests of the page that wait for a result and were not ordered yet."""
        return tuple(
            line.test
            for line in consultation.tests
            if not line.result.strip() and self.waiting(line.test) is None
        )

    def differs(self, part: str, typed: str) -> ValueRow | None:
        """The laboratory's result of a part where somebody typed another one."""
        value = self.released().get(part)
        return value if value is not None and typed.strip() and typed.strip() != value.result else None


def subject_of(consultation: Consultation) -> Subject:
    """Whom a result is judged for, as the page knows the patient now."""
    patient = consultation.patient
    months = completed_months(patient.birth_date, max(consultation.visit_date, patient.birth_date))
    weeks = consultation.fields["pregnancy_weeks"].strip()
    pregnant = None if consultation.pregnancy is None else consultation.pregnancy == "pregnant"
    return Subject(
        sex=patient.sex,
        age_months=months,
        pregnant=pregnant,
        weeks=int(weeks) if pregnant and weeks.isdigit() else None,
    )


def judged(consultation: Consultation, part: str) -> Judgement:
    """What the result that stands on the page means."""
    line = consultation.test_line(part)
    result = "" if line is None else line.result.strip().replace(",", ".")
    return rules.judge(part, result, subject_of(consultation)) if result else Judgement()
