"""Everything that was signed here, also by forms that are offered no more; one line a form and period."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.forms.version_rows import SignedForm
from emr_desktop.languages import either
from ui.qt.language import Language
from ui.reports.period_words import period_name
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column
from ui.widgets.table import Column, DataTable


class SignedList(QWidget):
    """Signals: ``opened`` with the ``SignedForm`` whose versions are wanted, ``back``."""

    opened = Signal(object)
    back = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signedForms")
        self._language = language
        self._header = PageHeader(self)
        self._back = Button("signedFormsBack", parent=self)
        self._header.add_action(self._back)
        self.table: DataTable[SignedForm] = DataTable(
            "signedFormList",
            (
                Column(lambda: self.tr("Form"), self._name, stretch=True),
                Column(lambda: self.tr("Period"), self._period, width=152),
                Column(lambda: self.tr("Versions"), lambda one: str(one.line.versions), right=True, width=88),
                Column(lambda: self.tr("Signed"), lambda one: f"{one.line.signed_on:%d/%m/%Y}", width=112),
                Column(lambda: self.tr("By"), lambda one: one.line.signer_name, width=176, spare=1),
                Column(lambda: self.tr("The form is"), self._state, width=176),
            ),
            parent=self,
        )
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.table, 1)
        self._back.clicked.connect(self.back)
        self.table.opened.connect(self.opened)
        self._translate()

    def _name(self, one: SignedForm) -> str:
        name = either(self._language.code, one.name_sw, one.name_en)
        return f"{name} [{one.line.form} {one.line.edition}]"

    def _period(self, one: SignedForm) -> str:
        name = period_name(one.line.period, one.period_type, self._language.code)
        return f"{one.line.period[:4]} {name}" if one.period_type == "week" else name

    def _state(self, one: SignedForm) -> str:
        return {
            "in_use": self.tr("In use"),
            "withdrawn": self.tr("Withdrawn"),
            "unknown": self.tr("Not offered any more"),
        }[one.state]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Everything that was signed"))
        self._header.set_line(self.tr("Enter shows the versions, also of forms that are offered no more."))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back to the versions (Esc)"))
        self.table.set_empty_text(self.tr("No form was signed here yet."))
        self.table.model.say_headings_again()
