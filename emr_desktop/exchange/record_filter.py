"""Takes out of a record what must not leave the building: HIV, violence and mental health.

A mark hides more than the line that carries it. Free words of a marked visit may tell what its codes do not,
medicines of some groups and some exemptions give an illness away by themselves, and a sensitive cause of
death stands in its words as well. So all of these go with the mark.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop.exchange.record import PatientRecord, VisitRecord
from emr_desktop.reference.catalogue import is_sensitive, lab_tests, medicines
from emr_desktop.visits.ending_rows import DeathEntry
from emr_desktop.visits.rows import VisitForm

_WORDS = ("complaint", "history", "examination", "advice")


def without_sensitive(record: VisitRecord) -> VisitRecord:
    """Give a visit without what is marked; ``kept_back`` names the groups of fields it was taken from."""
    form, gone = record.visit.form, set(record.kept_back)
    told = _visible_form(record, form, gone)
    orders = tuple(
        replace(order, parts=tuple(part for part in order.parts if not part.sensitive))
        for order in record.orders
        if not order.sensitive and not _is_marked_test(order.test)
    )
    if orders != record.orders:
        gone.add("tests")
    cases = tuple(each for each in record.cases if each.icd10 is None or not is_sensitive(each.icd10, None))
    if cases != record.cases:
        gone.add("notification")
    counter = record.counter_referral
    if counter is not None and record.sensitive:
        counter = None
        gone.add("referral")
    if record.sensitive:
        wordless = tuple(replace(order, remark=None) for order in orders)
        if wordless != orders:
            orders = wordless
            gone.add("tests")
        silent = tuple(replace(each, exposure=None, symptoms=None, action=None) for each in cases)
        if silent != cases:
            cases = silent
            gone.add("notification")
    patient = patient_without_sensitive(record.patient)
    if patient.problems != record.patient.problems:
        gone.add("problems")
    return replace(
        record,
        visit=replace(record.visit, form=told, patient=patient.patient),
        patient=patient,
        orders=orders,
        cases=cases,
        counter_referral=counter,
        sensitive=False,  # a mark on what is left would tell of what is gone
        kept_back=frozenset(gone),
    )


def patient_without_sensitive(record: PatientRecord) -> PatientRecord:
    """Give a patient without the illnesses that are marked."""
    return replace(record, problems=tuple(problem for problem in record.problems if not problem.sensitive))


def _visible_form(record: VisitRecord, form: VisitForm, gone: set[str]) -> VisitForm:
    diagnoses = tuple(each for each in form.diagnoses if not is_sensitive(each.icd10, each.concept))
    tests = tuple(each for each in form.tests if not _is_marked_test(each.test))
    ordered = tuple(
        each for each in form.prescriptions if not _is_telling(each.medicine, marked=record.sensitive)
    )
    death = _visible_death(form.death)
    for name, before, after in (
        ("diagnoses", form.diagnoses, diagnoses),
        ("tests", form.tests, tests),
        ("medicines", form.prescriptions, ordered),
        ("death", form.death, death),
    ):
        if before != after:
            gone.add(name)
    told = replace(form, diagnoses=diagnoses, tests=tests, prescriptions=ordered, death=death)
    exemptions = _telling()["exemptions"]
    if told.exemption in exemptions["always"] or (
        record.sensitive and told.exemption in exemptions["in_marked_visits"]
    ):
        told = replace(told, exemption=None)
        gone.add("payer")
    marked = record.sensitive or bool(gone & {"diagnoses", "tests", "medicines", "death"})
    if not marked:
        return told
    if any(getattr(told, name) for name in _WORDS):
        told = replace(told, complaint=None, history=None, examination=None, advice=None)
        gone.add("notes")
    if told.referral is not None:
        told = replace(
            told, referral=replace(told.referral, reason=None, summary=None, treatment=None, unit=None)
        )
        gone.add("referral")
    if told.referred_in is not None and told.referred_in.reason:
        told = replace(told, referred_in=replace(told.referred_in, reason=None))
        gone.add("referral")
    if told.death is not None and (told.death.cause_words or told.death.told_by):
        told = replace(told, death=replace(told.death, cause_words=None, told_by=None))
        gone.add("death")
    if told.follow_up is not None and told.follow_up.note:
        told = replace(told, follow_up=replace(told.follow_up, note=None))
        gone.add("notes")
    if any(each.instructions for each in told.prescriptions):
        told = replace(
            told, prescriptions=tuple(replace(each, instructions=None) for each in told.prescriptions)
        )
        gone.add("notes")
    return told


def _visible_death(death: DeathEntry | None) -> DeathEntry | None:
    if death is None:
        return None
    causes = [cause for cause in (death.immediate, death.underlying) if cause is not None]
    if not any(is_sensitive(cause.icd10, cause.concept) for cause in causes):
        return death
    return replace(death, immediate=None, underlying=None, cause_words=None)


def _is_marked_test(code: str) -> bool:
    known = lab_tests().get(code)
    return known is not None and known.sensitive


def _is_telling(medicine: str, *, marked: bool) -> bool:
    known, told = medicines().get(medicine), _telling()["medicines"]
    if medicine in told["always"]:
        return True
    if known is None:
        return False
    return known.group in told["groups_always"] or (marked and known.group in told["groups_in_marked_visits"])


@cache
def _telling() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "telling.toml").read_text(encoding="utf-8"))
