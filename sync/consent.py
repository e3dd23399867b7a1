"""The in-charge's word that records of patients may go to a system: to this address, by this filter.

Whoever looks after the PC may set a system up and knows no patient. So what was set up is a proposal until
the in-charge confirms it: nothing of a patient goes there before, by line, by hand or for trial. The word
holds for what was looked at; another address, another certificate or a wider filter ends it.
"""

from __future__ import annotations

import hashlib
from typing import Any

from db.models import Target
from emr_desktop.access.work_session import WorkSession

NEEDED = "sync.consent_needed"
VERB = "sync.consent"
_CONSENT = "consent"
_SENSITIVE = "sensitive"


def is_missing(target: Target) -> bool:
    """Whether records of patients would go there, or their names be asked, without the in-charge's word."""
    if not concerns(target.kind):
        return False
    kept = (target.details or {}).get(_CONSENT) or {}
    wanted = _terms(target)
    same = all(kept.get(name) == wanted[name] for name in ("url", "ca"))
    return not same or (wanted[_SENSITIVE] and not kept.get(_SENSITIVE))


def concerns(kind: str) -> bool:
    """Whether something of a patient goes to targets of this kind; figures of forms name nobody."""
    return kind in ("hdu", "fhir") or kind.startswith("registry-")


def give(work: WorkSession, target: Target) -> dict[str, Any]:
    """Keep the word of whoever is in, for the target as it stands; gives what the trail says of it."""
    terms = _terms(target)
    word = {**terms, "by": work.actor.staff_id.hex, "at": work.clock.now().isoformat()}
    target.details = {**(target.details or {}), _CONSENT: word}
    return {"target": target.name, "url": target.url, "sensitive": "yes" if terms[_SENSITIVE] else "no"}


def narrow(target: Target) -> None:
    """The filter was narrowed: opening it again will need a word again."""
    kept = (target.details or {}).get(_CONSENT)
    if kept and kept.get(_SENSITIVE) and not _terms(target)[_SENSITIVE]:
        target.details = {**target.details, _CONSENT: {**kept, _SENSITIVE: False}}


def may_be_given_now(work: WorkSession) -> bool:
    """Whether the one who sets up is the one who confirms, and just gave the password."""
    return work.may(VERB) and work.password_counts


def _terms(target: Target) -> dict[str, Any]:
    ca = hashlib.sha256(target.ca_pem.encode()).hexdigest() if target.ca_pem else None
    return {"url": target.url, "ca": ca, _SENSITIVE: (target.details or {}).get(_SENSITIVE) is True}
