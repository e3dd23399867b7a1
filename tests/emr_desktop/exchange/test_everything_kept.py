"""Everything kept about one person: nothing of theirs is missing, and nothing of anybody else is in it."""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select

from db.models import AuditEntry, Base
from emr_desktop.clinic import Clinic
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.errors import EmrError, PasswordNeeded, PermissionRefused
from emr_desktop.exchange import kept_paper
from emr_desktop.exchange.everything_kept import everything_kept, kept_json
from emr_desktop.exchange.kept_paper import kept_pdf
from emr_desktop.exchange.kept_rows import kept_about
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.printing.audit_list import AuditLine
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VitalsEntry

DAY = date(2026, 11, 18)


def _register(clinic: Clinic, first: str, **more: Any) -> PatientRow:
    told: dict[str, Any] = {"last_name": "Mushi", "sex": "F", "birth_date": date(1994, 3, 8), **more}
    return clinic.patients.register(PatientForm(id=new_id(), first_name=first, **told)).value


def _visit(clinic: Clinic, patient: PatientRow, code: str, complaint: str) -> Any:
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=DAY,
        complaint=complaint,
        diagnoses=(DiagnosisEntry(icd10=code),),
        tests=(LabEntry(test="mrdt", result="positive"),),
        prescriptions=(PrescriptionEntry(medicine="par500", dose=1, per_day=3, days=3, quantity=9),),
    )
    return clinic.visits.save(form).value


@pytest.fixture
def people(clinic: Clinic) -> tuple[PatientRow, PatientRow]:
    """Neema, with a private visit and one that was voided; and Zawadi, her neighbour."""
    neema, zawadi = _register(clinic, "Neema"), _register(clinic, "Zawadi", birth_date=date(1980, 1, 2))
    _visit(clinic, neema, "B24", "Kikohozi cha muda mrefu")
    voided = _visit(clinic, neema, "B54", "Homa ya uongo")
    clinic.visits.void(voided.form.id, reason="mgonjwa mwingine")
    _visit(clinic, zawadi, "B54", "Maumivu ya jirani")
    return neema, zawadi


def test_all_of_one_person_and_nobody_elses(clinic: Clinic, people: tuple[PatientRow, PatientRow]) -> None:
    neema, zawadi = people
    clinic.patients.get(neema.id)
    document = json.loads(kept_json(everything_kept(clinic.work, neema.id)))
    text = json.dumps(document, ensure_ascii=False)
    assert "Kikohozi cha muda mrefu" in text
    assert "Homa ya uongo" in text  # voided, and kept
    assert {"B24", "B54"} == {row["icd10"] for row in document["records"]["diagnosis"]}
    for not_hers in ("Zawadi", "Maumivu ya jirani", str(zawadi.id), zawadi.number):
        assert not_hers not in text
    assert document["person"]["number"] == neema.number
    looked = document["looked"]
    assert "patient.viewed" in {row["action"] for row in looked}
    assert {row["who"] for row in looked} == {"Neema Mollel"}
    assert list(document["staff"].values()) == ["Neema Mollel"]


def test_every_row_that_points_at_the_person_is_in_it(
    clinic: Clinic, people: tuple[PatientRow, PatientRow]
) -> None:
    """Found again in the plainest way: every table is read, and searched for the ids."""
    neema, _ = people
    with clinic.work.database.read() as session:
        kept = {table.name: len(table.rows) for table in kept_about(session, neema.id)}
        ids = {str(neema.id)}
        counted: dict[str, int] = {}
        for _ in range(4):  # rows that hang on rows
            for table in Base.metadata.sorted_tables:
                if table.name.startswith("audit_"):
                    continue
                rows = session.execute(select(table)).mappings().all()
                mine = [row for row in rows if ids & {str(value) for value in row.values()}]
                ids |= {str(row["id"]) for row in mine if "id" in row}
                counted[table.name] = len(mine)
    assert kept == {name: number for name, number in counted.items() if number}
    assert len(kept) >= 6


def test_records_that_were_merged_are_in_it(clinic: Clinic) -> None:
    one, other = _register(clinic, "Neema"), _register(clinic, "Nehema")
    _visit(clinic, other, "B54", "Homa ya zamani")
    clinic.merging.merge(one.id, other.id)
    text = kept_json(everything_kept(clinic.work, one.id)).decode()
    assert "Homa ya zamani" in text
    assert "Nehema" in text


def test_it_has_a_row_of_its_own(clinic: Clinic, people: tuple[PatientRow, PatientRow]) -> None:
    everything_kept(clinic.work, people[0].id, purpose="printed")
    with clinic.work.database.read() as session:
        row = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert (row.action, row.patient_id) == ("patient.everything_printed", people[0].id)


def test_only_the_in_charge_and_only_after_the_password(
    clinic: Clinic, clinic_as: Callable[..., Clinic], people: tuple[PatientRow, PatientRow], clock: Any
) -> None:
    for role in ("clinician", "it_admin"):
        with pytest.raises(PermissionRefused):
            everything_kept(clinic_as(role).work, people[0].id)
    clock.advance(minutes=6)
    with pytest.raises(PasswordNeeded):
        everything_kept(clinic.work, people[0].id)


def test_nobody_of_that_id(clinic: Clinic) -> None:
    with pytest.raises(EmrError, match=r"patient\.missing"):
        everything_kept(clinic.work, new_id())


@pytest.mark.parametrize(
    ("language", "title", "chapter"),
    [
        ("en", "Everything kept about this person", "Visits (2)"),
        ("sw", "Yote yanayohifadhiwa", "Mahudhurio (2)"),
    ],
)
def test_the_paper_tells_it_in_words(
    clinic: Clinic, people: tuple[PatientRow, PatientRow], language: str, title: str, chapter: str
) -> None:
    kept = everything_kept(clinic.work, people[0].id, purpose="printed")
    line = AuditLine(
        seq=7,
        at=datetime(2026, 11, 18, 9, 30, tzinfo=EAST_AFRICA),
        who="Baraka <b>Mrema",
        what="Opened the record.",
        patient="",
        device="PC",
        clock_behind=False,
    )
    content = kept_pdf(kept, [line], language=language)
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    text = " ".join(
        "\n".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", " ").split()
    )
    for told in (
        title,
        chapter,
        people[0].number,
        "Kikohozi cha muda mrefu",
        "Homa ya uongo",
        "mgonjwa mwingine",
        "Baraka <b>Mrema",
        "Paracetamol",
        kept.head_code,
    ):
        assert told in text
    assert "Zawadi" not in text
    assert b"/FontFile2" in content


def _text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).replace("\r\n", " ").split())


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("what stood there until 18/11/2026 09:30", "complaint: Homa siku 3", "(Some dehydration)")),
        ("sw", ("yaliyoandikwa hadi 18/11/2026 09:30", "malalamiko: Homa siku 3", "imekadiriwa kwa umri")),
    ],
)
def test_what_stood_before_a_correction_and_a_merge_is_told_in_words(
    clinic: Clinic, language: str, told: tuple[str, ...]
) -> None:
    one, other = _register(clinic, "Neema"), _register(clinic, "Nehema", birth_date=None, age_years=30)
    form = VisitForm(
        id=new_id(),
        patient_id=one.id,
        visit_date=DAY,
        complaint="Homa siku 3",
        diagnoses=(DiagnosisEntry(icd10="A09", severity="some"),),
        vitals=VitalsEntry(weight_kg=52.5),
    )
    saved = clinic.visits.save(form).value
    corrected = replace(saved.form, complaint="Homa siku 5", expected_version=saved.version)
    clinic.visits.save(corrected)
    clinic.merging.merge(one.id, other.id)
    text = _text(kept_pdf(everything_kept(clinic.work, one.id), [], language=language))
    assert "52.5 kg" in text
    for words in told:
        assert words.lower() in text.lower()
    assert '{"' not in text
    assert not re.search("[0-9a-f]{32}|T09:30|06:30", text)


def test_a_revision_of_an_unknown_shape_is_still_told() -> None:
    words = kept_paper._Words("en", {})
    row = {"content": {"complaint": "Homa", "tests": [{"test": "hb"}, {"test": "mrdt"}]}, "replaced_by": "x"}
    (entry,) = words.revisions([row])
    assert dict(entry.facts)["what stood there"] == (
        "complaint: Homa; tests: (1) test: Haemoglobin (Hb) (2) test: Malaria rapid test (mRDT)"
    )


def test_every_table_and_column_on_the_paper_has_words_in_both_languages() -> None:
    words = tomllib.loads((Path(kept_paper.__file__).parent / "kept_words.toml").read_text(encoding="utf-8"))
    hidden = set(words["told"]["hidden"])
    missing = set()
    for name in set(words["tables"]) - (set(words["told"]["in_words"]) - {"patient"}):
        for column in Base.metadata.tables[name].columns:
            if not {column.name, f"{name}.{column.name}"} & hidden and column.name not in words["columns"]:
                missing.add(f"{name}.{column.name}")
    assert missing == set()
    for section in ("tables", "columns"):
        assert all(set(each) == {"en", "sw"} for each in words[section].values())
