"""The card that a patient takes home."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import segno
from PIL import Image

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.patient_card import patient_card_pdf

Read = Callable[[bytes], list[str]]


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_card_tells_who_and_where_on_one_page(
    patient: PatientRow, facility: FacilityRow, read: Read, language: str
) -> None:
    (page,) = read(patient_card_pdf(patient, facility, language=language))
    for words in (
        "Neema Joseph Mwakalinga",
        "101168-3/2026/000123",
        "14/08/2023",
        "Chinangali",
        "Penisilini",
    ):
        assert words in page


def test_an_estimated_birth_date_is_not_printed_to_the_day(
    patient: PatientRow, facility: FacilityRow, read: Read
) -> None:
    (page,) = read(patient_card_pdf(replace(patient, birth_precision="age"), facility, language="sw"))
    assert "± 2023" in page
    assert "14/08" not in page


def test_a_hostile_name_is_printed_as_it_is_and_stays_on_one_page(
    patient: PatientRow, facility: FacilityRow, read: Read
) -> None:
    hostile = replace(patient, first_name="<b>&", last_name="Wakubwasana" * 6, allergies=("<i>" * 20,))
    pages = read(patient_card_pdf(hostile, replace(facility, training=True), language="sw"))
    assert len(pages) == 1
    assert "<b>&" in pages[0]
    assert "MAFUNZO - si mgonjwa halisi" in pages[0]


def test_the_card_names_only_embedded_fonts(patient: PatientRow, facility: FacilityRow) -> None:
    assert b"Helvetica" not in patient_card_pdf(patient, facility, language="sw")


def test_the_code_on_the_paper_is_the_patients_number_square_by_square(
    patient: PatientRow, facility: FacilityRow, tmp_path: Path
) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed")
    path = tmp_path / "card.pdf"
    path.write_bytes(patient_card_pdf(patient, facility, language="sw"))
    subprocess.run(
        ["pdftoppm", "-r", "300", "-gray", "-singlefile", str(path), str(tmp_path / "card")], check=True
    )
    with Image.open(tmp_path / "card.pgm") as picture:
        # The code stands alone on the right, below the rule of the head and above the table.
        corner = picture.crop((int(picture.width * 0.66), int(picture.height * 0.105), picture.width, 520))
    box = corner.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert box is not None
    code = corner.crop(box)
    expected = [bytes(row) for row in segno.make(patient.number, error="m", micro=False).matrix]
    modules = len(expected)
    seen = [
        bytes(
            int(
                code.getpixel(
                    (int((across + 0.5) * code.width / modules), int((down + 0.5) * code.height / modules))
                )
                < 128
            )
            for across in range(modules)
        )
        for down in range(modules)
    ]
    assert seen == expected


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_finds_room_on_the_one_page(
    patient: PatientRow, facility: FacilityRow, read: Read, kind: str
) -> None:
    buffer = BytesIO()
    Image.new("RGB", (300, 400), "green").save(buffer, kind)
    content = patient_card_pdf(patient, facility, language="sw", photo=buffer.getvalue())
    assert len(read(content)) == 1
    assert b"/Subtype /Image" in content
    assert b"/Subtype /Image" not in patient_card_pdf(patient, facility, language="sw")


def test_a_broken_picture_is_left_out(patient: PatientRow, facility: FacilityRow, read: Read) -> None:
    assert len(read(patient_card_pdf(patient, facility, language="sw", photo=b"\xff\xd8\xffbroken"))) == 1
