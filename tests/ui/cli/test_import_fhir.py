"""emr-admin import fhir: tried, taken, told by type."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_a_fhir_bundle_is_tried_taken_and_told_by_type(facility: Run, tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    patient = {
        "resourceType": "Patient",
        "id": "p",
        "gender": "female",
        "birthDate": "1990-05-02",
        "name": [{"family": "Mwita", "given": ["Rehema"]}],
    }
    shot = {"resourceType": "Immunization", "id": "i", "patient": {"reference": "Patient/p"}}
    entries = [{"resource": patient}, {"resource": shot}]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    tried = facility("--json", "import", "fhir", path, "--dry-run").document
    done = facility("--json", "import", "fhir", path).document
    again = facility("--json", "import", "fhir", path).document
    assert tried == {**done, "dry_run": True}
    assert (done["patients_added"], again["patients_added"], again["patients_unchanged"]) == (1, 0, 1)
    assert done["types"] == [
        {"type": "Patient", "read": 1, "taken": 1, "left": 0},
        {"type": "Immunization", "read": 1, "taken": 0, "left": 1},
    ]
    assert [one["examples"] for one in done["left"]] == [["Immunization/i"]]
    told = facility("import", "fhir", path).out.decode()
    assert "Immunization  1" in told
    path.write_text("{")
    broken = facility("import", "fhir", path)
    assert (broken.code, broken.out) == (1, b"")
