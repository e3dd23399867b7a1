"""A sample of every kind of document, as the program makes it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from emr_desktop.appointments.rows import AppointmentRow, TraceRow
from emr_desktop.clinic import Clinic
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.deaths.rows import DeathRow
from emr_desktop.exchange.kept_paper import kept_pdf
from emr_desktop.exchange.service import everything_kept
from emr_desktop.growth.assessing import assess
from emr_desktop.growth.figure import figure
from emr_desktop.growth.rows import Measured
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import ResultForm
from emr_desktop.papers.rows import SickSheetForm, SickSheetRow
from emr_desktop.patients.rows import PatientForm
from emr_desktop.printing import district_page
from emr_desktop.printing.appointment_papers import appointment_slip_pdf, tracing_list_pdf
from emr_desktop.printing.audit_list import AuditPaper, audit_bytes
from emr_desktop.printing.blank_forms import blank_forms_pdf
from emr_desktop.printing.book_register import register_bytes
from emr_desktop.printing.breach_report import breach_report_pdf
from emr_desktop.printing.case_form import case_form_pdf
from emr_desktop.printing.death_report import death_report_pdf
from emr_desktop.printing.delivery_receipt_page import ReceiptCell, ReceiptPaper
from emr_desktop.printing.delivery_receipt_page import lay_out as receipt_pdf
from emr_desktop.printing.growth_chart import GrowthWords, growth_chart_pdf
from emr_desktop.printing.lab_paper import lab_register_pdf, lab_request_pdf, lab_result_pdf
from emr_desktop.printing.month_bundle import month_bundle_pdf
from emr_desktop.printing.monthly_form import monthly_form_pdf
from emr_desktop.printing.notification_list import notification_list_pdf
from emr_desktop.printing.patient_card import patient_card_pdf
from emr_desktop.printing.prescription import prescription_pdf
from emr_desktop.printing.printer_page import printer_page_pdf
from emr_desktop.printing.recovery_paper import recovery_paper_pdf
from emr_desktop.printing.referral_letter import referral_feedback_pdf, referral_letter_pdf
from emr_desktop.printing.use_of_data import use_of_data_pdf
from emr_desktop.printing.visit_papers import sick_sheet_pdf, visit_summary_pdf
from emr_desktop.surveillance.rows import NotificationForm, NotificationRow
from emr_desktop.trail.rows import TrailQuery
from emr_desktop.visits.ending_rows import (
    CauseEntry,
    DeathEntry,
    FollowUpEntry,
    ReferralEntry,
    ReferredInEntry,
)
from emr_desktop.visits.rows import (
    DiagnosisEntry,
    LabEntry,
    PrescriptionEntry,
    VisitForm,
    VisitRow,
    VitalsEntry,
)
from ui.guide.cards import keyboard_card, role_cards
from ui.trail.words import audit_line

Maker = Callable[[str, str], bytes]  # language, paper
DAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 7, tzinfo=UTC)
# A page of figures on the smallest paper is for looking, not for reading; but nothing may be lost on it.
LINES = (
    PrescriptionEntry(medicine="alu20120", dose=1, per_day=2, days=3, quantity=6),
    PrescriptionEntry(
        medicine="par120sy", dose=7.5, per_day=3, days=3, quantity=68, instructions="baada ya chakula"
    ),
    PrescriptionEntry(medicine="zinc20dt", dose=1, per_day=1, days=10, quantity=10),
)


def given_visit(clinic: Clinic) -> VisitRow:
    """A child of here with long names, sent here and sent on, with all that papers tell."""
    patient = clinic.patients.register(
        PatientForm(
            id=new_id(),
            first_name="Ng'wanambaya",
            middle_name="Joseph-Emmanuel",
            last_name="Mwakalinga",
            sex="F",
            birth_date=date(2023, 8, 14),
            village="Chang'ombe Mashariki",
            ward="Buigiri",
            phone="+255754123456",
            guardian="Fatuma Joseph Mwakalinga",
        )
    ).value
    saved = clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=patient.id,
            visit_date=DAY,
            complaint="Homa siku tatu, kutapika, hawezi kunywa ≥ mara 4",
            history="Degedege mara mbili tangu jana usiku",
            examination="Joto 39.6 °C, anapumua haraka",
            vitals=VitalsEntry(weight_kg=12.4, temperature_c=39.6, pulse=140, respiration=44, spo2=94),
            tests=(LabEntry(test="mrdt", result="positive"), LabEntry(test="hb")),
            diagnoses=(DiagnosisEntry(icd10="B54", concept="malaria", severity="severe"),),
            prescriptions=LINES,
            advice="Rudi mtoto akizidi kuumwa, akishindwa kunywa au kupata degedege tena.",
            outcome="referred",
            referred_to="Hospitali ya Wilaya ya Chamwino",
            referral=ReferralEntry(
                urgency="emergency",
                unit="Wodi ya watoto",
                reason="Malaria kali, degedege mara mbili",
                summary="Homa siku tatu, degedege leo asubuhi, hawezi kunywa",
                treatment="Artesunate ya kwanza IM, glukosi",
                transport="ambulance",
                escort="Muuguzi Neema",
                informed="Dk. Said kwa simu",
            ),
            referred_in=ReferredInEntry(sender="Zahanati ya Kijijini", reason="Degedege"),
            follow_up=FollowUpEntry(due_on=DAY + timedelta(days=7)),
        )
    ).value
    return replace(saved, patient=replace(saved.patient, allergies=("Penisilini", "Salfa")))


def every_maker(clinic: Clinic, visit: VisitRow) -> dict[str, Maker]:
    """What makes each kind of document."""
    facility, patient = clinic.work.facility, visit.patient
    sheet = SickSheetRow(
        form=SickSheetForm(
            id=new_id(),
            visit_id=visit.form.id,
            first_day=DAY,
            days=3,
            diagnosis_agreed=True,
            remarks="Apumzike",
        ),
        patient_id=patient.id,
        number="101168-3/S/2026/0001",
        issued_on=DAY,
        issuer="Asha Mwinyimkuu",
        issuer_cadre="Tabibu Msaidizi",
        printed_count=2,
        version=1,
    )
    death = DeathRow(
        id=uuid.uuid4(),
        patient=patient,
        entry=DeathEntry(
            died_on=DAY,
            died_at="09:05",
            place="on_arrival",
            immediate=CauseEntry(icd10="B54", concept="malaria"),
            underlying=CauseEntry(icd10="E43"),
            cause_words="Degedege njiani",
            told_by="Mama mzazi",
            notified_to="Mtendaji wa kijiji",
            notified_on=DAY,
        ),
        visit_id=None,
        recorded_by="Asha Mwinyimkuu",
        recorded_at=NOW,
        version=1,
    )
    expected = AppointmentRow(
        id=uuid.uuid4(),
        patient=patient,
        due_on=date(2026, 11, 11),
        whole_week=False,
        reason="chronic",
        note="Aje na daftari",
        visit_id=None,
        made_on=date(2026, 10, 14),
        made_by="Asha Mwinyimkuu",
        state="missed",
        came_on=None,
        days_late=12,
        closed_reason=None,
        moved_from=None,
        traces=(TraceRow(done_on=DAY, way="called", result="not_reached", note=None, by="Asha"),),
        version=1,
    )
    notified = NotificationRow(
        form=NotificationForm(
            id=uuid.uuid4(),
            patient_id=patient.id,
            visit_id=visit.form.id,
            condition="cholera",
            icd10="A00.9",
            seen_on=DAY,
            onset_on=DAY - timedelta(days=1),
            region="Dodoma",
            council="Chamwino",
            ward="Buigiri",
            village="Chinangali",
            symptoms="Kuhara majimaji mara kumi",
            specimen="Kinyesi",
            specimen_on=DAY,
            vaccinated="yes",
            doses=2,
            outcome="referred",
            reporter="Asha Mwinyimkuu",
        ),
        patient=patient,
        kind="case",
        reason=None,
        number="101168-3/N/2026/0007",
        sex="F",
        age_months=39,
        version=1,
        made_at=NOW,
        deadline=NOW + timedelta(days=1),
        phoned_to="Dk. Mushi",
        phoned_at=NOW,
        printed_at=None,
        printed_count=0,
        sent_at=None,
    )
    for order in clinic.laboratory.of_visit(visit.form.id):
        if order.released is None and order.test == "hb":
            clinic.laboratory.enter(
                ResultForm(
                    id=new_id(), order_id=order.id, values={"hb": "6.8"}, expected_version=order.version
                )
            )
    orders = clinic.laboratory.for_paper([each.id for each in clinic.laboratory.of_visit(visit.form.id)])
    measured = assess(Measured(sex="F", birth_date=patient.birth_date, on=DAY, weight_kg=11, height_cm=92))
    chart = figure("weight_for_age", sex="F", age_days=measured.measured.age_days, earlier=(), today=measured)
    around = GrowthWords(
        title="Uzito kwa umri",
        standard="Viwango vya ukuaji vya WHO, wasichana",
        x_title="Umri kwa miezi",
        headings=("Tarehe", "Umri", "Kipimo", "SD na maana yake"),
        lines=(("18/11/2026", "miaka 3 miezi 3", "11.0 kg", "-2.16 uzito pungufu"),),
        notes=("Utapiamlo wa kadiri (MAM)",),
    )
    report = clinic.forms.show("opd", "202611")
    reports = clinic.months.reports("202611")
    head = clinic.registers.open_book("opd", DAY, DAY)
    lines = list(clinic.registers.lines(head))
    district = district_page.DistrictPaper(
        form="OPD",
        period="11/2026",
        asked="20/11/2026 08:00",
        only_differing=False,
        lines=[
            district_page.DistrictLine("dhis2", str(row), "Malaria - mRDT chanya", "Me 1-4", "3", "2", False)
            for row in range(60)
        ],
    )
    receipt = ReceiptPaper(
        title="OPD 2014, 11/2026",
        facts=(("DHIS2", "Wilaya"), ("Imetumwa", "20/11/2026")),
        columns=(("lt1m.M", "<1m Me"), ("lt1m.F", "<1m Ke")),
        rows=[(str(number), "Malaria - kipimo cha haraka (mRDT) chanya") for number in range(40)],
        cells={("1", "lt1m.M"): ReceiptCell("3", "2", "changed")},
        counts={"changed": 1},
    )
    kept = everything_kept(clinic.work, patient.id, purpose="printed")
    trail = clinic.audit.take_out(TrailQuery(), purpose="printed")
    breach = clinic.protection.breach_report(
        DAY, DAY, noticed_at=datetime(2026, 11, 18, 9, 30, tzinfo=EAST_AFRICA)
    )
    return {
        "prescription": lambda tongue, p: prescription_pdf(visit, facility, language=tongue, paper=p, copy=1),
        "sick-sheet": lambda tongue, p: sick_sheet_pdf(sheet, visit, facility, language=tongue, paper=p),
        "visit-summary": lambda tongue, p: visit_summary_pdf(visit, facility, language=tongue, paper=p),
        "referral": lambda tongue, p: referral_letter_pdf(
            visit, clinic.referrals.get(visit.form.id), facility, language=tongue, paper=p
        ),
        "referral-answer": lambda tongue, p: referral_feedback_pdf(visit, facility, language=tongue, paper=p),
        "death-report": lambda tongue, p: death_report_pdf(death, facility, language=tongue, paper=p),
        "appointment-slip": lambda tongue, p: appointment_slip_pdf(
            expected, facility, language=tongue, paper=p
        ),
        "appointment-list": lambda tongue, _p: tracing_list_pdf(
            [expected], facility, today=DAY, language=tongue
        ),
        "card": lambda tongue, _p: patient_card_pdf(patient, facility, language=tongue),
        "laboratory-request": lambda tongue, p: lab_request_pdf(orders, facility, language=tongue, paper=p),
        "laboratory-result": lambda tongue, p: lab_result_pdf(orders, facility, language=tongue, paper=p),
        "laboratory-register": lambda tongue, _p: lab_register_pdf(
            clinic.laboratory.register(DAY, DAY), facility, language=tongue
        ),
        "growth-chart": lambda tongue, _p: growth_chart_pdf(
            chart, around, patient, facility, on=DAY, language=tongue
        ),
        "register": lambda tongue, _p: register_bytes("pdf", head, lines, facility, language=tongue),
        "monthly-form": lambda tongue, _p: monthly_form_pdf(report, language=tongue),
        "month": lambda tongue, _p: month_bundle_pdf(reports, period="202611", language=tongue),
        "district": lambda tongue, _p: district_page.lay_out(district, facility, language=tongue),
        "receipt": lambda tongue, _p: receipt_pdf(receipt, facility, language=tongue),
        "use-of-data": lambda tongue, _p: use_of_data_pdf(
            clinic.indicators.use_of_data("202611"), language=tongue
        ),
        "case-notification": lambda tongue, _p: case_form_pdf(notified, facility, language=tongue),
        "notifications": lambda tongue, _p: notification_list_pdf(
            [notified], facility, first=DAY, last=DAY, language=tongue
        ),
        "blank-form": lambda tongue, _p: blank_forms_pdf(
            "encounter", facility, language=tongue, pages=1, diagnoses=(("B54", "Malaria"),)
        ),
        "audit-trail": lambda tongue, _p: audit_bytes(
            "pdf",
            [audit_line(row, tongue) for row in trail.rows],
            AuditPaper(
                facility=facility,
                asked="Novemba 2026",
                head_code=trail.head_code,
                printed_by="Neema Mollel",
                printed_at=NOW,
                clock_behind=False,
                more=False,
            ),
            language=tongue,
        ),
        "breach-report": lambda tongue, _p: breach_report_pdf(
            breach,
            [audit_line(each, tongue) for each in breach.taken_out],
            facility,
            what_happened="Simu ya kituo iliibiwa.",
            language=tongue,
        ),
        "whole-record": lambda tongue, _p: kept_pdf(
            kept, [audit_line(each, tongue) for each in kept.looked], language=tongue
        ),
        "role-card": lambda tongue, _p: role_cards(("clinician", "nurse"), tongue),
        "keyboard-card": lambda tongue, _p: keyboard_card(tongue),
        "recovery-key": lambda tongue, _p: recovery_paper_pdf(
            "CERMW-55RYQ-QX7TK-9E8Z0-A4F78-4TWK9-PYT82-KA2DQ",
            facility="101168-3 Buigiri Dispensary",
            day=DAY,
            language=tongue,
        ),
        "printer-page": lambda tongue, p: printer_page_pdf("Kanga", NOW, language=tongue, paper=p),
    }


@pytest.fixture
def makers(clinic: Clinic) -> dict[str, Maker]:
    return every_maker(clinic, given_visit(clinic))
