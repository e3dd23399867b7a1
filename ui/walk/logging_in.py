"""Logging in through the login window, and leaving the place to the next person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from emr_desktop.demo.facility import TRAINING_PASSWORD
from ui.login.view import EnterPage, Tile
from ui.walk.company import Company
from ui.walk.hands import StepFailed, child
from ui.widgets.buttons import Button


def log_in(company: Company, username: str, *, picture: str | None = None) -> None:
    """Choose the tile with the mouse, type the password, Enter."""
    hands, notebook = company.hands, company.notebook
    page = hands.until(lambda: _enter_page(company), "the login page")
    tile = next((each for each in page.findChildren(Tile) if each.property("username") == username), None)
    if tile is None:
        raise StepFailed(f"the login page does not offer {username}")
    hands.click(tile)
    notebook.same("chosen on the login page", page.chosen, username)
    if picture:
        company.album.take(picture)
    hands.type(TRAINING_PASSWORD)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: company.shell.frame, "the main window")
    hands.settle()
    clinic = company.reader.clinic
    person = next(each for each in clinic.staff.list_all() if each.username == username)
    notebook.same("who is in", child(company.frame, QToolButton, "whoIsIn").text(), person.full_name)
    facility = clinic.work.facility.name
    notebook.check(facility in company.shell.windowTitle(), f"the window's title names {facility}")


def leave(company: Company) -> None:
    """Ctrl+L covers the session, "Log out" closes the record: the login page comes back."""
    company.hands.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    keeper = company.shell.keeper
    company.hands.until(lambda: keeper.cover_page if keeper.is_covered else None, "the cover after Ctrl+L")
    company.hands.settle()
    company.hands.click(child(keeper, Button, "endSession"))
    company.hands.until(lambda: _enter_page(company), "the login page after logging out")
    company.notebook.check(company.shell.frame is None, "logging out closed the record")


def _enter_page(company: Company) -> EnterPage | None:
    login = company.shell.login
    if login is None or not login.isVisible() or not login.enter_page.isVisible():
        return None
    return login.enter_page if login.enter_page.password.editor.hasFocus() else None
