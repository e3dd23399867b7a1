"""The form that registers a patient: the six fields that matter, the rest folded."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QToolButton, QWidget

from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from ui.qt.language import Language
from ui.reception.names import FirstWords
from ui.theme import GRID
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.date_or_age import DateOrAgeField
from ui.widgets.field import Field, TextField
from ui.widgets.layout import column
from ui.widgets.typed_birth import TypedBirth

_FOLDED = ("middle_name", "guardian", "nida", "insurance_number", "ward", "council", "region", "allergies")
# Either of these tells who it is about; together with the names they start the look for duplicates.
_TELLING = ("first_name", "last_name", "phone", "nida")


class RegisterForm(QWidget):
    """Signals: ``edited``; ``who_changed`` when something that tells people apart changed."""

    edited = Signal()
    who_changed = Signal()

    def __init__(
        self, *, language: Language, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("registerForm")
        self._id = new_id()
        self.first_name = TextField("firstName", required=True, longest=60, parent=self)
        self.last_name = TextField("lastName", required=True, longest=60, parent=self)
        self.sex = ChoiceField("sex", required=True, parent=self)
        self.birth = DateOrAgeField("birthOrAge", language=language, today=today, required=True, parent=self)
        self.phone = TextField("phone", longest=20, parent=self)
        self.village = TextField("village", longest=120, parent=self)
        self._more: dict[str, TextField] = {
            name: TextField(_camel(name), longest=200 if name == "allergies" else 60) for name in _FOLDED
        }
        self._fold = QToolButton(self)
        self._fold.setObjectName("moreFields")
        self._fold.setCheckable(True)
        self._fold.setProperty("look", "fold")
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._fold.toggled.connect(self._unfold)
        self._folded = QWidget()
        self._lay_out()
        for name, field in self.fields().items():
            field.edited.connect(self.edited)
            if name in (*_TELLING, "birth_date", "village", "guardian"):
                field.edited.connect(self.who_changed)
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
        rest = list(self._more.values())
        pairs = [tuple(rest[at : at + 2]) for at in range(0, len(rest), 2)]
        self._folded.setLayout(_two_columns(*pairs))
        self._folded.hide()
        outer.addWidget(self._folded)
        outer.addStretch(1)
        stops: list[QWidget] = [field.editor for field in (self.first_name, self.last_name)]
        stops += [self.sex.editor, self.birth.editor, self.phone.editor, self.village.editor, self._fold]
        stops += [field.editor for field in self._more.values()]
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
            **self._more,
        }

    def begin(self, known: FirstWords | None = None) -> None:
        """Empty the form for the next person; ``known`` is what the search already told."""
        self._id = new_id()
        for field in self.fields().values():
            field.set_error(None)
            if isinstance(field, TextField):
                field.set_text("")
        self.sex.bar.choose(None)
        self._fold.setChecked(False)
        if known is not None:
            self.first_name.set_text(known.first_name)
            self.last_name.set_text(known.last_name)
            self._more["middle_name"].set_text(known.middle_name)
            self.phone.set_text(known.phone)
            self._fold.setChecked(bool(known.middle_name))
        self.who_changed.emit()

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
        return self.sex.code is None and not any(texts)

    @property
    def tells_who(self) -> bool:
        """There is enough to look for somebody who is already here."""
        return any(
            len(field.text()) >= 3
            for name, field in self.fields().items()
            if name in _TELLING and isinstance(field, TextField)
        )

    def form(self) -> PatientForm:
        """The form as it stands, half-filled or whole.

        Raises:
            ValidationError: the birth box holds something that is no birth.
        """
        return self._form(self.birth.value())

    def half_form(self) -> PatientForm:
        """The same for looking up duplicates: a birth that is not readable yet is left out."""
        try:
            born = self.birth.value()
        except ValidationError:
            born = None
        return self._form(born)

    def _form(self, born: TypedBirth | None) -> PatientForm:
        more = {name: field.text_or_none() for name, field in self._more.items()}
        allergies = self._more["allergies"].text().replace(",", ";").split(";")
        return PatientForm(
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
            middle_name=more["middle_name"],
            guardian=more["guardian"],
            nida=more["nida"],
            insurance_number=more["insurance_number"],
            ward=more["ward"],
            council=more["council"],
            region=more["region"],
        )

    def show_error(self, name: str, text: str) -> bool:
        """Say what is wrong at its field and go there; False when there is no such field."""
        field = self.fields().get({"age_years": "birth_date", "age_months": "birth_date"}.get(name, name))
        if field is None:
            return False
        if name in self._more:
            self._fold.setChecked(True)
        field.set_error(text)
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(field)
        return True

    @property
    def patient_id(self) -> uuid.UUID:
        return self._id

    def _unfold(self, wanted: bool) -> None:
        self._folded.setVisible(wanted)
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
        words = {
            "middle_name": self.tr("Middle name"),
            "guardian": self.tr("Guardian"),
            "nida": self.tr("NIDA number"),
            "insurance_number": self.tr("Insurance number"),
            "ward": self.tr("Ward"),
            "council": self.tr("Council"),
            "region": self.tr("Region"),
            "allergies": self.tr("Allergies"),
        }
        for name, text in words.items():
            self._more[name].set_label(text)
        self._more["allergies"].set_help(self.tr("Several with a comma between"))
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


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
