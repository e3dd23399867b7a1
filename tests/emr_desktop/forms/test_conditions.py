"""Conditions as definitions write them, words with blanks among them."""

import pytest

from emr_desktop.forms.conditions import ConditionRefused, parse_conditions


def test_a_word_in_quotation_marks_keeps_its_blanks_and_marks() -> None:
    first, second = parse_conditions('village="Kwa Mtoro"|Buigiri|"A|B" sex=F', "visits")
    assert first.values == ("Kwa Mtoro", "Buigiri", "A|B")
    assert second.values == ("F",)


@pytest.mark.parametrize(
    "text", ['village="Kwa Mtoro', 'village=""', "village=|a", "village=a|", "village=a||b", 'village="x"y']
)
def test_a_word_that_does_not_end_is_refused(text: str) -> None:
    with pytest.raises(ConditionRefused) as refused:
        parse_conditions(text, "visits")
    assert refused.value.problem == "condition_malformed"
