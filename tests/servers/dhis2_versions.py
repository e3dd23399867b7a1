"""The personalities of the stand-in DHIS2: how one line of versions differs from another, read from data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SUPPORTED = ("2.41", "2.42", "2.43")


@dataclass(frozen=True)
class Personality:
    """One line of versions; the fields are explained in ``dhis2_versions.toml``."""

    version: str
    codes: Mapping[str, str]  # what is wrong -> the server's error code
    whole: bool
    partial_status: int
    always_strict: bool
    keeps_zeros: bool
    counts_upserts: bool
    completes_first: bool
    inverted_windows: bool


@cache
def personality(line: str) -> Personality:
    """The personality of a line of versions, ``2.42`` for example."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    fields = dict(told[line])
    return Personality(**{**fields, "codes": told["codes"][fields["codes"]]})
