"""A third language is a folder: nothing of the program changes, what is not translated stays English."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ui.i18n.new_language import main

ROOT = Path(__file__).parents[3]
_LEFT_OUT = "Password"  # nobody has translated this one

_DRIVER = """
import json, sys
from datetime import date
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from emr_desktop.clock import Clock
from emr_desktop.languages import codes
from emr_desktop.patients.age import age_text
from emr_desktop.printing.age import age_words
from ui.widgets.typed_birth import read_birth
from emr_desktop.settings import load_settings, save_settings
from dataclasses import replace
from ui.app import build
from ui.messages import sentence
from ui.qt.tasks import Tasks

folder = Path(sys.argv[1])
application = QApplication([])
tasks = Tasks()
shell = build(application, folder=folder, language="xx", tasks=tasks, clock=Clock())
shell.begin()
texts = []
for _ in range(200):
    QTest.qWait(25)
    texts = [each.text() for each in shell.findChildren(QPushButton)]
    if shell.setup is not None:
        break
folder.mkdir(exist_ok=True)
save_settings(folder, replace(load_settings(folder), language="xx"))
print(json.dumps({
    "codes": codes(),
    "buttons": texts,
    "message": sentence("login.refused", {}, "xx"),
    "age": age_text(date(2020, 1, 1), date(2026, 1, 1), "xx"),
    "infant": age_text(date(2025, 12, 1), date(2025, 12, 2), "xx"),
    "on paper": age_words(date(2022, 12, 1), date(2026, 1, 1), language="xx", estimated=True),
    "typed": [str(read_birth(each, today=date(2026, 1, 1))) for each in ("5 olusiku", "emyaka 3")],
    "kept": load_settings(folder).language,
}))
shell.close(); tasks.close()
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A made-up language in which every text stands in brackets, but one."""
    into = tmp_path / "languages"
    arguments = ["xx", "--name", "Kubuni", "--locale", "en_GB", "--into", str(into)]
    assert main(arguments) == 0
    folder = into / "xx"
    windows = ElementTree.parse(folder / "windows.ts")
    for message in windows.getroot().iter("message"):
        told, source = message.find("translation"), message.findtext("source") or ""
        assert told is not None
        if source != _LEFT_OUT:
            told.attrib.pop("type")
            forms = list(told) or [told]
            for form in forms:
                form.text = f"[{source}]"
    windows.write(folder / "windows.ts", encoding="utf-8", xml_declaration=True)
    texts = tomllib.loads((folder / "texts.toml").read_text(encoding="utf-8"))
    own = {"{count}y": "[emyaka {count}]", "{count}d": "[olusiku {count}]"}
    lines = (f"{json.dumps(each)} = {json.dumps(own.get(each, f'[{each}]'))}" for each in texts)
    (folder / "texts.toml").write_text("\n".join(lines), encoding="utf-8")
    return into


def _run(place: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, "EMR_LANGUAGE_DIR": str(place), "PYTHONPATH": str(ROOT), **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_windows_the_messages_and_the_words_are_in_the_language_of_the_folder(
    place: Path, tmp_path: Path
) -> None:
    ran = _run(place, "-c", _DRIVER, str(tmp_path / "record"))
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout.strip().splitlines()[-1])
    assert seen["codes"] == ["sw", "en", "xx"]
    assert any("Kubuni" in each for each in seen["buttons"]), seen["buttons"]  # it can be chosen
    assert sum(each.startswith("[") for each in seen["buttons"]) > 5, seen["buttons"]
    assert seen["message"].startswith("[")
    assert seen["age"] == "[emyaka 6]"
    assert seen["infant"] == "[1d]"
    assert seen["on paper"] == "[about [3 years] [1 month]]"
    assert "2025, 12, 27" in seen["typed"][0]  # the language's own words are understood where they are typed
    assert "age_years=3" in seen["typed"][1]
    assert seen["kept"] == "xx"


def test_the_command_line_speaks_it(place: Path, tmp_path: Path) -> None:
    said = _run(
        place, "-m", "ui.cli", "--data-dir", str(tmp_path / "none"), "user", "list", EMR_LANGUAGE="xx"
    )
    assert said.returncode == 1
    assert said.stderr.lstrip().startswith("["), said.stderr


def test_what_is_refreshed_keeps_what_was_translated_and_counts_what_is_missing(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    before = (place / "xx" / "texts.toml").read_text(encoding="utf-8")
    assert main(["xx", "--name", "Kubuni", "--locale", "en_GB", "--into", str(place)]) == 0
    left = ElementTree.parse(place / "xx" / "windows.ts").getroot().iter("message")
    missing = [each.findtext("source") for each in left if _is_open(each)]
    assert set(missing) == {_LEFT_OUT}
    assert f"{len(missing)} texts" in capsys.readouterr().out
    assert tomllib.loads(before) == tomllib.loads((place / "xx" / "texts.toml").read_text(encoding="utf-8"))


def _is_open(message: ElementTree.Element) -> bool:
    told = message.find("translation")
    return told is not None and told.get("type") == "unfinished"
