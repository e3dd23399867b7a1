"""Headers that somebody made up: refused with a code, whatever they say, before anything large is read.

``EMR_FUZZ_BACKUP=100000`` tries that many changed files instead of a few.
"""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.backup_file import Watch, read_container, unpack
from db.backup_header import LONGEST_HEADER, MAGIC, BackupHeader, header_length, parse_header
from db.errors import BackupTrouble
from db.sealing import BOX_LENGTH, SealedKey

ROUNDS = int(os.environ.get("EMR_FUZZ_BACKUP", "300"))
BODY = b"encrypted" * 50
GOOD = BackupHeader(
    backup_id=b"b" * 16,
    db_id=b"d" * 16,
    facility="101168-3",
    training=False,
    created=datetime(2026, 11, 28, 16, 57, tzinfo=UTC),
    made_by="1.0",
    reason="daily",
    schema=17,
    incarnation=b"i" * 16,
    generation=1,
    rows={"visit": 3, "patient": 2},
    audit_seq=5,
    audit_mac=b"m" * 32,
    size=len(BODY),
    checksum=b"c" * 32,
    sealed=(SealedKey("recovery", b"p" * 32, b"s" * 16, b"x" * BOX_LENGTH),),
).signed(b"k" * 32)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def _file(content: bytes) -> bytes:
    return MAGIC + len(content).to_bytes(4, "big") + content + BODY


def _refused_or_the_same(content: bytes) -> None:
    try:
        found = parse_header(content)
    except BackupTrouble as trouble:
        assert trouble.code in ("backup.damaged", "backup.newer")  # noqa: PT017
    else:
        assert found.to_bytes() == content
        assert "/" not in found.file_name
        assert "\\" not in found.file_name


def test_the_header_reads_back_and_its_mac_binds_every_field() -> None:
    assert parse_header(GOOD.to_bytes()) == GOOD
    assert GOOD.is_signed_by(b"k" * 32)
    assert not GOOD.is_signed_by(b"l" * 32)
    fields = json.loads(GOOD.to_bytes())
    fields["rows"]["visit"] = 4
    changed = parse_header(json.dumps(fields, sort_keys=True, indent=1).encode() + b"\n")
    assert not changed.is_signed_by(b"k" * 32)


@given(ANY_JSON, st.sampled_from(sorted(json.loads(GOOD.to_bytes()))))
def test_any_value_in_the_place_of_any_field_is_refused_or_is_a_header(value: object, name: str) -> None:
    fields = json.loads(GOOD.to_bytes())
    fields[name] = value
    _refused_or_the_same(json.dumps(fields, sort_keys=True, indent=1).encode() + b"\n")


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(content: bytes) -> None:
    _refused_or_the_same(content)
    with pytest.raises(BackupTrouble):
        parse_header(content)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("facility", "../../etc"),
        ("facility", "101168-3\n"),
        ("facility", "101168-3/../x"),
        ("facility", "C:\\x"),
        ("facility", "101168-३"),
        ("size", -1),
        ("size", 1 << 60),
        ("size", True),
        ("reason", "../x"),
        ("rows", {"../x": 1}),
        ("rows", {f"t{number}": 1 for number in range(501)}),
        ("sealed", []),
        ("created", "2026-11-28T16:57:00+03:00"),
        ("created", "9999-99-99T00:00:00Z"),
        ("made_by", "Asha Juma"),
    ],
)
def test_paths_sizes_and_names_in_a_header_are_refused(name: str, value: object) -> None:
    fields = json.loads(GOOD.to_bytes())
    fields[name] = value
    with pytest.raises(BackupTrouble):
        parse_header(json.dumps(fields, sort_keys=True, indent=1).encode() + b"\n")


def test_a_deep_or_long_header_is_refused_before_it_is_taken_in(tmp_path: Path) -> None:
    with pytest.raises(BackupTrouble):
        parse_header(b"[" * 60_000)
    with pytest.raises(BackupTrouble):
        header_length(MAGIC + (LONGEST_HEADER + 1).to_bytes(4, "big"))
    with pytest.raises(BackupTrouble):
        header_length(MAGIC + b"\xff\xff\xff\xff")
    path = tmp_path / "x.emrbackup"
    path.write_bytes(MAGIC + (LONGEST_HEADER).to_bytes(4, "big") + b"{")
    with pytest.raises(BackupTrouble):
        read_container(path)


def test_a_newer_format_says_so() -> None:
    with pytest.raises(BackupTrouble) as refused:
        parse_header(b'{"format": 2}')
    assert refused.value.code == "backup.newer"


def test_changed_files_are_refused_or_whole_and_never_anything_else(tmp_path: Path) -> None:
    chance = random.Random(6)
    whole = _file(GOOD.to_bytes())
    path, out = tmp_path / "x.emrbackup", tmp_path / "out"
    for _ in range(ROUNDS):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content))
            match chance.randrange(5):
                case 0:
                    content[at] ^= 1 << chance.randrange(8)
                case 1:
                    del content[at : at + chance.randint(1, 60)]
                case 2:
                    content[at:at] = chance.randbytes(chance.randint(1, 30))
                case 3:
                    content[at : at + 8] = chance.choice(
                        [b"\x00" * 8, b"9" * 8, b'"../../x"', b"null    ", b"[[[[[[[[", b"1e999999"]
                    )
                case _:
                    content[at:] = content[at : at + chance.randint(0, 40)]
            if not content:
                content = bytearray(b"E")
        path.write_bytes(content)
        try:
            unpack(read_container(path), out, Watch())
        except BackupTrouble as trouble:
            assert trouble.code.startswith("backup.")  # noqa: PT017
        assert not out.exists()  # the checksum of the header fits no body here
