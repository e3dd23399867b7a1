"""Looks for updates, checks them, and makes one ready while people go on working."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from db.errors import DatabaseTrouble
from db.migrate import schema_version
from emr_desktop import __version__
from emr_desktop.access.work_session import WorkSession
from emr_desktop.backups.places import sticks
from emr_desktop.backups.service import BackupService
from emr_desktop.backups.watching import Watch
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError
from emr_desktop.facility.details import FacilityService
from emr_desktop.facility.instance import InstanceLock
from emr_desktop.facility.layout import database_path
from emr_desktop.updates.bundle import ENDING, MANIFEST_NAME, Bundle, opened
from emr_desktop.updates.disk import PART, discard, move, write_whole
from emr_desktop.updates.gathering import bundles_in, disk_answers, fetch
from emr_desktop.updates.journal import ENDED, KEPT, STAGING, Journal, read_journal, write_journal
from emr_desktop.updates.manifest import Manifest, manifest_of
from emr_desktop.updates.program_folder import (
    VERSIONS_NAME,
    Installed,
    ProgramFolder,
    how_installed,
    this_platform,
    version_of,
)
from emr_desktop.updates.rows import News, Offer, Prepared, UpdateState
from emr_desktop.updates.rules import is_working_time, may_come_by_itself, refusal_of, refuse
from emr_desktop.updates.settling import give_up, settle
from emr_desktop.updates.signing import NEEDED, release_keys

STICK_FOLDER = "EMR-updates"  # on a stick, beside its root
_PRACTICE = "-mafunzo"  # how the folder of a made-up facility beside a record ends
_INCOMING = f"incoming{ENDING}"
_SPARE = 50_000_000
_MOST_LOOKED_AT = 20


class UpdateService:
    """Long verbs take a ``Watch``: told of ``fetch check backup unpack``, asked whether to stop."""

    def __init__(
        self,
        *,
        work: WorkSession,
        installed: Callable[[], Installed] | None = None,
        trusted: Callable[[], tuple[bytes, ...]] | None = None,
        running: str = __version__,
    ) -> None:
        self._work, self._running = work, running
        self._installed, self._trusted = installed or how_installed, trusted or release_keys

    # looking -------------------------------------------------------------------------------------------

    def state(self, folder: Path | None = None) -> UpdateState:
        """How the program stands, and which bundles lie on the sticks, or in ``folder`` alone."""
        self._work.require("update.view")
        installed = self._installed()
        settings = FacilityService(work=self._work).settings()
        return UpdateState(
            version=self._running,
            how=installed.how,
            has_keys=len(self._trusted()) >= NEEDED,
            previous=self._previous(installed.program),
            offers=self._offers(folder),
            address=str(settings["update.address"]),
            is_working_time=is_working_time(
                self._work.clock.now(),
                hours_from=settings["audit.hours_from"],
                hours_to=settings["audit.hours_to"],
            ),
        )

    def _offers(self, folder: Path | None) -> tuple[Offer, ...]:
        places = [folder] if folder is not None else self._places()
        found: list[Offer] = []
        for file in bundles_in(places)[:_MOST_LOOKED_AT]:
            with suppress(EmrError), opened(file, trusted=self._trusted()) as bundle:
                found.append(self._offer(file, bundle.manifest))
        return tuple(sorted(found, key=lambda each: version_of(each.version) or (0, 0, 0), reverse=True))

    def _places(self) -> list[Path]:
        on_sticks = [path for stick in sticks() for path in (stick.path, stick.path / STICK_FOLDER)]
        chosen = str(FacilityService(work=self._work).settings()["update.folder"])
        return [*on_sticks, *([Path(chosen)] if chosen else [])]

    def check(self, file: Path, *, watch: Watch | None = None) -> Offer:
        """Check the signatures and every file of a bundle, and say whether it can be taken here.

        Raises:
            EmrError: ``update.not_a_bundle update.unreadable update.damaged update.not_signed
                update.no_release_keys update.newer_format``.
        """
        self._work.require("update.view")
        with opened(file, trusted=self._trusted()) as bundle:
            bundle.check_files(watch or Watch())
            return self._offer(file, bundle.manifest)

    def _offer(self, file: Path, manifest: Manifest) -> Offer:
        refusal = refusal_of(manifest, running=self._running, platform=this_platform(), schema=self._schema())
        code, params = refusal if refusal is not None else (None, {})
        return Offer(
            file=file,
            version=manifest.version,
            made_on=manifest.made_on,
            notes=manifest.notes,
            size=manifest.size,
            refusal=code,
            params=params,
        )

    def _schema(self) -> int:
        return schema_version(self._work.database)

    def _previous(self, program: ProgramFolder | None) -> str | None:
        if program is None:
            return None
        now = version_of(self._running) or (0, 0, 0)
        older = [each for each in program.installed() if (version_of(each) or now) < now]
        return older[0] if older else None

    def may_begin_by_itself(self) -> bool:
        """Whether a scheduled update may begin now: chosen by the facility, and outside working hours."""
        self._work.require("update.view")
        settings = FacilityService(work=self._work).settings()
        return may_come_by_itself(
            self._work.clock.now(),
            chosen=bool(settings["update.by_itself"]),
            hours_from=settings["audit.hours_from"],
            hours_to=settings["audit.hours_to"],
        )

    # making one ready ----------------------------------------------------------------------------------

    def prepare(self, file: Path, *, watch: Watch | None = None) -> Written[Prepared]:
        """Check a bundle, make a backup and open it, and unpack the program beside the one in force.

        People may go on working. The bundle is copied first: a stick may be pulled out after that.

        Raises:
            EmrError: as ``check``; ``update.older update.same update.other_platform ...``;
                ``update.from_package update.from_source update.under_way update.no_rights update.no_room``,
                ``backup.…``: nothing was changed.
        """
        self._work.require("update.apply")
        watch = watch or Watch()
        self._refuse_practice()
        program, lock = self._locked_program()
        incoming = program.root / _INCOMING
        try:
            with disk_answers(program.root):
                settle(program)
                fetch(file, incoming, watch)
                with opened(incoming, trusted=self._trusted()) as bundle:
                    manifest = bundle.manifest
                    self._refuse(manifest)
                    self._need_room(program, manifest)
                    bundle.check_files(watch)
                    made = BackupService(work=self._work).make(reason="before_update", watch=watch).value
                    self._unpack(program, bundle, watch)
            self._note("update.prepared", manifest.version)
        except BaseException:
            self._take_back(program, incoming)
            lock.release()
            raise
        with suppress(OSError):  # it lies there until the next one
            incoming.unlink(missing_ok=True)
        prepared = self._prepared(program, lock, manifest.version, backup=made.row.file, smoke=manifest.smoke)
        return Written(prepared, Changes.of("backup"))

    def prepare_going_back(self, *, watch: Watch | None = None) -> Written[Prepared]:
        """Make ready to go back to the version of before, on the record of now; a backup is made first.

        Raises:
            EmrError: ``update.no_previous``, ``update.from_package update.from_source update.under_way
                update.no_rights``, ``backup.…``.
        """
        self._work.require("update.apply")
        self._refuse_practice()
        program, lock = self._locked_program()
        try:
            with disk_answers(program.root):
                settle(program)
                previous = self._previous(program)
                if previous is None:
                    raise EmrError("update.no_previous")
                made = BackupService(work=self._work).make(reason="before_update", watch=watch).value
                write_journal(program.root, self._staging(previous, is_back=True))
            self._note("update.going_back", previous)
        except BaseException:
            lock.release()
            raise
        prepared = self._prepared(program, lock, previous, backup=made.row.file, smoke=False)
        return Written(prepared, Changes.of("backup"))

    def _refuse_practice(self) -> None:
        """The made-up facility beside a real record changes no program: the real one has to go along."""
        folder = self._work.database.path.parent
        real = folder.with_name(folder.name.removesuffix(_PRACTICE))
        if self._work.facility.training and real != folder and database_path(real).exists():
            raise EmrError("update.from_practice")

    def _locked_program(self) -> tuple[ProgramFolder, InstanceLock]:
        installed = self._installed()
        if installed.program is None:
            raise EmrError(f"update.from_{installed.how}")
        root = installed.program.root
        if not os.access(root, os.W_OK) or not os.access(root / VERSIONS_NAME, os.W_OK):
            raise EmrError("update.no_rights", path=str(root))
        lock = InstanceLock(root)
        try:
            lock.acquire()
        except EmrError as error:
            raise EmrError("update.under_way") from error
        except DatabaseTrouble as trouble:
            raise EmrError("update.no_rights", path=str(root)) from trouble
        return installed.program, lock

    def _refuse(self, manifest: Manifest) -> None:
        refuse(manifest, running=self._running, platform=this_platform(), schema=self._schema())

    def _need_room(self, program: ProgramFolder, manifest: Manifest) -> None:
        record = self._work.database.path
        for place, needed in (
            (program.root, manifest.size + _SPARE),
            (record.parent, 3 * record.stat().st_size + _SPARE),
        ):
            free = shutil.disk_usage(place).free
            if free < needed:
                raise EmrError(
                    "update.no_room", path=str(place), needed_mb=needed // 10**6 + 1, free_mb=free // 10**6
                )

    def _staging(self, version: str, *, is_back: bool = False) -> Journal:
        return Journal(
            state=STAGING,
            old=self._running,
            new=version,
            data=str(self._work.database.path.parent),
            is_back=is_back,
        )

    def _unpack(self, program: ProgramFolder, bundle: Bundle, watch: Watch) -> None:
        version = bundle.manifest.version
        write_journal(program.root, self._staging(version))
        new = program.of(version)
        part = new.with_name(new.name + PART)
        discard(part)
        discard(new)  # of an update that was gone back from
        bundle.unpack(part, watch)
        write_whole(part / MANIFEST_NAME, bundle.manifest.to_bytes())
        move(part, new)

    def _take_back(self, program: ProgramFolder, incoming: Path) -> None:
        with suppress(OSError):
            incoming.unlink(missing_ok=True)
            journal = read_journal(program.root)
            if journal is not None and journal.state == STAGING:
                give_up(program, replace(journal, told=True), reason="update.cut_off")

    def _prepared(
        self, program: ProgramFolder, lock: InstanceLock, version: str, *, backup: Path, smoke: bool
    ) -> Prepared:
        return Prepared(
            program=program,
            data=self._work.database.path.parent,
            old=self._running,
            new=version,
            backup=backup,
            smoke=smoke,
            key=self._work.vault.database_key,
            lock=lock,
        )

    def _note(self, action: str, version: str, *, before: str | None = None) -> None:
        work = self._work
        with work.database.write.begin() as session:
            work.audit(session, action, detail={"from": before or self._running, "to": version})

    def take_package(self, file: Path, folder: Path, *, watch: Watch | None = None) -> Written[Path]:
        """Where apt owns the program: check a bundle, make a backup, and write its package into ``folder``.

        Raises:
            EmrError: as ``prepare``; ``update.no_package``.
            DatabaseTrouble: the folder cannot be written to.
        """
        self._work.require("update.apply")
        watch = watch or Watch()
        with opened(file, trusted=self._trusted()) as bundle:
            self._refuse(bundle.manifest)
            name = bundle.manifest.package
            if not name:
                raise EmrError("update.no_package")
            bundle.check_files(watch)
            BackupService(work=self._work).make(reason="before_update", watch=watch)
            out = folder / Path(name).name
            with disk_answers(folder):
                bundle.take_out(name, out)
        self._note("update.prepared", bundle.manifest.version)
        return Written(out, Changes.of("backup"))

    # afterwards ----------------------------------------------------------------------------------------

    def note_outcome(self) -> None:
        """Write into the trail how the last update ended, once: at a log-in or a command, the first."""
        self._work.require("update.news")
        program = self._installed().program
        journal = None if program is None else read_journal(program.root)
        if program is None or journal is None or journal.state != ENDED or journal.noted or journal.told:
            return
        if journal.data and Path(journal.data) != self._work.database.path.parent:
            return  # another record of this PC, a made-up one for example
        self._note(f"update.{journal.outcome}", journal.new, before=journal.old)
        with suppress(OSError):
            write_journal(program.root, replace(journal, noted=True))

    def take_news(self) -> News | None:
        """How the last update ended, once: to whoever opens the windows next; written into the trail."""
        self._work.require("update.news")
        self.note_outcome()
        program = self._installed().program
        journal = None if program is None else read_journal(program.root)
        if program is None or journal is None or journal.state != ENDED or journal.told:
            return None
        with suppress(OSError):
            write_journal(program.root, replace(journal, told=True))
        came = journal.outcome == KEPT
        return News(
            outcome=journal.outcome,
            version=journal.new,
            reason=journal.reason,
            data=Path(journal.data),
            notes=_notes_of(program, journal.new) if came and not journal.is_back else {},
        )


def _notes_of(program: ProgramFolder, version: str) -> dict[str, str]:
    try:
        content = (program.of(version) / MANIFEST_NAME).read_bytes()
        return dict(manifest_of(content).notes)
    except (OSError, EmrError):
        return {}
