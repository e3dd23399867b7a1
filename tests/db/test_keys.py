import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.device import ensure_device_secret
from db.errors import DatabaseTrouble, KeyTrouble
from db.key_file import CHEAPEST, KdfParameters, KeyFile, KeyStore, parse
from db.keys import Vault, make_vault, recover_vault, unlock_vault
from db.slots import signed

Keys = Callable[[], KeyStore]


def _refused(call: Callable[[], object]) -> str:
    with pytest.raises(KeyTrouble) as refused:
        call()
    return refused.value.code


def _unlock(store: KeyStore, name: str = "asha", secret: str = "siri ya asha", now: float = 0) -> Vault:
    return unlock_vault(store, username=name, secret=secret, now=now)[0]


def test_everybody_opens_the_same_key_with_an_own_password(keys: Keys, right_key: bytes) -> None:
    assert _unlock(keys(), "asha", "siri ya asha").database_key == right_key
    assert _unlock(keys(), "JUMA", "siri ya juma").database_key == right_key


def test_the_paper_key_opens_it_too(keys: Keys, paper_key: str, right_key: bytes) -> None:
    assert recover_vault(keys(), paper_key.lower().replace("-", " ")).database_key == right_key


def test_the_three_keys_differ(fresh_vault: Vault) -> None:
    assert fresh_vault.database_key != fresh_vault.audit_key
    assert len(fresh_vault.database_key) == len(fresh_vault.audit_key) == 32


@pytest.mark.parametrize(
    ("name", "secret"), [("asha", "siri ya juma"), ("asha", ""), ("nobody", "siri ya asha"), ("", "x")]
)
def test_unknown_user_and_wrong_password_are_answered_alike(keys: Keys, name: str, secret: str) -> None:
    assert _refused(lambda: _unlock(keys(), name, secret)) == "login.refused"


def test_an_unknown_user_costs_the_same_work(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    worked = []
    import db.keys
    import db.slots

    real = db.slots.stretch

    def counted(secret: str, salt: bytes, parameters: KdfParameters) -> bytes:
        worked.append(parameters)
        return real(secret, salt, parameters)

    monkeypatch.setattr(db.keys, "stretch", counted)
    monkeypatch.setattr(db.slots, "stretch", counted)
    _refused(lambda: _unlock(keys(), "nobody", "x"))
    _refused(lambda: _unlock(keys(), "asha", "x"))
    assert worked == [CHEAPEST, CHEAPEST]


def test_the_wrong_paper_key_is_refused(keys: Keys) -> None:
    from db.paper import write_recovery_key

    assert _refused(lambda: recover_vault(keys(), write_recovery_key(b"x" * 20))) == "recovery.refused"


def test_keys_are_not_printed(fresh_vault: Vault) -> None:
    shown = repr(fresh_vault) + str(fresh_vault)
    for secret in (fresh_vault.database_key, fresh_vault.audit_key):
        assert secret.hex() not in shown
        assert repr(secret) not in shown


def test_the_file_holds_neither_key_nor_password(keys: Keys, right_key: bytes) -> None:
    content = keys().paths[0].read_text()
    assert right_key.hex() not in content
    assert "siri" not in content


def test_files_are_for_their_owner_alone(keys: Keys, device_folder: Path) -> None:
    _unlock(keys()).set_user(username="neema", full_name="Neema", secret="siri ya neema")
    for path in (*keys().paths, device_folder / "device-secret"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == (0o066 if path.drive else 0)  # no modes there


# Changing slots


def test_a_removed_person_is_out_and_the_others_are_not(keys: Keys, right_key: bytes, paper_key: str) -> None:
    _unlock(keys(), "juma", "siri ya juma").remove_user("asha")
    assert _refused(lambda: _unlock(keys())) == "login.refused"
    assert _unlock(keys(), "juma", "siri ya juma").database_key == right_key
    assert recover_vault(keys(), paper_key).database_key == right_key


def test_a_new_password_ends_the_old_one(keys: Keys) -> None:
    _unlock(keys()).set_user(username="asha", full_name="Asha B", secret="mpya kabisa")
    assert _refused(lambda: _unlock(keys())) == "login.refused"
    _unlock(keys(), secret="mpya kabisa")


def test_people_stay_in_the_order_they_came(keys: Keys) -> None:
    vault = _unlock(keys())
    vault.set_user(username="juma", full_name="Juma A", secret="mpya kabisa")
    assert [slot.username for slot in keys().read_all()[0].users()] == ["juma", "asha"]


def test_a_new_recovery_key_ends_the_old_one(keys: Keys, paper_key: str, right_key: bytes) -> None:
    new = _unlock(keys()).renew_recovery_key()
    assert _refused(lambda: recover_vault(keys(), paper_key)) == "recovery.refused"
    assert recover_vault(keys(), new).database_key == right_key


def test_two_sessions_do_not_overwrite_each_others_changes(keys: Keys) -> None:
    one, other = _unlock(keys()), _unlock(keys(), "juma", "siri ya juma")
    one.set_user(username="a1", full_name="A", secret="siri ya a1")
    other.set_user(username="b1", full_name="B", secret="siri ya b1")
    assert [slot.username for slot in keys().read_all()[0].users()] == ["juma", "asha", "a1", "b1"]


def test_a_one_time_code_is_typed_leniently_and_dies_in_time(keys: Keys) -> None:
    _unlock(keys()).set_user(username="neema", full_name="N", secret="0123456789", one_time_until=1000)
    _, slot = unlock_vault(keys(), username="neema", secret="oi23-4567 89", now=1000)
    assert slot.one_time_until == 1000
    assert _refused(lambda: _unlock(keys(), "neema", "0123456789", now=1001)) == "login.code_expired"
    assert _refused(lambda: _unlock(keys(), "neema", "9123456789", now=1001)) == "login.refused"


# This PC


def test_without_the_device_secret_passwords_do_not_open_and_the_paper_key_does(
    keys: Keys, device_folder: Path, paper_key: str, right_key: bytes
) -> None:
    (device_folder / "device-secret").unlink()
    assert _refused(lambda: _unlock(keys())) == "keys.device_secret_missing"
    assert not (device_folder / "device-secret").exists()
    assert recover_vault(keys(), paper_key).database_key == right_key


def test_on_another_pc_passwords_say_so(keys: Keys, device_folder: Path) -> None:
    (device_folder / "device-secret").write_bytes(b"z" * 32)
    assert _refused(lambda: _unlock(keys())) == "login.other_device"


def test_the_device_secret_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMR_DEVICE_DIR", str(tmp_path / "new" / "device"))
    first = ensure_device_secret()
    assert ensure_device_secret() == first
    assert len(first) == 32


def test_a_cut_off_device_secret_is_never_replaced(device_folder: Path) -> None:
    (device_folder / "device-secret").write_bytes(b"short")
    assert _refused(ensure_device_secret) == "keys.device_secret_missing"
    assert (device_folder / "device-secret").read_bytes() == b"short"


# Damage


@pytest.mark.parametrize("lost", [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)])
@pytest.mark.parametrize("how", ["deleted", "emptied", "flipped", "cut"])
def test_one_good_copy_is_enough_and_brings_the_others_back(
    keys: Keys, lost: tuple[int, ...], how: str, right_key: bytes
) -> None:
    store = keys()
    good = store.paths[0].read_bytes()
    for number in lost:
        _damage(store.paths[number], how)
    vault = _unlock(store)
    assert vault.database_key == right_key
    assert len(vault.health().copies_missing) == len(lost)
    assert vault.heal_copies()
    assert [path.read_bytes() for path in store.paths] == [good] * 3


@pytest.mark.parametrize("how", ["emptied", "flipped", "cut"])
def test_with_all_copies_damaged_nothing_opens_and_nothing_is_written(
    keys: Keys, how: str, paper_key: str
) -> None:
    store = keys()
    for path in store.paths:
        _damage(path, how)
    before = [path.read_bytes() for path in store.paths]
    assert _refused(lambda: _unlock(store)) == "keys.damaged"
    assert _refused(lambda: recover_vault(store, paper_key)) == "keys.damaged"
    assert [path.read_bytes() for path in store.paths] == before


def test_no_file_at_all_is_missing(keys: Keys) -> None:
    for path in keys().paths:
        path.unlink()
    assert _refused(lambda: _unlock(keys())) == "keys.missing"


def _damage(path: Path, how: str) -> None:
    content = bytearray(path.read_bytes())
    if how == "deleted":
        path.unlink()
        return
    if how == "emptied":
        content.clear()
    elif how == "cut":
        del content[len(content) // 2 :]
    else:
        content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@settings(max_examples=400)
@given(st.data())
def test_no_flipped_bit_passes_for_a_key_file(key_files: Path, data: st.DataObject) -> None:
    content = bytearray((key_files / "keyslots.json").read_bytes())
    place = data.draw(st.integers(0, len(content) * 8 - 1))
    content[place // 8] ^= 1 << place % 8
    assert _refused(lambda: parse(bytes(content))) == "keys.damaged"


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_rubbish_is_damage_and_never_a_bug(content: bytes) -> None:
    assert _refused(lambda: parse(content)) == "keys.damaged"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_forger_who_mends_the_checksum_is_found_out(keys: Keys, data: st.DataObject) -> None:
    """Changes of any byte string of the file, with a checksum that fits again: refused, or no such person."""
    store = keys()
    original = store.read_all()[0]
    slot_number = data.draw(st.integers(0, len(original.slots) - 1))
    slot = original.slots[slot_number]
    names = ["slot_id", "public_key", "sealed_key", "salt", "commitment", "nonce", "wrapped_private_key"]
    name = data.draw(st.sampled_from([n for n in names if getattr(slot, n) is not None]))
    octets = bytearray(getattr(slot, name))
    place = data.draw(st.integers(0, len(octets) * 8 - 1))
    octets[place // 8] ^= 1 << place % 8
    forged_slot = replace(slot, **{name: bytes(octets)})
    forged = replace(
        original,
        slots=tuple(forged_slot if n == slot_number else s for n, s in enumerate(original.slots)),
    )
    _write_everywhere(store, forged)
    person = slot.username or "asha"
    for file in store.outside_copy.parent.glob("*.attempts"):
        file.unlink()  # so many tries in vain would have to wait
    answer = _refused(lambda: _unlock(store, person, f"siri ya {person}"))
    assert answer in ("login.refused", "keys.damaged")
    _write_everywhere(store, original)


def test_a_forged_slot_of_a_stranger_is_found_before_anything_is_sealed_to_it(
    keys: Keys, paper_key: str, right_key: bytes
) -> None:
    store = keys()
    vault = _unlock(store)
    original = store.read_all()[0]
    stranger = replace(original.slots[0], username="stranger")
    _write_everywhere(store, replace(original, slots=(*original.slots, stranger)))
    assert _refused(lambda: _unlock(store)) == "keys.damaged"
    assert _refused(lambda: vault.set_user(username="x", full_name="X", secret="siri ya x")) == "keys.damaged"
    recovered = recover_vault(store, paper_key)
    assert recovered.database_key == right_key
    assert not recovered.is_intact
    known = [slot.public_key.hex() for slot in original.users()[1:]]
    recovered.keep_only(known)
    assert recovered.is_intact
    assert [slot.username for slot in store.read_all()[0].users()] == ["asha"]


def test_one_tampered_copy_falls_back_to_the_good_ones(keys: Keys, right_key: bytes) -> None:
    store = keys()
    original = store.read_all()[0]
    forged = replace(original, slots=(*original.slots, replace(original.slots[0], username="stranger")))
    store.paths[0].write_bytes(forged.to_bytes())
    assert _unlock(store).database_key == right_key


@pytest.mark.parametrize(
    ("m", "t", "p"),
    [
        (19 * 1024 - 1, 2, 1),
        (1024 * 1024 + 1, 2, 1),
        (65536, 1, 4),
        (65536, 21, 4),
        (65536, 3, 0),
        (65536, 3, 9),
    ],
)
def test_parameters_out_of_bounds_are_refused_before_any_work(
    keys: Keys, m: int, t: int, p: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = keys()
    original = store.read_all()[0]
    weak = replace(original.slots[0], kdf=KdfParameters(m, t, p))
    monkeypatch.setattr("db.slots.hash_secret_raw", lambda *_a, **_k: pytest.fail("the KDF ran"))
    _write_everywhere(store, replace(original, slots=(weak, *original.slots[1:])))
    assert _refused(lambda: _unlock(store, "juma", "siri ya juma")) == "keys.damaged"


def test_a_key_cannot_be_moved_to_another_persons_name(keys: Keys) -> None:
    """Asha's slot renamed to Juma does not open with Asha's password: the name is part of what is wrapped."""
    store = keys()
    original = store.read_all()[0]
    _write_everywhere(store, replace(original, slots=(replace(original.users()[1], username="juma"),)))
    assert _refused(lambda: _unlock(store, "juma", "siri ya asha")) == "login.refused"


def test_what_one_facility_sealed_does_not_open_in_another(keys: Keys, fresh_vault: Vault) -> None:
    store = keys()
    _write_everywhere(store, replace(store.read_all()[0], db_id=b"\x00" * 16))
    # Another database id means another check of this PC, so it does not even get to the password.
    assert _refused(lambda: _unlock(store)) == "login.other_device"


def test_a_higher_generation_wins(keys: Keys) -> None:
    store = keys()
    old = store.paths[0].read_bytes()
    _unlock(store).set_user(username="asha", full_name="Asha B", secret="mpya kabisa")
    store.paths[0].write_bytes(old)
    assert _refused(lambda: _unlock(store)) == "login.refused"
    _unlock(store, secret="mpya kabisa")


# Writing


def test_a_new_facility_never_takes_the_place_of_keys_that_are_there(keys: Keys) -> None:
    store = keys()
    vault, _ = make_vault(store, username="x1", full_name="X", password="siri ya x1", parameters=CHEAPEST)
    with pytest.raises(FileExistsError):
        vault.save_new()
    _unlock(store)


def test_keys_of_another_facility_under_the_same_path_are_kept(keys: Keys, tmp_path: Path) -> None:
    store = keys()
    old = parse(store.outside_copy.read_bytes())
    for path in store.paths[:2]:
        path.unlink()
    vault, _ = make_vault(store, username="x1", full_name="X", password="siri ya x1", parameters=CHEAPEST)
    vault.save_new()
    kept = [parse(path.read_bytes()).db_id for path in store.outside_copy.parent.glob("*.json")]
    assert old.db_id in kept
    assert _unlock(store, "x1", "siri ya x1").database_key == vault.database_key


def test_no_temporary_file_stays(keys: Keys) -> None:
    vault = _unlock(keys())
    vault.set_user(username="neema", full_name="N", secret="siri ya neema")
    folders = {path.parent for path in keys().paths}
    assert [path for folder in folders for path in folder.glob("*.part")] == []


def test_a_failed_write_leaves_the_old_file(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    store = keys()
    before = [path.read_bytes() for path in store.paths]
    vault = _unlock(store)

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr("db.key_file.os.fsync", full)
    with pytest.raises(DatabaseTrouble) as trouble:
        vault.set_user(username="neema", full_name="N", secret="siri ya neema")
    assert trouble.value.code == "disk_full"
    assert [path.read_bytes() for path in store.paths] == before
    assert vault.generation == 2


def test_a_copy_that_cannot_be_written_does_not_undo_the_change(
    keys: Keys, device_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = keys()
    vault = _unlock(store)
    store.outside_copy.unlink()
    store.outside_copy.mkdir()  # nothing can be renamed onto a folder
    vault.set_user(username="neema", full_name="N", secret="siri ya neema")
    _unlock(keys(), "neema", "siri ya neema")
    assert vault.health().copies_missing == (str(store.outside_copy),)


def _write_everywhere(store: KeyStore, key_file: KeyFile) -> None:
    for path in store.paths:
        path.write_bytes(key_file.to_bytes())


def test_signing_again_with_another_key_does_not_help(keys: Keys) -> None:
    store = keys()
    _write_everywhere(store, signed(b"\x01" * 32, store.read_all()[0]))
    assert _refused(lambda: _unlock(store)) == "keys.damaged"
