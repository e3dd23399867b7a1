"""The words that all printed forms share, from one data file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from emr_desktop import reference


@dataclass(frozen=True)
class PaperWords:
    """``words`` and ``months`` by language; ``heading`` is Swahili on every form, as printed."""

    heading: Mapping[str, str]
    months: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]


@cache
def paper_words() -> PaperWords:
    """Read once."""
    path = Path(reference.__file__).parent / "forms" / "paper.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    months = {language: tuple(names) for language, names in content["months"].items()}
    return PaperWords(content["heading"], months, content["words"])
