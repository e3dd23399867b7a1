"""What a user name and a password must be."""

from __future__ import annotations

import re
import secrets
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
_LEET = str.maketrans(
    {"@": "a", "4": "a", "8": "b", "3": "e", "9": "g", "6": "g", "1": "i", "!": "i", "0": "o"}
)
_LEET |= str.maketrans({"0": "o", "5": "s", "$": "s", "7": "t", "2": "z"})
_NOT_LETTERS = "0123456789 !@#$%^&*()-_=+.,;:?/"
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
    # A known word with a year or a 123 behind it is what guessing programs try first.
    common = common_passwords()
    if folded in common or core in common or len(set(folded)) < 5 or _is_run(folded) or _is_disguised(folded):
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


def _is_disguised(folded: str) -> bool:
    """Whether it is a common one with figures or signs for letters, or one twice, with figures around it."""
    common = common_passwords()
    core = "".join(c for c in folded if c.isalpha())
    half = len(core) // 2
    if half >= _SHORTEST_OWN_WORD and core == core[:half] * 2 and core[:half] in common:
        return True
    # Which figures at the end are letters cannot be known: "tanzani42026" has one.
    shortest = len(folded.rstrip(_NOT_LETTERS))
    read = [folded[:end].translate(_LEET) for end in range(shortest, len(folded) + 1)]
    return any("".join(c for c in each if c.isalpha()) in common for each in read if each)


@cache
def common_passwords() -> frozenset[str]:
    """What is tried first; read when somebody chooses a password."""
    text = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
