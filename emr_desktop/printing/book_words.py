"""A line of a book in words, cell by cell; paper, screen and files show the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from emr_desktop.clock import local
from emr_desktop.deaths.rows import DeathRow
from emr_desktop.laboratory.rows import RegisterLine as LabLine
from emr_desktop.languages import either
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.age import age_words
from emr_desktop.printing.book_columns import books
from emr_desktop.printing.lab_words import lab_remarks, lab_result
from emr_desktop.printing.lab_words import test_name as lab_test_name
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.care import care_name
from emr_desktop.reference.catalogue import (
    answer_name,
    diagnosis_name,
    exemptions,
    lab_tests,
    medicines,
    payers,
)
from emr_desktop.reference.notifiable import conditions
from emr_desktop.registers.rows import BookLine, SeenVisit, SentOn
from emr_desktop.surveillance.rows import NotificationRow
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm


@dataclass(frozen=True)
class BookWords:
    """One line in words: a cell for each column of its book, and what it adds to the tallies of the page."""

    on: date
    cells: tuple[str, ...]  # answers of one cell under each other
    tally: frozenset[str]


def line_words(book: str, line: BookLine, *, language: str, facility_code: str) -> BookWords:
    """Tell a line.

    Args:
        book: a key of ``BOOKS``.
        line: of that book.
        language: ``sw`` or ``en``.
        facility_code: whose numbers are told without it.
    """
    texts = Texts("register", language)
    columns = [column.code for column in books()[book].columns]
    told = {"number": str(line.number), "date": _day(line.on)}
    tally = {"lines"}
    if line.hidden:
        told["name"] = texts("hidden")
    else:
        told |= _said(line, texts, language, facility_code)
    # The star and whether the problem is new say nothing of why somebody came: the sums stay whole.
    if isinstance(line.said, SeenVisit):
        if line.said.form.new_this_year:
            told["star"] = "*"
            tally.add("first")
        tally.add("new" if line.said.form.new_problem else "again")
    return BookWords(line.on, tuple(told.get(code, "") for code in columns), frozenset(tally))


def _said(line: BookLine, texts: Texts, language: str, facility_code: str) -> dict[str, str]:
    said = line.said
    if isinstance(said, SeenVisit):
        return _opd(said, line.on, texts, language)
    if isinstance(said, SentOn):
        return _referral(said, line.on, texts, language)
    if isinstance(said, DeathRow):
        return _death(said, language, facility_code)
    if isinstance(said, LabLine):
        return _test(said, language, facility_code)
    return _notification(said, language)


def _person(patient: PatientRow, on: date, texts: Texts, language: str, sex: str) -> dict[str, str]:
    estimated = patient.birth_precision in ("age", "year")
    return {
        "name": patient.full_name,
        "home": patient.village or patient.ward or "",
        "age": age_words(patient.birth_date, on, language=language, estimated=estimated),
        "sex": texts("male") if sex == "M" else texts("female"),
    }


def _opd(seen: SeenVisit, on: date, texts: Texts, language: str) -> dict[str, str]:
    form = seen.form
    tests, results = _tests(form, texts, language)
    payer = payers().get(form.payer)
    paid = form.payer if payer is None else either(language, payer.name_sw, payer.name_en)
    exemption = exemptions().get(form.exemption or "")
    if exemption is not None:
        paid = f"{paid}: {exemption.name_sw if language == 'sw' else exemption.name_en}"
    outcome = answer_name("outcome", form.outcome, language=language)
    if form.referred_to:
        outcome = f"{outcome}: {form.referred_to}"
    return _person(seen.patient, on, texts, language, seen.sex) | {
        "weight": _number(form.vitals.weight_kg),
        "height": _number(form.vitals.height_cm),
        "tests": tests,
        "results": results,
        "diagnosis": diagnoses(form, texts, language),
        "treatment": treatment(form),
        "outcome": outcome,
        "payer": paid,
    }


def diagnoses(form: VisitForm, texts: Texts, language: str) -> str:
    """The diagnoses in words, each on its line; a provisional one has its question mark in words."""

    def told(entry: DiagnosisEntry) -> str:
        name = diagnosis_name(entry.icd10, entry.concept, language=language)
        return f"{name} ({texts('provisional')})" if entry.certainty == "provisional" else name

    return "\n".join(told(entry) for entry in form.diagnoses)


def treatment(form: VisitForm) -> str:
    """The medicines, each on its line: dose × times a day × days."""
    known, told = medicines(), []
    for entry in form.prescriptions:
        medicine = known.get(entry.medicine)
        name = entry.medicine if medicine is None else f"{medicine.name} {medicine.strength}".strip()
        told.append(f"{name} {entry.dose:g}×{entry.per_day}×{entry.days}")
    return "\n".join(told)


def _tests(form: VisitForm, texts: Texts, language: str) -> tuple[str, str]:
    known = lab_tests()
    names, results = [], []
    for entry in form.tests:
        test = known.get(entry.test)
        names.append(lab_test_name(entry.test, language=language))
        if entry.result is None:
            results.append(texts("waits"))
        elif test is not None and test.kind == "choice":
            results.append(answer_name("result", entry.result, language=language))
        else:
            unit = f" {test.unit}" if test is not None and test.unit else ""
            results.append(f"{entry.result}{unit}")
    return "\n".join(names), "\n".join(results)


def _referral(sent: SentOn, on: date, texts: Texts, language: str) -> dict[str, str]:
    row, form = sent.referral, sent.seen.form
    entry = row.entry
    answer = row.counter
    return _person(row.patient, on, texts, language, sent.seen.sex) | {
        "letter": row.number or "",
        "diagnosis": diagnoses(form, texts, language),
        "treatment": "\n".join(
            part for part in (entry.treatment if entry is not None else None, treatment(form)) if part
        ),
        "reason": "" if entry is None else entry.reason or "",
        "sent_to": ", ".join(part for part in (row.sent_to, entry.unit if entry else None) if part),
        "urgency": "" if entry is None else care_name("urgency", entry.urgency, language=language),
        "arrived": _day(row.arrived_on),
        "answer": ""
        if answer is None
        else "\n".join(part for part in (_day(answer.seen_on), answer.diagnosis, answer.advice) if part),
    }


def _death(row: DeathRow, language: str, facility_code: str) -> dict[str, str]:
    entry, texts = row.entry, Texts("register", language)

    def cause(one: object) -> str:
        icd10, concept = getattr(one, "icd10", None), getattr(one, "concept", None)
        return "" if icd10 is None else f"{diagnosis_name(icd10, concept, language=language)} [{icd10}]"

    return _person(row.patient, entry.died_on, texts, language, row.patient.sex) | {
        "date": f"{_day(entry.died_on)} {entry.died_at or ''}".strip(),
        "patient_number": short_number(row.patient.number, facility_code),
        "place": care_name("death_place", entry.place, language=language),
        "immediate": cause(entry.immediate),
        "underlying": cause(entry.underlying),
        "words": entry.cause_words or "",
        "told_by": entry.told_by or "",
        "notified": ", ".join(part for part in (entry.notified_to, _day(entry.notified_on)) if part),
    }


def _test(row: LabLine, language: str, facility_code: str) -> dict[str, str]:
    texts = Texts("register", language)
    by = " / ".join(part for part in (row.done_by, row.validated_by) if part)
    return _person(row.patient, row.on, texts, language, row.patient.sex) | {
        "patient_number": short_number(row.patient.number, facility_code),
        "requested_by": row.ordered_by or "",
        "specimen": answer_name("specimen", row.specimen or "", language=language),
        "test": lab_test_name(row.test, language=language),
        "result": lab_result(row, language=language),
        "by": by,
        "remarks": lab_remarks(row, language=language),
    }


def _notification(row: NotificationRow, language: str) -> dict[str, str]:
    form, texts = row.form, Texts("register", language)
    list_texts, forms = Texts("notification_list", language), Texts("case_form", language)
    condition = conditions().get(form.condition)
    told = list_texts("to_phone")
    if row.kind == "not_a_case":
        told = list_texts("not_a_case", reason=row.reason or "")
    elif row.phoned_at is not None:
        told = f"{row.phoned_to}, {local(row.phoned_at):%d/%m/%Y %H:%M}"
    doses = "" if form.doses is None else f" ({form.doses})"
    return _person(row.patient, form.seen_on, texts, language, row.sex) | {
        "letter": row.number or "-",
        "condition": form.condition if condition is None else condition.name(language),
        "home": ", ".join(part for part in (form.village, form.ward) if part),
        "onset": _day(form.onset_on),
        "vaccinated": forms(f"vaccinated_{form.vaccinated}") + doses,
        "specimen": f"{form.specimen or forms('specimen_none')} {_day(form.specimen_on)}".strip(),
        "outcome": forms(f"outcome_{form.outcome}"),
        "told": told,
    }


def short_number(number: str, facility_code: str) -> str:
    """A patient number without the facility's own code, which stands in the head of the page."""
    return number.removeprefix(f"{facility_code}/")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _day(value: date | None) -> str:
    return "" if value is None else f"{value:%d/%m/%Y}"
