"""Who pays, what kind of attendance it is, and how the visit ended."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from emr_desktop.reference.care import outcome_details
from emr_desktop.reference.catalogue import answer_name, exemptions, payers
from ui.consultation.presenter import Consultation
from ui.qt.language import Language
from ui.theme import GRID
from ui.widgets.flow import Flow
from ui.widgets.layout import column, words
from ui.widgets.ticks import on_tick, show_tick
from ui.widgets.wide_combo import WideCombo

_LETTERS = {"payer": 7, "exemption": 12, "attendance": 8, "outcome": 10}
OUTCOMES = ("home", "referred", "admitted", "died")


class OutcomeRow(QWidget):
    """Signals: ``edited`` when a person changed something."""

    edited = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outcomeRow")
        self._language = language
        self._consultation: Consultation | None = None
        self._payer = _combo(self, "payer")
        self._exemption = _combo(self, "exemption")
        self._new_this_year = QCheckBox(self)
        self._new_this_year.setObjectName("newThisYear")
        self._attendance = _combo(self, "attendance")
        self._outcome = _combo(self, "outcome")
        self._referred_to = QLineEdit(self)
        self._referred_to.setObjectName("referredTo")
        self._labels = {
            name: words(parent=self) for name in ("payer", "exemption", "attendance", "outcome", "to")
        }
        self._places: dict[str, tuple[QWidget, int]] = {}
        line = Flow(self, bottom=True)
        column(self).addWidget(line)
        for name, widget, stretch, least in (
            ("payer", self._payer, 6, 14 * GRID),
            ("exemption", self._exemption, 7, 14 * GRID),
            ("attendance", self._attendance, 4, 14 * GRID),
            ("outcome", self._outcome, 7, 24 * GRID),
            ("to", self._referred_to, 4, 14 * GRID),
        ):
            self._labels[name].setBuddy(widget)
            self._labels[name].setProperty("role", "label")
            holder = QWidget(line)
            pair = column(holder, spacing=2)
            pair.addWidget(self._labels[name])
            pair.addWidget(widget)
            line.add(holder, stretch, least=least)
            self._places[name] = (holder, stretch)
        self._line = line
        line.add(self._new_this_year)
        self._payer.activated.connect(self._take_payer)
        self._exemption.activated.connect(self._take_exemption)
        self._attendance.activated.connect(self._take_attendance)
        on_tick(self._new_this_year, self._take_new_this_year)
        self._outcome.activated.connect(self._take_outcome)
        self._referred_to.textEdited.connect(self._take_referred_to)
        self._translate()

    def field(self, name: str) -> QWidget | None:
        """The widget of one value of the form, for an error to point at."""
        return {
            "payer": self._payer,
            "exemption": self._exemption,
            "new_this_year": self._new_this_year,
            "new_problem": self._attendance,
            "outcome": self._outcome,
            "outcome_detail": self._outcome,
            "referred_to": self._referred_to,
        }.get(name)

    def show_consultation(self, consultation: Consultation) -> None:
        """Put payer, attendance and outcome of a visit on screen."""
        self._consultation = consultation
        self._referred_to.setText(consultation.fields["referred_to"])
        self.show_values()

    def show_values(self) -> None:
        """Show what the visit says now; called when a suggestion arrives."""
        consultation = self._consultation
        if consultation is None:
            return
        _choose(self._payer, consultation.payer)
        _choose(self._exemption, consultation.exemption)
        detail = consultation.fields["outcome_detail"]
        _choose(self._outcome, f"{consultation.outcome}:{detail}" if detail else consultation.outcome)
        flags = consultation.flags
        _choose(self._attendance, flags.new_problem)
        show_tick(self._new_this_year, flags.new_this_year)
        for name, widget, wanted in (
            ("exemption", self._exemption, consultation.payer == "exempt"),
            ("to", self._referred_to, consultation.outcome == "referred"),
        ):
            self._labels[name].setVisible(wanted)
            widget.setVisible(wanted)
            self._places[name][0].setVisible(wanted)
        holder, stretch = self._places["payer"]
        self._line.share(holder, stretch // 2 if consultation.payer == "exempt" else stretch)

    # what a person decides -----------------------------------------------------------------------------

    def _take_payer(self) -> None:
        if self._consultation is not None:
            self._consultation.payer = self._payer.currentData()
            if self._consultation.payer == "exempt" and self._consultation.exemption is None:
                self._consultation.exemption = self._exemption.itemData(0)
            self._changed()

    def _take_exemption(self) -> None:
        if self._consultation is not None:
            self._consultation.exemption = self._exemption.currentData()
            self._changed()

    def _take_attendance(self) -> None:
        if self._consultation is not None:
            self._consultation.overrule("new_problem", value=bool(self._attendance.currentData()))
            self._changed()

    def _take_new_this_year(self, checked: bool) -> None:
        if self._consultation is not None:
            self._consultation.overrule("new_this_year", value=checked)
            self._changed()

    def _take_outcome(self) -> None:
        if self._consultation is not None:
            outcome, _, detail = str(self._outcome.currentData()).partition(":")
            self._consultation.outcome = outcome
            self._consultation.fields["outcome_detail"] = detail
            self._changed()

    def _take_referred_to(self, text: str) -> None:
        if self._consultation is not None:
            self._consultation.fields["referred_to"] = text
            self.edited.emit()

    def _changed(self) -> None:
        self.show_values()
        self.edited.emit()

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        swahili = self._language.code == "sw"
        self._labels["payer"].setText(self.tr("&Payer"))
        self._labels["exemption"].setText(self.tr("Exempt because"))
        self._labels["attendance"].setText(self.tr("&Attendance"))
        self._labels["outcome"].setText(self.tr("&Outcome"))
        self._labels["to"].setText(self.tr("Referred to"))
        self._new_this_year.setText(self.tr("First this &year"))
        self._new_this_year.setToolTip(self.tr("First attendance this year at any facility in the country"))
        _fill(self._payer, {row.code: row.name_sw if swahili else row.name_en for row in payers().values()})
        _fill(
            self._exemption,
            {row.code: row.name_sw if swahili else row.name_en for row in exemptions().values()},
        )
        _fill(self._attendance, {True: self.tr("New problem"), False: self.tr("Re-attendance")})
        _fill(
            self._outcome,
            {code: answer_name("outcome", code, language=self._language.code) for code in OUTCOMES}
            | {
                f"{each.outcome}:{code}": each.name(self._language.code)
                for code, each in outcome_details().items()
            },
        )
        for name, widget in (("payer", self._payer), ("exemption", self._exemption)):
            widget.setAccessibleName(self._labels[name].text().replace("&", ""))
        self._attendance.setAccessibleName(self._labels["attendance"].text().replace("&", ""))
        self._outcome.setAccessibleName(self._labels["outcome"].text().replace("&", ""))
        self._referred_to.setAccessibleName(self._labels["to"].text())
        self.show_values()


def _combo(parent: QWidget, name: str) -> QComboBox:
    return WideCombo(name, letters=_LETTERS[name], parent=parent)


def _fill(combo: QComboBox, choices: Mapping[str, str] | Mapping[bool, str]) -> None:
    with QSignalBlocker(combo):
        combo.clear()
        for code, text in choices.items():
            combo.addItem(text, code)


def _choose(combo: QComboBox, code: object) -> None:
    with QSignalBlocker(combo):
        combo.setCurrentIndex(combo.findData(code) if code is not None else -1)
