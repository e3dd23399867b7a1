"""Everything that was ever signed, also by forms and editions that are offered no more."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import FormVersion
from emr_desktop.errors import EmrError
from emr_desktop.forms.kept import kept_of, read_sheet
from emr_desktop.forms.local_rows import forms_here
from emr_desktop.forms.version_rows import SignedForm
from emr_desktop.forms.versions import line_of


def signed_forms(session: Session, *, key: bytes) -> tuple[SignedForm, ...]:
    """The last version of every form and period that was signed, the latest signature first.

    Args:
        session: a reading session.
        key: of the audit chain.
    """
    newest: dict[tuple[str, str, str], FormVersion] = {}
    for version in session.scalars(select(FormVersion).order_by(FormVersion.version)):
        newest[version.form, version.edition, version.period] = version
    here = forms_here(session)
    names: dict[tuple[str, str], tuple[str, str, str]] = {}
    found = []
    for version in sorted(newest.values(), key=lambda one: one.closed_at, reverse=True):
        form = (version.form, version.edition)
        if form not in names:
            if (known := here.in_use.get(form)) is not None:
                names[form] = (known.name_en, known.name_sw, "in_use")
            elif (known := here.withdrawn.get(form)) is not None:
                names[form] = (known.name_en, known.name_sw, "withdrawn")
            else:
                names[form] = (*_names_as_signed(session, version, key), "unknown")
        found.append(SignedForm(line_of(session, version), *names[form]))
    return tuple(found)


def _names_as_signed(session: Session, version: FormVersion, key: bytes) -> tuple[str, str]:
    kept = kept_of(session, version)
    if kept is not None:
        try:
            info = read_sheet(session, version, kept, key).info
        except EmrError:  # damaged: its own page says so
            return version.form, version.form
        return info.name_en, info.name_sw
    return version.form, version.form
