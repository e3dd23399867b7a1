"""The window of the gallery: chapters at the left, all states of a chapter at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QListWidget, QStackedWidget, QWidget

from ui.frame.look_menu import LookMenu
from ui.gallery import fields, parts
from ui.gallery.samples import Samples
from ui.qt.language import Language
from ui.qt.tasks import Tasks
from ui.theme import Theme
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import column, row, words
from ui.widgets.scrolled import Scrolled

Chapter = Callable[[Samples, Tasks], Iterable[Iterable[QWidget]]]

CHAPTERS: dict[str, Chapter] = {
    "fields": lambda samples, _tasks: [
        [fields.field(kind, state, samples) for state in fields.STATES] for kind in fields.MAKERS
    ],
    "buttons": lambda samples, _tasks: [
        *(
            [fields.button(kind, state, samples) for state in ("ready", "disabled")]
            for kind in ("primary", "secondary", "danger", "quiet")
        ),
        *([each] for each in fields.loose(samples)),
    ],
    "messages": lambda samples, tasks: [
        *([parts.banner(kind, samples)] for kind in parts.BANNERS),
        [parts.question(samples)],
        [parts.password(samples, tasks)],
        [parts.toast(samples)],
        [parts.status(samples)],
    ],
    "tables": lambda samples, _tasks: [[parts.table(state, samples)] for state in parts.TABLES],
    "charts": lambda samples, _tasks: [[parts.chart(state, samples)] for state in parts.CHARTS],
    "frames": lambda samples, _tasks: [
        *([each] for each in parts.people(samples)),
        *([each] for each in parts.frames(samples)),
        [parts.phrases(samples)],
    ],
    "pages": lambda samples, _tasks: [[each] for each in parts.fronts(samples)],
}


class Gallery(QWidget):
    """Built anew when the language changes; looks and sizes change in place."""

    def __init__(self, *, language: Language, theme: Theme, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("gallery")
        self.setProperty("panel", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("EMR Desktop")
        self._samples, self._tasks = Samples(language, theme), tasks
        self._names = QListWidget(self)
        self._names.setObjectName("galleryChapters")
        self._names.setAccessibleName("Gallery")
        self._names.addItems(list(CHAPTERS))
        self._names.setFixedWidth(theme.tokens.px(20 * GRID))
        self.pages = QStackedWidget(self)
        turn = Button("galleryLanguage", parent=self)
        turn.set_text("Kiswahili / English")
        turn.clicked.connect(language.toggle)
        look = LookMenu(theme=theme, parent=self)
        look.setIcon(theme.icon("look"))
        head = row(margin=GRID)
        head.addWidget(words("Gallery", role="title", parent=self), 1)
        head.addWidget(turn)
        head.addWidget(look)
        body = row(margin=GRID)
        body.addWidget(self._names)
        body.addWidget(self.pages, 1)
        whole = column(self, spacing=0)
        whole.addLayout(head)
        whole.addLayout(body, 1)
        self._names.currentRowChanged.connect(self.pages.setCurrentIndex)
        language.changed.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """Build every chapter in the language in use."""
        at = max(self.pages.currentIndex(), 0)
        while self.pages.count():
            old = self.pages.widget(0)
            if old is not None:
                self.pages.removeWidget(old)
                old.deleteLater()
        for make in CHAPTERS.values():
            self.pages.addWidget(self._page(make(self._samples, self._tasks)))
        self._names.setCurrentRow(at)
        self.pages.setCurrentIndex(at)

    def _page(self, lines: Iterable[Iterable[QWidget]]) -> QWidget:
        inner = QWidget()
        inner.setProperty("panel", "scrolled")
        grid = QGridLayout(inner)
        grid.setSpacing(2 * GRID)
        for line, widgets in enumerate(lines):
            shown = list(widgets)
            for place, widget in enumerate(shown):
                grid.addWidget(widget, line, place, 1, 1 if len(shown) > 1 else len(fields.STATES))
        grid.setRowStretch(grid.rowCount(), 1)
        return Scrolled(inner)
