"""What a search text says about a patient who is not there yet. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FirstWords:
    """What the search box already told about a new patient."""

    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    phone: str = ""


def first_words(text: str) -> FirstWords:
    """Take names and a phone number out of a search text, so that nobody types them twice.

    Words with digits are no names; digits that make nine or more together are a phone number. The first word
    is the first name, the last the last name, what is between the middle name.
    """
    words = text.split()
    digits = "".join(word for word in words if any(letter.isdigit() for letter in word))
    phone = digits if sum(letter.isdigit() for letter in digits) >= 9 and not set(digits) & set("-/") else ""
    names = [_capital(word) for word in words if not any(letter.isdigit() for letter in word)]
    if not names:
        return FirstWords(phone=phone)
    if len(names) == 1:
        return FirstWords(first_name=names[0], phone=phone)
    return FirstWords(
        first_name=names[0], middle_name=" ".join(names[1:-1]), last_name=names[-1], phone=phone
    )


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:] if word.islower() else word
