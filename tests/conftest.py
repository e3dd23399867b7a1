"""What all tests share: a facility made once and copied for each test, its people, a clock that stands."""

from __future__ import annotations

import functools
import gc
import ipaddress
import os
import shutil
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from db.keys import CHEAPEST
from emr_desktop.access.permissions import ROLES
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import EAST_AFRICA, Clock
from emr_desktop.facility.service import (
    FacilityDetails,
    FirstUser,
    create_facility,
    set_own_password,
    unlock,
)

# A busy PC must not make a property fail by the clock.
settings.register_profile("emr", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("emr")

USERNAME = "mkuu"
PASSWORD = "paka wanne juu ya paa"
START = datetime(2026, 11, 18, 9, 30, tzinfo=EAST_AFRICA)  # a Wednesday


class AdjustableClock(Clock):
    """A clock that stands still until somebody moves it."""

    def __init__(self, start: datetime) -> None:
        object.__setattr__(self, "_at", start)
        super().__init__(now=lambda: self._at)  # type: ignore[attr-defined]

    def set(self, at: datetime) -> None:
        object.__setattr__(self, "_at", at)

    def advance(self, **how_much: float) -> None:
        """``advance(days=1, minutes=5)``."""
        self.set(self.now() + timedelta(**how_much))


@pytest.fixture(scope="session", autouse=True)
def _one_stretch_for_each_password() -> Iterator[None]:
    """Argon2id gives the same bytes for the same password and salt: here it is asked once for each.

    Nearly half of what a fresh facility costs a test went into unlocking copies of the same key file.
    """
    import db.calibration
    import db.slots

    patch = pytest.MonkeyPatch()
    patch.setattr(db.slots, "hash_secret_raw", functools.cache(db.slots.hash_secret_raw))
    # What is remembered takes no time, so nothing can be measured by it.
    patch.setattr(db.calibration, "_measured", lambda: 0.5)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def _session_device(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A device folder with the one device secret of this test run."""
    from db.device import ensure_device_secret

    folder = tmp_path_factory.mktemp("session-device")
    before = os.environ.get("EMR_DEVICE_DIR")
    os.environ["EMR_DEVICE_DIR"] = str(folder)
    try:
        ensure_device_secret()
    finally:
        if before is None:
            del os.environ["EMR_DEVICE_DIR"]
        else:
            os.environ["EMR_DEVICE_DIR"] = before
    return folder


@pytest.fixture(autouse=True)
def managed_file(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is fixed on the developer's own PC counts in no test; a test may write this file."""
    path = tmp_path_factory.mktemp("administrator") / "managed.toml"
    monkeypatch.setenv("EMR_MANAGED_FILE", str(path))
    return path


@pytest.fixture(autouse=True)
def device_folder(
    _session_device: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Each test has a device folder of its own, with the same secret."""
    folder = tmp_path_factory.mktemp("device")
    shutil.copy2(_session_device / "device-secret", folder / "device-secret")
    monkeypatch.setenv("EMR_DEVICE_DIR", str(folder))
    return folder


@pytest.fixture
def clock() -> AdjustableClock:
    """Wednesday 18 November 2026, 9:30 in East Africa; ``clock.set(...)``, ``clock.advance(days=1)``."""
    return AdjustableClock(START)


@pytest.fixture(scope="session")
def template_facility(_session_device: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A facility that was set up and closed. Copy it; never open it."""
    folder = tmp_path_factory.mktemp("template") / "facility"
    patch = pytest.MonkeyPatch()
    patch.setenv("EMR_DEVICE_DIR", str(_session_device))
    try:
        create_facility(
            folder,
            details=FacilityDetails(
                code="101168-3",
                name="Buigiri Dispensary",
                region="Dodoma",
                council="Chamwino",
                ward="Buigiri",
            ),
            first_user=FirstUser(
                username=USERNAME,
                full_name="Neema Mollel",
                password=PASSWORD,
                roles=("in_charge", *(role for role in ROLES if role != "in_charge")),
            ),
            clock=AdjustableClock(START - timedelta(days=30)),
            parameters=CHEAPEST,
        )
    finally:
        patch.undo()
    return folder


@pytest.fixture
def data_folder(template_facility: Path, tmp_path: Path) -> Path:
    """The data folder of a fresh facility, closed. First user ``mkuu``."""
    folder = tmp_path / "facility"
    shutil.copytree(template_facility, folder)
    return folder


@pytest.fixture
def password() -> str:
    """The password of everybody in the facility of the tests."""
    return PASSWORD


@pytest.fixture
def clinic(data_folder: Path, clock: AdjustableClock) -> Iterator[Clinic]:
    """Unlocked as the in-charge ``mkuu``, who has every role."""
    opened = open_clinic(unlock(data_folder, username=USERNAME, password=PASSWORD, clock=clock))
    yield opened
    opened.close()


@pytest.fixture
def clinic_as(clinic: Clinic, data_folder: Path, clock: AdjustableClock) -> Iterator[Callable[..., Clinic]]:
    """``clinic_as("nurse")``: the same facility unlocked by somebody with these roles (user name = roles)."""
    opened: list[Clinic] = []

    def unlock_as(*roles: str) -> Clinic:
        username = "-".join(roles).replace("_", "-")
        if username not in {row.username for row in clinic.staff.list_all()}:
            clinic.work.password.note(clock.now())  # the test may have gone on for days
            code = clinic.staff.add(
                username=username, full_name=f"Asha {roles[0].title()}", roles=roles
            ).value
            set_own_password(data_folder, username=username, current=code, new=PASSWORD, clock=clock)
        opened.append(open_clinic(unlock(data_folder, username=username, password=PASSWORD, clock=clock)))
        return opened[-1]

    yield unlock_as
    for each in opened:
        each.close()


@pytest.fixture
def own_certificate(tmp_path: Path) -> tuple[ssl.SSLContext, str]:
    """A server's context with a certificate that nobody but itself vouches for, and that certificate."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "dhis.example.org")])
    start = datetime.now(UTC) - timedelta(days=60)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3650))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    whole = tmp_path / "server.pem"
    whole.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + pem
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return context, pem.decode()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Tests of windows leave collecting to the event loop; the others after them have none."""
    if not gc.isenabled():
        from ui.qt.memory import collect_what_is_due

        collect_what_is_due()
