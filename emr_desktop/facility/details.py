"""Reading and changing what the facility says about itself, and its settings."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from db.models import Setting
from emr_desktop.access.work_session import FacilityRow, WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.facility import rules
from emr_desktop.facility.opening import facility_row, the_facility
from emr_desktop.managed import managed

_PLACES = ("region", "council", "ward", "phone")


class FacilityService:
    """The facility's name, place and settings. Its code stays: patient numbers are made from it."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def read(self) -> FacilityRow:
        """The facility as it is now (``WorkSession.facility`` is as it was at login)."""
        with self._work.database.read() as session:
            return facility_row(the_facility(session))

    def change(self, **fields: str | None) -> Written[FacilityRow]:
        """Change any of ``name type region council ward phone language``.

        Raises:
            ValidationError: a field is wrong.
        """
        self._work.require("facility.change")
        cleaned = {name: _cleaned(name, value) for name, value in fields.items()}
        with self._work.database.write.begin() as session:
            facility = the_facility(session)
            before = asdict(facility_row(facility))
            changed = {name: value for name, value in cleaned.items() if before[name] != value}
            for name, value in changed.items():
                setattr(facility, name, value)
            if changed:
                self._work.audit(
                    session,
                    "facility.changed",
                    entity="facility",
                    entity_id=facility.id,
                    detail={"before": {name: before[name] for name in changed}, "after": changed},
                )
            row = facility_row(facility)
        return Written(row, Changes.of(*(["facility"] if changed else [])))

    def settings(self) -> dict[str, Any]:
        """All known settings with their values, the default where nobody chose one.

        What the administrator of this PC fixed stands in the place of what the facility chose.
        """
        values = default_settings()
        with self._work.database.read() as session:
            for name, value in session.execute(select(Setting.name, Setting.value)):
                if name in values:
                    values[name] = value
        for name, value in managed().values.items():
            if name in values:
                values[name] = self._for_here(value)
        return values

    @staticmethod
    def fixed() -> frozenset[str]:
        """The settings that the administrator of this PC fixed: ``set`` refuses them."""
        return frozenset(managed().values)

    def _for_here(self, value: Any) -> Any:
        """One file serves many PCs: ``{code}`` in a folder stands for the code of the facility."""
        return value.replace("{code}", self._work.facility.code) if isinstance(value, str) else value

    def set(self, name: str, value: str | int | bool) -> Written[Any]:
        """Change one setting.

        Raises:
            EmrError: ``facility.setting_unknown``; ``managed.fixed``: the administrator of this PC set it.
            ValidationError: ``facility.setting_value``.
        """
        self._work.require("facility.change")
        known = _known().get(name)
        if known is None:
            raise EmrError("facility.setting_unknown", name=name)
        if name in self.fixed():
            raise EmrError("managed.fixed", key=name, path=str(managed().path))
        if not _fits(value, known):
            raise ValidationError(name, "facility.setting_value", name=name)
        with self._work.database.write.begin() as session:
            setting = session.get(Setting, name)
            now, by = self._work.clock.now(), self._work.actor.staff_id
            before = known["default"] if setting is None else setting.value
            if before != value:
                if setting is None:
                    session.add(Setting(name=name, value=value, updated_at=now, updated_by=by))
                else:
                    setting.value, setting.updated_at, setting.updated_by = value, now, by
                self._work.audit(
                    session,
                    "facility.setting_changed",
                    entity="setting",
                    detail={"name": name, "before": before, "after": value},
                )
        return Written(value, Changes.of("facility"))


def default_settings() -> dict[str, Any]:
    """What every known setting is while nobody chose it."""
    return {name: known["default"] for name, known in _known().items()}


def setting_fits(name: str, value: object) -> bool:
    """Whether a known setting may be this."""
    return _fits(value, _known()[name])


def _cleaned(name: str, value: str | None) -> str | None:
    if name == "name":
        return rules.clean_facility_name(value or "")
    if name in _PLACES:
        return rules.clean_place(name, value)
    if name == "type":
        rules.check_type(value or "")
        return value
    if name == "language":
        rules.check_language(value or "")
        return value
    raise TypeError(f"a facility's {name} is not changed here")


def _fits(value: object, known: dict[str, Any]) -> bool:
    match known["kind"]:
        case "text":
            return isinstance(value, str) and len(value) <= 200 and (value.isprintable())
        case "number":
            return type(value) is int and known["lowest"] <= value <= known["highest"]
        case _:
            return isinstance(value, bool)


@cache
def _known() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "known_settings.toml").read_text(encoding="utf-8"))
