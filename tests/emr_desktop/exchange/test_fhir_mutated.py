"""Bundles with anything broken in them: an error in words or a full report, and never half of an import."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from db.models import Patient, Visit
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.exchange import fhir_stream
from emr_desktop.exchange.service import import_fhir
from tests.emr_desktop.exchange.test_fhir_in import openmrs, synthea

_ODD = st.sampled_from(
    [None, "", " ", "x" * 70_000, "\ud800", "\x00", "'=1+1", 0, -1, 1.5, 1e308, float("nan"), 10**30, True,
     [], {}, [[]], [{}], {"coding": 5}, "2026-02-30", "9999-12-31T23:59:59+14:00", "Patient/p", "urn:uuid:",
     "http://loinc.org", "8302-2", "died", "0001"]
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    listed = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in listed:
        found += places(each, (*path, name))
    return found


@st.composite
def mutated(draw: st.DrawFn) -> list[dict[str, Any]]:
    entries = copy.deepcopy(draw(st.sampled_from([synthea(), openmrs()])))
    for _ in range(draw(st.integers(1, 4))):
        where = draw(st.sampled_from(places(entries)))
        inside: Any = entries
        try:
            for name in where[:-1]:
                inside = inside[name]
            action = draw(st.sampled_from(["put", "take", "double"]))
            if action == "put":
                inside[where[-1]] = draw(_ODD)
            elif action == "take":
                del inside[where[-1]]
            elif isinstance(inside, list):
                inside.append(copy.deepcopy(inside[where[-1]]))
        except (KeyError, IndexError, TypeError):
            continue
        if not places(entries):
            break
    return entries


def number(clinic: Clinic, model: Any) -> int:
    with clinic.work.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(entries=mutated())
def test_whatever_is_wrong_is_told(clinic: Clinic, tmp_path: Path, entries: list[dict[str, Any]]) -> None:
    path = tmp_path / "bundle.json"
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    path.write_text(json.dumps(bundle), encoding="utf-8")
    before = number(clinic, Patient), number(clinic, Visit)
    try:
        tried = import_fhir(clinic.work, path, dry_run=True)
    except EmrError:
        with pytest.raises(EmrError):
            import_fhir(clinic.work, path)
        assert (number(clinic, Patient), number(clinic, Visit)) == before
        return
    assert (number(clinic, Patient), number(clinic, Visit)) == before
    done = import_fhir(clinic.work, path, rejects=tmp_path / "left.csv")
    assert (done.patients_added, done.visits_added, done.types) == (
        tried.patients_added, tried.visits_added, tried.types,
    )  # fmt: skip
    added = number(clinic, Patient) - before[0], number(clinic, Visit) - before[1]
    assert added == (done.patients_added, done.visits_added)
    for one in done.types:
        assert one.read == one.taken + one.left, one
    assert (tmp_path / "left.csv").is_file()


@settings(max_examples=40, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(data=st.data(), window=st.sampled_from([1, 2, 3, 7, 40]))
def test_the_reader_finds_what_the_whole_file_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: st.DataObject, window: int
) -> None:
    monkeypatch.setattr(fhir_stream, "WINDOW", window)
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=8,
    )
    entries = data.draw(
        st.lists(values | st.dictionaries(st.text(max_size=4), values, max_size=4), max_size=6)
    )
    bundle = {"entry": entries, "type": "batch", "link": data.draw(values), "resourceType": "Bundle"}
    written = json.dumps(
        bundle, ensure_ascii=data.draw(st.booleans()), indent=data.draw(st.none() | st.just(1))
    )
    try:
        raw = written.encode()
    except UnicodeEncodeError:
        return
    path = tmp_path / "any.json"
    path.write_bytes(data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + raw)
    found = list(fhir_stream.BundleStream(path).entries())
    assert [entry for _, _, entry in found] == [each for each in entries if isinstance(each, dict)]
    content = path.read_bytes()
    assert [json.loads(content[start : start + length]) for start, length, _ in found] == [
        each for each in entries if isinstance(each, dict)
    ]
    cut = data.draw(st.integers(0, len(raw) - 1))
    path.write_bytes(raw[:cut])
    with pytest.raises(EmrError):
        list(fhir_stream.BundleStream(path).entries())
