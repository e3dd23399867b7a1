"""Saves what can be read of a damaged record; the damaged files stay where they are, as they are."""

from __future__ import annotations

import csv
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from db.errors import DatabaseTrouble, trouble_from_os
from db.into_place import into_place
from db.key_file import KeyStore
from db.keys import Vault, recover_vault, unlock_vault
from db.salvage import Salvage, digest, files_of, set_aside
from emr_desktop.access.permissions import may
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError
from emr_desktop.exchange.cells import guard
from emr_desktop.facility.answers import key_answers
from emr_desktop.facility.attempts import noted
from emr_desktop.facility.layout import database_path
from emr_desktop.facility.looking import key_files
from emr_desktop.rescue.lines import PATIENT_COLUMNS, VISIT_COLUMNS, Line, patient_lines, visit_lines

log = logging.getLogger(__name__)

DAMAGED_FOLDER_NAME = "damaged"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Rescued:
    """What came of it.

    Attributes:
        aside: folder with the byte-identical copy of the damaged set.
        out: folder with ``patients.csv`` and ``visits.csv``; not encrypted.
        patients: lines written.
        visits: lines written.
        unreadable: stretches of patients and visits that could not be read.
        log_used: what was read came from the file with its write-ahead log.
        from_log: visits that only the log still had.
        left_out: visits with a sensitive mark that this person may not take out.
    """

    aside: Path
    out: Path
    patients: int
    visits: int
    unreadable: int
    log_used: bool
    from_log: int
    left_out: int

    def sentences(self) -> tuple[tuple[str, dict[str, object]], ...]:
        """Codes with their values: what was saved first, then what a person has to know of it."""
        counts = (
            ("rescue.unreadable", self.unreadable),
            ("rescue.from_log", self.from_log),
            ("rescue.left_out", self.left_out),
        )
        saved: dict[str, object] = {
            "patients": self.patients,
            "visits": self.visits,
            "out": str(self.out),
            "aside": str(self.aside),
        }
        further: list[tuple[str, dict[str, object]]] = [
            (code, {"count": count}) for code, count in counts if count
        ]
        return (("rescue.done", saved), *further)


def rescue(
    folder: Path,
    *,
    out: Path,
    username: str | None = None,
    password: str | None = None,
    recovery_key: str | None = None,
    clock: Clock | None = None,
    progress: Progress | None = None,
) -> Rescued:
    """Copy the damaged set aside and write what can be read of it as files that can be imported again.

    Nothing may be open on the record: hold its ``InstanceLock``. The files in the data folder are only read.

    Args:
        folder: the data folder.
        out: a folder outside the data folder; made when it is not there. What is written is not encrypted.
        username: who asks, with ``password``; needs ``data.export``.
        password: the person's own; None with ``recovery_key``.
        recovery_key: the paper key, which may always.
        clock: where the time comes from.
        progress: called with (done, all) steps.

    Raises:
        EmrError: ``login.refused recovery.refused keys.… facility.missing``; ``rescue.inside rescue.not_empty
            rescue.nothing rescue.paper_needed access.refused file.not_written``.
        DatabaseTrouble: ``disk_full read_only io_error``.
    """
    clock = clock or Clock()
    tell = progress or (lambda _done, _all: None)
    vault, username = _open_keys(folder, username, password, recovery_key, clock)
    _check_out(folder, out)
    database = database_path(folder)
    tell(0, 4)
    files = (*files_of(database), *(path for path in KeyStore(folder).paths if path.parent == folder))
    files = tuple(path for path in files if path.is_file())
    _check_room(folder, files)
    aside = _new_name(folder / DAMAGED_FOLDER_NAME, f"{clock.now():%Y%m%dT%H%M%SZ}")
    aside.parent.mkdir(mode=0o700, exist_ok=True)
    before = {path: digest(path) for path in files}
    set_aside(files, aside)
    tell(1, 4)
    with _scratch(aside) as scratch:
        salvage, log_used, from_log = _best(aside, database.name, vault, scratch)
        try:
            tell(2, 4)
            with_sensitive = _require(salvage, username)
            tell(3, 4)
            patients, visits, left_out = _write(salvage, out, with_sensitive=with_sensitive)
        finally:
            salvage.close()
    if {path: digest(path) for path in files} != before:
        raise DatabaseTrouble("io_error", path=str(database))
    unreadable = sum(len(salvage.gaps.get(table, ())) for table in ("patient", "visit"))
    found = Rescued(aside, out, patients, visits, unreadable, log_used, from_log, left_out)
    _note(found, clock, username)
    tell(4, 4)
    return found


def _open_keys(
    folder: Path, username: str | None, password: str | None, recovery_key: str | None, clock: Clock
) -> tuple[Vault, str | None]:
    """The keys, and whose password opened them; None for the paper."""
    key_file = key_files(folder)[0]
    if recovery_key:
        with key_answers():
            return recover_vault(KeyStore(folder), recovery_key), None
    name = username or next((slot.username for slot in key_file.users() if slot.username), None) or ""
    with key_answers(), noted(key_file, name, clock):
        vault, slot = unlock_vault(
            KeyStore(folder), username=name, secret=password or "", now=clock.now().timestamp()
        )
    if slot.one_time_until is not None:
        raise EmrError("login.code_must_be_changed")
    return vault, name.strip().casefold()


def _check_out(folder: Path, out: Path) -> None:
    home = folder.resolve()
    if out.resolve() == home or home in out.resolve().parents:
        raise EmrError("rescue.inside", path=str(out))
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise EmrError("rescue.not_empty", path=str(out))
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise EmrError("file.not_written", path=str(out), reason=error.strerror or "") from error


def _check_room(folder: Path, files: Iterable[Path]) -> None:
    # The copy that is kept, and two to read from.
    needed = 3 * sum(path.stat().st_size for path in files) + 1_000_000
    if shutil.disk_usage(folder).free < needed:
        raise DatabaseTrouble("disk_full", path=str(folder))


def _new_name(parent: Path, name: str) -> Path:
    number = 1
    while (found := parent / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return found


@contextmanager
def _scratch(aside: Path) -> Iterator[Path]:
    folder = aside / "reading"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _best(aside: Path, name: str, vault: Vault, scratch: Path) -> tuple[Salvage, bool, int]:
    """The copy from which most can be read: with its log, or without one that only does harm."""
    found: dict[bool, tuple[Salvage, int, int]] = {}
    has_log = (aside / f"{name}-wal").is_file() and (aside / f"{name}-wal").stat().st_size > 0
    for with_log in (True, False) if has_log else (False,):
        place = scratch / ("with-log" if with_log else "without-log")
        place.mkdir()
        for suffix in ("", "-wal") if with_log else ("",):
            if (aside / (name + suffix)).is_file():
                shutil.copyfile(aside / (name + suffix), place / (name + suffix))
        salvage = _opened(place / name, vault)
        if salvage is not None:
            counted = [sum(1 for _ in salvage.rows(table)) for table in ("patient", "visit", "staff")]
            salvage.gaps.clear()
            found[with_log] = (salvage, sum(counted), counted[1])
    if not found or max(each[1] for each in found.values()) == 0:
        for salvage, _rows, _visits in found.values():
            salvage.close()
        raise EmrError("rescue.nothing", path=str(aside))
    best = max(found, key=lambda with_log: (found[with_log][1], with_log))
    for with_log, (salvage, _rows, _visits) in found.items():
        if with_log is not best:
            salvage.close()
    without = found[False][2] if False in found else 0
    return found[best][0], best, max(found[best][2] - without, 0) if best else 0


def _opened(path: Path, vault: Vault) -> Salvage | None:
    for key in (vault.database_key, vault.previous_database_key):
        if key is None:
            continue
        try:
            return Salvage(path, key)
        except DatabaseTrouble:
            continue
    return None


def _require(salvage: Salvage, username: str | None) -> bool:
    """Refuse who may not take data out; says whether sensitive visits may go too."""
    if username is None:
        return True  # the paper opens everything
    person = next((row for row in salvage.rows("staff") if row.get("username") == username), None)
    if person is None:
        raise EmrError("rescue.paper_needed")
    roles = tuple(json.loads(person.get("roles") or "[]"))
    if person.get("disabled_at") is not None:
        raise EmrError("login.refused")
    if not may(roles, "data.export"):
        raise EmrError("access.refused", verb="data.export")
    return may(roles, "visit.sensitive")


def _write(salvage: Salvage, out: Path, *, with_sensitive: bool) -> tuple[int, int, int]:
    patients = dict(patient_lines(salvage))
    _write_file(out / "patients.csv", PATIENT_COLUMNS, patients.values())
    visits, left_out = 0, 0

    def lines() -> Iterable[Line]:
        nonlocal visits, left_out
        for row, line in visit_lines(salvage, patients):
            if row.get("sensitive") and not with_sensitive:
                left_out += 1
                continue
            visits += 1
            yield line

    _write_file(out / "visits.csv", VISIT_COLUMNS, lines())
    return len(patients), visits, left_out


def _write_file(path: Path, columns: tuple[str, ...], lines: Iterable[Line]) -> None:
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(columns)
            for line in lines:
                writer.writerow([guard(line.get(column, "")) for column in columns])
            handle.flush()
            os.fsync(handle.fileno())
        into_place(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from error


def _note(found: Rescued, clock: Clock, username: str | None) -> None:
    """Say beside the copy who took what out: the record itself cannot be written to any more."""
    told = {
        **{name: str(value) if isinstance(value, Path) else value for name, value in asdict(found).items()},
        "at": clock.now().isoformat(),
        "by": username or "paper recovery key",
    }
    try:
        (found.aside / "rescue.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    except OSError as error:
        raise trouble_from_os(error, path=str(found.aside)) from error
    log.info("damaged record read: %s patients, %s visits", found.patients, found.visits)
