"""Referrals and deaths against counts written apart from the engine."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import CounterReferral, Death, Referral, ReferralIn, Visit
from emr_desktop.forms.output import cases_document
from emr_desktop.identity import new_id

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
MONTH = "202610"
AGES = (0, 20, 35, 300, 370, 1500, 1830, 4000, 5500, 8000, 21_900, 25_000)  # in days
# Written down from ranges.csv by hand: the lowest normal Hb of children, women and men, pregnant women apart.
HB_LOW = {"child": 11.0, "school": 11.5, "woman": 12.0, "man": 13.0, "pregnant": 11.0}


def stamps(desk, at: datetime = datetime(2026, 10, 20, 8, tzinfo=UTC)) -> dict:
    who = desk.work.actor.staff_id
    return {"created_at": at, "created_by": who, "updated_at": at, "updated_by": who, "version": 1}


def years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def figures(desk, form: str) -> dict[tuple[str, str], int]:
    """The cells that are not zero, each with cases that add up to it, and a register that says the same."""
    report = desk.forms.show(form, MONTH)
    assert report.misplaced == ()
    found = {(row.row, column): each for row in report.rows for column, each in row.cells.items() if each}
    for (row, column), figure in found.items():
        cases = desk.forms.cases(form, MONTH, row=row, column=column)
        assert cases.count == sum(line.amount for line in cases.visits) == figure
    for row in report.rows:
        if row.total["all"]:
            assert desk.forms.cases(form, MONTH, row=row.row).count == row.total["all"]
    codes = [finding for finding in desk.forms.check(form, MONTH).findings if "differs" in finding.code]
    assert codes == []
    return found


@st.composite
def lives(draw: st.DrawFn) -> dict:
    """What every visit and every death has: a day around the month's ends, an age, a sex."""
    day = draw(
        st.one_of(
            st.dates(FIRST, LAST),
            st.sampled_from([FIRST, LAST, FIRST - timedelta(1), LAST + timedelta(1)]),
        )
    )
    return {
        "visit_date": day,
        "birth_date": day - timedelta(draw(st.sampled_from(AGES))),
        "sex": draw(st.sampled_from("MF")),
    }


@st.composite
def seen(draw: st.DrawFn) -> dict:
    return draw(lives()) | {
        "visit_type": draw(st.sampled_from(["opd", "opd", "anc"])),
        "status": draw(st.sampled_from(["done", "done", "done", "open"])),
        "voided": draw(st.sampled_from([False, False, False, True])),
    }


def counts(visit: dict) -> bool:
    return visit["status"] == "done" and not visit["voided"] and FIRST <= visit["visit_date"] <= LAST


# referrals ---------------------------------------------------------------------------------------------

# The last minute of September, the first of October; the same a month later, by the facility's clock.
RECORDED = (
    None,
    datetime(2026, 9, 30, 20, 59, tzinfo=UTC),
    datetime(2026, 9, 30, 21, tzinfo=UTC),
    datetime(2026, 10, 31, 20, 59, tzinfo=UTC),
    datetime(2026, 10, 31, 21, tzinfo=UTC),
)


def five_bands(born: date, on: date) -> str:
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    for most, name in ((1, "lt1m"), (12, "m1_11"), (60, "y1_4"), (720, "y5_59")):
        if months < most:
            return name
    return "y60plus"


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            seen(),
            st.sampled_from(["referred", "referred", "home"]),
            st.sampled_from([None, "voided", "unwritten", "emergency", "urgent", "routine"]),
            st.sampled_from(RECORDED),
            st.sampled_from([None, None, "facility", "community", "other"]),
            st.sampled_from([(), ("B54",), ("J18.9", "I10"), ("O14.1",), ("Z21",)]),
        ),
        max_size=6,
    )
)  # fmt: skip
@pytest.mark.slow
def test_referrals(desk, register) -> None:
    desk.clear()
    expected: Counter = Counter()
    why = {"B54": "6", "J18.9": "7", "I10": "14", "O14.1": "11", "Z21": "15"}
    for visit, outcome, letter, answered_at, sent_by, diagnoses in register:
        codes = tuple((code, "provisional", None) for code in diagnoses)
        visit_id = desk.see(**visit, outcome=outcome, diagnoses=codes)
        referral_id = new_id()
        with desk.database.write.begin() as session:
            if letter is not None:
                void = {"voided_at": datetime(2026, 10, 9, tzinfo=UTC), "voided_by": desk.work.actor.staff_id,
                        "void_reason": "corrected"} if letter == "voided" else {}  # fmt: skip
                urgency = letter if letter in ("emergency", "urgent", "routine") else "urgent"
                session.add(
                    Referral(id=referral_id, visit_id=visit_id, number=f"{visit_id}-R1", urgency=urgency,
                             reason=None if letter == "unwritten" else "x", **stamps(desk), **void)
                )  # fmt: skip
                session.flush()
                if answered_at is not None:
                    session.add(
                        CounterReferral(id=new_id(), referral_id=referral_id, visit_id=visit_id,
                                        seen_on=LAST, **stamps(desk, answered_at))
                    )  # fmt: skip
            if sent_by is not None:
                session.add(ReferralIn(id=new_id(), visit_id=visit_id, kind=sent_by))
        column = f"{five_bands(visit['birth_date'], visit['visit_date'])}.{visit['sex']}"
        stands = visit["status"] == "done" and not visit["voided"]
        if stands and letter not in (None, "voided") and answered_at is not None:
            day = (answered_at + timedelta(hours=3)).date()
            expected["20", column] += FIRST <= day <= LAST
        if not counts(visit):
            continue
        if outcome == "referred":
            expected["1", column] += 1
            row = {"emergency": "2", "urgent": "3", "routine": "4"}.get(letter or "", "5")
            expected[row, column] += 1
            for code in diagnoses:
                expected[why[code], column] += 1
        if sent_by is not None:
            expected[{"facility": "17", "community": "18", "other": "19"}[sent_by], column] += 1
    assert figures(desk, "referrals") == {cell: figure for cell, figure in expected.items() if figure}


# deaths ------------------------------------------------------------------------------------------------


def six_bands(born: date, on: date) -> str:
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    for most, name in ((1, "lt1m"), (12, "m1_11"), (60, "y1_4"), (180, "y5_14"), (720, "y15_59")):
        if months < most:
            return name
    return "y60plus"


CAUSES = {None: "16", "B50.8": "1", "J18.9": "2", "A09": "3", "A41.9": "6", "C50.9": "11", "R99": "15"}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            lives(),
            st.sampled_from(list(CAUSES)),
            st.sampled_from(list(CAUSES)),
            st.sampled_from(["here", "on_arrival", "elsewhere"]),
            st.booleans(),
            st.sampled_from([False, False, False, True]),
        ),
        max_size=7,
    )
)
@pytest.mark.slow
def test_deaths(desk, register) -> None:
    desk.clear()
    expected: Counter = Counter()
    for life, underlying, immediate, place, in_a_visit, voided in register:
        visit_id = desk.see(**life, outcome="died")
        with desk.database.write.begin() as session:
            void = {"voided_at": datetime(2026, 10, 9, tzinfo=UTC), "voided_by": desk.work.actor.staff_id,
                    "void_reason": "alive"} if voided else {}  # fmt: skip
            session.add(
                Death(id=new_id(), patient_id=session.get_one(Visit, visit_id).patient_id,
                      visit_id=visit_id if in_a_visit else None, died_on=life["visit_date"], place=place,
                      underlying_icd10=underlying, immediate_icd10=immediate, **stamps(desk), **void)
            )  # fmt: skip
        if voided or not FIRST <= life["visit_date"] <= LAST:
            continue
        column = f"{six_bands(life['birth_date'], life['visit_date'])}.{life['sex']}"
        expected[CAUSES[underlying or immediate], column] += 1
        expected[{"here": "17", "on_arrival": "18", "elsewhere": "19"}[place], column] += 1
    assert figures(desk, "deaths") == dict(expected)


def test_a_death_elsewhere_is_a_case_without_a_visit(desk) -> None:
    visit_id = desk.see(date(2026, 10, 1), date(1960, 1, 1), "M")
    with desk.database.write.begin() as session:
        patient = session.get_one(Visit, visit_id).patient_id
        session.add(
            Death(id=new_id(), patient_id=patient, died_on=date(2026, 10, 9), place="elsewhere",
                  underlying_icd10="I64", **stamps(desk))
        )  # fmt: skip
    cases = desk.forms.cases("deaths", MONTH, row="19")
    (line,) = cases.visits
    assert (line.visit, line.diagnoses, line.date) == (None, ("I64",), date(2026, 10, 9))
    assert cases_document(cases)["visits"][0]["visit"] is None


def test_a_late_answer_changes_the_hash_and_figure_of_its_own_month_alone(desk) -> None:
    visit_id = desk.see(date(2026, 10, 30), date(1990, 1, 1), outcome="referred")
    with desk.database.write.begin() as session:
        one = new_id()
        session.add(Referral(id=one, visit_id=visit_id, number="R1", reason="x", **stamps(desk)))
    desk.forms.close("referrals", MONTH)
    with desk.database.write.begin() as session:
        session.add(
            CounterReferral(id=new_id(), referral_id=one, visit_id=visit_id, seen_on=LAST,
                            **stamps(desk, datetime(2026, 11, 3, 8, tzinfo=UTC)))
        )  # fmt: skip
    assert desk.forms.show("referrals", MONTH).status == "closed"
    assert desk.forms.cases("referrals", "202611", row="20").count == 1
