"""Old, damaged and missing copies of the key file: it opens, or says why not, and never makes a key."""

import itertools
import shutil
from pathlib import Path

import pytest

from db.key_file import KeyStore
from emr_desktop.clinic import open_clinic
from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.facility.service import unlock

STATES = ("good", "missing", "flipped", "old")


def test_every_combination_of_copies_opens_or_says_why(
    data_folder: Path, password: str, device_folder: Path
) -> None:
    store = KeyStore(data_folder)
    contents = {}
    clinic = open_clinic(unlock(data_folder, username="mkuu", password=password))
    clinic.staff.add(username="juma", full_name="Juma", roles=("nurse",))
    contents["old"] = store.paths[0].read_bytes()
    clinic.staff.disable("juma")
    clinic.keys.rekey()
    clinic.close()
    contents["good"] = store.paths[0].read_bytes()
    flipped = bytearray(contents["good"])
    flipped[len(flipped) // 2] ^= 1
    contents["flipped"] = bytes(flipped)
    record = (data_folder / "clinic.db").read_bytes()
    seen = {}
    for states in itertools.product(STATES, repeat=3):
        for path, state in zip(store.paths, states, strict=True):
            path.unlink(missing_ok=True)
            if state != "missing":
                path.write_bytes(contents[state])
        (data_folder / "clinic.db").write_bytes(record)
        for rest in ("clinic.db-wal", "clinic.db-shm"):
            (data_folder / rest).unlink(missing_ok=True)
        try:
            unlock(data_folder, username="mkuu", password=password).database.close()
            code = "opens"
        except (EmrError, DatabaseTrouble) as trouble:
            code = trouble.code
        seen[states] = code
        if "good" in states:
            assert code == "opens", states
            assert [path.read_bytes() for path in store.paths] == [contents["good"]] * 3
        elif "old" in states:
            assert code == "keys.rolled_back", states
        else:
            assert code == ("keys.damaged" if "flipped" in states else "keys.missing"), states
    assert len(seen) == 64


def test_an_old_key_file_with_a_record_that_still_has_its_key_is_refused_too(
    data_folder: Path, password: str, tmp_path: Path, device_folder: Path
) -> None:
    store = KeyStore(data_folder)
    shutil.copy2(store.paths[0], tmp_path / "old.json")
    clinic = open_clinic(unlock(data_folder, username="mkuu", password=password))
    clinic.keys.renew_recovery_key()
    clinic.close()
    for file in device_folder.glob("*.attempts"):
        file.unlink()  # only the record itself remembers
    for path in store.paths:
        shutil.copy2(tmp_path / "old.json", path)
    with pytest.raises(EmrError) as refused:
        unlock(data_folder, username="mkuu", password=password)
    assert refused.value.code == "keys.rolled_back"
