"""What an update brought, or why it did not come: shown once, over the screen, to whoever logs in next."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.messages import sentence
from ui.qt.language import Language
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import Panel, column, row, words

if TYPE_CHECKING:
    from emr_desktop.updates.rows import News
    from ui.main_window import MainWindow

log = logging.getLogger(__name__)

_WIDTH, _HEIGHT, _LOW = 560, 380, 220


class NewsPanel(Panel):
    """Esc or the button takes it away."""

    def __init__(self, news: News, *, language: Language, over: QWidget) -> None:
        super().__init__("palette", over)
        self.setObjectName("newsPanel")
        self._news, self._over = news, over
        self._language = language
        outer = column(self, margin=2 * GRID)
        self._title = words(role="title", wrap=True, parent=self)
        self._title.setObjectName("newsTitle")
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("newsText")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.close_button = Button("closeNews", kind="primary", parent=self)
        self.close_button.clicked.connect(self.leave)
        outer.addWidget(self._title)
        outer.addWidget(self.text, 1)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        outer.addLayout(foot)
        over.installEventFilter(self)
        self._translate()
        self._place()

    @classmethod
    def after_login(cls, frame: MainWindow) -> None:
        """Look whether an update ended since somebody was told, and tell it."""
        context = frame.context

        def show(news: News | None) -> None:
            if news is not None:
                panel = cls(news, language=context.language, over=frame)
                panel.show()
                panel.raise_()
                panel.close_button.setFocus()

        context.tasks.run_aside(
            frame,
            context.clinic.updates.take_news,
            done=show,
            failed=lambda error: log.warning("no news of updates: %s", type(error).__name__),
            behind=True,
        )

    def leave(self) -> None:
        self.hide()
        self.deleteLater()

    def _place(self) -> None:
        come = self._news.outcome == "kept"
        width = min(_WIDTH, self._over.width() - 4 * GRID)
        height = min(_HEIGHT if come else _LOW, self._over.height() - 4 * GRID)
        self.setGeometry(
            (self._over.width() - width) // 2, (self._over.height() - height) // 3, width, height
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        news, language = self._news, self._language.code
        if news.outcome == "kept":
            self._title.setText(self.tr("New in version {0}").format(news.version))
            came = sentence("update.came", {"version": news.version}, language)
            self.text.setPlainText(news.notes.get(language, "").strip() or came)
        else:
            self._title.setText(self.tr("The update did not come"))
            reason = sentence(
                news.reason, {"version": news.version, "reason": "", "path": str(news.data)}, language
            )
            self.text.setPlainText(
                sentence("update.did_not_come", {"version": news.version, "reason": reason}, language)
            )
        self.text.setAccessibleName(self._title.text())
        self.close_button.set_text(self.tr("Read"))
