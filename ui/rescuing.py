"""The page that saves what can be read of a damaged record; the record itself stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from ui.gate import Gate
from ui.messages import sentence
from ui.qt.language import Language
from ui.qt.messages import Place, message_for
from ui.qt.tasks import Tasks
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.front_page import FrontPage
from ui.widgets.layout import words

if TYPE_CHECKING:
    from emr_desktop.access.work_session import WorkSession
    from emr_desktop.rescue.service import Rescued
    from ui.shell import Shell


class RescuePage(FrontPage):
    """Who asks, where the files go, and what came of it.

    Signals:
        stepped_back: to the start.
        trouble: an exception that needs a page of its own.
    """

    stepped_back = Signal()
    trouble = Signal(object)

    def __init__(
        self, *, gate: Gate, tasks: Tasks, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(language=language, width=640, parent=parent)
        self.setObjectName("rescue")
        self._gate, self._tasks = gate, tasks
        self._found: Rescued | None = None
        self.username = TextField("rescueUser", longest=32, parent=self)
        self.password = TextField("rescuePassword", secret=True, longest=256, parent=self)
        self.paper = TextField("rescuePaper", longest=80, parent=self)
        self.folder = TextField("rescueFolder", longest=400, parent=self)
        self._fields = (self.username, self.password, self.paper, self.folder)
        for field in self._fields:
            self.body.addWidget(field)
        self._choose = Button("rescueChoose", parent=self)
        self.body.addWidget(self._choose)
        self.told = words(wrap=True, parent=self)
        self.told.setObjectName("rescueTold")
        self.body.addWidget(self.told)
        self._back = Button("rescueBack", kind="quiet", parent=self)
        self._go = Button("rescueGo", kind="primary", parent=self)
        self.foot.addWidget(self._back)
        self.foot.addStretch(1)
        self.foot.addWidget(self._go)
        self._back.clicked.connect(self.stepped_back)
        self._choose.clicked.connect(self._ask_where)
        self._go.clicked.connect(self.save)
        FormKeys(self, save=self.save, back=self.stepped_back.emit)
        self._translate()

    def begin(self) -> None:
        """Start afresh."""
        self._found = None
        for field in self._fields:
            field.set_text("")
            field.set_error(None)
        self.banner.clear()
        self._translate()
        self.username.editor.setFocus()

    def save(self) -> None:
        """Read what can be read, beside the GUI thread."""
        if not self._go.isEnabled() or self._found is not None:
            return
        self.banner.clear()
        if not self.folder.text():
            self.folder.set_error(self.tr("Choose where the files go, best a USB stick."))
            self.folder.editor.setFocus()
            return
        self.folder.set_error(None)
        out, username = Path(self.folder.text()), self.username.text()
        password, paper = self.password.raw_text(), self.paper.text()
        self.show_busy(True)
        self._tasks.run(
            self,
            lambda: self._gate.rescue(out, username=username, password=password, recovery_key=paper),
            done=self._show,
            failed=self._fail,
        )

    def _show(self, found: Rescued) -> None:
        self.show_busy(False)
        self._found = found
        for field in self._fields:
            field.set_text("")
        self._translate()
        self._back.setFocus()

    def _fail(self, error: BaseException) -> None:
        self.show_busy(False)
        message = message_for(error, self._language.code)
        if message.place is Place.CRASH:
            self.trouble.emit(error)
        elif message.field == "recovery_key":
            self.paper.set_error(message.text)
        else:
            self.banner.show_message(message.text)

    def _ask_where(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Where the files go"), documents)
        if chosen:
            self.folder.set_text(str(Path(chosen) / "emr-rescue"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.set_title(
            self.tr("Save what can be read"),
            self.tr(
                "The damaged files are copied aside and never changed. Patients and visits that can still be"
                " read become files that are not encrypted: choose a USB stick that you lock away."
            ),
        )
        self.username.set_label(self.tr("User name"))
        self.password.set_label(self.tr("Password"))
        self.paper.set_label(self.tr("Or the paper recovery key"))
        self.folder.set_label(self.tr("New folder for the files"))
        self._choose.set_text(self.tr("Choose a place…"))
        self._go.set_text(self.tr("Save what can be read"))
        self._back.set_text(self.tr("Back"))
        done = self._found is not None
        for widget in (*self._fields, self._choose, self._go):
            widget.setVisible(not done)
        self.told.setVisible(done)
        if self._found is not None:
            said = (sentence(code, params, self._language.code) for code, params in self._found.sentences())
            self.told.setText("\n\n".join(said))


class Rescuing:
    """The page, made when it is first asked for, and its way back to the start."""

    def __init__(
        self, *, gate: Gate, tasks: Tasks, language: Language, shell: Shell, stack: QStackedWidget
    ) -> None:
        self.page = RescuePage(gate=gate, tasks=tasks, language=language, parent=shell)
        self._stack, self._tasks = stack, tasks
        self.page.stepped_back.connect(shell.begin)
        self.page.trouble.connect(shell.show_trouble)
        stack.addWidget(self.page)

    def begin(self, work: WorkSession | None) -> None:
        """Bring the page to the front, empty, and close the session that was open."""
        self.page.begin()
        self._stack.setCurrentWidget(self.page)
        if work is not None:  # without folding the log in: a damaged file is not written to on purpose
            self._tasks.run(self.page, work.database.engine.dispose, failed=lambda error: None)
