"""Leaves out of Qt's ICU data what the program never asks for: most of 32 MB.

    python installers/icu_data.py FOLDER

Qt takes names of days, numbers and languages from tables of its own; of ICU it uses comparing of texts, so
the data of other languages, of transliteration, of units and of old character sets can go. ICU falls back to
its root where a language is not there. The library keeps its length (what is in it stays where it is): the
end is filled with zeros, which take no room in a package.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from pathlib import Path

_FORMAT = b"CmnD"  # the common format of ICU's data, https://unicode-org.github.io/icu/userguide/icu_data
_FORMAT_AT = 12  # bytes from its beginning
_ALIGNED = 16
_LANGUAGES = ("root", "en", "sw", "res_index", "pool")
_FOLDERS_OUT = ("brkitr/", "curr/", "lang/", "rbnf/", "region/", "translit/", "unit/", "zone/")
# Tables that are of no language, beside the languages in the same folder.
_TABLES = frozenset(
    {
        "currencyNumericCodes", "dayPeriods", "genderList", "grammaticalFeatures", "icustd", "icuver",
        "keyTypeData", "langInfo", "metaZones", "metadata", "numberingSystems", "pluralRanges", "plurals",
        "supplementalData", "timezoneTypes", "windowsZones", "zoneinfo64",
    }
)  # fmt: skip


def is_wanted(name: str) -> bool:
    """Whether an item stays: ``coll/ucadata.icu``, ``en_TZ.res``, ``zoneinfo64.res``."""
    if name.startswith(_FOLDERS_OUT) or name.endswith(".cnv") or name == "unames.icu":
        return False
    if not name.endswith(".res"):
        return True
    stem = name.removesuffix(".res").removeprefix("coll/")
    return stem in _TABLES or stem.split("_")[0] in _LANGUAGES or stem in _LANGUAGES


def items(data: bytes) -> dict[str, bytes]:
    """The items of ICU data, by the name within its package.

    Args:
        data: from the beginning of its header on; what follows the last item is taken to belong to that.
    """
    (head,) = struct.unpack_from("<H", data)
    (count,) = struct.unpack_from("<I", data, head)
    table = [struct.unpack_from("<II", data, head + 4 + 8 * at) for at in range(count)]
    ends = [start for _name, start in table[1:]] + [len(data) - head]
    found = {}
    for (name_at, start), end in zip(table, ends, strict=True):
        name = data[head + name_at : data.index(b"\0", head + name_at)].decode("ascii")
        found[name] = data[head + start : head + end]
    return found


def packed(head: bytes, kept: dict[str, bytes]) -> bytes:
    """ICU data of some items behind a header, as it was taken apart by :func:`items`."""
    names, name_at = b"", {}
    first = 4 + 8 * len(kept)
    for name in sorted(kept, key=str.encode):
        name_at[name] = first + len(names)
        names += name.encode("ascii") + b"\0"
    place = -(-(len(head) + first + len(names)) // _ALIGNED) * _ALIGNED - len(head)
    table, body = struct.pack("<I", len(kept)), b""
    start = place
    for name in sorted(kept, key=str.encode):
        table += struct.pack("<II", name_at[name], place + len(body))
        body += kept[name] + bytes(-len(kept[name]) % _ALIGNED)
    return head + (table + names).ljust(start, b"\0") + body


def trim(library: bytes, wanted: Callable[[str], bool] = is_wanted) -> bytes:
    """The library with only the wanted items in its data, as long as before.

    Raises:
        ValueError: there is no ICU data in it, or not as expected.
    """
    start = library.find(_FORMAT) - _FORMAT_AT
    if start < 0 or library[start + 2 : start + 4] != b"\xda\x27" or library[start + 8] != 0:
        raise ValueError("no ICU data for this machine in the library")
    (head,) = struct.unpack_from("<H", library, start)
    (count,) = struct.unpack_from("<I", library, start + head)
    _name, last = struct.unpack_from("<II", library, start + head + 4 + 8 * (count - 1))
    data = items(library[start:])
    # Where the last item ends the data do not say: so it stays, at the place where it was the last.
    end = start + head + last
    final = max(data, key=str.encode)
    prefix = final.split("/")[0] + "/"
    kept = {name: each for name, each in data.items() if name != final and wanted(name.removeprefix(prefix))}
    made = packed(library[start : start + head], {**kept, final: b""})
    if not kept or len(made) > end - start:
        raise ValueError("nothing would be left, or nothing left out")
    # The last item's own place in the new table is the old place of its content.
    at = head + 4 + 8 * len(kept) + 4
    made = made[:at] + struct.pack("<I", last) + made[at + 4 :]
    return library[:start] + made.ljust(end - start, b"\0") + library[end:]


def main(folder: Path) -> None:
    """Trim the one library in a frozen program, and say by how much."""
    (library,) = (path for path in folder.rglob("libicudata.so.*") if not path.is_symlink())
    whole = library.read_bytes()
    made = trim(whole)
    library.write_bytes(made)
    kept = len(made) - made.count(0)
    print(
        f"{library.name}: {(len(whole) - whole.count(0)) / 1e6:.1f} -> {kept / 1e6:.1f} MB that are not zeros"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
