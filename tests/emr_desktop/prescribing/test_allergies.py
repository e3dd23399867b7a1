"""What people write into the allergy field, and what is understood of it."""

from __future__ import annotations

import pytest

from emr_desktop.prescribing.allergies import read_allergy


@pytest.mark.parametrize(
    ("written", "substance"),
    [
        ("Penicillin", "penicillin"),
        ("Penisilini", "penicillin"),
        ("PENICILIN", "penicillin"),
        ("mzio wa penesilini", "penicillin"),
        ("X-pen", "benzylpenicillin"),
        ("amoxil", "amoxicillin"),
        ("Septrin", "sulfamethoxazole"),
        ("salfa", "sulphonamide_antibacterial"),
        ("sulpha drugs", "sulphonamide_antibacterial"),
        ("asprin", "aspirin"),
        ("Flagyl", "metronidazole"),
        ("kwinini", "quinine"),
        ("NSAIDs", "nsaid"),
        ("dawa mseto", "artemether"),
    ],
)
def test_names_brands_swahili_and_slips_are_understood(written: str, substance: str) -> None:
    assert substance in read_allergy(written).substances


@pytest.mark.parametrize("written", ["", "NKDA", "hakuna", "None", "hana mzio", "samaki", "vumbi", "eggs"])
def test_food_dust_and_none_known_name_no_medicine_and_leave_no_question(written: str) -> None:
    allergy = read_allergy(written)
    assert allergy.known
    assert not allergy.substances


@pytest.mark.parametrize("written", ["dawa ya kijani", "sindano fulani", "qwerty"])
def test_what_nobody_can_tell_is_said_to_be_unknown(written: str) -> None:
    assert not read_allergy(written).known
