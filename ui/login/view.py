"""The login page: a tile for each person, the password, and what follows a one-time code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QStackedWidget, QWidget

from emr_desktop.errors import EmrError
from ui.gate import Gate
from ui.login.new_password import NewPasswordPage
from ui.login.recovery import RecoveryPage
from ui.login.waiting import WaitingLine
from ui.qt.language import Language
from ui.qt.messages import Place, message_for
from ui.qt.tasks import Tasks
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.front_page import FrontPage
from ui.widgets.layout import empty
from ui.widgets.plain_tip import plain_tip

if TYPE_CHECKING:
    from emr_desktop.facility.rows import LoginName

_TILES_IN_ONE_COLUMN = 5
_CARD, _WIDE_CARD = 440, 680


class Tile(QPushButton):
    """A person; arrows move between tiles, Enter goes on to the password."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class EnterPage(FrontPage):
    """Who, and the password.

    Signals:
        entered: user name and password or code.
        chosen_changed: the user name whose tile was pressed.
        lost: the person has no password any more; the user name.
        restore: a backup is to be restored.
    """

    entered = Signal(str, str)
    chosen_changed = Signal(str)
    lost = Signal(str)
    restore = Signal()

    def __init__(self, *, language: Language, facility: str, parent: QWidget | None = None) -> None:
        super().__init__(language=language, parent=parent)
        self._facility = facility
        self._people: tuple[LoginName, ...] = ()
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(lambda _tile, on: self._chose() if on else None)  # by screen reader
        self._tiles = QGridLayout()
        self._tiles.setSpacing(GRID // 2)
        self.body.addLayout(self._tiles)
        self.password = TextField("password", secret=True, longest=256, parent=self)
        self.body.addWidget(self.password)
        self.waiting = WaitingLine(parent=self)
        self.waiting.ended.connect(self._wait_ended)
        self.body.addWidget(self.waiting)
        self._lost = Button("lostPassword", kind="quiet", parent=self)
        self._enter = Button("logIn", kind="primary", parent=self)
        self._restore = Button("restoreBackup", kind="quiet", parent=self)
        self._restore.clicked.connect(self.restore)
        self.foot.addWidget(self._lost)
        self.foot.addWidget(self._restore)
        self.foot.addStretch(1)
        self.foot.addWidget(self._enter)
        self._enter.clicked.connect(self._go)
        self._lost.clicked.connect(lambda: self.lost.emit(self.chosen or ""))
        self.password.edit.returnPressed.connect(self._go)
        FormKeys(self, save=self._go)
        self._translate()

    @property
    def chosen(self) -> str | None:
        """The user name of the tile that is pressed."""
        button = self._group.checkedButton()
        return None if button is None else str(button.property("username"))

    def show_people(self, people: tuple[LoginName, ...], *, choose: str | None = None) -> None:
        """Make the tiles; ``choose`` is pressed already."""
        self._people = people
        self._group.blockSignals(True)
        empty(self._tiles)
        wide = len(people) > _TILES_IN_ONE_COLUMN  # the password stays in sight on a low display
        follow_text(self.card, most_width=_WIDE_CARD if wide else _CARD)
        for place, person in enumerate(people):
            tile = Tile(self)
            tile.setObjectName("person")
            tile.setProperty("kind", "tile")
            tile.setProperty("username", person.username)
            tile.setText(f"{person.full_name}   ·   {person.username}")
            tile.setToolTip(plain_tip(tile.text()))
            tile.setCheckable(True)
            tile.setAutoExclusive(True)  # one of them: a screen reader says so
            tile.setAutoDefault(False)
            tile.clicked.connect(self._chose)
            self._group.addButton(tile)
            self._tiles.addWidget(tile, *(divmod(place, 2) if wide else (place, 0)))
            if person.username == choose or len(people) == 1:
                tile.setChecked(True)
        if self._group.checkedButton() is None and people:
            self._group.buttons()[0].setChecked(True)
        self._group.blockSignals(False)
        before: QWidget | None = None
        for widget in (*self._group.buttons(), self.password.edit, self._enter, self._lost, self._restore):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget
        self._chose()

    def again(self) -> None:
        """Empty the password and put the cursor there."""
        self.password.set_text("")
        self.password.editor.setFocus()

    def show_wait(self, username: str, seconds: float, *, closed: bool) -> None:
        """Count down until this person may try again; ``closed``: only a new one-time code helps."""
        if username != self.chosen:
            return
        if seconds > 0 or closed:
            self.password.set_error(None)
        self.waiting.show_wait(seconds, closed=closed)
        self.password.setEnabled(not self.waiting.is_on)
        self._enter.setEnabled(not self.waiting.is_on)

    def _wait_ended(self) -> None:
        self.password.setEnabled(True)
        self._enter.setEnabled(True)
        self.again()

    def _chose(self) -> None:
        if self.chosen is not None:
            self.show_wait(self.chosen, 0, closed=False)
            self.chosen_changed.emit(self.chosen)
        self.password.set_error(None)
        self._translate()
        self.password.editor.setFocus()

    def _go(self) -> None:
        if self.chosen is None or not self._enter.isEnabled():
            return
        if not self.password.raw_text():
            self.password.set_error(self.tr("Type the password."))
            self.password.editor.setFocus()
            return
        self.entered.emit(self.chosen, self.password.raw_text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.set_title(
            self._facility or self.tr("Log in"), self.tr("Choose your name and type your password.")
        )
        with_code = any(p.must_set_password for p in self._people if p.username == self.chosen)
        self.password.set_label(self.tr("One-time code") if with_code else self.tr("Password"))
        self._enter.set_text(self.tr("Log in"))
        self._lost.set_text(self.tr("Password lost?"))
        self._restore.set_text(self.tr("Restore a backup"))


class LoginView(QStackedWidget):
    """All that leads to an unlocked session.

    Signals:
        unlocked: the ``WorkSession``.
        restore: a backup is to be restored.
        trouble: an exception that needs a page of its own.
    """

    given_file = "looks"  # a backup from outside: see ui.given_file
    unlocked = Signal(object)
    restore = Signal()
    trouble = Signal(object)

    def __init__(
        self, *, gate: Gate, tasks: Tasks, language: Language, facility: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("login")
        self._gate, self._tasks, self._language = gate, tasks, language
        self.enter_page = EnterPage(language=language, facility=facility, parent=self)
        self.new_page = NewPasswordPage(language=language, parent=self)
        self.recovery_page = RecoveryPage(language=language, parent=self)
        self.recovery_page.paper.offer_print(
            tasks=tasks, language=language, facility=lambda: (facility, False)
        )
        for page in (self.enter_page, self.new_page, self.recovery_page):
            self.addWidget(page)
        self.enter_page.entered.connect(self._unlock)
        self.enter_page.chosen_changed.connect(self._ask_wait)
        self.enter_page.lost.connect(self.begin_recovery)
        self.enter_page.restore.connect(self.restore)
        self.new_page.suggestion_asked.connect(self._suggest)
        self.new_page.chosen.connect(self._set_password)
        self.new_page.stepped_back.connect(self.show_enter)
        self.recovery_page.stepped_back.connect(self.show_enter)
        self.recovery_page.asked.connect(self._recover)
        self.recovery_page.finished.connect(self._unlock)
        self._username = ""
        self._code = ""

    def show_people(self, people: tuple[LoginName, ...], *, choose: str | None = None) -> None:
        self.enter_page.show_people(people, choose=choose)
        self.show_enter()

    def show_enter(self) -> None:
        """The first page, with an empty password."""
        self._code = ""
        self.setCurrentWidget(self.enter_page)
        self.enter_page.again()

    def _ask_wait(self, username: str) -> None:
        self._tasks.run(
            self,
            lambda: self._gate.wait(username),
            done=lambda wait: self.enter_page.show_wait(username, wait[0], closed=wait[1]),
            failed=self.trouble.emit,
            key="wait",
        )

    def _suggest(self) -> None:
        self._tasks.run(
            self, self._gate.suggest_password, done=self.new_page.suggest, failed=self.trouble.emit
        )

    # unlocking -----------------------------------------------------------------------------------------

    def _unlock(self, username: str, password: str) -> None:
        self._username, self._code = username, password
        page = self.currentWidget()
        if isinstance(page, FrontPage):
            page.banner.clear()
        self._do(lambda: self._gate.unlock(username, password), done=self._unlocked)

    def _unlocked(self, work: object) -> None:
        self.enter_page.password.set_text("")
        self._code = ""
        self.unlocked.emit(work)

    def _set_password(self, new: str) -> None:
        username, code = self._username, self._code

        def work() -> object:
            self._gate.set_password(username, current=code, new=new)
            return self._gate.unlock(username, new)

        self._do(work, done=self._unlocked)

    def begin_recovery(self, username: str) -> None:
        self.recovery_page.begin(username)
        self.setCurrentWidget(self.recovery_page)

    def _recover(self, recovery_key: str, username: str, password: str) -> None:
        self._do(
            lambda: self._gate.recover(recovery_key=recovery_key, username=username, new_password=password),
            done=self.recovery_page.show_new_key,
        )

    # saying what went wrong ----------------------------------------------------------------------------

    def _do(self, work: Callable[[], object], *, done: Callable[[object], None]) -> None:
        page = self.currentWidget()
        if not isinstance(page, FrontPage):
            return
        page.show_busy(True)

        def finished(value: object) -> None:
            page.show_busy(False)
            done(value)

        def failed(error: BaseException) -> None:
            page.show_busy(False)
            self._failed(error)

        self._tasks.run(self, work, done=finished, failed=failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, EmrError) and error.code == "login.code_must_be_changed":
            self.new_page.begin()
            self.setCurrentWidget(self.new_page)
            return
        message = message_for(error, self._language.code)
        page = self.currentWidget()
        if message.place in (Place.PAGE, Place.CRASH):
            self.trouble.emit(error)
        elif page is self.enter_page:
            self.enter_page.again()
            self.enter_page.password.set_error(message.text)
            self._ask_wait(self._username)
        elif page is self.new_page:
            self.new_page.show_error(message.text)
        elif page is self.recovery_page:
            self.recovery_page.show_error(message.field, message.text)
