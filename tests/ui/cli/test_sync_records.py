"""Patients' records through the command line, to stand-ins that speak real HTTP on loopback."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[3]


def load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(
        f"{name}_for_the_command_line", ROOT / f"tests/servers/{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def fhir() -> Iterator[Any]:
    with load("fhir").serve(lifetime_s=200) as server:
        yield server


@pytest.fixture
def hdu() -> Iterator[Any]:
    with load("hdu").serve(lifetime_s=200) as server:
        yield server


@pytest.fixture
def visits_with_hiv(tmp_path: Path) -> Path:
    path = tmp_path / "v.csv"
    path.write_text(
        "visit_id,patient_id,first_name,last_name,sex,birth_date,visit_date,diagnoses,tests\n"
        "v1,p1,Asha,Juma,F,2023-05-02,2026-10-05,B54,mrdt=positive\n"
        "v2,p2,Neema,Mushi,F,1994-03-08,2026-10-06,B24;J06.9,hb=7.9\n",
        encoding="utf-8",
    )
    return path


def test_visits_reach_a_fhir_server(facility: Run, fhir: Any, visits_with_hiv: Path, tmp_path: Path) -> None:
    added = facility(
        "--json", "sync", "add", "fhir", "shr", "--url", fhir.url, "--token-stdin", stdin=fhir.token
    )
    assert (added.code, added.document["kind"]) == (0, "fhir")
    tested = facility("--json", "sync", "test", "shr")
    assert tested.document["fhir_version"] == "4.0.1"
    assert tested.document["sensitive"] is False
    assert facility("import", "visits", visits_with_hiv).code == 0
    out = tmp_path / "stick.json"
    assert facility("sync", "export", "--target", "shr", "--out", out).code == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["deliveries"]) == 2
    ran = facility("--json", "sync", "run", "--timeout", "20")
    assert (ran.code, ran.document["acknowledged"]) == (0, 2)
    assert len(fhir.live("Encounter")) == 2
    assert "B24" not in json.dumps(fhir.all("Condition"))
    status = facility("--json", "sync", "status").document
    assert [each["kind"] for each in status["deliveries"]] == ["record.visit"] * 2
    assert status["deliveries"][0]["kept_back"] == ["diagnoses"]
    shown = facility("--json", "sync", "show", "1")
    assert shown.document["payload"]["resourceType"] == "Bundle"
    opened = facility("--json", "sync", "filter", "shr", "--sensitive", "yes")
    assert opened.document.items() >= {"target": "shr", "sensitive": True, "visits_concerned": 1}.items()
    assert facility("sync", "filter", "shr", "--sensitive", "maybe").code == 2
    assert facility("sync", "check", "shr").code == 1
    late = facility("--json", "sync", "earlier", "shr", "--from", "2026-01-01", "--to", "2026-12-31")
    assert (late.code, late.document["queued"]) == (0, 0)  # it has them
    assert facility("sync", "earlier", "shr", "--from", "jana", "--to", "2026-12-31").code == 2


def test_visits_reach_the_hdu(facility: Run, hdu: Any, visits_with_hiv: Path) -> None:
    user, password = next(iter(hdu.users.items()))
    added = facility(
        "--json", "sync", "add", "hdu", "him", "--url", hdu.url, "--user-stdin", stdin=f"{user}\n{password}\n"
    )
    assert added.code == 0
    assert password.encode() not in added.out
    assert facility("--json", "sync", "test", "him").document["template"]["id"] == "tpl-1"
    assert facility("import", "visits", visits_with_hiv).code == 0
    checked = facility("--json", "sync", "check", "him")
    assert (checked.code, checked.document["checked"], checked.document["refused"]) == (0, 2, 0)
    assert not hdu.visits
    assert facility("sync", "run", "--timeout", "20").code == 0
    assert len(hdu.visits) == 2
    status = facility("--json", "sync", "status").document
    assert all(each["queued"] for each in status["deliveries"])
