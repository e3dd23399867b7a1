"""Which form, which period, counted how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from emr_desktop.forms.rows import FormInfo
from emr_desktop.languages import either
from ui.qt.language import Language
from ui.reports.period_words import latest_periods, period_name
from ui.widgets.layout import column, row, words
from ui.widgets.wide_combo import WideCombo

# Letters that each list always has room for; the list of forms takes what is left.
_LETTERS = {"reportForm": 16, "reportPeriod": 11, "reportCount": 12}


class ReportChooser(QWidget):
    """Three lists side by side.

    Signals:
        chosen: a person (or ``choose``) picked something; ask ``info``, ``period`` and ``count``.
    """

    chosen = Signal()

    def __init__(
        self, *, language: Language, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._today = today
        self._forms: tuple[FormInfo, ...] = ()
        self._combos: dict[str, QComboBox] = {}
        self._labels = {}
        line = row(self)
        for name in ("reportForm", "reportPeriod", "reportCount"):
            combo = WideCombo(name, letters=_LETTERS[name], parent=self)
            label = words(role="label", parent=self)
            label.setBuddy(combo)
            pair = column(spacing=2)
            pair.addWidget(label)
            pair.addWidget(combo)
            line.addLayout(pair, 1 if name == "reportForm" else 0)
            combo.activated.connect(lambda _at, name=name: self._activated(name))
            self._combos[name], self._labels[name] = combo, label
        self._translate()

    @property
    def info(self) -> FormInfo | None:
        at = self._combos["reportForm"].currentIndex()
        return self._forms[at] if 0 <= at < len(self._forms) else None

    @property
    def period(self) -> str | None:
        code = self._combos["reportPeriod"].currentData()
        return None if code is None else str(code)

    @property
    def count(self) -> str:
        """How diagnoses are counted: ``new`` or ``all``."""
        return str(self._combos["reportCount"].currentData() or "new")

    def show_forms(self, forms: Sequence[FormInfo]) -> None:
        """Offer these forms, without a signal; the one that was chosen stays, else it is the first."""
        before = self.info
        self._forms = tuple(forms)
        self._fill()
        if before is None:
            return
        names = [(info.form, info.edition) for info in self._forms]
        if (before.form, before.edition) in names:
            with QSignalBlocker(self._combos["reportForm"]):
                self._combos["reportForm"].setCurrentIndex(names.index((before.form, before.edition)))
            self._fill()

    def choose(self, form: str, period: str, *, count: str = "new", edition: str | None = None) -> None:
        """Choose for a person; a period that is not offered leaves the one on show.

        Without an ``edition`` the default one is meant.
        """
        at = next(
            (
                at
                for at, info in enumerate(self._forms)
                if info.form == form and (info.is_default if edition is None else info.edition == edition)
            ),
            0,
        )
        with QSignalBlocker(self):
            self._combos["reportForm"].setCurrentIndex(at)
            self._fill()
        for name, code in (("reportPeriod", period), ("reportCount", count)):
            place = self._combos[name].findData(code)
            if place >= 0:
                self._combos[name].setCurrentIndex(place)
        self.chosen.emit()

    def _activated(self, name: str) -> None:
        if name == "reportForm":
            self._fill()
        self.chosen.emit()

    def _fill(self) -> None:
        code = self._language.code
        forms = [(either(code, info.name_sw, info.name_en), at) for at, info in enumerate(self._forms)]
        _refill(self._combos["reportForm"], forms)
        info = self.info
        if info is None:
            return
        periods = latest_periods(self._today(), info.period_type)
        named = [(period_name(period.code, info.period_type, code), period.code) for period in periods]
        _refill(self._combos["reportPeriod"], named)
        counts = {"new": self.tr("New problems"), "all": self.tr("With re-attendances")}
        _refill(self._combos["reportCount"], [(counts.get(each, each), each) for each in info.count_choices])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        texts = {
            "reportForm": self.tr("&Form"),
            "reportPeriod": self.tr("&Period"),
            "reportCount": self.tr("Diseases &counted"),
        }
        for name, text in texts.items():
            self._labels[name].setText(text)
            self._combos[name].setAccessibleName(text.replace("&", ""))
        self._fill()


def _refill(combo: QComboBox, choices: Sequence[tuple[str, object]]) -> None:
    """Put these texts and codes in; what was chosen stays chosen, else the first."""
    with QSignalBlocker(combo):
        before = combo.currentData()
        combo.clear()
        for text, code in choices:
            combo.addItem(text, code)
        combo.setCurrentIndex(max(0, combo.findData(before)))
