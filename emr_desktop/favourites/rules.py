"""What a usual treatment must say, and how its lines are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from emr_desktop.errors import ValidationError
from emr_desktop.favourites.rows import UsualForm, UsualLine
from emr_desktop.prescribing.shorthand import read_shorthand
from emr_desktop.reference.catalogue import concepts, icd10_title, lab_tests, medicines
from emr_desktop.reference.folding import fold

LONGEST_NAME, LONGEST_ADVICE, MOST_LINES = 60, 300, 10


def cleaned(form: UsualForm) -> UsualForm:
    """Take blanks away; an empty text is none."""
    return replace(
        form,
        name=" ".join(form.name.split()),
        icd10=form.icd10.strip().upper(),
        advice=" ".join((form.advice or "").split()) or None,
        lines=tuple(
            UsualLine(medicine=line.medicine.strip(), order=" ".join(line.order.split()))
            for line in form.lines
        ),
    )


def problems(form: UsualForm, others: Iterable[UsualForm]) -> Iterator[ValidationError]:
    """Everything that keeps a cleaned form from being saved.

    Args:
        form: the usual treatment.
        others: those of the facility, this one left out or not.
    """
    if not form.name:
        yield ValidationError("name", "favourite.name_missing")
    elif len(form.name) > LONGEST_NAME:
        yield ValidationError("name", "visit.text_too_long", longest=LONGEST_NAME)
    elif any(fold(other.name) == fold(form.name) and other.id != form.id for other in others):
        yield ValidationError("name", "favourite.name_taken", name=form.name)
    if not form.icd10:
        yield ValidationError("icd10", "favourite.diagnosis_missing")
    elif icd10_title(form.icd10) is None and form.concept not in concepts():
        yield ValidationError("icd10", "visit.icd10_unknown", icd10=form.icd10)
    yield from _wrong_lines(form)
    for test in form.tests:
        if test not in lab_tests():
            yield ValidationError("tests", "favourite.test_unknown", test=test)
    if form.advice is not None and len(form.advice) > LONGEST_ADVICE:
        yield ValidationError("advice", "visit.text_too_long", longest=LONGEST_ADVICE)
    if not (form.lines or form.tests or form.advice):
        yield ValidationError("lines", "favourite.nothing_in_it")


def _wrong_lines(form: UsualForm) -> Iterator[ValidationError]:
    if len(form.lines) > MOST_LINES:
        yield ValidationError("lines", "favourite.too_many_lines", most=MOST_LINES)
    seen: set[str] = set()
    for number, line in enumerate(form.lines, start=1):
        if line.medicine not in medicines():
            yield ValidationError("lines", "favourite.medicine_unknown", line=number, text=line.medicine)
        elif line.medicine in seen:
            yield ValidationError("lines", "favourite.medicine_twice", line=number, text=line.medicine)
        elif line.order and read_shorthand(line.order) is None:
            yield ValidationError("lines", "favourite.order_unreadable", line=number, text=line.order)
        seen.add(line.medicine)


def read_lines(text: str) -> tuple[UsualLine, ...]:
    """Read lines as they are typed, one a line: the code of the medicine, then the order."""
    found = []
    for written in text.splitlines():
        medicine, _, order = written.strip().partition(" ")
        if medicine:
            found.append(UsualLine(medicine=medicine.casefold(), order=order.strip()))
    return tuple(found)
