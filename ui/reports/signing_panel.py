"""What a signer sees and writes before a form is closed, above the figures that are signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from emr_desktop.errors import ValidationError
from emr_desktop.forms.version_rows import Signing, SigningSheet
from ui.messages import sentence_for
from ui.qt.language import Language
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.day_field import DayField
from ui.widgets.field import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import column, row, words
from ui.widgets.scrolled import scrolled_column

_LONGEST = 200


class SigningPanel(QFrame):
    """Hidden until ``ask(sheet)``.

    Signals:
        signed: with the ``Signing`` that was written.
        looked: the signer wants to see what the check found.
    """

    signed = Signal(object)
    looked = Signal()

    def __init__(
        self, *, language: Language, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("signingPanel")
        self.setProperty("banner", "info")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._language = language
        self._sheet: SigningSheet | None = None
        self._title = words(role="heading", parent=self)
        self._checked = words(wrap=True, parent=self)
        self._checked.setObjectName("signingCheck")
        self._look = Button("signingLook", parent=self)
        self.name = TextField("signerName", required=True, longest=_LONGEST, parent=self)
        self.cadre = TextField("signerCadre", required=True, longest=_LONGEST, parent=self)
        self.day = DayField(
            "signedOn", language=language, today=today, required=True, echo=False, parent=self
        )
        self.why = TextField("signingConfirmation", required=True, longest=_LONGEST, parent=self)
        self._about = words(role="quiet", wrap=True, parent=self)
        self._yes = Button("signForm", kind="primary", parent=self)
        self._no = Button("signingBack", parent=self)
        self._lay_out()
        self._look.clicked.connect(self.looked)
        self._yes.clicked.connect(self._sign)
        self._no.clicked.connect(self.clear)
        FormKeys(self, save=self._sign, back=self.clear)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._translate()
        self.hide()

    def _lay_out(self) -> None:
        outer = column(self, margin=GRID * 3 // 2)
        inside = scrolled_column(outer)
        inside.addWidget(self._title)
        line = row()
        line.addWidget(self._checked, 1)
        line.addWidget(self._look, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(line)
        fields = Flow(self, spacing=2 * GRID)
        for field, share in ((self.name, 3), (self.cadre, 2), (self.day, 1)):
            fields.add(field, share, least=14 * GRID)
        inside.addWidget(fields)
        inside.addWidget(self.why)
        inside.addWidget(self._about)
        last = row()
        last.addStretch(1)
        last.addWidget(self._no)
        last.addWidget(self._yes)
        outer.addLayout(last)

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def ask(self, sheet: SigningSheet) -> None:
        """Show what is known and put the cursor on the first thing that is missing."""
        self._sheet = sheet
        self.name.set_text(sheet.name)
        self.cadre.set_text(sheet.cadre)
        self.day.show_day(sheet.today)
        self.why.set_text("")
        for field in (self.name, self.cadre, self.why):
            field.set_error(None)
        self.why.setVisible(sheet.needs_confirmation)
        self._translate()
        self.show()
        missing = [field for field in (self.name, self.cadre) if not field.text()]
        if sheet.needs_confirmation:
            missing.append(self.why)
        (missing[0] if missing else self._yes).setFocus()

    def clear(self) -> None:
        """Nothing is signed now."""
        self._sheet = None
        self.hide()

    def point_at(self, field: str, text: str) -> bool:
        """Say under a field what is wrong with it; False when it is none of these."""
        found = {"name": self.name, "cadre": self.cadre, "signed_on": self.day, "confirmation": self.why}.get(
            field
        )
        if found is None or not self.is_open:
            return False
        found.set_error(text)
        found.editor.setFocus()
        return True

    def _sign(self) -> None:
        if self._sheet is None:
            return
        try:
            day = self.day.value("signed_on")
        except ValidationError as wrong:
            self.point_at("signed_on", sentence_for(wrong, self._language.code))
            return
        why = self.why.text() if self._sheet.needs_confirmation else None
        self.signed.emit(Signing(self.name.text(), self.cadre.text(), day or self._sheet.today, why))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.name.set_label(self.tr("Name of the one who signs"))
        self.cadre.set_label(self.tr("Cadre"))
        self.day.set_label(self.tr("Date"))
        self.why.set_label(self.tr("Why is it signed all the same?"))
        self._look.set_text(self.tr("Show what was found"))
        self._yes.set_text(self.tr("Sign and close"), tip=self.tr("Sign and close (Ctrl+Enter)"))
        self._no.set_text(self.tr("No, go back"))
        self._about.setText(
            self.tr("The figures are frozen with the visits behind them. Later changes show beside them.")
        )
        sheet = self._sheet
        if sheet is None:
            return
        self._title.setText(self.tr("Sign version {0} of this form").format(sheet.next_version))
        found = self.tr("Check: {0} to fix, {1} to look at.").format(sheet.to_fix, sheet.to_look_at)
        said = [self.tr("Check: everything fits.") if sheet.to_fix == sheet.to_look_at == 0 else found]
        if sheet.not_over:
            said.append(
                self.tr("The period is not over: it runs until {0}.").format(f"{sheet.last_day:%d/%m/%Y}")
            )
        if sheet.open_visits:
            said.append(self.tr("%n visit(s) are not finished and not counted.", "", sheet.open_visits))
        self._checked.setText("  ".join(said))
        self._look.setVisible(bool(sheet.to_fix or sheet.to_look_at))
