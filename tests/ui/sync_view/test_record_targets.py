"""A target for patients' records as a person sets it up and follows it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm
from ui.screen import ScreenContext
from ui.sync_view.sync_words import delivery_name, delivery_story, target_story
from ui.sync_view.view import SyncView

ROOT = Path(__file__).parents[3]


@pytest.fixture
def registry() -> Iterator[Any]:
    """The stand-in FHIR server."""
    spec = importlib.util.spec_from_file_location("registry_of_windows", ROOT / "tests/servers/fhir.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    with module.serve(lifetime_s=120) as server:
        yield server


@pytest.fixture
def view(
    context: ScreenContext, shown: Callable[..., SyncView], settle: Callable[[ScreenContext], None]
) -> SyncView:
    view = shown(SyncView(context=context))
    settle(context)
    return view


def choose(view: SyncView, kind: str) -> None:
    box = view.findChild(QComboBox, "targetKind")
    box.setCurrentIndex(box.findData(kind))


def test_the_form_shows_what_belongs_to_the_kind(view: SyncView) -> None:
    view.findChild(QPushButton, "addTarget").click()
    mapping, mark = view.findChild(QComboBox, "targetMapping"), view.findChild(QCheckBox, "targetSensitive")
    assert mapping.isVisible()
    assert not mark.isVisible()
    choose(view, "hdu")
    assert not mapping.isVisible()
    assert mark.isVisible()
    assert not mark.isChecked()
    assert view.findChild(QLineEdit, "targetName").text() == "hdu"
    view.findChild(QLineEdit, "targetName").setText("kanda")
    choose(view, "fhir")
    assert view.findChild(QLineEdit, "targetName").text() == "kanda"


def test_a_record_target_is_tested_at_once_and_its_visits_are_told_of(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    registry: Any,
    qtbot: QtBot,
) -> None:
    view.findChild(QPushButton, "addTarget").click()
    choose(view, "fhir")
    view.findChild(QLineEdit, "targetUrl").setText(registry.url)
    view.findChild(QLineEdit, "targetToken").setText(registry.token)
    view.findChild(QPushButton, "saveTarget").click()
    settle(context)
    qtbot.waitUntil(lambda: bool(view.targets.model.rows), timeout=10_000)
    assert "Stand-in FHIR" in view.banner.text
    assert "kept back" in view.banner.text
    clinic = context.clinic
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Neema", last_name="Mushi", sex="F", birth_date=date(1994, 3, 8))
    ).value
    codes = (DiagnosisEntry(icd10="B54"), DiagnosisEntry(icd10="B24"))
    clinic.visits.save(
        VisitForm(id=new_id(), patient_id=patient.id, visit_date=date(2026, 11, 18), diagnoses=codes)
    )
    context.sync.run_pass(timeout_s=20)
    context.sync_bridge.refresh()
    settle(context)
    (row,) = context.sync.status().deliveries
    assert delivery_name(row, "en") == "A visit"
    assert delivery_story(row, "en") == "Stored there; marked things were kept back"
    (target,) = context.sync.targets()
    assert target_story(target, "en") == "Ready; HIV, violence and mental health kept back"
    # Whom a delivery is about is nobody's business on this screen.
    assert "Neema" not in str(view.deliveries.model.rows)


def test_the_filter_of_a_target_that_exists_is_changed_after_asking(
    view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None], registry: Any
) -> None:
    records = context.sync.records
    context.sync.add_target(kind="fhir", name="shr", url=registry.url, token=registry.token)
    context.sync_bridge.refresh()
    settle(context)
    view.targets.view.setCurrentIndex(view.targets.model.index(0, 0))
    button = view.findChild(QPushButton, "filterTarget")
    assert button.isVisible()
    button.click()
    settle(context)
    assert "0 visits went without them" in view._filter._details.text()
    assert records.preview_filter("shr", sensitive=True).before is False
    view._filter.yes.click()
    settle(context)
    assert records.preview_filter("shr", sensitive=True).before is True
    button.click()
    settle(context)
    assert "Keep" in view._filter.text
    assert view.step_back()
    assert not view._filter.text
