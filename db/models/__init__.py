"""The tables. One module for each domain; no behaviour here."""

from db.models.access import AuditChapter, AuditEntry, AuditKey, AuditSession, Staff, StaffPin
from db.models.appointments import Appointment, AppointmentTrace
from db.models.backups import Backup
from db.models.core import Base
from db.models.deaths import Death
from db.models.facility import Device, Facility, NumberBlock, Setting
from db.models.favourites import UsualTreatment
from db.models.forms import FormDefinitionCopy, FormVersion, FormVersionKept, LocalForm
from db.models.laboratory import LabOrder, LabReport, LabValue
from db.models.papers import IssuedPaper
from db.models.patients import (
    Allergy,
    Household,
    NoKnownAllergy,
    Patient,
    PatientIdentifier,
    PatientMerge,
    PatientPhoto,
    SearchEntry,
)
from db.models.prescribing import RuleDecision, StockMark
from db.models.problems import Problem
from db.models.queue import DispenseLine, StationPass, Triage
from db.models.referrals import CounterReferral, Referral, ReferralIn
from db.models.series import SeriesBlock
from db.models.surveillance import Notification
from db.models.sync import Delivery, DeliveryAttempt, FormMapping, OutboxEvent, Target
from db.models.visits import (
    Diagnosis,
    Draft,
    LabResult,
    Prescription,
    PrescriptionFinding,
    Visit,
    VisitProcedure,
    VisitRevision,
    Vitals,
)

__all__ = [
    "Allergy",
    "Appointment",
    "AppointmentTrace",
    "AuditChapter",
    "AuditEntry",
    "AuditKey",
    "AuditSession",
    "Backup",
    "Base",
    "CounterReferral",
    "Death",
    "Delivery",
    "DeliveryAttempt",
    "Device",
    "Diagnosis",
    "DispenseLine",
    "Draft",
    "Facility",
    "FormDefinitionCopy",
    "FormMapping",
    "FormVersion",
    "FormVersionKept",
    "Household",
    "IssuedPaper",
    "LabOrder",
    "LabReport",
    "LabResult",
    "LabValue",
    "LocalForm",
    "NoKnownAllergy",
    "Notification",
    "NumberBlock",
    "OutboxEvent",
    "Patient",
    "PatientIdentifier",
    "PatientMerge",
    "PatientPhoto",
    "Prescription",
    "PrescriptionFinding",
    "Problem",
    "Referral",
    "ReferralIn",
    "RuleDecision",
    "SearchEntry",
    "SeriesBlock",
    "Setting",
    "Staff",
    "StaffPin",
    "StationPass",
    "StockMark",
    "Target",
    "Triage",
    "UsualTreatment",
    "Visit",
    "VisitProcedure",
    "VisitRevision",
    "Vitals",
]
