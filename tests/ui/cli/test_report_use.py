"""emr-admin report use and report year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_the_figures_are_those_of_the_form(demo: Run) -> None:
    document = demo("report", "use", "--period", "202610").document
    form = demo("report", "show", "opd", "--period", "202610").document
    total = {row["row"]: row["total"]["all"] for row in form["rows"]}
    figures = {one["indicator"]: one for one in document["indicators"]}
    assert figures["attendance"]["this_month"] == {"count": total["2"] + total["3"]}
    assert document["attendance"]["figures"][-1] == sum(document["attendance_by_day"])
    referred = figures["referred"]["this_month"]
    assert (referred["count"], referred["of"]) == (total["90"], total["2"] + total["3"])


def test_a_year_of_a_row(demo: Run) -> None:
    document = demo("--json", "report", "year", "opd", "--period", "202610", "--row", "2+3").document
    assert document["periods"][-1] == "202610"
    assert len(document["figures"]) == 12
    weekly = demo("--json", "report", "year", "idsr_weekly", "--period", "2026W40", "--row", "MAL").document
    assert len(weekly["figures"]) == 52
    said = demo("report", "year", "opd", "--period", "202610", "--row", "1").out.decode()
    assert "202610" in said


def test_paper_goes_to_a_file(demo: Run, tmp_path: Path) -> None:
    path = tmp_path / "use.pdf"
    assert demo("report", "use", "--period", "202610", "--out", str(path)).code == 0
    assert path.read_bytes().startswith(b"%PDF")
    assert demo("report", "use", "--period", "202610", "--format", "pdf").code == 2
    assert demo("report", "use", "--period", "202610", "--format", "csv").code == 2
    refused = demo("report", "year", "opd", "--period", "202610", "--row", "nothing")
    assert refused.code == 1
    assert refused.err.strip()
