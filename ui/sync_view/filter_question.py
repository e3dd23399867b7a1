"""Whether HIV, violence and mental health may go to a target that exists: what that means first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sync.filter_change import FilterPreview
from sync.rows import TargetRow
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.confirm_bar import ConfirmBar


class FilterQuestion(ConfirmBar):
    """Counts what went already, then asks. Signal ``changed``: the filter is another one now."""

    changed = Signal()

    def __init__(self, *, context: ScreenContext, failed: Failed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._failed = context, failed

    def start(self, target: TargetRow) -> None:
        """Ask about the opposite of what holds now."""
        self.clear()
        records, wanted = self._context.sync.records, target.details.get("sensitive") is not True
        self._context.tasks.run_aside(
            self,
            lambda: records.preview_filter(target.name, sensitive=wanted),
            done=self._ask,
            failed=self._failed,
            key="filter",
        )

    def _ask(self, seen: FilterPreview) -> None:
        if seen.sensitive:
            question = self.tr("They are kept back from {0}. May HIV, violence and mental health go there?")
            details = self.tr("%n visit(s) went without them; they go again, whole.", "", seen.concerned)
            yes = self.tr("They may go")
        else:
            question = self.tr("They may go to {0}. Keep HIV, violence and mental health back from now on?")
            details = self.tr("%n visit(s) went with them; they go again, without them.", "", seen.concerned)
            yes = self.tr("Keep them back")
        self.ask(
            question.format(seen.target),
            details=details,
            yes=yes,
            then=lambda _reason: self._change(seen),
            again=lambda: self._ask(seen),
        )

    def _change(self, seen: FilterPreview) -> None:
        records = self._context.sync.records

        def done(_row: TargetRow) -> None:
            self._context.say(self.tr("Kept for {0}.").format(seen.target))
            self.changed.emit()

        self._context.tasks.run(
            self,
            lambda: records.set_filter(seen.target, sensitive=seen.sensitive, again=True),
            done=done,
            failed=self._failed,
        )
