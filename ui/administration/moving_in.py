"""Where lists from elsewhere come from: our own files, or another system whose tables are moved in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.exchange.move_in.report import report_csv
from emr_desktop.exchange.move_in.result import Moved
from emr_desktop.exchange.move_in.service import load_mapping, move_in
from emr_desktop.exchange.rows import Progress
from ui.administration.move_report import MoveReport
from ui.messages import sentence, sentence_for
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.day_field import DayField
from ui.widgets.layout import column, row
from ui.widgets.plain_tip import plain_tip

OURS, OWN = "ours", "own"
_TABLES = "*.csv *.tsv *.txt *.zip"


class Page(Protocol):
    """What the page around it does for a long work."""

    def begin(self, work: Callable[[], object], done: Callable[..., None], *, stops: bool = False) -> None:
        """Run beside the database worker; ``stops``: with a button that stops it."""

    def progress(self) -> Progress:
        """What the work calls as it goes on."""

    def ended(self) -> None:
        """The work is done: the bar goes."""

    def tell(self, text: str) -> None:
        """Say what is good."""

    def ask_to_keep(
        self, question: str, *, details: str, then: Callable[[], None], again: Callable[[], None]
    ) -> None:
        """Ask after a trial."""


class MovingIn(QWidget):
    """The choice of a source, the day from which visits are sent, and the result. A trial comes first."""

    def __init__(self, *, context: ScreenContext, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("movingIn")
        self._context, self._page = context, page
        self._moved: Moved | None = None
        self._own: Path | None = None
        self.source = ChoiceField("importFrom", parent=self)
        self.send_from = DayField(
            "sendFrom",
            language=context.language,
            today=context.clinic.work.clock.today,
            echo=False,
            parent=self,
        )
        self.report = MoveReport(language=context.language, parent=self)
        self.save = Button("saveMoveReport", kind="quiet", parent=self)
        self.save.clicked.connect(self._ask_save)
        head = row(spacing=2 * GRID)
        head.addWidget(self.source)
        head.addWidget(self.send_from)
        head.addStretch(1)
        outer = column(self)
        outer.addLayout(head)
        outer.addWidget(self.report, 1)
        self.source.bar.chosen.connect(lambda _code: self._show_parts())
        self._translate()
        self.source.bar.choose(OURS)
        self._show_parts()

    @property
    def is_foreign(self) -> bool:
        """Whether another system was chosen."""
        return self.source.bar.code not in (None, OURS)

    def _show_parts(self) -> None:
        self.send_from.setVisible(self.is_foreign)
        self.report.setVisible(self.is_foreign)
        self.save.setVisible(self.is_foreign and self._moved is not None)

    # what is chosen --------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the tables, and for the mapping when it is the facility's own."""
        if self.source.bar.code == OWN:
            chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Mapping file"), "", "TOML (*.toml)")
            if not chosen:
                return
            self._own = Path(chosen)
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("A zip, or any file in the folder of the tables"), "", f"CSV, ZIP ({_TABLES})"
        )
        if chosen:
            self.try_it(export_at(Path(chosen)))

    def try_it(self, path: Path) -> None:
        """Say what would happen; nothing is changed yet."""
        try:
            day = self.send_from.value()
        except ValidationError as error:
            self.send_from.set_error(sentence_for(error, self._context.language.code))
            self.send_from.editor.setFocus()
            return
        self._run(path, send_from=day, dry_run=True)

    # trying and keeping ----------------------------------------------------------------------------------

    def _run(self, path: Path, *, send_from: date | None, dry_run: bool) -> None:
        language, work, progress = (
            self._context.language.code,
            self._context.clinic.work,
            self._page.progress(),
        )
        system = self._own if self.source.bar.code == OWN else self.source.bar.code
        aside = path.with_name(f"{path.stem}-rejects")

        def finished(moved: Moved) -> None:
            self._page.ended()
            self._moved = moved
            self.report.show_result(moved)
            self._show_parts()
            if dry_run:
                self._ask_keep(path, moved, aside, send_from=send_from)
            else:
                self._context.tasks.changed.emit(moved.changes)

        self._page.begin(
            lambda: move_in(
                work,
                path,
                load_mapping(system or ""),
                dry_run=dry_run,
                rejects=aside,
                send_from=send_from,
                say=lambda code, params: sentence(code, params, language),
                progress=progress,
            ),
            finished,
            stops=True,
        )

    def _ask_keep(self, path: Path, moved: Moved, aside: Path, *, send_from: date | None) -> None:
        added = {part.kind: part.added for part in moved.parts}
        patients, visits = added.get("patients", 0), added.get("visits", 0)
        question = self.tr("Move in %n patient(s)", "", patients) + self.tr(" and %n visit(s)?", "", visits)
        details = self.tr("It goes in portions: after a power cut, do it again, it goes on from there.")
        if moved.refused:
            details += " " + self.tr("Refused rows are written to {0}.").format(aside)
        self._page.ask_to_keep(
            question if patients or visits else "",
            details=details,
            then=lambda: self._run(path, send_from=send_from, dry_run=False),
            again=lambda: self._ask_keep(path, moved, aside, send_from=send_from),
        )

    # the report ------------------------------------------------------------------------------------------

    def _ask_save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the result"), "move-in.csv", "CSV (*.csv)"
        )
        if chosen:
            self.save_report(Path(chosen))

    def save_report(self, path: Path) -> None:
        """Write the whole result as a table."""
        moved, language = self._moved, self._context.language.code
        if moved is None:
            return

        def write() -> None:
            try:
                path.write_bytes(report_csv(moved, lambda code, params: sentence(code, params, language)))
            except OSError as error:
                raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from error

        def done(_none: object) -> None:
            self._page.ended()
            self._page.tell(self.tr("Written: {0}").format(path))

        self._page.begin(write, done)

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.source.set_label(self.tr("From"))
        self.source.bar.offer(
            (
                (OURS, self.tr("CSV, FHIR")),
                ("open-hospital", "Open Hospital"),
                ("openmrs", "OpenMRS"),
                (OWN, self.tr("Other …")),
            )
        )
        self.send_from.set_label(self.tr("Send visits from"))
        self.send_from.set_placeholder(self.tr("none"))
        told = self.tr("To national systems; like 2026-11-01. Empty: none of the visits goes there.")
        self.send_from.edit.setToolTip(plain_tip(told))
        self.save.set_text(self.tr("Save the result …"))


def export_at(chosen: Path) -> Path:
    """The export that a person means: a zip is one, of a table its folder is."""
    return chosen if chosen.suffix.casefold() == ".zip" else chosen.parent
