"""F1: what the screen in front is for, its tasks and keys, over the screen itself; Esc takes it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from ui.frame.card_buttons import CardButtons
from ui.frame.help_texts import help_text
from ui.frame.palette import Action
from ui.frame.topic_list import TopicList
from ui.guide.said import plain
from ui.guide.topics import EVERYWHERE, Topic, topics_for
from ui.screen import ScreenContext
from ui.theme.tokens import BASE_TEXT, GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import OVER, Panel, column, empty, row, words

_WIDTH = 440


class HelpPanel(Panel):
    """``toggle(name, title)``; lies at the right of ``over`` and gives the cursor back when it goes.

    Its first page is about the screen; from there Enter opens how a task is done, or the tasks of all
    screens of the person. Esc goes the same way back.
    """

    def __init__(self, *, context: ScreenContext, over: QWidget) -> None:
        super().__init__("palette", over)
        self.setObjectName("helpPanel")
        self.setProperty(OVER, True)
        self._language, self._over = context.language, over
        self._roles = context.clinic.work.actor.roles
        self._screen, self._title_text = "", ""
        self._before: QWidget | None = None
        self._shows_all = False
        self._topic: Topic | None = None
        outer = column(self, margin=2 * GRID)
        head = row()
        self._title = words(role="title", wrap=True, parent=self)
        self._title.setObjectName("helpTitle")
        self.close_button = Button("closeHelp", kind="quiet", parent=self)
        self.close_button.clicked.connect(self.step_back)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        holder = QWidget()
        holder.setProperty("panel", "scrolled")
        inside = column(holder, spacing=GRID)
        self._above, self._below = QWidget(holder), QWidget(holder)
        self._how = words(role="heading", parent=holder)
        self.list = TopicList("helpTopics", holder)
        self.list.opened.connect(self._open)
        self.list.currentRowChanged.connect(self._bring_into_sight)
        column(self._above, spacing=GRID)
        column(self._below, spacing=GRID)
        for widget in (self._above, self._how, self.list, self._below):
            inside.addWidget(widget)
        inside.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("helpText")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        self._area = area
        outer.addWidget(area, 1)
        self.cards = CardButtons(context=context, parent=self)
        outer.addWidget(self.cards)
        over.installEventFilter(self)
        self.hide()
        self._translate()

    @property
    def text(self) -> str:
        """What it says about the screen, or the steps of the open task; empty when it is hidden."""
        if self.isHidden():
            return ""
        code = self._language.code
        if self._topic is not None:
            return "\n".join(plain(step[code], code) for step in self._topic.steps)
        return help_text(self._screen, code).about

    @property
    def topic(self) -> Topic | None:
        """The task that is explained."""
        return None if self.isHidden() else self._topic

    def toggle(self, screen: str, title: str) -> None:
        """Explain the screen, or go when that is explained already."""
        if not self.isHidden() and screen == self._screen:
            self.close_it()
            return
        if self.isHidden():
            self._before = self.window().focusWidget()
        self._screen, self._title_text = screen, title
        self._place()
        self.show()
        self.raise_()
        self._turn(topic=None, shows_all=False)
        self._take_cursor()

    def offered(self, explain: Callable[[], None]) -> tuple[Action, ...]:
        """What the palette offers of it; ``explain`` is what F1 does."""
        return (
            Action("help", lambda: self.tr("Explain this screen"), "F1", explain),
            *self.cards.offered(),
        )

    def close_it(self) -> None:
        """Take it away; the cursor goes back to where it was."""
        had_cursor = self.isAncestorOf(self.window().focusWidget() or self._over)
        self.hide()
        if had_cursor and self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def step_back(self) -> None:
        """From a task to the list it was opened from, from there to the screen, from there away."""
        if self._topic is not None:
            self._turn(topic=None, shows_all=self._shows_all)
        elif self._shows_all:
            self._turn(topic=None, shows_all=False)
        else:
            self.close_it()
            return
        self._take_cursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.step_back()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar = self._area.verticalScrollBar()
            down = key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
            page = key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
            bar.setValue(bar.value() + (1 if down else -1) * (bar.pageStep() if page else 3 * GRID))
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def say_title(self, title: str) -> None:
        """The title in another language."""
        self._title_text = title
        self._translate()

    # inside --------------------------------------------------------------------------------------------

    def _open(self, topic: Topic | None) -> None:
        self._turn(topic=topic, shows_all=self._shows_all or topic is None)
        self._take_cursor()

    def _turn(self, *, topic: Topic | None, shows_all: bool) -> None:
        if shows_all != self._shows_all:
            self.list.setCurrentRow(-1)
        self._topic, self._shows_all = topic, shows_all
        self._translate()
        self._area.verticalScrollBar().setValue(0)

    def _take_cursor(self) -> None:
        (self.close_button if self._topic is not None else self.list).setFocus()

    def _bring_into_sight(self, at: int) -> None:
        item = self.list.item(at) if at >= 0 else None
        holder = self._area.widget()
        if item is not None and holder is not None:
            place = self.list.mapTo(holder, QPoint(0, self.list.visualItemRect(item).center().y()))
            self._area.ensureVisible(0, place.y(), 0, 4 * GRID)

    def _place(self) -> None:
        scale = max(self.fontInfo().pixelSize() / BASE_TEXT, 1.0)
        width = min(round(_WIDTH * scale), self._over.width())
        self.setGeometry(self._over.width() - width, 0, width, self._over.height())

    def _translate(self) -> None:
        self._how.setText(self.tr("How it is done"))
        self.list.setAccessibleName(self.tr("Tasks"))
        self.close_button.set_text(self.tr("Close  (Esc)"))
        if not self.isHidden():  # the texts cost too much for a log-in or a change of language without F1
            self._say()

    def _say(self) -> None:
        code = self._language.code
        inner = self._topic is not None or self._shows_all
        self.close_button.set_text(self.tr("Back  (Esc)") if inner else self.tr("Close  (Esc)"))
        for part in (self._above, self._below):
            layout = part.layout()
            assert layout is not None  # noqa: S101
            empty(layout)
        is_list = self._topic is None
        self.list.setVisible(is_list)
        self._how.setVisible(is_list and not self._shows_all)
        if self._topic is not None:
            self._title.setText(self._topic.title[code])
            self._add(self._above, _steps(self._topic, code))
        elif self._shows_all:
            self._title.setText(self.tr("All tasks of your work"))
            self.list.show_topics(topics_for(self._roles), code, screens=True)
        else:
            self._say_screen(code)

    def _say_screen(self, code: str) -> None:
        self._title.setText(self._title_text)
        text = help_text(self._screen, code)
        self._add(self._above, words(text.about, wrap=True))
        own = topics_for(self._roles)
        here = [topic for topic in own if topic.screen == self._screen] or [
            topic for topic in own if topic.screen == EVERYWHERE
        ]
        self.list.show_topics(
            here,
            code,
            screens=False,
            more=self.tr("All tasks of your work ({0}) …").format(len(own)),
        )
        for heading, keys in (
            (self.tr("Keys of this screen"), text.keys),
            (self.tr("Keys that work everywhere"), text.everywhere),
        ):
            if keys:
                self._add(self._below, words(heading, role="heading"), _table(keys))

    @staticmethod
    def _add(part: QWidget, *widgets: QWidget) -> None:
        layout = part.layout()
        assert layout is not None  # noqa: S101
        for widget in widgets:
            layout.addWidget(widget)


def _steps(topic: Topic, language: str) -> QWidget:
    return _table(
        [(f"{at}", plain(step[language], language)) for at, step in enumerate(topic.steps, start=1)]
    )


def _table(keys: Sequence[tuple[str, str]]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnStretch(1, 1)
    for place, (pressed, does) in enumerate(keys):
        top_left = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        grid.addWidget(words(pressed, role="key", parent=holder), place, 0, top_left)
        grid.addWidget(words(does, wrap=True, parent=holder), place, 1)
    return holder
