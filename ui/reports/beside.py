"""The pages of Reports that are not a monthly form: notifications, blank forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.forms.rows import FormReport
from ui.frame.palette import Action
from ui.indicators.page import UsePage
from ui.indicators.year_page import YearPage
from ui.late.page import LatePage
from ui.papers.blank_page import BlankFormsPage
from ui.registers.page import RegistersPage
from ui.reports.beside_more import MorePages, letter_of
from ui.reports.beside_page import BesidePage
from ui.reports.district_page import DistrictPage
from ui.reports.month_page import MonthPage
from ui.reports.output import FormOutput
from ui.reports.places import CellPlace
from ui.reports.versions_page import VersionsPage
from ui.reports.why_page import WhyPage
from ui.screen import ScreenContext
from ui.surveillance.list_page import NotificationsPage
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import row


@dataclass(frozen=True, kw_only=True)
class BesideTools:
    """The collaborators of a page beside the forms."""

    context: ScreenContext
    banner: Banner
    output: FormOutput
    report: Callable[[], FormReport | None]  # the form on screen
    open_cell: Callable[[CellPlace], None]  # goes to a figure of any form
    cell: Callable[[], tuple[str, str] | None] = lambda: None  # row and column under its cursor


@dataclass(frozen=True, kw_only=True)
class BesideEntry:
    """How a page is reached: its button, its Alt letter, its line in the palette."""

    name: str
    title: str  # of the context Beside; an & before the letter
    verb: str
    build: Callable[[BesideTools], BesidePage]
    often: bool = False  # has a button on the screen; the others stand in the list under "More"
    with_button: bool = True  # False: it is opened from elsewhere on the screen
    keys: str = ""  # what opens it from the forms


ENTRIES: tuple[BesideEntry, ...] = (
    BesideEntry(
        name="use",
        title=str(QT_TRANSLATE_NOOP("Beside", "&Use of the data")),
        verb="report.view",
        often=True,
        build=lambda tools: UsePage(context=tools.context, banner=tools.banner, output=tools.output),
    ),
    BesideEntry(
        name="rowYear",
        title=str(QT_TRANSLATE_NOOP("Beside", "Chart of the row")),
        verb="report.view",
        with_button=False,
        keys="Ctrl+G",
        build=lambda tools: YearPage(
            context=tools.context, banner=tools.banner, report=tools.report, cell=tools.cell
        ),
    ),
    BesideEntry(
        name="month",
        title=str(QT_TRANSLATE_NOOP("Beside", "Whole mon&th")),
        verb="report.view",
        often=True,
        build=lambda tools: MonthPage(context=tools.context, banner=tools.banner),
    ),
    BesideEntry(
        name="registers",
        title=str(QT_TRANSLATE_NOOP("Beside", "Re&gisters")),
        verb="report.cases",
        often=True,
        build=lambda tools: RegistersPage(
            context=tools.context, banner=tools.banner, write=tools.output.write
        ),
    ),
    BesideEntry(
        name="notifications",
        title=str(QT_TRANSLATE_NOOP("Beside", "&Notifications")),
        verb="surveillance.view",
        build=lambda tools: NotificationsPage(
            context=tools.context, banner=tools.banner, write=tools.output.write
        ),
    ),
    BesideEntry(
        name="late",
        title=str(QT_TRANSLATE_NOOP("Beside", "Paper &visits")),
        verb="visit.save",
        build=lambda tools: LatePage(context=tools.context, banner=tools.banner),
    ),
    BesideEntry(
        name="blankForms",
        title=str(QT_TRANSLATE_NOOP("Beside", "Blan&k forms")),
        verb="report.view",
        build=lambda tools: BlankFormsPage(context=tools.context, banner=tools.banner),
    ),
    BesideEntry(
        name="versions",
        title=str(QT_TRANSLATE_NOOP("Beside", "Ve&rsions")),
        verb="report.view",
        build=lambda tools: VersionsPage(
            context=tools.context, banner=tools.banner, output=tools.output, report=tools.report
        ),
    ),
    BesideEntry(
        name="why",
        title=str(QT_TRANSLATE_NOOP("Beside", "Wh&y not counted")),
        verb="report.cases",
        build=lambda tools: WhyPage(context=tools.context, banner=tools.banner, open_cell=tools.open_cell),
    ),
    BesideEntry(
        name="district",
        title=str(QT_TRANSLATE_NOOP("Beside", "At the &district")),
        verb="sync.view",
        keys="Ctrl+D",
        build=lambda tools: DistrictPage(
            context=tools.context,
            banner=tools.banner,
            output=tools.output,
            report=tools.report,
            open_cell=tools.open_cell,
        ),
    ),
)


class Beside(QWidget):
    """The buttons of the pages asked for often, and a list of the others.

    ``open(name)`` shows a page in the stack it was given.

    Signals:
        turned: whether a page beside the forms is in front now.
    """

    turned = Signal(bool)

    def __init__(self, *, tools: BesideTools, stack: QStackedWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("beside")
        self._tools, self._stack = tools, stack
        roles = tools.context.clinic.work.actor.roles
        self._entries = tuple(entry for entry in ENTRIES if may(roles, entry.verb))
        self._pages: dict[str, BesidePage] = {}
        self._before: QWidget | None = None
        self._buttons: dict[str, Button] = {}
        line = row(self)
        self.more = MorePages(self)
        for entry in self._entries:
            if entry.keys:
                keys = QShortcut(QKeySequence(entry.keys), parent or stack)
                keys.activated.connect(lambda name=entry.name: self._open_once(name))
                keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            if not entry.with_button:
                continue
            button = Button(f"{entry.name}Page", kind="side", parent=self)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._buttons[entry.name] = button
            if entry.often:
                line.addWidget(button)
            else:
                self.more.add(button)
            button.clicked.connect(lambda _checked=False, name=entry.name: self.open(name))
        line.addWidget(self.more)
        self.more.setVisible(bool(self.more.pages))
        self._translate()

    def open(self, name: str) -> None:
        """Show a page."""
        if name not in self._pages:
            entry = next(entry for entry in self._entries if entry.name == name)
            page = entry.build(self._tools)
            page.back.connect(self.close_page)
            self._pages[name] = page
            self._stack.addWidget(page)
        if not self.is_open:
            self._before = self._stack.currentWidget()
        self._stack.setCurrentWidget(self._pages[name])
        self.turned.emit(True)
        self._pages[name].opened()

    def page(self, name: str) -> BesidePage:
        """The page of this name, brought to the front."""
        self.open(name)
        return self._pages[name]

    def _open_once(self, name: str) -> None:
        if not self.is_open:
            self.open(name)

    @property
    def is_open(self) -> bool:
        return self._stack.currentWidget() in self._pages.values()

    def step_back(self) -> bool:
        """Esc: a step inside the page, else back to the forms; False when no page is open."""
        page = self._stack.currentWidget()
        if not isinstance(page, BesidePage):
            return False
        if not page.step_back():
            self.close_page()
        return True

    def close_page(self) -> None:
        """Back to the forms."""
        if self._before is not None:
            self._stack.setCurrentWidget(self._before)
        self.turned.emit(False)

    def commands(self) -> Sequence[Action]:
        """The pages for the palette."""
        return tuple(
            Action(
                f"{entry.name}Page",
                lambda entry=entry: _title(entry).replace("&", ""),  # type: ignore[misc]
                entry.keys,
                lambda name=entry.name: self.open(name),  # type: ignore[misc]
            )
            for entry in self._entries
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        for entry in self._entries:
            if entry.with_button:
                title = _title(entry)
                letter = letter_of(title)
                keys = ", ".join(one for one in (f"Alt+{letter}" if letter else "", entry.keys) if one)
                tip = f"{title.replace('&', '')} ({keys})" if keys else ""
                self._buttons[entry.name].set_text(title, tip=tip)
        self.more.translate()
        self.updateGeometry()  # the line beside it keeps the width of the other language else


def _title(entry: BesideEntry) -> str:
    return QCoreApplication.translate("Beside", entry.title)
