"""Looks without sending: is the target there, does it know us, and what would a form change there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from db.models import Delivery, Facility, FormMapping, OutboxEvent, Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError
from emr_desktop.forms.rows import FormReport
from sync.book import note_failure
from sync.breaker import Breaker
from sync.journal import Journal
from sync.kinds import KINDS
from sync.mappings import mapping_of
from sync.outbox import queued_form
from sync.problems import Failed, Kind
from sync.proxy import proxy_of
from sync.record_trial import notes_of, test_record_target
from sync.set_up import target_named
from sync.skew import skew_notice
from sync.target_state import Address, address_of, keep_breaker
from sync.targets.dhis2.client import Dhis2Client
from sync.targets.dhis2.mapping import (
    CellMapping,
    coverage,
    dhis2_period,
    figures_of,
    read_mapping,
    values_of,
)
from sync.targets.dhis2.metadata import Change, Deadline, Snapshot, deadline, drift
from sync.targets.dhis2.outcome import FormMonth, conflicts_with_cells, differences_as_lines, names_of
from sync.targets.dhis2.sending import Dhis2Channel
from sync.targets.dhis2.suggesting import misfits
from sync.targets.dhis2.versions import TRIED, is_tried, refuse_too_old
from sync.transport import Guard, Transport

PATIENCE_S = 120.0
_MAY_SEND = ("F_DATAVALUE_ADD", "ALL")
_APPROVED = ("APPROVED", "ACCEPTED")  # then the period is locked there


@contextmanager
def asking(work: WorkSession, name: str) -> Iterator[tuple[Address, Dhis2Client]]:
    """Open the line to a target for somebody who waits; what fails is raised as ``EmrError``.

    Raises:
        EmrError: ``target.unknown``, ``sync.training``, and what kept the line from working.
    """
    with work.database.read() as session:
        facility = session.scalars(select(Facility)).one()
        address = address_of(target_named(session, name), facility)
    if address.held == "sync.training":
        raise EmrError("sync.training", target=name)
    try:
        with Transport(
            url=address.url,
            credentials=address.credentials,
            ca_pem=address.ca_pem,
            scheme="ApiToken",
            proxy=proxy_of(work),
        ) as transport:
            transport.guard = Guard(deadline=time.monotonic() + PATIENCE_S)
            yield address, Dhis2Client(transport=transport, url=address.url, now=work.clock.now)
    except Failed as failed:
        if failed.problem.kind is Kind.CREDENTIALS:
            note_failure(work, address, failed.problem)
        raise EmrError(failed.problem.code, **failed.problem.params) from None


def of_each(
    chosen: Sequence[tuple[str, dict[str, Any]]], ask: Callable[[str, dict[str, Any]], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Ask each target; one that does not answer while others do says why.

    Gives what ``ask`` gives with ``problem`` None, or ``target problem problem_params`` alone.

    Raises:
        EmrError: why none of them could be asked.
    """
    answers: list[dict[str, Any]] = []
    failed: list[EmrError] = []
    for name, content in chosen:
        try:
            answers.append({**ask(name, content), "problem": None, "problem_params": {}})
        except EmrError as error:
            failed.append(error)
            answers.append({"target": name, "problem": error.code, "problem_params": dict(error.params)})
    if failed and len(failed) == len(answers):
        raise failed[0]
    return answers


def test_target(work: WorkSession, name: str) -> dict[str, Any]:
    """Ping, system info, who am I, org unit, data sets; a target that answers well is ready again.

    One that takes records or knows people is only asked what it is.

    Raises:
        EmrError: with the first reason why it would not work.
    """
    with work.database.read() as session:
        look = KINDS[target_named(session, name).kind].look
    if look is not None:
        return test_record_target(work, name)
    mappings = _mappings(work, name)
    with asking(work, name) as (address, client):
        client.ping()
        info = client.system_info()
        refuse_too_old(info)
        me = client.me()
        channel = Dhis2Channel(client=client)
        unit = channel.org_unit(work.facility.code)
        seen = [(mapping, client.snapshot(mapping.data_set), before) for mapping, before in mappings]
        data_sets = [_data_set(*each) for each in seen]
        found = {
            "target": name,
            "url": address.url,
            "version": info.get("version"),
            "system_id": info.get("systemId"),
            "skew_s": None if client.skew_s is None else round(client.skew_s),
            "user": me.get("username"),
            "may_send": _may_send(me),
            "org_unit": None if unit is None else dict(vars(unit)),
            "data_sets": data_sets,
            "notes": notes_of(
                [
                    skew_notice(name, client.skew_s),
                    None if is_tried(info.get("version")) else ("sync.server_untried", _tried_words(info)),
                ]
            ),
        }
    with work.database.write.begin() as session:
        target = session.get_one(Target, address.id)
        kept = {"system_id": found["system_id"], "server_version": found["version"]}
        kept |= {"org_unit": found["org_unit"]}
        target.details = {**target.details, **{key: value for key, value in kept.items() if value}}
        if found["skew_s"] is not None:
            target.details = {**target.details, "skew_s": found["skew_s"]}
        keep_breaker(target, Breaker())
        for mapping, snapshot, before in seen:
            # What changed there where we write stops the form until somebody saves the mapping again: a test
            # alone must not take that away.
            if snapshot is not None and not _concerning(mapping, before, snapshot):
                kept_mapping = mapping_of(session, target, mapping.form, mapping.edition)
                kept_mapping.snapshot, kept_mapping.snapshot_at = snapshot.document, work.clock.now()
        work.audit(session, "sync.tested", entity="target", entity_id=target.id, detail={"target": name})
    return found


def preview(work: WorkSession, name: str, report: FormReport, content: dict[str, Any]) -> dict[str, Any]:
    """Let a target check a form without keeping it, and compare with what it has.

    Raises:
        EmrError: why it could not be asked.
    """
    mapping = read_mapping(content)
    figures = figures_of(report)
    covered = coverage(mapping, figures)
    month = FormMonth(
        mapping=mapping,
        figures=figures,
        period=report.period,
        facility_code=work.facility.code,
        training=work.facility.training,
        complete_on=None,
    )
    period = dhis2_period(report.period)
    with asking(work, name) as (_, client):
        channel = Dhis2Channel(client=client)
        summaries, seen, unit, payload = channel.preview(month, journal=Journal())
        data_set = channel.data_set(mapping.data_set)
        until = Deadline(None, None)
        approval = None
        if data_set is not None:
            until = deadline(data_set, period=period, last_day=report.last_day)
            if data_set.approved and unit is not None:
                approval = client.approval(data_set=mapping.data_set, period=period, org_unit=unit.id)
    names = names_of(month)
    values = values_of(mapping, figures)
    return {
        "target": name,
        "org_unit": None if unit is None else dict(vars(unit)),
        "data_set": mapping.data_set,
        "confirmed": mapping.confirmed,
        "values": len(values),
        "same": len(values) - len(seen.differences),
        "new": sum(each.there is None for each in seen.differences),
        "changed": sum(each.there is not None for each in seen.differences),
        "changes": list(differences_as_lines(seen, names, most=None)),
        "would_accept": not any(summary.conflicts for summary in summaries),
        "conflicts": list(conflicts_with_cells(summaries, payload, names)),
        "unmapped": [cell.name for cell in covered.unmapped],
        "last_day": until.last_day and until.last_day.isoformat(),
        "opens": until.opens and until.opens.isoformat(),
        "open": until.is_open(work.clock.today()),
        "approval": approval,
        "locked_by_approval": approval is not None and approval.startswith(_APPROVED),
    }


def compare_with_server(work: WorkSession, name: str) -> list[dict[str, Any]]:
    """What a target has now of the newest delivery of each subject; sends nothing.

    Raises:
        EmrError: why it could not be asked.
    """
    months: dict[str, tuple[int, FormMonth]] = {}
    with work.database.read() as session:
        target = target_named(session, name)
        kept = {
            (each.form, each.edition): each.content
            for each in session.scalars(select(FormMapping).where(FormMapping.target_id == target.id))
        }
        # Records are sent whole, as they stand: there is nothing of theirs to overwrite by mistake.
        query = select(Delivery).where(Delivery.target_id == target.id, Delivery.entity_id.is_(None))
        for delivery in session.scalars(query.order_by(Delivery.number)):
            queued = queued_form(session.get_one(OutboxEvent, delivery.event_seq))
            content = kept.get((queued.form, queued.edition))
            if content is None or delivery.state == "superseded":
                continue
            months[delivery.subject] = (
                delivery.number,
                FormMonth(
                    mapping=read_mapping(content),
                    figures=queued.figures,
                    period=queued.period,
                    facility_code=work.facility.code,
                    training=queued.training,
                    complete_on=None,
                    payload=delivery.payload,
                ),
            )
    found = []
    if not months:
        return []
    with asking(work, name) as (_, client):
        channel = Dhis2Channel(client=client)
        for subject, (number, month) in months.items():
            seen = channel.there(month, journal=Journal())
            changes = list(differences_as_lines(seen, names_of(month), most=None))
            overwrites = any(change["there"] is not None for change in changes)
            line = {"id": number, "subject": subject, "same": seen.equal, "overwrites": overwrites}
            found.append({**line, "changes": changes})
    return found


def look(work: WorkSession, name: str, report: FormReport, content: dict[str, Any]) -> dict[str, Any]:
    """What a target has of a form beside what we have, cell by cell; sends nothing, not even a trial.

    Returns:
        ``target``, ``org_unit``, ``cells``: ``row column here there same`` of every open, mapped cell.

    Raises:
        EmrError: why it could not be asked.
    """
    mapping = read_mapping(content)
    figures = figures_of(report)
    month = FormMonth(
        mapping=mapping,
        figures=figures,
        period=report.period,
        facility_code=work.facility.code,
        training=work.facility.training,
        complete_on=None,
    )
    with asking(work, name) as (_, client):
        channel = Dhis2Channel(client=client)
        unit, there, seen = channel.look(month, journal=Journal())
    differing = {each.place for each in seen.differences}
    cells = [
        {
            "row": value.cell.row,
            "column": value.cell.column,
            "here": value.value,
            "there": there.get(value.place),
            "same": value.place not in differing,
        }
        for value in values_of(mapping, figures)
    ]
    return {"target": name, "org_unit": None if unit is None else dict(vars(unit)), "cells": cells}


def _mappings(work: WorkSession, name: str) -> list[tuple[CellMapping, Snapshot | None]]:
    with work.database.read() as session:
        target = target_named(session, name)
        rows = session.scalars(
            select(FormMapping)
            .where(FormMapping.target_id == target.id)
            .order_by(FormMapping.form, FormMapping.edition)
        )
        return [
            (read_mapping(each.content), None if each.snapshot is None else Snapshot(each.snapshot))
            for each in rows
        ]


def _data_set(mapping: CellMapping, snapshot: Snapshot | None, before: Snapshot | None) -> dict[str, Any]:
    there = None if snapshot is None else snapshot.metadata
    ours = {*mapping.rows.values(), *(place.data_element for place in mapping.cells.values())}
    missing = sorted(ours - there.element_ids) if there is not None and there.elements else []
    # Rows and columns that are mapped are held against each other cell by cell when figures are there.
    named = {
        (row, column): (element, combo)
        for row, element in mapping.rows.items()
        for column, combo in mapping.columns.items()
    } | {
        (cell.row, cell.column): (place.data_element, place.category_option_combo)
        for cell, place in mapping.cells.items()
    }
    wrong = misfits(named, there) if there is not None and there.elements else ()
    changes = drift(before.metadata, there) if before is not None and there is not None else ()
    return {
        "form": mapping.form,
        "edition": mapping.edition,
        "id": mapping.data_set,
        "name": there.name if there is not None else None,
        "period_type": there.period_type if there is not None else None,
        "expiry_days": there.expiry_days if there is not None else None,
        "unknown_elements": missing,
        "without_place": [f"{row}|{column}" for row, column, why in wrong if why == "combo_unknown"],
        "changes": [{"what": each.code, "name": each.name} for each in changes],
        "to_check": snapshot is not None and bool(_concerning(mapping, before, snapshot)),
        "confirmed": mapping.confirmed,
    }


def _concerning(mapping: CellMapping, before: Snapshot | None, now: Snapshot) -> tuple[Change, ...]:
    """What changed in a data set since its mapping was checked, where that mapping writes."""
    if before is None:
        return ()
    ours = {*mapping.rows.values(), *(place.data_element for place in mapping.cells.values())}
    return tuple(each for each in drift(before.metadata, now.metadata) if each.concerns(ours))


def _tried_words(info: dict[str, Any]) -> dict[str, Any]:
    tried = ", ".join(f"{first}.{second}" for first, second in TRIED)
    return {"version": str(info.get("version"))[:40], "tried": tried}


def _may_send(me: dict[str, Any]) -> bool | None:
    authorities = me.get("authorities")
    if not isinstance(authorities, list):
        return None
    return any(authority in authorities for authority in _MAY_SEND)
