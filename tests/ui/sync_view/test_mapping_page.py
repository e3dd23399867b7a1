"""Mapping on screen: what is kept, what the server suggests, what a person picks, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop import reference
from ui.screen import ScreenContext
from ui.sync_view.mapping_lines import MappingLine, WorkingMapping, with_server
from ui.sync_view.view import SyncView

SHIPPED = Path(reference.__file__).parent / "mappings" / "dhis2_opd_2014.json"
DATA_SET = "v6wdME3ouXu"


@pytest.fixture
def mapping() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return content


@pytest.fixture
def view(
    context: ScreenContext,
    with_district: Any,
    shown: Callable[..., SyncView],
    settle: Callable[[ScreenContext], None],
) -> SyncView:
    view = shown(SyncView(context=context))
    settle(context)
    return view


def open_mapping(view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None]) -> None:
    view.findChild(QPushButton, "openMapping").click()
    settle(context)


def line(view: SyncView, code: str) -> MappingLine:
    assert view.mapping.working is not None
    return next(each for each in view.mapping.working.lines if each.code == code)


def test_what_is_gone_at_the_server_is_marked_and_said(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    mapping: dict[str, Any],
) -> None:
    context.sync.test_target("moh")
    with_district.data_sets[DATA_SET].pop(mapping["rows"]["3"])
    with_district.last_updated, with_district.data_set_version = "2026-11-20T00:00:00.000", 4
    open_mapping(view, context, settle)
    assert line(view, "3").state == "gone"
    assert line(view, "1").state == "kept"
    said = view.findChild(QLabel, "mappingDrift").text()
    assert "1 place is gone" in said
    assert "Changed there since 18/11/2026" in said


def test_a_row_is_mapped_with_keys_alone_and_the_mapping_is_kept_as_confirmed(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    mapping: dict[str, Any],
    qtbot: QtBot,
) -> None:
    new = "newElement1"
    with_district.data_sets[DATA_SET][new] = next(iter(with_district.data_sets[DATA_SET].values()))
    with_district.element_names = {new: "Measles, all cases"}
    open_mapping(view, context, settle)
    tables = view.mapping.tables
    at = next(place for place, each in enumerate(tables.rows.model.rows) if each.code == "7")
    tables.rows.view.setFocus()
    tables.rows.view.setCurrentIndex(tables.rows.model.index(at, 0))
    QTest.keyClick(tables.rows.view, Qt.Key.Key_Return)
    picker = tables.place.picker
    assert picker.hasFocus()
    QTest.keyClicks(picker, "meas")
    QTest.keyClick(picker, Qt.Key.Key_Return)
    assert line(view, "7").uid == new
    assert line(view, "7").state == "chosen"
    assert tables.rows.current is not None
    assert tables.rows.current.code == "8"  # and on to the next
    view.findChild(QPushButton, "saveMapping").click()
    settle(context)
    kept = context.sync.district.mapping("moh", "opd")
    assert kept["rows"]["7"] == new
    assert kept["confirmed"] is True
    assert kept["rows"]["1"] == mapping["rows"]["1"]
    assert "answers: DHIS2" in view.banner.text  # tested at once


def test_a_line_may_go_nowhere(
    view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None], with_district: Any
) -> None:
    open_mapping(view, context, settle)
    view.mapping.tables.rows.setFocus()
    view.findChild(QPushButton, "clearPlace").click()
    assert line(view, "1").uid is None
    view.findChild(QPushButton, "saveMapping").click()
    settle(context)
    assert "1" not in context.sync.district.mapping("moh", "opd")["rows"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rows": {"999": "uyQpafHrxLT"}}, "999"),
        ({"edition": "1999"}, "1999"),
        ({"rows": {"1": "not-a-uid"}}, "not-a-uid"),
        ({"form": "nonsense"}, "nonsense"),
    ],
)
def test_a_file_that_does_not_fit_is_a_sentence_and_changes_nothing(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    mapping: dict[str, Any],
    tmp_path: Path,
    change: dict[str, Any],
    said: str,
) -> None:
    open_mapping(view, context, settle)
    before = view.mapping.working
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps({**mapping, **change}), encoding="utf-8")
    view.mapping.take_file(path)
    settle(context)
    assert said in view.banner.text
    assert view.mapping.working == before


def test_a_file_goes_out_and_comes_in_the_same(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    mapping: dict[str, Any],
    tmp_path: Path,
) -> None:
    open_mapping(view, context, settle)
    path = tmp_path / "out.json"
    view.mapping.write_file(path)
    settle(context)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert (written["rows"], written["columns"]) == (mapping["rows"], mapping["columns"])
    assert written["confirmed"] is False  # nobody confirmed it yet
    view.mapping.take_file(path)
    settle(context)
    assert "Read from the file" in view.banner.text


def test_without_a_line_the_kept_mapping_can_still_be_seen(
    view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None], with_district: Any
) -> None:
    with_district.fail("html", times=90)
    open_mapping(view, context, settle)
    assert line(view, "1").state == "kept"
    assert view.banner.text


def test_suggestions_fill_only_what_nobody_chose() -> None:
    rows = (MappingLine("1", "a", "a", "elementOne1", "x", "kept"), MappingLine("2", "b", "b"))
    working = WorkingMapping(form="opd", edition="2014", data_set=DATA_SET, rows=rows, columns=())
    found = {
        "data_set": {"id": DATA_SET},
        "elements": [{"id": "elementOne1", "name": "One"}, {"id": "elementTwo2", "name": "Two"}],
        "combos": [],
        "rows": [
            {"code": "1", "uid": "elementTwo2", "name": "Two", "confidence": 100},
            {"code": "2", "uid": "elementTwo2", "name": "Two", "confidence": 85},
        ],
        "columns": [],
    }
    first, second = with_server(working, found).rows
    assert (first.uid, first.name, first.state) == ("elementOne1", "One", "kept")
    assert (second.uid, second.state) == ("elementTwo2", "likely")


def test_what_was_refused_for_its_mapping_goes_with_the_new_one(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    mapping: dict[str, Any],
) -> None:
    context.sync.test_target("moh")
    gone = mapping["rows"]["3"]
    with_district.data_sets[DATA_SET].pop(gone)
    with_district.last_updated, with_district.data_set_version = "2026-11-20T00:00:00.000", 4
    context.sync.queue_form("opd", "202611", unclosed=True)
    context.sync.run_pass(timeout_s=5)
    view.entered()
    settle(context)
    assert [row.problem for row in view.deliveries.model.rows] == ["mapping.server_changed"]
    view.overview.fix.click()
    settle(context)
    tables = view.mapping.tables
    at = next(place for place, each in enumerate(tables.rows.model.rows) if each.code == "3")
    tables.rows.view.setFocus()
    tables.rows.view.setCurrentIndex(tables.rows.model.index(at, 0))
    view.findChild(QPushButton, "clearPlace").click()
    view.findChild(QPushButton, "saveMapping").click()
    settle(context)
    context.sync.run_pass(timeout_s=5)
    assert [row.state for row in context.sync.status().deliveries] == ["acknowledged"]
