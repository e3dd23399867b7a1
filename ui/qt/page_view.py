"""Shows the pages of a document one at a time: PgUp and PgDn turn, Ctrl and + or - changes the size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.qt.pdf_pages import PdfPages
from ui.qt.tasks import Failed, Tasks
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.layout import column, words

_ZOOMS = (50, 75, 100, 125, 150, 200, 300)
_SCREEN_DPI = 96.0
_SETTLE_MS = 120


class PageView(QWidget):
    """``show_pages(pages)``; the pages before them are let go of."""

    def __init__(self, *, tasks: Tasks, failed: Failed, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pageView")
        self._tasks, self._failed = tasks, failed
        self._pages: PdfPages | None = None
        self._number, self._zoom = 1, 0  # a zoom of 0 fits the page
        self._picture = words(parent=self)
        self._picture.setObjectName("previewPage")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
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
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._draw)
        self._lay_out()
        self._wire()
        self._translate()

    def _lay_out(self) -> None:
        above = Flow(self)
        for widget in (self._before, self._after, self._where):
            above.add(widget)
        above.push()
        for button in (self._smaller, self._fit, self._bigger):
            above.add(button)
        sheet = column(self)
        sheet.addWidget(above)
        sheet.addWidget(self._scroll, 1)

    def _wire(self) -> None:
        self._before.clicked.connect(lambda: self.turn_to(self._number - 1))
        self._after.clicked.connect(lambda: self.turn_to(self._number + 1))
        self._smaller.clicked.connect(lambda: self._step(-1))
        self._bigger.clicked.connect(lambda: self._step(1))
        self._fit.clicked.connect(lambda: self.show_zoom(0))
        window = self.window()
        for keys, then in (
            ("PgDown", lambda: self.turn_to(self._number + 1)),
            ("PgUp", lambda: self.turn_to(self._number - 1)),
            ("Ctrl+Home", lambda: self.turn_to(1)),
            ("Ctrl+End", lambda: self.turn_to(self.count)),
            ("Ctrl++", lambda: self._step(1)),
            ("Ctrl+=", lambda: self._step(1)),
            ("Ctrl+-", lambda: self._step(-1)),
            ("Ctrl+0", lambda: self.show_zoom(0)),
        ):
            QShortcut(QKeySequence(keys), window, then)

    # pages ---------------------------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """The page on show."""
        return self._number

    @property
    def count(self) -> int:
        """How many there are."""
        return 1 if self._pages is None else self._pages.count

    @property
    def zoom(self) -> int:
        """Percent; 0 fits the page."""
        return self._zoom

    def show_pages(self, pages: PdfPages) -> None:
        """Show these from now on."""
        self.let_go()
        self._pages = pages
        self.turn_to(self._number)

    def let_go(self) -> None:
        """PDFium forgets the document; it may still be drawing."""
        self._settle.stop()
        pages, self._pages = self._pages, None
        if pages is not None:
            self._tasks.forget(self, "page")
            self._tasks.run_aside(self._tasks, pages.close, failed=lambda _error: None, behind=True)

    def turn_to(self, number: int) -> None:
        """Show a page, the nearest one there is."""
        self._number = min(max(number, 1), self.count)
        self._scroll.verticalScrollBar().setValue(0)
        self._draw()

    def show_zoom(self, percent: int) -> None:
        """Show the page at this size; 0 fits it."""
        self._zoom = percent
        self._draw()

    def _step(self, way: int) -> None:
        at = self._zoom or round(self._fitting(self._pages) * 100)
        further = [zoom for zoom in _ZOOMS if (zoom > at if way > 0 else zoom < at)]
        if further:
            self.show_zoom(further[0] if way > 0 else further[-1])

    def _fitting(self, pages: PdfPages | None) -> float:
        width, height = (595.0, 842.0)
        if pages is not None and pages.can_draw:
            width, height = pages.size(self._number)
        room = self._scroll.viewport().size()
        across = (room.width() - 2 * GRID) / (width / 72 * _SCREEN_DPI)
        down = (room.height() - 2 * GRID) / (height / 72 * _SCREEN_DPI)
        return max(min(across, down), 0.1)

    def _draw(self) -> None:
        pages, number = self._pages, self._number
        self._say_where()
        if pages is None:
            return
        if not pages.can_draw:
            self._picture.setText(
                self.tr(
                    "The pages cannot be shown on this computer. Print, save, or open the PDF in its viewer."
                )
            )
            return
        ratio = self.devicePixelRatioF()
        dots = _SCREEN_DPI * (self._zoom / 100 if self._zoom else self._fitting(pages)) * ratio

        def show(picture: QImage) -> None:
            picture.setDevicePixelRatio(ratio)
            self._picture.setPixmap(QPixmap.fromImage(picture))

        self._tasks.run_aside(
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

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _say_where(self) -> None:
        self._where.setText(self.tr("Page {0} of {1}").format(self._number, self.count))
        self._before.setEnabled(self._number > 1)
        self._after.setEnabled(self._number < self.count)
        for button in (self._smaller, self._fit, self._bigger):
            button.setEnabled(self._pages is not None and self._pages.can_draw)

    def _translate(self) -> None:
        self._before.set_text(self.tr("Pa&ge before"), tip=self.tr("Page before (PgUp)"))
        self._after.set_text(self.tr("&Next page"), tip=self.tr("Next page (PgDn)"))
        for button, sign, name, tip in (
            (self._smaller, "−", self.tr("Smaller"), self.tr("Smaller (Ctrl+-)")),
            (self._bigger, "+", self.tr("Bigger"), self.tr("Bigger (Ctrl++)")),
        ):
            button.set_text(sign, tip=tip)
            button.setAccessibleName(name)
        self._fit.set_text(self.tr("&Whole page"), tip=self.tr("Whole page (Ctrl+0)"))
        self._picture.setAccessibleName(self.tr("Page as it will be printed"))
        self._scroll.setAccessibleName(self.tr("Page as it will be printed"))
        self._say_where()
