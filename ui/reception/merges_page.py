"""The merges that were made, newest first, and undoing one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.changes import Written
from emr_desktop.clock import local
from emr_desktop.patients.merge_rows import MergeRow, UndoneMerge
from ui.qt.messages import shown_by
from ui.reception.merge_words import field_label
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.layout import PageHeader, column, row
from ui.widgets.table import Column, DataTable


class MergesPage(QWidget):
    """Signals: ``back``."""

    back = Signal()

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mergesPage")
        self._context = context
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self._leave = Button("leaveMerges", parent=self)
        self._leave.clicked.connect(self.step_back)
        self._header.add_action(self._leave)
        self.table: DataTable[MergeRow] = DataTable(
            "mergeList",
            (
                Column(lambda: self.tr("When"), lambda merge: f"{local(merge.merged_at):%d/%m/%Y %H:%M}"),
                Column(lambda: self.tr("Stays"), lambda merge: _who(merge.kept.full_name, merge.kept.number),
                       stretch=True),
                Column(lambda: self.tr("Was merged"),
                       lambda merge: _who(merge.merged.full_name, merge.merged.number), stretch=True),
                Column(lambda: self.tr("Visits"), lambda merge: str(merge.visits), right=True, spare=2),
                Column(lambda: self.tr("By"), lambda merge: merge.merged_by or "", spare=3),
                Column(lambda: self.tr("State"), self._state, spare=1),
            ),
            parent=self,
        )  # fmt: skip
        self._undo = Button("undoMerge", kind="danger", parent=self)
        self._undo.clicked.connect(self._ask)
        self.table.opened.connect(lambda _merge: self._ask())
        self.table.selected.connect(self._marked)
        self.confirm = ConfirmBar(self)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self._undo)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.banner)
        page.addWidget(self.table, 1)
        page.addWidget(self.confirm)
        page.addLayout(buttons)
        self._translate()

    def open(self) -> None:
        """Read the list."""
        self.banner.clear()
        self.confirm.clear()
        self._read()
        self.table.view.setFocus()

    def step_back(self) -> bool:
        if self.confirm.isHidden():
            self.back.emit()
        else:
            self.confirm.clear()
            self.table.view.setFocus()
        return True

    def _read(self) -> None:
        def done(merges: Sequence[MergeRow]) -> None:
            self.table.show_rows(merges)
            self._marked(self.table.current)

        self.table.show_loading()
        self._context.tasks.run(
            self,
            self._context.clinic.merging.list_merges,
            done=done,
            failed=self.table.unless(self._failed),
            key="merges",
        )

    def _marked(self, merge: MergeRow | None) -> None:
        self._undo.setEnabled(merge is not None and merge.undone_at is None)

    def _ask(self) -> None:
        merge = self.table.current
        if merge is None or merge.undone_at is not None:
            return
        self.confirm.ask(
            self.tr("Make two records again of {0} ({1} and {2})?").format(
                merge.kept.full_name, merge.kept.number, merge.merged.number
            ),
            yes=self.tr("Yes, undo the merge"),
            then=lambda _reason: self._run_undo(merge),
            details=self.tr(
                "What moved goes back to {0}. Visits made and fields corrected since then stay with {1}."
            ).format(merge.merged.number, merge.kept.number),
            again=self._ask,
        )

    def _run_undo(self, merge: MergeRow) -> None:
        self._undo.setEnabled(False)

        def done(written: Written[UndoneMerge]) -> None:
            self._read()
            self.banner.show_message(self._said(written.value), kind="good")
            self.table.view.setFocus()

        def failed(error: BaseException) -> None:
            self._undo.setEnabled(True)
            self._failed(error)

        self._context.tasks.run(
            self, lambda: self._context.clinic.merging.undo_merge(merge.id), done=done, failed=failed
        )

    def _said(self, undone: UndoneMerge) -> str:
        merge = undone.merge
        parts = [
            self.tr("Undone: {0} and {1} are two records again; entries given back: {2}.").format(
                merge.kept.number, merge.merged.number, undone.given_back
            )
        ]
        if undone.made_since:
            parts.append(
                self.tr("Visits made since the merge, which stay with {0}: {1}.").format(
                    merge.kept.number, undone.made_since
                )
            )
        if undone.changed_since:
            parts.append(
                self.tr("Corrected since and left as it is: {0}.").format(
                    ", ".join(field_label(name) for name in undone.changed_since)
                )
            )
        if undone.not_found:
            parts.append(self.tr("Entries that lie with somebody else by now: {0}.").format(undone.not_found))
        return "  ".join(parts)

    def _state(self, merge: MergeRow) -> str:
        if merge.undone_at is None:
            return self.tr("merged")
        return self.tr("undone {0}").format(f"{local(merge.undone_at):%d/%m/%Y}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Merges made"))
        self._header.set_line(self.tr("Each can be undone; the newest of a patient first."))
        self._leave.set_text(self.tr("Back  (Esc)"))
        self._undo.set_text(self.tr("&Undo this merge"))
        self.table.view.setAccessibleName(self.tr("Merges made"))
        self.table.set_empty_text(self.tr("Nobody was merged yet."))


def _who(name: str, number: str) -> str:
    return f"{name}  ·  {number}"
