"""Below the medicines: what can be taken over with one key instead of typing it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.consultation import telling
from ui.consultation.bringing import missing_lines, offered
from ui.consultation.presenter import Consultation
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import row

REPEAT_KEYS, USUAL_KEYS = "Ctrl+R", "Ctrl+T"
_MOST_USUAL = 3


class ReadyBar(QWidget):
    """Made anew for the page as it stands. Signals: ``repeat_wanted``; ``usual_wanted``: the treatment."""

    repeat_wanted = Signal()
    usual_wanted = Signal(object)

    def __init__(self, consultation: Consultation, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readyBar")
        line = row(self, spacing=GRID // 2)
        for place, usual in enumerate(offered(consultation)[:_MOST_USUAL]):
            keys = f"  ({USUAL_KEYS})" if place == 0 else ""
            take = Button(f"usual{place + 1}", kind="side", parent=self)
            take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            take.set_text(
                self.tr("Usual: {0}").format(usual.name.replace("&", "&&")) + keys,
                tip="\n".join(
                    (*(telling.medicine_name(each.medicine) for each in usual.lines), *usual.tests)
                ),
            )
            take.clicked.connect(lambda _checked=False, usual=usual: self.usual_wanted.emit(usual))
            line.addWidget(take)
        last = consultation.last_given
        coming = missing_lines(consultation, last.lines()) if last is not None else ()
        if last is not None and coming:
            day = telling.day(last.visit_date)
            repeat = Button("repeatLast", kind="side", parent=self)
            repeat.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            named = ", ".join(telling.medicine_name(each.medicine) for each in coming)
            repeat.set_text(
                self.tr("Repeat {0}  (Ctrl+R)").format(day),
                tip=self.tr("The prescription of {0} again, checked today: {1}").format(day, named),
            )
            repeat.clicked.connect(self.repeat_wanted)
            line.addWidget(repeat)
        line.addStretch(1)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take over."""
        return self.findChild(Button) is None
