"""Forms of books that come later need no code: mothers by age, patients in beds, children by month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from emr_desktop.forms.loading import load_forms

MOTHERS = "\n".join(
    [
        *(
            f'[[bands]]\ncode = "{code}"\nen = "{low} to {high} years"\nsw = "Miaka {low} hadi {high}"\n'
            f'when = "age_months>={low * 12} age_months<{(high + 1) * 12}"'
            for code, low, high in (
                ("y10_14", 10, 14),
                ("y15_19", 15, 19),
                ("y20_24", 20, 24),
                ("y25_29", 25, 29),
                ("y30_34", 30, 34),
            )
        ),
        '[[bands]]\ncode = "y35on"\nen = "35 and over"\nsw = "Miaka 35 na zaidi"\nwhen = "age_months>=420"',
        '[[bands]]\ncode = "lt10"\nen = "Under 10"\nsw = "Chini ya 10"\nwhen = "age_months<120"',
        '[[parts]]\ncode = "all"\nen = "All"\nsw = "Wote"\nwhen = ""',
    ]
)
HEAD = """
form = "{form}"
edition = "1"
default = true
official = false
period = "month"
columns = "mothers"
name_en = "{form}"
name_sw = "{form}"
unmapped = "left_out"

[paper]
book = "6"
title_sw = "MTIHANI"
title_en = "Trial"
edition_sw = "1"
edition_en = "1"

[scope]
visits = "visit_type={visit_type}"

[count.new]
diagnoses = ""

[[sections]]
code = "a"
en = "A"
sw = "A"
printed = false
"""
ROWS = "row,section,en,sw,counts,icd10,group,when,open_cells,dhis2_data_element\n"


def _write(folder: Path, form: str, visit_type: str, rows: str) -> None:
    (folder / "columns").mkdir(exist_ok=True)
    (folder / "columns" / "mothers.toml").write_text(MOTHERS, encoding="utf-8")
    place = folder / form / "1"
    place.mkdir(parents=True)
    (place / "form.toml").write_text(HEAD.format(form=form, visit_type=visit_type), encoding="utf-8")
    (place / "rows.csv").write_text(ROWS + rows, encoding="utf-8")


def test_mothers_and_beds_load_as_data_alone(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "anc_trial",
        "anc",
        "1,a,First visits,Hudhurio la kwanza,visits,,,new_problem=yes,BBBBBB-,\n"
        "2,a,Anaemia in pregnancy,Upungufu wa damu,diagnoses,O99.0,,,BBBBBB-,\n"
        "3,a,Syphilis tested,Kaswende,tests,syphilis,,,BBBBBB-,\n",
    )
    _write(
        tmp_path,
        "ipd_trial",
        "ipd",
        "1,a,Admitted,Waliolazwa,visits,,,outcome=admitted,BBBBBBB,\n"
        "2,a,Died,Waliofariki,visits,,,outcome=died,BBBBBBB,\n",
    )
    forms = load_forms(tmp_path)
    mothers, beds = forms["anc_trial", "1"], forms["ipd_trial", "1"]
    facts: dict[str, Any] = dict.fromkeys((*mothers.facts_used("visits"), "new_problem"), None)
    places = mothers.places("visits", {**facts, "age_months": 17 * 12 + 3, "new_problem": True})
    assert [(each.row, each.column, each.is_open) for each in places] == [("1", "y15_19.all", True)]
    places = beds.places("visits", {"age_months": 500, "outcome": "died"})
    assert [(each.row, each.column) for each in places] == [("2", "y35on.all")]
