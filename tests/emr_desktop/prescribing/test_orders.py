"""What goes beyond dose, times and days: kept, counted, told to the patient; and what ran out."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.clinic import Clinic
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.prescribing.directing import usual_directions
from emr_desktop.printing.dose import dose_sentence, packs_words
from emr_desktop.reference.catalogue import (
    directions,
    medicine_units,
    medicines,
    routes,
    routes_of,
    usual_route,
)
from emr_desktop.reference.tables import read_table, words
from emr_desktop.visits.rows import PrescriptionEntry, VisitForm
from emr_desktop.visits.rules import quantity_for

Visit = Callable[..., VisitForm]


@pytest.fixture
def visit(clinic: Clinic) -> Visit:
    """``visit(dose=2, ...)``: a man of forty who gets paracetamol."""
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Juma", last_name="Mrisho", sex="M", birth_date=date(1986, 1, 2))
    ).value

    def make(**changes: object) -> VisitForm:
        said = {"medicine": "par500", "dose": 2, "per_day": 3, "days": 3, "quantity": 18} | changes
        line = PrescriptionEntry(**said)  # type: ignore[arg-type]
        return VisitForm(
            id=new_id(), patient_id=patient.id, visit_date=date(2026, 11, 18), prescriptions=(line,)
        )

    return make


def saved(clinic: Clinic, form: VisitForm) -> PrescriptionEntry:
    clinic.visits.save(form)
    (line,) = clinic.visits.get(form.id).form.prescriptions
    return line


# kept ----------------------------------------------------------------------------------------------------


def test_the_whole_order_is_read_back_as_it_was_saved(clinic: Clinic, visit: Visit) -> None:
    form = visit(
        route="po",
        frequency="q8h",
        as_needed=True,
        start_now=True,
        directions=("after_food", "water"),
        instructions="Rudi ukizidiwa",
    )
    assert saved(clinic, form) == replace(form.prescriptions[0], dose=2.0)


def test_an_order_without_all_that_stays_as_it_was(clinic: Clinic, visit: Visit) -> None:
    line = saved(clinic, visit())
    assert (line.route, line.frequency, line.as_needed, line.directions) == (None, None, False, ())


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"frequency": "bd"}, "prescriptions.0.per_day", "visit.frequency_unknown"),  # it is taken 3 times
        ({"frequency": "hourly"}, "prescriptions.0.per_day", "visit.frequency_unknown"),
        ({"route": "by hand"}, "prescriptions.0.route", "visit.route_unknown"),
        ({"directions": ("dance",)}, "prescriptions.0.directions", "visit.direction_unknown"),
        ({"dose": 100}, "prescriptions.0.dose", "visit.dose_impossible"),
        ({"dose": 0}, "prescriptions.0.dose", "visit.dose_not_positive"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    clinic: Clinic, visit: Visit, changes: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(visit(**changes))
    assert (refused.value.field, refused.value.code) == (field, code)


def test_many_tablets_at_a_time_are_asked_about(clinic: Clinic, visit: Visit) -> None:
    form = visit(medicine="tra50", dose=12)
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(form)
    assert (refused.value.field, refused.value.code) == (
        "prescriptions.0.reason",
        "prescribing.reason_missing",
    )


# counted -------------------------------------------------------------------------------------------------

doses = st.integers(1, 40).map(lambda quarters: quarters / 4)


@given(dose=doses, per_day=st.integers(1, 6), days=st.integers(1, 90), every=st.sampled_from([1, 2, 7, 28]))
def test_a_quantity_covers_every_dose_and_is_not_a_unit_more(
    dose: float, per_day: int, days: int, every: int
) -> None:
    quantity = quantity_for(dose, per_day, days, medicines()["par500"], every=every)
    taken = dose * per_day * len(range(0, days, every))
    assert quantity - 1 < taken <= quantity


@given(dose=doses, per_day=st.integers(1, 6), days=st.integers(1, 14))
@pytest.mark.parametrize("medicine", ["art60inj", "gen40inj", "ringerinf"])
def test_of_an_opened_vial_nothing_is_kept(medicine: str, dose: float, per_day: int, days: int) -> None:
    assert quantity_for(dose, per_day, days, medicines()[medicine]) == math.ceil(dose) * per_day * days


@given(dose=doses, per_day=st.integers(1, 6), days=st.integers(1, 90))
@pytest.mark.parametrize("medicine", ["clot1cr", "tetra1eo", "salb01ih"])
def test_a_tube_lasts_whatever_the_dose(medicine: str, dose: float, per_day: int, days: int) -> None:
    assert quantity_for(dose, per_day, days, medicines()[medicine]) == 1


@given(quantity=st.integers(1, 2000))
def test_bottles_hold_the_quantity_and_one_less_would_not(quantity: int) -> None:
    told = packs_words(quantity, medicines()["par120sy"], language="en")
    bottles = int(told.split()[0])
    assert (bottles - 1) * 100 < quantity <= bottles * 100


def test_only_liquids_are_told_in_bottles() -> None:
    assert packs_words(18, medicines()["par500"], language="sw") == ""
    assert packs_words(150, medicines()["par120sy"], language="sw") == "chupa 2, kila moja ml 100"


# told ----------------------------------------------------------------------------------------------------


MEZA = "Meza vidonge 2, mara 3 kwa siku, kwa siku 3."


@pytest.mark.parametrize(
    ("changes", "swahili"),
    [
        ({"frequency": "tds"}, MEZA),
        ({"frequency": "q8h"}, "Meza vidonge 2, kila baada ya saa 8, kwa siku 3."),
        ({"frequency": "nocte", "per_day": 1}, "Meza vidonge 2, usiku, kwa siku 3."),
        ({"frequency": "weekly", "per_day": 1, "days": 28}, "Meza vidonge 2, mara 1 kwa wiki, kwa siku 28."),
        ({"frequency": "stat", "per_day": 1, "days": 1}, "Meza vidonge 2, sasa hivi, mara moja tu."),
        ({"as_needed": True}, "Meza vidonge 2, inapohitajika tu, isizidi mara 3 kwa siku, kwa siku 3."),
        ({"start_now": True}, f"{MEZA} Dozi ya kwanza inatolewa sasa hivi kituoni."),
        ({"directions": ("after_food",)}, f"{MEZA} Tumia baada ya kula."),
        (
            {"medicine": "gen40inj", "route": "im", "dose": 1, "per_day": 1},
            "Utachomwa sindano kwenye msuli (IM) na mtoa huduma: ampuli 1, mara 1 kwa siku, kwa siku 3.",
        ),
        ({"route": "pv"}, "Ingiza vidonge 2 ndani ya uke, mara 3 kwa siku, kwa siku 3."),
    ],
)
def test_the_patient_is_told_the_whole_order_in_swahili(changes: dict[str, object], swahili: str) -> None:
    said = {"medicine": "par500", "dose": 2, "per_day": 3, "days": 3, "quantity": 18} | changes
    line = PrescriptionEntry(**said)  # type: ignore[arg-type]
    assert dose_sentence(line, medicines()[line.medicine], language="sw") == swahili


def test_every_route_and_usual_direction_exists() -> None:
    for medicine in medicines():
        assert set(routes_of(medicine)) <= set(routes())
        assert set(usual_directions(medicine)) <= set(directions())
    named = {row["medicine"] for row in read_table("medicine_routes.csv")}
    named |= {row["medicine"] for row in read_table("medicine_packs.csv")}
    assert named <= set(medicines())
    told = {
        code for row in read_table("prescribing/usual_directions.csv") for code in words(row["directions"])
    }
    assert told <= set(directions())


def test_limits_of_a_dose_ask_before_they_refuse() -> None:
    assert all(0 < unit.ask_above < unit.refuse_above for unit in medicine_units().values())


def test_the_route_comes_from_the_form_and_between_eye_and_ear_from_the_diagnosis() -> None:
    assert usual_route("par500") == "po"
    assert usual_route("ceft1000inj") == "iv"
    drops = next(code for code, each in medicines().items() if each.form == "eye or ear drops")
    assert usual_route(drops) is None
    assert usual_route(drops, ("H66.9",)) == "ear"
    assert usual_route(drops, ("H10.9",)) == "eye"


# out of stock --------------------------------------------------------------------------------------------


def test_nothing_is_said_of_the_stock_until_somebody_marks_a_medicine(clinic: Clinic, visit: Visit) -> None:
    assert clinic.prescribing.stock() == ()
    clinic.visits.save(form := visit())
    assert clinic.visits.get(form.id).form.findings == ()
    clinic.prescribing.mark_stock("par500", is_out=True)
    assert clinic.prescribing.in_force().out_of_stock == {"par500"}
    clinic.visits.save(form := visit(medicine="amo250"))
    assert clinic.visits.get(form.id).form.findings == ()  # another one
    clinic.prescribing.mark_stock("amo250", is_out=True)
    clinic.visits.save(form := visit(medicine="amo250", dose=1, per_day=1))  # mild: stops nobody
    found = clinic.visits.get(form.id).form.findings
    (finding,) = [each for each in found if each.rule != "dup_running"]
    assert (finding.rule, finding.severity, finding.action) == ("stock_out", "mild", "shown")


def test_a_mark_is_in_a_persons_name_and_taken_back(clinic: Clinic) -> None:
    marked = clinic.prescribing.mark_stock("par500", is_out=True)
    assert (marked.value.marked_by, marked.value.is_out) == ("Neema Mollel", True)
    assert clinic.prescribing.mark_stock("par500", is_out=True).changes.kinds == frozenset()
    clinic.prescribing.mark_stock("par500", is_out=False)
    assert clinic.prescribing.in_force().out_of_stock == frozenset()
    (row,) = clinic.prescribing.stock()
    assert not row.is_out


def test_an_unknown_medicine_cannot_run_out(clinic: Clinic) -> None:
    with pytest.raises(ValidationError):
        clinic.prescribing.mark_stock("nope", is_out=True)
