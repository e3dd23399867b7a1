"""Makes the laboratory's papers beside the database worker and hands them to the printer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import QObject

from emr_desktop.laboratory.rows import Register
from emr_desktop.printing.lab_paper import lab_register_pdf
from ui.papers.documents import laboratory_document
from ui.qt.document import Document
from ui.qt.paper_printer import PaperPrinter
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner


class LabPrinter(QObject):
    """``print_orders([...])``, ``print_register(...)``; the banner says when nothing came out."""

    def __init__(self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._failed = context, failed
        self._paper = PaperPrinter(context=context, banner=banner, failed=failed, parent=self)

    def print_orders(self, order_ids: Sequence[uuid.UUID]) -> None:
        """Print results where there are some, else the request."""
        ids = tuple(order_ids)
        self._context.tasks.run(
            self,
            lambda: self._document(ids),
            done=self._paper.print_document,
            failed=self._failed,
            stoppable=True,
        )

    def print_register(self, register: Register) -> None:
        """Print the register of a period."""
        clinic, language = self._context.clinic, self._context.language.code

        def make() -> bytes:
            noted = clinic.laboratory.register_taken_out(register, purpose="printed")
            return lab_register_pdf(noted, clinic.work.facility, language=language)

        self._paper.print_it(make, name="laboratory-register")

    def _document(self, ids: Sequence[uuid.UUID]) -> Document:
        clinic, language = self._context.clinic, self._context.language.code
        orders = clinic.laboratory.for_paper(ids)
        released = any(order.released is not None for order in orders)
        kind = "laboratory-result" if released else "laboratory-request"
        return laboratory_document(kind, orders, clinic, language=language)
