import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.access.credentials import (
    check_password,
    clean_full_name,
    clean_username,
    common_passwords,
    new_passphrase,
    passphrase_words,
)
from emr_desktop.errors import ValidationError

OWN = ("neema", "Neema Mollel", "Buigiri Dispensary", "Buigiri")


def _code(password: str) -> str | None:
    try:
        check_password(password, own_words=OWN)
    except ValidationError as refused:
        return f"{refused.code}" if refused.field == "password" else refused.field
    return None


@pytest.mark.parametrize(
    "password",
    ["paka wanne juu ya paa", "correct horse battery", "kikombe-mlango-7", "q7#Lm!xe2Pz", "Mvua kubwa leo"],
)
def test_a_fair_password_is_taken(password: str) -> None:
    assert _code(password) is None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password.too_short"),
        ("short", "password.too_short"),
        ("ninechars", "password.too_short"),
        ("x" * 257, "password.too_long"),
        ("1234567890", "password.common"),
        ("Password123", "password.common"),
        ("Mwanza2024!", "password.common"),
        ("tanzania2026", "password.common"),
        ("nenosiri123", "password.common"),
        ("aaaaaaaaaaaa", "password.common"),
        ("abababababab", "password.common"),
        ("qwertyuiop", "password.common"),
        ("zyxwvutsrqponm", "password.common"),
        ("0987654321", "password.common"),
        ("p@ssw0rd2026", "password.common"),
        ("Y4ngasc1935!", "password.common"),
        ("M@nch3ster99", "password.common"),
        ("tanzani42026", "password.common"),
        ("simbasimba", "password.common"),
        ("ManUnited2026", "password.common"),
        ("Mwanahamisi1", "password.common"),
        ("mungunimwema", "password.common"),
        ("1qaz2wsx3edc", "password.common"),
        ("qweasdzxc123", "password.common"),
        ("0754123456", "password.common"),
        ("iloveyou2026", "password.common"),
        ("neema12345", "password.own_name"),
        ("NeemaMollel", "password.own_name"),
        ("Buigiri2026", "password.own_name"),
        ("buigiridispensary", "password.own_name"),
    ],
)
def test_what_somebody_would_try_first_is_refused(password: str, code: str) -> None:
    assert _code(password) == code


def test_the_list_is_long_folded_and_read_only_when_it_is_needed() -> None:
    words = common_passwords()
    assert len(words) >= 3_000
    assert all(word == word.casefold().strip() for word in words)
    told = subprocess.run(
        [sys.executable, "-c", _LAZY], capture_output=True, check=True, text=True, env={**os.environ}
    )
    assert told.stdout.strip() == "0"


_LAZY = (
    "import emr_desktop.facility.service\n"
    "from emr_desktop.access.credentials import common_passwords\n"
    "print(common_passwords.cache_info().currsize)"
)


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(password: str) -> None:
    assert _code(password) in (
        None,
        "password.too_short",
        "password.too_long",
        "password.common",
        "password.own_name",
    )


@pytest.mark.parametrize(
    ("typed", "folded"), [(" Asha ", "asha"), ("j.mushi-2", "j.mushi-2"), ("MKUU", "mkuu")]
)
def test_a_user_name_is_folded(typed: str, folded: str) -> None:
    assert clean_username(typed) == folded


@pytest.mark.parametrize("typed", ["", "a", "2asha", "asha mushi", "asha@x", "a" * 33, "../etc", "áé"])
def test_a_strange_user_name_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clean_username(typed)
    assert (refused.value.field, refused.value.code) == ("username", "staff.username_format")


@pytest.mark.parametrize("typed", ["", "   ", "x" * 101, "a\x00b"])
def test_a_strange_full_name_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        clean_full_name(typed)


def test_blanks_in_a_full_name_are_tidied() -> None:
    assert clean_full_name("  Neema \t Mollel ") == "Neema Mollel"


@pytest.mark.parametrize(
    "typed", ["mollelneema2024", "Neema.Mollel!", "buigiri dispensary 7", "Neema-Buigiri99"]
)
def test_names_that_everybody_knows_are_refused_in_any_order(typed: str) -> None:
    assert _code(typed) == "password.own_name"


def test_a_name_among_other_words_is_a_password() -> None:
    assert _code("neema ana paka wanne") is None


def test_four_random_words_are_always_a_password() -> None:
    assert len(set(passphrase_words())) == len(passphrase_words()) > 1024
    assert all(word.isascii() and word.isalpha() and word.islower() for word in passphrase_words())
    made = [new_passphrase() for _ in range(200)]
    assert len(set(made)) == 200
    assert {_code(each) for each in made} == {None}
