"""Makes the laboratory's papers beside the database worker and hands them to the printer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import QObject

from emr_desktop.laboratory.rows import OrderRow, Register
from emr_desktop.printing.lab_paper import lab_register_pdf, lab_request_pdf, lab_result_pdf
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
            lambda: self._context.clinic.laboratory.for_paper(ids),
            done=self._make,
            failed=self._failed,
        )

    def print_register(self, register: Register) -> None:
        """Print the register of a period."""
        clinic, language = self._context.clinic, self._context.language.code

        def make() -> bytes:
            noted = clinic.laboratory.register_taken_out(register, purpose="printed")
            return lab_register_pdf(noted, clinic.work.facility, language=language)

        self._paper.print_it(make, name="laboratory-register")

    def _make(self, orders: tuple[OrderRow, ...]) -> None:
        facility, language = self._context.clinic.work.facility, self._context.language.code
        if any(order.released is not None for order in orders):
            kind, make = "laboratory-result", lab_result_pdf
        else:
            kind, make = "laboratory-request", lab_request_pdf
        self._paper.print_document(
            Document(
                kind,
                name=kind,
                make=lambda paper, _copy: make(orders, facility, language=language, paper=paper),
            )
        )
