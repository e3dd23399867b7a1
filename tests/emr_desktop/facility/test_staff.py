from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from emr_desktop.clinic import Clinic
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.facility.service import login_names, set_own_password, unlock

OWN = "mvua kubwa ya masika"


def _login(folder: Path, clock: Clock, username: str, password: str) -> str:
    """Log in and out again; the code when it is refused."""
    try:
        unlock(folder, username=username, password=password, clock=clock).database.close()
    except EmrError as refused:
        return refused.code
    return "in"


def test_a_new_user_chooses_an_own_password_with_the_code(
    clinic: Clinic, data_folder: Path, clock: Clock
) -> None:
    written = clinic.staff.add(username="Asha", full_name="Asha  Mushi", roles=("nurse", "clinician"))
    code = written.value
    assert written.changes.kinds == {"staff"}
    assert len(code) == 10
    assert login_names(data_folder)[-1].must_set_password
    assert _login(data_folder, clock, "asha", code) == "login.code_must_be_changed"
    set_own_password(
        data_folder, username="asha", current=f" {code.lower()[:5]} {code[5:]}", new=OWN, clock=clock
    )
    assert _login(data_folder, clock, "asha", OWN) == "in"
    assert _login(data_folder, clock, "asha", code) == "login.refused"
    assert not login_names(data_folder)[-1].must_set_password
    row = clinic.staff.list_all()[-1]
    assert (row.username, row.full_name, row.roles) == ("asha", "Asha Mushi", ("nurse", "clinician"))


def test_a_code_dies_after_seven_days(clinic: Clinic, data_folder: Path, clock: Clock) -> None:
    code = clinic.staff.add(username="asha", full_name="Asha Mushi", roles=("nurse",)).value
    clock.advance(days=7)
    assert _login(data_folder, clock, "asha", code) == "login.code_must_be_changed"
    clock.advance(seconds=1)
    assert _login(data_folder, clock, "asha", code) == "login.code_expired"
    with pytest.raises(EmrError) as refused:
        set_own_password(data_folder, username="asha", current=code, new=OWN, clock=clock)
    assert refused.value.code == "login.code_expired"


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"username": "mkuu"}, "username", "staff.username_taken"),
        ({"username": "A B"}, "username", "staff.username_format"),
        ({"full_name": " "}, "full_name", "staff.full_name_missing"),
        ({"roles": ()}, "roles", "staff.roles_missing"),
        ({"roles": ("king",)}, "roles", "staff.role_unknown"),
    ],
)
def test_wrong_fields_are_named_and_give_no_slot(
    clinic: Clinic, data_folder: Path, fields: dict[str, object], field: str, code: str
) -> None:
    keys = (data_folder / "keyslots.json").read_bytes()
    given = {"username": "asha", "full_name": "Asha Mushi", "roles": ("nurse",)} | fields
    with pytest.raises(ValidationError) as refused:
        clinic.staff.add(**given)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert (data_folder / "keyslots.json").read_bytes() == keys


def test_a_forgotten_password_is_replaced_by_a_code(
    clinic_as: Callable[..., Clinic], clinic: Clinic, data_folder: Path, clock: Clock, password: str
) -> None:
    clinic_as("nurse")
    code = clinic.staff.reset("nurse").value
    assert _login(data_folder, clock, "nurse", password) == "login.refused"
    assert _login(data_folder, clock, "nurse", code) == "login.code_must_be_changed"


def test_a_disabled_user_is_out_and_comes_back_with_a_code(
    clinic_as: Callable[..., Clinic], clinic: Clinic, data_folder: Path, clock: Clock, password: str
) -> None:
    clinic_as("nurse")
    assert clinic.staff.disable("nurse").value.disabled_at is not None
    assert _login(data_folder, clock, "nurse", password) == "login.refused"
    assert "nurse" not in [name.username for name in login_names(data_folder)]
    clinic.staff.disable("nurse")  # once more changes nothing
    code = clinic.staff.reset("nurse").value
    assert _login(data_folder, clock, "nurse", code) == "login.code_must_be_changed"


def test_a_slot_alone_does_not_let_a_disabled_user_in(
    clinic_as: Callable[..., Clinic], clinic: Clinic, data_folder: Path, clock: Clock, password: str
) -> None:
    clinic_as("nurse")
    with clinic.work.database.write.begin() as session:
        session.execute(text("UPDATE staff SET disabled_at = 1 WHERE username = 'nurse'"))
    assert _login(data_folder, clock, "nurse", password) == "login.refused"


def test_the_last_in_charge_stays(clinic: Clinic) -> None:
    for attempt in (
        lambda: clinic.staff.disable("mkuu"),
        lambda: clinic.staff.change_roles("mkuu", ("nurse",)),
    ):
        with pytest.raises(EmrError) as refused:
            attempt()
        assert refused.value.code == "staff.last_in_charge"
    clinic.staff.add(username="wapili", full_name="Juma Said", roles=("in_charge",))
    assert clinic.staff.change_roles("mkuu", ("nurse",)).value.roles == ("nurse",)


def test_an_unknown_user_is_said_to_be_one(clinic: Clinic) -> None:
    for verb in (clinic.staff.reset, clinic.staff.disable):
        with pytest.raises(EmrError) as refused:
            verb("nobody")
        assert refused.value.code == "staff.unknown"


@pytest.mark.parametrize("role", ["receptionist", "nurse", "clinician", "lab", "pharmacist", "cashier"])
def test_only_management_may(clinic_as: Callable[..., Clinic], role: str) -> None:
    staff = clinic_as(role).staff
    for attempt in (
        staff.list_all,
        lambda: staff.add(username="asha", full_name="Asha", roles=("nurse",)),
        lambda: staff.reset("mkuu"),
        lambda: staff.disable("mkuu"),
        lambda: staff.change_roles(role.replace("_", "-"), ("in_charge",)),
    ):
        with pytest.raises(PermissionRefused):
            attempt()


def test_each_act_leaves_one_audit_row_without_names(clinic: Clinic) -> None:
    clinic.staff.add(username="asha", full_name="Asha Mushi", roles=("nurse",))
    clinic.staff.reset("asha")
    clinic.staff.change_roles("asha", ("clinician",))
    clinic.staff.disable("asha")
    with clinic.work.database.read() as session:
        rows = session.execute(
            text("SELECT action, detail FROM audit_entry WHERE action LIKE 'staff.%' ORDER BY seq")
        ).all()
    assert [row.action for row in rows] == [
        "staff.added",
        "staff.reset",
        "staff.roles_changed",
        "staff.disabled",
    ]
    assert not any("Asha" in str(row.detail) or "asha" in str(row.detail) for row in rows)


def test_a_key_file_that_cannot_be_written_adds_nobody(
    clinic: Clinic, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from emr_desktop.errors import DatabaseTrouble

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    before = len(clinic.staff.list_all())
    monkeypatch.setattr("db.key_file.replace_file", full)
    with pytest.raises(DatabaseTrouble) as trouble:
        clinic.staff.add(username="asha", full_name="Asha Mushi", roles=("nurse",))
    assert trouble.value.code == "disk_full"
    assert len(clinic.staff.list_all()) == before
    assert "asha" not in [name.username for name in login_names(data_folder)]
