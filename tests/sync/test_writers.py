"""Who writes a form's figures: this program or the HDU, and never both for one period."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditEntry, Delivery
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from ui.messages import sentence


@pytest.fixture
def both(line: Any) -> Any:
    """Figures go to DHIS2, visits to an HDU."""
    line.sync.add_target(kind="hdu", name="him", url="http://127.0.0.1:9", username="a", password="b")
    return line


def _refused(ask: Any, code: str) -> EmrError:
    with pytest.raises(EmrError) as refused:
        ask()
    assert refused.value.code == code
    for language in ("en", "sw"):
        assert "{" not in sentence(code, refused.value.params, language)
    return refused.value


def test_it_is_us_until_somebody_says_otherwise(line: Any) -> None:
    (row,) = line.sync.writers.all()
    assert (row.form, row.writer, row.changes, row.both_get_it) == ("opd", "us", (), False)
    assert line.queue() == 1


def test_what_the_hdu_writes_is_not_queued_for_dhis2_and_that_is_said(both: Any, server: Any) -> None:
    both.sync.writers.change("opd", by="hdu", since="202611")
    both.forms.close("202611", r1_lt1m_M=1)
    both.forms.close("202612", r1_lt1m_M=1)
    error = _refused(lambda: both.queue("202612"), "delivery.hdu_writes")
    assert error.params == {"form": "opd", "period": "202612", "since": "202611"}
    _refused(lambda: both.sync.preview_form("opd", "202611"), "delivery.hdu_writes")
    assert server.posts() == server.posts(dry=True) == []
    assert both.queue("202610") > 0  # the months before are ours


def test_the_change_is_audited_and_only_for_who_may(both: Any, make_site: Any) -> None:
    both.sync.writers.change("opd", by="hdu", since="202611")
    both.sync.writers.change("opd", by="hdu", since="202611")  # nothing new
    with both.work.database.read() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "sync.writer_changed")).all()
        (detail,) = [
            each.detail if isinstance(each.detail, dict) else json.loads(each.detail) for each in rows
        ]
    assert (detail["form"], detail["writer"], detail["from"]) == ("opd", "hdu", "202611")
    nurse = make_site("clinic", roles=("nurse",))
    with pytest.raises(PermissionRefused):
        nurse.sync.writers.change("opd", by="us", since="202701")


def test_a_month_that_we_sent_stays_ours(both: Any, server: Any) -> None:
    both.queue("202610")
    both.sync.run_pass(target="moh", timeout_s=5)
    error = _refused(lambda: both.sync.writers.change("opd", by="hdu", since="202610"), "writer.already_sent")
    assert error.params["last"] == "202610"
    _refused(lambda: both.sync.writers.change("opd", by="hdu", since="202601"), "writer.already_sent")
    assert both.sync.writers.of("opd").changes == ()
    both.sync.writers.change("opd", by="hdu", since="202611")
    assert both.queue("202610") > 0  # a correction of our own month still goes


def test_what_only_waits_is_withdrawn_when_the_hdu_takes_over(both: Any, server: Any) -> None:
    number = both.queue("202610")
    both.sync.writers.change("opd", by="hdu", since="202610")
    assert both.state(number) == "superseded"
    both.sync.run_pass(target="moh", timeout_s=5)
    assert server.posts() == []


def test_what_was_queued_elsewhere_does_not_slip_through(both: Any, server: Any) -> None:
    """A record brought back from a backup: the setting is younger than what waits."""
    number = both.queue("202610")
    both.sync.writers.change("opd", by="hdu", since="202610")
    with both.work.database.write.begin() as session:
        delivery = session.scalars(select(Delivery).where(Delivery.number == number)).one()
        delivery.state, delivery.finished_at = "waiting", None
    both.sync.run_pass(target="moh", timeout_s=5)
    assert (both.state(number), both.row(number).problem) == ("refused", "delivery.hdu_writes")
    assert server.posts() == []


def test_what_makes_no_sense_is_refused_by_name(line: Any) -> None:
    writers = line.sync.writers
    _refused(lambda: writers.change("opd", by="hdu", since="202611"), "writer.no_hdu")
    _refused(lambda: writers.change("nope", by="us", since="202611"), "form.unknown")
    _refused(lambda: writers.change("opd", by="us", since="2026W47"), "form.period_malformed")
    with pytest.raises(ValidationError):
        writers.change("opd", by="ministry", since="202611")


def test_an_hdu_that_gets_the_visits_is_told_when_we_write(both: Any) -> None:
    assert both.sync.writers.of("opd").both_get_it
