"""The fields in which two records differ, side by side: arrows choose whose value stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.patients.merge_rows import MergeComparison, MergeField
from ui.reception.merge_words import field_label, value_text
from ui.widgets.table import Column, DataTable

_CHOSEN, _NOT_CHOSEN = "●", "○"
_SIDES = {Qt.Key.Key_Left: "kept", Qt.Key.Key_Right: "merged"}


@dataclass(frozen=True)
class FieldLine:
    field: MergeField
    side: str  # kept, merged
    kept: str
    merged: str

    def shown(self, side: str) -> str:
        mark = _CHOSEN if self.side == side else _NOT_CHOSEN
        return f"{mark}  {self.kept if side == 'kept' else self.merged}"


class MergeTable(DataTable[FieldLine]):
    """Signals: ``passed`` on Enter in the last line; ``chosen`` when a person chose another value."""

    passed = Signal()
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._names = ("", "")
        super().__init__(
            "mergeFields",
            (
                Column(lambda: self.tr("Field"), lambda line: field_label(line.field.name)),
                Column(lambda: self._names[0], lambda line: line.shown("kept"), stretch=True),
                Column(lambda: self._names[1], lambda line: line.shown("merged"), stretch=True),
            ),
            parent=parent,
        )
        self._comparison: MergeComparison | None = None
        self.view.installEventFilter(self)
        self.view.clicked.connect(self._clicked)
        self.opened.connect(self._go_on)

    def show_comparison(self, comparison: MergeComparison, choices: Mapping[str, str] | None = None) -> None:
        """Show what differs, with the values that stay unless somebody chooses otherwise."""
        self._comparison = comparison
        self._names = (comparison.kept.number, comparison.merged.number)
        made = dict(choices or {})
        self.show_rows(
            [
                FieldLine(
                    field=field,
                    side=made.get(field.name, field.proposed),
                    kept=value_text(field, field.kept, comparison.kept, names=comparison.names),
                    merged=value_text(field, field.merged, comparison.merged, names=comparison.names),
                )
                for field in comparison.fields
                if field.differs
            ]
        )
        self.model.say_headings_again()

    @property
    def choices(self) -> dict[str, str]:
        """``kept`` or ``merged`` for every field that differs."""
        return {line.field.name: line.side for line in self.model.rows}

    def say_again(self) -> None:
        """The language changed."""
        if self._comparison is not None:
            self.show_comparison(self._comparison, self.choices)

    def _choose(self, side: str) -> None:
        line = self.current
        if line is not None and line.side != side:
            at = self.view.currentIndex().row()
            rows = list(self.model.rows)
            rows[at] = replace(line, side=side)
            self.show_rows(rows)
            self.chosen.emit()

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() > 0:
            self._choose("kept" if index.column() == 1 else "merged")

    def _go_on(self) -> None:
        at = self.view.currentIndex().row() + 1
        if at < len(self.model.rows):
            self.view.selectRow(at)
        else:
            self.passed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _SIDES and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._choose(_SIDES[key])
                return True
            if key == Qt.Key.Key_Space and self.current is not None:
                self._choose("merged" if self.current.side == "kept" else "kept")
                return True
        return super().eventFilter(watched, event)
