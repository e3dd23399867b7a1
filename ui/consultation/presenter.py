"""One visit as it stands on the screen: what was typed, what is computed, and the form that gets saved."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from emr_desktop.errors import ValidationError
from emr_desktop.favourites.rows import UsualForm
from emr_desktop.patients.rows import PatientRow
from emr_desktop.problems.rows import ProblemRow
from emr_desktop.surveillance.rows import Watch
from emr_desktop.visits.rows import VisitForm, VisitRow, VitalsEntry
from emr_desktop.visits.service import AttendanceFlags
from ui.consultation import typed
from ui.consultation.ending_fields import ENDING_FIELDS, put_ending, read_ending
from ui.consultation.lines import DiagnosisLine, LastGiven, PrescriptionLine, TestLine
from ui.prescribing.sheet import Sheet

DECIMAL_VITALS = ("weight_kg", "height_cm", "temperature_c", "muac_cm")
WHOLE_VITALS = ("pulse", "respiration", "spo2")
# Fields of the screen in reading order; blood pressure is typed as one: 120/80.
VITAL_FIELDS = (
    "weight_kg",
    "height_cm",
    "temperature_c",
    "blood_pressure",
    "pulse",
    "respiration",
    "spo2",
    "muac_cm",
)
PREGNANCY_FIELDS = ("pregnancy_weeks",)
CHILD_FIELDS = ("head_cm", "height_position", "oedema")  # beside the growth chart
TEXT_FIELDS = ("complaint", "history", "examination", "advice", "referred_to")
# What stood in a picker when the power went; nothing typed is lost.
PENDING_FIELDS = ("diagnosis_typed", "medicine_typed", "test_typed")
FIELDS = VITAL_FIELDS + CHILD_FIELDS + TEXT_FIELDS + PREGNANCY_FIELDS + PENDING_FIELDS + ENDING_FIELDS
DRAFT_KIND = "visit"
_LYING = {"lying": True, "standing": False}
_DRAFT_FORMAT = 1


@dataclass(kw_only=True)
class Consultation:
    """A visit being written or corrected.

    ``new_this_year`` and ``new_problem`` are None until a person overrules the suggestion.
    """

    patient: PatientRow
    visit_id: uuid.UUID
    visit_date: date
    expected_version: int | None = None
    open_version: int | None = None  # of the visit that reception or triage began, as far as this page knows
    visit_type: str = "opd"
    fields: dict[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    tests: list[TestLine] = field(default_factory=list)
    diagnoses: list[DiagnosisLine] = field(default_factory=list)
    prescriptions: list[PrescriptionLine] = field(default_factory=list)
    pregnancy: str | None = None  # no, pregnant, breastfeeding; None was not asked
    sheet: Sheet = field(default_factory=Sheet)
    procedures: list[str] = field(default_factory=list)  # codes of what was done
    problems: tuple[ProblemRow, ...] = ()  # the patient's list; written by its own page
    last_given: LastGiven | None = None  # at the newest earlier visit with medicines
    usual: tuple[UsualForm, ...] = ()  # treatments that the facility has in use
    payer: str = "cash"
    exemption: str | None = None
    outcome: str = "home"
    new_this_year: bool | None = None
    new_problem: bool | None = None
    suggested: AttendanceFlags | None = None
    confirmed: set[str] = field(
        default_factory=set
    )  # unlikely values a person has confirmed: "weight_kg=150"
    watch: Watch = field(default_factory=Watch)  # what surveillance said last; not in the draft
    cases: dict[str, dict[str, str]] = field(default_factory=dict)  # case forms begun, as typed

    @classmethod
    def correcting(cls, visit: VisitRow) -> Consultation:
        """Open a saved visit to correct it; Save then expects the version that was read."""
        form = visit.form
        vitals = form.vitals
        consultation = cls(
            patient=visit.patient,
            visit_id=form.id,
            visit_date=form.visit_date,
            expected_version=visit.version,
            visit_type=form.visit_type,
            payer=form.payer,
            exemption=form.exemption,
            outcome=form.outcome,
            pregnancy=form.pregnancy,
            new_this_year=form.new_this_year,
            new_problem=form.new_problem,
            tests=[TestLine(line.test, line.result or "") for line in form.tests],
            diagnoses=[
                DiagnosisLine(line.icd10, line.concept, line.certainty, line.severity)
                for line in form.diagnoses
            ],
            prescriptions=[PrescriptionLine.of(entry) for entry in form.prescriptions],
        )
        for name in DECIMAL_VITALS + WHOLE_VITALS:
            consultation.fields[name] = typed.plain(getattr(vitals, name))
        if vitals.systolic is not None and vitals.diastolic is not None:
            consultation.fields["blood_pressure"] = f"{vitals.systolic}/{vitals.diastolic}"
        consultation.fields["head_cm"] = typed.plain(vitals.head_cm)
        consultation.fields["oedema"] = "yes" if vitals.oedema else ""
        if vitals.height_lying is not None:
            consultation.fields["height_position"] = "lying" if vitals.height_lying else "standing"
        for name in TEXT_FIELDS:
            consultation.fields[name] = getattr(form, name) or ""
        put_ending(consultation.fields, form)
        consultation.procedures = list(form.procedures)
        consultation.fields["pregnancy_weeks"] = typed.plain(form.pregnancy_weeks)
        consultation.sheet.take(form.findings)
        consultation.confirmed = {consultation._claim(name) for name in VITAL_FIELDS}
        return consultation

    @classmethod
    def continuing(cls, visit: VisitRow) -> Consultation:
        """Go on with a visit that reception or triage began; saving it is no correction."""
        consultation = cls.correcting(visit)
        consultation.expected_version, consultation.open_version = None, visit.version
        consultation.new_this_year = consultation.new_problem = None
        return consultation

    def take_in(self, visit: VisitRow) -> None:
        """Fill what this draft leaves open with what stands in the open visit by now."""
        known = Consultation.continuing(visit)
        for name, text in known.fields.items():
            self.fields[name] = self.fields[name] or text
        for line in known.tests:
            mine = self.test_line(line.test)
            if mine is None or not mine.result:
                self.set_test(line.test, line.result)
        self.pregnancy = self.pregnancy or known.pregnancy
        self.confirmed |= {each for each in known.confirmed if each in map(self._claim, VITAL_FIELDS)}
        if self.visit_id == known.visit_id:
            self.open_version = known.open_version

    def knowing_as(self, other: Consultation) -> Consultation:
        """Know what was read with the patient for another visit on this page: rules, the last weight."""
        self.sheet.book, self.sheet.known_weight = other.sheet.book, other.sheet.known_weight
        self.sheet.running = other.sheet.running
        self.sheet.severe_allergies = other.sheet.severe_allergies
        self.know_problems(other.problems)
        self.last_given, self.usual = other.last_given, other.usual
        return self

    def know_problems(self, rows: Iterable[ProblemRow]) -> None:
        """Take the patient's problem list; the checks count what is active."""
        self.problems = tuple(rows)
        self.sheet.illnesses = tuple(row.form.icd10 for row in self.problems if row.is_active)

    # what is on the form ---------------------------------------------------------------------------

    @property
    def draft_id(self) -> uuid.UUID:
        return self.visit_id

    @property
    def draft_kind(self) -> str:
        return DRAFT_KIND

    @property
    def patient_id(self) -> uuid.UUID:
        return self.patient.id

    @property
    def is_correction(self) -> bool:
        return self.expected_version is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered that would be missed."""
        return not (
            any(self.fields.values()) or self.procedures or self.tests or self.diagnoses or self.prescriptions
        )

    @property
    def flags(self) -> AttendanceFlags:
        """Both attendance flags as they will be saved, as far as is known now."""
        suggested = self.suggested or AttendanceFlags(new_this_year=True, new_problem=True)
        return AttendanceFlags(
            new_this_year=suggested.new_this_year if self.new_this_year is None else self.new_this_year,
            new_problem=suggested.new_problem if self.new_problem is None else self.new_problem,
        )

    def overrule(self, name: str, value: bool) -> None:
        """A person decides an attendance flag; deciding what was suggested anyway follows it again."""
        agreed = self.suggested is not None and getattr(self.suggested, name) == value
        setattr(self, name, None if agreed and not self.is_correction else value)

    def diagnosis_at(self, icd10: str) -> int | None:
        """The position of a diagnosis already on the form: the same code is not written twice."""
        return next((at for at, line in enumerate(self.diagnoses) if line.icd10 == icd10), None)

    def add_diagnosis(self, line: DiagnosisLine) -> int:
        """Add a diagnosis, or find it when it is there already; returns its position."""
        known = self.diagnosis_at(line.icd10)
        if known is not None:
            return known
        self.diagnoses.append(line)
        return len(self.diagnoses) - 1

    def set_test(self, test: str, result: str | None) -> None:
        """Set a result (empty: ordered, waits), or take the test off the form with None."""
        line = self.test_line(test)
        if result is None:
            self.tests = [other for other in self.tests if other.test != test]
        elif line is None:
            self.tests.append(TestLine(test, result))
        else:
            line.result = result

    def test_line(self, test: str) -> TestLine | None:
        return next((line for line in self.tests if line.test == test), None)

    # unlikely values are asked twice ---------------------------------------------------------------

    def _claim(self, name: str) -> str:
        return f"{name}={self.fields[name].strip()}"

    def confirm(self, name: str) -> None:
        """A person says that an unlikely value is right; typing another value asks again."""
        self.confirmed.add(self._claim(name))

    def is_confirmed(self, name: str) -> bool:
        return self._claim(name) in self.confirmed

    # the form --------------------------------------------------------------------------------------

    def vitals(self) -> VitalsEntry:
        """Read the measurements.

        Raises:
            ValidationError: at ``vitals.<name>`` when a field does not hold a number.
        """
        pressure = typed.blood_pressure(self.fields["blood_pressure"])
        return VitalsEntry(
            weight_kg=self._decimal("weight_kg"),
            height_cm=self._decimal("height_cm"),
            temperature_c=self._decimal("temperature_c"),
            systolic=pressure[0] if pressure else None,
            diastolic=pressure[1] if pressure else None,
            pulse=self._whole("pulse"),
            respiration=self._whole("respiration"),
            spo2=self._whole("spo2"),
            muac_cm=self._decimal("muac_cm"),
            head_cm=self._decimal("head_cm"),
            height_lying=_LYING.get(self.fields["height_position"]),
            oedema=self.fields["oedema"] == "yes" or None,
        )

    def _decimal(self, name: str) -> float | None:
        return typed.number(self.fields[name], f"vitals.{name}")

    def _whole(self, name: str) -> int | None:
        return typed.whole(self.fields[name], f"vitals.{name}")

    def to_form(self) -> VisitForm:
        """Read the whole form.

        Raises:
            ValidationError: a field does not hold what it should, or a picker holds text nobody picked from.
        """
        for name in PENDING_FIELDS:
            if self.fields[name].strip():
                raise ValidationError(name, "consultation.not_picked", text=self.fields[name].strip())
        return VisitForm(
            id=self.visit_id,
            patient_id=self.patient.id,
            visit_date=self.visit_date,
            visit_type=self.visit_type,
            payer=self.payer,
            exemption=self.exemption if self.payer == "exempt" else None,
            new_this_year=self.new_this_year,
            new_problem=self.new_problem,
            vitals=self.vitals(),
            complaint=self._text("complaint"),
            history=self._text("history"),
            examination=self._text("examination"),
            advice=self._text("advice"),
            tests=tuple(line.entry() for line in self.tests),
            diagnoses=tuple(line.entry() for line in self.diagnoses),
            prescriptions=tuple(line.entry(at) for at, line in enumerate(self.prescriptions)),
            procedures=tuple(self.procedures),
            pregnancy=self.pregnancy,
            pregnancy_weeks=typed.whole(self.fields["pregnancy_weeks"], "pregnancy_weeks"),
            findings=self.sheet.answers(self),
            outcome=self.outcome,
            referred_to=self._text("referred_to") if self.outcome == "referred" else None,
            expected_version=self.open_version if self.expected_version is None else self.expected_version,
            **vars(read_ending(self.fields, outcome=self.outcome, visit_date=self.visit_date)),
        )

    def _text(self, name: str) -> str | None:
        return self.fields[name].strip() or None

    # the draft -------------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        """Everything on the form as plain JSON values, exactly as typed."""
        return {
            "format": _DRAFT_FORMAT,
            "patient": f"{self.patient.full_name} ({self.patient.number})",
            "visit_date": self.visit_date.isoformat(),
            "visit_type": self.visit_type,
            "expected_version": self.expected_version,
            "open_version": self.open_version,
            "fields": {name: text for name, text in self.fields.items() if text},
            "tests": [vars(line).copy() for line in self.tests],
            "diagnoses": [vars(line).copy() for line in self.diagnoses],
            "prescriptions": [vars(line).copy() for line in self.prescriptions],
            "pregnancy": self.pregnancy,
            "sheet": self.sheet.content(),
            "procedures": list(self.procedures),
            "payer": self.payer,
            "exemption": self.exemption,
            "outcome": self.outcome,
            "new_this_year": self.new_this_year,
            "new_problem": self.new_problem,
            "confirmed": sorted(self.confirmed),
            "cases": self.cases,
        }

    @classmethod
    def from_draft(
        cls, *, patient: PatientRow, visit_id: uuid.UUID, content: Mapping[str, Any]
    ) -> Consultation:
        """Put a kept draft back; fields this version does not know are left out, missing ones are empty."""
        consultation = cls(
            patient=patient,
            visit_id=visit_id,
            visit_date=date.fromisoformat(content["visit_date"]),
            visit_type=content.get("visit_type", "opd"),
            expected_version=content.get("expected_version"),
            open_version=content.get("open_version"),
            payer=content.get("payer", "cash"),
            exemption=content.get("exemption"),
            outcome=content.get("outcome", "home"),
            new_this_year=content.get("new_this_year"),
            new_problem=content.get("new_problem"),
            tests=[TestLine(**line) for line in content.get("tests", ())],
            diagnoses=[DiagnosisLine(**line) for line in content.get("diagnoses", ())],
            prescriptions=[PrescriptionLine(**line) for line in content.get("prescriptions", ())],
            confirmed=set(content.get("confirmed", ())),
            cases={code: dict(texts) for code, texts in content.get("cases", {}).items()},
            pregnancy=content.get("pregnancy"),
            procedures=list(content.get("procedures", ())),
            sheet=Sheet.from_content(content.get("sheet", {})),
        )
        typed_before = content.get("fields", {})
        consultation.fields.update({name: typed_before[name] for name in FIELDS if name in typed_before})
        return consultation
