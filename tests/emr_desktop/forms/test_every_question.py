"""Every shipped form, asked for what it cannot give: a sentence in both languages, and nothing counted."""

from __future__ import annotations

from datetime import date

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.forms.loading import shipped_forms
from ui.messages import LANGUAGES, sentence

FORMS = sorted(shipped_forms())
# The clock of the tests stands on 18 November 2026.
OF_THE_OTHER_KIND = {"month": ("2026W46", "2026W1"), "week": ("202610", "202601")}
FUTURE = {"month": ("202612", "299901", "999812"), "week": ("2026W48", "2026W53", "2027W1")}
MALFORMED = {
    "month": ("", " ", "202613", "202600", "2026-10", "10/2026", "Oktoba", "20261", "2026100", "000010",
              "999912", "196001", "٢٠٢٦١٠", "202610;", "202610\n202609"),
    "week": ("", "2026W0", "2026W54", "2025W53", "2024W53", "2026W", "W46", "2026-W46", "2026W046", "46",
             "1900W1", "9999W1", "2026W٤٦"),
}  # fmt: skip
EMPTY = {
    "month": ("202602", "202001", "196101"),
    "week": ("2026W1", "2020W53", "2015W53", "2024W1", "1961W1"),
}


def refused(clinic: Clinic, code: str, form: str, period: str, **asked: str) -> None:
    for verb in (clinic.forms.show, clinic.forms.check) if "count" not in asked else (clinic.forms.show,):
        with pytest.raises(EmrError) as refusal:
            verb(form, period, **asked)
        assert refusal.value.code == code, (form, period, asked)
        told = {language: sentence(code, refusal.value.params, language) for language in LANGUAGES}
        assert len(set(told.values())) == len(LANGUAGES), told
        assert not any("{" in text for text in told.values()), told


@pytest.mark.parametrize(("form", "edition"), FORMS)
def test_a_period_that_is_none_or_has_not_begun_is_refused(clinic: Clinic, form: str, edition: str) -> None:
    kind = shipped_forms()[form, edition].period_type
    for period in (*MALFORMED[kind], *OF_THE_OTHER_KIND[kind]):
        refused(clinic, "form.period_malformed", form, period, edition=edition)
    for period in FUTURE[kind]:
        refused(clinic, "form.period_in_future", form, period, edition=edition)


@pytest.mark.parametrize(("form", "edition"), FORMS)
def test_a_period_before_the_first_visit_is_counted_and_empty(
    clinic: Clinic, form: str, edition: str
) -> None:
    for period in EMPTY[shipped_forms()[form, edition].period_type]:
        report = clinic.forms.show(form, period, edition=edition)
        assert {figure for row in report.rows for figure in row.cells.values()} <= {0, None}
        assert not report.misplaced
        assert (report.last_day - report.first_day).days + 1 in (7, 28, 29, 30, 31)
        assert clinic.forms.check(form, period, edition=edition).visits == 0


@pytest.mark.parametrize(("form", "edition"), FORMS)
def test_what_the_form_does_not_have_is_refused_by_name(clinic: Clinic, form: str, edition: str) -> None:
    kind = shipped_forms()[form, edition].period_type
    period = EMPTY[kind][0]
    refused(clinic, "form.edition_unknown", form, period, edition="1999")
    refused(clinic, "form.count_unknown", form, period, edition=edition, count="some")
    refused(clinic, "form.unknown", f"{form}x", period, edition=edition)
    row = clinic.forms.show(form, period, edition=edition).rows[0].row
    for code, asked in (
        ("form.row_unknown", {"row": "no such row"}),
        ("form.column_unknown", {"row": row, "column": "y5_60.X"}),
    ):
        with pytest.raises(EmrError) as refusal:
            clinic.forms.cases(form, period, edition=edition, **asked)
        assert refusal.value.code == code
        assert all(sentence(code, refusal.value.params, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("week", "first", "last"),
    [
        ("2020W53", date(2020, 12, 28), date(2021, 1, 3)),
        ("2025W1", date(2024, 12, 30), date(2025, 1, 5)),
        ("2021W1", date(2021, 1, 4), date(2021, 1, 10)),
        ("2024W9", date(2024, 2, 26), date(2024, 3, 3)),
        ("2026W7", date(2026, 2, 9), date(2026, 2, 15)),
    ],
)
def test_a_week_at_the_turn_of_a_year_has_its_seven_days(
    clinic: Clinic, week: str, first: date, last: date
) -> None:
    weekly = [
        (form, edition) for form, edition in FORMS if shipped_forms()[form, edition].period_type == "week"
    ]
    assert weekly
    for form, edition in weekly:
        report = clinic.forms.show(form, week, edition=edition)
        assert (report.first_day, report.last_day) == (first, last)
