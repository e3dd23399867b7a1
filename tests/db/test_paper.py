import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import KeyTrouble
from db.paper import new_one_time_code, plain, read_recovery_key, write_recovery_key

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
secret_bytes = st.binary(min_size=20, max_size=20)


@given(secret_bytes)
def test_what_was_written_is_read(secret: bytes) -> None:
    text = write_recovery_key(secret)
    assert [len(group) for group in text.split("-")] == [5] * 8
    assert read_recovery_key(text) == secret


@given(secret_bytes, st.data())
def test_capitals_spaces_dashes_and_lookalikes_do_not_matter(secret: bytes, data: st.DataObject) -> None:
    letters = write_recovery_key(secret).replace("-", "")
    typed = ""
    for letter in letters:
        choices = [letter, letter.lower()]
        choices += {"0": ["O", "o"], "1": ["I", "i", "L", "l"]}.get(letter, [])
        typed += data.draw(st.sampled_from(choices)) + data.draw(st.sampled_from(["", "", " ", "-", "\n"]))
    assert read_recovery_key(typed) == secret


@given(secret_bytes, st.integers(0, 39), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found_in_its_group(secret: bytes, place: int, letter: str) -> None:
    letters = write_recovery_key(secret).replace("-", "")
    if letters[place] == letter:
        return
    with pytest.raises(KeyTrouble) as refused:
        read_recovery_key(letters[:place] + letter + letters[place + 1 :])
    assert refused.value.code == "recovery.mistyped"
    assert refused.value.params == {"group": place // 5 + 1}


@given(secret_bytes, st.integers(0, 38))
def test_two_neighbours_swapped_are_found(secret: bytes, place: int) -> None:
    letters = write_recovery_key(secret).replace("-", "")
    swapped = letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
    if swapped == letters or place % 5 == 4:
        return
    with pytest.raises(KeyTrouble):
        read_recovery_key(swapped)


@given(secret_bytes, st.integers(0, 7), st.integers(0, 7))
def test_two_groups_swapped_are_found(secret: bytes, one: int, other: int) -> None:
    groups = write_recovery_key(secret).split("-")
    if one == other:
        return
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(KeyTrouble):
        read_recovery_key("-".join(groups))


@given(st.text(max_size=60))
def test_anything_else_is_refused_with_a_code(text: str) -> None:
    with pytest.raises(KeyTrouble) as refused:
        read_recovery_key(text)
    assert refused.value.code in ("recovery.length", "recovery.mistyped")


def test_a_one_time_code_has_ten_characters_that_read_alike_when_typed() -> None:
    code = new_one_time_code()
    assert len(code) == 10
    assert plain(f" {code[:5].lower()}-{code[5:]} ") == code
