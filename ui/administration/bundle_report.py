"""What a FHIR Bundle brought, or would bring: what was taken of each type, and what was left and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.exchange.fhir_in import FhirImportResult
from ui.messages import sentence
from ui.qt.language import Language
from ui.widgets.layout import column, words
from ui.widgets.table import Column, DataTable

_HERE = {"Patient": "patients_unchanged", "Encounter": "visits_unchanged"}


@dataclass(frozen=True)
class BundleRow:
    """One line: a type of resource with its numbers, or one reason why some of it were left."""

    type: str
    read: int | None = None
    taken: int | None = None
    here: int | None = None
    left: int = 0
    why: str = ""


class BundleReport(QWidget):
    """Empty until ``show_result``."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bundleReport")
        self._language = language
        self._result: FhirImportResult | None = None
        self._line = words(wrap=True, parent=self)
        self._line.setObjectName("bundleCounts")
        self.table: DataTable[BundleRow] = DataTable(
            "bundleTypes",
            (
                Column(lambda: self.tr("Kind"), self._kind, width=232),
                Column(
                    lambda: self.tr("In the file"), lambda each: _number(each.read), right=True, width=112
                ),
                Column(lambda: self.tr("Taken"), lambda each: _number(each.taken), right=True, width=128),
                Column(
                    lambda: self.tr("Here already"), lambda each: _number(each.here), right=True, width=112
                ),
                Column(lambda: self.tr("Left"), lambda each: str(each.left or ""), right=True, width=104),
                Column(
                    lambda: self.tr("Why"), lambda each: each.why, stretch=True, tip=lambda each: each.why
                ),
            ),
            parent=self,
        )
        page = column(self)
        page.addWidget(self._line)
        page.addWidget(self.table, 1)
        self._translate()

    def show_result(self, result: FhirImportResult) -> None:
        """Say what became of the file."""
        self._result = result
        self._translate()

    def _rows(self, result: FhirImportResult) -> Iterator[BundleRow]:
        told = set()
        for each in result.types:
            name = _HERE.get(each.type)
            here = getattr(result, name) if name else None
            told.add(each.type)
            yield BundleRow(each.type, each.read, each.taken, here, each.left)
            yield from self._reasons(result, each.type)
            for part in dict.fromkeys(
                one.type for one in result.left if one.type.startswith(f"{each.type}.")
            ):
                told.add(part)
                yield from self._reasons(result, part)
        for kind in dict.fromkeys(one.type for one in result.left if one.type not in told):
            yield from self._reasons(result, kind)

    def _reasons(self, result: FhirImportResult, kind: str) -> Iterator[BundleRow]:
        for one in result.left:
            if one.type == kind:
                why = sentence(one.code, one.params, self._language.code)
                yield BundleRow(
                    kind if "." in kind else "", left=one.count, why=f"{why} ({', '.join(one.examples)})"
                )

    def _kind(self, row: BundleRow) -> str:
        said = {
            "Patient": self.tr("Patients"),
            "Encounter": self.tr("Visits"),
            "Condition": self.tr("Diagnoses"),
            "Observation": self.tr("Measurements and tests"),
            "MedicationRequest": self.tr("Prescriptions"),
            "AllergyIntolerance": self.tr("Allergies"),
            "Procedure": self.tr("Procedures"),
            "ServiceRequest": self.tr("Requests and referrals"),
        }.get(row.type)
        return f"{said} ({row.type})" if said else row.type

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        result = self._result
        self.table.set_empty_text(self.tr("There is nothing in the file that could be taken."))
        if result is None:
            self._line.clear()
            self.table.show_rows(())
            return
        parts = [
            self.tr("Only tried, nothing kept") if result.dry_run else self.tr("Kept"),
            self.tr("%n patient(s) registered", "", result.patients_added),
            self.tr("%n visit(s) added", "", result.visits_added),
        ]
        if result.mapped:
            parts.append(
                self.tr(
                    "%n diagnosis(es) got the ICD-10 code of our own list, which is unconfirmed",
                    "",
                    result.mapped,
                )
            )
        if result.rejects is not None:
            parts.append(self.tr("What was left is written to {0}").format(result.rejects))
        self._line.setText("  ·  ".join(parts))
        self.table.show_rows(tuple(self._rows(result)))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
