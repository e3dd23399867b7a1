"""A facility whose record is restored from an older copy, or runs as a copy on a second PC."""

from __future__ import annotations

import copy
import shutil
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sync_records import RecordsSite, Seen, Typed
from sync_site import Power

from db.models import Facility

MAY_BE_NEWER = frozenset({"delivery.newer_there", "delivery.may_be_newer_there"})


class CopiedRecordsSite(RecordsSite):
    """Its oracle: what the record held then, and nothing older over what the servers got since."""

    def __init__(self, template: Path, power: Power) -> None:
        self._copy: Typed | None = None
        self.before_copy: set[uuid.UUID] = set()  # visits whose later fate the restored record has forgotten
        super().__init__(template, power)

    @property
    def has_copy(self) -> bool:
        return self._copy is not None

    @property
    def _copied(self) -> Path:
        return self.folder.with_name("copy")

    def copy_record(self) -> None:
        """Somebody takes a copy of the whole folder while the program is closed."""
        self.close()
        shutil.rmtree(self._copied, ignore_errors=True)
        shutil.copytree(self.folder, self._copied)
        self._copy = copy.deepcopy(self.typed)
        self.open()

    def restore(self) -> None:
        """The copy takes the place of the record, and somebody confirms that it goes on from there."""
        assert self._copy is not None
        lost, self.typed = self.typed, copy.deepcopy(self._copy)
        self._forget(lost)
        self.close()
        shutil.rmtree(self.folder)
        shutil.copytree(self._copied, self.folder)
        self.open()
        self._another_incarnation()
        self._holds()
        for server in self.servers.values():
            server.heal()
        self.give_credentials()
        for kind in self.kinds:
            self.sync.confirm_incarnation(kind)

    def run_on_a_second_pc(self) -> None:
        """The copy is started elsewhere while the record goes on here: nothing may leave from there."""
        second = self.folder.with_name("second")
        shutil.rmtree(second, ignore_errors=True)
        shutil.copytree(self._copied, second)
        first, self.folder = self.folder, second
        self.close()
        self.open()
        self._another_incarnation()
        self._holds()
        self.close()
        self.folder = first
        self.open()

    def _another_incarnation(self) -> None:
        """What opening a record on a PC that it does not know, and restoring it, both do."""
        assert self.clinic is not None
        with self.clinic.work.database.write.begin() as session:
            session.scalars(select(Facility)).one().incarnation = uuid.uuid4()

    def _holds(self) -> None:
        before = [len(server.requests) for server in self.servers.values()]
        self.sync.run_pass(eager=True, timeout_s=2)
        if [len(server.requests) for server in self.servers.values()] != before:
            self.fail("a restored or copied record sent something before anybody confirmed it")
        if self.sync.status().held != "sync.incarnation_changed":
            self.fail("a restored or copied record does not say that it holds")
        self.look()

    def _forget(self, lost: Typed) -> None:
        """Visits that went on after the copy was taken: nobody here knows how the servers have them."""
        now = {each.id: each for each in self.typed.visits}
        for each in lost.visits:
            then = now.get(each.id)
            if then is None or then != each or lost.survivor(each.who) != self.typed.survivor(each.who):
                self.before_copy.add(each.id)

    # --- what a person decides ----------------------------------------------------------------------------

    def press_retry(self) -> None:
        """Everything but what would put something older over something newer; a person can see that."""
        for row in self.sync.status(limit=100_000).deliveries:
            if row.state in ("acknowledged", "superseded", "sending"):
                continue
            if row.problem in MAY_BE_NEWER and self._is_newer_there(row):
                continue
            self.sync.retry(row.number)

    def _is_newer_there(self, row: Any) -> bool:
        shown = self.sync.show(row.number)
        return uuid.UUID(str(shown["entity_id"])) in self.before_copy

    def left(self) -> list[Any]:
        return [each for each in super().left() if each.problem not in MAY_BE_NEWER]

    def judged(self) -> list[Seen]:
        return [each for each in super().judged() if each.id not in self.before_copy]

    def unknown(self) -> set[str]:
        return {str(each) for each in self.before_copy}
