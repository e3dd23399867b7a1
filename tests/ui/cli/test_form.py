"""emr-admin form: a file with mistakes is answered with every one; a good one becomes a form."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[3]


def test_a_form_from_a_file_is_checked_added_counted_and_withdrawn(demo: Run, tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    assert demo("form", "export", "top_diagnoses", "--out", file).code == 0
    text = file.read_text(encoding="utf-8").replace('"top_diagnoses"', '"our_top"')
    file.write_text(text.replace('period = "month"', 'period = "year"').replace("top = 10", 'top = "10"'))
    wrong = demo("--json", "form", "check", file)
    assert wrong.code == 1
    assert "ours.toml" in wrong.err
    assert [(fault["code"], fault["line"]) for fault in wrong.document["faults"]] == [
        ("form.definition.period_unknown", _line('period = "year"', file)),
        ("form.definition.key_kind", _line('top = "10"', file)),
    ]
    refused = demo("form", "add", file)
    assert refused.code == 1
    assert str(_line("top =", file)) in refused.out.decode()
    file.write_text(text)
    assert demo("form", "check", file).code == 0
    assert demo("--json", "form", "add", file).document["state"] == "in_use"
    report = demo("--json", "report", "show", "our_top", "--period", "202610").document
    shipped = demo("--json", "report", "show", "top_diagnoses", "--period", "202610").document
    assert report["rows"] == shipped["rows"]
    listed = demo("--json", "form", "list").document["forms"]
    assert [(one["form"], one["state"]) for one in listed][:2] == [("our_top", "in_use"), ("opd", "shipped")]
    assert demo("form", "withdraw", "our_top", "--edition", "1", "--reason", "tried").code == 0
    gone = demo("report", "show", "our_top", "--period", "202610")
    assert (gone.code, "withdrawn" in gone.err) == (1, True)
    missing = demo("form", "check", tmp_path / "no.toml")
    assert (missing.code, "no.toml" in missing.err) == (1, True)
    taken = demo("form", "add", file, EMR_LANGUAGE="sw")
    assert taken.code == 0  # the same text again is taken back


def _line(words: str, file: Path) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_a_mapping_that_does_not_fit_an_own_form_is_refused_in_both_languages(
    facility: Run, tmp_path: Path
) -> None:
    guide = (ROOT / "docs" / "local-forms.md").read_text(encoding="utf-8")
    file, mapping = tmp_path / "ours.toml", tmp_path / "map.json"
    file.write_text(guide.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    assert facility("form", "add", file).code == 0  # the example of the guide is a form
    assert facility("form", "export", "attendance_by_village", "--out", tmp_path / "list.toml").code == 0
    added = facility(
        "sync", "add", "dhis2", "far", "--url", "http://127.0.0.1:9", "--user-stdin", stdin="a\nDistrict-1\n"
    )
    assert added.code == 0, added.err

    def refused(form: str, rows: dict[str, str], columns: dict[str, str]) -> tuple[str, str]:
        content = {"form": form, "data_set": "v6wdME3ouXu", "rows": rows, "columns": columns}
        mapping.write_text(json.dumps(content), encoding="utf-8")
        answers = [
            facility("sync", "map", "far", mapping, EMR_LANGUAGE=language) for language in ("en", "sw")
        ]
        assert [answer.code for answer in answers] == [1, 1]
        assert answers[0].err != answers[1].err
        return answers[0].err, answers[1].err

    one, column = {"1": "CsYfybuaSgc"}, {"lt1m.M": "xo7RVsgBkpT"}
    for said in refused("village_children", {**one, "9": "CsYfybuaSgd"}, column):
        assert "village_children" in said
        assert "9" in said
    for said in refused("village_children", one, {"y5plus.M": "xo7RVsgBkpT"}):
        assert "y5plus.M" in said
    for said in refused("attendance_by_village", one, column):
        assert "attendance_by_village" in said
    gone = ("form", "withdraw", "village_children", "--edition", "1", "--reason", "tried")
    assert facility(*gone).code == 0
    english, swahili = refused("village_children", one, column)
    assert "withdrawn" in english
    assert "imeondolewa" in swahili
