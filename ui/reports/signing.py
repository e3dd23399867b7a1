"""Signs a form, or opens a signed one again with a reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from emr_desktop.changes import Written
from emr_desktop.errors import ValidationError
from emr_desktop.forms.rows import FormReport
from emr_desktop.forms.version_rows import Signing, SigningSheet
from ui.messages import sentence_for
from ui.qt.tasks import Failed
from ui.reports.signing_panel import SigningPanel
from ui.screen import ScreenContext
from ui.widgets.confirm_bar import ConfirmBar


class FormSigning(QObject):
    """``start(report)`` asks first; ``signed`` gets the form as it then is."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        confirm: ConfirmBar,
        panel: SigningPanel,
        signed: Callable[[FormReport], None],
        failed: Failed,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._confirm = confirm
        self._panel = panel
        self._signed = signed
        self._failed = failed
        self._report: FormReport | None = None
        panel.signed.connect(self._close)

    def start(self, report: FormReport) -> None:
        """Close an open form, or open a closed one again."""
        if report.status == "open":
            self._report = report
            self._ask_to_sign(report)
        else:
            self._panel.clear()
            self._confirm.ask(
                self.tr("Open this form again? The signed figures stay kept."),
                yes=self.tr("Open again"),
                then=lambda reason: self._reopen(report, reason),
                reason=self.tr("Why is it opened again?"),
                again=lambda: self.start(report),
            )

    def _ask_to_sign(self, report: FormReport) -> None:
        forms = self._context.clinic.forms
        form, period, edition = report.info.form, report.period, report.info.edition

        def ask(sheet: SigningSheet) -> None:
            self._confirm.clear()
            self._panel.ask(sheet)

        self._context.tasks.run(
            self,
            lambda: forms.before_closing(form, period, edition=edition),
            done=ask,
            failed=self._failed,
            key="signing",
        )

    def _close(self, signing: Signing) -> None:
        report, forms = self._report, self._context.clinic.forms
        if report is None:
            return
        form, period, edition = report.info.form, report.period, report.info.edition
        self._write(lambda: forms.close(form, period, edition=edition, signing=signing))

    def _reopen(self, report: FormReport, reason: str) -> None:
        forms = self._context.clinic.forms
        form, period, edition = report.info.form, report.period, report.info.edition
        self._write(lambda: forms.reopen(form, period, reason=reason, edition=edition))

    def _write(self, verb: Callable[[], Written[FormReport]]) -> None:
        def done(written: Written[FormReport]) -> None:
            self._panel.clear()
            self._signed(written.value)

        def failed(error: BaseException) -> None:
            text = (
                sentence_for(error, self._context.language.code) if isinstance(error, ValidationError) else ""
            )
            if not isinstance(error, ValidationError) or not self._panel.point_at(error.field, text):
                self._failed(error)

        self._context.tasks.run(self, verb, done=done, failed=failed)
