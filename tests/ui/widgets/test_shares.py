"""Columns that stretch: each gets what its texts need before any gets more, and no pixel is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from ui.widgets.shares import shares
from ui.widgets.table import Column, DataTable

COLUMNS = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 2000)), min_size=1, max_size=5)


@given(room=st.integers(-500, 5000), columns=COLUMNS)
def test_the_room_is_filled_to_the_pixel_and_nobody_is_below_the_least_while_it_lasts(
    room: int, columns: list[tuple[int, int]]
) -> None:
    least, whole = [each[0] for each in columns], [each[1] for each in columns]
    widths = shares(room, least=least, whole=whole)
    assert sum(widths) == max(room, 0)
    assert min(widths) >= 0
    if room >= sum(least):
        assert all(width >= each for width, each in zip(widths, least, strict=True))
    if room >= sum(max(pair) for pair in columns) + len(columns):
        assert all(width >= each for width, each in zip(widths, whole, strict=True))


def test_a_long_text_gets_the_room_a_short_one_does_not_need() -> None:
    assert shares(800, least=[152, 152], whole=[180, 600]) == (190, 610)
    assert shares(500, least=[152, 152], whole=[152, 900]) == (152, 348)


def test_a_name_is_not_cut_for_a_longer_reason() -> None:
    assert shares(700, least=[152, 152], whole=[230, 900]) == (230, 470)
    assert shares(700, least=[152, 152], whole=[900, 230]) == (470, 230)


def test_a_table_shows_the_long_reason_whole_beside_a_short_name(qtbot: QtBot) -> None:
    reason = "Convulsions in this illness or now, fever of three days, cannot drink"
    table: DataTable[tuple[str, str]] = DataTable(
        "shared",
        (
            Column(lambda: "Name", lambda line: line[0], stretch=True),
            Column(lambda: "Why", lambda line: line[1], stretch=True),
            Column(lambda: "Age", lambda _line: "12", width=60),
        ),
    )
    qtbot.addWidget(table)
    table.resize(800, 200)
    table.show()
    table.show_rows([("Asha Juma", reason)])
    view = table.view
    needed = view.fontMetrics().horizontalAdvance(reason)
    assert view.columnWidth(1) > needed > view.columnWidth(0)
    assert sum(view.columnWidth(at) for at in range(3)) == view.viewport().width()
    table.resize(1000, 200)
    assert sum(view.columnWidth(at) for at in range(3)) == view.viewport().width()
