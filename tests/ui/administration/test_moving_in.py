"""Moving in through the windows: tried first, kept by one button, stopped by another."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from ui.administration.moving_in import export_at
from ui.administration.view import AdministrationView
from ui.screen import ScreenContext

EXPORTS = Path(__file__).resolve().parents[2] / "emr_desktop" / "exchange" / "move_in"
Settle = Callable[[ScreenContext], None]


@pytest.fixture
def view(open_part: Callable[[str], AdministrationView]) -> AdministrationView:
    return open_part("data")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXPORTS / "open-hospital", tmp_path / "export"))


def _choose(view: AdministrationView, code: str) -> None:
    view.data.moving.source.bar.choose(code)
    view.data.moving.source.bar.chosen.emit(code)


def test_a_trial_stands_on_the_page_and_one_button_keeps_it(
    view: AdministrationView, context: ScreenContext, settle: Settle, export: Path
) -> None:
    page = view.data
    _choose(view, "open-hospital")
    assert page.moving.send_from.isVisible()
    assert not page.report.isVisible()
    page.moving.try_it(export)
    settle(context)
    moving = page.moving
    assert "Only tried, nothing kept" in moving.report.counts
    assert "Patients: 8 read, 7 new, 0 here already, 1 refused" in moving.report.counts
    assert "7 of them are not sent to national systems" in moving.report.sent
    rows = moving.report.table.model.rows
    assert any(row.where == "OH_OPD.csv:9" and row.words for row in rows)
    assert any(row.where == "2025-11" and row.count == 2 for row in rows)
    assert not context.clinic.patients.search("Asha")
    assert not (export.parent / "export-rejects").exists()
    assert "Move in 7 patients and 7 visits?" in page.confirm.text
    page.findChild(QPushButton, "confirmYes").click()
    settle(context)
    assert "Kept" in moving.report.counts
    assert context.clinic.patients.search("Asha")
    assert (export.parent / "export-rejects" / "OH_OPD.csv").exists()


def test_the_result_is_saved_as_a_table(
    view: AdministrationView, context: ScreenContext, settle: Settle, export: Path, tmp_path: Path
) -> None:
    _choose(view, "open-hospital")
    assert not view.data.moving.save.isVisible()
    view.data.moving.try_it(export)
    settle(context)
    assert view.data.moving.save.isVisible()
    view.data.moving.save_report(tmp_path / "trial.csv")
    settle(context)
    assert "trial.csv" in view.data.banner.text
    with (tmp_path / "trial.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert {row["what"] for row in csv.DictReader(lines)} >= {"patients", "month", "refused"}


def test_a_day_that_is_none_is_said_at_its_field(
    view: AdministrationView, context: ScreenContext, settle: Settle, export: Path
) -> None:
    _choose(view, "open-hospital")
    view.data.moving.send_from.set_text("November")
    view.data.moving.try_it(export)
    settle(context)
    assert view.data.moving.send_from.error
    assert view.data.moving.report.counts == ""


def test_a_day_lets_the_visits_from_then_on_go(
    view: AdministrationView, context: ScreenContext, settle: Settle, export: Path
) -> None:
    _choose(view, "open-hospital")
    view.data.moving.send_from.set_text("2026-10-01")
    view.data.moving.try_it(export)
    settle(context)
    assert "5 of them are not sent to national systems, 2 are" in view.data.moving.report.sent


def test_the_wrong_folder_is_said_in_words(
    view: AdministrationView, context: ScreenContext, settle: Settle, export: Path
) -> None:
    _choose(view, "openmrs")
    view.data.moving.try_it(export)
    settle(context)
    assert "PATIENT, ENCOUNTER" in view.data.banner.text
    assert view.data.confirm.text == ""


def test_it_can_be_stopped(
    view: AdministrationView, context: ScreenContext, settle: Settle, export: Path, qtbot: QtBot
) -> None:
    _choose(view, "open-hospital")
    view.data.moving.try_it(export)
    view.data.stop_import()
    settle(context)
    assert view.data.banner.text
    assert not view.data.moving.save.isVisible()


def test_our_own_files_have_their_page_as_before(view: AdministrationView) -> None:
    _choose(view, "openmrs")
    _choose(view, "ours")
    assert view.data.report.isVisible()
    assert not view.data.moving.report.isVisible()
    assert not view.data.moving.send_from.isVisible()


def test_any_file_of_the_folder_means_the_folder(tmp_path: Path) -> None:
    assert export_at(tmp_path / "OH_OPD.csv") == tmp_path
    assert export_at(tmp_path / "export.ZIP") == tmp_path / "export.ZIP"


def test_days_of_a_copy_are_written_as_people_write_them(
    view: AdministrationView, tmp_path: Path, clinic: Clinic
) -> None:
    page, today = view.data, clinic.work.clock.today()
    assert [each.text() for each in page.fields.values()] == [f"01/{today:%m/%Y}", f"{today:%d/%m/%Y}"]
    page.fields["from"].set_text("31/2/2026")
    page.export_to(tmp_path / "visits.csv")
    assert "date" in page.fields["from"].error
    assert not (tmp_path / "visits.csv").exists()
