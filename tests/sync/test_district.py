"""What the district has: nobody's figures are overwritten unseen, and every value gets a receipt."""

from __future__ import annotations

from typing import Any

import pytest

from emr_desktop.errors import EmrError

CELL = ("uyQpafHrxLT", "202610", "DiszpKrYNg8", "xo7RVsgBkpT", "HllvX50cXC0")  # row 1, lt1m.M


@pytest.fixture(params=["2.41", "2.42", "2.43"])
def dhis2_version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _send(line: Any, **options: Any) -> int:
    number = line.queue(**options)
    line.sync.run_pass(timeout_s=5)
    return int(number)


def test_figures_that_somebody_else_entered_there_are_not_overwritten_unseen(line: Any, server: Any) -> None:
    server.values[CELL] = "44"
    number = _send(line)
    assert line.state(number) == "refused"
    assert line.row(number).problem == "delivery.server_has_other"
    assert server.posts() == []
    assert line.sync.show(number)["answer"]["differences"] == [
        {"cell": "1|lt1m.M", "here": "3", "there": "44"}
    ]
    line.sync.retry(number)  # a person saw it
    line.sync.run_pass(timeout_s=5)
    assert line.state(number) == "acknowledged"
    assert server.values[CELL] == "3"


def test_who_saw_the_figures_there_may_send_at_once(line: Any, server: Any) -> None:
    server.values[CELL] = "44"
    (preview,) = line.sync.preview_form("opd", "202610")["targets"]
    shown = {each["cell"]: each["there"] for each in preview["changes"] if each["there"] is not None}
    assert shown == {"1|lt1m.M": "44"}
    number = _send(line, seen=shown)
    assert line.state(number) == "acknowledged"
    (receipt,) = [each for each in line.sync.district.receipt(number).lines if each.state == "changed"]
    assert (receipt.row, receipt.column, receipt.before, receipt.value) == ("1", "lt1m.M", "44", "3")


def test_what_changed_there_again_after_a_person_looked_is_asked_about_again(line: Any, server: Any) -> None:
    server.values[CELL] = "44"
    number = line.queue(seen={"1|lt1m.M": "44"})
    server.values[CELL] = "45"  # while it waited
    line.sync.run_pass(timeout_s=5)
    assert line.row(number).problem == "delivery.server_has_other"
    assert server.posts() == []
    other = (*CELL[:3], "ayVLc9to6xY", CELL[4])
    line.sync.retry(number)  # 45 was shown, and ours are sent all the same
    server.values[other] = "7"  # but a cell that nobody was shown changed meanwhile
    line.sync.run_pass(timeout_s=5)
    assert line.row(number).problem == "delivery.server_has_other"
    assert server.values[CELL] == "45"
    line.sync.retry(number)
    line.sync.run_pass(timeout_s=5)
    assert (line.state(number), server.values[CELL], server.values[other]) == ("acknowledged", "3", "12")


def test_our_own_earlier_figures_may_be_corrected(line: Any, server: Any) -> None:
    first = _send(line)
    line.forms.close("202610", r1_lt1m_M=5)
    second = _send(line)
    assert (line.state(first), line.state(second)) == ("acknowledged", "acknowledged")
    assert server.values[CELL] == "5"
    counts = line.sync.district.receipt(second).counts
    assert counts["changed"] >= 1
    assert set(counts) <= {"changed", "same", "new"}


def test_a_late_edit_at_the_district_is_seen_before_a_correction_goes(line: Any, server: Any) -> None:
    _send(line)
    server.values[CELL] = "9"  # somebody there corrected it by hand
    line.forms.close("202610", r1_lt1m_M=5)
    number = _send(line)
    assert line.row(number).problem == "delivery.server_has_other"
    assert server.values[CELL] == "9"


def test_a_receipt_tells_each_value_and_why_it_was_refused(line: Any, server: Any) -> None:
    server.locked.add("202610")
    number = _send(line)
    receipt = line.sync.district.receipt(number)
    assert receipt.state == "refused"
    assert {each.state for each in receipt.lines} == {"refused"}
    assert all("expired" in each.why for each in receipt.lines)


def test_a_receipt_of_what_waits_knows_nothing_yet(line: Any, server: Any) -> None:
    number = line.queue()
    receipt = line.sync.district.receipt(number)
    assert receipt.counts == {"waiting": len(receipt.lines)}
    assert len(receipt.lines) == 8


def test_looking_sends_nothing(line: Any, server: Any) -> None:
    _send(line)
    server.values[CELL] = "9"
    posts = len(server.posts())
    (target,) = line.sync.district.look("opd", "202610")["targets"]
    other = [each for each in target["cells"] if not each["same"]]
    assert other == [{"row": "1", "column": "lt1m.M", "here": "3", "there": "9", "same": False}]
    assert len(server.posts()) == posts


def test_without_a_mapping_looking_names_the_system_that_needs_one(site: Any, server: Any) -> None:
    with pytest.raises(EmrError, match=r"sync\.no_target"):
        site.sync.district.look("opd", "202610")
    site.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token)
    with pytest.raises(EmrError) as refused:
        site.sync.district.look("opd", "202610")
    assert (refused.value.code, refused.value.params["target"]) == ("mapping.missing", "moh")


def test_a_data_set_changed_since_the_mapping_was_checked_stops_the_month(line: Any, server: Any) -> None:
    line.sync.test_target("moh")
    server.data_sets["v6wdME3ouXu"].pop("uyQpafHrxLT")
    server.last_updated, server.data_set_version = "2026-11-01T00:00:00.000", 4
    number = _send(line)
    assert line.row(number).problem == "mapping.server_changed"
    assert server.posts() == []
    (found,) = line.sync.test_target("moh")["data_sets"]
    assert found["unknown_elements"] == ["uyQpafHrxLT"]
    assert found["changes"] == [{"what": "element_gone", "name": "uyQpafHrxLT"}]
    assert found["to_check"]


def test_a_test_alone_does_not_let_a_changed_data_set_through(line: Any, server: Any, mapping: Any) -> None:
    line.sync.test_target("moh")
    server.data_sets["v6wdME3ouXu"].pop("CsYfybuaSgc")
    server.last_updated = "2026-11-01T00:00:00.000"
    number = _send(line)
    line.sync.test_target("moh")
    line.sync.retry(number)
    line.sync.run_pass(timeout_s=5)
    assert line.row(number).problem == "mapping.server_changed"
    assert server.posts() == []
    # Somebody looks at the mapping and saves it: then it goes.
    rows = {row: uid for row, uid in mapping["rows"].items() if uid != "CsYfybuaSgc"}
    line.sync.load_mapping("moh", {**mapping, "rows": rows})
    assert not line.sync.test_target("moh")["data_sets"][0]["to_check"]
    line.sync.retry(number)
    line.sync.run_pass(timeout_s=5)
    assert line.state(number) == "acknowledged"


def test_a_data_set_that_only_grew_does_not_stop_anything(line: Any, server: Any, dhis2: Any) -> None:
    line.sync.test_target("moh")
    server.data_sets["v6wdME3ouXu"]["newElement1"] = dhis2.Element()
    server.last_updated = "2026-11-01T00:00:00.000"
    assert line.state(_send(line)) == "acknowledged"


@pytest.mark.parametrize(("days", "last", "is_open"), [(2, "2026-11-02", False), (15, "2026-11-15", True)])
def test_the_deadline_is_told_before_sending(
    line: Any, server: Any, days: int, last: str, is_open: bool
) -> None:
    server.expiry_days = days  # it is 3 November here
    line.queue()
    (target,) = line.sync.preview_form("opd", "202610")["targets"]
    assert (target["last_day"], target["open"]) == (last, is_open)


def test_an_approved_period_is_told_before_sending(line: Any, server: Any) -> None:
    server.approvals["202610"] = "APPROVED_HERE"
    line.queue()
    (target,) = line.sync.preview_form("opd", "202610")["targets"]
    assert (target["approval"], target["locked_by_approval"]) == ("APPROVED_HERE", True)


def test_a_mapping_is_suggested_from_what_the_server_tells(line: Any, server: Any, mapping: Any) -> None:
    server.element_names = {"uyQpafHrxLT": "OPD 1. Row 1", "CsYfybuaSgc": "OPD 5. Row 5"}
    found = line.sync.district.suggest_mapping("moh", "opd", data_set="v6wdME3ouXu")
    assert found["mapping"]["rows"] == {"1": "uyQpafHrxLT", "5": "CsYfybuaSgc"}
    assert not found["mapping"]["confirmed"]
    assert {each["id"] for each in found["elements"]} >= {"uyQpafHrxLT", "CsYfybuaSgc"}
    assert line.sync.district.data_sets("moh")[0]["id"] == "v6wdME3ouXu"
    assert line.sync.district.mapping("moh", "opd")["rows"] == mapping["rows"]
    server.tells_metadata = False
    with pytest.raises(EmrError) as refused:
        line.sync.district.suggest_mapping("moh", "opd", data_set="v6wdME3ouXu")
    assert refused.value.code == "mapping.no_metadata"
