"""What was typed is there again after the program was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from emr_desktop.clinic import Clinic
from emr_desktop.patients.rows import PatientRow
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

SCRIPT = Path(__file__).with_name("type_until_killed.py")
ROOT = Path(__file__).parents[3]


def test_a_draft_survives_kill_9(
    clinic: Clinic,
    data_folder: Path,
    password: str,
    register: Callable[..., PatientRow],
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., ConsultationView],
    settle: Callable[[ScreenContext], None],
) -> None:
    patient = register()
    environment = os.environ | {
        "EMR_PASSWORD": password,
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
    username = clinic.work.actor.username
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(data_folder), username, str(patient.id)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
    finally:
        process.kill()
        _, complaints = process.communicate(timeout=30)
    assert line == "kept", complaints

    context = make_context(clinic)
    view = shown(ConsultationView(context=context))
    view.show_patient(patient.id)
    settle(context)
    assert view.consultation is not None
    assert view.consultation.fields["weight_kg"] == "57.5"
    assert view.consultation.fields["complaint"] == "Homa siku tatu"
    assert "goes on where it stopped" in view.banner.text
