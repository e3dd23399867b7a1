"""What stands before the record is open: who may log in, unlocking, setting up, recovering.

Imports the clinic inside its methods: they run on the worker, and the first window is painted without them.
"""

from __future__ import annotations

import linecache
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emr_desktop.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from emr_desktop.access.work_session import WorkSession
    from emr_desktop.answer_file.rows import Answers
    from emr_desktop.backups.rows import BackupRow, CheckedBackup, Restored
    from emr_desktop.facility.rows import FacilityDetails, FirstUser, LoginName
    from emr_desktop.rescue.service import Rescued

_FOR_WORK = (
    "encodings.ascii",
    "cryptography.hazmat.backends.openssl.backend",  # what unlocking asks for when it runs
    "sqlalchemy.orm",
    "db.models",
    "emr_desktop.facility.service",
    "emr_desktop.clinic",
    "sync.service",
    "sync.scheduler",
    "ui.main_window",
    "ui.frame.backup_keeper",
)


@dataclass(frozen=True)
class Gate:
    """The verbs on a closed facility in ``folder``; each may raise what ``facility.service`` says."""

    folder: Path
    clock: Clock = field(default_factory=Clock)

    def load(self) -> None:
        """Import what work needs, so that nobody waits for it later."""
        from ui.qt.memory import collect_no_old_ones, collect_seldom, put_program_aside
        from ui.qt.turns import give_way_to_the_window

        give_way_to_the_window()
        collect_no_old_ones()
        for module in _FOR_WORK:
            import_module(module)
            # PySide6 has every import read its source into linecache: megabytes that nobody needs. Later,
            # what is read next would lie between them, and the memory would not be given back.
            linecache.clearcache()
        put_program_aside()
        collect_seldom()

    def look(self) -> tuple[LoginName, ...] | None:
        """The people who can log in; None when the folder holds no facility yet."""
        from emr_desktop.facility.looking import has_facility, login_names

        return login_names(self.folder) if has_facility(self.folder) else None

    def lock(self) -> Any:
        """Take the folder for this program; the lock is held as long as the answer lives.

        Raises:
            EmrError: ``facility.already_open``.
        """
        from emr_desktop.facility.instance import InstanceLock

        lock = InstanceLock(self.folder)
        lock.acquire()
        return lock

    def check_code(self, code: str) -> str:
        """Give the HFR code in its one form.

        Raises:
            ValidationError: its digits do not fit.
        """
        from emr_desktop.facility.rules import clean_facility_code

        return clean_facility_code(code)

    def create(self, *, details: FacilityDetails, first_user: FirstUser) -> str:
        """Make the facility; gives the recovery key. Until it is on paper that is the next step."""
        from emr_desktop.facility.service import create_facility

        return create_facility(
            self.folder, details=details, first_user=first_user, clock=self.clock, next_step="key"
        )

    def begin_work(self, username: str, password: str) -> WorkSession:
        """Open the record for the first time: the key is on paper, the other steps of the set-up follow."""
        from emr_desktop.facility.details import FacilityService

        work = self.unlock(username, password)
        try:
            FacilityService(work=work).set("setup.step", "people")
        except BaseException:
            work.database.close()
            raise
        return work

    def answers(self) -> Answers | None:
        """What IT staff laid down for the first start on this PC; None: nothing.

        Raises:
            AnswersFaulty: it cannot be used, and why.
        """
        from emr_desktop.answer_file.finding import answers_for_this_pc

        return answers_for_this_pc()

    def create_answered(self, answers: Answers, *, password: str) -> str:
        """Make the facility of the answers with the password of its in-charge; gives the recovery key.

        Raises:
            AnswersFaulty: something of it could not be done; nothing was made.
        """
        from emr_desktop.answer_file.making import make_facility
        from sync.answered import connector

        made = make_facility(
            self.folder, answers, connect=connector(lambda: ""), password=password, clock=self.clock
        )
        return made.recovery_key

    def unlock(self, username: str, password: str) -> WorkSession:
        from emr_desktop.facility.service import unlock

        return unlock(self.folder, username=username, password=password, clock=self.clock)

    def wait(self, username: str) -> tuple[float, bool]:
        """Seconds until this person may try again, and whether only a new one-time code helps."""
        from emr_desktop.facility.looking import login_wait

        return login_wait(self.folder, username)

    def suggest_password(self) -> str:
        """Four random Swahili words."""
        from emr_desktop.access.credentials import new_passphrase

        return new_passphrase()

    def set_password(self, username: str, *, current: str, new: str) -> None:
        from emr_desktop.facility.service import set_own_password

        set_own_password(self.folder, username=username, current=current, new=new, clock=self.clock)

    def look_at_backup(self, file: Path) -> BackupRow:
        """What the header of a backup says of itself; it is believed only when a key fits.

        Raises:
            EmrError: ``backup.…``.
        """
        from emr_desktop.backups.verifying import look_at

        return look_at(file)

    def check_backup(self, file: Path, *, recovery_key: str) -> CheckedBackup:
        """Open a backup with the paper key and check every page; nothing is left of it.

        Raises:
            EmrError: ``backup.…``.
            ValidationError: the key was mistyped.
        """
        from tempfile import TemporaryDirectory

        from emr_desktop.backups.verifying import verify_from_outside

        with TemporaryDirectory(prefix="emr-verify-") as scratch:
            return verify_from_outside(file, recovery_key=recovery_key, scratch=Path(scratch))

    def newest_backup(self) -> BackupRow | None:
        """The newest whole backup on this PC and on its sticks; each was read back when it was made."""
        from emr_desktop.backups.listing import newest_of
        from emr_desktop.backups.places import STICK_FOLDER, sticks
        from emr_desktop.facility.layout import backups_folder

        return newest_of((backups_folder(self.folder), *(stick.path / STICK_FOLDER for stick in sticks())))

    def restore(
        self,
        file: Path,
        *,
        way: str,
        secret: str,
        username: str | None,
        new_password: str | None,
        holds_lock: bool,
        tell: Callable[[str, int, int], None],
    ) -> Restored:
        """Bring the facility in the backup into the folder; one that lies there is moved aside, whole.

        Args:
            file: the backup.
            way: ``paper password council``.
            secret: what was typed.
            username: who logs in first, or whose password it is; None takes the first.
            new_password: None gives a one-time code.
            holds_lock: this program has the lock of the folder.
            tell: told of each step.

        Raises:
            EmrError: nothing was changed.
        """
        from emr_desktop.backups.restoring import council_key, restore, secret_of
        from emr_desktop.backups.watching import Watch

        return restore(
            self.folder,
            file,
            secret=secret_of(way, council_key(secret) if way == "council" else secret, username),
            username=username,
            new_password=new_password,
            replace_facility=True,
            holds_lock=holds_lock,
            clock=self.clock,
            watch=Watch(tell=tell),
        )

    def recover(self, *, recovery_key: str, username: str, new_password: str) -> str:
        """Gives the new recovery key."""
        from emr_desktop.facility.service import recover

        return recover(
            self.folder,
            recovery_key=recovery_key,
            username=username,
            new_password=new_password,
            clock=self.clock,
        )

    def rescue(self, out: Path, *, username: str, password: str, recovery_key: str) -> Rescued:
        """Save what can be read of a damaged record into ``out``; the paper key stands for a person."""
        from emr_desktop.rescue.service import rescue

        return rescue(
            self.folder,
            out=out,
            username=username or None,
            password=password,
            recovery_key=recovery_key or None,
            clock=self.clock,
        )
