"""Administration as a person sees it: people and their codes, the facility, files, the doctor."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.clock import Clock
from emr_desktop.exchange.service import import_fhir
from emr_desktop.facility.service import set_own_password, unlock
from ui.administration import data_page
from ui.administration.forms_page import FormsPage
from ui.administration.view import AdministrationView
from ui.screen import ScreenContext


@pytest.fixture
def view(open_part: Callable[[str], AdministrationView]) -> AdministrationView:
    return open_part("")


def test_a_new_person_gets_a_code_that_opens_the_record(
    view: AdministrationView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    data_folder: Path,
    password: str,
    clock: Clock,
) -> None:
    view.findChild(QLineEdit, "newFullName").setText("Asha Juma")
    view.findChild(QLineEdit, "newUsername").setText("asha")
    view.findChild(QCheckBox, "roleNurse").setChecked(True)
    view.findChild(QPushButton, "addUser").click()
    settle(context)
    code = re.search(r": (\S+)\.", view.users.banner.text)
    assert code is not None
    set_own_password(data_folder, username="asha", current=code[1], new=password, clock=clock)
    work = unlock(data_folder, username="asha", password=password, clock=clock)
    assert work.actor.roles == ("nurse",)
    work.database.close()
    assert "asha" in {row.username for row in view.users.table.model.rows}


def test_a_person_without_a_role_is_refused_in_words(
    view: AdministrationView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    view.findChild(QLineEdit, "newFullName").setText("Asha Juma")
    view.findChild(QLineEdit, "newUsername").setText("asha")
    view.findChild(QPushButton, "addUser").click()
    settle(context)
    assert view.users.banner.text
    assert "asha" not in {row.username for row in context.clinic.staff.list_all()}


def test_disabling_asks_first_and_the_last_in_charge_stays(
    view: AdministrationView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    view.findChild(QPushButton, "disableUser").click()
    assert context.clinic.staff.list_all()[0].disabled_at is None
    view.users.findChild(QPushButton, "confirmYes").click()
    settle(context)
    assert context.clinic.staff.list_all()[0].disabled_at is None
    assert "in-charge" in view.users.banner.text


def test_the_facility_is_read_changed_and_kept(
    view: AdministrationView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    view.tabs.setCurrentWidget(view.facility)
    settle(context)
    name = view.findChild(QLineEdit, "facilityName")
    assert name.text() == "Buigiri Dispensary"
    name.setText("Zahanati ya Buigiri")
    view.findChild(QPushButton, "saveFacility").click()
    settle(context)
    assert context.clinic.facility.read().name == "Zahanati ya Buigiri"


def test_the_doctor_puts_what_needs_a_person_first(
    view: AdministrationView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    view.tabs.setCurrentWidget(view.doctor)
    settle(context)
    states = [check.state for check in view.doctor.table.model.rows]
    assert states
    assert states == sorted(states, key=("fail", "warn", "ok").index)
    assert all(view.doctor._said(check) != check.code for check in view.doctor.table.model.rows)


def test_an_import_is_tried_first_and_kept_only_when_a_person_says_so(
    view: AdministrationView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    path = tmp_path / "patients.csv"
    path.write_text(
        "patient_id,first_name,last_name,sex,birth_date\n"
        "a1,Neema,Mrisho,F,1996-05-04\n"
        "a2,Juma,Said,M,2027-01-01\n",
        encoding="utf-8",
    )
    view.tabs.setCurrentWidget(view.data)
    view.data.what.bar.choose("patients")
    view.data.try_import(path)
    settle(context)
    assert context.clinic.patients.search("Neema Mrisho") == ()
    assert [problem.line for problem in view.data.report.table.model.rows] == [3]
    view.data.findChild(QPushButton, "confirmYes").click()
    settle(context)
    assert [hit.patient.first_name for hit in context.clinic.patients.search("Neema Mrisho")] == ["Neema"]
    assert (tmp_path / "patients-rejects.csv").is_file()


def test_an_export_is_written_where_it_was_asked(
    view: AdministrationView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    tmp_path: Path,
) -> None:
    view.tabs.setCurrentWidget(view.data)
    view.data.export_to(tmp_path / "visits.csv")
    settle(context)
    assert (tmp_path / "visits.csv").read_text(encoding="utf-8-sig").startswith("visit_id")
    assert "visits.csv" in view.data.banner.text


BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1990-05-02",
                      "name": [{"family": "Mwita", "given": ["Rehema"]}], "deceasedBoolean": True}},
        {"resource": {"resourceType": "Encounter", "id": "e", "status": "finished", "class": {"code": "AMB"},
                      "subject": {"reference": "Patient/p"}, "period": {"start": "2026-10-04"}}},
        {"resource": {"resourceType": "Encounter", "id": "f", "status": "planned", "class": {"code": "AMB"},
                      "subject": {"reference": "Patient/p"}, "period": {"start": "2026-10-05"}}},
        {"resource": {"resourceType": "Immunization", "id": "i", "patient": {"reference": "Patient/p"}}},
    ],
}  # fmt: skip


def test_a_bundle_is_tried_told_by_type_and_kept_only_when_a_person_says_so(
    view: AdministrationView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(BUNDLE), encoding="utf-8")
    view.tabs.setCurrentWidget(view.data)
    view.data.try_import(path)
    settle(context)
    assert context.clinic.patients.search("Rehema Mwita") == ()
    told = [(row.type, row.read, row.taken, row.left) for row in view.data.bundle.table.model.rows]
    assert told == [
        ("Patient", 1, 1, 0), ("Patient.deceased", None, None, 1), ("Encounter", 2, 1, 1),
        ("", None, None, 1), ("Immunization", 1, 0, 1), ("", None, None, 1),
    ]  # fmt: skip
    view.data.findChild(QPushButton, "confirmYes").click()
    settle(context)
    assert [hit.patient.first_name for hit in context.clinic.patients.search("Rehema Mwita")] == ["Rehema"]
    left = (tmp_path / "bundle-left.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in left] == [
        ["type", "resource"], ["Patient.deceased", "Patient/p"], ["Encounter", "Encounter/f"],
        ["Immunization", "1"],
    ]  # fmt: skip
    view.data.try_import(path)
    settle(context)
    rows = view.data.bundle.table.model.rows
    assert [row.here for row in rows if row.here is not None] == [1, 1]
    assert view.data.confirm.isHidden()  # nothing new: nothing is asked


def test_a_stopped_import_keeps_nothing_and_a_bad_file_is_named(
    view: AdministrationView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(BUNDLE), encoding="utf-8")
    view.tabs.setCurrentWidget(view.data)

    def slow(*given: object, **named: object) -> object:
        assert view.data._stopping.wait(30)
        return import_fhir(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(data_page, "import_fhir", slow)
    view.data._run_bundle(path, dry_run=False, rejects=None)
    assert not view.data._stop.isHidden()
    view.data.stop_import()
    settle(context)
    assert context.clinic.patients.search("Rehema Mwita") == ()
    assert "Nothing of the file was kept" in view.data.banner.text
    monkeypatch.undo()
    path.write_text('{"resourceType": "Bundle", "type": "collection", "entry": [', encoding="utf-8")
    view.data.try_import(path)
    settle(context)
    assert "is not JSON" in view.data.banner.text
    assert view.data.confirm.isHidden()


def test_a_part_is_built_when_its_tab_first_comes_to_the_front(
    view: AdministrationView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    assert view.findChildren(FormsPage) == []
    button = view.sections.buttons["forms"]
    assert button.text() == "Forms"
    button.click()
    settle(context)
    assert view.tabs.currentWidget() is view.findChildren(FormsPage)[0]
    view.tabs.setCurrentWidget(view.users)
    assert (button.isChecked(), view.sections.buttons["users"].isChecked()) == (False, True)
    view.sections.buttons["users"].setFocus()
    QTest.keyClick(view.sections.buttons["users"], Qt.Key.Key_Down)
    assert view.tabs.currentWidget() is view.keys
    QTest.keyClick(view, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert view.tabs.currentWidget() is view.users
