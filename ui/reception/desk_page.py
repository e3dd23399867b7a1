"""What the pages behind the reception's first one share: a head, a banner, the way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column


class DeskPage(QWidget):
    """A subclass fills ``body``, and says its texts in ``translate``.

    Signals:
        back: enough done.
    """

    back = Signal()

    def __init__(self, name: str, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.context = context
        self.banner = Banner(self)
        self.failed = shown_by(
            language=lambda: context.language.code,
            field=self.point_at,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self.header = PageHeader(self)
        self.leave = Button(f"{name}Back", parent=self)
        self.leave.clicked.connect(self.step_back)
        page = column(self)
        page.addWidget(self.header)
        page.addWidget(self.banner)
        self.body: QVBoxLayout = column()
        page.addLayout(self.body, 1)

    def point_at(self, field: str, text: str) -> bool:
        """Say what is wrong at a field of this page; False when it is not here."""
        return False

    def step_back(self) -> bool:
        """Esc: one step back, at last to the reception."""
        self.banner.clear()
        self.back.emit()
        return True

    def say_done(self, text: str) -> None:
        """Something was written."""
        self.banner.clear()
        self.context.say(text)

    def translate(self) -> None:
        """Say every text of the page."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.say_all()
        super().changeEvent(event)

    def say_all(self) -> None:
        """Every text again; asked once when the page is whole."""
        self.leave.set_text(self.tr("Back  (Esc)"))
        self.translate()
