"""Opens the papers of a saved visit, or the entry of paper visits, over the page in front."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from emr_desktop.visits.rows import VisitRow
from ui.consultation.pages import Pages
from ui.frame.palette import Action
from ui.late.page import LatePage
from ui.papers.documents import prescription_document
from ui.papers.page import PAPERS_KEYS, PapersPage
from ui.qt.paper_printer import PaperPrinter
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner


class PapersOver(QObject):
    """Each page is built when it is first opened; Esc goes back to where it was opened."""

    def __init__(
        self, *, context: ScreenContext, pages: Pages, banner: Banner, failed: Failed, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._pages, self._banner, self._failed = context, pages, banner, failed
        self._printer = PaperPrinter(context=context, banner=banner, failed=failed, parent=self)
        self._page: PapersPage | None = None
        self._late: LatePage | None = None
        self._before: QWidget | None = None

    @property
    def page(self) -> PapersPage | None:
        """The page, while it is in front."""
        return self._page if self._pages.currentWidget() is self._page else None

    def commands(self, visit: VisitRow | None) -> tuple[Action, ...]:
        """What the palette offers; the papers only of a saved visit."""
        late = Action("late", lambda: self.tr("Enter paper visits"), "", self.show_late)
        if visit is None:
            return (late,)
        papers = Action(
            "papers",
            lambda: self.tr("Papers of this visit"),
            PAPERS_KEYS,
            lambda: self.show_over(visit),
        )
        why = Action(
            "why",
            lambda: self.tr("Where is this visit counted, and why not?"),
            "",
            lambda: self._context.explain_visit(visit.form.id),
        )
        return (papers, late, why)

    def show_over(self, visit: VisitRow) -> None:
        """Offer the papers of a visit."""
        if self._page is None:
            self._page = PapersPage(context=self._context, banner=self._banner, parent=self._pages)
            self._page.back.connect(self.step_back)
        self._turn_to(self._page)
        self._page.show_visit(visit)

    def show_late(self) -> None:
        """Enter visits that were written on paper."""
        if self._late is None:
            self._late = LatePage(context=self._context, banner=self._banner, parent=self._pages)
            self._late.back.connect(self.step_back)
        self._turn_to(self._late)
        self._late.opened()

    def _turn_to(self, page: QWidget) -> None:
        if not self._is_over:
            self._before = self._pages.currentWidget()
        self._pages.turn_to(page)

    @property
    def _is_over(self) -> bool:
        return self._pages.currentWidget() in (self._page, self._late)

    def step_back(self) -> bool:
        """Back to where the page was opened; False when none of them is in front."""
        if not self._is_over or self._before is None:
            return False
        self._pages.turn_to(self._before)
        return True

    def print_prescription(self, visit: VisitRow) -> None:
        """Print on the paper in use here; the trail says that it was printed."""
        papers, facility = self._context.clinic.papers, self._context.clinic.work.facility
        language = self._context.language.code

        self._context.tasks.run(
            self,
            lambda: papers.prescription_print(visit),
            done=lambda known: self._printer.print_document(
                prescription_document(visit, facility, papers, known, language=language)
            ),
            failed=self._failed,
            stoppable=True,
        )
