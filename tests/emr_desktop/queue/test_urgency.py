"""How urgent a visit is, held against the data files."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.queue import rules
from emr_desktop.queue.rows import PRIORITIES
from emr_desktop.reference.catalogue import vital_range
from emr_desktop.reference.urgency import (
    danger_signs,
    leaving_reasons,
    not_given_reasons,
    urgent_vitals,
)
from emr_desktop.visits.rows import VitalsEntry

ADULT = 30 * 365
DAYS = st.integers(0, 120 * 365)


def test_the_files_hold_together() -> None:
    for rule in (*danger_signs().values(), *urgent_vitals().values()):
        assert rule.raises in ("emergency", "priority")
        assert rule.only in (None, "pregnant")
        assert rule.state in ("source", "unconfirmed")
        assert rule.name_en
        assert rule.name_sw
        assert 0 <= rule.from_days < rule.to_days
    assert not set(danger_signs()) & set(urgent_vitals())
    for limit in urgent_vitals().values():
        assert limit.vital in VitalsEntry.__dataclass_fields__
        assert (limit.below is None) != (limit.above is None)
    for reasons in (not_given_reasons(), leaving_reasons()):
        assert all(each.name_en and each.name_sw for each in reasons.values())


@given(days=DAYS, pregnant=st.booleans())
def test_at_every_age_there_are_signs_with_letters_of_their_own(days: int, pregnant: bool) -> None:
    signs = rules.signs_for(days, pregnant=pregnant)
    keys = [sign.key for sign in signs]
    assert len(keys) >= 5
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 and key.isalpha() and key.islower() for key in keys)


@given(days=DAYS)
def test_a_measurement_that_is_urgent_is_not_one_that_is_refused(days: int) -> None:
    for limit in urgent_vitals().values():
        if limit.vital == "oedema" or not limit.from_days <= days < limit.to_days:
            continue
        possible = vital_range(limit.vital, int(days / 30.44))
        assert possible is not None
        edge = limit.below if limit.below is not None else limit.above
        assert edge is not None
        assert possible.refuse_below < edge < possible.refuse_above


@pytest.mark.parametrize(
    ("days", "vitals", "priority", "reasons"),
    [
        (ADULT, {}, "routine", ()),
        (ADULT, {"spo2": 94, "pulse": 110, "respiration": 24, "systolic": 90}, "routine", ()),
        (ADULT, {"spo2": 93}, "priority", ("spo2_low",)),
        (ADULT, {"spo2": 89}, "emergency", ("spo2_very_low",)),
        (ADULT, {"systolic": 89, "diastolic": 50}, "emergency", ("low_pressure",)),
        (ADULT, {"pulse": 131, "spo2": 92}, "emergency", ("very_fast_pulse", "spo2_low")),
        (20, {"temperature_c": 37.4}, "routine", ()),
        (20, {"temperature_c": 37.5}, "emergency", ("yi_fever",)),
        (20, {"temperature_c": 35.4}, "emergency", ("yi_cold",)),
        (59, {"respiration": 60}, "emergency", ("yi_fast_breathing",)),
        (60, {"respiration": 49}, "routine", ()),
        (60, {"respiration": 50}, "priority", ("infant_fast_breathing",)),
        (364, {"respiration": 50}, "priority", ("infant_fast_breathing",)),
        (365, {"respiration": 40}, "priority", ("child_fast_breathing",)),
        (400, {"muac_cm": 11.4}, "priority", ("severe_muac",)),
        (100, {"muac_cm": 11.4}, "routine", ()),
        (400, {"oedema": True}, "priority", ("oedema",)),
        (400, {"oedema": False}, "routine", ()),
    ],
)
def test_measurements_against_their_limits(
    days: int, vitals: dict[str, float], priority: str, reasons: tuple[str, ...]
) -> None:
    found = rules.urgency(VitalsEntry(**vitals), (), days=days, pregnant=False)  # type: ignore[arg-type]
    assert (found.priority, found.reasons) == (priority, reasons)


def test_in_pregnancy_the_same_pressure_is_graver() -> None:
    vitals = VitalsEntry(systolic=160, diastolic=92)
    assert rules.urgency(vitals, (), days=ADULT, pregnant=False).priority == "routine"
    assert rules.urgency(vitals, (), days=ADULT, pregnant=True) == rules.Urgency(
        "emergency", ("pregnant_very_high", "pregnant_high_lower")
    )


@given(days=DAYS, signs=st.lists(st.sampled_from(sorted(danger_signs())), unique=True))
def test_every_sign_raises_and_nothing_lowers(days: int, signs: list[str]) -> None:
    found = rules.urgency(VitalsEntry(), signs, days=days, pregnant=False)
    asked = [danger_signs()[sign].raises for sign in signs]
    assert found.priority == rules.most_urgent("routine", *asked)
    assert set(found.reasons) == set(signs)
    worse = rules.urgency(VitalsEntry(spo2=80), signs, days=days, pregnant=False)
    assert PRIORITIES.index(worse.priority) <= PRIORITIES.index(found.priority)


def test_reasons_are_said_in_both_languages() -> None:
    assert rules.reason_text("ch_convulsions", language="sw") != rules.reason_text(
        "ch_convulsions", language="en"
    )
    assert rules.reason_text("spo2_low", language="en") == "Oxygen below 94 %"
    assert rules.reason_text(rules.in_words("Mzee sana"), language="en") == "Mzee sana"


def test_an_age_before_birth_is_none() -> None:
    born = date(2026, 11, 18)
    assert rules.age_days(born, born - timedelta(days=3)) == 0
