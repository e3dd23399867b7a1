"""The allergies of one patient: what is known, what happened, how sure it is, or that nothing is known."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from emr_desktop.allergies.choices import (
    find_reactions,
    find_substances,
    reaction_words,
    reactions,
    substance_name,
)
from emr_desktop.allergies.rows import CERTAINTIES, SEVERITIES, AllergyForm, AllergyList, AllergyRow
from emr_desktop.changes import Written
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.prescribing.tables import substances
from ui.screen import ScreenContext
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.list_editor import ListEditor
from ui.widgets.picker import Choice
from ui.widgets.picker_field import PickerField
from ui.widgets.table import Column


class AllergyEditor(ListEditor[AllergyRow]):
    """``open(patient)`` reads the list; every change is saved at once and holds for prescribing at once.

    Signals:
        changed: the ``AllergyList`` as it now is.
    """

    changed = Signal(object)

    def __init__(self, *, context: ScreenContext, named: bool = False, parent: QWidget | None = None) -> None:
        """``named``: the name of the patient stands in the heading, where no banner says it."""
        roles = context.clinic.work.actor.roles
        self._context = context
        self._patient_id: uuid.UUID | None = None
        self._named, self._name = named, ""
        self._known: AllergyList | None = None
        super().__init__(
            "allergy",
            self._columns(),
            language=context.language,
            trouble=context.trouble,
            may_save=may(roles, "allergy.record"),
            may_remove=may(roles, "allergy.void"),
            parent=parent,
        )
        self.substance = PickerField(
            "allergySubstance", self._find_substance, free=True, required=True, parent=self
        )
        self.reaction = PickerField("allergyReaction", self._find_reaction, free=True, parent=self)
        self.severity = ChoiceField("allergySeverity", parent=self)
        self.certainty = ChoiceField("allergyCertainty", parent=self)
        self.none_known = Button("allergyNone", shortcut="Alt+N", parent=self)
        self.none_known.clicked.connect(self.say_none)
        self.none_known.setVisible(self._may_save)
        self.header.add_action(self.none_known)
        self.header.add_action(self.leave)
        self.hint.setObjectName("allergyHint")
        self.add_fields(
            ("substance", self.substance),
            ("reaction", self.reaction),
            ("severity", self.severity),
            ("certainty", self.certainty),
        )
        self._translate()

    def _columns(self) -> tuple[Column[AllergyRow], ...]:
        return (
            Column(lambda: self.tr("Reacts to"), self._substance_words, stretch=True),
            Column(
                lambda: self.tr("What happened"),
                lambda row: reaction_words(row.form.reaction or "", language=self._language.code),
                stretch=True,
            ),
            Column(
                lambda: self.tr("Severity"), lambda row: self._severities().get(row.form.severity or "", "")
            ),
            Column(lambda: self.tr("How sure"), lambda row: self._certainties().get(row.form.certainty, "")),
            Column(lambda: self.tr("Noted"), self._noted, spare=1),
        )

    def open(self, patient: PatientRow) -> None:
        """Show the allergies of a patient and put the cursor into the form."""
        self._patient_id, self._known = patient.id, None
        self._name = patient.full_name
        self._say_title()
        self.confirm.clear()
        self.table.show_rows(())
        self.table.show_loading()
        self.begin()
        self._say_known()
        self._context.tasks.run(
            self,
            lambda: self._context.clinic.allergies.of(patient.id),
            done=self._show,
            failed=self.table.unless(self._failed),
            key="allergies",
        )

    # verbs ---------------------------------------------------------------------------------------------

    def save(self) -> None:
        if self._patient_id is None or not self._may_save or not self.save_button.isEnabled():
            return
        correcting = self.correcting
        code = self.substance.code
        reaction = self.reaction.code
        form = AllergyForm(
            id=self.own_id,
            patient_id=self._patient_id,
            substance=self.substance.text(),
            substance_code=code if isinstance(code, str) else None,
            reaction=reaction if isinstance(reaction, str) else self.reaction.text() or None,
            severity=self.severity.code,
            certainty=self.certainty.code or CERTAINTIES[0],
            expected_version=None if correcting is None else correcting.form.expected_version,
        )
        self._write(lambda: self._context.clinic.allergies.record(form))

    def remove(self, line: AllergyRow, reason: str) -> None:
        self._write(lambda: self._context.clinic.allergies.void(line.id, reason=reason))

    def say_none(self) -> None:
        """The patient was asked and knows of no allergy."""
        patient_id, entry_id = self._patient_id, new_id()
        if patient_id is not None and self._may_save:
            self._write(lambda: self._context.clinic.allergies.say_none(patient_id, entry_id=entry_id))

    def _write(self, work: Callable[[], Written[AllergyList]]) -> None:
        self.save_button.setEnabled(False)

        def done(written: Written[AllergyList]) -> None:
            self.save_button.setEnabled(True)
            if written.value.patient_id == self._patient_id:
                self._show(written.value)
                self.begin()
                self.changed.emit(written.value)

        def failed(error: BaseException) -> None:
            self.save_button.setEnabled(True)
            self._failed(error)

        self._context.tasks.run(self, work, done=done, failed=failed)

    # what is on show -----------------------------------------------------------------------------------

    def _show(self, known: AllergyList) -> None:
        if known.patient_id != self._patient_id:
            return
        self._known = known
        self.table.show_rows(known.allergies)
        self.remove_button.setEnabled(bool(known.allergies))
        self._say_known()

    def _say_title(self) -> None:
        title = self.tr("Allergies")
        self.header.set_title(f"{title}: {self._name}" if self._named and self._name else title)

    def _say_known(self) -> None:
        known = self._known
        self.none_known.setEnabled(known is not None and not known.allergies)
        if known is None:
            self.header.set_line("")
        elif known.none_known is not None:
            none = known.none_known
            self.header.set_line(
                self.tr("No allergy known: asked on {0} by {1}").format(
                    f"{none.asked_on:%d/%m/%Y}", none.asked_by or "?"
                )
            )
            self.table.set_empty_text(self.tr("No allergy known. Ask again at every visit."))
        elif not known.allergies:
            self.header.set_line(self.tr("Not recorded: nobody has asked yet"))
            self.table.set_empty_text(
                self.tr("Ask the patient. Write what it is, or say that no allergy is known (Alt+N).")
            )
        else:
            self.header.set_line(self.tr("Prescribing warns of these at once"))
        unread = [] if known is None else [row for row in known.allergies if not row.understood]
        self.hint.setText(
            self.tr("The checks do not know this: {0}").format(
                ", ".join(row.form.substance for row in unread)
            )
            if unread
            else ""
        )
        self.hint.setVisible(bool(unread))

    def id_of(self, line: AllergyRow) -> uuid.UUID:
        return line.id

    def fill(self, line: AllergyRow | None) -> None:
        language = self._language.code
        if line is None:
            self.substance.show_value("")
            self.reaction.show_value("")
            self.severity.bar.choose(None)
            self.certainty.bar.choose(CERTAINTIES[0])
            return
        form = line.form
        self.substance.show_value(form.substance, form.substance_code)
        code = form.reaction if form.reaction in reactions() else None
        self.reaction.show_value(reaction_words(form.reaction or "", language=language), code)
        self.severity.bar.choose(form.severity)
        self.certainty.bar.choose(form.certainty)

    def removing(self, line: AllergyRow) -> str:
        return self.tr("Take “{0}” off the list of allergies?").format(self._substance_words(line))

    def _substance_words(self, row: AllergyRow) -> str:
        known = substances().get(row.form.substance_code or "")
        return row.form.substance if known is None else substance_name(known, language=self._language.code)

    def _noted(self, row: AllergyRow) -> str:
        return f"{row.noted_on:%d/%m/%Y}  {row.noted_by or ''}".strip()

    def _find_substance(self, text: str) -> Sequence[Choice]:
        code = self._language.code
        return [
            Choice(
                found.code,
                substance_name(found, language=code),
                self.tr("all of the class") if found.kind == "class" else "",
            )
            for found in find_substances(text, language=code)
        ]

    def _find_reaction(self, text: str) -> Sequence[Choice]:
        code = self._language.code
        return [Choice(found.code, found.name(code)) for found in find_reactions(text, language=code)]

    def _severities(self) -> dict[str, str]:
        return dict(zip(SEVERITIES, (self.tr("Mild"), self.tr("Moderate"), self.tr("Severe")), strict=True))

    def _certainties(self) -> dict[str, str]:
        return dict(zip(CERTAINTIES, (self.tr("Reported"), self.tr("Confirmed")), strict=True))

    def translate(self) -> None:
        self._say_title()
        self.none_known.set_text(
            self.tr("No allergy known"), tip=self.tr("The patient was asked and knows of none")
        )
        self.table.view.setAccessibleName(self.tr("Allergies on record"))
        self.substance.set_label(self.tr("Reacts to"))
        self.substance.picker.setPlaceholderText(self.tr("Medicine, class, or own words"))
        self.reaction.set_label(self.tr("What happened"))
        self.reaction.picker.setPlaceholderText(self.tr("Two letters, or own words"))
        self.severity.set_label(self.tr("Severity"))
        self.severity.bar.offer(list(self._severities().items()))
        self.certainty.set_label(self.tr("How sure"))
        self.certainty.bar.offer(list(self._certainties().items()))
        if self._known is not None:
            self._say_known()
