"""emr-admin update, with a program folder in which the new version is this very program, one version on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from emr_desktop.updates import service
from emr_desktop.updates.launcher import version_to_start
from emr_desktop.updates.program_folder import ProgramFolder
from tests.emr_desktop.updates.conftest import TRUSTED, load_maker
from ui.cli.app import run

NEW = "9.0.0"
PASSWORD = "paka wanne juu ya paa"
REPOSITORY = Path(__file__).resolve().parents[3]


def stand_in(folder: Path, version: str) -> None:
    """A program that runs the sources here and says that it is another version."""
    folder.mkdir(parents=True)
    lines = (
        f"#!{sys.executable}",
        "import sys",
        f"sys.path.insert(0, {str(REPOSITORY)!r})",
        "import emr_desktop",
        f"emr_desktop.__version__ = {version!r}",
        "from ui.cli.app import main",
        "main()",
    )
    for name in ("emr-admin", "emr-desktop"):
        (folder / name).write_text("\n".join(lines) + "\n")
        (folder / name).chmod(0o755)


@pytest.fixture
def site(tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> ProgramFolder:
    program = ProgramFolder(tmp_path / "program")
    stand_in(program.of("0.1.0"), "0.1.0")
    program.point_to("0.1.0")
    monkeypatch.setenv("EMR_PROGRAM_ROOT", str(program.root))
    monkeypatch.setenv("EMR_DATA_DIR", str(data_folder))
    monkeypatch.setenv("EMR_PASSWORD", PASSWORD)
    monkeypatch.setenv("EMR_LANGUAGE", "en")
    monkeypatch.setattr(service, "release_keys", lambda: TRUSTED)
    return program


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Made with the tool as a release is: keys in files, one signature added on another PC."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    from tests.emr_desktop.updates.conftest import KEYS

    maker, stick = load_maker(), tmp_path / "stick"
    stick.mkdir()
    stand_in(tmp_path / "build", NEW)
    for number, key in enumerate(KEYS):
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (tmp_path / f"key{number}").write_bytes(pem)
    for language, text in (("sw", "Mambo mapya."), ("en", "New things.")):
        (tmp_path / f"notes.{language}").write_text(text)
    notes = ["--notes-sw", str(tmp_path / "notes.sw"), "--notes-en", str(tmp_path / "notes.en")]
    given = ["make", str(tmp_path / "build"), str(stick), "--version", NEW, "--key", str(tmp_path / "key0")]
    assert maker.main([*given, *notes]) == 0
    file = next(stick.glob("*.emrupdate"))
    assert maker.main(["sign", str(file), "--key", str(tmp_path / "key2")]) == 0
    return file


def _json(capfd: pytest.CaptureFixture[str], *words: str) -> Any:
    capfd.readouterr()
    assert run(["--json", *words]) == 0, capfd.readouterr().err
    return json.loads(capfd.readouterr().out)


def test_an_update_is_found_taken_and_gone_back_from(
    site: ProgramFolder, bundle: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = _json(capfd, "update", "check", str(bundle.parent))
    assert (found["version"], found["update"]["version"], found["update"]["refusal"]) == ("0.1.0", NEW, None)
    assert found["update"]["notes"]["sw"] == "Mambo mapya."
    done = _json(capfd, "update", "apply", str(bundle.parent))
    assert (done["version"], done["from"], site.current()) == (NEW, "0.1.0", NEW)
    assert Path(done["backup"]).exists()
    assert version_to_start(site) == NEW


def test_a_program_of_sources_says_that_it_is_not_updated(
    site: ProgramFolder, bundle: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EMR_PROGRAM_ROOT")
    assert run(["update", "apply", str(bundle)]) == 1
    assert "sources" in capfd.readouterr().err
    assert site.current() == "0.1.0"


@pytest.mark.parametrize("words", [("check",), ("apply",)])
def test_a_half_copied_update_is_refused_with_a_sentence(
    site: ProgramFolder, bundle: Path, capfd: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    bundle.write_bytes(bundle.read_bytes()[:-500])
    assert run(["update", *words, str(bundle)]) == 1
    assert "only half of it was copied" in capfd.readouterr().err
    assert site.installed() == ("0.1.0",)


def test_a_scheduled_update_waits_until_the_facility_chose_it(
    site: ProgramFolder, bundle: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["update", "apply", "--unattended", str(bundle)]) == 1
    assert "do not come by themselves" in capfd.readouterr().err
    assert site.current() == "0.1.0"


def test_there_is_nothing_to_go_back_to(site: ProgramFolder, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["update", "rollback"]) == 1
    assert "no earlier version" in capfd.readouterr().err
    assert site.current() == "0.1.0"


def test_without_a_stick_nothing_is_found(
    site: ProgramFolder, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert _json(capfd, "update", "check", str(tmp_path / "empty"))["update"] is None
    assert site.current() == "0.1.0"


def test_the_launcher_starts_what_is_in_force(site: ProgramFolder) -> None:
    loads = (
        "import sys; from emr_desktop.updates.launcher import main; from pathlib import Path\n"
        f"code = main(['--help'], root=Path({str(site.root)!r}), name='emr-admin')\n"
        "assert not {'sqlalchemy', 'sqlcipher3', 'cryptography', 'typer'} & set(sys.modules), 'too much'\n"
        "sys.exit(code)"
    )
    told = subprocess.run(
        [sys.executable, "-c", loads], capture_output=True, text=True, check=False, cwd=REPOSITORY
    )
    assert (told.returncode, "update" in told.stdout) == (0, True), told.stderr


def with_next_schema(folder: Path, version: str) -> None:
    """A program of the sources here that is another version and has one more migration."""
    stand_in(folder, version)
    for name in ("emr-admin", "emr-desktop"):
        lines = (folder / name).read_text().splitlines()
        lines[-2:] = [
            f"sys.path.insert(0, {str(REPOSITORY / 'tests' / 'battery')!r})",
            "from facility_upkeep import next_version",
            "from ui.cli.app import main",
            "with next_version():",
            "    main()",
        ]
        (folder / name).write_text("\n".join(lines) + "\n")


def _admin(site: ProgramFolder, *words: str) -> Any:
    """What the version in force answers, as the launcher would start it."""
    current = site.current()
    assert current is not None
    return subprocess.run(
        [str(site.executable(current, "emr-admin")), "--json", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        timeout=300,
    )


def _trail(site: ProgramFolder) -> list[Any]:
    told = _admin(site, "audit", "show")
    assert told.returncode == 0, told.stderr
    return list(json.loads(told.stdout)["rows"])


@pytest.fixture
def updated(site: ProgramFolder, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """A version with a newer schema has brought the record along; gives the backup of before."""
    made = _json(capfd, "backup", "create", str(tmp_path / "stick"))
    with_next_schema(site.of(NEW), NEW)
    site.point_to(NEW)
    opened = _admin(site, "user", "list")
    assert opened.returncode == 0, opened.stderr
    assert run(["user", "list"]) == 1  # the earlier program refuses the newer record
    capfd.readouterr()
    return Path(made["file"])


def test_going_back_with_the_record_puts_the_earlier_program_in_force_on_its_own_record(
    site: ProgramFolder, updated: Path, data_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    alone = _admin(site, "update", "rollback")
    assert alone.returncode == 1
    assert "--to-backup" in alone.stderr
    assert site.current() == NEW

    done = _admin(site, "update", "rollback", "--to-backup", str(updated))
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["version"], answer["from"], site.current()) == ("0.1.0", NEW, "0.1.0")
    assert Path(answer["backup"]).exists()
    # What the earlier program said of the restore is passed on: it may hold a paper key or a code.
    assert Path(answer["restored"]["moved_to"]).is_dir()
    assert {"recovery_key", "one_time_code", "missing"} <= set(answer["restored"])
    # The earlier program opens its record again, and the newer one lies aside, whole.
    assert run(["user", "list"]) == 0, capfd.readouterr().err
    aside = [path for path in data_folder.parent.iterdir() if path.is_dir() and path != data_folder]
    assert any(
        (path / "clinic.db").exists() or list(path.rglob("clinic.db")) for path in [*aside, data_folder]
    )
    # The newer program stays beside it, for the day when it is wanted again.
    assert set(site.installed()) == {"0.1.0", NEW}


def test_a_program_that_is_not_in_force_any_more_leaves_the_record_alone(
    site: ProgramFolder, updated: Path, data_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Cut off between the journal and the pointer, then started without the launcher."""
    from dataclasses import replace

    from emr_desktop.updates.journal import MOVING, read_journal, write_journal

    newer = site.executable(NEW, "emr-admin")
    assert _admin(site, "update", "rollback", "--to-backup", str(updated)).returncode == 0
    journal = read_journal(site.root)
    assert journal is not None
    write_journal(site.root, replace(journal, state=MOVING, outcome=""))
    site.point_to(NEW)
    told = subprocess.run([str(newer), "user", "list"], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "version 0.1.0 is in force" in told.stderr
    assert site.current() == "0.1.0"
    assert run(["user", "list"]) == 0, capfd.readouterr().err  # the record is still its own


def test_going_back_leaves_a_row_in_the_trail_of_the_record_that_came_back(
    site: ProgramFolder, updated: Path
) -> None:
    assert _admin(site, "update", "rollback", "--to-backup", str(updated)).returncode == 0
    kept = [each for each in _trail(site) if each["action"] == "update.kept"]
    assert [each["detail"] for each in kept] == [{"from": NEW, "to": "0.1.0"}]
    assert len([each for each in _trail(site) if each["action"] == "update.kept"]) == 1  # once


def test_a_backup_that_cannot_be_restored_changes_nothing(
    site: ProgramFolder, updated: Path, tmp_path: Path
) -> None:
    updated.write_bytes(updated.read_bytes()[:-1000])
    for file in (updated, tmp_path / "nowhere.emrbackup"):
        refused = _admin(site, "update", "rollback", "--to-backup", str(file))
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
        assert site.current() == NEW
        assert _admin(site, "user", "list").returncode == 0


def test_an_update_is_in_the_trail_also_when_a_command_comes_first(
    site: ProgramFolder, bundle: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _json(capfd, "update", "apply", str(bundle.parent))
    told = [each for each in _trail(site) if each["action"] == "update.kept"]
    assert [each["detail"] for each in told] == [{"from": "0.1.0", "to": NEW}]
    from emr_desktop.updates.journal import read_journal

    journal = read_journal(site.root)
    assert journal is not None
    assert (journal.noted, journal.told) == (True, False)  # a person is told by the next window
