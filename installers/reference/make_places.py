"""Makes emr_desktop/reference/places/mainland.csv.gz from the package mtaa (MIT), version 1.5.

Run it from the project folder with the package unpacked somewhere (it is no dependency of the program):
``python installers/reference/make_places.py FOLDER/mtaa/tanzania_json.py``. The same package gives the same
bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[2] / "emr_desktop" / "reference" / "places" / "mainland.csv.gz"


def main(source: Path) -> None:
    """Write region, council, ward and village or street; hamlets below a village are left out."""
    content = json.loads(source.read_text(encoding="utf-8"))
    rows = sorted(set(_places(content)))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["region", "council", "ward", "village"])
    before = ("", "", "", "")
    for row in rows:
        # What is the same as in the line before is left empty: the file is read in half the time.
        same = next((place for place in range(3) if row[place] != before[place]), 3)
        writer.writerow(["" if place < same else name for place, name in enumerate(row)])
        before = row
    # No name and no time in the header: the same input gives the same file.
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))
    print(f"{TARGET.name}: {len(rows)} places, {TARGET.stat().st_size} bytes")


def _places(content: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for region, districts in content.items():
        for council, wards in districts["districts"].items():
            for ward, streets in wards["wards"].items():
                if not isinstance(streets, dict):
                    continue  # a post code among the wards
                for village in streets["streets"] or [""]:
                    yield (_name(region), _name(council), _name(ward), _name(village))


def _name(text: str) -> str:
    """Two lines become one: ``Hombolo Bwawani``; ``Chadulu 'b'`` -> ``Chadulu B``."""
    words = text.replace('"', "'").split()
    return " ".join(_word(word) for word in words)


def _word(word: str) -> str:
    bare = word.strip("'")
    if bare.casefold() in ("cbd", "ii", "iii", "iv", "vi", "vii"):
        return bare.upper()
    return bare[:1].upper() + bare[1:]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
