"""Long names, a full queue and many medicines break nothing, on the smallest display and the usual one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import update

from db.models import Staff
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.prescribing.answers import entry_of
from emr_desktop.queue.rows import QueueRow, StartForm, StationCount
from emr_desktop.queue.service import QueueService
from emr_desktop.reference.formulary import medicines
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry, VisitForm
from ui.consultation.lines import PrescriptionLine
from ui.consultation.view import ConsultationView
from ui.pharmacy.view import PharmacyView
from ui.pictures.faults import clipped, primary_out_of_sight, squeezed
from ui.pictures.place import furnish
from ui.pictures.room import cut_words, overlapping, sideways
from ui.pictures.stage import Stage, opened
from ui.reception.view import ReceptionView
from ui.triage.view import TriageView

FACILITY = "Kituo cha Afya cha Mtakatifu Yohana Mbatizaji Namanyere Kati"
PERSON = "Dkt. Mwanahamisi Rwegasira Kamugisha-Ali"
FIRST, MIDDLE, LAST = "Mwanahamisi", "Bernadetha Nyamizi", "Rwegasira Kamugisha"
VILLAGE = "Mwananyamala Kisiwani Kijiji cha Ujamaa A"[:40]
PEOPLE, WAITING, MEDICINES = 12, 300, 12
_LOOKS = (clipped, primary_out_of_sight, squeezed, sideways, cut_words, overlapping)


def _fill(clinic: Clinic) -> None:
    """People who wait at triage, one at the consultation, and one with twelve medicines at the pharmacy."""
    codes = list(medicines())[:MEDICINES]
    assert (len(FACILITY), len(PERSON), len(VILLAGE), len(codes)) == (60, 40, 40, MEDICINES)
    clinic.facility.change(name=FACILITY)
    with clinic.work.database.write.begin() as session:
        session.execute(update(Staff).where(Staff.username == IN_CHARGE).values(full_name=PERSON))
    for number in range(PEOPLE):
        patient = clinic.patients.register(
            PatientForm(
                id=new_id(),
                first_name=FIRST,
                middle_name=MIDDLE,
                last_name=LAST,
                sex="F",
                age_years=18 + number % 60,
                village=VILLAGE,
            )
        ).value
        station = ("pharmacy", "consultation")[number] if number < 2 else "triage"
        visit = new_id()
        clinic.queue.start_visit(StartForm(id=visit, patient_id=patient.id, station=station))
        if station == "pharmacy":
            given = tuple(
                PrescriptionEntry(medicine=code, dose=1, per_day=3, days=5, quantity=15) for code in codes
            )
            form = VisitForm(
                id=visit,
                patient_id=patient.id,
                visit_date=clinic.work.clock.today(),
                diagnoses=(DiagnosisEntry(icd10="J00"),),
                prescriptions=given,
            )
            answers = tuple(
                replace(entry_of(each, None), action="kept", reason_words="Amekubali mganga mkuu")
                for each in clinic.prescribing.look_at(form)
                if each.needs_reason
            )
            clinic.visits.save(replace(form, findings=answers))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A facility of long names, with its queues full."""
    home = tmp_path_factory.mktemp("full")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMR_DEVICE_DIR", str(home / "device"))
        folder, _made = furnish(home)
        work = unlock(folder, username=IN_CHARGE, password=TRAINING_PASSWORD)
        try:
            _fill(open_clinic(work))
        finally:
            work.database.close()
    return home


def _stops(stage: Stage) -> Iterator[str]:
    stage.begin()
    yield "login"
    stage.log_in()
    frame = stage.frame
    frame._first_visit.leave()
    frame._rail.show_waiting(
        {
            "triage": StationCount(waiting=999),
            "consultation": StationCount(waiting=999, emergencies=999),
            "pharmacy": StationCount(waiting=999),
        }
    )
    reception = stage.go("reception", ReceptionView)
    reception.search.setText(FIRST)
    stage.settle(400)
    yield "reception"
    reception.pages.open_waiting()
    stage.settle()
    yield "waiting"
    reception.pages.go_back()
    triage = stage.go("triage", TriageView)
    assert len(triage.queue.rows) >= WAITING
    yield "triage"
    triage._take(_of(stage, "triage", LAST))
    stage.settle()
    yield "triage-patient"
    triage.step_back()
    consultation = stage.go("consultation", ConsultationView)
    yield "consultation-start"
    visit = _of(stage, "consultation", LAST)
    row = next(each for each in stage.frame.clinic.queue.queue("consultation") if each.visit_id == visit)
    consultation.show_patient(row.patient.id)
    stage.settle()
    lines = [PrescriptionLine.usual(code, ()) for code in list(medicines())[:MEDICINES]]
    consultation._start_again()
    stage.settle()
    assert consultation.page.medicines.bring(lines)
    stage.settle(300)
    assert len(consultation.page.medicines.lines) == MEDICINES
    yield "consultation"
    consultation.step_back()
    stage.settle()
    pharmacy = stage.go("pharmacy", PharmacyView)
    yield "pharmacy"
    pharmacy._take(_of(stage, "pharmacy", LAST))
    stage.settle()
    yield "pharmacy-prescription"
    pharmacy.step_back()


def _of(stage: Stage, station: str, last_name: str) -> uuid.UUID:
    """A visit of ours that waits there."""
    rows = stage.frame.clinic.queue.queue(station)
    return next(row.visit_id for row in rows if row.patient.last_name == last_name)


@pytest.mark.parametrize("size", [(1024, 600), (1366, 768)])
def test_long_names_full_queues_and_many_medicines_break_nothing(
    qapp: QApplication, full: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("EMR_DEVICE_DIR", str(full / "device"))
    one_page = QueueService.queue

    def crowd(service: QueueService, station: str) -> tuple[QueueRow, ...]:
        """The same people again and again, as registering so many takes minutes."""
        rows = one_page(service, station)
        more = (replace(row, visit_id=new_id()) for row in cycle(rows))
        return (*rows, *islice(more, WAITING)) if station == "triage" else rows

    monkeypatch.setattr(QueueService, "queue", crowd)
    found: dict[str, None] = {}
    with opened(qapp, full / "record", language="sw", size=size) as stage:
        for name in _stops(stage):
            stage.lay_out()
            assert (stage.shell.width(), stage.shell.height()) == size, name
            for look in _LOOKS:
                found.update(dict.fromkeys(f"{name}: {look.__name__}: {each}" for each in look(stage.shell)))
            if name == "reception":
                top = stage.frame._top
                assert FACILITY in top.findChildren(QLabel)[0].toolTip()
    assert not found, "\n".join(found)


def test_a_screen_stays_in_the_middle_where_the_window_is_wider_than_anyone_reads(
    qapp: QApplication, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMR_DEVICE_DIR", str(full / "device"))
    with opened(qapp, full / "record", language="sw", size=(3840, 2160)) as stage:
        stage.begin()
        stage.log_in()
        stage.frame._first_visit.leave()
        view = stage.go("reception", ReceptionView)
        rail = stage.frame._rail
        left = view.mapTo(stage.shell, QPoint(0, 0)).x() - rail.width()
        right = stage.shell.width() - rail.width() - left - view.width()
        assert view.width() == 1760
        assert abs(left - right) <= 1
        stage.shell.resize(1920, 1080)
        stage.lay_out()
        assert view.width() == 1920 - rail.width()
