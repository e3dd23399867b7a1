"""How grave a finding of the check is, and the one way to put it right: read from findings.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from emr_desktop import reference
from emr_desktop.forms.rows import Finding

GRADES = ("must", "look", "know")


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    path = Path(reference.__file__).parent / "forms" / "findings.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def graded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give each finding its grade and its fix; the gravest first, else as they came.

    A finding that the table does not know is one to look at in its visits.
    """
    table = _table()
    known = [
        replace(
            finding,
            grade=table.get(finding.code, {}).get("grade", "look"),
            fix=table.get(finding.code, {}).get("fix", "correct_visit"),
        )
        for finding in findings
    ]
    return tuple(sorted(known, key=lambda finding: GRADES.index(finding.grade)))
