"""An HIV test stays between those who treat: not on the paper, not before other eyes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emr_desktop.clinic import Clinic


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_mark_keeps_the_test_off_the_paper_and_from_other_eyes(
    person: Callable[..., Any],
    registered: Callable[..., Any],
    clinic_as: Callable[..., Clinic],
    printed: Any,
    tmp_path: Path,
    language: str,
) -> None:
    clinician = person(language=language)
    woman = registered(clinician)
    clinician.call(woman)
    clinician.write("61")
    clinician.tab_to("testPicker")
    clinician.type("hiv")
    clinician.offered()
    clinician.enter()
    assert clinician.place == "testHiv"
    clinician.type("p" if language == "en" else "c")  # reactive
    clinician.pick("diagnosisPicker", "hiv")
    clinician.pick("medicinePicker", "cot480")
    clinician.write("2 od 1/12")
    clinician.save()
    form = clinician.saved(woman)
    assert [(each.test, each.result) for each in form.tests] == [("hiv", "reactive")]

    clinician.print()
    paper = printed.text(tmp_path)
    assert "Co-trimoxazole" in paper
    for word in ("HIV", "VVU", "UKIMWI", "B24"):
        assert word not in paper

    # Who treats sees it; who dispenses sees that there was a visit, and no more.
    (summary,) = clinic_as("pharmacist").visits.timeline(woman.id)
    assert summary.is_hidden
    assert (summary.diagnoses, summary.tests, summary.prescriptions) == ((), (), ())
    assert not clinician.clinic.visits.timeline(woman.id)[0].is_hidden
