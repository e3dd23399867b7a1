"""The disk runs full while a visit is saved: the words stay on screen, and are saved once there is room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event


@pytest.mark.parametrize("language", ["sw", "en"])
def test_a_visit_that_a_full_disk_refused_is_saved_when_there_is_room(
    person: Callable[..., Any], registered: Callable[..., Any], language: str
) -> None:
    clinician = person(language=language)
    patient = registered(clinician)
    clinician.call(patient)
    clinician.go("complaint")
    clinician.type("Homa siku 2")
    clinician.pick("diagnosisPicker", "malar")
    database = clinician.clinic.work.database
    full = True

    def pages(connection: Any) -> None:
        # SQLite's own limit on the file gives the very error of a full disk.
        most = 1 if full else 1_000_000
        connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")

    event.listen(database.engine, "begin", pages)
    clinician.consultation.consultation.fields["history"] = "x" * 9_000
    clinician.save()
    clinician.settle()
    assert not clinician.shell.is_in_trouble
    assert clinician.consultation.consultation.fields["complaint"] == "Homa siku 2"
    said = "diski" if language == "sw" else "disk"
    assert clinician.sees(said)
    assert clinician.clinic.visits.timeline(patient.id) == ()
    full = False
    clinician.save()
    clinician.settle()
    assert clinician.saved(patient).complaint == "Homa siku 2"
