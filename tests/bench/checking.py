"""Times the prescribing checks: on what an ordinary facility prescribes, and on the worst sheet."""

from __future__ import annotations

from datetime import date

from figures import Figure, no_collecting, summed, timed
from sizes import CHECK_MS, SEED, TODAY

from emr_desktop.demo.history import History
from emr_desktop.prescribing.allergies import read_allergy
from emr_desktop.prescribing.checks import examine
from emr_desktop.prescribing.doses import suggest
from emr_desktop.prescribing.rows import Order, Subject
from emr_desktop.prescribing.service import subject_of
from emr_desktop.prescribing.tables import RuleBook, all_rules, ingredients

_SHEETS = 2000
_WORST_LINES = 20  # more than fits any sheet of paper


def checking_figures() -> list[Figure]:
    """Check every sheet the way the page does after each key: all findings, and a dose for each medicine."""
    book = RuleBook(dict.fromkeys(all_rules(), "approved"))  # nothing is spared
    read_allergy("penicillin")
    ordinary = [timed(lambda sheet=sheet: _checked(*sheet, book)) for sheet in _ordinary()]
    worst_sheet = _worst()
    with no_collecting():
        worst = summed([timed(lambda: _checked(*worst_sheet, book)) for _ in range(40)])
    usual = summed(ordinary)
    found = len(examine(*worst_sheet, book))
    return [
        Figure(
            "checking a prescription, p95",
            usual.p95,
            "ms",
            CHECK_MS,
            f"{usual.tries:,} ordinary sheets, every rule in force; slowest {usual.slowest:.1f}",
            usual.cpu_p95,
        ),
        Figure(
            "checking the worst sheet, p95",
            worst.p95,
            "ms",
            CHECK_MS,
            f"{_WORST_LINES} medicines, {found} findings",
            worst.cpu_p95,
        ),
    ]


def _checked(subject: Subject, orders: list[Order], book: RuleBook) -> None:
    examine(subject, orders, book)
    for order in orders:
        suggest(subject, order.medicine, book)


def _ordinary() -> list[tuple[Subject, list[Order]]]:
    history = History(seed=SEED, first_day=date(2026, 9, 1), last_day=date(2026, 10, 31), per_day=60)
    sheets = []
    for day in history.days():
        for visit in day.visits:
            form = visit.form
            if form.prescriptions and len(sheets) < _SHEETS:
                subject = subject_of(
                    form, sex=visit.sex, birth_date=visit.birth_date, allergies=(), known_weight=None
                )
                sheets.append(
                    (
                        subject,
                        [
                            Order(
                                medicine=line.medicine, dose=line.dose, per_day=line.per_day, days=line.days
                            )
                            for line in form.prescriptions
                        ],
                    )
                )
    return sheets


def _worst() -> tuple[Subject, list[Order]]:
    """Everything is known, much speaks against what is ordered, and the medicines do not go together."""
    subject = Subject(
        sex="F",
        age_months=200,
        on=TODAY,
        allergies=("penisilini", "salfa", "aspirini", "kwinoloni", "kitu kisichojulikana", "makrolidi"),
        weight_kg=34,
        weight_date=TODAY,
        pregnancy="pregnant",
        pregnancy_weeks=37,
        diagnoses=("N18.9", "K72.9", "I10", "J45.9", "G40.9", "D55.0", "E11.9", "J00"),
        tests=(("mrdt", "negative"), ("upt", "positive")),
    )
    book = RuleBook()

    def findings(medicine: str) -> int:
        return len(examine(subject, [Order(medicine=medicine, dose=9, per_day=9, days=9)], book))

    chosen = sorted(ingredients(), key=lambda medicine: (-findings(medicine), medicine))[:_WORST_LINES]
    return subject, [Order(medicine=medicine, dose=9, per_day=9, days=9) for medicine in chosen]
