"""Types what people type at the reception, letter by letter, and times every answer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random

from figures import Figure, Spent, percentile, summed, timed
from sizes import SEARCH_MS, SEED, Size
from sqlalchemy import func, select

from db.models import Patient
from emr_desktop.access.work_session import WorkSession
from emr_desktop.patients.service import PatientService
from emr_desktop.reference.catalogue import search_diagnoses
from emr_desktop.reference.icd10 import icd10_titles

_SHOWN = 50  # the reception asks for this many
_VOWELS = {"a": "e", "e": "i", "i": "e", "o": "u", "u": "o"}
_DIAGNOSES = (
    "malaria",
    "uti",
    "kuhara damu",
    "fracture of femur",
    "diarea",
    "s52.0",
    "newmonia",
    "presha",
    "disease",
)


@dataclass(frozen=True)
class Typed:
    kind: str
    text: str


def search_figures(work: WorkSession, size: Size) -> list[Figure]:
    """Time the search of patients on one record."""
    patients = PatientService(work=work)
    texts = list(islice(_texts(work), size.searches))
    first = timed(lambda: patients.search(texts[0].text, limit=_SHOWN))
    slip = timed(lambda: patients.search("mwakalniga nema", limit=_SHOWN))
    tries: list[Spent] = []
    by_kind: dict[str, list[float]] = {}
    found = 0
    for typed in texts:
        for length in range(1, len(typed.text) + 1):
            start, cpu = time.perf_counter(), time.process_time()
            hits = patients.search(typed.text[:length], limit=_SHOWN)
            tries.append(Spent(time.perf_counter() - start, time.process_time() - cpu))
            by_kind.setdefault(typed.kind, []).append(tries[-1].wall * 1000)
        found += bool(hits)
    lately = summed([timed(lambda: patients.seen_lately(limit=_SHOWN)) for _ in range(20)])
    total = summed(tries)
    kinds = ", ".join(f"{kind} {percentile(sorted(each), 95):.0f}" for kind, each in by_kind.items())
    return [
        Figure(
            "search while typing, p50",
            total.p50,
            "ms",
            note=f"{total.tries} key strokes, {len(texts)} texts",
            cpu=total.cpu_p50,
        ),
        Figure("search while typing, p95", total.p95, "ms", SEARCH_MS, cpu=total.cpu_p95),
        Figure("search while typing, slowest", total.slowest, "ms", note=f"p95 by kind: {kinds}"),
        Figure("first search after log-in", first.wall * 1000, "ms", cpu=first.cpu * 1000),
        Figure("first misspelt search (reads all words)", slip.wall * 1000, "ms", cpu=slip.cpu * 1000),
        Figure(
            "who was seen lately, p95", lately.p95, "ms", SEARCH_MS, "the empty search box", lately.cpu_p95
        ),
        Figure(
            "texts that found somebody", 100 * found / len(texts), "%", note="speed that finds nobody is none"
        ),
    ]


def diagnosis_figures() -> list[Figure]:
    """Time the search of diagnoses, which is in memory."""
    icd10_titles.cache_clear()
    reading = timed(icd10_titles)
    search_diagnoses("warm up", language="sw")
    tries = [
        timed(lambda text=text, length=length: search_diagnoses(text[:length], language="sw"))
        for text in _DIAGNOSES * 3
        for length in range(1, len(text) + 1)
    ]
    total = summed(tries)
    return [
        Figure("diagnosis search while typing, p95", total.p95, "ms", SEARCH_MS, cpu=total.cpu_p95),
        Figure(
            "reading ICD-10",
            reading.wall * 1000,
            "ms",
            note=f"{len(icd10_titles()):,} codes, once",
            cpu=reading.cpu * 1000,
        ),
    ]


def _texts(work: WorkSession) -> Iterator[Typed]:
    draw = Random(f"key strokes {SEED}")
    with work.database.read() as session:
        total = session.scalar(select(func.count()).select_from(Patient)) or 0
        names = (Patient.number, Patient.first_name, Patient.middle_name, Patient.last_name)
        rows = [
            session.execute(
                select(*names, Patient.phone, Patient.village)
                .order_by(Patient.id)
                .offset(draw.randrange(total))
                .limit(1)
            ).one()
            for _ in range(40)
        ]
    for row, kind in zip(cycle(rows), cycle(_KINDS), strict=False):
        first, middle, last = row.first_name.lower(), (row.middle_name or "").lower(), row.last_name.lower()
        text = {
            "name": f"{first} {last}",
            "misspelt": f"{_slip(first, draw)} {_slip(last, draw)}",
            "turned": f"{last} {first}",
            "number": row.number if draw.random() < 0.3 else str(int(row.number.rsplit("/", 1)[1])),
            "phone": "0" + (row.phone or "+255700123456").removeprefix("+255"),
            "village": f"{first} {(row.village or '').lower()}",
            "three names": f"{first} {middle} {last}",
        }[kind]
        yield Typed(kind, text)


# Seven kinds against forty people, so that the two never fall into step.
_KINDS = ("name", "misspelt", "turned", "number", "phone", "village", "three names")


def _slip(word: str, draw: Random) -> str:
    """What a hurried hand makes of a name: two letters swapped, one left out, one doubled, another vowel."""
    place = draw.randrange(1, max(2, len(word) - 1))
    way = draw.randrange(4)
    if way == 0 and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if way == 1:
        return word[:place] + word[place + 1 :]
    if way == 2:
        return word[: place + 1] + word[place:]
    return word[:place] + _VOWELS.get(word[place : place + 1], word[place : place + 1]) + word[place + 1 :]
