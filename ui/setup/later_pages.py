"""Pages of the set-up that Administration has in another form: the key once more, and where to practise."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.changes import Written
from ui.administration.page_head import PageHead
from ui.practising import Practising
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.form_keys import FormKeys
from ui.widgets.key_paper import KeyPaper
from ui.widgets.layout import Card, column


class KeyAgainPage(QWidget):
    """Makes another recovery key, for the paper of the first one was not confirmed.

    Signals:
        on_paper: the groups that were asked for were typed back.
    """

    on_paper = Signal()

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keyAgain")
        self._context = context
        self.is_on_paper = False
        self.head = PageHead(context=context, point_at=lambda _field, _text: False, parent=self)
        self.make = Button("makeKey", kind="primary", parent=self)
        self.paper = KeyPaper(parent=self)
        self.paper.hide()
        place = context.clinic.work.facility
        self.paper.offer_print(
            tasks=context.tasks,
            language=context.language,
            facility=lambda: (f"{place.code} {place.name}", place.training),
        )
        self.confirm = Button("keyOnPaper", kind="primary", parent=self)
        self.confirm.hide()
        card = Card(self)
        for widget in (self.make, self.paper, self.confirm):
            card.body.addWidget(widget)
        page = column(self)
        page.addWidget(self.head)
        page.addWidget(card)
        page.addStretch(1)
        self.make.clicked.connect(self._make)
        self.confirm.clicked.connect(self._confirm)
        FormKeys(self, save=self._confirm)
        self._translate()

    def _make(self) -> None:
        keys = self._context.clinic.keys
        self.head.password.before(lambda: self.head.run(keys.renew_recovery_key, self._made))

    def _made(self, written: Written[str]) -> None:
        self.paper.show_key(written.value)
        self.make.hide()
        self.paper.show()
        self.confirm.show()
        self.paper.answers[0].editor.setFocus()

    def _confirm(self) -> None:
        if self.paper.isVisible() and self.paper.is_confirmed():
            self.is_on_paper = True
            self.on_paper.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.make.set_text(self.tr("&Make a new key"))
        self.confirm.set_text(self.tr("It is on paper"))


class PracticePage(QWidget):
    """A made-up facility beside the real one."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("practicePage")
        self.banner = Banner(self)
        self.start = Button("practise", parent=self)
        self.practising = Practising(
            folder=context.clinic.work.database.path.parent,
            tasks=context.tasks,
            language=context.language,
            parent=self,
        )
        self.practising.said.connect(lambda text: self.banner.show_message(text, kind="info"))
        self.practising.busy_changed.connect(self.start.setDisabled)
        self.start.clicked.connect(self.practising.begin)
        card = Card(self)
        card.body.addWidget(self.start)
        page = column(self)
        page.addWidget(self.banner)
        page.addWidget(card)
        page.addStretch(1)
        self._translate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.start.set_text(self.tr("&Practise with made-up patients"))
