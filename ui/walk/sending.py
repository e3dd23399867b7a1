"""Sync: add the district as a target, look what sending would change, send, see it arrive."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from emr_desktop.forms.rows import FormReport
from ui.reports.view import ReportsView
from ui.sync_view.view import SyncView
from ui.walk.company import Company
from ui.walk.hands import StepFailed, child
from ui.walk.month import CELL

TARGET = "wilaya"


def add_target(company: Company) -> None:
    """F8, add a target: its address, the token, the mapping that ships; it is tested at once."""
    hands, notebook = company.hands, company.notebook
    hands.press(Qt.Key.Key_F8)
    hands.until(lambda: company.frame.current_screen == "sync", "the sync screen")
    view = company.screen("sync", SyncView)
    hands.settle()
    hands.click(child(view, QPushButton, "addTarget"))
    form = view.form
    hands.go_to(form.fields["url"].editor)
    hands.write(company.server.url)
    hands.press(Qt.Key.Key_Return)
    hands.write(company.server.token)
    form.fields["name"].editor.setFocus()
    hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.write(TARGET)
    company.album.take("sync-target")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(
        lambda: any(each.path.startswith("/api/me") for each in company.server.requests), "a test there"
    )
    hands.settle()
    hands.until(lambda: view.targets.model.rows, "the target in the list")
    row = next(each for each in company.reader.sync.targets() if each.name == TARGET)
    unit = row.details.get("org_unit") or {}
    notebook.same("facility the district knows", unit.get("code"), company.place.demo.facility_code)
    (mapped,) = row.details["mappings"]
    notebook.same("mapping kept", (mapped["form"], mapped["edition"]), ("opd", "2014"))
    notebook.check(view.banner.text, f"the screen says: {view.banner.text}")
    company.album.take("sync-tested")


def send(company: Company, *, period: str, mapping: dict[str, Any]) -> None:
    """F7, Send: what would change there, then Enter; the status line says when it arrived."""
    hands, notebook = company.hands, company.notebook
    hands.press(Qt.Key.Key_F7)
    hands.settle()
    view = company.screen("reports", ReportsView)
    report = view.report
    assert report is not None  # noqa: S101
    hands.click(child(view, QPushButton, "sendForm"))
    hands.until(lambda: view.confirm.text, "what sending would change")
    told = child(view.confirm, QLabel, "confirmDetails").text()
    notebook.check(TARGET in told, f"asked before sending: {' / '.join(told.splitlines()[:3])}")
    notebook.same("values at the district before", len(company.server.figures(period=period)), 0)
    notebook.same("requests that stored something", len(company.server.posts()), 0)
    company.album.take("send-preview")
    hands.press(Qt.Key.Key_Return)
    line = child(company.frame, QLabel, "syncInWords")
    hands.until(lambda: _arrived(company), "the district's acknowledgement", seconds=60)
    hands.until(lambda: line.property("role") == "good", "the status line to say that all was sent")
    hands.settle()
    delivery = company.reader.sync.status().deliveries[0]
    notebook.same("delivery", (delivery.subject, delivery.state), (f"form:opd:2014:{period}", "acknowledged"))
    notebook.check(line.text(), f"the status line says: {line.text()}")
    notebook.figure("Delivery", f"{delivery.subject}: {delivery.state}")
    _read_there(company, report, period, mapping)


def _arrived(company: Company) -> bool:
    deliveries = company.reader.sync.status().deliveries
    return bool(deliveries) and deliveries[0].state == "acknowledged"


def _read_there(company: Company, report: FormReport, period: str, mapping: dict[str, Any]) -> None:
    """Compare what the district has with what was on screen, cell by cell."""
    notebook = company.notebook
    there = company.server.figures(period=period, org_unit=report.facility_code)
    compared = more_than_zero = 0
    for row in report.rows:
        for column, value in row.cells.items():
            own = mapping.get("cells", {}).get(f"{row.row}|{column}")
            if own is not None:
                place = (own["data_element"], own["category_option_combo"])
            elif row.row in mapping["rows"] and column in mapping["columns"]:
                place = (mapping["rows"][row.row], mapping["columns"][column])
            else:
                continue
            if value is None:
                continue
            # A zero of an element where zero means nothing is not kept there.
            if there.get(place, "0") != str(value):
                raise StepFailed(f"{row.row} {column} is {there.get(place)} at the district, {value} here")
            compared += 1
            more_than_zero += value > 0
    place = (mapping["rows"][CELL.row], mapping["columns"][CELL.column])
    row = next(each for each in report.rows if each.row == CELL.row)
    notebook.same(f"{CELL.row} {CELL.column} at the district", there.get(place), str(row.cells[CELL.column]))
    notebook.check(
        compared,
        f"{compared} cells compared, {more_than_zero} more than zero: the district has what was on screen",
    )
    notebook.figure("Server value", there[place])
    notebook.figure("Cells compared with the server", compared)


def see_arrived(company: Company) -> None:
    """F8: the sync screen shows the delivery as arrived."""
    hands, notebook = company.hands, company.notebook
    hands.press(Qt.Key.Key_F8)
    hands.settle()
    view = company.screen("sync", SyncView)
    hands.until(lambda: view.deliveries.model.rows, "the delivery on the sync screen")
    hands.settle()
    row = view.deliveries.model.rows[0]
    notebook.same("first line of the sync screen", (row.target, row.state), (TARGET, "acknowledged"))
    company.album.take("sync")
