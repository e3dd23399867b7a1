"""Signing and the page of signed versions, as the in-charge sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from emr_desktop.visits.rows import VisitRow
from ui.reports.beside import Beside
from ui.reports.versions_page import VersionsPage
from ui.reports.view import ReportsView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def view(context: ScreenContext, shown: Callable[..., ReportsView], settle: Settle) -> ReportsView:
    one = shown(ReportsView(context=context))
    settle(context)
    one.chooser.choose("opd", "202611")
    settle(context)
    return one


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def typed(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def sign(view: ReportsView, context: ScreenContext, settle: Settle) -> None:
    view.findChild(QPushButton, "closeForm").click()
    settle(context)
    view.signing_panel.cadre.set_text("Clinical Officer")
    view.signing_panel.why.set_text("The council asks for it")
    view.findChild(QPushButton, "signForm").click()
    settle(context)


def versions_page(view: ReportsView, context: ScreenContext, settle: Settle) -> VersionsPage:
    view.findChild(Beside).open("versions")
    settle(context)
    page = view.findChild(VersionsPage)
    assert page is not None
    return page


def test_a_form_is_signed_with_keys_alone_and_the_panel_says_what_the_check_found(
    visit: Callable[..., VisitRow], view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    visit("B54", mrdt="negative")
    view.entered()
    settle(context)
    view.findChild(QPushButton, "closeForm").setFocus()
    press(Qt.Key.Key_Return)
    settle(context)
    panel = view.signing_panel
    assert panel.name.text() == "Neema Mollel"
    assert "to fix" in view.findChild(QLabel, "signingCheck").text()
    assert "The period is not over" in view.findChild(QLabel, "signingCheck").text()
    while QApplication.focusWidget() is not panel.cadre.editor:
        press(Qt.Key.Key_Tab)
    panel.cadre.edit.selectAll()
    typed("Clinical Officer")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert view.report is not None
    assert view.report.status == "open"  # a reason is wanted first
    assert QApplication.focusWidget() is panel.why.editor
    assert panel.why.error
    typed("The council asks for it")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert view.report.status == "closed"
    assert not panel.is_open
    (line,) = context.clinic.forms.versions("opd", "202611")
    assert (line.signer_cadre, line.confirmation) == ("Clinical Officer", "The council asks for it")


def test_escape_takes_the_signing_back(view: ReportsView, context: ScreenContext, settle: Settle) -> None:
    view.findChild(QPushButton, "closeForm").click()
    settle(context)
    assert view.signing_panel.is_open
    press(Qt.Key.Key_Escape)
    assert not view.signing_panel.is_open
    assert context.clinic.forms.versions("opd", "202611") == ()


def test_another_language_leaves_the_cursor_in_the_signing(
    view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    view.findChild(QPushButton, "closeForm").click()
    settle(context)
    view.signing_panel.why.editor.setFocus()
    context.language.toggle()
    settle(context)
    assert view.signing_panel.is_open
    assert QApplication.focusWidget() is view.signing_panel.why.editor


def test_a_date_that_cannot_be_read_stays_on_the_panel(
    view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    view.findChild(QPushButton, "closeForm").click()
    settle(context)
    view.signing_panel.day.set_text("leo asubuhi")
    view.findChild(QPushButton, "signForm").click()
    settle(context)
    assert view.signing_panel.day.error
    assert context.clinic.forms.versions("opd", "202611") == ()


def test_what_changed_since_signing_names_the_visit_which_opens_in_place(
    visit: Callable[..., VisitRow], view: ReportsView, context: ScreenContext, settle: Settle, heard: object
) -> None:
    visit("B54", mrdt="positive")
    sign(view, context, settle)
    later = visit("B54", mrdt="positive")
    view.entered()
    settle(context)
    assert "Changed since closing: " in view.findChild(QLabel, "reportStatus").text()
    page = versions_page(view, context, settle)
    page.findChild(QPushButton, "changedSince").click()
    settle(context)
    assert [one.visit for one in page.changes.visits.model.rows] == [later.form.id]
    assert {cell.row for cell in page.changes.cells.model.rows} >= {"2", "23.2"}
    press(Qt.Key.Key_Return)
    assert heard.visits == [later.form.id]  # type: ignore[attr-defined]
    assert view.step_back()
    assert page.table.isVisible()
    assert view.step_back()
    assert view.table.isVisible()


def test_an_old_version_is_looked_at_with_its_own_figures_and_says_that_it_is_old(
    visit: Callable[..., VisitRow], view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    visit("B54", mrdt="positive")
    sign(view, context, settle)
    context.clinic.forms.reopen("opd", "202611", reason="One was forgotten")
    visit("B54", mrdt="positive")
    view.entered()
    settle(context)
    sign(view, context, settle)
    page = versions_page(view, context, settle)
    assert [line.version for line in page.table.model.rows] == [2, 1]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    settle(context)
    assert page.sheet.report is not None
    assert page.sheet.report.version == 1
    row = next(row for row in page.sheet.report.rows if row.row == "23.2")
    assert row.total["all"] == 1
    said = " ".join(label.text() for label in page.sheet.findChildren(QLabel))
    assert "Version 1 of 2" in said
    assert "REPLACED" in said
    context.language.use("sw")
    settle(context)
    said = " ".join(label.text() for label in page.sheet.findChildren(QLabel))
    assert "Toleo 1 kati ya 2" in said
    assert "LILIBADILISHWA" in said


def test_two_versions_are_compared_on_screen(
    visit: Callable[..., VisitRow], view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    visit("B54", mrdt="positive")
    sign(view, context, settle)
    context.clinic.forms.reopen("opd", "202611", reason="One was forgotten")
    visit("B54", mrdt="positive")
    view.entered()
    settle(context)
    sign(view, context, settle)
    page = versions_page(view, context, settle)
    page.findChild(QPushButton, "compareVersions").click()
    settle(context)
    assert {(cell.closed, cell.now) for cell in page.changes.cells.model.rows} <= {(1, 2), (0, 1)}
    assert page.changes.cells.model.rows
    assert len(page.changes.visits.model.rows) == 1


def test_a_form_that_was_never_signed_says_so(
    view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    page = versions_page(view, context, settle)
    assert "not signed" in page.table.state_text
    assert not page.findChild(QPushButton, "printThisVersion").isEnabled()


def test_a_printed_code_leads_to_its_version_and_says_whether_the_record_still_tells_the_same(
    visit: Callable[..., VisitRow], view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    visit("B54", mrdt="positive")
    sign(view, context, settle)
    code = context.clinic.forms.versions("opd", "202611")[0].code
    assert code is not None
    context.clinic.forms.reopen("opd", "202611", reason="One was forgotten")
    visit("B54", mrdt="positive")
    context.clinic.forms.close("opd", "202611")
    view.chooser.choose("opd", "202610")  # another month is on screen
    settle(context)
    page = versions_page(view, context, settle)
    page.code.code.edit.setFocus()
    typed(code.lower().replace("-", " "))
    press(Qt.Key.Key_Return)
    settle(context)
    assert page.table.current is not None
    assert (page.table.current.period, page.table.current.version) == ("202611", 1)
    assert "version 1 of 2" in page.code.said.text()
    assert "Since then changed: cells" in page.code.said.text()
    context.language.use("sw")
    settle(context)
    assert "toleo 1 kati ya 2" in page.code.said.text()
    page.code.code.set_text("2222-2222-2")
    page.code.code.edit.setFocus()
    press(Qt.Key.Key_Return)
    settle(context)
    assert "2222-2222-2" in view.banner.text
    assert not page.code.said.isVisible()


def test_versions_of_a_withdrawn_form_are_reached_and_printed_from_the_screen(
    visit: Callable[..., VisitRow], view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    visit("B54", mrdt="positive")
    own = context.clinic.local_forms
    text = own.text_of("opd", "2014").replace('edition = "2014"', 'edition = "ours"', 1)
    text = text.replace('form = "opd"', 'form = "ours"', 1)
    own.add(text)
    context.clinic.forms.close("ours", "202611")
    own.withdraw("ours", "ours", reason="Not asked for any more")
    settle(context)
    page = versions_page(view, context, settle)
    page.findChild(QPushButton, "everySigned").click()
    settle(context)
    (line,) = page.signed.table.model.rows
    assert (line.line.form, line.state) == ("ours", "withdrawn")
    press(Qt.Key.Key_Return)
    settle(context)
    assert [one.form for one in page.table.model.rows] == ["ours"]
    press(Qt.Key.Key_Return)
    settle(context)
    assert page.sheet.report is not None
    assert page.sheet.report.info.form == "ours"
    for front in (page.table, page.signed.table, page.table):  # Esc: versions, everything, the form's own
        assert view.step_back()
        settle(context)
        assert front.isVisible()
    assert page.table.model.rows == ()
    assert view.step_back()
    assert view.table.isVisible()
