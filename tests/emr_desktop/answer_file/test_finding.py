"""Where the answers for the first start are looked for, and whose are not believed."""

import sys
from pathlib import Path

import pytest

from emr_desktop.answer_file.finding import answers_file


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed program, as the installers make it: the version that runs lies two below."""
    own = tmp_path / "EMR Desktop" / "versions" / "1.4.0"
    own.mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(own / "emr-desktop"))
    return tmp_path / "EMR Desktop"


def test_nobody_laid_any_down(program: Path) -> None:
    assert answers_file() is None


def test_the_installer_lays_them_into_the_folder_of_the_program(program: Path) -> None:
    (program / "answers.toml").write_text("")
    assert answers_file() == program / "answers.toml"


def test_those_beside_the_administrators_file_go_before(program: Path, managed_file: Path) -> None:
    (program / "answers.toml").write_text("")
    beside = managed_file.with_name("answers.toml")
    beside.write_text("")
    managed_file.parent.chmod(0o755)
    beside.chmod(0o644)
    if (
        beside.stat().st_uid == 0
    ):  # only root's own file counts there, so an ordinary run of the tests ends here
        assert answers_file() == beside


def test_what_anybody_could_have_laid_there_does_not_count(program: Path, managed_file: Path) -> None:
    beside = managed_file.with_name("answers.toml")
    beside.write_text("")
    beside.chmod(0o666)
    assert answers_file() is None


def test_the_ones_that_the_administrator_named_go_before_all(program: Path, managed_file: Path) -> None:
    (program / "answers.toml").write_text("")
    managed_file.write_text('[setup]\nanswers = "/srv/it/answers.toml"\n')
    assert answers_file() == Path("/srv/it/answers.toml")
