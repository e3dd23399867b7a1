"""What may have arrived stays known, whatever came of later attempts."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("asked_again", [False, True])
@pytest.mark.parametrize("fault", ["html_after", "drop_after"])
@pytest.mark.parametrize("line", ["to_hdu", "to_fhir"])
def test_a_visit_that_may_have_arrived_and_was_refused_later_is_taken_back(
    line: str, fault: str, asked_again: bool, request: pytest.FixtureRequest, clock: Any
) -> None:
    desk = request.getfixturevalue(line)
    server = request.getfixturevalue(line.removeprefix("to_") + "_server")
    visit = desk.visit(desk.patient(), "B54")
    server.fail(fault, method="POST")  # it was kept, and a proxy answered, or nobody
    desk.run(eager=False)
    assert set(desk.state()) == {"unknown"}
    clock.advance(hours=12)
    server.fail("too_large", method="POST")
    desk.run(eager=False)
    assert set(desk.state()) == {"refused"}
    if asked_again:
        desk.sync.retry(None)  # somebody wants it sent again, but before that the visit is voided
    desk.clinic.visits.void(visit.form.id, reason="Kosa")
    desk.run()
    if line == "to_hdu":
        assert server.visits[f"101168-3-{visit.form.id}"]["visitDetails"]["disabled"] is True
    else:
        assert server.live("Encounter") == {}
