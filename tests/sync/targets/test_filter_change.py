"""Another filter for a target: what it concerns is told first, and goes again only when that was wished."""

from __future__ import annotations

from typing import Any


def conditions(server: Any) -> set[str]:
    return {each["code"]["coding"][0]["code"] for each in server.live("Condition").values()}


def test_opening_and_closing_the_filter_sends_again_what_it_concerns(to_fhir: Any, fhir_server: Any) -> None:
    to_fhir.visit(to_fhir.patient(), "B54", "B24")
    to_fhir.visit(to_fhir.patient("Asha"), "A09.0")
    records = to_fhir.sync.records
    assert records.preview_filter("shr", sensitive=True).went == 0
    to_fhir.run()
    assert conditions(fhir_server) == {"B54", "A09.0"}
    seen = records.preview_filter("shr", sensitive=True)
    assert (seen.before, seen.went, seen.concerned) == (False, 2, 1)
    before = len(to_fhir.sync.status().deliveries)
    records.set_filter("shr", sensitive=True)  # without asking for it, nothing goes again
    assert len(to_fhir.sync.status().deliveries) == before
    records.set_filter("shr", sensitive=False)
    records.set_filter("shr", sensitive=True, again=True)
    to_fhir.run()
    assert conditions(fhir_server) == {"B54", "B24", "A09.0"}
    assert records.preview_filter("shr", sensitive=False).concerned == 1
    records.set_filter("shr", sensitive=False, again=True)
    to_fhir.run()
    assert conditions(fhir_server) == {"B54", "A09.0"}  # withdrawn there
    records.set_filter("shr", sensitive=False, again=True)
    assert to_fhir.run().acknowledged == 0  # no change: nothing goes
