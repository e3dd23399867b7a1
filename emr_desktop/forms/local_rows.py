"""The facility's own forms as they are kept, and what they add to the shipped ones."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import LocalForm
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.loading import shipped_forms
from emr_desktop.forms.local_file import read_text
from emr_desktop.forms.local_text import Fault

Key = tuple[str, str]  # form, edition

_KEPT_READINGS = 8


@dataclass(frozen=True)
class FormsHere:
    """What this facility can count.

    Attributes:
        in_use: shipped forms and the facility's own, one default edition for each form.
        withdrawn: the facility's own that nobody counts any more; what was closed still prints by them.
        broken: the facility's own that no longer load, with the first reason.
    """

    in_use: Mapping[Key, FormDefinition]
    withdrawn: Mapping[Key, FormDefinition]
    broken: Mapping[Key, Fault]


_readings: OrderedDict[tuple[tuple[uuid.UUID, bool], ...], FormsHere] = OrderedDict()


def forms_here(session: Session) -> FormsHere:
    """Read every form. The texts are read only when one was added or withdrawn since: a row never changes."""
    rows = session.execute(
        select(LocalForm.id, LocalForm.withdrawn_at).order_by(LocalForm.created_at, LocalForm.id)
    )
    mark = tuple((row_id, withdrawn_at is not None) for row_id, withdrawn_at in rows)
    found = _readings.get(mark)
    if found is None:
        found = _readings[mark] = _read(session) if mark else FormsHere(shipped_forms(), {}, {})
        while len(_readings) > _KEPT_READINGS:
            _readings.popitem(last=False)
    return found


def _read(session: Session) -> FormsHere:
    shipped = shipped_forms()
    own: dict[Key, FormDefinition] = {}
    withdrawn: dict[Key, FormDefinition] = {}
    broken: dict[Key, Fault] = {}
    for form, edition, text, withdrawn_at in session.execute(
        select(LocalForm.form, LocalForm.edition, LocalForm.text, LocalForm.withdrawn_at).order_by(
            LocalForm.created_at, LocalForm.id
        )
    ):
        key = (form, edition)
        if key in shipped:
            if withdrawn_at is None:
                broken[key] = Fault("form.local.shipped_now", {"form": form, "edition": edition, "line": 1})
            continue
        read = read_text(text, f"{form} {edition}")
        if read.definition is None:
            if withdrawn_at is None:
                broken[key] = read.faults[0]
        elif withdrawn_at is None:
            own[key] = read.definition
            withdrawn.pop(key, None)
        elif key not in own:
            withdrawn[key] = read.definition
    return FormsHere(_one_default_each({**shipped, **own}, own), withdrawn, broken)


def _one_default_each(
    forms: dict[Key, FormDefinition], own: Mapping[Key, FormDefinition]
) -> Mapping[Key, FormDefinition]:
    """The default of a form is the edition last added that says so; else the shipped one, else the newest."""
    for form in {form for form, _ in own}:
        editions = [key for key in forms if key[0] == form]
        added = [key for key in editions if key in own]
        saying = [key for key in added if forms[key].is_default]
        shipped = [key for key in editions if key not in own and forms[key].is_default]
        chosen = (saying or shipped or added)[-1]
        for key in editions:
            if forms[key].is_default != (key == chosen):
                forms[key] = replace(forms[key], is_default=key == chosen, _candidates={})
    return forms
