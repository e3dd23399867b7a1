"""Other roles for somebody who works here; they count from the next log-in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QWidget

from emr_desktop.access.permissions import ROLES
from emr_desktop.changes import Written
from emr_desktop.facility.staff import StaffRow
from ui.administration.roles import role_name
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import open_at
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column, row
from ui.widgets.password_bar import PasswordBar


class RolesDialog(QDialog):
    """Esc closes it, and nothing changes. Signal ``changed``: the person's row as it is now."""

    changed = Signal(object)

    def __init__(self, person: StaffRow, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rolesDialog")
        self._context, self._person = context, person
        self.banner = Banner(self)
        self._failed: Callable[[BaseException], None] = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self.password = PasswordBar.of_screen(context, parent=self)
        self._header = PageHeader(self)
        self.roles = {role: QCheckBox(self) for role in ROLES}
        self._save = Button("saveRoles", kind="primary", parent=self)
        self._close = Button("rolesClose", parent=self)
        self._save.clicked.connect(lambda: self.password.before(self.save))
        self._close.clicked.connect(self.reject)
        page = column(self, margin=2 * GRID)
        for widget in (self._header, self.banner, self.password):
            page.addWidget(widget)
        grid = QGridLayout()
        for place, (role, box) in enumerate(self.roles.items()):
            box.setObjectName(f"other{role.title().replace('_', '')}")
            box.setChecked(role in person.roles)
            grid.addWidget(box, place // 2, place % 2)
        page.addLayout(grid)
        page.addStretch(1)
        below = row()
        below.addWidget(self._close)
        below.addStretch(1)
        below.addWidget(self._save)
        page.addLayout(below)
        open_at(self, width=520, height=320)
        self._translate()

    def save(self) -> None:
        """Give the person the roles that are ticked."""
        chosen = tuple(role for role, box in self.roles.items() if box.isChecked())
        staff, username = self._context.clinic.staff, self._person.username

        def done(written: Written[StaffRow]) -> None:
            self.changed.emit(written.value)
            self.accept()

        self.banner.clear()
        self._context.tasks.run(
            self, lambda: staff.change_roles(username, chosen), done=done, failed=self._failed
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.setWindowTitle(self.tr("May work as"))
        self._header.set_title(self.tr("May work as"))
        self._header.set_line(
            self.tr("{0}: other roles count from the next log-in").format(self._person.full_name)
        )
        for role, box in self.roles.items():
            box.setText(role_name(role))
        self._save.set_text(self.tr("&Save"))
        self._close.set_text(self.tr("&Close"))
