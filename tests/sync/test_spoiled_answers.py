"""Answers and receipts of another shape than they should have are refused in words, not with a traceback."""

from __future__ import annotations

from typing import Any

import pytest

from emr_desktop.errors import EmrError
from sync.by_hand import _read
from sync.problems import Problem
from sync.receipt_reading import record_answer
from sync.targets.dhis2.answers import Summary, read_json, summary_of
from sync.targets.fhir.client import outcome_text
from sync.transport import Reply

ODD: tuple[Any, ...] = (True, 7, 1e308, "x", [[]], {"a": 1}, [7, "x", None])


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["conflicts", "rejectedIndexes"])
def test_an_import_summary_of_another_shape(name: str, odd: Any) -> None:
    found = summary_of({"status": "WARNING", "importCount": {"imported": 1}, name: odd}, 409)
    assert isinstance(found, Summary)


@pytest.mark.parametrize("odd", ODD)
def test_a_conflict_of_another_shape(odd: Any) -> None:
    conflicts = [{"errorCode": odd, "value": odd, "indexes": odd}]
    assert isinstance(summary_of({"importCount": {}, "conflicts": conflicts}, 409), Summary)


@pytest.mark.parametrize("odd", ODD)
def test_an_outcome_of_another_shape(odd: Any) -> None:
    assert isinstance(outcome_text({"issue": odd}), str)
    assert isinstance(outcome_text({"issue": [{"details": odd, "expression": odd, "location": odd}]}), str)


@pytest.mark.parametrize("odd", ODD[:-1])
def test_a_record_answer_of_another_shape(odd: Any) -> None:
    document = {"resourceType": "Bundle", "type": "transaction-response", "entry": [{"response": odd}]}
    with pytest.raises(EmrError) as refused:
        record_answer(document)
    assert refused.value.code == "carried.receipt_unreadable"


def test_brackets_without_end_are_no_json() -> None:
    with pytest.raises(EmrError):
        _read(b'{"a":' + b"[" * 100_000, "carried.receipt_unreadable")
    body = b'{"a":' + b"[" * 100_000
    assert isinstance(read_json(Reply(200, {}, body), url="https://dhis2.example"), Problem)
