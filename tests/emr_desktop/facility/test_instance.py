import subprocess
import sys
from pathlib import Path

import pytest

import emr_desktop
from emr_desktop.errors import EmrError
from emr_desktop.facility.instance import InstanceLock

HOLDER = """
import sys, time
from pathlib import Path
from emr_desktop.facility.instance import InstanceLock
InstanceLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
time.sleep(60)
"""


def _refused(folder: Path) -> EmrError:
    with pytest.raises(EmrError) as refused:
        InstanceLock(folder).acquire()
    assert refused.value.code == "facility.already_open"
    return refused.value


def test_a_second_program_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    with InstanceLock(tmp_path) as first:
        first.acquire()  # again by the same one changes nothing
        _refused(tmp_path)
    with InstanceLock(tmp_path):
        pass


def test_two_data_folders_do_not_disturb_each_other(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with InstanceLock(tmp_path / "a"), InstanceLock(tmp_path / "b"):
        pass


def test_a_killed_holder_frees_the_folder(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(emr_desktop.__file__).parents[1],
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "held\n"
        assert _refused(tmp_path).params["process"] == str(process.pid)
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()
    with InstanceLock(tmp_path):
        assert (tmp_path / "instance.lock").exists()


def test_the_lock_does_not_touch_the_record(data_folder: Path) -> None:
    before = (data_folder / "clinic.db").read_bytes()
    with InstanceLock(data_folder):
        pass
    assert (data_folder / "clinic.db").read_bytes() == before
