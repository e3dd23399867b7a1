"""A month reaches the server, and only what was seen there is called acknowledged."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from emr_desktop.errors import EmrError

SENT = {
    ("uyQpafHrxLT", "xo7RVsgBkpT"): "3",
    ("uyQpafHrxLT", "ayVLc9to6xY"): "12",
    ("CsYfybuaSgc", "aYgz5mh2cbx"): "1",
    ("cGVl8WkpBTL", "Ak7SvGtlnWp"): "2",
}


@pytest.fixture(params=["2.41", "2.42", "2.43"])
def dhis2_version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def counted(server: Any) -> dict[tuple[str, str], str]:
    """What is there but zeros, which only some versions keep."""
    return {place: value for place, value in server.figures(period="202610").items() if value != "0"}


def test_a_closed_month_arrives_is_read_back_and_completed(line: Any, server: Any) -> None:
    number = line.queue()
    result = line.sync.run_pass(timeout_s=10)
    assert (result.sent, result.acknowledged, result.waiting, result.refused) == (1, 1, 0, 0)
    assert counted(server) == SENT
    assert line.state(number) == "acknowledged"
    assert line.steps(number) == ["look ok", "push ok", "read_back equal", "complete ok"]
    (completed,) = server.completed.values()
    assert completed["date"] == "2026-11-03"
    assert completed["completed"] is True
    (target,) = line.sync.targets()
    assert target.details["org_unit"] == {
        "id": "DiszpKrYNg8",
        "code": "101168-3",
        "name": "Buigiri Dispensary",
    }
    assert target.last_success_at == line.clock()
    status = line.sync.status()
    assert (status.waiting, status.need_person, status.held) == (0, 0, None)


def test_the_request_is_strict_and_names_one_data_set_period_and_org_unit(line: Any, server: Any) -> None:
    line.queue()
    line.sync.run_pass(timeout_s=10)
    (post,) = server.posts()
    body = json.loads(post.body)
    assert (body["dataSet"], body["period"], body["orgUnit"]) == ("v6wdME3ouXu", "202610", "101168-3")
    assert post.query["importStrategy"] == "CREATE_AND_UPDATE"
    assert post.query["orgUnitIdScheme"] == "CODE"
    for name in ("Periods", "DataElements", "CategoryOptionCombos", "AttributeOptionCombos"):
        assert post.query[f"strict{name}"] == "true"
    assert post.query["strictOrganisationUnits"] == "true"
    values = {
        (each["dataElement"], each["categoryOptionCombo"]): each["value"] for each in body["dataValues"]
    }
    assert len(values) == 8  # every open cell, zeros included; greyed cells never
    assert values[("uyQpafHrxLT", "Ak7SvGtlnWp")] == "0"
    assert ("CsYfybuaSgc", "xo7RVsgBkpT") not in values
    assert "completeDate" not in body


def test_an_unclosed_month_needs_to_be_asked_for(line: Any, server: Any) -> None:
    line.forms.status["202610"] = "open"
    with pytest.raises(EmrError) as refused:
        line.queue()
    assert refused.value.code == "sync.form_not_closed"
    number = line.queue(unclosed=True)
    line.sync.run_pass(timeout_s=10)
    assert line.state(number) == "acknowledged"
    assert line.row(number).unclosed
    assert counted(server) == SENT


@pytest.mark.parametrize(("today", "completed"), [("2026-10-31", 0), ("2026-11-01", 1)])
def test_an_unclosed_month_is_completed_only_when_it_is_over(
    line: Any, server: Any, today: str, completed: int
) -> None:
    line.forms.status["202610"] = "open"
    line.clock.instant = datetime.fromisoformat(f"{today}T09:00:00+00:00")
    line.queue(unclosed=True)
    line.sync.run_pass(timeout_s=10)
    assert len(server.completed) == completed


def test_queueing_again_replaces_what_still_waits(line: Any, server: Any) -> None:
    first = line.queue()
    line.forms.close("202610", r1_lt1m_M=4)
    second = line.queue()
    line.sync.run_pass(timeout_s=10)
    assert (line.state(first), line.state(second)) == ("superseded", "acknowledged")
    assert counted(server) == {("uyQpafHrxLT", "xo7RVsgBkpT"): "4"}
    assert len(server.posts()) == 1


def test_a_corrected_month_overwrites_and_a_zero_takes_the_old_figure_away(line: Any, server: Any) -> None:
    line.queue()
    line.sync.run_pass(timeout_s=10)
    line.forms.close("202610", r1_lt1m_M=5)
    number = line.queue()
    line.sync.run_pass(timeout_s=10)
    assert line.state(number) == "acknowledged"
    assert counted(server) == {("uyQpafHrxLT", "xo7RVsgBkpT"): "5"}


def test_zeros_that_the_server_keeps_are_expected_there(line: Any, server: Any) -> None:
    server.data_sets["v6wdME3ouXu"]["uyQpafHrxLT"].zero_is_significant = True
    number = line.queue()
    line.sync.run_pass(timeout_s=10)
    assert line.state(number) == "acknowledged"
    assert server.figures(period="202610")[("uyQpafHrxLT", "Ak7SvGtlnWp")] == "0"


def test_a_preview_changes_nothing_there(line: Any, server: Any) -> None:
    line.queue()
    line.sync.run_pass(timeout_s=10)
    before, writes = dict(server.values), server.writes
    line.forms.close("202610", r1_lt1m_M=7, r5_y60plus_F=2)
    preview = line.sync.preview_form("opd", "202610")
    (there,) = preview["targets"]
    assert there["would_accept"]
    assert there["conflicts"] == []
    changes = {each["cell"]: (each["there"], each["here"]) for each in there["changes"]}
    assert changes == {
        "1|lt1m.M": ("3", "7"),
        "1|y60plus.F": ("12", "0"),
        "5|y60plus.M": ("1", "0"),
        "5|y60plus.F": ("0" if server.way.keeps_zeros else None, "2"),
        "9|lt1m.F": ("2", "0"),
    }
    assert there["same"] == 3
    assert (there["new"], there["changed"]) == ((0, 5) if server.way.keeps_zeros else (1, 4))
    assert server.values == before
    assert server.writes == writes
    assert [each.number for each in line.sync.status().deliveries] == [1]


def test_show_gives_the_frozen_payload_and_no_secret(line: Any, server: Any) -> None:
    number = line.queue()
    assert line.sync.show(number)["payload"] is None
    line.sync.run_pass(timeout_s=10)
    document = line.sync.show(number)
    text = json.dumps(document)
    assert server.token not in text
    assert document["payload"]["period"] == "202610"
    assert len(document["payload"]["dataValues"]) == 8
    assert document["figures"]["1"]["lt1m.M"] == 3
    assert document["completed"] is True
    assert document["counts"]["accepted"] == 4


def test_many_values_go_in_several_requests(make_site: Any, dhis2: Any) -> None:
    site = make_site()
    rows = tuple(str(number) for number in range(100, 200))
    site.forms.rows = rows
    mapping = {
        "form": "opd",
        "data_set": "v6wdME3ouXu",
        "rows": {row: f"deAbCdEf{row}" for row in rows},
        "columns": dict(
            zip(
                ("lt1m.M", "lt1m.F", "y60plus.M", "y60plus.F"),
                ("xo7RVsgBkpT", "Ak7SvGtlnWp", "aYgz5mh2cbx", "ayVLc9to6xY"),
                strict=True,
            )
        ),
    }
    with dhis2.serve(mapping=mapping) as server:
        site.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token)
        assert site.sync.load_mapping("moh", mapping)["mapped"] == 400
        site.forms.close("202610", r100_lt1m_M=1, r199_y60plus_F=2)
        number = site.queue()
        site.sync.run_pass(timeout_s=10)
        assert site.state(number) == "acknowledged"
        assert [len(json.loads(each.body)["dataValues"]) for each in server.posts()] == [250, 150]
        assert counted(server) == {
            ("deAbCdEf100", "xo7RVsgBkpT"): "1",
            ("deAbCdEf199", "ayVLc9to6xY"): "2",
        }
