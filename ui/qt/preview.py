"""Look at the pages before they go to the printer: which printer, how many, from where to where."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QSpinBox, QWidget

from ui.messages import sentence
from ui.qt.language import Language
from ui.qt.pdf_pages import PdfPages
from ui.qt.printers import Printers, PrintJob, known_printers, paint_on
from ui.qt.printing import PREVIEWS, Paper
from ui.qt.tasks import Failed, Tasks
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import column, row, words
from ui.widgets.wide_combo import WideCombo

_ZOOMS = (50, 75, 100, 125, 150, 200, 300)
_SCREEN_DPI = 96.0
_SETTLE_MS = 120


class Desk(Protocol):
    """What of a screen's context is needed here."""

    @property
    def tasks(self) -> Tasks: ...
    @property
    def paper(self) -> Paper: ...
    @property
    def language(self) -> Language: ...
    @property
    def say(self) -> Callable[[str], None]: ...


class PreviewDialog(QDialog):
    """One page at a time; PgUp and PgDn turn, Ctrl and + or - changes the size, Ctrl+P prints, Esc leaves."""

    def __init__(
        self,
        pages: PdfPages,
        *,
        context: Desk,
        name: str,
        failed: Failed,
        parent: QWidget,
        secret: bool = False,
    ) -> None:
        """``secret``: no copy of it is left on this PC, unless the person saves one."""
        super().__init__(parent)
        self.setObjectName("printPreview")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pages, self._context, self._name, self._failed = pages, context, name, failed
        self._secret = secret
        self._number, self._zoom = 1, 0  # a zoom of 0 fits the page
        self._printers = Printers((), False)
        self.banner = Banner(self)
        self._picture = QLabel(self)
        self._picture.setObjectName("previewPage")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setTextFormat(Qt.TextFormat.PlainText)
        self._picture.setWordWrap(True)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("previewScroll")
        self._scroll.setWidget(self._picture)
        self._scroll.setWidgetResizable(True)
        self._before = Button("previewBefore", parent=self)
        self._after = Button("previewAfter", parent=self)
        self._smaller = Button("previewSmaller", parent=self)
        self._bigger = Button("previewBigger", parent=self)
        self._fit = Button("previewFit", parent=self)
        self._where = words(role="quiet", parent=self)
        self._where.setObjectName("previewWhere")
        self.printer = WideCombo("previewPrinter", letters=22, parent=self)
        self.copies, self.first, self.last = (
            self._number_box(name, most)
            for name, most in (
                ("previewCopies", 99),
                ("previewFrom", pages.count),
                ("previewTo", pages.count),
            )
        )
        self.mode = WideCombo("previewMode", letters=22, parent=self)
        self._print = Button("previewPrint", kind="primary", shortcut="Ctrl+P", parent=self)
        self._save = Button("previewSave", parent=self)
        self._open = Button("previewOpen", parent=self)
        self._leave = Button("previewClose", parent=self)
        self._labels: dict[str, QLabel] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._draw)
        self._lay_out()
        self._wire()
        self.last.setValue(pages.count)
        self._translate()
        screen = parent.window().size()
        self.resize(min(1240, screen.width() - 4 * GRID), max(480, screen.height() - 6 * GRID))
        self._print.setFocus()
        context.tasks.run_aside(self, known_printers, done=self._show_printers, failed=failed)

    def _number_box(self, name: str, most: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setObjectName(name)
        box.setRange(1, max(most, 1))
        box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        return box

    def _lay_out(self) -> None:
        side = column(spacing=GRID)
        for name, field in (
            ("printer", self.printer),
            ("copies", self.copies),
            ("first", self.first),
            ("last", self.last),
            ("mode", self.mode),
        ):
            label = words(role="label", parent=self)
            label.setBuddy(field)
            self._labels[name] = label
            if name == "mode":
                side.addSpacing(2 * GRID)
            side.addWidget(label)
            side.addWidget(field)
        side.addStretch(1)
        for button in (self._print, self._save, self._open, self._leave):
            side.addWidget(button)
        for widget in (self._open, self.mode, self._labels["mode"]):
            widget.setHidden(self._secret)
        above = row()
        for widget in (self._before, self._after, self._where):
            above.addWidget(widget)
        above.addStretch(1)
        for button in (self._smaller, self._fit, self._bigger):
            above.addWidget(button)
        sheet = column()
        sheet.addLayout(above)
        sheet.addWidget(self._scroll, 1)
        both = row(spacing=2 * GRID)
        both.addLayout(sheet, 1)
        both.addLayout(side)
        page = column(self, margin=2 * GRID)
        page.addWidget(self.banner)
        page.addLayout(both, 1)

    def _wire(self) -> None:
        self._before.clicked.connect(lambda: self.turn_to(self._number - 1))
        self._after.clicked.connect(lambda: self.turn_to(self._number + 1))
        self._smaller.clicked.connect(lambda: self._step(-1))
        self._bigger.clicked.connect(lambda: self._step(1))
        self._fit.clicked.connect(lambda: self.show_zoom(0))
        self._print.clicked.connect(self.print_it)
        self._save.clicked.connect(self.save_it)
        self._open.clicked.connect(self._open_outside)
        self._leave.clicked.connect(self.reject)
        self.first.valueChanged.connect(lambda value: self.last.setMinimum(value))
        self.mode.activated.connect(self._keep_mode)
        for keys, then in (
            ("PgDown", lambda: self.turn_to(self._number + 1)),
            ("PgUp", lambda: self.turn_to(self._number - 1)),
            ("Ctrl+Home", lambda: self.turn_to(1)),
            ("Ctrl+End", lambda: self.turn_to(self._pages.count)),
            ("Ctrl++", lambda: self._step(1)),
            ("Ctrl+=", lambda: self._step(1)),
            ("Ctrl+-", lambda: self._step(-1)),
            ("Ctrl+0", lambda: self.show_zoom(0)),
        ):
            QShortcut(QKeySequence(keys), self, then)

    # looking -------------------------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """The page on show."""
        return self._number

    @property
    def zoom(self) -> int:
        """Percent; 0 fits the page."""
        return self._zoom

    def turn_to(self, number: int) -> None:
        """Show a page, the nearest one there is."""
        self._number = min(max(number, 1), self._pages.count)
        self._scroll.verticalScrollBar().setValue(0)
        self._draw()

    def show_zoom(self, percent: int) -> None:
        """Show the page at this size; 0 fits it."""
        self._zoom = percent
        self._draw()

    def _step(self, way: int) -> None:
        at = self._zoom or round(self._fitting() * 100)
        further = [zoom for zoom in _ZOOMS if (zoom > at if way > 0 else zoom < at)]
        if further:
            self.show_zoom(further[0] if way > 0 else further[-1])

    def _fitting(self) -> float:
        width, height = self._pages.size(self._number) if self._pages.can_draw else (595.0, 842.0)
        room = self._scroll.viewport().size()
        across = (room.width() - 2 * GRID) / (width / 72 * _SCREEN_DPI)
        down = (room.height() - 2 * GRID) / (height / 72 * _SCREEN_DPI)
        return max(min(across, down), 0.1)

    def _draw(self) -> None:
        self._say_where()
        if not self._pages.can_draw:
            self._picture.setText(
                self.tr(
                    "The pages cannot be shown on this computer. Print, save, or open the PDF in its viewer."
                )
            )
            return
        ratio, number, pages = self.devicePixelRatioF(), self._number, self._pages
        dots = _SCREEN_DPI * (self._zoom / 100 if self._zoom else self._fitting()) * ratio

        def show(picture: QImage) -> None:
            picture.setDevicePixelRatio(ratio)
            self._picture.setPixmap(QPixmap.fromImage(picture))

        self._context.tasks.run_aside(
            self,
            lambda: pages.picture(number, dots_per_inch=dots),
            done=show,
            failed=self._failed,
            key="page",
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom == 0:
            self._settle.start()

    # printing ------------------------------------------------------------------------------------------

    @property
    def job(self) -> PrintJob:
        """What was chosen."""
        whole = self.first.value() == 1 and self.last.value() == self._pages.count
        return PrintJob(
            printer=str(self.printer.currentData() or ""),
            copies=self.copies.value(),
            first=None if whole else self.first.value(),
            last=None if whole else self.last.value(),
        )

    def print_it(self) -> None:
        """Hand the chosen pages to the chosen printer; the window closes when the system took them."""
        self._print.setEnabled(False)
        paper, pages, job = self._context.paper, self._pages, self.job
        if sys.platform == "win32" and pages.can_draw:  # where no program prints part of a PDF

            def told(taken: bool) -> None:
                if self._secret and not taken:
                    self._told("print.secret_refused", {})
                    return
                kept = "" if taken else str(paper.keep(pages.content, self._name))
                self._told("print.sent" if taken else "print.refused", {"said": job.printer, "path": kept})

            self._context.tasks.run_aside(
                self, lambda: paint_on(job.printer, pages, job), done=told, failed=self._failed
            )
            return
        if self._secret:
            if sys.platform == "win32":  # the pages cannot be painted here
                self._told("print.secret_refused", {})
            else:
                paper.print_secret(pages.content, report=self._told, job=job)
            return
        paper.print_pdf(pages.content, name=self._name, report=self._told, job=job)

    def save_it(self) -> None:
        """Ask where, and write the whole document there."""
        self._context.paper.save_pdf(
            self, self._pages.content, name=self._name, title=self.tr("Save the PDF"), report=self._told
        )

    def _open_outside(self) -> None:
        self._context.paper.show_pdf(self._pages.content, name=self._name, report=self._told)

    def _told(self, code: str, params: dict[str, object]) -> None:
        text = sentence(code, params, self._context.language.code)
        self._print.setEnabled(True)
        if code == "print.sent":
            self._context.say(text)
            self.accept()
        elif code == "print.saved":
            self.banner.show_message(text, kind="good")
        else:
            self.banner.show_message(text, kind="warn")

    def _show_printers(self, printers: Printers) -> None:
        self._printers = printers
        self._fill_printers()

    def _fill_printers(self) -> None:
        names, chosen = self._printers.names, self.printer.currentData()
        with QSignalBlocker(self.printer):
            self.printer.clear()
            if not self._printers.has_default:
                self.printer.addItem(self.tr("The system's default printer"), "")
            for place, name in enumerate(names):
                default = self._printers.has_default and place == 0
                self.printer.addItem(self.tr("{0} (default)").format(name) if default else name, name)
            self.printer.setCurrentIndex(max(self.printer.findData(chosen), 0))

    def _keep_mode(self) -> None:
        mode, paper = str(self.mode.currentData()), self._context.paper
        self._context.tasks.run(self, lambda: paper.keep_preview(mode), failed=self._failed)

    def done(self, result: int) -> None:
        """The window closes: PDFium forgets the document."""
        self._settle.stop()
        pages = self._pages
        self._context.tasks.run_aside(self._context.paper, pages.close, failed=lambda _error: None)
        super().done(result)

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _say_where(self) -> None:
        self._where.setText(self.tr("Page {0} of {1}").format(self._number, self._pages.count))
        self._before.setEnabled(self._number > 1)
        self._after.setEnabled(self._number < self._pages.count)
        for button in (self._smaller, self._fit, self._bigger):
            button.setEnabled(self._pages.can_draw)

    def _translate(self) -> None:
        self.setWindowTitle(self.tr("Before printing"))
        self._before.set_text(self.tr("Pa&ge before"), tip=self.tr("Page before (PgUp)"))
        self._after.set_text(self.tr("&Next page"), tip=self.tr("Next page (PgDn)"))
        self._smaller.set_text(self.tr("Smaller"), tip=self.tr("Smaller (Ctrl+-)"))
        self._bigger.set_text(self.tr("Bigger"), tip=self.tr("Bigger (Ctrl++)"))
        self._fit.set_text(self.tr("&Whole page"), tip=self.tr("Whole page (Ctrl+0)"))
        texts = {
            "printer": (self.tr("P&rinter"), self.printer),
            "copies": (self.tr("&Copies"), self.copies),
            "first": (self.tr("&From page"), self.first),
            "last": (self.tr("&To page"), self.last),
            "mode": (self.tr("&Look before printing"), self.mode),
        }
        for name, (text, field) in texts.items():
            self._labels[name].setText(text)
            field.setAccessibleName(text.replace("&", ""))
        self._print.set_text(self.tr("&Print"), tip=self.tr("Print these pages"))
        self._save.set_text(self.tr("&Save as PDF …"))
        self._open.set_text(self.tr("&Open in the viewer"))
        self._leave.set_text(self.tr("Close"), tip=self.tr("Close without printing (Esc)"))
        modes: dict[str, Callable[[], str]] = {
            "forms": lambda: self.tr("Forms, registers and letters"),
            "always": lambda: self.tr("Everything"),
            "never": lambda: self.tr("Nothing: print at once"),
        }
        with QSignalBlocker(self.mode):
            self.mode.clear()
            for code in PREVIEWS:
                self.mode.addItem(modes[code](), code)
            self.mode.setCurrentIndex(max(self.mode.findData(self._context.paper.preview), 0))
        self._picture.setAccessibleName(self.tr("Page as it will be printed"))
        self._scroll.setAccessibleName(self.tr("Page as it will be printed"))
        self._fill_printers()
        self._say_where()
