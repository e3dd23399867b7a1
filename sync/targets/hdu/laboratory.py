"""The laboratory blocks of an HDU record."""

from __future__ import annotations

from typing import Any

from emr_desktop.clock import local
from emr_desktop.exchange.fhir_parts import codes
from emr_desktop.exchange.record import LabOrderRecord, LabPart, VisitRecord
from emr_desktop.reference.catalogue import lab_tests
from sync.targets.hdu.template_words import words

Block = dict[str, Any]


def laboratory(record: VisitRecord) -> list[Block]:
    """What was tested: one block an order with its parts, and one a test that was entered without an order.

    A test that still waits is left out: the template has no test without the day of its result.
    """
    told: set[str] = set()
    blocks = []
    for order in record.orders:
        if order.released_at is not None and order.parts:
            blocks.append(_ordered(order))
            told.update(part.test for part in order.parts)
    day = record.visit.form.visit_date.isoformat()
    for entry in record.visit.form.tests:
        if entry.result is None or entry.test in told:
            continue
        part = LabPart(test=entry.test, result=entry.result)
        blocks.append(_block(entry.test, day, day, [_result(part, day)], entry.result))
    return blocks


def _ordered(order: LabOrderRecord) -> Block:
    assert order.released_at is not None  # noqa: S101 - the caller looked
    released = f"{local(order.released_at):%Y-%m-%d}"
    results = [_result(part, released) for part in order.parts]
    main = next((part.result for part in order.parts if part.test == order.test), None)
    block = _block(order.test, f"{local(order.ordered_at):%Y-%m-%d}", released, results, main)
    block["testOrderId"] = str(order.id)
    if order.remark and results:
        results[0]["remarks"] = order.remark
    return block


def _block(test: str, ordered: str, resulted: str, results: list[Block], main: str | None) -> Block:
    known, loinc = lab_tests().get(test), codes()["tests"].get(test)
    block = {
        "testCode": loinc or test,
        "testOrderDate": ordered,
        "testResultDate": resulted,
        "testStatus": words()["lab_status"].get(main or ""),
        "testType": known.name_en if known is not None else test,
        "standardCode": loinc is not None,
        "codeType": "LOINC" if loinc else "EMR",
        "testResults": results,
    }
    return {name: value for name, value in block.items() if value is not None}


def _result(part: LabPart, released: str) -> Block:
    known, loinc = lab_tests().get(part.test), codes()["tests"].get(part.test)
    kind = known.kind if known is not None else "text"
    block = {
        "parameter": known.name_en if known is not None else part.test,
        "releaseDate": released,
        "result": part.result,
        "codedValue": part.result if kind == "choice" else None,
        "valueType": {"choice": "CODED", "number": "NUMERIC"}.get(kind, "TEXT"),
        "standardCode": loinc is not None,
        "codeType": "LOINC" if loinc else "EMR",
        "unit": (known.unit if known is not None else None) or None,
        "lowRange": None if part.low is None else f"{part.low:g}",
        "highRange": None if part.high is None else f"{part.high:g}",
        "remarks": None if part.flag in (None, "normal") else part.flag,
    }
    return {name: value for name, value in block.items() if value is not None}
