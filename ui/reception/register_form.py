"""The form that registers or corrects a patient: the six fields that matter, the rest folded."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QToolButton, QWidget

from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.age import completed_years
from emr_desktop.patients.rows import PatientForm, PatientRow, RegistryId
from emr_desktop.patients.rules import birth_in_nida
from emr_desktop.reference.localities import Place
from ui.qt.language import Language
from ui.reception.chosen_card import phone_text
from ui.reception.more_fields import MoreFields
from ui.reception.names import FirstWords
from ui.reception.place_fields import PlaceFields
from ui.theme import GRID
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.date_or_age import DateOrAgeField
from ui.widgets.field import Field, TextField
from ui.widgets.form_keys import focus_next
from ui.widgets.layout import column
from ui.widgets.picker import Search
from ui.widgets.typed_birth import TypedBirth

_GROWN_YEARS = 12  # a woman from this age on is offered as the mother
# Either of these tells who it is about; together with the names they start the look for duplicates.
_TELLING = ("first_name", "last_name", "phone", "nida")


class RegisterForm(QWidget):
    """Signals: ``edited``; ``who_changed`` when something that tells people apart changed; ``began`` anew.

    Attributes:
        registry_id: by which number a client registry knows who is on the form.
    """

    edited = Signal()
    who_changed = Signal()
    began = Signal()

    def __init__(
        self,
        *,
        language: Language,
        today: Callable[[], date],
        home: Place,
        search: Search,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("registerForm")
        self._id = new_id()
        self._today = today
        self._corrected: PatientRow | None = None
        self.registry_id: RegistryId | None = None
        self._birth_shown = ""
        self.first_name = TextField("firstName", required=True, longest=60, parent=self)
        self.last_name = TextField("lastName", required=True, longest=60, parent=self)
        self.sex = ChoiceField("sex", required=True, parent=self)
        self.birth = DateOrAgeField("birthOrAge", language=language, today=today, required=True, parent=self)
        self.phone = TextField("phone", longest=20, parent=self)
        self.places = PlaceFields(home=home, parent=self)
        self.village = self.places.village
        self.more = MoreFields(places=self.places, search=search)
        self._fold = QToolButton(self)
        self._fold.setObjectName("moreFields")
        self._fold.setCheckable(True)
        self._fold.setProperty("look", "fold")
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._fold.toggled.connect(self._unfold)
        self._lay_out()
        for name, field in self.fields().items():
            field.edited.connect(self.edited)
            if name in (*_TELLING, "birth_date", "village", "guardian"):
                field.edited.connect(self.who_changed)
        self.village.went_on.connect(lambda: focus_next(self))
        self.more.went_on.connect(lambda: focus_next(self))
        self.more.texts["nida"].edit.editingFinished.connect(self._read_nida)
        self.more.texts["nida"].edited.connect(lambda: self.more.texts["nida"].set_help(""))
        self._translate()

    def _lay_out(self) -> None:
        holder = QWidget()
        holder.setProperty("panel", "scrolled")
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        column(self).addWidget(area)
        self._area = area
        outer = column(holder)
        outer.addLayout(
            _two_columns(
                (self.first_name, self.last_name), (self.sex, self.birth), (self.phone, self.village)
            )
        )
        self._below = column()
        outer.addLayout(self._below)
        outer.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.hide()
        outer.addWidget(self.more)
        outer.addStretch(1)
        stops: list[QWidget] = [field.editor for field in (self.first_name, self.last_name)]
        stops += [self.sex.editor, self.birth.editor, self.phone.editor, self.village.editor, self._fold]
        stops += self.more.stops
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def add_below(self, widget: QWidget) -> None:
        """Put something directly under the fields that matter; it scrolls with them."""
        self._below.addWidget(widget)

    def fields(self) -> dict[str, Field]:
        """Fields by the name in ``PatientForm``, which errors carry."""
        return {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "sex": self.sex,
            "birth_date": self.birth,
            "phone": self.phone,
            "village": self.village,
            **self.more.fields(),
        }

    def begin(self, known: FirstWords | None = None) -> None:
        """Empty the form for the next person; ``known`` is what the search already told."""
        self._id, self._corrected, self.registry_id = new_id(), None, None
        for field in self.fields().values():
            field.set_error(None)
            if isinstance(field, TextField):
                field.set_text("")
        self.more.clear()
        self.sex.bar.choose(None)
        self._fold.setChecked(False)
        if known is not None:
            self.first_name.set_text(known.first_name)
            self.last_name.set_text(known.last_name)
            self.more.texts["middle_name"].set_text(known.middle_name)
            self.phone.set_text(known.phone)
            self._fold.setChecked(bool(known.middle_name))
        self.began.emit()
        self.who_changed.emit()

    def begin_beside(self, patient: PatientRow) -> None:
        """Begin somebody who lives with this patient: same home and phone; a grown woman is the mother."""
        self.begin()
        self.phone.set_text(phone_text(patient.phone))
        self.village.set_text(patient.village)
        for name, field in self.places.upper.items():
            field.set_text(getattr(patient, name))
        self.more.household.show_patient(patient)
        if patient.sex == "F" and completed_years(patient.birth_date, self._today()) >= _GROWN_YEARS:
            self.more.mother.show_patient(patient)
        self._fold.setChecked(True)

    def correct(self, patient: PatientRow, *, mother: PatientRow | None) -> None:
        """Show a patient who is registered, to correct what is kept."""
        self.begin()
        self._id, self._corrected = patient.id, patient
        for name in ("first_name", "last_name", "village"):
            field = self.fields()[name]
            assert isinstance(field, TextField)  # noqa: S101
            field.set_text(getattr(patient, name))
        self.phone.set_text(phone_text(patient.phone))
        self.sex.bar.choose(patient.sex)
        exact = patient.birth_precision == "day"
        self._birth_shown = f"{patient.birth_date:%d/%m/%Y}" if exact else f"{patient.birth_date:%m/%Y}"
        self.birth.set_text(self._birth_shown)
        self.more.show_row(patient, mother=mother)
        self._fold.setChecked(True)

    def take_id(self, patient_id: uuid.UUID) -> None:
        """Go on under the id of a draft, so that it becomes one record."""
        self._id = patient_id

    def unfold(self) -> None:
        """Open the folded fields when there is something in them."""
        self._fold.setChecked(not self.more.is_empty or self._corrected is not None)

    def take_version(self, theirs: PatientRow) -> None:
        """Go on from what somebody else saved meanwhile; what stands on the form stays."""
        self._corrected = theirs

    @property
    def corrected(self) -> PatientRow | None:
        """The patient who is corrected; None while somebody is registered."""
        return self._corrected

    @property
    def lives_with(self) -> uuid.UUID | None:
        """The patient whose household the new one joins: the one named, or else the mother."""
        return self.more.household.chosen or self.more.mother.chosen

    def focus_first(self) -> None:
        """Put the cursor into the first field that is still empty."""
        for field in (self.first_name, self.last_name, self.sex):
            if isinstance(field, TextField) and field.text():
                continue
            field.editor.setFocus(Qt.FocusReason.TabFocusReason)
            return

    @property
    def is_empty(self) -> bool:
        texts = (field.text() for field in self.fields().values() if isinstance(field, TextField))
        return self._corrected is None and self.sex.code is None and not any(texts) and self.more.is_empty

    @property
    def tells_who(self) -> bool:
        """There is enough to look for somebody who is already here."""
        return self._corrected is None and any(
            len(field.text()) >= 3
            for name, field in self.fields().items()
            if name in _TELLING and isinstance(field, TextField)
        )

    def form(self) -> PatientForm:
        """The form as it stands, half-filled or whole.

        Raises:
            ValidationError: the birth box holds something that is no birth, or a name was typed for another
                patient and nobody picked.
        """
        self.places.settle()
        self.more.household.value("household_with")
        mother = self.more.mother.value("mother_id")
        return replace(self._form(self.birth.value()), mother_id=mother)

    def half_form(self) -> PatientForm:
        """The same for looking up duplicates: a birth that is not readable yet is left out."""
        try:
            born = self.birth.value()
        except ValidationError:
            born = None
        return self._form(born)

    def _form(self, born: TypedBirth | None) -> PatientForm:
        texts = {name: field.text_or_none() for name, field in self.more.texts.items()}
        allergies = (texts["allergies"] or "").replace(",", ";").split(";")
        form = PatientForm(
            id=self._id,
            first_name=self.first_name.text(),
            last_name=self.last_name.text(),
            sex=self.sex.code or "",
            birth_date=born.birth_date if born else None,
            birth_date_estimated=bool(born and born.estimated and born.birth_date),
            age_years=born.age_years if born else None,
            age_months=born.age_months if born else None,
            phone=self.phone.text_or_none(),
            village=self.village.text_or_none(),
            allergies=tuple(name.strip() for name in allergies if name.strip()),
            middle_name=texts["middle_name"],
            guardian=texts["guardian"],
            nida=texts["nida"],
            insurance_number=texts["insurance_number"],
            insurance_scheme=self.more.scheme_code,
            ward=self.places.upper["ward"].text_or_none(),
            council=self.places.upper["council"].text_or_none(),
            region=self.places.upper["region"].text_or_none(),
        )
        kept = self._corrected
        if kept is None:
            return form
        form = replace(form, expected_version=kept.version)
        if self.birth.text() == self._birth_shown:  # not touched: as it is known now
            estimated = kept.birth_precision != "day"
            form = replace(form, birth_date=kept.birth_date, birth_date_estimated=estimated)
        return form

    def _read_nida(self) -> None:
        """A NIDA number begins with a date of birth: fill it in, or say that it is another one."""
        field = self.more.texts["nida"]
        found = birth_in_nida(field.text(), today=self._today())
        if found is None:
            return
        if not self.birth.text():
            self.birth.set_text(f"{found:%d/%m/%Y}")
            self.edited.emit()
            return
        try:
            typed = self.birth.value()
        except ValidationError:
            return
        if typed and typed.birth_date and not typed.estimated and typed.birth_date != found:
            field.set_help(self.tr("The number says born {0}").format(f"{found:%d/%m/%Y}"))

    def show_error(self, name: str, text: str) -> bool:
        """Say what is wrong at its field and go there; False when there is no such field."""
        field = self.fields().get({"age_years": "birth_date", "age_months": "birth_date"}.get(name, name))
        if field is None:
            return False
        if name in self.more.fields():
            self._fold.setChecked(True)
        field.set_error(text)
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(field)
        return True

    @property
    def patient_id(self) -> uuid.UUID:
        return self._id

    def _unfold(self, wanted: bool) -> None:
        self.more.setVisible(wanted)
        self._translate_fold()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate_fold(self) -> None:
        text = self.tr("Fewer fields") if self._fold.isChecked() else self.tr("More fields")
        self._fold.setText(f"{'▾' if self._fold.isChecked() else '▸'}  {text}")
        self._fold.setAccessibleName(text)

    def _translate(self) -> None:
        self.first_name.set_label(self.tr("First name"))
        self.last_name.set_label(self.tr("Last name"))
        self.sex.set_label(self.tr("Sex"))
        # ME and KE stand on every form of the ministry; K and F both take a woman.
        self.sex.bar.offer((("M", self.tr("Male")), ("F", self.tr("Female"))), letters={"M": "M", "F": "FK"})
        self.birth.set_label(self.tr("Date of birth or age"))
        self.phone.set_label(self.tr("Phone"))
        self.village.set_label(self.tr("Village or street"))
        self._translate_fold()


def _two_columns(*pairs: tuple[QWidget, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID)
    for line, pair in enumerate(pairs):
        for place, widget in enumerate(pair):
            grid.addWidget(widget, line, place)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid
