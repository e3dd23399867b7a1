"""Searching patients for a picker: asked on the worker, a little after the last key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer

from emr_desktop.patients.rows import PatientHit, PatientRow
from emr_desktop.patients.service import PatientService
from emr_desktop.visits.age import age_text
from ui.qt.language import Language
from ui.qt.tasks import Failed, Tasks
from ui.widgets.picker import Choice, Deliver

PAUSE_MS = 60


def told(patient: PatientRow, *, today: date, language: str) -> str:
    """What stands beside a name so that two of the same name are told apart."""
    age = age_text(patient.birth_date, max(today, patient.birth_date), language)
    short = patient.number.partition("/")[2] or patient.number  # the code in front is nearly always ours
    return "  ·  ".join(part for part in (age, patient.village, short) if part)


class PatientFinder(QObject):
    """A ``Search`` for ``Picker``; ``failed`` takes what goes wrong."""

    def __init__(
        self,
        *,
        patients: PatientService,
        tasks: Tasks,
        language: Language,
        today: date,
        failed: Failed,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._patients, self._tasks, self._language = patients, tasks, language
        self._today, self._failed = today, failed
        self._wanted = ""
        self._deliver: Deliver | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)

    def __call__(self, text: str, deliver: Deliver) -> None:
        self._wanted, self._deliver = text, deliver
        self._pause.start()

    def _ask(self) -> None:
        wanted, deliver = self._wanted, self._deliver
        if deliver is None:
            return

        def done(hits: Sequence[PatientHit]) -> None:
            deliver([self._choice(hit.patient) for hit in hits])

        self._tasks.run(
            self,
            lambda: self._patients.search(wanted, limit=20),
            done=done,
            failed=self._failed,
            key="search",
        )

    def _choice(self, patient: PatientRow) -> Choice:
        return Choice(
            patient.id, patient.full_name, told(patient, today=self._today, language=self._language.code)
        )
