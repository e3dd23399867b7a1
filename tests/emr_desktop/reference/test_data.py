"""The data files hold what they promise: unique codes, both languages, known ICD-10 codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from emr_desktop.reference import catalogue
from emr_desktop.reference.icd10 import icd10_titles
from emr_desktop.reference.tables import FOLDER, read_table

BILINGUAL = {
    "concepts.csv": ("name_en", "name_sw"),
    "payers.csv": ("name_en", "name_sw"),
    "exemptions.csv": ("name_en", "name_sw"),
    "tests.csv": ("name_en", "name_sw"),
    "answers.csv": ("name_en", "name_sw"),
    "severity_questions.csv": ("name_en", "name_sw"),
    "medicine_units.csv": ("en", "en_many", "sw", "sw_many"),
    "medicine_forms.csv": ("form", "name_sw"),
    "medicine_ways.csv": ("tell_en", "tell_sw"),
    "appointment_reasons.csv": ("name_en", "name_sw", "state"),
    "care_words.csv": ("kind", "code", "name_en", "name_sw", "state"),
    "holidays.csv": ("name_en", "name_sw", "state"),
    "outcome_details.csv": ("name_en", "name_sw", "state"),
    "frequencies.csv": ("tell_en", "tell_sw"),
    "routes.csv": ("name_en", "name_sw"),
    "directions.csv": ("tell_en", "tell_sw"),
}
KEYS = {
    "concepts.csv": "code",
    "payers.csv": "code",
    "exemptions.csv": "code",
    "tests.csv": "code",
    "medicines.csv": "code",
    "medicine_units.csv": "unit",
    "medicine_forms.csv": "form",
    "medicine_ways.csv": "how",
    "medicine_routes.csv": "medicine",
    "medicine_packs.csv": "medicine",
    "frequencies.csv": "frequency",
    "routes.csv": "route",
    "directions.csv": "direction",
    "icd10_earlier.csv": "code",
    "appointment_reasons.csv": "code",
    "outcome_details.csv": "code",
    "referral_waits.csv": "urgency",
}


@pytest.mark.parametrize(("file", "columns"), BILINGUAL.items())
def test_every_line_speaks_both_languages(file: str, columns: tuple[str, ...]) -> None:
    empty = [row for row in read_table(file) if not all(row[column] for column in columns)]
    assert not empty


@pytest.mark.parametrize(("file", "key"), KEYS.items())
def test_every_code_stands_once(file: str, key: str) -> None:
    counted = Counter(row[key] for row in read_table(file))
    assert [code for code, times in counted.items() if times > 1] == []
    assert all(re.fullmatch(r"[A-Za-z0-9_./ -]+", code) for code in counted)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_every_file_says_what_it_is_and_every_line_is_whole(path: object) -> None:
    name = path.name  # type: ignore[attr-defined]
    with (FOLDER / name).open(encoding="utf-8") as lines:
        assert next(lines).startswith("# ")
    for row in read_table(name):
        assert None not in row, f"{name}: too many fields in {row}"


def test_every_concept_has_a_known_code_of_the_edition_in_use() -> None:
    assert [c.code for c in catalogue.concepts().values() if c.icd10 not in icd10_titles()] == []


def test_no_two_concepts_have_the_same_name() -> None:
    for names in (
        Counter(concept.name_en.casefold() for concept in catalogue.concepts().values()),
        Counter(concept.name_sw.casefold() for concept in catalogue.concepts().values()),
    ):
        assert [name for name, times in names.items() if times > 1] == []


def test_a_dispensary_finds_at_least_150_concepts() -> None:
    assert len(catalogue.concepts()) >= 150


def test_every_concept_counts_in_the_row_it_was_meant_for(
    row_of: Callable[[str], str], intended_rows: dict[str, str]
) -> None:
    assert intended_rows.keys() == catalogue.concepts().keys()
    wrong = {
        code: (row_of(concept.icd10), intended_rows[code])
        for code, concept in catalogue.concepts().items()
        if row_of(concept.icd10) != intended_rows[code]
    }
    assert wrong == {}


def test_every_open_row_with_codes_can_be_reached(
    form_lines: list[dict[str, str]], row_of: Callable[[str], str]
) -> None:
    reached = {row_of(concept.icd10) for concept in catalogue.concepts().values()}
    open_rows = {line["row"] for line in form_lines if line["icd10"] and set(line["open_cells"]) != {"-"}}
    # 23.3 is where B54 stands; the test of the visit moves a malaria to 23.1 or 23.2.
    assert open_rows - reached == set()


def test_severity_is_asked_exactly_where_the_form_counts_it_apart(
    form_lines: list[dict[str, str]], row_of: Callable[[str], str]
) -> None:
    groups: dict[str, list[str]] = {}
    first = ""
    for line in form_lines:
        rule = line["rule"]
        if not rule.startswith("severity:"):
            continue
        if line["icd10"]:
            first = line["row"]
        groups.setdefault(first, []).append(rule.removeprefix("severity:"))
    assert groups.keys() == {"19", "31", "47"}
    for concept in catalogue.concepts().values():
        assert list(concept.severities) == groups.get(row_of(concept.icd10), []), concept.code
    for icd10 in icd10_titles():
        assert list(catalogue.severities_for(icd10)) == groups.get(row_of(icd10), []), icd10


def test_hiv_violence_and_mental_health_are_marked_sensitive() -> None:
    for concept in catalogue.concepts().values():
        expected = concept.icd10.startswith(("F", "B20", "B24", "Z20.6", "Z21", "T74"))
        assert concept.sensitive is expected, concept.code


def test_a_severity_is_called_by_what_it_means_for_the_disease() -> None:
    assert catalogue.severity_name("A09", "none", language="en") == "No dehydration"
    assert catalogue.severity_name("J18.9", "none", language="sw") == "Isiyo kali"
    assert catalogue.severity_name("B54", "severe", language="en") == "Severe"


def test_every_medicine_has_a_known_unit_form_and_way() -> None:
    for medicine in catalogue.medicines().values():
        assert medicine.unit in catalogue.medicine_units()
        assert medicine.how in catalogue.medicine_ways()
        assert medicine.form_sw
        assert medicine.level in {"D", "H", "C", "V"}
        assert re.fullmatch(r"[a-z0-9]+", medicine.code)


def test_no_line_of_the_formulary_was_lost() -> None:
    lines = {int(row["line"]) for row in read_table("medicines.csv")}
    assert lines == set(range(1, 242))


def test_no_two_medicines_read_alike() -> None:
    labels = Counter(medicine.label for medicine in catalogue.medicines().values())
    assert [label for label, times in labels.items() if times > 1] == []


def test_the_codes_that_import_files_rely_on_are_there() -> None:
    medicines = catalogue.medicines()
    assert medicines["par500"].label == "Paracetamol 500 mg tablet"
    assert (medicines["par500"].unit_en, medicines["par500"].unit_sw) == ("tablet", "kidonge")
    assert medicines["amo250dt"].form == "dispersible tablet"
    assert medicines["alu20120"].strength == "20/120 mg"
    assert medicines["par120sy"].unit_en == "ml"
    assert list(catalogue.payers()) == ["cash", "nhif", "chf", "other_insurance", "exempt"]
    assert {"mrdt", "bs", "hb"} <= catalogue.lab_tests().keys()


def test_a_dose_unit_is_a_unit_and_a_sentence_without_number_never_counts() -> None:
    for way in catalogue.medicine_ways().values():
        assert way.dose_unit is None or way.dose_unit in catalogue.medicine_units()
        assert ("{dose}" in way.tell_en) is ("{dose}" in way.tell_sw)
        if way.quantity_from_dose:
            assert "{dose}" in way.tell_sw


def test_the_answers_a_test_may_have_have_names() -> None:
    for test in catalogue.lab_tests().values():
        assert test.kind in {"choice", "number", "text", "panel"}
        assert bool(test.choices) is (test.kind == "choice")
        for choice in test.choices:
            assert catalogue.answer_name("result", choice, language="sw") != choice
        if test.kind == "number":
            assert test.unit
            assert test.lowest is not None
            assert test.highest is not None
            assert test.lowest < test.highest
    assert catalogue.lab_tests()["mrdt"].choices[:2] == ("positive", "negative")
