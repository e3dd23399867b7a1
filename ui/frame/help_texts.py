"""What F1 says about a screen, read from ``ui/i18n/help/<screen>.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop.languages import by_language
from ui.guide.said import plain

FOLDER = Path(__file__).parents[1] / "i18n" / "help"
_EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class HelpText:
    """What a screen is for, and its keys: pairs of the keys and what they do."""

    about: str
    keys: tuple[tuple[str, str], ...]
    everywhere: tuple[tuple[str, str], ...]


def help_text(screen: str, language: str) -> HelpText:
    """Give the help of a screen in a language; one without a text has the keys that work everywhere."""
    own, everywhere = _tables().get(screen, {}), _tables()[_EVERYWHERE]
    return HelpText(
        plain(own["about"][language], language) if "about" in own else "",
        _keys(own, language),
        _keys(everywhere, language),
    )


def _keys(table: dict[str, Any], language: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (plain(_of(line["keys"], language), language), plain(line[language], language))
        for line in table.get("keys", ())
    )


def _of(keys: str | dict[str, str], language: str) -> str:
    """Keys that are words ("2 letters") are given for each language."""
    return keys if isinstance(keys, str) else keys[language]


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return {
        path.stem: by_language(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in FOLDER.glob("*.toml")
    }
