"""Where the data folder lies, and the few settings that are needed before anything is unlocked."""

from __future__ import annotations

import json
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

from db.errors import trouble_from_os
from db.into_place import into_place
from emr_desktop.languages import codes

SETTINGS_FILE_NAME = "settings.toml"
# What is looked at before it is printed; with "forms" a paper that a patient waits for is printed at once.
PREVIEWS = ("forms", "always", "never")
MOST_COPIES = 99


@dataclass(frozen=True, kw_only=True)
class PaperChoice:
    """How documents of one kind are printed on this PC; empty: nobody chose."""

    printer: str = ""
    paper: str = ""
    copies: int = 1


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Nothing secret, nothing about patients: the file lies in clear beside the database."""

    language: str = "sw"
    facility_name: str = ""  # for the login window
    facility_code: str = ""  # for who watches many PCs; empty in a folder of an earlier program
    theme: str = ""  # the look chosen on this PC; empty: nobody chose
    text_percent: int = 100  # size of the text, 100-200
    preview: str = "forms"  # one of PREVIEWS
    guided: tuple[str, ...] = ()  # user names that were offered the guided visit of a training facility
    # What each person chose on this PC: user name to theme and size of text.
    looks: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    # What was chosen for each kind of document when it was printed last.
    papers: Mapping[str, PaperChoice] = field(default_factory=dict)


def default_data_folder() -> Path:
    """The usual data folder of this user; its parent is made, the folder itself is not."""
    folder = user_data_path("emr-desktop", appauthor=False)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def load_settings(folder: Path) -> Settings:
    """Read the settings; what is missing or unreadable takes its default: nobody's work hangs on it."""
    try:
        table = tomllib.loads((folder / SETTINGS_FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    language = table.get("language")
    preview, guided = table.get("preview"), table.get("guided")
    name, theme, percent = (table.get(key) for key in ("facility_name", "theme", "text_percent"))
    code = table.get("facility_code")
    return Settings(
        language=language if language in codes() else "sw",
        facility_name=name if isinstance(name, str) else "",
        facility_code=code if isinstance(code, str) else "",
        theme=theme if isinstance(theme, str) else "",
        text_percent=percent if isinstance(percent, int) and 100 <= percent <= 200 else 100,
        preview=preview if preview in PREVIEWS else "forms",
        guided=tuple(map(str, guided)) if isinstance(guided, list) else (),
        looks=_looks(table.get("looks")),
        papers=_papers(table.get("papers")),
    )


def _looks(table: object) -> dict[str, tuple[str, int]]:
    """The lines that can be understood; a look is never worth an error."""
    found = {}
    for username, look in (table if isinstance(table, dict) else {}).items():
        match look:
            case [str(theme), int(percent)] if 100 <= percent <= 200:
                found[str(username)] = (theme, percent)
    return found


def _papers(table: object) -> dict[str, PaperChoice]:
    """The lines that can be understood; what cannot is asked for again at the next print."""
    found = {}
    for kind, choice in (table if isinstance(table, dict) else {}).items():
        match choice:
            case [str(printer), str(paper), int(copies)] if 1 <= copies <= MOST_COPIES:
                found[str(kind)] = PaperChoice(printer=printer, paper=paper, copies=copies)
    return found


def save_settings(folder: Path, settings: Settings) -> None:
    """Replace the settings file, whole or not at all.

    Raises:
        DatabaseTrouble: it cannot be written.
    """
    lines = [
        f"language = {json.dumps(settings.language)}",
        f"facility_name = {_toml(settings.facility_name)}",
        f"facility_code = {_toml(settings.facility_code)}",
        f"theme = {json.dumps(settings.theme)}",
        f"text_percent = {settings.text_percent}",
        f"preview = {json.dumps(settings.preview)}",
        f"guided = {json.dumps(settings.guided)}",
        "[looks]",
        *(
            f"{_toml(username)} = [{_toml(theme)}, {percent}]"
            for username, (theme, percent) in sorted(settings.looks.items())
        ),
        "[papers]",
        *(
            f"{_toml(kind)} = [{_toml(choice.printer)}, {_toml(choice.paper)}, {choice.copies}]"
            for kind, choice in sorted(settings.papers.items())
        ),
    ]
    part = folder / f"{SETTINGS_FILE_NAME}.{secrets.token_hex(4)}.part"
    try:
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write("\n".join(lines) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        into_place(part, folder / SETTINGS_FILE_NAME)
    except OSError as error:
        raise trouble_from_os(error, path=str(folder)) from error
    finally:
        part.unlink(missing_ok=True)


def _toml(text: str) -> str:
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
