"""One client for DHIS2 2.41, 2.42 and 2.43: each answers otherwise, and the facility is told the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from emr_desktop.errors import EmrError
from ui.messages import sentence

PUSH = {"method": "POST", "path": "/api/dataValueSets"}
ROW_1_LT1M_M = ("uyQpafHrxLT", "202610", "DiszpKrYNg8", "xo7RVsgBkpT", "HllvX50cXC0")
ROW_1_OLD_F = ("uyQpafHrxLT", "202610", "DiszpKrYNg8", "ayVLc9to6xY", "HllvX50cXC0")


@pytest.fixture(params=["2.41", "2.42", "2.43"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(dhis2: Any, mapping: Any, version: str) -> Iterator[Any]:
    with dhis2.serve(mapping=mapping, line=version, lifetime_s=120) as stand_in:
        yield stand_in


def _send(line: Any, **options: Any) -> Any:
    number = line.queue(**options)
    line.sync.run_pass(timeout_s=5)
    return line.row(number)


def _counted(server: Any, period: str = "202610") -> dict[tuple[str, str], str]:
    """What is there but zeros, which only some versions keep."""
    return {place: value for place, value in server.figures(period=period).items() if value != "0"}


def _is_said(row: Any) -> str:
    """The sentence in English, after a look at both languages."""
    texts = [sentence(row.problem, row.problem_params, language) for language in ("en", "sw")]
    assert not any("{" in text for text in texts)
    return texts[0]


def test_a_month_arrives_is_read_back_completed_and_counted_the_same(line: Any, server: Any) -> None:
    assert line.sync.test_target("moh")["version"] == server.way.version
    assert line.sync.test_target("moh")["notes"][1:] == []  # tried; the clocks of the tests differ
    row = _send(line)
    assert (row.state, row.counts["refused"]) == ("acknowledged", 0)
    assert row.counts["accepted"] == len(_counted(server)) == 4
    (entry,) = server.completed.values()
    assert entry["completed"] is True
    again = _send(line)
    assert (again.state, again.counts["accepted"]) == ("acknowledged", 0)


def test_a_lost_answer_has_its_effect_once(line: Any, server: Any) -> None:
    server.fail("drop_after", **PUSH)
    number = line.queue()
    line.sync.run_pass(timeout_s=5)
    assert line.state(number) == "acknowledged"
    writes = server.writes
    assert len(server.posts()) == 1
    line.sync.run_pass(timeout_s=5)
    assert server.writes == writes


def test_one_unknown_group_is_named_by_its_cells_and_completes_nothing(line: Any, server: Any) -> None:
    server.combos.discard("ayVLc9to6xY")
    row = _send(line)
    assert (row.state, row.problem) == ("refused", "delivery.option_combo_unknown")
    assert row.problem_params["count"] == 2
    assert "age and sex group of 2 figures" in _is_said(row)
    conflicts = line.sync.show(row.number)["answer"]["conflicts"]
    assert {cell for each in conflicts for cell in each["cells"]} == {"1|y60plus.F", "5|y60plus.F"}
    assert server.completed == {}
    # What arrived beside it is known cell by cell: up to 2.42 the others did, since 2.43 none.
    states = {
        f"{each.row}|{each.column}": each.state for each in line.sync.district.receipt(row.number).lines
    }
    assert states["1|y60plus.F"] == "refused"
    assert states["1|lt1m.M"] == ("not_there" if server.way.whole else "new")
    server.combos.add("ayVLc9to6xY")
    line.sync.retry(row.number)
    line.sync.run_pass(timeout_s=5)
    assert line.state(row.number) == "acknowledged"


def test_a_refused_value_beside_good_ones_is_told_whatever_the_status(
    line: Any, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """409 with the good ones kept up to 2.42, 200 with a warning since."""
    original = server._value_trouble
    monkeypatch.setattr(
        server,
        "_value_trouble",
        lambda index, value: (
            ("value", "12", "12 is no INTEGER") if value["value"] == "12" else original(index, value)
        ),
    )
    row = _send(line)
    assert (row.state, row.problem, row.problem_params["count"]) == ("refused", "delivery.value_refused", 1)
    lines = line.sync.district.receipt(row.number).lines
    assert [f"{each.row}|{each.column}" for each in lines if each.state == "refused"] == ["1|y60plus.F"]
    assert sum(each.state == "new" for each in lines) == 3
    assert server.completed == {}


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("locked", "delivery.period_locked"),
        ("expired", "delivery.period_locked"),
        ("approved", "delivery.already_approved"),
        ("unassigned", "delivery.org_unit_refused"),
        ("outside", "delivery.data_element_unknown"),
        ("weekly", "delivery.period_invalid"),
    ],
)
def test_what_is_wrong_has_the_same_word_in_every_version(
    line: Any, server: Any, trouble: str, code: str
) -> None:
    if trouble == "locked":
        server.locked.add("202610")
    elif trouble == "expired":
        server.expiry_days, server.today = 2, date(2026, 11, 3)
    elif trouble == "approved":
        server.approvals["202610"] = "APPROVED_HERE"
    elif trouble == "unassigned":
        server.unassigned.add("v6wdME3ouXu")
    elif trouble == "outside":
        server.data_sets["v6wdME3ouXu"].pop("CsYfybuaSgc")
        server.other_elements.add("CsYfybuaSgc")
    else:
        server.period_type = "Weekly"
    row = _send(line)
    assert (row.state, row.problem) == ("refused", code)
    assert row.problem_params["server_code"] in server.way.codes.values()
    _is_said(row)
    # Row by row up to 2.42: what has its place is taken, and the receipt knows it.
    assert bool(_counted(server)) == (trouble == "outside" and not server.way.whole)
    assert server.completed == {}


def test_a_period_that_lies_ahead_there_is_not_called_too_late(line: Any, server: Any) -> None:
    server.latest_period = "202611"
    line.forms.close("202704", r1_lt1m_M=1)
    assert _send(line, period="202704").problem == "delivery.period_in_future"


@pytest.mark.parametrize(
    ("opens", "closes", "is_open"), [("11-01", "11-30", True), ("10-20", "10-25", False)]
)
def test_a_window_of_the_periods_own(
    line: Any, server: Any, version: str, opens: str, closes: str, is_open: bool
) -> None:
    """2.43.0 and 2.43.1 have it the wrong way round; that is said, and nothing is lost."""
    server.today = date(2026, 11, 28)
    server.clock_offset_s = (date(2026, 11, 28) - datetime.now(UTC).date()).days * 86_400.0
    window = {"period": {"id": "202610"}, "openingDate": f"2026-{opens}", "closingDate": f"2026-{closes}"}
    server.input_periods = [window]
    row = _send(line)
    if version != "2.43":
        assert row.problem == (None if is_open else "delivery.period_locked")
    elif is_open:
        assert (row.state, row.problem) == ("refused", "delivery.window_by_mistake")
        assert "2.43.1" in _is_said(row)
    else:
        assert row.state == "acknowledged"


def test_a_zero_over_an_older_figure_is_no_difference(line: Any, server: Any, version: str) -> None:
    _send(line)
    assert server.values[ROW_1_OLD_F] == "12"
    line.forms.close("202610", r1_lt1m_M=3)
    assert _send(line).state == "acknowledged"
    # Up to 2.42 the zero takes the old figure away, since 2.43 it is kept as a zero.
    assert server.values.get(ROW_1_OLD_F) == ("0" if version == "2.43" else None)
    (receipt,) = [each for each in line.sync.district.receipt(2).lines if each.before == "12"]
    assert (receipt.value, receipt.state) == ("0", "changed")


def test_what_is_missing_for_completion_is_told_and_the_figures_stay(line: Any, server: Any) -> None:
    server.compulsory.add(("uyQpafHrxLT", "notSentCombo"))
    row = _send(line)
    assert row.state == "refused"
    # Only 2.43 has a code for it; the others say it in words alone.
    assert row.problem in ("delivery.compulsory_missing", "delivery.completion_refused")
    assert "The figures are there" in _is_said(row)
    assert len(_counted(server)) == 4


def test_a_trial_run_keeps_nothing_and_says_what_would_change(line: Any, server: Any) -> None:
    (preview,) = line.sync.preview_form("opd", "202610")["targets"]
    assert (preview["new"], preview["changed"], preview["would_accept"]) == (4, 0, True)
    assert (server.values, server.writes) == ({}, 0)


def test_more_data_sets_than_one_page_holds_are_all_offered(line: Any, server: Any) -> None:
    for number in range(70):
        server.data_sets[f"dataSet{number:04}"] = {}
    assert len(line.sync.district.data_sets("moh")) == 71


def test_a_token_that_ran_out_is_named_and_asked_for_once(line: Any, server: Any) -> None:
    server.token_expired = True
    number = line.queue()
    line.sync.run_pass(timeout_s=5)
    (target,) = line.sync.targets()
    assert (target.breaker_reason, target.needs_person) == ("sync.credentials_expired", True)
    assert server.refused_logins == 1
    with pytest.raises(EmrError) as refused:
        line.sync.test_target("moh")
    assert refused.value.code == "sync.credentials_expired"
    server.token_expired = False
    line.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token)
    line.sync.run_pass(timeout_s=5)
    assert line.state(number) == "acknowledged"


def test_an_account_that_was_locked_is_named(line: Any, server: Any) -> None:
    server.wrong_passwords = 4  # somebody tried elsewhere
    line.sync.add_target(kind="dhis2", name="moh", url=server.url, username="facility", password="District-1")
    number = line.queue()
    line.sync.run_pass(timeout_s=5)
    assert line.row(number).problem == "sync.account_locked"
    assert "15 minutes" in _is_said(line.row(number))
    server.wrong_passwords = 0
    line.sync.test_target("moh")
    line.sync.run_pass(timeout_s=5)
    assert line.state(number) == "acknowledged"


@pytest.mark.parametrize("version", ["2.38"])
def test_a_version_that_is_too_old_gets_nothing_and_says_so(line: Any, server: Any) -> None:
    number = line.queue()
    line.sync.run_pass(timeout_s=5)
    row = line.row(number)
    assert (row.state, row.problem, row.problem_params["version"]) == (
        "waiting",
        "sync.server_too_old",
        "2.38.7",
    )
    assert "2.38.7" in _is_said(row)
    assert server.posts() == []
    server.line = "2.42"  # they updated it
    assert line.sync.test_target("moh")["version"] == "2.42.5.2"
    line.sync.run_pass(timeout_s=5)
    assert line.state(number) == "acknowledged"


@pytest.mark.parametrize("version", ["2.42"])
def test_a_version_nobody_tried_works_with_a_word(line: Any, server: Any) -> None:
    server.version = "2.44.0"
    codes = [each["code"] for each in line.sync.test_target("moh")["notes"]]
    assert "sync.server_untried" in codes
    assert _send(line).state == "acknowledged"


def test_wrong_places_cannot_be_stored_where_nobody_looks(line: Any, server: Any, version: str) -> None:
    """Without the strict flags the older lines take an element of another data set; we always send them."""
    _send(line)
    for post in server.posts():
        assert {
            name for name, value in post.query.items() if name.startswith("strict") and value == "true"
        } >= {
            "strictPeriods",
            "strictDataElements",
            "strictOrganisationUnits",
        }
        assert b'"completeDate"' not in post.body  # up to 2.42 that completes before the values are looked at
