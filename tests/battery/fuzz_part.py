"""The battery's part about files from outside: spoiled in every way, read, and answered with a clear word.

What is read: CSV of patients and of visits, a FHIR Bundle, key file, header of a backup, mapping, receipts.
"""

from __future__ import annotations

import copy
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from facility_checks import Told
from facility_work import Work
from kill_part import fresh
from part import Row, Size
from powercut_part import MOST_EXAMPLES, Place, place

from db.backup import Watch
from db.backup_file import read_container, unpack
from db.errors import BackupTrouble, DatabaseTrouble, KeyTrouble
from db.key_file import parse
from emr_desktop.errors import EmrError
from emr_desktop.exchange.service import (
    export_patients,
    export_visits,
    import_fhir,
    import_patients,
    import_visits,
)
from sync.receipt_reading import hdu_answer, import_summaries, own_receipt, record_answer
from sync.targets.dhis2.mapping import read_mapping
from ui.messages import catalogue

# How often in the long and the short form: reading a file into the record costs a hundred times a parse.
TRIALS = {
    "key file": (100_000, 400),
    "backup": (100_000, 400),
    "mapping": (100_000, 400),
    "receipt": (100_000, 400),
    "CSV of patients": (100_000, 25),
    "CSV of visits": (100_000, 25),
    "FHIR Bundle": (100_000, 25),
}
SLOWEST_S = 10.0
_FIRST, _LAST = date(2026, 1, 1), date(2026, 12, 31)
_UID = "a1234567890"
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**70, 1e308, float("inf"), float("nan"), "", " ", "\0", "\ud800", "../../../x",
    "/etc/passwd", "C:\\x", "=cmd|' /C calc'!A0", "a" * 5000, "٣", "2026-02-30", "9999-12-31", [], {}, [[]],
    {"": None}, [None] * 50,
)  # fmt: skip
TOKENS = (
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b",", b";", b"\r", b"\n", b"\r\n", b"'", b"{",
    b"}", b"[" * 3000, b"]", b"null", b"NaN", b"1e999", b"../../x", b"/etc/passwd", b"-1", b"9" * 20, b"=1+1",
    b"\xed\xa0\x80", b"\xf0\x9f\xa9\xba", b"2026-13-01", b"0000-00-00", b"\x1a", b"a" * 70000,
)  # fmt: skip
Reader = Callable[[bytes, Path], None]


def run(size: Size, seed: int) -> list[Row]:
    """Every kind of file; each reader must answer with a code that has a sentence, or take the file."""
    return [one_kind(name, size, seed) for name in TRIALS]


def one_kind(name: str, size: Size, seed: int) -> Row:
    """One kind of file."""
    with place() as where:
        samples, readers = _samples_and_readers(where, seed)
        return _fuzz(name, samples[name], readers[name], where, size, seed)


def _fuzz(name: str, samples: list[bytes], read: Reader, where: Place, size: Size, seed: int) -> Row:
    wanted = size.n or TRIALS[name][0 if size.long else 1]
    until = time.monotonic() + 60 * (size.minutes / len(TRIALS) if size.minutes else 10**6)
    failures: list[str] = []
    notes: Counter[str] = Counter()
    scratch = where.root / "in"
    scratch.mkdir(exist_ok=True)
    n = 0
    there = _names(where, scratch)
    while n < wanted and time.monotonic() < until:
        own = f"{seed}/{name}/{n}"
        draw = random.Random(own)
        n += 1
        content = spoiled(draw.choice(samples), draw)
        begun = time.monotonic()
        try:
            read(content, scratch)
            notes["taken"] += 1
        except (EmrError, DatabaseTrouble, KeyTrouble, BackupTrouble) as trouble:
            code = f"database.{trouble.code}" if isinstance(trouble, DatabaseTrouble) else trouble.code
            notes["refused"] += 1
            if not catalogue().get(code, {}).get("sw"):
                failures.append(f"{own}: no sentence for {code}")
        except Exception as error:
            failures.append(f"{own}: {type(error).__name__}: {str(error)[:120]}")
        if time.monotonic() - begun > SLOWEST_S:
            failures.append(f"{own}: took {time.monotonic() - begun:.0f} s")
        if n % 50 == 0 and _names(where, scratch) != there:
            failures.append(f"{own}: or one of the 50 before wrote where it should not")
            there = _names(where, scratch)
    return Row(
        what=f"spoiled files: {name}",
        n=n,
        failures=len(failures),
        seed=seed,
        examples=tuple(failures[:MOST_EXAMPLES]),
        notes=dict(notes),
    )


def _names(where: Place, scratch: Path) -> set[Path]:
    """Every name around the readers, but for what the record itself makes and the scratch folder."""
    return {
        path
        for path in where.root.parent.rglob("*")
        if scratch not in path.parents and not path.name.startswith(("clinic.db", "audit-head"))
        if not path.name.endswith("audit-head.json")
    }


# --- spoiling ---------------------------------------------------------------------------------------------


def spoiled(content: bytes, draw: random.Random) -> bytes:
    """The content with a few things wrong, by its structure when it is JSON and by its bytes otherwise."""
    if draw.random() < 0.6:
        try:
            document = json.loads(content)
        except ValueError:
            pass
        else:
            for _ in range(draw.choice((1, 1, 2, 4))):
                document = _odd_node(document, draw)
            text = json.dumps(document, indent=draw.choice((None, 1)))
            return text.encode("utf-8", "surrogatepass")
    out = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        at, end = sorted((draw.randrange(len(out) + 1), draw.randrange(len(out) + 1)))
        how = draw.randrange(6)
        if how == 0 and out:
            out[min(at, len(out) - 1)] ^= 1 << draw.randrange(8)
        elif how == 1:
            del out[at : min(end, at + 200)]
        elif how == 2:
            out[at:at] = draw.choice(TOKENS)
        elif how == 3:
            out[at : at + draw.randrange(12)] = draw.choice(TOKENS)
        elif how == 4:
            out[at:at] = out[at : min(end, at + 400)]
        else:
            del out[end:]
    return bytes(out)


def _odd_node(document: Any, draw: random.Random) -> Any:
    """One place of the document, anywhere, is something else."""
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key, value in list(node.items()) if isinstance(node, dict) else list(enumerate(node)):
            places.append((node, key))
            if isinstance(value, dict | list):
                walk(value)

    if isinstance(document, dict | list):
        walk(document)
    if not places or draw.random() < 0.01:
        return copy.deepcopy(draw.choice(ODD))
    node, key = draw.choice(places)
    how = draw.randrange(4)
    if how == 0:
        del node[key]
    elif how == 1 and isinstance(node, list):
        node.extend(copy.deepcopy(node[key]) for _ in range(draw.choice((1, 1, 30))))
    elif how == 2:
        other, name = draw.choice(places)
        value = other[name] if (isinstance(other, list) and name < len(other)) or name in other else None
        node[key] = copy.deepcopy(value)
    else:
        node[key] = copy.deepcopy(draw.choice(ODD))
    return document


# --- what is read -----------------------------------------------------------------------------------------


def _samples_and_readers(where: Place, seed: int) -> tuple[dict[str, list[bytes]], dict[str, Reader]]:
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
    small = b"".join((out / "p.csv").read_bytes().splitlines(keepends=True)[:4])
    samples = {
        "key file": [(where.folder / "keyslots.json").read_bytes()],
        "backup": [made.read_bytes()[:6000]],
        "mapping": [_json(MAPPING)],
        "receipt": [_json(each) for each in RECEIPTS],
        "CSV of patients": [small],
        "CSV of visits": [b"".join((out / "v.csv").read_bytes().splitlines(keepends=True)[:4])],
        "FHIR Bundle": [(out / "p.json").read_bytes(), (out / "v.json").read_bytes()],
    }

    def into(name: str, verb: Callable[..., Any]) -> Reader:
        def read(content: bytes, scratch: Path) -> None:
            file = scratch / name
            file.write_bytes(content)
            verb(session, file, dry_run=True)

        return read

    def backup(content: bytes, scratch: Path) -> None:
        file, target = scratch / "b.emrbackup", scratch / "unpacked"
        file.write_bytes(content)
        target.unlink(missing_ok=True)
        unpack(read_container(file), target, Watch())

    readers: dict[str, Reader] = {
        "key file": lambda content, _scratch: _nothing(parse(content)),
        "backup": backup,
        "mapping": lambda content, _scratch: _nothing(read_mapping(_document(content))),
        "receipt": lambda content, _scratch: _receipt(content),
        "CSV of patients": into("p.csv", import_patients),
        "CSV of visits": into("v.csv", import_visits),
        "FHIR Bundle": into("b.json", import_fhir),
    }
    return samples, readers


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
    refused: EmrError | None = None
    for reader in readers:
        try:
            reader()
        except EmrError as error:
            refused = error
    if refused is not None:
        raise refused


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
