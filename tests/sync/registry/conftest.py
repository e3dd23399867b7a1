"""A facility with a client registry, and the stand-in that plays it in both tongues."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from sync.service import SyncService


@pytest.fixture(scope="session")
def registry() -> ModuleType:
    path = Path(__file__).parents[2] / "servers" / "registry.py"
    spec = importlib.util.spec_from_file_location("stand_in_registry", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def server(registry: ModuleType) -> Iterator[Any]:
    person = registry.Person
    with registry.serve(lifetime_s=200) as stand_in:
        stand_in.people += [
            person(
                hcr="HCR-00012",
                first="NEEMA",
                middle="Aisha",
                last="MUSHI",
                born="1994-03-08",
                nida="19940308-12345-00001-21",
                phone="0754 123 456",
                village="Buigiri",
                council="Chamwino",
                mrns=("101168-3-2026-000001",),
                numbers=(("urn:emr-desktop:101168-3:patient-number", "101168-3/2026/000001"),),
                grade="probable",
            ),
            person(hcr="HCR-00077", first="Neema", last="Mushi", born="1961-01-01", grade="certain"),
            person(hcr="HCR-00078", first="Juma", last="Mushi", sex="M", born="1990-01-01"),
        ]
        yield stand_in


@pytest.fixture(params=["pdqm", "hdu"])
def protocol(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def add(clinic: Clinic, server: Any) -> Callable[..., SyncService]:
    """``add("pdqm")``: the facility knows the registry; gives its sync."""

    def make(protocol: str, **more: Any) -> SyncService:
        sync = SyncService(work=clinic.work)
        told = {
            "url": server.fhir_url if protocol == "pdqm" else server.url,
            "token": server.token,
            "name": "cr",
            **more,
        }
        sync.add_target(kind=f"registry-{protocol}", **told)
        return sync

    return make
