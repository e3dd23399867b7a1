"""Any order of edits, merges, faults and deaths ends with the servers holding what the record holds."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from emr_desktop.exchange.record_reading import read_visits
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry
from sync.book import DeliveryBook
from sync.pace import Pace
from sync.service import SyncService
from sync.targets.fhir.client import FhirClient
from sync.targets.hdu.client import HduClient

CODES = ("B54", "A09.0", "J06.9", "J18.9", "N39.0", "B24", "L02")
FAULTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("drop_before", {}),
    ("drop_after", {}),
    ("truncate", {}),
    ("html", {}),
    ("portal", {}),
    ("duplicate", {}),
    ("status", {"status": 429}),
    ("status", {"status": 503, "body": b'{"message":"busy"}'}),
    ("status_after", {"status": 500, "body": b"An internal server error occurred"}),
    ("status_after", {"status": 502, "body": b"<html>Bad gateway</html>"}),
    ("status_after", {"status": 200, "body": b"{}"}),
)


class Killed(BaseException):
    """The power goes off."""


@pytest.fixture
def deaths(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How many calls of a step until the power goes off: ``sent``, ``frozen``, ``left``."""
    left: dict[str, int] = {}

    def mortal(owner: Any, name: str, step: str, *, after: bool) -> None:
        original = getattr(owner, name)

        def call(self: Any, *args: Any, **options: Any) -> Any:
            if not after and _due(left, step):
                raise Killed
            result = original(self, *args, **options)
            if after and _due(left, step):
                raise Killed
            return result

        monkeypatch.setattr(owner, name, call)

    mortal(FhirClient, "transact", "sent", after=True)
    mortal(HduClient, "send_visits", "sent", after=True)
    mortal(DeliveryBook, "freeze", "frozen", after=True)
    mortal(DeliveryBook, "leave", "left", after=False)
    return left


def _due(left: dict[str, int], step: str) -> bool:
    if step not in left:
        return False
    left[step] -= 1
    return left[step] < 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_any_interleaving_has_its_effect_exactly_once(
    seed: int, desk: Any, clock: Any, fhir_server: Any, hdu_server: Any, deaths: dict[str, int]
) -> None:
    draw = random.Random(seed)
    desk.sync.add_target(kind="fhir", name="shr", url=fhir_server.url, token=fhir_server.token)
    user, password = next(iter(hdu_server.users.items()))
    desk.sync.add_target(kind="hdu", name="him", url=hdu_server.url, username=user, password=password)
    patients = [desk.patient(f"N{number}") for number in range(10)]
    merged: dict[Any, Any] = {}
    visits: list[Any] = []
    voided: set[Any] = set()

    def see() -> None:
        who = draw.choice([each for each in patients if each.id not in merged])
        codes = draw.sample(CODES, draw.randint(1, 3))
        tests = (LabEntry(test="mrdt", result=draw.choice(["positive", "negative"])),)
        visits.append(desk.visit(who, *codes, tests=tests if draw.random() < 0.5 else ()))

    def correct() -> None:
        open_ones = [each for each in visits if each.form.id not in voided]
        if open_ones:
            codes = draw.sample(CODES, draw.randint(1, 3))
            desk.correct(
                draw.choice(open_ones),
                diagnoses=tuple(DiagnosisEntry(icd10=code) for code in codes),
                complaint=draw.choice(["Homa", "Kikohozi", "Maumivu"]),
            )

    def void() -> None:
        open_ones = [each for each in visits if each.form.id not in voided]
        if open_ones:
            chosen = draw.choice(open_ones).form.id
            desk.clinic.visits.void(chosen, reason="Kosa")
            voided.add(chosen)

    def merge() -> None:
        apart = [each for each in patients if each.id not in merged]
        if len(apart) > 3:
            kept, other = draw.sample(apart, 2)
            done = desk.clinic.merging.merge(kept.id, other.id).value
            merged[other.id] = done.id

    def unmerge() -> None:
        if merged:
            _, merge_id = merged.popitem()
            desk.clinic.merging.undo_merge(merge_id)

    def break_the_line() -> None:
        server = draw.choice([fhir_server, hdu_server])
        kind, options = draw.choice(FAULTS)
        server.fail(kind, method="POST", times=draw.randint(1, 2), **options)

    def run() -> None:
        desk.run(eager=draw.random() < 0.5, timeout_s=0.3)

    def die() -> None:
        deaths[draw.choice(["sent", "frozen", "left"])] = draw.randint(0, 1)
        try:
            desk.run(timeout_s=0.3)
        except Killed:
            desk.sync = SyncService(work=desk.clinic.work, pace=Pace(random=lambda: 0.01))
        deaths.clear()

    def time_passes() -> None:
        clock.advance(hours=draw.choice([0.001, 0.02, 1, 7]))

    def refuse_for_a_while() -> None:
        banned = draw.choice(CODES)
        fhir_server.check = None if fhir_server.check else lambda each: "no" if banned in str(each) else None

    steps: list[Callable[[], None]] = [see] * 4 + [correct] * 3 + [run] * 4 + [die] * 3
    steps += [break_the_line] * 3 + [time_passes] * 2 + [void, merge, unmerge, refuse_for_a_while]
    for _ in range(45):
        draw.choice(steps)()
    fhir_server.heal()
    hdu_server.heal()
    fhir_server.check = None
    clock.advance(hours=12)
    for _ in range(10):
        desk.sync.retry(None)
        if desk.run(timeout_s=20).waiting == 0 and not desk.problems():
            break
    assert set(desk.state()) <= {"acknowledged", "superseded"}, desk.problems()
    for server in (fhir_server, hdu_server):
        assert not server.faults
    same_as_the_record(desk, fhir_server, hdu_server, [each.form.id for each in visits])


def same_as_the_record(desk: Any, fhir_server: Any, hdu_server: Any, visit_ids: list[Any]) -> None:
    """The oracle is the facility's own record, read now."""
    with desk.clinic.work.database.read() as session:
        records = read_visits(session, visit_ids)
    for kind, there in fhir_server.resources.items():
        if kind not in ("Provenance",):
            values = [each["identifier"][0]["value"] for each in there.values()]
            assert len(set(values)) == len(values), kind
    encounters, conditions = fhir_server.live("Encounter"), fhir_server.live("Condition")
    patients = {each["id"]: each for each in fhir_server.all("Patient")}
    holding = {each.id: each for each in records.values() if not each.is_void}
    assert set(encounters) == {str(each) for each in holding}
    own_id = {each["id"]: value for value, each in encounters.items()}
    told: dict[str, set[str]] = {value: set() for value in encounters}
    for condition in conditions.values():
        if "encounter" in condition:
            place = own_id[condition["encounter"]["reference"].partition("/")[2]]
            told[place].add(condition["code"]["coding"][0]["code"])
    for record in holding.values():
        form = record.visit.form
        marked = {"B24"}
        assert told[str(record.id)] == {each.icd10 for each in form.diagnoses} - marked
        subject = patients[encounters[str(record.id)]["subject"]["reference"].partition("/")[2]]
        assert subject["identifier"][0]["value"] == record.patient.patient.number
        assert subject["active"] is True
        there = hdu_server.visits[f"101168-3-{record.id}"]
        assert {each["diagnosisCode"] for each in there["diagnosisDetails"]} == told[str(record.id)]
        assert there["mrn"] == record.patient.patient.number.replace("/", "-")
        assert there["visitDetails"]["disabled"] is False
    for own, there in hdu_server.visits.items():
        if own.removeprefix("101168-3-") not in encounters:
            assert there["visitDetails"]["disabled"] is True
