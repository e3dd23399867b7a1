"""Whether a bundle may follow on the program of this PC, and when one may come by itself. No I/O."""

from __future__ import annotations

from datetime import datetime

from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from emr_desktop.updates.manifest import Manifest
from emr_desktop.updates.program_folder import version_of


def refusal_of(
    manifest: Manifest, *, running: str, platform: str, schema: int
) -> tuple[str, dict[str, object]] | None:
    """Why a bundle cannot be taken here: a code and what its sentence needs; None when it can.

    Args:
        manifest: of the bundle, its signatures checked.
        running: version of the program in force.
        platform: what this PC needs.
        schema: of the record that is here.
    """
    ours, theirs = version_of(running) or (0, 0, 0), version_of(manifest.version) or (0, 0, 0)
    if manifest.platform != platform:
        return "update.other_platform", {"found": manifest.platform, "wanted": platform}
    if theirs == ours:
        return "update.same", {"version": running}
    if theirs < ours:
        return "update.older", {"found": manifest.version, "running": running}
    if ours < (version_of(manifest.minimum_version) or (0, 0, 0)):
        return "update.needs_one_between", {"needed": manifest.minimum_version, "running": running}
    if manifest.schema < schema:
        return "update.cannot_read_record", {"version": manifest.version}
    return None


def refuse(manifest: Manifest, *, running: str, platform: str, schema: int) -> None:
    """Raise what ``refusal_of`` finds.

    Raises:
        EmrError: ``update.other_platform update.same update.older update.needs_one_between
            update.cannot_read_record``.
    """
    found = refusal_of(manifest, running=running, platform=platform, schema=schema)
    if found is not None:
        raise EmrError(found[0], **found[1])


def may_come_by_itself(now: datetime, *, chosen: bool, hours_from: int, hours_to: int) -> bool:
    """Whether an update may begin with nobody there: only if the facility chose so, never in working hours.

    Args:
        now: the instant.
        chosen: the setting ``update.by_itself``.
        hours_from: first hour of work, local time.
        hours_to: the hour at which work ends.
    """
    return chosen and not is_working_time(now, hours_from=hours_from, hours_to=hours_to)


def is_working_time(now: datetime, *, hours_from: int, hours_to: int) -> bool:
    """Whether people work at that instant."""
    return hours_from <= local(now).hour < hours_to
