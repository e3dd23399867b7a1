"""A question on the screen itself before something that matters, with a reason where one is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from ui.theme import GRID, set_state
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.layout import column, row, words
from ui.widgets.spoken import say_aloud

_NARROWEST = 640
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class ConfirmBar(QFrame):
    """Hidden until ``ask(...)``. Esc and "No" take it back; nothing else on the screen is blocked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confirmBar")
        self.setProperty("banner", "info")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._then: Callable[[str], object] | None = None
        self._again: Callable[[], object] | None = None
        self._text = words(wrap=True, parent=self)
        self._text.setObjectName("confirmText")
        self._details = words(role="quiet", wrap=True, parent=self)
        self._details.setObjectName("confirmDetails")
        self.reason = QLineEdit(self)
        self.reason.setObjectName("confirmReason")
        self.reason.setMaxLength(200)
        self.reason.returnPressed.connect(self._yes_pressed)
        self._wrong = words(wrap=True, parent=self)
        self._wrong.setObjectName("confirmWrong")
        set_state(self._wrong, "error")
        self._wrong.hide()
        self.reason.textChanged.connect(self._wrong.hide)
        self._offered: dict[str, str] = {}
        self.offers = ChoiceBar(self)
        self.offers.setObjectName("confirmOffers")
        self.offers.chosen.connect(lambda code: self.reason.setText(self._offered[code]))
        self.reason.textEdited.connect(lambda _text: self.offers.choose(None))
        self.yes = Button("confirmYes", kind="primary", parent=self)
        self.no = Button("confirmNo", parent=self)
        self.yes.clicked.connect(self._yes_pressed)
        self.no.clicked.connect(self.clear)
        outer = column(self, margin=GRID * 3 // 2)
        outer.addWidget(self._text)
        outer.addWidget(self._details)
        outer.addWidget(self.offers)
        line = row()
        line.addWidget(self.reason, 1)
        line.addStretch(0)
        line.addWidget(self.no)
        line.addWidget(self.yes)
        outer.addLayout(line)
        outer.addWidget(self._wrong)
        # As high as its words: what is asked about stays in view.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def text(self) -> str:
        """What it asks; empty when it is hidden."""
        return "" if self.isHidden() else self._text.text()

    @property
    def wrong(self) -> str:
        """What is wrong with the reason; empty when nothing is said."""
        return "" if self._wrong.isHidden() else self._wrong.text()

    def say_wrong(self, text: str) -> None:
        """Say under the reason what is wrong with it, until something else is typed."""
        set_state(self.reason, "error")
        self._wrong.setText(text)
        self._wrong.show()
        say_aloud(self.reason, text, at_once=True)
        self.updateGeometry()
        self.reason.setFocus()

    def ask(
        self,
        text: str,
        *,
        yes: str,
        then: Callable[[str], object],
        details: str = "",
        reason: str | None = None,
        offers: Sequence[tuple[str, str]] = (),
        again: Callable[[], object] | None = None,
    ) -> None:
        """Ask ``text``; ``then`` gets the reason typed (empty when none was asked for).

        Args:
            text: the question.
            yes: the word on the button that does it.
            then: called once, after the bar went away.
            details: quiet lines under the question.
            reason: what to type into the reason's box; None asks for no reason.
            offers: codes and texts of usual reasons: a number takes one, own words are typed at once instead.
            again: asks the same in the language in use, when that changes; None takes the question back.
        """
        self._again = again
        self._then = then
        self._text.setText(text)
        self._details.setText(details)
        self._details.setVisible(bool(details))
        self.reason.clear()
        self._wrong.hide()
        set_state(self.reason, None)
        self.reason.setVisible(reason is not None)
        self.reason.setPlaceholderText(reason or "")
        self.reason.setAccessibleName(reason or "")
        self._offered = dict(offers)
        self.offers.choose(None)
        self.offers.offer(
            [(code, f"{place}  {name}") for place, (code, name) in enumerate(offers, 1)],
            letters={code: str(place) for place, (code, _) in enumerate(offers, 1)},
        )
        self.offers.setAccessibleName(reason or "")
        self.offers.setVisible(bool(offers))
        self.yes.set_text(yes)
        self.no.set_text(self.tr("No, go back"))
        self.show()
        say_aloud(self, f"{text} {details}", at_once=True)
        (self.offers if offers else self.reason if reason is not None else self.yes).setFocus()

    def clear(self) -> None:
        """Nothing is asked any more."""
        self._then = self._again = None
        self.hide()

    def sizeHint(self) -> QSize:
        return self._as_high_as_its_words(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return self._as_high_as_its_words(super().minimumSizeHint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _as_high_as_its_words(self, hint: QSize) -> QSize:
        """The height at the present width; a layout asks words that wrap for their narrowest instead."""
        layout = self.layout()
        width = max(self.width(), _NARROWEST)  # before it is shown it has no width yet
        return hint if layout is None else QSize(hint.width(), layout.totalHeightForWidth(width))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_again()
        super().changeEvent(event)

    def _say_again(self) -> None:
        if self.isHidden():
            return
        again, reason, code = self._again, self.reason.text(), self.offers.code
        self.clear()
        if again is not None:
            again()
            self.offers.choose(code)
            self.reason.setText(reason if code is None else self._offered.get(code, reason))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            return
        if self.offers.hasFocus():
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter_on_offers()
                return
            if event.text().strip() and event.text().isprintable() and not event.modifiers() & _COMMANDS:
                self._begin_own_words(event.text())
                return
        super().keyPressEvent(event)

    def _enter_on_offers(self) -> None:
        if self.reason.text().strip():
            self._yes_pressed()
        else:
            self.reason.setFocus()

    def _begin_own_words(self, text: str) -> None:
        self.offers.choose(None)
        self.reason.setText(text)
        self.reason.setFocus()
        self.reason.deselect()
        self.reason.end(False)

    def _yes_pressed(self) -> None:
        reason = self.reason.text().strip()
        if not self.reason.isHidden() and not reason:
            self.say_wrong(self.tr("Type the reason first."))
            return
        then = self._then
        self.clear()
        if then is not None:
            then(reason)
