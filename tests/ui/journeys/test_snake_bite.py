"""A snake bite is referred: said on the page and its side page, kept, counted, followed, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from ui.referrals.page import ReferralsPage


@pytest.mark.parametrize("language", ["sw", "en"])
def test_a_snake_bite_goes_to_the_hospital(
    person: Callable[..., Any], registered: Callable[..., Any], printed: Any, tmp_path: Path, language: str
) -> None:
    clinician = person(language=language)
    farmer = registered(
        clinician, first_name="Petro", last_name="Lubida", sex="M", birth_date=date(1990, 1, 5)
    )
    clinician.call(farmer)
    clinician.write("64")
    clinician.pick("diagnosisPicker", "nyoka")
    clinician.pick("medicinePicker", "tat1500")
    clinician.type("1 stat")
    clinician.enter()

    clinician.alt("8")
    clinician.write("Hospitali ya Rufaa Dodoma", "Wagonjwa mahututi")
    assert clinician.place == "referralUrgency"
    clinician.type("e" if language == "en" else "d")  # an emergency, dharura
    clinician.tab_to("referralReason")
    clinician.type("Kung'atwa na nyoka mguu wa kulia, uvimbe")
    clinician.tab_to("referralEscort")
    clinician.type("Mke wake")
    clinician.press(Qt.Key.Key_Escape)  # back to the page, where the visit is saved with its letter
    clinician.save()

    form = clinician.saved(farmer)
    assert [each.icd10 for each in form.diagnoses] == ["T63.0"]
    assert (form.outcome, form.referred_to) == ("referred", "Hospitali ya Rufaa Dodoma")
    assert (form.referral.unit, form.referral.urgency) == ("Wagonjwa mahututi", "emergency")
    (line,) = form.prescriptions
    assert (line.frequency, line.route, line.quantity) == ("stat", "im", 1)

    # The banner offers the letter; the key it names shows it, and the next prints it.
    clinician.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    clinician.settle()
    clinician.print_what_is_shown()
    paper = " ".join(printed.text(tmp_path).split())
    for words in (
        "Petro Lubida",
        "Hospitali ya Rufaa Dodoma",
        "Kung'atwa na nyoka mguu wa kulia",
        "Mke wake",
    ):
        assert words in paper

    # The reception follows who was sent.
    clinician.screen("reception")
    clinician.button("deskReferrals")
    followed = clinician.visible("referralsPage")
    assert isinstance(followed, ReferralsPage)
    (row,) = followed.table.model.rows
    assert (row.patient.id, row.sent_to, row.state) == (farmer.id, "Hospitali ya Rufaa Dodoma", "sent")

    # An attendance, the first of the year, a snake bite, a referral out.
    assert clinician.month() == {row: {"y5_59.M": 1} for row in ("1", "2", "69", "90")}


def test_the_outcome_alone_refers_too(person: Callable[..., Any], registered: Callable[..., Any]) -> None:
    clinician = person()
    farmer = registered(clinician, sex="M", birth_date=date(1990, 1, 5))
    clinician.call(farmer)
    clinician.pick("diagnosisPicker", "nyoka")
    clinician.go("outcome")
    clinician.press(Qt.Key.Key_Down)
    clinician.tab_to("referredTo")
    clinician.type("Hospitali ya Rufaa Dodoma")
    clinician.save()
    form = clinician.saved(farmer)
    assert (form.outcome, form.referred_to) == ("referred", "Hospitali ya Rufaa Dodoma")
    assert clinician.month()["90"] == {"y5_59.M": 1}
