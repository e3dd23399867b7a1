"""Keeps what a person set up of a target: a new one, other credentials, switched off or on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.errors import EmrError
from sync.rows import DeliveryRow, TargetRow
from ui.screen import ScreenContext
from ui.sync_view.credentials_form import NewCredentials
from ui.sync_view.fixes import action_for
from ui.sync_view.target_form import NewTarget


def _text(file: Path | None) -> str | None:
    """A certificate file's text.

    Raises:
        EmrError: ``file.not_read``.
    """
    if file is None:
        return None
    try:
        return file.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "PEM"
        raise EmrError("file.not_read", path=str(file), reason=reason) from None


class TargetSaving(QObject):
    """Signals: ``saved`` with the name of a target whose set-up is another now; it is worth a test."""

    saved = Signal(str)

    def __init__(
        self, *, context: ScreenContext, failed: Callable[[BaseException], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._failed = context, failed

    def save(self, new: NewTarget) -> None:
        """Add a system, with its mapping or its filter."""
        sync = self._context.sync

        def save() -> str:
            mapping = None
            if new.takes_forms:
                try:
                    mapping = new.read_mapping()
                except (OSError, ValueError) as error:
                    raise EmrError("mapping.malformed", what=str(error)) from None
            row = sync.add_target(
                kind=new.kind,
                name=new.name,
                url=new.url,
                token=new.token,
                username=new.username,
                password=new.password,
                ca_pem=new.ca_pem,
            )
            if mapping is not None:
                sync.load_mapping(row.name, mapping)
            elif new.takes_records:
                sync.records.set_filter(row.name, sensitive=new.sensitive)
            return row.name

        self._context.tasks.run(self, save, done=self.saved.emit, failed=self._failed)

    def renew(self, new: NewCredentials) -> None:
        """Give a target another address or other credentials."""
        sync = self._context.sync
        self._context.tasks.run(
            self,
            lambda: sync.renew_credentials(
                new.target,
                url=new.url,
                token=new.token,
                username=new.username,
                password=new.password,
                ca_pem=_text(new.certificate),
            ),
            done=lambda _none: self.saved.emit(new.target),
            failed=self._failed,
        )

    def switch(self, name: str, *, enabled: bool) -> None:
        """Switch a target on or off."""
        sync = self._context.sync

        def done(_row: TargetRow) -> None:
            text = (
                self.tr("{0} is switched on.")
                if enabled
                else self.tr("{0} is switched off; what waits stays.")
            )
            self._context.say(text.format(name))
            self._context.sync_bridge.refresh()

        self._context.tasks.run(
            self, lambda: sync.enable_target(name, enabled=enabled), done=done, failed=self._failed
        )

    def try_mapping(self, name: str, deliveries: Sequence[DeliveryRow]) -> None:
        """Put back to waiting what a target refused for its mapping: there is a new one."""
        numbers = [
            each.number
            for each in deliveries
            if each.target == name
            and each.state == "refused"
            and each.problem is not None
            and action_for(each.problem) == "mapping"
        ]
        sync = self._context.sync
        if numbers:
            self._context.tasks.run(
                self, lambda: [sync.retry(number) for number in numbers], failed=self._failed
            )
