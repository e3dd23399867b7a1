"""Procedures that are done in a visit, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from emr_desktop.languages import either
from emr_desktop.reference.folding import fold
from emr_desktop.reference.tables import read_table


@dataclass(frozen=True)
class Procedure:
    """One procedure by its stable code."""

    code: str
    name_en: str
    name_sw: str

    def name(self, language: str) -> str:
        return either(language, self.name_sw, self.name_en)


@cache
def procedures() -> dict[str, Procedure]:
    """Procedures by code, the frequent ones first."""
    return {
        row["code"]: Procedure(row["code"], row["name_en"], row["name_sw"])
        for row in read_table("procedures.csv")
    }


def procedure_name(code: str, *, language: str) -> str:
    """What to call a procedure; an unknown code names itself."""
    known = procedures().get(code)
    return known.name(language) if known is not None else code


def find_procedures(text: str, *, language: str, limit: int = 12) -> tuple[Procedure, ...]:
    """Procedures with a word that begins with ``text``, in either language; whose name does go first."""
    asked = fold(text)
    found = [
        each for each in procedures().values() if f" {asked}" in f" {fold(each.name_en)} {fold(each.name_sw)}"
    ]
    return tuple(sorted(found, key=lambda each: not fold(each.name(language)).startswith(asked))[:limit])
