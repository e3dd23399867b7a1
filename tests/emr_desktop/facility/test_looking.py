"""The login window stands before the database's libraries are loaded."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CODE = """
import sys
from pathlib import Path
from emr_desktop.facility.instance import InstanceLock
from emr_desktop.facility.looking import has_facility, login_names

folder = Path(sys.argv[1])
assert has_facility(folder)
print(*[person.username for person in login_names(folder)])
InstanceLock(folder).acquire()
heavy = {"sqlalchemy", "sqlcipher3", "cryptography", "argon2"} & set(sys.modules)
assert not heavy, heavy
"""


def test_people_are_named_and_the_folder_is_taken_without_loading_the_database(data_folder: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", CODE, str(data_folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == ["mkuu"]
