"""What screens and commands may ask of sync: targets, queue, passes, status in words' codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Facility, Target
from emr_desktop.access.permissions import may
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError
from emr_desktop.forms.rows import FormReport
from emr_desktop.forms.service import FormService
from emr_desktop.outbox.events import record_event
from sync import planning, reading, record_standing, retrying, set_up, trial
from sync.by_hand import ByHandService
from sync.district import DistrictService
from sync.engine import SyncEngine
from sync.mappings import find_mapping, no_mapping
from sync.outbox import FORM_QUEUED, QueuedForm
from sync.pace import Pace
from sync.record_desk import RecordDesk
from sync.registry.desk import RegistryDesk
from sync.rows import DeliveryRow, PassResult, SyncStatus, TargetRow
from sync.sources import FormSource
from sync.target_state import REGISTRY, held_because
from sync.targets.dhis2.mapping import (
    coverage,
    figures_of,
    read_mapping,
)
from sync.writers import WriterService, refuse_if_hdu_writes

__all__ = ["DeliveryRow", "PassResult", "SyncService", "SyncStatus", "TargetRow"]


class SyncService:
    """Every verb opens its own short transactions; those that talk to a server take seconds.

    Args:
        work: the unlocked session.
        forms: where figures come from; None: the facility's forms.
        pace: chance and waiting of the passes.

    ``district`` asks about figures there, receipts and mappings; ``by_hand`` is for what is carried;
    ``records`` for patients' records; ``registry`` asks who somebody is; ``writers`` says who writes a form.
    """

    def __init__(
        self, *, work: WorkSession, forms: FormSource | None = None, pace: Pace | None = None
    ) -> None:
        self._work = work
        self._forms: FormSource = forms or FormService(work=work)
        self._engine = SyncEngine(work=work, pace=pace)
        self.by_hand = ByHandService(work=work)
        self.writers = WriterService(work=work, forms=self._forms)
        self.records = RecordDesk(work=work)
        self.registry = RegistryDesk(work=work)
        self.district = DistrictService(
            work=work,
            forms=self._forms,
            report_of=lambda form, period, edition: self._report(form, period, edition, unclosed=False),
        )

    def add_target(
        self,
        *,
        kind: str,
        name: str,
        url: str,
        token: str | None = None,
        username: str | None = None,
        password: str | None = None,
        ca_pem: str | None = None,
    ) -> TargetRow:
        """Add a target, or give the one of this name another address or other credentials.

        Other credentials make a target ready again that had stopped.

        Raises:
            ValidationError: ``kind``, ``name``, ``url``, ``token``, ``username``, ``ca_pem``.
        """
        self._work.require("sync.configure")
        set_up.save_target(
            self._work,
            kind=kind,
            name=name,
            url=url,
            token=token,
            username=username,
            password=password,
            ca_pem=ca_pem,
        )
        with self._work.database.read() as session:
            return reading.target_rows(session, name.strip())[0]

    def renew_credentials(
        self,
        name: str,
        *,
        url: str,
        token: str | None = None,
        username: str | None = None,
        password: str | None = None,
        ca_pem: str | None = None,
    ) -> None:
        """Give a target other credentials; see ``set_up.save_credentials``."""
        self._work.require("sync.configure")
        set_up.save_credentials(
            self._work,
            name,
            url=url,
            token=token,
            username=username,
            password=password,
            ca_pem=ca_pem,
        )

    def targets(self) -> tuple[TargetRow, ...]:
        """All targets by name, without their secrets."""
        self._work.require("sync.view")
        with self._work.database.read() as session:
            return reading.target_rows(session)

    def enable_target(self, name: str, *, enabled: bool) -> TargetRow:
        """Switch a target off or on; what waits for it keeps waiting."""
        self._work.require("sync.configure")
        with self._work.database.write.begin() as session:
            target = set_up.target_named(session, name)
            if enabled and target.kind.startswith(REGISTRY):
                set_up.refuse_second_registry(session, name)
            target.enabled = enabled
            detail = {"target": name, "enabled": str(enabled)}
            self._work.audit(
                session, "sync.target_saved", entity="target", entity_id=target.id, detail=detail
            )
        with self._work.database.read() as session:
            return reading.target_rows(session, name)[0]

    def load_mapping(self, name: str, mapping: dict[str, Any]) -> dict[str, Any]:
        """Check and keep a mapping file; returns what is mapped and which open cells are not.

        Raises:
            EmrError: ``target.unknown``, ``form.unknown``, ``mapping.malformed``, ``mapping.bad_uid``,
                ``mapping.unknown_row``, ``mapping.unknown_column``, ``mapping.unknown_cell``,
                ``mapping.same_place_twice``.
        """
        self._work.require("sync.configure")
        return set_up.save_mapping(self._work, self._forms, name, mapping)

    def test_target(self, name: str) -> dict[str, Any]:
        """Ping, system info, who am I, org unit, data set: what was found, or EmrError with the reason.

        When all is well a target that had stopped (credentials, another server) is ready again.
        """
        self._work.require("sync.configure")
        return trial.test_target(self._work, name)

    def queue_form(
        self,
        form: str,
        period: str,
        *,
        edition: str | None = None,
        target: str | None = None,
        unclosed: bool = False,
        seen: Mapping[str, str] | None = None,
    ) -> tuple[DeliveryRow, ...]:
        """Put one period of a form on its way to every aggregate target that maps it, or to one.

        A closed period goes as it was signed; with ``unclosed`` it goes as it stands. Either is registered as
        complete there, but a period that is not over yet. What still waits of the same period is superseded.
        Figures of somebody else are overwritten only where a person saw them: ``seen`` gives, by
        ``row|column``, what the server had then. What it has changed since is asked about again.

        Raises:
            EmrError: ``sync.form_not_closed``, ``sync.no_target``, ``mapping.missing``,
                ``mapping.other_edition``, ``sync.training``, ``target.unknown``, ``form.unknown``,
                ``delivery.hdu_writes`` ...
        """
        self._work.require("sync.send")
        report = self._report(form, period, edition, unclosed=unclosed)
        if report.status != "closed" and not unclosed:
            raise EmrError("sync.form_not_closed", form=form, period=period)
        figures = figures_of(report)
        now = self._work.clock.now()
        with self._work.database.write.begin() as session:
            refuse_if_hdu_writes(session, report.info.form, report.period)
            chosen = self._mapped(session, report, target)
            open_cells = {
                each.id: len(coverage(read_mapping(content), figures).unmapped) for each, content in chosen
            }
            queued = QueuedForm(
                form=report.info.form,
                edition=report.info.edition,
                period=report.period,
                version=report.version,
                closed=report.status == "closed",
                complete=report.status == "closed" or report.last_day < self._work.clock.today(),
                training=self._work.facility.training,
                figures=figures,
                targets=[each.id.hex for each, _ in chosen],
                seen=dict(seen or {}),
            )
            record_event(session, FORM_QUEUED, at=now, detail=queued.as_detail())
            session.flush()
            rows = []
            for each, _ in chosen:
                for delivery in planning.plan(session, each, now=now):
                    if delivery.subject == queued.subject:
                        delivery.details = {**delivery.details, "unmapped": open_cells[each.id]}
                        rows.append(reading.delivery_row(delivery, each.name))
            detail = {"subject": queued.subject, "version": str(queued.version)}
            detail["targets"] = " ".join(each.name for each, _ in chosen)
            self._work.audit(session, "sync.queued", entity="form", detail=detail)
        return tuple(rows)

    def preview_form(
        self,
        form: str,
        period: str,
        *,
        edition: str | None = None,
        target: str | None = None,
        unclosed: bool = False,
    ) -> dict[str, Any]:
        """What sending would change there: dry run against the server and a comparison with what it has.

        A period that is not closed is previewed as it stands. ``targets`` holds one document for each target:
        ``values same new changed changes would_accept conflicts unmapped``; one that did not answer while
        others did says why instead: ``problem problem_params``.

        Raises:
            EmrError: as ``queue_form`` but ``sync.form_not_closed``, and why none could be asked.
        """
        self._work.require("sync.send")
        report = self._report(form, period, edition, unclosed=unclosed)
        with self._work.database.read() as session:
            refuse_if_hdu_writes(session, report.info.form, report.period)
            chosen = [(each.name, content) for each, content in self._mapped(session, report, target)]
        return {
            "form": report.info.form,
            "edition": report.info.edition,
            "period": report.period,
            "status": report.status,
            "training": self._work.facility.training,
            "targets": trial.of_each(
                chosen, lambda name, content: trial.preview(self._work, name, report, content)
            ),
        }

    def run_pass(
        self,
        *,
        target: str | None = None,
        timeout_s: float = 60.0,
        eager: bool = True,
        progress: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> PassResult:
        """Send what is due; see ``SyncEngine.run_pass``.

        The background pass (``eager`` False) is the facility's own: it runs whoever is in.

        Raises:
            EmrError: ``target.unknown``; ``access.refused`` when eager.
        """
        if eager:
            self._work.require("sync.send")
        return self._engine.run_pass(
            target=target, timeout_s=timeout_s, eager=eager, progress=progress, stop=stop
        )

    def status(self, *, target: str | None = None, limit: int = 200) -> SyncStatus:
        """What waits, what was refused and why, what went.

        Everybody may know how things stand; who may not look into sync gets no targets and deliveries.

        Raises:
            EmrError: ``target.unknown``.
        """
        with self._work.database.read() as session:
            status = reading.status_of(session, target=target, limit=limit)
        if may(self._work.actor.roles, "sync.view"):
            return status
        return replace(status, targets=(), deliveries=(), notice_params={}, notice=None)

    def show(self, number: int) -> dict[str, Any]:
        """One delivery with its frozen payload, attempts and answers.

        A patient's record is not told to who may not use ``visit.view``: IT staff see that it went and how.

        Raises:
            EmrError: ``delivery.unknown``.
        """
        self._work.require("sync.view")
        with self._work.database.write.begin() as session:
            document = reading.delivery_document(session, number, with_patients=self._work.may("visit.view"))
            self._work.audit(session, "sync.viewed", entity="delivery", detail={"number": str(number)})
            return document

    def retry(self, number: int | None) -> int:
        """Put one refused or waiting delivery (None: all) back to waiting; returns how many.

        A refused one is rendered anew, by the mapping as it is now; what may have arrived keeps its bytes.

        Raises:
            EmrError: ``delivery.unknown``, ``delivery.not_to_retry`` (it arrived, or a newer one took over).
        """
        self._work.require("sync.send")
        return retrying.retry(self._work, number)

    def export(self, target: str) -> bytes:
        """See ``ByHandService.export``."""
        return self.by_hand.export(target)

    def confirm_incarnation(self, name: str) -> list[dict[str, Any]]:
        """Let sync go on after a restore or on a copied database, after comparing with what the target has.

        Only for the one who knows that the other PC no longer sends. Gives, for the newest delivery of each
        subject, whether the target has that (``same``) or what differs (``changes``). What waits here
        although the target has other figures, or (perhaps) a newer version of the record, becomes refused.

        Raises:
            EmrError: ``target.unknown`` and why the target could not be asked; the hold then stays.
        """
        self._work.require("sync.configure")
        found = trial.compare_with_server(self._work, name)
        newer = record_standing.newer_there(self._work, name)
        with self._work.database.write.begin() as session:
            target = set_up.target_named(session, name)
            record_standing.leave_to_a_person(session, newer, now=self._work.clock.now())
            target.incarnation = session.scalars(select(Facility)).one().incarnation
            for each in found:
                delivery, _ = reading.delivery_numbered(session, each["id"])
                if each["overwrites"] and delivery.state in ("waiting", "retry", "unknown"):
                    delivery.state, delivery.finished_at = "refused", self._work.clock.now()
                    delivery.problem = "delivery.server_has_other"
                    params = {"count": len(each["changes"])}
                    delivery.details = {**delivery.details, "problem_params": params}
                    delivery.answer = {**(delivery.answer or {}), "differences": each["changes"]}
            detail = {"target": name, "differ": str(sum(not each["same"] for each in found))}
            self._work.audit(session, "sync.confirmed", entity="target", entity_id=target.id, detail=detail)
        return found

    def _report(self, form: str, period: str, edition: str | None, *, unclosed: bool) -> FormReport:
        """The signed figures; those of now when there are none or they are asked for."""
        if not unclosed:
            try:
                return self._forms.closed_version(form, period, edition=edition)
            except EmrError as error:
                if error.code != "form.not_closed":
                    raise
        return self._forms.show(form, period, edition=edition)

    def _mapped(
        self, session: Session, report: FormReport, name: str | None
    ) -> list[tuple[Target, dict[str, Any]]]:
        """The targets that a form goes to, each with its mapping."""
        facility = session.scalars(select(Facility)).one()
        targets = [
            each
            for each in session.scalars(select(Target).where(Target.kind == "dhis2").order_by(Target.name))
            if each.enabled and name in (None, each.name)
        ]
        if not targets:
            if name is not None:
                set_up.target_named(session, name)
            raise EmrError("sync.no_target")
        allowed = [each for each in targets if held_because(each, facility) != "sync.training"]
        if not allowed:
            raise EmrError("sync.training", target=targets[0].name)
        info = report.info
        chosen = []
        for each in allowed:
            kept = find_mapping(session, each.id, info.form, info.edition)
            if kept is not None:
                chosen.append((each, kept.content))
        if not chosen:
            raise no_mapping(session, info.form, info.edition, allowed)
        return chosen
