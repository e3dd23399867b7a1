"""At the district: the form on screen with what a national system has beside what we have."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QStackedWidget, QWidget

from emr_desktop.clock import local
from emr_desktop.forms.rows import FormReport
from emr_desktop.languages import either
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.reports.beside_page import BesidePage
from ui.reports.district_sheet import DistrictModel, DistrictTable, Pair
from ui.reports.files import ask_where, file_name
from ui.reports.output import FormOutput
from ui.reports.period_words import period_name
from ui.reports.places import CellPlace
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column, row, words


@dataclass(frozen=True)
class CellLine:
    """One cell at one target; ``there`` None: it has nothing."""

    target: str
    row: str
    row_en: str
    row_sw: str
    column: str
    column_en: str
    column_sw: str
    here: str
    there: str | None
    same: bool


def lines_of(found: dict[str, Any], report: FormReport) -> tuple[CellLine, ...]:
    """What ``district.look`` gives, with the words of the form; in the order of the form."""
    names = {each.row: each for each in report.rows}
    heads = {each.code: each for each in (*report.info.bands, *report.info.parts)}

    def head(code: str, *, swahili: bool) -> str:
        parts = [heads[part] for part in code.split(".") if part in heads]
        return " ".join(each.sw if swahili else each.en for each in parts) or code

    return tuple(
        CellLine(
            target=target["target"],
            row=cell["row"],
            row_en=names[cell["row"]].en if cell["row"] in names else "",
            row_sw=names[cell["row"]].sw if cell["row"] in names else "",
            column=cell["column"],
            column_en=head(cell["column"], swahili=False),
            column_sw=head(cell["column"], swahili=True),
            here=cell["here"],
            there=cell["there"],
            same=cell["same"],
        )
        for target in found["targets"]
        for cell in target.get("cells", ())
    )


class DistrictPage(BesidePage):
    """The form with both figures in each cell, rows that differ or all; Enter opens the form at the cell."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        banner: Banner,
        output: FormOutput,
        report: Callable[[], FormReport | None],
        open_cell: Callable[[CellPlace], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("districtPage")
        self._context, self._output, self._on_screen = context, output, report
        self._banner, self._open_cell = banner, open_cell
        self._report: FormReport | None = None
        self._lines: tuple[CellLine, ...] = ()
        self._found: dict[str, Any] | None = None
        self._asked_at: datetime | None = None
        self._asking = False
        self._say_failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: banner.show_message(text, kind="warn"),
            trouble=context.trouble,
        )
        self._printer = PaperPrinter(context=context, banner=banner, failed=self._say_failed, parent=self)
        self._header = PageHeader(self)
        self._again = Button("askDistrict", kind="primary", parent=self)
        self._print = Button("printDistrict", parent=self)
        self._save = Button("saveDistrict", parent=self)
        self._back = Button("districtBack", parent=self)
        for button in (self._again, self._print, self._save, self._back):
            self._header.add_action(button)
        self.differing = QCheckBox(self)
        self.differing.setObjectName("onlyDiffering")
        self.differing.setChecked(True)
        self.system = QComboBox(self)
        self.system.setObjectName("districtSystem")
        self.system.hide()
        self.model = DistrictModel(self)
        self.table = DistrictTable(self.model, theme=context.theme, parent=self)
        self._state = words(role="quiet", wrap=True, parent=self)
        self._state.setObjectName("districtState")
        self._state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty_text = ""
        page = column(self)
        page.addWidget(self._header)
        self._about = words(role="quiet", wrap=True, parent=self)
        self._about.setObjectName("districtAbout")
        line = row()
        line.addWidget(self.system)
        line.addWidget(self.differing)
        line.addWidget(self._about, 1)
        page.addLayout(line)
        empty = QWidget(self)
        around = column(empty, margin=3 * GRID)
        around.addStretch(1)
        around.addWidget(self._state)
        around.addStretch(2)
        self._below = QStackedWidget(self)
        self._below.addWidget(empty)
        self._below.addWidget(self.table)
        page.addWidget(self._below, 1)
        self._again.clicked.connect(self._ask)
        self._print.clicked.connect(self._print_it)
        self._save.clicked.connect(self._save_it)
        self._back.clicked.connect(self.back)
        self.differing.toggled.connect(lambda _on: self._show_lines())
        self.system.currentIndexChanged.connect(lambda _at: self._show_lines())
        self.table.asked.connect(self._open)
        self._translate()

    # asking ----------------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Ask at once for the form on screen."""
        report = self._on_screen()
        other = self._report is None or report is None or _place(report) != _place(self._report)
        self._report = report
        if other:
            self._found, self._lines, self._asked_at = None, (), None
        self._ask()

    def _ask(self) -> None:
        report = self._report
        if report is None:
            return
        form, edition, period = _place(report)
        district, clock = self._context.sync.district, self._context.clinic.work.clock
        self._asking = True
        self._translate()
        self._empty_text = self.tr("Asking the district what it has …")
        self._show_lines()

        def show(found: dict[str, Any]) -> None:
            self._asking = False
            if self._report is not report:
                return
            self._banner.clear()
            silent = [each for each in found["targets"] if each["problem"] is not None]
            if silent:
                self._say_silent(silent)
            self._found, self._lines, self._asked_at = found, lines_of(found, report), clock.now()
            self._name_systems()
            self._translate()
            self.table.figures.setFocus()

        def failed(error: BaseException) -> None:
            self._asking = False
            if self._found is None:
                self._empty_text = self.tr("What the district has is not known. Ask again later.")
            self._translate()
            self._say_failed(error)

        self._context.tasks.run_aside(
            self,
            lambda: district.look(form, period, edition=edition),
            done=show,
            failed=failed,
            key="district",
        )

    def _say_silent(self, silent: list[dict[str, Any]]) -> None:
        """Which of several systems could not be asked, and why."""
        language = self._context.language.code
        told = [
            f"{each['target']}: {sentence(each['problem'], each['problem_params'], language)}"
            for each in silent
        ]
        self._banner.show_message("\n".join(told), kind="warn")

    def _open(self, index: QModelIndex) -> None:
        column = self.model.column_at(index.column())
        if self._report is not None and column is not None:
            form, edition, period = _place(self._report)
            row_name = self.model.line_at(index.row()).row
            self._open_cell(CellPlace(form, edition, period, row_name, column.code))

    def _name_systems(self) -> None:
        """Where the form goes to several systems, which of them is on show."""
        before, names = self.system.currentText(), list(dict.fromkeys(line.target for line in self._lines))
        with QSignalBlocker(self.system):
            self.system.clear()
            self.system.addItems(names)
            self.system.setCurrentIndex(max(self.system.findText(before), 0))
        self.system.setVisible(len(names) > 1)

    # what is shown ---------------------------------------------------------------------------------------

    @property
    def shown_lines(self) -> tuple[CellLine, ...]:
        """Those that differ, or all, of every system."""
        only = self.differing.isChecked()
        return tuple(line for line in self._lines if not (only and line.same))

    def _show_lines(self) -> None:
        system, only = self.system.currentText(), self.differing.isChecked()
        lines = [line for line in self._lines if line.target == system]
        shown = self._report is not None and bool(lines) and not (only and all(line.same for line in lines))
        self._below.setCurrentIndex(int(shown))
        if self._found is not None:
            self._empty_text = self.tr(
                "The district has the same figures as we have, in every cell that is sent."
            )
        self._state.setText("" if shown else self._empty_text)
        if shown and self._report is not None:
            pairs = {(line.row, line.column): Pair(line.here, line.there, line.same) for line in lines}
            self.model.compare(self._report, pairs, only_differing=only, language=self._context.language.code)
            self.table.go_to_first_marked()
        for button in (self._print, self._save):
            button.setEnabled(bool(self._lines))
        self._again.setEnabled(not self._asking and self._report is not None)

    def _print_it(self) -> None:
        report, asked = self._report, self._asked_at
        if report is None or asked is None:
            return
        # Loaded when somebody prints: what lays out papers takes a log-in half a second to load.
        from emr_desktop.printing.district_page import DistrictLine, DistrictPaper, lay_out

        language, swahili = self._context.language.code, self._context.language.code == "sw"
        paper = DistrictPaper(
            form=report.info.name_sw if swahili else report.info.name_en,
            period=self._period(report),
            asked=f"{local(asked):%d/%m/%Y %H:%M}",
            only_differing=self.differing.isChecked(),
            lines=[
                DistrictLine(
                    target=line.target,
                    row=line.row,
                    name=self._row_name(line),
                    column=self._column_name(line),
                    here=line.here,
                    there=line.there,
                    same=line.same,
                )
                for line in self.shown_lines
            ],
        )
        facility = self._context.clinic.work.facility
        name = f"district-{file_name(report)}"
        self._printer.print_it(
            lambda: lay_out(paper, facility, language=language), name=name, kind="district"
        )

    def _save_it(self) -> None:
        report = self._report
        if report is None:
            return
        path = ask_where(
            self, name=f"district-{file_name(report)}", kind="csv", title=self.tr("Save the comparison")
        )
        if path is not None:
            lines, asked = self.shown_lines, self._asked_at
            self._output.write(path, lambda: comparison_csv(lines, asked))

    # words -----------------------------------------------------------------------------------------------

    def _row_name(self, line: CellLine) -> str:
        return either(self._context.language.code, line.row_sw, line.row_en)

    def _column_name(self, line: CellLine) -> str:
        return either(self._context.language.code, line.column_sw, line.column_en)

    def _period(self, report: FormReport) -> str:
        return period_name(report.period, report.info.period_type, self._context.language.code)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("At the district"))
        self._back.set_text(self.tr("Back to the form"), tip=self.tr("Back to the form (Esc)"))
        self._again.set_text(self.tr("&Ask again"))
        self._print.set_text(self.tr("&Print"))
        self._save.set_text(self.tr("Save as &CSV"))
        self.differing.setText(self.tr("Only cells that &differ"))
        self._about.setText(self._story())
        self.model.set_places(self.tr("here"), self.tr("there"))
        self.table.set_words(
            number=self.tr("Row"), name=self.tr("In each cell: here | there"), grand_total=""
        )
        self._show_lines()

    def _story(self) -> str:
        report = self._report
        if report is None:
            return ""
        info = report.info
        name = either(self._context.language.code, info.name_sw, info.name_en)
        about = f"{name}, {self._period(report)}"
        if self._found is None or self._asked_at is None:
            return about
        differ = sum(not line.same for line in self._lines)
        told = self.tr("%n of them differ", "", differ) if differ else self.tr("all the same")
        if self._found["status"] == "open":
            whole = self.tr("{0}, not signed. Asked {1}: {2} cells compared, {3}.")
        else:
            whole = self.tr("{0}, as signed. Asked {1}: {2} cells compared, {3}.")
        return whole.format(about, f"{local(self._asked_at):%d/%m/%Y %H:%M}", len(self._lines), told)


def comparison_csv(lines: tuple[CellLine, ...], asked: datetime | None) -> bytes:
    """One line a cell; UTF-8 with a byte order mark, for spreadsheets."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["target", "row", "name", "column", "here", "there", "same", "asked"])
    at = "" if asked is None else local(asked).isoformat(timespec="minutes")
    for line in lines:
        same = "yes" if line.same else "no"
        writer.writerow(
            [line.target, line.row, line.row_en, line.column, line.here, line.there or "", same, at]
        )
    return text.getvalue().encode("utf-8-sig")


def _place(report: FormReport) -> tuple[str, str, str]:
    return report.info.form, report.info.edition, report.period
