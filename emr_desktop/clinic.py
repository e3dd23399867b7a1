"""Everything a screen or a command may ask of the clinic, built once for an unlocked session."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from emr_desktop.access.work_session import WorkSession
from emr_desktop.allergies.service import AllergyService
from emr_desktop.appointments.service import AppointmentService
from emr_desktop.backups.service import BackupService
from emr_desktop.deaths.service import DeathService
from emr_desktop.facility.confirming import PasswordService
from emr_desktop.facility.details import FacilityService
from emr_desktop.facility.keys import KeyService
from emr_desktop.facility.pins import PinService
from emr_desktop.facility.set_up_steps import SetUpService
from emr_desktop.facility.staff import StaffService
from emr_desktop.facility.switching import SwitchService
from emr_desktop.favourites.service import FavouriteService
from emr_desktop.forms.closed import closed_days
from emr_desktop.forms.local import LocalFormService
from emr_desktop.forms.month import MonthService
from emr_desktop.forms.service import FormService
from emr_desktop.growth.service import GrowthService
from emr_desktop.indicators.service import IndicatorService
from emr_desktop.laboratory.service import LaboratoryService
from emr_desktop.papers.service import PaperService
from emr_desktop.patients.households import HouseholdService
from emr_desktop.patients.identifiers import IdentifierService
from emr_desktop.patients.merging import MergeService
from emr_desktop.patients.photos import PhotoService
from emr_desktop.patients.service import PatientService
from emr_desktop.pharmacy.service import PharmacyService
from emr_desktop.prescribing.service import PrescribingService
from emr_desktop.problems.service import ProblemService
from emr_desktop.protection.service import ProtectionService
from emr_desktop.queue.flow import VisitFlow
from emr_desktop.queue.for_tests import send_back
from emr_desktop.queue.service import QueueService
from emr_desktop.queue.triage import TriageService
from emr_desktop.referrals.service import ReferralService
from emr_desktop.registers.service import RegisterService
from emr_desktop.surveillance.service import NotificationService
from emr_desktop.surveillance.watching import SurveillanceService
from emr_desktop.trail.service import AuditService
from emr_desktop.updates.service import UpdateService
from emr_desktop.visits.drafts import DraftService
from emr_desktop.visits.emergency import EmergencyService
from emr_desktop.visits.recounting import recount_merged
from emr_desktop.visits.service import VisitService
from emr_desktop.visits.usage import UsageService


@dataclass(frozen=True, kw_only=True)
class Clinic:
    work: WorkSession
    patients: PatientService
    merging: MergeService
    households: HouseholdService
    photos: PhotoService
    identifiers: IdentifierService
    visits: VisitService
    usage: UsageService
    drafts: DraftService
    emergency: EmergencyService
    forms: FormService
    months: MonthService
    local_forms: LocalFormService
    registers: RegisterService
    indicators: IndicatorService
    staff: StaffService
    pins: PinService
    password: PasswordService
    switching: SwitchService
    facility: FacilityService
    set_up: SetUpService
    keys: KeyService
    backups: BackupService
    updates: UpdateService
    growth: GrowthService
    prescribing: PrescribingService
    appointments: AppointmentService
    referrals: ReferralService
    deaths: DeathService
    surveillance: SurveillanceService
    notifications: NotificationService
    papers: PaperService
    laboratory: LaboratoryService
    queue: QueueService
    triage: TriageService
    pharmacy: PharmacyService
    allergies: AllergyService
    favourites: FavouriteService
    problems: ProblemService
    audit: AuditService
    protection: ProtectionService

    def close(self) -> None:
        """End the session: close the database."""
        self.work.database.close()


def open_clinic(work: WorkSession) -> Clinic:
    """Build the services on an unlocked session."""
    appointments = AppointmentService(work=work)
    follow_death = appointments.follow_death
    flow = VisitFlow(work=work)
    laboratory = LaboratoryService(work=work, found=partial(send_back, flow=flow))
    referrals, notifications = ReferralService(work=work), NotificationService(work=work)
    deaths = DeathService(work=work, after_death=follow_death)
    prescribing, problems = PrescribingService(work=work), ProblemService(work=work)
    return Clinic(
        work=work,
        patients=PatientService(work=work),
        households=HouseholdService(work=work),
        photos=PhotoService(work=work),
        identifiers=IdentifierService(work=work),
        merging=MergeService(work=work, recount=partial(recount_merged, closed_days=closed_days)),
        visits=VisitService(
            work=work,
            examine=prescribing.examine,
            after_death=follow_death,
            laboratory=laboratory,
            flow=flow,
            follow=(problems.follow,),
        ),
        usage=UsageService(work=work),
        drafts=DraftService(work=work),
        emergency=EmergencyService(work=work),
        forms=FormService(work=work),
        months=MonthService(work=work),
        local_forms=LocalFormService(work=work),
        registers=RegisterService(
            work=work,
            referrals=referrals,
            deaths=deaths,
            laboratory=laboratory,
            notifications=notifications,
        ),
        indicators=IndicatorService(work=work),
        staff=StaffService(work=work),
        pins=PinService(work=work),
        password=PasswordService(work=work),
        switching=SwitchService(work=work),
        facility=FacilityService(work=work),
        set_up=SetUpService(work=work),
        keys=KeyService(work=work),
        backups=BackupService(work=work),
        updates=UpdateService(work=work),
        growth=GrowthService(work=work),
        prescribing=prescribing,
        appointments=appointments,
        referrals=referrals,
        deaths=deaths,
        surveillance=SurveillanceService(work=work),
        notifications=notifications,
        papers=PaperService(work=work),
        laboratory=laboratory,
        queue=QueueService(work=work, flow=flow, place=laboratory.place),
        triage=TriageService(work=work, flow=flow),
        pharmacy=PharmacyService(work=work, flow=flow),
        allergies=AllergyService(work=work),
        favourites=FavouriteService(work=work),
        problems=problems,
        audit=AuditService(work=work),
        protection=ProtectionService(work=work),
    )
