"""Who lives with a patient, when each was last here, and going over to one of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Written
from emr_desktop.patients.households import HouseholdMember, HouseholdRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.age import age_text
from ui.frame.finding import PatientFinder
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column, row
from ui.widgets.picker import Picker
from ui.widgets.table import Column, DataTable


class HouseholdPage(QWidget):
    """Enter opens the person who is marked.

    Signals:
        back: leave the page.
        child_wanted: register somebody new into this household; carries the ``PatientRow`` it is of.
    """

    back = Signal()
    child_wanted = Signal(object)

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("householdPage")
        self._context = context
        self._household: HouseholdRow | None = None
        self._service = context.clinic.households
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        today: Callable[[], date] = context.clinic.work.clock.today
        self._today = today
        self._header = PageHeader(self)
        self._leave_page = Button("leaveHousehold", parent=self)
        self._leave_page.clicked.connect(self.step_back)
        self._header.add_action(self._leave_page)
        self.table: DataTable[HouseholdMember] = DataTable(
            "householdMembers",
            (
                Column(lambda: self.tr("Name"), lambda one: one.patient.full_name, stretch=True),
                Column(lambda: self.tr("Sex and age"), self._age),
                Column(lambda: self.tr("Who"), self._roles),
                Column(lambda: self.tr("Visits"), lambda one: str(one.visits), right=True, spare=2),
                Column(lambda: self.tr("Last visit"), _last_visit, spare=1),
                Column(lambda: self.tr("Number"), lambda one: one.patient.number, spare=3),
            ),
            parent=self,
        )
        self.table.opened.connect(lambda one: context.open_patient(one.patient.id))
        self.table.selected.connect(self._marked)
        self.picker = Picker(
            search=PatientFinder(
                patients=context.clinic.patients,
                tasks=context.tasks,
                language=context.language,
                today=today(),
                failed=self._failed,
                parent=self,
            ),
            parent=self,
        )
        self.picker.setObjectName("householdAdd")
        self.picker.picked.connect(lambda choice: self._add(choice.key))
        self._new = Button("householdNew", parent=self)
        self._head = Button("householdHead", parent=self)
        self._out = Button("householdOut", parent=self)
        self._new.clicked.connect(self._wish_child)
        self._head.clicked.connect(lambda: self._change(self._service.make_head))
        self._out.clicked.connect(lambda: self._change(self._service.leave))
        may_change = may(context.clinic.work.actor.roles, "patient.change")
        buttons = row()
        buttons.addWidget(self._head)
        buttons.addWidget(self._out)
        buttons.addStretch(1)
        buttons.addWidget(self._new)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.banner)
        page.addWidget(self.table, 1)
        page.addWidget(self.picker)
        page.addLayout(buttons)
        for widget in (self.picker, self._new, self._head, self._out):
            widget.setVisible(may_change)
        self._translate()

    def open_for(self, patient: PatientRow) -> None:
        """Read the household of a patient."""
        self.banner.clear()
        self.picker.clear()
        self._household = None
        self.table.model.set_rows(())
        self.table.show_loading()
        self.table.view.setFocus()
        self._translate()
        self._context.tasks.run(
            self,
            lambda: self._service.of(patient.id),
            done=self._show,
            failed=self.table.unless(self._failed),
            key="household",
        )

    def step_back(self) -> bool:
        self.back.emit()
        return True

    def _show(self, household: HouseholdRow) -> None:
        self._household = household
        self.table.show_rows(household.members)
        own = next(place for place, one in enumerate(household.members) if "self" in one.roles)
        self.table.view.selectRow(own)
        self._translate()

    def _add(self, other: object) -> None:
        household = self._household
        if household is None or not isinstance(other, uuid.UUID):
            return
        who = household.patient.id
        self._write(lambda: self._service.join(other, who))

    def _change(self, verb: Callable[[uuid.UUID], Written[HouseholdRow]]) -> None:
        member = self.table.current
        if member is not None:
            self._write(lambda: verb(member.patient.id))

    def _write(self, verb: Callable[[], Written[HouseholdRow]]) -> None:
        household = self._household
        if household is None:
            return

        def done(_written: Written[HouseholdRow]) -> None:
            self.table.view.setFocus()
            self._context.tasks.run(
                self,
                lambda: self._service.of(household.patient.id),
                done=self._show,
                failed=self._failed,
                key="household",
            )

        self.banner.clear()
        self._context.tasks.run(self, verb, done=done, failed=self._failed)

    def _wish_child(self) -> None:
        if self._household is not None:
            member = self.table.current
            self.child_wanted.emit(member.patient if member else self._household.patient)

    def _marked(self, member: HouseholdMember | None) -> None:
        inside = member is not None and member.lives_here and member.patient.household_id is not None
        self._out.setEnabled(inside)
        self._head.setEnabled(inside and member is not None and "head" not in member.roles)

    def _age(self, member: HouseholdMember) -> str:
        patient = member.patient
        sex = self.tr("F") if patient.sex == "F" else self.tr("M")
        age = age_text(
            patient.birth_date, max(self._today(), patient.birth_date), self._context.language.code
        )
        return f"{sex}  {age}"

    def _roles(self, member: HouseholdMember) -> str:
        words = {
            "head": self.tr("head"),
            "self": self.tr("this patient"),
            "mother": self.tr("mother"),
            "child": self.tr("child"),
        }
        told = [words[role] for role in member.roles]
        if not member.lives_here:
            told.append(self.tr("lives elsewhere"))
        return ", ".join(told)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self.table.show_rows(self.table.model.rows)
        super().changeEvent(event)

    def _translate(self) -> None:
        household = self._household
        name = household.patient.full_name if household else ""
        self._header.set_title(self.tr("Household of {0}").format(name) if name else self.tr("Household"))
        village = household.patient.village if household else None
        self._header.set_line(village or self.tr("Who lives together, and who was here lately"))
        self._leave_page.set_text(self.tr("Back  (Esc)"))
        self._head.set_text(self.tr("Make &head"), tip=self.tr("The one who is marked heads the household"))
        self._out.set_text(self.tr("&Take out"), tip=self.tr("The one who is marked lives elsewhere now"))
        self._new.set_text(
            self.tr("&New patient here"),
            tip=self.tr("Register somebody who lives here"),
        )
        self.picker.setPlaceholderText(self.tr("Add a patient who lives here: name, number or phone"))
        self.picker.setAccessibleName(self.tr("Add a patient who lives here"))
        self.table.view.setAccessibleName(self.tr("Who lives here"))


def _last_visit(member: HouseholdMember) -> str:
    return "" if member.last_visit is None else f"{member.last_visit:%d/%m/%Y}"
