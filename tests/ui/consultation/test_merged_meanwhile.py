"""A patient who is merged while the page is open: nothing typed is lost, one key goes on."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.patients.rows import PatientRow
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext


def test_a_visit_of_a_merged_patient_goes_on_with_the_survivor(
    clinic: Clinic,
    register: Callable[..., PatientRow],
    view: ConsultationView,
    context: ScreenContext,
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
    qtbot: QtBot,
) -> None:
    keep = register(allergies=("Penicillin",))
    other = register(first_name="Nema")
    open_for(other)
    complaint = view.findChild(QWidget, "complaint")
    assert complaint is not None
    complaint.setFocus()
    qtbot.keyClicks(complaint, "homa siku mbili")
    clinic.merging.merge(keep.id, other.id)
    view.save()
    settle(context)
    assert f"{other.number} is now {keep.number}" in view.banner.text
    assert clinic.visits.timeline(keep.id) == ()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(context)
    consultation = view.consultation
    assert consultation is not None
    assert consultation.patient.id == keep.id
    assert consultation.fields["complaint"] == "homa siku mbili"
    assert "Penicillin" in consultation.patient.allergies
    view.save()
    settle(context)
    assert [one.complaint for one in clinic.visits.timeline(keep.id)] == ["homa siku mbili"]
    assert clinic.drafts.mine() == ()


def test_an_old_link_to_a_merged_patient_opens_the_survivor(
    clinic: Clinic,
    register: Callable[..., PatientRow],
    view: ConsultationView,
    open_for: Callable[[PatientRow], None],
) -> None:
    keep, other = register(), register(first_name="Nema")
    clinic.merging.merge(keep.id, other.id)
    open_for(other)
    assert view.consultation is not None
    assert view.consultation.patient.id == keep.id
