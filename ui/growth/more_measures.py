"""What a child is measured by besides the usual vitals: head, lying or standing, swelling of the feet."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from ui.theme import GRID, set_state
from ui.theme.sizes import follow_text
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import NumberField
from ui.widgets.flow import Flow
from ui.widgets.layout import column, words

MORE_FIELDS = ("head_cm", "height_position", "oedema")


class MoreMeasures(QWidget):
    """Texts by the names of ``MORE_FIELDS``; position is ``lying`` or ``standing``, oedema ``yes``.

    Signals:
        typed: name and text of what a person changed.
    """

    typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("moreMeasures")
        outer = column(self, spacing=GRID // 2)
        line = Flow(self, spacing=2 * GRID)
        outer.addWidget(line)
        self.head = NumberField("headCm", parent=self)
        follow_text(self.head.edit, most_width=12 * GRID)
        self.position = ChoiceField("heightPosition", parent=self)
        self.oedema = QCheckBox(self)
        self.oedema.setObjectName("oedema")
        self._remark = words(role="small", wrap=True, parent=self)
        self._remark.setObjectName("headRemark")
        self._remark.hide()
        line.add(self.head)
        line.add(self.position)
        outer.addWidget(self.oedema)
        outer.addWidget(self._remark)
        self.head.edited.connect(lambda: self.typed.emit("head_cm", self.head.text()))
        self.position.edited.connect(lambda: self.typed.emit("height_position", self.position.code or ""))
        self.oedema.toggled.connect(lambda on: self.typed.emit("oedema", "yes" if on else ""))
        self._translate()

    def show_fields(self, fields: Mapping[str, str], *, usually_lying: bool) -> None:
        """Show what was entered; a position nobody chose is the usual one at this age."""
        self.head.set_text(fields.get("head_cm"))
        usual = "lying" if usually_lying else "standing"
        self.position.bar.choose(fields.get("height_position") or usual)
        self.blockSignals(True)  # told, not typed
        self.oedema.setChecked(fields.get("oedema") == "yes")
        self.blockSignals(False)

    def say(self, text: str, *, blocks: bool) -> None:
        """Say what is wrong or unusual with the head; an empty text takes it away."""
        state = None if not text else "error" if blocks else "ask"
        self._remark.setText(text)
        self._remark.setVisible(bool(text))
        set_state(self._remark, state)
        set_state(self.head.edit, state)
        self.head.edit.setAccessibleDescription(text)

    @property
    def remark(self) -> str:
        """What is said about the head."""
        return self._remark.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.head.set_label(self.tr("&Head cm"))
        self.position.set_label(self.tr("Height &measured"))
        self.position.bar.offer((("lying", self.tr("Lying")), ("standing", self.tr("Standing"))))
        self.oedema.setText(self.tr("Swelling of both &feet (oedema)"))
