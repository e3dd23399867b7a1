"""The short forms in which one cell holds diagnoses, tests or prescriptions, read and written.

``B54;A09:confirmed:some`` · ``mrdt=positive;hb=7.9`` · ``par500|1|3|3|9``. A separator inside
a free text is written ``%3B`` (;), ``%3D`` (=), ``%7C`` (|), ``%25`` (%).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from emr_desktop.errors import ValidationError
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry
from emr_desktop.visits.rules import normal_icd10

_ESCAPES = {";": "%3B", "=": "%3D", "|": "%7C", "%": "%25"}
_PLAIN = {written: plain for plain, written in _ESCAPES.items()}
_DECIMAL = re.compile(r"\d{1,6}([.,]\d{1,6})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)


def read_diagnoses(cell: str | None, concepts: str | None = None) -> tuple[DiagnosisEntry, ...]:
    """Read ``ICD10[:certainty[:severity]]`` between semicolons.

    Args:
        cell: the cell, None when empty.
        concepts: codes of clinical concepts in the same order, as our own export writes them.

    Raises:
        ValidationError: ``import.diagnosis_malformed``.
    """
    named = [part.strip() or None for part in (concepts or "").split(";")]
    found = []
    for place, text in enumerate(_parts(cell)):
        parts = [part.strip() for part in text.split(":")]
        if not 1 <= len(parts) <= 3 or not parts[0]:
            raise ValidationError("diagnoses", "import.diagnosis_malformed", value=text[:40])
        found.append(
            DiagnosisEntry(
                icd10=normal_icd10(parts[0]),
                concept=named[place] if place < len(named) else None,
                certainty=(parts[1].casefold() if len(parts) > 1 else "") or "confirmed",
                severity=(parts[2].casefold() if len(parts) > 2 else "") or None,
            )
        )
    return tuple(found)


def write_diagnoses(entries: Iterable[DiagnosisEntry]) -> str:
    """Write diagnoses the way ``read_diagnoses`` reads them."""
    texts = []
    for entry in entries:
        text = entry.icd10
        if entry.severity is not None:
            text += f":{entry.certainty}:{entry.severity}"
        elif entry.certainty != "confirmed":
            text += f":{entry.certainty}"
        texts.append(text)
    return ";".join(texts)


def write_concepts(entries: Iterable[DiagnosisEntry]) -> str:
    """Write the concepts beside the diagnoses, in the same order; nothing when no diagnosis has one."""
    concepts = [entry.concept or "" for entry in entries]
    return ";".join(concepts) if any(concepts) else ""


def read_tests(cell: str | None) -> tuple[LabEntry, ...]:
    """Read ``NAME=RESULT`` between semicolons; without a result the test waits for one.

    Raises:
        ValidationError: ``import.test_malformed``.
    """
    found = []
    for text in _parts(cell):
        name, sign, result = text.partition("=")
        if not sign or not name.strip():
            raise ValidationError("tests", "import.test_malformed", value=text[:40])
        found.append(LabEntry(test=name.strip().casefold(), result=unescaped(result.strip()) or None))
    return tuple(found)


def write_tests(entries: Iterable[LabEntry]) -> str:
    """Write tests the way ``read_tests`` reads them."""
    return ";".join(f"{entry.test}={escaped(entry.result or '')}" for entry in entries)


def read_prescriptions(cell: str | None) -> tuple[PrescriptionEntry, ...]:
    """Read ``MEDICINE|DOSE|PER_DAY|DAYS|QUANTITY`` between semicolons; instructions may follow.

    Raises:
        ValidationError: ``import.prescription_malformed``.
    """
    found = []
    for text in _parts(cell):
        parts = [part.strip() for part in text.split("|")]
        well_formed = (
            len(parts) in (5, 6)
            and parts[0]
            and _DECIMAL.fullmatch(parts[1])
            and all(_WHOLE.fullmatch(part) for part in parts[2:5])
        )
        if not well_formed:
            raise ValidationError("prescriptions", "import.prescription_malformed", value=text[:40])
        found.append(
            PrescriptionEntry(
                medicine=parts[0].casefold(),
                dose=float(parts[1].replace(",", ".")),
                per_day=int(parts[2]),
                days=int(parts[3]),
                quantity=int(parts[4]),
                instructions=(unescaped(parts[5]) or None) if len(parts) == 6 else None,
            )
        )
    return tuple(found)


def write_prescriptions(entries: Iterable[PrescriptionEntry]) -> str:
    """Write prescriptions the way ``read_prescriptions`` reads them."""
    texts = []
    for entry in entries:
        parts = [entry.medicine, f"{entry.dose:g}", str(entry.per_day), str(entry.days), str(entry.quantity)]
        if entry.instructions:
            parts.append(escaped(entry.instructions))
        texts.append("|".join(parts))
    return ";".join(texts)


def read_orders(cell: str | None, entries: Sequence[PrescriptionEntry]) -> tuple[PrescriptionEntry, ...]:
    """Read ``ROUTE|FREQUENCY|MARKS|DIRECTIONS`` of each prescription, as our own export writes them.

    Marks are ``p`` for as needed and ``n`` for the first dose now; directions are codes between blanks.

    Raises:
        ValidationError: ``import.prescription_malformed``.
    """
    texts = (cell or "").split(";") if cell else []
    if texts and len(texts) != len(entries):
        raise ValidationError("orders", "import.prescription_malformed", value=str(cell)[:40])
    found = []
    for text, entry in zip(texts, entries, strict=False):
        parts = [part.strip().casefold() for part in text.split("|")]
        if len(parts) != 4 or not set(parts[2]) <= {"p", "n"}:
            raise ValidationError("orders", "import.prescription_malformed", value=text[:40])
        route, frequency, marks, directions = parts
        found.append(
            replace(
                entry,
                route=route or None,
                frequency=frequency or None,
                as_needed="p" in marks,
                start_now="n" in marks,
                directions=tuple(directions.split()),
            )
        )
    return tuple(found) if texts else tuple(entries)


def write_orders(entries: Sequence[PrescriptionEntry]) -> str:
    """Write what goes beyond the five numbers of each prescription; nothing when nothing does."""
    texts = [
        "|".join(
            (
                entry.route or "",
                entry.frequency or "",
                "p" * entry.as_needed + "n" * entry.start_now,
                " ".join(entry.directions),
            )
        )
        for entry in entries
    ]
    return ";".join(texts) if any(text != "|||" for text in texts) else ""


def read_words(cell: str | None) -> tuple[str, ...]:
    """Read texts between semicolons: allergies."""
    return tuple(unescaped(text) for text in _parts(cell))


def write_words(texts: Iterable[str]) -> str:
    """Write texts the way ``read_words`` reads them."""
    return ";".join(escaped(text) for text in texts)


def _parts(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def escaped(text: str) -> str:
    """A text without the separators of the short forms."""
    return re.sub("[;=|%]", lambda found: _ESCAPES[found[0]], text)


def unescaped(text: str) -> str:
    """The text that ``escaped`` wrote."""
    return re.sub("%3B|%3D|%7C|%25", lambda found: _PLAIN[found[0]], text)
