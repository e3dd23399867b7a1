"""The one table of languages: Swahili and English of the program, and every language that lies in a folder.

A language is a folder ``<code>`` with ``language.toml`` (its name and locale), in ``languages`` beside the
program or in the folder that EMR_LANGUAGE_DIR names. Its ``texts.toml`` says by the English text what all
outside of the windows is called: messages, papers, help, months, names of forms. What it does not say stays
English. The windows' texts are in its ``windows.ts``, which ``ui.qt.language`` reads.
``docs/translating.md`` tells how one is made.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

SWAHILI, ENGLISH = "sw", "en"
PLACE_VARIABLE = "EMR_LANGUAGE_DIR"
_CODE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class KnownLanguage:
    """A language that can be chosen. ``folder`` is None for those of the program itself."""

    code: str
    name: str  # in the language itself
    locale: str  # sw_TZ
    folder: Path | None = None


_OWN = (KnownLanguage(SWAHILI, "Kiswahili", "sw_TZ"), KnownLanguage(ENGLISH, "English", "en_GB"))


@cache
def languages() -> Mapping[str, KnownLanguage]:
    """Every language by its code, in the order in which F9 goes through them."""
    found = {one.code: one for one in _OWN}
    for place in _places():
        for folder in sorted(place.iterdir()) if place.is_dir() else ():
            one = _read(folder)
            if one is not None:
                found.setdefault(one.code, one)
    return found


def codes() -> tuple[str, ...]:
    """The codes of the languages."""
    return tuple(languages())


def next_after(code: str) -> KnownLanguage:
    """The language that F9 goes to."""
    order = codes()
    return languages()[order[(order.index(code) + 1) % len(order)]]


class ByLanguage(dict[str, Any]):
    """A text, or several, by language: ``texts["lg"]`` is the English in Luganda where no own one is."""

    def __missing__(self, language: str) -> Any:
        return _translated(self[ENGLISH], language)


def by_language(table: Any) -> Any:
    """A table as it was read, with a ``ByLanguage`` wherever texts stand in Swahili and English."""
    if isinstance(table, list):
        return [by_language(each) for each in table]
    if not isinstance(table, dict):
        return table
    kind = ByLanguage if {SWAHILI, ENGLISH} <= table.keys() else dict
    return kind((name, by_language(each)) for name, each in table.items())


def _translated(english: Any, language: str) -> Any:
    if isinstance(english, str):
        return translated(english, language)
    if isinstance(english, dict):
        return {name: _translated(each, language) for name, each in english.items()}
    if isinstance(english, list | tuple):
        return type(english)(_translated(each, language) for each in english)
    return english


def either(language: str, swahili: str, english: str) -> str:
    """A text that is kept in two columns."""
    return swahili if language == SWAHILI else translated(english, language)


def translated(english: str, language: str) -> str:
    """What a text of the program is in a language of a folder; English where that does not say it."""
    if language in (SWAHILI, ENGLISH):
        return english
    return _texts(language).get(english, english)


def forget() -> None:
    """Read the folders anew when asked next; for tests and for whoever writes a language."""
    languages.cache_clear()
    _texts.cache_clear()


@cache
def _texts(language: str) -> dict[str, str]:
    known = languages().get(language)
    if known is None or known.folder is None:
        return {}
    try:
        table = tomllib.loads((known.folder / "texts.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.warning("texts.toml of the language %s is not read: %s", known.code, type(error).__name__)
        return {}
    return {
        english: text
        for english, text in table.items()
        if isinstance(text, str) and text.strip() and _holes(text) == _holes(english)
    }


def _holes(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^{}]*\}", text))


def _places() -> tuple[Path, ...]:
    named = os.environ.get(PLACE_VARIABLE)
    beside = Path(sys.executable).parent if getattr(sys, "frozen", False) else Path(__file__).parents[1]
    return (*((Path(named),) if named else ()), beside / "languages")


def _read(folder: Path) -> KnownLanguage | None:
    """The language of a folder; one that says nothing of itself is left out, with a line in the log."""
    path = folder / "language.toml"
    if not path.is_file():
        return None
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        name, locale = table["name"], table["locale"]
    except (OSError, ValueError, KeyError) as error:
        log.warning("language.toml in %s is not read: %s", folder.name, type(error).__name__)
        return None
    if not (
        _CODE.fullmatch(folder.name) and isinstance(name, str) and isinstance(locale, str) and name.strip()
    ):
        log.warning(
            "languages/%s: the folder is called like a language code, and name and locale are texts",
            folder.name,
        )
        return None
    return KnownLanguage(folder.name, name.strip()[:30], locale, folder)
