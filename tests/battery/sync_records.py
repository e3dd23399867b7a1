"""A facility that sends patients' records to the HDU and to a FHIR server, and what those must have."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sync_site import FAULTS, FURTHER, SLOW, Power, Site

from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitForm, VitalsEntry

TODAY = date(2026, 11, 18)
CODES = ("B54", "A09.0", "J06.9", "J18.9", "N39.0", "B24", "L02")
KEPT_BACK = {"B24"}  # marked: never goes to a target unless somebody decides so
_LETTERS = str.maketrans("0123456789", "abcdefghij")  # nobody is called N4


@dataclass
class Person:
    id: Any
    number: str


@dataclass
class Seen:
    """A visit as it was typed last."""

    id: Any
    who: int
    mark: int  # of the newest version: every saving gets the next one
    codes: tuple[str, ...]
    void: bool = False


@dataclass
class Typed:
    """Everything that was typed: the oracle."""

    people: list[Person] = field(default_factory=list)
    visits: list[Seen] = field(default_factory=list)
    merged: dict[int, tuple[int, Any]] = field(default_factory=dict)  # who -> (into whom, id of the merge)

    def survivor(self, who: int) -> Person:
        while who in self.merged:
            who = self.merged[who][0]
        return self.people[who]


class RecordsSite(Site):
    kinds = ("fhir", "hdu")

    def __init__(self, template: Path, power: Power) -> None:
        self.typed = Typed()
        self.marks = 0
        self.there: dict[tuple[str, str], int] = {}  # target, visit -> newest mark that it had
        self.banned: str | None = None
        super().__init__(template, power)
        self.servers["fhir"].on_write = self._fhir_keeps
        self.servers["hdu"].on_write = self._hdu_keeps

    def _fhir_keeps(self, resource: dict[str, Any]) -> None:
        if resource["resourceType"] == "Encounter" and resource.get("reasonCode"):
            self._kept("fhir", resource["identifier"][0]["value"], resource["reasonCode"][0]["text"])

    def _hdu_keeps(self, record: dict[str, Any]) -> None:
        told = (record.get("clinicalInformation") or {}).get("chiefComplains") or _find(record)
        if told:
            self._kept("hdu", record["visitDetails"]["id"].removeprefix("101168-3-"), told[0])

    def _kept(self, kind: str, visit: str, text: str) -> None:
        mark, before = int(text.rsplit(" ", 1)[1]), self.there.get((kind, visit), 0)
        if mark < before:
            self.fail(f"{kind}: version {mark} of a visit went over version {before}")
        self.there[kind, visit] = max(mark, before)

    # --- what happens ------------------------------------------------------------------------------------

    def register(self) -> None:
        assert self.clinic is not None
        name = f"N{len(self.typed.people)}".translate(_LETTERS)
        form = PatientForm(
            id=new_id(), first_name=name, last_name="Mushi", sex="F", birth_date=date(1994, 3, 8)
        )
        row = self.clinic.patients.register(form).value
        self.typed.people.append(Person(row.id, row.number))

    def see(self, who: int, codes: tuple[str, ...], *, tested: bool) -> None:
        """A visit of one who is not merged away."""
        assert self.clinic is not None
        self.marks += 1
        form = VisitForm(
            id=new_id(),
            patient_id=self.typed.people[who].id,
            visit_date=TODAY,
            vitals=VitalsEntry(temperature_c=38.4, weight_kg=61),
            complaint=f"Homa toleo {self.marks}",
            diagnoses=tuple(DiagnosisEntry(icd10=code) for code in codes),
            tests=(LabEntry(test="mrdt", result="negative"),) if tested else (),
        )
        self.clinic.visits.save(form)
        self.typed.visits.append(Seen(form.id, who, self.marks, codes))

    def correct(self, which: int, codes: tuple[str, ...]) -> None:
        assert self.clinic is not None
        seen = self.typed.visits[which]
        now = self.clinic.visits.get(seen.id)
        self.marks += 1
        self.clinic.visits.save(
            replace(
                now.form,
                expected_version=now.version,
                findings=(),
                complaint=f"Homa toleo {self.marks}",
                diagnoses=tuple(DiagnosisEntry(icd10=code) for code in codes),
            )
        )
        seen.mark, seen.codes = self.marks, codes

    def void(self, which: int) -> None:
        assert self.clinic is not None
        self.clinic.visits.void(self.typed.visits[which].id, reason="Kosa")
        self.typed.visits[which].void = True

    def merge(self, kept: int, other: int) -> None:
        assert self.clinic is not None
        people = self.typed.people
        done = self.clinic.merging.merge(people[kept].id, people[other].id).value
        self.typed.merged[other] = (kept, done.id)

    def unmerge(self) -> None:
        """The newest merge is undone."""
        assert self.clinic is not None
        _, (_, merge_id) = self.typed.merged.popitem()
        self.clinic.merging.undo_merge(merge_id)

    def refuse_for_a_while(self, code: str) -> None:
        self.banned = None if self.banned else code
        banned = self.banned
        self.servers["fhir"].check = (lambda each: "no" if banned in str(each) else None) if banned else None

    def undo_refusals(self) -> None:
        self.banned = self.servers["fhir"].check = None

    @property
    def open_visits(self) -> list[int]:
        return [place for place, each in enumerate(self.typed.visits) if not each.void]

    @property
    def apart(self) -> list[int]:
        return [who for who in range(len(self.typed.people)) if who not in self.typed.merged]

    # --- the oracle against the servers -------------------------------------------------------------------

    def compare(self) -> None:
        fhir, hdu = self.servers["fhir"], self.servers["hdu"]
        for kind, there in fhir.resources.items():
            values = [each["identifier"][0]["value"] for each in there.values() if each.get("identifier")]
            if len(set(values)) != len(values):
                self.fail(f"fhir: a second {kind} of the same thing")
        encounters = fhir.live("Encounter")
        patients = {each["id"]: each for each in fhir.all("Patient")}
        holding = {str(each.id): each for each in self.judged() if not each.void}
        self._same_visits("fhir", set(encounters), set(holding))
        alive = {own for own, each in hdu.visits.items() if not each["visitDetails"]["disabled"]}
        self._same_visits("hdu", {each.removeprefix("101168-3-") for each in alive}, set(holding))
        told: dict[str, set[str]] = {own: set() for own in encounters}
        own_id = {each["id"]: value for value, each in encounters.items()}
        for condition in fhir.live("Condition").values():
            own = own_id.get((condition.get("encounter") or {}).get("reference", "/").partition("/")[2])
            if own is not None:
                told[own].add(condition["code"]["coding"][0]["code"])
        for own, seen in holding.items():
            person, codes = self.typed.survivor(seen.who), set(seen.codes) - KEPT_BACK
            marked = codes != set(seen.codes)  # then what was written freely stays here as well
            if own in encounters:
                text = (encounters[own].get("reasonCode") or [{"text": None}])[0]["text"]
                subject = patients[encounters[own]["subject"]["reference"].partition("/")[2]]
                if text != (None if marked else f"Homa toleo {seen.mark}"):
                    self.fail(f"fhir: a visit stands as '{text}', version {seen.mark} is the newest")
                if told[own] != codes:
                    self.fail(f"fhir: a visit has {sorted(told[own])}, not {sorted(codes)}")
                if subject["identifier"][0]["value"] != person.number or not subject["active"]:
                    self.fail("fhir: a visit stands under another patient")
            there = hdu.visits.get(f"101168-3-{own}")
            if there is not None:
                found = {each["diagnosisCode"] for each in there["diagnosisDetails"]}
                if found != codes:
                    self.fail(f"hdu: a visit has {sorted(found)}, not {sorted(codes)}")
                if not marked and self.there.get(("hdu", own)) != seen.mark:
                    self.fail(f"hdu: a visit has version {self.there.get(('hdu', own))}, not {seen.mark}")
                if there["mrn"] != person.number.replace("/", "-"):
                    self.fail("hdu: a visit stands under another patient")

    def judged(self) -> list[Seen]:
        """The visits that the servers must have as they were typed last."""
        return self.typed.visits

    def unknown(self) -> set[str]:
        """Visits of which nothing is said."""
        return set()

    def _same_visits(self, kind: str, there: set[str], wanted: set[str]) -> None:
        there -= self.unknown()
        if there - wanted:
            self.fail(f"{kind}: {len(there - wanted)} visits too many")
        if wanted - there:
            self.fail(f"{kind}: {len(wanted - there)} visits missing")


def _find(record: Any) -> list[str]:
    """The complaints of a record, wherever the template keeps them."""
    if isinstance(record, dict):
        if isinstance(record.get("chiefComplains"), list):
            return list(record["chiefComplains"])
        return next((found for each in record.values() if (found := _find(each))), [])
    if isinstance(record, list):
        return next((found for each in record if (found := _find(each))), [])
    return []


def begin(site: RecordsSite, people: int = 8) -> None:
    for _ in range(people):
        site.register()


def step(site: RecordsSite, draw: random.Random) -> None:
    """One thing that happens."""
    what, codes = draw.random(), tuple(draw.sample(CODES, draw.randint(1, 3)))
    if what < 0.16:
        site.see(draw.choice(site.apart), codes, tested=draw.random() < 0.5)
    elif what < 0.28:
        if site.open_visits:
            site.correct(draw.choice(site.open_visits), codes)
    elif what < 0.31:
        if site.open_visits:
            site.void(draw.choice(site.open_visits))
    elif what < 0.34:
        if len(site.apart) > 3:
            site.merge(*draw.sample(site.apart, 2))
    elif what < 0.36:
        if site.typed.merged:
            site.unmerge()
    elif what < 0.60:
        kind = draw.choice(site.kinds)
        fault = SLOW if draw.random() < 0.01 else draw.choice((*FAULTS, *FURTHER[kind]))
        method = None if draw.random() < 0.1 else "POST"
        site.fault(kind, fault, draw.randint(1, 20), method=method)
    elif what < 0.61:
        site.refuse_for_a_while(draw.choice(CODES))
    elif what < 0.62:
        site.servers[draw.choice(site.kinds)].largest_body = draw.choice([None, None, 1500, 4000])
    elif what < 0.70:
        site.die(draw.randint(0, 14), eager=draw.random() < 0.3)
    elif what < 0.76:
        site.give_credentials()
    elif what < 0.80:
        site.press_retry()
    else:
        site.some_passes(draw)
