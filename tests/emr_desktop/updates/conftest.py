"""A stand-in program in its folder, and bundles for it, signed with keys of the tests alone."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.migrate import SCHEMA_VERSION, schema_version
from emr_desktop.clinic import Clinic
from emr_desktop.facility.service import unlock
from emr_desktop.updates.manifest import Manifest
from emr_desktop.updates.program_folder import Installed, ProgramFolder, this_platform
from emr_desktop.updates.rows import Prepared
from emr_desktop.updates.service import UpdateService
from emr_desktop.updates.trial import try_record
from tests.conftest import PASSWORD

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "battery"))

from facility_upkeep import next_version

ROOT = Path(__file__).resolve().parents[3]
OLD, NEW = "1.4.0", "1.5.0"
KEYS = tuple(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2, 3))
TRUSTED = tuple(key.public_key().public_bytes_raw() for key in KEYS)


def load_maker() -> Any:
    """The tool that makes bundles; it is no module of the program."""
    found = importlib.util.spec_from_file_location(
        "make_bundle", ROOT / "installers" / "update" / "make_bundle.py"
    )
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules["make_bundle"] = module
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def maker() -> Any:
    return load_maker()


@pytest.fixture
def program(tmp_path: Path) -> ProgramFolder:
    """Version 1.4.0, in force."""
    found = ProgramFolder(tmp_path / "program")
    stand_in(found.of(OLD), OLD)
    found.point_to(OLD)
    return found


def stand_in(folder: Path, version: str) -> None:
    """A program of three files that says which version it is."""
    (folder / "_internal").mkdir(parents=True)
    for name in ("emr-desktop", "emr-admin"):
        (folder / name).write_text(f"#!/bin/sh\necho {version} $0 $@\n")
        (folder / name).chmod(0o755)
    (folder / "_internal" / "library.so").write_bytes(version.encode() * 1000)
    (folder / "_internal" / "library.so.1").symlink_to("library.so")


@pytest.fixture
def make_bundle(tmp_path: Path, maker: Any) -> Callable[..., Path]:
    """Makes a bundle; what is named goes into its manifest. ``keys``: who signs."""

    def make(
        name: str = "new.emrupdate", *, keys: tuple[Ed25519PrivateKey, ...] = KEYS[:2], **more: Any
    ) -> Path:
        version = more.get("version", NEW)
        folder = tmp_path / f"build-{name}"
        stand_in(folder, version)
        given = {
            "version": version,
            "platform": this_platform(),
            "minimum_version": "1.0.0",
            "schema": SCHEMA_VERSION,
            "made_on": date(2026, 11, 20),
            "notes": {"sw": "Mambo mapya.", "en": "New things."},
            "files": maker.files_of(folder),
        }
        manifest = Manifest(**(given | more)).to_bytes()
        signatures = dict(maker.sign(manifest, key) for key in keys)
        maker.write_bundle(tmp_path / name, manifest, signatures, folder)
        return tmp_path / name

    return make


@pytest.fixture
def updates(clinic: Clinic, program: ProgramFolder) -> UpdateService:
    """Updates of a program that says of itself that it is version 1.4.0."""
    return UpdateService(
        work=clinic.work,
        installed=lambda: Installed("folder", program),
        trusted=lambda: TRUSTED,
        running=OLD,
    )


def good(_prepared: Prepared, record: Path) -> dict[str, Any]:
    """The new program as it would answer: the same schema."""
    return try_record(record, _prepared.key) | {"version": _prepared.new}


def migrating(prepared: Prepared, record: Path) -> dict[str, Any]:
    """A new program with one more migration."""
    with next_version():
        return good(prepared, record)


@pytest.fixture
def prepared(updates: UpdateService, clinic: Clinic, make_bundle: Callable[..., Path]) -> Prepared:
    found = updates.prepare(make_bundle()).value
    clinic.close()
    return found


def opens(folder: Path, clock: Any) -> int:
    """Log in as in the morning, and give the schema."""
    work = unlock(folder, username="mkuu", password=PASSWORD, clock=clock)
    found = schema_version(work.database)
    work.database.close()
    return found
