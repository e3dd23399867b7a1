"""Notices what a person does in the guided first visit: from drafts, writes and the screen in front."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from emr_desktop.access.permissions import may
from emr_desktop.changes import Changes
from emr_desktop.clinic import Clinic
from emr_desktop.forms.rows import FormReport
from emr_desktop.languages import ByLanguage
from emr_desktop.visits.rows import DraftRow
from ui.first_visit.steps import Seen, done_now
from ui.qt.tasks import Tasks

log = logging.getLogger(__name__)

_FORM = "opd"


@dataclass(frozen=True)
class Figure:
    """A figure of the monthly form that the visit moved."""

    row: str
    name: dict[str, str]  # by language
    before: int
    now: int


class FirstVisitWatch(QObject):
    """``begin()`` and ``end()``; between them every piece of work that ends is a moment to look again.

    Signals:
        moved: the steps done so far became more.
        counted: the ``Figure`` list of the saved visit.
    """

    moved = Signal()
    counted = Signal(object)

    def __init__(
        self, *, clinic: Clinic, tasks: Tasks, front: Callable[[], tuple[str, str, str]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._clinic, self._tasks, self._front = clinic, tasks, front
        self._on = self._looking = False
        self._began = clinic.work.clock.now()
        self._before: FormReport | None = None
        self._patient: uuid.UUID | None = None
        self._drafts: tuple[DraftRow, ...] = ()
        self._saved: uuid.UUID | None = None
        self._waits = self._dispensed = False
        self._orders: frozenset[str] = frozenset()
        self.done: frozenset[str] = frozenset()
        tasks.changed.connect(self._changed)
        tasks.busy.connect(self._worked)

    def begin(self) -> None:
        """Watch from now on, nothing done yet."""
        self._on, self._began = True, self._clinic.work.clock.now()
        self._patient = self._saved = self._before = None
        self._drafts, self.done, self._orders = (), frozenset(), frozenset()
        self._waits = self._dispensed = False
        self._tasks.run(self, self._count, done=self._started, failed=self._failed, behind=True)

    def end(self) -> None:
        """Look at nothing any more."""
        self._on = False

    def look(self) -> None:
        """Look at the window again; what lies in the record is read behind."""
        self._judge()
        self._read()

    # inside --------------------------------------------------------------------------------------------

    def _started(self, report: FormReport | None) -> None:
        self._before = report
        self.look()

    def _changed(self, changes: Changes) -> None:
        if not self._on:
            return
        if "dispensing" in changes.kinds:
            self._dispensed = True
            self._judge()
        if not changes.patient_ids:
            return
        (patient, *_others) = changes.patient_ids
        if "patient" in changes.kinds and self._patient is None:
            self._patient = patient
        elif "queue" in changes.kinds and patient == self._patient:
            self._waits = True
        if "visit" in changes.kinds and patient == self._patient and self._saved is None:
            self._tasks.run(
                self,
                lambda: self._clinic.visits.timeline(patient, limit=1),
                done=lambda lines: self._found(lines[0].id) if lines else None,
                failed=self._failed,
                behind=True,
            )

    def _found(self, visit: uuid.UUID) -> None:
        self._saved = visit
        self._judge()
        self._tasks.run(
            self, lambda: self._moved(visit), done=self.counted.emit, failed=self._failed, behind=True
        )

    def _worked(self, busy: bool) -> None:
        if not busy and self._on and not self._looking:
            self._read()

    def _read(self) -> None:
        if not self._on or self._looking:
            return
        self._looking = True
        self._tasks.run(
            self,
            lambda: (self._clinic.drafts.mine(), self._done_to_orders()),
            done=self._got,
            failed=self._failed,
            behind=True,
        )

    def _got(self, found: tuple[tuple[DraftRow, ...], frozenset[str]]) -> None:
        self._looking = False
        self._drafts, self._orders = found
        self._judge()

    def _done_to_orders(self) -> frozenset[str]:
        """What somebody of the laboratory did since the start; nothing for who treats."""
        roles = self._clinic.work.actor.roles
        if not may(roles, "laboratory.enter") or may(roles, "visit.save"):
            return frozenset()
        began, found = self._began, set()
        for order in self._clinic.laboratory.worklist(again=True).orders:
            found |= {"order"} if order.ordered_at >= began else set()
            found |= {"sample"} if order.taken_at is not None and order.taken_at >= began else set()
            if any(report.entered_at >= began for report in order.reports):
                found.add("release")
        return frozenset(found)

    def _judge(self) -> None:
        if not self._on:
            return
        screen, searched, page = self._front()
        form = next((draft for draft in self._drafts if draft.kind == "patient"), None)
        visit = self._visit_draft()
        seen = Seen(
            screen=screen,
            searched=searched,
            registering={} if form is None else form.content,
            patient=self._patient,
            visit={} if visit is None else visit.content,
            waits=self._waits,
            saved=self._saved is not None,
            page=page,
            orders=self._orders,
            result=self._content("lab_result"),
            answers=self._content("dispensing"),
            dispensed=self._dispensed,
        )
        done = self.done | done_now(seen)
        if done != self.done:
            self.done = done
            self.moved.emit()

    def _content(self, kind: str) -> Mapping[str, Any]:
        """Of the newest draft of a kind that was written since the start."""
        kept = [draft for draft in self._drafts if draft.kind == kind and draft.updated_at >= self._began]
        return max(kept, key=lambda draft: draft.updated_at).content if kept else {}

    def _visit_draft(self) -> DraftRow | None:
        """The visit that is written: of whoever was registered, else the first that was begun since."""
        for draft in self._drafts:
            if draft.kind != "visit" or draft.patient_id is None:
                continue
            if self._patient is None and draft.updated_at >= self._began:
                self._patient = draft.patient_id
            if draft.patient_id == self._patient:
                return draft
        return None

    def _count(self) -> FormReport | None:
        if not may(self._clinic.work.actor.roles, "report.view"):
            return None
        today = self._clinic.work.clock.today()
        return self._clinic.forms.show(_FORM, f"{today:%Y%m}")

    def _moved(self, visit: uuid.UUID) -> list[Figure]:
        """The figures that are higher than at the start, among the cells in which the visit is counted."""
        before, now = self._before, self._count()
        cells = {
            (cell.row, cell.column)
            for form in self._clinic.forms.explain(visit, form=_FORM).forms
            for cell in form.cells
        }
        earlier = {line.row: line.cells for line in before.rows} if before is not None else {}
        return [
            Figure(
                line.row,
                ByLanguage(en=line.en, sw=line.sw),
                earlier.get(line.row, {}).get(column) or 0,
                value,
            )
            for line in (now.rows if now is not None else ())
            for column, value in line.cells.items()
            if (line.row, column) in cells and value is not None
        ]

    def _failed(self, error: BaseException) -> None:
        self._looking = False
        log.warning("the guided visit could not look: %s", type(error).__name__)
