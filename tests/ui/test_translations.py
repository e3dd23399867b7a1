"""Every text of the windows is there in Swahili, whole and with its placeholders."""

import shutil
from pathlib import Path

import pytest

from ui.i18n import build


def test_no_text_of_the_windows_is_without_swahili() -> None:
    assert build.missing(build.SWAHILI) == []
    assert build.problems(build.SWAHILI) == []


def test_every_english_plural_has_its_forms() -> None:
    assert build.missing(build.ENGLISH, plurals_only=True) == []
    assert build.problems(build.ENGLISH) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Umri {0}", "Umri", "placeholders"),
        (
            "<translation>Nywila</translation>",
            '<translation type="unfinished"></translation>',
            "translation",
        ),
        ("&amp;Jina la kituo", "Jina la kituo", "underlined"),
    ],
)
def test_a_spoiled_entry_is_found(tmp_path: Path, before: str, after: str, said: str) -> None:
    spoiled = tmp_path / "emr_sw.ts"
    shutil.copy2(build.SWAHILI, spoiled)
    text = spoiled.read_text(encoding="utf-8")
    assert before in text
    spoiled.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert any(said in problem for problem in build.problems(spoiled))
