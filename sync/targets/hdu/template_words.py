"""The values that the HDU data template calls things by."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def words() -> dict[str, Any]:
    """The values of hdu_codes.toml."""
    return tomllib.loads((Path(__file__).parent / "hdu_codes.toml").read_text(encoding="utf-8"))


def unconfirmed_lists() -> tuple[str, ...]:
    """The lists of hdu_codes.toml that nobody has checked against the server's own yet."""
    return tuple(words()["unconfirmed"])
