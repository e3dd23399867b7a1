"""When nothing may leave: training, a restored or copied record; and the file for a USB stick."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

import pytest

from db.models import AuditEntry, Facility
from emr_desktop.access.chain import first_broken_entry
from emr_desktop.errors import EmrError
from ui.messages import sentence


def _restore(line: Any) -> None:
    """The record becomes another incarnation, as after a restore or in a copy."""
    with line.work.database.write.begin() as session:
        session.get_one(Facility, uuid.UUID(int=1)).incarnation = uuid.UUID(int=99)


def test_a_training_facility_sends_to_this_pc_alone_and_says_so(line: Any, server: Any) -> None:
    line.make_training()
    number = line.queue()
    line.sync.run_pass(timeout_s=5)
    assert line.state(number) == "acknowledged"
    assert line.row(number).training
    (post,) = server.posts()
    comments = {value["comment"] for value in json.loads(post.body)["dataValues"]}
    assert comments == {"TRAINING - made-up figures"}
    status = line.sync.status()
    assert (status.held, status.notice) == (None, "sync.training_on_this_pc")


def test_a_training_facility_sends_nothing_to_another_machine(line: Any, server: Any, mapping: Any) -> None:
    line.sync.add_target(kind="dhis2", name="moh", url="https://dhis.example.org", token="d2pat_x")
    number = line.queue()
    line.make_training()
    for ask in (
        lambda: line.queue(),
        lambda: line.sync.preview_form("opd", "202610"),
        lambda: line.sync.test_target("moh"),
        lambda: line.sync.export("moh"),
    ):
        with pytest.raises(EmrError) as refused:
            ask()
        assert refused.value.code == "sync.training"
    # Not even what was queued before somebody made it a training facility.
    result = line.sync.run_pass(timeout_s=2)
    assert result.problems == ((number, "sync.training"),)
    assert line.row(number).attempts == 0
    assert line.sync.status().held == "sync.training"
    assert "{" not in sentence("sync.training", {}, "sw")


def test_a_restored_record_holds_until_somebody_confirms(line: Any, server: Any) -> None:
    first = line.queue()
    line.sync.run_pass(timeout_s=5)
    line.forms.close("202609", r1_lt1m_M=1)
    waiting = line.queue("202609")
    _restore(line)
    result = line.sync.run_pass(timeout_s=2)
    assert result.problems == ((waiting, "sync.incarnation_changed"),)
    assert len(server.posts()) == 1
    status = line.sync.status()
    assert (status.held, status.need_person) == ("sync.incarnation_changed", 1)
    found = line.sync.confirm_incarnation("moh")
    assert [(each["id"], each["same"]) for each in found] == [(first, True), (waiting, False)]
    assert line.sync.run_pass(timeout_s=5).acknowledged == 1
    assert line.sync.status().held is None


def test_an_older_record_does_not_overwrite_newer_figures_there(line: Any, server: Any) -> None:
    number = line.queue()
    _restore(line)
    # Before the PC broke, the corrected month had gone out.
    server.values["uyQpafHrxLT", "202610", "DiszpKrYNg8", "xo7RVsgBkpT", "HllvX50cXC0"] = "44"
    line.sync.confirm_incarnation("moh")
    assert line.sync.run_pass(timeout_s=5).refused == 1
    assert line.row(number).problem == "delivery.server_has_other"
    assert server.posts() == []
    line.sync.retry(number)
    assert line.sync.run_pass(timeout_s=5).acknowledged == 1


def test_a_hold_stays_when_the_server_cannot_be_asked(line: Any, server: Any) -> None:
    line.queue()
    _restore(line)
    server.fail("html", times=99)
    with pytest.raises(EmrError) as refused:
        line.sync.confirm_incarnation("moh")
    assert refused.value.code == "sync.not_dhis2"
    assert line.sync.status().held == "sync.incarnation_changed"


def test_the_file_twin_holds_the_very_bytes_that_are_sent_later(line: Any, server: Any) -> None:
    number = line.queue()
    document = json.loads(line.sync.export("moh"))
    (delivery,) = document["deliveries"]
    assert (delivery["id"], delivery["period"], delivery["closed"]) == (number, "202610", True)
    assert document["facility"] == {"code": "101168-3", "name": "Buigiri Dispensary"}
    assert server.token not in json.dumps(document)
    line.sync.run_pass(timeout_s=5)
    (post,) = server.posts()
    assert json.loads(post.body) == delivery["requests"][0]
    assert hashlib.sha256(post.body).hexdigest() == delivery["sha256"]
    with pytest.raises(EmrError) as refused:
        line.sync.export("moh")
    assert refused.value.code == "sync.nothing_waits"


def test_a_mapping_by_uid_asks_for_the_facility_first(line: Any, server: Any, mapping: Any) -> None:
    line.sync.load_mapping("moh", {**mapping, "org_unit_scheme": "UID"})
    line.queue()
    with pytest.raises(EmrError) as refused:
        line.sync.export("moh")
    assert refused.value.code == "sync.test_first"
    line.sync.run_pass(timeout_s=5)
    (post,) = server.posts()
    assert json.loads(post.body)["orgUnit"] == "DiszpKrYNg8"
    assert post.query["orgUnitIdScheme"] == "UID"


def test_queueing_needs_a_target_and_a_mapping(site: Any, server: Any) -> None:
    site.forms.close("202610")
    for prepare, options, code in (
        (lambda: None, {}, "sync.no_target"),
        (lambda: None, {"target": "moh"}, "target.unknown"),
        (
            lambda: site.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token),
            {},
            "mapping.missing",
        ),
    ):
        prepare()
        with pytest.raises(EmrError) as refused:
            site.queue(**options)
        assert refused.value.code == code


def test_what_left_the_building_stands_in_the_audit_trail(line: Any, server: Any) -> None:
    number = line.queue()
    line.sync.run_pass(timeout_s=5)
    with line.work.database.read() as session:
        entries = session.query(AuditEntry).order_by(AuditEntry.seq).all()
        actions = [entry.action for entry in entries]
        assert first_broken_entry(session, line.work.audit_key) is None
        sent = next(entry for entry in entries if entry.action == "sync.sent")
        assert sent.detail["hash"] == line.sync.show(number)["payload_sha256"]
        assert server.token not in repr([entry.detail for entry in entries])
    assert actions == ["sync.target_saved", "sync.mapped", "sync.queued", "sync.sent"]


def test_what_was_queued_before_a_target_was_known_is_not_sent_to_it(
    line: Any, server: Any, mapping: Any
) -> None:
    line.queue()
    line.sync.add_target(kind="dhis2", name="second", url=server.url, token=server.token)
    line.sync.load_mapping("second", mapping)
    assert line.sync.run_pass(timeout_s=5, target="second").sent == 0
    assert [row.target for row in line.sync.status().deliveries] == ["moh"]
    assert [row.target for row in line.sync.queue_form("opd", "202610")] == ["moh", "second"]


def test_a_target_that_is_switched_off_keeps_what_waits(line: Any, server: Any) -> None:
    line.queue()
    line.sync.enable_target("moh", enabled=False)
    line.sync.run_pass(timeout_s=2)
    assert server.requests == []
    line.sync.enable_target("moh", enabled=True)
    assert line.sync.run_pass(timeout_s=5).acknowledged == 1
