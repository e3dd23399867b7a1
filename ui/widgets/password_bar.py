"""Asks the password again, on the screen itself, before what must not be done from a session left open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from emr_desktop.facility.confirming import PasswordService
from ui.qt.language import Language
from ui.qt.messages import shown_by
from ui.qt.tasks import Tasks
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.layout import column, row, words

if TYPE_CHECKING:
    from ui.screen import ScreenContext


class PasswordBar(QFrame):
    """Hidden until ``before(act)`` finds that the password was given too long ago. Esc takes it back."""

    def __init__(
        self,
        *,
        password: PasswordService,
        tasks: Tasks,
        language: Language,
        trouble: Callable[[BaseException], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("passwordBar")
        self.setProperty("banner", "info")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._password, self._tasks = password, tasks
        self._then: Callable[[], object] | None = None
        self._failed = shown_by(
            language=lambda: language.code,
            field=self._point_at,
            banner=lambda text: self._say_wrong(text),
            trouble=trouble,
        )
        self._text = words(wrap=True, parent=self)
        self._text.setObjectName("passwordBarText")
        self.field = TextField("passwordAgain", secret=True, longest=256, parent=self)
        self.field.edit.returnPressed.connect(self._give)
        self.yes = Button("passwordAgainYes", kind="primary", parent=self)
        self.no = Button("passwordAgainNo", parent=self)
        self.yes.clicked.connect(self._give)
        self.no.clicked.connect(self.clear)
        outer = column(self, margin=GRID * 3 // 2)
        outer.addWidget(self._text)
        line = row()
        line.addWidget(self.field, 1)
        line.addWidget(self.no, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.yes, 0, Qt.AlignmentFlag.AlignVCenter)
        outer.addLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()
        self._translate()

    @classmethod
    def of_screen(cls, context: ScreenContext, *, parent: QWidget) -> PasswordBar:
        """Built with the collaborators of a screen."""
        return cls(
            password=context.clinic.password,
            tasks=context.tasks,
            language=context.language,
            trouble=context.trouble,
            parent=parent,
        )

    def before(self, act: Callable[[], object]) -> None:
        """Do ``act`` at once while a password counts; else ask for it, and do ``act`` when it was right."""
        if self._password.counts:
            self.clear()
            act()
            return
        self._then = act
        self.field.set_text("")
        self.field.set_error(None)
        self._allow(True)
        self.show()
        self.field.editor.setFocus()

    def clear(self) -> None:
        """Nothing is asked any more; what was to be done is not done."""
        self._then = None
        self.field.set_text("")
        self.hide()

    def _give(self) -> None:
        if self._then is None or not self.yes.isEnabled():
            return
        typed = self.field.raw_text()
        if not typed:
            self._say_wrong(self.tr("Type your password first."))
            return
        self._allow(False)
        # A password takes half a second to check: beside the database worker.
        self._tasks.run_aside(
            self,
            lambda: self._password.give(typed),
            done=self._given,
            failed=self._refused,
            key="give",
            stoppable=False,  # a wrong one is counted
        )

    def _given(self, _none: object) -> None:
        act = self._then
        self.clear()
        if act is not None:
            act()

    def _refused(self, error: BaseException) -> None:
        self._allow(True)
        self.field.set_text("")
        self._failed(error)

    def _point_at(self, _field: str, text: str) -> bool:
        self._say_wrong(text)
        return True

    def _say_wrong(self, text: str) -> None:
        self.field.set_error(text)
        self.field.editor.setFocus()

    def _allow(self, free: bool) -> None:
        for widget in (self.field.editor, self.yes, self.no):
            widget.setEnabled(free)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._text.setText(
            self.tr("Is it still you? Give your password once more; it then counts for five minutes.")
        )
        self.field.set_label(self.tr("Your password (not the PIN)"))
        self.yes.set_text(self.tr("Go on"))
        self.no.set_text(self.tr("No, go back"))
