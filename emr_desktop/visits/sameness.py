"""Says when a form that comes again changes nothing, and what a form leaves open on purpose. Pure."""

from __future__ import annotations

from dataclasses import replace

from db.models import Visit
from emr_desktop.visits.rows import VisitForm


def is_to_be_merged(visit: Visit | None, form: VisitForm) -> bool:
    """Say whether the form leaves open what it does not know, rather than having taken it away."""
    if visit is None or form.expected_version is None:
        return True
    return visit.status == "open" and visit.version != form.expected_version


def says_the_same(saved: VisitForm, form: VisitForm) -> bool:
    """Flags left open, expected version, sender's number and the order of tests make no difference.

    Of findings the answers count: what a check says may change with the rules in force.
    """
    if _answers(saved) != _answers(form):
        return False
    return replace(_tests_in_order(saved), findings=()) == replace(
        _tests_in_order(form),
        new_this_year=saved.new_this_year if form.new_this_year is None else form.new_this_year,
        new_problem=saved.new_problem if form.new_problem is None else form.new_problem,
        findings=(),
        expected_version=None,
        source=saved.source,
        source_id=saved.source_id,
    )


def _answers(form: VisitForm) -> set[tuple[str, str, str | None, str | None]]:
    return {
        (each.key, each.action, each.reason, each.reason_words)
        for each in form.findings
        if each.action != "shown"
    }


def _tests_in_order(form: VisitForm) -> VisitForm:
    return replace(form, tests=tuple(sorted(form.tests, key=lambda entry: entry.test)))
