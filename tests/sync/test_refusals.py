"""What the server does not take stops, is explained, and stops nothing else."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from emr_desktop.errors import EmrError, PermissionRefused
from ui.messages import sentence

PUSH = {"method": "POST", "path": "/api/dataValueSets"}


def test_wrong_credentials_stop_the_target_and_are_not_tried_again(line: Any, server: Any) -> None:
    line.sync.add_target(kind="dhis2", name="moh", url=server.url, token="d2pat_wrong")
    line.queue()
    line.forms.close("202609", r1_lt1m_M=1)
    line.queue("202609")
    result = line.sync.run_pass(timeout_s=5)
    assert {code for _, code in result.problems} == {"sync.credentials_refused"}
    assert (result.waiting, result.refused) == (2, 0)
    assert server.refused_logins == 1
    line.sync.run_pass(timeout_s=2)
    line.clock.forward(days=30)
    line.sync.run_pass(timeout_s=2, eager=False)
    assert server.refused_logins == 1  # four wrong ones would lock the account
    assert server.posts() == []
    (target,) = line.sync.targets()
    assert (target.breaker_state, target.breaker_reason) == ("open", "sync.credentials_refused")
    assert target.needs_person
    assert line.sync.status().need_person == 1
    line.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token)
    assert line.sync.run_pass(timeout_s=10).acknowledged == 2


def test_a_good_test_makes_a_stopped_target_ready_again(line: Any, server: Any) -> None:
    token, server.token = server.token, "d2pat_renewed_elsewhere"
    line.queue()
    line.sync.run_pass(timeout_s=5)
    with pytest.raises(EmrError) as refused:
        line.sync.test_target("moh")
    assert refused.value.code == "sync.credentials_refused"
    server.token = token
    found = line.sync.test_target("moh")
    assert (found["version"], found["user"], found["may_send"]) == ("2.42.5.2", "facility", True)
    assert found["org_unit"]["name"] == "Buigiri Dispensary"
    assert found["data_sets"][0]["unknown_elements"] == []
    assert line.sync.run_pass(timeout_s=10).acknowledged == 1


def test_user_name_and_password_work_too(line: Any, server: Any) -> None:
    line.sync.add_target(kind="dhis2", name="moh", url=server.url, username="facility", password="District-1")
    line.queue()
    assert line.sync.run_pass(timeout_s=10).acknowledged == 1


def test_a_redirect_to_the_login_page_counts_as_refused_credentials(line: Any, server: Any) -> None:
    server.fail("login", times=99)
    number = line.queue()
    result = line.sync.run_pass(timeout_s=5)
    assert result.problems == ((number, "sync.credentials_refused"),)
    assert line.sync.targets()[0].needs_person


def test_an_account_that_may_not_enter_data_stops_the_target(line: Any, server: Any) -> None:
    server.authorities = []
    number = line.queue()
    result = line.sync.run_pass(timeout_s=5)
    assert result.problems == ((number, "sync.not_allowed"),)
    assert line.state(number) == "retry"
    server.authorities = ["F_DATAVALUE_ADD"]
    line.sync.test_target("moh")
    assert line.sync.run_pass(timeout_s=10).acknowledged == 1


def test_one_refused_value_is_named_by_its_cell_and_completes_nothing(line: Any, server: Any) -> None:
    server.combos.discard("ayVLc9to6xY")
    number = line.queue()
    result = line.sync.run_pass(timeout_s=5)
    assert (result.refused, result.waiting) == (1, 0)
    row = line.row(number)
    assert (row.state, row.problem) == ("refused", "delivery.option_combo_unknown")
    assert row.problem_params["server_code"] == "E7613"
    assert row.counts == {"accepted": 3, "unchanged": 0, "refused": 2}
    conflicts = line.sync.show(number)["answer"]["conflicts"]
    assert conflicts[0]["cells"] == ["1|y60plus.F", "5|y60plus.F"]
    assert server.completed == {}
    for language in ("en", "sw"):
        text = sentence(row.problem, row.problem_params, language)
        assert "E7613" in text
        assert "{" not in text


def test_a_refused_month_keeps_no_other_month_back(line: Any, server: Any) -> None:
    server.locked.add("202609")
    line.forms.close("202609", r1_lt1m_M=1)
    late, good = line.queue("202609"), line.queue("202610")
    result = line.sync.run_pass(timeout_s=5)
    assert (result.acknowledged, result.refused) == (1, 1)
    assert (line.state(late), line.state(good)) == ("refused", "acknowledged")
    assert line.row(late).problem == "delivery.period_locked"
    # A person acts: the district unlocks, somebody presses the button.
    assert line.sync.run_pass(timeout_s=2).refused == 1
    server.locked.clear()
    assert line.sync.retry(late) == 1
    assert line.sync.run_pass(timeout_s=5).acknowledged == 1
    assert len(server.completed) == 2


def test_an_all_zero_month_that_is_refused_is_not_taken_for_equal(line: Any, server: Any) -> None:
    server.locked.add("202608")
    line.forms.close("202608")
    number = line.queue("202608")
    line.sync.run_pass(timeout_s=5)
    assert line.row(number).problem == "delivery.period_locked"


def test_a_lost_all_zero_month_is_sent_again_rather_than_believed(line: Any, server: Any) -> None:
    server.locked.add("202608")
    server.fail("drop_before", **PUSH)
    line.forms.close("202608")
    number = line.queue("202608")
    line.sync.run_pass(timeout_s=5, eager=False)
    assert line.state(number) == "unknown"
    # Nothing there, and nothing but zeros here: that proves nothing.
    line.sync.run_pass(timeout_s=5)
    assert line.row(number).problem == "delivery.period_locked"
    assert len(server.posts()) == 1


def test_a_corrected_mapping_is_used_at_the_next_try(line: Any, server: Any, mapping: Any) -> None:
    right = mapping["rows"]["5"]
    line.sync.load_mapping("moh", {**mapping, "rows": {**mapping["rows"], "5": "ZZZZZZZZZZZ"}})
    number = line.queue()
    line.sync.run_pass(timeout_s=5)
    assert line.row(number).problem == "delivery.data_element_unknown"
    before = line.sync.show(number)["payload_sha256"]
    line.sync.load_mapping("moh", {**mapping, "rows": {**mapping["rows"], "5": right}})
    line.sync.retry(None)
    assert line.sync.run_pass(timeout_s=5).acknowledged == 1
    assert line.sync.show(number)["payload_sha256"] != before


def test_figures_that_somebody_changes_there_are_noticed(line: Any, server: Any) -> None:
    original = server._store

    def meddling(key: Any, value: str, *args: Any, **options: Any) -> None:
        original(key, "8" if value == "12" else value, *args, **options)

    server._store = meddling
    number = line.queue()
    line.sync.run_pass(timeout_s=5)
    row = line.row(number)
    assert (row.state, row.problem) == ("refused", "delivery.readback_differs")
    assert row.problem_params == {"count": 1, "first": "1|y60plus.F"}
    assert line.sync.show(number)["answer"]["differences"] == [
        {"cell": "1|y60plus.F", "here": "12", "there": "8"}
    ]
    assert server.completed == {}


def test_a_job_that_was_only_scheduled_is_not_success(line: Any, server: Any) -> None:
    job = json.dumps({"status": "OK", "message": "Job added", "response": {"id": "x"}}).encode()
    server.fail("status", **PUSH, status=200, body=job)
    number = line.queue()
    line.sync.run_pass(timeout_s=5)
    assert line.row(number).problem == "delivery.answer_not_understood"


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("unit", "delivery.org_unit_unknown"),
        ("set", "delivery.data_set_unknown"),
        ("attribute", "mapping.attribute_needed"),
    ],
)
def test_a_server_that_is_set_up_otherwise_is_explained(
    line: Any, server: Any, trouble: str, code: str
) -> None:
    if trouble == "unit":
        server.org_units.clear()
    elif trouble == "set":
        server.data_sets.clear()
    else:
        server.attribute_combo_needed = True
    number = line.queue()
    line.sync.run_pass(timeout_s=5)
    row = line.row(number)
    assert (row.state, row.problem) == ("refused", code)
    assert "{" not in sentence(code, row.problem_params, "sw")
    assert server.posts() == []


def test_another_server_behind_the_same_address_gets_nothing(line: Any, server: Any) -> None:
    line.queue()
    line.sync.run_pass(timeout_s=5)
    server.system_id = "the-training-copy"
    line.forms.close("202609", r1_lt1m_M=1)
    number = line.queue("202609")
    result = line.sync.run_pass(timeout_s=5)
    assert result.problems == ((number, "sync.other_server"),)
    assert len(server.posts()) == 1
    line.sync.test_target("moh")
    assert line.sync.run_pass(timeout_s=5).acknowledged == 1


def test_a_clock_that_is_wrong_is_said_but_stops_nothing(line: Any, server: Any) -> None:
    from datetime import UTC, datetime

    line.clock.instant = datetime.now(UTC)
    server.clock_offset_s = -7200
    line.queue()
    assert line.sync.run_pass(timeout_s=5).acknowledged == 1
    status = line.sync.status()
    assert status.notice == "sync.clock_differs"
    assert status.notice_params["minutes"] in (119, 120)


def test_no_secret_is_logged_or_shown(line: Any, server: Any, caplog: pytest.LogCaptureFixture) -> None:
    echo = json.dumps({"message": f"no such token {server.token}", "errorCode": "E9999"}).encode()
    server.fail("status", **PUSH, status=409, body=echo)
    with caplog.at_level(logging.DEBUG):
        number = line.queue()
        line.sync.run_pass(timeout_s=5)
    document = json.dumps(line.sync.show(number))
    status = repr(line.sync.status()) + repr(line.sync.targets())
    assert line.row(number).problem == "delivery.refused_by_server"
    for text in (document, status, caplog.text):
        assert server.token not in text
    assert "no such token" in document


def test_who_may_not_send_is_refused(make_site: Any, server: Any) -> None:
    clerk = make_site(roles=("receptionist",))
    for ask in (
        lambda: clerk.sync.queue_form("opd", "202610"),
        lambda: clerk.sync.add_target(kind="dhis2", name="x", url=server.url, token="t"),
        lambda: clerk.sync.run_pass(),
        lambda: clerk.sync.show(1),
        lambda: clerk.sync.export("x"),
    ):
        with pytest.raises(PermissionRefused):
            ask()
    assert clerk.sync.run_pass(eager=False).waiting == 0  # the background pass is the facility's own
    assert clerk.sync.status().targets == ()
