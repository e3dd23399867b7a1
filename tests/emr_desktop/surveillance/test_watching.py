"""What surveillance says of the diagnoses of a visit, and the cluster rules."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.clinic import Clinic
from emr_desktop.errors import PermissionRefused, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.notifiable import ClusterRule
from emr_desktop.surveillance.rows import ClusterSetting, NotificationForm, Watch
from emr_desktop.surveillance.rules import Sighting, clusters_in
from emr_desktop.visits.rows import DiagnosisEntry, VisitRow

TODAY = date(2026, 11, 18)
RULE = ClusterRule("bloody_diarrhoea", "Bloody", "Damu", ("A03", "A06.0"), "", 3, 7, True, "unconfirmed")


def watched(clinic: Clinic, patient: PatientRow, *icd10: str, on: date = TODAY, **more: object) -> Watch:
    entries = tuple(DiagnosisEntry(icd10=code, **more) for code in icd10)  # type: ignore[arg-type]
    return clinic.surveillance.watch(patient, entries, visit_id=new_id(), visit_date=on)


def test_a_listed_diagnosis_is_noticed_and_an_everyday_one_is_not(
    clinic: Clinic, someone: Callable[..., PatientRow]
) -> None:
    patient = someone()
    assert [notice.condition for notice in watched(clinic, patient, "A00.9", "B54").notices] == ["cholera"]
    assert watched(clinic, patient, "B54", "J06.9") == Watch()


def test_what_was_made_of_it_comes_with_the_notice(
    clinic: Clinic, someone: Callable[..., PatientRow], case: NotificationForm
) -> None:
    patient = clinic.patients.get(case.patient_id)
    form = replace(case, visit_id=new_id())
    row = clinic.notifications.save(form).value
    entries = (DiagnosisEntry(icd10="A00.9", concept="cholera"),)
    found = clinic.surveillance.watch(patient, entries, visit_id=form.visit_id, visit_date=TODAY)
    assert [notice.known for notice in found.notices] == [row]


def test_three_alike_in_seven_days_in_a_village_warn_the_third(
    clinic: Clinic, someone: Callable[..., PatientRow], seen: Callable[..., VisitRow]
) -> None:
    seen(someone("Chinangali"), "A03.9", on=TODAY - timedelta(days=6))
    third = someone("chinangali ")
    assert watched(clinic, third, "A03.9").clusters == ()
    seen(someone("Chinangali"), "A06.0", on=TODAY - timedelta(days=1))
    (cluster,) = watched(clinic, third, "A03.9").clusters
    assert (cluster.rule, cluster.patients, cluster.days) == ("bloody_diarrhoea", 3, 7)
    assert watched(clinic, someone("Manchali"), "A03.9").clusters == ()
    assert watched(clinic, third, "B54").clusters == ()
    assert watched(clinic, third, "A03.9", on=TODAY + timedelta(days=1)).clusters == ()


def test_a_voided_visit_and_the_visit_itself_are_not_counted_beside_it(
    clinic: Clinic, someone: Callable[..., PatientRow], seen: Callable[..., VisitRow]
) -> None:
    seen(someone(), "A03.9")
    voided = seen(someone(), "A03.9")
    clinic.visits.void(voided.form.id, reason="Makosa")
    mine = seen(someone(), "A03.9")
    entries = mine.form.diagnoses
    found = clinic.surveillance.watch(
        mine.patient, entries, visit_id=mine.form.id, visit_date=mine.form.visit_date
    )
    assert found.clusters == ()


def test_the_in_charge_sees_every_cluster_and_changes_the_rule(
    clinic: Clinic, someone: Callable[..., PatientRow], seen: Callable[..., VisitRow]
) -> None:
    for _ in range(2):
        seen(someone(), "A09")
    assert clinic.surveillance.clusters() == ()
    clinic.surveillance.set_cluster(ClusterSetting("watery_diarrhoea", True, 2, 3))
    (cluster,) = clinic.surveillance.clusters()
    assert (cluster.rule, cluster.village, cluster.patients) == ("watery_diarrhoea", "Chinangali", 2)
    assert [setting.rule for setting in clinic.surveillance.cluster_settings() if setting.changed] == [
        "watery_diarrhoea"
    ]
    with pytest.raises(ValidationError):
        clinic.surveillance.set_cluster(ClusterSetting("watery_diarrhoea", True, 1, 3))


def test_only_the_in_charge_changes_rules(clinic_as: Callable[..., Clinic]) -> None:
    with pytest.raises(PermissionRefused):
        clinic_as("clinician").surveillance.set_cluster(ClusterSetting("red_eyes", False, 3, 7))


PEOPLE = [uuid.UUID(int=number) for number in range(6)]


@st.composite
def _sighting(draw: st.DrawFn) -> Sighting:
    return Sighting(
        patient_id=draw(st.sampled_from(PEOPLE)),
        visit_id=draw(st.uuids()),
        seen_on=TODAY - timedelta(days=draw(st.integers(-3, 12))),
        village=draw(st.sampled_from(("Chinangali", "CHINANGALI", "Manchali", "", None))),
        icd10=draw(st.sampled_from(("A03.9", "A06.0", "A09", "B54"))),
        severity=None,
    )


@given(
    st.lists(_sighting(), max_size=25),
    st.integers(2, 5),
    st.integers(1, 10),
)
def test_a_cluster_is_enough_different_patients_of_one_village_in_the_days(
    sightings: list[Sighting], count: int, days: int
) -> None:
    found = clusters_in(sightings, [(RULE, ClusterSetting(RULE.code, True, count, days))], until=TODAY)
    expected = {}
    for village in ("chinangali", "manchali"):
        patients = {
            one.patient_id
            for one in sightings
            if (one.village or "").lower() == village
            and one.icd10 in ("A03.9", "A06.0")
            and 0 <= (TODAY - one.seen_on).days < days
        }
        if len(patients) >= count:
            expected[village] = len(patients)
    assert {cluster.village.lower(): cluster.patients for cluster in found} == expected
    assert clusters_in(sightings, [(RULE, ClusterSetting(RULE.code, False, count, days))], until=TODAY) == ()
