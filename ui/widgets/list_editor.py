"""A short list with a form beside it: choose a line to correct it, or fill the form for a new one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.identity import new_id
from ui.messages import sentence
from ui.qt.language import Language
from ui.qt.messages import shown_by
from ui.theme.sizes import follow_text
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.field import Field
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column, row, words
from ui.widgets.scrolled import Scrolled
from ui.widgets.table import Column, DataTable

T = TypeVar("T")
_FORM_WIDTH = 368


class ListEditor(QWidget, Generic[T]):
    """What the two editors of a patient's lists share. A subclass adds fields, and says how they are saved.

    Signals:
        back: enough seen.
    """

    back = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[T]],
        *,
        language: Language,
        trouble: Callable[[BaseException], None],
        may_save: bool,
        may_remove: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Editor")
        self._language = language
        self._fields: dict[str, Field] = {}
        self._own_id: uuid.UUID | None = None  # of the line that is being entered
        self._correcting: T | None = None
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: language.code,
            field=self._at_field,
            banner=self.banner.show_message,
            trouble=trouble,
        )
        self.header = PageHeader(self)
        self.leave = Button(f"{name}Back", parent=self)
        self.leave.clicked.connect(self.back)
        self.header.add_action(self.leave)
        self.confirm = ConfirmBar(self)
        self.table: DataTable[T] = DataTable(f"{name}List", columns, parent=self)
        self.table.opened.connect(self.correct)
        self.card = Card(self)
        follow_text(self.card, most_width=_FORM_WIDTH)
        self.card.setMinimumWidth(1)
        self.save_button = Button(f"{name}Save", kind="primary", shortcut="Ctrl+Return", parent=self)
        self.save_button.clicked.connect(self.save)
        self.clear_button = Button(f"{name}Clear", kind="quiet", parent=self)
        self.clear_button.clicked.connect(self.begin)
        self.remove_button = Button(f"{name}Remove", kind="danger", parent=self)
        self.remove_button.clicked.connect(self.ask_to_remove)
        self.hint = words(role="small", wrap=True, parent=self)  # under the fields
        self.hint.hide()
        self._inside = QWidget(self)
        self._inside.setProperty("panel", "scrolled")
        self._area = Scrolled(parent=self)
        self._area.setWidget(self._inside)
        self._may_save, self._may_remove = may_save, may_remove
        self._lay_out()

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(self.header)
        page.addWidget(self.banner)
        page.addWidget(self.confirm)
        body = row()
        left = column()
        left.addWidget(self.table, 1)
        below = row()
        below.addWidget(self.remove_button)
        below.addStretch(1)
        left.addLayout(below)
        body.addLayout(left, 1)
        body.addWidget(self.card, 1)
        page.addLayout(body, 1)
        self.card.setVisible(self._may_save)
        self.remove_button.setVisible(self._may_remove)

    def add_fields(self, *fields: tuple[str, Field]) -> None:
        """Put the fields of the form, by their names in the row class, above its buttons."""
        inside = column(self._inside)
        for name, field in fields:
            self._fields[name] = field
            field.edited.connect(self.banner.clear)
            inside.addWidget(field)
        inside.addWidget(self.hint)
        inside.addStretch(1)
        self.card.body.addWidget(self._area, 1)
        buttons = Flow(self)
        buttons.add(self.clear_button)
        buttons.push()
        buttons.add(self.save_button)
        self.card.body.addWidget(buttons)
        FormKeys(self.card)

    # the form ------------------------------------------------------------------------------------------

    @property
    def own_id(self) -> uuid.UUID:
        """The id of the line in the form; the same until it is saved, so that saving twice is once."""
        if self._own_id is None:
            self._own_id = new_id()
        return self._own_id

    @property
    def correcting(self) -> T | None:
        """The line that is being corrected; None while a new one is entered."""
        return self._correcting

    def begin(self) -> None:
        """Empty the form for a new line and put the cursor into it."""
        self._own_id, self._correcting = None, None
        self.banner.clear()
        self._clear_errors()
        self.fill(None)
        self._say_heading()
        if self._may_save:
            next(iter(self._fields.values())).setFocus()
        else:
            self.table.setFocus()

    def correct(self, line: T) -> None:
        """Take a line of the list into the form."""
        if not self._may_save:
            return
        self._own_id, self._correcting = self.id_of(line), line
        self._clear_errors()
        self.fill(line)
        self._say_heading()
        next(iter(self._fields.values())).setFocus()

    def ask_to_remove(self) -> None:
        """Ask for the reason why the marked line goes."""
        line = self.table.current
        if line is not None:
            self.confirm.ask(
                self.removing(line),
                yes=self.remove_button.text(),
                reason=self.tr("Why? The reason is kept."),
                then=lambda reason: self.remove(line, reason),
                again=self.ask_to_remove,
            )

    def _clear_errors(self) -> None:
        for field in self._fields.values():
            field.set_error(None)

    def _at_field(self, name: str, text: str) -> bool:
        field = self._fields.get(name)
        if field is None:
            return False
        field.set_error(text)
        field.setFocus()
        return True

    def say(self, code: str) -> None:
        """Say a sentence in the banner."""
        self.banner.show_message(sentence(code, {}, self._language.code))

    # what a subclass says ------------------------------------------------------------------------------

    def id_of(self, line: T) -> uuid.UUID:
        """The id of a line."""
        raise NotImplementedError

    def fill(self, line: T | None) -> None:
        """Show a line in the fields, or nothing."""
        raise NotImplementedError

    def save(self) -> None:
        """Save what stands in the form."""
        raise NotImplementedError

    def remove(self, line: T, reason: str) -> None:
        """Take a line off."""
        raise NotImplementedError

    def removing(self, line: T) -> str:
        """The question before a line is taken off."""
        raise NotImplementedError

    def translate(self) -> None:
        """Say every text of the subclass again."""
        raise NotImplementedError

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.leave.set_text(self.tr("Back"), tip=self.tr("Back to the page (Esc)"))
        self.save_button.set_text(self.tr("Save on the list"))
        self.clear_button.set_text(self.tr("Clear"), tip=self.tr("Empty the form for a new line"))
        self.remove_button.set_text(self.tr("Take off the list"), tip=self.tr("Take the marked line off"))
        self._say_heading()
        self.translate()

    def _say_heading(self) -> None:
        self.card.set_heading(
            self.tr("New line") if self._correcting is None else self.tr("Correct the line")
        )
