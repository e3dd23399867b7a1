"""Words that are markup or formulas are shown, printed and exported as they were typed."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from emr_desktop.errors import ValidationError
from emr_desktop.exchange.cells import unguard
from emr_desktop.exchange.exporting import export_patients
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.printing.patient_card import patient_card_pdf
from ui.shell import Shell

IMAGE = '<img src="file://10.0.0.1/x.png">'
FORMULA = "=cmd|'/C calc'!A0"
TODAY = date(2026, 11, 18)


def test_words_that_are_markup_or_formulas_stay_what_they_are(
    logged_in: Callable[..., Shell], tmp_path: Path, qtbot: QtBot
) -> None:
    shell = logged_in()
    frame = shell.frame
    assert frame is not None
    clinic = frame.context.clinic
    patient = clinic.patients.register(
        PatientForm(
            id=new_id(),
            first_name="Asha",
            last_name="Juma",
            sex="F",
            birth_date=date(1990, 1, 1),
            village=FORMULA,
            ward=IMAGE,
            guardian=IMAGE,
            allergies=(IMAGE,),
        )
    ).value
    shown = 0
    for name in ("reception", "consultation", "triage", "laboratory", "pharmacy"):
        frame.go_to(name)
        frame.view(name).show_patient(patient.id)
        qtbot.waitUntil(lambda: frame.context.tasks.is_idle, timeout=20_000)
        shown += _all_plain(shell)
    assert shown
    card = patient_card_pdf(patient, clinic.work.facility, language="en")
    if shutil.which("pdftotext"):
        (tmp_path / "card.pdf").write_bytes(card)
        read = subprocess.run(
            ["pdftotext", "-raw", tmp_path / "card.pdf", "-"], check=True, capture_output=True, text=True
        ).stdout
        assert "<img" in read
    export_patients(clinic.work, date(2026, 1, 1), TODAY, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as handle:
        (line,) = [each for each in csv.DictReader(handle) if each["first_name"] == "Asha"]
    assert line["village"] == "'" + FORMULA
    assert unguard(line["village"]) == patient.village == FORMULA
    assert line["guardian"] == IMAGE


def _all_plain(shell: QWidget) -> int:
    """How many labels show the markup; each shows it as it was typed."""
    shown = 0
    for label in shell.findChildren(QLabel):
        if "<img" in label.text():
            shown += 1
            assert label.textFormat() == Qt.TextFormat.PlainText, label.objectName()
    for widget in shell.findChildren(QWidget):
        assert "<img" not in widget.toolTip(), widget.objectName()
    return shown


@pytest.mark.parametrize("name", [IMAGE, FORMULA])
def test_a_name_that_is_no_name_is_refused(logged_in: Callable[..., Shell], name: str) -> None:
    frame = logged_in().frame
    assert frame is not None
    with pytest.raises(ValidationError, match="name_malformed"):
        frame.context.clinic.patients.register(
            PatientForm(id=new_id(), first_name=name, last_name="Juma", sex="M", birth_date=date(1990, 1, 1))
        )
