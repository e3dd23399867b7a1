"""The client registry at registration and later: never needed, never writing over what was typed."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow, RegistryId
from sync.service import SyncService
from ui.reception.registry_list import RegistryList
from ui.reception.view import ReceptionView
from ui.screen import ScreenContext, ScreenView

HCR = "urn:emr-desktop:client-registry"
NIDA = "19940308-12345-00001-21"
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Open = Callable[..., tuple[ReceptionView, ScreenContext]]


@pytest.fixture
def registry() -> Iterator[Any]:
    path = Path(__file__).parents[2] / "servers" / "registry.py"
    spec = importlib.util.spec_from_file_location("registry_of_windows", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    with module.serve(lifetime_s=120) as server:
        server.people += [
            module.Person(
                hcr="HCR-00012", first="NEEMA", middle="Aisha", last="MUSHI", nida=NIDA, village="Buigiri",
                phone="0754123456", numbers=(("urn:emr-desktop:101168-3:patient-number", "x"),),
            ),
            module.Person(hcr="HCR-00077", first="Neema", last="Mushi", born="1961-01-01"),
        ]  # fmt: skip
        yield server


@pytest.fixture
def with_registry(clinic: Clinic, registry: Any) -> Any:
    SyncService(work=clinic.work).add_target(
        kind="registry-pdqm", name="cr", url=registry.fhir_url, token=registry.token
    )
    return registry


@pytest.fixture
def open_reception(
    make_context: Callable[..., ScreenContext],
    shown: Callable[[ScreenView], ScreenView],
    settle: Callable[[ScreenContext], None],
) -> Open:
    def open_it(clinic: Clinic, *, language: str = "en") -> tuple[ReceptionView, ScreenContext]:
        context = make_context(clinic, language=language)
        view = ReceptionView(context=context)
        shown(view)
        settle(context)
        return view, context

    return open_it


def _fill(view: ReceptionView, *, phone: str = "") -> None:
    view.begin_new()
    for field, text in (("first_name", "Neema"), ("last_name", "Mushi"), ("phone", phone)):
        view.form.fields()[field].set_text(text)  # type: ignore[attr-defined]
    view.form.sex.bar.choose("F")
    view.form.birth.set_text("12/3/1994")
    view.form.edited.emit()


def _line(view: ReceptionView) -> Any:
    return view._new.registry


def _ask(view: ReceptionView, context: ScreenContext, qtbot: QtBot) -> RegistryList:
    line = _line(view)
    qtbot.waitUntil(line.button.isVisible, timeout=5_000)
    qtbot.keyClick(view.form.first_name.editor, Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: not line.asking.is_asking and context.tasks.is_idle, timeout=10_000)
    return line.results  # type: ignore[no-any-return]


def _texts(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_without_a_registry_nothing_is_offered(clinic: Clinic, open_reception: Open, qtbot: QtBot) -> None:
    view, _ = open_reception(clinic)
    _fill(view)
    qtbot.wait(300)
    assert not _line(view).isVisible()
    assert not view.chosen.findChild(QPushButton, "registryChosen").isVisibleTo(view.chosen)


@pytest.mark.parametrize("language", ["en", "sw"])
def test_what_is_empty_is_filled_and_what_was_typed_stays(
    clinic: Clinic,
    with_registry: Any,
    open_reception: Open,
    heard: Any,
    settle: Callable[..., None],
    qtbot: QtBot,
    language: str,
) -> None:
    view, context = open_reception(clinic, language=language)
    view.begin_new()
    assert not _line(view).button.isVisible()  # nothing was typed yet
    _fill(view, phone="0700111222")
    results = _ask(view, context, qtbot)
    tiles = results.findChildren(QPushButton, "registryCandidate")
    assert [tile.accessibleName().split(".")[0] for tile in tiles] == ["Neema Aisha Mushi", "Neema Mushi"]
    assert "0700 111 222" in _texts(tiles[0])  # marked: here it is so
    assert "12/03/1994" in _texts(tiles[0])
    qtbot.keyClick(view.form.first_name.editor, Qt.Key.Key_1, ALT)
    form = view.form.half_form()
    assert (form.middle_name, form.nida, form.village) == ("Aisha", NIDA, "Buigiri")
    assert (form.phone, form.birth_date) == ("0700111222", date(1994, 3, 12))
    takes = results.findChildren(QPushButton, "registryTake")
    assert len(takes) == 2
    takes[0].click()  # the date of birth; both stood side by side
    assert view.form.half_form().birth_date == date(1994, 3, 8)
    qtbot.keyClick(view.form.first_name.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(heard.patients), timeout=10_000)
    settle(context)
    kept = clinic.patients.get(heard.patients[0])
    assert kept.registry_ids == (RegistryId(HCR, "HCR-00012"),)
    assert kept.phone == "+255700111222"
    assert not results.isVisible()


def test_not_this_person_takes_back_what_was_filled(
    clinic: Clinic, with_registry: Any, open_reception: Open, qtbot: QtBot
) -> None:
    view, context = open_reception(clinic)
    _fill(view)
    results = _ask(view, context, qtbot)
    qtbot.keyClick(view.form.first_name.editor, Qt.Key.Key_1, ALT)
    view.form.village.set_text("Msanga")
    results.findChild(QPushButton, "registryUndo").click()
    QApplication.processEvents()  # what was laid out anew is shown
    form = view.form.half_form()
    assert (form.middle_name, form.nida, form.phone, form.village) == (None, None, None, "Msanga")
    assert view.form.registry_id is None
    assert sum(not each.isHidden() for each in results.findChildren(QPushButton, "registryCandidate")) == 2


def test_searching_takes_the_answer_away_and_gives_the_table_back(
    clinic: Clinic, with_registry: Any, open_reception: Open, qtbot: QtBot
) -> None:
    view, context = open_reception(clinic)
    _fill(view)
    results = _ask(view, context, qtbot)
    assert results.isVisible()
    assert not view.results.isVisible()
    qtbot.keyClicks(view.search, "as")
    assert not results.isVisible()
    assert view.results.isVisible()
    results = _ask(view, context, qtbot)
    results.focus_first()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not results.isVisible()
    assert view.form.first_name.text() == "Neema"


def test_silence_is_a_quiet_sentence_and_registering_goes_on(
    clinic: Clinic, with_registry: Any, open_reception: Open, heard: Any, settle: Any, qtbot: QtBot
) -> None:
    with_registry.fail("status", status=500)
    view, context = open_reception(clinic)
    _fill(view)
    results = _ask(view, context, qtbot)
    assert not results.isVisible()
    assert "does not answer" in _line(view).told.text()
    assert not view.banner.isVisible()
    view.save()
    qtbot.waitUntil(lambda: bool(heard.patients), timeout=10_000)
    settle(context)
    assert clinic.patients.get(heard.patients[0]).registry_ids == ()


def test_a_slow_registry_holds_nobody_up(
    clinic: Clinic, with_registry: Any, open_reception: Open, heard: Any, settle: Any, qtbot: QtBot
) -> None:
    with_registry.fail("slow_before", seconds=20)
    view, context = open_reception(clinic)
    _fill(view)
    line = _line(view)
    qtbot.waitUntil(line.button.isVisible, timeout=5_000)
    line.button.click()
    assert line.asking.is_asking
    view.save()
    qtbot.waitUntil(lambda: bool(heard.patients), timeout=10_000)
    assert not line.asking.is_asking
    with_registry.heal()
    settle(context)
    assert not line.results.isVisible()


def test_who_is_here_already_is_opened_instead(
    clinic: Clinic, with_registry: Any, open_reception: Open, heard: Any, qtbot: QtBot
) -> None:
    form = PatientForm(id=new_id(), first_name="Neema", last_name="Kessy", sex="F", age_years=30)
    here = clinic.patients.register(form).value
    clinic.identifiers.link(here.id, RegistryId(HCR, "HCR-00012"))
    view, context = open_reception(clinic)
    _fill(view)
    results = _ask(view, context, qtbot)
    assert here.number in _texts(results)
    qtbot.keyClick(view.form.first_name.editor, Qt.Key.Key_1, ALT)
    assert heard.patients == [here.id]
    assert view.form.registry_id is None


def test_a_draft_keeps_the_number(clinic: Clinic, open_reception: Open) -> None:
    from ui.reception.form_draft import content_of, put_back

    view, _ = open_reception(clinic)
    _fill(view)
    view.form.registry_id = RegistryId(HCR, "HCR-00012")
    content = content_of(view.form)
    view.form.begin()
    assert view.form.registry_id is None
    put_back(view.form, new_id(), content)
    assert view.form.registry_id == RegistryId(HCR, "HCR-00012")


def _registered(clinic: Clinic, last: str = "Mushi") -> PatientRow:
    form = PatientForm(
        id=new_id(),
        first_name="Neema",
        last_name=last,
        sex="F",
        birth_date=date(1994, 3, 8),
        village="Msanga",
    )
    return clinic.patients.register(form).value


def _find_there(view: ReceptionView, context: ScreenContext, settle: Any, qtbot: QtBot, text: str) -> Any:
    view.search.setText(text)
    qtbot.waitUntil(lambda: view._shown_for == text, timeout=10_000)
    settle(context)
    view.chosen.findChild(QPushButton, "registryChosen").click()
    page = view.pages.stack.currentWidget()
    qtbot.waitUntil(lambda: not page.asking.is_asking and context.tasks.is_idle, timeout=10_000)  # type: ignore[attr-defined]
    settle(context)
    return page


def test_somebody_registered_is_linked_later_and_set_right(
    clinic: Clinic, with_registry: Any, open_reception: Open, settle: Any, qtbot: QtBot
) -> None:
    patient = _registered(clinic)
    view, context = open_reception(clinic)
    page = _find_there(view, context, settle, qtbot, "neema")
    page.results.findChildren(QPushButton, "registryCandidate")[0].click()
    QApplication.processEvents()  # what was laid out anew is shown
    assert "Buigiri" in _texts(page.results)  # both words stand side by side; neither changes
    page.link.click()
    settle(context)
    assert clinic.patients.get(patient.id).registry_ids == (RegistryId(HCR, "HCR-00012"),)
    assert clinic.patients.get(patient.id).village == "Msanga"
    assert "HCR-00012" in _texts(page)
    page.findChild(QPushButton, "registryUnlink").click()
    settle(context)
    assert clinic.patients.get(patient.id).registry_ids == ()
    view.step_back()
    assert view.pages.is_front


def test_a_number_that_another_patient_has_is_not_taken(
    clinic: Clinic, with_registry: Any, open_reception: Open, settle: Any, heard: Any, qtbot: QtBot
) -> None:
    other = _registered(clinic, "Kessy")
    clinic.identifiers.link(other.id, RegistryId(HCR, "HCR-00012"))
    patient = _registered(clinic)
    view, context = open_reception(clinic)
    page = _find_there(view, context, settle, qtbot, "mushi")
    page.results.findChildren(QPushButton, "registryCandidate")[0].click()
    assert not page.link.isVisible()
    assert other.number in _texts(page.banner)
    assert clinic.patients.get(patient.id).registry_ids == ()
