"""The page of forms as an in-charge sees it: pick one from lists, add one from a file, read what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ui.administration.forms_page import FormsPage
from ui.administration.view import AdministrationView
from ui.reports.view import ReportsView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def page(open_part: Callable[[str], AdministrationView]) -> FormsPage:
    return open_part("forms").forms


def built(page: FormsPage) -> None:
    page.findChild(QLineEdit, "builderNameSw").setText("Wasiolipa kwa kijiji")
    page.findChild(QLineEdit, "builderNameEn").setText("Exempt by village")


def test_a_form_is_picked_from_lists_with_its_figures_beside(
    page: FormsPage, context: ScreenContext, settle: Settle, qtbot: QtBot
) -> None:
    page.findChild(QPushButton, "newForm").click()
    settle(context)
    assert page.builder.preview.report is not None
    page.builder.counts.bar.button("visits").click()
    by = page.findChild(QComboBox, "builderBy")
    assert by.currentData() == "village"
    payer = page.findChild(QComboBox, "builderOnlyPayer")
    payer.setCurrentIndex(payer.findData("exempt"))
    settle(context)
    assert [row.row for row in page.builder.preview.report.rows] == ["+", "-"]
    qtbot.keyClick(page.builder.add, Qt.Key.Key_Return)
    settle(context)
    assert page.builder.names["name_sw"].error
    built(page)
    page.findChild(QPushButton, "builderAdd").click()
    settle(context)
    first = page.table.model.rows[0]
    assert (first.form, first.state, first.name_sw) == ("exempt_by_village", "in_use", "Wasiolipa kwa kijiji")
    assert not page.builder.isVisible()
    infos = {info.form for info in context.clinic.forms.list_forms()}
    assert "exempt_by_village" in infos


def test_a_form_that_was_added_stands_in_reports_at_once(
    page: FormsPage,
    context: ScreenContext,
    settle: Settle,
    shown: Callable[..., ReportsView],
    tmp_path: Path,
) -> None:
    reports = shown(ReportsView(context=context))
    settle(context)
    reports.chooser.choose("top_diagnoses", "202611")
    settle(context)
    page.findChild(QPushButton, "newForm").click()
    settle(context)
    built(page)
    page.findChild(QPushButton, "builderAdd").click()
    settle(context)
    text = context.clinic.local_forms.text_of("top_diagnoses")
    path = tmp_path / "first.toml"
    path.write_text(text.replace('"top_diagnoses"', '"first"').replace("order = 21", "order = 0"))
    page.look_over(path)
    settle(context)
    page.confirm.yes.click()
    settle(context)
    reports.entered()
    settle(context)
    assert reports.report is not None
    assert reports.report.info.form == "top_diagnoses"  # what was on screen stays, wherever it now stands
    reports.chooser.choose("exempt_by_village", "202611")
    settle(context)
    assert reports.report is not None
    assert reports.report.info.form == "exempt_by_village"


def test_a_number_of_rows_that_cannot_be_is_said_at_its_field(
    page: FormsPage, context: ScreenContext, settle: Settle
) -> None:
    page.findChild(QPushButton, "newForm").click()
    built(page)
    page.builder.top.set_text("0")
    page.findChild(QPushButton, "builderAdd").click()
    settle(context)
    assert page.builder.top.error
    assert page.table.model.rows[0].state == "shipped"


def test_a_file_with_mistakes_shows_each_with_its_line_in_both_languages(
    page: FormsPage, context: ScreenContext, settle: Settle, tmp_path: Path
) -> None:
    path = tmp_path / "ours.toml"
    text = context.clinic.local_forms.text_of("attendance_by_village").replace("_by_village", "_ours")
    path.write_text(text.replace("top = 40", 'top = "40"').replace('"month"', '"moon"'), encoding="utf-8")
    page.look_over(path)
    settle(context)
    rows = page.faults.model.rows
    assert [fault.code.rpartition(".")[2] for fault in rows] == ["period_unknown", "key_kind"]
    assert page.faults.isVisible()
    said = {page.faults.model.index(0, 2).data()}
    context.language.use("sw")
    assert page.faults.model.index(0, 2).data() not in said
    assert page.confirm.text == ""
    path.write_text(text, encoding="utf-8")
    page.look_over(path)
    settle(context)
    assert not page.faults.isVisible()
    assert page.preview.report is not None
    page.confirm.yes.click()
    settle(context)
    assert page.table.model.rows[0].form == "attendance_ours"


def test_a_new_edition_of_a_form_of_the_program_is_asked_about_and_can_be_withdrawn(
    page: FormsPage, context: ScreenContext, settle: Settle, tmp_path: Path
) -> None:
    path = tmp_path / "opd.toml"
    text = context.clinic.local_forms.text_of("opd", "2014").replace('edition = "2014"', 'edition = "2027"')
    path.write_text(text, encoding="utf-8")
    page.look_over(path)
    settle(context)
    assert "2027" in page.confirm.text
    assert page.step_back()
    assert page.table.model.rows[0].state == "shipped"
    page.look_over(path)
    settle(context)
    page.confirm.yes.click()
    settle(context)
    assert page.table.model.rows[0].edition == "2027"
    assert context.clinic.forms.show("opd", "202611").info.edition == "2027"
    page.table.view.selectRow(0)
    page.findChild(QPushButton, "withdrawForm").click()
    page.confirm.reason.setText("Waited for the council")
    page.confirm.yes.click()
    settle(context)
    assert page.table.model.rows[0].state == "withdrawn"
    assert not page.findChild(QPushButton, "withdrawForm").isEnabled()


def test_a_form_is_written_as_a_file_that_can_be_read_back(
    page: FormsPage, context: ScreenContext, settle: Settle, tmp_path: Path
) -> None:
    path = tmp_path / "copy.toml"
    entry = next(each for each in page.table.model.rows if each.form == "idsr_weekly")
    page.save_to(path, entry)
    settle(context)
    assert context.clinic.local_forms.look_over(path).faults == ()
    page.save_to(tmp_path / "no" / "copy.toml", entry)
    settle(context)
    assert "copy.toml" in page.banner.text
