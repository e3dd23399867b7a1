"""Asks for the reason before a private visit is opened in an emergency by who may not read it otherwise."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from emr_desktop.errors import ValidationError
from ui.consultation.coming import Coming
from ui.messages import sentence_for
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.confirm_bar import ConfirmBar


class EmergencyBar(ConfirmBar):
    """``ask_for(visit_id)``; ``read`` gets the visit when the reason stands in the trail."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        read: Callable[[uuid.UUID], None],
        failed: Failed,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("emergencyBar")
        self._context, self._read, self._failed = context, read, failed

    @classmethod
    def of(cls, coming: Coming, *, context: ScreenContext, parent: QWidget) -> EmergencyBar:
        """One that asks whenever a visit comes that is private."""
        bar = cls(context=context, read=coming.open_visit, failed=coming.failed, parent=parent)
        coming.private.connect(bar.ask_for)
        return bar

    def ask_for(self, visit_id: uuid.UUID) -> None:
        """Ask why this visit must be read."""

        def open_it(reason: str) -> None:
            def refused(error: BaseException) -> None:
                if not isinstance(error, ValidationError):
                    self._failed(error)
                    return
                self.ask_for(visit_id)  # with what was typed
                self.reason.setText(reason)
                self.say_wrong(sentence_for(error, self._context.language.code))

            self._context.tasks.run(
                self,
                lambda: self._context.clinic.emergency.open_visit(visit_id, reason=reason),
                done=lambda _written: self._read(visit_id),
                failed=refused,
            )

        self.ask(
            self.tr("This visit is private. Open it in an emergency?"),
            details=self.tr(
                "Only this visit, and only until you leave. The reason and your name are kept;"
                " the in-charge sees them."
            ),
            reason=self.tr("Why must you read it now?"),
            yes=self.tr("Open in an emergency"),
            then=open_it,
            again=lambda: self.ask_for(visit_id),
        )
