"""The keys of every form: Enter goes to the next field, Ctrl+Enter saves, Esc steps back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


class FormKeys(QObject):
    """Watches a form: ``FormKeys(form, save=self._save, back=self._back)``.

    A key that the focused widget uses itself (a line break in a text box, a pick in a list) never gets here.
    """

    def __init__(
        self,
        form: QWidget,
        *,
        save: Callable[[], object] | None = None,
        back: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(form)
        self._form = form
        self._back = back
        form.installEventFilter(self)
        if save is not None:
            for keys in ("Ctrl+Return", "Ctrl+Enter"):
                shortcut = QShortcut(QKeySequence(keys), form)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(save)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_enter()
                return True
            if plain and event.key() == Qt.Key.Key_Escape and self._back is not None:
                self._back()
                return True
        return super().eventFilter(watched, event)

    def _on_enter(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and not focused.isCheckable():
            focused.click()
            return
        focus_next(self._form)


def focus_next(form: QWidget, *, back: bool = False) -> bool:
    """Put the cursor into the next stop of the form, or the one before; False when there is none."""

    def following(widget: QWidget) -> QWidget | None:
        return widget.previousInFocusChain() if back else widget.nextInFocusChain()

    focused = QApplication.focusWidget()
    stop = following(focused) if focused is not None else None
    while focused is not None and stop is not None and stop is not focused:
        if (
            form.isAncestorOf(stop)
            and stop.isVisible()
            and stop.isEnabled()
            and stop.focusPolicy() & Qt.FocusPolicy.TabFocus
            and stop.focusProxy() is None
        ):
            reason = Qt.FocusReason.BacktabFocusReason if back else Qt.FocusReason.TabFocusReason
            stop.setFocus(reason)
            return True
        stop = following(stop)
    return False
