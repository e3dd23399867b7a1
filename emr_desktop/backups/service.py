"""Making backups, looking after them, and rehearsing that they restore."""

from __future__ import annotations

import time
import uuid
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import func, select

from db.backup import Made, Watch, looked_into, make_backup
from db.backup_file import Container, copy_container, read_container
from db.backup_header import BackupHeader
from db.errors import BackupTrouble
from db.models import AuditEntry, Backup
from db.sealing import BackupKeys
from emr_desktop import __version__
from emr_desktop.access.work_session import WorkSession
from emr_desktop.backups.listing import ours_in, row_of
from emr_desktop.backups.places import STICK_FOLDER, is_there, known_places, sticks, try_writing
from emr_desktop.backups.rehearsing import rehearse
from emr_desktop.backups.remembered import instant, newest_backup
from emr_desktop.backups.rows import BackupRow, BackupState, CheckedBackup, KnownPlace, MadeBackup
from emr_desktop.backups.rules import AT_CLOSE_AFTER, DRILL_AFTER, Kept, giving_way, is_due
from emr_desktop.changes import Changes, Written
from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from emr_desktop.facility.answers import backup_answers
from emr_desktop.facility.backed_up import BACKUP_SETTING, DRILL_SETTING, note_backup, put_setting
from emr_desktop.facility.details import FacilityService
from emr_desktop.facility.layout import backups_folder
from emr_desktop.managed import managed


class BackupService:
    """Every verb takes a ``Watch`` where it is long: told of each step, asked whether to stop."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    @property
    def folder(self) -> Path:
        """Where backups of this PC's disk lie."""
        return backups_folder(self._work.database.path.parent)

    # making --------------------------------------------------------------------------------------------

    def make(
        self,
        folder: Path | None = None,
        *,
        name: str | None = None,
        reason: str = "asked",
        watch: Watch | None = None,
    ) -> Written[MadeBackup]:
        """Make a backup now, read it back, and open it.

        Args:
            folder: where; None means this PC's own folder for backups. It is made when its parent is there.
            name: of the file; None makes the usual one.
            reason: ``asked``, or ``before_update before_restore before_migration``.
            watch: told of ``copy check write read_back``.

        Raises:
            EmrError: ``backup.…``: nothing new lies there, and every earlier backup is as it was.
        """
        self._work.require("backup.restore" if reason == "before_restore" else "backup.make")
        return Written(
            self._make(folder or self.folder, name, reason, watch or Watch()), Changes.of("backup")
        )

    def make_if_due(self, *, closing: bool = False, watch: Watch | None = None) -> Written[MadeBackup | None]:
        """Make the automatic backup when it is due, with a second copy in the chosen folder; anybody may.

        Args:
            closing: the record is closed: due a few hours after the last, if something happened.
            watch: as in ``make``.

        Raises:
            EmrError: ``backup.…``.
        """
        self._work.require("backup.automatic")
        if not self.is_due(closing=closing):
            return Written(None, Changes.of())
        return Written(self._make(self.folder, None, "daily", watch or Watch()), Changes.of("backup"))

    def is_due(self, *, closing: bool = False) -> bool:
        """Whether ``make_if_due`` would make one."""
        settings = FacilityService(work=self._work).settings()
        if not settings["backup.automatic"]:
            return False
        with self._work.database.read() as session:
            last = newest_backup(session)
            head = session.scalar(select(func.max(AuditEntry.seq))) or 0
        if closing and last is not None and head <= last.audit_seq + 2:  # its own entry, and somebody's login
            return False
        with backup_answers():
            same_paper = last is not None and last.paper_mark == self._work.vault.paper_mark
        now = self._work.clock.now()
        at = None if last is None else last.made_at
        if closing:
            return is_due(now=now, last=at, same_paper=same_paper, after=AT_CLOSE_AFTER)
        return is_due(now=now, last=at, same_paper=same_paper)

    def _make(self, folder: Path, name: str | None, reason: str, watch: Watch) -> MadeBackup:
        work = self._work
        with backup_answers():
            try:
                made = make_backup(
                    work.database,
                    work.vault,
                    scratch=self.folder,
                    folder=folder,
                    name=name,
                    reason=reason,
                    now=work.clock.now(),
                    made_by=__version__,
                    watch=watch,
                )
            except BackupTrouble as trouble:
                self._note_failure("backup.failed", trouble.code)
                raise
        with work.database.write.begin() as session:
            detail = note_backup(
                session,
                made,
                at=work.clock.now(),
                staff_id=work.actor.staff_id,
                paper_mark=work.vault.paper_mark,
            )
            work.audit(session, "backup.made", entity="backup", entity_id=_id(made.header), detail=detail)
        second, problem = self._copy_to_chosen(made, folder, watch)
        removed = self._rotate(folder) if name is None else 0
        return MadeBackup(
            row=row_of(read_container(made.path), checked_at=work.clock.now()),
            sha256=made.header.checksum.hex(),
            second=second,
            second_problem=problem,
            removed=removed,
        )

    def _note_failure(self, action: str, code: str) -> None:
        if code == "backup.cancelled":
            return
        with self._work.database.write.begin() as session:
            self._work.audit(session, action, entity="backup", detail={"problem": code})

    def _copy_to_chosen(self, made: Made, folder: Path, watch: Watch) -> tuple[Path | None, str | None]:
        chosen = self.chosen_folder()
        if chosen is None or folder != self.folder:
            return None, None
        if not is_there(chosen):
            return None, "backup.not_plugged_in"
        try:
            second = copy_container(read_container(made.path), chosen, watch)
        except BackupTrouble as trouble:
            self._note_failure("backup.copy_failed", trouble.code)
            return None, trouble.code
        with self._work.database.write.begin() as session:
            put_setting(
                session,
                "backup.last_copy_at",
                self._work.clock.now().isoformat(),
                at=self._work.clock.now(),
                staff_id=self._work.actor.staff_id,
            )
            self._work.audit(session, "backup.copied", entity="backup", entity_id=_id(made.header))
        self._rotate(chosen)
        return second, None

    def _rotate(self, folder: Path) -> int:
        """Take old backups of this record out of a folder in which a good one was just made."""
        settings = FacilityService(work=self._work).settings()
        ours = self._ours(folder)
        going = giving_way(
            (
                Kept(
                    one.path,
                    local(one.header.created).date(),
                    one.header.audit_seq,
                    one.header.incarnation,
                    one.header.reason,
                )
                for one in ours
            ),
            incarnation=self._incarnation(),
            daily=settings["backup.daily"],
            weekly=settings["backup.weekly"],
            monthly=settings["backup.monthly"],
        )
        gone = []
        for path in going:
            try:
                path.unlink()
            except OSError:
                continue  # read-only or pulled: it goes another day
            gone.append(path.name)
        if gone:
            with self._work.database.write.begin() as session:
                self._work.audit(session, "backup.removed", entity="backup", detail={"files": gone})
        return len(gone)

    def _ours(self, folder: Path, *, known: Collection[uuid.UUID] = ()) -> list[Container]:
        return ours_in(folder, self._work.facility.code, self._work.vault.db_id, known=known)

    def _incarnation(self) -> bytes:
        return FacilityService(work=self._work).read().incarnation.bytes

    # looking after them --------------------------------------------------------------------------------

    def chosen_folder(self) -> Path | None:
        """The folder or stick that gets a second copy of every automatic backup."""
        shown = str(FacilityService(work=self._work).settings()["backup.folder"])
        return Path(shown) if shown else None

    def choose_folder(self, folder: Path | None) -> Written[Path | None]:
        """Choose where the second copies go; None: nowhere.

        A stick is named by its root; the backups on it lie in a folder of their own.

        Raises:
            EmrError: ``backup.place_gone backup.place_read_only``; ``managed.fixed``: nobody chooses here.
        """
        self._work.require("backup.make")
        if "backup.folder" in FacilityService.fixed():
            raise EmrError("managed.fixed", key="backup.folder", path=str(managed().path))
        if folder is None:
            FacilityService(work=self._work).set("backup.folder", "")
            return Written(None, Changes.of("backup"))
        if any(folder == stick.path for stick in sticks()):
            folder = folder / STICK_FOLDER
        with backup_answers():
            try_writing(folder)
        FacilityService(work=self._work).set("backup.folder", str(folder))
        return Written(folder, Changes.of("backup"))

    def list_all(self, folder: Path | None = None) -> tuple[BackupRow, ...]:
        """The backups of this record, the newest first.

        Args:
            folder: look there; None looks on this PC, in the chosen folder, on every stick, and wherever
                else a backup of this record was made.
        """
        self._work.require("backup.view")
        places = [folder] if folder is not None else self._places()
        with self._work.database.read() as session:
            known = {row.id: row for row in session.scalars(select(Backup))}
            checked = {name: (row.checked_at, row.problem) for name, row in known.items()}
        found, mark = [], self._work.vault.paper_mark
        for place in dict.fromkeys(places):
            for one in self._ours(place, known=checked):
                at, problem = checked.get(_id(one.header), (None, None))
                found.append(row_of(one, checked_at=at, problem=problem, paper_mark=mark))
        return tuple(sorted(found, key=lambda row: (row.created, row.file.name), reverse=True))

    def _places(self) -> list[Path]:
        chosen = self.chosen_folder()
        on_sticks = [path for stick in sticks() for path in (stick.path, stick.path / STICK_FOLDER)]
        used = [place.folder for place in self.places() if place.is_there]
        return [self.folder, *([chosen] if chosen is not None else []), *on_sticks, *used]

    def places(self) -> tuple[KnownPlace, ...]:
        """Where backups of this record were made, the last used first, and which of these are there now."""
        self._work.require("backup.view")
        with self._work.database.read() as session:
            return known_places(session)

    def state(self) -> BackupState:
        """How old the last backup and the last rehearsal are, and where backups go."""
        self._work.require("backup.view")
        now, chosen = self._work.clock.now(), self.chosen_folder()
        with self._work.database.read() as session:
            last = instant(session, BACKUP_SETTING)
            copied, drilled = instant(session, "backup.last_copy_at"), instant(session, DRILL_SETTING)
            first = session.scalar(select(func.min(AuditEntry.at)))
        since = last or first or now
        begun = drilled or first or now
        return BackupState(
            last_at=last,
            days=max((now - since).days, 0),
            is_due=self.is_due(),
            folder=self.folder,
            chosen=chosen,
            chosen_is_there=chosen is not None and is_there(chosen),
            chosen_last_at=copied,
            drill_at=drilled,
            drill_is_due=now - begun > DRILL_AFTER,
            sticks=sticks(),
        )

    # looking into them ---------------------------------------------------------------------------------

    def verify(self, file: Path, *, watch: Watch | None = None) -> Written[CheckedBackup]:
        """Unpack a backup of this record, open it with its key, check every page and count its rows.

        Raises:
            EmrError: ``backup.other_facility``, ``backup.wrong_key`` (made before a change of keys that this
                record does not know of: the paper key opens it), ``backup.not_a_backup`` ...; a damaged one
                is told in the answer and written down.
        """
        self._work.require("backup.make")
        with backup_answers():
            container = read_container(file)
            keys = self._keys_of(container)
            begun = time.monotonic()
            problem = None
            try:
                with looked_into(container, keys, scratch=self.folder, watch=watch or Watch()):
                    pass
            except BackupTrouble as trouble:
                if trouble.code != "backup.damaged":
                    raise
                problem = trouble.code
        self._write_down("backup.verified", container, problem)
        return Written(
            CheckedBackup(
                row=row_of(container, checked_at=self._work.clock.now(), problem=problem),
                sha256=container.header.checksum.hex(),
                seconds=time.monotonic() - begun,
                problem=problem,
            ),
            Changes.of("backup"),
        )

    def drill(self, file: Path | None = None, *, watch: Watch | None = None) -> Written[CheckedBackup]:
        """Rehearse a restore: into a scratch folder, under a fresh key, opened, counted, compared, removed.

        Args:
            file: which; None takes the newest.
            watch: told of ``unpack check``.

        Raises:
            EmrError: ``backup.none`` when there is no backup to rehearse with; as ``verify`` does.
        """
        self._work.require("backup.make")
        if file is None:
            file = next((row.file for row in self.list_all()), None)
        if file is None:
            raise EmrError("backup.none")
        begun = time.monotonic()
        with backup_answers():
            container = read_container(file)
            keys = self._keys_of(container)
            found = rehearse(
                container, keys, scratch=self.folder, watch=watch or Watch(), compare_with=self._work
            )
        self._write_down("backup.drilled", container, found.problem, drilled=found.problem is None)
        return Written(
            CheckedBackup(
                row=row_of(container, checked_at=self._work.clock.now(), problem=found.problem),
                sha256=container.header.checksum.hex(),
                seconds=time.monotonic() - begun,
                problem=found.problem,
                audit_broken_at=found.audit_broken_at,
            ),
            Changes.of("backup"),
        )

    def _keys_of(self, container: Container) -> BackupKeys:
        header, work = container.header, self._work
        if header.db_id != work.vault.db_id:
            raise EmrError("backup.other_facility", facility=header.facility)
        keys = work.vault.open_backup(header)
        if keys is not None:
            return keys
        with work.database.read() as session:
            known = session.get(Backup, _id(header))
            if known is None:
                raise EmrError("backup.wrong_key")
            return BackupKeys(known.database_key, work.audit_key)

    def _write_down(
        self, action: str, container: Container, problem: str | None, *, drilled: bool = False
    ) -> None:
        work = self._work
        with work.database.write.begin() as session:
            known = session.get(Backup, _id(container.header))
            if known is not None:
                known.checked_at, known.problem = work.clock.now(), problem
            if drilled:
                at = work.clock.now()
                put_setting(session, DRILL_SETTING, at.isoformat(), at=at, staff_id=work.actor.staff_id)
            work.audit(
                session,
                action,
                entity="backup",
                entity_id=_id(container.header),
                detail={"file": container.path.name, "problem": problem},
            )


def _id(header: BackupHeader) -> uuid.UUID:
    return uuid.UUID(bytes=header.backup_id)
