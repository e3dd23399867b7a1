"""What may happen in a small facility full of edges, as Hypothesis draws it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from emr_desktop.reference import catalogue
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry

# A leap February behind us, an ordinary month, a turn of the year in week 1, in week 53, a leap day.
FIRST_DAYS = (date(2024, 2, 20), date(2026, 11, 9), date(2024, 12, 24), date(2020, 12, 23), date(2024, 2, 29))
TIMES = (time(0, 0, 0), time(0, 0, 1), time(2, 59, 59), time(3, 0, 0), time(12, 0), time(23, 59, 59))
NAMES = ("Neema", "Juma", "Zuhura", "Baraka", "Rehema", "Ng'wandu")
VILLAGES = (None, "Buigiri", "Kwa Mtoro", "Mwitikira", "=Chamwino")
# Where rows meet: shared codes with conditions, long and short prefixes, codes that nothing takes.
TRICKY = ("B54", "B50.9", "B52.9", "A09", "A00.9", "J18.9", "J22", "D64.9", "R40.2", "R50.9", "E86", "Z00.0",
          "U07.1", "T63.0", "W54", "P22.9", "O14.9", "N43.3", "I10", "E11.9", "J45.9", "A63.0")  # fmt: skip


# What happens ----------------------------------------------------------------------------------------------


class Brief:
    """Tells only what is out of the ordinary, so that a failure can be read."""

    def __repr__(self) -> str:
        usual = (None, (), 0, "opd", "cash", "home")
        said = [f"{name}={value!r}" for name, value in vars(self).items() if value not in usual]
        return f"{type(self).__name__}({', '.join(said)})"


@dataclass(frozen=True, repr=False)
class Person(Brief):
    """``months`` and ``days`` say how old on the day of the first visit; a day given goes before."""

    sex: str
    months: int
    days: int
    village: str | None
    born: date | None = None


@dataclass(frozen=True, repr=False)
class Content(Brief):
    """What a visit says."""

    visit_type: str
    payer: str
    outcome: str
    diagnoses: tuple[DiagnosisEntry, ...]
    tests: tuple[LabEntry, ...]
    medicines: tuple[PrescriptionEntry, ...]
    new_this_year: bool | None
    new_problem: bool | None
    weight_kg: float | None = None
    pregnancy: str | None = None
    urgency: str | None = None  # of the letter, where the outcome is a referral
    sent_by: str | None = None  # who sent the patient here
    cause: str | None = None  # of death, where that is the outcome
    died_at: str = "here"


@dataclass(frozen=True, repr=False)
class Step(Brief):
    """One thing somebody does, ``ahead`` days after the last, at that time; numbers are taken modulo."""

    does: str
    ahead: int
    at: time
    who: int
    other: int
    back: int
    content: Content
    more: tuple[tuple[int, int, Content], ...] = ()  # lines of an import: who, days back, what


@dataclass(frozen=True, repr=False)
class Plan(Brief):
    first_day: date
    people: tuple[Person, ...]
    steps: tuple[Step, ...]


_DIAGNOSES = st.builds(
    DiagnosisEntry,
    icd10=st.one_of(st.sampled_from(TRICKY), st.deferred(lambda: st.sampled_from(named_codes()))),
    certainty=st.sampled_from(("confirmed", "confirmed", "confirmed", "provisional")),
    severity=st.sampled_from((None, None, "none", "mild", "some", "severe")),
)


def _test(code: str, *results: str | None) -> st.SearchStrategy[LabEntry]:
    return st.builds(LabEntry, test=st.just(code), result=st.sampled_from(results))


_TESTS = st.one_of(
    _test("mrdt", "positive", "negative", "invalid", None),
    _test("bs", "positive", "negative", None),
    _test("hb", "4.9", "6.9", "7", "9.5", "10.9", "11", "12", "13.5", "16", "23.1", None),
    _test("wbc", "0.5", "4", "11", "45"),
    _test("platelets", "20", "150", "450", "900"),
    _test("esr", "0", "15", "40"),
    _test("glucose", "2.1", "3.9", "7", "11.1", "25"),
    _test("glucose_fasting", "3", "5.6", "7", "7.1"),
    _test("urine_schisto", "seen", "not_seen"),
    _test("urine_protein", "negative", "trace", "plus2"),
    _test("sickling", "positive", "negative"),
    _test("syphilis", "reactive", "non_reactive", "invalid"),
    _test("sputum", "negative", "scanty", "afb2"),
    _test("stool_ova", "none_seen", "hookworm", "ascaris", "hymenolepis"),
    _test("stool_cysts", "none_seen", "giardia", "e_histolytica"),
)
_MEDICINES = st.builds(
    PrescriptionEntry,
    medicine=st.sampled_from(
        (
            "alu20120",
            "alu20120",
            "par500",
            "ors",
            "zinc20dt",
            "cot240sy",
            "amo250dt",
            "art60inj",
            "alb400",
            "tld",
        )
    ),
    dose=st.just(1.0),
    per_day=st.just(2),
    days=st.just(3),
    quantity=st.sampled_from((1, 5, 6, 7, 12, 13, 18, 19, 24, 100, 101)),
)
_CONTENTS = st.builds(
    Content,
    visit_type=st.sampled_from(("opd",) * 8 + ("anc", "dental")),
    payer=st.sampled_from(("cash", "nhif", "chf", "other_insurance", "exempt")),
    outcome=st.sampled_from(("home", "home", "home", "referred", "admitted", "died")),
    diagnoses=st.lists(_DIAGNOSES, max_size=3, unique_by=lambda one: one.icd10).map(tuple),
    tests=st.lists(_TESTS, max_size=3, unique_by=lambda one: one.test).map(tuple),
    medicines=st.lists(_MEDICINES, max_size=2, unique_by=lambda one: one.medicine).map(tuple),
    new_this_year=st.sampled_from((None, None, True, False)),
    new_problem=st.sampled_from((None, None, True, False)),
    weight_kg=st.sampled_from(
        (None, None, 3.2, 9.5, 15.0, 15.1, 25.0, 25.4, 35.0, 35.5, 50.0, 51.0, 75.0, 101.5)
    ),
    pregnancy=st.sampled_from((None, None, None, "no", "pregnant", "breastfeeding")),
    urgency=st.sampled_from((None, "emergency", "urgent", "routine")),
    sent_by=st.sampled_from((None, None, None, "facility", "community", "other")),
    cause=st.sampled_from((None, "B50.9", "J18.9", "A09", "I64", "C61", "O14.9", "P22.9", "T63.0", "E43")),
    died_at=st.sampled_from(("here", "on_arrival", "elsewhere")),
)
_PEOPLE = st.builds(
    Person,
    sex=st.sampled_from("MF"),
    months=st.sampled_from((0, 0, 1, 2, 11, 12, 13, 59, 60, 61, 180, 719, 720, 721, 1100)),
    days=st.sampled_from((-1, 0, 0, 0, 1, 2, 15)),
    village=st.sampled_from(VILLAGES),
    born=st.sampled_from(
        (None,) * 6 + (date(2020, 2, 29), date(2023, 10, 31), date(1964, 2, 29), date(2019, 12, 31))
    ),
)
# As they are drawn; "answer" and "death" are written at the reception.
DOES = ("answer", "answer", "death", "see", "see", "see", "paper", "correct", "correct", "void", "merge",
        "merge", "undo", "import", "import", "open", "fill", "patient", "patient")  # fmt: skip
_STEPS = st.builds(
    Step,
    does=st.sampled_from(DOES),
    ahead=st.sampled_from((0, 0, 0, 1, 1, 2, 7, 29, 31)),
    at=st.sampled_from(TIMES),
    who=st.integers(0, 7),
    other=st.integers(0, 30),
    back=st.sampled_from((0, 1, 2, 9, 30, 31)),
    content=_CONTENTS,
    more=st.lists(
        st.tuples(st.integers(0, 7), st.sampled_from((0, 0, 1, 5, 30, 32)), _CONTENTS), max_size=6
    ).map(tuple),
)
PLANS = st.builds(
    Plan,
    first_day=st.sampled_from(FIRST_DAYS),
    people=st.lists(_PEOPLE, min_size=1, max_size=5).map(tuple),
    steps=st.lists(_STEPS, min_size=4, max_size=14).map(tuple),
)


@cache
def named_codes() -> tuple[str, ...]:
    """A code that the record takes for each prefix that a shipped definition names."""
    folder = Path(catalogue.__file__).parent / "forms"
    wanted = set()
    for path in folder.glob("*/*/rows.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            for line in csv.DictReader(handle):
                if line["counts"] == "diagnoses":
                    wanted |= set(line["icd10"].split())
    endings = ("", ".0", ".1", ".9", "0", "0.0", "1", "1.9", "9", "9.9", "00.0", "01.9", "10", "99")
    found = {
        code: next((code + end for end in endings if catalogue.icd10_title(code + end)), None)
        for code in wanted
    }
    return tuple(sorted(code for code in found.values() if code is not None))
