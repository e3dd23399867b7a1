"""The bar at the top: search for a patient, the facility, who is in, language and lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from emr_desktop.access.work_session import WorkSession
from ui.frame.look_menu import LookMenu
from ui.qt.language import Language
from ui.theme import Theme
from ui.theme.tokens import GRID
from ui.widgets.layout import Panel, ShrinkingLabel, row
from ui.widgets.picker import Choice, Picker, Search
from ui.widgets.plain_tip import plain_tip

_HEIGHT = 48
_SEARCH_WIDTH = 380
_LEAST_SEARCH = 160
_LEAST_NAME = 88  # of the person beside the icon; with less room the icon stands alone
_LEAST_FACILITY = 120


class TopBar(Panel):
    """Signals: ``picked`` a patient's id; ``lock``; ``own_pin``; ``log_out``; ``palette_wanted``."""

    picked = Signal(object)
    lock = Signal()
    own_pin = Signal()
    log_out = Signal()
    palette_wanted = Signal()

    def __init__(
        self,
        *,
        work: WorkSession,
        search: Search | None,
        theme: Theme,
        language: Language,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("top", parent)
        self.setObjectName("topBar")
        self._theme, self._language, self._work = theme, language, work
        line = row(self)
        line.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        self.search: Picker | None = None
        if search is not None:
            self.search = Picker(search=search, minimum=2, parent=self)
            self.search.setObjectName("anywhereSearch")
            self.search.setProperty("look", "top")
            self.search.picked.connect(self._pick)
            line.addWidget(self.search, 3)
        line.addStretch(1)
        self._facility = ShrinkingLabel("heading", self)
        self._facility.setText(work.facility.name)
        self._facility.setToolTip(plain_tip(f"{work.facility.name} · {work.facility.code}"))
        line.addWidget(self._facility)
        line.addSpacing(2 * GRID)
        self._person = self._tool("whoIsIn", line)
        self._person.setText(work.actor.full_name.replace("&", "&&"))
        self._person.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._person)
        # Made here and not by the menu: what the menu makes is lost to Python after a while, and the next
        # change of the language ends the program.
        self._person_actions = {name: QAction(self) for name in ("switchPerson", "ownPin", "logOut")}
        chosen = (self.lock, self.own_pin, self.log_out)
        for (name, action), signal in zip(self._person_actions.items(), chosen, strict=True):
            action.setObjectName(name)
            action.triggered.connect(signal)
            menu.addAction(action)
        self._person.setMenu(menu)
        line.addSpacing(GRID)
        self._palette = self._tool("openPalette", line)
        self._look = LookMenu(theme=theme, parent=self)
        self._look.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line.addWidget(self._look)
        self._switch = self._tool("switchLanguage", line)
        self._lock = self._tool("lock", line)
        self._palette.clicked.connect(self.palette_wanted)
        self._switch.clicked.connect(language.toggle)
        self._lock.clicked.connect(self.lock)
        theme.changed.connect(self._paint)
        self._paint()
        self._translate()

    def _tool(self, name: str, line: object) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line.addWidget(button)  # type: ignore[attr-defined]
        return button

    def focus_search(self) -> None:
        if self.search is not None:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def _pick(self, choice: Choice) -> None:
        self.picked.emit(choice.key)

    def _paint(self) -> None:
        self.setFixedHeight(self._theme.tokens.px(_HEIGHT))
        if self.search is not None:
            self.search.setMinimumWidth(self._theme.tokens.px(_LEAST_SEARCH))
            self.search.setMaximumWidth(self._theme.tokens.px(_SEARCH_WIDTH))
        self._fit()
        for button, icon in (
            (self._person, "person"),
            (self._palette, "palette"),
            (self._look, "look"),
            (self._switch, "language"),
            (self._lock, "lock"),
        ):
            button.setIcon(self._theme.icon(icon, "quiet"))
            button.setIconSize(QSize(self._theme.tokens.px(18), self._theme.tokens.px(18)))

    def _fit(self) -> None:
        """Say less in words where there is no room for them; the tooltips say all of it.

        First language and lock become icons, then the names are cut short, last the person is an icon.
        """
        style, px = Qt.ToolButtonStyle, self._theme.tokens.px
        for button in (self._switch, self._lock, self._person):
            button.setToolButtonStyle(style.ToolButtonTextBesideIcon)
        wishes = {button: button.sizeHint().width() for button in (self._switch, self._lock, self._person)}
        for button in (self._switch, self._lock):
            button.setToolButtonStyle(style.ToolButtonIconOnly)
        bare = self._palette.sizeHint().width()
        search = 0 if self.search is None else px(_LEAST_SEARCH)
        left = self.width() - search - 2 * bare - 14 * GRID  # what stands there in any case, and the gaps
        facility = self._facility.sizeHint().width()
        words = wishes[self._switch] + wishes[self._lock]
        said = left >= facility + wishes[self._person] + words
        if said:
            for button in (self._switch, self._lock):
                button.setToolButtonStyle(style.ToolButtonTextBesideIcon)
        left -= words if said else 2 * bare
        name = min(wishes[self._person], left - min(facility, px(_LEAST_FACILITY)))
        if name < px(_LEAST_NAME):
            self._person.setToolButtonStyle(style.ToolButtonIconOnly)
            name = self._person.sizeHint().width()
        self._person.setFixedWidth(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        if self.search is not None:
            self.search.setPlaceholderText(self.tr("Find a patient  (Ctrl+F)"))
            self.search.setAccessibleName(self.tr("Find a patient"))
        other = self._language.other.name
        for button, text, tip, keys in (
            (self._palette, "", self.tr("All actions"), "Ctrl+K"),
            (self._switch, other, other, "F9"),
            (self._lock, self.tr("Lock"), self.tr("Cover the screen; go on by PIN"), "Ctrl+L"),
        ):
            button.setText(text)
            button.setAccessibleName(tip)
            button.setToolTip(plain_tip(f"{tip} ({keys})"))
        said = self.tr("{0}: switch person, PIN, log out").format(self._work.actor.full_name)
        self._person.setAccessibleName(said)
        self._person.setToolTip(plain_tip(said))
        for name, text in (
            ("switchPerson", self.tr("Switch person  (Ctrl+L)")),
            ("ownPin", self.tr("My PIN")),
            ("logOut", self.tr("Log out")),
        ):
            self._person_actions[name].setText(text)
        self._fit()
