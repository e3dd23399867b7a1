"""What must hold of a facility's folder after anything that happened to it, held against what was told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from db.engine import Database
from db.health import broken_references, damaged_pages, search_index_fits
from db.key_file import KeyStore
from db.keys import Vault
from db.models import Facility, Staff
from db.slots import mac_fits
from emr_desktop.access.verifying import verify
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import Clock
from emr_desktop.facility.opening import open_record, start_session


@dataclass
class Told:
    """What was announced and acknowledged up to a moment."""

    begun: dict[tuple[str, str], dict[int, dict[str, Any]]] = field(default_factory=dict)
    done: dict[tuple[str, str], int] = field(default_factory=dict)  # what -> version, 1 without versions
    opened: int = 0

    def hear(self, mark: dict[str, Any]) -> None:
        self.opened += "opened" in mark
        verb = mark.get("begins") or mark.get("done")
        if verb is None:
            return
        which = (verb, str(mark.get("id") or mark.get("period") or mark.get("username")))
        version = int(mark.get("version", 1))
        if "begins" in mark:
            self.begun.setdefault(which, {})[version] = mark
        else:
            self.done[which] = version


@dataclass(frozen=True)
class Keys:
    """What opens the record without a password: the checks have no time for one."""

    key: bytes
    device_secret: bytes


def opened_vault(folder: Path, keys: Keys) -> Vault:
    """The key file as an unlock reads it, the newest copy whose MAC fits."""
    store = KeyStore(folder)
    for found in store.read_all():
        if mac_fits(keys.key, found):
            return Vault(key=keys.key, store=store, key_file=found, device_secret=keys.device_secret)
    raise AssertionError("no copy of the key file carries our MAC")


def session_of(database: Database, vault: Vault) -> WorkSession:
    """A session of the first person of the record."""
    with database.read() as session:
        staff = session.scalars(select(Staff).order_by(Staff.id).limit(1)).one()
        facility = session.scalars(select(Facility)).one()
        return start_session(database, vault, staff=staff, facility=facility, clock=Clock())


def problems(folder: Path, keys: Keys, told: Told) -> list[str]:
    """Open the record as the program does, and say what is not as it must be; ``lost:`` is the worst word."""
    try:
        vault = opened_vault(folder, keys)
        database = open_record(folder, vault)
    except Exception as error:
        return [f"does not open: {type(error).__name__} {getattr(error, 'code', error)}"]
    found: list[str] = []
    try:
        found += [f"page: {text}" for text in damaged_pages(database)]
        found += [f"reference: {text}" for text in broken_references(database)]
        if not search_index_fits(database):
            found.append("the search index does not fit")
        # Chain, witnesses, and every record against what the trail says it became.
        verdict = verify(work=session_of(database, vault))
        found += [f"trail: {each.code} {each.params}" for each in verdict.findings]
        with database.outside_transactions() as connection:
            found += _content(connection, told)
        known = {slot.username for slot in vault._key_file.users()}
        for verb, name in told.done:
            if verb == "staff" and name not in known:
                found.append(f"lost: the slot of {name}")
    except Exception as error:
        found.append(f"does not read: {type(error).__name__} {getattr(error, 'code', error)}")
    finally:
        database.engine.dispose()
    return found


def _content(connection: Any, told: Told) -> Iterable[str]:
    there = {"visit": _visits(connection), "patient": _ids(connection, "SELECT id FROM patient")}
    there["draft"] = _ids(connection, "SELECT id FROM draft")
    there["form"] = {each: {} for each in _first(connection, "SELECT period FROM form_version")}
    there["staff"] = {each: {} for each in _first(connection, "SELECT username FROM staff")}
    for (verb, name), version in told.done.items():
        if name not in there[verb]:
            yield f"lost: {verb} {name}"
        elif verb == "visit" and there[verb][name]["version"] < version:
            yield f"lost: version {version} of visit {name}"
    trail, events = _trail(connection)
    for name, is_there in there["visit"].items():
        version = is_there["version"]
        typed = told.begun.get(("visit", name), {}).get(version)
        if typed is None:
            yield f"half: nobody typed version {version} of visit {name}"
            continue
        for what in ("complaint", "diagnoses", "prescriptions"):
            if is_there[what] != typed[what]:
                yield f"half: {what} of visit {name} version {version}"
        for each in range(1, version + 1):
            for kind, counted in (("row in the trail", trail), ("event", events)):
                if counted[name, each] != 1:
                    yield f"half: {counted[name, each]} {kind} for version {each} of visit {name}"
    for counted in (trail, events):
        for name, version in counted:
            if name not in there["visit"] or there["visit"][name]["version"] < version:
                yield f"half: a trace of version {version} of visit {name}, which is not there"


def _visits(connection: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {
        bytes(visit).hex(): {
            "version": version,
            "complaint": complaint,
            "diagnoses": [],
            "prescriptions": [],
        }
        for visit, version, complaint in connection.execute("SELECT id, version, complaint FROM visit")
    }
    for visit, code in connection.execute("SELECT visit_id, icd10 FROM diagnosis ORDER BY position"):
        found[bytes(visit).hex()]["diagnoses"].append(code)
    query = "SELECT visit_id, medicine, quantity FROM prescription ORDER BY position"
    for visit, medicine, quantity in connection.execute(query):
        found[bytes(visit).hex()]["prescriptions"].append([medicine, quantity])
    return found


def _trail(connection: Any) -> tuple[Counter[tuple[str, int]], Counter[tuple[str, int]]]:
    trail: Counter[tuple[str, int]] = Counter()
    events: Counter[tuple[str, int]] = Counter()
    query = (
        "SELECT entity_id, detail FROM audit_entry WHERE action IN ('visit.saved', 'visit.corrected')"
        " AND entity = 'visit'"
    )
    for counted, text in (
        (trail, query),
        (events, "SELECT entity_id, detail FROM outbox_event WHERE kind = 'visit.saved'"),
    ):
        for visit, detail in connection.execute(text):
            counted[bytes(visit).hex(), json.loads(detail)["version"]] += 1
    return trail, events


def _ids(connection: Any, query: str) -> dict[str, Any]:
    return {bytes(each).hex(): {} for each in _first(connection, query)}


def _first(connection: Any, query: str) -> list[Any]:
    return [row[0] for row in connection.execute(query)]
