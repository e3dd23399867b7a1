"""emr-admin update, with a program folder in which the new version is this very program, one version on."""

from __future__ import annotations

import json
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
    import subprocess

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
