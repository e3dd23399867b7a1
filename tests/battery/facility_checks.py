"""What must hold of a facility's folder after anything that happened to it, held against what was told."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kept_open import KeptOpen

from db.health import broken_references, damaged_pages, search_index_fits
from db.key_file import KeyFile, KeyStore
from db.keys import Vault
from db.slots import mac_fits
from emr_desktop.access.chain import walk
from emr_desktop.access.verifying import verify
from emr_desktop.access.witness import compare, heads_of, witness_paths
from emr_desktop.access.work_session import WorkSession


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
    copies = tuple(path.read_bytes() if path.is_file() else None for path in store.paths)
    newest = _newest(store, copies, keys.key)
    return Vault(key=keys.key, store=store, key_file=newest, device_secret=keys.device_secret)


_read: dict[tuple[bytes, tuple[bytes | None, ...]], KeyFile] = {}


def _newest(store: KeyStore, copies: tuple[bytes | None, ...], key: bytes) -> KeyFile:
    """Read once what is byte for byte the same in all three places."""
    if (key, copies) not in _read:
        _read.clear()
        fitting = (found for found in store.read_all() if mac_fits(key, found))
        _read[key, copies] = next(fitting)
    return _read[key, copies]


def problems(folder: Path, keys: Keys, told: Told, kept: KeptOpen | None = None) -> list[str]:
    """Open the record, and say what is not as it must be; ``lost:`` is the worst word.

    Without ``kept`` it is opened by ``open_record`` and everything is looked at; with it, what takes long is
    left out: the MAC of pages that no table uses, the index of words, the hash of every record.
    """
    with contextlib.ExitStack() as opened:
        try:
            vault = opened_vault(folder, keys)
            lent = (kept or KeptOpen()).lend(folder, vault, whole=kept is None)
            work = opened.enter_context(lent)
        except Exception as error:
            return [f"does not open: {type(error).__name__} {getattr(error, 'code', error)}"]
        found: list[str] = []
        try:
            for each in (_slow if kept is None else _fast)(work), _kept(work, told):
                found += each
        except Exception as error:
            found.append(f"does not read: {type(error).__name__} {getattr(error, 'code', error)}")
        return found


def _slow(work: WorkSession) -> Iterator[str]:
    yield from (f"page: {text}" for text in damaged_pages(work.database))
    if not search_index_fits(work.database):
        yield "the search index does not fit"
    # Chain, witnesses, and every record against what the trail says it became.
    yield from (f"trail: {each.code} {each.params}" for each in verify(work=work).findings)


def _fast(work: WorkSession) -> Iterator[str]:
    database = work.database
    with database.outside_transactions() as connection:
        # Reads every page in use, and with it its MAC.
        said = [row[0] for row in connection.execute("PRAGMA quick_check(20)")]
    yield from (f"page: {text}" for text in said if said != ["ok"])
    heads = heads_of(witness_paths(database.path.parent, work.vault), work.audit_key)
    with database.read() as session:
        broken, seen = walk(session, work.audit_key).broken, compare(session, heads)
    if broken is not None:
        yield f"trail: audit.broken {broken}"
    if seen is not None:
        yield f"trail: audit.{seen[0]} {seen[1]}"


def _kept(work: WorkSession, told: Told) -> Iterator[str]:
    yield from (f"reference: {text}" for text in broken_references(work.database))
    with work.database.outside_transactions() as connection:
        yield from _content(connection, told)
    known = {slot.username for slot in work.vault._key_file.users()}
    for verb, name in told.done:
        if verb == "staff" and name not in known:
            yield f"lost: the slot of {name}"


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
