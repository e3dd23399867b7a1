"""What stands on the form as a draft keeps it, and putting it back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from emr_desktop.patients.rows import RegistryId
from ui.reception.link_field import PatientLinkField
from ui.reception.more_fields import NO_SCHEME
from ui.reception.register_form import RegisterForm
from ui.widgets.field import TextField

DRAFT_KIND = "patient"


def content_of(form: RegisterForm) -> dict[str, Any]:
    """Everything a person typed or chose, and who is corrected, if somebody is."""
    fields = form.fields()
    content: dict[str, Any] = {
        "patient": " ".join(part for part in (form.first_name.text(), form.last_name.text()) if part),
        "texts": {name: field.text() for name, field in fields.items() if isinstance(field, TextField)},
        "sex": form.sex.code,
        "scheme": form.more.scheme_code,
        "links": {
            name: {
                "id": None if field.chosen is None else field.chosen.hex,
                "typed": field.picker.text(),
                "help": field.note,
            }
            for name, field in fields.items()
            if isinstance(field, PatientLinkField)
        },
    }
    if form.registry_id is not None:
        content["registry_id"] = [form.registry_id.system, form.registry_id.value]
    if form.corrected is not None:
        content["expected_version"] = form.corrected.version
    return content


def put_back(form: RegisterForm, draft_id: uuid.UUID, content: Mapping[str, Any]) -> None:
    """Put a draft onto the form, which is empty or shows the patient who was being corrected.

    Raises:
        KeyError, TypeError, ValueError: another program wrote the draft.
    """
    fields = form.fields()
    texts, links = content["texts"], content["links"]
    form.take_id(draft_id)
    if form.corrected is not None:
        # The version it started from: what somebody else saved since must not be overwritten unseen.
        form.take_version(replace(form.corrected, version=int(content["expected_version"])))
    for name, text in texts.items():
        field = fields.get(name)
        if isinstance(field, TextField):
            field.set_text(str(text))
    form.sex.bar.choose(content["sex"])
    form.more.scheme.bar.choose(content["scheme"] or NO_SCHEME)
    for name, link in links.items():
        field = fields.get(name)
        if isinstance(field, PatientLinkField):
            who = None if link["id"] is None else uuid.UUID(link["id"])
            field.put_back(who, str(link["typed"]), str(link["help"]))
    system_and_value = content.get("registry_id")
    if system_and_value:
        form.registry_id = RegistryId(*map(str, system_and_value))
    form.unfold()
