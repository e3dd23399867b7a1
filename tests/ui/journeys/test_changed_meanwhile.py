"""What somebody else did meanwhile: a record merged while open, an order voided under a typed result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import NewOrder


@pytest.mark.parametrize("language", ["sw", "en"])
def test_a_patient_merged_while_open_goes_on_under_the_survivor_with_one_key(
    person: Callable[..., Any],
    registered: Callable[..., Any],
    clinic_as: Callable[..., Clinic],
    language: str,
) -> None:
    clinician = person(language=language)
    kept = registered(clinician, birth_date=date(1996, 5, 4), allergies=("Penicillin",))
    open_one = registered(clinician, first_name="Nehema", last_name="Mrisho", birth_date=date(1996, 5, 4))
    clinician.call(open_one)
    clinician.write("58")
    clinician.go("complaint")
    clinician.type("Kuhara siku mbili")
    clinician.pick("medicinePicker", "par500")
    clinician.write("2 tds 3")

    clinic_as("in_charge").merging.merge(kept.id, open_one.id)  # at the other computer

    clinician.save()
    assert clinician.sees(f"{open_one.number}")
    assert clinician.sees(f"{kept.number}")
    assert clinician.clinic.visits.timeline(kept.id) == ()
    assert clinician.place == "bannerAction"
    assert kept.number in clinician.at.text()
    clinician.enter()
    clinician.settle()

    visit = clinician.consultation.consultation
    assert visit.patient.id == kept.id
    assert clinician.visible("weightKg").text() == "58"
    assert "Kuhara siku mbili" in clinician.visible("complaint").toPlainText()
    assert clinician.sees("Penicillin")  # the survivor's allergies are in the banner now
    clinician.save()
    form = clinician.saved(kept)
    assert (form.complaint, form.vitals.weight_kg) == ("Kuhara siku mbili", 58)
    assert [(line.medicine, line.quantity) for line in form.prescriptions] == [("par500", 18)]
    assert clinician.clinic.drafts.mine() == ()


@pytest.mark.parametrize("language", ["sw", "en"])
def test_a_result_for_a_voided_order_stays_on_the_screen_and_goes_to_a_new_order(
    person: Callable[..., Any],
    registered: Callable[..., Any],
    clinic_as: Callable[..., Clinic],
    language: str,
) -> None:
    technician = person(language=language)
    patient = registered(technician)
    order = technician.clinic.laboratory.order([NewOrder(id=new_id(), patient_id=patient.id, test="hb")])
    (row,) = order.value
    technician.screen("laboratory")
    technician.enter()  # the first of the list
    technician.settle()
    field = technician.place
    technician.type("9.4")

    clinic_as("clinician").laboratory.void(row.id, reason="Sampuli ya mtu mwingine")

    technician.save()
    assert technician.sees("Sampuli ya mtu mwingine")
    assert technician.visible(field).text() == "9.4"
    assert technician.place == "bannerAction"
    technician.enter()
    technician.settle()
    assert technician.visible(field).text() == "9.4"
    technician.save()
    (new,) = (each for each in technician.clinic.laboratory.worklist().orders if not each.is_void)
    assert new.id != row.id
    assert new.released.values[0].result == "9.4"
    assert technician.clinic.laboratory.get(row.id).reports == ()
    assert technician.clinic.drafts.mine() == ()
