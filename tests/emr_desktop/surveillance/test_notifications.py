"""Case forms through the real service on a real file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.models import AuditEntry, OutboxEvent
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.surveillance.rows import NotificationForm

TODAY = date(2026, 11, 18)


def events(clinic: Clinic) -> list[OutboxEvent]:
    with clinic.work.database.read() as session:
        found = session.scalars(select(OutboxEvent).where(OutboxEvent.kind == "notification.saved")).all()
        session.expunge_all()
        return list(found)


def actions(clinic: Clinic) -> list[str]:
    with clinic.work.database.read() as session:
        every = session.scalars(select(AuditEntry.action)).all()
    return [action for action in every if action.startswith("notification")]


def test_a_form_begins_with_what_is_known(case: NotificationForm) -> None:
    assert (case.village, case.council, case.region) == ("Chinangali", "Chamwino", "Dodoma")
    assert case.reporter == "Neema Mollel"
    assert case.outcome == "alive"


def test_a_saved_form_has_a_number_of_the_year_and_leaves_an_event(
    clinic: Clinic, case: NotificationForm
) -> None:
    row = clinic.notifications.save(case).value
    assert row.number == "101168-3/N/2026/0001"
    assert row.steps == ("to_phone", "to_print", "queued")
    assert row.deadline - row.made_at == timedelta(hours=24)
    (event,) = events(clinic)
    assert (event.entity_id, event.detail["condition"]) == (row.form.id, "cholera")
    again = replace(case, id=new_id(), visit_id=new_id())
    assert clinic.notifications.save(again).value.number == "101168-3/N/2026/0002"


def test_saving_the_same_form_again_changes_nothing(clinic: Clinic, case: NotificationForm) -> None:
    first = clinic.notifications.save(case).value
    second = clinic.notifications.save(case)
    assert second.value == first
    assert not second.changes.kinds
    assert len(events(clinic)) == 1


def test_a_form_is_kept_as_a_draft_until_it_is_saved(clinic: Clinic, case: NotificationForm) -> None:
    clinic.drafts.keep(case.id, kind="notification", patient_id=case.patient_id, content={"symptoms": "homa"})
    assert [draft.kind for draft in clinic.drafts.mine()] == ["notification"]
    clinic.notifications.save(case)
    assert clinic.drafts.mine() == ()


def test_two_people_who_correct_the_same_form_do_not_overwrite_each_other(
    clinic: Clinic, case: NotificationForm
) -> None:
    clinic.notifications.save(case)
    clinic.notifications.save(replace(case, action="Ametengwa", expected_version=1))
    with pytest.raises(StaleVersion) as stale:
        clinic.notifications.save(replace(case, action="Rufaa", expected_version=1))
    assert stale.value.current.form.action == "Ametengwa"  # type: ignore[attr-defined]


def test_one_visit_has_one_form_of_a_condition(clinic: Clinic, case: NotificationForm) -> None:
    row = clinic.notifications.save(case).value
    with pytest.raises(EmrError) as refused:
        clinic.notifications.save(replace(case, id=new_id()))
    assert refused.value.code == "surveillance.already_notified"
    assert refused.value.params == {"number": row.number}


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"village": " "}, "village", "village_missing"),
        ({"onset_on": None}, "onset_on", "onset_missing"),
        ({"onset_on": date(2026, 11, 19)}, "onset_on", "onset_after_visit"),
        ({"onset_on": date(1999, 1, 1)}, "onset_on", "before_birth"),
        ({"seen_on": date(2026, 11, 19)}, "seen_on", "in_future"),
        ({"symptoms": ""}, "symptoms", "symptoms_missing"),
        ({"symptoms": "x" * 301}, "symptoms", "too_long"),
        ({"specimen_on": TODAY}, "specimen", "specimen_missing"),
        ({"specimen": "Kinyesi", "specimen_on": date(2026, 11, 1)}, "specimen_on", "specimen_before_onset"),
        ({"doses": 2}, "vaccinated", "doses_without_vaccine"),
        ({"vaccinated": "yes", "doses": 40}, "doses", "doses_impossible"),
        ({"vaccinated": "yes", "last_dose_on": date(1990, 1, 1)}, "last_dose_on", "dose_date"),
        ({"outcome": "gone"}, "outcome", "outcome_unknown"),
        ({"reporter": " "}, "reporter", "reporter_missing"),
        ({"condition": "boredom"}, "condition", "condition_unknown"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    clinic: Clinic, case: NotificationForm, change: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(ValidationError) as wrong:
        clinic.notifications.save(replace(case, **change))  # type: ignore[arg-type]
    assert (wrong.value.field, wrong.value.code) == (field, f"surveillance.{code}")


def test_the_call_and_the_print_are_kept(clinic: Clinic, case: NotificationForm) -> None:
    row = clinic.notifications.save(case).value
    clinic.notifications.mark_phoned(row.form.id, to="Dk. Mushi, DMO")
    row = clinic.notifications.mark_printed(row.form.id).value
    assert row.steps == ("phoned", "printed", "queued")
    assert (row.phoned_to, row.phoned_at) == ("Dk. Mushi, DMO", clinic.work.clock.now())
    assert clinic.notifications.mark_printed(row.form.id).value.printed_count == 2
    with pytest.raises(ValidationError):
        clinic.notifications.mark_phoned(row.form.id, to=" ")


def test_that_it_is_not_a_case_is_kept_with_its_reason(clinic: Clinic, case: NotificationForm) -> None:
    with pytest.raises(ValidationError):
        clinic.notifications.not_a_case(case, reason=" ")
    row = clinic.notifications.not_a_case(case, reason="Hakuna upungufu wa maji").value
    assert (row.number, row.steps, row.reason) == (None, ("not_a_case",), "Hakuna upungufu wa maji")
    assert events(clinic) == []
    # Somebody thinks again: the case form goes before the decision.
    again = clinic.notifications.save(replace(case, id=new_id())).value
    assert [line.form.id for line in clinic.notifications.list_between(TODAY, TODAY)] == [again.form.id]


def test_a_form_that_was_taken_back_stays_readable_and_leaves_the_list(
    clinic: Clinic, case: NotificationForm
) -> None:
    row = clinic.notifications.save(case).value
    clinic.notifications.void(row.form.id, reason="Mgonjwa mwingine")
    assert clinic.notifications.list_between(TODAY, TODAY) == ()
    assert clinic.notifications.get(row.form.id).steps == ("void",)
    with pytest.raises(EmrError):
        clinic.notifications.save(replace(case, action="x", expected_version=2))


def test_the_list_is_of_the_days_asked_for_and_audited(clinic: Clinic, case: NotificationForm) -> None:
    clinic.notifications.save(case)
    assert len(clinic.notifications.list_between(date(2026, 11, 1), TODAY)) == 1
    assert clinic.notifications.list_between(date(2026, 10, 1), date(2026, 10, 31)) == ()
    assert actions(clinic) == ["notification.saved", "notification.list_listed", "notification.list_listed"]


def test_who_may_not_treat_may_not_notify(clinic_as: Callable[..., Clinic], case: NotificationForm) -> None:
    for role in ("receptionist", "it_admin", "pharmacist"):
        with pytest.raises(PermissionRefused):
            clinic_as(role).notifications.save(case)
