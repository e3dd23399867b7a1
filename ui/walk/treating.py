"""Consultation: measurements, words, a test, a diagnosis, two medicines, save; then the prescription."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from emr_desktop.reference.rows import DiagnosisHit
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry
from ui.consultation.view import ConsultationView
from ui.walk.company import Company
from ui.walk.hands import StepFailed, child

COMPLAINT = "Homa na maumivu ya kichwa siku 2"
MALARIA = "B54"
# medicine, letters typed, dose, times a day, days
MEDICINES = (("alu20120", "al", 4, 2, 3), ("par500", "pa", 2, 3, 3))
MOST_PRESSES = 60


def treat(company: Company) -> None:
    """Write the visit with the keyboard alone and save it with Ctrl+Enter."""
    hands, notebook = company.hands, company.notebook
    view = company.screen("consultation", ConsultationView)
    patient = company.patient
    if patient is None or view.consultation is None or view.consultation.patient.id != patient.id:
        raise StepFailed("the new patient's page is not open")
    before = hands.presses
    weight = child(view, QLineEdit, "weightKg")
    notebook.check(weight.hasFocus(), "the cursor is in the weight when the page opens")
    hands.type("58.5")
    hands.go_to(child(view, QLineEdit, "temperatureC"))
    hands.type("38.9")
    hands.go_to(child(view, QWidget, "complaint"))
    hands.write(COMPLAINT)
    hands.go_to(child(view, QWidget, "testMrdt"))
    hands.type("C")  # Chanya
    hands.go_to(view.page.diagnoses.picker)
    with hands.uncounted():
        hands.type("ma")
        hands.until(lambda: view.page.diagnoses.picker.choices, "diagnoses for “ma”")
        company.album.take("diagnosis-list")
        hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        hands.press(Qt.Key.Key_Backspace)
    named = hands.pick(view.page.diagnoses.picker, "ma", _is_malaria, "malaria")
    notebook.check(named, f"two letters offer the diagnosis “{named}”")
    hands.go_to(view.page.medicines.picker)
    for code, letters, *numbers in MEDICINES:
        hands.pick(view.page.medicines.picker, letters, code.__eq__, code)
        for number in numbers:
            hands.type(str(number))
            hands.press(Qt.Key.Key_Return)
    hands.settle()
    quantities = [line.fields["quantity"].text() for line in view.page.medicines.lines]
    wanted = [str(dose * per_day * days) for _, _, dose, per_day, days in MEDICINES]
    notebook.same("quantities the page worked out", quantities, wanted)
    kept = child(view, QLabel, "draftKept")
    hands.until(kept.text, "the draft while typing")
    notebook.check(kept.text(), f"the page says: {kept.text()}")
    hands.until(lambda: not company.frame.toast_text, "the word of the registration to go away")
    company.album.take("consultation")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: view.consultation is None, "the page to be saved")
    hands.settle()
    presses = hands.presses - before
    notebook.check(
        presses <= MOST_PRESSES, f"{presses} key presses besides free text, at most {MOST_PRESSES}"
    )
    notebook.figure("Key presses of the visit", presses)
    _read_back(company)
    company.album.take("saved")


def _is_malaria(key: object) -> bool:
    return isinstance(key, DiagnosisHit) and key.icd10 == MALARIA


def _read_back(company: Company) -> None:
    notebook, clinic = company.notebook, company.reader.clinic
    assert company.patient is not None  # noqa: S101
    visits = clinic.visits.timeline(company.patient.id)
    notebook.same("visits of this patient in the database", len(visits), 1)
    visit = clinic.visits.get(visits[0].id)
    form = visit.form
    vitals = (form.vitals.weight_kg, form.vitals.temperature_c)
    notebook.same("weight and temperature there", vitals, (58.5, 38.9))
    notebook.same("complaint", form.complaint, COMPLAINT)
    notebook.check(form.tests == (LabEntry(test="mrdt", result="positive"),), "mRDT: positive")
    notebook.same("diagnoses", [entry.icd10 for entry in form.diagnoses], [MALARIA])
    notebook.check(isinstance(form.diagnoses[0], DiagnosisEntry), f"certainty: {form.diagnoses[0].certainty}")
    notebook.same(
        "medicines",
        [(each.medicine, each.dose, each.per_day, each.days, each.quantity) for each in form.prescriptions],
        [(code, dose, per_day, days, dose * per_day * days) for code, _, dose, per_day, days in MEDICINES],
    )
    notebook.same("new problem, new this year", (form.new_problem, form.new_this_year), (True, True))
    company.visit = visit


def print_prescription(company: Company) -> None:
    """Ctrl+P: the stand-in printer holds the prescription."""
    hands, notebook, paper = company.hands, company.notebook, company.place.paper
    hands.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    hands.until(paper.is_file, "the printer to get the prescription")
    hands.until(lambda: company.frame.toast_text, "the word that it was printed")
    content = paper.read_bytes()
    notebook.check(
        content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF"),
        f"the printer got a whole PDF of {len(content)} bytes",
    )
    notebook.check(True, f"the window says: {company.frame.toast_text}")
    target = company.folder / "prescription.pdf"
    target.write_bytes(content)
    notebook.figure("Prescription", target.name)
