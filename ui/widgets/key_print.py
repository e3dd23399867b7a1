"""Prints the paper with the recovery key, after a look at it; nothing of it lies on the disk meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.qt.language import Language
from ui.qt.pdf_pages import PdfPages
from ui.qt.printing import Paper
from ui.qt.tasks import Tasks


@dataclass(frozen=True, kw_only=True)
class KeyDesk:
    """What the look before printing needs; ``say`` tells that it went to the printer."""

    tasks: Tasks
    language: Language
    paper: Paper
    say: Callable[[str], None]


def show_paper(
    key: str, *, desk: KeyDesk, facility: str, training: bool, parent: QWidget, failed: Callable[[], None]
) -> None:
    """Open the look at the paper; from there it is printed, or saved by whoever wants to."""
    language = desk.language.code

    def make() -> PdfPages:
        from emr_desktop.clock import Clock
        from emr_desktop.printing.recovery_paper import recovery_paper_pdf

        return PdfPages(
            recovery_paper_pdf(
                key, facility=facility, day=Clock().today(), language=language, training=training
            )
        )

    def look(pages: PdfPages) -> None:
        from ui.qt.preview import PreviewDialog

        PreviewDialog.of_pages(
            pages,
            context=desk,
            kind="recovery-key",
            name="recovery-key",
            failed=lambda _error: failed(),
            parent=parent.window(),
            secret=True,
        ).open()

    desk.tasks.run_aside(parent, make, done=look, failed=lambda _error: failed())
