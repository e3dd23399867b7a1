"""What a signer is asked, what is refused, and who may sign."""

from dataclasses import replace
from datetime import date

import pytest

from db.models import Staff
from emr_desktop.errors import PermissionRefused, ValidationError
from emr_desktop.forms.version_rows import Signing

MONTH = "202610"
DAY = date(2026, 10, 12)
GROWN_UP = date(1990, 1, 1)


def test_before_signing_the_check_is_said_in_numbers(desk) -> None:
    desk.see(DAY, GROWN_UP)  # without a diagnosis: to fix
    desk.see(DAY, GROWN_UP, diagnoses=(("B54", "provisional", None),))  # to look at
    desk.see(DAY, GROWN_UP, status="open")  # to fix
    sheet = desk.forms.before_closing("opd", MONTH)
    assert (sheet.name, sheet.cadre, sheet.next_version) == ("Asha Mrisho", "Clinical Officer", 1)
    assert (sheet.to_fix, sheet.to_look_at, sheet.open_visits, sheet.not_over) == (2, 1, 1, False)
    assert sheet.needs_confirmation
    november = desk.forms.before_closing("opd", "202611")
    assert (november.not_over, november.open_visits) == (True, 0)


def test_signing_early_needs_words_and_the_paper_says_it(desk) -> None:
    desk.see(date(2026, 11, 3), GROWN_UP, status="open")
    today = date(2026, 11, 22)
    for words in ("", "   "):
        with pytest.raises(ValidationError) as refused:
            desk.forms.close("opd", "202611", signing=Signing("Asha Mrisho", "CO", today, words))
        assert (refused.value.field, refused.value.code) == (
            "confirmation",
            "form.signing.confirmation_missing",
        )
    closed = desk.forms.close(
        "opd", "202611", signing=Signing("Asha Mrisho", "CO", today, "The council asks for it today")
    ).value
    assert (closed.signature.not_over, closed.signature.open_visits) == (True, 1)
    (line,) = desk.forms.versions("opd", "202611")
    assert (line.confirmation, line.not_over) == ("The council asks for it today", True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "A" * 201}, "name"),
        ({"cadre": ""}, "cadre"),
        ({"signed_on": date(2026, 11, 23)}, "signed_on"),
        ({"signed_on": date(2026, 9, 30)}, "signed_on"),
    ],
)
def test_a_signature_that_cannot_be_is_refused_at_its_field(desk, changes, field) -> None:
    signing = replace(Signing("Asha Mrisho", "CO", date(2026, 11, 2)), **changes)
    with pytest.raises(ValidationError) as refused:
        desk.forms.close("opd", MONTH, signing=signing)
    assert refused.value.field == field
    assert desk.forms.versions("opd", MONTH) == ()


def test_a_cadre_written_when_signing_is_kept_with_the_signers_record(desk) -> None:
    def cadre(value: str | None = None) -> str | None:
        with desk.database.write.begin() as session:
            staff = session.get_one(Staff, desk.work.actor.staff_id)
            if value is not None:
                staff.cadre = value or None
            return staff.cadre

    cadre("")
    try:
        desk.forms.close("opd", MONTH, signing=Signing("Juma Ally", "Mganga", date(2026, 11, 2)))
        assert cadre() is None  # another one's
        desk.forms.reopen("opd", MONTH, reason="name")
        desk.forms.close("opd", MONTH, signing=Signing("Asha Mrisho", "Afisa Tabibu", date(2026, 11, 2)))
        assert cadre() == "Afisa Tabibu"
    finally:
        cadre("Clinical Officer")


def test_roles_look_sign_and_verify_as_their_work_needs(desk) -> None:
    desk.forms.close("opd", MONTH)
    for role, verb, allowed in (
        ("clinician", "versions", True),
        ("it_admin", "versions", True),
        ("cashier", "versions", False),
        ("it_admin", "changes", False),
        ("clinician", "changes", True),
        ("clinician", "before_closing", False),
    ):
        call = getattr(desk.as_role(role), verb)
        if allowed:
            call("opd", MONTH)
        else:
            with pytest.raises(PermissionRefused):
                call("opd", MONTH)
    with pytest.raises(PermissionRefused):
        desk.as_role("receptionist").verify("2222-2222-2")
