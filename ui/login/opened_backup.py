"""A backup was opened where a facility lies already: what it is, whether it is whole, where to restore it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from ui.qt.language import Language
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.front_page import FrontPage
from ui.widgets.layout import words

if TYPE_CHECKING:
    from emr_desktop.backups.rows import BackupRow, CheckedBackup


class OpenedBackupPage(FrontPage):
    """Changes nothing, whatever is pressed.

    Signals:
        check_asked: path, paper key.
        stepped_back: to where one came from.
    """

    given_file = "looks"  # another one from outside: see ui.given_file
    check_asked = Signal(str, str)
    stepped_back = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, width=640, parent=parent)
        self.setObjectName("openedBackupPage")
        self._path, self._facility = "", ""
        self._looked: BackupRow | None = None
        self._checked: CheckedBackup | None = None
        self._told = words(wrap=True, parent=self)
        self._told.setObjectName("openedBackupWords")
        self._how = words(wrap=True, role="quiet", parent=self)
        self._how.setObjectName("openedBackupHow")
        self.key = TextField("recoveryKey", longest=200, parent=self)
        self._back = Button("back", kind="primary", parent=self)
        self._check = Button("checkOpenedBackup", parent=self)
        self.body.addWidget(self._told)
        self.body.addWidget(self.key)
        self.body.addWidget(self._how)
        self.foot.addWidget(self._check)
        self.foot.addStretch(1)
        self.foot.addWidget(self._back)
        self._back.clicked.connect(self._step_back)
        self._check.clicked.connect(self._ask)
        self.key.edit.returnPressed.connect(self._ask)
        FormKeys(self, back=self._step_back)
        self._translate()

    def begin(self, path: str, *, facility: str) -> None:
        """Start afresh with a file; ``facility``: the name of the one that lies here."""
        self._path, self._facility = path, facility
        self._looked = self._checked = None
        self.key.set_text("")
        self.key.set_error(None)
        self.banner.clear()
        self._translate()
        self._back.setFocus()

    @property
    def told(self) -> str:
        """What stands there of the file."""
        return self._told.text()

    @property
    def how(self) -> str:
        """How to restore it."""
        return self._how.text()

    def show_file(self, looked: object) -> None:
        """What the header of the file says of itself."""
        self._looked = looked  # type: ignore[assignment]
        self._translate()

    def show_checked(self, checked: object) -> None:
        """Every page of it was read."""
        self._checked = checked  # type: ignore[assignment]
        self.key.set_text("")
        self._translate()
        self.banner.show_message(
            self.tr("The backup is whole: it opens, and every page was checked."), kind="good"
        )

    def show_error(self, field: str | None, text: str) -> None:
        """Say it at the key, or above all."""
        if field == "recovery_key" and self.key.isVisible():
            self.key.set_error(text)
            self.key.editor.setFocus()
        else:
            self.banner.show_message(text)

    def _ask(self) -> None:
        if not self._check.isEnabled() or self._looked is None:
            return
        if not self.key.text():
            self.key.set_error(self.tr("Type the key."))
            self.key.editor.setFocus()
            return
        self.banner.clear()
        self.key.set_error(None)
        self.check_asked.emit(self._path, self.key.text())

    def _step_back(self) -> None:
        if self._back.isEnabled():
            self.stepped_back.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.set_title(self.tr("A backup of EMR Desktop"), self._path)
        self._told.setText(self._file_words())
        self.key.setVisible(self._looked is not None and self._checked is None)
        self._check.setVisible(self._looked is not None and self._checked is None)
        self.key.set_label(self.tr("Recovery key"))
        self.key.set_help(self.tr("Of the paper, to check the whole file; it is not kept"))
        here = self.tr("A record lies on this computer already ({0}). Nothing of it is changed by this file.")
        self._how.setText(
            "\n\n".join(
                (
                    here.format(self._facility or "EMR Desktop"),
                    self.tr(
                        "On another computer: install EMR Desktop, open this file there (or choose Restore "
                        "a backup), and type the paper recovery key."
                    ),
                    self.tr(
                        "On this computer, in the place of the record that lies here: log out, then choose "
                        "Restore a backup on the log-in page. The record of today is moved aside, whole."
                    ),
                )
            )
        )
        self._check.set_text(self.tr("Check the whole file"))
        self._back.set_text(self.tr("Back"))

    def _file_words(self) -> str:
        looked = self._looked
        if looked is None:
            return ""
        from emr_desktop.clock import local

        visits = self.tr("HFR code {0}, of {1}, %n visit(s)", "", looked.rows.get("visit", 0))
        lines = [visits.format(looked.facility, f"{local(looked.created):%d/%m/%Y %H:%M}")]
        lines.append(self.tr("%n patient(s)", "", looked.rows.get("patient", 0)))
        lines.append(self.tr("{0} MB").format(f"{looked.size / 1e6:.1f}"))
        if looked.training:
            lines.append(self.tr("Of a training facility"))
        if self._checked is not None:
            lines.append(f"SHA-256 {self._checked.sha256}")
        return "\n".join(lines)
