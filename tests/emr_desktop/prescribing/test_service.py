"""Deciding on rules, and the check every saved visit goes through, on a real record."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from db.models import AuditEntry, RuleDecision, VisitRevision
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.prescribing.tables import all_rules
from emr_desktop.visits.rows import (
    DiagnosisEntry,
    FindingEntry,
    LabEntry,
    PrescriptionEntry,
    VisitForm,
    VitalsEntry,
)

TODAY = date(2026, 11, 18)
AMOXICILLIN = PrescriptionEntry(medicine="amo250dt", dose=3, per_day=2, days=5, quantity=30)
STOPPED = FindingEntry(
    medicine="amo250dt",
    rule="allergy_same",
    code="prescribing.allergy",
    severity="serious",
    other="Penisilini",
    action="kept",
    reason="tolerated",
)


@pytest.fixture
def child(clinic: Clinic) -> PatientRow:
    """Juma, four years old, allergic to penicillin."""
    form = PatientForm(
        id=new_id(),
        first_name="Juma",
        last_name="Mrisho",
        sex="M",
        birth_date=date(2022, 9, 1),
        allergies=("Penisilini",),
    )
    return clinic.patients.register(form).value


@pytest.fixture
def visit(child: PatientRow) -> Callable[..., VisitForm]:
    """``visit(prescriptions=..., findings=...)``: pneumonia with amoxicillin unless said otherwise."""

    def make(**said: Any) -> VisitForm:
        usual: dict[str, Any] = {
            "id": new_id(),
            "patient_id": child.id,
            "visit_date": TODAY,
            "vitals": VitalsEntry(weight_kg=15.5),
            "diagnoses": (DiagnosisEntry(icd10="J18.9", concept="pneumonia"),),
            "prescriptions": (AMOXICILLIN,),
        }
        return VisitForm(**(usual | said))

    return make


def actions(clinic: Clinic) -> list[str]:
    with clinic.work.database.read() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_a_visit_with_an_allergy_against_its_medicine_is_not_saved_without_a_reason(
    clinic: Clinic, visit: Callable[..., VisitForm]
) -> None:
    form = visit()
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(form)
    assert (refused.value.field, refused.value.code) == (
        "prescriptions.0.reason",
        "prescribing.reason_missing",
    )
    assert clinic.visits.timeline(form.patient_id) == ()


def test_a_reason_is_kept_with_the_visit_and_read_back(
    clinic: Clinic, visit: Callable[..., VisitForm]
) -> None:
    saved = clinic.visits.save(visit(findings=(STOPPED,))).value
    (finding,) = clinic.visits.get(saved.form.id).form.findings
    assert (finding.rule, finding.action, finding.reason) == ("allergy_same", "kept", "tolerated")
    assert finding.severity == "serious"
    assert finding.params == {"allergy": "Penisilini"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": None}, "prescribing.reason_missing"),
        ({"reason": None, "reason_words": "  "}, "prescribing.reason_missing"),
        ({"reason": None, "reason_words": "ok"}, "prescribing.reason_too_short"),
        ({"reason": "because"}, "prescribing.reason_unknown"),
        ({"reason": None, "reason_words": "x" * 201}, "visit.text_too_long"),
        ({"rule": "dup_ingredient"}, "prescribing.reason_missing"),  # an answer to something else
    ],
)
def test_a_reason_that_tells_nothing_is_refused(
    clinic: Clinic, visit: Callable[..., VisitForm], changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(visit(findings=(replace(STOPPED, **changes),)))
    assert refused.value.code == code


def test_own_words_are_a_reason(clinic: Clinic, visit: Callable[..., VisitForm]) -> None:
    answer = replace(STOPPED, reason=None, reason_words=" Mama anasema alishatumia ")
    saved = clinic.visits.save(visit(findings=(answer,))).value
    assert saved.form.findings[0].reason_words == "Mama anasema alishatumia"


def test_what_was_heeded_is_kept_too(clinic: Clinic, visit: Callable[..., VisitForm]) -> None:
    heeded = replace(STOPPED, action="taken_off", reason=None)
    erythromycin = PrescriptionEntry(medicine="ery125sy", dose=7.5, per_day=4, days=5, quantity=150)
    saved = clinic.visits.save(visit(prescriptions=(erythromycin,), findings=(heeded,))).value
    (finding,) = saved.form.findings
    assert (finding.medicine, finding.action) == ("amo250dt", "taken_off")


def test_a_mild_finding_is_kept_as_shown_and_stops_nobody(
    clinic: Clinic, visit: Callable[..., VisitForm]
) -> None:
    ibuprofen = PrescriptionEntry(medicine="cet5sy", dose=2.5, per_day=1, days=3, quantity=8)
    amoxicillin = PrescriptionEntry(medicine="cot240sy", dose=5, per_day=2, days=5, quantity=50)
    cold = visit(
        prescriptions=(ibuprofen, amoxicillin),
        diagnoses=(DiagnosisEntry(icd10="J00", concept="common_cold"),),
    )
    (finding,) = clinic.visits.save(cold).value.form.findings
    assert (finding.rule, finding.severity, finding.action) == ("ind_cold", "mild", "shown")


def test_a_second_save_changes_nothing(clinic: Clinic, visit: Callable[..., VisitForm]) -> None:
    form = visit(findings=(STOPPED,))
    clinic.visits.save(form)
    again = clinic.visits.save(form)
    assert again.changes.kinds == frozenset()
    assert again.value.version == 1


def test_a_second_save_changes_nothing_although_the_rules_changed_meanwhile(
    clinic: Clinic, visit: Callable[..., VisitForm]
) -> None:
    cotrim = PrescriptionEntry(medicine="cot240sy", dose=5, per_day=2, days=5, quantity=50)
    form = visit(prescriptions=(cotrim,), diagnoses=(DiagnosisEntry(icd10="J00", concept="common_cold"),))
    clinic.visits.save(form)
    clinic.prescribing.withdraw("ind_cold", reason="Kwa majaribio")
    assert clinic.visits.save(form).changes.kinds == frozenset()


def test_a_correction_keeps_the_earlier_reasons_in_its_revision(
    clinic: Clinic, visit: Callable[..., VisitForm]
) -> None:
    form = visit(findings=(STOPPED,))
    clinic.visits.save(form)
    other = replace(STOPPED, reason="consulted")
    clinic.visits.save(replace(form, findings=(other,), complaint="Kikohozi", expected_version=1))
    with clinic.work.database.read() as session:
        content = session.scalar(select(VisitRevision.content))
    assert [each["reason"] for each in content["findings"]] == ["tolerated"]
    assert clinic.visits.get(form.id).form.findings[0].reason == "consulted"


def test_what_another_system_sent_was_decided_there(clinic: Clinic, visit: Callable[..., VisitForm]) -> None:
    assert clinic.visits.save(visit(source="other", source_id="v1")).value.form.findings == ()


def test_an_earlier_weight_counts_while_it_is_fresh(clinic: Clinic, visit: Callable[..., VisitForm]) -> None:
    plain = PrescriptionEntry(medicine="par120sy", dose=5, per_day=3, days=3, quantity=45)
    clinic.visits.save(visit(prescriptions=(plain,), visit_date=date(2026, 11, 10)))
    far_too_much = replace(plain, dose=40, quantity=360)
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(visit(prescriptions=(far_too_much,), vitals=VitalsEntry()))
    assert refused.value.code == "prescribing.reason_missing"


def test_pregnancy_is_kept_and_impossible_weeks_are_refused(
    clinic: Clinic, visit: Callable[..., VisitForm]
) -> None:
    woman = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", birth_date=date(1998, 1, 1))
    ).value
    usual: dict[str, Any] = {"patient_id": woman.id, "prescriptions": (), "vitals": VitalsEntry()}
    saved = clinic.visits.save(visit(**usual, pregnancy="pregnant", pregnancy_weeks=20)).value
    assert (saved.form.pregnancy, saved.form.pregnancy_weeks) == ("pregnant", 20)
    for said, code in (
        ({"pregnancy": "perhaps"}, "visit.pregnancy_unknown"),
        ({"pregnancy": "no", "pregnancy_weeks": 20}, "visit.weeks_without_pregnancy"),
        ({"pregnancy": "pregnant", "pregnancy_weeks": 70}, "visit.weeks_impossible"),
    ):
        with pytest.raises(ValidationError) as refused:
            clinic.visits.save(visit(**usual, **said))
        assert refused.value.code == code


# rules -------------------------------------------------------------------------------------------------


def test_a_draft_dose_is_approved_in_a_persons_name_and_audited(clinic: Clinic) -> None:
    rule = all_rules()["dose_par_sy"]
    assert not clinic.prescribing.in_force().is_in_force(rule)
    row = clinic.prescribing.approve(rule.id).value
    assert (row.in_force, row.decision, row.decided_by) == (True, "approved", "Neema Mollel")
    assert row.decided_at == clinic.work.clock.now()
    assert clinic.prescribing.in_force().is_in_force(rule)
    assert "prescribing.rule_approved" in actions(clinic)
    listed = {each.id: each for each in clinic.prescribing.rules()}
    assert listed[rule.id].decided_by == "Neema Mollel"


def test_approving_twice_is_recorded_once(clinic: Clinic) -> None:
    clinic.prescribing.approve("dose_par_sy")
    again = clinic.prescribing.approve("dose_par_sy")
    assert again.changes.kinds == frozenset()
    assert actions(clinic).count("prescribing.rule_approved") == 1


def test_a_rule_is_withdrawn_with_a_reason_and_comes_back(
    clinic: Clinic, visit: Callable[..., VisitForm]
) -> None:
    for rule in ("allergy_same", "cross_in_penicillin"):
        with pytest.raises(ValidationError):
            clinic.prescribing.withdraw(rule, reason="  ")
        assert clinic.prescribing.withdraw(rule, reason="Kwa majaribio").value.reason == "Kwa majaribio"
    assert clinic.visits.save(visit()).value.form.findings == ()
    clinic.prescribing.approve("allergy_same")
    with pytest.raises(ValidationError):
        clinic.visits.save(visit())


def test_an_approval_is_of_the_text_that_stood_there(clinic: Clinic) -> None:
    clinic.prescribing.approve("dose_par_sy")
    with clinic.work.database.write.begin() as session:
        session.execute(update(RuleDecision).values(digest="of an older text"))
    row = {each.id: each for each in clinic.prescribing.rules()}["dose_par_sy"]
    assert (row.in_force, row.decision) == (False, None)


def test_only_clinicians_and_the_in_charge_decide(clinic_as: Callable[..., Clinic]) -> None:
    with pytest.raises(PermissionRefused):
        clinic_as("nurse").prescribing.approve("dose_par_sy")
    with pytest.raises(PermissionRefused):
        clinic_as("it_admin").prescribing.withdraw("allergy_same", reason="Kwa majaribio")
    assert clinic_as("clinician").prescribing.approve("dose_par_sy").value.in_force


def test_an_unknown_rule_is_named(clinic: Clinic) -> None:
    with pytest.raises(EmrError) as refused:
        clinic.prescribing.approve("dose_of_luck")
    assert (refused.value.code, refused.value.params) == (
        "prescribing.rule_unknown",
        {"rule": "dose_of_luck"},
    )


def test_a_positive_malaria_test_lets_alu_through(clinic: Clinic, visit: Callable[..., VisitForm]) -> None:
    alu = PrescriptionEntry(medicine="alu20120", dose=2, per_day=2, days=3, quantity=12)
    usual: dict[str, Any] = {"prescriptions": (alu,), "diagnoses": (DiagnosisEntry(icd10="B54"),)}
    with pytest.raises(ValidationError):
        clinic.visits.save(visit(**usual))
    tested = visit(**usual, tests=(LabEntry(test="mrdt", result="positive"),))
    assert clinic.visits.save(tested).value.form.findings == ()


def test_a_visit_id_is_what_findings_belong_to(clinic: Clinic, visit: Callable[..., VisitForm]) -> None:
    first = clinic.visits.save(visit(id=uuid.UUID(int=7), findings=(STOPPED,))).value
    second = clinic.visits.save(visit(prescriptions=())).value
    assert (len(first.form.findings), second.form.findings) == (1, ())
