"""Every text of the windows is there in Swahili, whole and with its placeholders."""

import shutil
from pathlib import Path

import pytest

from ui.i18n import build
from ui.i18n.button_texts import button_texts, overlong


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


def test_words_too_long_for_a_button_are_found(tmp_path: Path) -> None:
    assert overlong(build.sources(), _swahili()) == []
    source = tmp_path / "page.py"
    source.write_text(
        "class Page:\n"
        "    def _translate(self):\n"
        '        self.save.set_text(self.tr("&Save"), tip=self.tr("This is told at length in a tooltip"))\n'
        '        self.send.set_text(self.tr("Send what was written down here today now"))\n',
        encoding="utf-8",
    )
    assert list(button_texts(source)) == [
        ("Page", "&Save"),
        ("Page", "Send what was written down here today now"),
    ]
    known = {("Page", "&Save"): "Hifadhi yote uliyoandika"}
    found = overlong([source], known)
    assert len(found) == 2
    assert "much longer" in found[0]
    assert "too long" in found[1]


def _swahili() -> dict[tuple[str, str], str]:
    return {
        (entry.context, entry.source): entry.translations[0]
        for entry in build.entries(build.SWAHILI)
        if entry.translations
    }
