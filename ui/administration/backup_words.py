"""What is said of backups on the page: reasons, states, steps, places."""

from __future__ import annotations

from PySide6.QtCore import QObject

from emr_desktop.backups.rows import BackupRow, BackupState, Place
from emr_desktop.clock import local


class BackupWords(QObject):
    """Texts in the language in use."""

    def reason(self, code: str) -> str:
        return {
            "daily": self.tr("by itself"),
            "asked": self.tr("asked for"),
            "before_migration": self.tr("before an upgrade"),
            "before_restore": self.tr("before a restore"),
            "before_update": self.tr("before an update"),
        }.get(code, code)

    def state(self, row: BackupRow) -> str:
        if row.problem is not None:
            return self.tr("!! damaged")
        told = self.tr("not checked here")
        if row.checked_at is not None:
            told = self.tr("✓ good on {0}").format(f"{local(row.checked_at):%d/%m/%Y}")
        return told + " · " + self.tr("old recovery key") if row.old_paper else told

    def old_papers(self, rows: tuple[BackupRow, ...]) -> str:
        """What to do about backups that only an earlier paper opens; empty without any."""
        old = sum(row.old_paper for row in rows)
        if not old:
            return ""
        return self.tr(
            "%n backup(s) open elsewhere only with an earlier recovery key: keep that paper while they last.",
            "",
            old,
        )

    def step(self, code: str, *, on_stick: bool) -> str:
        told = {
            "copy": self.tr("Copying the record …"),
            "check": self.tr("Checking every page …"),
            "write": self.tr("Writing …"),
            "read_back": self.tr("Reading it back …"),
            "unpack": self.tr("Unpacking …"),
        }.get(code, "")
        return told + "  " + self.tr("Do not remove the stick.") if on_stick else told

    def stick(self, place: Place) -> str:
        return self.tr("Stick {0}, {1} GB free").format(place.name, f"{place.free / 1e9:.1f}")

    def state_line(self, state: BackupState) -> str:
        if state.last_at is None:
            last = self.tr("No backup yet")
        elif state.days == 0:
            last = self.tr("Last good backup: {0}").format(f"{local(state.last_at):%d/%m/%Y %H:%M}")
        else:
            last = self.tr("The last good backup is %n day(s) old", "", state.days)
        if state.drill_at is None:
            return last + "  ·  " + self.tr("never rehearsed")
        return last + "  ·  " + self.tr("rehearsed on {0}").format(f"{local(state.drill_at):%d/%m/%Y}")

    def where(self, state: BackupState) -> str:
        here = self.tr("A backup is made by itself every day, in {0}.").format(state.folder)
        if state.chosen is None:
            return (
                here
                + " "
                + self.tr("There is no second copy: one that lies elsewhere survives fire and theft.")
            )
        if state.chosen_is_there:
            return here + " " + self.tr("Each has a second copy in {0}.").format(state.chosen)
        away = self.tr("The place of the second copy is not there now: {0}.").format(state.chosen)
        if state.chosen_last_at is not None:
            away += " " + self.tr("Last copy there: {0}.").format(f"{local(state.chosen_last_at):%d/%m/%Y}")
        return here + " " + away

    def params(self, row: BackupRow) -> dict[str, object]:
        """Values for the sentences on a backup."""
        return {
            "day": f"{local(row.created):%d/%m/%Y %H:%M}",
            "patients": f"{row.rows.get('patient', 0):,}",
            "visits": f"{row.rows.get('visit', 0):,}",
            "rows": f"{sum(row.rows.values()):,}",
            "mb": f"{row.size / 1e6:.1f}",
            "path": str(row.file),
        }
