"""Whatever a registry answers, it is candidates or one named reason."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.breaker import Breaker
from sync.problems import Failed
from sync.registry import hdu_clients, pdqm
from sync.registry.candidate import MOST, Answered, Candidate, Terms
from sync.target_state import Address
from sync.transport import Credentials, Reply

_NAMES = (
    *("resourceType", "entry", "resource", "search", "mode", "extension", "url", "valueCode", "identifier"),
    *("system", "value", "type", "coding", "code", "name", "given", "family", "use", "gender", "birthDate"),
    *("meta", "lastUpdated", "telecom", "address", "city", "line", "district", "state", "id", "active"),
    *("total", "results", "pager", "demographicDetails", "identifiers", "firstName", "lastName", "mrn"),
    *("dateOfBirth", "phoneNumbers", "addresses", "status"),
)
_WORDS = st.sampled_from(
    (
        "Bundle",
        "Patient",
        "match",
        "1994-03-08",
        "1994-13-40",
        "9" * 40,
        "-1",
        "HCR-1",
        "MRN",
        "NIDA",
        "0754123456",
    )
)
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | _WORDS
_JSON = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=12,
)
_PATIENTS = st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=10)
_BUNDLES = st.builds(
    lambda resources, total: {
        "resourceType": "Bundle",
        "total": total,
        "entry": [{"resource": {**each, "resourceType": "Patient"}, "search": each} for each in resources],
    },
    st.lists(_PATIENTS, max_size=3),
    _JSON,
)
_CLIENTS = st.builds(
    lambda clients, total: {"results": clients, "pager": {"total": total}},
    st.lists(_PATIENTS | st.builds(lambda each: {"demographicDetails": each}, _PATIENTS), max_size=3),
    _JSON,
)
ADDRESS = Address(
    id=UUID(int=1),
    name="cr",
    kind="registry-pdqm",
    url="https://cr.example.org/fhir",
    credentials=Credentials(kind="token", secret="x"),
    ca_pem=None,
    breaker=Breaker(),
    details={},
    held=None,
)
TERMS = Terms(first_name="Neema", last_name="Mushi", birth_date=date(1994, 3, 8))


class _Line:
    """A transport that has the answer already."""

    def __init__(self, status: int, body: bytes) -> None:
        self._reply = Reply(status, {"content-type": "application/json"}, body)

    def exchange(self, *_: Any, **__: Any) -> Reply:
        return self._reply


def _read(status: int, body: bytes) -> list[Answered]:
    found, named = [], []
    for asked in (pdqm.ask, hdu_clients.ask):
        line: Any = _Line(status, body)
        try:
            found.append(asked(line, ADDRESS, TERMS, facility_code="101168-3", today=date(2026, 11, 18)))
        except Failed as failed:
            named.append(failed.problem.code)
    assert all(named)
    return found


@settings(max_examples=50, deadline=None)
@given(document=_BUNDLES | _CLIENTS | _JSON, status=st.sampled_from((200, 200, 200, 201, 404, 500)))
def test_any_document_is_read_or_refused(document: Any, status: int) -> None:
    for answered in _read(status, json.dumps(document).encode()):
        assert len(answered.candidates) <= MOST
        assert answered.more >= 0
        for each in answered.candidates:
            for name in Candidate.__dataclass_fields__:
                value = getattr(each, name)
                assert not isinstance(value, str) or (value.isprintable() and len(value) <= 120)


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=200), status=st.integers(100, 599))
def test_any_bytes_are_read_or_refused(body: bytes, status: int) -> None:
    _read(status, body)


def test_both_shapes_of_the_hdu_and_a_date_in_milliseconds() -> None:
    flat = {
        "firstName": "JUMANNE",
        "lastName": "Haule",
        "gender": "male",
        "dateOfBirth": 762_998_400_000 - 10_800_000,  # midnight in Dar es Salaam
        "identifiers": [{"id": "HCR-00009", "type": None}, {"id": "5/5", "type": "MRN"}],
        "status": "active",
    }
    gone = {**flat, "status": "inactive"}
    body = json.dumps({"results": [flat, gone, "x"], "pager": {"total": "2"}}).encode()
    (answered,) = _read(200, body)
    (one,) = answered.candidates
    assert (one.full_name, one.sex, one.born) == ("Jumanne Haule", "M", date(1994, 3, 7))
    assert [each.value for each in one.ids] == ["HCR-00009"]
