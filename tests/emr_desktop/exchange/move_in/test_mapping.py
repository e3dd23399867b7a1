"""A mapping is data: those of the program name real fields, a wrong one says what is wrong."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.exchange.move_in.mapping import OURS, known_mappings, load_mapping
from emr_desktop.exchange.move_in.result import Moved
from emr_desktop.exchange.move_in.service import move_in
from emr_desktop.exchange.move_in.values import born_from_age, read_day
from emr_desktop.reference.catalogue import lab_tests
from emr_desktop.reference.icd10 import icd10_title

Export = Callable[[str], Path]
_VISIT_FACTS = ("text", "test", "diagnosis", "nothing")


@pytest.mark.parametrize("name", known_mappings())
def test_our_mappings_name_tests_and_answers_that_there_are(name: str) -> None:
    mapping = load_mapping(name)
    assert mapping.confirmed is False  # until somebody has tried them on a real facility's export
    for rows in mapping.visits.rows:
        for becomes in rows.codes.values():
            kind, _, test = becomes.partition(":")
            assert kind != "test" or test in lab_tests(), becomes
        for test, values in rows.values.items():
            assert set(values.values()) <= set(lab_tests()[test].choices), test


@pytest.mark.parametrize("path", sorted(OURS.glob("*.csv")), ids=lambda path: path.name)
def test_our_lists_of_codes_give_icd10_that_there_is_and_say_that_they_are_unconfirmed(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len(rows) > 50
    assert len({row["code"] for row in rows}) == len(rows)
    assert [row for row in rows if icd10_title(row["icd10"]) is None] == []
    assert {row["state"] for row in rows} == {"unconfirmed"}


def test_a_facilitys_own_mapping_changes_what_it_names_and_keeps_the_rest(
    clinic: Clinic, an_export: Export, tmp_path: Path
) -> None:
    own = tmp_path / "ours.toml"
    (tmp_path / "codes.csv").write_text(
        "code,words,icd10,state\n999,Homa ya kijiji,R50.9,confirmed\n", encoding="utf-8"
    )
    own.write_text(
        'extends = "open-hospital"\nprefix = "kliniki-b"\n[codes]\nlist = "codes.csv"\n'
        '[patients.fields]\nguardian = "PAT_FATH_NAME"\n',
        encoding="utf-8",
    )
    mapping = load_mapping(own)
    assert mapping.patients.fields["guardian"].columns == ("pat_fath_name",)
    assert mapping.patients.fields["first_name"].columns == ("pat_fname",)
    moved: Moved = move_in(
        clinic.work, an_export("open-hospital"), mapping, dry_run=True, rejects=tmp_path / "aside"
    )
    assert ("999", "Homa ya kijiji", "R50.9", 1) in moved.mapped
    assert {code.code for code, _ in moved.unknown} == {"39", "16", "40", "48"}
    assert all(
        "kliniki-b:" in str(each.params) for each in moved.problems if each.code == "move_in.patient_unknown"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "move_in.mapping_malformed"),
        ('name = "X"\nprefix = "x"\n', "move_in.mapping_malformed"),
        (
            'extends = "open-hospital"\n[patients.fields]\nshoe_size = "PAT_SHOE"\n',
            "move_in.mapping_malformed",
        ),
        ('extends = "open-hospital"\nsurprise = 1\n', "move_in.mapping_malformed"),
        ('extends = "open-hospital"\n[visits]\ntable = "elsewhere"\n', "move_in.mapping_malformed"),
        ('extends = "gothomis"\n', "move_in.mapping_unknown"),
    ],
)
def test_a_wrong_mapping_is_refused_and_says_where(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EmrError) as refused:
        load_mapping(path)
    assert refused.value.code == says
    assert refused.value.params


def test_a_name_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(EmrError) as refused:
        load_mapping("gothomis")
    assert refused.value.params == {"name": "gothomis", "known": "open-hospital, openmrs"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("2026-11-22 08:15:00", date(2026, 11, 22)),
        ("2026-11-22T08:15:00.000+0300", date(2026, 11, 22)),
        ("22/11/2026", date(2026, 11, 22)),
        ("22/11/2026 08:15", date(2026, 11, 22)),
        ("2026-02-30", None),
        ("11/22/2026", None),
        ("yesterday", None),
    ],
)
def test_days_are_read_in_the_forms_databases_and_spreadsheets_write(text: str, day: date | None) -> None:
    assert read_day(text, ("%d/%m/%Y",)) == day


@pytest.mark.parametrize("years", [0, 1, 40, 99])
@pytest.mark.parametrize("at", [date(2024, 2, 29), date(2026, 11, 22), date(2026, 1, 1)])
def test_somebody_born_from_an_age_has_that_age_on_the_day(years: int, at: date) -> None:
    born = born_from_age(years, at)
    had = at.year - born.year - ((at.month, at.day) < (born.month, born.day))
    assert had == years
