"""Finds the form and the days that somebody asked for, or says what is wrong with the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from emr_desktop.errors import EmrError
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.local_rows import forms_here
from emr_desktop.forms.periods import Period, parse_period


def known_forms(session: Session) -> Mapping[tuple[str, str], FormDefinition]:
    """Every definition that this facility can count, by form and edition."""
    return forms_here(session).in_use


def find_form(
    session: Session,
    form: str,
    period: str,
    *,
    today: date,
    edition: str | None = None,
    count: str = "new",
    withdrawn: bool = False,
) -> tuple[FormDefinition, Period]:
    """Find a definition and the days it is asked for.

    Args:
        session: a reading session.
        form: as ``report list`` names it.
        period: month ``202611`` or ISO week ``2026W47``.
        today: the date at the facility.
        edition: None is the one that was in use when the period began.
        count: a key of the definition's choices.
        withdrawn: also one that the facility took out of use, for what was closed by it.

    Raises:
        EmrError: ``form.unknown``, ``form.withdrawn``, ``form.edition_unknown``, ``form.count_unknown``,
            ``form.period_malformed``, ``form.period_in_future``.
    """
    definition = find_definition(session, form, edition, count, withdrawn=withdrawn, period=period)
    days = parse_period(period, definition.period_type)
    if days.first_day > today:
        raise EmrError("form.period_in_future", period=days.code)
    return definition, days


def find_definition(
    session: Session,
    form: str,
    edition: str | None,
    count: str,
    *,
    withdrawn: bool = False,
    period: str | None = None,
) -> FormDefinition:
    """Find a definition; without an edition the one in use in the period, without that the newest default.

    Raises:
        EmrError: ``form.unknown``, ``form.withdrawn``, ``form.edition_unknown``, ``form.count_unknown``.
    """
    forms = known_forms(session)
    editions = {one.edition: one for one in forms.values() if one.form == form}
    past = forms_here(session).withdrawn
    gone = [one for one in past.values() if one.form == form and edition in (one.edition, None)]
    if gone and edition not in editions and (edition is not None or not editions):
        if not withdrawn:
            raise EmrError("form.withdrawn", form=form, edition=gone[-1].edition)
        editions = {gone[-1].edition: replace(gone[-1], is_default=True, _candidates={})}
    if not editions:
        known = " ".join(sorted({one.form for one in forms.values()}))
        raise EmrError("form.unknown", form=form, forms=known)
    if edition is None:
        definition = _meant(list(editions.values()), period)
    elif edition in editions:
        definition = editions[edition]
    else:
        raise EmrError(
            "form.edition_unknown", form=form, edition=edition, editions=" ".join(sorted(editions))
        )
    if count not in definition.count_choices:
        raise EmrError("form.count_unknown", count=count, choices=" ".join(definition.count_choices))
    return definition


def _meant(editions: Sequence[FormDefinition], period: str | None) -> FormDefinition:
    """The edition in use when the period began, the default one first; where none was, the default one."""
    defaults = [one for one in editions if one.is_default]
    if period is None:
        return defaults[-1]
    try:
        first_day = parse_period(period, defaults[0].period_type).first_day
    except EmrError:
        return defaults[0]  # the caller says what is wrong with the period
    in_use = [one for one in (*defaults, *editions) if one.is_valid_on(first_day)]
    return in_use[0] if in_use else defaults[-1]
