"""Finding and registering at the reception, with the keyboard alone."""

import time
import uuid
from collections.abc import Callable
from itertools import pairwise

import pytest
import sqlalchemy
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm
from ui.reception.names import FirstWords, first_words
from ui.reception.view import ReceptionView
from ui.screen import ScreenContext, ScreenView

CONTROL = Qt.KeyboardModifier.ControlModifier


def _register(clinic: Clinic, first: str, last: str, **more: object) -> PatientRow:
    details: dict[str, object] = {"sex": "F", "age_years": 30, "village": "Buigiri", **more}
    return clinic.patients.register(
        PatientForm(id=new_id(), first_name=first, last_name=last, **details)  # type: ignore[arg-type]
    ).value


@pytest.fixture
def open_reception(
    make_context: Callable[..., ScreenContext],
    shown: Callable[[ScreenView], ScreenView],
    settle: Callable[[ScreenContext], None],
) -> Callable[..., tuple[ReceptionView, ScreenContext]]:
    def open_it(clinic: Clinic, *, language: str = "en") -> tuple[ReceptionView, ScreenContext]:
        context = make_context(clinic, language=language)
        view = ReceptionView(context=context)
        shown(view)
        settle(context)
        return view, context

    return open_it


Open = Callable[..., tuple[ReceptionView, ScreenContext]]


def _find(view: ReceptionView, text: str, qtbot: QtBot) -> list[str]:
    view.search.clear()
    qtbot.keyClicks(view.search, text)
    qtbot.waitUntil(lambda: view._shown_for == text, timeout=10_000)
    return [hit.patient.full_name for hit in view.results.model.rows]


def test_typing_finds_and_enter_opens_the_best(
    clinic: Clinic, open_reception: Open, heard: object, qtbot: QtBot
) -> None:
    asha = _register(clinic, "Asha", "Komba")
    _register(clinic, "Juma", "Mushi", sex="M")
    view, _ = open_reception(clinic)
    assert _find(view, "ash kom", qtbot) == ["Asha Komba"]
    qtbot.keyClick(view.search, Qt.Key.Key_Return)
    assert heard.patients == [asha.id]  # type: ignore[attr-defined]


def test_enter_before_the_answer_opens_what_was_typed_and_not_what_stood_there(
    clinic: Clinic, open_reception: Open, heard: object, qtbot: QtBot
) -> None:
    _register(clinic, "Asha", "Komba")
    juma = _register(clinic, "Juma", "Mushi", sex="M")
    view, _ = open_reception(clinic)
    _find(view, "asha", qtbot)
    view.search.clear()
    qtbot.keyClicks(view.search, "juma")
    qtbot.keyClick(view.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(heard.patients), timeout=10_000)  # type: ignore[attr-defined]
    assert heard.patients == [juma.id]  # type: ignore[attr-defined]


def test_arrows_choose_another_while_the_cursor_stays_in_the_box(
    clinic: Clinic, open_reception: Open, heard: object, qtbot: QtBot
) -> None:
    _register(clinic, "Asha", "Komba", village="Buigiri")
    _register(clinic, "Asha", "Kombo", village="Chamwino")
    view, _ = open_reception(clinic)
    assert len(_find(view, "asha", qtbot)) == 2
    second = view.results.model.rows[1].patient.id
    qtbot.keyClick(view.search, Qt.Key.Key_Down)
    assert view.search.hasFocus()
    qtbot.keyClick(view.search, Qt.Key.Key_Return)
    assert heard.patients == [second]  # type: ignore[attr-defined]


def test_somebody_new_is_registered_without_a_mouse_and_without_typing_the_name_twice(
    clinic: Clinic, open_reception: Open, heard: object, qtbot: QtBot
) -> None:
    view, _ = open_reception(clinic)
    assert _find(view, "Rehema Lukumay", qtbot) == []
    assert "register a new patient" in view.results.state_text
    qtbot.keyClick(view.search, Qt.Key.Key_Return)
    assert (view.form.first_name.text(), view.form.last_name.text()) == ("Rehema", "Lukumay")
    assert view.form.sex.bar.hasFocus()
    qtbot.keyClick(view.form.sex.bar, Qt.Key.Key_F)
    qtbot.keyClick(view.form.sex.bar, Qt.Key.Key_Return)
    assert view.form.birth.editor.hasFocus()
    qtbot.keyClicks(view.form.birth.editor, "8m")
    qtbot.keyClick(view.form.birth.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(view.form.phone.editor, "0754123456")
    qtbot.keyClick(view.form.phone.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(view.form.village.editor, "Buigiri")
    qtbot.keyClick(view.form.village.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(heard.patients), timeout=10_000)  # type: ignore[attr-defined]
    patient = clinic.patients.get(heard.patients[0])  # type: ignore[attr-defined]
    assert patient.full_name == "Rehema Lukumay"
    assert (patient.sex, patient.village) == ("F", "Buigiri")
    assert heard.said == [f"Registered: Rehema Lukumay, {patient.number}"]  # type: ignore[attr-defined]
    assert view.form.is_empty


def test_pressing_save_twice_registers_once(
    clinic: Clinic, open_reception: Open, heard: object, qtbot: QtBot, settle: Callable[..., None]
) -> None:
    view, context = open_reception(clinic)
    view.form.first_name.set_text("Asha")
    view.form.last_name.set_text("Komba")
    view.form.sex.bar.choose("F")
    view.form.birth.set_text("30")
    view.save()
    view.save()
    settle(context)
    assert len(clinic.patients.search("asha komba")) == 1


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("first_name", "", "name is missing"),
        ("birth_date", "30/2/2020", "no such day"),
        ("birth_date", "1/1/2030", "in the future"),
        ("birth_date", "", "date of birth"),
        ("phone", "12", "not a phone number"),
    ],
)
def test_what_is_wrong_is_told_under_its_field_and_the_cursor_goes_there(
    clinic: Clinic, open_reception: Open, settle: Callable[..., None], field: str, typed: str, expected: str
) -> None:
    view, context = open_reception(clinic)
    values = {"first_name": "Asha", "last_name": "Komba", "birth_date": "30", field: typed}
    for name, text in values.items():
        view.form.fields()[name].set_text(text)  # type: ignore[attr-defined]
    view.form.sex.bar.choose("F")
    view.save()
    settle(context)
    assert expected in view.form.fields()[field].error
    assert view.form.fields()[field].editor.hasFocus()


def test_an_error_of_a_folded_field_unfolds_it(
    clinic: Clinic, open_reception: Open, settle: Callable[..., None]
) -> None:
    view, context = open_reception(clinic)
    for name, text in {"first_name": "Asha", "last_name": "Komba", "birth_date": "30", "nida": "1"}.items():
        view.form.fields()[name].set_text(text)  # type: ignore[attr-defined]
    view.form.sex.bar.choose("F")
    view.save()
    settle(context)
    assert view.form.fields()["nida"].editor.isVisible()
    assert "NIDA" in view.form.fields()["nida"].error


def test_likely_duplicates_stand_beside_the_form_with_why_and_can_be_opened(
    clinic: Clinic, open_reception: Open, heard: object, qtbot: QtBot
) -> None:
    known = _register(clinic, "Mohamed", "Juma", sex="M", phone="0754123456")
    view, _ = open_reception(clinic)
    qtbot.keyClicks(view.form.first_name.editor, "Muhammad")
    qtbot.keyClicks(view.form.last_name.editor, "Juma")
    qtbot.keyClicks(view.form.phone.editor, "0754123456")
    qtbot.waitUntil(lambda: bool(view.duplicates.hints), timeout=10_000)
    button = view.duplicates.findChild(QPushButton, "likelyDuplicate")
    assert "Same phone number" in button.accessibleName()
    assert "Mohamed Juma" in button.accessibleName()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard.patients == [known.id]  # type: ignore[attr-defined]


def test_ctrl_1_opens_the_likeliest_duplicate_without_a_mouse(
    clinic: Clinic, open_reception: Open, heard: object, qtbot: QtBot
) -> None:
    known = _register(clinic, "Mohamed", "Juma", sex="M", phone="0754123456")
    view, _ = open_reception(clinic)
    qtbot.keyClick(view.search, Qt.Key.Key_N, CONTROL)
    qtbot.keyClicks(view.form.first_name.editor, "Muhammad")
    qtbot.keyClicks(view.form.last_name.editor, "Juma")
    qtbot.keyClick(view.form.last_name.editor, Qt.Key.Key_1, CONTROL)
    assert heard.patients == []  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: bool(view.duplicates.hints), timeout=10_000)
    qtbot.keyClick(view.form.last_name.editor, Qt.Key.Key_1, CONTROL)
    assert heard.patients == [known.id]  # type: ignore[attr-defined]


def _chosen(view: ReceptionView, name: str) -> str:
    label = view.chosen.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""


def test_who_is_chosen_stands_beside_the_list_until_somebody_is_registered(
    clinic: Clinic, open_reception: Open, qtbot: QtBot
) -> None:
    _register(clinic, "Asha", "Komba", allergies=("Penicillin",))
    _register(clinic, "Asha", "Kombo", village="Chamwino")
    view, _ = open_reception(clinic)
    _find(view, "asha komba", qtbot)
    assert _chosen(view, "chosenName") == "Asha Komba"
    assert _chosen(view, "chosenAllergies") == "Allergies: Penicillin"
    qtbot.keyClick(view.search, Qt.Key.Key_Down)
    assert _chosen(view, "chosenName") == "Asha Kombo"
    assert _chosen(view, "chosenAllergies") == ""
    qtbot.keyClick(view.search, Qt.Key.Key_N, CONTROL)
    assert not view.chosen.isVisible()
    assert view.form.isVisible()
    qtbot.keyClicks(view.form.first_name.editor, "Neema")
    qtbot.keyClick(view.form.first_name.editor, Qt.Key.Key_Escape)
    assert view.form.isVisible()  # half a registration is not hidden


def _views_written(clinic: Clinic) -> int:
    with clinic.work.database.read() as session:
        return session.execute(
            sqlalchemy.text("SELECT count(*) FROM audit_entry WHERE action = 'visit.timeline'")
        ).scalar_one()


def test_visits_are_read_only_of_somebody_looked_for(
    clinic: Clinic, open_reception: Open, settle: Callable[..., None], qtbot: QtBot
) -> None:
    known = _register(clinic, "Asha", "Komba")
    clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=known.id,
            visit_date=clinic.work.clock.today(),
            diagnoses=(DiagnosisEntry(icd10="B54"),),
        )
    )
    view, context = open_reception(clinic)
    qtbot.wait(700)
    settle(context)
    assert _views_written(clinic) == 0
    _find(view, "asha", qtbot)
    qtbot.wait(700)
    settle(context)
    assert _views_written(clinic) == 1
    assert any("alaria" in label.text() for label in view.chosen.findChildren(QLabel) if label.isVisible())


def test_who_may_not_read_visits_is_shown_none(
    clinic_as: Callable[..., Clinic],
    clinic: Clinic,
    open_reception: Open,
    settle: Callable[..., None],
    qtbot: QtBot,
) -> None:
    _register(clinic, "Asha", "Komba")
    view, context = open_reception(clinic_as("receptionist"))
    _find(view, "asha", qtbot)
    qtbot.wait(700)
    settle(context)
    assert _views_written(clinic) == 0
    assert view.banner.text == ""


def test_escape_steps_back_and_loses_nothing(clinic: Clinic, open_reception: Open, qtbot: QtBot) -> None:
    view, _ = open_reception(clinic)
    qtbot.keyClick(view.search, Qt.Key.Key_N, CONTROL)
    qtbot.keyClicks(view.form.first_name.editor, "Asha")
    qtbot.keyClick(view.form.first_name.editor, Qt.Key.Key_Escape)
    assert view.search.hasFocus()
    assert view.form.first_name.text() == "Asha"


def test_who_may_not_register_sees_no_form(
    clinic_as: Callable[..., Clinic], open_reception: Open, qtbot: QtBot
) -> None:
    view, _ = open_reception(clinic_as("lab"))
    assert not view.form.isVisible()
    _find(view, "nobody at all", qtbot)
    qtbot.keyClick(view.search, Qt.Key.Key_Return)
    assert "fewer letters" in view.results.state_text


def test_the_window_never_stands_still_while_somebody_types(
    clinic: Clinic, open_reception: Open, qtbot: QtBot
) -> None:
    for number in range(150):
        _register(clinic, f"Asha{chr(97 + number % 26)}", "Komba", phone=f"07540{number:05d}")
    view, _ = open_reception(clinic)
    beats: list[float] = []
    pulse = QTimer()
    pulse.setInterval(5)
    pulse.timeout.connect(lambda: beats.append(time.perf_counter()))
    pulse.start()
    for letter in "asha komba 0754":
        qtbot.keyClicks(view.search, letter)
        qtbot.wait(90)  # longer than the pause before a search, so that every key asks
    qtbot.waitUntil(lambda: view._shown_for == "asha komba 0754", timeout=10_000)
    pulse.stop()
    stalls = sorted(later - earlier for earlier, later in pairwise(beats))
    # One long pause is the machine's (other tests run beside); a window that waits has one a key.
    assert stalls[-3] < 0.1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("asha komba", FirstWords(first_name="Asha", last_name="Komba")),
        ("Asha binti Juma Komba", FirstWords(first_name="Asha", middle_name="binti Juma", last_name="Komba")),
        ("asha 0754123456", FirstWords(first_name="Asha", phone="0754123456")),
        ("asha 0754 123 456", FirstWords(first_name="Asha", phone="0754123456")),
        ("2026/000012", FirstWords()),
        ("", FirstWords()),
    ],
)
def test_a_search_text_is_taken_over_into_the_form(text: str, expected: FirstWords) -> None:
    if expected.middle_name:
        expected = FirstWords(first_name="Asha", middle_name="Binti Juma", last_name="Komba")
    assert first_words(text) == expected


def test_ids_are_new_for_each_person(clinic: Clinic, open_reception: Open) -> None:
    view, _ = open_reception(clinic)
    first: uuid.UUID = view.form.patient_id
    view.form.begin()
    assert view.form.patient_id != first
