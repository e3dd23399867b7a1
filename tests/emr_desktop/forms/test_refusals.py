"""What the loader refuses of codes, bands, columns and editions, each with file, line and sentence."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from emr_desktop import reference
from emr_desktop.forms.finding import find_definition
from emr_desktop.forms.loading import DefinitionRefused, load_forms
from ui.messages import LANGUAGES, sentence_for

SHIPPED = Path(reference.__file__).parent / "forms"


def refused(tmp_path: Path, file: str, old: str, new: str) -> tuple[str, int]:
    """The problem and the line of a shipped definition in which something was changed."""
    folder = tmp_path / "forms"
    shutil.copytree(SHIPPED, folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionRefused) as caught:
        load_forms(folder)
    error = caught.value
    for language in LANGUAGES:
        said = sentence_for(error, language)
        assert str(error.params["file"]) in said
        assert str(error.params["line"]) in said
    return error.code.removeprefix("form.definition."), int(str(error.params["line"]))


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("opd/2014/rows.csv", "A06.0", "A06.X", "code_malformed"),
        ("opd/2014/rows.csv", "A06.0", "A69.7", "icd10_unknown"),
        ("opd/2014/rows.csv", "A06.0", "@amoeba_of_no_name", "concept_unknown"),
        ("malaria_tests/2025/rows.csv", ",alu20120,", ",alu20121,", "medicine_unknown"),
        ("malaria_tests/2025/rows.csv", "tests,bs,bs", "tests,slide,bs", "test_unknown"),
        ("malaria_tests/2025/rows.csv", "result=positive", "result=reactive", "result_unknown"),
        ("nmcp_dispensing/2025/rows.csv", "packs,cot240sy", "packs,ors", "pack_unknown"),
        ("nmcp_dispensing/2025/rows.csv", "units,ors", "procedures,sewing", "procedure_unknown"),
        ("nmcp_dispensing/2025/rows.csv", "units,ors", "stock,ors", "source_reserved"),
        ("artesunate_by_weight/2025/rows.csv", "weight_kg>25 ", "weight_kg>24 ", "rows_overlap"),
        ("artesunate_by_weight/2025/rows.csv", "weight_kg>25 ", "weight_kg>26 ", "group_hole"),
        ("artesunate_by_weight/2025/rows.csv", "weight_kg=nothing", "age_months=nothing",
         "condition_malformed"),
        ("deaths/1/rows.csv", "place=on_arrival", "outcome=died", "fact_unknown"),
        ("alu_by_strip/2025/rows.csv", "Wagonjwa waliopewa ALu,treatments,alu20120",
         "Wagonjwa waliopewa ALu,visits,", "column_fact_missing"),
        ("opd/2014/rows.csv", "visits,,,new_this_year=yes", "visits,,,new_this_year=yes visit_type=anc",
         "row_unreachable"),
        ("opd/current/rows.csv", "ngozi,by_hand,,,,-----,", "ngozi,diagnoses,L,,,BBBBB,", "row_unreachable"),
        ("nmcp_dispensing/2025/rows.csv", "units,ors,,,", "units,ors,,visit_type=surgery,", "value_unknown"),
    ],
)  # fmt: skip
def test_rows(tmp_path: Path, file: str, old: str, new: str, problem: str) -> None:
    found, line = refused(tmp_path, file, old, new)
    text = (SHIPPED / file).read_text(encoding="utf-8")
    # The line of the change, or that of the other row of its group.
    changed = text[: text.index(old)].count("\n") + 1
    assert found == problem
    assert line == changed or problem in ("group_hole", "rows_overlap", "column_fact_missing", "test_unknown")


@pytest.mark.parametrize(
    ("file", "old", "new", "problem", "line_of"),
    [
        ("columns/alu_strips.toml", "quantity>6 ", "quantity>7 ", "column_gap", None),
        ("columns/alu_strips.toml", "quantity>6 ", "quantity>5 ", "column_overlap", 'code = "strip2"'),
        ("columns/nmcp_ages.toml", "age_years>=60", "age_years>60", "column_gap", None),
        ("columns/artesunate_outcome.toml", "outcome=home|died", "outcome=home", "column_gap", None),
        ("columns/lab_tests.toml", 'counts = "tests"', 'counts = "bloods"', "source_unknown", "counts ="),
        ("columns/lab_tests.toml", "flag=low|", "flag=lowish|", "value_unknown", 'code = "low"'),
        ("opd/2014/form.toml", "valid_from = 2014-01-01", 'valid_from = "2014"', "day_malformed",
         "valid_from"),
        ("opd/2014/form.toml", "valid_from = 2014-01-01",
         "valid_from = 2014-01-01\nvalid_to = 2013-01-01", "validity_reversed", "valid_to"),
        ("opd/current/form.toml", "default = false", "default = true", "default_edition", None),
        ("laboratory/2025/form.toml", 'tests = "result!=nothing|invalid|test_error"',
         'tests = "test=blood"', "value_unknown", "tests ="),
        ("alu_by_strip/2025/form.toml", 'right = "3+4+5+6+7"', 'right = "visits"',
         "visits_not_comparable", None),
    ],
)  # fmt: skip
def test_columns_and_heads(
    tmp_path: Path, file: str, old: str, new: str, problem: str, line_of: str | None
) -> None:
    found, line = refused(tmp_path, file, old, new)
    assert found == problem
    if line_of is not None:
        lines = (tmp_path / "forms" / file).read_text(encoding="utf-8").splitlines()
        assert lines[line - 1].startswith(line_of)


def test_a_concept_goes_before_the_code_and_two_editions_follow_each_other(
    tmp_path: Path, desk, monkeypatch
) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(SHIPPED, folder)
    old, new = folder / "deaths" / "1", folder / "deaths" / "2"
    shutil.copytree(old, new)
    head = (new / "form.toml").read_text(encoding="utf-8")
    head = head.replace('edition = "1"', 'edition = "2"').replace(
        "default = true", "default = true\nvalid_from = 2026-01-01"
    )
    (new / "form.toml").write_text(head, encoding="utf-8")
    head = (old / "form.toml").read_text(encoding="utf-8")
    (old / "form.toml").write_text(head.replace("default = true", "default = true\nvalid_to = 2025-12-31"))
    rows = (new / "rows.csv").read_text(encoding="utf-8")
    (new / "rows.csv").write_text(rows.replace("deaths,C,", "deaths,C @malaria_severe,"), encoding="utf-8")
    forms = load_forms(folder)
    latest = forms["deaths", "2"]
    facts = {"age_months": 30, "sex": "F", "icd10": "B50.8", "place": "here", "concept": "malaria_severe"}
    assert [place.row for place in latest.places("deaths", facts)] == ["11", "17"]
    assert [place.row for place in latest.places("deaths", facts | {"concept": None})] == ["1", "17"]
    monkeypatch.setattr("emr_desktop.forms.finding.known_forms", lambda session: forms)
    with desk.database.read() as session:
        for period, edition in (("202512", "1"), ("202601", "2")):
            assert find_definition(session, "deaths", None, "new", period=period).edition == edition
    assert not forms["deaths", "1"].is_valid_on(date(2026, 1, 1))


def test_a_month_before_an_edition_can_be_looked_at_and_says_so(desk) -> None:
    desk.see(date(2013, 12, 3), date(1990, 1, 1))
    report = desk.forms.show("opd", "201312", edition="2014")
    assert not report.is_valid
    assert next(row for row in report.rows if row.row == "2").total["all"] == 1
    codes = {finding.code for finding in desk.forms.check("opd", "201312", edition="2014").findings}
    assert "form.check.edition_not_in_use" in codes
