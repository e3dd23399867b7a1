"""Numbers and words of growth: signs that print, decimals that agree with the word beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from emr_desktop.growth.assessing import assess
from emr_desktop.growth.classes import class_of
from emr_desktop.growth.rows import Measured, Score
from emr_desktop.printing.fonts import BOLD, REGULAR, register_fonts
from emr_desktop.reference.tables import read_table
from ui.growth.telling import cells, note, signed, standard_deviations
from ui.messages import LANGUAGES, catalogue


def score(z: float) -> Score:
    indicator = "weight_for_length_height"
    return Score(indicator, "weight_for_length", 75, 8, z, class_of(indicator, z, 20))


@pytest.mark.parametrize(
    ("z", "text"),
    [
        (-2.44, "–2.4"),
        (0.04, "0.0"),
        (-0.04, "0.0"),
        (1.26, "+1.3"),
        (-2.03, "–2.03"),  # "-2.0 wasted" beside "-2.0 normal" would be a riddle
        (-2.0, "–2.0"),
        (-3.04, "–3.04"),
        (-2.96, "–3.0"),
        (2.04, "+2.04"),
    ],
)
def test_one_decimal_unless_it_belies_the_word(z: float, text: str) -> None:
    assert standard_deviations(score(z), 20) == text


def test_every_sign_is_in_the_typeface_of_screen_and_paper() -> None:
    from reportlab.pdfbase.pdfmetrics import getFont

    register_fonts()
    own = [
        text for code, texts in catalogue().items() if code.startswith("growth.") for text in texts.values()
    ]
    used = set("".join(own)) | set(signed(-2.5, 1) + signed(2.5, 1) + "~ kg/m² · ") - {"\n"}
    for name in (REGULAR, BOLD):
        known = getFont(name).face.charToGlyph
        assert [letter for letter in sorted(used) if ord(letter) not in known] == []


def test_every_class_and_reason_has_a_sentence() -> None:
    codes = {f"growth.{row['class']}" for row in read_table("growth/classes.csv")}
    reasons = "not_born too_old needs_weight needs_height needs_weight_and_height needs_head oedema"
    reasons += " length_outside sam mam"
    codes |= {f"growth.{reason}" for reason in reasons.split()}
    assert codes - set(catalogue()) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_swelling_of_both_feet_is_said_in_place_of_the_weight(language: str) -> None:
    born = date(2025, 3, 8)
    measured = Measured(
        sex="M", birth_date=born, on=born + timedelta(days=620), weight_kg=10, height_cm=80, muac_cm=13
    )
    assert note(assess(measured), language=language) == ""
    swollen = assess(replace(measured, oedema=True))
    assert [cell.key for cell in cells(swollen, language=language)] == ["length_height_for_age", "muac"]
    assert "SAM" in note(swollen, language=language)
