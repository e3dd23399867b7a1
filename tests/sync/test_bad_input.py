"""Each bad input is named in words with what to do, in both languages; nothing is lost or goes unseen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from emr_desktop.errors import EmrError, ValidationError
from ui.messages import sentence
from ui.sync_view.fixes import fix_of, help_for

TWO_DAYS = 2 * 86_400.0


def said(code: str, params: dict[str, Any]) -> str:
    """The English sentence, after a look at the Swahili one."""
    texts = {language: sentence(code, params, language) for language in ("en", "sw")}
    assert texts["en"] != texts["sw"]
    assert not any("{" in text for text in texts.values())
    return texts["en"]


@pytest.fixture
def waiting(line: Any) -> Callable[[], tuple[Any, Any]]:
    """A month that waits; gives its row and its target's after a background pass."""
    number = line.queue()

    def run() -> tuple[Any, Any]:
        line.sync.run_pass(timeout_s=5, eager=False)
        return line.row(number), line.sync.targets()[0]

    return run


def test_a_web_page_at_the_address(line: Any, server: Any, waiting: Any) -> None:
    server.fail("html", times=999)
    row, target = waiting()
    assert "web page" in said(row.problem, row.problem_params)
    assert (row.state in ("retry", "unknown"), server.posts()) == (True, [])
    assert fix_of(target).action == "address"
    with pytest.raises(EmrError) as refused:
        line.sync.test_target("moh")
    assert help_for(refused.value.code) == "address"
    server.heal()
    line.sync.renew_credentials("moh", url=server.url)  # the token stays: it is the same server
    assert line.sync.run_pass(timeout_s=5).acknowledged == 1


def test_another_host_never_gets_the_kept_token(line: Any, server: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        line.sync.renew_credentials("moh", url="https://elsewhere.example.org")
    assert refused.value.code == "target.credentials_missing"
    assert line.sync.targets()[0].url == server.url


def test_a_self_signed_certificate_and_its_file(
    line: Any, dhis2: Any, mapping: Any, own_certificate: Any, waiting: Any
) -> None:
    context, pem = own_certificate
    with dhis2.serve(mapping=mapping, tls=context) as server:
        line.sync.renew_credentials("moh", url=server.url, token=server.token)
        row, target = waiting()
        assert row.problem == "sync.certificate_unknown_issuer"
        assert "nothing was sent" in said(row.problem, row.problem_params)
        assert (server.requests, fix_of(target).action) == ([], "certificate")
        with pytest.raises(ValidationError) as refused:
            line.sync.renew_credentials("moh", url=server.url, ca_pem="no certificate")
        assert refused.value.code == "target.ca_malformed"
        line.sync.renew_credentials("moh", url=server.url, ca_pem=pem)
        assert line.sync.test_target("moh")["org_unit"]["name"] == "Buigiri Dispensary"
        assert line.sync.run_pass(timeout_s=5).acknowledged == 1


def test_an_unknown_org_unit(line: Any, server: Any, waiting: Any) -> None:
    units = dict(server.org_units)
    server.org_units.clear()
    row, target = waiting()
    assert (row.state, row.problem) == ("refused", "delivery.org_unit_unknown")
    assert "101168-3" in said(row.problem, row.problem_params)
    assert fix_of(target).action == "again"
    assert server.posts() == []
    server.org_units.update(units)
    line.sync.retry(row.number)
    assert line.sync.run_pass(timeout_s=5).acknowledged == 1


def test_a_mapping_for_another_edition(line: Any, server: Any, mapping: Any) -> None:
    from db.models import FormMapping

    with line.work.database.write.begin() as session:  # kept when the edition was another
        kept = session.query(FormMapping).one()
        kept.edition = "2010"
    for ask in (line.queue, lambda: line.sync.preview_form("opd", "202610")):
        with pytest.raises(EmrError) as refused:
            ask()
        assert refused.value.code == "mapping.other_edition"
        text = said(refused.value.code, refused.value.params)
        assert "2010" in text
        assert "2014" in text
    line.sync.load_mapping("moh", mapping)
    assert line.queue() == 1


@pytest.mark.parametrize("ahead", [True, False])
def test_a_clock_two_days_off_is_named_and_stops_nothing(
    line: Any, server: Any, ahead: bool, waiting: Any
) -> None:
    now = dt.datetime.now(dt.UTC)
    server.clock_offset_s = (line.clock() - now).total_seconds() + (-TWO_DAYS if ahead else TWO_DAYS)
    row, _ = waiting()
    assert row.state == "acknowledged"
    status = line.sync.status()
    assert status.notice == ("sync.clock_days_ahead" if ahead else "sync.clock_days_behind")
    text = said(status.notice, status.notice_params)
    assert "2 day(s)" in text
    assert "moh" in text
    assert line.sync.test_target("moh")["notes"][0]["code"] == status.notice
    server.clock_offset_s = (line.clock() - dt.datetime.now(dt.UTC)).total_seconds()  # somebody set it
    line.sync.test_target("moh")
    assert line.sync.status().notice is None


def test_an_expired_token_and_an_old_server_have_their_button(line: Any, server: Any, waiting: Any) -> None:
    server.token_expired = True
    row, target = waiting()
    assert "run out" in said(row.problem, row.problem_params)
    assert fix_of(target).action == "token"
    server.token_expired = False
    server.line = "2.38"
    line.sync.renew_credentials("moh", url=server.url, token=server.token)
    row, target = waiting()
    assert "2.38.7" in said(target.breaker_reason, target.breaker_params)
    assert fix_of(target).action == "address"
    assert row.state in ("waiting", "retry")
    assert server.posts() == []
