"""From a visit in the record to the district's server, with the real form and the shipped mapping."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitForm
from sync.service import SyncService

MAPPING = Path(__file__).parents[2] / "emr_desktop" / "reference" / "mappings" / "dhis2_opd_2014.json"
CHOLERA, MALARIA_MRDT = "CsYfybuaSgc", "NSYWPEpZBuY"
GIRL_1_4 = "kSxbMW8Lmsd"


def _visit(clinic: Clinic, icd10: str, day: int) -> None:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", birth_date=date(2024, 1, 1))
    ).value
    clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=patient.id,
            visit_date=date(2026, 10, day),
            tests=(LabEntry(test="mrdt", result="positive"),) if icd10 == "B54" else (),
            diagnoses=(DiagnosisEntry(icd10=icd10),),
        )
    )


def test_a_visit_reaches_the_district_as_one_figure_of_the_month(clinic: Clinic, dhis2: Any) -> None:
    mapping = json.loads(MAPPING.read_text(encoding="utf-8"))
    _visit(clinic, "A00", 5)
    _visit(clinic, "B54", 6)
    with dhis2.serve(mapping=mapping) as server:
        service = SyncService(work=clinic.work)
        service.add_target(kind="dhis2", name="moh", url=server.url, token=server.token)
        covered = service.load_mapping("moh", mapping)
        assert covered["unmapped"] == []
        assert covered["confirmed"] is False
        with pytest.raises(EmrError) as refused:
            service.queue_form("opd", "202610")
        assert refused.value.code == "sync.form_not_closed"
        (preview,) = service.preview_form("opd", "202610")["targets"]
        assert preview["changed"] == 0
        assert preview["new"] == len(preview["changes"]) > 0
        clinic.forms.close("opd", "202610")
        service.queue_form("opd", "202610")
        result = service.run_pass(timeout_s=30)
        assert (result.acknowledged, result.waiting, result.refused) == (1, 0, 0)
        there = server.figures(period="202610")
        assert there[CHOLERA, GIRL_1_4] == "1"
        assert there[MALARIA_MRDT, GIRL_1_4] == "1"
        assert len(server.posts()) == 3  # requests of at most 250 values
        assert sum(len(json.loads(each.body)["dataValues"]) for each in server.posts()) == covered["mapped"]
        assert len(server.completed) == 1
        # A correction after the signature does not go out behind the signer's back.
        _visit(clinic, "A00", 7)
        service.queue_form("opd", "202610")
        service.run_pass(timeout_s=30)
        assert server.figures(period="202610") == there
        clinic.forms.reopen("opd", "202610", reason="a late visit")
        clinic.forms.close("opd", "202610")
        service.queue_form("opd", "202610")
        assert service.run_pass(timeout_s=30).acknowledged == 1
        assert server.figures(period="202610")[CHOLERA, GIRL_1_4] == "2"
