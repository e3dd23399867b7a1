"""What a case form must say, and when several alike are a cluster. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from emr_desktop.errors import ValidationError
from emr_desktop.reference.folding import fold
from emr_desktop.reference.notifiable import ClusterRule, conditions
from emr_desktop.surveillance.rows import Cluster, ClusterSetting, NotificationForm

VACCINATED = ("yes", "no", "unknown")
OUTCOMES = ("alive", "admitted", "referred", "died", "unknown")
LONGEST_LINE = 80
LONGEST_WORDS = 300  # what the printed form has room for
MOST_DOSES = 10
MOST_IN_A_CLUSTER = 50
LONGEST_CLUSTER = 28  # days
_LINES = (
    "region",
    "council",
    "ward",
    "village",
    "phone",
    "specimen",
    "specimen_to",
    "reporter_cadre",
    "reporter_phone",
)
_WORDS = ("exposure", "symptoms", "action")


def cleaned(form: NotificationForm) -> NotificationForm:
    """The same form with blanks taken off; empty texts are None."""
    texts = {name: " ".join((getattr(form, name) or "").split()) or None for name in _LINES}
    texts |= {name: (getattr(form, name) or "").strip() or None for name in _WORDS}
    return replace(form, reporter=" ".join(form.reporter.split()), **texts)  # type: ignore[arg-type]


def problems(form: NotificationForm, *, birth_date: date, today: date) -> Iterator[ValidationError]:
    """Everything that keeps a cleaned case form from being saved, in the order of the form."""
    if form.condition not in conditions():
        yield ValidationError("condition", "surveillance.condition_unknown", condition=form.condition)
    if form.seen_on > today:
        yield ValidationError("seen_on", "surveillance.in_future")
    if not form.village:
        yield ValidationError("village", "surveillance.village_missing")
    if form.onset_on is None:
        yield ValidationError("onset_on", "surveillance.onset_missing")
    elif form.onset_on > form.seen_on:
        yield ValidationError("onset_on", "surveillance.onset_after_visit")
    elif form.onset_on < birth_date:
        yield ValidationError("onset_on", "surveillance.before_birth")
    if not form.symptoms:
        yield ValidationError("symptoms", "surveillance.symptoms_missing")
    yield from _of_specimen(form, today)
    yield from _of_vaccination(form, birth_date)
    if form.outcome not in OUTCOMES:
        yield ValidationError("outcome", "surveillance.outcome_unknown", outcome=form.outcome)
    if not form.reporter:
        yield ValidationError("reporter", "surveillance.reporter_missing")
    for name in (*_LINES, "reporter"):
        if len(getattr(form, name) or "") > LONGEST_LINE:
            yield ValidationError(name, "surveillance.too_long", longest=LONGEST_LINE)
    for name in _WORDS:
        if len(getattr(form, name) or "") > LONGEST_WORDS:
            yield ValidationError(name, "surveillance.too_long", longest=LONGEST_WORDS)


def _of_specimen(form: NotificationForm, today: date) -> Iterator[ValidationError]:
    if form.specimen_on is None:
        return
    if form.specimen is None:
        yield ValidationError("specimen", "surveillance.specimen_missing")
    if form.specimen_on > today:
        yield ValidationError("specimen_on", "surveillance.in_future")
    elif form.onset_on is not None and form.specimen_on < form.onset_on:
        yield ValidationError("specimen_on", "surveillance.specimen_before_onset")


def _of_vaccination(form: NotificationForm, birth_date: date) -> Iterator[ValidationError]:
    if form.vaccinated not in VACCINATED:
        yield ValidationError("vaccinated", "surveillance.vaccinated_unknown", answer=form.vaccinated)
    if form.vaccinated != "yes" and (form.doses is not None or form.last_dose_on is not None):
        yield ValidationError("vaccinated", "surveillance.doses_without_vaccine")
    if form.doses is not None and not 1 <= form.doses <= MOST_DOSES:
        yield ValidationError("doses", "surveillance.doses_impossible", most=MOST_DOSES)
    if form.last_dose_on is not None and not birth_date <= form.last_dose_on <= form.seen_on:
        yield ValidationError("last_dose_on", "surveillance.dose_date")


def checked_setting(setting: ClusterSetting) -> ClusterSetting:
    """A cluster rule as the in-charge wants it.

    Raises:
        ValidationError: ``surveillance.cluster_count surveillance.cluster_days``.
    """
    if not 2 <= setting.count <= MOST_IN_A_CLUSTER:
        raise ValidationError("count", "surveillance.cluster_count", most=MOST_IN_A_CLUSTER)
    if not 1 <= setting.days <= LONGEST_CLUSTER:
        raise ValidationError("days", "surveillance.cluster_days", most=LONGEST_CLUSTER)
    return setting


@dataclass(frozen=True)
class Sighting:
    """One patient seen with one diagnosis."""

    patient_id: uuid.UUID
    visit_id: uuid.UUID
    seen_on: date
    village: str | None
    icd10: str
    severity: str | None


def clusters_in(
    sightings: Iterable[Sighting],
    rules: Iterable[tuple[ClusterRule, ClusterSetting]],
    *,
    until: date,
) -> tuple[Cluster, ...]:
    """Find the villages in which enough different patients had the same illness in the days up to ``until``.

    A village counts by its folded name; a patient without one belongs to no cluster. A patient who came twice
    counts once.

    Args:
        sightings: diagnoses seen, in any order; those outside a rule's days are ignored.
        rules: each rule with how this facility uses it; those that are off find nothing.
        until: the last day looked at.
    """
    seen = sorted(
        (one for one in sightings if one.seen_on <= until and fold(one.village or "")),
        key=lambda one: (one.seen_on, one.visit_id),
    )
    found = []
    for rule, setting in rules:
        if not setting.on:
            continue
        since = until - timedelta(days=setting.days - 1)
        places: dict[str, list[Sighting]] = {}
        for one in seen:
            if one.seen_on >= since and rule.takes(one.icd10, one.severity):
                places.setdefault(fold(one.village or ""), []).append(one)
        for alike in places.values():
            patients = {one.patient_id for one in alike}
            if len(patients) >= setting.count:
                found.append(
                    Cluster(
                        rule=rule.code,
                        village=alike[-1].village or "",
                        patients=len(patients),
                        days=setting.days,
                        first=alike[0].seen_on,
                        last=alike[-1].seen_on,
                        visits=tuple(dict.fromkeys(one.visit_id for one in alike)),
                    )
                )
    return tuple(sorted(found, key=lambda cluster: (-cluster.patients, cluster.rule, cluster.village)))
