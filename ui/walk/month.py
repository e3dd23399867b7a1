"""Reports: the month on screen, the figure that rose by one, the visits behind it, the form as a PDF."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QPushButton, QWidget

from ui.consultation.view import ConsultationView
from ui.reports.table_model import FIRST_FIGURE, SheetModel
from ui.reports.view import ReportsView
from ui.walk.company import Company
from ui.walk.hands import StepFailed, child


@dataclass(frozen=True)
class Cell:
    """The figure that the walk's visit belongs to: malaria by mRDT, women of 5 to 59."""

    form: str = "opd"
    row: str = "23.2"
    column: str = "y5_59.F"


CELL = Cell()


def open_month(company: Company, *, period: str, before: int) -> None:
    """F7, the month, the cursor on the figure: it rose by one."""
    hands, notebook = company.hands, company.notebook
    hands.press(Qt.Key.Key_F7)
    hands.until(lambda: company.frame.current_screen == "reports", "the reports")
    view = company.screen("reports", ReportsView)
    hands.until(lambda: view.report, "the form")
    hands.settle()
    report = view.report
    assert report is not None  # noqa: S101
    notebook.same("form and month on screen", (report.info.form, report.period), (CELL.form, period))
    _go_down(company, view)
    shown = str(view.table.figures.currentIndex().data(Qt.ItemDataRole.DisplayRole))
    notebook.same(f"figure {CELL.row} {CELL.column} on screen (before: {before})", shown, str(before + 1))
    counted = company.reader.cell(CELL.form, period, CELL.row, CELL.column)
    notebook.same("the same figure counted from the database", counted, before + 1)
    notebook.figure("Cell of the form", f"{CELL.form} {CELL.row} {CELL.column}, {period}")
    notebook.figure("Figure before", before)
    notebook.figure("Figure after", shown)
    company.album.take("reports")


def _go_down(company: Company, view: ReportsView) -> None:
    """Move the cursor to the cell with the arrow keys."""
    hands, figures = company.hands, view.table.figures
    model = figures.model()
    assert isinstance(model, SheetModel)  # noqa: S101
    line = next(at for at, each in enumerate(model.sheet.lines) if each.row == CELL.row)
    place = FIRST_FIGURE + next(at for at, each in enumerate(model.sheet.columns) if each.code == CELL.column)
    if not figures.hasFocus():
        raise StepFailed("the cursor is not in the figures")

    def walk(key: Qt.Key, there: int, where: str) -> None:
        for _ in range(300):
            at: QModelIndex = figures.currentIndex()
            if (at.row() if where == "row" else at.column()) == there:
                return
            hands.press(key)
        raise StepFailed(f"the arrows do not reach {where} {there}")

    walk(Qt.Key.Key_Right, place, "column")
    walk(Qt.Key.Key_Down, line, "row")
    walk(Qt.Key.Key_Right, place, "column")


def open_cases(company: Company) -> None:
    """Enter on the figure: as many visits as it says, ours among them; Enter there opens it."""
    hands, notebook, visit = company.hands, company.notebook, company.visit
    assert visit is not None  # noqa: S101
    view = company.screen("reports", ReportsView)
    shown = str(view.table.figures.currentIndex().data(Qt.ItemDataRole.DisplayRole))
    hands.press(Qt.Key.Key_Return)
    hands.until(view.cases.isVisible, "the cases behind the figure")
    hands.settle()
    lines = view.cases.table.model.rows
    notebook.same("visits behind the figure", str(len(lines)), shown)
    at = next((at for at, line in enumerate(lines) if line.visit == visit.form.id), None)
    notebook.check(at is not None, f"{visit.patient.full_name} is among them")
    company.album.take("cases")
    current = view.cases.table.view.currentIndex().row()
    step = (at or 0) - current
    hands.press(Qt.Key.Key_Down if step > 0 else Qt.Key.Key_Up, times=abs(step))
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: company.frame.current_screen == "consultation", "the visit")
    consultation = company.screen("consultation", ConsultationView)
    hands.until(lambda: consultation.reading.visit, "the visit to be read")
    hands.settle()
    read = consultation.reading.visit
    notebook.check(read is not None and read.form.id == visit.form.id, "Enter on the line opens that visit")
    company.album.take("visit-read")
    hands.press(Qt.Key.Key_F7)
    hands.settle()
    hands.press(Qt.Key.Key_Escape)
    notebook.check(view.table.isVisible(), "Esc goes back to the form")


def save_pdf(company: Company, *, period: str) -> None:
    """Save as, PDF, a name: the month as a file, in Swahili."""
    hands, notebook = company.hands, company.notebook
    view = company.screen("reports", ReportsView)
    notebook.same("language of the window", company.language.code, "sw")
    target = company.folder / f"opd-{period}.pdf"
    button = child(view, QPushButton, "saveForm")
    raised = hands.answer_dialog(lambda dialog: _name_file(company, dialog, target))
    hands.click(button)
    menu = hands.until(lambda: _open_menu(button), "the list of file kinds")
    action = next(each for each in menu.actions() if each.text() == "PDF")
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, menu.actionGeometry(action).center()
    )
    hands.until(lambda: raised or target.is_file(), "the PDF of the month")
    if raised:
        raise raised[0]
    company.shell.activateWindow()  # what a window manager does when a dialog closes
    hands.settle()
    content = target.read_bytes()
    notebook.check(
        content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF"),
        f"{target.name} is a whole PDF of {len(content)} bytes",
    )
    notebook.check(target.name in company.frame.toast_text, f"the window says: {company.frame.toast_text}")
    notebook.figure("Month", target.name)


def _open_menu(button: QPushButton) -> QMenu | None:
    menu = button.menu()
    return menu if menu is not None and menu.isVisible() else None


def _name_file(company: Company, dialog: QWidget, target: Path) -> None:
    """Give the file its name; the dialog stands in the folder of the person's documents."""
    if sys.platform == "win32" and isinstance(dialog, QFileDialog):
        # Nobody can tell a program there for a while where a person's documents lie. As clicks would: while a
        # whole path is typed, the dialog goes along from folder to folder, and keeps the Enter.
        dialog.setDirectory(str(target.parent))
    edit = child(dialog, QLineEdit, "fileNameEdit")
    edit.selectAll()
    company.hands.letters += len(target.name)
    QTest.keyClicks(edit, target.name)
    QTest.keyClick(edit, Qt.Key.Key_Return)
