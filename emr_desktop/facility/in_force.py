"""Every setting that matters to who looks after the PC: its value now, and who decided it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emr_desktop.access.work_session import WorkSession
from emr_desktop.facility.details import FacilityService, default_settings
from emr_desktop.managed import known_settings, managed
from emr_desktop.settings import default_data_folder, load_settings


@dataclass(frozen=True)
class SettingInForce:
    """One setting.

    Attributes:
        name: as in ``managed.toml``.
        value: what holds now; None: nothing, or (source ``record``) not known without opening the record.
        source: ``administrator option environment pc facility target default record``.
    """

    name: str
    value: str | int | bool | None
    source: str


def settings_in_force(
    folder: Path,
    *,
    work: WorkSession | None = None,
    told: Mapping[str, tuple[Any, str]] | None = None,
) -> tuple[SettingInForce, ...]:
    """List the settings in the order of ``known.toml``.

    Args:
        folder: the data folder in use.
        work: an open session; without one the settings of the facility are not known.
        told: settings that others know better: name to value and source.
    """
    fixed, of_pc = managed(), load_settings(folder)
    facility = None if work is None else FacilityService(work=work).settings()
    usual = default_settings()
    rows = []
    for name, known in known_settings().items():
        if name == "data_folder":
            rows.append(SettingInForce(name, str(folder), _source_of_folder(folder)))
        elif fixed.has(name):
            value = fixed.get(name) if facility is None else facility.get(name, fixed.get(name))
            rows.append(SettingInForce(name, value, "administrator"))
        elif told is not None and name in told:
            rows.append(SettingInForce(name, *told[name]))
        elif known["else"] == "facility":
            if facility is None:
                rows.append(SettingInForce(name, None, "record"))
            else:
                chosen = facility[name] != usual[name]
                rows.append(SettingInForce(name, facility[name], "facility" if chosen else "default"))
        elif known["else"] == "target":
            rows.append(SettingInForce(name, None, "target"))
        elif name in ("language", "theme"):
            value = getattr(of_pc, name) or None
            rows.append(SettingInForce(name, value, "pc" if value else "default"))
        else:
            rows.append(SettingInForce(name, known.get("default"), "default"))
    return tuple(rows)


def _source_of_folder(folder: Path) -> str:
    if os.environ.get("EMR_DATA_DIR") == str(folder):
        return "environment"
    if managed().get("data_folder") == str(folder):
        return "administrator"
    return "default" if folder == default_data_folder() else "option"
