"""The two Windows installers do the same: one is the product, the other is for offices with Inno's tools."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from emr_desktop.facility.instance import LOCK_FILE_NAME
from emr_desktop.updates.journal import JOURNAL_NAME
from emr_desktop.updates.program_folder import POINTER_NAME, VERSIONS_NAME

FOLDER = Path(__file__).parents[2] / "installers" / "windows"
NSI = (FOLDER / "emr-desktop.nsi").read_text(encoding="utf-8-sig")
ISS = (FOLDER / "emr-desktop.iss").read_text(encoding="utf-8-sig")
REMOVAL = NSI[NSI.index('Section "Uninstall"') :]
INNO_REMOVAL = ISS[ISS.index("[UninstallDelete]") : ISS.index("[Code]")]


def _plain(text: str) -> str:
    """A path or value of either script, with what both call by another name called the same."""
    for mine, both in (
        ("$INSTDIR", "APP"),
        ("{app}", "APP"),
        ("${NAME}", "EMR Desktop"),
        ("$(Backup)", "BACKUP"),
        ("{cm:Backup}", "BACKUP"),
        ('""', '"'),
    ):
        text = text.replace(mine, both)
    return text


def test_both_write_the_same_association_of_backups() -> None:
    nsi = {
        (_plain(key), _plain(value))
        for key, value in re.findall(
            r'WriteRegStr SHCTX "(Software\\Classes[^"]*)" "" [\'"](.*?)[\'"]\n', NSI
        )
    }
    iss = {
        (key, _plain(value))
        for key, value in re.findall(
            r'^Root: HKA; Subkey: "([^"]+)";.* ValueData: "((?:[^"]|"")*)"', ISS, re.MULTILINE
        )
    }
    assert len(nsi) == 4
    assert nsi == iss


def test_both_install_the_program_the_launcher_the_icon_and_the_licence() -> None:
    nsi = set(re.findall(r'^  File (?:/r )?"([^"]+)"', NSI, re.MULTILINE))
    iss = set(re.findall(r'^Source: "([^"]+)"; DestDir: "\{app\}', ISS, re.MULTILINE))
    own = {"{code:AnswersFile}", r"{code:AnswersFolder}\*"}  # copied by a command in the other
    assert {each.replace("${", "{").replace("/", "\\") for each in nsi} == {
        each.replace("{#", "{") for each in iss - own
    }
    assert own <= iss
    assert r"$INSTDIR\answers.toml" in NSI


def test_both_take_old_versions_away_only_when_another_is_installed() -> None:
    assert '${If} $R2 != "${VERSION}"\n    FindFirst' in NSI
    assert re.search(r"if Before <> '\{#VERSION\}' then[^\n]*\n\s*TakeOldVersionsAway", ISS)


def test_both_have_the_same_entries_of_the_start_menu_and_the_desktop() -> None:
    nsi = {
        _plain(each)
        .replace("$SMPROGRAMS", "MENU")
        .replace("$DESKTOP", "DESKTOP")
        .replace("$(Tools)", "TOOLS")
        for each in re.findall(r'CreateShortcut "([^"]+)\.lnk"', NSI)
    }
    iss = {
        each.replace("{autoprograms}", "MENU")
        .replace("{autodesktop}", "DESKTOP")
        .replace("{cm:Tools}", "TOOLS")
        for each in re.findall(r'^Name: "(\{auto[^"]+)"; Filename', ISS, re.MULTILINE)
    }
    assert len(nsi) == 3
    assert nsi == iss


@pytest.mark.parametrize("name", [VERSIONS_NAME, POINTER_NAME, JOURNAL_NAME, LOCK_FILE_NAME])
def test_both_take_away_what_the_program_itself_wrote_into_its_folder(name: str) -> None:
    assert f'"$INSTDIR\\{name}"' in REMOVAL
    assert f'Name: "{{app}}\\{name}"' in INNO_REMOVAL


def test_neither_takes_away_a_folder_in_which_a_record_may_lie() -> None:
    for line in re.findall(r'(?:RMDir|Delete)(?: /r)? "([^"]+)"', REMOVAL):
        assert line.startswith(("$INSTDIR", "$SMPROGRAMS", "$DESKTOP")), line
    assert 'RMDir /r "$INSTDIR"' not in REMOVAL
    for line in re.findall(r'Name: "([^"]+)"', INNO_REMOVAL):
        assert line.startswith("{app}\\"), line
    for script in (NSI, ISS):
        assert "emr-desktop\\clinic" not in script
        assert "APPDATA" not in script.replace("%LOCALAPPDATA%", "")


@pytest.mark.parametrize("code", ["sw", "en"])
def test_every_sentence_is_in_both_languages(code: str) -> None:
    word = {"sw": "SWAHILI", "en": "ENGLISH"}
    names = {
        language: set(
            re.findall(rf"^LangString (\w+) \${{LANG_{word[language]}}} \"[^\"]+\"", NSI, re.MULTILINE)
        )
        for language in word
    }
    assert names["sw"] == names["en"]
    assert {"IsOpen", "NotWhole", "Backup"} <= names[code]
    inno = {language: set(re.findall(rf"^{language}\.(\w+)=.+$", ISS, re.MULTILINE)) for language in word}
    assert inno["sw"] == inno["en"]
    said = re.findall(rf"^{code}\.(Backup|Tools)=(.+)$", ISS, re.MULTILINE)
    assert len(said) == 2
    for name, text in said:
        assert f'LangString {name} ${{LANG_{word[code]}}} "{text.strip()}"' in NSI


def test_the_switches_that_the_pages_of_the_guide_name_are_in_the_scripts() -> None:
    guide = (FOLDER.parents[1] / "docs" / "it-guide" / "2-install.md").read_text(encoding="utf-8")
    for switch in ("/CurrentUser", "/AllUsers", "/D="):
        assert switch in guide
        assert switch in NSI
    assert "MULTIUSER_INSTALLMODE_COMMANDLINE" in NSI
    assert "PrivilegesRequiredOverridesAllowed=commandline" in ISS
    assert "MinVersion=10.0.17763" in ISS
    assert "AtLeastWin10" in NSI
