"""A form as a file: chosen where, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from emr_desktop.forms.output import report_csv, report_json, report_xlsx
from emr_desktop.forms.rows import FormReport

FORMATS: dict[str, Callable[[FormReport, str], bytes]] = {
    "xlsx": lambda report, language: report_xlsx(report, language=language),
    "csv": lambda report, _language: report_csv(report),
    "json": lambda report, _language: report_json(report),
}


def file_name(report: FormReport) -> str:
    """``opd-2014-202611-101168-3``: says what it is without opening it."""
    return f"{report.info.form}-{report.info.edition}-{report.period}-{report.facility_code}"


def ask_where(parent: QWidget, *, name: str, kind: str, title: str) -> Path | None:
    """Ask for a place; None when the person changed their mind."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    suggested = str(Path(documents) / f"{name}.{kind}")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, suggested, f"{kind.upper()} (*.{kind})")
    return Path(chosen) if chosen else None
