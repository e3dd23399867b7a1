"""Gathers the resources of a Bundle into lines as the imports of patients and visits take them."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from emr_desktop.errors import ValidationError
from emr_desktop.exchange.cells import Cells, one_spelling
from emr_desktop.exchange.endings import write_entry
from emr_desktop.exchange.fhir_bundle import (
    FhirBundle,
    Tally,
    codings,
    day_of,
    has_code,
    items,
    kind_of,
    text,
)
from emr_desktop.exchange.fhir_doings import cause_of_death, death_of, procedure_code, referral
from emr_desktop.exchange.fhir_gathered import Gathered, Seen, outcome_of, own_words, write_entries
from emr_desktop.exchange.fhir_index import TAKEN
from emr_desktop.exchange.fhir_parts import Resource, system
from emr_desktop.exchange.fhir_reading import (
    NotTakenError,
    diagnosis,
    is_mapped,
    laboratory,
    pregnancy,
    prescription,
    vital_signs,
)
from emr_desktop.exchange.patient_line import read_death, read_patient
from emr_desktop.exchange.short_forms import (
    write_words,
)
from emr_desktop.visits.ending_rows import CauseEntry, DeathEntry

_SEXES = {"male": "M", "female": "F"}
_MAY_LACK = ("phone", "nida", "middle_name", "village", "ward", "guardian", "allergies", "death")
_OUTPATIENT = ("AMB", "EMER", "VR", "HH", "FLD", "")
_STATUSES = ("finished", "unknown")  # OpenMRS says "unknown" of every encounter
_DIGITS = re.compile(r"\d+$")  # Synthea marks its made-up names so


class Gathering:
    """Goes through some patients of a Bundle; ``patients`` and ``visits`` are the lines to be taken."""

    def __init__(self, bundle: FhirBundle, *, today: date, tally: Tally, seen: Seen) -> None:
        self.patients: dict[str, Gathered] = {}
        self.visits: dict[str, Gathered] = {}
        self.tally = tally
        self._seen = seen
        self._bundle = bundle
        self._today = today
        self._patient_of: dict[int, str] = {}
        self._visit_of: dict[int, str] = {}
        self._first_day: dict[int, str] = {}
        self._ranks: dict[int, tuple[Resource, int]] = {}
        self._deaths: dict[str, DeathEntry] = {}
        kinds: dict[str, list[Resource]] = defaultdict(list)
        for resource in bundle:
            kinds[kind_of(resource)].append(resource)
        kinds["Encounter"].sort(key=lambda one: "partOf" in one)  # a whole before its parts
        self._look_at_encounters(kinds["Encounter"])
        takers = {
            "Patient": self._patient,
            "AllergyIntolerance": self._allergy,
            "Encounter": self._encounter,
            "Condition": self._condition,
            "Observation": self._observation,
            "MedicationRequest": self._medicine,
            "Procedure": self._procedure,
            "ServiceRequest": self._request,
        }
        assert set(takers) == set(TAKEN)  # noqa: S101 - the index reads again what is taken here
        for kind, take in takers.items():
            for resource in kinds[kind]:
                try:
                    take(resource)
                except NotTakenError as reason:
                    self.tally.left(kind, bundle.name(resource), reason.code, **reason.params)
        self._write_deaths()
        for patient in self.patients.values():
            self._without_what_is_wrong(patient)
        for visit in self.visits.values():
            write_entries(visit)

    def _look_at_encounters(self, encounters: list[Resource]) -> None:
        for each in encounters:
            patient = self._bundle.find(each.get("subject"), "Patient")
            day = day_of(text(each.get("period"), "start"))
            if patient is not None and day:
                self._first_day[id(patient)] = min(day, self._first_day.get(id(patient), day))
            for place, listed in enumerate(items(each, "diagnosis")):
                condition = self._bundle.find(listed.get("condition"), "Condition")
                if condition is not None:
                    rank = listed.get("rank")
                    self._ranks[id(condition)] = (each, rank if isinstance(rank, int) else place + 1)

    # patients --------------------------------------------------------------------------------------------

    def _patient(self, patient: Resource) -> None:
        if patient.get("active") is False:
            raise NotTakenError("fhir.not_active")
        names = sorted(items(patient, "name"), key=lambda one: text(one, "use") not in ("official", "usual"))
        name = names[0] if names else {}
        said = name.get("given")
        words = [one for one in said if isinstance(one, str)] if isinstance(said, list) else []
        given = [_DIGITS.sub("", one.strip()) for one in words]
        address = (items(patient, "address") or [{}])[0]
        sex = _SEXES.get(text(patient, "gender"))
        if sex is None:
            raise NotTakenError("fhir.sex_missing")
        born, estimated = self._born(patient)
        cells = {
            "first_name": given[0] if given else "",
            "middle_name": " ".join(given[1:]),
            "last_name": _DIGITS.sub("", text(name, "family")),
            "sex": sex,
            "birth_date": born,
            "birth_date_estimated": "yes" if estimated else "no",
            "phone": next(
                (text(one, "value") for one in items(patient, "telecom") if one.get("system") == "phone"), ""
            ),
            "village": text(address, "city"),
            "region": text(address, "state"),
            "council": text(address, "district"),
            "nida": _identifier(patient, "nida"),
            "insurance_number": _identifier(patient, "insurance"),
        }
        if not cells["first_name"] or not cells["last_name"]:
            raise NotTakenError("fhir.name_missing")
        own = one_spelling(self._bundle.source_id(patient).strip())
        if not self._seen.is_new("Patient", own):
            raise NotTakenError("fhir.repeated")
        self._patient_of[id(patient)] = own
        self.patients[own] = Gathered({"patient_id": own, **cells}, self._bundle.name(patient), [patient])
        try:
            death = death_of(patient)
        except NotTakenError as reason:
            self.tally.left("Patient.deceased", self._bundle.name(patient), reason.code, **reason.params)
        else:
            if death is not None:
                self._deaths[own] = death

    def _born(self, patient: Resource) -> tuple[str, bool]:
        """The birth date, and whether it is the middle of a month or year that alone is known."""
        said = text(patient, "birthDate")
        try:
            if re.fullmatch(r"\d{4}(-\d\d)?", said):
                year, month = int(said[:4]), int(said[5:7] or 0)
                first = date(year, month or 1, 1)
                last = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
                seen = date.fromisoformat(self._first_day.get(id(patient), self._today.isoformat()))
                last = max(first, min(last, seen, self._today))  # nobody is seen before being born
                return (first + timedelta(days=(last - first).days // 2)).isoformat(), True
            return date.fromisoformat(said).isoformat(), False
        except ValueError:
            raise NotTakenError("fhir.birth_date_missing") from None

    def _allergy(self, allergy: Resource) -> None:
        if has_code(allergy, "verificationStatus", "entered-in-error", "refuted"):
            raise NotTakenError("fhir.entered_in_error")
        if has_code(allergy, "clinicalStatus", "inactive", "resolved") or has_code(
            allergy, "code", "716186003"
        ):
            raise NotTakenError("fhir.no_place")
        line = self._line_of_patient(allergy, "patient")
        concept = allergy.get("code")
        said = text(concept, "text") or next(
            (text(one, "display") for one in items(concept, "coding") if text(one, "display")), ""
        )
        if not said:
            raise NotTakenError("fhir.no_value")
        have = line.cells.get("allergies", "")
        line.cells["allergies"] = ";".join(filter(None, (have, write_words((said,)))))
        line.parts.append(allergy)

    def _line_of_patient(self, resource: Resource, name: str) -> Gathered:
        patient = self._bundle.find(resource.get(name), "Patient")
        if patient is None:
            raise NotTakenError("fhir.reference_missing", reference=_reference(resource, name))
        if id(patient) not in self._patient_of:
            raise NotTakenError("fhir.patient_left")
        return self.patients[self._patient_of[id(patient)]]

    def _without_what_is_wrong(self, line: Gathered) -> None:
        """Leave a telephone or village that the rules refuse, rather than the person."""
        for _ in _MAY_LACK:
            try:
                cells = Cells(line.cells)
                read_death(cells, read_patient(cells, today=self._today)[1], today=self._today)
            except ValidationError as problem:
                if problem.field not in _MAY_LACK or not line.cells.get(problem.field):
                    return  # the import itself refuses it
                del line.cells[problem.field]
                self.tally.left(f"Patient.{problem.field}", line.name, problem.code, **problem.params)
            else:
                return

    # visits ----------------------------------------------------------------------------------------------

    def _encounter(self, encounter: Resource) -> None:
        whole = self._whole(encounter)
        if whole is not encounter:  # OpenMRS tells a visit, and what was done in it as its parts
            if id(whole) not in self._visit_of:
                raise NotTakenError("fhir.visit_left")
            self.visits[self._visit_of[id(whole)]].parts.append(encounter)
            return
        status = text(encounter, "status")
        if status == "entered-in-error":
            raise NotTakenError("fhir.entered_in_error")
        if status not in _STATUSES:
            raise NotTakenError("fhir.not_finished", status=status)
        if text(encounter.get("class"), "code") not in _OUTPATIENT:
            raise NotTakenError("fhir.not_outpatient", said=text(encounter.get("class"), "code"))
        patient = self._line_of_patient(encounter, "subject")
        day = day_of(text(encounter.get("period"), "start"))
        if not day:
            raise NotTakenError("fhir.no_date")
        own = one_spelling(self._bundle.source_id(encounter).strip())
        if not self._seen.is_new("Encounter", own):
            raise NotTakenError("fhir.repeated")
        said = {name: patient.cells[name] for name in ("patient_id", "first_name", "last_name", "sex")}
        cells = {
            "visit_id": own,
            **said,
            "birth_date": patient.cells["birth_date"],
            "visit_date": day,
            "complaint": "; ".join(
                text(one, "text") for one in items(encounter, "reasonCode") if text(one, "text")
            ),
            **own_words(encounter),
            **outcome_of(encounter),
        }
        self._visit_of[id(encounter)] = own
        self.visits[own] = Gathered(cells, self._bundle.name(encounter), [encounter])

    def _whole(self, encounter: Resource) -> Resource:
        """The visit that an encounter is part of, or itself."""
        for _ in range(5):  # parts of each other must not go round for ever
            above = self._bundle.find(encounter.get("partOf"), "Encounter")
            if above is None or above is encounter:
                break
            encounter = above
        return encounter

    def _line_of_visit(self, resource: Resource) -> Gathered:
        encounter = self._bundle.find(resource.get("encounter"), "Encounter")
        if encounter is None and id(resource) in self._ranks:
            encounter = self._ranks[id(resource)][0]
        if encounter is None:
            told = _reference(resource, "encounter")
            raise (
                NotTakenError("fhir.reference_missing", reference=told)
                if told
                else NotTakenError("fhir.no_visit")
            )
        encounter = self._whole(encounter)
        if id(encounter) not in self._visit_of:
            raise NotTakenError("fhir.visit_left")
        patient = self._bundle.find(resource.get("subject"), "Patient")
        line = self.visits[self._visit_of[id(encounter)]]
        if patient is not None and self._patient_of.get(id(patient)) != line.cells["patient_id"]:
            raise NotTakenError("fhir.other_patient")
        return line

    def _condition(self, condition: Resource) -> None:
        entry, line = diagnosis(condition), self._line_of_visit(condition)
        if any(entry.icd10 == other.icd10 and entry.concept == other.concept for _, other in line.diagnoses):
            raise NotTakenError("fhir.repeated")
        rank = self._ranks[id(condition)][1] if id(condition) in self._ranks else 1000
        line.diagnoses.append((rank, entry))
        self._seen.mapped += is_mapped(condition, entry)
        line.parts.append(condition)

    def _observation(self, observation: Resource) -> None:
        if text(observation, "status") in ("entered-in-error", "cancelled"):
            raise NotTakenError("fhir.entered_in_error")
        cause = cause_of_death(observation)
        if cause is not None:
            self._cause(observation, *cause)
            return
        cells, test = vital_signs(observation) or pregnancy(observation), None
        if cells is None:
            test = laboratory(observation)
            if test is None:
                raise NotTakenError("fhir.code_unknown", said=_code(observation))
        line = self._line_of_visit(observation)
        if test is not None:
            if any(test.test == other.test for other in line.tests):
                raise NotTakenError("fhir.repeated")
            line.tests.append(test)
        for name, cell in (cells or {}).items():
            if line.cells.get(name, cell) != cell:
                raise NotTakenError("fhir.repeated")
        line.cells.update(cells or {})
        line.parts.append(observation)

    def _medicine(self, request: Resource) -> None:
        medication = self._bundle.find(request.get("medicationReference"), "Medication")
        entry, line = prescription(request, medication), self._line_of_visit(request)
        line.prescriptions.append(entry)
        line.parts.append(request)

    # what was done and how it ended ------------------------------------------------------------------------

    def _procedure(self, procedure: Resource) -> None:
        code, line = procedure_code(procedure), self._line_of_visit(procedure)
        if code in line.procedures:
            raise NotTakenError("fhir.repeated")
        line.procedures.append(code)
        line.parts.append(procedure)

    def _request(self, request: Resource) -> None:
        told = referral(request)
        if told is None:  # an order of the laboratory is kept by what came of it
            test = laboratory(
                {"resourceType": "Observation", "code": request.get("code"), "status": "registered"}
            )
            line = self._line_of_visit(request)
            if test is None:
                raise NotTakenError("fhir.code_unknown", said=_code(request))
            if all(test.test != other.test for other in line.tests):
                raise NotTakenError("fhir.no_result")
            line.parts.append(request)
            return
        where, entry = told
        line = self._line_of_visit(request)
        if line.cells.get("referred_to") or line.cells.get("outcome") == "died":
            raise NotTakenError("fhir.repeated")
        line.cells["outcome"] = "referred"
        line.cells["referred_to"] = where
        line.cells["referral"] = write_entry(entry)
        line.parts.append(request)

    def _cause(self, observation: Resource, which: str, cause: CauseEntry) -> None:
        line = self._line_of_patient(observation, "subject")
        death = self._deaths.get(line.cells["patient_id"])
        if death is None or getattr(death, which) is not None:
            raise NotTakenError("fhir.repeated" if death is not None else "fhir.death_no_date")
        told = replace(death, immediate=cause) if which == "immediate" else replace(death, underlying=cause)
        self._deaths[line.cells["patient_id"]] = told
        line.parts.append(observation)

    def _write_deaths(self) -> None:
        """Write a death with the visit that it ended, else with the patient."""
        ended = {
            visit.cells["patient_id"]: visit
            for visit in self.visits.values()
            if visit.cells.get("outcome") == "died"
        }
        for own, death in self._deaths.items():
            visit = ended.get(own)
            if visit is not None:
                visit.cells["death"] = write_entry(replace(death, place="here"))
            else:
                self.patients[own].cells["death"] = write_entry(death)


def _identifier(patient: Resource, name: str) -> str:
    wanted = system(name)
    return next(
        (text(one, "value") for one in items(patient, "identifier") if one.get("system") == wanted), ""
    )


def _reference(resource: Resource, name: str) -> str:
    return text(resource.get(name), "reference")[:80]


def _code(observation: Resource) -> str:
    found = [f"{each}|{code}" for each, code in codings(observation, "code") if code]
    return (found[0] if found else text(observation.get("code"), "text"))[:80]
