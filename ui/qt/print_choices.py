"""The choices beside the pages: printer, paper, copies, from where to where, and what is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QWidget

from emr_desktop.settings import PaperChoice
from ui.qt.document import Document
from ui.qt.printer_words import state_words
from ui.qt.printers import Printers, PrintJob
from ui.qt.printing import PREVIEWS
from ui.theme import GRID
from ui.widgets.layout import column, words
from ui.widgets.wide_combo import WideCombo


class PrintChoices(QWidget):
    """Signals: ``pages_wanted``: other pages are to be made (paper, or copies where each is another)."""

    pages_wanted = Signal()

    def __init__(self, document: Document, remembered: PaperChoice, *, mode: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("printChoices")
        self._document, self._remembered, self._mode = document, remembered, mode
        self._printers = Printers((), False)
        self._percent, self._pages = 100, 1
        self.printer = WideCombo("previewPrinter", letters=17, parent=self)
        self.paper = WideCombo("previewPaper", letters=17, parent=self)
        self.copies, self.first, self.last = (
            self._number_box(name) for name in ("previewCopies", "previewFrom", "previewTo")
        )
        self.mode = WideCombo("previewMode", letters=17, parent=self)
        self._state = words(role="small", wrap=True, parent=self)
        self._state.setObjectName("previewPrinterState")
        self._scaling = words(role="small", wrap=True, parent=self)
        self._scaling.setObjectName("previewScaling")
        self._copied = words(role="small", wrap=True, parent=self)
        self._copied.setObjectName("previewCopied")
        self._labels: dict[str, QLabel] = {}
        self.copies.setMaximum(document.most_copies)
        self.copies.setValue(min(remembered.copies, document.most_copies))
        self._copies = self.copies.value()
        self._lay_out()
        self._fill_papers(document.paper(remembered.paper))
        self.printer.currentIndexChanged.connect(self._say)
        self.paper.activated.connect(self.pages_wanted)
        self.copies.valueChanged.connect(self._copies_changed)
        self.first.valueChanged.connect(lambda value: self.last.setMinimum(value))
        self._translate()

    def _number_box(self, name: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setObjectName(name)
        box.setRange(1, 1)
        box.lineEdit().setTextMargins(GRID, 0, 0, 0)
        return box

    def _lay_out(self) -> None:
        side = column(self, spacing=GRID // 2)
        for name, field, told in (
            ("printer", self.printer, self._state),
            ("paper", self.paper, self._scaling),
        ):
            side.addWidget(self._label(name, field))
            side.addWidget(field)
            side.addWidget(told)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        for place, (name, box) in enumerate(
            (("copies", self.copies), ("first", self.first), ("last", self.last))
        ):
            grid.addWidget(self._label(name, box), 0, place)
            grid.addWidget(box, 1, place)
            grid.setColumnStretch(place, 1)
        side.addLayout(grid)
        side.addWidget(self._copied)
        side.addWidget(self._label("mode", self.mode))
        side.addWidget(self.mode)
        side.addStretch(1)

    def _label(self, name: str, field: QWidget) -> QLabel:
        label = self._labels[name] = words(role="label", parent=self)
        label.setBuddy(field)
        return label

    # what is chosen ------------------------------------------------------------------------------------

    @property
    def chosen_paper(self) -> str:
        return str(self.paper.currentData() or "")

    @property
    def job(self) -> PrintJob:
        """What was chosen; of a document of which there is one every copy has its own pages."""
        whole = self.first.value() == 1 and self.last.value() == self._pages
        return PrintJob(
            printer=str(self.printer.currentData() or ""),
            paper=self.chosen_paper,
            copies=1 if self._document.kind.once else self.copies.value(),
            first=None if whole else self.first.value(),
            last=None if whole else self.last.value(),
        )

    def show_printers(self, printers: Printers) -> str:
        """Offer these; gives the name of the remembered printer where it is gone, else nothing."""
        self._printers = printers
        self._fill_printers(str(self.printer.currentData() or self._remembered.printer))
        known, wanted = printers.names, self._remembered.printer
        return wanted if wanted and wanted not in known else ""

    def show_made(self, pages: int, percent: int) -> None:
        """So many pages were made, this large."""
        whole = self.last.value() == self._pages or self.last.value() > pages
        self._pages, self._percent = pages, percent
        with QSignalBlocker(self.first), QSignalBlocker(self.last):
            self.first.setMaximum(pages)
            self.last.setRange(self.first.value(), pages)
            if whole:
                self.last.setValue(pages)
        self._say()

    def no_mode(self) -> None:
        """For a paper that is always looked at first."""
        self.mode.hide()
        self._labels["mode"].hide()

    def _copies_changed(self, copies: int) -> None:
        if copies == self._copies:  # Enter says it again
            return
        self._copies = copies
        self._say()
        if self._document.kind.once:
            self.pages_wanted.emit()

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _say(self) -> None:
        trouble = state_words(self._printers.state(str(self.printer.currentData() or "")))
        self._tell(self._state, self.tr("Now: {0}").format(trouble) if trouble else "")
        paper = self.chosen_paper
        if self._percent < 100:
            scaled = self.tr("Made smaller to fit: {0} % of its size.").format(self._percent)
        elif paper and not self._document.lays_out(paper):
            scaled = self.tr("In its own size at the upper left; cut the rest off.")
        else:
            scaled = ""
        self._tell(self._scaling, scaled)
        self._tell(self._copied, self._copies_words())

    def _copies_words(self) -> str:
        if not self._document.kind.once:
            return ""
        before = self._document.printed
        if before:
            return self.tr("Printed before: %n time(s). Each one now is marked as a copy.", "", before)
        if self.copies.value() > 1:
            return self.tr("The first is the original, the others are marked as copies.")
        return ""

    @staticmethod
    def _tell(label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _fill_printers(self, chosen: str) -> None:
        with QSignalBlocker(self.printer):
            self.printer.clear()
            if not self._printers.has_default:
                self.printer.addItem(self.tr("The system's default printer"), "")
            for name in self._printers.names:
                default = name == self._printers.default
                self.printer.addItem(self.tr("{0} (default)").format(name) if default else name, name)
            self.printer.setCurrentIndex(max(self.printer.findData(chosen), 0))
        self._say()

    def _fill_papers(self, chosen: str) -> None:
        with QSignalBlocker(self.paper):
            self.paper.clear()
            for paper in self._document.papers:
                usual = self._document.lays_out(paper)
                self.paper.addItem(paper if usual else self.tr("{0}, fitted").format(paper), paper)
            self.paper.setCurrentIndex(max(self.paper.findData(chosen), 0))

    def _translate(self) -> None:
        texts = {
            "printer": (self.tr("P&rinter"), self.printer),
            "paper": (self.tr("Paper s&ize"), self.paper),
            "copies": (self.tr("&Copies"), self.copies),
            "first": (self.tr("&From page"), self.first),
            "last": (self.tr("&To page"), self.last),
            "mode": (self.tr("&Look before printing"), self.mode),
        }
        for name, (text, field) in texts.items():
            self._labels[name].setText(text)
            field.setAccessibleName(text.replace("&", ""))
        modes: dict[str, Callable[[], str]] = {
            "forms": lambda: self.tr("Forms, registers and letters"),
            "always": lambda: self.tr("Everything"),
            "never": lambda: self.tr("Nothing: print at once"),
        }
        mode = str(self.mode.currentData() or self._mode)
        with QSignalBlocker(self.mode):
            self.mode.clear()
            for code in PREVIEWS:
                self.mode.addItem(modes[code](), code)
            self.mode.setCurrentIndex(max(self.mode.findData(mode), 0))
        self._fill_papers(self.chosen_paper)
        self._fill_printers(str(self.printer.currentData() or ""))
