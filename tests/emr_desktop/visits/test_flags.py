"""First attendance of the year, new problem and re-attendance."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.visits.flags import AttendanceFlags, ChronicProblems, EarlierVisit, attendance_flags
from emr_desktop.visits.rows import DiagnosisEntry

CHRONIC = ChronicProblems(frozenset({"hypertension"}), frozenset({"I10"}))
DAY = date(2026, 3, 10)


def visit(day: date, *codes: str, concept: str | None = None) -> EarlierVisit:
    return EarlierVisit(day, tuple(DiagnosisEntry(icd10=code, concept=concept) for code in codes))


def flags(
    codes: list[str], *earlier: EarlierVisit, concept: str | None = None, on: date = DAY
) -> AttendanceFlags:
    entries = [DiagnosisEntry(icd10=code, concept=concept) for code in codes]
    return attendance_flags(on, entries, earlier, chronic=CHRONIC)


def test_the_first_visit_ever_is_new_in_both_senses() -> None:
    assert flags(["B54"]) == AttendanceFlags(new_this_year=True, new_problem=True)


def test_another_illness_in_the_same_year_is_a_new_problem_of_a_known_patient() -> None:
    assert flags(["J18"], visit(date(2026, 2, 20), "B54")) == AttendanceFlags(False, True)


def test_the_year_begins_on_the_first_of_january() -> None:
    assert flags(["B54"], visit(date(2025, 12, 31), "J18"), on=date(2026, 1, 1)).new_this_year
    assert not flags(["B54"], visit(date(2026, 1, 1), "J18"), on=date(2026, 12, 31)).new_this_year


def test_a_return_is_within_thirty_days_the_thirtieth_included() -> None:
    assert not flags(["A09.0"], visit(DAY - timedelta(days=30), "A09")).new_problem
    assert flags(["A09.0"], visit(DAY - timedelta(days=31), "A09")).new_problem


def test_the_same_concept_is_the_same_problem_under_another_code() -> None:
    assert not flags(
        ["B50"], visit(DAY - timedelta(days=3), "B54", concept="malaria"), concept="malaria"
    ).new_problem
    assert flags(["B50"], visit(DAY - timedelta(days=3), "B54")).new_problem


def test_a_chronic_problem_stays_a_return_for_ever() -> None:
    assert not flags(["I10"], visit(date(2019, 1, 1), "I10")).new_problem
    assert not flags(
        ["O10"], visit(date(2019, 1, 1), "I15", concept="hypertension"), concept="hypertension"
    ).new_problem


def test_one_new_illness_beside_a_chronic_one_makes_the_visit_new() -> None:
    assert flags(["I10", "B54"], visit(date(2026, 1, 5), "I10")).new_problem


def test_no_diagnosis_is_a_new_problem() -> None:
    assert flags([], visit(DAY, "B54")).new_problem


def test_later_visits_do_not_count() -> None:
    assert flags(["B54"], visit(DAY + timedelta(days=1), "B54")) == AttendanceFlags(True, True)


CODES = st.sampled_from(["B54", "B50", "A09", "A09.0", "I10", "J18"])
VISITS = st.lists(
    st.builds(
        lambda days, codes: visit(DAY - timedelta(days=days), *codes),
        st.integers(-40, 500),
        st.lists(CODES, max_size=3),
    ),
    max_size=6,
)


@given(st.lists(CODES, max_size=3), VISITS, VISITS)
def test_more_history_never_makes_a_visit_newer(
    codes: list[str], some: list[EarlierVisit], more: list[EarlierVisit]
) -> None:
    before, after = flags(codes, *some), flags(codes, *some, *more)
    assert after.new_this_year <= before.new_this_year
    assert after.new_problem <= before.new_problem


@given(st.lists(CODES, min_size=1, max_size=3), VISITS)
def test_the_order_of_the_history_does_not_matter(codes: list[str], history: list[EarlierVisit]) -> None:
    assert flags(codes, *history) == flags(codes, *reversed(history))
