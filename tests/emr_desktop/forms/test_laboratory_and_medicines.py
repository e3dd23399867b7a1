"""Laboratory and medicines against counts written apart from the engine."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import Prescription, ReferralIn, Vitals
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


# the laboratory ----------------------------------------------------------------------------------------

TESTS = {
    "mrdt": ["positive", "negative", "invalid", None],
    "hb": ["4.9", "7.9", "10.4", "10.9", "11", "11.4", "12", "13", "16.1", "18", None],
    "stool_ova": ["none_seen", "hookworm", "ascaris"],
    "sputum": ["negative", "scanty", "afb2"],
    "widal_to": ["titre_80", "titre_160"],
}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            seen(),
            st.dictionaries(st.sampled_from(list(TESTS)), st.integers(0, 20), max_size=4),
            st.sampled_from([None, "no", "pregnant"]),
        ),
        max_size=7,
    )
)
@pytest.mark.slow
def test_the_laboratory(desk, register) -> None:
    desk.clear()
    expected: Counter = Counter()
    rows = {"mrdt": "A1", "hb": "D1", "stool_ova": "C1", "sputum": "G1", "widal_to": "E5"}
    for visit, drawn, pregnancy in register:
        tests = {test: TESTS[test][number % len(TESTS[test])] for test, number in drawn.items()}
        carries = pregnancy if visit["sex"] == "F" else None
        desk.see(**visit, tests=tuple(tests.items()), pregnancy=carries)
        if not counts(visit):
            continue
        for test, result in tests.items():
            if result in (None, "invalid"):
                continue
            expected[rows[test], "done.n"] += 1
            if result in ("positive", "scanty", "afb2", "titre_160", "hookworm", "ascaris"):
                expected[rows[test], "found.n"] += 1
            if result in ("hookworm", "ascaris"):
                expected[{"hookworm": "C6", "ascaris": "C4"}[result], "found.n"] += 1
            if test == "hb":
                low, high = hb_limits(visit, carries)
                if float(result) < low:
                    expected["D1", "low.n"] += 1
                elif float(result) > high:
                    expected["D1", "high.n"] += 1
    assert figures(desk, "laboratory") == dict(expected)


def hb_limits(visit: dict, pregnancy: str | None) -> tuple[float, float]:
    born, on = visit["birth_date"], visit["visit_date"]
    age = years(born, on)
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months < 1:
        return 13.5, 21.5
    if months < 6:
        return 9.5, 18
    if months < 24:
        return 10.5, 14
    if age < 5:
        return HB_LOW["child"], 14
    if age < 12:
        return HB_LOW["school"], 15.5
    if pregnancy == "pregnant" and age < 60:
        return HB_LOW["pregnant"], 16
    if age < 15 or visit["sex"] == "F":
        return HB_LOW["woman"], 16
    return HB_LOW["man"], 17.5


# medicines ---------------------------------------------------------------------------------------------

MEDICINES = ("alu20120", "art60inj", "art100rec", "amo250dt", "cot240sy", "ors", "tle600", "tld", "par500")
QUANTITIES = (1, 5, 6, 7, 12, 13, 18, 19, 24, 100, 101)
WEIGHTS = (None, 3.2, 15, 15.1, 25, 25.04, 35, 35.5, 50, 75, 76.5, 100.5)


def order(desk, visit_id: UUID, place: int, medicine: str, quantity: int) -> None:
    with desk.database.write.begin() as session:
        session.add(
            Prescription(
                id=new_id(),
                visit_id=visit_id,
                position=place,
                medicine=medicine,
                dose=1,
                per_day=1,
                days=1,
                quantity=quantity,
            )
        )


def weigh(desk, visit_id: UUID, kilos: float | None, hour: int) -> None:
    with desk.database.write.begin() as session:
        at = datetime(2026, 10, 1, hour, tzinfo=UTC)
        session.add(Vitals(id=new_id(), visit_id=visit_id, taken_at=at, weight_kg=kilos))


def strip(quantity: int) -> int:
    return 1 if quantity <= 6 else 2 if quantity <= 12 else 3 if quantity <= 18 else 4


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            seen(),
            st.lists(
                st.tuples(st.sampled_from(MEDICINES), st.sampled_from(QUANTITIES)),
                max_size=4,
            ),
            st.lists(st.sampled_from(WEIGHTS), max_size=2),
            st.sampled_from(["home", "referred", "admitted", "died"]),
            st.booleans(),
        ),
        max_size=6,
    )
)
@pytest.mark.slow
def test_medicines(desk, register) -> None:
    desk.clear()
    nmcp: Counter = Counter()
    alu: Counter = Counter()
    artesunate: Counter = Counter()
    for visit, orders, weights, outcome, sent_here in register:
        visit_id = desk.see(**visit, outcome=outcome)
        for hour, kilos in enumerate(weights, 5):
            weigh(desk, visit_id, kilos, hour)
        if sent_here:
            with desk.database.write.begin() as session:
                session.add(ReferralIn(id=new_id(), visit_id=visit_id, kind="facility"))
        for place, (medicine, quantity) in enumerate(orders):
            order(desk, visit_id, place, medicine, quantity)
        if not counts(visit):
            continue
        age = years(visit["birth_date"], visit["visit_date"])
        column = "lt5.n" if age < 5 else "y5_59.n" if age < 60 else "y60plus.n"
        measured = [kilos for kilos in weights if kilos is not None]
        weight = measured[-1] if measured else None
        for medicine, quantity in orders:
            band = strip(quantity)
            if medicine == "alu20120":
                nmcp["1" + " abcd"[band], column] += 1
                cell = f"strip{band}.n"
                alu["1", cell] += 1
                alu["2", cell] += quantity
                limits = (("3", 15), ("4", 25), ("5", 35))
                row = next((r for r, most in limits if (weight or 999) <= most), "6")
                alu[row if weight is not None else "7", cell] += 1
                alu["10", cell] += 1
            elif medicine == "amo250dt":
                nmcp["3a" if quantity > 5 else "3b", column] += quantity
            elif medicine == "cot240sy":
                nmcp["2", column] += -(-quantity // 100)
            elif medicine == "ors":
                nmcp["4", column] += quantity
            elif medicine in ("tle600", "tld"):
                nmcp["10", column] += quantity
            elif medicine in ("art60inj", "art100rec"):
                where = {"admitted": "admitted.n", "referred": "referred.n"}.get(outcome, "other.n")
                if medicine == "art60inj":
                    limits = (("1", 25), ("2", 50), ("3", 75), ("4", 100))
                    row = next((r for r, most in limits if (weight or 999) <= most), "5")
                    added = [(row if weight is not None else "6", quantity), ("7", 1)]
                else:
                    added = [("8", 1)]
                for row, amount in added:
                    artesunate[row, where] += amount
                    if sent_here:
                        artesunate[row, "referred_in.n"] += amount
    assert figures(desk, "nmcp_dispensing") == dict(nmcp)
    assert figures(desk, "alu_by_strip") == dict(alu)
    assert figures(desk, "artesunate_by_weight") == dict(artesunate)


@pytest.mark.parametrize(
    ("form", "table"),
    [("laboratory", "lab_result"), ("nmcp_dispensing", "prescription"), ("referrals", "referral_in")],
)
def test_a_pass_begins_with_the_visits_of_the_month(desk, form: str, table: str) -> None:
    for plan in plans(desk, form):
        if table in plan:
            assert "SEARCH visit USING" in plan
            assert "ix_visit_counting" in plan
            assert "SCAN" not in plan


def test_answers_never_read_all_visits(desk) -> None:
    (plan,) = [
        plan
        for plan in plans(desk, "referrals")
        if "counter_referral" in plan and "ix_visit_counting" not in plan
    ]
    assert "SCAN visit" not in plan


def plans(desk, form: str) -> list[str]:
    """How the database goes about each grouped pass of a form."""
    from sqlalchemy import event

    statements: list[tuple[str, tuple]] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        if "GROUP BY" in statement:
            statements.append((statement, parameters))

    event.listen(desk.database.engine, "before_cursor_execute", note)
    try:
        desk.forms.show(form, MONTH)
    finally:
        event.remove(desk.database.engine, "before_cursor_execute", note)
    with desk.database.engine.connect() as connection:
        return [
            str(connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters).fetchall())
            for statement, parameters in statements
        ]
