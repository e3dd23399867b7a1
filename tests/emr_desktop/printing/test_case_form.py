"""The case form and the line list, read back from the page."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.case_form import case_form_pdf
from emr_desktop.printing.notification_list import notification_list_csv, notification_list_pdf
from emr_desktop.reference.notifiable import conditions
from emr_desktop.surveillance.rows import NotificationForm, NotificationRow
from emr_desktop.surveillance.rules import LONGEST_LINE, LONGEST_WORDS

Read = Callable[[bytes], list[str]]


@pytest.fixture
def notified(patient: PatientRow) -> NotificationRow:
    form = NotificationForm(
        id=uuid.uuid4(),
        patient_id=patient.id,
        visit_id=uuid.uuid4(),
        condition="cholera",
        icd10="A00.9",
        seen_on=date(2026, 11, 18),
        onset_on=date(2026, 11, 17),
        region="Dodoma",
        council="Chamwino",
        ward="Buigiri",
        village="Chinangali",
        symptoms="Kuhara majimaji mara kumi",
        specimen="Kinyesi",
        specimen_on=date(2026, 11, 18),
        vaccinated="yes",
        doses=2,
        outcome="referred",
        reporter="Asha Mwinyimkuu",
    )
    return NotificationRow(
        form=form,
        patient=patient,
        kind="case",
        reason=None,
        number="101168-3/N/2026/0007",
        sex="F",
        age_months=39,
        version=1,
        made_at=datetime(2026, 11, 18, 7, tzinfo=UTC),
        deadline=datetime(2026, 11, 19, 7, tzinfo=UTC),
        phoned_to="Dk. Mushi",
        phoned_at=datetime(2026, 11, 18, 8, tzinfo=UTC),
        printed_at=None,
        printed_count=0,
        sent_at=None,
    )


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_form_says_all_of_it_in_both_languages(
    notified: NotificationRow, facility: FacilityRow, read: Read, language: str
) -> None:
    (page,) = read(case_form_pdf(notified, facility, language=language))
    for words in (
        "101168-3/N/2026/0007",
        "Neema Joseph Mwakalinga",
        "Kipindupindu",
        "Cholera",
        "17/11/2026",
        "19/11/2026 10:00",
        "Chinangali",
        "Kuhara majimaji mara kumi",
        "Asha Mwinyimkuu",
        "Dk. Mushi",
        "Suspected case",
        "Mgonjwa anayeshukiwa",
        "[X] Mwanamke / Female" if language == "sw" else "[X] Female / Mwanamke",
        "[X] Amepewa rufaa" if language == "sw" else "[X] Referred",
    ):
        assert words in page, words
    assert "[X] Amefariki" not in page


@pytest.mark.parametrize("condition", sorted(conditions()))
def test_the_longest_texts_still_fit_on_one_page(
    notified: NotificationRow, facility: FacilityRow, read: Read, condition: str
) -> None:
    line, words = ("Mtaa wa Mwenge " * 9)[:LONGEST_LINE], ("homa kali na kutapika " * 20)[:LONGEST_WORDS]
    boxes = ["region", "council", "ward", "village", "specimen", "specimen_to", "reporter_cadre", "reporter"]
    places = dict.fromkeys(boxes, line)
    texts = dict.fromkeys(("symptoms", "exposure", "action"), words)
    longest = replace(
        notified,
        form=replace(notified.form, condition=condition, **places, **texts),  # type: ignore[arg-type]
        patient=replace(notified.patient, guardian=line, first_name=line, last_name=line),
        phoned_to=line,
    )
    pages = read(case_form_pdf(longest, replace(facility, name=line, training=True), language="sw"))
    assert len(pages) == 1
    assert "Namba ya EPID" in pages[0]


def test_a_form_that_was_taken_back_says_so(
    notified: NotificationRow, facility: FacilityRow, read: Read
) -> None:
    void = replace(notified, voided_at=datetime(2026, 11, 18, 9, tzinfo=UTC))
    (page,) = read(case_form_pdf(void, facility, language="sw"))
    assert "IMEBATILISHWA" in page
    assert "IMEBATILISHWA" not in read(case_form_pdf(notified, facility, language="sw"))[0]


def test_the_line_list_has_a_line_for_each_and_its_head_on_every_page(
    notified: NotificationRow, facility: FacilityRow, read: Read
) -> None:
    many = [replace(notified, number=f"101168-3/N/2026/{number:04d}") for number in range(1, 61)]
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    pages = read(
        notification_list_pdf(many, facility, first=first, last=last, language="en", trail="52-K7QF-2M9X-C")
    )
    assert len(pages) > 1
    assert all("Condition" in page for page in pages)
    assert all("52-K7QF-2M9X-C" in page for page in pages)
    assert all(any(row.number in page for page in pages) for row in many if row.number)
    (empty,) = read(notification_list_pdf([], facility, first=first, last=last, language="sw"))
    assert "Hakuna kilichoandikwa katika siku hizi" in empty


def test_a_spreadsheet_reads_the_list_and_runs_nothing(notified: NotificationRow) -> None:
    trap = replace(notified, form=replace(notified.form, village="=1+1"))
    text = notification_list_csv([trap]).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert line["number"] == "101168-3/N/2026/0007"
    assert line["village"] == "'=1+1"
    assert (line["onset_on"], line["phoned_to"]) == ("2026-11-17", "Dk. Mushi")
