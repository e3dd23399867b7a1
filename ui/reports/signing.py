"""Signs a form, or opens a signed one again with a reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from emr_desktop.changes import Written
from emr_desktop.forms.rows import FormReport
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.confirm_bar import ConfirmBar


class FormSigning(QObject):
    """``start(report)`` asks first; ``signed`` gets the form as it then is."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        confirm: ConfirmBar,
        signed: Callable[[FormReport], None],
        failed: Failed,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._confirm = confirm
        self._signed = signed
        self._failed = failed

    def start(self, report: FormReport) -> None:
        """Close an open form, or open a closed one again."""
        forms, actor = self._context.clinic.forms, self._context.clinic.work.actor
        form, period, edition = report.info.form, report.period, report.info.edition

        def close(_reason: str) -> None:
            self._write(lambda: forms.close(form, period, edition=edition))

        def reopen(reason: str) -> None:
            self._write(lambda: forms.reopen(form, period, reason=reason, edition=edition))

        if report.status == "open":
            self._confirm.ask(
                self.tr("Close this form? You sign it as {0}.").format(actor.full_name),
                details=self.tr("The figures are frozen as they stand. Later changes are shown beside them."),
                yes=self.tr("Sign and close"),
                then=close,
                again=lambda: self.start(report),
            )
        else:
            self._confirm.ask(
                self.tr("Open this form again? The signed figures stay kept."),
                yes=self.tr("Open again"),
                then=reopen,
                reason=self.tr("Why is it opened again?"),
                again=lambda: self.start(report),
            )

    def _write(self, verb: Callable[[], Written[FormReport]]) -> None:
        self._context.tasks.run(
            self, verb, done=lambda written: self._signed(written.value), failed=self._failed
        )
