"""emr-admin report why: the cells agree with report cases, and wrong questions get a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Run = Callable[..., Any]


def test_a_case_of_a_cell_names_that_cell(demo: Run) -> None:
    cases = demo("--json", "report", "cases", "opd", "--period", "202610", "--row", "2").document
    first = cases["visits"][0]
    answer = demo("--json", "report", "why", first["visit"]).document
    assert (answer["visit"], answer["date"]) == (first["visit"], first["date"])
    opd = next(form for form in answer["forms"] if form["form"] == "opd")
    assert (opd["period"], opd["reason"]) == ("202610", None)
    assert "2" in [cell["row"] for thing in opd["things"] for cell in thing["cells"]]
    only = demo("--json", "report", "why", first["visit"], "--form", "opd", "--period", "202609").document
    assert [form["reason"]["code"] for form in only["forms"]] == ["form.why.other_period"]
    said = demo("report", "why", first["visit"], "--form", "opd").out.decode()
    assert first["patient_number"] in said


def test_wrong_questions_are_said(demo: Run) -> None:
    nothing = demo("report", "why", "12")
    assert nothing.code == 2
    assert "id of a record" in nothing.err or "kitambulisho" in nothing.err
    missing = demo("report", "why", "00000000-0000-7000-8000-000000000000")
    assert missing.code == 1
    assert missing.err.strip()
    alone = demo("report", "why", "00000000-0000-7000-8000-000000000000", "--period", "202610")
    assert alone.code == 2
    assert "--form" in alone.err
