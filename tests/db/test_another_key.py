"""The key file while the database gets another key, and with a council in it."""

import json
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from db.errors import KeyTrouble
from db.key_file import KeyStore, _canonical
from db.keys import Vault, recover_by_council, recover_vault, unlock_vault

Keys = Callable[[], KeyStore]


def _unlock(store: KeyStore, name: str = "asha") -> Vault:
    return unlock_vault(store, username=name, secret=f"siri ya {name}", now=0)[0]


def _refused(call: Callable[[], object]) -> str:
    with pytest.raises(KeyTrouble) as refused:
        call()
    return refused.value.code


def _everybody(vault: Vault) -> set[str]:
    return {key for name in ("asha", "juma") if (key := vault.public_key_of(name))}


def test_between_the_two_steps_the_file_holds_both_keys(keys: Keys, paper_key: str, right_key: bytes) -> None:
    vault = _unlock(keys())
    vault.begin_rekey(known=_everybody(vault))
    for opened in (_unlock(keys()), _unlock(keys(), "juma"), recover_vault(keys(), paper_key)):
        assert opened.previous_database_key == right_key
        assert opened.database_key not in (right_key, b"")
        assert opened.database_key == vault.database_key
    vault.finish_rekey()
    assert _unlock(keys(), "juma").previous_database_key is None
    assert _unlock(keys()).database_key == vault.database_key


def test_the_key_of_the_audit_chain_outlives_every_change_of_key(keys: Keys) -> None:
    vault = _unlock(keys())
    audit_key = vault.audit_key
    for _ in range(2):
        vault.begin_rekey(known=_everybody(vault))
        assert _unlock(keys()).audit_key == audit_key
        vault.finish_rekey()
    assert _unlock(keys()).audit_key == vault.audit_key == audit_key


def test_who_is_not_in_the_record_gets_no_new_key(keys: Keys) -> None:
    vault = _unlock(keys())
    vault.begin_rekey(known=[vault.public_key_of("asha") or ""])
    assert _refused(lambda: _unlock(keys(), "juma")) == "login.refused"
    _unlock(keys())


def test_a_change_that_is_under_way_goes_on_with_the_same_new_key(keys: Keys, right_key: bytes) -> None:
    _unlock(keys()).begin_rekey(known=_everybody(_unlock(keys())))
    again = _unlock(keys())
    wanted = again.database_key
    again.begin_rekey(known=_everybody(again))
    assert (again.database_key, again.previous_database_key) == (wanted, right_key)


def test_a_new_key_needs_two_copies_on_disk(keys: Keys) -> None:
    store = keys()
    vault = _unlock(store)
    before = store.paths[0].read_bytes()
    for path in store.paths[1:]:
        path.unlink()
        path.mkdir()
    assert _refused(lambda: vault.begin_rekey(known=_everybody(vault))) == "keys.copies_not_written"
    assert store.paths[0].read_bytes() == before


def test_the_council_opens_with_its_private_key_until_it_is_taken_out(keys: Keys, right_key: bytes) -> None:
    private, stranger = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    vault = _unlock(keys())
    vault.set_council(public_key=private.public_key().public_bytes_raw(), name="Chamwino")
    assert recover_by_council(keys(), private.private_bytes_raw()).database_key == right_key
    assert _refused(lambda: recover_by_council(keys(), stranger.private_bytes_raw())) == "council.refused"
    assert [each.kind for each in vault.recipients] == ["recovery", "council"]
    vault.begin_rekey(known=_everybody(vault))
    assert recover_by_council(keys(), private.private_bytes_raw()).database_key == vault.database_key
    vault.remove_council()
    assert _refused(lambda: recover_by_council(keys(), private.private_bytes_raw())) == "council.refused"


def test_trying_the_paper_key_changes_nothing(keys: Keys, paper_key: str) -> None:
    vault = _unlock(keys())
    before = [path.read_bytes() for path in keys().paths]
    assert vault.recovery_key_opens(paper_key)
    vault.renew_recovery_key()
    assert not vault.recovery_key_opens(paper_key)
    assert before != [path.read_bytes() for path in keys().paths]


def test_a_file_of_a_newer_program_is_told_and_left_alone(keys: Keys) -> None:
    store = keys()
    fields = json.loads(store.paths[0].read_bytes())
    fields["format"] = 99
    del fields["checksum"]
    import hashlib

    fields["checksum"] = hashlib.sha256(_canonical(fields)).hexdigest()
    store.paths[0].write_bytes(_canonical(fields))
    assert _refused(lambda: _unlock(store)) == "keys.newer"
