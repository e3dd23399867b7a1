"""Which printers there are, and what is asked of one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from emr_desktop.stopping import Stopped, go_on
from ui.qt.pdf_pages import PdfPages
from ui.qt.print_system import PrinterState, ask, service_is_down, states

_PAPER_DPI = 300


@dataclass(frozen=True, kw_only=True)
class PrintJob:
    """How a document is printed: an empty ``printer`` is the system's default one; pages begin at 1."""

    printer: str = ""
    paper: str = ""  # the paper the pages were made for; empty: the printer's own
    copies: int = 1
    first: int | None = None
    last: int | None = None

    def lp_words(self) -> list[str]:
        """The options of ``lp`` that say this."""
        words = ["-d", self.printer] if self.printer else []
        words += ["-o", f"media={self.paper}"] if self.paper else []
        words += ["-n", str(self.copies)] if self.copies > 1 else []
        return words + (["-P", f"{self.first}-{self.last}"] if self.first is not None else [])


@dataclass(frozen=True)
class Printers:
    """The names of the printers, the default one first; ``has_default`` says whether there is one."""

    names: tuple[str, ...]
    has_default: bool
    states: Mapping[str, PrinterState] = field(default_factory=dict)
    service_is_down: bool = False  # nobody knows then which printers there are

    @property
    def default(self) -> str:
        """The name of the default printer; empty without one."""
        return self.names[0] if self.has_default else ""

    def state(self, name: str) -> PrinterState:
        """How a printer is; nothing is wrong where nothing is known."""
        return self.states.get(name or self.default, PrinterState())


def known_printers() -> Printers:
    """Ask the system; not in the GUI thread, because a printer far away may take seconds to answer."""
    if sys.platform == "win32":
        from PySide6.QtPrintSupport import QPrinterInfo

        names, default = QPrinterInfo.availablePrinterNames(), QPrinterInfo.defaultPrinterName()
        known = {name: _state_on_windows(name) for name in names}
    else:
        names = ask("-e").split()
        said = ask("-d").rpartition(": ")
        default = said[2].strip() if said[1] else ""
        known = states() if names else {}
    others = sorted(name for name in names if name != default)
    down = sys.platform != "win32" and not names and service_is_down()
    return Printers(((default, *others) if default else tuple(others)), bool(default), known, down)


def _state_on_windows(name: str) -> PrinterState:
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    state = QPrinterInfo.printerInfo(name).state()
    wrong = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)
    return PrinterState("stopped" if state in wrong else "")


def paint_on(printer_name: str, pages: PdfPages, job: PrintJob, *, to_file: str | None = None) -> bool:
    """Print by painting the pages, where the system has no program that takes a PDF (Windows).

    Args:
        printer_name: as ``known_printers`` names it; empty is the default one.
        pages: what to print; it must be able to draw.
        job: copies and pages.
        to_file: for trials: paint into this PDF and on no paper.

    Returns:
        Whether the printer took it.

    Raises:
        Stopped: it was asked for between two pages; the printer was told to drop the job.
    """
    from PySide6.QtCore import QMarginsF, QRect, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    printer = QPrinter(QPrinterInfo.printerInfo(printer_name)) if printer_name else QPrinter()
    if to_file is not None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(to_file)
    printer.setResolution(_PAPER_DPI)
    printer.setFullPage(True)
    printer.setCopyCount(job.copies)
    painter = QPainter()
    for number in range(job.first or 1, (job.last or pages.count) + 1):
        try:
            go_on()
        except Stopped:
            printer.abort()
            painter.end()
            raise
        width, height = pages.size(number)
        way = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
        upright = QSizeF(min(width, height), max(width, height))
        size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
        printer.setPageLayout(QPageLayout(size, way, QMarginsF(0, 0, 0, 0)))
        if not painter.isActive():
            if not painter.begin(printer):
                return False
        elif not printer.newPage():
            painter.end()
            return False
        across = round(width / 72 * printer.resolution())
        down = round(height / 72 * printer.resolution())
        painter.drawImage(QRect(0, 0, across, down), pages.picture(number, dots_per_inch=_PAPER_DPI))
    return painter.end()
