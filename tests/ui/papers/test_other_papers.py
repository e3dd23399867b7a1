"""Letters, laboratory papers, card and slip by keys: only what fits the visit and the role."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import ResultForm
from emr_desktop.visits.rows import VisitRow
from ui.consultation.view import ConsultationView
from ui.papers.page import PapersPage
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

Settle = Callable[[ScreenContext], None]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
WIDTH, HEIGHT = 1366 - 192, 768 - 48 - 28 - 21


@pytest.fixture
def printed(context: ScreenContext, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Name and width in points of every paper that went to the printer."""
    sent: list[tuple[str, int]] = []

    def take(content: bytes, *, name: str, report: object, job: object) -> None:
        found = re.search(rb"/MediaBox \[ 0 0 ([\d.]+)", content)
        assert found is not None
        sent.append((name, round(float(found[1]))))

    monkeypatch.setattr(context.paper, "print_pdf", take)
    return sent


@pytest.fixture
def papers(
    shown: Callable[..., ConsultationView], settle: Settle
) -> Callable[[ScreenContext, VisitRow], PapersPage]:
    def open_papers(context: ScreenContext, visit: VisitRow) -> PapersPage:
        view = shown(ConsultationView(context=context))
        view.resize(WIDTH, HEIGHT)
        view.show_visit(visit.form.id)
        settle(context)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_P, CTRL_SHIFT)
        settle(context)
        page = view._papers.page
        assert page is not None
        return page

    return open_papers


def offered(page: PapersPage) -> set[str]:
    return {button.objectName() for button in page.others.findChildren(QAbstractButton) if button.isVisible()}


def test_every_paper_that_fits_is_printed_by_its_letter(
    papers: Callable[..., PapersPage],
    context: ScreenContext,
    full: VisitRow,
    settle: Settle,
    printed: list[tuple[str, int]],
    qtbot: QtBot,
) -> None:
    page = papers(context, full)
    assert "labResult" not in offered(page)  # nothing is released yet
    wanted = {
        Qt.Key.Key_L: ("referral", 420),  # 148 mm
        Qt.Key.Key_N: ("referral-answer", 420),
        Qt.Key.Key_Q: ("laboratory-request", 420),
        Qt.Key.Key_I: ("appointment-slip", 298),  # 105 mm
        Qt.Key.Key_C: ("card", 298),
    }
    for count, (key, paper) in enumerate(wanted.items(), start=1):
        QTest.keyClick(QApplication.focusWidget(), key, ALT)
        qtbot.waitUntil(lambda count=count: len(printed) == count)  # type: ignore[misc]
        assert printed[-1] == paper
    settle(context)


def test_letters_go_on_the_paper_that_was_chosen_last(
    papers: Callable[..., PapersPage],
    context: ScreenContext,
    full: VisitRow,
    settle: Settle,
    printed: list[tuple[str, int]],
    qtbot: QtBot,
) -> None:
    page = papers(context, full)
    assert "usual" in page.others.letters["A5"].text()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_4, ALT)
    qtbot.waitUntil(lambda: bool(printed))
    settle(context)
    assert printed == [("referral", 595)]  # 210 mm
    assert "usual" in page.others.letters["A4"].text()
    assert "usual" not in page.others.letters["A5"].text()
    assert context.clinic.papers.letter_size() == "A4"
    QTest.keyClick(page, Qt.Key.Key_Escape)  # the key of the letter itself prints on it too
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, CTRL_SHIFT)
    settle(context)
    assert printed[1:] == [("referral", 595)]


def test_a_result_is_offered_once_it_stands_and_names_marked_tests_only_where_chosen(
    papers: Callable[..., PapersPage],
    context: ScreenContext,
    full: VisitRow,
    settle: Settle,
    printed: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    laboratory = context.clinic.laboratory
    (hb,) = (one for one in laboratory.of_visit(full.form.id) if one.test == "hb")
    laboratory.enter(
        ResultForm(id=new_id(), order_id=hb.id, values={"hb": "9.1"}, expected_version=hb.version)
    )
    asked: list[list[str]] = []
    read = laboratory.for_paper

    def for_paper(ids):  # type: ignore[no-untyped-def]
        orders = read(ids)
        asked.append([order.test for order in orders])
        return orders

    monkeypatch.setattr(laboratory, "for_paper", for_paper)
    page = papers(context, full)
    assert page.sensitive.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, ALT)
    qtbot.waitUntil(lambda: len(printed) == 1)
    page.sensitive.setFocus()
    QTest.keyClick(page.sensitive, Qt.Key.Key_Space)
    QTest.keyClick(page.sensitive, Qt.Key.Key_Q, ALT)
    qtbot.waitUntil(lambda: len(printed) == 2)
    settle(context)
    assert asked == [["hb"], ["hb", "hiv"]]
    assert [name for name, _ in printed] == ["laboratory-result", "laboratory-request"]


LETTERS = {f"{name}{size}" for name in ("referral", "referralAnswer") for size in ("A5", "A4")}


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        ("lab", {"labRequest", "patientCard"}),
        ("nurse", {"labRequest", "patientCard", "returnSlip", *LETTERS}),
    ],
)
def test_a_role_is_offered_what_it_may_print(
    make_context: Callable[..., ScreenContext],
    clinic_as: Callable[..., Clinic],
    full: VisitRow,
    settle: Settle,
    qtbot: QtBot,
    role: str,
    wanted: set[str],
) -> None:
    context = make_context(clinic_as(role))
    page = PapersPage(context=context, banner=Banner())
    qtbot.addWidget(page)
    page.show()
    page.show_visit(full)
    settle(context)
    assert offered(page) == wanted


def test_a_plain_visit_offers_the_card_alone_and_a_voided_one_too(
    papers: Callable[..., PapersPage],
    context: ScreenContext,
    saved: Callable[..., VisitRow],
    full: VisitRow,
) -> None:
    assert offered(papers(context, saved())) == {"patientCard"}
    context.clinic.visits.void(full.form.id, reason="Makosa")
    assert offered(papers(context, full)) == {"patientCard"}


@pytest.mark.parametrize("language", ["en", "sw"])
def test_all_of_them_fit_and_no_letter_stands_twice(
    papers: Callable[..., PapersPage],
    make_context: Callable[..., ScreenContext],
    clinic: Clinic,
    full: VisitRow,
    language: str,
) -> None:
    (hb,) = (one for one in clinic.laboratory.of_visit(full.form.id) if one.test == "hb")
    clinic.laboratory.enter(
        ResultForm(id=new_id(), order_id=hb.id, values={"hb": "9.1"}, expected_version=hb.version)
    )
    page = papers(make_context(clinic, language=language), full)
    assert len(offered(page)) == 8
    window = page.window()
    assert (window.width(), window.height()) == (WIDTH, HEIGHT)
    buttons = [each for each in page.findChildren(QAbstractButton) if each.isVisible() and each.text()]
    assert [each.text() for each in buttons if each.sizeHint().width() > each.width() + 1] == []
    letters = Counter(
        found[1].lower()
        for each in (*buttons, *(one for one in page.findChildren(QLabel) if one.isVisible() and one.buddy()))
        if (found := re.search("&(.)", each.text()))
    )
    assert {letter: times for letter, times in letters.items() if times > 1} == {}
