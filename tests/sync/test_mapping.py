"""Which cell becomes which value: the mapping file's rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emr_desktop.errors import EmrError
from sync.payload import requests_in
from sync.targets.dhis2.comparison import compare
from sync.targets.dhis2.mapping import (
    Cell,
    Place,
    coverage,
    dhis2_period,
    read_mapping,
    render,
    values_in,
    values_of,
)

FIGURES = {"5": {"a.M": 3, "a.F": 0}, "9": {"a.M": None, "a.F": 2}}
MAPPING: dict[str, Any] = {
    "form": "opd",
    "edition": "2014",
    "data_set": "v6wdME3ouXu",
    "rows": {"5": "CsYfybuaSgc", "9": "cGVl8WkpBTL"},
    "columns": {"a.M": "xo7RVsgBkpT", "a.F": "Ak7SvGtlnWp"},
}


def changed(**parts: Any) -> dict[str, Any]:
    return {**MAPPING, **parts}


def test_every_open_mapped_cell_is_sent_zeros_included_and_greyed_ones_never() -> None:
    values = {value.cell.name: value.value for value in values_of(read_mapping(MAPPING), FIGURES)}
    assert values == {"5|a.M": "3", "5|a.F": "0", "9|a.F": "2"}


def test_an_entry_under_cells_wins_over_row_and_column() -> None:
    place = {"data_element": "wwl4tRTnPEo", "category_option_combo": "PSQ2DsGun8c"}
    mapping = read_mapping(changed(cells={"5|a.M": place}))
    places = {value.cell.name: value.place for value in values_of(mapping, FIGURES)}
    assert places["5|a.M"] == Place("wwl4tRTnPEo", "PSQ2DsGun8c")
    assert places["5|a.F"] == Place("CsYfybuaSgc", "Ak7SvGtlnWp")


def test_open_cells_that_nothing_maps_are_listed_and_not_sent() -> None:
    mapping = read_mapping(changed(rows={"5": "CsYfybuaSgc"}))
    covered = coverage(mapping, FIGURES)
    assert covered.unmapped == (Cell("9", "a.F"),)
    assert [value.cell for value in values_of(mapping, FIGURES)] == list(covered.mapped)


def test_a_greyed_cell_named_under_cells_is_listed_and_never_sent() -> None:
    place = {"data_element": "wwl4tRTnPEo", "category_option_combo": "PSQ2DsGun8c"}
    mapping = read_mapping(changed(cells={"9|a.M": place}))
    assert coverage(mapping, FIGURES).greyed == (Cell("9", "a.M"),)
    assert "9|a.M" not in {value.cell.name for value in values_of(mapping, FIGURES)}


PLACE = {"data_element": "wwl4tRTnPEo", "category_option_combo": "PSQ2DsGun8c"}


@pytest.mark.parametrize(
    ("content", "code", "names"),
    [
        (changed(rows={"5": "CsYfybuaSgc", "77": "cGVl8WkpBTL"}), "mapping.unknown_row", "77"),
        (changed(columns={"a.M": "xo7RVsgBkpT", "b.X": "Ak7SvGtlnWp"}), "mapping.unknown_column", "b.X"),
        (changed(cells={"78|a.M": PLACE}), "mapping.unknown_row", "78"),
        (changed(cells={"5|c.M": PLACE}), "mapping.unknown_column", "c.M"),
    ],
)
def test_an_unknown_row_or_column_is_refused_by_name(content: Any, code: str, names: str) -> None:
    with pytest.raises(EmrError) as refused:
        coverage(read_mapping(content), FIGURES)
    assert (refused.value.code, refused.value.params["names"]) == (code, names)


def test_two_cells_of_one_place_are_refused_by_name() -> None:
    with pytest.raises(EmrError) as refused:
        coverage(read_mapping(changed(columns={"a.M": "xo7RVsgBkpT", "a.F": "xo7RVsgBkpT"})), FIGURES)
    assert refused.value.params == {"first": "5|a.M", "second": "5|a.F"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ([], "mapping.malformed"),
        ({}, "mapping.malformed"),
        ({"form": "opd", "data_set": "v6wdME3ouXu"}, "mapping.malformed"),
        (changed(rows=["5"]), "mapping.malformed"),
        (changed(org_unit_scheme="NAME"), "mapping.malformed"),
        (changed(cells={"5": PLACE}), "mapping.malformed"),
        (changed(cells={"5|a.M": "CsYfybuaSgc"}), "mapping.malformed"),
        (changed(cells={"5|a.M": {"data_element": "CsYfybuaSgc"}}), "mapping.bad_uid"),
        (changed(data_set="v6wdME3ouX"), "mapping.bad_uid"),
        (changed(rows={"5": "1sYfybuaSgc"}), "mapping.bad_uid"),
        (changed(rows={"5": None}), "mapping.bad_uid"),
        (changed(attribute_option_combo=7), "mapping.bad_uid"),
    ],
)
def test_a_file_of_another_shape_is_refused(content: Any, code: str) -> None:
    with pytest.raises(EmrError) as refused:
        read_mapping(content)
    assert refused.value.code == code


def test_weeks_are_written_without_a_leading_zero() -> None:
    assert [dhis2_period(period) for period in ("202610", "2026W03", "2026W47")] == [
        "202610",
        "2026W3",
        "2026W47",
    ]


def test_the_golden_request() -> None:
    mapping = read_mapping(MAPPING)
    payload = render(
        mapping, values_of(mapping, FIGURES), period="202610", org_unit="101168-3", training=False
    )
    assert payload == (
        b'{"dataSet":"v6wdME3ouXu","period":"202610","orgUnit":"101168-3","dataValues":['
        b'{"dataElement":"CsYfybuaSgc","categoryOptionCombo":"xo7RVsgBkpT","value":"3"},'
        b'{"dataElement":"CsYfybuaSgc","categoryOptionCombo":"Ak7SvGtlnWp","value":"0"},'
        b'{"dataElement":"cGVl8WkpBTL","categoryOptionCombo":"Ak7SvGtlnWp","value":"2"}]}'
    )


uids = st.from_regex(re.compile(r"[A-Za-z][A-Za-z0-9]{10}", re.ASCII), fullmatch=True)
names = st.text("abcdefghij0123456789.", min_size=1, max_size=6)


@st.composite
def forms_with_mapping(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    rows = draw(st.lists(names, min_size=1, max_size=8, unique=True))
    columns = draw(st.lists(names, min_size=1, max_size=6, unique=True))
    figure = st.none() | st.integers(0, 9999)
    figures = {row: {column: draw(figure) for column in columns} for row in rows}
    elements = draw(st.lists(uids, min_size=len(rows), max_size=len(rows), unique=True))
    combos = draw(st.lists(uids, min_size=len(columns), max_size=len(columns), unique=True))
    some_rows = draw(st.sets(st.sampled_from(rows), min_size=1))
    some_columns = draw(st.sets(st.sampled_from(columns), min_size=1))
    content = {
        "form": "opd",
        "data_set": "v6wdME3ouXu",
        "rows": {row: uid for row, uid in zip(rows, elements, strict=True) if row in some_rows},
        "columns": {each: uid for each, uid in zip(columns, combos, strict=True) if each in some_columns},
    }
    return figures, content


@settings(max_examples=40, deadline=None)
@given(forms_with_mapping())
def test_nothing_is_lost_doubled_or_made_up_on_the_way_into_requests(
    drawn: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    figures, content = drawn
    mapping = read_mapping(content)
    covered = coverage(mapping, figures)
    opened = {Cell(r, c) for r, cells in figures.items() for c, value in cells.items() if value is not None}
    assert set(covered.mapped) | set(covered.unmapped) == opened
    assert not set(covered.mapped) & set(covered.unmapped)
    payload = render(mapping, values_of(mapping, figures), period="202610", org_unit="X", training=False)
    expected = {
        Place(content["rows"][cell.row], content["columns"][cell.column]): str(figures[cell.row][cell.column])
        for cell in covered.mapped
    }
    assert values_in(payload) == expected
    sizes = [len(json.loads(line)["dataValues"]) for line in requests_in(payload)]
    assert sum(sizes) == len(expected)
    assert all(0 < size <= 250 for size in sizes)
    assert payload == render(
        mapping, values_of(mapping, figures), period="202610", org_unit="X", training=False
    )


places = st.builds(Place, st.sampled_from("ABC"), st.sampled_from("xyz"))
figures = st.integers(0, 3).map(str)


@given(st.dictionaries(places, figures), st.dictionaries(places, figures), st.sets(st.sampled_from("ABC")))
def test_a_comparison_forgives_missing_zeros_and_nothing_else(
    here: dict[Place, str], there: dict[Place, str], significant: set[str]
) -> None:
    seen = compare(here, there, significant_zeros=significant)
    wrong = {each.place for each in seen.differences}
    for place, value in here.items():
        if there.get(place) == value or (
            place not in there and value == "0" and place.data_element not in significant
        ):
            assert place not in wrong
        else:
            assert place in wrong
    assert seen.proven == sum(there.get(place) == value for place, value in here.items())


def test_a_server_may_write_a_whole_number_as_a_decimal() -> None:
    assert compare({Place("A", "x"): "5"}, {Place("A", "x"): "5.0"}).equal
    assert not compare({Place("A", "x"): "5"}, {Place("A", "x"): "five"}).equal


MAPPINGS = Path(__file__).parents[2] / "emr_desktop" / "reference" / "mappings"


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.json")), ids=lambda path: path.stem)
def test_a_shipped_mapping_is_marked_unconfirmed_and_covers_its_form(path: Path) -> None:
    from emr_desktop.forms.loading import shipped_forms

    content = json.loads(path.read_text(encoding="utf-8"))
    mapping = read_mapping(content)
    assert content["confirmed"] is False
    assert not mapping.confirmed
    definition = shipped_forms()[mapping.form, str(mapping.edition)]
    figures = {
        row.row: {column: 0 if column in row.open_columns else None for column in definition.columns.codes}
        for row in definition.rows
    }
    covered = coverage(mapping, figures)
    # Every open cell whose row has a published data element is sent where that says.
    assert {cell.row for cell in covered.unmapped} <= {
        row.row for row in definition.rows if row.dhis2_data_element is None
    }
    for row in definition.rows:
        for column in row.open_columns:
            place = mapping.place_of(Cell(row.row, column))
            published = (row.dhis2_data_element, definition.columns.dhis2_option_combos[column])
            assert place == (Place(published[0], published[1]) if published[0] else None)
    assert len(covered.mapped) == {"opd": 748, "idsr_weekly": 40}[mapping.form]
