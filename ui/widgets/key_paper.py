"""Shows a recovery key and asks for two of its groups back, as proof that it is on paper."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.qt.language import Language
from ui.qt.printing import Paper
from ui.qt.tasks import Tasks
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.key_print import KeyDesk, show_paper
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
        self._said = words(role="quiet", wrap=True, parent=self)
        self._said.hide()
        self._print = Button("printKey", parent=self)
        self._print.hide()
        self._print.clicked.connect(self.print_key)
        told = row(spacing=2 * GRID)
        told.addWidget(self._explain, 1)
        told.addWidget(self._print, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(told)
        outer.addWidget(self._said)
        line = row(spacing=2 * GRID)
        self.answers = (TextField("firstGroup", longest=8, parent=self), TextField("secondGroup", longest=8))
        for field in self.answers:
            line.addWidget(field)
        outer.addLayout(line)
        self._groups: tuple[str, ...] = ()
        self._asked = (0, 1)
        self._desk: KeyDesk | None = None
        self._facility: Callable[[], tuple[str, bool]] = lambda: ("", False)
        self._translate()

    def offer_print(
        self, *, tasks: Tasks, language: Language, facility: Callable[[], tuple[str, bool]]
    ) -> None:
        """Let the key be printed.

        Args:
            tasks: make the PDF.
            language: of the paper.
            facility: HFR code and name, and whether it is a training facility; asked when it is printed.
        """
        self._facility = facility
        self._desk = KeyDesk(tasks=tasks, language=language, paper=Paper(self), say=self._say)
        self._print.show()

    def print_key(self) -> None:
        """Show the paper before it is printed."""
        if self._desk is not None and self._groups:
            self._said.hide()
            facility, training = self._facility()
            show_paper(
                "-".join(self._groups),
                desk=self._desk,
                facility=facility,
                training=training,
                parent=self,
                failed=lambda: self._say(self.tr("It cannot be printed here. Write the groups by hand.")),
            )

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._said.show()

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
                "Print the key or write all groups on paper, and lock it away. It opens the record when "
                "every password is lost; the program shows it only now. Then type two groups from your paper."
            )
        )
        self._print.set_text(self.tr("&Print the key …"))
        for field, place in zip(self.answers, self._asked, strict=True):
            field.set_label(self.tr("Group {0}").format(place + 1))
