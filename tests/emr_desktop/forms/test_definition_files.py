"""The shipped definitions say what the published forms say, and a broken one is refused by file and line."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from emr_desktop import reference
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.loading import DefinitionRefused, load_forms, shipped_forms
from ui.messages import LANGUAGES, catalogue, sentence_for

SHIPPED = Path(reference.__file__).parent / "forms"
PUBLISHED = Path(__file__).parent / "opd_2014_published.csv"
OPD = "opd/2014"


@pytest.fixture
def opd() -> FormDefinition:
    return shipped_forms()["opd", "2014"]


def test_every_row_of_the_published_form_is_there_with_its_cells_and_data_element(
    opd: FormDefinition,
) -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))
    assert [rule.row for rule in opd.rows] == [line["row"] for line in published]
    bands = ["lt1m", "m1_11", "y1_4", "y5_59", "y60plus"]
    for rule, line in zip(opd.rows, published, strict=True):
        opened = {
            f"{band}.{sex}"
            for band, letter in zip(bands, line["open_cells"], strict=True)
            for sex in {"B": "MF", "M": "M", "F": "F", "-": ""}[letter]
        }
        assert rule.open_columns == opened, rule.row
        assert (rule.dhis2_data_element or "") == line["dhis2_data_element"], rule.row
        assert (rule.en, rule.sw) == (line["name_en"], line["name_sw"])
        assert list(rule.codes) == line["icd10"].split()


def test_the_option_combos_are_the_published_ones(opd: FormDefinition) -> None:
    assert dict(opd.columns.dhis2_option_combos) == {
        "lt1m.M": "xo7RVsgBkpT", "lt1m.F": "Ak7SvGtlnWp", "m1_11.M": "n15V8E7ZLT9", "m1_11.F": "R9Ka4Hd70Wh",
        "y1_4.M": "PSQ2DsGun8c", "y1_4.F": "kSxbMW8Lmsd", "y5_59.M": "ddmrU8qJa7L", "y5_59.F": "sgG28zSclZm",
        "y60plus.M": "aYgz5mh2cbx", "y60plus.F": "ayVLc9to6xY",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "severity", "test", "row"),
    [
        ("R40.2", None, None, "72"),  # the longest prefix wins: R40 beats R
        ("R50.9", None, None, "88"),
        ("V13.4", None, None, "66"),  # V1 takes V10-V19
        ("V99", None, None, "89"),
        ("C50.9", None, None, "87"),
        ("B37.2", None, None, "40"),
        ("B37.3", None, None, "52"),
        ("B37.0", None, None, "42"),
        ("O98.6", None, None, "23.4"),
        ("O98.1", None, None, "67"),
        ("O99.0", None, None, "31"),
        ("Z00.0", None, None, "89"),
        ("U07.1", None, None, "89"),
        ("A09", None, None, "19"),
        ("A09", "none", None, "19"),
        ("A09", "mild", None, "19"),
        ("A09.0", "some", None, "20"),
        ("K52.9", "severe", None, "21"),
        ("D64.9", None, None, "31"),
        ("D64.9", "some", None, "31"),
        ("D50", "severe", None, "32"),
        ("J18.9", "some", None, "47"),
        ("J18", "severe", None, "48"),
        ("B54", None, "bs_positive", "23.1"),
        ("B54", "severe", "bs_positive", "23.1"),
        ("B50.0", None, "mrdt_positive", "23.2"),
        ("B50.0", None, "negative", "23.3"),
        ("B52", None, None, "23.3"),
    ],
)
def test_a_diagnosis_goes_to_its_row(opd: FormDefinition, code, severity, test, row) -> None:
    facts = {"icd10": code, "severity": severity, "malaria_test": test, "age_months": 300, "sex": "F"}
    (place,) = opd.places("diagnoses", facts)
    assert place.row == row


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "forms")
    return tmp_path / "forms"


def _refused(folder: Path) -> DefinitionRefused:
    with pytest.raises(DefinitionRefused) as refused:
        load_forms(folder)
    return refused.value


def _line_with(path: Path, start: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def _swap(row: str, old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        lines = text.split("\n")
        place = next(number for number, line in enumerate(lines) if line.startswith(f"{row},"))
        assert old in lines[place]
        lines[place] = lines[place].replace(old, new)
        return "\n".join(lines)

    return change


@pytest.mark.parametrize(
    ("problem", "line_of", "change"),
    [
        ("code_twice", "6,", _swap("6", "A06.0", "A06.0 A00")),
        ("code_twice", "23.3,", _swap("20", "diagnoses,,", "diagnoses,B540 B54,")),
        ("code_malformed", "5,", _swap("5", "A00", "A0.0")),
        ("code_malformed", "5,", _swap("5", "A00", "cholera")),
        ("open_cells", "5,", _swap("5", "-BBBB", "-BBB")),
        ("open_cells", "5,", _swap("5", "-BBBB", "-BXBB")),
        ("row_twice", "5,diagnoses,Dysentery", _swap("6", "6,diagnoses", "5,diagnoses")),
        ("row_unreachable", "7,", _swap("7", "B05", "")),
        ("row_unreachable", "21,", _swap("21", "severity=severe", "severity=some")),
        ("row_unreachable", "21,", _swap("21", "severity=severe", "severity=severe severity=some")),
        ("group_open_ended", "21,", _swap("19", "diarrhoea,,", "diarrhoea,severity=none,")),
        ("fallback_missing", "89,", _swap("89", "*", "Z99")),
        ("fact_unknown", "20,", _swap("20", "severity=some", "gravity=some")),
        ("value_unknown", "20,", _swap("20", "severity=some", "severity=middling")),
        ("condition_malformed", "20,", _swap("20", "severity=some", "severity")),
        ("condition_malformed", "20,", _swap("20", "severity=some", "age_months=3")),
        ("source_unknown", "5,", _swap("5", ",diagnoses,", ",births,")),
        ("section_unknown", "5,", _swap("5", "5,diagnoses", "5,nowhere")),
        ("codes_not_wanted", "90,", _swap("90", "visits,,", "visits,A00,")),
        ("by_hand_open", "90,", _swap("90", "visits,,,outcome=referred", "by_hand,,,")),
        ("name_missing", "5,", _swap("5", "Kipindupindu", "")),
        ("rows_width", "5,", _swap("5", ",-BBBB", ",-BBBB,")),
    ],
)
def test_broken_rows_are_refused_with_the_line(copy: Path, problem: str, line_of: str, change) -> None:
    path = copy / OPD / "rows.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    error = _refused(copy)
    assert error.code == f"form.definition.{problem}"
    expected = _line_with(path, line_of)
    assert (error.params["file"], error.params["line"]) == ("opd/2014/rows.csv", expected)
    for language in LANGUAGES:
        said = sentence_for(error, language)
        assert "opd/2014/rows.csv" in said
        assert str(expected) in said


@pytest.mark.parametrize(
    ("problem", "old", "new", "line"),
    [
        ("columns_unknown", 'columns = "opd_age_sex"', 'columns = "nowhere"', "columns ="),
        ("key_missing", 'name_en = "OPD', 'title_en = "OPD', None),
        ("row_unknown", 'after = "3"', 'after = "3a"', "row = "),
        ("row_unknown", 'left = "1"', 'left = "1a"', "left = "),
        ("relation_unknown", 'relation = "<="', 'relation = "<"', "relation ="),
        ("fact_unknown", "visit_type=opd", "kind=opd", "visits ="),
        ("default_edition", "default = true", "default = false", None),
        ("unreadable", 'form = "opd"', "form = opd", None),
    ],
)
def test_a_broken_head_is_refused(copy: Path, problem: str, old: str, new: str, line: str | None) -> None:
    path = copy / OPD / "form.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    error = _refused(copy)
    assert error.code == f"form.definition.{problem}"
    if line is not None:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[int(str(error.params["line"])) - 1].startswith(line)


@pytest.mark.parametrize(
    ("problem", "old", "new", "age"),
    [
        ("column_gap", "age_months>=12 age_months<60", "age_months>=13 age_months<60", 12),
        ("column_overlap", "age_months>=60 age_months<720", "age_months>=59 age_months<720", 59),
        ("column_gap", 'when = "age_months>=720"', 'when = "age_months>=720 age_months<1200"', 1200),
        ("column_twice", 'code = "m1_11"', 'code = "lt1m"', None),
        ("column_unknown", '"lt1m.M" =', '"lt1m.X" =', None),
    ],
)
def test_columns_that_overlap_or_leave_somebody_out_are_refused(
    copy: Path, problem: str, old: str, new: str, age: int | None
) -> None:
    path = copy / "columns" / "opd_age_sex.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    error = _refused(copy)
    assert error.code == f"form.definition.{problem}"
    assert error.params.get("age_months") == age


def test_every_problem_of_a_definition_has_a_sentence() -> None:
    import re

    import emr_desktop.forms

    folder = Path(emr_desktop.forms.__file__).parent
    source = "".join((folder / name).read_text() for name in ("loading.py", "validation.py", "conditions.py"))
    found = re.findall(r'(?:refusal|Problem|ConditionRefused|DefinitionRefused)\(\s*"(\w+)"', source)
    assert len(set(found)) > 20
    assert {f"form.definition.{problem}" for problem in found} <= set(catalogue())


def test_a_new_form_is_files_alone(copy: Path) -> None:
    """A weekly form with one band by sex, counting tests and young children, needs no line of code."""
    folder = copy / "malaria_weekly" / "trial"
    folder.mkdir(parents=True)
    (copy / "columns" / "under_five.toml").write_text(
        '[[bands]]\ncode = "lt5"\nen = "Under 5"\nsw = "Chini ya 5"\nwhen = "age_months<60"\n'
        '[[bands]]\ncode = "ge5"\nen = "5 and over"\nsw = "5 na zaidi"\nwhen = "age_months>=60"\n'
        '[[parts]]\ncode = "M"\nen = "Male"\nsw = "ME"\nwhen = "sex=M"\n'
        '[[parts]]\ncode = "F"\nen = "Female"\nsw = "KE"\nwhen = "sex=F"\n',
        encoding="utf-8",
    )
    (folder / "form.toml").write_text(
        'form = "malaria_weekly"\nedition = "trial"\ndefault = true\nofficial = false\nperiod = "week"\n'
        'columns = "under_five"\nname_en = "Malaria, weekly"\nname_sw = "Malaria, kila wiki"\n'
        'unmapped = "listed"\n'
        '[paper]\nbook = ""\ntitle_en = "M"\ntitle_sw = "M"\nedition_en = "t"\nedition_sw = "t"\n'
        '[scope]\nvisits = "visit_type=opd"\n[count.new]\n'
        '[[sections]]\ncode = "a"\nen = "Tests"\nsw = "Vipimo"\nprinted = true\n',
        encoding="utf-8",
    )
    (folder / "rows.csv").write_text(
        "row,section,en,sw,counts,icd10,group,when,open_cells,dhis2_data_element\n"
        "1,a,Positive,Chanya,tests,mrdt bs,malaria,result=positive,BB,\n"
        "2,a,Tested,Waliopimwa,tests,,malaria,,BB,\n"
        "3,a,Insured,Wenye bima,visits,,,payer=nhif|chf,B-,\n",
        encoding="utf-8",
    )
    definition = load_forms(copy)["malaria_weekly", "trial"]
    facts = {"age_months": 12, "sex": "F", "test": "mrdt", "result": "positive"}
    assert [place.row for place in definition.places("tests", facts)] == ["1"]
    assert [place.row for place in definition.places("tests", facts | {"result": None})] == ["2"]
    assert [place.row for place in definition.places("tests", facts | {"test": "hb"})] == [None]
    visit = {"age_months": 600, "sex": "F", "payer": "chf"}
    assert [(place.row, place.is_open) for place in definition.places("visits", visit)] == [("3", False)]
