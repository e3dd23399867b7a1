"""The laboratory's papers: what stands on them, in both languages, and what does not."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.errors import EmrError
from emr_desktop.laboratory.register_files import register_csv
from emr_desktop.laboratory.rows import OrderRow, Register, RegisterLine, ReportRow, Subject, ValueRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.lab_paper import lab_register_pdf, lab_request_pdf, lab_result_pdf

Read = Callable[[bytes], list[str]]
DAY = date(2026, 11, 18)
AT = datetime(2026, 11, 18, 7, 15, tzinfo=UTC)
HB = ValueRow(test="hb", result="6.4", flag="critical_low", low=11, high=14, range_source="WHO2024")


def report(version: int, *values: ValueRow, reason: str | None = None) -> ReportRow:
    return ReportRow(
        id=uuid.uuid4(),
        version=version,
        values=values,
        remark=None,
        reason=reason,
        entered_at=AT,
        entered_by="Asha Maabara",
        entered_by_id=uuid.uuid4(),
        released_at=AT,
        released_by="Juma Mhakiki",
    )


@pytest.fixture
def lab_order(patient: PatientRow) -> OrderRow:
    return OrderRow(
        id=uuid.uuid4(),
        patient=patient,
        visit_id=None,
        test="hb",
        ordered_at=AT,
        ordered_on=DAY,
        ordered_by="Neema Mollel",
        urgent=True,
        priority="routine",
        note="Ana weupe mwingi",
        sensitive=False,
        hidden=False,
        status="done",
        specimen="blood",
        taken_at=AT,
        taken_by="Asha Maabara",
        rejected_at=None,
        rejected_by=None,
        rejected_why=None,
        done_at=AT,
        version=3,
        subject=Subject(sex="F", age_months=39),
        reports=(report(1, HB),),
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sw", ("Majibu ya maabara", "HATARI: chini sana", "Aliyepima: Asha Maabara", "Juma Mhakiki")),
        ("en", ("Laboratory result", "DANGER: very low", "Done by Asha Maabara", "Juma Mhakiki")),
    ],
)
def test_a_result_says_the_value_its_range_and_what_it_means_in_words(
    lab_order: OrderRow, facility: FacilityRow, read: Read, language: str, words: tuple[str, ...]
) -> None:
    (page,) = read(lab_result_pdf([lab_order], facility, language=language))
    for word in (*words, "6.4 g/dl", "11 - 14", "Neema Joseph Mwakalinga", "101168-3/2026/000123"):
        assert word in page


def test_a_corrected_result_says_what_it_was_before_and_why(
    lab_order: OrderRow, facility: FacilityRow, read: Read
) -> None:
    later = report(2, replace(HB, result="8.4", flag="low"), reason="Namba zilibadilishwa")
    corrected = replace(lab_order, reports=(later, report(1, HB)))
    (page,) = read(lab_result_pdf([corrected], facility, language="en"))
    assert "Corrected. Before: 6.4 g/dl. Why: Namba zilibadilishwa" in page
    assert "8.4 g/dl" in page


def test_what_the_reader_may_not_see_is_not_printed(lab_order: OrderRow, facility: FacilityRow) -> None:
    with pytest.raises(EmrError) as refused:
        lab_result_pdf([replace(lab_order, hidden=True)], facility, language="en")
    assert refused.value.code == "laboratory.nothing_to_print"
    with pytest.raises(EmrError):
        lab_result_pdf([replace(lab_order, reports=())], facility, language="en")


@pytest.mark.parametrize("language", ["sw", "en"])
def test_a_request_has_a_line_for_every_part_and_says_that_it_is_urgent(
    lab_order: OrderRow, facility: FacilityRow, read: Read, language: str
) -> None:
    urine = replace(lab_order, test="urinalysis", reports=(), status="ordered")
    (page,) = read(lab_request_pdf([lab_order, urine], facility, language=language))
    assert ("HARAKA" if language == "sw" else "URGENT") in page
    assert ("Naitraiti" if language == "sw" else "nitrite") in page
    assert "Ana weupe mwingi" in page


def test_a_private_test_says_so_on_paper(lab_order: OrderRow, facility: FacilityRow, read: Read) -> None:
    hiv = replace(lab_order, test="hiv", sensitive=True, reports=())
    (page,) = read(lab_request_pdf([hiv], facility, language="sw"))
    assert "SIRI" in page


def line(patient: PatientRow, **changes: object) -> RegisterLine:
    usual: dict[str, object] = {
        "on": DAY,
        "patient": patient,
        "age_months": 39,
        "test": "hb",
        "hidden": False,
        "results": (HB,),
        "done_by": "Asha Maabara",
    }
    return RegisterLine(**(usual | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_register_runs_over_pages_with_its_heading_and_hides_what_is_private(
    patient: PatientRow, facility: FacilityRow, read: Read, language: str
) -> None:
    other = replace(patient, first_name="Zainabu")
    lines = (*(line(patient) for _ in range(40)), line(other, test="", hidden=True, results=()))
    register = Register(start=date(2026, 11, 1), end=DAY, lines=lines, hidden=1, trail="52-K7QF-2M9X-C")
    pages = read(lab_register_pdf(register, facility, language=language))
    assert len(pages) > 1
    for page in pages[:2]:
        assert ("Aliyeagiza" if language == "sw" else "Requested by") in page
    assert all("52-K7QF-2M9X-C" in page for page in pages)
    whole = " ".join(pages)
    assert "6.4 g/dl" in whole
    assert "Zainabu" not in whole
    assert ("siri" if language == "sw" else "private") in whole


def test_the_file_of_the_register_has_no_hidden_line_and_no_formula(patient: PatientRow) -> None:
    evil = replace(patient, first_name="=HYPERLINK(1)")
    lines = (line(evil), line(replace(patient, first_name="Zainabu"), hidden=True, results=()))
    text = register_csv(Register(start=DAY, end=DAY, lines=lines, hidden=1)).decode("utf-8-sig")
    assert "hb=6.4" in text
    assert "hb=critical_low" in text
    assert "'=HYPERLINK(1)" in text
    assert "Zainabu" not in text


def test_an_empty_register_is_refused(facility: FacilityRow) -> None:
    with pytest.raises(EmrError):
        lab_register_pdf(Register(start=DAY, end=DAY), facility, language="sw")
