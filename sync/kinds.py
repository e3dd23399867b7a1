"""The kinds of national systems that data can go to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sync.form_plan import plan_forms
from sync.line import TargetKind
from sync.outbox import FORM_QUEUED
from sync.targets.dhis2.line import Dhis2Line

KINDS: Mapping[str, TargetKind] = MappingProxyType(
    {"dhis2": TargetKind(open=Dhis2Line, events=frozenset({FORM_QUEUED}), plan=plan_forms)}
)
# Known by name; a target of these cannot be set up yet.
EXPECTED = ("hdu", "fhir")
