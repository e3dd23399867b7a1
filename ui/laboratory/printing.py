"""Makes the laboratory's papers beside the database worker and hands them to the printer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from emr_desktop.laboratory.rows import OrderRow, Register
from emr_desktop.printing.lab_paper import lab_register_pdf, lab_request_pdf, lab_result_pdf
from ui.messages import sentence
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

_WENT_WELL = frozenset({"print.sent", "print.saved"})


class LabPrinter(QObject):
    """``print_orders([...])``, ``print_register(...)``; the banner says when nothing came out."""

    def __init__(self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._banner, self._failed = context, banner, failed

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
        facility, language = self._context.clinic.work.facility, self._context.language.code
        self._run("laboratory-register", lambda: lab_register_pdf(register, facility, language=language))

    def _make(self, orders: tuple[OrderRow, ...]) -> None:
        facility, language = self._context.clinic.work.facility, self._context.language.code
        if any(order.released is not None for order in orders):
            self._run("laboratory-result", lambda: lab_result_pdf(orders, facility, language=language))
        else:
            self._run("laboratory-request", lambda: lab_request_pdf(orders, facility, language=language))

    def _run(self, name: str, make: Callable[[], bytes]) -> None:
        self._context.tasks.run_aside(
            self, make, done=lambda content: self._print(content, name), failed=self._failed
        )

    def _print(self, content: bytes, name: str) -> None:
        def report(code: str, params: dict[str, object]) -> None:
            text = sentence(code, params, self._context.language.code)
            if code in _WENT_WELL:
                self._context.say(text)
                return
            self._banner.show_message(
                text, kind="warn", action=self.tr("Open the PDF"), then=lambda: self._open(content, name)
            )

        self._context.paper.print_pdf(content, name=name, report=report)

    def _open(self, content: bytes, name: str) -> None:
        def report(code: str, params: dict[str, object]) -> None:
            self._banner.show_message(sentence(code, params, self._context.language.code), kind="warn")

        self._context.paper.show_pdf(content, name=name, report=report)
