"""The one line under the title of the sync screen: how it all stands."""

from __future__ import annotations

from PySide6.QtCore import QObject

from sync.rows import SyncStatus
from ui.messages import sentence
from ui.sync_view.sync_words import when


class StandingLine(QObject):
    """What stops everything, else what needs a person, else what waits, else when something last went."""

    def words(self, status: SyncStatus, language: str) -> str:
        """The line for a status."""
        if status.held is not None:
            return sentence(status.held, {}, language)
        if status.notice is not None:
            return sentence(status.notice, status.notice_params, language)
        if status.need_person:
            return self.tr("%n need(s) a person", "", status.need_person)
        if status.waiting:
            told = self.tr("%n wait(s)", "", status.waiting)
            return self.tr("{0} since {1}").format(told, when(status.waiting_since))
        if status.last_success_at is not None:
            return self.tr("Everything arrived, last {0}").format(when(status.last_success_at))
        if status.carried_at is not None:
            return self.tr("Everything went by hand, last {0}").format(when(status.carried_at))
        return self.tr("Nothing was sent yet")
