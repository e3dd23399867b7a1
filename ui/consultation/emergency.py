"""Asks for the reason before a private visit is opened in an emergency by who may not read it otherwise."""

from __future__ import annotations

import uuid

from PySide6.QtWidgets import QWidget

from ui.consultation.coming import Coming
from ui.screen import ScreenContext
from ui.widgets.confirm_bar import ConfirmBar


class EmergencyBar(ConfirmBar):
    """Asks when a visit comes that is private; it is read when the reason stands in the trail."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        coming: Coming,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("emergencyBar")
        self._context, self._coming = context, coming
        coming.private.connect(self.ask_for)

    def ask_for(self, visit_id: uuid.UUID) -> None:
        """Ask why this visit must be read."""

        def open_it(reason: str) -> None:
            self._context.tasks.run(
                self,
                lambda: self._context.clinic.emergency.open_visit(visit_id, reason=reason),
                done=lambda _written: self._coming.open_visit(visit_id),
                failed=self._coming.failed,
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
