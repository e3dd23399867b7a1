"""Makes a training facility in an empty data folder: made-up people, months of visits, staff to log in as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from db.key_file import CHEAPEST
from db.many import insert_many
from db.models import Household, Staff
from emr_desktop.access.credentials import clean_username
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import Clock
from emr_desktop.demo.afterwards import tell_afterwards
from emr_desktop.demo.history import History
from emr_desktop.demo.waiting import let_wait
from emr_desktop.errors import EmrError
from emr_desktop.facility.layout import set_up_folder
from emr_desktop.facility.opening import witness_keys
from emr_desktop.facility.rows import FacilityDetails, FirstUser
from emr_desktop.facility.rules import check_digit
from emr_desktop.facility.service import create_facility, has_facility, unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.bulk import NewPatient, register_patients
from emr_desktop.patients.rules import BirthDate, months_before
from emr_desktop.visits.bulk import NewVisit, save_visits

TRAINING_PASSWORD = "mafunzo-ya-emr"  # noqa: S105 - told to everybody: it guards made-up people only
TRAINING_CODE = f"999999-{check_digit('999999')}"
IN_CHARGE = "mganga"
CLINICIAN = "tabibu"
_BATCH = 2000  # visits in one go: few enough to hold, many enough to be fast


@dataclass(frozen=True)
class TrainingUser:
    username: str
    full_name: str
    cadre: str
    roles: tuple[str, ...]


# One for each role, so that everything can be tried. The names are the Swahili words for the work.
TRAINING_USERS = (
    TrainingUser(CLINICIAN, "Rehema Kimaro (mafunzo)", "Tabibu", ("clinician",)),
    TrainingUser("muuguzi", "Juma Hamisi (mafunzo)", "Muuguzi", ("nurse",)),
    TrainingUser("mapokezi", "Neema Mwakalinga (mafunzo)", "Mapokezi", ("receptionist",)),
    TrainingUser("maabara", "Baraka Masanja (mafunzo)", "Mtaalamu wa maabara", ("lab",)),
    TrainingUser("mfamasia", "Fatuma Saidi (mafunzo)", "Mteknolojia wa dawa", ("pharmacist",)),
    TrainingUser("mhasibu", "Peter Chacha (mafunzo)", "Mhasibu", ("cashier",)),
    TrainingUser("fundi", "Zuhura Komba (mafunzo)", "Afisa TEHAMA", ("it_admin",)),
)


@dataclass(frozen=True)
class DemoResult:
    """What was made."""

    facility_code: str
    facility_name: str
    users: tuple[str, ...]  # the in-charge first
    patients: int
    visits: int
    first_day: date
    last_day: date
    recovery_key: str


def _refuse_used_folder(folder: Path) -> None:
    # Somebody's own files must not come to lie in a folder that is thrown away after the training.
    if has_facility(folder) or not folder.is_dir() or set_up_folder(folder).exists():
        return  # create_facility knows what to say, or goes on where a set-up was interrupted
    if any(folder.iterdir()):
        raise EmrError("folder.not_empty", path=str(folder))


def make_demo(
    folder: Path,
    *,
    seed: int = 1,
    months: int = 6,
    per_day: int = 40,
    until: date | None = None,
    password: str = TRAINING_PASSWORD,
    in_charge: str | None = None,
    language: str = "sw",
    people: int | None = None,
    waiting: bool = False,
    clock: Clock | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> DemoResult:
    """Make a training facility. The same seed and dates give the same patients and visits.

    Args:
        folder: the data folder, still empty.
        seed: which facility.
        months: how many months of visits, ending with ``until``.
        per_day: visits on an ordinary day.
        until: the last day; yesterday when None.
        password: of every training user.
        in_charge: user name of the in-charge; ``mganga`` when None.
        language: of the facility.
        people: how many live around; worked out from ``per_day`` when None.
        waiting: let a handful of people wait at the stations now; the time of the day is then in the record.
        clock: where the time comes from.
        progress: called with visits done and expected.

    Raises:
        EmrError: ``facility.already_there``, ``folder.not_empty`` and what ``create_facility`` raises.
        ValidationError: ``password`` is too weak, ``username`` is malformed.
    """
    clock = clock or Clock()
    last_day = until or clock.today() - timedelta(days=1)
    first_day = months_before(last_day, months) + timedelta(days=1)
    username = clean_username(in_charge or IN_CHARGE)
    details = FacilityDetails(
        code=TRAINING_CODE,
        name="Zahanati ya Mafunzo",
        region="Mafunzo",
        council="Mafunzo",
        ward="Mafunzo",
        language=language,
        training=True,
    )
    _refuse_used_folder(folder)
    recovery_key = create_facility(
        folder,
        details=details,
        first_user=FirstUser(
            username=username,
            full_name="Dkt. Asha Mushi (mafunzo)",
            password=password,
            roles=("in_charge", "clinician"),
        ),
        clock=clock,
        parameters=CHEAPEST,  # eight slots in a moment; they guard made-up people
    )
    work = unlock(folder, username=username, password=password, clock=clock)
    try:
        users = [user for user in TRAINING_USERS if user.username != username]
        clinician = _add_users(work, users, password)
        history = History(seed=seed, first_day=first_day, last_day=last_day, per_day=per_day, people=people)
        patients, visits = _write(work, history, clinician=clinician, progress=progress)
        tell_afterwards(work, seed=seed, last_day=last_day)
        if waiting:
            visits += let_wait(work, seed=seed)
    finally:
        work.database.close()
    return DemoResult(
        facility_code=details.code,
        facility_name=details.name,
        users=(username, *(user.username for user in users)),
        patients=patients,
        visits=visits,
        first_day=first_day,
        last_day=last_day,
        recovery_key=recovery_key,
    )


def _add_users(work: WorkSession, users: list[TrainingUser], password: str) -> Staff | None:
    """Add everybody with the training password itself: nobody has to come by with a one-time code."""
    now = work.clock.now()
    with work.database.write.begin() as session:
        for user in users:
            staff = Staff(
                id=new_id(),
                username=user.username,
                full_name=user.full_name,
                cadre=user.cadre,
                roles=list(user.roles),
                created_at=now,
            )
            session.add(staff)
            work.audit(
                session, "staff.added", entity="staff", entity_id=staff.id, detail={"roles": list(user.roles)}
            )
            work.vault.set_user(username=user.username, full_name=user.full_name, secret=password)
        session.flush()
        witness_keys(session, work.vault, clock=work.clock, staff_id=work.actor.staff_id)
        return session.scalars(select(Staff).where(Staff.username == CLINICIAN)).one_or_none()


def _write(
    work: WorkSession,
    history: History,
    *,
    clinician: Staff | None,
    progress: Callable[[int, int], None] | None,
) -> tuple[int, int]:
    """Write day after day in batches; returns how many patients and visits."""
    expected = history.expected_visits
    clinician_id = clinician.id if clinician else work.actor.staff_id
    patients: list[NewPatient] = []
    visits: list[NewVisit] = []
    households: list[tuple[object, ...]] = []
    counted = [0, 0]

    def keep() -> None:
        with work.database.write.begin() as session:
            insert_many(session, Household, ("id", "created_at", "created_by"), households)
            register_patients(session, patients, work=work, action="patient.made_up")
            save_visits(session, visits, work=work, action="visit.made_up")
        counted[0] += len(patients)
        counted[1] += len(visits)
        households.clear()
        patients.clear()
        visits.clear()
        if progress is not None:
            progress(counted[1], max(expected, counted[1]))

    for day in history.days():
        households += [
            (history.homes[form.id].household_id, at, work.actor.staff_id)
            for form, at in day.patients
            if history.homes[form.id].is_new
        ]
        patients += [
            NewPatient(
                form=form,
                birth=BirthDate(form.birth_date, "year" if form.birth_date_estimated else "day"),
                registered_at=at,
                household_id=history.homes[form.id].household_id,
                household_head=history.homes[form.id].is_head,
            )
            for form, at in day.patients
            if form.birth_date is not None
        ]
        visits += [
            NewVisit(
                form=made.form,
                sex=made.sex,
                birth_date=made.birth_date,
                started_at=made.started_at,
                ended_at=made.ended_at,
                clinician_id=work.actor.staff_id if made.by_in_charge else clinician_id,
            )
            for made in day.visits
        ]
        if len(visits) >= _BATCH:
            keep()
    keep()
    return counted[0], counted[1]
