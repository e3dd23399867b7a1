"""Our FHIR target against a real HAPI FHIR server on this PC: `make test-live`.

Skips where Java or Maven is missing, or Maven cannot fetch the server.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "hapi"
POM = ROOT / "tests" / "live" / "hapi" / "pom.xml"
sys.path.insert(0, str(ROOT / "tests" / "battery"))

if os.environ.get("EMR_LIVE") != "1":
    pytest.skip("asks for a real server: make test-live", allow_module_level=True)

FETCH_S, START_S = 900, 400


def _classes() -> str:
    """Fetch and build the server; gives its class path."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            pytest.skip(f"no real HAPI FHIR here: {program} is not installed")
    BUILD.mkdir(parents=True, exist_ok=True)
    listed = BUILD / "classpath.txt"
    command = ["mvn", "-q", "-B", "-f", str(POM), "compile", "dependency:build-classpath"]
    try:
        done = subprocess.run(
            [*command, f"-Dmdep.outputFile={listed}"], capture_output=True, text=True, timeout=FETCH_S
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"no real HAPI FHIR here: Maven did not fetch it within {FETCH_S} s")
    if done.returncode != 0:
        why = next((line for line in done.stdout.splitlines() if "ERROR" in line), "Maven failed")
        pytest.skip(f"no real HAPI FHIR here: {why[:300]}")
    return f"{BUILD / 'classes'}{os.pathsep}{listed.read_text().strip()}"


@pytest.fixture(scope="module")
def hapi() -> Iterator[str]:
    """The address of a HAPI FHIR server that validates what it is sent; it ends with the tests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["java", "-Xmx1500m", "-cp", _classes(), "Launch", str(port), "validate"]
    with (
        (BUILD / "server.log").open("w") as log,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log) as process,
    ):
        assert process.stdin is not None
        try:
            url, until = f"http://127.0.0.1:{port}/fhir", time.monotonic() + START_S
            while not _answers(url):
                if process.poll() is not None or time.monotonic() > until:
                    pytest.skip(f"HAPI FHIR did not start; {BUILD / 'server.log'} says why")
                time.sleep(1)
            yield url
        finally:
            process.stdin.close()  # it ends with its input
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _answers(url: str) -> bool:
    try:
        return "CapabilityStatement" in json.dumps(_get(url, "metadata"))
    except OSError:
        return False


def _get(url: str, path: str) -> Any:
    with urllib.request.urlopen(f"{url}/{path}", timeout=60) as answer:
        return json.load(answer)


def _found(url: str, path: str) -> list[dict[str, Any]]:
    told = _get(url, f"{path}{'&' if '?' in path else '?'}_count=500")
    return [each["resource"] for each in told.get("entry", ())]


@pytest.fixture
def to_hapi(desk: Any, hapi: str) -> Any:
    desk.sync.add_target(kind="fhir", name="shr", url=hapi, token="none-is-asked-for")
    return desk


@pytest.mark.timeout(1500)
def test_a_day_of_visits_arrives_once_and_follows_the_record(to_hapi: Any, hapi: str) -> None:
    from emr_desktop.visits.rows import DiagnosisEntry, LabEntry

    assert to_hapi.sync.test_target("shr")["fhir_version"].startswith("4.0")
    people = [to_hapi.patient(f"N{number}") for number in range(4)]
    tests = (LabEntry(test="mrdt", result="positive"),)
    visits = [to_hapi.visit(each, "B54", "J06.9", tests=tests) for each in people for _ in range(2)]
    _drain(to_hapi)
    assert to_hapi.state() == {"acknowledged": len(visits)}, to_hapi.problems()
    mine = f"identifier={_system(hapi)}|"
    assert len(_found(hapi, "Encounter")) == len(visits)

    # The same transaction a second time: an update of the same resources.
    first = to_hapi.sync.show(1)["payload"]
    for _ in range(2):
        _post(hapi, first)
    assert len(_found(hapi, "Encounter")) == len(visits)
    assert len(_found(hapi, "Patient")) == len(people)

    # A correction takes back what it no longer says.
    to_hapi.correct(visits[0], diagnoses=(DiagnosisEntry(icd10="A09.0"),))
    _drain(to_hapi)
    [encounter] = _found(hapi, f"Encounter?{mine}{visits[0].form.id}")
    told = _found(hapi, f"Condition?encounter=Encounter/{encounter['id']}")
    live = {each["code"]["coding"][0]["code"] for each in told if _stands(each)}
    assert live == {"A09.0"}
    assert len(told) == 3

    # After a merge the visits stand under the one who stays, and the other points there.
    to_hapi.clinic.merging.merge(people[0].id, people[1].id)
    _drain(to_hapi)
    assert set(to_hapi.state()) <= {"acknowledged", "superseded"}, to_hapi.problems()
    by_number = {each["identifier"][0]["value"]: each for each in _found(hapi, "Patient")}
    kept, gone = by_number[people[0].number], by_number[people[1].number]
    assert gone["active"] is False
    assert gone["link"][0]["type"] == "replaced-by"
    assert gone["link"][0]["other"]["reference"].endswith(f"Patient/{kept['id']}")
    assert len(_found(hapi, f"Encounter?subject=Patient/{kept['id']}")) == 4

    # A voided visit is entered in error there, never deleted.
    to_hapi.clinic.visits.void(visits[4].form.id, reason="Kosa")
    _drain(to_hapi)
    [encounter] = _found(hapi, f"Encounter?{mine}{visits[4].form.id}")
    assert encounter["status"] == "entered-in-error"


@pytest.mark.timeout(1500)
def test_every_visit_of_a_busy_facility_passes_its_validation(desk: Any, hapi: str, tmp_path: Path) -> None:
    from sqlalchemy import insert, select

    from db.models import OutboxEvent, Visit
    from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD, make_demo
    from emr_desktop.facility.service import unlock
    from emr_desktop.identity import new_id
    from sync.service import SyncService

    folder, clock = tmp_path / "training", desk.clinic.work.clock
    make_demo(folder, seed=3, months=1, per_day=4, until=date(2026, 11, 17), clock=clock)
    work = unlock(folder, username=IN_CHARGE, password=TRAINING_PASSWORD, clock=clock)
    try:
        sync = SyncService(work=work)
        sync.add_target(kind="fhir", name="shr", url=hapi, token="none-is-asked-for")
        with work.database.write.begin() as session:
            rows = [
                {
                    "id": new_id(),
                    "kind": "visit.saved",
                    "entity_id": each,
                    "detail": {},
                    "created_at": clock.now(),
                }
                for each in session.scalars(select(Visit.id).limit(60))
            ]
            session.execute(insert(OutboxEvent), rows)
        for _ in range(5):
            if sync.run_pass(timeout_s=300).waiting == 0:
                break
        status = sync.status(limit=1000)
        assert [(row.problem, row.problem_params) for row in status.deliveries if row.problem] == []
        assert {row.state for row in status.deliveries} == {"acknowledged"}
    finally:
        work.database.close()


def _drain(desk: Any) -> None:
    """Passes until nothing waits: a server that just started, on a busy PC, lets the first ones time out."""
    for _ in range(10):
        if desk.run(timeout_s=120).waiting == 0:
            return


def _post(url: str, bundle: Any) -> None:
    request = urllib.request.Request(
        url, json.dumps(bundle).encode(), {"Content-Type": "application/fhir+json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        assert answer.status == 200


def _stands(condition: dict[str, Any]) -> bool:
    coded = (condition.get("verificationStatus") or {}).get("coding", ())
    return "entered-in-error" not in [each.get("code") for each in coded]


def _system(url: str) -> str:
    return str(_found(url, "Encounter")[0]["identifier"][0]["system"])
