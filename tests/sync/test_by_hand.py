"""What is carried on a USB stick: marked once, never sent again, confirmed or refused by what comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from emr_desktop.errors import EmrError

CELL = ("uyQpafHrxLT", "202610", "DiszpKrYNg8", "xo7RVsgBkpT", "HllvX50cXC0")  # row 1, lt1m.M


@pytest.fixture
def carried(line: Any) -> tuple[int, bytes]:
    """A delivery in a file that was carried."""
    number = line.queue()
    content = line.sync.by_hand.export("moh")
    line.sync.by_hand.mark_carried(content)
    return number, content


def summary(**parts: Any) -> bytes:
    core = {
        "responseType": "ImportSummary",
        "status": parts.pop("status", "SUCCESS"),
        "importCount": {"imported": 8, "updated": 0, "ignored": 0, "deleted": 0, **parts.pop("counts", {})},
        "conflicts": [],
        **parts,
    }
    return json.dumps({"httpStatus": "OK", "httpStatusCode": 200, "response": core}).encode()


def test_what_was_carried_is_not_sent_again_and_not_called_confirmed(
    line: Any, server: Any, carried: tuple[int, bytes]
) -> None:
    number, _ = carried
    row = line.row(number)
    assert row.state == "acknowledged"
    assert (row.carried["by"], row.carried["at"][:10]) == ("Neema Mushi", "2026-11-03")
    assert line.sync.status().last_success_at is None
    assert line.sync.status().waiting == 0
    line.sync.run_pass(timeout_s=5)
    assert server.posts() == []
    receipt = line.sync.district.receipt(number)
    assert (receipt.state, receipt.counts) == ("carried", {"waiting": 8})


def test_carrying_a_file_twice_changes_nothing(line: Any, carried: tuple[int, bytes]) -> None:
    number, content = carried
    line.clock.forward(days=1)
    again = line.sync.by_hand.mark_carried(content)
    assert (again.carried, again.before, again.left) == ((), (number,), ())
    assert line.row(number).carried["at"][:10] == "2026-11-03"


def test_newer_figures_are_not_marked_by_an_old_file(line: Any) -> None:
    old = line.queue()
    content = line.sync.by_hand.export("moh")
    line.forms.close("202610", r1_lt1m_M=5)
    new = line.queue()
    found = line.sync.by_hand.mark_carried(content)
    assert (found.carried, found.left) == ((), (old,))
    assert line.state(new) == "waiting"


def test_a_correction_after_carrying_knows_its_own_figures(
    line: Any, server: Any, carried: tuple[int, bytes]
) -> None:
    server.values[CELL] = "3"  # as it was carried
    line.forms.close("202610", r1_lt1m_M=5)
    number = line.queue()
    line.sync.run_pass(timeout_s=5)
    assert line.state(number) == "acknowledged"
    assert server.values[CELL] == "5"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda doc: b"not json", "carried.unreadable"),
        (lambda doc: b"[]", "carried.unreadable"),
        (lambda doc: json.dumps({**doc, "deliveries": [{}]}).encode(), "carried.unreadable"),
        (
            lambda doc: json.dumps({**doc, "facility": {"code": "999999-9"}}).encode(),
            "carried.other_facility",
        ),
        (lambda doc: json.dumps({**doc, "target": {"name": "nobody"}}).encode(), "target.unknown"),
    ],
)
def test_a_file_that_is_not_ours_marks_nothing(line: Any, change: Any, code: str) -> None:
    number = line.queue()
    document = json.loads(line.sync.by_hand.export("moh"))
    with pytest.raises(EmrError) as refused:
        line.sync.by_hand.mark_carried(change(document))
    assert refused.value.code == code
    assert line.state(number) == "waiting"


def test_bytes_changed_on_the_way_are_not_marked(line: Any) -> None:
    number = line.queue()
    document = json.loads(line.sync.by_hand.export("moh"))
    document["deliveries"][0]["sha256"] = "0" * 64
    found = line.sync.by_hand.mark_carried(json.dumps(document).encode())
    assert (found.carried, found.left) == ((), (number,))


def test_a_receipt_confirms_each_value(line: Any, carried: tuple[int, bytes]) -> None:
    number, _ = carried
    (taken,) = line.sync.by_hand.take_receipt(summary())
    assert (taken.number, taken.state, taken.counts["accepted"]) == (number, "acknowledged", 8)
    receipt = line.sync.district.receipt(number)
    assert (receipt.state, receipt.counts) == ("receipt", {"taken": 8})
    assert line.sync.status().last_success_at is not None
    assert line.sync.district.receipt_paper(number, language="sw").startswith(b"%PDF")


def test_a_receipt_refuses_cell_by_cell_and_the_figures_can_go_again(
    line: Any, server: Any, carried: tuple[int, bytes]
) -> None:
    number, _ = carried
    refusing = summary(
        status="WARNING",
        counts={"imported": 7, "ignored": 1},
        conflicts=[{"errorCode": "E7613", "value": "Combo not found", "indexes": [0]}],
        rejectedIndexes=[0],
    )
    (taken,) = line.sync.by_hand.take_receipt(refusing, number=number)
    assert (taken.state, taken.problem) == ("refused", "delivery.option_combo_unknown")
    receipt = line.sync.district.receipt(number)
    assert receipt.counts == {"refused": 1, "taken": 7}
    (bad,) = [each for each in receipt.lines if each.state == "refused"]
    assert (bad.row, bad.column, bad.why) == ("1", "lt1m.M", "Combo not found")
    line.sync.retry(number)
    line.sync.run_pass(timeout_s=5)
    assert line.row(number).carried is None  # this time it went over the line
    assert server.values[CELL] == "3"


def test_the_servers_own_answer_to_the_file_is_taken(line: Any, server: Any) -> None:
    """Somebody at the district posts what is in the file, and hands back what the server said."""
    import urllib.request

    number = line.queue()
    content = line.sync.by_hand.export("moh")
    line.sync.by_hand.mark_carried(content)
    (delivery,) = json.loads(content)["deliveries"]
    asked = urllib.request.Request(
        f"{server.url}/api/dataValueSets?orgUnitIdScheme=CODE",
        data=json.dumps(delivery["requests"][0]).encode(),
        headers={"Authorization": f"ApiToken {server.token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked) as reply:
        answer = json.load(reply)
    answered = {"deliveries": [{"id": number, "answers": [answer]}]}
    (taken,) = line.sync.by_hand.take_receipt(json.dumps(answered).encode())
    assert (taken.number, taken.state) == (number, "acknowledged")
    assert server.values[CELL] == "3"


def test_our_own_receipt_from_another_pc_is_for_the_very_same_figures(
    line: Any, carried: tuple[int, bytes]
) -> None:
    number, _ = carried
    digest = line.sync.show(number)["payload_sha256"]
    told = {"row": "1", "column": "lt1m.M", "value": "3", "before": None, "state": "new", "why": ""}
    own = {"number": number, "payload_sha256": digest, "lines": [told]}
    for wrong, code in (
        ({**own, "payload_sha256": "0" * 64}, "carried.other_figures"),
        ({**own, "lines": [{**told, "state": "waiting"}]}, "carried.nothing_known"),
        ({**own, "lines": [{"row": "1"}]}, "carried.receipt_unreadable"),
    ):
        with pytest.raises(EmrError) as refused:
            line.sync.by_hand.take_receipt(json.dumps(wrong).encode())
        assert refused.value.code == code
    (taken,) = line.sync.by_hand.take_receipt(json.dumps(own).encode())
    assert taken.state == "acknowledged"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>", "carried.receipt_unreadable"),
        (b'{"some": "thing"}', "carried.receipt_unreadable"),
        (b"[]", "carried.receipt_unreadable"),
        (summary(counts={"imported": 99}), "carried.other_figures"),
    ],
)
def test_what_is_no_receipt_changes_nothing(
    line: Any, carried: tuple[int, bytes], content: bytes, code: str
) -> None:
    with pytest.raises(EmrError) as refused:
        line.sync.by_hand.take_receipt(content)
    assert refused.value.code == code
    assert "confirmed_at" not in line.row(carried[0]).carried


def test_a_receipt_for_what_was_not_carried_is_refused(line: Any) -> None:
    number = line.queue()
    for given, code in ((number, "carried.not_carried"), (None, "carried.which"), (99, "delivery.unknown")):
        with pytest.raises(EmrError) as refused:
            line.sync.by_hand.take_receipt(summary(), number=given)
        assert refused.value.code == code
    assert line.state(number) == "waiting"


def test_who_may_not_send_may_not_carry(make_site: Any) -> None:
    clerk = make_site("other", roles=("nurse",))
    for verb in (
        lambda: clerk.sync.by_hand.mark_carried(b"{}"),
        lambda: clerk.sync.by_hand.take_receipt(b"{}"),
    ):
        with pytest.raises(EmrError) as refused:
            verb()
        assert refused.value.code == "access.refused"
