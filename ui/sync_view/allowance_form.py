"""Hours and bytes a day for a target: for lines that are shared, or paid by the megabyte."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from sync.allowance import AllowanceService, bytes_from
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.fixed import show_fixed
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, column, row, words


class AllowanceForm(QWidget):
    """Signals: ``saved`` with the target's name; ``sent``: send now all the same; ``back``."""

    saved = Signal(str)
    sent = Signal()
    back = Signal()

    def __init__(
        self,
        *,
        context: ScreenContext,
        failed: Callable[[BaseException], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("allowanceForm")
        self._context, self._failed = context, failed
        self._service = AllowanceService(work=context.clinic.work)
        self._target = ""
        self._kept: dict[str, Any] = {}
        roles = context.clinic.work.actor.roles
        self._may_save, self._may_send = may(roles, "sync.configure"), may(roles, "sync.send")
        self._card = Card(self)
        self._why = words(role="quiet", wrap=True, parent=self)
        self._used = words(wrap=True, parent=self)
        self._used.setObjectName("usedToday")
        self.fields = {
            "opens": TextField("sendFrom", longest=5, parent=self),
            "closes": TextField("sendTo", longest=5, parent=self),
            "bytes_a_day": TextField("bytesADay", longest=12, parent=self),
        }
        self._send = Button("sendDespiteLimits", parent=self)
        self._back = Button("leaveAllowance", parent=self)
        self._save = Button("saveAllowance", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._lay_out()
        self._send.clicked.connect(self.sent)
        self._back.clicked.connect(self.back)
        self._save.clicked.connect(self._take)
        FormKeys(self, back=self.back.emit)
        self._translate()

    def _lay_out(self) -> None:
        body = self._card.body
        body.addWidget(self._why)
        line = row(spacing=2 * GRID)
        for field in self.fields.values():
            line.addWidget(field)
        body.addLayout(line)
        body.addWidget(self._used)
        buttons = row()
        buttons.addWidget(self._send)
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._save)
        body.addLayout(buttons)
        page = column(self)
        page.addWidget(self._card)
        page.addStretch(1)

    def start(self, target: str) -> None:
        """Show what is set for a target and what was used today."""
        self._target, self._kept = target, {}
        for field in self.fields.values():
            field.set_text("")
            field.set_error(None)
            field.setEnabled(self._may_save)
        self._save.setVisible(self._may_save)
        self._send.setVisible(self._may_send)
        self._translate()
        self._context.tasks.run(
            self, lambda: self._service.read(target), done=self._show, failed=self._failed, key="read"
        )
        self.fields["opens"].editor.setFocus()

    def point_at(self, field: str, text: str) -> bool:
        """Show what is wrong with a field; False for a field that is not here."""
        if field not in self.fields:
            return False
        self.fields[field].set_error(text)
        self.fields[field].editor.setFocus()
        return True

    def _show(self, kept: dict[str, Any]) -> None:
        self._kept = kept
        self.fields["opens"].set_text(kept["opens"])
        self.fields["closes"].set_text(kept["closes"])
        allowed = kept["bytes_a_day"]
        self.fields["bytes_a_day"].set_text(None if allowed is None else _amount(allowed))
        self._show_fixed()
        self._say_used()

    def _show_fixed(self) -> None:
        fixed = set(self._kept.get("fixed", ()))
        for name, field in self.fields.items():
            if self._may_save and self._kept:
                usual = self.tr("500 kB or 2 MB") if name == "bytes_a_day" else ""
                show_fixed(field, name in fixed, help_text=usual)

    def _take(self) -> None:
        for field in self.fields.values():
            field.set_error(None)
        name, texts = self._target, {key: field.text() for key, field in self.fields.items()}
        kept = self._kept if "bytes_a_day" in self._kept.get("fixed", ()) else None

        def save() -> None:
            self._service.save(
                name,
                opens=texts["opens"],
                closes=texts["closes"],
                bytes_a_day=bytes_from(texts["bytes_a_day"]) if kept is None else kept["bytes_a_day"],
            )

        self._context.tasks.run(self, save, done=lambda _none: self.saved.emit(name), failed=self._failed)

    def _say_used(self) -> None:
        if not self._kept:
            self._used.setText("")
            return
        used, allowed = _amount(self._kept["used_today"]), self._kept["bytes_a_day"]
        if allowed is None:
            text = self.tr("Used today, there and back: {0}.").format(used)
        else:
            text = self.tr("Used today, there and back: {0} of {1}.").format(used, _amount(allowed))
        self._used.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._card.set_heading(self.tr("Hours and data for {0}").format(self._target))
        self._why.setText(
            self.tr(
                "The background sends to it only within these hours and this much a day. Leave a field empty "
                "for no limit. What a person sends goes at once."
            )
        )
        self.fields["opens"].set_label(self.tr("Send from"))
        self.fields["closes"].set_label(self.tr("until"))
        self.fields["bytes_a_day"].set_label(self.tr("At most a day"))
        self.fields["opens"].set_placeholder("18:00")
        self.fields["closes"].set_placeholder("06:00")
        self.fields["bytes_a_day"].set_placeholder("500 kB")
        self.fields["bytes_a_day"].set_help(self.tr("500 kB or 2 MB"))
        self._send.set_text(self.tr("Send now all the &same"))
        self._back.set_text(self.tr("Back"))
        self._save.set_text(self.tr("Save"))
        self._show_fixed()
        self._say_used()


def _amount(count: int) -> str:
    """``500 kB``, ``2.5 MB``: a thousand bytes to the kB."""
    if count < 1_000_000:
        return f"{-(-count // 1000)} kB"
    return f"{count / 1_000_000:.1f}".removesuffix(".0") + " MB"
