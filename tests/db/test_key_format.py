"""The key file as it is documented: fields, the work of one guess, nothing shared between slots."""

import json
from collections.abc import Callable

from db.key_file import KdfParameters, KeyStore
from db.slots import recovery_slot

Keys = Callable[[], KeyStore]


def test_the_format_is_the_documented_one(keys: Keys) -> None:
    fields = json.loads(keys().paths[0].read_bytes())
    assert set(fields) == {"format", "db_id", "generation", "slots", "mac", "checksum"}
    user, paper = fields["slots"][0], next(s for s in fields["slots"] if s["kind"] == "recovery")
    assert user["kdf"] == {"alg": "argon2id", "v": 19, "m": 19456, "t": 2, "p": 1}
    assert set(user) == set(paper)
    assert paper["kdf"] is None
    assert paper["wrapped_sk"] is None


def test_the_default_work_is_the_second_option_of_rfc_9106() -> None:
    assert KdfParameters() == KdfParameters(memory_kib=65536, passes=3, lanes=4)
    assert KdfParameters().within_bounds()


def test_slots_made_from_the_same_secret_have_nothing_in_common(right_key: bytes) -> None:
    one, other = (recovery_slot(right_key, b"d" * 16, b"p" * 20) for _ in range(2))
    assert one.public_key != other.public_key
    assert one.sealed_key != other.sealed_key
