"""Registering everything, correcting it, and the household: with the keyboard alone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from ui.reception.photo import small_jpeg
from ui.reception.view import ReceptionView
from ui.screen import ScreenContext, ScreenView

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def _register(clinic: Clinic, first: str, last: str, **more: object) -> PatientRow:
    details: dict[str, object] = {"sex": "F", "birth_date": date(1996, 3, 1), "village": "Buigiri", **more}
    return clinic.patients.register(
        PatientForm(id=new_id(), first_name=first, last_name=last, **details)  # type: ignore[arg-type]
    ).value


Open = Callable[[Clinic], tuple[ReceptionView, ScreenContext]]


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


@pytest.fixture
def mark(qtbot: QtBot, settle: Callable[[ScreenContext], None]) -> Callable[..., None]:
    """``mark(view, context, text)``: search, so that the best is marked."""

    def search(view: ReceptionView, context: ScreenContext, text: str) -> None:
        view.search.setText(text)
        qtbot.waitUntil(lambda: view._shown_for == text, timeout=10_000)
        settle(context)

    return search


def _type(text: str, qtbot: QtBot) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def _enter(qtbot: QtBot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_a_village_fills_in_what_it_lies_in_and_free_text_stays(
    clinic: Clinic, open_reception: Open, qtbot: QtBot, settle: Callable[..., None], heard: object
) -> None:
    view, context = open_reception(clinic)
    view.begin_new()
    view.form.first_name.set_text("Rehema")
    view.form.last_name.set_text("Lukumay")
    view.form.sex.bar.choose("F")
    view.form.birth.set_text("30")
    view.form.village.editor.setFocus()
    _type("msa", qtbot)
    assert view.form.village.suggest.is_open
    _enter(qtbot)
    assert view.form.village.text() == "Msanga"
    assert [view.form.places.upper[name].text() for name in ("ward", "council", "region")] == [
        "Msanga", "Chamwino", "Dodoma"
    ]  # fmt: skip
    view.form.village.editor.setFocus()
    view.form.village.set_text("")
    _type("Xyz juu", qtbot)
    _enter(qtbot)
    assert view.form.village.text() == "Xyz juu"
    assert QApplication.focusWidget() is not view.form.village.editor
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(heard.patients), timeout=10_000)  # type: ignore[attr-defined]
    settle(context)
    patient = clinic.patients.get(heard.patients[0])  # type: ignore[attr-defined]
    assert (patient.village, patient.council) == ("Xyz juu", "Chamwino")


def test_a_known_village_is_settled_without_opening_the_list(
    clinic: Clinic, open_reception: Open, qtbot: QtBot
) -> None:
    view, _ = open_reception(clinic)
    view.begin_new()
    view.form.village.set_text("buigiri")
    view.form.birth.set_text("30")
    assert view.form.form().ward == "Buigiri"


def test_a_new_child_is_registered_beside_the_mother_and_joins_her_household(
    clinic: Clinic,
    open_reception: Open,
    mark: Callable[..., None],
    qtbot: QtBot,
    settle: Callable[..., None],
    heard: object,
) -> None:
    mother = _register(clinic, "Asha", "Komba", phone="0754123456")
    view, context = open_reception(clinic)
    mark(view, context, mother.number)
    qtbot.keyClick(view, Qt.Key.Key_H, ALT)
    qtbot.waitUntil(lambda: bool(view.pages.household.table.model.rows), timeout=10_000)
    qtbot.keyClick(view, Qt.Key.Key_N, ALT)
    qtbot.waitUntil(view.form.first_name.editor.hasFocus, timeout=5_000)
    assert view.form.village.text() == "Buigiri"
    assert view.form.phone.text() == "0754 123 456"
    _type("Neema", qtbot)
    _enter(qtbot)
    _type("Juma", qtbot)
    _enter(qtbot)
    _type("F", qtbot)
    _enter(qtbot)
    _type("8m", qtbot)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(heard.patients), timeout=10_000)  # type: ignore[attr-defined]
    settle(context)
    child = clinic.patients.get(heard.patients[0])  # type: ignore[attr-defined]
    assert child.mother_id == mother.id
    members = {one.patient.first_name: one.roles for one in clinic.households.of(child.id).members}
    assert members == {"Asha": ("head", "mother"), "Neema": ("self",)}


def test_a_name_nobody_picked_as_the_mother_is_asked_for(
    clinic: Clinic, open_reception: Open, qtbot: QtBot
) -> None:
    view, _ = open_reception(clinic)
    view.begin_new()
    view.form.first_name.set_text("Neema")
    view.form.last_name.set_text("Juma")
    view.form.sex.bar.choose("F")
    view.form.birth.set_text("3")
    view.form._fold.setChecked(True)
    view.form.more.mother.picker.setFocus()
    _type("Zu", qtbot)
    view.save()
    assert "Nobody was picked" in view.form.more.mother.error
    assert view.form.more.mother.picker.hasFocus()


def test_a_patient_is_corrected_and_what_was_not_touched_stays(
    clinic: Clinic,
    open_reception: Open,
    mark: Callable[..., None],
    qtbot: QtBot,
    settle: Callable[..., None],
    heard: object,
) -> None:
    details: dict[str, object] = {"birth_date": None, "age_years": 30, "insurance_scheme": "nhif"}
    patient = _register(clinic, "Asha", "Komba", phone="0754123456", **details)
    view, context = open_reception(clinic)
    mark(view, context, patient.number)
    qtbot.keyClick(view, Qt.Key.Key_C, ALT)
    qtbot.waitUntil(view.form.first_name.editor.hasFocus, timeout=10_000)
    view.form.last_name.editor.setFocus()
    view.form.last_name.edit.selectAll()
    _type("Kombo", qtbot)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: any("Corrected" in text for text in heard.said), timeout=10_000)  # type: ignore[attr-defined]
    settle(context)
    now = clinic.patients.get(patient.id)
    assert (now.last_name, now.version) == ("Kombo", 2)
    for name in ("birth_date", "birth_precision", "phone", "insurance_scheme", "village"):
        assert getattr(now, name) == getattr(patient, name), name
    assert view.form.is_empty


def test_a_correction_that_was_overtaken_is_kept_on_top_when_asked(
    clinic: Clinic,
    open_reception: Open,
    mark: Callable[..., None],
    qtbot: QtBot,
    settle: Callable[..., None],
) -> None:
    patient = _register(clinic, "Asha", "Komba")
    view, context = open_reception(clinic)
    mark(view, context, patient.number)
    view._new.correct(patient)
    settle(context)
    clinic.patients.correct(
        PatientForm(
            id=patient.id, first_name="Asha", last_name="Komba", sex="F", birth_date=date(1996, 3, 1),
            village="Ilazo", expected_version=1,
        )
    )  # fmt: skip
    view.form.first_name.set_text("Aisha")
    view.save()
    settle(context)
    assert "Somebody else corrected" in view.banner.text
    view.banner._act()
    settle(context)
    assert clinic.patients.get(patient.id).first_name == "Aisha"


def test_a_nida_number_tells_the_birth_or_that_it_is_another(
    clinic: Clinic, open_reception: Open, qtbot: QtBot
) -> None:
    view, _ = open_reception(clinic)
    view.begin_new()
    nida = view.form.more.texts["nida"]
    nida.set_text("19960301123451234512")
    nida.edit.editingFinished.emit()
    assert view.form.birth.text() == "01/03/1996"
    view.form.birth.set_text("02/03/1996")
    nida.edit.editingFinished.emit()
    assert nida.note == "The number says born 01/03/1996"


def test_a_big_picture_becomes_a_small_one_on_the_card(
    clinic: Clinic,
    open_reception: Open,
    mark: Callable[..., None],
    tmp_path: Path,
    qtbot: QtBot,
    settle: Callable[..., None],
) -> None:
    patient = _register(clinic, "Asha", "Komba")
    image = QImage(3000, 4000, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.darkGreen)
    image.save(str(tmp_path / "face.png"))
    view, context = open_reception(clinic)
    mark(view, context, patient.number)
    view.chosen_actions.keep_photo(tmp_path / "face.png")
    settle(context)
    kept = clinic.photos.newest(patient.id)
    assert kept is not None
    assert len(kept) < 40_000
    size = QImage.fromData(kept).size()
    assert (size.width(), size.height()) == (300, 400)
    shown = view.chosen.findChild(QLabel, "chosenPhoto")
    assert shown is not None
    assert shown.isVisible()
    (tmp_path / "no.png").write_bytes(b"no picture")
    with pytest.raises(ValidationError):
        small_jpeg(tmp_path / "no.png")


def test_the_card_is_printed_from_the_reception(
    clinic: Clinic,
    open_reception: Open,
    mark: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    settle: Callable[..., None],
    heard: object,
) -> None:
    patient = _register(clinic, "Asha", "Komba")
    view, context = open_reception(clinic)
    mark(view, context, patient.number)
    printed: list[bytes] = []

    def print_pdf(content: bytes, *, name: str, report: Callable[..., None], job: object) -> None:
        printed.append(content)
        report("print.sent", {})

    monkeypatch.setattr(context.paper, "print_pdf", print_pdf)
    qtbot.keyClick(view, Qt.Key.Key_D, ALT)
    qtbot.waitUntil(lambda: bool(printed), timeout=20_000)
    assert printed[0].startswith(b"%PDF")
    settle(context)


def test_what_can_be_done_with_the_patient_stands_in_the_palette(
    clinic: Clinic, open_reception: Open, mark: Callable[..., None], qtbot: QtBot
) -> None:
    view, context = open_reception(clinic)
    of_a_patient = {"correctPatient", "household", "printCard", "mergePatient"}
    assert not of_a_patient & {one.name for one in view.commands()}
    patient = _register(clinic, "Asha", "Komba")
    mark(view, context, patient.number)
    actions = {one.name: one for one in view.commands()}
    assert of_a_patient <= set(actions)
    actions["household"].do()
    qtbot.waitUntil(lambda: bool(view.pages.household.table.model.rows), timeout=10_000)
    assert view.pages.household.table.current is not None
    assert view.pages.household.table.current.patient.id == patient.id


def test_where_the_last_patient_lives_is_suggested_for_the_next(
    clinic: Clinic, open_reception: Open, qtbot: QtBot
) -> None:
    view, _ = open_reception(clinic)
    view.form.places.learn(_register(clinic, "Asha", "Komba", village="Kwa Mzee Juma"))
    view.begin_new()
    view.form.village.editor.setFocus()
    _type("kwa mz", qtbot)
    _enter(qtbot)
    assert view.form.village.text() == "Kwa Mzee Juma"
