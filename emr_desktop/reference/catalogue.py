"""Loads the reference data, each file once, when first asked for."""

from __future__ import annotations

from functools import cache

from emr_desktop.reference.rows import Concept, DiagnosisHit, Exemption, LabTest, Medicine, Payer, VitalRange


@cache
def concepts() -> dict[str, Concept]:
    """The clinical concepts by code."""
    raise NotImplementedError


def icd10_title(code: str) -> str | None:
    """The English title of an ICD-10 code (``B54``, ``A09.0``), or None for an unknown one."""
    raise NotImplementedError


def search_diagnoses(text: str, *, language: str, limit: int = 20) -> tuple[DiagnosisHit, ...]:
    """Concepts first (both languages and synonyms match, whatever the language shown), then all of ICD-10."""
    raise NotImplementedError


def diagnosis_name(icd10: str, concept: str | None, *, language: str) -> str:
    """What to call a recorded diagnosis: the concept's name, else the ICD-10 title, else the code."""
    raise NotImplementedError


@cache
def medicines() -> dict[str, Medicine]:
    """The formulary by code."""
    raise NotImplementedError


def search_medicines(text: str, *, limit: int = 20) -> tuple[Medicine, ...]:
    """Medicines whose name, strength or code match, best first."""
    raise NotImplementedError


@cache
def lab_tests() -> dict[str, LabTest]:
    raise NotImplementedError


@cache
def payers() -> dict[str, Payer]:
    raise NotImplementedError


@cache
def exemptions() -> dict[str, Exemption]:
    raise NotImplementedError


def vital_range(name: str, age_months: int) -> VitalRange | None:
    """The limits of one measurement at one age, or None when nothing is known."""
    raise NotImplementedError
