"""Of what is handed out there is one: the next one says it is a copy, and what did not come out is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.papers.handing_out import ACTIONS
from emr_desktop.settings import PaperChoice
from emr_desktop.visits.rows import VisitRow
from ui.consultation.view import ConsultationView
from ui.messages import catalogue
from ui.papers.documents import referral_document
from ui.screen import ScreenContext

pdfium = pytest.importorskip("pypdfium2")
Settle = Callable[[ScreenContext], None]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ReadVisit = Callable[[VisitRow], ConsultationView]


class Tray:
    """Stands for the printer: what lay in it, page by page, and what it says to the next paper."""

    def __init__(self) -> None:
        self.papers: list[list[str]] = []
        self.answer = "print.sent"

    def take(self, content: bytes, *, name: str, report: Callable[..., None], job: object) -> None:
        pages = pdfium.PdfDocument(content)
        self.papers.append([page.get_textpage().get_text_range() for page in pages])
        report(self.answer, {"said": "lp: Kanga", "printer": "Kanga", "path": "/run/x.pdf"})


@pytest.fixture
def tray(context: ScreenContext, monkeypatch: pytest.MonkeyPatch) -> Tray:
    made = Tray()
    monkeypatch.setattr(context.paper, "print_pdf", made.take)
    return made


@pytest.fixture
def print_now(read: ReadVisit, context: ScreenContext, settle: Settle) -> Callable[[VisitRow], None]:
    def press(visit: VisitRow) -> None:
        read(visit)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        settle(context)

    return press


def test_the_second_prescription_says_that_it_is_a_copy(
    print_now: Callable[[VisitRow], None], saved: Callable[..., VisitRow], tray: Tray
) -> None:
    visit = saved()
    for _ in range(3):
        print_now(visit)
    (first,), (second,), (third,) = tray.papers
    assert "COPY" not in first
    assert "COPY 1" in second
    assert "COPY 2" in third


def test_what_the_printer_refused_is_no_original(
    print_now: Callable[[VisitRow], None],
    saved: Callable[..., VisitRow],
    tray: Tray,
    context: ScreenContext,
) -> None:
    visit = saved()
    tray.answer = "print.refused"
    print_now(visit)
    assert context.clinic.papers.prescription_print(visit).printed == 0
    tray.answer = "print.sent"
    print_now(visit)
    assert "COPY" not in tray.papers[1][0]
    assert context.clinic.papers.prescription_print(visit).printed == 1


def test_two_at_once_are_an_original_and_a_copy(
    print_now: Callable[[VisitRow], None],
    saved: Callable[..., VisitRow],
    tray: Tray,
    context: ScreenContext,
) -> None:
    context.paper.keep_choice("prescription", PaperChoice(paper="A6", copies=2))
    visit = saved()
    print_now(visit)
    (pages,) = tray.papers
    assert ["COPY" in page for page in pages] == [False, True]
    assert context.clinic.papers.prescription_print(visit).printed == 2


def test_a_corrected_prescription_is_another_one(
    saved: Callable[..., VisitRow], context: ScreenContext
) -> None:
    visit, papers = saved(), context.clinic.papers
    papers.count_prescription(visit, times=1)
    assert papers.prescription_print(visit).printed == 1
    (line,) = visit.form.prescriptions
    corrected = replace(visit, form=replace(visit.form, prescriptions=(replace(line, dose=1),)))
    assert papers.prescription_print(corrected).printed == 0


def test_every_paper_that_goes_out_again_is_a_copy_on_each_of_its_pages(
    full: VisitRow, read: ReadVisit, tray: Tray, settle: Settle, context: ScreenContext
) -> None:
    view = read(full)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_P, CTRL_SHIFT)
    settle(context)
    page = view._papers.page
    assert page is not None
    kinds = (
        lambda: page.others.print_letter("A5"),
        lambda: page.others.print_answer("A5"),
        page.others.print_slip,
        page.others.request.click,
        page.print_summary,
    )
    for make in kinds:
        tray.papers.clear()
        for _ in range(2):
            make()
            settle(context)
        first, second = tray.papers
        assert not any("COPY" in text for text in first), make
        assert all("COPY 1" in text for text in second), make


def test_a_letter_to_another_place_is_another_letter(full: VisitRow, context: ScreenContext) -> None:
    clinic = context.clinic
    document = referral_document(full, clinic.referrals.get(full.form.id), clinic, language="sw")
    assert document.counted is not None
    document.counted.add(1)
    read = clinic.visits.get(full.form.id)
    referral = clinic.referrals.get(full.form.id)
    assert referral_document(read, referral, clinic, language="en").printed == 1
    elsewhere = replace(referral, sent_to="Muhimbili")
    assert referral_document(read, elsewhere, clinic, language="en").printed == 0


def test_the_trail_has_a_sentence_for_each_paper_that_went_out_or_did_not() -> None:
    assert {action for action in ACTIONS if f"audit.did.{action}" not in catalogue()} == set()
