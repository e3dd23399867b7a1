"""The head of every clinical screen: who this is, and what must not be overlooked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.age import age_text
from ui.qt.language import Language
from ui.theme.tokens import GRID
from ui.widgets.layout import Panel, ShrinkingLabel, row, words
from ui.widgets.plain_tip import plain_tip

_LEAST_PROBLEMS = 20 * GRID


class PatientBanner(Panel):
    """``show_patient(row, today=...)``; allergies stand in red. Nothing recorded is never called "none".

    Active problems stand by name; those that are confidential are counted, not named: others look on.
    """

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("patient", parent)
        self.setObjectName("patientBanner")
        self._language = language
        self._patient: PatientRow | None = None
        self._today = date.min
        self._weight: tuple[float, date] | None = None
        line = row(self, spacing=2 * GRID)
        line.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._name = words(role="name", parent=self)
        self._name.setObjectName("patientName")
        self._facts = words(parent=self)
        self._facts.setObjectName("patientFacts")
        self._where = ShrinkingLabel("quiet", self)
        self._where.setObjectName("patientWhere")
        self._weight_text = ShrinkingLabel("quiet", self)
        self._weight_text.setObjectName("patientWeight")
        self._problems_text = ShrinkingLabel("quiet", self)
        self._problems_text.setObjectName("patientProblems")
        self._problems: Callable[[], Sequence[str]] = tuple
        self._hidden = 0
        self._none_known = words(role="tagGood", parent=self)
        self._none_known.setObjectName("patientNoAllergy")
        self._allergies = words(role="tagDanger", parent=self)
        self._allergies.setObjectName("patientAllergies")
        self._not_recorded = words(role="tag", parent=self)
        self._died = words(role="tagDanger", parent=self)
        self._died.setObjectName("patientDied")
        line.addWidget(self._died, 0, Qt.AlignmentFlag.AlignVCenter)
        for widget in (self._name, self._facts, self._where, self._weight_text):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._problems_text, 1)
        line.addWidget(self._none_known, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._not_recorded, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._allergies, 0, Qt.AlignmentFlag.AlignVCenter)
        self._translate()

    def show_patient(
        self,
        patient: PatientRow,
        *,
        today: date,
        weight: tuple[float, date] | None = None,
        problems: Callable[[], Sequence[str]] = tuple,
        hidden: int = 0,
    ) -> None:
        """Show who is treated.

        Args:
            patient: who it is.
            today: for the age.
            weight: the last one in kg and its date.
            problems: gives the names of the active ones in the language in use.
            hidden: how many more are confidential.
        """
        self._patient, self._today, self._weight = patient, today, weight
        self._problems, self._hidden = problems, hidden
        self._translate()

    def clear(self) -> None:
        self._patient = None
        self._translate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        patient = self._patient
        self.setVisible(patient is not None)
        if patient is None:
            return
        sex = self.tr("Female") if patient.sex == "F" else self.tr("Male")
        age = age_text(patient.birth_date, max(self._today, patient.birth_date), self._language.code)
        about = "" if patient.birth_precision == "day" else "~ "
        self._name.setText(patient.full_name)
        self._died.setVisible(patient.died_on is not None)
        if patient.died_on is not None:
            self._died.setText(self.tr("Died {0}").format(f"{patient.died_on:%d/%m/%Y}"))
        self._facts.setText(f"{sex}  ·  {about}{age}")
        self._facts.setToolTip(plain_tip(self.tr("Born {0}").format(f"{patient.birth_date:%d/%m/%Y}")))
        self._where.setText("  ·  ".join(part for part in (patient.number, patient.village) if part))
        self._weight_text.setVisible(self._weight is not None)
        if self._weight is not None:
            weight, on = self._weight
            self._weight_text.setText(f"{weight:g} kg ({on:%d/%m/%Y})")
        allergic = bool(patient.allergies)
        self._allergies.setVisible(allergic)
        self._not_recorded.setVisible(not allergic and patient.none_known_on is None)
        self._none_known.setVisible(not allergic and patient.none_known_on is not None)
        if patient.none_known_on is not None:
            self._none_known.setText(self.tr("No allergy known"))
            self._none_known.setToolTip(
                plain_tip(self.tr("Asked on {0}").format(f"{patient.none_known_on:%d/%m/%Y}"))
            )
        self._say_problems()
        self._allergies.setText(self.tr("Allergies: {0}").format(", ".join(patient.allergies)))
        self._not_recorded.setText(self.tr("Allergies: not recorded"))

    def _say_problems(self) -> None:
        named = list(self._problems())
        if self._hidden:
            named.append(self.tr("%n confidential", "", self._hidden))
        self._problems_text.setMinimumWidth(_LEAST_PROBLEMS if named else 0)
        self._problems_text.setText(self.tr("Problems: {0}").format(", ".join(named)) if named else "")
