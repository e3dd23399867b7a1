"""Measures how well a duplicate is noticed, on pairs that nobody set the points by."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from duplicate_pairs import TODAY, Pair, make_pairs
from figures import Figure, summed, timed
from measured_facility import PASSWORD, USERNAME, standing_clock

from db.key_file import CHEAPEST
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import ValidationError
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility, unlock
from emr_desktop.patients import rules
from emr_desktop.patients.bulk import NewPatient, register_patients
from emr_desktop.patients.duplicates import compare
from emr_desktop.patients.records import form_of_row
from emr_desktop.patients.service import PatientService

SEEDS = (20261118, 4711)  # the points were set on the pairs of the seeds 1, 2 and 3
PAIRS = 2_500
RECALL, PRECISION = 0.95, 0.9
_SHOWN = 3  # as many as the reception shows


@dataclass(frozen=True)
class Result:
    """How many pairs of one person were noticed, and how many of those noticed are one person."""

    recall: float
    precision: float
    wrong: Counter[str]  # by kind of pair


def measured(pairs: list[Pair]) -> Result:
    """Judge every pair by itself."""
    noticed = [(pair, _noticed(pair)) for pair in pairs]
    right = sum(1 for pair, seen in noticed if pair.same and seen)
    wrong = Counter(pair.kind for pair, seen in noticed if not pair.same and seen)
    return Result(
        recall=right / sum(pair.same for pair in pairs),
        precision=right / (right + wrong.total()),
        wrong=wrong,
    )


def _noticed(pair: Pair) -> bool:
    try:
        born = rules.birth_of(pair.form, today=TODAY).date
    except ValidationError:
        born = None
    return compare(pair.form, born, pair.patient, today=TODAY) is not None


def duplicate_figures() -> list[Figure]:
    """Recall and precision of two sets of pairs, and how often the patient stands among those shown."""
    figures: list[Figure] = []
    for seed in SEEDS:
        pairs = make_pairs(seed, PAIRS)
        result = measured(pairs)
        told = ", ".join(f"{number} {kind}" for kind, number in sorted(result.wrong.items()))
        figures += [
            Figure(
                f"duplicates overlooked, seed {seed}",
                100 * (1 - result.recall),
                "%",
                target=round(100 * (1 - RECALL), 1),
                note=f"recall {result.recall:.3f} of {PAIRS // 2:,} pairs of one person",
            ),
            Figure(
                f"duplicates suspected wrongly, seed {seed}",
                100 * (1 - result.precision),
                "%",
                target=round(100 * (1 - PRECISION), 1),
                note=f"precision {result.precision:.3f}; of {PAIRS // 2:,} pairs of two people: {told}",
            ),
        ]
    return [*figures, *_in_a_record(make_pairs(SEEDS[0], PAIRS))]


def _in_a_record(pairs: list[Pair]) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="emr-bench-") as scratch:
        folder = Path(scratch) / "facility"
        create_facility(
            folder,
            details=FacilityDetails(code="101168-3", name="Buigiri Dispensary"),
            first_user=FirstUser(username=USERNAME, full_name="Neema Mollel", password=PASSWORD),
            clock=standing_clock(),
            parameters=CHEAPEST,
        )
        work = unlock(folder, username=USERNAME, password=PASSWORD, clock=standing_clock())
        try:
            _register(work, pairs)
            service = PatientService(work=work)
            same = [pair for pair in pairs if pair.same]
            shown = []
            spent = [
                timed(lambda pair=pair: shown.append(service.likely_duplicates(pair.form, limit=_SHOWN)))  # type: ignore[misc]
                for pair in same
            ]
        finally:
            work.database.close()
    found = sum(
        any(hint.patient.id == pair.patient.id for hint in hints)
        for pair, hints in zip(same, shown, strict=True)
    )
    total = summed(spent)
    return [
        Figure(
            f"duplicates not among the {_SHOWN} shown",
            100 * (1 - found / len(same)),
            "%",
            target=round(100 * (1 - RECALL), 1),
            note=f"{found:,} of {len(same):,}, in a record of {len(pairs):,} patients",
        ),
        Figure("looking for duplicates, p95", total.p95, "ms", target=100, cpu=total.cpu_p95),
    ]


def _register(work: WorkSession, pairs: list[Pair]) -> None:
    now, today = work.clock.now(), work.clock.today()
    new = [
        NewPatient(form=form, birth=rules.birth_of(form, today=today), registered_at=now)
        for form in (form_of_row(pair.patient) for pair in pairs)
    ]
    with work.database.write.begin() as session:
        register_patients(session, new, work=work, action="patient.made_up")
