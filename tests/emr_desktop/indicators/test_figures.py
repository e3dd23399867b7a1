"""Every figure of the page against a slow count in plain Python, and the visits behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emr_desktop.access.work_session import Actor, WorkSession
from emr_desktop.errors import EmrError, PermissionRefused
from emr_desktop.indicators.counting import medicines_of_class
from emr_desktop.indicators.definition import FormCells, indicators
from emr_desktop.indicators.rows import UseOfData
from emr_desktop.indicators.service import PARTS, IndicatorService

MONTH = "202610"
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


@dataclass(frozen=True)
class Seen:
    """What one visit was."""

    day: date
    born: date
    sex: str
    diagnoses: tuple[str, ...]
    test: str | None
    medicines: tuple[str, ...]
    village: str | None
    new: bool
    outcome: str
    visit_type: str
    voided: bool

    @property
    def counts(self) -> bool:
        return self.visit_type == "opd" and not self.voided

    @property
    def under_five(self) -> bool:
        return (self.day.year - self.born.year) - (
            (self.day.month, self.day.day) < (self.born.month, self.born.day)
        ) < 5


_MEDICINES = ["par500", *sorted(medicines_of_class("antibiotic"))[:2], "tetra1eo"]
_days = st.sampled_from(
    [
        *(FIRST + timedelta(days=each) for each in (0, 4, 30)),
        date(2026, 9, 1),
        date(2026, 9, 30),
        date(2025, 10, 1),
        date(2025, 10, 31),
        date(2026, 11, 1),
        date(2024, 2, 29),
    ]
)
_seen = st.builds(
    Seen,
    day=_days,
    born=st.sampled_from([date(2021, 10, 5), date(2021, 10, 6), date(1980, 3, 1), date(2023, 2, 28)]),
    sex=st.sampled_from("MF"),
    diagnoses=st.lists(
        st.sampled_from(["J00", "J06.9", "J18.9", "B54", "B50.9", "A09", "B20"]), max_size=3, unique=True
    ).map(tuple),
    test=st.sampled_from([None, "positive", "negative", "invalid"]),
    medicines=st.lists(st.sampled_from(_MEDICINES), max_size=2, unique=True).map(tuple),
    village=st.sampled_from([None, "Buigiri", "Chamwino"]),
    new=st.booleans(),
    outcome=st.sampled_from(["home", "referred", "died"]),
    visit_type=st.sampled_from(["opd", "opd", "opd", "anc"]),
    voided=st.sampled_from([False, False, False, True]),
)


def _service(desk: Any) -> IndicatorService:
    return IndicatorService(work=desk.work)


def _write(desk: Any, seen: list[Seen]) -> None:
    for one in seen:
        tests = () if one.test is None else (("mrdt", one.test),)
        desk.see(
            one.day,
            one.born,
            one.sex,
            diagnoses=one.diagnoses,
            tests=tests,
            medicines=one.medicines,
            village=one.village,
            new_problem=one.new,
            outcome=one.outcome,
            visit_type=one.visit_type,
            voided=one.voided,
        )


def _amounts(page: UseOfData, code: str) -> tuple[tuple[int, int | None] | None, ...]:
    found = page.find(code)
    return tuple(
        None if amount is None else (amount.count, amount.of)
        for amount in (found.now, found.before, found.year_ago)
    )


def _slow(seen: list[Seen], first: date, last: date) -> dict[str, tuple[int, int | None]]:
    """The same figures, counted visit by visit."""
    here = [one for one in seen if first <= one.day <= last and not one.voided]
    opd = [one for one in here if one.counts]
    tested = [one for one in here if one.test in ("positive", "negative")]
    antibiotics = medicines_of_class("antibiotic")
    colds = [
        one for one in opd if one.diagnoses and all(code[:3] in ("J00", "J06") for code in one.diagnoses)
    ]
    malaria = [one for one in opd if any(code[:3] in ("B50", "B54") for code in one.diagnoses)]
    return {
        "attendance": (len(opd), None),
        "new": (sum(one.new for one in opd), None),
        "reattendance": (sum(not one.new for one in opd), None),
        "under_five": (sum(one.under_five for one in opd), None),
        "malaria_positivity": (sum(one.test == "positive" for one in tested), len(tested)),
        "antibiotic_colds": (
            sum(bool(antibiotics & set(one.medicines)) for one in colds),
            len(colds),
        ),
        "referred": (sum(one.outcome == "referred" for one in opd), len(opd)),
        "with_diagnosis": (sum(bool(one.diagnoses) for one in opd), len(opd)),
        "with_village": (sum(one.village is not None for one in opd), len(opd)),
        "malaria_tested": (
            sum(one.test in ("positive", "negative") for one in malaria),
            len(malaria),
        ),
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seen=st.lists(_seen, max_size=25))
def test_every_figure_is_what_counting_visit_by_visit_gives(
    make_desk: Callable[[], Any], seen: list[Seen]
) -> None:
    desk = make_desk()
    desk.clear()
    _write(desk, seen)
    page = _service(desk).use_of_data(MONTH)
    begun = min((one.day for one in seen if not one.voided), default=None)
    assert page.begun == begun
    months = ((FIRST, LAST), (date(2026, 9, 1), date(2026, 9, 30)), (date(2025, 10, 1), date(2025, 10, 31)))
    for place, (first, last) in enumerate(months):
        known = place == 0 or (begun is not None and last >= begun)
        for code, amount in _slow(seen, first, last).items():
            if place == 2 and page.find(code).indicator.group == "complete":
                continue
            assert _amounts(page, code)[place] == (amount if known else None), (code, place)
    opd = [one for one in seen if one.counts and FIRST <= one.day <= LAST]
    assert page.visits == len(opd)
    assert page.by_day[4] == sum(one.day == FIRST + timedelta(days=4) for one in opd)
    assert sum(map(sum, page.hours.counts)) + page.hours.unknown == len(opd)
    villages = Counter("-" if one.village is None else one.village for one in opd)
    assert {bar.en if bar.row != "-" else "-": bar.total for bar in page.villages.bars} == dict(villages)
    diseases = Counter(code[:3] for one in opd if one.new for code in one.diagnoses if code[:3] != "B20")
    assert {bar.en[:3]: bar.total for bar in page.diseases.bars} == dict(diseases)
    assert page.attendance.now[-1] == (None if begun is None or begun > LAST else len(opd))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seen=st.lists(_seen, min_size=1, max_size=20))
def test_the_visits_behind_a_figure_are_as_many_as_the_figure(
    make_desk: Callable[[], Any], seen: list[Seen]
) -> None:
    desk = make_desk()
    desk.clear()
    _write(desk, seen)
    service = _service(desk)
    page = service.use_of_data(MONTH)
    for one in (*page.compared, *page.complete):
        behind = {part: service.cases(one.indicator.code, MONTH, part=part) for part in PARTS}
        assert behind["numerator"].count == len(behind["numerator"].visits) == one.now.count
        if one.now.of is not None:
            assert behind["denominator"].count == one.now.of
            assert behind["missing"].count == one.now.of - one.now.count


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    seen=st.lists(_seen, max_size=25),
    asked=st.sampled_from(
        [
            ("opd", "2", "all"),
            ("opd", "3", "y1_4"),
            ("opd", "23.2", "F"),
            ("opd", "23.2", "y5_59.M"),
            ("malaria_tests", "2", "all"),
            ("attendance_by_village", "1", "all"),
            ("top_diagnoses", "1", "all"),
        ]
    ),
)
def test_a_year_of_a_row_is_what_the_form_says_month_by_month(
    make_desk: Callable[[], Any], seen: list[Seen], asked: tuple[str, str, str]
) -> None:
    desk = make_desk()
    desk.clear()
    _write(desk, seen)
    form, row, column = asked
    rows = {each.row for each in desk.forms.show(form, MONTH).rows}
    if row not in rows:  # nothing to list in that month
        return
    year = _service(desk).row_year(form, MONTH, row=row, column=column)
    assert len(year.periods) == len(year.now) == len(year.before) == 12
    assert year.periods[0] == "202511"
    if form in ("attendance_by_village", "top_diagnoses"):
        assert year.now[-1] == desk.forms.cases(form, MONTH, row=row).count
        return
    for period, figure in zip(year.periods, year.now, strict=True):
        counted = desk.forms.cases(form, period, row=row, column=column).count
        assert figure == counted or (figure is None and counted == 0)


def test_weeks_of_the_alerts_are_those_of_the_weekly_form(desk: Any) -> None:
    for week in range(40):
        for _ in range(week % 4):
            desk.see(
                date(2026, 10, 19) - timedelta(weeks=week),
                date(2000, 1, 1),
                diagnoses=("B50.9",),
                tests=(("mrdt", "positive"),),
            )
    page = _service(desk).use_of_data(MONTH)
    by_row = {alert.row: alert for alert in page.alerts}
    for row in ("MAL", "MP"):
        assert by_row[row].weeks[-1].code == "2026W43"  # the last that was over in October
        for week in by_row[row].weeks[-6:]:
            assert week.count == desk.forms.cases("idsr_weekly", week.code, row=row).count
    assert by_row["MAL"].weeks[-1].basis == "weeks"
    assert len(by_row["MAL"].weeks) == 40  # of weeks before the record began nothing is shown


def test_a_change_shows_at_once(desk: Any) -> None:
    service = _service(desk)
    visit = desk.see(
        date(2026, 10, 20), date(2000, 1, 1), diagnoses=("B50.9",), tests=(("mrdt", "positive"),)
    )
    assert next(one for one in service.use_of_data(MONTH).alerts if one.row == "MAL").weeks[-1].count == 1
    desk.change_visit(visit, new_problem=False)
    assert next(one for one in service.use_of_data(MONTH).alerts if one.row == "MAL").weeks[-1].count == 0


def test_an_empty_record_has_a_page(desk: Any) -> None:
    page = _service(desk).use_of_data(MONTH)
    assert (page.begun, page.visits, page.alerts) == (None, 0, ())
    assert page.find("attendance").before is None
    assert page.find("antibiotic_colds").now.value is None


def test_sensitive_diagnoses_are_not_among_the_commonest(desk: Any) -> None:
    for _ in range(5):
        desk.see(date(2026, 10, 20), date(2000, 1, 1), diagnoses=("B20", "F32.9"))
    desk.see(date(2026, 10, 20), date(2000, 1, 1), diagnoses=("A09",))
    diseases = _service(desk).use_of_data(MONTH).diseases
    assert [bar.en[:3] for bar in diseases.bars] == ["A09"]
    assert diseases.left_out == 2


def test_wrong_questions_are_refused(desk: Any) -> None:
    service = _service(desk)
    for ask, code in (
        (lambda: service.use_of_data("202612"), "form.period_in_future"),
        (lambda: service.use_of_data("2026W40"), "form.period_malformed"),
        (lambda: service.cases("nothing", MONTH), "indicator.unknown"),
        (lambda: service.row_year("opd", MONTH, row="999"), "form.row_unknown"),
        (lambda: service.row_year("opd", MONTH, row="1", column="x"), "form.column_unknown"),
    ):
        with pytest.raises(EmrError) as refused:
            ask()
        assert refused.value.code == code


def test_who_may_not_see_reports_sees_none(desk: Any) -> None:
    actor = Actor(desk.work.actor.staff_id, "x", "X", ("receptionist",))
    service = IndicatorService(work=WorkSession(**{**vars(desk.work), "actor": actor}))
    for ask in (
        lambda: service.use_of_data(MONTH),
        lambda: service.row_year("opd", MONTH, row="1"),
        lambda: service.cases("attendance", MONTH),
    ):
        with pytest.raises(PermissionRefused):
            ask()


def test_every_indicator_names_rows_that_its_form_has(desk: Any) -> None:
    known = {(form.form, form.edition): form for form in desk.forms.list_forms()}
    defaults = {form.form: form.edition for form in known.values() if form.is_default}
    for one in indicators().values():
        for source in (one.numerator, one.denominator):
            if isinstance(source, FormCells):
                report = desk.forms.show(source.form, MONTH, edition=source.edition or defaults[source.form])
                assert set(source.rows) <= {row.row for row in report.rows}
                assert set(source.bands) <= {band.code for band in report.info.bands}
