"""Files in and out: the facility's own data as CSV or FHIR, and lists from elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.exchange.fhir_in import FhirImportResult
from emr_desktop.exchange.rows import ExportResult, ImportResult, Progress
from emr_desktop.exchange.service import (
    export_patients,
    export_visits,
    import_fhir,
    import_patients,
    import_visits,
)
from ui.administration.bundle_report import BundleReport
from ui.administration.import_report import ImportReport
from ui.administration.moving_in import MovingIn
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.day_field import DayField
from ui.widgets.flow import Flow
from ui.widgets.layout import Card, column, row
from ui.widgets.password_bar import PasswordBar

_IMPORTS = {"patients": import_patients, "visits": import_visits}
_EXPORTS = {"patients": export_patients, "visits": export_visits}
_ENDINGS = {"csv": "csv", "fhir": "json"}
_STEPS = 10_000  # of the bar: bytes of a large file are more than it can count


class DataPage(QWidget):
    """An import is tried first and changes nothing until a person has seen what it would do."""

    _progressed = Signal(int, int)

    def __init__(self, *, context: ScreenContext, may_export: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dataPage")
        self._context = context
        self.banner = Banner(self)
        self.confirm = ConfirmBar(self)
        self.password = PasswordBar.of_screen(context, parent=self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self.what = ChoiceField("dataWhat", parent=self)
        self.format = ChoiceField("dataFormat", parent=self)
        self.fields = {
            name: DayField(
                called,
                language=context.language,
                today=context.clinic.work.clock.today,
                required=True,
                echo=False,
                parent=self,
            )
            for name, called in (("from", "exportFrom"), ("to", "exportTo"))
        }
        self._export = Button("exportData", kind="primary", parent=self)
        self._export.clicked.connect(self._ask_export)
        self._import = Button("importData", parent=self)
        self._import.clicked.connect(self._ask_import)
        self._bar = QProgressBar(self)
        self._bar.hide()
        self._stop = Button("stopImport", parent=self)
        self._stop.clicked.connect(self.stop_import)
        self._stop.hide()
        self._stopping = threading.Event()
        self.bundle = BundleReport(language=context.language, parent=self)
        self.bundle.hide()
        self.report = ImportReport(language=context.language, parent=self)
        self.moving = MovingIn(context=context, page=self, parent=self)
        self.moving.source.bar.chosen.connect(lambda _code: self._show_source())
        self._out_card, self._in_card = Card(self), Card(self)
        self._may_export = may_export
        self._out_card.setVisible(may_export)
        self._lay_out()
        self._progressed.connect(self._show_progress)
        self._translate()
        self.what.bar.choose("visits")
        self.format.bar.choose("csv")
        today = context.clinic.work.clock.today()
        self.fields["from"].show_day(today.replace(day=1))
        self.fields["to"].show_day(today)

    def _lay_out(self) -> None:
        out = Flow(self, spacing=2 * GRID)
        for choice in (self.what, self.format):
            out.add(choice)
        for field in self.fields.values():
            out.add(field, 1, least=14 * GRID)
        self._out_card.body.addWidget(out)
        under = row()
        under.addStretch(1)
        under.addWidget(self._export)
        self._out_card.body.addLayout(under)
        self._in_card.body.addWidget(self.moving, 1)
        self._in_card.body.addWidget(self.report, 1)
        self._in_card.body.addWidget(self.bundle, 1)
        below = row()
        below.addWidget(self.moving.save)
        below.addStretch(1)
        below.addWidget(self._import)
        self._in_card.body.addLayout(below)
        page = column(self, spacing=GRID * 3 // 2)
        page.addWidget(self.banner)
        page.addWidget(self.confirm)
        page.addWidget(self.password)
        going = row()
        going.addWidget(self._bar, 1)
        going.addWidget(self._stop)
        page.addLayout(going)
        page.addWidget(self._out_card)
        page.addWidget(self._in_card, 1)

    def read(self) -> None:
        """Nothing has to be read."""

    def _point_at(self, field: str, text: str) -> bool:
        if field not in self.fields:
            return False
        self.fields[field].set_error(text)
        self.fields[field].editor.setFocus()
        return True

    # out -------------------------------------------------------------------------------------------------

    def _ask_export(self) -> None:
        days = self._days()
        if days is None:
            return
        kind, file_format = self.what.bar.code or "visits", self.format.bar.code or "csv"
        ending = _ENDINGS[file_format]
        suggested = f"{kind}-{days[0]}-{days[1]}.{ending}"
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save a copy of the data"), suggested, f"{ending.upper()} (*.{ending})"
        )
        if chosen:
            self.password.before(lambda: self.export_to(Path(chosen)))

    def export_to(self, path: Path) -> None:
        """Write the chosen data at ``path``."""
        days = self._days()
        if days is None:
            return
        kind, file_format = self.what.bar.code or "visits", self.format.bar.code or "csv"
        first, last = days
        work = self._context.clinic.work

        def done(result: ExportResult) -> None:
            self._bar.hide()
            told = (
                self.tr("Written: {0}").format(path) + "  ·  " + self.tr("%n record(s)", "", result.records)
            )
            if result.left_out:
                language = self._context.language.code
                told += "  ·  " + sentence("export.left_out", {"number": result.left_out}, language)
            self.banner.show_message(told, kind="warn" if result.left_out else "good")

        self.begin(
            lambda: _EXPORTS[kind](
                work, first, last, path, file_format=file_format, progress=self._progressed.emit
            ),
            done,
        )

    def _days(self) -> tuple[date, date] | None:
        found = []
        for name, field in self.fields.items():
            try:
                day = field.value(name)
                if day is None:
                    raise ValidationError(name, "surveillance.day_unreadable")
            except ValidationError as error:
                self._failed(error)
                return None
            found.append(day)
        return found[0], found[1]

    # in --------------------------------------------------------------------------------------------------

    def _show_source(self) -> None:
        """Another system has a result of its own, and needs the room for it."""
        self._out_card.setVisible(self._may_export and not self.moving.is_foreign)
        self.confirm.clear()
        self.bundle.hide()
        self.report.setVisible(not self.moving.is_foreign)
        self._say_import()

    def _ask_import(self) -> None:
        if self.moving.is_foreign:
            self.moving.ask()
            return
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("File to import"), "", "CSV, FHIR R4 (*.csv *.json)"
        )
        if chosen:
            self.try_import(Path(chosen))

    def try_import(self, path: Path) -> None:
        """Say what an import would do; nothing is changed yet. A Bundle is known by its ending, ``.json``."""
        if path.suffix.casefold() == ".json":
            self._run_bundle(path, dry_run=True, rejects=None)
        else:
            self._run_import(path, dry_run=True, rejects=None)

    def stop_import(self) -> None:
        """End an import that runs: nothing of the file is kept."""
        self._stopping.set()
        self._stop.setEnabled(False)

    def _ask_keep(self, path: Path, result: ImportResult) -> None:
        good = result.read - result.refused - result.unchanged
        rejects = path.with_name(f"{path.stem}-rejects.csv") if result.refused else None
        self.ask_to_keep(
            self.tr("Keep %n good line(s) of this file?", "", good) if good else "",
            details="" if rejects is None else self.tr("Bad lines are written to {0}.").format(rejects),
            then=lambda: self._run_import(path, dry_run=False, rejects=rejects),
            again=lambda: self._ask_keep(path, result),
        )

    def _ask_keep_bundle(self, path: Path, result: FhirImportResult) -> None:
        good = result.patients_added + result.visits_added
        rejects = path.with_name(f"{path.stem}-left.csv") if result.left else None
        self.ask_to_keep(
            self.tr("Keep %n patient(s) and visit(s) of this file?", "", good) if good else "",
            details="" if rejects is None else self.tr("What is left is written to {0}.").format(rejects),
            then=lambda: self._run_bundle(path, dry_run=False, rejects=rejects),
            again=lambda: self._ask_keep_bundle(path, result),
        )

    def ask_to_keep(
        self, question: str, *, details: str, then: Callable[[], None], again: Callable[[], None]
    ) -> None:
        """Ask after a trial of a file; no question: nothing of it is good."""
        if question:
            self.confirm.ask(
                question,
                details=details,
                yes=self.tr("Keep them"),
                then=lambda _reason: then(),
                again=again,
            )

    def _run_import(self, path: Path, *, dry_run: bool, rejects: Path | None) -> None:
        kind, language = self.what.bar.code or "visits", self._context.language.code
        work, progress = self._context.clinic.work, self.progress()

        def finished(result: ImportResult) -> None:
            self._end(result, dry_run=dry_run)
            self.bundle.hide()
            self.report.show()
            self.report.show_result(result)
            if dry_run:
                self._ask_keep(path, result)

        self.begin(
            lambda: _IMPORTS[kind](
                work,
                path,
                dry_run=dry_run,
                rejects=rejects,
                say=lambda code, params: sentence(code, params, language),
                progress=progress,
            ),
            finished,
            stops=True,
        )

    def _run_bundle(self, path: Path, *, dry_run: bool, rejects: Path | None) -> None:
        language, work, progress = self._context.language.code, self._context.clinic.work, self.progress()

        def finished(result: FhirImportResult) -> None:
            self._end(result, dry_run=dry_run)
            self.report.hide()
            self.bundle.show()
            self.bundle.show_result(result)
            if dry_run:
                self._ask_keep_bundle(path, result)

        self.begin(
            lambda: import_fhir(
                work,
                path,
                dry_run=dry_run,
                rejects=rejects,
                say=lambda code, params: sentence(code, params, language),
                progress=progress,
            ),
            finished,
            stops=True,
        )

    def progress(self) -> Progress:
        """What an import calls as it goes on, in its own thread: tells the bar, and ends it when asked to."""
        stopping = self._stopping = threading.Event()
        self._stop.setEnabled(True)

        def tell(at: int, of: int) -> None:
            if stopping.is_set():
                raise EmrError("import.stopped")
            self._progressed.emit(at * _STEPS // max(of, 1), _STEPS)

        return tell

    def ended(self) -> None:
        """A long work is done: the bar goes."""
        self._bar.hide()
        self._stop.hide()

    def tell(self, text: str) -> None:
        """Say what is good."""
        self.banner.show_message(text, kind="good")

    def _end(self, result: ImportResult | FhirImportResult, *, dry_run: bool) -> None:
        self.ended()
        if not dry_run:
            self._context.tasks.changed.emit(result.changes)

    # both ------------------------------------------------------------------------------------------------

    def begin(self, work: Callable[[], object], done: Callable[..., None], *, stops: bool = False) -> None:
        """Long work goes beside the database worker, so that the other screens go on reading."""
        self.banner.clear()
        self.confirm.clear()
        self._bar.setRange(0, 0)
        self._bar.show()
        self._stop.setVisible(stops)

        def failed(error: BaseException) -> None:
            self.ended()
            self._failed(error)

        # What is read for a file ends at any statement; an import in its own way, nothing of the file kept.
        self._context.tasks.run_aside(
            self,
            work,
            done=done,
            failed=failed,
            stoppable=not stops,
            stop=self.stop_import if stops else None,
        )

    def _show_progress(self, at: int, of: int) -> None:
        self._bar.setRange(0, max(of, 1))
        self._bar.setValue(at)

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._out_card.set_heading(self.tr("A copy of the facility's own data"))
        self._in_card.set_heading(self.tr("Lists from elsewhere"))
        self.what.set_label(self.tr("What"))
        self.what.bar.offer((("visits", self.tr("Visits")), ("patients", self.tr("Patients"))))
        self.format.set_label(self.tr("Format"))
        self.format.bar.offer((("csv", "CSV"), ("fhir", "FHIR")))
        self.fields["from"].set_label(self.tr("From"))
        self.fields["to"].set_label(self.tr("To"))
        self._export.set_text(self.tr("Save a copy …"))
        self._say_import()
        self._stop.set_text(self.tr("Stop"))

    def _say_import(self) -> None:
        foreign = self.tr("Choose the tables to move in …")
        self._import.set_text(foreign if self.moving.is_foreign else self.tr("Import a CSV or FHIR file …"))
