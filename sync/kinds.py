"""The kinds of national systems that data can go to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sync.form_plan import plan_forms
from sync.line import TargetKind
from sync.outbox import FORM_QUEUED
from sync.record_plan import RECORD_EVENTS, plan_records
from sync.registry import hdu_clients, pdqm
from sync.registry.kinds import REGISTRY_HDU, REGISTRY_PDQM, plan_nothing, registry_line
from sync.targets.dhis2.line import Dhis2Line
from sync.targets.fhir import wire as fhir
from sync.targets.hdu import wire as hdu
from sync.targets.hdu.template_words import unconfirmed_lists

KINDS: Mapping[str, TargetKind] = MappingProxyType(
    {
        "dhis2": TargetKind(
            open=Dhis2Line,
            events=frozenset({FORM_QUEUED}),
            plan=plan_forms,
            scheme="ApiToken",
            own_tail="/api",
        ),
        "hdu": TargetKind(
            open=hdu.hdu_line,
            events=RECORD_EVENTS,
            plan=plan_records,
            own_tail="/api",
            look=hdu.look,
            check=hdu.check,
            twin=hdu.twin,
            unconfirmed=unconfirmed_lists,
            carries_records=True,
        ),
        "fhir": TargetKind(
            open=fhir.fhir_line,
            events=RECORD_EVENTS,
            plan=plan_records,
            own_tail="/metadata",
            look=fhir.look,
            newest=fhir.newest,
            twin=fhir.twin,
            carries_records=True,
        ),
        REGISTRY_PDQM: TargetKind(
            open=registry_line,
            events=frozenset(),
            plan=plan_nothing,
            own_tail="/metadata",
            look=pdqm.look,
            ask=pdqm.ask,
        ),
        REGISTRY_HDU: TargetKind(
            open=registry_line,
            events=frozenset(),
            plan=plan_nothing,
            own_tail="/api",
            look=hdu_clients.look,
            ask=hdu_clients.ask,
        ),
    }
)
