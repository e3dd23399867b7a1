"""What a CSV file may look like, and how one that is something else is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.exchange.cells import guard, unguard
from emr_desktop.exchange.service import import_visits
from emr_desktop.exchange.short_forms import (
    read_diagnoses,
    read_prescriptions,
    read_tests,
    read_words,
    write_diagnoses,
    write_prescriptions,
    write_tests,
    write_words,
)
from emr_desktop.exchange.table_file import TableFile
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry
from ui.messages import LANGUAGES, sentence_for

HEADER = "visit_id,patient_id,first_name,last_name,sex,birth_date,visit_date"
LINE = "v1,p1,Asha,Juma,F,2023-05-02,2026-10-05"
Make = Callable[[bytes], Path]


@pytest.fixture
def a_file(tmp_path: Path) -> Make:
    def make(content: bytes) -> Path:
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        return path

    return make


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{LINE}\n",
        f"{HEADER}\n{LINE}",
        f"\ufeff{HEADER}\n{LINE}\n",
        f"{HEADER}\r\n{LINE}\r\n\r\n",
        f"{HEADER}\n\n,,,,,,\n{LINE}\n",
        f"{HEADER.upper()}\n{LINE}\n",
        f"{HEADER},,\n{LINE},,\n",
        f"{HEADER.replace(',', ';')}\n{LINE.replace(',', ';')}\n",
        f"{HEADER.replace(',', chr(9))}\n{LINE.replace(',', chr(9))}\n",
        ",".join(f'"{name}"' for name in HEADER.split(","))
        + "\n"
        + ",".join(f'"{cell}"' for cell in LINE.split(",")),
    ],
    ids=[
        "plain",
        "no_last_newline",
        "mark",
        "crlf",
        "empty_lines",
        "capitals",
        "empty_columns",
        "semicolon",
        "tab",
        "quoted",
    ],
)
def test_these_are_all_the_same_file(clinic: Clinic, a_file: Make, content: str) -> None:
    result = import_visits(clinic.work, a_file(content.encode()))
    assert (result.kept, result.read, result.added) == (True, 1, 1)


def test_semicolons_between_columns_leave_quoted_ones_alone(clinic: Clinic, a_file: Make) -> None:
    content = f'{HEADER.replace(",", ";")};diagnoses\n{LINE.replace(",", ";")};"B54;A09"\n'
    assert import_visits(clinic.work, a_file(content.encode())).added == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.empty"),
        (b"\n", "import.empty"),
        (f"{HEADER}\n{LINE}\n".encode("utf-16"), "import.utf16"),
        (f"{HEADER}\n{LINE}\n".encode("utf-16-le"), "import.utf16"),
        (f"{HEADER}\n{LINE.replace('Asha', 'Ashá')}\n".encode("latin-1"), "import.encoding"),
        (f"{HEADER}\n{LINE.replace('Asha', 'As' + chr(0) + 'ha')}\n".encode(), "import.binary"),
        (b"PK\x03\x04 whatever", "import.spreadsheet"),
        (f"{HEADER.replace(',sex', '')}\n".encode(), "import.column_missing"),
        (f"{HEADER},sex\n{LINE},F\n".encode(), "import.column_twice"),
        (f'{HEADER}\n{LINE}\nv2,p2,"Asha,Juma,F\n{LINE}\n'.encode(), "import.quoting"),
        (f'{HEADER}\nv2,p2,"Asha"x,Juma,F,2023-05-02,2026-10-05\n'.encode(), "import.quoting"),
    ],
)
def test_something_else_is_refused_in_one_sentence(
    clinic: Clinic, a_file: Make, content: bytes, code: str
) -> None:
    with pytest.raises(EmrError) as refused:
        import_visits(clinic.work, a_file(content))
    assert refused.value.code == code
    for language in LANGUAGES:
        said = sentence_for(refused.value, language)
        assert "{" not in said
        assert not said.startswith(code)


def test_a_missing_file_and_a_folder_are_refused(clinic: Clinic, tmp_path: Path) -> None:
    with pytest.raises(EmrError) as missing:
        import_visits(clinic.work, tmp_path / "none.csv")
    assert missing.value.code == "import.file_missing"
    with pytest.raises(EmrError) as folder:
        import_visits(clinic.work, tmp_path)
    assert folder.value.code == "import.file_unreadable"


def test_a_line_with_too_few_or_too_many_cells_is_refused_by_line(clinic: Clinic, a_file: Make) -> None:
    two_lines = LINE.replace("Asha", '"As\nha"')
    content = f"{HEADER}\n{two_lines}\nv2,p2,Asha\n{LINE},more\n"
    result = import_visits(clinic.work, a_file(content.encode()))
    assert [(one.line, one.code) for one in result.problems] == [(4, "import.cells"), (5, "import.cells")]


def test_columns_nobody_knows_are_named(clinic: Clinic, a_file: Make) -> None:
    result = import_visits(clinic.work, a_file(f"{HEADER},shoe size\n{LINE},38\n".encode()))
    assert (result.kept, result.ignored_columns) == (True, ("shoe_size",))


def test_lines_come_by_date_and_those_of_one_day_as_they_stand(a_file: Make) -> None:
    content = (
        'id,day,text\n1,2026-03-01,"a\nb"\n2,2026-01-01,c\n3,2026-03-01,d\n4,never,e\n5,2025-12-31,"f,g"\n'
    )
    with TableFile(a_file(content.encode()), identifier="id", ordered_by="day") as table:
        records = list(table.records())
    assert [record.raw[0] for record in records] == ["4", "5", "2", "1", "3"]
    assert [record.line for record in records] == [6, 7, 4, 2, 5]
    assert records[3].cells == {"id": "1", "day": "2026-03-01", "text": "a\nb"}


@given(st.text())
def test_a_guarded_cell_is_harmless_and_comes_back_exactly(cell: str) -> None:
    assert unguard(guard(cell)) == cell
    assert guard(cell)[:1] not in tuple("=+-@\t\r")


_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1)


@given(st.lists(_words))
def test_words_come_back_from_their_cell(texts: list[str]) -> None:
    assert read_words(write_words(texts)) == tuple(texts)


@given(st.dictionaries(st.sampled_from(["mrdt", "hb", "stool"]), st.none() | _words))
def test_tests_come_back_from_their_cell(results: dict[str, str | None]) -> None:
    entries = tuple(LabEntry(test=test, result=result) for test, result in results.items())
    assert read_tests(write_tests(entries)) == entries


@given(
    st.lists(
        st.builds(
            DiagnosisEntry,
            icd10=st.sampled_from(["B54", "A09.0"]),
            certainty=st.sampled_from(["confirmed", "provisional"]),
            severity=st.sampled_from([None, "none", "some"]),
        )
    )
)
def test_diagnoses_come_back_from_their_cell(entries: list[DiagnosisEntry]) -> None:
    assert read_diagnoses(write_diagnoses(entries)) == tuple(entries)


@given(
    st.lists(
        st.builds(
            PrescriptionEntry,
            medicine=st.sampled_from(["par500", "ors"]),
            dose=st.sampled_from([0.25, 0.5, 1.0, 2.5, 15.0]),
            per_day=st.integers(1, 24),
            days=st.integers(1, 366),
            quantity=st.integers(1, 99_999),
            instructions=st.none() | _words,
        )
    )
)
def test_prescriptions_come_back_from_their_cell(entries: list[PrescriptionEntry]) -> None:
    assert read_prescriptions(write_prescriptions(entries)) == tuple(entries)
