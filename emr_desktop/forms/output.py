"""A report, its cases and its check as files: JSON, CSV, XLSX. The modules that write them load when used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from emr_desktop.clock import local
from emr_desktop.forms.rows import Cases, FormReport, FormSignature, FormStanding


def report_document(report: FormReport) -> dict[str, Any]:
    """The report as plain values, in the shape and key order of the ``report show`` contract."""
    document: dict[str, Any] = {
        "form": report.info.form,
        "edition": report.info.edition,
        "period": report.period,
        "facility": {"code": report.facility_code, "name": report.facility_name},
        "generated": local(report.generated).replace(microsecond=0).isoformat(),
        "status": report.status,
        "version": report.version,
        "rows": [
            {"row": row.row, "en": row.en, "sw": row.sw, "cells": dict(row.cells), "total": dict(row.total)}
            for row in report.rows
        ],
        "misplaced": [
            {
                "row": item.row,
                "column": item.column,
                "visit": str(item.visit),
                "why": item.why.replace("_", " "),
            }
            for item in report.misplaced
        ],
    }
    if report.nothing_recorded:
        document["nothing_recorded"] = True
    if report.changed:
        document["changed"] = [
            {"row": cell.row, "column": cell.column, "closed": cell.closed, "now": cell.now}
            for cell in report.changed
        ]
    if report.standing is not None and report.signature is not None:
        document["signature"] = _signature(report.signature, report.standing)
    return document


def _signature(signature: FormSignature, standing: FormStanding) -> dict[str, Any]:
    replaced = standing.replaced_at
    return {
        "signer": signature.signer_name,
        "cadre": signature.signer_cadre,
        "date": signature.day.isoformat(),
        "code": signature.code,
        "versions": standing.versions,
        "in_force": standing.in_force,
        "replaced": None if replaced is None else local(replaced).replace(microsecond=0).isoformat(),
    }


def report_json(report: FormReport) -> bytes:
    import json

    return json.dumps(report_document(report), ensure_ascii=False, indent=1).encode() + b"\n"


def cases_document(cases: Cases) -> dict[str, Any]:
    """The cases as plain values, in the shape of the ``report cases`` contract; no names of patients."""
    weighed = any(line.amount != 1 for line in cases.visits)
    return {
        "form": cases.form,
        "period": cases.period,
        "row": cases.row,
        "column": cases.column,
        "count": cases.count,
        "visits": [
            {
                "visit": None if line.visit is None else str(line.visit),
                "date": line.date.isoformat(),
                "patient_number": line.patient_number,
                "sex": line.sex,
                "age": line.age,
                "diagnoses": list(line.diagnoses),
                **({"amount": line.amount} if weighed else {}),
            }
            for line in cases.visits
        ],
    }


def report_csv(report: FormReport) -> bytes:
    """One line for each row of the form: number, both names, every column, totals. A greyed cell is empty.

    UTF-8 with a byte order mark, without which spreadsheets misread Swahili quotation marks and dashes.
    """
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    totals = [f"total.{name}" for name in _totals_of(report)]
    writer.writerow(["row", "en", "sw", *report.info.columns, *totals])
    for row in report.rows:
        figures = ["" if row.cells[column] is None else row.cells[column] for column in report.info.columns]
        writer.writerow(
            [row.row, row.en, row.sw, *figures, *(row.total[name] for name in _totals_of(report))]
        )
    return text.getvalue().encode("utf-8-sig")


def _totals_of(report: FormReport) -> tuple[str, ...]:
    return (*(part.code for part in report.info.parts), "all")


def report_xlsx(report: FormReport, *, language: str = "sw") -> bytes:
    """One sheet laid out like the paper form; see ``spreadsheet``."""
    from emr_desktop.forms.spreadsheet import form_workbook

    return form_workbook(report, language=language)


def month_xlsx(reports: Sequence[FormReport], *, language: str = "sw") -> bytes:
    """A workbook with a sheet for each form; see ``spreadsheet``."""
    from emr_desktop.forms.spreadsheet import month_workbook

    return month_workbook(reports, language=language)
