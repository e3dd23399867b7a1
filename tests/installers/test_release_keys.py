"""The keys that a release build takes updates by come from a file that is named to the build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from installers import release_keys

KEYS = [f"{number:064x}" for number in (1, 2, 3)]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    inside = folder / "_internal/emr_desktop/updates"
    inside.mkdir(parents=True)
    (inside / "release_keys.toml").write_text("keys = []\n")
    return folder


def _file(tmp_path: Path, keys: list[str]) -> str:
    path = tmp_path / "keys.toml"
    path.write_text(f"keys = {keys}\n")
    return str(path)


def test_they_lie_where_the_program_reads_them(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from emr_desktop.updates import signing

    monkeypatch.setenv("EMR_RELEASE_KEYS", _file(tmp_path, KEYS))
    assert release_keys.main(program) == 0
    assert signing.key_id(bytes.fromhex(KEYS[0])) in capsys.readouterr().out
    monkeypatch.setattr(signing, "_KEYS_FILE", program / release_keys._IN_PROGRAM)
    assert signing.release_keys() == tuple(bytes.fromhex(each) for each in KEYS)


def test_a_build_without_them_says_so(
    program: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("EMR_RELEASE_KEYS", raising=False)
    assert release_keys.main(program) == 0
    assert "takes no updates" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (KEYS[:1], "1 keys"),
        ([*KEYS, KEYS[0]], "twice"),
        (["12"], "64 hex digits"),
        (["no"], "no list of release keys"),
    ],
)
def test_what_is_no_set_of_keys_stops_the_build(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: list[str], said: str
) -> None:
    before = (program / release_keys._IN_PROGRAM).read_text()
    monkeypatch.setenv("EMR_RELEASE_KEYS", _file(tmp_path, keys))
    with pytest.raises(SystemExit, match=re.escape(said)):
        release_keys.main(program)
    assert (program / release_keys._IN_PROGRAM).read_text() == before


def test_a_file_that_is_not_there_stops_the_build(program: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="EMR_RELEASE_KEYS"):
        release_keys.put_into(program, str(tmp_path / "none"))
