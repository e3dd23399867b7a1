from collections.abc import Callable

import pytest
from sqlalchemy import text

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError


def test_name_and_place_can_be_corrected(clinic: Clinic) -> None:
    written = clinic.facility.change(
        name="  Buigiri  Health Centre", type="health_centre", phone="", ward="Buigiri"
    )
    assert written.changes.kinds == {"facility"}
    row = clinic.facility.read()
    assert (row.name, row.type, row.phone, row.ward) == (
        "Buigiri Health Centre",
        "health_centre",
        None,
        "Buigiri",
    )
    assert row.code == "101168-3"


def test_a_second_change_to_the_same_changes_nothing(clinic: Clinic) -> None:
    clinic.facility.change(name="Mlowa")
    assert clinic.facility.change(name="Mlowa").changes.kinds == set()
    with clinic.work.database.read() as session:
        assert (
            session.execute(text("SELECT count(*) FROM audit_entry WHERE action='facility.changed'")).scalar()
            == 1
        )


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"type": "palace"}, {"language": "fr"}, {"ward": "x" * 101}]
)
def test_a_wrong_field_is_named(clinic: Clinic, fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        clinic.facility.change(**fields)
    assert refused.value.field in fields


def test_settings_have_defaults_and_keep_what_is_chosen(clinic: Clinic) -> None:
    assert clinic.facility.settings()["session.lock_minutes"] == 5
    clinic.facility.set("session.lock_minutes", 3)
    clinic.facility.set("print.footer", "Simu 0712 000 000")
    values = clinic.facility.settings()
    assert (values["session.lock_minutes"], values["print.footer"]) == (3, "Simu 0712 000 000")
    assert "keys.generation" not in values


@pytest.mark.parametrize(
    ("name", "value"), [("session.lock_minutes", 0), ("session.lock_minutes", True), ("print.footer", "a\nb")]
)
def test_a_value_that_does_not_fit_is_refused(clinic: Clinic, name: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        clinic.facility.set(name, value)  # type: ignore[arg-type]
    assert refused.value.field == name


def test_an_unknown_setting_is_refused(clinic: Clinic) -> None:
    with pytest.raises(EmrError) as refused:
        clinic.facility.set("keys.generation", 1)
    assert refused.value.code == "facility.setting_unknown"


def test_only_management_changes(clinic_as: Callable[..., Clinic]) -> None:
    nurse = clinic_as("nurse")
    assert nurse.facility.read().name == "Buigiri Dispensary"
    with pytest.raises(PermissionRefused):
        nurse.facility.change(name="Mine")
    with pytest.raises(PermissionRefused):
        nurse.facility.set("print.footer", "mine")
