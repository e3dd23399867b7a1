"""The folded fields of a patient: everything beyond the six that matter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from emr_desktop.patients.rows import PatientRow
from ui.reception.link_field import PatientLinkField
from ui.reception.place_fields import PlaceFields
from ui.theme import GRID
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import Field, TextField
from ui.widgets.picker import Search

_TEXTS = ("middle_name", "guardian", "nida", "insurance_number", "allergies")
NO_SCHEME = "none"


class MoreFields(QWidget):
    """Signals: ``edited``; ``went_on`` from a field that keeps Enter for itself."""

    edited = Signal()
    went_on = Signal()

    def __init__(self, *, places: PlaceFields, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("moreRegisterFields")
        self.places = places
        self.texts: dict[str, TextField] = {
            name: TextField(_camel(name), longest=200 if name == "allergies" else 60, parent=self)
            for name in _TEXTS
        }
        self.mother = PatientLinkField("mother", search=search, parent=self)
        self.household = PatientLinkField("household", search=search, parent=self)
        self.scheme = ChoiceField("insuranceScheme", parent=self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        lines: tuple[tuple[Field, ...], ...] = (
            (self.texts["middle_name"], self.texts["guardian"]),
            (self.mother, self.household),
            (self.texts["nida"],),
            (self.scheme,),
            (self.texts["insurance_number"], self.texts["allergies"]),
            (places.upper["ward"], places.upper["council"]),
            (places.upper["region"],),
        )
        for line, fields in enumerate(lines):
            for place, field in enumerate(fields):
                grid.addWidget(field, line, place, 1, 2 if len(fields) == 1 else 1)
        self.stops = [field.editor for fields in lines for field in fields]
        for link in (self.mother, self.household):
            link.went_on.connect(self.went_on)
        for suggest in places.upper.values():
            suggest.went_on.connect(self.went_on)
        self._translate()

    def fields(self) -> dict[str, Field]:
        """Fields by the name in ``PatientForm``, which errors carry."""
        return {
            **self.texts,
            **self.places.upper,
            "mother_id": self.mother,
            "household_with": self.household,
            "insurance_scheme": self.scheme,
        }

    @property
    def is_empty(self) -> bool:
        texts = (*self.texts.values(), *self.places.upper.values())
        links = (self.mother, self.household)
        return not any(field.text() for field in texts) and not any(
            link.picker.text().strip() for link in links
        )

    @property
    def scheme_code(self) -> str | None:
        return None if self.scheme.code in (None, NO_SCHEME) else self.scheme.code

    def clear(self) -> None:
        for field in (*self.texts.values(), *self.places.upper.values()):
            field.set_text("")
        for link in (self.mother, self.household):
            link.show_patient(None)
        self.scheme.bar.choose(NO_SCHEME)

    def show_row(self, row: PatientRow, *, mother: PatientRow | None) -> None:
        """Show what is kept of a patient."""
        self.clear()
        for name in ("middle_name", "guardian", "nida", "insurance_number"):
            self.texts[name].set_text(getattr(row, name))
        self.texts["allergies"].set_text(", ".join(row.allergies))
        for name, field in self.places.upper.items():
            field.set_text(getattr(row, name))
        self.mother.show_patient(mother)
        self.scheme.bar.choose(row.insurance_scheme or NO_SCHEME)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        words = {
            "middle_name": self.tr("Middle name"),
            "guardian": self.tr("Guardian"),
            "nida": self.tr("NIDA number"),
            "insurance_number": self.tr("Insurance number"),
            "allergies": self.tr("Allergies"),
            "ward": self.tr("Ward"),
            "council": self.tr("Council"),
            "region": self.tr("Region"),
            "mother_id": self.tr("Mother (a patient)"),
            "household_with": self.tr("Lives with (a patient)"),
            "insurance_scheme": self.tr("Insurance"),
        }
        for name, field in self.fields().items():
            field.set_label(words[name])
        self.texts["allergies"].set_help(self.tr("Several with a comma between"))
        self.scheme.bar.offer(
            (
                (NO_SCHEME, self.tr("None")),
                ("nhif", "NHIF"),
                ("chf", "CHF"),
                ("other_insurance", self.tr("Other")),
            ),
            letters={NO_SCHEME: "-", "nhif": "N", "chf": "C", "other_insurance": self.tr("Other")[:1]},
        )
        if self.scheme.code is None:
            self.scheme.bar.choose(NO_SCHEME)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
