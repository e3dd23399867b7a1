"""The people: add one, give a new code, take somebody out. A code is shown once and kept nowhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from emr_desktop.access.permissions import ROLES
from emr_desktop.changes import Written
from emr_desktop.facility.staff import StaffRow
from ui.administration.page_head import PageHead
from ui.administration.roles import role_name, role_names
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.beside import Beside
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, column, words
from ui.widgets.scrolled import scrolled_column
from ui.widgets.table import Column, DataTable


class UsersPage(QWidget):
    """The list at the left, a form for a new person at the right."""

    def __init__(self, *, context: ScreenContext, may_manage: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("usersPage")
        self._context = context
        self._staff = context.clinic.staff
        self.head = PageHead(context=context, point_at=self._point_at, parent=self)
        self.banner, self.confirm, self.bar = self.head.banner, self.head.confirm, self.head.bar
        self.table: DataTable[StaffRow] = DataTable(
            "userList",
            (
                Column(lambda: self.tr("Name"), lambda each: each.full_name, stretch=True),
                Column(lambda: self.tr("User name"), lambda each: each.username),
                Column(lambda: self.tr("Roles"), lambda each: role_names(each.roles), stretch=True),
                Column(lambda: self.tr("State"), self._state),
            ),
            wraps=True,
            parent=self,
        )
        self.fields = {
            "full_name": TextField("newFullName", required=True, parent=self),
            "username": TextField("newUsername", required=True, longest=40, parent=self),
        }
        self.roles = {role: QCheckBox(self) for role in ROLES}
        self._roles_label = words(role="label", parent=self)
        self._reset = Button("resetUser", parent=self)
        self._roles = Button("changeRoles", parent=self)
        self._disable = Button("disableUser", kind="danger", parent=self)
        self.rekey_later = QCheckBox(self)
        self.rekey_later.setObjectName("rekeyLater")
        self.rekey_later.setVisible(may_manage)
        self._add = Button("addUser", kind="primary", parent=self)
        self._list_card, self._form_card = Card(self), Card(self)
        self._form_card.setVisible(may_manage)
        self._reset.setVisible(may_manage)
        self._roles.setVisible(may_manage)
        self._disable.setVisible(may_manage)
        self._lay_out()
        self._add.clicked.connect(self._ask_add)
        self._reset.clicked.connect(self._ask_reset)
        self._roles.clicked.connect(self.ask_roles)
        self._disable.clicked.connect(self._ask_disable)
        self.table.selected.connect(self._allow)
        FormKeys(self._form_card, save=self._ask_add)
        self._translate()

    def _lay_out(self) -> None:
        self._list_card.body.addWidget(self.table, 1)
        under = Flow(self)
        under.push()
        for button in (self._disable, self._roles, self._reset):
            under.add(button)
        self._list_card.body.addWidget(self.rekey_later)
        self._list_card.body.addWidget(under)
        inside = scrolled_column(self._form_card.body)
        for field in self.fields.values():
            inside.addWidget(field)
        inside.addWidget(self._roles_label)
        grid = Flow(self, even=2)
        for role, box in self.roles.items():
            box.setObjectName(f"role{role.title().replace('_', '')}")
            grid.add(box)
        inside.addWidget(grid)
        inside.addStretch(1)
        self._form_card.body.addWidget(self._add)
        both = Beside(self, least=72 * GRID)
        both.add(self._list_card, 5)
        both.add(self._form_card, 3)
        page = column(self)
        page.addWidget(self.head)
        page.addWidget(both, 1)

    def read(self) -> None:
        """Read the people again."""
        self._context.tasks.run(
            self, self._staff.list_all, done=self.table.show_rows, failed=self.head.failed, key="users"
        )

    def _state(self, person: StaffRow) -> str:
        return self.tr("Active") if person.disabled_at is None else self.tr("Disabled")

    def _allow(self, person: StaffRow | None) -> None:
        active = person is not None and person.disabled_at is None
        self._disable.setEnabled(active)
        self._reset.setEnabled(active)
        self._roles.setEnabled(active)

    def _point_at(self, field: str, text: str) -> bool:
        if field not in self.fields:
            return False
        self.fields[field].set_error(text)
        self.fields[field].editor.setFocus()
        return True

    # what a person does ----------------------------------------------------------------------------------

    def _ask_add(self) -> None:
        self.head.password.before(self._add_user)

    def _add_user(self) -> None:
        name, username = self.fields["full_name"].text(), self.fields["username"].text()
        roles = tuple(role for role, box in self.roles.items() if box.isChecked())

        def done(written: Written[str]) -> None:
            for field in self.fields.values():
                field.set_text("")
            for box in self.roles.values():
                box.setChecked(False)
            self._show_code(username, written.value)

        self.head.run(lambda: self._staff.add(username=username, full_name=name, roles=roles), done)

    def _show_code(self, username: str, code: str) -> None:
        self.banner.show_message(
            self.tr("One-time code of {0}: {1}. Give it to this person now; it is not shown again.").format(
                username, code
            ),
            kind="good",
        )
        self.read()

    def ask_roles(self) -> None:
        """Offer other roles for the person under the cursor."""
        from ui.administration.roles_dialog import RolesDialog

        person = self.table.current
        if person is None:
            return

        def told(changed: StaffRow) -> None:
            self.banner.show_message(
                self.tr("{0} may work as {1} from the next log-in.").format(
                    changed.full_name, role_names(changed.roles)
                ),
                kind="good",
            )
            self.read()

        dialog = RolesDialog(person, context=self._context, parent=self.window())
        dialog.changed.connect(told)
        dialog.open()

    def _ask_reset(self) -> None:
        person = self.table.current
        if person is None:
            return
        self.head.ask(
            self.tr("Give {0} a new one-time code? The password of now stops working.").format(
                person.full_name
            ),
            yes=self.tr("Give a code"),
            act=lambda: self._write_reset(person.username),
            again=self._ask_reset,
        )

    def _write_reset(self, username: str) -> None:
        self.head.run(
            lambda: self._staff.reset(username), lambda written: self._show_code(username, written.value)
        )

    def _ask_disable(self) -> None:
        person = self.table.current
        if person is None:
            return
        self.head.ask(
            self.tr("Disable {0}? This person cannot log in any more. What they wrote stays.").format(
                person.full_name
            ),
            yes=self.tr("Disable"),
            act=lambda: self._write_disable(person),
            again=self._ask_disable,
        )

    def _write_disable(self, person: StaffRow) -> None:
        def done(_written: object) -> None:
            self.read()
            if self.rekey_later.isChecked():
                self._context.clinic.keys.known_due = True
                self.banner.show_message(
                    self.tr(
                        "{0} is out. The key of the database is still to be changed: when closing."
                    ).format(person.full_name),
                    kind="warn",
                )
            else:
                self._change_key(person)

        self.head.run(lambda: self._staff.disable(person.username), done)

    def _change_key(self, person: StaffRow) -> None:
        """After somebody was taken out: another key for the database."""
        keys = self._context.clinic.keys
        keys.known_due = True

        def done(_written: object) -> None:
            self.banner.show_message(
                self.tr("{0} is out, and the database has another key. Make a backup today.").format(
                    person.full_name
                ),
                kind="good",
            )

        self.head.run_long(
            lambda: keys.rekey_if_due(progress=self.head.progressed.emit), done=done, over=self.read
        )

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._list_card.set_heading(self.tr("People"))
        self.table.view.setAccessibleName(self.tr("People"))
        self._form_card.set_heading(self.tr("Add a person"))
        self.fields["full_name"].set_label(self.tr("Full name"))
        self.fields["username"].set_label(self.tr("User name"))
        self.fields["username"].set_help(self.tr("Small letters and digits, for example asha"))
        self._roles_label.setText(self.tr("May work as"))
        for role, box in self.roles.items():
            box.setText(role_name(role))
        self._add.set_text(self.tr("Add and show the code"))
        self._reset.set_text(self.tr("New one-time code …"))
        self._roles.set_text(self.tr("Other roles …"))
        self._disable.set_text(self.tr("Disable …"))
        self.rekey_later.setText(self.tr("Change the key only when closing"))
        self.table.set_empty_text(self.tr("Nobody is here yet."))
