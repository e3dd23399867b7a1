"""ICU data after trimming: what stays is what it was, and the library is as long as before."""

from __future__ import annotations

import struct

import pytest

from installers.icu_data import is_wanted, items, packed, trim

HEAD = struct.pack("<HBBHHBBBB", 32, 0xDA, 0x27, 20, 0, 0, 0, 2, 0) + b"CmnD" + bytes(16)
WHOLE = {
    "icudt73l/coll/ucadata.icu": b"u" * 40,
    "icudt73l/en.res": b"e" * 16,
    "icudt73l/ibm-37.cnv": b"i" * 4096,
    "icudt73l/sw_TZ.res": b"s" * 33,
    "icudt73l/unit/sw.res": b"n" * 64,
    "icudt73l/zu.res": b"z" * 50,
}
AROUND = (b"\x7fELF" + bytes(60), b"the sections behind" * 3)


def _library() -> bytes:
    return packed(HEAD, WHOLE).join(AROUND)


def test_what_is_put_together_comes_apart_again() -> None:
    found = items(packed(HEAD, WHOLE))
    assert {name: content.rstrip(b"\0") for name, content in found.items()} == WHOLE


def test_the_wanted_stay_whole_and_nothing_else_moves() -> None:
    library = _library()
    trimmed = trim(library)
    assert len(trimmed) == len(library)
    assert trimmed.startswith(AROUND[0])
    assert trimmed.endswith(AROUND[1])
    left = items(trimmed[len(AROUND[0]) :])
    assert list(left) == [
        "icudt73l/coll/ucadata.icu",
        "icudt73l/en.res",
        "icudt73l/sw_TZ.res",
        "icudt73l/zu.res",  # the last one: nothing says where it ends
    ]
    for name, content in left.items():
        assert content.startswith(WHOLE[name])
    assert trimmed.count(0) > library.count(0) + 4000


def test_a_library_without_icu_data_is_not_changed_in_silence() -> None:
    with pytest.raises(ValueError, match="no ICU data"):
        trim(b"\x7fELF" + bytes(100))
    with pytest.raises(ValueError, match="nothing"):
        trim(_library(), lambda _name: False)


def test_comparing_of_texts_and_both_languages_stay() -> None:
    for name in ("coll/ucadata.icu", "coll/root.res", "coll/sw.res", "en_TZ.res", "sw.res", "zoneinfo64.res"):
        assert is_wanted(name), name
    for name in (
        "zh.res",
        "coll/zh.res",
        "brkitr/cjdict.dict",
        "gb18030.cnv",
        "lang/sw.res",
        "translit/el.res",
    ):
        assert not is_wanted(name), name
