"""Which signed version a printed code belongs to, and whether the record still tells the same."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import FormVersion, FormVersionKept
from emr_desktop.access.head_code import written
from emr_desktop.errors import EmrError
from emr_desktop.forms.comparing import compare_with_now, figures_of
from emr_desktop.forms.finding import find_form
from emr_desktop.forms.kept import read_list, record_fits
from emr_desktop.forms.version_rows import Verified
from emr_desktop.forms.versions import line_of


def verify_code(session: Session, code: str, *, key: bytes, today: date) -> Verified:
    """Find the version of a code.

    Args:
        session: a reading session.
        code: bare, as ``read_code`` gives it.
        key: of the audit chain.
        today: the date at the facility.

    Raises:
        EmrError: ``form.code_unknown``.
    """
    kept = session.scalars(select(FormVersionKept).where(FormVersionKept.code == code)).one_or_none()
    version = None if kept is None else session.get(FormVersion, kept.version_id)
    if kept is None or version is None:
        raise EmrError("form.code_unknown", typed=written(code))
    line = line_of(session, version)
    if not record_fits(session, version, kept, key):
        return Verified(line, False, None, None)
    signed = {
        (row, column): figure
        for row, figures in version.figures["rows"].items()
        for column, figure in figures.items()
        if figure
    }
    adds_up = dict(figures_of(read_list(session, version, kept, key))) == signed
    try:
        definition, days = find_form(
            session, version.form, version.period, today=today, edition=version.edition, withdrawn=True
        )
    except EmrError:  # a form that the program no longer knows
        return Verified(line, adds_up, None, None)
    changes = compare_with_now(session, version, definition, days, key=key)
    return Verified(line, adds_up, len(changes.cells), len(changes.visits))
