"""What happened to an order so far, and every version of its result."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from emr_desktop.clock import local
from emr_desktop.laboratory.rows import OrderRow, ReportRow
from emr_desktop.reference.catalogue import answer_name
from ui.laboratory import wording
from ui.qt.language import Language
from ui.widgets.layout import Card, empty, words


class Story(Card):
    """``show_order(order)``: sample, results newest first, corrections with their reason."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resultStory")
        self._language = language

    def show_order(self, order: OrderRow) -> None:
        """Show what is known of an order."""
        empty(self.body)
        self.set_heading(self.tr("So far"))
        for text, role in self._lines(order):
            label = words(text, role=role, wrap=True, parent=self)
            self.body.addWidget(label)

    @property
    def text(self) -> str:
        """All of it, for tests and screen readers."""
        labels = (self.body.itemAt(at) for at in range(self.body.count()))
        widgets = (item.widget() for item in labels if item is not None)
        return "\n".join(each.text() for each in widgets if isinstance(each, QLabel))

    def _lines(self, order: OrderRow) -> list[tuple[str, str | None]]:
        code = self._language.code
        found: list[tuple[str, str | None]] = []
        if order.voided_at is not None:
            found.append(
                (
                    self.tr("VOID since {0}, {1}: {2}").format(
                        _moment_of(order.voided_at), order.voided_by, order.void_reason
                    ),
                    "danger",
                )
            )
        elif order.visit_voided:
            found.append((self.tr("The visit of this order was voided."), "danger"))
        for place, report in enumerate(order.reports):
            found += self._of_report(order, report, place)
        if order.taken_at is not None:
            found.append(
                (
                    self.tr("Sample: {0}, {1}").format(_moment_of(order.taken_at), order.taken_by),
                    "quiet",
                )
            )
        if order.rejected_at is not None:
            why = answer_name("rejected", order.rejected_why or "", language=code)
            found.append(
                (
                    self.tr("Sample not usable: {0} ({1}, {2})").format(
                        why, _moment_of(order.rejected_at), order.rejected_by
                    ),
                    "warn",
                )
            )
        if not found:
            found.append((self.tr("No sample and no result yet."), "quiet"))
        return found

    def _of_report(self, order: OrderRow, report: ReportRow, place: int) -> list[tuple[str, str | None]]:
        said = wording.report_text(report, language=self._language.code)
        who = f"{report.entered_by}, {_moment_of(report.entered_at)}"
        if report.released_at is None:
            head = self.tr("Waits for a second person: {0}")
        elif order.released is not None and report.id == order.released.id:
            head = self.tr("Result: {0}")
        else:
            head = self.tr("Earlier, corrected: {0}")
        critical = any(value.is_critical for value in report.values)
        lines: list[tuple[str, str | None]] = [
            (head.format(said), "danger" if critical and place == 0 else None)
        ]
        if report.reason:
            lines.append((self.tr("Corrected because: {0}").format(report.reason), "warn"))
        if report.remark:
            lines.append((report.remark, None))
        if report.released_by and report.released_by != report.entered_by:
            who = self.tr("{0}; agreed: {1}").format(who, report.released_by)
        lines.append((who, "quiet"))
        return lines


def _moment_of(at: object) -> str:
    return f"{local(at):%d/%m %H:%M}"  # type: ignore[arg-type]
