"""Says conditions and cells of a form in words, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop import reference
from emr_desktop.forms.conditions import Condition
from emr_desktop.forms.definition import ColumnSet, FormDefinition
from emr_desktop.forms.facts import Fact
from emr_desktop.forms.paper import paper_words
from emr_desktop.forms.periods import parse_period
from emr_desktop.languages import ByLanguage, by_language

LANGUAGES = ("en", "sw")
_OR = ByLanguage(en="or", sw="au")


@cache
def _words() -> Mapping[str, Any]:
    path = Path(reference.__file__).parent / "forms" / "fact_words.toml"
    words: Mapping[str, Any] = by_language(tomllib.loads(path.read_text(encoding="utf-8")))
    return words


def source_words(source: str, language: str) -> str:
    """``visits`` as ``the visit``."""
    known = _words()["sources"].get(source)
    return source if known is None else str(known[language])


def value_words(value: Fact, language: str) -> str:
    """``severe``, ``nothing`` or a code as it is said."""
    if value is None:
        key = "nothing"
    elif isinstance(value, bool):
        key = "yes" if value else "no"
    else:
        key = str(value)
    known = _words()["values"].get(key)
    return key if known is None else str(known[language])


def condition_words(condition: Condition, language: str) -> str:
    """``the severity is some or severe``."""
    known = _words()["facts"].get(condition.field)
    fact = condition.field if known is None else known[language]
    operator = _words()["operators"][condition.operator][language]
    values = f" {_OR[language]} ".join(value_words(value, language) for value in condition.values)
    return f"{fact} {operator} {values}"


def period_params(code: str, period_type: str) -> dict[str, object]:
    """The code of a period and how it is said: ``Oktoba 2026``, or the week with its days."""
    period = parse_period(code, period_type)
    first, last = period.first_day, period.last_day
    said: dict[str, object] = {"period": period.code}
    for language in LANGUAGES:
        words = f"{period.code} ({first:%d/%m}-{last:%d/%m/%Y})"
        if period.period_type == "month":
            words = f"{paper_words().months[language][first.month - 1]} {first.year}"
        said[f"period_{language}"] = words
    return said


def row_params(definition: FormDefinition, row: str) -> dict[str, object]:
    """The number and the names of a row, for a sentence."""
    rule = definition.rules[row]
    return {"row": row, "row_name_en": rule.en, "row_name_sw": rule.sw}


def column_params(columns: ColumnSet, column: str) -> dict[str, object]:
    """The code and the names of a column (``y5_59.F``), for a sentence."""
    band_code, _, part_code = column.partition(".")
    band = next((one for one in columns.bands if one.code == band_code), None)
    part = next((one for one in columns.parts if one.code == part_code), None)
    said: dict[str, object] = {"column": column}
    for language in LANGUAGES:
        words = [getattr(one, language) for one in (band, part) if one is not None]
        said[f"column_{language}"] = ", ".join(words) or column
    return said
