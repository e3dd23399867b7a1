"""The notice at the diagnosis: what has to be notified, its case definition, and the one button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from emr_desktop.reference.notifiable import conditions
from emr_desktop.surveillance.rows import Watch
from ui.qt.language import Language
from ui.surveillance.telling import cluster_line, condition_name, offered, steps_line
from ui.theme import GRID
from ui.theme.apply import repolish
from ui.theme.tokens import BASE_TEXT
from ui.widgets.buttons import Button
from ui.widgets.layout import column, row, words
from ui.widgets.plain_tip import plain_tip

CASE_KEYS = "Alt+9"
_LOW = 680  # px at 100 %


class NoticeBox(QFrame):
    """Hidden while there is nothing to say. Signals: ``wanted``: the case form, please."""

    wanted = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBox")
        self.setProperty("banner", "danger")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._language = language
        self._watch = Watch()
        self._title = words(role="heading", wrap=True, parent=self)
        self._title.setObjectName("noticeTitle")
        self._text = words(wrap=True, parent=self)
        self._text.setObjectName("noticeText")
        self.button = Button("makeCaseForm", parent=self)
        # Enter goes from field to field; the button has its key.
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.wanted)
        outer = column(self, margin=GRID, spacing=GRID // 2)
        line = row()
        line.addWidget(self._title, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(line)
        outer.addWidget(self._text)
        self.hide()

    @property
    def text(self) -> str:
        """All it says; empty when it is hidden."""
        return "" if self.isHidden() else f"{self._title.text()}\n{self._text.text()}".strip()

    def show_watch(self, watch: Watch) -> None:
        """Say what surveillance found."""
        self._watch = watch
        self._translate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window the case definition goes into the tooltip: the page has no room for it."""
        said = self._text.text()
        low = self.window().height() < _LOW * max(self.fontInfo().pixelSize() / BASE_TEXT, 1.0)
        self._text.setVisible(bool(said) and not low)
        self.setToolTip(plain_tip(said))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        watch, code = self._watch, self._language.code
        if not offered(watch):
            self.hide()
            return
        self.button.set_text(self.tr("9 Case form"), tip=self.tr("Open the case form (Alt+9)"))
        titles, texts = [], []
        settled = all(notice.known is not None for notice in watch.notices) and not watch.clusters
        for notice in watch.notices:
            name, condition = (
                condition_name(notice.condition, language=code),
                conditions().get(notice.condition),
            )
            if notice.known is not None:
                titles.append(f"{name}: {steps_line(notice.known, language=code)}")
                continue
            hours = 24 if condition is None else condition.deadline_hours
            titles.append(self.tr("{0}: notify within {1} hours").format(name, hours))
            if condition is not None:
                texts.append(condition.case(code))
        clusters = [cluster_line(cluster, language=code) for cluster in watch.clusters]
        (texts if titles else titles).extend(clusters)
        self._title.setText("\n".join(titles))
        self._text.setText("\n".join(texts))
        self._fit()
        look = "good" if settled else "danger" if watch.notices else "warn"
        if self.property("banner") != look:
            self.setProperty("banner", look)
            repolish(self)
        self.show()
