"""Sends a form: shows first what would change at the target, then queues it and makes a pass."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from emr_desktop.forms.rows import FormReport
from emr_desktop.languages import either
from sync.rows import DeliveryRow
from ui.messages import sentence
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.confirm_bar import ConfirmBar

_CELLS_SHOWN = 6


def cell_name(report: FormReport, cell: str, language: str) -> str:
    """``23.2, Mwaka 1 hadi chini ya miaka 5 KE`` for the ``23.2|y1_4.F`` of a mapping file."""
    row, _, column = cell.partition("|")
    band_code, _, part_code = column.partition(".")
    headings = {heading.code: heading for heading in (*report.info.bands, *report.info.parts)}
    names = [headings[code] for code in (band_code, part_code) if code in headings]
    said = " ".join(either(language, heading.sw, heading.en) for heading in names)
    return f"{row}, {said or column}"


class FormSending(QObject):
    """``start(report)``; a closed form goes as it was signed, an open one only when a person says so."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        banner: Banner,
        confirm: ConfirmBar,
        failed: Failed,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._banner = banner
        self._confirm = confirm
        self._failed = failed

    def start(self, report: FormReport) -> None:
        """Ask every target what sending would change there; nothing is sent yet."""
        sync = self._context.sync
        unclosed = report.status != "closed"
        self._banner.show_message(self.tr("Asking the district what it has …"), kind="info", closable=False)
        self._context.tasks.run_aside(
            self,
            lambda: sync.preview_form(
                report.info.form, report.period, edition=report.info.edition, unclosed=unclosed
            ),
            done=lambda preview: self._ask(report, preview),
            failed=lambda error: self._not_asked(report, error),
            key="preview",
        )

    def _not_asked(self, report: FormReport, error: BaseException) -> None:
        """The target could not be asked: say why; sending may still be queued for when it answers."""
        self._banner.clear()
        self._failed(error)
        if getattr(error, "code", "").startswith("sync.") and getattr(error, "code", "") not in _NO_USE:
            self._confirm.ask(
                self.tr("Put it in line anyway? It goes by itself when the system answers."),
                yes=self.tr("Put in line"),
                then=lambda _reason: self._queue(report, None),
                again=lambda: self._not_asked(report, error),
            )

    def _ask(self, report: FormReport, preview: dict[str, Any]) -> None:
        self._banner.clear()
        details = "\n".join(line for target in preview["targets"] for line in self._told(report, target))
        if report.status != "closed":
            as_it_stands = self.tr("The form is not closed: it goes as it stands, not as signed.")
            details = f"{as_it_stands}\n{details}"
        answered = [each for each in preview["targets"] if each["problem"] is None]
        differing = any(_differs(each) for each in answered)
        locked = all(each["locked_by_approval"] or not each["open"] for each in answered)
        question = self.tr("Send this form?")
        if locked:
            question = self.tr("The district takes no figures for this period now. Send all the same?")
        elif differing:
            question = self.tr("The district has other figures. Overwrite them with these?")
        self._confirm.ask(
            question,
            details=details,
            yes=self.tr("Overwrite") if differing and not locked else self.tr("Send"),
            then=lambda _reason: self._queue(report, preview),
            again=lambda: self._ask(report, preview),
        )

    def _told(self, report: FormReport, target: dict[str, Any]) -> list[str]:
        if target["problem"] is not None:
            why = sentence(target["problem"], target["problem_params"], self._context.language.code)
            return [self.tr("{0} could not be asked: {1}").format(target["target"], why)]
        lines = [
            self.tr("{0}: {1} values; {2} new, {3} changed, {4} the same there").format(
                target["target"], target["values"], target["new"], target["changed"], target["same"]
            )
        ]
        window = self._window(target)
        if window:
            lines.append(window)
        lines += self._changed(report, target)
        notes = []
        if target["conflicts"]:
            notes.append(self.tr("The system would refuse %n value(s).", "", len(target["conflicts"])))
        if target["unmapped"]:
            notes.append(
                self.tr("%n cell(s) have no place there and are not sent.", "", len(target["unmapped"]))
            )
        if not target["confirmed"]:
            notes.append(self.tr("The mapping was not confirmed by a person yet: look at it under Sync."))
        return [*lines, " ".join(notes)] if notes else lines

    def _changed(self, report: FormReport, target: dict[str, Any]) -> list[str]:
        """The figures that would be overwritten, in one line: a low window keeps them in view."""
        differing = [change for change in target["changes"] if change["there"] is not None]
        changed = [
            self.tr("{0}: {1} here, {2} there").format(
                cell_name(report, str(change["cell"]), self._context.language.code),
                change["here"],
                change["there"],
            )
            for change in differing[:_CELLS_SHOWN]
        ]
        more = len(differing) - len(changed)
        if more > 0:
            changed.append(self.tr("… and %n more", "", more))
        return ["; ".join(changed)] if changed else []

    def _window(self, target: dict[str, Any]) -> str:
        """Until when figures are taken there, or why not now."""
        if target["locked_by_approval"]:
            return self.tr("Approved there: locked. Ask the district to open the period first.")
        if target["opens"] and not target["open"] and target["opens"] > self._today():
            return self.tr("The district takes these figures only from {0}.").format(_day(target["opens"]))
        if not target["open"]:
            if target["last_day"]:
                return self.tr("The time to send was over on {0}: the district would refuse it.").format(
                    _day(target["last_day"])
                )
            return self.tr("The district does not take this period now.")
        if target["last_day"]:
            return self.tr("Can be sent until {0}.").format(_day(target["last_day"]))
        return ""

    def _today(self) -> str:
        return self._context.clinic.work.clock.today().isoformat()

    def _queue(self, report: FormReport, preview: dict[str, Any] | None) -> None:
        """Queue for every target; only the figures that a person saw there are overwritten."""
        sync, unclosed = self._context.sync, report.status != "closed"
        form, edition, period = report.info.form, report.info.edition, report.period
        seen = [(None, {})] if preview is None else [(t["target"], _seen(t)) for t in preview["targets"]]

        def work() -> tuple[DeliveryRow, ...]:
            return tuple(
                row
                for target, figures in seen
                for row in sync.queue_form(
                    form, period, edition=edition, target=target, unclosed=unclosed, seen=figures
                )
            )

        self._context.tasks.run(self, work, done=self._queued, failed=self._failed)

    def _queued(self, rows: tuple[DeliveryRow, ...]) -> None:
        self._context.sync_bridge.run_pass()
        self._banner.show_message(
            self.tr("%n message(s) on the way. The bottom line says when they arrived.", "", len(rows)),
            kind="good",
            action=self.tr("Open Sync"),
            then=lambda: self._context.go_to("sync"),
        )


def _differs(target: dict[str, Any]) -> bool:
    """Whether a target that was asked has other figures than ours."""
    return bool(_seen(target))


def _seen(target: dict[str, Any]) -> dict[str, str]:
    """The other figures of a target that was asked: cell -> what it has."""
    changes = target.get("changes", ())
    return {str(each["cell"]): str(each["there"]) for each in changes if each["there"] is not None}


def _day(iso: str) -> str:
    """``15/11/2026`` for ``2026-11-15``."""
    return "/".join(reversed(iso[:10].split("-")))


# Reasons for which queuing makes no sense: there is nowhere to send to.
_NO_USE = frozenset({"sync.no_target", "sync.training", "sync.form_not_closed", "sync.test_first"})
