"""The guided first visit at the side of the real screens: offered once, nothing is covered, Esc leaves."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QStackedWidget, QWidget

from emr_desktop.settings import load_settings, save_settings
from ui.first_visit.steps import PAGES, Step, offer, steps_for
from ui.first_visit.watch import Figure, FirstVisitWatch
from ui.frame.palette import Action
from ui.guide.said import plain
from ui.screen import ScreenContext
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import Panel, column, words
from ui.widgets.step_list import ShownStep, StepList

log = logging.getLogger(__name__)

_WIDTH, _NARROW_WIDTH = 272, 208
_SHARE = 5  # never more of the window than one part in so many: the screen beside it is the work
_ROOM_FOR_WIDE = 1200  # px of the window, at 100 %
_MOST_FIGURES = 4


class FirstVisit(Panel):
    """Only in a training facility, and only for who may register, treat and see the month.

    Signals:
        room_changed: it came, went or grew; ``fit`` says what it takes now.
    """

    room_changed = Signal()

    def __init__(self, *, context: ScreenContext, stack: QStackedWidget, parent: QWidget) -> None:
        super().__init__("surface", parent)
        self.setObjectName("firstVisit")
        self._context, self._stack = context, stack
        work = context.clinic.work
        self._fits = work.facility.training and bool(steps_for(work.actor.roles))
        self._began = False
        self._figures: Sequence[Figure] = ()
        self._watch = FirstVisitWatch(
            clinic=context.clinic, tasks=context.tasks, front=self._front, parent=self
        )
        self._watch.moved.connect(self._translate)
        self._watch.counted.connect(self._show_figures)
        stack.currentChanged.connect(lambda _index: self._watch.look() if self._began else None)
        context.theme.changed.connect(self.room_changed)
        outer = column(self, margin=2 * GRID)
        self._title = words(role="title", wrap=True, parent=self)
        outer.addWidget(self._title)
        holder = QWidget(self)
        holder.setProperty("panel", "scrolled")
        inside = column(holder, spacing=2 * GRID)
        self._about = words(wrap=True, parent=holder)
        self._about.setObjectName("firstVisitAbout")
        self.list = StepList("firstVisitSteps", holder)
        inside.addWidget(self._about)
        inside.addWidget(self.list)
        inside.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        outer.addWidget(area, 1)
        self.start_button = Button("startFirstVisit", kind="primary", parent=self)
        self.start_button.clicked.connect(self.begin)
        self.leave_button = Button("leaveFirstVisit", kind="quiet", parent=self)
        self.leave_button.clicked.connect(self.leave)
        outer.addWidget(self.start_button)
        outer.addWidget(self.leave_button)
        self.hide()
        self._translate()

    def fit(self, window_width: int) -> int:
        """Take little room where the window is narrow; gives how many px it takes now."""
        tokens = self._context.theme.tokens
        wide = window_width >= tokens.px(_ROOM_FOR_WIDE)
        self.setFixedWidth(min(tokens.px(_WIDTH if wide else _NARROW_WIDTH), window_width // _SHARE))
        return 0 if self.isHidden() else self.maximumWidth()

    @property
    def _way(self) -> tuple[Step, ...]:
        return steps_for(self._context.clinic.work.actor.roles)

    @property
    def done(self) -> frozenset[str]:
        """The steps of the person's way that were noticed to be done."""
        return self._watch.done & {step.name for step in self._way}

    @property
    def about(self) -> str:
        """What stands above the steps."""
        return self._about.text()

    def offer_once(self) -> None:
        """Offer it to a person who comes to this training facility for the first time on this computer."""
        if not self._fits:
            return
        folder = self._context.clinic.work.database.path.parent
        username = self._context.clinic.work.actor.username

        def note() -> bool:
            settings = load_settings(folder)
            if username in settings.guided:
                return False
            save_settings(folder, replace(settings, guided=(*settings.guided, username)))
            return True

        self._context.tasks.run_aside(
            self,
            note,
            done=lambda is_first: self._come() if is_first and not self._began else None,
            failed=lambda error: log.warning("not offered: %s", type(error).__name__),
            behind=True,
        )

    def offered(self) -> tuple[Action, ...]:
        """What the palette offers of it."""
        if not self._fits:
            return ()
        start = Action("firstVisit", lambda: self.tr("Guided first visit"), "", self.begin)
        leave = Action("leaveFirstVisit", lambda: self.tr("Leave the guided visit"), "", self.leave)
        return (start,) if self.isHidden() else (start, leave)

    def begin(self) -> None:
        """Start with the first step, from wherever the person is."""
        self._began, self._figures = True, ()
        self._watch.begin()
        self._come()
        self._context.go_to(self._way[0].screen)

    def leave(self) -> None:
        """Take it away; what was written stays, and the palette starts it again."""
        if self.isHidden():
            return
        had_cursor = self.isAncestorOf(self.window().focusWidget() or self._stack)
        self._began = False
        self._watch.end()
        self.hide()
        self.room_changed.emit()
        view = self._stack.currentWidget()
        if had_cursor and view is not None:
            view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    # inside --------------------------------------------------------------------------------------------

    def _come(self) -> None:
        self.show()
        self._translate()
        self.room_changed.emit()

    def _front(self) -> tuple[str, str, str]:
        """The screen in front, what is typed into the search of the reception, and the page of the screen."""
        view = self._stack.currentWidget()
        if view is None:
            return "", "", ""
        search = view.findChild(QLineEdit, "patientSearch") if view.objectName() == "reception" else None
        parts = (view.findChild(QWidget, name) for name in PAGES)
        page = next((part.objectName() for part in parts if part is not None and part.isVisible()), "")
        return view.objectName(), "" if search is None else search.text(), page

    def _show_figures(self, figures: Sequence[Figure]) -> None:
        self._figures = figures
        self._translate()

    def _translate(self) -> None:
        self._title.setText(self.tr("Guided first visit"))
        self.list.setAccessibleName(self.tr("Steps of the guided visit"))
        self.start_button.set_text(self.tr("Begin"))
        self.leave_button.set_text(self.tr("Leave"))
        if not self.isHidden():
            self._say(self._context.language.code)

    def _say(self, code: str) -> None:
        is_over = {step.name for step in self._way} <= self._watch.done
        self._about.setText(self._told(code, is_over=is_over))
        self._about.setVisible(not self._began or is_over)
        self.list.setVisible(self._began)
        shown = [ShownStep(step.name, step.title[code], plain(step.how[code], code)) for step in self._way]
        self.list.show_steps(shown, done=self._watch.done if self._began else ())
        self.start_button.setVisible(not self._began)
        self.leave_button.set_text(
            self.tr("Not now") if not self._began else self.tr("Done") if is_over else self.tr("Leave"),
            tip=self.tr("Ctrl+K, Guided first visit, starts it again (Esc leaves)"),
        )

    def _told(self, code: str, *, is_over: bool) -> str:
        if not is_over:
            return plain(offer(self._way, code), code)
        if self._way[-1].name == "dispensed":
            return self.tr("The medicines are given and the patient went home: it stands in the visit.")
        if self._way[-1].name == "register_book":
            return self.tr("The result stands in the visit and in the register; who ordered it sees it.")
        if self._way[-1].name != "month":
            return self.tr("The patient waits now: the colleagues at the next station see it in their list.")
        lines = [self.tr("That was a whole visit. It moved these figures of the month:")]
        lines += [
            self.tr("Row {0}, {1}: from {2} to {3}").format(each.row, each.name[code], each.before, each.now)
            for each in self._figures[:_MOST_FIGURES]
        ]
        lines.append(self.tr("Enter on a figure shows the visits behind it, yours among them."))
        return "\n".join(lines)
