"""What the monitoring document is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop.facility.doctor import Check

SCHEMA = 1  # of the document; a later one keeps every name of this one or takes another number
_STATES = ("ok", "warn", "fail")
Values = Mapping[str, object]
Found = tuple[Check, Values]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was found in one look.

    Attributes:
        facility_code: HFR code; None where nothing in clear tells it.
        training: of a training facility; None where that is not known.
        opened: the record was opened with a password; else only what lies around it was looked at.
        why_closed: code of what kept it closed although a password was given; None otherwise.
        checks: each thing that was looked at.
        values: by name of the check; every name that the schema has for it, None where it is not known.
        targets: the national systems; None when the record is closed.
    """

    facility_code: str | None
    training: bool | None
    opened: bool
    why_closed: str | None = None
    checks: tuple[Check, ...]
    values: Mapping[str, Values]
    targets: tuple[Values, ...] | None = field(default=None)

    @property
    def state(self) -> str:
        """The worst of all checks: ``ok warn fail``."""
        return max((check.state for check in self.checks), key=_STATES.index, default="ok")


def schema_text() -> str:
    """The JSON Schema (draft 2020-12) of the document."""
    return (Path(__file__).parent / "doctor-1.schema.json").read_text(encoding="utf-8")


@cache
def names_of(check: str) -> tuple[str, ...]:
    """The names of the values of a check; empty for one that has none."""
    found: dict[str, Any] = json.loads(schema_text())["$defs"]
    return tuple(found.get(f"values_{check}", {}).get("properties", ()))


def filled(check: str, found: Values) -> dict[str, object]:
    """The values of a check with every name that it has, in the schema's order.

    Raises:
        KeyError: a value that the schema does not name.
    """
    names = names_of(check)
    for name in found:
        if name not in names:
            raise KeyError(name)
    return {name: found.get(name) for name in names}
