"""The client registry through the command line, to a stand-in that speaks real HTTP on loopback."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def registry() -> Iterator[Any]:
    path = ROOT / "tests/servers/registry.py"
    spec = importlib.util.spec_from_file_location("registry_for_the_command_line", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    with module.serve(lifetime_s=200) as server:
        server.people.append(module.Person(hcr="HCR-00012", first="Neema", last="Mushi", village="Msanga"))
        yield server


def test_somebody_is_looked_up(facility: Run, registry: Any) -> None:
    add = ("--json", "sync", "add", "registry", "cr", "--url", registry.fhir_url, "--token-stdin")
    assert facility("sync", "look-up", "--name", "Neema Mushi").code == 1  # none is set up
    assert facility(*add, stdin=registry.token).code == 2  # it does not say what it speaks
    assert facility(*add, "--kind", "fax", stdin=registry.token).code == 2
    added = facility(*add, "--kind", "pdqm", stdin=registry.token)
    assert (added.code, added.document["kind"]) == (0, "registry-pdqm")
    assert registry.token.encode() not in added.out
    assert facility("--json", "sync", "test", "cr").document["fhir_version"] == "4.0.1"
    told = facility("--json", "sync", "look-up", "--name", "Neema Mushi", "--sex", "F").document
    assert told["asked_by"] == ["first_name", "last_name", "sex"]
    assert [each["ids"][0]["value"] for each in told["found"]] == ["HCR-00012"]
    plain = facility("sync", "look-up", "--name", "Neema Mushi", "--birth-date", "1994-03-08")
    assert b"HCR-00012" in plain.out
    registry.fail("status", status=500)
    assert facility("sync", "look-up", "--name", "Neema Mushi").code == 1
    for wrong in (("--name", "Neema"), (), ("--name", "A B", "--nida", "1"), ("--name", "A B", "--sex", "X")):
        assert facility("sync", "look-up", *wrong).code == 2, wrong
    assert facility("sync", "look-up", "--name", "A B", "--birth-date", "jana").code == 2
