"""A snake bite is referred: said on the page, kept, counted, and on paper for the hospital."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt


@pytest.mark.parametrize("language", ["sw", "en"])
def test_a_snake_bite_goes_to_the_hospital(
    person: Callable[..., Any], registered: Callable[..., Any], language: str
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
    clinician.go("outcome")
    clinician.press(Qt.Key.Key_Down)
    clinician.tab_to("referredTo")
    clinician.type("Hospitali ya Rufaa Dodoma")
    clinician.save()
    form = clinician.saved(farmer)
    assert [each.icd10 for each in form.diagnoses] == ["T63.0"]
    assert (form.outcome, form.referred_to) == ("referred", "Hospitali ya Rufaa Dodoma")
    (line,) = form.prescriptions
    assert (line.frequency, line.route, line.quantity) == ("stat", "im", 1)
    # An attendance, the first of the year, a snake bite, a referral out.
    assert clinician.month() == {row: {"y5_59.M": 1} for row in ("1", "2", "69", "90")}
