"""The laboratory register as CSV: codes and words that other programs can read."""

from __future__ import annotations

import csv
import io

from emr_desktop.laboratory.rows import Register

COLUMNS = (
    "date",
    "patient_number",
    "patient_name",
    "sex",
    "age_months",
    "village",
    "ordered_by",
    "specimen",
    "test",
    "results",
    "flags",
    "status",
    "done_by",
    "validated_by",
    "remark",
)


def register_rows(register: Register) -> list[tuple[str, ...]]:
    """The lines of the register as cells; results as ``code=result`` between semicolons.

    A line the reader may not see keeps its day only.
    """
    rows = []
    for line in register.lines:
        if line.hidden:
            rows.append((line.on.isoformat(), *("" for _ in COLUMNS[1:])))
            continue
        rows.append(
            (
                line.on.isoformat(),
                line.patient.number,
                line.patient.full_name,
                line.patient.sex,
                str(line.age_months),
                line.patient.village or "",
                line.ordered_by or "",
                line.specimen or "",
                line.test,
                ";".join(f"{value.test}={value.result}" for value in line.results),
                ";".join(f"{value.test}={value.flag}" for value in line.results if value.is_abnormal),
                line.status,
                line.done_by or "",
                line.validated_by or "",
                line.remark or "",
            )
        )
    return rows


def register_csv(register: Register) -> bytes:
    """UTF-8 with a byte order mark, so that a spreadsheet reads Swahili names rightly.

    A cell that begins like a formula gets an apostrophe in front: a name must not run in a spreadsheet.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_inert(cell) for cell in row] for row in register_rows(register))
    return text.getvalue().encode("utf-8-sig")


def register_xlsx(register: Register) -> bytes:
    """One sheet, every cell as text."""
    # openpyxl is slow to load: only who saves a file waits for it.
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101
    sheet.title = "Laboratory"
    sheet.append(list(COLUMNS))
    for row in register_rows(register):
        sheet.append([_inert(cell) for cell in row])
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
