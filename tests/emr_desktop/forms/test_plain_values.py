"""What is kept as text comes back as it was, also when the classes have changed meanwhile."""

import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.access.head_code import chain_code, read_code, written
from emr_desktop.errors import EmrError
from emr_desktop.forms.loading import shipped_forms
from emr_desktop.forms.plain_values import as_plain, from_plain, packed, text_of, unpacked


@dataclass(frozen=True)
class Old:
    name: str
    gone: int = 3


@dataclass(frozen=True)
class New:
    name: str
    parts: tuple[str, ...] = ("M", "F")
    known: dict[str, int] = field(default_factory=dict, compare=False)


def test_text_of_an_older_program_stays_readable() -> None:
    assert from_plain(New, json.loads(text_of(Old("opd")))) == New("opd")


def test_a_definition_gives_the_same_text_whatever_was_counted_with_it() -> None:
    opd = shipped_forms()["opd", "2014"]
    before = text_of(opd)
    opd.places("diagnoses", dict.fromkeys(opd.facts_used("diagnoses")) | {
        "icd10": "A00", "age_months": 20, "sex": "F"
    })  # fmt: skip
    assert text_of(opd) == before
    assert json.loads(before) == as_plain(opd)


def test_damaged_content_is_said_so() -> None:
    content = packed("maneno")
    assert unpacked(content) == "maneno"
    for broken in (content[:-3], b"", b"x" + content):
        with pytest.raises(ValueError, match="damaged"):
            unpacked(broken)


@given(mac=st.binary(min_size=32, max_size=32), place=st.integers(0, 8), other=st.integers(1, 30))
def test_a_code_is_read_back_and_one_wrong_or_two_swapped_signs_always_show(mac, place, other) -> None:
    code = chain_code(mac)
    assert read_code(written(code).lower()) == code
    signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    wrong = signs[(signs.index(code[place]) + other) % len(signs)]
    mistakes = [code[:place] + wrong + code[place + 1 :]]
    if place < 7 and code[place] != code[place + 1]:
        mistakes.append(code[:place] + code[place + 1] + code[place] + code[place + 2 :])
    for mistake in mistakes:
        with pytest.raises(EmrError, match=r"form\.code_mistyped"):
            read_code(mistake)
