"""A triage as it stands on the screen: measurements, signs, and how urgent that makes the visit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from emr_desktop.errors import ValidationError
from emr_desktop.queue import rules
from emr_desktop.queue.drafts import triage_draft_id
from emr_desktop.queue.rows import TriageForm, TriageRow
from emr_desktop.reference.urgency import DangerSign
from emr_desktop.visits.rows import VitalsEntry
from ui.consultation import typed
from ui.consultation.presenter import VITAL_FIELDS, Consultation

DRAFT_KIND = "triage"


@dataclass(kw_only=True)
class Triaging:
    """What is typed lies in ``visit``, so that the fields of the consultation serve here too."""

    visit: Consultation
    known_version: int | None = None  # of the open visit; None when the visit begins here
    signs: set[str] = field(default_factory=set)
    signs_asked: bool = False
    chosen: str | None = None  # a priority that a person chose here
    standing: str = "routine"  # what a person chose before

    @classmethod
    def of(cls, visit: Consultation, triage: TriageRow) -> Triaging:
        """Go on with what stands of an open visit."""
        return cls(
            visit=visit,
            known_version=visit.open_version,
            signs=set(triage.signs),
            signs_asked=triage.signs_asked,
            standing=triage.priority if triage.by_hand else "routine",
        )

    @property
    def draft_id(self) -> uuid.UUID:
        return triage_draft_id(self.visit.visit_id)

    @property
    def draft_kind(self) -> str:
        return DRAFT_KIND

    @property
    def patient_id(self) -> uuid.UUID:
        return self.visit.patient.id

    @property
    def days(self) -> int:
        """Age in completed days."""
        return rules.age_days(self.visit.patient.birth_date, self.visit.visit_date)

    @property
    def is_pregnant(self) -> bool:
        return self.visit.pregnancy == "pregnant"

    def asked_signs(self) -> tuple[DangerSign, ...]:
        """The signs to go through at this age."""
        return rules.signs_for(self.days, pregnant=self.is_pregnant)

    def tick(self, sign: str) -> None:
        """A sign is there, or is not after all."""
        self.signs ^= {sign}
        self.signs_asked = True

    def none_seen(self) -> None:
        """The signs were gone through and none is there."""
        self.signs.clear()
        self.signs_asked = True

    def urgency(self) -> rules.Urgency:
        """How urgent it is as it stands; what cannot be read yet says nothing."""
        found = rules.urgency(self._readable(), sorted(self.signs), days=self.days, pregnant=self.is_pregnant)
        priority = rules.most_urgent(found.priority, self.standing, self.chosen or "routine")
        return rules.Urgency(priority, found.reasons)

    def to_form(self) -> TriageForm:
        """Read the whole form.

        Raises:
            ValidationError: a field does not hold what it should.
        """
        visit = self.visit
        order = [sign.code for sign in self.asked_signs()]
        return TriageForm(
            visit_id=visit.visit_id,
            patient_id=visit.patient.id,
            vitals=visit.vitals(),
            complaint=visit.fields["complaint"].strip() or None,
            pregnancy=visit.pregnancy,
            pregnancy_weeks=typed.whole(visit.fields["pregnancy_weeks"], "pregnancy_weeks"),
            signs=tuple(sorted(self.signs, key=lambda code: (code not in order, code))),
            signs_asked=self.signs_asked,
            priority=self.chosen,
            expected_version=self.known_version,
            visit_type=visit.visit_type,
            payer=visit.payer,
            exemption=visit.exemption if visit.payer == "exempt" else None,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered that would be missed."""
        return not (any(self.visit.fields.values()) or self.signs_asked or self.chosen)

    def content(self) -> dict[str, Any]:
        """Everything on the form as plain JSON values, exactly as typed."""
        return {
            "visit": self.visit.content(),
            "known_version": self.known_version,
            "signs": sorted(self.signs),
            "signs_asked": self.signs_asked,
            "chosen": self.chosen,
        }

    def put_back(self, content: Mapping[str, Any]) -> None:
        """Put a kept draft of the same visit back over what stands.

        Raises:
            KeyError, TypeError, ValueError: another program wrote the draft.
        """
        kept = Consultation.from_draft(
            patient=self.visit.patient, visit_id=self.visit.visit_id, content=content["visit"]
        )
        kept.open_version = self.visit.open_version
        self.visit = kept
        self.known_version = content["known_version"]
        self.signs, self.signs_asked = set(content["signs"]), bool(content["signs_asked"])
        self.chosen = content["chosen"]

    def _readable(self) -> VitalsEntry:
        """The measurements one by one, so that one being typed does not hide the others."""
        alone: dict[str, Any] = {}
        for name in VITAL_FIELDS:
            one = Consultation(
                patient=self.visit.patient, visit_id=self.visit.visit_id, visit_date=self.visit.visit_date
            )
            one.fields[name] = self.visit.fields[name]
            try:
                read = one.vitals()
            except ValidationError:
                continue
            alone |= {key: value for key, value in vars(read).items() if value is not None}
        alone["oedema"] = self.visit.fields["oedema"] == "yes" or None
        return VitalsEntry(**alone)
