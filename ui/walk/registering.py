"""Reception: find somebody, be warned of a duplicate, register a new patient."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ui.reception.view import ReceptionView
from ui.walk.company import Company
from ui.walk.hands import child

FIRST_NAME, LAST_NAME, VILLAGE = "Tumsifu", "Ngalawa", "Buigiri"
BORN = date(1992, 3, 12)


def find(company: Company) -> None:
    """Type a name into the search: the patient stands in the list."""
    hands, notebook = company.hands, company.notebook
    view = company.screen("reception", ReceptionView)
    hands.settle()
    notebook.check(view.search.hasFocus(), "the cursor is in the search when the reception opens")
    notebook.check(view.results.model.rows, f"{len(view.results.model.rows)} seen lately are listed")
    company.album.take("reception")
    known = view.results.model.rows[0].patient
    hands.write(f"{known.first_name} {known.last_name}".lower())
    hands.settle()
    found = [hit.patient.id for hit in view.results.model.rows]
    notebook.check(known.id in found[:5], f"“{view.search.text()}” finds {known.number} among the first five")
    company.album.take("search")
    hands.press(Qt.Key.Key_Escape)
    hands.settle()
    notebook.same("search after Esc", view.search.text(), "")


def be_warned(company: Company) -> None:
    """Begin to register somebody who is registered already, see the warning, clear the form."""
    hands, notebook = company.hands, company.notebook
    view = company.screen("reception", ReceptionView)
    known = view.results.model.rows[0].patient
    hands.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    notebook.check(view.form.first_name.editor.hasFocus(), "Ctrl+N puts the cursor into the first name")
    hands.write(known.first_name)
    hands.press(Qt.Key.Key_Return)
    hands.write(known.last_name)
    hands.press(Qt.Key.Key_Return)
    hands.type("K" if known.sex == "F" else "M")
    hands.press(Qt.Key.Key_Return)
    hands.write(f"{known.birth_date:%d/%m/%Y}")
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: view.duplicates.hints, "the warning of a duplicate")
    hands.settle()
    hint = next((each for each in view.duplicates.hints if each.patient.id == known.id), None)
    notebook.check(
        hint is not None and view.duplicates.isVisible(), f"the form warns that {known.number} may be meant"
    )
    notebook.check(hint and hint.reasons, f"and says why: {', '.join(hint.reasons) if hint else ''}")
    company.album.take("duplicate")
    hands.click(child(view, QPushButton, "clearForm"))
    hands.settle()
    notebook.check(view.form.is_empty and not view.duplicates.isVisible(), "Clear empties the form")


def register(company: Company) -> None:
    """Look for a new patient, nobody is found, Enter takes the name over; Ctrl+Enter registers."""
    hands, notebook = company.hands, company.notebook
    view = company.screen("reception", ReceptionView)
    hands.press(Qt.Key.Key_Escape)
    notebook.check(view.search.hasFocus(), "Esc brings the cursor from the form to the search")
    name = f"{FIRST_NAME} {LAST_NAME}"
    hands.write(name.lower())
    hands.press(Qt.Key.Key_Return)
    hands.settle()
    notebook.check(not view.results.model.rows, f"nobody is called {name}")
    if not view.form.sex.editor.hasFocus():
        hands.press(Qt.Key.Key_Return)
    typed = (view.form.first_name.text(), view.form.last_name.text())
    notebook.same("names taken over from the search", typed, (FIRST_NAME, LAST_NAME))
    hands.go_to(view.form.sex.editor)
    hands.type("K")
    hands.press(Qt.Key.Key_Return)
    hands.write(f"{BORN:%d/%m/%Y}")
    hands.press(Qt.Key.Key_Return)
    hands.write("0754 000 123")
    hands.press(Qt.Key.Key_Return)
    hands.write(VILLAGE)
    hands.settle()
    notebook.check(not view.duplicates.isVisible(), "no duplicate is suspected")
    company.album.take("register")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: company.frame.current_screen == "consultation", "the consultation after registering")
    hands.settle()
    patients = company.reader.clinic.patients
    row = next(hit.patient for hit in patients.search(name, limit=1))
    notebook.same("name in the database", row.full_name, name)
    notebook.same(
        "sex, birth and village there",
        (row.sex, row.birth_date, row.village),
        ("F", BORN, VILLAGE),
    )
    notebook.check(row.number, f"number given: {row.number}")
    company.patient = row
