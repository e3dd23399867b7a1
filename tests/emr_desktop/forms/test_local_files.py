"""A form that a person writes: every mistake has a sentence with a line, and all of them are listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emr_desktop.errors import EmrError
from emr_desktop.forms.loading import shipped_forms
from emr_desktop.forms.local_file import ReadForm, read_form, read_text, shipped_text
from emr_desktop.forms.local_text import LARGEST_BYTES
from ui.messages import LANGUAGES, catalogue, sentence

GOOD = """# Children who were seen, for the village council.
form = "village_children"
edition = "1"
period = "month"
columns = "malaria_age_sex"
name_en = "Children by disease"
name_sw = "Watoto kwa ugonjwa"
unmapped = "left_out"

[paper]
book = "-"
title_en = "Children by disease"
title_sw = "WATOTO KWA UGONJWA"
edition_en = "own use"
edition_sw = "KWA KITUO"

[scope]
visits = 'age_months<60 village="Kwa Mtoro"|Buigiri'

[count.new]
diagnoses = "new_problem=yes"

[[sections]]
code = "all"
en = "All"
sw = "Zote"
printed = false

[[derived]]
row = "1+2"
after = "2"
en = "Both"
sw = "Zote mbili"

[[rows]]
row = "1"
section = "all"
en = "Malaria"
sw = "Malaria"
counts = "diagnoses"
icd10 = "B50 B54"

[[rows]]
row = "2"
section = "all"
en = "Diarrhoea"
sw = "Kuhara"
counts = "diagnoses"
icd10 = "A09"
when = "severity=some|severe"
open_cells = "-BB-"

[[rows]]
row = "3"
section = "all"
en = "Written by hand"
sw = "Kwa mkono"
counts = "by_hand"
"""


def line_of(words: str, text: str = GOOD) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def said(read: ReadForm) -> list[tuple[str, int]]:
    """Code and line of each fault; each has a sentence that names file and line in both languages."""
    for fault in read.faults:
        for language in LANGUAGES:
            assert fault.code in catalogue(), fault.code
            text = sentence(fault.code, fault.params, language)
            assert "{" not in text.replace("{}", ""), text
            assert str(fault.params["file"]) in text
            assert str(fault.line) in text
    assert (read.definition is None) == bool(read.faults)
    return [(fault.code.removeprefix("form.definition."), fault.line) for fault in read.faults]


def test_a_file_without_a_mistake_is_a_form() -> None:
    read = read_text(GOOD)
    assert said(read) == []
    form = read.definition
    assert form is not None
    assert form.asks_patients
    assert form.rules["1"].open_columns == frozenset(form.columns.codes)
    assert form.rules["2"].open_columns == {"m1_11.M", "m1_11.F", "y1_4.M", "y1_4.F"}
    assert form.rules["3"].open_columns == frozenset()
    assert not form.official


def test_every_form_of_the_program_can_be_copied_out_and_read_back() -> None:
    for (form, edition), shipped in shipped_forms().items():
        read = read_text(shipped_text(form, edition))
        assert said(read) == [], (form, edition)
        copy = read.definition
        assert copy is not None
        assert [(vars(rule) | {"line": 0}) for rule in copy.rows] == [
            (vars(rule) | {"line": 0}) for rule in shipped.rows
        ]
        assert {**vars(copy), "rows": ()}.keys() >= {"scope", "derived"}
        assert (copy.scope, copy.derived, copy.checks, copy.listed, copy.columns, copy.count_choices) == (
            shipped.scope, shipped.derived, shipped.checks, shipped.listed, shipped.columns,
            shipped.count_choices,
        )  # fmt: skip


MISTAKES = [
    ('row = "2"\nsection', 'row = "1"\nsection', "row_twice", '[[rows]]#2'),
    ('icd10 = "A09"', 'icd10 = "B54"', "code_twice", "[[rows]]#2"),
    ('icd10 = "A09"', 'icd10 = "QQ9"', "code_unknown", "[[rows]]#2"),
    ('icd10 = "A09"', 'icd10 = "B5Z"', "code_unknown", "[[rows]]#2"),
    ('icd10 = "A09"', 'icd10 = "U99.9"', "code_unknown", "[[rows]]#2"),
    ("severity=some", "severety=some", "fact_unknown", "[[rows]]#2"),
    ("severity=some", "severity=terrible", "value_unknown", "[[rows]]#2"),
    ("severity=some|severe", "severity some", "condition_malformed", "[[rows]]#2"),
    ('"-BB-"', '"-BBB-"', "open_cells", "[[rows]]#2"),
    ('counts = "by_hand"', 'counts = "byhand"', "source_unknown", "[[rows]]#3"),
    ('section = "all"\nen = "Malaria"', 'section = "al"\nen = "Malaria"', "section_unknown", "[[rows]]#1"),
    ('en = "Malaria"\n', "", "name_missing", "[[rows]]#1"),
    ('row = "1+2"', 'row = "1+9"', "row_unknown", 'row = "1+9"'),
    ('period = "month"', 'period = "year"', "period_unknown", 'period = "year"'),
    ('period = "month"\n', "", "key_missing", None),
    ('columns = "malaria_age_sex"', 'columns = "malaria"', "columns_unknown", 'columns = "malaria"'),
    ('form = "village_children"', 'form = "Village children"', "word_malformed", "form ="),
    ("age_months<60", "age_months<9999999999999999999999", "value_unknown", "visits ="),
    ("age_months<60", "village<60", "condition_malformed", "visits ="),
    ('"new_problem=yes"', '"new_problem=maybe"', "value_unknown", "diagnoses ="),
    ("diagnoses = ", "diagnozes = ", "source_unknown", "diagnozes ="),
    ("[count.new]", "[count.old]", "key_missing", "count.old"),
    ("[scope]\nvisits", "[scope]\nvisit", "key_missing", "[scope]"),
    ("printed = false", 'printed = "no"', "key_kind", "printed ="),
    ("printed = false", "prnted = false", "key_unknown", "prnted ="),
    ('unmapped = "left_out"', 'unmaped = "left_out"', "key_unknown", "unmaped ="),
    ('unmapped = "left_out"', 'unmapped = "gone"', "unmapped_unknown", "unmapped ="),
    ('unmapped = "left_out"\n', "", "fallback_missing", "[[rows]]#2"),
    ('book = "-"\n', "", "key_missing", "[paper]"),
    ('name_en = "Children by disease"', "name_en = 5", "key_kind", "name_en ="),
    ('name_en = "Children by disease"', 'name_en = "Children', "not_toml", "name_en ="),
    ('name_en = "Children by disease"', 'name_en = "a\\u0007b"', "text_malformed", "name_en ="),
    ("[[derived]]", "[derived]", "key_kind", "[derived]"),
    ("[[sections]]", "[[secions]]", "key_unknown", None),
    ('counts = "by_hand"', 'counts = "by_hand"\nopen_cells = "BBBB"', "by_hand_open", "[[rows]]#3"),
    ('counts = "by_hand"', 'counts = "visits"\nicd10 = "A00"', "codes_not_wanted", "[[rows]]#3"),
    ('counts = "by_hand"', 'counts = "tests"\nicd10 = "mrtd"', "code_unknown", "[[rows]]#3"),
    ('counts = "by_hand"', 'counts = "visits"\nwhen = "visit_type=odp"', "value_unknown", "[[rows]]#3"),
    ('counts = "by_hand"', 'counts = "visits"\nwhen = "sex=M sex=F"', "row_unreachable", "[[rows]]#3"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "problem", "where"), MISTAKES)
def test_a_mistake_is_named_with_its_line(old: str, new: str, problem: str, where: str | None) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    found = said(read_text(text))
    assert problem in [code for code, _ in found]
    if where is not None and "#" in where:
        number = int(where.partition("#")[2])
        starts = [at for at, line in enumerate(text.splitlines(), 1) if line == "[[rows]]"]
        assert (problem, starts[number - 1]) in found, found
    elif where is not None:
        assert (problem, line_of(where, text)) in found, found


def test_all_mistakes_are_listed_not_the_first_alone() -> None:
    text = (
        GOOD.replace("severity=some", "severety=some")
        .replace('period = "month"', 'period = "year"')
        .replace('icd10 = "B50 B54"', 'icd10 = "B50 A09 A09"')
        .replace("new_problem=yes", "new_problem=oui")
        .replace('row = "3"', 'row = "1"')
    )
    codes = {code for code, _ in said(read_text(text))}
    assert codes == {"period_unknown", "value_unknown", "fact_unknown", "row_twice", "code_twice"}


def test_a_file_that_is_no_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "form.toml"
    for content, problem, line in (
        (GOOD.encode("utf-16"), "not_utf8", 1),
        (GOOD.replace("Watoto", "Wat\xf6to").encode("latin-1"), "not_utf8", line_of("name_sw")),
        (b"x" * (LARGEST_BYTES + 1), "too_large", 1),
        (b"\x00\x01\x02", "not_toml", 1),
        (b"a = " + b"[" * 100_000, "not_toml", 1),
        (b"a = " + b"9" * 5_000, "not_toml", 1),
        (b"", "key_missing", 1),
    ):
        path.write_bytes(content)
        assert (problem, line) in said(read_form(path)), content[:20]
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert said(read_form(path)) == []
    with pytest.raises(EmrError, match=r"form\.local\.file_missing"):
        read_form(tmp_path / "nothing.toml")


def test_a_folder_with_its_rows_beside_becomes_one_file(tmp_path: Path) -> None:
    head = GOOD[: GOOD.index("[[rows]]")]
    header = "row,section,en,sw,counts,icd10,group,when,open_cells,dhis2_data_element\n"
    rows = tmp_path / "rows.csv"
    (tmp_path / "form.toml").write_text(head, encoding="utf-8")
    rows.write_text(
        header + '1,all,"Malaria ""M""",Malaria,diagnoses,B54,,,BBBB,\n2,all,K,K,diagnoses,A09,,,BBBB,\n'
    )
    read = read_form(tmp_path)
    assert said(read) == []
    assert said(read_text(read.text)) == []
    assert read_text(read.text).definition.rules["1"].en == 'Malaria "M"'
    rows.write_text(
        header + "1,all,M,M,diagnoses,B54,,,BBBB,\n2,all,K,K\n1,all,K,K,diagnoses,A09,,x=y,BBBB,\n"
    )
    found = said(read_form(tmp_path))
    assert [code for code in found if code[0] != "row_unknown"] == [
        ("rows_width", 3),
        ("fact_unknown", 4),
        ("row_twice", 4),
    ]
    rows.write_text("row;section\n1;all\n")
    assert ("rows_header", 1) in said(read_form(tmp_path))


def test_own_columns_may_stand_in_the_file() -> None:
    own = """
[[column_set.bands]]
code = "lt5"
en = "Under 5"
sw = "Chini ya 5"
when = "age_months<60"

[[column_set.bands]]
code = "ge5"
en = "From 5"
sw = "Kuanzia 5"
when = "age_months>=60"

[[column_set.parts]]
code = "M"
en = "Male"
sw = "ME"
when = "sex=M"

[[column_set.parts]]
code = "F"
en = "Female"
sw = "KE"
when = "sex=F"
"""
    text = GOOD.replace('columns = "malaria_age_sex"\n', "").replace("-BB-", "B-") + own
    read = read_text(text)
    assert said(read) == []
    assert read.definition.columns.codes == ("lt5.M", "lt5.F", "ge5.M", "ge5.F")
    assert "column_gap" in [code for code, _ in said(read_text(text.replace(">=60", ">=70")))]
    assert "column_overlap" in [code for code, _ in said(read_text(text.replace(">=60", ">=50")))]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_damage_to_a_file_is_a_crash_or_passes_in_silence(data: st.DataObject) -> None:
    """Lines lost, doubled, swapped, signs changed: it is a form still, or every fault has its sentence."""
    lines = GOOD.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        kind = data.draw(st.sampled_from(("drop", "double", "swap", "sign", "value")))
        if kind == "drop":
            del lines[at]
        elif kind == "double":
            lines.insert(at, lines[at])
        elif kind == "swap":
            other = data.draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "sign" and lines[at].strip():
            place = data.draw(st.integers(0, len(lines[at]) - 1))
            sign = data.draw(st.characters(codec="utf-8"))
            lines[at] = lines[at][:place] + sign + lines[at][place + 1 :]
        elif "=" in lines[at]:
            value = data.draw(
                st.sampled_from(("5", "true", "[]", "{}", "[[]]", "1.5", '""', "2026-01-01", "[1]"))
            )
            lines[at] = f"{lines[at].partition('=')[0]}= {value}\n"
    said(read_text("".join(lines)))
