"""Bringing a facility back from a backup, before anybody is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from ui.messages import sentence
from ui.qt.language import Language
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.front_page import FrontPage
from ui.widgets.key_paper import KeyPaper
from ui.widgets.layout import row, words

if TYPE_CHECKING:
    from emr_desktop.backups.rows import BackupRow, Restored


class RestorePage(FrontPage):
    """First the file and what opens it; then what came back, and what is to be done now.

    Signals:
        file_given: a path to look at.
        asked: path, way (``paper password council``), secret, user name, new password.
        finished: the facility is there.
        stepped_back: to where one came from.
    """

    file_given = Signal(str)
    asked = Signal(str, str, str, str, str)
    finished = Signal()
    stepped_back = Signal()
    progressed = Signal(str, int, int)

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, width=640, parent=parent)
        self.setObjectName("restorePage")
        self._replaces = False
        self._looked: BackupRow | None = None
        self._restored: Restored | None = None
        self.file = TextField("restoreFile", longest=1000, parent=self)
        self._choose = Button("chooseBackup", parent=self)
        self.file.line.addWidget(self._choose)
        self.way = ChoiceField("restoreBy", parent=self)
        self.key = TextField("recoveryKey", longest=200, parent=self)
        self.username = TextField("username", longest=32, parent=self)
        self.first = TextField("newPassword", secret=True, longest=256, parent=self)
        self.second = TextField("newPasswordAgain", secret=True, longest=256, parent=self)
        self._fields = (self.file, self.way, self.key, self.username, self.first, self.second)
        for field in (self.file, self.way, self.key):
            self.body.addWidget(field)
        line = row()
        for field in (self.username, self.first, self.second):
            line.addWidget(field, 1)
        self.body.addLayout(line)
        self._told = words(wrap=True, parent=self)
        self._told.setObjectName("restoredWords")
        self.body.addWidget(self._told)
        self.paper = KeyPaper(parent=self)
        self.body.addWidget(self.paper)
        self._bar = QProgressBar(self)
        self._bar.hide()
        self.body.addWidget(self._bar)
        self._back = Button("back", kind="quiet", parent=self)
        self._go_on = Button("restore", kind="primary", parent=self)
        self.foot.addWidget(self._back)
        self.foot.addStretch(1)
        self.foot.addWidget(self._go_on)
        self._back.clicked.connect(self._step_back)
        self._go_on.clicked.connect(self._go)
        self._choose.clicked.connect(self._ask_file)
        self.file.edit.editingFinished.connect(self._give_file)
        self.way.bar.chosen.connect(lambda _code: self._translate())
        self.progressed.connect(self._show_progress)
        FormKeys(self, save=self._go, back=self._step_back)
        self._translate()
        self.way.bar.choose("paper")
        self._translate()

    def begin(self, *, replaces: bool) -> None:
        """Start afresh; ``replaces``: a facility lies here, which is moved aside."""
        self._replaces, self._looked, self._restored = replaces, None, None
        for field in (self.file, self.key, self.username, self.first, self.second):
            field.set_text("")
            field.set_error(None)
        self.banner.clear()
        self.way.bar.choose("paper")
        self._translate()
        self.file.editor.setFocus()

    def give(self, path: str) -> None:
        """The file was opened from outside: what opens it is asked next."""
        self.file.set_text(path)
        self._give_file()
        self.key.editor.setFocus()

    def show_busy(self, busy: bool) -> None:
        super().show_busy(busy)
        if not busy:
            self._bar.hide()

    def show_file(self, looked: object) -> None:
        """What the header of the file says of itself."""
        self._looked = looked  # type: ignore[assignment]
        self.file.set_error(None)
        self._translate()

    def show_restored(self, restored: object) -> None:
        """The facility is there."""
        self._restored = restored  # type: ignore[assignment]
        if self._restored is not None and self._restored.recovery_key is not None:
            self.paper.show_key(self._restored.recovery_key)
        self._translate()
        self._go_on.setFocus()

    @property
    def facility_name(self) -> str:
        """Of what came back; empty before."""
        return "" if self._restored is None else self._restored.facility_name

    def show_error(self, field: str | None, text: str) -> None:
        """Say it at its field, or above all."""
        at = {
            "recovery_key": self.key,
            "username": self.username,
            "password": self.first,
            "file": self.file,
        }.get(field or "")
        if at is None or not at.isVisible():
            self.banner.show_message(text)
        else:
            at.set_error(text)
            at.editor.setFocus()

    def _ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Backup"), "", "EMR Desktop (*.emrbackup)")
        if chosen:
            self.file.set_text(chosen)
            self._give_file()

    def _give_file(self) -> None:
        if self.file.text():
            self.file_given.emit(self.file.text())

    def _step_back(self) -> None:
        if self._restored is None and self._back.isEnabled():
            self.stepped_back.emit()

    def _go(self) -> None:
        if not self._go_on.isEnabled():
            return
        self.banner.clear()
        if self._restored is not None:
            if self._restored.recovery_key is None or self.paper.is_confirmed():
                self.finished.emit()
            return
        if not self.file.text():
            self.file.set_error(self.tr("Choose the file of the backup."))
            self.file.editor.setFocus()
            return
        by = self.way.bar.code or "paper"
        if by != "password" and not self.key.text():
            self.key.set_error(self.tr("Type the key."))
            self.key.editor.setFocus()
            return
        if by != "password" and self.first.raw_text() != self.second.raw_text():
            self.second.set_error(self.tr("The two passwords differ. Type the same one twice."))
            self.second.editor.setFocus()
            return
        secret = self.first.raw_text() if by == "password" else self.key.text()
        new = "" if by == "password" else self.first.raw_text()
        self.asked.emit(self.file.text(), by, secret, self.username.text(), new)

    def _show_progress(self, _step: str, done: int, total: int) -> None:
        self._bar.setRange(0, 1000)
        self._bar.setValue(1000 * done // max(total, 1))
        self._bar.show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        restored, by = self._restored, self.way.bar.code or "paper"
        for field in self._fields:
            field.setVisible(restored is None)
        self.key.setVisible(restored is None and by != "password")
        self.second.setVisible(restored is None and by != "password")
        self._told.setVisible(restored is not None)
        self.paper.setVisible(restored is not None and restored.recovery_key is not None)
        self._back.setVisible(restored is None)
        self._back.set_text(self.tr("Back"))
        self.file.set_label(self.tr("Backup file"))
        self.file.set_help(self._file_words())
        self._choose.set_text(self.tr("Choose …"))
        self.way.set_label(self.tr("What opens it"))
        self.way.bar.offer(
            (
                ("paper", self.tr("Paper recovery key")),
                ("password", self.tr("A password of this computer")),
                ("council", self.tr("Key of the council")),
            )
        )
        self.key.set_label(self.tr("Key of the council") if by == "council" else self.tr("Recovery key"))
        self.key.set_help("" if by == "council" else self.tr("Eight groups of five letters and digits"))
        self.username.set_label(self.tr("User name"))
        self.username.set_help("" if by == "password" else self.tr("Of somebody in charge; empty: the first"))
        self.first.set_label(self.tr("Password") if by == "password" else self.tr("New password"))
        self.second.set_label(self.tr("New password again"))
        if restored is None:
            line = self.tr("The backup brings back patients, visits and all else as they were that day.")
            if self._replaces:
                line += " " + self.tr("The record that lies here is not lost: it is moved aside, whole.")
            self.set_title(self.tr("Restore a backup"), line)
            self._go_on.set_text(self.tr("Restore"))
        else:
            self.set_title(self.tr("The facility is back"))
            self._told.setText(self._result_words(restored))
            self._go_on.set_text(self.tr("Log in"))

    def _file_words(self) -> str:
        looked = self._looked
        if looked is None:
            return self.tr("Its name ends in .emrbackup; often it lies on a USB stick")
        from emr_desktop.clock import local

        told = self.tr("HFR code {0}, of {1}, %n visit(s)", "", looked.rows.get("visit", 0))
        return told.format(looked.facility, f"{local(looked.created):%d/%m/%Y %H:%M}")

    def _result_words(self, restored: Restored) -> str:
        from emr_desktop.clock import local

        code, rows = self._language.code, restored.row.rows
        params: dict[str, object] = {
            "name": restored.facility_name,
            "day": f"{local(restored.row.created):%d/%m/%Y %H:%M}",
            "patients": f"{rows.get('patient', 0):,}",
            "visits": f"{rows.get('visit', 0):,}",
        }
        lines = [sentence("restore.done", params, code)]
        if restored.missing is not None:
            first, last = restored.missing
            lines.append(sentence("restore.missing", {"first": first, "last": last}, code))
        if restored.moved_to is not None:
            lines.append(sentence("restore.moved_aside", {"path": str(restored.moved_to)}, code))
        if restored.one_time_code is not None:
            told = {"user": restored.username, "code": restored.one_time_code}
            lines.append(sentence("restore.code", told, code))
        if restored.username is not None:
            lines.append(sentence("restore.others", {"user": restored.username}, code))
        lines.append(sentence("restore.sync_holds", {}, code))
        return "\n\n".join(lines)
