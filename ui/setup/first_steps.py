"""The rest of the set-up, once the record is open: each step can wait, none is lost when the power goes.

The pages are those of Administration, so that what is learnt here holds later. Which step comes next is a
setting of the facility (``setup.step``): the next log-in of who may change the facility goes on there. What
was left for later stands on Administration, Set-up.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.backups.rows import BackupState
from emr_desktop.facility.set_up_steps import LATER_STEPS, SetUpState
from ui.screen import ScreenContext
from ui.setup.later_pages import KeyAgainPage, PracticePage
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, Panel, column, row, words
from ui.widgets.step_list import ShownStep, StepList

SETTING = "setup.step"
_BEFORE = ("language", "facility", "person")  # done before there was a record
_WIDTH = 208  # px at 100 %


class FirstSteps(QWidget):
    """Signals: ``finished`` after the last step."""

    finished = Signal()

    def __init__(self, *, context: ScreenContext, step: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firstSteps")
        self._context, self._step = context, step
        self._state: SetUpState | None = None
        self._backup: BackupState | None = None
        self._pages: dict[str, QWidget] = {}
        side = Panel("surface", self)
        follow_text(side, width=_WIDTH)
        self.list = StepList("setUpSteps", side)
        lines = column(side, margin=2 * GRID)
        lines.addWidget(self.list)
        lines.addStretch(1)
        self._header = PageHeader(self)
        self.pages = QStackedWidget(self)
        self.back = Button("stepBack", kind="quiet", parent=self)
        self.go_on = Button("stepOn", kind="primary", parent=self)
        self._told = words(role="quiet", wrap=True, parent=self)
        foot = row()
        foot.addWidget(self.back)
        foot.addWidget(self._told, 1)
        foot.addWidget(self.go_on)
        right = column(margin=2 * GRID)
        right.addWidget(self._header)
        right.addWidget(self.pages, 1)
        right.addLayout(foot)
        both = row(self, spacing=0)
        both.addWidget(side)
        both.addLayout(right, 1)
        self.back.clicked.connect(self._step_back)
        self.go_on.clicked.connect(self._step_on)
        context.tasks.changed.connect(lambda _changes: self._read())
        self._show()

    @property
    def step(self) -> str:
        """The step on show."""
        return self._step

    def page(self, step: str) -> QWidget:
        """The page of a step, made when it is first needed."""
        if step not in self._pages:
            self._pages[step] = self._make(step)
            self.pages.addWidget(self._pages[step])
        return self._pages[step]

    def _make(self, step: str) -> QWidget:
        context = self._context
        if step == "people":
            from ui.administration.users_page import UsersPage

            return UsersPage(context=context, may_manage=True, parent=self.pages)
        if step == "backup":
            from ui.administration.backup_page import BackupPage

            return BackupPage(context=context, parent=self.pages)
        if step == "files":
            from ui.administration.data_page import DataPage

            return DataPage(context=context, may_export=False, parent=self.pages)
        if step == "key":
            page = KeyAgainPage(context=context, parent=self.pages)
            page.on_paper.connect(self._step_on)
            return page
        return PracticePage(context=context, parent=self.pages)

    def _show(self) -> None:
        page = self.page(self._step)
        self.pages.setCurrentWidget(page)
        read = getattr(page, "read", None)
        if read is not None:
            read()
        self._read()
        self._translate()

    def entered(self) -> None:
        """Put the cursor where the step begins."""
        page = self.pages.currentWidget()
        fields = getattr(page, "fields", {})
        first = next(iter(fields.values()), None) if self._step == "people" else None
        (self.go_on if first is None else first.editor).setFocus()

    def _read(self) -> None:
        clinic = self._context.clinic
        self._context.tasks.run(
            self,
            lambda: (clinic.set_up.state(), clinic.backups.state()),
            done=self._known,
            failed=self._context.trouble,
            key="firstSteps",
        )

    def _known(self, found: tuple[SetUpState, BackupState]) -> None:
        self._state, self._backup = found
        self._translate()

    @property
    def done(self) -> frozenset[str]:
        """The steps that are done, by what is there."""
        state, backup = self._state, self._backup
        found = set(_BEFORE)
        if self._step != "key":
            found.add("key")
        if state is not None and state.people > 1:
            found.add("people")
        if backup is not None and backup.chosen is not None:
            found.add("backup")
        if state is not None and state.patients:
            found.add("files")
        return frozenset(found)

    # steps ---------------------------------------------------------------------------------------------

    def _step_on(self) -> None:
        if self._step == "key" and not self._key_is_on_paper():
            return
        at = LATER_STEPS.index(self._step) + 1
        self._turn_to(LATER_STEPS[at] if at < len(LATER_STEPS) else "done")

    def _key_is_on_paper(self) -> bool:
        page = self.page("key")
        return isinstance(page, KeyAgainPage) and page.is_on_paper

    def _step_back(self) -> None:
        at = LATER_STEPS.index(self._step)
        if at > 1:  # the key is not made twice
            self._turn_to(LATER_STEPS[at - 1])

    def _turn_to(self, step: str) -> None:
        facility = self._context.clinic.facility
        self._context.tasks.run(
            self, lambda: facility.set(SETTING, step), done=None, failed=self._context.trouble
        )
        if step == "done":
            self.finished.emit()
            return
        self._step = step
        self._show()
        self.entered()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # a page that uses Esc itself took it before
            self._step_on()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        titles = {
            "language": self.tr("Language"),
            "facility": self.tr("Facility"),
            "person": self.tr("Who is in charge"),
            "key": self.tr("Recovery key"),
            "people": self.tr("Who works here"),
            "backup": self.tr("Place for backups"),
            "files": self.tr("What you have already"),
            "practice": self.tr("Practise"),
        }
        lines = {
            "key": self.tr(
                "The power went before the key was on paper. A new one is made; it takes a minute."
            ),
            "people": self.tr(
                "Everybody gets an own name and a one-time code. You can add more at any time."
            ),
            "backup": self.tr(
                "Put in a USB stick and choose it: a backup on this PC alone is lost with the PC."
            ),
            "files": self.tr("Patients and visits from another program, if you have such files."),
            "practice": self.tr(
                "A made-up facility in a second window, to try things; nothing of it is sent."
            ),
        }
        done = self.done
        steps = [ShownStep(name, titles[name], "") for name in (*_BEFORE, *LATER_STEPS)]
        self.list.show_steps(steps, done=done, now=self._step)
        number = [each.name for each in steps].index(self._step) + 1
        self._header.set_title(self.tr("{0} of {1}: {2}").format(number, len(steps), titles[self._step]))
        self._header.set_line(lines[self._step])
        self.back.set_text(self.tr("Back"))
        self.back.setVisible(LATER_STEPS.index(self._step) > 1)
        last = self._step == LATER_STEPS[-1]
        is_done = self._step in done
        self.go_on.set_text(
            self.tr("Begin work  (Esc)")
            if last
            else self.tr("Next  (Esc)")
            if is_done or self._step == "key"
            else self.tr("Later  (Esc)")
        )
        self.go_on.setEnabled(self._step != "key" or self._key_is_on_paper())
        self._told.setText(
            ""
            if last or is_done or self._step == "key"
            else self.tr("What waits stands in Administration, Set-up.")
        )


def offer(
    context: ScreenContext, stack: QStackedWidget, *, rail: QWidget, over: Callable[[], object]
) -> None:
    """Show the steps in ``stack`` when the set-up was begun and is not through.

    Args:
        context: of the main window.
        stack: where the screens stand; whatever else comes to its front leaves the steps for the next log-in.
        rail: is out of the way meanwhile.
        over: called after the last step.
    """
    if not may(context.clinic.work.actor.roles, "facility.change"):
        return

    def known(settings: dict[str, object]) -> None:
        step = settings[SETTING]
        if step not in LATER_STEPS:
            return
        steps = FirstSteps(context=context, step=str(step), parent=stack)

        def moved(_place: int) -> None:
            rail.setVisible(stack.currentWidget() is not steps)

        steps.finished.connect(over)
        stack.addWidget(steps)
        stack.currentChanged.connect(moved)
        stack.setCurrentWidget(steps)
        steps.entered()

    context.tasks.run(
        stack, context.clinic.facility.settings, done=known, failed=context.trouble, stoppable=True
    )
