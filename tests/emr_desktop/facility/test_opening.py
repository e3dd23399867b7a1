from emr_desktop.clinic import Clinic


def test_the_first_user_is_in(clinic: Clinic) -> None:
    assert clinic.work.actor.username == "mkuu"
    assert clinic.work.facility.code == "101168-3"


def test_a_nurse_is_in(clinic_as) -> None:
    nurse = clinic_as("nurse")
    assert nurse.work.actor.roles == ("nurse",)
