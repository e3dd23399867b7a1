"""Reads the answer that came back by hand to figures that were carried: what it says of each value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from emr_desktop.errors import EmrError
from sync.payload import requests_in
from sync.problems import Failed, Kind, Problem
from sync.receipts import NEW, NOT_THERE, REFUSED, TAKEN, ReceiptLine, lines_of
from sync.shapes import dict_of, list_of
from sync.targets.dhis2.answers import Summary, headline, summary_of
from sync.targets.dhis2.mapping import Place, values_in
from sync.targets.dhis2.outcome import conflicts_with_cells
from sync.targets.fhir.client import entry_problem, outcome_text
from sync.targets.hdu.answers import client_answer, visit_answers

_BAD = (REFUSED, NOT_THERE)
_KNOWN = ("taken", "new", "changed", "same", *_BAD)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What an answer says of one delivery; ``problem`` None: all of it was taken."""

    problem: Problem | None
    counts: dict[str, int]
    lines: tuple[ReceiptLine, ...] = ()
    conflicts: tuple[dict[str, Any], ...] = ()
    queued: bool = False  # taken, but not stored yet for all we know


def own_receipt(document: Mapping[str, Any], payload_hash: str | None) -> Told:
    """A receipt as this program writes it (``emr-admin sync receipt --json``), for the very same bytes.

    Raises:
        EmrError: ``carried.other_figures``, ``carried.receipt_unreadable``, ``carried.nothing_known``.
    """
    if document.get("payload_sha256") != payload_hash or payload_hash is None:
        raise EmrError("carried.other_figures", number=document.get("number", "-"))
    try:
        names = ("row", "column", "value", "before", "state", "why")
        lines = tuple(ReceiptLine(*(each[name] for name in names)) for each in document["lines"])
    except (KeyError, TypeError):
        raise EmrError("carried.receipt_unreadable", what="lines") from None
    if not lines or any(each.state not in _KNOWN for each in lines):
        raise EmrError("carried.nothing_known", number=document.get("number", "-"))
    bad = [each for each in lines if each.state in _BAD]
    same = sum(each.state == "same" for each in lines)
    counts = {"accepted": len(lines) - len(bad) - same, "unchanged": same, "refused": len(bad)}
    problem = None
    if bad:
        text = next((each.why for each in bad if each.why), "-")
        params = {"count": len(bad), "server_code": "-", "server_text": text}
        problem = Problem(kind=Kind.MEANING, code="delivery.value_refused", params=params)
    return Told(problem=problem, counts=counts, lines=lines)


def import_summaries(answers: Sequence[Any], payload: bytes, names: Mapping[Place, str]) -> Told:
    """The import summaries of a DHIS2 server, one for each request of the delivery, in their order.

    Args:
        answers: as the server wrote them, or one for all of them when it took all.
        payload: the frozen requests.
        names: the form's name of each place.

    Raises:
        EmrError: ``carried.receipt_unreadable``, ``carried.answers_missing``, ``carried.other_figures``.
    """
    requests = requests_in(payload)
    read = [summary_of(each, _status(each)) for each in answers]
    here = values_in(payload)
    for each in read:
        if isinstance(each, Problem):
            return _all_refused(each, here, names)
    summaries = [each for each in read if isinstance(each, Summary)]
    if not summaries or not all(each.understood for each in summaries):
        raise EmrError("carried.receipt_unreadable", what="importCount")
    whole = len(summaries) == 1 and not summaries[0].conflicts
    if len(summaries) != len(requests) and not whole:
        raise EmrError("carried.answers_missing", expected=len(requests), found=len(summaries))
    accepted = sum(each.accepted for each in summaries)
    unchanged = sum(each.unchanged for each in summaries)
    refused = sum(each.refused for each in summaries)
    if accepted + unchanged + refused > len(here):
        raise EmrError("carried.other_figures", number="-")
    conflicts = () if whole else conflicts_with_cells(summaries, payload, names)
    why = {cell: str(each["text"]) for each in conflicts for cell in each["cells"]}
    problem = None
    if any(each.conflicts for each in summaries):
        problem = headline(tuple(one for each in summaries for one in each.conflicts), refused)
    return Told(
        problem=problem,
        counts={"accepted": accepted, "unchanged": unchanged, "refused": refused},
        lines=_lines(here, names, why),
        conflicts=conflicts,
    )


def hdu_answer(document: Any, *, visit: bool) -> Told:
    """What the HDU answered to one visit, or to one person: taken (which means queued), or why not.

    Raises:
        EmrError: ``carried.receipt_unreadable``: it is no answer of the HDU, or it says nothing.
    """
    status = _hdu_status(document)
    try:
        told = visit_answers(document, status, 1)[0] if visit else client_answer(document, status)
        problem = told.problem
    except Failed as failed:
        if failed.problem.kind is not Kind.MEANING:
            raise EmrError("carried.receipt_unreadable", what="status") from None
        problem = failed.problem
    good = problem is None
    counts = {"accepted": int(good), "unchanged": 0, "refused": int(not good)}
    return Told(problem=problem, counts=counts, queued=good and visit)


def record_answer(document: Any) -> Told:
    """What a FHIR server answered to a record: a transaction response, or an OperationOutcome.

    Raises:
        EmrError: ``carried.receipt_unreadable``.
    """
    if not isinstance(document, dict):
        raise EmrError("carried.receipt_unreadable", what="resourceType")
    problem: Problem | None = None
    if document.get("resourceType") == "OperationOutcome":
        problem = entry_problem(422, outcome_text(document))
    elif document.get("resourceType") == "Bundle" and str(document.get("type", "")).endswith("-response"):
        for entry in list_of(document.get("entry")):
            answer = dict_of(dict_of(entry).get("response"))
            status = str(answer.get("status") or "")[:3]
            if not (status.isascii() and status.isdigit()):
                raise EmrError("carried.receipt_unreadable", what="response.status")
            if int(status) >= 300:
                problem = problem or entry_problem(422, outcome_text(answer.get("outcome")))
    else:
        raise EmrError("carried.receipt_unreadable", what="resourceType")
    good = problem is None
    return Told(problem=problem, counts={"accepted": int(good), "unchanged": 0, "refused": int(not good)})


def _hdu_status(document: Any) -> int:
    """The HTTP status that an answer kept as a file still tells: as a number, or by the name of a refusal."""
    if not isinstance(document, dict):
        return 200
    code = document.get("statusCode")
    if isinstance(code, int) and not isinstance(code, bool):
        return code
    word = str(document.get("status") or "").upper()
    return 400 if "ERROR" in word or word.startswith(("BAD_", "INVALID", "FAIL", "UNPROC")) else 200


def _status(answer: Any) -> int:
    status = answer.get("httpStatusCode") if isinstance(answer, dict) else None
    return status if isinstance(status, int) else 200


def _all_refused(problem: Problem, here: Mapping[Place, str], names: Mapping[Place, str]) -> Told:
    text = str(problem.params.get("server_text", ""))
    why = {names[place]: text for place in here if place in names}
    counts = {"accepted": 0, "unchanged": 0, "refused": len(here)}
    return Told(problem=problem, counts=counts, lines=_lines(here, names, why))


def _lines(
    here: Mapping[Place, str], names: Mapping[Place, str], why: Mapping[str, str]
) -> tuple[ReceiptLine, ...]:
    cells = {names[place]: value for place, value in here.items() if place in names}
    lines = lines_of(cells, before=None, refused=why, missing=())
    return tuple(replace(each, state=TAKEN) if each.state == NEW else each for each in lines)
