"""Loads the reference data, each file once, when first asked for."""

from __future__ import annotations

from functools import cache

from emr_desktop.languages import either
from emr_desktop.reference.diagnoses import (
    concepts,
    diagnosis_name,
    is_sensitive,
    prepare_search,
    search_diagnoses,
    severities_for,
    severity_name,
)
from emr_desktop.reference.formulary import (
    dose_unit,
    matched_synonym,
    medicine_units,
    medicine_ways,
    medicines,
    search_medicines,
)
from emr_desktop.reference.icd10 import icd10_title
from emr_desktop.reference.ordering import (
    directions,
    every_days,
    frequencies,
    frequency_typed,
    pack_of,
    routes,
    routes_of,
    usual_route,
)
from emr_desktop.reference.rows import Exemption, LabTest, Payer, VitalRange
from emr_desktop.reference.tables import number, read_table, words

__all__ = [
    "answer_name",
    "concepts",
    "diagnosis_name",
    "directions",
    "dose_unit",
    "every_days",
    "exemptions",
    "frequencies",
    "frequency_typed",
    "icd10_title",
    "is_sensitive",
    "lab_tests",
    "matched_synonym",
    "medicine_units",
    "medicine_ways",
    "medicines",
    "pack_of",
    "payers",
    "prepare_search",
    "routes",
    "routes_of",
    "search_diagnoses",
    "search_medicines",
    "severities_for",
    "severity_name",
    "usual_route",
    "vital_range",
]


@cache
def lab_tests() -> dict[str, LabTest]:
    """The tests by code, in the order a screen lists them."""
    return {
        row["code"]: LabTest(
            code=row["code"],
            name_en=row["name_en"],
            name_sw=row["name_sw"],
            kind=row["kind"],
            choices=words(row["choices"]),
            unit=row["unit"] or None,
            lowest=number(row["lowest"]),
            highest=number(row["highest"]),
            sensitive=row["sensitive"] == "yes",
            ask_below=number(row["ask_below"]),
            ask_above=number(row["ask_above"]),
            usual=words(row["usual"]),
            specimen=row["specimen"] or None,
            method=row["method"] or None,
            alone=row["alone"] == "yes",
        )
        for row in read_table("tests.csv")
    }


@cache
def payers() -> dict[str, Payer]:
    """Who pays, by code; codes are a contract with import files."""
    return {
        row["code"]: Payer(row["code"], row["name_en"], row["name_sw"]) for row in read_table("payers.csv")
    }


@cache
def exemptions() -> dict[str, Exemption]:
    """Why an exempt patient is exempt, by code."""
    return {
        row["code"]: Exemption(
            code=row["code"],
            name_en=row["name_en"],
            name_sw=row["name_sw"],
            from_age_years=int(row["from_age_years"]) if row["from_age_years"] else None,
            below_age_years=int(row["below_age_years"]) if row["below_age_years"] else None,
            sex=row["sex"] or None,
        )
        for row in read_table("exemptions.csv")
    }


@cache
def _answers() -> dict[tuple[str, str], tuple[str, str]]:
    return {(row["kind"], row["code"]): (row["name_en"], row["name_sw"]) for row in read_table("answers.csv")}


def answer_name(kind: str, code: str, *, language: str) -> str:
    """What to call a coded answer; an unknown code names itself.

    Kinds: result, certainty, outcome, sex, specimen, method, rejected, flag.
    """
    english, swahili = _answers().get((kind, code), (code, code))
    return either(language, swahili, english)


@cache
def _vital_ranges() -> dict[str, tuple[VitalRange, ...]]:
    ranges: dict[str, list[VitalRange]] = {}
    for row in read_table("vital_ranges.csv"):
        ranges.setdefault(row["name"], []).append(
            VitalRange(
                name=row["name"],
                from_months=int(row["from_months"]),
                to_months=int(row["to_months"]),
                refuse_below=float(row["refuse_below"]),
                refuse_above=float(row["refuse_above"]),
                ask_below=float(row["ask_below"]),
                ask_above=float(row["ask_above"]),
            )
        )
    return {name: tuple(found) for name, found in ranges.items()}


def vital_range(name: str, age_months: int) -> VitalRange | None:
    """The limits of one measurement at one age, or None when nothing is known."""
    for limits in _vital_ranges().get(name, ()):
        if limits.from_months <= age_months < limits.to_months:
            return limits
    return None
