"""Whom the registry knows, beside what stands here: the differences marked, Alt and a digit chooses."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from emr_desktop.patients.rows import PatientRow
from sync.registry.candidate import Found, LookUp
from ui.reception.duplicates import Tile
from ui.reception.registry_compare import Line, Said, born_text, compared, field_word, sex_word
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import Card, column, empty, row, words

_KEYS = 9  # Alt+1 … Alt+9
_SHORT = ("middle_name", "birth_date", "phone", "nida", "village", "council")


class RegistryList(Card):
    """``show_answer(look_up, said)``, then ``show_chosen(found, said, filled)``.

    Signals:
        chosen: the ``Found`` that is meant.
        opened: the id of the patient of this facility who it is.
        taken: a ``Line`` whose words of the registry go in place of ours.
        undone: it is somebody else after all.
        closed: the answer is not needed any more.
        fronted: whether there is something to see now.
    """

    chosen = Signal(object)
    opened = Signal(object)
    taken = Signal(object)
    undone = Signal()
    closed = Signal()
    fronted = Signal(bool)

    def __init__(self, *, today: date, takes: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("registryList")
        self._today, self._takes = today, takes
        self._answer: LookUp | None = None
        self._found: Found | None = None
        self._filled: tuple[str, ...] = ()
        self._said = Said({})
        self._own: uuid.UUID | None = None
        self._told = words(role="quiet", wrap=True, parent=self)
        self._told.setObjectName("registryTold")
        self.body.addWidget(self._told)
        holder = QWidget()
        holder.setProperty("panel", "scrolled")
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(holder)
        inside = column(holder)
        self._lines = column(spacing=GRID // 2)
        inside.addLayout(self._lines)
        inside.addStretch(1)
        self.body.addWidget(self._area, 1)
        self._undo = Button("registryUndo", kind="quiet", parent=self)
        self._undo.clicked.connect(self.undone)
        self._close = Button("registryClose", kind="quiet", parent=self)
        self._close.clicked.connect(self.closed)
        self.under = row()
        self.under.addWidget(self._undo)
        self.under.addStretch(1)
        self.under.addWidget(self._close)
        self.body.addLayout(self.under)
        for place in range(_KEYS):
            QShortcut(QKeySequence(f"Alt+{place + 1}"), self, lambda place=place: self._choose(place))
        escape = QShortcut(QKeySequence("Esc"), self, self._back)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()
        self._translate()

    @property
    def answer(self) -> LookUp | None:
        return self._answer

    @property
    def found(self) -> Found | None:
        """Who was chosen."""
        return self._found

    def show_answer(self, answer: LookUp, said: Said, *, own: uuid.UUID | None = None) -> None:
        """Show whom the registry knows; ``own`` is the patient it is asked about."""
        self._own = own
        self._answer, self._found, self._said, self._filled = answer, None, said, ()
        self.show()
        self.fronted.emit(True)
        self._translate()

    def show_chosen(self, found: Found, said: Said, filled: Sequence[str] = ()) -> None:
        """Show what was filled in, and both words wherever they differ."""
        self._found, self._said, self._filled = found, said, tuple(filled)
        self.show()
        self._translate()

    def say_again(self, said: Said) -> None:
        """Something else stands here now."""
        if self._answer is not None and said != self._said:
            self._said = said
            self._translate()

    def focus_first(self) -> None:
        """Put the keys on the first who is offered."""
        item = self._lines.itemAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setFocus()

    def clear(self) -> None:
        """Nobody was asked about."""
        self._answer = self._found = None
        self.hide()
        self.fronted.emit(False)

    def _back(self) -> None:
        """Esc in the list: from who was chosen to all of them, then away."""
        if self._found is not None and not self._takes:
            self.undone.emit()
        else:
            self.closed.emit()

    def _choose(self, place: int) -> None:
        answer = self._answer
        if self.isVisible() and self._found is None and answer is not None and place < len(answer.found):
            self._picked(answer.found[place])

    def _picked(self, found: Found) -> None:
        if found.here is not None and self._takes:
            self.opened.emit(found.here.id)
        else:
            self.chosen.emit(found)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    # words -----------------------------------------------------------------------------------------------

    def _translate(self) -> None:
        answer, found = self._answer, self._found
        self._undo.set_text(self.tr("Not this person"))
        self._undo.setVisible(found is not None)
        self._close.set_text(self.tr("Close"))
        empty(self._lines)
        if answer is None:
            return
        if found is not None:
            self.set_heading(self.tr("From the national registry"))
            self._show_chosen(found)
            return
        self.set_heading(self.tr("In the national registry"))
        if not answer.found:
            self._told.setText(self.tr("The registry knows nobody like this. Register as usual."))
        elif answer.more:
            self._told.setText(
                self.tr("{0} and more. With a NIDA number or a date of birth there are fewer.").format(
                    self.tr("%n person(s)", "", len(answer.found))
                )
            )
        else:
            self._told.setText(self.tr("Compare, then choose with a click or Alt+1, Alt+2 …"))
        for place, each in enumerate(answer.found, start=1):
            self._lines.addWidget(self._tile(place, each))

    def _tile(self, place: int, found: Found) -> Tile:
        one = found.candidate
        lines = compared(one, self._said, today=self._today)
        by_name = {line.name: line.theirs for line in lines}
        about = "  ·  ".join(
            part
            for part in (
                sex_word(one.sex),
                born_text(one.born, one.birth_precision),
                *(by_name.get(name, "") for name in ("village", "phone", "nida")),
            )
            if part
        )
        differ = [line for line in lines if line.differs]
        told = self._differences(differ)
        button = Tile(self)
        button.setObjectName("registryCandidate")
        button.setProperty("kind", "tile")
        button.setAutoDefault(False)
        standing = self._standing(found)
        button.setAccessibleName(". ".join(part for part in (one.full_name, about, told, standing) if part))
        line = row(button)
        line.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        texts = column(spacing=0)
        shown: list[tuple[str, str | None]] = [(one.full_name or "–", "heading"), (about, None)]
        if found.here is not None:
            shown.append(self._here(found.here))
        shown.append((told, "warn" if differ else "good"))
        shown.append((standing, "small"))
        for text, role in shown:
            if text:
                texts.addWidget(_see_through(words(text, role=role, wrap=True, parent=button)))
        line.addLayout(texts, 1)
        if place <= _KEYS:
            key = _see_through(words(f"Alt+{place}", role="key", parent=button))
            line.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
        button.clicked.connect(lambda _checked=False, which=found: self._picked(which))
        return button

    def _here(self, patient: PatientRow) -> tuple[str, str]:
        """That it is a patient of this facility, and how to look at that."""
        if patient.id == self._own:
            return self.tr("The number that is kept for this patient"), "good"
        if self._takes:
            return self.tr("Already here: {0}. Opens that record.").format(patient.number), "danger"
        return self.tr("Another patient here has this number: {0}").format(patient.number), "danger"

    def _differences(self, differ: Sequence[Line]) -> str:
        if not differ:
            return self.tr("Nothing differs from what stands here")
        told = [
            self.tr("{0}: here {1}").format(field_word(line.name), line.ours)
            if line.name in _SHORT
            else field_word(line.name)
            for line in differ
        ]
        return self.tr("Differs: {0}").format("; ".join(told))

    def _standing(self, found: Found) -> str:
        one = found.candidate
        grades = {
            "certain": self.tr("surely this person"),
            "probable": self.tr("probably this person"),
            "possible": self.tr("possibly this person"),
        }
        updated = "" if one.updated_on is None else self.tr("as of {0}").format(f"{one.updated_on:%d/%m/%Y}")
        parts = (one.ids[0].value if one.ids else "", updated, grades.get(one.grade or "", ""))
        return "  ·  ".join(part for part in parts if part)

    def _show_chosen(self, found: Found) -> None:
        one = found.candidate
        number = one.ids[0].value if one.ids else self.tr("without a number")
        told = self.tr("{0}, {1}.").format(one.full_name, number)
        if self._filled:
            names = ", ".join(field_word(name) for name in self._filled)
            told += " " + self.tr("Filled in: {0}.").format(names)
        lines = [line for line in compared(one, self._said, today=self._today) if line.differs]
        told += " " + (
            self.tr("Where the two differ, what stands here stays:") if lines else self.tr("Nothing differs.")
        )
        self._told.setText(told)
        if not lines:
            return
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for place, heading in enumerate(("", self.tr("Here"), self.tr("Registry"))):
            grid.addWidget(words(heading, role="label", parent=holder), 0, place)
        for at, line in enumerate(lines, start=1):
            grid.addWidget(words(field_word(line.name), role="quiet", parent=holder), at, 0)
            grid.addWidget(words(line.ours, wrap=True, parent=holder), at, 1)
            grid.addWidget(words(line.theirs, role="warn", wrap=True, parent=holder), at, 2)
            if self._takes:
                take = Button("registryTake", parent=holder)
                take.set_text(self.tr("Take theirs"))
                take.setAccessibleName(
                    self.tr("Take theirs: {0}, {1}").format(field_word(line.name), line.theirs)
                )
                take.clicked.connect(lambda _checked=False, which=line: self.taken.emit(which))
                grid.addWidget(take, at, 3)
        self._lines.addWidget(holder)


def _see_through(label: QLabel) -> QLabel:
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
