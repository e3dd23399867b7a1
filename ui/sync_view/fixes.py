"""Which one action helps a target that needs a person."""

from __future__ import annotations

from dataclasses import dataclass

from sync.rows import TargetRow

# What a delivery was refused for -> what helps. What is not here is tried again after somebody asked there.
_OF_PROBLEM = {
    "delivery.server_has_other": "differences",
    "delivery.nothing_mapped": "mapping",
    "delivery.data_set_unknown": "mapping",
    "delivery.data_set_needed": "mapping",
    "delivery.data_element_unknown": "mapping",
    "delivery.option_combo_unknown": "mapping",
    "delivery.attribute_combo_refused": "mapping",
    "delivery.cell_twice": "mapping",
    "delivery.hdu_writes": "mapping",
    "delivery.compulsory_missing": "reports",
    "delivery.value_refused": "reports",
    "delivery.period_invalid": "reports",
    "sync.form_not_closed": "reports",
}
# What waits for the line: most of it heals by itself, for these somebody has to look.
_OF_LINE = {
    "sync.not_dhis2": "address",
    "sync.not_the_server": "address",
    "sync.redirected": "address",
    "sync.certificate_other_host": "address",
    "sync.certificate_unknown_issuer": "certificate",
}
_OF_HOLD = {"sync.incarnation_changed": "compare", "sync.consent_needed": "consent"}
_OF_BREAKER = {
    "sync.credentials_refused": "token",
    "sync.credentials_expired": "token",
    "sync.token_limited": "token",
    "sync.server_too_old": "address",
    "sync.not_fhir": "address",
    "sync.other_fhir_version": "address",
    "sync.no_channel": "address",
}


@dataclass(frozen=True)
class Fix:
    """What helps.

    ``action``: token address certificate test mapping differences reports again compare consent switch_on
    send.
    ``code`` and ``number`` say what for: the problem, and the delivery that has it.
    """

    action: str
    code: str
    number: int | None = None


def fix_of(row: TargetRow) -> Fix | None:
    """The one action that helps now; None: nobody is needed, or nothing helps (a training facility).

    What stops the whole target comes before what was refused, and that before what only waits.
    """
    if row.held is not None:
        action = _OF_HOLD.get(row.held)
        return None if action is None else Fix(action, row.held)
    if not row.enabled:
        return Fix("switch_on", "") if row.waiting else None
    if row.needs_person and row.breaker_reason is not None:
        return Fix(_OF_BREAKER.get(row.breaker_reason, "test"), row.breaker_reason)
    if row.refused and row.refused_problem is not None:
        code = row.refused_problem
        return Fix(action_for(code), code, row.refused_number)
    if row.waiting and row.waiting_problem in _OF_LINE:
        return Fix(_OF_LINE[row.waiting_problem], row.waiting_problem)
    return Fix("send", "") if row.waiting else None


def help_for(problem: str) -> str | None:
    """What helps when a test found this: token address certificate; None: words alone."""
    return _OF_LINE.get(problem) or _OF_BREAKER.get(problem)


def action_for(problem: str) -> str:
    """What helps a delivery that was refused for this."""
    return "mapping" if problem.startswith("mapping.") else _OF_PROBLEM.get(problem, "again")
