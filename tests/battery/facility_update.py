"""A process that takes an update of a facility's program, while people work until the record is closed.

    python facility_update.py ROOT

Below ROOT lie ``facility``, ``program`` and ``stick``. With EMR_BATTERY_NO_JOURNAL the steps are neither
written down nor synced, which must be found out. With EMR_BATTERY_SCHEMA the new program has another schema.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from facility_upkeep import next_version, opened
from facility_work import Work, marker

from db.migrate import SCHEMA_VERSION
from emr_desktop.clinic import Clinic
from emr_desktop.updates import finishing, settling
from emr_desktop.updates import service as update_service
from emr_desktop.updates.finishing import finish
from emr_desktop.updates.launcher import version_to_start
from emr_desktop.updates.manifest import Manifest
from emr_desktop.updates.program_folder import Installed, ProgramFolder, this_platform
from emr_desktop.updates.rows import Prepared
from emr_desktop.updates.service import UpdateService
from emr_desktop.updates.settling import keep_if_new
from emr_desktop.updates.trial import try_record

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "installers" / "update"))

import make_bundle

OLD, NEW = "1.4.0", "1.5.0"
KEYS = tuple(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2, 3))
TRUSTED = tuple(key.public_key().public_bytes_raw() for key in KEYS)
REPOSITORY = Path(__file__).resolve().parents[2]


def program_files(version: str) -> dict[str, bytes]:
    """A stand-in for a program: it says which version it is; the rest is there to be torn."""
    starts = f"#!{sys.executable}\nprint({version!r})\n".encode()
    bulk = b"".join(hashlib.sha256(f"{version}{each}".encode()).digest() for each in range(1500))
    return {
        "emr-admin": starts,
        "emr-desktop": starts,
        "_internal/library.so": bulk,
        "_internal/a/b/data.csv": bulk[:9000],
    }


def lay_program(root: Path, version: str) -> None:
    """One version, below ``versions``."""
    for name, content in program_files(version).items():
        path = root / "versions" / version / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o755)


def lay_bundle(stick: Path, scratch: Path, **more: Any) -> Path:
    """The bundle of the new version, signed by two of the three."""
    build = scratch / "versions" / NEW
    lay_program(scratch, NEW)
    given: dict[str, Any] = {
        "version": NEW,
        "platform": this_platform(),
        "minimum_version": "1.0.0",
        "schema": SCHEMA_VERSION,
        "made_on": date(2026, 11, 20),
        "notes": {"sw": "Mambo mapya.", "en": "New things."},
        "files": make_bundle.files_of(build),
    }
    keys = more.pop("keys", KEYS[:2])
    manifest = Manifest(**(given | more)).to_bytes()
    stick.mkdir(exist_ok=True)
    out = stick / "new.emrupdate"
    make_bundle.write_bundle(out, manifest, dict(make_bundle.sign(manifest, key) for key in keys), build)
    return out


def updates_of(clinic: Clinic, root: Path) -> UpdateService:
    """Updates of the old program that lies below ``root``."""
    return UpdateService(
        work=clinic.work,
        installed=lambda: Installed("folder", ProgramFolder(root / "program")),
        trusted=lambda: TRUSTED,
        running=OLD,
    )


@contextlib.contextmanager
def new_program(*, migrates: bool) -> Iterator[None]:
    """This program as the new one is."""
    with next_version() if migrates else contextlib.nullcontext():
        yield


def ask(prepared: Prepared, record: Path, *, migrates: bool) -> dict[str, Any]:
    """What ``emr-admin update trial`` of the new program does, without starting a process."""
    with new_program(migrates=migrates):
        return try_record(record, prepared.key) | {"version": NEW}


def update(root: Path, clinic: Clinic, *, migrates: bool) -> None:
    """Take the update on the stick."""
    prepared = updates_of(clinic, root).prepare(root / "stick" / "new.emrupdate").value
    clinic.close()
    finish(prepared, ask=lambda *given: ask(*given, migrates=migrates))


def spoil_the_care() -> None:
    """No journal, no fsync of our own: what must be found out."""
    os.fsync = lambda _handle: None  # type: ignore[assignment]
    for module in (finishing, settling, update_service):
        module.write_journal = lambda _root, _journal: None  # type: ignore[attr-defined]
    staging: list[Any] = []
    update_service.write_journal = lambda _root, journal: staging.append(journal)  # type: ignore[assignment]
    finishing.read_journal = lambda _root: staging[-1]  # type: ignore[assignment]


def main() -> None:
    root, mark = Path(sys.argv[1]), marker()
    migrates = os.environ.get("EMR_BATTERY_SCHEMA") == "1"
    if os.environ.get("EMR_BATTERY_NO_JOURNAL"):
        spoil_the_care()
    clinic = opened(root / "facility")
    work = Work(root / "facility", 7, mark, clinic=clinic)
    for _ in range(6):
        work.step()
    mark({"update": "begins"})
    prepared = updates_of(clinic, root).prepare(root / "stick" / "new.emrupdate").value
    for _ in range(6):
        work.step()
    clinic.close()
    mark({"update": "change"})
    finish(prepared, ask=lambda *given: ask(*given, migrates=migrates))
    mark({"update": "done"})
    program = ProgramFolder(root / "program")
    assert version_to_start(program) == NEW
    with new_program(migrates=migrates):
        keep_if_new(program)
        mark({"update": "kept"})
        clinic = opened(root / "facility")
        work = Work(root / "facility", 8, mark, clinic=clinic)
        for _ in range(6):
            work.step()
        clinic.close()


if __name__ == "__main__":
    main()
