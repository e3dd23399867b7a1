"""A pregnant woman with a urinary infection: ciprofloxacin and late nitrofurantoin are challenged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

PREGNANT = {"sw": "jamzito", "en": "regnan"}


@pytest.mark.parametrize("language", ["sw", "en"])
def test_both_are_challenged_and_a_third_goes_out(
    person: Callable[..., Any], registered: Callable[..., Any], printed: Any, tmp_path: Path, language: str
) -> None:
    clinician = person(language=language)
    woman = registered(clinician)
    clinician.call(woman)
    clinician.write("61")
    clinician.pick("diagnosisPicker", "uti")
    clinician.pick("medicinePicker", "cip500")
    # Nothing is claimed while nobody asked; that it was not checked is said, once.
    assert clinician.warnings(0) == ()
    assert clinician.sees("jauzito" if language == "sw" else "pregnan")

    clinician.go("pregnancy")
    clinician.press(Qt.Key.Key_Down)
    clinician.press(Qt.Key.Key_Down)
    clinician.tab_to("pregnancyWeeks")
    clinician.type("37")
    (warning,) = clinician.warnings(0)
    assert PREGNANT[language] in warning
    clinician.tab_to("findingReason")
    clinician.press(Qt.Key.Key_Delete)  # heeded

    clinician.pick("medicinePicker", "nitro")
    (warning,) = clinician.warnings(0)
    assert "37" in warning
    assert clinician.place == "findingReason"
    clinician.press(Qt.Key.Key_Delete)

    clinician.pick("medicinePicker", "amo250")
    assert clinician.warnings(0) == ()
    clinician.write("2 tds 7/7")
    clinician.save()
    form = clinician.saved(woman)
    assert (form.pregnancy, form.pregnancy_weeks) == ("pregnant", 37)
    assert [line.medicine for line in form.prescriptions] == ["amo250"]
    assert {(each.medicine, each.rule, each.action) for each in form.findings} == {
        ("cip500", "preg_quinolone", "taken_off"),
        ("nitro100", "preg_nitro_late", "taken_off"),
    }
    clinician.print()
    paper = " ".join(printed.text(tmp_path).split())
    assert "Meza kapsuli 2, mara 3 kwa siku, kwa siku 7." in paper
    assert "Maliza dozi" in paper
    assert clinician.month()["1"] == {"y5_59.F": 1}


def test_nitrofurantoin_in_the_middle_of_pregnancy_is_no_reason_to_stop(
    person: Callable[..., Any], registered: Callable[..., Any]
) -> None:
    clinician = person()
    clinician.call(registered(clinician))
    clinician.go("pregnancy")
    clinician.press(Qt.Key.Key_Down)
    clinician.press(Qt.Key.Key_Down)
    clinician.tab_to("pregnancyWeeks")
    clinician.type("20")
    clinician.pick("diagnosisPicker", "uti")
    clinician.pick("medicinePicker", "nitro")
    assert clinician.warnings(0) == ()
