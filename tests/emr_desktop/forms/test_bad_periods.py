"""Wrong questions and wrong clocks: each is said, and nothing is signed that looks final."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from db.models import AuditEntry
from emr_desktop.access.clock_behind import newer_entry
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError
from emr_desktop.forms.output import report_document, report_xlsx
from emr_desktop.forms.rows import FormReport
from emr_desktop.forms.service import FormService
from ui.messages import LANGUAGES, catalogue, sentence_for

GROWN_UP = date(1990, 1, 1)
NOW = datetime(2026, 11, 22, 8, 15, tzinfo=UTC)


def _at(desk, now: datetime) -> FormService:
    return FormService(work=replace(desk.work, clock=Clock(now=lambda: now)))


def _codes(forms: FormService, period: str = "202611") -> set[str]:
    return {one.code.removeprefix("form.check.") for one in forms.check("opd", period).findings}


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("202612", "form.period_in_future"),
        ("202613", "form.period_malformed"),
        ("2026W47", "form.period_malformed"),
        ("last month", "form.period_malformed"),
    ],
)
def test_a_wrong_period_is_refused_in_every_verb(desk, period, code) -> None:
    for verb in (
        desk.forms.show,
        desk.forms.check,
        desk.forms.close,
        lambda form, asked: desk.forms.cases(form, asked, row="2"),
    ):
        with pytest.raises(EmrError, match=code.replace(".", r"\.")) as refused:
            verb("opd", period)
        assert code in catalogue()
        for language in LANGUAGES:
            assert "{" not in sentence_for(refused.value, language)


def _state_in_workbook(report: FormReport) -> str:
    sheet = load_workbook(io.BytesIO(report_xlsx(report))).active
    assert sheet is not None
    return str(sheet["A4"].value)


def test_a_month_without_a_visit_says_so(desk) -> None:
    empty = desk.forms.show("opd", "202611")
    assert empty.nothing_recorded
    assert "NO VISIT WAS RECORDED" in _state_in_workbook(empty)
    assert report_document(empty)["nothing_recorded"] is True
    assert "no_visits" in _codes(desk.forms)
    desk.see(date(2026, 11, 10), GROWN_UP, voided=True)
    assert desk.forms.show("opd", "202611").nothing_recorded
    desk.see(date(2026, 11, 10), GROWN_UP, status="open")
    recorded = desk.forms.show("opd", "202611")
    assert not recorded.nothing_recorded
    assert "NO VISIT" not in _state_in_workbook(recorded)
    assert "THE PERIOD IS NOT OVER: up to 22/11/2026 only" in _state_in_workbook(recorded)
    assert "nothing_recorded" not in report_document(recorded)


def test_a_clock_that_was_set_back_is_said_and_nothing_is_signed(desk) -> None:
    last = _newest(desk)
    behind = _at(desk, last - timedelta(hours=1))
    month = f"{last - timedelta(hours=1):%Y%m}"
    assert "clock_behind" in _codes(behind, month)
    with pytest.raises(EmrError, match=r"form\.clock_behind") as refused:
        behind.close("opd", month)
    for language in LANGUAGES:
        assert "{" not in sentence_for(refused.value, language)
    right = _at(desk, last + timedelta(minutes=1))
    assert "clock_behind" not in _codes(right, month)
    right.close("opd", month)


def test_a_few_minutes_back_are_an_adjusted_clock(desk) -> None:
    last = _newest(desk)
    with desk.database.read() as session:
        assert newer_entry(session, last - timedelta(minutes=9)) is None
        assert newer_entry(session, last - timedelta(minutes=11)) == last


def _newest(desk) -> datetime:
    """The time of the newest entry; there is one."""
    visit = desk.see(date(2026, 11, 10), GROWN_UP)
    desk.forms.explain(visit)
    with desk.database.read() as session:
        return max(session.scalars(_times()))


def _times():
    from sqlalchemy import select

    return select(AuditEntry.at)
