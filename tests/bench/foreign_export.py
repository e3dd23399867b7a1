"""Made-up exports of Open Hospital and OpenMRS as large as a health centre's, in a folder."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

_FIRST = ("Asha", "Halima", "Neema", "Zawadi", "Rehema", "Juma", "Ally", "Baraka", "Daudi", "Musa", "Saidi")
_LAST = (
    "Mushi",
    "Lema",
    "Mollel",
    "Bakari",
    "Omari",
    "Kimaro",
    "Massawe",
    "Ngowi",
    "Shayo",
    "Sanga",
    "Temba",
)
_SYLLABLES = (
    "ba",
    "da",
    "fa",
    "ga",
    "ja",
    "ka",
    "la",
    "ma",
    "na",
    "pa",
    "ra",
    "sa",
    "ta",
    "wa",
    "mwa",
    "shi",
)
_OLD_CODES = ("39", "42", "J06.9", "A09", "I10", "39", "39", "B35.4")
_LAST_DAY = date(2026, 10, 31)
_OBSERVED = (
    ("5089", 61),
    ("5085", 120),
    ("5086", 70),
    ("5088", 37.2),
)  # CIEL: weight, pressures, temperature

Row = dict[str, object]


def write_open_hospital(folder: Path, *, visits: int, patients: int) -> None:
    """Patients, visits, an examination for every second one and a blood slide for every third."""
    chance = random.Random(1)
    seen = list(_seen(chance, visits, patients))
    people = enumerate((_person(chance) for _ in range(patients)), start=1)
    _write(
        folder / "OH_PATIENT.csv",
        (
            {"PAT_ID": number, "PAT_FNAME": first, "PAT_SNAME": last, "PAT_BDATE": born, "PAT_SEX": sex,
             "PAT_CITY": "Buigiri", "PAT_DELETED": "N", "PAT_CREATED_DATE": "2019-01-01 08:00:00"}
            for number, (first, last, sex, born) in people
        ),
    )  # fmt: skip
    _write(
        folder / "OH_OPD.csv",
        (
            {"OPD_ID": number, "OPD_DATE": f"{day} 08:15:00", "OPD_NEW_PAT": chance.choice("NNNR"),
             "OPD_DIS_ID_A": chance.choice(_OLD_CODES), "OPD_REFERRAL_TO": "", "OPD_PAT_ID": patient,
             "OPD_NOTE": "homa siku mbili" if number % 5 == 0 else ""}
            for number, day, patient in seen
        ),
    )  # fmt: skip
    _write(
        folder / "OH_PATIENTEXAMINATION.csv",
        (
            {"PEX_ID": number, "PEX_DATE": f"{day} 08:10:00", "PEX_PAT_ID": patient, "PEX_TEMP": 37.2,
             "PEX_WEIGHT": 20 + number % 60, "PEX_AP_MAX": 110 + number % 40, "PEX_AP_MIN": 70}
            for number, day, patient in seen
            if number % 2 == 0
        ),
    )  # fmt: skip
    _write(
        folder / "OH_LABORATORY.csv",
        (
            {"LAB_ID": number, "LAB_EXA_ID_A": "03.01", "LAB_DATE": f"{day} 09:00:00", "LAB_PAT_ID": patient,
             "LAB_RES": chance.choice(("Negative", "++")), "LAB_STATUS": "DONE"}
            for number, day, patient in seen
            if number % 3 == 0
        ),
    )  # fmt: skip
    _write(folder / "OH_EXAM.csv", [{"EXA_ID_A": "03.01", "EXA_DESC": "3.1 Blood Slide (Malaria)"}])
    _write(folder / "OH_DISEASE.csv", [{"DIS_ID_A": "39", "DIS_DESC": "Malaria", "DIS_DCL_ID_A": "OC"}])


def write_openmrs(folder: Path, *, visits: int, patients: int) -> None:
    """People, one encounter a visit with four observations, and a diagnosis."""
    chance = random.Random(1)
    people = list(enumerate((_person(chance) for _ in range(patients)), start=1))
    seen = list(_seen(chance, visits, patients))
    _write(folder / "patient.csv", ({"patient_id": number, "voided": 0} for number, _ in people))
    _write(
        folder / "person.csv",
        (
            {"person_id": number, "gender": sex, "birthdate": born, "birthdate_estimated": 0, "voided": 0}
            for number, (_, _, sex, born) in people
        ),
    )
    _write(
        folder / "person_name.csv",
        (
            {"person_name_id": number, "preferred": 1, "person_id": number, "given_name": first,
             "middle_name": "", "family_name": last, "voided": 0}
            for number, (first, last, _, _) in people
        ),
    )  # fmt: skip
    _write(
        folder / "encounter.csv",
        (
            {"encounter_id": number, "encounter_type": 2, "patient_id": patient, "voided": 0,
             "encounter_datetime": f"{day} 08:00:00", "visit_id": number}
            for number, day, patient in seen
        ),
    )  # fmt: skip
    _write(folder / "encounter_type.csv", [{"encounter_type_id": 2, "name": "Visit Note"}])
    _write(
        folder / "obs.csv",
        (
            {"obs_id": number * 4 + place, "person_id": patient, "concept_id": concept,
             "encounter_id": number, "value_coded": "", "value_numeric": value, "value_text": "",
             "value_datetime": "", "voided": 0}
            for number, _, patient in seen
            for place, (concept, value) in enumerate(_OBSERVED)
        ),
    )  # fmt: skip
    _write(
        folder / "encounter_diagnosis.csv",
        (
            {"diagnosis_id": number, "diagnosis_coded": 116128, "diagnosis_non_coded": "",
             "encounter_id": number, "certainty": "CONFIRMED", "dx_rank": 1, "voided": 0}
            for number, _, _ in seen
        ),
    )  # fmt: skip


WRITERS = {"open-hospital": write_open_hospital, "openmrs": write_openmrs}


def _seen(chance: random.Random, visits: int, patients: int) -> Iterator[tuple[int, date, int]]:
    """Number, day and patient of each visit, by day."""
    days = sorted(_LAST_DAY - timedelta(days=chance.randrange(5 * 365)) for _ in range(visits))
    for number, day in enumerate(days, start=1):
        yield number, day, chance.randrange(1, patients + 1)


def _person(chance: random.Random) -> tuple[str, str, str, date]:
    """First and last name, sex, birth date; few share both names."""
    ending = "".join(chance.choice(_SYLLABLES) for _ in range(3))
    born = _LAST_DAY - timedelta(days=chance.randrange(5 * 365, 70 * 365))
    return chance.choice(_FIRST), f"{chance.choice(_LAST)}{ending}", chance.choice("FM"), born


def _write(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer: csv.DictWriter[str] | None = None
        for row in rows:
            if writer is None:
                writer = csv.DictWriter(handle, list(row))
                writer.writeheader()
            writer.writerow(row)
