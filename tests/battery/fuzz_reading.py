"""What comes from outside, as it should be, and what reads it: samples and readers for the fuzzing."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from facility_checks import Told
from facility_work import Work
from kill_part import fresh
from powercut_part import Place

from db.backup import Watch
from db.backup_file import read_container, unpack
from db.key_file import parse
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.exchange.fhir_bundle import Tally
from emr_desktop.exchange.fhir_gathered import Gathered, Seen
from emr_desktop.exchange.fhir_in import _cells
from emr_desktop.exchange.fhir_index import BundleFile
from emr_desktop.exchange.fhir_lines import Gathering
from emr_desktop.exchange.known import KnownPatient, known_patients
from emr_desktop.exchange.patient_line import COLUMNS as PATIENT_COLUMNS
from emr_desktop.exchange.patient_line import NEEDED as PATIENT_NEEDED
from emr_desktop.exchange.patients_in import PatientLines
from emr_desktop.exchange.service import (
    export_patients,
    export_visits,
    import_fhir,
    import_patients,
    import_visits,
)
from emr_desktop.exchange.table_file import Record, TableFile
from emr_desktop.exchange.visit_line import COLUMNS as VISIT_COLUMNS
from emr_desktop.exchange.visit_line import NEEDED as VISIT_NEEDED
from emr_desktop.exchange.visits_in import VisitLines
from sync.receipt_reading import hdu_answer, import_summaries, own_receipt, record_answer
from sync.targets.dhis2.mapping import read_mapping

_FIRST, _LAST = date(2026, 1, 1), date(2026, 12, 31)
_UID = "a1234567890"
_OWN_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Kind:
    """Files of one kind: samples, what reads one without the record, and the whole verb if there is one."""

    samples: list[bytes]
    read: Callable[[bytes, Path], None]
    take: Callable[[bytes, Path], None] | None = None


def kinds_of_file(where: Place, seed: int) -> dict[str, Kind]:
    """A facility that worked for some days gives the samples and takes the files in, on trial."""
    fresh(where)
    work = Work(where.folder, seed, Told().hear)
    for _ in range(12):
        work.step()
    session = work.clinic.work
    made = work.clinic.backups.make().value.row.file
    out = where.root / "out"
    out.mkdir()
    export_patients(session, _FIRST, _LAST, out / "p.csv")
    export_visits(session, _FIRST, _LAST, out / "v.csv")
    export_patients(session, _FIRST, _LAST, out / "p.json", file_format="fhir")
    export_visits(session, _FIRST, _LAST, out / "v.json", file_format="fhir")
    lines = {name: (out / name).read_bytes().splitlines(keepends=True)[:4] for name in ("p.csv", "v.csv")}
    lines_read = _LinesRead(session, (out / "p.csv").read_bytes())
    return {
        "key file": Kind(
            [(where.folder / "keyslots.json").read_bytes()], lambda one, _in: _nothing(parse(one))
        ),
        "backup": Kind([made.read_bytes()[:6000]], _backup),
        "mapping": Kind([_json(MAPPING)], lambda one, _in: _nothing(read_mapping(_document(one)))),
        "receipt": Kind([_json(each) for each in RECEIPTS], lambda one, _in: _receipt(one)),
        "CSV of patients": Kind(
            _and_of_others([b"".join(lines["p.csv"])]),
            _written("p.csv", lines_read.patients),
            _written("p.csv", lambda file: import_patients(session, file, dry_run=True)),
        ),
        "CSV of visits": Kind(
            _and_of_others([b"".join(lines["v.csv"])]),
            _written("v.csv", lines_read.visits),
            _written("v.csv", lambda file: import_visits(session, file, dry_run=True)),
        ),
        "FHIR Bundle": Kind(
            _and_of_others([_some(out / "p.json"), _some(out / "v.json")]),
            _written("b.json", lines_read.bundle),
            _written("b.json", lambda file: import_fhir(session, file, dry_run=True)),
        ),
    }


class _LinesRead:
    """Reads files as the imports do, line by line, up to where a line would be written."""

    def __init__(self, work: WorkSession, own: bytes) -> None:
        self._work = work
        with work.database.read() as session:
            ids = {each.decode() for each in _OWN_ID.findall(own)}
            self._known: dict[str, KnownPatient] = known_patients(session, ids)

    def patients(self, path: Path) -> None:
        with TableFile(path, identifier="patient_id") as table:
            _have(table, PATIENT_NEEDED)
            lines = PatientLines(self._work, table)
            for record in table.records():
                if record.cells is not None:
                    with suppress(ValidationError):
                        lines.read(record, self._known)

    def visits(self, path: Path) -> None:
        with TableFile(path, identifier="visit_id", ordered_by="visit_date") as table:
            _have(table, VISIT_NEEDED)
            lines = VisitLines(self._work, table)
            for record in table.records():
                if record.cells is not None:
                    with suppress(ValidationError):
                        lines.read(record, {}, dict(self._known), {})

    def bundle(self, path: Path) -> None:
        tally, seen = Tally(), Seen()
        patients, visits = PatientLines(self._work, _NoRepeats()), VisitLines(self._work, _NoRepeats())
        for part in BundleFile(path, tally=tally).parts():
            gathering = Gathering(part, today=self._work.clock.today(), tally=tally, seen=seen)
            for line in gathering.patients.values():
                with suppress(ValidationError):
                    patients.read(_record(line, PATIENT_COLUMNS), self._known)
            for line in gathering.visits.values():
                with suppress(ValidationError):
                    visits.read(_record(line, VISIT_COLUMNS), {}, dict(self._known), {})
        tally.told()


class _NoRepeats:
    def first_line_of(self, identifier: str, line: int) -> int | None:
        return None


def _record(line: Gathered, columns: tuple[str, ...]) -> Record:
    return Record(0, _cells(line, columns), ())


def _have(table: TableFile, needed: tuple[str, ...]) -> None:
    for name in needed:
        if name not in table.columns:
            raise EmrError("import.column_missing", column=name, columns=", ".join(needed))


def _written(name: str, verb: Callable[[Path], Any]) -> Callable[[bytes, Path], None]:
    def read(content: bytes, scratch: Path) -> None:
        file = scratch / name
        file.write_bytes(content)
        verb(file)

    return read


def _backup(content: bytes, scratch: Path) -> None:
    file, target = scratch / "b.emrbackup", scratch / "unpacked"
    file.write_bytes(content)
    target.unlink(missing_ok=True)
    unpack(read_container(file), target, Watch())


def _and_of_others(samples: list[bytes]) -> list[bytes]:
    """The samples, and the same of another system: the identifiers are not ours."""
    return samples + [_OWN_ID.sub(lambda found: b"X-" + found[0][-6:], each) for each in samples]


def _some(path: Path) -> bytes:
    """What belongs to the first patient, two of each type: a small Bundle is spoiled more thoroughly."""
    bundle = json.loads(path.read_bytes())
    entries = bundle["entry"]
    kinds = [entry["resource"]["resourceType"] for entry in entries]
    first = entries[kinds.index("Patient")]["resource"]["id"]
    others = {
        entry["resource"]["id"] for entry in entries if entry["resource"]["resourceType"] == "Patient"
    } - {first}
    of_type: Counter[str] = Counter()
    bundle["entry"] = []
    for entry in entries:
        kind = entry["resource"]["resourceType"]
        if of_type[kind] < 2 and not any(other in json.dumps(entry) for other in others):
            of_type[kind] += 1
            bundle["entry"].append(entry)
    return _json(bundle)


def _nothing(_result: object) -> None:
    return None


def _json(document: Any) -> bytes:
    return json.dumps(document).encode()


def _document(content: bytes) -> Any:
    from sync.by_hand import _read

    return _read(content, "carried.receipt_unreadable", lists=True)


def _receipt(content: bytes) -> None:
    document = _document(content)
    readers: list[Callable[[], object]] = [
        lambda: hdu_answer(document, visit=True),
        lambda: hdu_answer(document, visit=False),
        lambda: record_answer(document),
        lambda: import_summaries(document if isinstance(document, list) else [document], PAYLOAD, {}),
    ]
    if isinstance(document, dict):
        readers.append(lambda: own_receipt(document, "00" * 32))
    refused: list[EmrError] = []
    for reader in readers:
        try:
            reader()
        except EmrError as error:
            refused.append(error)
    if len(refused) == len(readers):
        raise refused[0]


MAPPING = {
    "form": "opd",
    "data_set": _UID,
    "org_unit_scheme": "CODE",
    "rows": {"attendance": _UID, "new": _UID},
    "columns": {"m_u1": _UID},
    "cells": {"attendance|m_u1": {"data_element": _UID, "category_option_combo": _UID}},
}
PAYLOAD = _json(
    {
        "dataSet": _UID,
        "period": "202610",
        "orgUnit": "101168-3",
        "dataValues": [{"dataElement": _UID, "categoryOptionCombo": _UID, "value": "3"}],
    }
)
RECEIPTS: tuple[Any, ...] = (
    {
        "httpStatusCode": 409,
        "status": "WARNING",
        "response": {
            "responseType": "ImportSummary",
            "status": "WARNING",
            "importCount": {"imported": 3, "updated": 1, "ignored": 1, "deleted": 0},
            "conflicts": [
                {"object": _UID, "objects": {"dataElement": _UID}, "value": "no", "errorCode": "E7641",
                 "indexes": [0]}
            ],
        },
    },
    {"number": 3, "payload_sha256": "00" * 32, "lines": [["row", "column", "3", "accepted", None]],
     "state": "acknowledged", "counts": {"accepted": 1, "unchanged": 0, "refused": 0}, "problem": None},
    {"statusCode": 200, "status": "OK", "message": "Received",
     "data": [{"visitId": "1", "status": "ERROR", "errors": [{"field": "a", "message": "b"}]}]},
    {"resourceType": "Bundle", "type": "transaction-response",
     "entry": [{"response": {"status": "201 Created", "location": "Patient/1/_history/1"}}]},
    {"resourceType": "OperationOutcome",
     "issue": [{"severity": "error", "code": "invalid", "diagnostics": "told so", "expression": ["a.b"]}]},
)  # fmt: skip
