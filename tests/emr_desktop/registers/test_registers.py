"""The books: every visit a line, in its order and with its number, adding up to the form."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from emr_desktop.access.verifying import audit_head
from emr_desktop.clinic import Clinic
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.printing.book_columns import books
from emr_desktop.printing.book_register import register_bytes, write_register_file
from emr_desktop.printing.book_words import line_words
from emr_desktop.printing.texts import LANGUAGES
from emr_desktop.registers.rows import BOOKS, BookLine, SeenVisit
from emr_desktop.visits.ending_rows import DeathEntry
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VisitRow

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
Save = Callable[..., VisitRow]


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    return clinic.patients.register(
        PatientForm(
            id=new_id(),
            first_name="Neema",
            last_name="Mrisho",
            sex="F",
            birth_date=date(1996, 5, 4),
            village="Buigiri",
        )
    ).value


@pytest.fixture
def save(clinic: Clinic, patient: PatientRow) -> Save:
    def visit(day: date, *icd10: str, who: PatientRow | None = None, **fields: object) -> VisitRow:
        form = VisitForm(
            id=new_id(),
            patient_id=(who or patient).id,
            visit_date=day,
            diagnoses=tuple(DiagnosisEntry(icd10=code) for code in icd10),
        )
        return clinic.visits.save(replace(form, **fields)).value

    return visit


def _cells(clinic: Clinic, line: BookLine, language: str = "sw", book: str = "opd") -> dict[str, str]:
    told = line_words(book, line, language=language, facility_code=clinic.work.facility.code)
    return dict(zip((column.code for column in books()[book].columns), told.cells, strict=True))


def _rows(clinic: Clinic, kind: str = "csv", book: str = "opd") -> list[dict[str, str]]:
    head = clinic.registers.open_book(book, FIRST, LAST)
    lines = clinic.registers.lines(head)
    content = register_bytes(kind, head, lines, clinic.work.facility, language="sw")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_line_says_what_the_visit_says(clinic: Clinic, save: Save) -> None:
    save(
        date(2026, 11, 10),
        "B54",
        tests=(LabEntry(test="mrdt", result="positive"), LabEntry(test="hb", result="9.1")),
        prescriptions=(PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),),
    )
    head = clinic.registers.open_book("opd", FIRST, LAST)
    (line,) = clinic.registers.lines(head)
    told = _cells(clinic, line)
    assert told["star"] == "*"
    assert (told["number"], told["date"], told["name"]) == ("1", "10/11/2026", "Neema Mrisho")
    assert (told["home"], told["sex"], told["age"]) == ("Buigiri", "Ke", "miaka 30")
    assert told["tests"].count("\n") == told["results"].count("\n") == 1
    assert told["results"].endswith("9.1 g/dl")
    assert told["diagnosis"].startswith("Malaria")
    assert told["treatment"].endswith("2×3×3")
    assert line.visit is not None


def test_the_book_adds_up_to_the_attendance_of_the_form(clinic: Clinic, save: Save) -> None:
    for day in (2, 3, 3, 10, 18):
        save(date(2026, 11, day), "J06.9")
    taken_back = save(date(2026, 11, 5), "A09")
    clinic.visits.void(taken_back.form.id, reason="mistake")
    save(date(2026, 11, 6), "Z34", visit_type="anc")
    head = clinic.registers.open_book("opd", FIRST, LAST)
    lines = list(clinic.registers.lines(head))
    report = clinic.forms.show("opd", "202611")
    (attendance,) = [row for row in report.derived if row.row == "2+3"]
    assert len(lines) == head.counted == attendance.total["all"] == 5
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert [_cells(clinic, line)["star"] for line in lines] == ["*", "", "", "", ""]


def test_numbers_run_through_the_year_or_the_month(clinic: Clinic, save: Save) -> None:
    for day in (date(2026, 9, 30), date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 2)):
        save(day, "J06.9")
    days = (date(2026, 10, 31), LAST)
    by_year = clinic.registers.open_book("opd", *days)
    assert [line.number for line in clinic.registers.lines(by_year)] == [3, 4]
    by_month = clinic.registers.open_book("opd", *days, numbered_by="month")
    assert [line.number for line in clinic.registers.lines(by_month)] == [2, 1]


def test_what_is_private_is_a_line_without_content(clinic: Clinic, save: Save) -> None:
    save(date(2026, 11, 10), "B20")
    head = clinic.registers.open_book("opd", FIRST, LAST)
    (line,) = clinic.registers.lines(head)
    assert "Neema" in _cells(clinic, line)["name"]  # whoever may read it does
    told = _cells(clinic, replace(line, hidden=True))
    assert told["name"] == "siri"
    assert {value for code, value in told.items() if code not in ("star", "number", "date", "name")} == {""}


def test_a_book_is_for_those_who_may_read_it(clinic_as: Callable[..., Clinic]) -> None:
    counter = clinic_as("receptionist")
    for book in BOOKS:
        with pytest.raises(PermissionRefused):
            counter.registers.open_book(book, FIRST, LAST)


@pytest.mark.parametrize(
    ("book", "first", "last", "numbered", "code"),
    [
        ("nothing", FIRST, LAST, "year", "register.unknown"),
        ("opd", LAST, FIRST, "year", "register.days_reversed"),
        ("opd", date(2025, 1, 1), LAST, "year", "register.too_long"),
        ("opd", FIRST, LAST, "week", "register.numbering_unknown"),
    ],
)
def test_what_cannot_be_opened_is_said(
    clinic: Clinic, book: str, first: date, last: date, numbered: str, code: str
) -> None:
    with pytest.raises(EmrError) as refused:
        clinic.registers.open_book(book, first, last, numbered_by=numbered)
    assert refused.value.code == code
    assert isinstance(refused.value, ValidationError) == (first > last or first.year == 2025)


def test_referrals_and_deaths_have_books_of_their_own(clinic: Clinic, save: Save) -> None:
    save(date(2026, 11, 3), "J06.9")
    sent = save(date(2026, 11, 10), "B54", outcome="referred", referred_to="Hospitali ya Wilaya")
    (referral,) = _rows(clinic, book="referrals")
    assert referral["sent_to"] == "Hospitali ya Wilaya"
    assert referral["diagnosis"].startswith("Malaria")
    save(date(2026, 11, 12), "A41.9", outcome="died", death=DeathEntry(died_on=date(2026, 11, 12)))
    (death,) = _rows(clinic, book="deaths")
    assert death["name"] == "Neema Mrisho"
    head = clinic.registers.open_book("referrals", FIRST, LAST)
    assert [line.visit for line in head.lines] == [sent.form.id]


def test_a_spreadsheet_runs_nothing_that_was_typed(clinic: Clinic, save: Save, tmp_path: Path) -> None:
    evil = clinic.patients.register(
        PatientForm(
            id=new_id(),
            first_name="Juma",
            last_name="Mrisho",
            sex="M",
            birth_date=date(1990, 1, 1),
            village="=HYPERLINK(1)",
        )
    ).value
    save(date(2026, 11, 10), "B54", who=evil)
    (row,) = _rows(clinic)
    assert row["home"].startswith("'=")
    head = clinic.registers.open_book("opd", FIRST, LAST)
    path = tmp_path / "book.xlsx"
    write_register_file(
        path,
        "xlsx",
        head,
        clinic.registers.lines(head),
        clinic.work.facility,
        language="en",
        made_at=None,
    )
    sheet = openpyxl.load_workbook(path).worksheets[0]
    values = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert values[2][3] == "Patient's name"
    assert values[3][4].startswith("'=")


def test_a_file_that_cannot_be_made_leaves_nothing(clinic: Clinic, save: Save, tmp_path: Path) -> None:
    save(date(2026, 11, 10), "B54")
    head = clinic.registers.open_book("opd", FIRST, LAST)

    def breaks() -> Iterator[BookLine]:
        yield from clinic.registers.lines(head)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_register_file(
            tmp_path / "book.pdf", "pdf", head, breaks(), clinic.work.facility, language="sw", made_at=None
        )
    assert [path for path in tmp_path.iterdir() if "book" in path.name] == []


def _many(line: BookLine, count: int, medicines: int) -> list[BookLine]:
    said = line.said
    assert isinstance(said, SeenVisit)
    given = tuple(
        PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18) for _ in range(medicines)
    )
    long = replace(said.patient, first_name="Mwanaidi-" * 6, village="Ng'ambo " * 5)
    told = replace(said, patient=long, form=replace(said.form, prescriptions=given))
    return [replace(line, number=place, said=told) for place in range(1, count + 1)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("medicines", [5, 150])
def test_every_page_has_head_and_number_and_no_line_is_lost(
    clinic: Clinic, save: Save, read: Callable[[bytes], list[str]], language: str, medicines: int
) -> None:
    save(date(2026, 11, 10), "B54")
    head = clinic.registers.open_book("opd", FIRST, LAST)
    (line,) = clinic.registers.lines(head)
    count = 60 if medicines == 5 else 2
    head = replace(head, counted=count)
    made_at = datetime(2026, 12, 1, 8, tzinfo=EAST_AFRICA)
    pages = read(
        register_bytes(
            "pdf",
            head,
            _many(line, count, medicines),
            clinic.work.facility,
            language=language,
            made_at=made_at,
        )
    )
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f" {number} / {len(pages)}" in page
        for wanted in ("REJESTA YA WAGONJWA WA NJE", "Outpatients' register"):
            assert wanted in page
    whole = " ".join(pages)
    assert whole.count("2×3×3") == count * medicines
    assert ("vinalingana kwa siku hizi" if language == "sw" else "OPD attendance") in pages[-1]


def test_a_printed_book_carries_the_head_of_the_trail(
    clinic: Clinic, save: Save, read: Callable[[bytes], list[str]]
) -> None:
    head = clinic.registers.open_book("opd", date(2026, 11, 1), date(2026, 11, 30))
    clinic.facility.change(ward="Msalato")
    noted = clinic.registers.note(head, "printed")
    code = audit_head(work=clinic.work)["code"]
    assert noted.trail == code != head.trail
    lines = clinic.registers.lines(noted)
    pages = read(register_bytes("pdf", noted, lines, clinic.work.facility, language="sw"))
    assert all(str(code) in page for page in pages)


def test_a_difference_to_the_form_is_shouted(
    clinic: Clinic, save: Save, read: Callable[[bytes], list[str]]
) -> None:
    save(date(2026, 11, 10), "B54")
    head = replace(clinic.registers.open_book("opd", FIRST, LAST), counted=7)
    pdf = register_bytes("pdf", head, clinic.registers.lines(head), clinic.work.facility, language="sw")
    assert "HAILINGANI: mistari 1" in read(pdf)[-1]


def test_days_without_anybody_say_so(clinic: Clinic, read: Callable[[bytes], list[str]]) -> None:
    for book in BOOKS:
        head = clinic.registers.open_book(book, FIRST, LAST)
        pdf = register_bytes("pdf", head, clinic.registers.lines(head), clinic.work.facility, language="sw")
        (page,) = read(pdf)
        assert "Hakuna kilichoandikwa katika siku hizi" in page
