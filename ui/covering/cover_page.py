"""The page that covers an open session: whose it is, a tile for each colleague, PIN or password."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from emr_desktop.facility.switching import Colleague
from ui.login.view import Tile
from ui.qt.language import Language
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.front_page import FrontPage
from ui.widgets.layout import empty
from ui.widgets.plain_tip import plain_tip

_TILES_IN_ONE_COLUMN = 5
_CARD, _WIDE_CARD = 440, 680


class CoverPage(FrontPage):
    """Nothing of a patient stands on it.

    Signals:
        entered: user name, PIN or password.
        ended: the session is to end; the next person logs in.
    """

    entered = Signal(str, str)
    ended = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, parent=parent)
        self.setObjectName("cover")
        self._people: tuple[Colleague, ...] = ()
        self._whose = ""
        self._group = QButtonGroup(self)
        self._tiles = QGridLayout()
        self._tiles.setSpacing(GRID // 2)
        self.body.addLayout(self._tiles)
        self.secret = TextField("pinOrPassword", secret=True, longest=256, parent=self)
        self.body.addWidget(self.secret)
        self._end = Button("endSession", kind="quiet", parent=self)
        self._enter = Button("goOn", kind="primary", parent=self)
        self.foot.addWidget(self._end)
        self.foot.addStretch(1)
        self.foot.addWidget(self._enter)
        self._enter.clicked.connect(self._go)
        self._end.clicked.connect(self.ended)
        self.secret.edit.returnPressed.connect(self._go)
        FormKeys(self, save=self._go)
        self._translate()

    @property
    def chosen(self) -> str | None:
        """The user name of the tile that is pressed."""
        button = self._group.checkedButton()
        return None if button is None else str(button.property("username"))

    def begin(self, whose: str) -> None:
        """Cover the session of ``whose``, a full name; the tiles follow."""
        self._whose, self._people = whose, ()
        empty(self._tiles)
        self.banner.clear()
        self.secret.set_text("")
        self.secret.set_error(None)
        self._translate()

    def show_people(self, people: Sequence[Colleague]) -> None:
        """Make the tiles; the one whose session it is, is pressed."""
        kept = self.chosen
        self._people = tuple(people)
        empty(self._tiles)
        wide = len(people) > _TILES_IN_ONE_COLUMN
        follow_text(self.card, most_width=_WIDE_CARD if wide else _CARD)
        before: QWidget | None = None
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
            if person.username == kept or (kept is None and person.is_in):
                tile.setChecked(True)
            if before is not None:
                QWidget.setTabOrder(before, tile)
            before = tile
        for widget in (self.secret.edit, self._enter, self._end):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget
        self._translate()
        self.secret.editor.setFocus()

    def show_error(self, text: str) -> None:
        """Say under the field what was wrong, and let the person type again."""
        self.secret.set_text("")
        self.secret.set_error(text)
        self.secret.editor.setFocus()

    def _chose(self) -> None:
        self.secret.set_text("")
        self.secret.set_error(None)
        self._translate()
        self.secret.editor.setFocus()

    def _go(self) -> None:
        if self.chosen is None or not self._enter.isEnabled():
            return
        if not self.secret.raw_text():
            self.secret.set_error(self.tr("Type the PIN or the password."))
            self.secret.editor.setFocus()
            return
        self.entered.emit(self.chosen, self.secret.raw_text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.set_title(
            self.tr("Covered"),
            self.tr("This is the session of {0}. Go on, or choose your own name.").format(self._whose),
        )
        chosen = next((p for p in self._people if p.username == self.chosen), None)
        with_pin = chosen is not None and chosen.takes_pin
        self.secret.set_label(self.tr("PIN or password") if with_pin else self.tr("Password"))
        self._enter.set_text(self.tr("Go on"))
        self._end.set_text(self.tr("Log out"))
