"""What was typed to register somebody survives the end of the program."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from ui.reception.view import ReceptionView
from ui.screen import ScreenContext, ScreenView

Open = Callable[[Clinic], tuple[ReceptionView, ScreenContext]]


def _register(clinic: Clinic, first: str) -> PatientRow:
    form = PatientForm(id=new_id(), first_name=first, last_name="Komba", sex="F", birth_date=date(1996, 3, 1))
    return clinic.patients.register(form).value


@pytest.fixture
def open_reception(
    make_context: Callable[..., ScreenContext],
    shown: Callable[[ScreenView], ScreenView],
    settle: Callable[[ScreenContext], None],
) -> Open:
    def open_it(clinic: Clinic) -> tuple[ReceptionView, ScreenContext]:
        context = make_context(clinic)
        view = ReceptionView(context=context)
        shown(view)
        settle(context)
        return view, context

    return open_it


def _kept(clinic: Clinic) -> list[str]:
    return [str(draft.content["patient"]) for draft in clinic.drafts.mine()]


def _go_on(view: ReceptionView, qtbot: QtBot) -> None:
    action = view.banner.findChild(QPushButton, "bannerAction")
    assert action is not None
    qtbot.keyClick(action, Qt.Key.Key_Space)


def test_a_half_filled_form_is_offered_again_and_becomes_one_record(
    clinic: Clinic, open_reception: Open, qtbot: QtBot, settle: Callable[..., None]
) -> None:
    mother = _register(clinic, "Asha")
    view, context = open_reception(clinic)
    view.begin_new()
    qtbot.keyClicks(view.form.first_name.edit, "Neema")
    view.form.more.mother.show_patient(mother)
    qtbot.keyClicks(view.form.more.texts["guardian"].edit, "Bibi Mwanaidi")
    view.form.sex.bar._choose("F")
    started = view.form.patient_id
    qtbot.waitUntil(lambda: _kept(clinic) == ["Neema"], timeout=10_000)
    view.leaving()
    settle(context)
    again, later = open_reception(clinic)
    assert "Neema was begun on" in again.banner.text
    _go_on(again, qtbot)
    settle(later)
    assert again.form.first_name.text() == "Neema"
    assert again.form.more.texts["guardian"].text() == "Bibi Mwanaidi"
    assert again.form.more.mother.chosen == mother.id
    assert (again.form.sex.code, again.form.patient_id) == ("F", started)
    again.form.last_name.set_text("Juma")
    again.form.birth.set_text("8m")
    again.save()
    settle(later)
    assert clinic.patients.get(started).mother_id == mother.id
    assert _kept(clinic) == []


def test_clearing_the_form_drops_the_draft(
    clinic: Clinic, open_reception: Open, qtbot: QtBot, settle: Callable[..., None]
) -> None:
    view, context = open_reception(clinic)
    view.begin_new()
    qtbot.keyClicks(view.form.first_name.edit, "Neema")
    qtbot.waitUntil(lambda: _kept(clinic) == ["Neema"], timeout=10_000)
    clear = view.findChild(QPushButton, "clearForm")
    assert clear is not None
    qtbot.keyClick(clear, Qt.Key.Key_Space)
    settle(context)
    assert _kept(clinic) == []


def test_the_draft_of_a_correction_does_not_overwrite_what_was_saved_since(
    clinic: Clinic,
    clinic_as: Callable[..., Clinic],
    open_reception: Open,
    qtbot: QtBot,
    settle: Callable[..., None],
) -> None:
    patient = _register(clinic, "Asha")
    view, context = open_reception(clinic)
    view._new.correct(patient)
    settle(context)
    qtbot.keyClicks(view.form.more.texts["guardian"].edit, "Bibi")
    qtbot.waitUntil(lambda: _kept(clinic) == ["Asha Komba"], timeout=10_000)
    view.leaving()
    settle(context)
    clinic_as("receptionist").patients.correct(
        PatientForm(
            id=patient.id, first_name="Asha", last_name="Kombo", sex="F", birth_date=date(1996, 3, 1),
            expected_version=1,
        )
    )  # fmt: skip
    again, later = open_reception(clinic)
    _go_on(again, qtbot)
    settle(later)
    assert again.form.more.texts["guardian"].text() == "Bibi"
    again.save()
    settle(later)
    assert "Somebody else corrected Asha Kombo" in again.banner.text
    now = clinic.patients.get(patient.id)
    assert (now.last_name, now.guardian) == ("Kombo", None)
