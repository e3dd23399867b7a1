"""Shows a recovery key and asks for two of its groups back, as proof that it is on paper."""

from __future__ import annotations

import secrets

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme.tokens import GRID
from ui.widgets.field import TextField
from ui.widgets.layout import Card, column, empty, row, words

_PER_ROW = 4


class KeyPaper(QWidget):
    """``show_key(key)``; ``is_confirmed()`` checks what was typed and says what differs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keyPaper")
        outer = column(self, spacing=3 * GRID // 2)
        card = Card(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(3 * GRID)
        self._grid.setVerticalSpacing(GRID)
        card.body.addLayout(self._grid)
        outer.addWidget(card)
        self._explain = words(wrap=True, parent=self)
        outer.addWidget(self._explain)
        line = row(spacing=2 * GRID)
        self.answers = (TextField("firstGroup", longest=8, parent=self), TextField("secondGroup", longest=8))
        for field in self.answers:
            line.addWidget(field)
        outer.addLayout(line)
        self._groups: tuple[str, ...] = ()
        self._asked = (0, 1)
        self._translate()

    @property
    def asked(self) -> tuple[int, int]:
        """Which two groups are asked for, counted from 0."""
        return self._asked

    @property
    def groups(self) -> tuple[str, ...]:
        return self._groups

    def show_key(self, key: str) -> None:
        """Show the groups and choose two of them to be typed back."""
        self._groups = tuple(key.split("-"))
        first, second = sorted(secrets.SystemRandom().sample(range(len(self._groups)), 2))
        self._asked = (first, second)
        empty(self._grid)
        for place, group in enumerate(self._groups):
            cell = words(group, role="secret", parent=self)
            cell.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            cell.setAccessibleName(f"{place + 1}: {' '.join(group)}")
            number = words(str(place + 1), role="small", parent=self)
            at = (place // _PER_ROW) * 2, place % _PER_ROW
            self._grid.addWidget(number, *at)
            self._grid.addWidget(cell, at[0] + 1, at[1])
        for field in self.answers:
            field.set_text("")
            field.set_error(None)
        self._translate()
        self.answers[0].editor.setFocus()

    def is_confirmed(self) -> bool:
        """Both groups were typed back rightly; else the wrong one says so and has the cursor."""
        for field, place in zip(self.answers, self._asked, strict=True):
            if field.text().upper() != self._groups[place].upper():
                field.set_error(
                    self.tr("That is not group {0}. Compare it with your paper.").format(place + 1)
                )
                field.editor.setFocus()
                return False
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._explain.setText(
            self.tr(
                "Write all groups on paper and lock it away. It opens the record when every password is "
                "lost; the program shows it only now. Then type two groups from your paper."
            )
        )
        for field, place in zip(self.answers, self._asked, strict=True):
            field.set_label(self.tr("Group {0}").format(place + 1))
