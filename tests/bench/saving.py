"""Saves visits on the encrypted record and on its plain twin, in turn."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from statistics import median

from driver_time import DriverTime
from figures import Figure, Spent, no_collecting, summed, timed
from sizes import COMMIT_RATIO, SAVE_MS, SEED, TODAY, Size
from sqlalchemy import select

from db.models import Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.identity import new_id
from emr_desktop.visits.records import form_of
from emr_desktop.visits.rows import VisitForm
from emr_desktop.visits.service import VisitService


def saving_figures(work: WorkSession, plain: WorkSession, size: Size) -> list[Figure]:
    """Time ``VisitService.save`` and, apart, what of it passes inside the database."""
    forms = forms_to_save(work, size.saves + 10)
    both = [(VisitService(work=one), DriverTime(one.database)) for one in (work, plain)]
    tries: tuple[list[Spent], list[Spent]] = ([], [])
    databases: tuple[list[float], list[float]] = ([], [])
    commits: tuple[list[float], list[float]] = ([], [])
    for number, form in enumerate(forms):
        for place in (0, 1) if number % 2 else (1, 0):
            service, driver = both[place]
            driver.reset()
            with no_collecting():
                spent = timed(lambda service=service, form=form: service.save(form))
            if number >= 10:  # the first ones fill caches and compile statements
                tries[place].append(spent)
                databases[place].append(driver.total * 1000)
                commits[place].append(driver.commit * 1000)
    ours, twin = summed(tries[0]), summed(tries[1])
    inside = [median(each) for each in databases]
    ending = [median(each) for each in commits]
    return [
        Figure("saving a visit, p50", ours.p50, "ms", note=f"plain {twin.p50:.1f}", cpu=ours.cpu_p50),
        Figure(
            "saving a visit, p95",
            ours.p95,
            "ms",
            SAVE_MS,
            f"{ours.tries} saves, synchronous=FULL; plain {twin.p95:.1f}",
            ours.cpu_p95,
        ),
        Figure(
            "saving a visit, slowest", ours.slowest, "ms", note="the log is folded in once in some hundred"
        ),
        Figure(
            "durable commit, encrypted : plain",
            median(a / b for a, b in zip(*databases, strict=True)),
            "x",
            COMMIT_RATIO,
            f"the database's part of a save, {inside[0]:.2f} : {inside[1]:.2f} ms",
        ),
        Figure(
            "COMMIT alone, encrypted : plain",
            median(a / b for a, b in zip(*commits, strict=True)),
            "x",
            note=f"{ending[0]:.2f} : {ending[1]:.2f} ms",
        ),
    ]


def forms_to_save(work: WorkSession, number: int) -> list[VisitForm]:
    """Visits of people who were here lately, as somebody would write them today."""
    draw = Random(f"saving {SEED}")
    service = VisitService(work=work)
    forms: list[VisitForm] = []
    with work.database.read() as session:
        lately = list(session.scalars(select(Visit.id).order_by(Visit.visit_date.desc()).limit(number * 10)))
        draw.shuffle(lately)
        for visit_id in lately:
            form = replace(
                form_of(session, session.get_one(Visit, visit_id)),
                id=new_id(),
                visit_date=TODAY,
                new_this_year=None,
                new_problem=None,
                source=None,
                source_id=None,
            )
            if not service.check(form):  # an infant has grown out of the measurements of then
                forms.append(form)
            if len(forms) == number:
                break
    return forms
