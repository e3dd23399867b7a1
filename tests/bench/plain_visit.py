"""Counts the keys of a plain visit: from the reception's empty search to the saved prescription.

Somebody who was here before comes with fever: found by the name, weighed, fever measured, an mRDT that is
positive, malaria, ALu by weight, home. Every key is one that the real window got; a key held down (Ctrl)
counts as one more.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from figures import Figure

MOST_KEYS = 60  # what a whole visit with two medicines may take, besides free text
_WAITS_S = 20.0
_POSITIVE = {"en": "p", "sw": "c"}


@dataclass
class Count:
    """Keys by the step they belong to; ``free`` are the letters of the complaint."""

    by_step: dict[str, int] = field(default_factory=dict)
    free: int = 0
    saved: bool = False
    medicine: str = ""

    @property
    def total(self) -> int:
        return sum(self.by_step.values())


def key_figures() -> list[Figure]:
    """The figures in both languages."""
    figures = []
    for language, name in (("sw", "Swahili"), ("en", "English")):
        count = plain_visit(language)
        if not (count.saved and count.medicine == "alu20120"):
            raise RuntimeError(f"the visit was not saved as meant: {count}")
        steps = ", ".join(f"{step} {keys}" for step, keys in count.by_step.items())
        figures.append(
            Figure(
                f"keys of a plain visit (fever, mRDT, ALu, home), {name}",
                count.total,
                "keys",
                MOST_KEYS,
                f"{steps}; besides {count.free} letters of the complaint",
            )
        )
    return figures


def plain_visit(language: str) -> Count:
    """Write the visit in a window of its own, on a record of its own."""
    from PySide6.QtWidgets import QApplication

    from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD, make_demo
    from emr_desktop.facility.service import unlock
    from ui.app import build
    from ui.qt.tasks import Tasks

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as home:
        before = os.environ.get("EMR_DEVICE_DIR")
        os.environ["EMR_DEVICE_DIR"] = str(Path(home) / "device")
        try:
            folder = Path(home) / "record"
            folder.mkdir()
            make_demo(folder, months=1, per_day=6)
            tasks = Tasks()
            shell = build(application, folder=folder, language=language, tasks=tasks)
            try:
                shell.resize(1366, 768)
                shell.show()
                shell._open(unlock(folder, username=IN_CHARGE, password=TRAINING_PASSWORD))
                return _Hands(shell, tasks).visit(language)
            finally:
                shell.close()
                tasks.close()
                shell.deleteLater()
        finally:
            if before is None:
                del os.environ["EMR_DEVICE_DIR"]
            else:
                os.environ["EMR_DEVICE_DIR"] = before


class _Hands:
    """Presses keys where the cursor is."""

    def __init__(self, shell: Any, tasks: Any) -> None:
        self._shell, self._tasks, self._keys = shell, tasks, 0

    def visit(self, language: str) -> Count:
        from emr_desktop.identity import new_id
        from emr_desktop.patients.rows import PatientForm

        frame, count = self._shell.frame, Count()
        clinic = frame.context.clinic
        known = PatientForm(
            id=new_id(), first_name="Tumsifu", last_name="Ngalawa", sex="F", birth_date=date(1992, 3, 3)
        )
        clinic.patients.register(known)
        frame.go_to("reception")
        self._settle()
        if self._at() != "patientSearch":
            raise RuntimeError(f"the cursor is at {self._at()}, not in the search")

        def step(name: str, do: Callable[[], object]) -> None:
            before = self._keys
            do()
            count.by_step[name] = self._keys - before

        step("finding", lambda: (self._type("tums nga"), self._settle(), self._enter(), self._arrive()))
        step(
            "weight and temperature",
            lambda: (self._type("58"), self._walk_to("temperatureC"), self._type("38.9")),
        )
        step("to the complaint", lambda: self._walk_to("complaint"))
        before = self._keys
        self._type("homa siku 2")
        count.free, self._keys = self._keys - before, before
        step("mRDT", lambda: (self._walk_to("testMrdt"), self._type(_POSITIVE[language])))
        step("diagnosis", lambda: (self._walk_to("diagnosisPicker"), self._pick("mal")))
        step("ALu", lambda: (self._walk_to("medicinePicker"), self._pick("al")))
        step("saving", self._save)
        visits = clinic.visits.timeline(known.id)
        count.saved = len(visits) == 1
        if count.saved:
            form = clinic.visits.get(visits[0].id).form
            count.medicine = ", ".join(each.medicine for each in form.prescriptions)
        return count

    def _press(self, key: Any, *, held: bool = False) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        widget = QApplication.focusWidget()
        if widget is None:
            raise RuntimeError("the cursor is nowhere")
        modifier = Qt.KeyboardModifier.ControlModifier if held else Qt.KeyboardModifier.NoModifier
        self._keys += 2 if held else 1
        if isinstance(key, str):
            QTest.keyClicks(widget, key)
        else:
            QTest.keyClick(widget, key, modifier)
        QApplication.processEvents()

    def _type(self, text: str) -> None:
        for letter in text:
            self._press(letter)

    def _enter(self) -> None:
        from PySide6.QtCore import Qt

        self._press(Qt.Key.Key_Return)

    def _walk_to(self, name: str) -> None:
        """With Enter, as people do."""
        for _ in range(12):
            if self._at() == name:
                return
            self._enter()
        raise RuntimeError(f"{name} does not come; the cursor is at {self._at()}")

    def _pick(self, letters: str) -> None:
        self._type(letters)
        self._settle()
        self._enter()
        self._settle()

    def _save(self) -> None:
        from PySide6.QtCore import Qt

        self._press(Qt.Key.Key_Return, held=True)
        self._settle()

    def _arrive(self) -> None:
        """The visit is open and the cursor in it."""
        self._settle()
        if self._at() != "weightKg":
            raise RuntimeError(f"the visit did not open; the cursor is at {self._at()}")

    @staticmethod
    def _at() -> str:
        from PySide6.QtWidgets import QApplication

        widget = QApplication.focusWidget()
        return "" if widget is None else widget.objectName()

    def _settle(self) -> None:
        from PySide6.QtTest import QTest

        end = time.monotonic() + _WAITS_S
        for _ in range(3):
            QTest.qWait(150)  # the short pauses that follow a key
            while not self._tasks.is_idle:
                if time.monotonic() > end:
                    raise RuntimeError("the window does not come to rest")
                QTest.qWait(10)
