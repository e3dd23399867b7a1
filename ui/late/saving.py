"""Saves a paper visit, after a look at what the checks say of its medicines."""

from __future__ import annotations

from dataclasses import replace

from emr_desktop.changes import Written
from emr_desktop.clinic import Clinic
from emr_desktop.patients.rows import PatientForm
from emr_desktop.prescribing.rows import Finding
from emr_desktop.visits.rows import VisitForm, VisitRow
from ui.late.given import answers_to


def save_sheet(
    clinic: Clinic, form: VisitForm, *, newcomer: PatientForm | None, given: frozenset[str]
) -> Written[VisitRow] | tuple[Finding, ...]:
    """Save the sheet, with a newcomer registered first; or give the findings to show and save nothing.

    Args:
        clinic: where.
        form: the visit; its patient counts only without a newcomer.
        newcomer: who is not in the record yet.
        given: keys of the serious findings a person has seen: the medicine was given all the same.

    Raises:
        EmrError: as ``PatientService.register`` and ``VisitService.save``.
    """
    found = clinic.prescribing.look_at(form, newcomer=newcomer)
    if any(one.needs_reason and one.key not in given for one in found):
        return found
    if newcomer is not None:
        form = replace(form, patient_id=clinic.patients.register(newcomer).value.id)
    return clinic.visits.save(replace(form, findings=answers_to(found)))
