"""What a server says of a data set: read, compared with the snapshot, and used to suggest a mapping."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from sync.targets.dhis2.metadata import Deadline, combo_ids, deadline, drift, read_metadata
from sync.targets.dhis2.suggesting import Named, misfits, suggest_columns, suggest_rows


def _combo(uid: str, *options: tuple[str, str]) -> dict[str, Any]:
    return {
        "id": uid,
        "name": ", ".join(name for _, name in options),
        "categoryOptions": [{"id": each, "name": name} for each, name in options],
    }


MALE, FEMALE = ("optMale0001", "ME"), ("optFemale01", "KE")
UNDER, OVER = ("optUnder501", "<5 years"), ("optOver5001", "5 years and above")
COMBOS = [
    {
        "id": "comboAgeSex",
        "name": "Age, sex",
        "categoryOptionCombos": [
            _combo("underMale01", UNDER, MALE),
            _combo("underFema01", FEMALE, UNDER),
            _combo("overMale001", OVER, MALE),
            _combo("overFemal01", FEMALE, OVER),
        ],
    },
    {"id": "comboDefaul", "categoryOptionCombos": [_combo("HllvX50cXC0", ("optDefault1", "default"))]},
]
BODY: dict[str, Any] = {
    "id": "dataSet0001",
    "name": "OPD",
    "periodType": "Monthly",
    "version": 3,
    "lastUpdated": "2026-10-01T00:00:00.000",
    "expiryDays": 15,
    "dataSetElements": [
        {
            "dataElement": {
                "id": "elementMal1",
                "name": "OPD 23.2 Malaria - mRDT positive",
                "categoryCombo": {"id": "comboDefaul"},
            },
            "categoryCombo": {"id": "comboAgeSex"},
        },
        {
            "dataElement": {
                "id": "elementPneu",
                "name": "Pneumonia, severe",
                "categoryCombo": {"id": "comboAgeSex"},
            }
        },
    ],
}


def _read(body: dict[str, Any] = BODY) -> Any:
    return read_metadata(body, COMBOS)


def test_the_data_sets_own_disaggregation_overrides_the_elements() -> None:
    assert combo_ids(BODY) == ("comboAgeSex",)
    assert {combo.id for combo in _read().combos_of("elementMal1")} >= {"underMale01", "overFemal01"}


def test_combos_are_known_by_their_options_whatever_the_order_of_the_names() -> None:
    found = {combo.id: combo.option_ids for combo in _read().combos["comboAgeSex"]}
    assert found["underFema01"] == {"optUnder501", "optFemale01"}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda body: body["dataSetElements"].pop(), {"element_gone"}),
        (
            lambda body: body["dataSetElements"].append(
                {"dataElement": {"id": "elementNew1", "name": "New", "categoryCombo": {"id": "comboDefaul"}}}
            ),
            {"element_new"},
        ),
        (lambda body: body["dataSetElements"][0].pop("categoryCombo"), {"disaggregation_changed"}),
        (lambda body: body.update(periodType="Weekly"), {"period_type_changed"}),
        (lambda body: body.update(name="Other name", lastUpdated="2026-11-01", version=4), set()),
    ],
)
def test_drift_names_what_matters_to_figures(change: Any, codes: set[str]) -> None:
    changed = deepcopy(BODY)
    change(changed)
    assert {each.code for each in drift(_read(), _read(changed))} == codes


def test_a_deadline_counts_from_the_end_of_the_period() -> None:
    until = deadline(_read(), period="202610", last_day=date(2026, 10, 31))
    assert until == Deadline(date(2026, 11, 15), None)
    assert until.is_open(date(2026, 11, 15))
    assert not until.is_open(date(2026, 11, 16))
    assert deadline(_read({**BODY, "expiryDays": 0}), period="202610", last_day=date(2026, 10, 31)).is_open(
        date(2030, 1, 1)
    )


def test_a_window_of_the_periods_own_wins() -> None:
    window = {"period": {"id": "202610"}, "openingDate": "2026-11-01", "closingDate": "2026-11-07T00:00:00"}
    until = deadline(
        _read({**BODY, "dataInputPeriods": [window]}), period="202610", last_day=date(2026, 10, 31)
    )
    assert until == Deadline(date(2026, 11, 7), date(2026, 11, 1), by_window=True)
    assert not until.is_open(date(2026, 10, 31))


def test_columns_are_found_by_who_they_speak_of() -> None:
    columns = [
        Named("lt5.M", "Under 5 years Male", "Chini ya miaka 5 ME"),
        Named("ge5.F", "5 years and above Female", "Miaka 5 na zaidi KE"),
        Named("all.X", "Everybody", "Wote"),
    ]
    found = {each.code: each.uid for each in suggest_columns(columns, _read().combos["comboAgeSex"])}
    assert found == {"lt5.M": "underMale01", "ge5.F": "overFemal01"}


def test_of_cases_and_deaths_the_words_decide() -> None:
    case, death = ("optionCase1", "Case"), ("optionDeath", "Death")
    combos = read_metadata(
        BODY,
        [
            {
                "id": "c",
                "categoryOptionCombos": [
                    _combo("caseUnderM1", case, UNDER, MALE),
                    _combo("deathUnderM", death, UNDER, MALE),
                ],
            }
        ],
    ).combos["c"]
    columns = [
        Named("case_lt5.M", "Cases under 5 years Male", "Wagonjwa chini ya miaka 5 ME"),
        Named("death_lt5.M", "Deaths under 5 years Male", "Vifo chini ya miaka 5 ME"),
    ]
    found = {each.code: each.uid for each in suggest_columns(columns, combos)}
    assert found == {"case_lt5.M": "caseUnderM1", "death_lt5.M": "deathUnderM"}


def test_rows_are_found_by_number_or_name_and_never_twice() -> None:
    rows = [
        Named("23.2", "Malaria - mRDT positive", "Malaria - mRDT chanya"),
        Named("41", "Pneumonia, severe", "Nimonia kali"),
        Named("42", "Pneumonia, non severe", "Nimonia isiyo kali"),
        Named("2", "Something else", "Kingine"),
    ]
    found = {each.code: each.uid for each in suggest_rows(rows, _read().elements)}
    assert found == {"23.2": "elementMal1", "41": "elementPneu"}


def test_a_mapped_cell_without_a_place_is_named() -> None:
    wrong = misfits(
        {
            ("1", "lt5.M"): ("elementMal1", "underMale01"),
            ("1", "ge5.M"): ("elementMal1", "HllvX50cXC0"),
            ("9", "lt5.M"): ("elementGone", "underMale01"),
        },
        _read(),
    )
    assert wrong == (("1", "ge5.M", "combo_unknown"), ("9", "lt5.M", "element_unknown"))
