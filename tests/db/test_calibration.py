from pathlib import Path

import pytest

from db.calibration import FLOOR, for_speed
from db.key_file import KdfParameters, KeyStore
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility, unlock


@pytest.mark.parametrize(("floor_s", "passes"), [(0.15, 10), (0.3, 5), (0.5, 3), (2.0, 3), (0.0, 20)])
def test_half_a_second_is_aimed_at_and_the_floor_is_kept(floor_s: float, passes: int) -> None:
    found = for_speed(floor_s)
    assert (found.memory_kib, found.passes, found.lanes) == (64 * 1024, passes, 4)
    assert found.within_bounds()


def test_a_slot_below_the_floor_is_made_again_at_the_next_login(tmp_path: Path) -> None:
    folder, password = tmp_path / "f", "paka wanne juu ya paa"
    create_facility(
        folder,
        details=FacilityDetails(code="101168-3", name="Buigiri"),
        first_user=FirstUser(username="mkuu", full_name="Neema Mollel", password=password),
        parameters=KdfParameters(20 * 1024, 2, 1),
    )
    for _ in range(2):  # and the new one opens
        unlock(folder, username="mkuu", password=password).database.close()
        (slot,) = KeyStore(folder).read_all()[0].users()
        assert slot.kdf == FLOOR
