"""Warnings that stop are rare on ordinary prescriptions, or nobody reads them."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date

import pytest

from emr_desktop.demo.history import History
from emr_desktop.prescribing.checks import examine
from emr_desktop.prescribing.rows import Order
from emr_desktop.prescribing.running import still_running
from emr_desktop.prescribing.service import subject_of
from emr_desktop.prescribing.tables import RuleBook
from emr_desktop.visits.rows import PrescriptionEntry

MOST_INTERRUPTED = 0.10


def test_fewer_than_one_in_ten_ordinary_prescriptions_interrupt(
    book: RuleBook, capsys: pytest.CaptureFixture[str]
) -> None:
    history = History(seed=7, first_day=date(2026, 9, 1), last_day=date(2026, 10, 15), per_day=60)
    sheets = stopped = mild = asked = 0
    why: Counter[str] = Counter()
    before: dict[uuid.UUID, list[tuple[date, PrescriptionEntry]]] = {}
    for day in history.days():
        for visit in day.visits:
            form = visit.form
            if not form.prescriptions:
                continue
            known = before.setdefault(form.patient_id, [])
            subject = subject_of(
                form,
                sex=visit.sex,
                birth_date=visit.birth_date,
                allergies=(),
                known_weight=None,
                running=still_running(reversed(known), on=form.visit_date),
            )
            known += [(form.visit_date, line) for line in form.prescriptions]
            orders = [
                Order(medicine=line.medicine, dose=line.dose, per_day=line.per_day, days=line.days)
                for line in form.prescriptions
            ]
            found = examine(subject, orders, book)
            severities = {each.severity for each in found}
            sheets += 1
            stopped += "serious" in severities
            mild += "mild" in severities
            asked += "info" in severities
            why.update(each.rule for each in found if each.severity == "serious")
    with capsys.disabled():
        print(
            f"\n{sheets} ordinary prescriptions: {stopped / sheets:.1%} interrupt, {mild / sheets:.1%} have a"
            f" line, {asked / sheets:.1%} miss a datum; commonest stops: {dict(why.most_common(5))}"
        )
    assert sheets > 1000
    assert stopped / sheets < MOST_INTERRUPTED, why.most_common(10)
