from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emr_desktop.errors import DatabaseTrouble
from emr_desktop.settings import (
    SETTINGS_FILE_NAME,
    Settings,
    default_data_folder,
    load_settings,
    save_settings,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=40),
    st.sampled_from(["sw", "en"]),
    st.sampled_from(["", "light", "dark", "high_contrast"]),
    st.integers(100, 200),
)
def test_what_was_saved_is_read(tmp_path: Path, name: str, language: str, theme: str, percent: int) -> None:
    saved = Settings(language=language, facility_name=name, theme=theme, text_percent=percent)
    save_settings(tmp_path, saved)
    assert load_settings(tmp_path) == saved
    assert [path.name for path in tmp_path.iterdir()] == [SETTINGS_FILE_NAME]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"language = 3",
        b"language = 'fr'",
        b"[[[",
        b"facility_name = 1",
        b"theme = 3",
        b"text_percent = 900",
    ],
)
def test_unreadable_settings_are_the_defaults(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SETTINGS_FILE_NAME).write_bytes(content)
    assert load_settings(tmp_path) == Settings()


def test_no_settings_are_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings(language="sw", facility_name="")


def test_a_folder_that_is_gone_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(DatabaseTrouble):
        save_settings(tmp_path / "gone", Settings())


def test_the_usual_folder_has_a_parent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "new"))
    folder = default_data_folder()
    assert folder.parent.is_dir()
    assert not folder.exists()
