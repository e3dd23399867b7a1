"""The real window of an unlocked facility, and somebody who works in it with keys alone."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import VisitForm
from ui.consultation.view import ConsultationView
from ui.main_window import MainWindow
from ui.qt.preview import PreviewDialog
from ui.qt.printing import Paper
from ui.shell import Shell
from ui.widgets.picker import Picker


@dataclass
class Printed:
    """What came out of the printer."""

    files: list[bytes]

    def text(self, folder: Path) -> str:
        """The words of the last paper."""
        if shutil.which("pdftotext") is None:
            pytest.skip("pdftotext is not installed")
        path = folder / "printed.pdf"
        path.write_bytes(self.files[-1])
        read = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True)
        return read.stdout.decode()


class Person:
    """Sits before the window of the program, sees what stands on it, and has nothing but keys."""

    def __init__(self, shell: Shell, qtbot: QtBot) -> None:
        self.shell, self._qtbot = shell, qtbot
        frame = shell.frame
        assert frame is not None
        self.frame: MainWindow = frame
        self.presses = 0

    @property
    def clinic(self) -> Clinic:
        return self.frame.context.clinic

    # keys ----------------------------------------------------------------------------------------------

    @property
    def at(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    @property
    def place(self) -> str:
        """The name of the field with the cursor."""
        return self.at.objectName()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.presses += 1 if modifier == Qt.KeyboardModifier.NoModifier else 2
        QTest.keyClick(self.at, key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            self.presses += 1
            QTest.keyClicks(self.at, letter)
            QApplication.processEvents()

    def enter(self, times: int = 1) -> None:
        for _ in range(times):
            self.press(Qt.Key.Key_Return)

    def write(self, *texts: str) -> None:
        """Type into one field after the other, Enter between them."""
        for text in texts:
            self.type(text)
            self.enter()

    def settle(self) -> None:
        """Wait until the window has nothing left to do."""
        self._qtbot.waitUntil(lambda: self.frame.context.tasks.is_idle, timeout=20_000)
        QApplication.processEvents()

    def alt(self, letter: str) -> None:
        """A letter or a digit with Alt: a button, a side page."""
        self.presses += 2
        QTest.keyClick(self.at, letter, Qt.KeyboardModifier.AltModifier)
        self.settle()

    def button(self, name: str) -> None:
        """A button by the underlined letter of its words, in the language on show."""
        button = self.visible(name)
        _, _, after = button.text().replace("&&", "").partition("&")
        assert after, f"{name} has no letter: {button.text()}"
        pressed: list[bool] = []
        button.clicked.connect(lambda: pressed.append(True))
        self.alt(after[0].lower())
        self._qtbot.waitUntil(lambda: bool(pressed), timeout=5_000)  # Qt shows it pressed for a moment
        self.settle()

    def ctrl(self, letter: str) -> None:
        self.presses += 2
        QTest.keyClick(self.at, letter, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def screen(self, name: str) -> Any:
        """To a screen by its key, as the rail shows it; the screen that is then in front."""
        key = {
            "reception": Qt.Key.Key_F2,
            "triage": Qt.Key.Key_F3,
            "consultation": Qt.Key.Key_F4,
            "laboratory": Qt.Key.Key_F5,
            "pharmacy": Qt.Key.Key_F6,
        }[name]
        self.press(key)
        self.settle()
        view = self.frame.view(name)
        assert view is not None
        assert view.isVisible(), name
        return view

    def go(self, name: str) -> None:
        """To a field by the underlined letter of its label, in the language on show."""
        field = self.visible(name)
        label = next(
            each
            for each in self.frame.findChildren(QLabel)
            if each.isVisible()
            and each.buddy() is not None
            and field in (each.buddy(), each.buddy().focusProxy())
        )
        _, _, after = label.text().replace("&&", "").partition("&")
        assert after, f"{name} has no letter"
        self.presses += 2
        QTest.keyClick(self.at, after[0].lower(), Qt.KeyboardModifier.AltModifier)
        QApplication.processEvents()
        assert self.at in (field, field.focusProxy()), (name, self.place)

    def walk_to(self, name: str) -> None:
        """To a field that comes soon, with Enter as people do."""
        for _ in range(8):
            if self.place == name:
                return
            self.enter()
        raise AssertionError(f"{name} does not come; the cursor is at {self.place}")

    def tab_to(self, name: str, *, back: bool = False) -> None:
        """To a field with Tab, or with Shift+Tab."""
        for _ in range(60):
            if self.place == name:
                return
            self.press(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        raise AssertionError(f"{name} does not come; the cursor is at {self.place}")

    def pick(self, field: str, letters: str) -> None:
        """To a list by its letter, some letters, Enter."""
        self.go(field)
        self.type(letters)
        self.offered()
        self.enter()

    def offered(self) -> None:
        """Wait until the list under the cursor has something to pick."""
        box = self.at
        assert isinstance(box, Picker), self.place
        self._qtbot.waitUntil(lambda: bool(box.choices), timeout=10_000)

    def call(self, patient: PatientRow) -> None:
        """Find a patient with Ctrl+F and a piece of the name; the visit opens."""
        self.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        self.type(f"{patient.first_name} {patient.last_name}".lower())
        self.offered()
        self.enter()
        self.settle()
        assert self.consultation.consultation is not None
        assert self.consultation.consultation.patient.id == patient.id

    def save(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def print(self) -> None:
        self.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def print_what_is_shown(self) -> None:
        """The pages stand in front before they are printed; the same key prints them."""
        (dialog,) = [each for each in self.shell.findChildren(PreviewDialog) if each.isVisible()]
        QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        self.presses += 2
        self.settle()

    # what is seen --------------------------------------------------------------------------------------

    @property
    def consultation(self) -> ConsultationView:
        view = self.frame.view("consultation")
        assert isinstance(view, ConsultationView)
        return view

    def visible(self, name: str) -> Any:
        """The one widget of that name on the window."""
        found = [each for each in self.frame.findChildren(QWidget, name) if each.isVisible()]
        assert found, f"no {name} on the window"
        return found[0]

    def sees(self, text: str) -> bool:
        """Whether these words stand anywhere on the window."""
        return any(
            text in each.text() for each in self.frame.findChildren(QLabel) if each.isVisible()
        ) or any(text in row for row in self.warnings())

    @property
    def error(self) -> str:
        """What is said to be wrong with the field at the cursor."""
        return "\n".join(
            each.text()
            for each in self.frame.findChildren(QLabel)
            if each.isVisible() and each.objectName() in ("fieldError", "vitalsRemark")
        )

    def warnings(self, line: int | None = None) -> tuple[str, ...]:
        """The warnings under the medicines on the page."""
        lines = self.consultation.page.medicines.lines
        wanted = lines if line is None else lines[line : line + 1]
        return tuple(text for each in wanted for text in each.findings.texts)

    # what is kept --------------------------------------------------------------------------------------

    def saved(self, patient: PatientRow) -> VisitForm:
        """The one visit of a patient, as the record holds it."""
        (summary,) = self.clinic.visits.timeline(patient.id)
        return self.clinic.visits.get(summary.id).form

    def month(self) -> dict[str, dict[str, int]]:
        """The monthly form of November 2026: row -> column -> number, what is not zero."""
        report = self.clinic.forms.show("opd", "202611")
        return {
            row.row: counted
            for row in report.rows
            if (counted := {column: number for column, number in row.cells.items() if number})
        }


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Printed:
    """The printer, as far as the program goes: the file that is handed to the system."""
    out = Printed([])

    def run(
        _paper: Paper, path: Path, report: Callable[[str, dict[str, object]], None], _job: object
    ) -> None:
        out.files.append(path.read_bytes())
        report("print.sent", {})

    monkeypatch.setattr(Paper, "_run_lp", run)
    monkeypatch.setattr("sys.platform", "linux")
    return out


@pytest.fixture
def person(logged_in: Callable[..., Shell], qtbot: QtBot) -> Callable[..., Person]:
    """``person(language="sw")``: somebody who logged in, in the language of the window."""

    def come(*, language: str = "sw", size: tuple[int, int] = (1366, 768)) -> Person:
        shell = logged_in(language=language)
        found = Person(shell, qtbot)
        found.frame.context.language.use(language)
        shell.resize(*size)
        shell.activateWindow()
        found.settle()
        return found

    return come


@pytest.fixture
def registered() -> Callable[..., PatientRow]:
    """``registered(person, first_name=...)``: a patient the reception wrote down before."""

    def register(person: Person, **changes: object) -> PatientRow:
        said = {
            "first_name": "Neema",
            "last_name": "Mrisho",
            "sex": "F",
            "birth_date": date(1996, 5, 4),
            "village": "Buigiri",
        } | changes
        return person.clinic.patients.register(PatientForm(id=new_id(), **said)).value  # type: ignore[arg-type]

    return register
