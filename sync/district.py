"""What the facility may ask about its figures at the district: what is there, receipts, where cells go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from db.models import Delivery, OutboxEvent, Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from emr_desktop.forms.rows import FormReport
from sync import reading, trial
from sync.mappings import find_mapping, mapping_of, no_mapping
from sync.outbox import queued_form
from sync.receipts import WAITING, Receipt, ReceiptLine, expanded
from sync.set_up import check_mapping, target_named
from sync.sources import FormSource, form_now
from sync.targets.dhis2.mapping import read_mapping, values_of
from sync.targets.dhis2.metadata import Snapshot, drift
from sync.targets.dhis2.suggesting import Named, commonest_combos, suggest_columns, suggest_rows

ReportOf = Callable[[str, str, str | None], FormReport]


class DistrictService:
    """Verbs beside sending; those that talk to a server take seconds.

    Args:
        work: the unlocked session.
        forms: where figures and names come from.
        report_of: the signed figures of a form and period, those of now when there are none.
    """

    def __init__(self, *, work: WorkSession, forms: FormSource, report_of: ReportOf) -> None:
        self._work, self._forms, self._report_of = work, forms, report_of

    def look(self, form: str, period: str, *, edition: str | None = None) -> dict[str, Any]:
        """What each target has of a form beside what we have; sends nothing.

        ``targets`` holds for each target ``target org_unit cells``; see ``trial.look``. One that did not
        answer while others did says why instead: ``problem problem_params``.

        Raises:
            EmrError: ``sync.no_target``, ``mapping.missing``, ``mapping.other_edition``, and why none could
                be asked.
        """
        self._work.require("sync.view")
        report = self._report_of(form, period, edition)
        info = report.info
        with self._work.database.read() as session:
            chosen = [
                (name, content)
                for name, content in session.execute(reading.mappings_with_targets(info.form, info.edition))
            ]
            if not chosen:
                targets = session.scalars(
                    select(Target).where(Target.kind == "dhis2").order_by(Target.name)
                ).all()
                if not targets:
                    raise EmrError("sync.no_target")
                raise no_mapping(session, info.form, info.edition, targets)
        answers = trial.of_each(chosen, lambda name, content: trial.look(self._work, name, report, content))
        return {
            "form": info.form,
            "edition": info.edition,
            "period": report.period,
            "status": report.status,
            "targets": answers,
        }

    def compare(self, name: str) -> list[dict[str, Any]]:
        """What a target has now of the newest delivery of each subject; sends and changes nothing.

        Each with ``id subject same overwrites changes``, for ``confirm_incarnation``.

        Raises:
            EmrError: ``target.unknown`` and why the target could not be asked.
        """
        self._work.require("sync.configure")
        return trial.compare_with_server(self._work, name)

    def receipt(self, number: int) -> Receipt:
        """What became of each value of a delivery.

        Raises:
            EmrError: ``delivery.unknown``, ``delivery.no_receipt`` (it carried no form).
        """
        self._work.require("sync.view")
        with self._work.database.read() as session:
            delivery, target = reading.delivery_numbered(session, number)
            event = session.get(OutboxEvent, delivery.event_seq) if delivery.event_seq is not None else None
            if delivery.entity_id is not None or event is None:
                raise EmrError("delivery.no_receipt", number=number)
            queued = queued_form(event)
            kept = (delivery.answer or {}).get("receipt")
            lines = expanded(kept) if kept else self._expected(session, delivery)
            unit = target.details.get("org_unit") or {}
            return Receipt(
                number=delivery.number,
                target=target.name,
                form=queued.form,
                edition=queued.edition,
                period=queued.period,
                version=queued.version,
                state=_state(delivery),
                sent=None if delivery.sent_at is None else local(delivery.sent_at).isoformat(),
                finished=None if delivery.finished_at is None else local(delivery.finished_at).isoformat(),
                completed=bool((delivery.details or {}).get("completed")),
                org_unit=unit.get("name") or unit.get("id"),
                payload_sha256=delivery.payload_hash,
                training=queued.training,
                lines=lines,
            )

    def receipt_paper(self, number: int, *, language: str) -> bytes:
        """The receipt as a PDF, laid out like the form.

        Raises:
            EmrError: as ``receipt``.
        """
        from sync.receipt_paper import receipt_pdf

        found = self.receipt(number)
        report = self._report_of(found.form, found.period, found.edition)
        return receipt_pdf(found, report, self._work.facility, language=language)

    def mapping(self, name: str, form: str, *, edition: str | None = None) -> dict[str, Any]:
        """The mapping of a form at a target, as the file that ``load_mapping`` takes.

        Raises:
            EmrError: ``target.unknown``, ``form.unknown``, ``mapping.missing``.
        """
        self._work.require("sync.view")
        report = form_now(self._forms, form, edition, today=self._work.clock.today())
        with self._work.database.read() as session:
            target = target_named(session, name)
            return dict(mapping_of(session, target, form, report.info.edition).content)

    def mapping_sheet(self, form: str, *, edition: str | None = None) -> dict[str, Any]:
        """The rows and columns of a form, for mapping: ``form edition rows columns`` with code, en, sw.

        Raises:
            EmrError: ``form.unknown``, ``form.edition_unknown``.
        """
        self._work.require("sync.view")
        return _sheet(form_now(self._forms, form, edition, today=self._work.clock.today()))

    def check_mapping(self, content: Any) -> dict[str, Any]:
        """Hold a mapping file against its form, keeping nothing; gives the form's ``mapping_sheet``.

        Raises:
            EmrError: as ``SyncService.load_mapping``, but ``target.unknown``.
        """
        self._work.require("sync.configure")
        return _sheet(check_mapping(self._work, self._forms, content)[1])

    def data_sets(self, name: str) -> list[dict[str, Any]]:
        """The data sets that our user may fill there: ``id name period_type``, by name.

        Raises:
            EmrError: ``target.unknown`` and why it could not be asked.
        """
        self._work.require("sync.configure")
        with trial.asking(self._work, name) as (_, client):
            return client.data_sets()

    def suggest_mapping(
        self, name: str, form: str, *, data_set: str, edition: str | None = None
    ) -> dict[str, Any]:
        """Read a data set and say which element each row, and which option combo each column probably is.

        Returns:
            ``mapping``: a mapping file with what is likely, not confirmed; ``rows`` and ``columns``: code,
            en, sw, uid (None: nobody knows), name, confidence, why; ``elements`` and ``combos``: id and name
            of all there are, to choose from (``every_combo``: of every disaggregation, for single cells);
            ``changes`` (what, name) since the mapping was checked at ``checked_at``.

        Raises:
            EmrError: ``target.unknown``, ``form.unknown``, ``mapping.no_metadata``, and why it could not be
                asked.
        """
        self._work.require("sync.configure")
        report = form_now(self._forms, form, edition, today=self._work.clock.today())
        with trial.asking(self._work, name) as (_, client):
            snapshot = client.snapshot(data_set)
        if snapshot is None:
            raise EmrError("mapping.no_metadata", target=name)
        there = snapshot.metadata
        combos = commonest_combos(there)
        rows, columns = _rows(report), _columns(report)
        before = self._snapshot_of(name, report, data_set)
        for_rows = {each.code: each for each in suggest_rows(rows, there.elements)}
        for_columns = {each.code: each for each in suggest_columns(columns, combos)}
        return {
            "data_set": {"id": there.id, "name": there.name, "period_type": there.period_type},
            "mapping": {
                "form": report.info.form,
                "edition": report.info.edition,
                "data_set": data_set,
                "org_unit_scheme": "CODE",
                "confirmed": False,
                "rows": {code: each.uid for code, each in for_rows.items()},
                "columns": {code: each.uid for code, each in for_columns.items()},
            },
            "rows": [_line(each, for_rows) for each in rows],
            "columns": [_line(each, for_columns) for each in columns],
            "elements": [{"id": each.id, "code": each.code, "name": each.name} for each in there.elements],
            "combos": [{"id": each.id, "name": each.name} for each in combos],
            "every_combo": [
                {"id": each.id, "name": each.name} for every in there.combos.values() for each in every
            ],
            "checked_at": None if before is None else before[1],
            "changes": []
            if before is None
            else [{"what": each.code, "name": each.name} for each in drift(before[0].metadata, there)],
        }

    def _snapshot_of(self, name: str, report: FormReport, data_set: str) -> tuple[Snapshot, str] | None:
        """How the server described the data set when the mapping was checked last, and when."""
        with self._work.database.read() as session:
            kept = find_mapping(
                session, target_named(session, name).id, report.info.form, report.info.edition
            )
            if kept is None or kept.snapshot is None or kept.snapshot_at is None:
                return None
            if kept.content.get("data_set") != data_set:
                return None
            return Snapshot(kept.snapshot), local(kept.snapshot_at).isoformat()

    def _expected(self, session: Any, delivery: Delivery) -> tuple[ReceiptLine, ...]:
        """The cells of a delivery of which nothing is known yet, or that an earlier program sent."""
        queued = queued_form(session.get_one(OutboxEvent, delivery.event_seq))
        kept = find_mapping(session, delivery.target_id, queued.form, queued.edition)
        if kept is None:
            return ()
        return tuple(
            ReceiptLine(value.cell.row, value.cell.column, value.value, None, WAITING)
            for value in values_of(read_mapping(kept.content), queued.figures)
        )


def _state(delivery: Delivery) -> str:
    """The state; what went by hand is told apart."""
    carried = (delivery.details or {}).get("carried")
    if delivery.state != "acknowledged" or not carried:
        return delivery.state
    return "receipt" if "confirmed_at" in carried else "carried"


def _rows(report: FormReport) -> list[Named]:
    return [Named(row.row, row.en, row.sw) for row in report.rows]


def _columns(report: FormReport) -> list[Named]:
    heads = {each.code: each for each in (*report.info.bands, *report.info.parts)}

    def named(code: str) -> Named:
        parts = [heads[part] for part in code.split(".") if part in heads]
        return Named(
            code, " ".join(each.en for each in parts) or code, " ".join(each.sw for each in parts) or code
        )

    return [named(code) for code in report.info.columns]


def _sheet(report: FormReport) -> dict[str, Any]:
    return {
        "form": report.info.form,
        "edition": report.info.edition,
        "rows": [dict(vars(each)) for each in _rows(report)],
        "columns": [dict(vars(each)) for each in _columns(report)],
    }


def _line(named: Named, found: dict[str, Any]) -> dict[str, Any]:
    hit = found.get(named.code)
    return {
        "code": named.code,
        "en": named.en,
        "sw": named.sw,
        "uid": None if hit is None else hit.uid,
        "name": None if hit is None else hit.name,
        "confidence": 0 if hit is None else hit.confidence,
        "why": None if hit is None else hit.why,
    }
