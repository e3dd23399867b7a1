from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.engine import Database, open_database
from db.keys import CHEAPEST, KeyStore, Vault, make_vault
from db.migrate import upgrade

KEY = bytes(range(32))


@pytest.fixture
def key() -> bytes:
    return KEY


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty encrypted record with today's schema."""
    opened = open_database(tmp_path / "clinic.db", KEY)
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory, _session_device: Path) -> tuple[Path, str, bytes]:
    """Keys of one facility, made once: two people (juma, asha) and the paper key."""
    patch = pytest.MonkeyPatch()
    patch.setenv("EMR_DEVICE_DIR", str(_session_device))
    try:
        folder = tmp_path_factory.mktemp("keys")
        vault, paper = make_vault(
            KeyStore(folder),
            username="juma",
            full_name="Juma A",
            password="siri ya juma",
            parameters=CHEAPEST,
        )
        vault.save_new()
        vault.set_user(username="asha", full_name="Asha B", secret="siri ya asha")
        return folder, paper, vault.database_key
    finally:
        patch.undo()


@pytest.fixture
def keys(_made: tuple[Path, str, bytes], tmp_path: Path) -> Callable[[], KeyStore]:
    """``keys()`` gives the store over fresh copies of the key files (passwords ``siri ya <name>``)."""
    folder = tmp_path / "keys"
    folder.mkdir()
    for name in ("keyslots.json", "keyslots.copy.json"):
        (folder / name).write_bytes((_made[0] / name).read_bytes())
    store = KeyStore(folder)
    store.outside_copy.write_bytes((folder / "keyslots.json").read_bytes())
    return lambda: KeyStore(folder)


@pytest.fixture
def paper_key(_made: tuple[Path, str, bytes]) -> str:
    return _made[1]


@pytest.fixture
def right_key(_made: tuple[Path, str, bytes]) -> bytes:
    """The database key that opening must give."""
    return _made[2]


@pytest.fixture
def fresh_vault(tmp_path: Path) -> Vault:
    folder = tmp_path / "fresh"
    folder.mkdir()
    vault, _ = make_vault(
        KeyStore(folder), username="juma", full_name="Juma A", password="siri ya juma", parameters=CHEAPEST
    )
    vault.save_new()
    return vault


@pytest.fixture(scope="session")
def key_files(_made: tuple[Path, str, bytes]) -> Path:
    """The folder with the original key files; only to be read."""
    return _made[0]
