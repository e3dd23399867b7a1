"""The line that asks which version a printed code belongs to, and says what came of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.forms.version_rows import Verified
from ui.messages import sentence
from ui.qt.language import Language
from ui.theme import GRID
from ui.theme.apply import repolish
from ui.theme.sizes import follow_text
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.layout import column, row, words


class CodeLine(QWidget):
    """Signals: ``asked`` with what was typed."""

    asked = Signal(str)

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("codeLine")
        self._language = language
        self._found: Verified | None = None
        self.code = TextField("versionCode", longest=40, parent=self)
        follow_text(self.code, width=40 * GRID)
        self._find = Button("findVersion", parent=self)
        self.said = words(role="quiet", wrap=True, parent=self)
        self.said.setObjectName("versionVerified")
        line = row(spacing=GRID)
        line.addWidget(self.code)
        line.addWidget(self._find, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        page = column(self)
        page.addLayout(line)
        page.addWidget(self.said)
        self.code.edit.returnPressed.connect(self._ask)
        self._find.clicked.connect(self._ask)
        self._translate()

    def show_found(self, found: Verified | None) -> None:
        """Say what the record says of a code; None takes it away."""
        self._found = found
        self.said.setVisible(found is not None)
        if found is None:
            return
        language, line = self._language.code, found.line
        changed = found.figures_changed != 0 or found.visits_changed != 0
        now = "form.verified_changed" if changed else "form.verified_unchanged"
        params: dict[str, object] = {
            "form": line.form,
            "edition": line.edition,
            "period": line.period,
            "version": line.version,
            "versions": line.versions,
            "signer": line.signer_name,
            "date": f"{line.signed_on:%d/%m/%Y}",
            "cells": "–" if found.figures_changed is None else found.figures_changed,
            "visits": "–" if found.visits_changed is None else found.visits_changed,
        }
        told = [
            sentence("form.verified", params, language),
            sentence(now if found.record_fits else "form.verified_damaged", params, language),
        ]
        role = "quiet" if found.record_fits else "danger"
        if self.said.property("role") != role:
            self.said.setProperty("role", role)
            repolish(self.said)
        self.said.setText(" ".join(told))

    def _ask(self) -> None:
        if self.code.text().strip():
            self.asked.emit(self.code.text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.code.set_label(self.tr("&Code at the foot of a printed form"))
        self._find.set_text(self.tr("Which version is it?"))
        self.show_found(self._found)
