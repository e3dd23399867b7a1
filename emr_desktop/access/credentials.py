"""What a user name and a password must be."""

from __future__ import annotations

import re
import secrets
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from emr_desktop.errors import ValidationError

# NIST SP 800-63B and OWASP ASVS 6.2: length and a block list, no rules of composition, no forced change.
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256
WORDS_IN_PASSPHRASE = 4
_SHORTEST_OWN_WORD = 4
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_KEYBOARD_ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv",
)


def clean_username(username: str) -> str:
    """Fold a user name to lower case.

    Raises:
        ValidationError: ``username``: 2-32 of a-z 0-9 . _ - and a letter first.
    """
    folded = username.strip().casefold()
    if not _USERNAME.fullmatch(folded):
        raise ValidationError("username", "staff.username_format")
    return folded


def clean_full_name(full_name: str) -> str:
    """Take superfluous blanks out of a person's name.

    Raises:
        ValidationError: ``full_name`` is empty or longer than 100 characters.
    """
    cleaned = " ".join(full_name.split())
    if not cleaned or len(cleaned) > 100 or not cleaned.isprintable():
        raise ValidationError("full_name", "staff.full_name_missing")
    return cleaned


def check_password(password: str, *, own_words: Iterable[str]) -> None:
    """Refuse a password that is short, or among the first that somebody would try.

    Args:
        password: what was chosen.
        own_words: names that everybody here knows: user name, full name, facility, ward.

    Raises:
        ValidationError: ``password``: ``password.too_short password.too_long password.own_name
            password.common``.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise ValidationError("password", "password.too_short", minimum=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise ValidationError("password", "password.too_long", maximum=LONGEST_PASSWORD)
    folded = password.casefold()
    core = "".join(character for character in folded if character.isalpha())
    words = {
        "".join(c for c in word.casefold() if c.isalpha())
        for text in own_words
        for word in [text, *text.split()]
    }
    if core and (core in words or _is_made_of(core, words)):
        raise ValidationError("password", "password.own_name")
    common, weak_words = _blocked()
    # A known word with a year or a 123 behind it is what guessing programs try first.
    if folded in common or core in weak_words or len(set(folded)) < 5 or _is_run(folded):
        raise ValidationError("password", "password.common")


def new_passphrase() -> str:
    """Four random Swahili words: 40 bits of chance, and easier to remember than letters."""
    return " ".join(secrets.choice(passphrase_words()) for _ in range(WORDS_IN_PASSPHRASE))


@cache
def passphrase_words() -> tuple[str, ...]:
    """The words, in the order of the file."""
    return tuple((Path(__file__).parent / "passphrase_words.txt").read_text(encoding="utf-8").split())


def _is_made_of(core: str, words: Iterable[str]) -> bool:
    """Whether the letters are names that everybody here knows, and hardly anything else."""
    rest = core
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= _SHORTEST_OWN_WORD:
            rest = rest.replace(word, "")
    return rest != core and len(rest) < _SHORTEST_OWN_WORD


def _is_run(folded: str) -> bool:
    return any(folded in (row * 3) or folded in (row * 3)[::-1] for row in _KEYBOARD_ROWS)


@cache
def _blocked() -> tuple[frozenset[str], frozenset[str]]:
    table = tomllib.loads((Path(__file__).parent / "common_passwords.toml").read_text(encoding="utf-8"))
    return frozenset(table["passwords"]), frozenset(table["words"])
