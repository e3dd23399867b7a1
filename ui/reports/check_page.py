"""What the check of a form found: how grave, in which visits, and the one way to put it right."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from emr_desktop.forms.rows import CaseLine, CheckReport, Finding
from ui.consultation import telling
from ui.messages import sentence
from ui.qt.language import Language
from ui.reports.places import CellPlace
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import Card, PageHeader, column, row, words
from ui.widgets.scrolled import scrolled_column
from ui.widgets.table import Column, DataTable

_SET_HERE = "reopen_form"  # the fix that a button of the form does
_MOST_UNFOLDED = 300


@dataclass(frozen=True)
class FindingLine:
    """A finding, or under an unfolded one a visit of it."""

    finding: Finding
    visit: uuid.UUID | None = None
    told: CaseLine | None = None  # what is known of the visit


class CheckPage(QWidget):
    """Findings with their visits folded under them; Enter does what the line under the table says.

    Signals:
        opened: the id of a visit to open. why: the id of one to explain.
        cell_wanted: the ``CellPlace`` of a form to go to.
        reopen_wanted: the form is to be opened again.
        tell_wanted: the ids of the visits of a finding, to be told by ``show_visits``.
        back: enough seen.
    """

    opened = Signal(object)
    why = Signal(object)
    cell_wanted = Signal(object)
    reopen_wanted = Signal()
    tell_wanted = Signal(object)
    back = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checkPage")
        self._language = language
        self._checked: CheckReport | None = None
        self._unfolded: set[int] = set()
        self._told: dict[uuid.UUID, CaseLine] = {}
        self._header = PageHeader(self)
        self._back = Button("checkBack", parent=self)
        self._back.clicked.connect(self.back)
        self._header.add_action(self._back)
        self._wait = QProgressBar(self)
        self._wait.setObjectName("checkWait")
        self._wait.setRange(0, 0)
        self._wait.hide()
        self.table: DataTable[FindingLine] = DataTable(
            "findingList",
            (
                Column(lambda: self.tr("How grave"), self._grade, width=192),
                Column(lambda: self.tr("What to look at"), self._said, stretch=True, tip=self._said),
                Column(lambda: self.tr("Visits"), self._which, width=120, right=True),
            ),
            parent=self,
        )
        self.table.opened.connect(self.do_line)
        self.table.selected.connect(self._show_detail)
        self._detail = Card(self)
        self._detail.setObjectName("findingDetail")
        self._text = words(wrap=True, parent=self)
        self._text.setObjectName("findingText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._fix = words(role="quiet", wrap=True, parent=self)
        self._fix.setObjectName("findingFix")
        self._do = Button("findingDo", kind="primary", parent=self)
        self._do.clicked.connect(lambda: self.do_line(self.table.current))
        self._why = Button("findingWhy", parent=self)
        self._why.clicked.connect(self._ask_why)
        self._lay_out()
        self._translate()
        self._show_detail(None)

    def _lay_out(self) -> None:
        told = column()
        texts = scrolled_column(told, spacing=GRID // 4)
        texts.addWidget(self._text)
        texts.addWidget(self._fix)
        line = row()
        line.addLayout(told, 1)
        line.addWidget(self._why, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._do, 0, Qt.AlignmentFlag.AlignVCenter)
        self._detail.body.addLayout(line)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self._wait)
        page.addWidget(self.table, 1)
        page.addWidget(self._detail)

    # what is shown ---------------------------------------------------------------------------------------

    def show_waiting(self) -> None:
        """The check was asked for and is not here yet."""
        self._checked = None
        self.table.show_rows(())
        self._wait.show()
        self._translate()

    def show_nothing(self) -> None:
        """No answer will come."""
        self._wait.hide()

    def show_check(self, checked: CheckReport) -> None:
        """List what was found; a page that shows the same form again keeps what was unfolded."""
        self._checked = checked
        self._wait.hide()
        self._unfolded.clear()
        self._translate()
        self._show_lines()
        self.table.setFocus()

    def show_visits(self, told: Sequence[CaseLine]) -> None:
        """What is known of the visits of a finding that was unfolded."""
        self._told |= {line.visit: line for line in told if line.visit is not None}
        self._show_lines()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, the gravest first."""
        return () if self._checked is None else self._checked.findings

    def _show_lines(self) -> None:
        lines = []
        for at, finding in enumerate(self.findings):
            lines.append(FindingLine(finding))
            if at in self._unfolded:
                visits = finding.visits[:_MOST_UNFOLDED]
                lines += [FindingLine(finding, visit, self._told.get(visit)) for visit in visits]
        self.table.show_rows(lines)

    # words -----------------------------------------------------------------------------------------------

    def _grade(self, line: FindingLine) -> str:
        if line.visit is not None:
            return ""
        return sentence(f"form.grade.{line.finding.grade}", {}, self._language.code)

    def _said(self, line: FindingLine) -> str:
        if line.visit is None:
            return sentence(line.finding.code, line.finding.params, self._language.code)
        if line.told is None:
            return f"      {line.visit}"
        told, code = line.told, self._language.code
        diagnoses = ", ".join(telling.icd10_name(each, language=code) for each in told.diagnoses)
        said = (telling.day(told.date), told.patient_number, told.patient_name, diagnoses)
        return "      " + "  ·  ".join(part for part in said if part)

    def _which(self, line: FindingLine) -> str:
        return str(len(line.finding.visits)) if line.visit is None and line.finding.visits else ""

    def _action(self, line: FindingLine) -> str:
        """The words of the button: what Enter does here; empty where the fix is not in the program."""
        if line.visit is not None or len(line.finding.visits) == 1:
            return self.tr("&Open the visit")
        if line.finding.fix == _SET_HERE:
            return self.tr("&Open the form again …")
        if line.finding.visits:
            folded = self.findings.index(line.finding) not in self._unfolded
            return self.tr("Sh&ow the visits") if folded else self.tr("F&old the visits")
        return self.tr("&Open the figures") if _place_of(line.finding, self._checked) is not None else ""

    def _show_detail(self, line: FindingLine | None) -> None:
        self._detail.setVisible(line is not None)
        if line is None:
            return
        finding, code = line.finding, self._language.code
        self._text.setText(sentence(finding.code, finding.params, code))
        self._fix.setText("→ " + sentence(f"form.fix.{finding.fix}", finding.params, code))
        action = self._action(line)
        self._do.set_text(action)
        self._do.setVisible(bool(action))
        self._why.setVisible(line.visit is not None or len(finding.visits) == 1)

    # what is done ----------------------------------------------------------------------------------------

    def do_line(self, line: FindingLine | None) -> None:
        """Do what the button of the line says."""
        if line is None:
            return
        finding = line.finding
        place = _place_of(finding, self._checked)
        if line.visit is not None or len(finding.visits) == 1:
            self.opened.emit(line.visit or finding.visits[0])
        elif finding.fix == _SET_HERE:
            self.reopen_wanted.emit()
        elif finding.visits:
            self._fold(finding)
        elif place is not None:
            self.cell_wanted.emit(place)

    def _fold(self, finding: Finding) -> None:
        at = self.findings.index(finding)
        self._unfolded ^= {at}
        self._show_lines()
        if at in self._unfolded:
            untold = [visit for visit in finding.visits[:_MOST_UNFOLDED] if visit not in self._told]
            if untold:
                self.tell_wanted.emit(untold)
        self._show_detail(self.table.current)

    def _ask_why(self) -> None:
        line = self.table.current
        if line is not None:
            self.why.emit(line.visit or line.finding.visits[0])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._back.set_text(self.tr("Back to the form"), tip=self.tr("Back to the form (Esc)"))
        self._why.set_text(
            self.tr("&Where counted"), tip=self.tr("Where the forms count this visit, and why not")
        )
        self._header.set_title(self.tr("Check of the form"))
        self.table.view.setAccessibleName(self.tr("Check of the form"))
        self._wait.setAccessibleName(self.tr("Checking …"))
        if self._checked is not None:
            looked_at = self.tr("%n visit(s) looked at.", "", self._checked.visits)
            found = self.tr("%n finding(s). Enter does what is written below.", "", len(self.findings))
            self._header.set_line(f"{looked_at} {found}")
            self.table.set_empty_text(self.tr("Everything fits: register and form say the same."))
        else:
            self._header.set_line("")
            self.table.set_empty_text(self.tr("Checking …"))
        self.table.model.say_headings_again()
        self._show_detail(self.table.current)


def _place_of(finding: Finding, checked: CheckReport | None) -> CellPlace | None:
    """The figures that a finding without visits speaks of; None when there are none to open."""
    if checked is None:
        return None
    params: Mapping[str, object] = finding.params
    if finding.fix == "other_form":
        return CellPlace(
            str(params["other_form"]),
            str(params["other_edition"]),
            str(params["other_period"]),
            str(params["other_row"]),
            "",
        )
    if "row" not in params:
        return None
    column_code = str(params.get("column", ""))
    return CellPlace(checked.form, checked.edition, checked.period, str(params["row"]), column_code)
